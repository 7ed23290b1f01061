/* Which grams answer a phrase (grams.py). */

const LONGEST = 12;

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

/** Where a phrase may begin of which a part, `by` characters later, stands at these codes. What stands nearer
    than that to the beginning of the segment is no part of it. */
function beginnings(codes, by) {
  const starts = codes.map((code) => code - by);
  return by ? starts.filter((start) => start >= 0) : starts;
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
