/* From a query to its hits (engine.py). */

function allOf(found) {
  const matches = new Map();
  for (const [key, match] of found[0]) {
    const parts = [match, ...found.slice(1).map((other) => other.get(key))];
    if (!parts.includes(undefined)) matches.set(key, parts);
  }
  return matches;
}

/** The entries that contain a word, those of agencies that it names, or else what is similar. */
async function closest(index, word, own) {
  await index.prepare(word);
  const ids = new Set(agenciesCalled(index, agencyWords(fold(word)), false).map((agency) => agency.id));
  const all = new Map();
  for (const [position, { groups, columns, dead, size }] of ids.size ? index.segments.entries() : []) {
    for (let number = 0; number < size; number++) {
      const named = ids.has(groups[columns.group[number]][0]) && !dead.has(number);
      if (named) all.set(position * ENTRY + number, { level: TITLE, slots: 0, quoted: false, nearness: 0 });
    }
  }
  for (const [key, match] of own) all.set(key, match);
  if (all.size) return { matches: all, instead: [] };
  const instead = await corrections(index, word);
  instead.forEach(({ matches }, rank) => {
    for (const [key, match] of matches) if (!all.has(key)) all.set(key, { ...match, nearness: instead.length - rank });
  });
  return { matches: all, instead: instead.map(({ text }) => text) };
}

async function kindly(index, words, found) {
  const close = await Promise.all(found.map((own, i) => closest(index, words[i], own)));
  const instead = close.flatMap((each) => each.instead);
  const parts = close.map((each) => each.matches);
  const together = allOf(parts);
  if (together.size) return { kind: "close", found: parts, matches: together, closest: instead };
  const some = new Map();
  for (const own of parts) {
    for (const [key, match] of own) some.set(key, [...(some.get(key) ?? []), match]);
  }
  const most = Math.max(0, ...new Set([...some.values()].map((each) => each.length)));
  const matches = new Map([...some].filter(([, each]) => each.length === most));
  return { kind: "some", found: parts, matches, closest: instead };
}

async function search(index, text, filters = {}, order = "") {
  await index.prepare(text);
  const { words, excluded, more } = parse(text);
  if (!words.length) return { kind: "", total: 0, hits: [], facets: noCounts(), words, closest: [] };
  let found = await Promise.all(words.map((word) => find(index, word)));
  let kind = "exact";
  let matches = allOf(found);
  let closest = [];
  if (!matches.size) ({ kind, found, matches, closest } = await kindly(index, words, found));
  for (const word of excluded) {
    for (const key of (await find(index, word)).keys()) matches.delete(key);
  }
  const dates = order === "date" ? await Promise.all(index.segments.map((segment) => segment.dates())) : null;
  // What stands in the texts is what can be marked there.
  return { kind, closest, more, words: [...words, ...closest], section: filters.section, ...ranked(index, found, matches, filters, dates) };
}
