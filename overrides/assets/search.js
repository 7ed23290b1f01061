/* Search in the browser. The files it reads are described in docs/search-format.md; what it answers
   is the same as generator/search/engine.py answers, which the tests compare. */
(() => {
  "use strict";

  /* --- folding: what counts as the same character ------------------------------------------- */

  const WIDE = "\\u2018\\u2019\\u201c\\u201d\\u2014\\u2026\\u00b7\\u2e80-\\uffff";
  let SPACES, MANY;
  /** Made late: a browser too old for these expressions is too old for the search, and for it alone. */
  function prepareSpaces() {
    SPACES ??= new RegExp(`(?<=[${WIDE}\n]) +| +(?=[${WIDE}\n])|^ +| +$`, "g");
    MANY ??= / {2,}/g;
  }
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

  /** Text that folding leaves as it is, as long as the table of Traditional characters is not needed. */
  const PLAIN = /^[\u4e00-\u9fa5]*$/;

  function fold(text) {
    if (!traditional.size && PLAIN.test(text)) return text;
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
  /** The Chinese characters of GB2312, in its order. */
  function commonCharacters() {
    if (!common) {
      const bytes = [];
      for (let high = 0xb0; high <= 0xf7; high++)
        for (let low = 0xa1; low <= 0xfe; low++) bytes.push(high, low);
      common = new Set(new TextDecoder("gb2312").decode(new Uint8Array(bytes)).match(/\p{Script=Han}/gu));
    }
    return common;
  }

  /** Whether `text` has a character that only the table of Traditional characters can judge. */
  function unusual(text, odd = "") {
    return [...text].some((c) => /\p{Script=Han}/u.test(c) && (!commonCharacters().has(c) || odd.includes(c)));
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

  /** CRC-32 of the gram's code units, the lower byte of each first. */
  function gramHash(gram) {
    let crc = -1;
    for (let i = 0; i < 2 * gram.length; i++) {
      crc ^= (gram.charCodeAt(i >> 1) >> (8 * (i & 1))) & 255;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
  }

  /** Some of the numbers that stand in planes of `count` bytes: the lowest byte of each, the next… */
  function unplaned(content, count, start = 0, end = count) {
    const values = new Array(end - start).fill(0);
    for (let at = 0, scale = 1; at < content.length; at += count, scale *= 256) {
      for (let i = start; i < end; i++) values[i - start] += content[at + i] * scale;
    }
    return values;
  }

  /** Values cut into parts of these lengths. */
  function pieces(values, lengths) {
    let at = 0;
    return lengths.map((length) => values.slice(at, (at += length)));
  }

  const letters = (units) => String.fromCharCode(...units);

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
    take(length = this.content.length - this.at) {
      this.at += length;
      return this.content.subarray(this.at - length, this.at);
    }
  }

  const TABLE = 1, TEXT = 2, HEADING = 3, TITLE = 4;
  const REPORT = 0, AGENCY = 1;
  const LONGEST = 12;
  const STOP = "。";

  const patterns = new Map();
  function patternParts(pattern) {
    if (!patterns.has(pattern)) patterns.set(pattern, pattern.split(/([\x01-\x03])/));
    return patterns.get(pattern);
  }

  const withArea = (pattern, area) => pattern.replace("\x04", () => area).replace("\x05", () => [...area].slice(0, -1).join(""));

  const COLUMNS = ["type", "year", "title", "address", "layout", "edition", "flags"];

  /** The properties of entries, each as one number an entry. */
  function columnsOf({ columns: { group, rows, row } }) {
    const numbers = accumulated(row);
    const columns = { group: accumulated(group) };
    COLUMNS.forEach((name, i) => {
      const values = accumulated(rows[i] ?? []);
      columns[name] = numbers.map((number) => values[number]);
    });
    return columns;
  }

  /** Id and name of an agency, labels of its kind and its area, from the columns of a header. */
  function groupsOf({ labels, groups: { heads, tails, names, bureaus, places, rows } }) {
    return rows[0].map((bureau, i) => {
      const [tail, name, kind] = bureaus[bureau];
      const [head, area] = places[rows[1][i]];
      return [heads[head] + tails[tail], withArea(names[name], labels[area]), labels[kind], labels[area]];
    });
  }

  /** Former names, aliases and spellings (0: as usual) of each agency's entry. */
  function agenciesIn({ agencies: { entries, aliases, called, former, spelled } }, areaOf) {
    const own = (number, i) => aliases[i].map((alias) => withArea(called[alias], areaOf(number)));
    return new Map(accumulated(entries).map((number, i) => [number, [former[number] ?? [], own(number, i), spelled[number] ?? 0]]));
  }

  class Segment {
    constructor(index, name, dead, header) {
      Object.assign(this, { index, name, dead: new Set(dead), header, shards: new Map(), loaded: new Map() });
      const c = (this.columns = columnsOf(header));
      this.size = c.type.length;
      this.frequent = new Set(header.frequent.split("\n"));
      this.layouts = header.layouts.map(layoutOf);
      this.groups = groupsOf(header);
      this.agencies = agenciesIn(header, (number) => this.groups[c.group[number]][3]);
      this.place = 2 ** header.width;
      this.long = new Map();
      const sizes = c.layout.map((layout) => this.layouts[layout].slots.length);
      const [numbers, slots, more] = header.long;
      accumulated(numbers).forEach((number, i) => {
        sizes[number] += more[i];
        this.long.set(number, [...(this.long.get(number) ?? []), [slots[i], more[i]]]);
      });
      this.firstSlots = [0, ...accumulated(sizes)];
      this.firstOfPack = [0, ...accumulated(header.packs)];
      this.names = [];
      this.plainNames = [];
      this.plainTitles = [];
      this.sections = new Map();
      this.addresses = [];
    }
    read(path) {
      return this.index.read(`${this.name}/${path}`);
    }
    /** A pattern of the header with the agency, the year and the name put in. */
    filled(pattern, number, name) {
      const [agency, written] = this.groups[this.columns.group[number]];
      let out = "";
      for (const part of patternParts(pattern)) {
        out += part === "\x01" ? agency : part === "\x02" ? this.columns.year[number] : part === "\x03" ? (name ?? written) : part;
      }
      return out;
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
    /** The folded title and names of an entry, on lines of their own. Where there are no spaces, what
        a title is put together from is folded once for all titles. */
    titles(number) {
      if (this.names[number] !== undefined) return this.names[number];
      const { type, group, title, year } = this.columns;
      const [, name] = this.groups[group[number]];
      if (type[number] === REPORT) {
        const plain = (this.plainNames[group[number]] ??= /\s/.test(name) ? "" : fold(name));
        const parts = (this.plainTitles[title[number]] ??= this.plainParts(title[number]));
        if (plain && parts.length) {
          let out = "";
          for (const part of parts) out += part === "\x02" ? year[number] : part === "\x03" ? plain : part;
          return (this.names[number] = `${out}\n${plain}`);
        }
      }
      const [former, aliases] = this.agency(number);
      return (this.names[number] = [this.title(number), name, ...former, ...aliases].map(fold).join("\n"));
    }
    /** The parts of a pattern of titles, folded; none where they cannot be folded one by one. */
    plainParts(title) {
      const pattern = this.header.titles[title];
      if (/[\s\x01]/.test(pattern)) return [];
      return patternParts(pattern).map((part) => (/[\x02\x03]/.test(part) ? part : fold(part)));
    }
    /** The entry that a slot belongs to, and its number among the entry's slots. */
    entryOf(slot) {
      const number = rank(this.firstSlots, slot) - 1;
      let own = slot - this.firstSlots[number];
      for (const [long, more] of this.long.get(number) ?? []) if (own > long) own -= Math.min(more, own - long);
      return [number, own];
    }
    slotOf(code) {
      return Math.floor(code / this.place);
    }
    async readShard(number) {
      const source = new Bytes(await this.read(`${(number >> 8).toString(16)}/${(number & 255).toString(16)}.bin`));
      source.number();
      const lengths = [];
      for (let left = source.number(); left > 0; left--) {
        const length = source.number();
        for (let count = source.number(); count > 0; count--) lengths.push(length);
      }
      const pairs = source.number();
      const halves = (count) => unplaned(source.take(2 * count), count);
      const sum = (values) => values.reduce((one, other) => one + other, 0);
      const named = pieces(halves(sum(lengths)), lengths).map(letters);
      const counts = halves(lengths.length);
      const ends = pieces(halves(2 * pairs), new Array(pairs).fill(2)).map(letters);
      const between = halves(pairs);
      const middles = pieces(halves(sum(between)), between).map(letters);
      const lasts = accumulated(counts);
      return {
        grams: new Map(named.map((gram, i) => [gram, [lasts[i] - counts[i], lasts[i]]])),
        middles: new Map(ends.map((pair, i) => [pair, middles[i]])),
        total: lasts.at(-1) ?? 0,
        planes: source.take(),
      };
    }
    shardOf(gram) {
      return gramHash(gram) % this.header.shards;
    }
    /** The shard that holds a gram, or what stands between two characters. */
    shard(gram) {
      const number = this.shardOf(gram);
      if (!this.shards.has(number)) {
        const reading = this.readShard(number);
        this.shards.set(number, reading);
        reading.then((shard) => this.loaded.set(number, shard), () => this.shards.delete(number));
      }
      return this.shards.get(number);
    }
    isLoaded(gram) {
      return this.shards.has(this.shardOf(gram));
    }
    /** Whether what is loaded says that a text stands nowhere. */
    isAbsent(text) {
      for (let at = 0; at + 1 < text.length; at++) {
        const two = text.slice(at, at + 2);
        if (this.loaded.get(this.shardOf(two))?.grams.has(two) === false) return true;
        const three = text.slice(at, at + 3);
        if (three.length < 3 || three.includes(STOP)) continue;
        const pair = three[0] + three[2];
        const shard = this.loaded.get(this.shardOf(pair));
        if (shard && !shard.middles.get(pair)?.includes(three[1])) return true;
      }
      return false;
    }
    /** The list of a gram; null when it has files of its own, undefined when it stands nowhere. */
    async lookup(gram) {
      const { grams, total, planes } = await this.shard(gram);
      if (!grams.has(gram)) return undefined;
      const [start, end] = grams.get(gram);
      return start === end ? null : accumulated(unplaned(planes, total, start, end));
    }
    /** What stands between two characters anywhere. */
    async middles(pair) {
      return (await this.shard(pair)).middles.get(pair) ?? "";
    }
    /** The list of a gram that has files of its own: `g`, the slots alone, or `p`, all codes. */
    async large(folder, gram) {
      let name = "";
      for (let i = 0; i < gram.length; i++) {
        const unit = gram.charCodeAt(i);
        name += [unit & 255, unit >> 8].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      }
      const source = new Bytes(await this.read(`${folder}/${name}.bin`));
      const size = source.number();
      const planes = source.take();
      return accumulated(unplaned(planes, planes.length / size));
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
      prepareSpaces();
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
    const more = Math.max(words.size, excluded.size) > MOST_WORDS;
    return { words: [...words].slice(0, MOST_WORDS), excluded: [...excluded].slice(0, MOST_WORDS), more };
  }

  /** Where the shortest gram with known places begins, or ends, at each character. */
  function spans(phrase, frequent) {
    const found = new Map();
    const add = (start, end) => {
      const gram = phrase.slice(start, end);
      if (!frequent.has(gram)) found.set(`${start} ${end}`, { start, end, gram });
    };
    for (let start = 0; start < phrase.length - 1; start++) {
      let end = start + 2;
      while (end < phrase.length && frequent.has(phrase.slice(start, end))) end++;
      add(start, end);
    }
    for (let end = 2; end <= phrase.length; end++) {
      let start = end - 2;
      while (start > 0 && frequent.has(phrase.slice(start, end))) start--;
      add(start, end);
    }
    return [...found.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** The fewest grams that leave no character of a phrase out, and of those that are not `loaded`
      as few as can be. */
  function cover(phrase, frequent, loaded) {
    const size = phrase.length;
    const below = (from, to) => frequent.has(phrase.slice(from, to));
    if (size === 2 || (size <= LONGEST && (below(0, -1) || below(1, size)))) {
      return [{ start: 0, end: size, gram: phrase }];
    }
    // The cheapest way to cover what comes before each place.
    const ways = new Array(size + 1).fill({ price: Infinity });
    ways[0] = { price: 0 };
    for (const span of spans(phrase, frequent).sort((a, b) => a.end - b.end || a.start - b.start)) {
      for (let done = span.start; done < span.end; done++) {
        const price = ways[done].price + (loaded(span.gram) ? 1 : size);
        if (price < ways[span.end].price) ways[span.end] = { price, span, done };
      }
    }
    const chosen = [];
    for (let done = size; done; done = ways[done].done) chosen.unshift(ways[done].span);
    return chosen;
  }

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

  /* --- words that stand nowhere --------------------------------------------------------------- */

  const END = 11, ADDED = 10, OTHER = 9, OMITTED = 8, SWAPPED = 7, SHAPE = 6, SOUND = 4;
  const MARKS = new Set(" ,.;:!?()[]“”、。《》");
  const TEXTS = 6;
  const LOOKED_UP = 32;
  const FEW_LETTERS = 4, MOST_LETTERS = 12, TURNS = 4, GUESSES = 2, PAGE = 10;
  const ENOUGH = 6;
  const WEIGHED = 12, NEAR = 2, RAREST = 4, MOST_TAKEN = 3;

  /** What it costs to take one character for another. */
  async function likeness(index) {
    const [sounds, shapes] = await index.json(index.root.similar);
    const sound = new Map([...commonCharacters()].map((character, i) => [character, sounds[i]]));
    const shape = new Map();
    shapes.forEach((group, i) => [...group].forEach((character) => shape.set(character, [...(shape.get(character) ?? []), i])));
    return (one, other) => {
      if (one === other) return 0;
      if (sound.get(one) && sound.get(one) === sound.get(other)) return SOUND;
      if (MARKS.has(one) || MARKS.has(other)) return 2 * OTHER;
      return shape.get(one)?.some((group) => shape.get(other)?.includes(group)) ? SHAPE : OTHER;
    };
  }

  const limit = (length) => (length < 3 ? 0 : length < 4 ? OMITTED : length < 8 ? END : END + ADDED);

  /** The part of `text` that is nearest to `word` within the limit; the first of several. */
  function nearest(word, text, cost) {
    const size = word.length;
    const most = limit(size);
    const atEnd = (count) => count === 1 || count === size;
    // Cost, and where the part begins, of the best part that ends here; and here, and one before.
    let [before, last, here] = [0, 1, 2].map(() => [new Array(size + 1).fill(0), new Array(size + 1).fill(0)]);
    for (let count = 1; count <= size; count++) last[0][count] = last[0][count - 1] + (atEnd(count) ? END : ADDED);
    const replacing = Array.from({ length: size }, () => new Map());
    let best = null;
    for (let end = 1; end <= text.length; end++) {
      const character = text[end - 1];
      here[1][0] = end;
      for (let count = 1; count <= size; count++) {
        const own = word[count - 1];
        let replaced = replacing[count - 1].get(character);
        if (replaced === undefined) {
          replaced = cost(own, character);
          if (replaced === OTHER && atEnd(count)) replaced = END;
          replacing[count - 1].set(character, replaced);
        }
        let reached = last[0][count - 1] + replaced;
        let begin = last[1][count - 1];
        if (last[0][count] + OMITTED < reached) [reached, begin] = [last[0][count] + OMITTED, last[1][count]];
        const added = here[0][count - 1] + (atEnd(count) ? END : ADDED);
        if (added < reached) [reached, begin] = [added, here[1][count - 1]];
        if (end > 1 && count > 1 && word[count - 2] === character && own === text[end - 2] && own !== character && before[0][count - 2] + SWAPPED < reached) {
          [reached, begin] = [before[0][count - 2] + SWAPPED, before[1][count - 2]];
        }
        here[0][count] = reached;
        here[1][count] = begin;
      }
      if (here[0][size] <= most && (!best || here[0][size] < best.cost)) {
        const part = text.slice(here[1][size], end);
        if (!part.includes("\n")) best = { text: part, cost: here[0][size] };
      }
      [before, last, here] = [last, here, before];
    }
    return best;
  }

  /** What is nearest to a word that stands nowhere; the likeliest first. */
  async function corrections(index, word) {
    const sized = limit(word.length) > 0;
    const [cost, changes] = await Promise.all([likeness(index), possibleChanges(index, word)]);
    const found = sized ? inNames(index, word, cost) : [];
    found.push(...(await oneError(index, word, changes, cost)));
    if (sized && !found.some((each) => each.cost < END)) {
      const small = await agreeingPlaces(index, word, false);
      const agreeing = small.some((own) => own.size) ? small : await agreeingPlaces(index, word, true);
      found.push(...(await inTexts(index, likely(index, agreeing), word, cost)));
    }
    return likeliest(index, word, found);
  }

  /** Of what was found the nearest; something hardly farther where it is much more frequent. */
  async function likeliest(index, word, found) {
    const off = (text) => Math.abs(text.length - word.length);
    const costs = new Map();
    const seen = new Map();
    for (const { text, cost } of found) {
      costs.set(text, Math.min(cost, costs.get(text) ?? cost));
      seen.set(text, (seen.get(text) ?? 0) + 1);
    }
    const least = Math.min(...costs.values());
    const near = [...costs].filter(([, cost]) => cost <= least + NEAR).map(([text, cost]) => ({ text, cost }));
    near.sort((a, b) => a.cost - b.cost || off(a.text) - off(b.text) || seen.get(b.text) - seen.get(a.text) || (a.text < b.text ? -1 : 1));
    const weighed = near.slice(0, WEIGHED);
    await Promise.all(weighed.map(async (each) => (each.count = (await find(index, each.text)).size)));
    const most = Math.max(1, ...weighed.map(({ count }) => count));
    for (const each of weighed) each.worth = 2 * each.cost + Math.min(RAREST, 32 - Math.clz32(Math.floor(most / Math.max(1, each.count))));
    weighed.sort((a, b) => a.worth - b.worth || a.cost - b.cost || off(a.text) - off(b.text) || b.count - a.count || (a.text < b.text ? -1 : 1));
    return weighed.slice(0, MOST_TAKEN).filter(({ worth }) => worth <= weighed[0].worth + NEAR).map(({ text }) => text);
  }

  /* Words with one error inside: the characters from `from` to `to` are wrong, what follows stands
     `shift` later than it should. `pair` are the two characters that what was meant stands between. */

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
    const kept = ({ from, to }) => index.segments.some((segment) => ![word.slice(0, from), word.slice(to)].some((part) => segment.isAbsent(part)));
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
      starts = starts ? intersect(starts, list, by) : list.map((code) => code - by);
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
    const possible = ({ text }) => index.segments.some((segment) => !segment.isAbsent(text));
    const standing = [];
    const entries = new Set();
    for (let turn = 0; turn < TURNS; turn++) {
      const tried = await thinnedOut(index, variants.filter((each) => each.turn === turn && possible(each)));
      const found = await Promise.all(tried.map(({ text }) => entriesWith(index, text)));
      standing.push(...tried.filter((_, i) => found[i].length));
      found.flat().forEach((key) => entries.add(key));
      const sure = turn < GUESSES || standing.some((each) => each.cost < ADDED);
      if (standing.length && (sure || entries.size >= PAGE)) break;
    }
    return standing;
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

  /** The variant that stands in the text of the first hit among the fewest places. */
  async function firstSeen(index, places, variants) {
    const count = (each) => places.get(each).reduce((sum, starts) => sum + (starts ? starts.length : Infinity), 0);
    const best = variants.reduce((one, other) => (count(other) < count(one) ? other : one));
    if (count(best) === Infinity) return null;
    const slots = index.segments.map((segment, i) => places.get(best)[i].map((code) => segment.slotOf(code)));
    const [key] = shownFirst(index, entriesOf(index, slots));
    if (key === undefined) return null;
    const { texts } = await index.segments[Math.floor(key / ENTRY)].texts(key % ENTRY);
    const folded = texts.map(fold);
    return variants.find(({ text }) => folded.some((each) => each.includes(text))) ?? null;
  }

  /** Where a text stands; null where there are no lists that say it. */
  async function startsOf(segment, text) {
    const parts = cover(text, segment.frequent, (gram) => segment.isLoaded(gram));
    if (segment.frequent.has(parts[0].gram)) return null;
    const lists = await Promise.all(parts.map(({ gram }) => segment.lookup(gram)));
    if (lists.includes(undefined)) return [];
    const whole = await Promise.all(parts.map(({ gram }, i) => lists[i] ?? segment.large("p", gram)));
    return whole.reduce((starts, codes, i) => (i ? intersect(starts, codes, parts[i].start) : codes.map((code) => code - parts[0].start)), []);
  }

  /** Those of `starts` at which a text may stand although another stands at those that are `taken`. */
  function without(text, starts, other, taken) {
    if (!starts || !taken) return starts;
    const differs = (by) => other.split("").some((unit, i) => text[i + by] !== undefined && text[i + by] !== unit);
    const apart = [-2, -1, 0, 1, 2].filter(differs);
    const known = new Set(taken);
    return starts.filter((start) => !apart.some((by) => known.has(start + by)));
  }

  /** The entries that have a word in their text, which is hardly likely: little is loaded at once. */
  async function entriesWith(index, text) {
    return entriesOf(index, await Promise.all(index.segments.map((segment) => phraseSlots(segment, text, 1))));
  }

  /** The entries that slots of each segment belong to. */
  function entriesOf(index, slots) {
    return index.segments.flatMap((segment, i) => {
      const numbers = [...new Set(slots[i].map((slot) => segment.entryOf(slot)[0]))];
      return numbers.filter((number) => !segment.dead.has(number)).map((number) => i * ENTRY + number);
    });
  }

  /** In names and headings, and in what nearly every text repeats. */
  function inNames(index, word, cost) {
    const texts = new Set();
    for (const { header, groups, agencies, frequent } of index.segments) {
      for (const pieces of header.layouts) for (const piece of pieces) texts.add(piece[3]);
      for (const [, name] of groups) texts.add(name);
      for (const [former, aliases] of agencies.values()) for (const name of [...former, ...aliases]) texts.add(name);
      for (const gram of frequent) texts.add(gram);
    }
    const letters = [...new Set(word.split(""))];
    const promising = [...texts].map(fold).filter((text) => 2 * letters.filter((letter) => text.includes(letter)).length >= letters.length);
    return promising.map((text) => nearest(word, text, cost)).filter(Boolean);
  }

  async function inTexts(index, entries, word, cost) {
    const look = async (key) => {
      const { texts } = await index.segments[Math.floor(key / ENTRY)].texts(key % ENTRY);
      return nearest(word, fold(texts.filter((text) => [...text].length > 1).join("\n")), cost);
    };
    return (await Promise.all(entries.map(look))).filter(Boolean);
  }

  /** Bits of a word, one for each two neighbours that agree; more of them are better. */
  function better(bits, others) {
    const more = ones(bits) - ones(others);
    return more > 0 || (more === 0 && bits > others);
  }

  function ones(bits) {
    let count = 0;
    for (let left = bits; left; left &= left - 1) count++;
    return count;
  }

  function bitsOf({ start, end }) {
    let bits = 0;
    for (let at = start; at < end - 1; at++) bits |= 1 << at;
    return bits;
  }

  /** The entries that have most of the word in one slot. Of those that have
      as much of it, some for each part of the word that they have; half of these are the ones that are
      shown first, the others are evenly spread. `agreeing` are bits by slot, for each segment. */
  function likely(index, agreeing) {
    const best = new Map();
    agreeing.forEach((own, position) => {
      const segment = index.segments[position];
      for (const [slot, bits] of own) {
        const [number] = segment.entryOf(slot);
        const key = position * ENTRY + number;
        if (!segment.dead.has(number) && better(bits, best.get(key) ?? 0)) best.set(key, bits);
      }
    });
    const alike = new Map();
    for (const [key, bits] of best) {
      if (!alike.has(bits)) alike.set(bits, []);
      alike.get(bits).push(key);
    }
    const levels = new Map();
    for (const bits of [...alike.keys()].sort((a, b) => (better(a, b) ? -1 : 1))) {
      if (!levels.has(ones(bits))) levels.set(ones(bits), []);
      levels.get(ones(bits)).push(alike.get(bits));
    }
    const chosen = [];
    for (const groups of levels.values()) {
      groups.forEach((group, i) => {
        const most = Math.ceil((TEXTS - chosen.length) / (groups.length - i));
        if (most) chosen.push(...some(shownFirst(index, group), most));
      });
    }
    return chosen;
  }

  /** The first half of what may be taken, and some that are evenly spread over the rest. */
  function some(entries, most) {
    if (entries.length <= most) return entries;
    const rest = entries.slice((most + 1) >> 1);
    const size = most >> 1;
    return [...entries.slice(0, (most + 1) >> 1), ...Array.from({ length: size }, (_, i) => rest[Math.floor((i * rest.length) / size)])];
  }

  /** Entries in the order of equal hits. */
  function shownFirst(index, keys) {
    const rows = keys.map((key) => {
      const segment = index.segments[Math.floor(key / ENTRY)];
      return { key, year: segment.columns.year[key % ENTRY] || 9999, address: segment.address(key % ENTRY) };
    });
    rows.sort((a, b) => b.year - a.year || (a.address < b.address ? -1 : 1));
    return rows.map(({ key }) => key);
  }

  /** What of the word stands where it would have to, for each slot at its best place. Lists with files
      of their own are loaded only where that is asked for. */
  function agreeingPlaces(index, word, large) {
    return Promise.all(index.segments.map((segment) => bestPlaces(segment, word, large)));
  }

  /** The parts of a word that are grams whose places are known, those that stand somewhere. */
  async function partsOf(segment, word) {
    const parts = spans(word.slice(0, LOOKED_UP), segment.frequent);
    const lists = await Promise.all(parts.map(({ gram }) => segment.lookup(gram)));
    return parts.map((part, i) => ({ ...part, list: lists[i] })).filter(({ list }) => list !== undefined);
  }

  async function bestPlaces(segment, word, large) {
    const places = new Map();
    const slots = new Map();
    const parts = await partsOf(segment, word);
    const within = (part) => parts.some((other) => other !== part && other.start <= part.start && part.end <= other.end);
    const lists = await Promise.all(parts.map((part) => part.list ?? (large && !within(part) ? segment.large("p", part.gram) : [])));
    parts.forEach((part, i) => {
      const bits = bitsOf(part);
      for (const code of lists[i]) {
        places.set(code - part.start, places.get(code - part.start) | bits);
        slots.set(code - part.start, segment.slotOf(code));
      }
    });
    const best = new Map();
    for (const [place, own] of places) {
      const slot = slots.get(place);
      for (const by of [-1, 1]) {
        const bits = own | places.get(place + by);
        if (better(bits, best.get(slot) ?? 0)) best.set(slot, bits);
      }
    }
    return best;
  }

  /* --- order, filters, counts --------------------------------------------------------------- */

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

  /* --- agencies by what people call them ---------------------------------------------------- */

  const YEAR = /(?<!\d)(?:((?:19|20|21)\d\d)(?:年度?|(?!\d))|(\d\d)年度?)/g;
  const CLOSE = 20;

  /** What is left of a folded query where its years are taken for those of reports. */
  function agencyWords(plain) {
    return plain.replace(/["“”]/g, " ").replace(YEAR, " ").split(/\s+/).filter(Boolean);
  }

  /** The agencies that all words fit, in no order. */
  function agenciesCalled(index, words, close) {
    const found = [];
    for (const agency of words.length ? agenciesOf(index) : []) {
      const score = fits(words, agency, close);
      if (score) found.push({ ...agency, score, close });
    }
    return found;
  }

  async function nameAgencies(index, text) {
    await index.prepare(text);
    const plain = fold(text);
    const years = [...plain.matchAll(YEAR)].map((match) => +(match[1] ?? `20${match[2]}`));
    const words = agencyWords(plain);
    // Folding takes the spaces beside Chinese characters away: the words in another order, or in Pinyin.
    const apart = text.split(/\s+/).flatMap((word) => agencyWords(fold(word)));
    let found = agenciesCalled(index, words, false);
    if (!found.length) found = agenciesCalled(index, apart, false);
    if (!found.length) found = agenciesCalled(index, words, true);
    const address = ({ segment, number }) => segment.address(number);
    found.sort((a, b) => b.score - a.score || a.name.length - b.name.length || (address(a) < address(b) ? -1 : 1));
    const shown = found.slice(0, 10);
    const reports = reportsOf(index, shown);
    return { years, agencies: shown.map((agency) => ({ ...agency, address: address(agency), reports: reports.get(agency.id) })) };
  }

  /** Whether people may call an agency so: by a part of a name, a short form, Pinyin or initials. */
  function isCalled(index, text, agency) {
    return fits(fold(text).split(/\s+/).filter(Boolean), agency, false) > 0;
  }

  /** All agencies; `called` are their names, the one of today first, `names` the same folded. */
  function agenciesOf(index) {
    if (index.agencies) return index.agencies;
    const agencies = [];
    for (const segment of index.segments) {
      for (const [number, [former, aliases, spelled]] of segment.agencies) {
        if (segment.dead.has(number)) continue;
        const [id, name] = segment.groups[segment.columns.group[number]];
        const called = [name, ...former, ...aliases];
        agencies.push({ id, name, segment, number, former, called, names: called.map(fold), spelled });
      }
    }
    return (index.agencies = agencies);
  }

  /** Year and address of the reports of some agencies, by their id; the newest first. */
  function reportsOf(index, agencies) {
    const reports = new Map(agencies.map(({ id }) => [id, []]));
    for (const segment of index.segments) {
      const { type, group, year } = segment.columns;
      const lists = segment.groups.map(([id]) => reports.get(id));
      for (let number = 0; number < segment.size; number++) {
        const own = lists[group[number]];
        if (own && type[number] === REPORT && year[number] && !segment.dead.has(number)) own.push([year[number], segment.address(number)]);
      }
    }
    for (const own of reports.values()) own.sort((a, b) => b[0] - a[0]);
    return reports;
  }

  /** The syllables of each name of an agency. */
  function spellings(agency) {
    const { spelled, called, segment } = agency;
    const usual = segment.header.spelling;
    const own = (text, i) => (spelled ? (spelled[i] ?? "").split(" ").filter(Boolean) : [...text].map((character) => usual[character]));
    return (agency.spellings ??= called.map(own));
  }

  function fits(words, agency, close) {
    let total = 0;
    for (const word of words) {
      let best = 0;
      for (let i = 0; i < agency.names.length; i++) best = Math.max(best, fit(word, agency, i, close) - (i ? 5 : 0));
      if (!best) return 0;
      total += best;
    }
    return total;
  }

  function fit(word, agency, i, close) {
    const name = agency.names[i];
    if (word === name) return 100;
    const at = name.indexOf(word);
    if (at >= 0) return at ? 70 : 80;
    const letters = lettersOf(word);
    if (letters) {
      const spelled = spellings(agency)[i];
      return letters.length > 1 && spelled.some((_, start) => spells(letters, spelled, start)) ? 60 : 0;
    }
    return shortForm(word, name) || (close ? resembles([...word], [...name]) : 0);
  }

  /** Pinyin as it is spelled here, whatever signs stand above and between the letters; else "". */
  function lettersOf(word) {
    if (PLAIN.test(word)) return "";
    const letters = word.normalize("NFD").replaceAll("u\u0308", "v").replace(/[\u0300-\u036f'’]/g, "");
    return /^[a-z]+$/.test(letters) ? letters : "";
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
    if (!name.includes(word.at(-1))) return 0;
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

  /* --- excerpts ----------------------------------------------------------------------------- */

  const SENTENCE = 110;
  const ELSEWHERE = 1e6;

  /** The parts of `text` to be marked, as sorted ranges that do not overlap. */
  function marks(text, words, close) {
    const ranges = words.flatMap((word) => occurrences(text, word));
    if (close && !ranges.length) {
      for (const word of words) {
        const characters = [...word];
        for (let i = 0; i + 1 < characters.length; i++) ranges.push(...occurrences(text, characters[i] + characters[i + 1]));
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

  /** A sentence for which there is no room, cut to what surrounds its first mark, at punctuation where
      there is some. */
  function shortened(text, first, room) {
    if (text.length <= room) return text;
    const before = Math.floor(room / 3);
    const from = first > before ? Math.max(text.slice(0, first - 4).lastIndexOf("，") + 1, first - before) : 0;
    const to = Math.min(text.length, from + room);
    return (from ? "…" : "") + text.slice(from, to) + (to < text.length ? "…" : "");
  }

  /** Whether a hit will have a heading and an excerpt. Only the texts tell for sure, but what is shown
      leaves room for both before they are there: what comes later must not move what one is about to
      press. */
  function awaited(hit, { kind, closest }) {
    // An agency has a name and no text.
    const unsure = kind !== "exact" && !closest.length && hit.segment.layout(hit.number).pieces.length > 0;
    return { heading: unsure || hit.parts.some(({ slots }) => slots), excerpt: unsure || hit.parts.some(({ quoted }) => quoted) };
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
    const worth = (text) => words.reduce((sum, word) => sum + (text.includes(word) ? (title.includes(word) ? 1 : 4) : 0), 0);
    pieces.forEach(([own, level], i) => {
      const exact = worth(plain[i]);
      const inText = exact || !close ? exact * 100 : length(marks(texts[i], words, close));
      const inHeading = worth(headings[i]) * 50;
      let value = inText + inHeading + (inText && level === TEXT ? 1 : 0);
      if (value && own === section) value += ELSEWHERE;
      if (value > most) [best, most] = [i, value];
    });
    if (best < 0) return { published, anchor: "", heading: "", nodes: [] };
    const [, level, anchor, heading] = pieces[best];
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
    return { published, anchor, heading, nodes };
  }

  /* --- on every page: results in the header ------------------------------------------------- */

  function element(name, properties, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in node && key !== "list") node[key] = value;
      else node.setAttribute(key, value);
    }
    node.append(...children);
    return node;
  }

  const opened = new Map();
  function open(base) {
    if (!opened.has(base.href)) {
      const index = new Index(base).open();
      index.catch(() => opened.delete(base.href));
      opened.set(base.href, index);
    }
    return opened.get(base.href);
  }

  /** Run `work` with the index; once more with a fresh one where a file is gone, as the portal may
      have been published again since this page was opened. */
  async function withIndex(base, work) {
    try {
      return await work(await open(base));
    } catch {
      opened.delete(base.href);
      return work(await open(base));
    }
  }

  const say = (words, key, values = {}) =>
    (words[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  /** What is to be said where there are no hits. */
  function nothing(words, query, { kind }, limited) {
    return say(words, !kind ? "no_word" : limited ? "none_filtered" : "none", { query });
  }

  /** What is to be said before hits that do not contain all that was asked for; else "". */
  function notice(words, query, { kind, closest, total, more }) {
    if (!total) return "";
    if (more) return say(words, kind === "exact" ? "first_words" : "some", { count: MOST_WORDS });
    if (kind === "exact") return "";
    const key = kind === "close" && !closest.length ? "close_named" : kind;
    return say(words, key, { query, closest: closest.join("”、“") });
  }

  /** The address of a hit below the portal's root, with the words to be marked there. */
  function target(index, address, words = [], anchor = "") {
    const url = new URL(`../${address}`, index.base);
    for (const word of words) url.searchParams.append("mark", word);
    if (anchor) url.hash = anchor;
    return url.href;
  }

  /** Fill in what only the texts know. The heading may stand in the `box` of the excerpt. */
  async function fillExcerpt(index, hit, results, link, heading, text, box = text) {
    try {
      const room = (beside) => roomIn(box, box.contains(heading) ? beside.length + 1 : 0);
      const found = await excerpt(hit, results.words, results.section, results.kind !== "exact" && !results.closest.length, room);
      link.href = target(index, hit.address, results.words, found.anchor);
      heading.replaceChildren(...marked(found.heading, marks(found.heading, results.words)));
      text.replaceChildren(...found.nodes);
      return found;
    } catch {
      // The portal may have been published again: the next search asks for its root.
      opened.delete(index.base.href);
      return null;
    }
  }

  /** Hits that the header shows: what one looks over at a glance. Each is a file to load. */
  const SHOWN = 4;

  /** A field whose hits are shown below it while one types. */
  class Suggestions {
    constructor(form, input, { index, unavailable = "" }) {
      const part = (name) => form.querySelector(`.gk-search__${name}`);
      Object.assign(this, { form, input, unavailable, panel: part("panel"), list: part("list"), note: part("note"), live: part("live") });
      this.base = new URL(index, location);
      this.active = -1;
      this.asked = 0;
      for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", this.list.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);
      input.addEventListener("focus", () => open(this.base).catch(() => {}), { once: true });
      input.addEventListener("focus", () => input.value.trim() && this.list.childElementCount && this.show(true));
      // What was chosen before is no answer to what is asked now.
      input.addEventListener("input", () => this.choose(-1));
      input.addEventListener("input", (event) => event.isComposing || this.later());
      input.addEventListener("compositionend", () => this.later());
      input.addEventListener("keydown", (event) => this.key(event));
      form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.show(false));
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
    }
    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), 120);
    }
    show(shown) {
      this.panel.hidden = !shown;
      this.input.setAttribute("aria-expanded", String(shown));
      if (!shown) this.choose(-1);
    }
    async ask() {
      const query = this.input.value.trim();
      const turn = ++this.asked;
      if (!query) return this.clear();
      try {
        await withIndex(this.base, async (index) => {
          // The search first: agencies are looked through while its files are on their way.
          const [results, named] = await Promise.all([search(index, query), nameAgencies(index, query)]);
          if (turn === this.asked) this.render(index, query, named, results);
        });
      } catch {
        if (turn !== this.asked) return;
        this.clear();
        this.say(this.unavailable);
        this.show(this.isUsed());
      }
    }
    /** Whether one is still in the search: what comes late must not open over what one reads by then. */
    isUsed() {
      return this.form.contains(document.activeElement);
    }
    clear() {
      this.show(false);
      this.options = [];
      this.list.replaceChildren();
      this.say("");
    }
    say(text) {
      this.note.textContent = text;
      this.note.hidden = !text;
      this.live.textContent = text;
    }
    render(index, query, { agencies, years }, results) {
      const { words } = index.root;
      const options = [];
      const group = (title, members) => {
        if (!members.length) return [];
        const label = element("div", { className: "gk-search__group", id: `${this.list.id}-group${options.length}` }, title);
        options.push(...members);
        return [element("div", { role: "group", "aria-labelledby": label.id }, label, ...members)];
      };
      const shown = agencies.slice(0, 3);
      const known = new Set(shown.map((agency) => agency.address));
      const first = shown.map((agency) => this.agency(index, agency, years));
      const rest = results.hits.filter((hit) => !known.has(hit.address)).slice(0, SHOWN).map((hit) => this.hit(index, hit, results));
      const groups = group(say(words, agencies[0]?.close ? "close_agencies" : "agencies"), first);
      groups.push(...group(this.title(words, query, results), rest));
      if (results.total) {
        const all = this.option(new URL(`?q=${encodeURIComponent(query)}`, this.base).href, "gk-search__all");
        all.textContent = say(words, "all", { count: results.total });
        options.push(all);
        groups.push(all);
      }
      options.forEach((option, i) => (option.id = `${this.list.id}-option${i}`));
      this.options = options;
      this.list.replaceChildren(...groups);
      this.choose(-1);
      const none = results.total ? "" : nothing(words, query, results);
      this.say(none);
      this.live.textContent = none || say(words, "count", { count: results.total });
      this.show(this.isUsed());
    }
    title(words, query, results) {
      return notice(words, query, results) || say(words, "results");
    }
    option(href, className) {
      return element("a", { role: "option", className, href, tabIndex: -1, "aria-selected": "false" });
    }
    agency(index, agency, years) {
      const [, report] = agency.reports.find(([year]) => years.includes(year)) ?? [];
      const option = this.option(target(index, report ?? agency.address), "gk-search__option");
      const span = agency.reports.length ? `${agency.reports.at(-1)[0]}–${agency.reports[0][0]}` : "";
      const chosen = report ? String(years.find((year) => agency.reports.some(([own]) => own === year))) : span;
      option.append(element("span", { className: "gk-search__title" }, agency.name), element("span", { className: "gk-search__fact" }, chosen));
      return option;
    }
    hit(index, hit, results) {
      const option = this.option(target(index, hit.address, results.words), "gk-search__option");
      const title = hit.segment.title(hit.number);
      const heading = element("span", { className: "gk-search__heading" });
      const text = element("span", {});
      const rest = awaited(hit, results);
      const box = element("span", { className: `gk-search__text${rest.excerpt ? "" : " gk-search__text--short"}` }, heading, text);
      option.append(element("span", { className: "gk-search__title" }, ...marked(title, marks(title, results.words))));
      if (rest.heading || rest.excerpt) option.append(box);
      fillExcerpt(index, hit, results, option, heading, text, box);
      return option;
    }
    choose(at) {
      const options = this.options ?? [];
      options[this.active]?.setAttribute("aria-selected", "false");
      this.active = at;
      if (options[at]) {
        options[at].setAttribute("aria-selected", "true");
        options[at].scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", options[at].id);
      } else this.input.removeAttribute("aria-activedescendant");
    }
    key(event) {
      if (event.isComposing) return;
      const count = this.options?.length ?? 0;
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (move && count) {
        event.preventDefault();
        if (this.panel.hidden) this.show(true);
        this.choose(((this.active + 1 + move + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Enter" && this.active >= 0) {
        event.preventDefault();
        const { href } = this.options[this.active];
        if (event.ctrlKey || event.metaKey) window.open(href, "_blank", "noopener");
        else location.href = href;
      } else if (event.key === "Escape" && !this.panel.hidden) {
        event.preventDefault();
        this.show(false);
      }
    }
  }

  /* --- on the page that a hit opens --------------------------------------------------------- */

  const BLOCKS = "p, li, td, th, caption, dd, dt, pre, summary, figcaption, h1, h2, h3, h4, h5, h6";

  function markPage(words) {
    const article = document.querySelector("article, main") ?? document.body;
    let first = null;
    for (const block of article.querySelectorAll(BLOCKS)) {
      const nodes = [];
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) if (walker.currentNode.parentElement.closest(BLOCKS) === block) nodes.push(walker.currentNode);
      // A paragraph may be broken into lines in the file, which one does not see.
      const ranges = marks(nodes.map((node) => node.data.replaceAll("\n", " ")).join(""), words);
      let at = 0;
      for (const node of ranges.length ? nodes : []) {
        const end = at + node.data.length;
        const own = ranges.filter(([from, to]) => from < end && to > at).map(([from, to]) => [Math.max(from - at, 0), Math.min(to, end) - at]);
        at = end;
        if (!own.length) continue;
        const parts = marked(node.data, own).map((part) => (typeof part === "string" ? document.createTextNode(part) : part));
        node.replaceWith(...parts);
        for (const part of parts) if (part.nodeName === "MARK") part.className = "gk-mark";
        first ??= block;
      }
    }
    if (!location.hash) first?.scrollIntoView({ block: "center" });
  }

  async function markFromAddress() {
    const words = new URLSearchParams(location.search).getAll("mark").slice(0, MOST_WORDS).map((word) => word.slice(0, 200));
    if (!words.length) return;
    const form = document.querySelector("form.gk-search[data-index]");
    const article = document.querySelector("article, main");
    try {
      if (form && article && unusual(article.textContent)) await (await open(new URL(form.dataset.index, location))).characters();
    } catch {
      /* Without the table, what is written in Simplified characters is marked all the same. */
    }
    prepareSpaces();
    markPage(words.map(fold).filter(Boolean));
  }

  /** The field of the home page, with a list below it like that of the header. */
  function withList(home, header) {
    const copy = (name) => header.querySelector(`.gk-search__${name}`).cloneNode(true);
    const panel = copy("panel");
    for (const part of [panel, ...panel.querySelectorAll("[id]")]) part.id = `gk-home-${part.id}`;
    home.append(panel, copy("live"));
    return home;
  }

  function start() {
    const header = document.querySelector("form.gk-search[data-index]");
    const home = document.querySelector("form.gk-home-search");
    if (header) new Suggestions(header, header.querySelector("input"), header.dataset);
    if (header && home) new Suggestions(withList(home, header), home.querySelector("input"), header.dataset);
    markFromAddress();
  }

  // What assets/search-page.js builds on.
  window.gongkaiSearch = { Index, REPORT, TABLE, agenciesOf, awaited, element, fillExcerpt, isCalled, marked, marks, nameAgencies, nothing, notice, open, say, search, target, withIndex };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
