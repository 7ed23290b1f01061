/* What happens when a page is there. */

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

// What assets/search-page.js and the tests build on.
window.gongkaiSearch = {
  Announcer, Index, REPORT, TABLE, agenciesOf, answers, awaited, element, fillExcerpt, firstOf, fold, isCalled, marked, marks, nameAgencies,
  nothing, notice, open, parse, plainQuery, say, search, target, whenTyped, withIndex,
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
