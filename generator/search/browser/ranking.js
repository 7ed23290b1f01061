/* Order, filters and counts of what was found (engine.py). Common words stand in every report of a
   portal: what is done for each of them here must be next to nothing. */

const WEIGHTS = { [TITLE]: 8, [HEADING]: 4, [TEXT]: 2, [TABLE]: 1 };
const NEARER = 1000;
const FACETS = ["year", "agency", "kind", "area", "edition", "section", "corrected", "faulty"];
const OF_AGENCIES = ["agency", "kind", "area"];
const UNDATED = 9999;
const NONE = Object.freeze([]);

const noCounts = () => Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));

/** What a hit counts as under a filter. */
function values(segment, number, parts, facet) {
  if (facet === "section") return sectionsOf(segment, number, parts);
  const { ofGroup, ofRow } = valuesIn(segment);
  const { group, row } = segment.columns;
  return OF_AGENCIES.includes(facet) ? ofGroup[group[number]][facet] : ofRow[row[number]][facet];
}

/** What the agencies of a segment, and the rows that its entries share, count as. */
function valuesIn(segment) {
  if (segment.values) return segment.values;
  const { groups, columns, header } = segment;
  const some = (value) => (value ? [value] : NONE);
  const ofGroup = groups.map(([agency, , kind, area]) => ({ agency: some(agency), kind: some(kind), area: some(area) }));
  const ofRow = [];
  columns.row.forEach((row, number) => {
    ofRow[row] ??= {
      year: some(columns.year[number] && String(columns.year[number])),
      edition: some(header.labels[columns.edition[number]]),
      corrected: some(columns.flags[number] & 1 && "1"),
      faulty: some(columns.flags[number] & 2 && "1"),
    };
  });
  return (segment.values = { ofGroup, ofRow });
}

/** The sections that contain every word that is not in the title alone. */
function sectionsOf(segment, number, parts) {
  const layout = segment.columns.layout[number];
  const key = parts.length > 1 ? [layout, ...parts.map(({ slots }) => slots)].join(" ") : layout * 2 ** 30 + parts[0].slots;
  let found = segment.sections.get(key);
  if (!found) {
    const { sections, slots } = segment.layout(number);
    const placed = parts.map((match) => match.slots).filter(Boolean);
    const within = (section) => placed.every((bits) => slots.some(([name], slot) => name === section && (bits >> slot) & 1));
    found = placed.length ? sections.filter(within) : NONE;
    segment.sections.set(key, found);
  }
  return found;
}

/** How many hits there are of each agency, of each row, and in each combination of sections. */
class Tally {
  constructor(segments) {
    this.parts = new Map(segments.map((segment) => [segment, { groups: [], rows: [], sections: new Map() }]));
  }
  add(segment, number, sections) {
    const { groups, rows, sections: combined } = this.parts.get(segment);
    const group = segment.columns.group[number];
    const row = segment.columns.row[number];
    groups[group] = (groups[group] ?? 0) + 1;
    rows[row] = (rows[row] ?? 0) + 1;
    combined.set(sections, (combined.get(sections) ?? 0) + 1);
  }
  /** Add how many hits have each value of a facet. */
  countInto(counts, facet) {
    const add = (found, count) => {
      for (const value of found) counts.set(value, (counts.get(value) ?? 0) + count);
    };
    for (const [segment, { groups, rows, sections }] of this.parts) {
      const { ofGroup, ofRow } = valuesIn(segment);
      if (facet === "section") sections.forEach((count, found) => add(found, count));
      else if (OF_AGENCIES.includes(facet)) groups.forEach((count, group) => add(ofGroup[group][facet], count));
      else rows.forEach((count, row) => add(ofRow[row][facet], count));
    }
  }
}

/** The filters that are set, each with what a hit must count as. */
function limits(filters) {
  const { first, last } = filters;
  const chosen = FACETS.filter((facet) => filters[facet]).map((facet) => [facet, (found) => found.includes(filters[facet])]);
  const within = (year) => (first || 0) <= +year && +year <= (last || UNDATED);
  return first || last ? [["year", (found) => found.some(within)], ...chosen] : chosen;
}

/** Of all that matches, what passes the filters, in order; and for each value of a filter how many hits
    it would leave, the other filters kept. */
function ranked(index, found, matches, filters, dates) {
  const rarity = found.map((part) => 32 - Math.clz32(Math.floor(index.size / Math.max(1, part.size))));
  const set = limits(filters);
  const passing = new Tally(index.segments);
  const failing = new Map(set.map(([facet]) => [facet, new Tally(index.segments)]));
  const kept = [];
  for (const [key, parts] of matches) {
    const position = Math.floor(key / ENTRY);
    const number = key % ENTRY;
    const segment = index.segments[position];
    const failed = set.filter(([facet, passes]) => !passes(values(segment, number, parts, facet)));
    if (!failed.length) kept.push(new Hit(segment, number, parts, scoreOf(parts, rarity), dates?.[position][number]));
    const tally = failed.length ? failed.length === 1 && failing.get(failed[0][0]) : passing;
    if (tally) tally.add(segment, number, sectionsOf(segment, number, parts));
  }
  const facets = noCounts();
  for (const facet of FACETS) {
    passing.countInto(facets[facet], facet);
    failing.get(facet)?.countInto(facets[facet], facet);
  }
  const hits = sorted(kept, Boolean(dates));
  return { total: hits.length, hits: dates ? hits : grouped(hits), facets };
}

class Hit {
  constructor(segment, number, parts, score, date) {
    this.segment = segment;
    this.number = number;
    this.parts = parts;
    this.score = score;
    this.date = date;
    this.year = segment.columns.year[number] || UNDATED;
    this.also = NONE;
  }
  get address() {
    return this.segment.address(this.number);
  }
  get agency() {
    return this.segment.groups[this.segment.columns.group[this.number]][0];
  }
}

function scoreOf(parts, rarity) {
  let score = 0;
  let common = -1;
  parts.forEach((match, i) => {
    score += WEIGHTS[match.level] * rarity[i] + NEARER * match.nearness;
    common &= match.slots;
  });
  return parts.length > 1 && common ? score + 2 * parts.length : score;
}

const CROWD = 2000;
const byAddress = (a, b) => (a.address < b.address ? -1 : 1);
/** The same where there are so many that the segment's own order is worth knowing. */
const byRank = (a, b) => (a.segment === b.segment ? a.segment.ranks[a.number] - b.segment.ranks[b.number] : byAddress(a, b));

function sorted(hits, newestFirst) {
  const otherwise = hits.length > CROWD ? byRank : byAddress;
  const bestFirst = (a, b) => b.score - a.score || b.year - a.year || otherwise(a, b);
  return hits.sort(newestFirst ? (a, b) => b.year - a.year || b.date - a.date || bestFirst(a, b) : bestFirst);
}

const isAlike = (one, other) => one.level === other.level && one.slots === other.slots && one.nearness === other.nearness;

/** Other years of one agency that contain the words in the same places go under the first. */
function grouped(hits) {
  const firsts = new Map();
  return hits.filter((hit) => {
    const { agency } = hit;
    if (!agency || hit.year === UNDATED) return true;
    const own = firsts.get(agency);
    const first = own?.find(({ parts }) => parts.every((match, i) => isAlike(match, hit.parts[i])));
    if (first) first.also = [...first.also, hit];
    else if (own) own.push(hit);
    else firsts.set(agency, [hit]);
    return !first;
  });
}
