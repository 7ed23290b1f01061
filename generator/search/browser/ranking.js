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
function values(segment, number, slots, facet) {
  if (facet === "section") return sectionsOf(segment, number, slots);
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

/** The sections that contain every word that is not in the title alone; `slots` are those of each word. */
function sectionsOf(segment, number, slots) {
  const layout = segment.columns.layout[number];
  const key = slots.length > 1 ? [layout, ...slots].join(" ") : layout * 2 ** 30 + slots[0];
  let found = segment.sections.get(key);
  if (!found) {
    const { sections, slots: all } = segment.layout(number);
    const placed = slots.filter(Boolean);
    const within = (section) => placed.every((bits) => all.some(([name], slot) => name === section && (bits >> slot) & 1));
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

function passes(values, facet, filters) {
  if (facet === "year") {
    const { first, last } = filters;
    return (!first && !last) || values.some((year) => (first || 0) <= +year && +year <= (last || UNDATED));
  }
  return !filters[facet] || values.includes(filters[facet]);
}

/** The filters that are set, each with what it says of the values of a hit. */
function limits(filters) {
  const set = FACETS.filter((facet) => (facet === "year" ? filters.first || filters.last : filters[facet]));
  return set.map((facet) => [facet, (found) => passes(found, facet, filters)]);
}

/** Of the entries found, those that pass the filters, in order; and for each value of a filter how many
    hits it would leave, the other filters kept. */
function ranked(index, found, entries, filters, dates) {
  const rarity = found.map((part) => 32 - Math.clz32(Math.floor(index.size / Math.max(1, part.size))));
  const set = limits(filters);
  const passing = new Tally(index.segments);
  const failing = new Map(set.map(([facet]) => [facet, new Tally(index.segments)]));
  const hits = new Hits(index, found, !dates);
  entries.forEach((numbers, position) => {
    const segment = index.segments[position];
    const parts = found.map((matches) => matches.parts[position]);
    for (const number of numbers) {
      const slots = parts.map((part) => part.slots[number]);
      const failed = set.filter(([facet, passes]) => !passes(values(segment, number, slots, facet)));
      if (!failed.length) hits.add(position, number, scoreOf(parts, number, rarity), dates?.[position][number]);
      const tally = failed.length ? failed.length === 1 && failing.get(failed[0][0]) : passing;
      if (tally) tally.add(segment, number, sectionsOf(segment, number, slots));
    }
  });
  const facets = noCounts();
  for (const facet of FACETS) {
    passing.countInto(facets[facet], facet);
    failing.get(facet)?.countInto(facets[facet], facet);
  }
  return { total: hits.size, hits, facets };
}

function scoreOf(parts, number, rarity) {
  let score = 0;
  let common = -1;
  let words = 0;
  parts.forEach(({ levels, nearness, slots }, i) => {
    if (!levels[number]) return;
    words++;
    score += WEIGHTS[levels[number]] * rarity[i] + NEARER * nearness[number];
    common &= slots[number];
  });
  return words > 1 && common ? score + 2 * words : score;
}

/** Hits, best or newest first; each is made when it is asked for, as common words have as many as there
    are reports. `together`: other years of one agency that contain the words in the same places go under
    the first. */
class Hits {
  constructor(index, found, together) {
    Object.assign(this, { index, found, together, size: 0, alike: new Map() });
    this.kept = index.segments.map(({ size }) => new Uint8Array(size));
  }
  /** Those that differ in their address alone are one step in the order. */
  add(position, number, score, date) {
    const year = this.index.segments[position].columns.year[number] || UNDATED;
    const step = this.together ? score * 2 ** 14 + year : (year * 2 ** 20 + date) * 2 ** 15 + score;
    const entry = position * ENTRY + number;
    if (this.alike.has(step)) this.alike.get(step).push(entry);
    else this.alike.set(step, [entry]);
    this.kept[position][number] = 1;
    this.size++;
  }
  *[Symbol.iterator]() {
    const firsts = new Set();
    for (const hit of this.inOrder()) {
      if (this.together && !hit.isSingle) {
        const { places } = hit;
        if (firsts.has(places)) continue;
        firsts.add(places);
      }
      yield hit;
    }
  }
  *inOrder() {
    const { segments } = this.index;
    const steps = [...this.alike.keys()].sort((a, b) => b - a);
    for (const step of steps) {
      const score = this.together ? Math.floor(step / 2 ** 14) : step % 2 ** 15;
      const hits = this.alike.get(step).map((entry) => new Hit(this, segments, entry, score));
      yield* hits.sort(byAddress);
    }
  }
  /** The others that go under a hit, the newest first. */
  under(first) {
    if (!this.together || first.isSingle) return NONE;
    const others = this.index.segments.flatMap((segment, position) => {
      const kept = segment.membersOf(first.agency).filter((number) => this.kept[position][number]);
      return kept.map((number) => new Hit(this, this.index.segments, position * ENTRY + number, first.score));
    });
    const { places } = first;
    const alike = others.filter((hit) => hit.address !== first.address && !hit.isSingle && hit.places === places);
    return alike.sort((a, b) => b.year - a.year || byAddress(a, b));
  }
}

class Hit {
  constructor(hits, segments, entry, score) {
    this.hits = hits;
    this.position = Math.floor(entry / ENTRY);
    this.number = entry % ENTRY;
    this.segment = segments[this.position];
    this.score = score;
    this.year = this.segment.columns.year[this.number] || UNDATED;
  }
  get address() {
    return this.segment.address(this.number);
  }
  get agency() {
    return this.segment.groups[this.segment.columns.group[this.number]][0];
  }
  /** Whether there are no other years of it. */
  get isSingle() {
    return !this.agency || this.year === UNDATED;
  }
  get also() {
    return (this.others ??= this.hits.under(this));
  }
  /** Whether a word stands below the title; whether in a text or a table. */
  get isPlaced() {
    return this.hits.found.some(({ parts }) => parts[this.position].slots[this.number]);
  }
  get isQuoted() {
    return this.hits.found.some(({ parts }) => parts[this.position].quoted[this.number]);
  }
  /** The agency and the places of each word in it: the same for hits that go under one. */
  get places() {
    const placesIn = ({ levels, slots, nearness }) => [levels, slots, nearness].map((each) => each[this.number]);
    return [this.agency, ...this.hits.found.map(({ parts }) => placesIn(parts[this.position]))].join(" ");
  }
}

/** Entries are nearly in this order anyway, which makes sorting them cheap. */
const byAddress = (a, b) => (a.address < b.address ? -1 : 1);
