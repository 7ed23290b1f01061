/* Agencies by what people call them (naming.py). */

const YEAR = /(?<!\d)(?:((?:19|20|21)\d\d)(?:年度?|(?!\d))|(\d\d)年度?)/g;
const CLOSE = 20;
const MOST_AGENCIES = 10;

const BETWEEN_WORDS = new RegExp(`[${ANY_QUOTE}]`, "g");

/** How many characters a text has: some are two code units. */
const lengthOf = (text) => [...text].length;

/** What people put behind an agency's name to ask for its reports: 财政局信息公开年报, 应急局2023年报告. */
const ASKING = /^报告$|(?:(?:(?:政府|政务)?信息|政务)公开)?(?:工作)?(?:年度报告|年报)$|(?:(?:政府|政务)?信息|政务)公开(?:工作)?(?:报告)?$/;

/** What is left of a folded query where its years are taken for those of reports. */
function agencyWords(plain) {
  return plain.replace(BETWEEN_WORDS, " ").replace(YEAR, " ").split(" ").filter(Boolean);
}

/** The agencies that all words fit, in no order; where there are none, those that they fit without what
    only asks for reports. */
function agenciesCalled(index, words, close) {
  const found = agenciesFitting(index, words, close);
  if (found.length || close || !words.some((word) => ASKING.test(word))) return found;
  return agenciesFitting(index, words.map((word) => word.replace(ASKING, "")).filter(Boolean), close);
}

function agenciesFitting(index, words, close) {
  const found = [];
  for (const agency of words.length ? agenciesOf(index) : []) {
    const score = fits(words, agency, close);
    if (score) found.push({ ...agency, score, close });
  }
  return found;
}

/** The agencies that a query may mean, the likeliest first. Of what the filters limit, kind, area, agency
    and years say something about an agency. */
async function nameAgencies(index, text, filters = {}) {
  await index.prepare(text);
  // Without signs and without what is excluded.
  const asked = terms(text).filter(({ excluded }) => !excluded).map(({ written }) => written).join(" ");
  const plain = fold(asked);
  const years = [...plain.matchAll(YEAR)].map((match) => +(match[1] ?? `20${match[2]}`));
  const words = agencyWords(plain);
  // Folding takes the spaces beside Chinese characters away: the words in another order, or in Pinyin.
  const apart = asked.split(" ").flatMap((word) => agencyWords(fold(word)));
  let found = agenciesCalled(index, words, false);
  if (!found.length) found = agenciesCalled(index, apart, false);
  if (!found.length) found = agenciesCalled(index, words, true);
  return { years, agencies: agenciesLeft(index, found, parse(text).excluded, filters) };
}

/** The likeliest of some agencies that have no excluded word in a name and pass the filters, with those
    of their reports that do. */
function agenciesLeft(index, found, excluded, filters) {
  const address = ({ segment, number }) => segment.address(number);
  const left = found.filter((agency) => {
    const [id, , kind, area] = agency.segment.groups[agency.segment.columns.group[agency.number]];
    const own = { agency: id, kind, area };
    const fitting = Object.entries(own).every(([facet, value]) => passes([value], facet, filters));
    return fitting && !excluded.some((word) => agency.names.some((name) => name.includes(word)));
  });
  left.sort((a, b) => b.score - a.score || lengthOf(a.name) - lengthOf(b.name) || (address(a) < address(b) ? -1 : 1));
  const limited = filters.first || filters.last;
  const reports = reportsOf(index, limited ? left : left.slice(0, MOST_AGENCIES));
  const inRange = ([year]) => passes([year], "year", filters);
  return left
    .map((agency) => ({ ...agency, address: address(agency), reports: (reports.get(agency.id) ?? []).filter(inRange) }))
    .filter((agency) => agency.reports.length || !limited)
    .slice(0, MOST_AGENCIES);
}

/** Whether people may call an agency so: by a part of a name, a short form, Pinyin or initials. */
function isCalled(index, text, agency) {
  return fits(fold(text).split(/\s+/).filter(Boolean), agency, false) > 0;
}

/** All agencies; `called` are their names, the one of today first, `names` the same folded. */
function agenciesOf(index) {
  if (index.agencies) return index.agencies;
  const agencies = [];
  for (const segment of index.segments) {
    for (const [number, [former, aliases, spelled]] of segment.agencies) {
      if (segment.dead.has(number)) continue;
      const [id, name] = segment.groups[segment.columns.group[number]];
      const called = [name, ...former, ...aliases];
      agencies.push({ id, name, segment, number, former, called, names: called.map(fold), spelled });
    }
  }
  return (index.agencies = agencies);
}

/** Year and address of the reports of some agencies, by their id; the newest first. */
function reportsOf(index, agencies) {
  const reports = new Map(agencies.map(({ id }) => [id, []]));
  for (const segment of index.segments) {
    const { type, group, year } = segment.columns;
    const lists = segment.groups.map(([id]) => reports.get(id));
    for (let number = 0; number < segment.size; number++) {
      const own = lists[group[number]];
      if (own && type[number] === REPORT && year[number] && !segment.dead.has(number)) own.push([year[number], segment.address(number)]);
    }
  }
  for (const [id, own] of reports) {
    own.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1));
    // Of two for one year, one: whatever the order in which they came.
    reports.set(id, own.filter(([year], i) => year !== own[i - 1]?.[0]));
  }
  return reports;
}

/** The syllables of each name of an agency. */
function spellings(agency) {
  const { spelled, called, segment } = agency;
  const usual = segment.header.spelling;
  const own = (text, i) => (spelled ? (spelled[i] ?? "").split(" ").filter(Boolean) : [...text].map((character) => usual[character]));
  const plain = (syllable) => syllable.replaceAll("v", "u");
  return (agency.spellings ??= called.map((text, i) => own(text, i).map(plain)));
}

/** Whether an agency's names have the characters of a word; nearly all of them where it is only close. */
function mayFit(word, agency, close) {
  if (lettersOf(word)) return true;
  agency.text ??= agency.names.join("\n");
  const most = close ? differencesIn([...word]) : 0;
  let missing = 0;
  for (const character of word) if (!agency.text.includes(character) && ++missing > most) return false;
  return true;
}

function fits(words, agency, close) {
  let total = 0;
  for (const word of words) {
    if (!mayFit(word, agency, close)) return 0;
    let best = 0;
    for (let i = 0; i < agency.names.length; i++) best = Math.max(best, fit(word, agency, i, close) - (i ? 5 : 0));
    if (!best) return 0;
    total += best;
  }
  return total;
}

function fit(word, agency, i, close) {
  const name = agency.names[i];
  if (word === name) return 100;
  const at = name.indexOf(word);
  if (at >= 0) return at ? 70 : 80;
  const letters = lettersOf(word);
  if (letters) {
    const spelled = spellings(agency)[i];
    return letters.length > 1 && spelled.some((_, start) => spells(letters, spelled, start)) ? 60 : 0;
  }
  return shortForm(word, name) || (close ? resembles([...word], [...name]) : 0);
}

/** Pinyin as it is spelled here, without what may stand between syllables; else "". Folding has taken the
    tones away and made u of ü, so that v, which is typed for ü, is u as well. */
function lettersOf(word) {
  if (PLAIN.test(word)) return "";
  const letters = word.replace(/['’]/g, "");
  return /^[a-z]+$/.test(letters) ? letters.replaceAll("v", "u") : "";
}

function spells(letters, spelled, at) {
  if (!letters) return true;
  if (at === spelled.length) return false;
  const syllable = spelled[at];
  if (syllable.startsWith(letters)) return true;
  if (letters.startsWith(syllable) && spells(letters.slice(syllable.length), spelled, at + 1)) return true;
  return syllable.length > 1 && letters[0] === syllable[0] && spells(letters.slice(1), spelled, at + 1);
}

function shortForm(word, name) {
  if (!name.includes(word.at(-1))) return 0;
  const characters = [...word].reverse();
  let at = name.length;
  let gaps = 0;
  for (const character of characters) {
    const latest = at - character.length;
    const next = latest >= 0 ? name.lastIndexOf(character, latest) : -1;
    if (next < 0) return 0;
    if (next !== latest) gaps++;
    at = next;
  }
  return characters.length > 1 && gaps <= 3 ? Math.max(50 - 2 * gaps, CLOSE + 1) : 0;
}

/** In how many characters a name may differ from a word that is to mean it. */
const differencesIn = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

function resembles(word, name) {
  const most = differencesIn(word);
  if (!most) return 0;
  const row = new Array(name.length + 1).fill(0);
  word.forEach((character, count) => {
    let last = row[0];
    row[0] = count + 1;
    name.forEach((other, i) => {
      const here = Math.min(row[i + 1] + 1, row[i] + 1, last + (character !== other));
      last = row[i + 1];
      row[i + 1] = here;
    });
  });
  const differences = Math.min(...row);
  return differences <= most ? CLOSE - 5 * differences : 0;
}
