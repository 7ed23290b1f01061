/* What the header, the home page and the search page share. */

/** How long one must have stopped typing, in milliseconds, to be told what was found. */
const PAUSE = 700;

function element(name, properties, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in node && key !== "list") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

const whenIdle = window.requestIdleCallback ?? setTimeout;

const opened = new Map();

function open(base) {
  if (!opened.has(base.href)) {
    const index = new Index(base).open();
    // What takes a while in a large portal is done before one has typed.
    index.then((own) => whenIdle(() => agenciesOf(own)), () => opened.delete(base.href));
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

/** Hits and agencies. Agencies are looked through while the files for the hits are on their way; and these
    are asked for only when the script lets the browser do so. */
async function answers(index, query, filters, order) {
  const searching = search(index, query, filters, order);
  searching.catch(() => {});
  await new Promise((done) => setTimeout(done));
  const named = await nameAgencies(index, query, filters);
  const results = await searching;
  return [results, named.agencies.length ? named : { ...named, ...(await namedInstead(index, query, results, filters)) }];
}

/** The agencies called by what is looked for instead of the one word that a query has beside its years. */
async function namedInstead(index, query, { closest }, filters) {
  if (parse(query).words.filter((word) => agencyWords(word).length).length !== 1) return {};
  for (const word of closest) {
    const { agencies } = await nameAgencies(index, word, filters);
    if (agencies.length) return { agencies };
  }
  return {};
}

/** The index as it is now, for what a page still wants of one that misses a file; asked for once,
    however many rows miss one. */
function renewed(index) {
  if (!index.renewed) {
    opened.delete(index.base.href);
    index.renewed = open(index.base);
    index.renewed.catch(() => (index.renewed = null));
  }
  return index.renewed;
}

const say = (words, key, values = {}) =>
  (words[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** What may be Pinyin: some syllables, and no GDP. */
const SYLLABLES = /^(?:(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?[aeiou]{1,3}(?:ng?|r)?){2,12}$/;

/** What is to be said where there are no hits. */
function nothing(words, query, { kind }, limited) {
  const sentence = say(words, !kind ? "no_word" : limited ? "none_filtered" : "none", { query });
  const spelled = kind && !limited && parse(query).words.every((word) => SYLLABLES.test(lettersOf(word)));
  return [sentence, spelled ? say(words, "spelled") : "", tooLong(words, query)].filter(Boolean).join(" ");
}

/** What is to be said where there may have been more to look for than is looked at; else "". */
function tooLong(words, query) {
  return [...query].length < LONGEST_QUERY ? "" : say(words, "longest", { count: LONGEST_QUERY });
}

/** What is to be said before hits that do not contain all that was asked for; else "". */
function notice(words, query, results) {
  return results.total ? `${difference(words, query, results)} ${tooLong(words, query)}`.trim() : "";
}

function difference(words, query, { kind, closest, more }) {
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

/** Fill in what only the texts know, or say that they cannot be had. The heading may stand in the `box` of
    the excerpt. */
async function fillExcerpt(index, hit, results, link, heading, text, box = text) {
  try {
    const room = (beside) => roomIn(box, box.contains(heading) ? beside.length + 1 : 0);
    const close = results.kind !== "exact" && !results.closest.length;
    const found = await patiently(index, hit, (own) => excerpt(own, results.words, results.section, close, room));
    link.href = target(index, hit.address, results.words, found.anchor);
    heading.replaceChildren(...marked(found.heading, marks(found.heading, results.words)));
    text.replaceChildren(...found.nodes);
    return found;
  } catch {
    text.replaceChildren(element("span", { className: "gk-unloaded" }, say(index.root.words, "no_excerpt")));
    return null;
  }
}

/** Some of what is left of `source`, of that only what is `wanted`. */
function firstOf(source, count, wanted = () => true) {
  const found = [];
  const iterator = source[Symbol.iterator]();
  while (found.length < count) {
    const { value, done } = iterator.next();
    if (done) break;
    if (wanted(value)) found.push(value);
  }
  return found;
}

/** Run `work` with a hit; once more with the same entry of a fresh index where a file is gone. */
async function patiently(index, hit, work) {
  try {
    return await work(hit);
  } catch {
    const fresh = await renewed(index);
    const entry = entryAt(fresh, hit.address);
    if (!entry) throw new Error(hit.address);
    return work({ ...hit, ...entry });
  }
}

/** Segment and number of the entry at an address; null where there is none. */
function entryAt(index, address) {
  for (const segment of index.segments) {
    for (let number = 0; number < segment.size; number++) {
      if (!segment.dead.has(number) && segment.address(number) === address) return { segment, number };
    }
  }
  return null;
}

/** Tells in a live region what was found once one has stopped typing: a screen reader that is told with each
    key reads nothing to its end. */
class Announcer {
  constructor(region) {
    this.region = region;
  }
  tell(text) {
    clearTimeout(this.timer);
    if (text) this.timer = setTimeout(() => (this.region.textContent = text), PAUSE);
    else this.region.textContent = "";
  }
}
