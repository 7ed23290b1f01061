/* On the page that a hit opens: the words that were looked for. */

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
