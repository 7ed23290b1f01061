/* The hits below the field of the header and of the home page. */

/** Hits that the header shows: what one looks over at a glance. Each is a file to load. */
const SHOWN = 4;

/** A field whose hits are shown below it while one types. */
class Suggestions {
  constructor(form, input, { index, unavailable = "" }) {
    const part = (name) => form.querySelector(`.gk-search__${name}`);
    Object.assign(this, { form, input, unavailable, panel: part("panel"), list: part("list"), note: part("note"), live: part("live") });
    this.base = new URL(index, location);
    this.announcer = new Announcer(this.live);
    // What scrolls is a stop of the tabulator in some browsers; the arrows do what one would do there.
    this.panel.tabIndex = -1;
    this.active = -1;
    this.asked = 0;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", this.list.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);
    input.addEventListener("focus", () => open(this.base).catch(() => {}), { once: true });
    input.addEventListener("focus", () => input.value.trim() && this.list.childElementCount && this.show(true));
    // What was chosen before is no answer to what is asked now.
    input.addEventListener("input", () => this.choose(-1));
    whenTyped(input, () => this.ask());
    input.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.show(false));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }
  show(shown) {
    this.panel.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown));
    if (shown) this.reveal();
    else this.choose(-1);
  }
  /** Where the field stands so low that the list would open below the window, it goes to the top: on the home
      page of a phone with large type. */
  reveal() {
    const { top, height } = this.panel.getBoundingClientRect();
    // What a keyboard on the screen leaves of the window.
    const { offsetTop, height: room } = window.visualViewport ?? { offsetTop: 0, height: innerHeight };
    if (top + Math.min(height, room / 2) > offsetTop + room) this.form.scrollIntoView({ block: "start", behavior: "instant" });
  }
  async ask() {
    const query = plainQuery(this.input.value);
    const turn = ++this.asked;
    if (!query) return this.clear();
    try {
      await withIndex(this.base, async (index) => {
        const [results, named] = await answers(index, query);
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
    this.announcer.tell(text);
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
    const rest = firstOf(results.hits, SHOWN, (hit) => !known.has(hit.address)).map((hit) => this.hit(index, hit, results));
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
    this.announcer.tell(none || say(words, "count", { count: results.total }));
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
    // In Safari a composition has ended by the time of the key that ends it, which has this number.
    if (event.isComposing || event.keyCode === 229) return;
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
