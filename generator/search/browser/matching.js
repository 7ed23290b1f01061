/* From a phrase to the entries that contain it (matching.py). */

const AT_ONCE = 3;
const FEW = 5;

/** The slots whose text contains a phrase, in order. Long lists are not loaded when few entries are
    left: their texts, which are shown anyway, decide; or the lists after all, where a text cannot be had. */
async function phraseSlots(segment, word, atOnce = AT_ONCE) {
  const parts = cover(word, segment.frequent, (gram) => segment.isLoaded(gram));
  if (parts.length === 1) {
    const list = await segment.lookup(word);
    if (!list) return list === null ? segment.large("g", word) : [];
    return segment.frequent.has(word) ? list : slotsOf(segment, list);
  }
  let starts = null;
  const narrow = (part, codes) => {
    starts = starts ? intersect(starts, codes, part.start) : beginnings(codes, part.start);
  };
  const large = [];
  let left = parts.length;
  for (const some of inTurns(segment, parts, atOnce)) {
    const lists = await Promise.all(some.map((part) => segment.lookup(part.gram)));
    if (lists.includes(undefined)) return [];
    some.forEach((part, i) => (lists[i] ? narrow(part, lists[i]) : large.push(part)));
    if (starts && !starts.length) return [];
    left -= some.length;
    const missing = left + large.length;
    // A text costs about what a list costs.
    if (missing && starts && areFew(segment, starts, FEW + missing)) {
      const kept = await containing(segment, slotsOf(segment, starts), word).catch(() => null);
      if (kept) return kept;
    }
  }
  const lists = await Promise.all(large.map((part) => segment.large("p", part.gram)));
  large.forEach((part, i) => narrow(part, lists[i]));
  return slotsOf(segment, starts);
}

/** The slots that codes are in, each once; both in order. */
function slotsOf(segment, codes) {
  const slots = [];
  for (const code of codes) {
    const slot = segment.slotOf(code);
    if (slot !== slots.at(-1)) slots.push(slot);
  }
  return slots;
}

/** Whether codes are in at most so many entries. */
function areFew(segment, codes, most) {
  let entries = 0;
  let last = -1;
  for (const code of codes) {
    const [number] = segment.entryOf(segment.slotOf(code));
    if (number !== last) entries++;
    last = number;
    if (entries > most) return false;
  }
  return true;
}

/** The parts of a phrase in the order in which they are loaded, some at once: the ends, which narrow
    more than their neighbours do, before the middle; and what is loaded already at first. */
function inTurns(segment, parts, atOnce) {
  const order = parts.length > 2 ? [parts[0], parts.at(-1), ...parts.slice(1, -1)] : parts;
  const missing = order.filter(({ gram }) => !segment.isLoaded(gram));
  const turns = [order.filter((part) => !missing.includes(part))];
  for (let at = 0; at < missing.length; at += atOnce) turns.push(missing.slice(at, at + atOnce));
  return turns;
}

async function containing(segment, slots, word) {
  const verdicts = slots.map(async (each) => {
    const [number, slot] = segment.entryOf(each);
    const { slotOf } = segment.layout(number);
    const { texts } = await segment.texts(number);
    return texts.some((text, i) => slotOf[i] === slot && fold(text).includes(word));
  });
  const kept = await Promise.all(verdicts);
  return slots.filter((_, i) => kept[i]);
}

/** Which entries contain a word: of each segment their numbers, and by number the highest level (0: it
    is not there), the slots as bits, whether a text or a cell has it or is labelled so, and for a word
    that is only similar how much agrees. */
class Matches {
  constructor(index) {
    this.parts = index.segments.map(({ size }) => {
      const [levels, quoted, nearness] = [0, 1, 2].map(() => new Uint8Array(size));
      return { numbers: [], levels, quoted, nearness, slots: new Int32Array(size) };
    });
  }
  get size() {
    return this.parts.reduce((sum, { numbers }) => sum + numbers.length, 0);
  }
  add(position, number, level, slot) {
    const { numbers, levels, quoted, slots } = this.parts[position];
    if (!levels[number]) numbers.push(number);
    if (level > levels[number]) levels[number] = level;
    if (level === TEXT || level === TABLE) quoted[number] = 1;
    if (slot >= 0) slots[number] |= 1 << slot;
  }
  /** Take in what another has of entries that this does not have. */
  addAll(others, nearness) {
    others.parts.forEach((other, position) => {
      const own = this.parts[position];
      for (const number of other.numbers) {
        if (own.levels[number]) continue;
        own.numbers.push(number);
        for (const name of ["levels", "quoted", "slots"]) own[name][number] = other[name][number];
        own.nearness[number] = nearness;
      }
    });
  }
}

/** What contains a word in texts, tables, headings, titles or names. */
async function find(index, word) {
  const found = new Matches(index);
  await Promise.all(index.segments.map((segment, position) => findIn(segment, word, (...match) => found.add(position, ...match))));
  return found;
}

async function findIn(segment, word, add) {
  const single = [...word].length < 2;
  const loading = single ? [] : phraseSlots(segment, word);
  // Titles are looked through while the files are on their way.
  const titled = [];
  for (const number of segment.live) if (segment.titles(number).includes(word)) titled.push(number);
  for (const each of await loading) {
    const [number, slot] = segment.entryOf(each);
    if (!segment.dead.has(number)) add(number, segment.layout(number).slots[slot][1], slot);
  }
  for (const number of titled) add(number, TITLE, -1);
  const headed = segment.layouts.map((layout) => headingsWith(layout, word, single));
  if (!headed.some((found) => found.length)) return;
  for (const number of segment.live) {
    for (const [level, slot] of headed[segment.columns.layout[number]]) add(number, level, slot);
  }
}

/** Level and slot of each heading and label that contains a word; a single character is looked for in
    headings alone. */
function headingsWith({ pieces, headings, slotOf }, word, single) {
  return headings.flatMap((heading, i) => {
    const level = pieces[i][1] === TABLE ? TABLE : HEADING;
    return heading.includes(word) && !(single && level === TABLE) ? [[level, slotOf[i]]] : [];
  });
}
