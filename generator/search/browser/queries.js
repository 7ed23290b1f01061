/* What a query asks for (queries.py). */

const MOST_WORDS = 8;

function parse(text) {
  const words = new Set();
  const excluded = new Set();
  for (const match of text.slice(0, 200).matchAll(/-?(?:"([^"]+)"|“([^”]+)”|＂([^＂]+)＂)(?!\S)|\S+/g)) {
    const minus = match[0].startsWith("-") && match[0].length > 1;
    const word = fold(match[1] ?? match[2] ?? match[3] ?? (minus ? match[0].slice(1) : match[0]));
    if (word) (minus ? excluded : words).add(word);
  }
  const more = Math.max(words.size, excluded.size) > MOST_WORDS;
  return { words: [...words].slice(0, MOST_WORDS), excluded: [...excluded].slice(0, MOST_WORDS), more };
}
