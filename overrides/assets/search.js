/* Search in the browser. The files it reads are described in docs/search-format.md; what it answers
   is the same as generator/search/engine.py answers, which the tests compare. */
(() => {
  "use strict";

  /* --- folding: what counts as the same character ------------------------------------------- */

  const WIDE = "\\u2018\\u2019\\u201c\\u201d\\u2014\\u2026\\u00b7\\u2e80-\\uffff";
  let SPACES, MANY;
  const traditional = new Map();
  const folded = new Map();

  function foldCharacter(character) {
    let out = folded.get(character);
    if (out !== undefined) return out;
    out = "";
    if ("\n\u2028\u2029".includes(character)) out = "\n";
    else {
      for (const part of [...character.normalize("NFKC")].map((c) => c.toLowerCase()).join("")) {
        if (/[\p{Zs}\t\v\f]/u.test(part)) out += " ";
        else if (!/[\p{Cc}\p{Cf}\ufe00-\ufe0f]/u.test(part)) out += traditional.get(part) ?? part;
      }
    }
    folded.set(character, out);
    return out;
  }

  function fold(text) {
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
  /** Whether `text` has a character that only the table of Traditional characters can judge. */
  function unusual(text, odd = "") {
    if (!common) {
      const bytes = [];
      for (let high = 0xb0; high <= 0xf7; high++)
        for (let low = 0xa1; low <= 0xfe; low++) bytes.push(high, low);
      common = new Set(new TextDecoder("gb2312").decode(new Uint8Array(bytes)));
    }
    return [...text].some((c) => /\p{Script=Han}/u.test(c) && (!common.has(c) || odd.includes(c)));
  }

  /* --- reading the files -------------------------------------------------------------------- */

  const UTF8 = new TextDecoder();

  async function unpacked(response) {
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    const stream = response.body.pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  const accumulated = (steps) => {
    let sum = 0;
    return steps.map((step) => (sum += step));
  };

  /** How many of the sorted `values` are not greater than `value`. */
  function rank(values, value) {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function gramHash(gram) {
    let crc = -1;
    for (const byte of new TextEncoder().encode(gram)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
  }

  class Bytes {
    constructor(content) {
      this.content = content;
      this.at = 0;
    }
    number() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = this.content[this.at++];
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    }
    take(length) {
      this.at += length;
      return this.content.subarray(this.at - length, this.at);
    }
  }

  const PLACE = 2 ** 24;
  const TABLE = 1, TEXT = 2, HEADING = 3, TITLE = 4;
  const REPORT = 0, AGENCY = 1;
  const LONGEST = 4;

  class Segment {
    constructor(index, name, dead, header) {
      Object.assign(this, { index, name, dead: new Set(dead), header, shards: new Map() });
      const c = (this.columns = {});
      for (const key in header.columns) c[key] = accumulated(header.columns[key]);
      this.size = c.type.length;
      this.frequent = new Set(header.frequent.split("\n"));
      this.layouts = header.layouts.map(layoutOf);
      this.agencies = new Map(header.agencies.map(([number, ...rest]) => [number, rest]));
      this.firstUnits = [0, ...accumulated(c.layout.map((l) => this.layouts[l].slots.length))];
      this.firstOfPack = [0, ...accumulated(header.packs)];
      this.names = [];
      this.addresses = [];
    }
    read(path) {
      return this.index.read(`${this.name}/${path}`);
    }
    filled(pattern, number) {
      const [agency, name] = this.header.groups[this.columns.group[number]];
      const year = this.columns.year[number];
      return pattern.replace(/[\x01-\x03]/g, (mark) => (mark === "\x01" ? agency : mark === "\x02" ? year : name));
    }
    title(number) {
      return this.filled(this.header.titles[this.columns.title[number]], number);
    }
    address(number) {
      const pattern = this.header.addresses[this.columns.address[number]];
      return (this.addresses[number] ??= this.filled(pattern, number));
    }
    layout(number) {
      return this.layouts[this.columns.layout[number]];
    }
    agency(number) {
      return this.agencies.get(number) ?? [[], [], []];
    }
    /** The folded title and names of an entry, on lines of their own. */
    titles(number) {
      if (this.names[number] === undefined) {
        const [, name] = this.header.groups[this.columns.group[number]];
        const [former, aliases] = this.agency(number);
        this.names[number] = fold([this.title(number), name, ...former, ...aliases].join("\n"));
      }
      return this.names[number];
    }
    entryOf(unit) {
      const number = rank(this.firstUnits, unit) - 1;
      return [number, unit - this.firstUnits[number]];
    }
    async shard(number) {
      const source = new Bytes(await this.read(`${(number >> 8).toString(16)}/${(number & 255).toString(16)}.bin`));
      const lengths = [];
      for (let left = source.number(); left > 0; left--) {
        const gram = UTF8.decode(source.take(source.number()));
        lengths.push([gram, source.number()]);
      }
      return new Map(lengths.map(([gram, length]) => [gram, source.take(length)]));
    }
    /** The record of a gram; empty when it has a file of its own, undefined when it stands nowhere. */
    async lookup(gram) {
      const number = gramHash(gram) % this.header.shards;
      if (!this.shards.has(number)) this.shards.set(number, this.shard(number));
      return (await this.shards.get(number)).get(gram);
    }
    large(gram) {
      const bytes = [...new TextEncoder().encode(gram)];
      return this.read(`g/${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}.bin`);
    }
    async texts(number) {
      const pack = rank(this.firstOfPack, number) - 1;
      const content = await this.read(`t${(pack >> 8).toString(16)}/${(pack & 255).toString(16)}.bin`);
      const [published, ...texts] = JSON.parse(UTF8.decode(content))[number - this.firstOfPack[pack]];
      return { published, texts };
    }
    async dates() {
      return accumulated(JSON.parse(UTF8.decode(await this.read("dates.bin"))));
    }
  }

  function layoutOf(pieces) {
    const slots = [];
    const numbers = new Map();
    for (const [section, level] of pieces) {
      const key = `${level}${section}`;
      if (!numbers.has(key) && slots.length < 30) {
        numbers.set(key, slots.length);
        slots.push([section, level]);
      }
    }
    const slotOf = pieces.map(([section, level]) => numbers.get(`${level}${section}`) ?? slots.length - 1);
    const sections = [...new Set(slots.map(([section]) => section).filter(Boolean))];
    return { pieces, slots, slotOf, sections, headings: pieces.map((piece) => fold(piece[3])) };
  }

  class Index {
    constructor(base) {
      this.base = base;
      this.files = new Map();
    }
    read(path) {
      if (!this.files.has(path)) {
        const file = fetch(new URL(path, this.base)).then(unpacked);
        file.catch(() => this.files.delete(path));
        this.files.set(path, file);
      }
      return this.files.get(path);
    }
    async json(path) {
      return JSON.parse(UTF8.decode(await this.read(path)));
    }
    async open() {
      SPACES ??= new RegExp(`(?<=[${WIDE}\n]) +| +(?=[${WIDE}\n])|^ +| +$`, "g");
      MANY ??= / {2,}/g;
      const root = await fetch(new URL("root.bin", this.base), { cache: "no-cache" }).then(unpacked);
      this.root = JSON.parse(UTF8.decode(root));
      const headers = await Promise.all(this.root.segments.map(({ name }) => this.json(`${name}/header.bin`)));
      if (headers.some((header) => header.traditional)) await this.characters();
      this.segments = headers.map((header, i) => new Segment(this, this.root.segments[i].name, this.root.segments[i].dead, header));
      this.size = this.segments.reduce((sum, segment) => sum + segment.size - segment.dead.size, 0);
      return this;
    }
    /** Load the table of Traditional characters if `text` needs it. */
    async prepare(text) {
      if (!traditional.size && unusual(text, this.root.odd)) await this.characters();
    }
    async characters() {
      const [from, to] = await this.json(this.root.characters);
      [...from].forEach((character, i) => traditional.set(character, to[i]));
      folded.clear();
    }
  }

  /* --- phrases → entries -------------------------------------------------------------------- */

  const MOST_WORDS = 8;

  function parse(text) {
    const words = new Set();
    const excluded = new Set();
    for (const match of text.slice(0, 200).matchAll(/-?(?:"([^"]+)"|“([^”]+)”|＂([^＂]+)＂)(?!\S)|\S+/g)) {
      const minus = match[0].startsWith("-") && match[0].length > 1;
      const word = fold(match[1] ?? match[2] ?? match[3] ?? (minus ? match[0].slice(1) : match[0]));
      if (word) (minus ? excluded : words).add(word);
    }
    return { words: [...words].slice(0, MOST_WORDS), excluded: [...excluded].slice(0, MOST_WORDS) };
  }

  /** Where the shortest gram with known places begins, or ends, at each character. */
  function spans(phrase, frequent) {
    const found = new Map();
    const add = (start, end) => {
      const gram = phrase.slice(start, end).join("");
      if (!frequent.has(gram)) found.set(`${start} ${end}`, { start, end, gram });
    };
    for (let start = 0; start < phrase.length - 1; start++) {
      let end = start + 2;
      while (end < phrase.length && frequent.has(phrase.slice(start, end).join(""))) end++;
      add(start, end);
    }
    for (let end = 2; end <= phrase.length; end++) {
      let start = end - 2;
      while (start > 0 && frequent.has(phrase.slice(start, end).join(""))) start--;
      add(start, end);
    }
    return [...found.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  }

  function cover(phrase, frequent) {
    const whole = phrase.join("");
    const size = phrase.length;
    const below = (from, to) => frequent.has(phrase.slice(from, to).join(""));
    if (size === 2 || (size <= LONGEST && (below(0, -1) || below(1, size)))) {
      return [{ start: 0, end: size, gram: whole }];
    }
    const found = spans(phrase, frequent);
    const chosen = [];
    for (let done = 0; done < size; ) {
      let best = null;
      for (const span of found) if (span.start <= done && (!best || span.end > best.end)) best = span;
      chosen.push(best);
      done = best.end;
    }
    return chosen;
  }

  /** The slots in a record of a frequent gram, or the places in that of another, in order. */
  function decoded(segment, record, placed) {
    const source = new Bytes(record);
    const found = [];
    while (source.at < record.length) {
      let unit = segment.header.batches[source.number()];
      const count = source.number();
      const units = [];
      for (let i = 0; i < count; i++) units.push((unit += source.number()));
      if (!placed) found.push(...units);
      else {
        let last = -1;
        let place = 0;
        for (const slot of units) {
          place = slot === last ? place + source.number() : source.number();
          last = slot;
          found.push(slot * PLACE + place);
        }
      }
    }
    return found;
  }

  /** The slot of a place; what would begin before the slot does belongs to it all the same. */
  const unitOf = (key) => Math.floor((key + 256) / PLACE);

  function intersect(left, right, shift) {
    const found = [];
    let at = 0;
    for (const key of left) {
      while (at < right.length && right[at] - shift < key) at++;
      if (right[at] - shift === key) found.push(key);
    }
    return found;
  }

  const AT_ONCE = 3;
  const FEW = 5;

  /** The slots whose text contains a phrase. Long lists are not loaded when few entries are left:
      their texts, which are shown anyway, decide. */
  async function phraseUnits(segment, word) {
    const phrase = [...word];
    const parts = cover(phrase, segment.frequent);
    if (segment.frequent.has(parts[0].gram)) {
      const record = await segment.lookup(word);
      if (!record) return [];
      return decoded(segment, record.length ? record : await segment.large(word), false);
    }
    let starts = null;
    const narrow = (part, record) => {
      const keys = decoded(segment, record, true);
      starts = starts ? intersect(starts, keys, part.start) : keys.map((key) => key - part.start);
    };
    const units = () => [...new Set(starts.map(unitOf))];
    const few = () => starts && new Set(units().map((unit) => segment.entryOf(unit)[0])).size <= FEW;
    const large = [];
    // The ends of a phrase narrow more than its neighbours do.
    const order = parts.length > 2 ? [parts[0], parts.at(-1), ...parts.slice(1, -1)] : parts;
    for (let at = 0; at < order.length; at += AT_ONCE) {
      const some = order.slice(at, at + AT_ONCE);
      const records = await Promise.all(some.map((part) => segment.lookup(part.gram)));
      if (records.includes(undefined)) return [];
      some.forEach((part, i) => (records[i].length ? narrow(part, records[i]) : large.push(part)));
      if (starts && !starts.length) return [];
      if (few() && (at + AT_ONCE < order.length || large.length)) return containing(segment, units(), word);
    }
    const records = await Promise.all(large.map((part) => segment.large(part.gram)));
    large.forEach((part, i) => narrow(part, records[i]));
    return units();
  }

  async function containing(segment, units, word) {
    const verdicts = units.map(async (unit) => {
      const [number, slot] = segment.entryOf(unit);
      const { slotOf } = segment.layout(number);
      const { texts } = await segment.texts(number);
      return texts.some((text, i) => slotOf[i] === slot && fold(text).includes(word));
    });
    const kept = await Promise.all(verdicts);
    return units.filter((_, i) => kept[i]);
  }

  /** A match says where an entry contains a word: the highest level, the slots as bits, and for a
      word that is only similar how much agrees. Entries are keyed by segment and number. */
  const ENTRY = 2 ** 24;

  async function find(index, word) {
    const found = new Map();
    const add = (base, segment, number, level, slot) => {
      if (segment.dead.has(number)) return;
      const match = found.get(base + number);
      const bit = slot < 0 ? 0 : 1 << slot;
      if (!match) found.set(base + number, { level, slots: bit, nearness: 0 });
      else {
        match.level = Math.max(match.level, level);
        match.slots |= bit;
      }
    };
    await Promise.all(
      index.segments.map(async (segment, position) => {
        const base = position * ENTRY;
        const single = [...word].length < 2;
        const units = single ? [] : await phraseUnits(segment, word);
        for (const unit of units) {
          const [number, slot] = segment.entryOf(unit);
          add(base, segment, number, segment.layout(number).slots[slot][1], slot);
        }
        const headings = segment.layouts.map(({ pieces, headings, slotOf }) =>
          headings.flatMap((heading, i) => {
            const level = pieces[i][1] === TABLE ? TABLE : HEADING;
            return heading.includes(word) && !(single && level === TABLE) ? [[level, slotOf[i]]] : [];
          }),
        );
        for (let number = 0; number < segment.size; number++) {
          if (segment.titles(number).includes(word)) add(base, segment, number, TITLE, -1);
          for (const [level, slot] of headings[segment.columns.layout[number]]) add(base, segment, number, level, slot);
        }
      }),
    );
    return found;
  }

  /** The entries whose text comes closest to a word: at least half of it agrees, in order. */
  async function closeMatches(index, word) {
    const found = new Map();
    const phrase = [...word];
    if (phrase.length < 4) return found;
    let best = 0;
    for (const [position, segment] of index.segments.entries()) {
      const places = new Map();
      let total = 0;
      const parts = spans(phrase, segment.frequent);
      const records = await Promise.all(
        parts.map(async ({ gram }) => {
          const record = await segment.lookup(gram);
          return record && !record.length ? segment.large(gram) : record;
        }),
      );
      parts.forEach(({ start, end }, i) => {
        total += end - start - 1;
        for (const key of records[i] ? decoded(segment, records[i], true) : []) {
          places.set(key - start, (places.get(key - start) ?? 0) + end - start - 1);
        }
      });
      for (const [key, own] of places) {
        const votes = own + Math.max(places.get(key - 1) ?? 0, places.get(key + 1) ?? 0);
        if (2 * votes < total || votes < best) continue;
        const [number, slot] = segment.entryOf(unitOf(key));
        if (segment.dead.has(number)) continue;
        if (votes > best) found.clear();
        best = votes;
        const old = found.get(position * ENTRY + number);
        if (!old || slot < Math.log2(old.slots)) {
          const level = segment.layout(number).slots[slot][1];
          found.set(position * ENTRY + number, { level, slots: 1 << slot, nearness: votes });
        }
      }
    }
    return found;
  }

  /* --- order, filters, counts --------------------------------------------------------------- */

  const WEIGHTS = { [TITLE]: 8, [HEADING]: 4, [TEXT]: 2, [TABLE]: 1 };
  const FACETS = ["year", "agency", "kind", "area", "edition", "section", "corrected", "faulty"];

  function allOf(found) {
    const matches = new Map();
    for (const [key, match] of found[0]) {
      const parts = [match, ...found.slice(1).map((other) => other.get(key))];
      if (!parts.includes(undefined)) matches.set(key, parts);
    }
    return matches;
  }

  async function kindly(index, words, found) {
    const close = await Promise.all(found.map((matches, i) => (matches.size ? matches : closeMatches(index, words[i]))));
    const together = allOf(close);
    if (together.size) return { kind: "close", found: close, matches: together };
    const some = new Map();
    for (const matches of close) {
      for (const [key, match] of matches) some.set(key, [...(some.get(key) ?? []), match]);
    }
    const most = Math.max(0, ...new Set([...some.values()].map((parts) => parts.length)));
    const matches = new Map([...some].filter(([, parts]) => parts.length === most));
    return { kind: "some", found: close, matches };
  }

  /** What a hit counts as under a filter. */
  function values(index, key, parts, facet) {
    const segment = index.segments[Math.floor(key / ENTRY)];
    const number = key % ENTRY;
    const { columns, header } = segment;
    const [agency, , kind, area] = header.groups[columns.group[number]];
    if (facet === "year") return columns.year[number] ? [String(columns.year[number])] : [];
    if (facet === "corrected") return columns.flags[number] & 1 ? ["1"] : [];
    if (facet === "faulty") return columns.flags[number] & 2 ? ["1"] : [];
    if (facet === "section") return sectionsOf(segment.layout(number), parts);
    const value = { agency, kind: header.labels[kind], area: header.labels[area], edition: header.labels[columns.edition[number]] }[facet];
    return value ? [value] : [];
  }

  /** The sections that contain every word that is not in the title alone. */
  function sectionsOf(layout, parts) {
    const placed = parts.filter((match) => match.slots);
    if (!placed.length) return [];
    return layout.sections.filter((section) =>
      placed.every((match) => layout.slots.some(([name], slot) => name === section && (match.slots >> slot) & 1)),
    );
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
    const { words, excluded } = parse(text);
    if (!words.length) return { kind: "", total: 0, hits: [], facets: {}, words };
    let found = await Promise.all(words.map((word) => find(index, word)));
    let kind = "exact";
    let matches = allOf(found);
    if (!matches.size) ({ kind, found, matches } = await kindly(index, words, found));
    for (const word of excluded) {
      for (const key of (await find(index, word)).keys()) matches.delete(key);
    }
    const dates = order === "date" ? await Promise.all(index.segments.map((segment) => segment.dates())) : null;
    return { kind, words, ...ranked(index, found, matches, filters, dates) };
  }

  function ranked(index, found, matches, filters, dates) {
    const rarity = found.map((part) => 32 - Math.clz32(Math.floor(index.size / Math.max(1, part.size))));
    const facets = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
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
      score += WEIGHTS[match.level] * rarity[i] + match.nearness;
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
      const [agency] = hit.segment.header.groups[hit.segment.columns.group[hit.number]];
      const single = !agency || hit.year === 9999;
      const key = single ? hit.address + "\n" : [agency, ...hit.parts.map((match) => `${match.level}/${match.slots}`)].join(" ");
      const first = groups.get(key);
      if (first) first.also.push(hit);
      else groups.set(key, hit);
    }
    return [...groups.values()];
  }

  /* --- agencies by what people call them ---------------------------------------------------- */

  const YEAR = /(?<!\d)((?:19|20|21)\d\d)(?:年度|年)?(?!\d)/g;
  const CLOSE = 20;

  async function nameAgencies(index, text) {
    await index.prepare(text);
    const plain = fold(text);
    const years = [...plain.matchAll(YEAR)].map((match) => +match[1]);
    const words = plain.replaceAll('"', " ").replace(YEAR, " ").split(/\s+/).filter(Boolean);
    if (!words.length) return { years, agencies: [] };
    const found = [];
    for (const agency of agenciesOf(index)) {
      const score = fits(words, agency.names);
      if (score) found.push({ ...agency, score, close: score <= CLOSE * words.length });
    }
    found.sort((a, b) => b.score - a.score || a.name.length - b.name.length || (a.address < b.address ? -1 : 1));
    const best = found.filter((agency) => !agency.close);
    return { years, agencies: (best.length ? best : found).slice(0, 8) };
  }

  function agenciesOf(index) {
    if (index.agencies) return index.agencies;
    const reports = new Map();
    const agencies = [];
    for (const segment of index.segments) {
      for (let number = 0; number < segment.size; number++) {
        if (segment.dead.has(number)) continue;
        const [id, name] = segment.header.groups[segment.columns.group[number]];
        const address = segment.address(number);
        if (segment.columns.type[number] === AGENCY) {
          const [former, aliases, spelled] = segment.agency(number);
          const names = [name, ...former, ...aliases].map((text, i) => [fold(text), (spelled[i] ?? "").split(" ").filter(Boolean)]);
          agencies.push({ id, name, address, names, former });
        } else if (segment.columns.type[number] === REPORT && segment.columns.year[number]) {
          if (!reports.has(id)) reports.set(id, []);
          reports.get(id).push([segment.columns.year[number], address]);
        }
      }
    }
    for (const agency of agencies) agency.reports = (reports.get(agency.id) ?? []).sort((a, b) => b[0] - a[0]);
    return (index.agencies = agencies);
  }

  function fits(words, names) {
    let total = 0;
    for (const word of words) {
      const best = Math.max(...names.map(([name, spelled], i) => Math.max(fit(word, name, spelled) - (i ? 5 : 0), 0)));
      if (!best) return 0;
      total += best;
    }
    return total;
  }

  function fit(word, name, spelled) {
    if (word === name) return 100;
    const at = name.indexOf(word);
    if (at >= 0) return at ? 70 : 80;
    if (/^[a-z']+$/.test(word)) {
      const letters = word.replaceAll("'", "");
      return word.length > 1 && spelled.some((_, start) => spells(letters, spelled, start)) ? 60 : 0;
    }
    return shortForm(word, name) || resembles([...word], [...name]);
  }

  function spells(letters, spelled, at) {
    if (!letters) return true;
    if (at === spelled.length) return false;
    const syllable = spelled[at];
    if (syllable.startsWith(letters)) return true;
    if (letters.startsWith(syllable) && spells(letters.slice(syllable.length), spelled, at + 1)) return true;
    return letters[0] === syllable[0] && spells(letters.slice(1), spelled, at + 1);
  }

  function shortForm(word, name) {
    const characters = [...word].reverse();
    let at = name.length;
    let gaps = 0;
    for (const character of characters) {
      const next = at > 0 ? name.lastIndexOf(character, at - 1) : -1;
      if (next < 0) return 0;
      if (next !== at - 1) gaps++;
      at = next;
    }
    return characters.length > 1 && gaps <= 3 ? Math.max(50 - 2 * gaps, CLOSE + 1) : 0;
  }

  function resembles(word, name) {
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    if (!most) return 0;
    const row = new Array(name.length + 1).fill(0);
    word.forEach((character, count) => {
      let last = row[0];
      row[0] = count + 1;
      name.forEach((other, i) => {
        const here = Math.min(row[i + 1] + 1, row[i] + 1, last + (character !== other));
        last = row[i + 1];
        row[i + 1] = here;
      });
    });
    const differences = Math.min(...row);
    return differences <= most ? CLOSE - 5 * differences : 0;
  }

  window.gongkaiSearch = { Index, search, nameAgencies, fold };
})();
