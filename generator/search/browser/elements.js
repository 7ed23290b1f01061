/* What the header, the home page and the search page share. */

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
  const named = await nameAgencies(index, query);
  return [await searching, named];
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
