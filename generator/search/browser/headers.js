/* What a header says of entries, agencies and layouts (headers.py). */

const TABLE = 1, TEXT = 2, HEADING = 3, TITLE = 4;
const REPORT = 0, AGENCY = 1;

const patterns = new Map();

function patternParts(pattern) {
  if (!patterns.has(pattern)) patterns.set(pattern, pattern.split(/([\x01-\x03])/));
  return patterns.get(pattern);
}

const withArea = (pattern, area) => pattern.replace("\x04", () => area).replace("\x05", () => [...area].slice(0, -1).join(""));

const COLUMNS = ["type", "year", "title", "address", "layout", "edition", "flags"];

/** The properties of entries, each as one number an entry. */
function columnsOf({ columns: { group, rows, row } }) {
  const numbers = accumulated(row);
  const columns = { group: accumulated(group), row: numbers };
  COLUMNS.forEach((name, i) => {
    const values = accumulated(rows[i] ?? []);
    columns[name] = numbers.map((number) => values[number]);
  });
  return columns;
}

/** Id and name of an agency, labels of its kind and its area, from the columns of a header. */
function groupsOf({ labels, groups: { heads, tails, names, bureaus, places, rows } }) {
  return rows[0].map((bureau, i) => {
    const [tail, name, kind] = bureaus[bureau];
    const [head, area] = places[rows[1][i]];
    return [heads[head] + tails[tail], withArea(names[name], labels[area]), labels[kind], labels[area]];
  });
}

/** Former names, aliases and spellings (0: as usual) of each agency's entry. */
function agenciesIn({ agencies: { entries, aliases, called, former, spelled } }, areaOf) {
  const own = (number, i) => aliases[i].map((alias) => withArea(called[alias], areaOf(number)));
  return new Map(accumulated(entries).map((number, i) => [number, [former[number] ?? [], own(number, i), spelled[number] ?? 0]]));
}
