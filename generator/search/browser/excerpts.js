/* Where a hit opens, and the sentences that are shown of it. */

const SENTENCE = 110;
const ELSEWHERE = 1e6;

/** The parts of `text` to be marked, as sorted ranges that do not overlap. */
function marks(text, words, close) {
  const ranges = words.flatMap((word) => occurrences(text, word));
  if (close && !ranges.length) {
    for (const word of words) {
      const characters = [...word];
      // A part of a number is another number.
      const pairs = characters.slice(1).map((character, i) => characters[i] + character).filter((pair) => !/\d/.test(pair));
      for (const pair of pairs) ranges.push(...occurrences(text, pair));
    }
  }
  ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const merged = [];
  for (const [from, to] of ranges) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function marked(text, ranges) {
  const nodes = [];
  let at = 0;
  for (const [from, to] of ranges) {
    nodes.push(text.slice(at, from), element("mark", {}, text.slice(from, to)));
    at = to;
  }
  return [...nodes, text.slice(at)];
}

const length = (ranges) => ranges.reduce((sum, [from, to]) => sum + to - from, 0);

/** Whether a word is a number that stands in `text` by itself: 363 in 363件, not in a telephone number. */
const isWholeNumber = (text, word) => /^\d+$/.test(word) && new RegExp(`(?<![\\d.-])${word}(?!\\d|[.-]\\d)`).test(text);

/** A place at which `text` can be cut: not between the two halves of a character. */
const whole = (text, at) => (/^[\udc00-\udfff]/.test(text.slice(at)) ? at - 1 : at);

/** A sentence for which there is no room, cut to what surrounds its first mark, at punctuation where
    there is some. */
function shortened(text, first, room) {
  if (text.length <= room) return text;
  const before = Math.floor(room / 3);
  const from = whole(text, first > before ? Math.max(text.slice(0, first - 4).lastIndexOf("，") + 1, first - before) : 0);
  const to = whole(text, Math.min(text.length, from + room));
  return (from ? "…" : "") + text.slice(from, to) + (to < text.length ? "…" : "");
}

/** Whether a hit will have a heading and an excerpt. Only the texts tell for sure, but what is shown
    leaves room for both before they are there: what comes later must not move what one is about to
    press. */
function awaited(hit, { kind, closest }) {
  // An agency has a name and no text.
  const unsure = kind !== "exact" && !closest.length && hit.segment.layout(hit.number).pieces.length > 0;
  return { heading: unsure || hit.isPlaced, excerpt: unsure || hit.isQuoted };
}

/** How many characters a box has room for beside those that are `taken`. */
function roomIn(box, taken) {
  const { fontSize, lineHeight } = getComputedStyle(box);
  // At the end of each line, one character may not fit because of the punctuation that follows.
  const width = Math.floor(box.clientWidth / parseFloat(fontSize)) - 1;
  const lines = Math.round(box.clientHeight / parseFloat(lineHeight));
  return width * lines > 0 ? Math.max(width * lines - taken, width) : SENTENCE;
}

/** Where a hit is best opened, in the section that was asked for if any was, and the sentences there
    that contain the words, in their order: two where there is room for them. `roomBeside` a heading is
    counted in characters. */
async function excerpt(hit, words, section, close, roomBeside) {
  const { pieces, headings } = hit.segment.layout(hit.number);
  const { published, texts } = await hit.segment.texts(hit.number);
  const plain = texts.map(fold);
  let best = -1;
  let most = 0;
  // What the title says already, the year for instance, is worth less in an excerpt.
  const title = hit.segment.titles(hit.number);
  const worthOf = (text, word) => (title.includes(word) ? 1 : 4) + (isWholeNumber(text, word) ? 1 : 0);
  const worth = (text) => words.reduce((sum, word) => sum + (text.includes(word) ? worthOf(text, word) : 0), 0);
  pieces.forEach(([own, level], i) => {
    const exact = worth(plain[i]);
    const inText = exact || !close ? exact * 100 : length(marks(texts[i], words, close));
    const inHeading = worth(headings[i]) * 50;
    let value = inText + inHeading + (inText && level === TEXT ? 1 : 0);
    // What stands before the first section is in none, and no section is asked for by then.
    if (value && section && own === section) value += ELSEWHERE;
    if (value > most) [best, most] = [i, value];
  });
  if (best < 0) return { published, section: "", anchor: "", heading: "", nodes: [] };
  const [own, level, anchor, heading] = pieces[best];
  let sentences = texts[best].split(/(?<=[。！？；\n])/).map((text, at) => ({ at, text: text.trim(), ranges: marks(text.trim(), words, close) }));
  if (level !== TABLE) sentences = sentences.filter(({ ranges }) => ranges.length);
  const value = ({ text, ranges }) => worth(fold(text)) * 100 + length(ranges);
  const room = roomBeside(heading);
  sentences = sentences.sort((a, b) => value(b) - value(a)).slice(0, close ? 1 : 2);
  if (sentences.length > 1 && sentences[0].text.length + sentences[1].text.length > room) sentences.pop();
  sentences.sort((a, b) => a.at - b.at);
  const nodes = sentences.flatMap(({ at, text, ranges }, i) => {
    const short = shortened(text, ranges.length ? ranges[0][0] : 0, room);
    const apart = i ? [at > sentences[i - 1].at + 1 ? " … " : " "] : [];
    return [...apart, ...marked(short, marks(short, words, close))];
  });
  return { published, section: own, anchor, heading, nodes };
}
