/* The index: its root, its segments, and every file read so far. */

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
    const { segments } = this.root;
    if (segments.some(({ header }) => header.traditional)) await this.characters();
    this.segments = segments.map(({ name, dead, header }) => new Segment(this, name, dead, header));
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
