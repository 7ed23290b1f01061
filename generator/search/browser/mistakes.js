/* Words with an error: what stands in texts and differs from a word by it (mistakes.py). */

const LOOKED_UP = 32;
const FEW_LETTERS = 4, MOST_LETTERS = 12, TURNS = 4, GUESSES = 2, PAGE = 10;
const ENOUGH = 6;
const LIKELY = 2;
const MOST_SOUNDING = 24;

/** The errors that may be inside a word: the characters from `from` to `to` are wrong, what follows stands
    `shift` later in what was meant. `pair` are the two characters that what was meant stands between, `own`
    is what stands there instead, `text` is what was meant: a text, or what makes it of the character
    between. */
function changesOf(word) {
  const size = word.length <= LOOKED_UP ? word.length : 0;
  const changes = [];
  const add = (from, to, shift, cost, texts) => changes.push({ from, to, shift, cost, ...texts });
  const around = (from, to) => (letter) => word.slice(0, from) + letter + word.slice(to);
  for (let at = 1; at < size; at++) {
    add(at, at, 1, OMITTED, { pair: word.slice(at - 1, at + 1), text: around(at, at) });
    if (size > 2 && word[at] !== word[at - 1]) add(at - 1, at + 1, 0, SWAPPED, { text: around(at - 1, at + 1)(word[at] + word[at - 1]) });
  }
  for (let at = 1; at < size - 1; at++) {
    add(at, at + 1, -1, ADDED, { text: around(at, at + 1)("") });
    add(at, at + 1, 0, OTHER, { own: word[at], pair: word[at - 1] + word[at + 1], text: around(at, at + 1) });
  }
  return changes;
}

/** The changes that leave of the word what stands somewhere, each with its middles. What stands
    around characters that may be wrong is loaded first: it tells where the word is right, too. */
async function possibleChanges(index, word) {
  const known = await Promise.all(index.segments.map((segment) => knownParts(segment, word)));
  const kept = ({ from, to }) => index.segments.some((segment) => leavesTheRest(segment, word, from, to));
  const letters = async ({ pair }) => {
    const own = await Promise.all(index.segments.map((segment) => segment.middles(pair)));
    return [...new Set(own.join("").split(""))];
  };
  const found = [];
  const changes = changesOf(word).filter((change) => known.some((parts) => placesOf(parts, change)?.length !== 0));
  for (const some of [changes.filter(({ own }) => own), changes.filter(({ own }) => !own)]) {
    const possible = some.filter(kept);
    found.push(...(await Promise.all(possible.map(async (change) => (change.pair ? { ...change, letters: await letters(change) } : change)))));
  }
  return found;
}

/** Whether what a change does not touch may stand somewhere. */
function leavesTheRest(segment, word, from, to) {
  return ![word.slice(0, from), word.slice(to)].some((part) => segment.isAbsent(part));
}

const maySomewhere = (index, text) => index.segments.some((segment) => !segment.isAbsent(text));

/** The parts of a word that a search for it has looked up, with their lists. */
function knownParts(segment, word) {
  const parts = spans(word.slice(0, LOOKED_UP), segment.frequent).filter(({ gram }) => segment.isLoaded(gram));
  return Promise.all(parts.map(async (part) => ({ ...part, list: await segment.lookup(part.gram) })));
}

/** Where the parts that a change does not touch stand as they would have to; null where none of them
    has a list. */
function placesOf(parts, { from, to, shift }) {
  let starts = null;
  for (const { start, end, list } of parts) {
    if (end > from && start < to) continue;
    if (list === undefined) return [];
    if (list === null) continue;
    const by = start >= to ? start + shift : start;
    starts = starts ? intersect(starts, list, by) : beginnings(list, by);
    if (!starts.length) return [];
  }
  return starts;
}

/** What may have been meant, and in which turn it is looked for: what looks or sounds alike first,
    then what few letters or none can explain, then what one of many can. */
function variantsOf(word, changes, cost) {
  const found = new Map();
  const note = (text, price, turn) => {
    const known = found.get(text);
    found.set(text, { text, cost: Math.min(price, known?.cost ?? price), turn: Math.min(turn, known?.turn ?? turn) });
  };
  for (const { cost: price, text, letters, own } of changes) {
    const turn = !letters || letters.length <= FEW_LETTERS ? 2 : letters.length <= MOST_LETTERS ? 3 : TURNS;
    if (!letters) note(text, price, turn);
    for (const letter of letters ?? []) {
      const paid = own ? cost(own, letter) : price;
      if (paid && paid <= OTHER) note(text(letter), paid, paid === SOUND ? 0 : paid === SHAPE ? 1 : turn);
    }
  }
  return [...found.values()];
}

/** What stands in texts and differs from a word by one error, the likeliest kinds of error only. */
async function oneError(index, word, changes, cost) {
  const variants = variantsOf(word, changes, cost);
  const standing = [];
  const entries = new Set();
  for (let turn = 0; turn < TURNS; turn++) {
    const tried = await thinnedOut(index, variants.filter((each) => each.turn === turn && maySomewhere(index, each.text)));
    for (const [each, keys] of await lookedUp(index, tried)) {
      standing.push(each);
      keys.forEach((key) => entries.add(key));
    }
    const sure = turn < GUESSES || standing.some((each) => each.cost < ADDED);
    if (standing.length && (sure || entries.size >= PAGE)) break;
  }
  return standing;
}

/** What stands in texts and differs from a word in one or two neighbours that sound alike, as input methods
    offer them. */
async function soundingAlike(index, word, spoken, cost) {
  const known = await Promise.all(index.segments.map((segment) => knownParts(segment, word)));
  const starts = Array.from({ length: word.length <= LOOKED_UP ? word.length - 1 : 0 }, (_, at) => at);
  const isAlone = (from, to) => index.segments.some((segment, i) => leavesTheRest(segment, word, from, to) && placesOf(known[i], { from, to, shift: 0 })?.length !== 0);
  const possible = starts.filter((at) => isAlone(at, at + 2));
  const pairs = await Promise.all(possible.map((at) => sounding(index, word.slice(at, at + 2), spoken)));
  const variants = possible.flatMap((at, i) =>
    pairs[i].map((pair) => ({ text: word.slice(0, at) + pair + word.slice(at + 2), cost: cost(word[at], pair[0]) + cost(word[at + 1], pair[1]) })),
  );
  const wrong = variants.filter((each) => each.cost && maySomewhere(index, each.text));
  return (await lookedUp(index, await thinnedOut(index, wrong))).map(([each]) => each);
}

/** What stands anywhere and sounds like two characters; none where it is too much. */
async function sounding(index, typed, spoken) {
  const said = spoken(typed[0]) && spoken(typed[0]) + spoken(typed[1]);
  if (said.length < 2) return [];
  const own = await Promise.all(index.segments.map((segment) => segment.sounding(said)));
  const pairs = new Set(own.flatMap((units) => units.match(/../gsu) ?? []));
  return pairs.size <= MOST_SOUNDING ? [...pairs] : [];
}

/** Many variants are not all looked up, which would be a file for each. Where what is loaded leaves
    the fewest places for one, the text of the first hit there, which may be shown anyway, has one that
    stands. That one is looked up alone, and where it stands no other can. */
async function thinnedOut(index, variants) {
  if (variants.length <= ENOUGH) return variants;
  const places = new Map();
  for (const each of variants) places.set(each, await Promise.all(index.segments.map((segment) => loadedPlaces(segment, each.text))));
  const left = variants.filter((each) => places.get(each).some(isOpen));
  const seen = left.length > ENOUGH ? await firstSeen(index, places, left) : null;
  if (!seen) return left;
  const taken = await Promise.all(index.segments.map((segment) => startsOf(segment, seen.text)));
  return left.filter((each) => each === seen || places.get(each).some((starts, i) => isOpen(without(each.text, starts, seen.text, taken[i]))));
}

/** Whether a text may stand at one of these places. */
const isOpen = (starts) => starts === null || starts.length > 0;

/** Where a text may begin, as far as lists that are loaded say it; null where they say nothing. */
async function loadedPlaces(segment, text) {
  if (segment.isAbsent(text)) return [];
  return placesOf(await knownParts(segment, text), { from: 0, to: 0, shift: 0 });
}

/** The variant that stands in the text of the first hit among the fewest places; null where it cannot be
    told, or the text cannot be had. */
async function firstSeen(index, places, variants) {
  const count = (each) => places.get(each).reduce((sum, starts) => sum + (starts ? starts.length : Infinity), 0);
  const best = variants.reduce((one, other) => (count(other) < count(one) ? other : one));
  if (count(best) === Infinity) return null;
  const slots = index.segments.map((segment, i) => places.get(best)[i].map((code) => segment.slotOf(code)));
  const [key] = shownFirst(index, entriesOf(index, slots));
  if (key === undefined) return null;
  const read = await index.segments[Math.floor(key / ENTRY)].texts(key % ENTRY).catch(() => null);
  const folded = (read?.texts ?? []).map(fold);
  return variants.find(({ text }) => folded.some((each) => each.includes(text))) ?? null;
}

/** Where a text stands; null where there are no lists that say it. */
async function startsOf(segment, text) {
  const parts = cover(text, segment.frequent, (gram) => segment.isLoaded(gram));
  if (segment.frequent.has(parts[0].gram)) return null;
  const lists = await Promise.all(parts.map(({ gram }) => segment.lookup(gram)));
  if (lists.includes(undefined)) return [];
  const whole = await Promise.all(parts.map(({ gram }, i) => lists[i] ?? segment.large("p", gram)));
  return whole.reduce((starts, codes, i) => intersect(starts, codes, parts[i].start));
}

/** Those of `starts` at which a text may stand although another stands at those that are `taken`. */
function without(text, starts, other, taken) {
  if (!starts || !taken) return starts;
  const differs = (by) => other.split("").some((unit, i) => text[i + by] !== undefined && text[i + by] !== unit);
  const apart = [-2, -1, 0, 1, 2].filter(differs);
  const known = new Set(taken);
  return starts.filter((start) => !apart.some((by) => known.has(start + by)));
}

/** Those of some words that stand in texts, each with the entries. Of many words hardly any does: of each,
    little is loaded at once. */
async function lookedUp(index, words) {
  const atOnce = words.length > LIKELY ? 1 : AT_ONCE;
  const entries = async ({ text }) => entriesOf(index, await Promise.all(index.segments.map((segment) => phraseSlots(segment, text, atOnce))));
  const found = await Promise.all(words.map(entries));
  return words.map((each, i) => [each, found[i]]).filter(([, keys]) => keys.length);
}

/** The entries that slots of each segment belong to. */
function entriesOf(index, slots) {
  return index.segments.flatMap((segment, i) => {
    const numbers = [...new Set(slots[i].map((slot) => segment.entryOf(slot)[0]))];
    return numbers.filter((number) => !segment.dead.has(number)).map((number) => i * ENTRY + number);
  });
}
