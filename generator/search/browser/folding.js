/* Folding: what counts as the same character (folding.py). */

const WIDE = "\\u2018\\u2019\\u201c\\u201d\\u2014\\u2026\\u00b7\\u2e80-\\uffff";
let SPACES, MANY;
/** Made late: a browser too old for these expressions is too old for the search, and for it alone. */
function prepareSpaces() {
  SPACES ??= new RegExp(`(?<=[${WIDE}\n]) +| +(?=[${WIDE}\n])|^ +| +$`, "g");
  MANY ??= / {2,}/g;
}
/** The marks that may stand on letters of any script, and what chooses among the shapes of a character. */
const MARKS_ON_LETTERS = /[\u0300-\u0337\u0339-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
const INVISIBLE = /[\p{Cc}\p{Cf}\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const traditional = new Map();
const folded = new Map();

function foldCharacter(character) {
  let out = folded.get(character);
  if (out !== undefined) return out;
  out = "";
  if ("\n\u2028\u2029".includes(character)) out = "\n";
  else {
    const bare = character.normalize("NFKD").replace(MARKS_ON_LETTERS, "").normalize("NFKC");
    for (const part of [...bare].map((c) => c.toLowerCase()).join("")) {
      if (/[\p{Zs}\t\v\f]/u.test(part)) out += " ";
      else if (!INVISIBLE.test(part)) out += traditional.get(part) ?? part;
    }
  }
  folded.set(character, out);
  return out;
}

/** Text that folding leaves as it is, as long as the table of Traditional characters is not needed. */
const PLAIN = /^[\u4e00-\u9fa5]*$/;

function fold(text) {
  if (!traditional.size && PLAIN.test(text)) return text;
  let out = "";
  for (const character of text) out += foldCharacter(character);
  return out.includes(" ") ? out.replace(SPACES, "").replace(MANY, " ") : out;
}

/** The folded text, and for each of its characters where it comes from in `text`. */
function foldPlaces(text) {
  let out = "";
  let places = [];
  let at = 0;
  for (const character of text) {
    const part = foldCharacter(character);
    for (let i = 0; i < part.length; i++) places.push(at);
    out += part;
    at += character.length;
  }
  for (const [pattern, kept] of [[SPACES, 0], [MANY, 1]]) {
    const gone = new Set();
    out = out.replace(pattern, (spaces, offset) => {
      for (let i = kept; i < spaces.length; i++) gone.add(offset + i);
      return " ".repeat(kept);
    });
    if (gone.size) places = places.filter((_, i) => !gone.has(i));
  }
  places.push(text.length);
  return { text: out, places };
}

/** Where `word` stands in `text`, as [from, to] in the text as it is written. */
function occurrences(text, word) {
  const { text: plain, places } = foldPlaces(text);
  const found = [];
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length)) {
    let end = at + word.length;
    while (end < plain.length && places[end] === places[end - 1]) end++;
    found.push([places[at], places[end]]);
  }
  return found;
}

let common;
/** The Chinese characters of GB2312, in its order. */
function commonCharacters() {
  if (!common) {
    const bytes = [];
    for (let high = 0xb0; high <= 0xf7; high++)
      for (let low = 0xa1; low <= 0xfe; low++) bytes.push(high, low);
    common = new Set(new TextDecoder("gb2312").decode(new Uint8Array(bytes)).match(/\p{Script=Han}/gu));
  }
  return common;
}

/** Whether `text` has a character that only the table of Traditional characters can judge. */
function unusual(text, odd = "") {
  return [...text.normalize("NFKC")].some((c) => /\p{Script=Han}/u.test(c) && (!commonCharacters().has(c) || odd.includes(c)));
}
