/* When to ask while one types. */

const REST = 300;
const BETWEEN = 120;

/** Does `work` when something was typed: at once after a pause, as when one pastes or chooses what an
    input method offers; between keys that follow each other quickly, only when they stop. Returns what
    drops a wait that may be under way. */
function whenTyped(input, work) {
  let timer;
  let last = -Infinity;
  let value;
  const typed = () => {
    const since = performance.now() - last;
    // Some browsers tell the end of an input method's work twice.
    if (input.value === value && since < BETWEEN) return;
    clearTimeout(timer);
    if (since > REST) work();
    else timer = setTimeout(work, BETWEEN);
    last = performance.now();
    value = input.value;
  };
  input.addEventListener("input", (event) => event.isComposing || typed());
  // What is half written by an input method is not yet asked for.
  input.addEventListener("compositionstart", () => clearTimeout(timer));
  input.addEventListener("compositionend", typed);
  return () => clearTimeout(timer);
}
