/* What a query asks for (queries.py). */

const LONGEST_QUERY = 200;
const MOST_WORDS = 8;
/** What parts words; listed, because Python and browsers do not mean the same by \s. */
const BLANK = /[\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/gu;
/** What comes along with pasted text: before a sign it must not hide that the sign begins a word. */
const UNSEEN = /[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu;
const MINUS = "-\u2013\u2212\uff0d";
/** What a quotation begins and ends with; input methods get out of step with “ and ”. */
const QUOTES = [['"', '"'], ["＂", "＂"], ["“", "”"], ["”", "“”"], ["「", "」"], ["『", "』"]];
const ANY_QUOTE = '"＂“”「」『』';
/** A quotation ends with a mark of its own at the end of a word, or else with the next mark of any kind
    if that ends a word, or else with the query: it is not closed yet, or with a mark of another kind. */
const QUOTED = QUOTES.flatMap(([from, to]) => [
  `${from}([^${to}]*?)[${to}](?= |$)`,
  `${from}([^${ANY_QUOTE}]*)[${ANY_QUOTE}](?= )`,
  `${from}([^${to}]*?)[${ANY_QUOTE}]?$`,
]);
/** Minus signs, and then a quotation in one of the groups, or anything up to a space. */
const WORD = new RegExp(`(?=[^ ])([${MINUS}]*)(?:${QUOTED.join("|")}|([^ ]*))`, "gu");

/** What would turn the sentence around that says what was looked for, and halves of characters, which no
    address can hold. */
const UNFIT = /[\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/** What was typed or pasted, or stands in an address: one line, no longer than is looked at. */
function plainQuery(text) {
  return [...text].slice(0, LONGEST_QUERY).join("").replace(BLANK, " ").replace(UNFIT, "").trim();
}

/** The words of a query as they were written, without their signs. */
function terms(text) {
  return [...plainQuery(text).replace(UNSEEN, "").trim().matchAll(WORD)]
    .map(([, minus, ...groups]) => ({ written: groups.find((group) => group !== undefined), excluded: minus !== "" }))
    .filter(({ written }) => written);
}

function parse(text) {
  const words = new Set();
  const excluded = new Set();
  for (const term of terms(text)) {
    const word = fold(term.written);
    if (word) (term.excluded ? excluded : words).add(word);
  }
  const more = Math.max(words.size, excluded.size) > MOST_WORDS;
  return { words: [...words].slice(0, MOST_WORDS), excluded: [...excluded].slice(0, MOST_WORDS), more };
}
