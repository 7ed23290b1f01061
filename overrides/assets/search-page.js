/* The search page: filters, order, counts; what is asked for stands in the address. */
(() => {
  "use strict";

  const {
    Announcer, REPORT, TABLE, agenciesOf, answers, awaited, element, fillExcerpt, firstOf, isCalled, marked, marks, nothing, notice, plainQuery,
    say, target, whenTyped, withIndex,
  } = window.gongkaiSearch;

  const CHOICES = ["section", "kind", "area", "agency", "edition"];
  const MARKS = ["corrected", "faulty"];
  const YEARS = ["first", "last"];
  const LIMITS = [...YEARS, ...CHOICES, ...MARKS];
  const STEP = 10;
  /** How long one waits for what is to be printed, in milliseconds. */
  const PATIENCE = 3000;
  const MOST = 60;

  /** The hits that are not shown as agencies above. */
  function* unknown(hits, known) {
    for (const hit of hits) if (!known.has(hit.address)) yield hit;
  }

  /** Safari refuses to change the address more than 100 times in 30 seconds, which a quick typist can reach. */
  function attempt(change) {
    try {
      change();
      return true;
    } catch {
      return false;
    }
  }

  class SearchPage {
    constructor(root) {
      const part = (name) => root.querySelector(`.gk-find__${name}`);
      Object.assign(this, { root, form: part("form"), input: part("input"), live: part("live"), results: part("results"), browse: part("browse"), unavailable: part("unavailable") });
      this.base = new URL(root.dataset.index, location);
      this.announcer = new Announcer(this.live);
      this.asked = 0;
      this.unloaded = new Set();
      this.dropWait = whenTyped(this.input, () => this.askTyped());
      this.input.addEventListener("blur", () => this.catchUp());
      window.addEventListener("pagehide", () => this.catchUp());
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.dropWait();
        this.ask({ own: !this.typed });
        this.typed = false;
      });
      window.addEventListener("popstate", () => this.restore());
      window.addEventListener("beforeprint", () => this.loadAll());
      document.addEventListener("keydown", (event) => this.printed(event));
      this.results.addEventListener("click", (event) => event.target.closest("a") && this.keepPlace());
      // Else assets/gongkai.js says that the search cannot be used.
      root.classList.add("gk-find--ready");
      this.restore();
    }
    /** What is asked for stands in the address, and only there. */
    restore() {
      this.state = new URLSearchParams(location.search);
      this.place = history.state;
      this.typed = false;
      this.unwritten = null;
      this.dropNonsense();
      this.input.value = plainQuery(this.state.get("q") ?? "");
      this.ask({ keep: true });
    }
    /** An address may have been written or cut off by anyone: what no filter can be set to limits nothing. */
    dropNonsense() {
      const unfit = (name, pattern) => !pattern.test(this.state.get(name) ?? "") && this.state.delete(name);
      for (const name of YEARS) unfit(name, /^\d{4}$/);
      for (const name of MARKS) unfit(name, /^1$/);
      unfit("order", /^date$/);
    }
    /** For when one comes back from a hit: how much was shown, and which part of it one saw. */
    keepPlace() {
      this.catchUp();
      attempt(() => history.replaceState({ shown: this.list.childElementCount, top: scrollY }, ""));
    }
    /** The first change of what one had asked for is a step that one can go back from, all that is typed
        after it is the same step. */
    askTyped() {
      const own = !this.typed && this.state.has("q");
      this.typed = true;
      this.ask({ own });
    }
    /** Write into the address what is asked for, as a step of its `own` or in place of the last. */
    write(own) {
      const asked = String(this.state);
      if (asked === String(new URLSearchParams(location.search))) this.unwritten = null;
      else {
        const change = own || this.unwritten?.own ? "pushState" : "replaceState";
        const written = attempt(() => history[change](null, "", `${location.pathname}${asked ? `?${asked}` : ""}`));
        this.unwritten = written ? null : { own: change === "pushState" };
      }
    }
    /** Write what could not be written when it was asked for. */
    catchUp() {
      if (this.unwritten) this.write(false);
    }
    async ask({ own, keep }) {
      const turn = ++this.asked;
      const query = plainQuery(this.input.value);
      if (query) this.state.set("q", query);
      else this.state.delete("q");
      if (!keep) this.write(own);
      this.browse.hidden = Boolean(query);
      this.keepRoom(Boolean(query));
      this.setBusy(Boolean(query));
      if (!query) {
        this.announcer.tell("");
        return this.results.replaceChildren();
      }
      const filters = this.filters();
      try {
        await withIndex(this.base, async (index) => {
          const [results, named] = await answers(index, query, filters, this.state.get("order") ?? "");
          if (turn === this.asked) this.render(index, query, named, results);
        });
      } catch {
        if (turn !== this.asked) return;
        this.results.replaceChildren();
        this.browse.hidden = this.unavailable.hidden = false;
        this.keepRoom(false);
        this.announcer.tell(this.unavailable.textContent);
      }
      if (turn === this.asked) this.setBusy(false);
    }
    /** Before there are hits the page reaches below the window, so that the foot of the site, which they push
        down, is not moved before one's eyes. assets/gongkai.js does the same before the page is drawn. */
    keepRoom(kept) {
      document.documentElement.classList.toggle("gk-asked", kept);
    }
    /** Load the texts of what is shown and was never in view. */
    loadAll() {
      return Promise.all([...this.unloaded].map((load) => load()));
    }
    /** What is loaded when printing begins comes too late for the sheet: with the usual keys it comes first. */
    async printed(event) {
      const asked = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "p";
      if (!asked || !this.unloaded.size) return;
      event.preventDefault();
      await Promise.race([this.loadAll(), new Promise((done) => setTimeout(done, PATIENCE))]);
      window.print();
    }
    /** Until an answer is there, what stands below answers an older question: of that no more is shown. */
    setBusy(busy) {
      this.results.setAttribute("aria-busy", String(busy));
      if (this.button) this.button.disabled = busy;
    }
    filters() {
      const filters = { first: +this.state.get("first") || 0, last: +this.state.get("last") || 0 };
      for (const name of [...CHOICES, ...MARKS]) filters[name] = this.state.get(name) ?? "";
      return filters;
    }
    render(index, query, { agencies, years }, results) {
      this.words = index.root.words;
      this.unavailable.hidden = true;
      this.build();
      this.renderFilters(index, results.facets);
      const limited = LIMITS.some((key) => this.state.get(key));
      const count = say(this.words, "count", { count: results.total });
      this.count.textContent = results.total ? count : nothing(this.words, query, results, limited);
      this.announcer.tell(this.count.textContent);
      const nowhere = !results.total && !limited;
      this.notice.textContent = nowhere && results.kind ? say(this.words, "elsewhere") : notice(this.words, query, results);
      // What nothing can be chosen of, or ordered, is in the way; the lists of the site lead on.
      this.panel.hidden = nowhere;
      this.order.hidden = results.total < 2 && !this.state.get("order");
      this.browse.hidden = !nowhere;
      if (nowhere) this.keepRoom(false);
      const known = new Set(agencies.map((agency) => agency.address));
      this.hits = unknown(results.hits, known);
      this.next = firstOf(this.hits, 1);
      this.agencies.replaceChildren(...this.renderAgencies(index, agencies, years));
      this.list.replaceChildren();
      this.unloaded.clear();
      this.more(index, results, this.place?.shown || STEP);
      if (this.place?.top) scrollTo(0, this.place.top);
      this.place = null;
    }
    /** The parts of the results, made once so that nothing jumps while one types. */
    build() {
      if (this.list) return this.results.childElementCount || this.results.append(this.head, this.panel, this.main);
      const make = (name, className) => element(name, { className: `gk-find__${className}` });
      this.count = element("p", { className: "gk-find__count", role: "heading", "aria-level": "2" });
      this.notice = make("p", "notice");
      this.agencies = make("div", "agencies");
      this.list = make("ol", "hits");
      this.button = element("button", { className: "gk-find__more", type: "button" }, say(this.words, "more"));
      this.head = make("div", "head");
      this.order = this.choice("order", "order");
      this.head.append(this.count, this.order);
      this.panel = element("details", { className: "gk-find__filters", open: matchMedia("(min-width: 60em)").matches }, element("summary", {}, say(this.words, "filters")));
      this.panel.append(this.choice("first", "first_year"), this.choice("last", "last_year"));
      for (const name of CHOICES) this.panel.append(...(name === "agency" ? [this.narrowing()] : []), this.choice(name, name));
      for (const name of MARKS) this.panel.append(this.check(name));
      const clear = element("button", { className: "gk-find__clear", type: "button" }, say(this.words, "clear"));
      clear.addEventListener("click", () => {
        for (const key of LIMITS) this.state.delete(key);
        this.typed = false;
        this.ask({ own: true });
      });
      this.panel.append(clear);
      this.main = make("div", "main");
      this.main.append(this.notice, this.agencies, this.list, this.button);
      this.results.replaceChildren(this.head, this.panel, this.main);
    }
    set(name, value) {
      if (value) this.state.set(name, value);
      else this.state.delete(name);
      this.typed = false;
      this.ask({ own: true });
    }
    choice(name, label) {
      const select = element("select", { name });
      select.addEventListener("change", () => this.set(name, select.value));
      return element("label", { className: `gk-find__choice gk-find__choice--${name}` }, element("span", {}, say(this.words, label)), select);
    }
    /** A field that narrows the list of agencies, where it is too long to be read. */
    narrowing() {
      this.narrow = element("input", { type: "search", className: "gk-find__narrow", autocomplete: "off", placeholder: say(this.words, "narrow"), "aria-label": say(this.words, "narrow") });
      this.narrow.addEventListener("input", () => this.renderAgencyChoice());
      this.narrow.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
      return this.narrow;
    }
    check(name) {
      const box = element("input", { type: "checkbox", name });
      box.addEventListener("change", () => this.set(name, box.checked ? "1" : ""));
      return element("label", { className: "gk-find__check" }, box, element("span", {}, say(this.words, name)));
    }
    options(name, pairs) {
      const select = this.results.querySelector(`select[name=${name}]`);
      // A list that is open stays open where an answer changes nothing in it.
      const options = pairs.map(([value, label]) => new Option(label, value));
      const same = options.length === select.length && options.every((option, i) => option.isEqualNode(select[i]));
      if (!same) select.replaceChildren(...options);
      select.value = this.state.get(name) ?? "";
    }
    renderFilters(index, facets) {
      const any = ["", say(this.words, "any")];
      const years = [...facets.year].sort((a, b) => b[0] - a[0]).map(([year, count]) => [year, `${year}（${count}）`]);
      for (const name of YEARS) this.options(name, [any, ...this.kept(years, this.state.get(name))]);
      for (const name of CHOICES) {
        const counts = [...facets[name]].sort((a, b) => b[1] - a[1]);
        this.results.querySelector(`.gk-find__choice--${name}`).hidden = counts.length < 2 && !this.state.get(name);
        if (name === "agency") {
          this.agencyCounts = { index, counts };
          this.renderAgencyChoice();
          continue;
        }
        const pairs = counts.map(([value, count]) => [value, `${this.label(index, name, value)}（${count}）`]);
        this.options(name, [any, ...this.kept(pairs, this.state.get(name), (value) => this.label(index, name, value))]);
      }
      for (const name of MARKS) {
        const box = this.results.querySelector(`input[name=${name}]`);
        box.checked = Boolean(this.state.get(name));
        box.nextSibling.textContent = `${say(this.words, name)}（${facets[name].get("1") ?? 0}）`;
        box.parentElement.hidden = !facets[name].size && !box.checked;
      }
      this.options("order", [["", say(this.words, "relevance")], ["date", say(this.words, "date")]]);
    }
    renderAgencyChoice() {
      const { index, counts } = this.agencyCounts;
      const asked = this.narrow.value.trim();
      this.narrow.hidden = counts.length <= MOST && !asked;
      const known = new Map(agenciesOf(index).map((agency) => [agency.id, agency]));
      const name = (id) => known.get(id)?.name ?? id;
      const fitting = asked ? counts.filter(([id]) => known.has(id) && isCalled(index, asked, known.get(id))) : counts;
      const pairs = fitting.slice(0, MOST).map(([id, count]) => [id, `${name(id)}（${count}）`]);
      const more = fitting.length - pairs.length;
      const first = more ? say(this.words, "any_of_more", { count: fitting.length }) : say(this.words, "any");
      this.options("agency", [["", first], ...this.kept(pairs, this.state.get("agency"), name)]);
    }
    /** A value that is chosen stays on offer, even where it would leave nothing. */
    kept(pairs, chosen, label = (value) => value) {
      return !chosen || pairs.some(([value]) => value === chosen) ? pairs : [...pairs, [chosen, `${label(chosen)}（0）`]];
    }
    label(index, name, value) {
      if (name !== "section") return value;
      for (const { layouts } of index.segments) {
        for (const { pieces } of layouts) {
          const piece = pieces.find(([section, level]) => section === value && level !== TABLE);
          if (piece) return piece[3];
        }
      }
      return value;
    }
    renderAgencies(index, agencies, years) {
      if (!agencies.length) return [];
      const title = say(this.words, agencies[0].close ? "close_agencies" : "agencies");
      const list = agencies.map((agency) => {
        const links = agency.reports.map(([year, address]) => {
          const link = element("a", { href: target(index, address), className: "gk-find__year" }, String(year));
          if (years.includes(year)) link.classList.add("gk-find__year--asked");
          return link;
        });
        const name = element("a", { href: target(index, agency.address), className: "gk-find__name" }, agency.name);
        const former = agency.former.length ? [element("span", { className: "gk-find__fact" }, agency.former.join("、"))] : [];
        return element("li", {}, name, ...former, element("span", { className: "gk-find__years", role: "group", "aria-label": say(this.words, "reports") }, ...links));
      });
      // Else the hits would be below the agencies, for whom headings are the way through a page.
      const rest = this.next.length ? [element("h2", {}, say(this.words, "results"))] : [];
      return [element("h2", {}, title), element("ul", {}, ...list), ...rest];
    }
    more(index, results, count = STEP) {
      const from = this.list.childElementCount;
      const hits = [...this.next, ...firstOf(this.hits, count)];
      this.next = hits.splice(count);
      this.list.append(...hits.map((hit) => this.row(index, hit, results)));
      this.button.hidden = !this.next.length;
      this.button.onclick = () => {
        this.more(index, results);
        this.list.children[from + count]?.querySelector("a").focus();
      };
    }
    /** Where a section begins in a report; "" where it has none such. */
    anchor({ segment, number }, section) {
      const piece = segment.layout(number).pieces.find(([own, level]) => own === section && level !== TABLE);
      return piece?.[2] ?? "";
    }
    row(index, hit, results) {
      const title = hit.segment.title(hit.number);
      const link = element("a", { href: target(index, hit.address, results.words), className: "gk-find__title" }, ...marked(title, marks(title, results.words)));
      const heading = element("span", { className: "gk-find__heading" });
      const text = element("p", { className: "gk-find__text" });
      const fact = element("span", { className: "gk-find__fact" });
      const row = element("li", { className: "gk-find__hit" }, element("h3", {}, link));
      // What comes with the texts has its lines from the beginning, so that nothing moves under the pointer.
      const rest = awaited(hit, results);
      if (rest.heading || hit.segment.columns.type[hit.number] === REPORT) row.append(element("p", { className: "gk-find__place" }, fact, heading));
      if (rest.excerpt) row.append(text);
      const links = [];
      if (hit.also.length) {
        links.push(...hit.also.map((other) => element("a", { href: target(index, other.address, results.words), className: "gk-find__year" }, String(other.year))));
        row.append(element("p", { className: "gk-find__also" }, say(this.words, "also"), ...links));
      }
      // Texts are loaded for what is in view, so that a long list costs no more than what is read.
      const load = async () => {
        seen.disconnect();
        this.unloaded.delete(load);
        const found = await fillExcerpt(index, hit, results, link, heading, text);
        // They have the words in the same sections, but maybe in other cells.
        links.forEach((other, i) => (other.href = target(index, hit.also[i].address, results.words, this.anchor(hit.also[i], found?.section))));
        if (found?.published) fact.textContent = say(this.words, "published", { date: found.published });
      };
      const seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && load());
      this.unloaded.add(load);
      seen.observe(row);
      return row;
    }
  }

  for (const page of document.querySelectorAll(".gk-find")) new SearchPage(page);
})();
