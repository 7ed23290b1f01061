/* Order, filters and counts (engine.py). */

const WEIGHTS = { [TITLE]: 8, [HEADING]: 4, [TEXT]: 2, [TABLE]: 1 };
const NEARER = 1000;
const FACETS = ["year", "agency", "kind", "area", "edition", "section", "corrected", "faulty"];

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
  const lists = await Promise.all(instead.map((text) => find(index, text)));
  lists.forEach((list, rank) => {
    for (const [key, match] of list) if (!all.has(key)) all.set(key, { ...match, nearness: instead.length - rank });
  });
  return { matches: all, instead };
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

/** What a hit counts as under a filter. */
function values(index, key, parts, facet) {
  const segment = index.segments[Math.floor(key / ENTRY)];
  const number = key % ENTRY;
  const { columns, header } = segment;
  const [agency, , kind, area] = segment.groups[columns.group[number]];
  if (facet === "year") return columns.year[number] ? [String(columns.year[number])] : [];
  if (facet === "corrected") return columns.flags[number] & 1 ? ["1"] : [];
  if (facet === "faulty") return columns.flags[number] & 2 ? ["1"] : [];
  if (facet === "section") return sectionsOf(segment, number, parts);
  const value = { agency, kind, area, edition: header.labels[columns.edition[number]] }[facet];
  return value ? [value] : [];
}

/** The sections that contain every word that is not in the title alone. */
function sectionsOf(segment, number, parts) {
  const placed = parts.map((match) => match.slots).filter(Boolean);
  const key = `${segment.columns.layout[number]} ${placed}`;
  if (!segment.sections.has(key)) {
    const { sections, slots } = segment.layout(number);
    const within = (section) => placed.every((bits) => slots.some(([name], slot) => name === section && (bits >> slot) & 1));
    segment.sections.set(key, placed.length ? sections.filter(within) : []);
  }
  return segment.sections.get(key);
}

function passes(values, facet, filters) {
  if (facet === "year") {
    const { first, last } = filters;
    return (!first && !last) || values.some((year) => (first || 0) <= +year && +year <= (last || 9999));
  }
  return !filters[facet] || values.includes(filters[facet]);
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

const noCounts = () => Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));

function ranked(index, found, matches, filters, dates) {
  const rarity = found.map((part) => 32 - Math.clz32(Math.floor(index.size / Math.max(1, part.size))));
  const facets = noCounts();
  const kept = [];
  for (const [key, parts] of matches) {
    const all = FACETS.map((facet) => values(index, key, parts, facet));
    const failing = FACETS.filter((facet, i) => !passes(all[i], facet, filters));
    if (!failing.length) kept.push(scored(index, key, parts, rarity, dates));
    if (failing.length > 1) continue;
    for (const facet of failing.length ? failing : FACETS) {
      for (const value of all[FACETS.indexOf(facet)]) facets[facet].set(value, (facets[facet].get(value) ?? 0) + 1);
    }
  }
  kept.sort((a, b) => (dates ? b.year - a.year || b.date - a.date || b.score - a.score : b.score - a.score || b.year - a.year) || (a.address < b.address ? -1 : 1));
  return { total: kept.length, hits: grouped(kept, !dates), facets };
}

function scored(index, key, parts, rarity, dates) {
  const position = Math.floor(key / ENTRY);
  const number = key % ENTRY;
  const segment = index.segments[position];
  let score = 0;
  let common = -1;
  parts.forEach((match, i) => {
    score += WEIGHTS[match.level] * rarity[i] + NEARER * match.nearness;
    common &= match.slots;
  });
  if (parts.length > 1 && common) score += 2 * parts.length;
  const year = segment.columns.year[number] || 9999;
  return { segment, number, parts, score, year, date: dates ? dates[position][number] : 0, address: segment.address(number), also: [] };
}

/** Other years of one agency that contain the words in the same places go under the first. */
function grouped(hits, alike) {
  if (!alike) return hits;
  const groups = new Map();
  for (const hit of hits) {
    const [agency] = hit.segment.groups[hit.segment.columns.group[hit.number]];
    const single = !agency || hit.year === 9999;
    const key = single ? hit.address + "\n" : [agency, ...hit.parts.map((match) => `${match.level}/${match.slots}/${match.nearness}`)].join(" ");
    const first = groups.get(key);
    if (first) first.also.push(hit);
    else groups.set(key, hit);
  }
  return [...groups.values()];
}
