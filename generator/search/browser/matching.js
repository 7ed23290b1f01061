/* From a phrase to the entries that contain it (matching.py). */

const AT_ONCE = 3;
const FEW = 5;

/** The slots whose text contains a phrase. Long lists are not loaded when few entries are left:
    their texts, which are shown anyway, decide. */
async function phraseSlots(segment, word, atOnce = AT_ONCE) {
  const parts = cover(word, segment.frequent, (gram) => segment.isLoaded(gram));
  if (parts.length === 1) {
    const list = await segment.lookup(word);
    if (!list) return list === null ? segment.large("g", word) : [];
    return segment.frequent.has(word) ? list : [...new Set(list.map((code) => segment.slotOf(code)))];
  }
  let starts = null;
  const narrow = (part, codes) => {
    starts = starts ? intersect(starts, codes, part.start) : codes.map((code) => code - part.start);
  };
  const slots = () => [...new Set(starts.map((code) => segment.slotOf(code)))];
  // A text costs about what a list costs.
  const few = (left) => left && starts && new Set(slots().map((slot) => segment.entryOf(slot)[0])).size <= FEW + left;
  const large = [];
  let left = parts.length;
  for (const some of inTurns(segment, parts, atOnce)) {
    const lists = await Promise.all(some.map((part) => segment.lookup(part.gram)));
    if (lists.includes(undefined)) return [];
    some.forEach((part, i) => (lists[i] ? narrow(part, lists[i]) : large.push(part)));
    if (starts && !starts.length) return [];
    left -= some.length;
    if (few(left + large.length)) return containing(segment, slots(), word);
  }
  const lists = await Promise.all(large.map((part) => segment.large("p", part.gram)));
  large.forEach((part, i) => narrow(part, lists[i]));
  return slots();
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

/** A match says where an entry contains a word: the highest level, the slots as bits, whether a text
    or a cell has it or is labelled so, and for a word that is only similar how much agrees. Entries
    are keyed by segment and number. */
const ENTRY = 2 ** 24;

async function find(index, word) {
  const found = new Map();
  const add = (base, segment, number, level, slot) => {
    if (segment.dead.has(number)) return;
    const match = found.get(base + number);
    const bit = slot < 0 ? 0 : 1 << slot;
    const quoted = level === TEXT || level === TABLE;
    if (!match) found.set(base + number, { level, slots: bit, quoted, nearness: 0 });
    else {
      match.level = Math.max(match.level, level);
      match.quoted ||= quoted;
      match.slots |= bit;
    }
  };
  await Promise.all(
    index.segments.map(async (segment, position) => {
      const base = position * ENTRY;
      const single = [...word].length < 2;
      const loading = single ? [] : phraseSlots(segment, word);
      // Titles are looked through while the files are on their way.
      const titled = [];
      for (let number = 0; number < segment.size; number++) if (segment.titles(number).includes(word)) titled.push(number);
      for (const each of await loading) {
        const [number, slot] = segment.entryOf(each);
        add(base, segment, number, segment.layout(number).slots[slot][1], slot);
      }
      for (const number of titled) add(base, segment, number, TITLE, -1);
      const headings = segment.layouts.map(({ pieces, headings, slotOf }) =>
        headings.flatMap((heading, i) => {
          const level = pieces[i][1] === TABLE ? TABLE : HEADING;
          return heading.includes(word) && !(single && level === TABLE) ? [[level, slotOf[i]]] : [];
        }),
      );
      for (let number = 0; number < segment.size; number++) {
        for (const [level, slot] of headings[segment.columns.layout[number]]) add(base, segment, number, level, slot);
      }
    }),
  );
  return found;
}
