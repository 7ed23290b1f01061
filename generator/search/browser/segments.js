/* A segment: its header, its shards and its texts (reading.py). */

const STOP = "。";

/** Whether a text has spaces once it is folded: some signs, as ´, are a mark on a space. */
const hasSpaces = (text) => /\s/.test(text.normalize("NFKC"));

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
    this.latest = 0;
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
  /** The entries of an agency that are still there. */
  membersOf(agency) {
    if (!this.members) {
      this.members = new Map(this.groups.map(([id]) => [id, []]));
      for (const number of this.live) this.members.get(this.groups[this.columns.group[number]][0]).push(number);
    }
    return this.members.get(agency) ?? [];
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
      const plain = (this.plainNames[group[number]] ??= hasSpaces(name) ? "" : fold(name));
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
    if (pattern.includes("\x01") || hasSpaces(pattern)) return [];
    return patternParts(pattern).map((part) => (/[\x02\x03]/.test(part) ? part : fold(part)));
  }
  /** The entries that are still there. */
  get live() {
    return (this.alive ??= Array.from(this.columns.type, (_, number) => number).filter((number) => !this.dead.has(number)));
  }
  /** The entry that a slot belongs to, and its number among the entry's slots. Slots are mostly asked for
      in their order: it is often the same entry as before, or the next. */
  entryOf(slot) {
    const { firstSlots } = this;
    let number = this.latest;
    if (slot >= firstSlots[number + 1]) number++;
    if (slot < firstSlots[number] || slot >= firstSlots[number + 1]) number = rank(firstSlots, slot) - 1;
    this.latest = number;
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
    const [between, alike] = [source.number(), source.number()];
    const halves = (count) => unplaned(source.take(2 * count), count);
    const sum = (values) => values.reduce((one, other) => one + other, 0);
    const named = pieces(halves(sum(lengths)), lengths).map(letters);
    const counts = halves(lengths.length);
    // Pairs of code units, with what is told of each.
    const told = (pairs) => {
      const units = pieces(halves(2 * pairs), new Array(pairs).fill(2)).map(letters);
      const sizes = halves(pairs);
      const own = pieces(halves(sum(sizes)), sizes).map(letters);
      return new Map(units.map((pair, i) => [pair, own[i]]));
    };
    const [middles, sounding] = [told(between), told(alike)];
    const lasts = accumulated(counts);
    return {
      grams: new Map(named.map((gram, i) => [gram, [lasts[i] - counts[i], lasts[i]]])),
      middles,
      sounding,
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
  /** The pairs of characters that are spoken so and stand side by side, one behind another. */
  async sounding(said) {
    return (await this.shard(said)).sounding.get(said) ?? "";
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
