/* From a query to its hits (engine.py). */

const ENTRY = 2 ** 24;

/** Of each segment, the entries that contain all words. */
function allOf(index, found) {
  const [first, ...others] = found;
  return index.segments.map((_, position) => {
    const contain = (number) => others.every(({ parts }) => parts[position].levels[number]);
    return first.parts[position].numbers.filter(contain);
  });
}

/** Of each segment, the entries that contain the most of the words. */
function mostOf(index, found) {
  const counts = index.segments.map(({ size }) => new Uint8Array(size));
  let most = 0;
  for (const { parts } of found) {
    parts.forEach(({ numbers }, position) => {
      for (const number of numbers) most = Math.max(most, ++counts[position][number]);
    });
  }
  return counts.map((own) => Array.from(own.keys()).filter((number) => most && own[number] === most));
}

const isEmpty = (entries) => entries.every((numbers) => !numbers.length);

/** The entries that contain a word, those of agencies that it names, or else what is similar. */
async function closest(index, word, own) {
  await index.prepare(word);
  const all = new Matches(index);
  all.addAll(own, 0);
  const ids = new Set(agenciesCalled(index, agencyWords(fold(word)), false).map((agency) => agency.id));
  if (ids.size) all.addAll(entriesOfAgencies(index, ids), 0);
  if (all.size) return { matches: all, instead: [] };
  const instead = await corrections(index, word);
  instead.forEach(({ matches }, rank) => all.addAll(matches, instead.length - rank));
  return { matches: all, instead: instead.map(({ text }) => text) };
}

function entriesOfAgencies(index, ids) {
  const found = new Matches(index);
  index.segments.forEach((segment, position) => {
    for (const id of ids) for (const number of segment.membersOf(id)) found.add(position, number, TITLE, -1);
  });
  return found;
}

async function kindly(index, words, found) {
  const close = await Promise.all(found.map((own, i) => closest(index, words[i], own)));
  const instead = close.flatMap((each) => each.instead);
  const matches = close.map((each) => each.matches);
  const together = allOf(index, matches);
  if (!isEmpty(together)) return { kind: "close", found: matches, entries: together, closest: instead };
  return { kind: "some", found: matches, entries: mostOf(index, matches), closest: instead };
}

async function search(index, text, filters = {}, order = "") {
  await index.prepare(text);
  const { words, excluded, more } = parse(text);
  if (!words.length) return { kind: "", total: 0, hits: [], facets: noCounts(), words, closest: [] };
  let found = await Promise.all(words.map((word) => find(index, word)));
  let kind = "exact";
  let entries = allOf(index, found);
  let closest = [];
  if (isEmpty(entries)) ({ kind, found, entries, closest } = await kindly(index, words, found));
  for (const word of excluded) {
    const { parts } = await find(index, word);
    entries = entries.map((numbers, position) => numbers.filter((number) => !parts[position].levels[number]));
  }
  const dates = order === "date" ? await Promise.all(index.segments.map((segment) => segment.dates())) : null;
  // What stands in the texts is what can be marked there.
  return { kind, closest, more, words: [...words, ...closest], section: filters.section, ...ranked(index, found, entries, filters, dates) };
}
