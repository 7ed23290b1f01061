/* What is looked for in the place of a word that stands nowhere (closeness.py). */

const WEIGHED = 12, NEAR = 2, RAREST = 4, MOST_TAKEN = 3;
const TEXTS = 6;

/** What is nearest to a word that stands nowhere, and where it stands; the likeliest first. */
async function corrections(index, word) {
  const sized = limit(word.length) > 0;
  const [{ cost, spoken }, changes] = await Promise.all([likeness(index), possibleChanges(index, word)]);
  const found = sized ? inNames(index, word, cost) : [];
  found.push(...(await oneError(index, word, changes, cost)));
  const isSure = () => found.some((each) => each.cost < END);
  if (!isSure()) found.push(...(await soundingAlike(index, word, spoken, cost)));
  if (sized && !isSure()) {
    const small = await agreeingPlaces(index, word, false);
    const agreeing = small.some((own) => own.size) ? small : await agreeingPlaces(index, word, true);
    found.push(...(await inTexts(index, likely(index, agreeing), word, cost)));
  }
  return likeliest(index, word, found);
}

/** Of what was found the nearest; something hardly farther where it is much more frequent. */
async function likeliest(index, word, found) {
  const off = (text) => Math.abs(text.length - word.length);
  const costs = new Map();
  const seen = new Map();
  for (const { text, cost } of found) {
    costs.set(text, Math.min(cost, costs.get(text) ?? cost));
    seen.set(text, (seen.get(text) ?? 0) + 1);
  }
  const least = Math.min(...costs.values());
  const near = [...costs].filter(([, cost]) => cost <= least + NEAR).map(([text, cost]) => ({ text, cost }));
  near.sort((a, b) => a.cost - b.cost || off(a.text) - off(b.text) || seen.get(b.text) - seen.get(a.text) || (a.text < b.text ? -1 : 1));
  const weighed = near.slice(0, WEIGHED);
  await Promise.all(weighed.map(async (each) => (each.matches = await find(index, each.text))));
  const most = Math.max(1, ...weighed.map(({ matches }) => matches.size));
  for (const each of weighed) each.worth = 2 * each.cost + Math.min(RAREST, 32 - Math.clz32(Math.floor(most / Math.max(1, each.matches.size))));
  weighed.sort((a, b) => a.worth - b.worth || a.cost - b.cost || off(a.text) - off(b.text) || b.matches.size - a.matches.size || (a.text < b.text ? -1 : 1));
  return weighed.slice(0, MOST_TAKEN).filter(({ worth }) => worth <= weighed[0].worth + NEAR);
}

/** In names and headings, and in what nearly every text repeats. */
function inNames(index, word, cost) {
  const letters = [...new Set(word.split(""))];
  const promising = (text) => 2 * letters.filter((letter) => text.includes(letter)).length >= letters.length;
  return namesIn(index).filter(promising).map((text) => nearest(word, text, cost)).filter(Boolean);
}

/** All names, headings and frequent grams, folded. */
function namesIn(index) {
  if (index.names) return index.names;
  const texts = new Set();
  for (const { header, groups, agencies, frequent } of index.segments) {
    for (const pieces of header.layouts) for (const piece of pieces) texts.add(piece[3]);
    for (const [, name] of groups) texts.add(name);
    for (const [former, aliases] of agencies.values()) for (const name of [...former, ...aliases]) texts.add(name);
    for (const gram of frequent) texts.add(gram);
  }
  return (index.names = [...texts].map(fold));
}

async function inTexts(index, entries, word, cost) {
  const look = async (key) => {
    const { texts } = await index.segments[Math.floor(key / ENTRY)].texts(key % ENTRY);
    return nearest(word, fold(texts.filter((text) => [...text].length > 1).join("\n")), cost);
  };
  return (await Promise.all(entries.map(look))).filter(Boolean);
}

/** Bits of a word, one for each two neighbours that agree; more of them are better. */
function better(bits, others) {
  const more = ones(bits) - ones(others);
  return more > 0 || (more === 0 && bits > others);
}

function ones(bits) {
  let count = 0;
  for (let left = bits; left; left &= left - 1) count++;
  return count;
}

function bitsOf({ start, end }) {
  let bits = 0;
  for (let at = start; at < end - 1; at++) bits |= 1 << at;
  return bits;
}

/** The entries that have most of the word in one slot. Of those that have
    as much of it, some for each part of the word that they have; half of these are the ones that are
    shown first, the others are evenly spread. `agreeing` are bits by slot, for each segment. */
function likely(index, agreeing) {
  const best = new Map();
  agreeing.forEach((own, position) => {
    const segment = index.segments[position];
    for (const [slot, bits] of own) {
      const [number] = segment.entryOf(slot);
      const key = position * ENTRY + number;
      if (!segment.dead.has(number) && better(bits, best.get(key) ?? 0)) best.set(key, bits);
    }
  });
  const alike = new Map();
  for (const [key, bits] of best) {
    if (!alike.has(bits)) alike.set(bits, []);
    alike.get(bits).push(key);
  }
  const levels = new Map();
  for (const bits of [...alike.keys()].sort((a, b) => (better(a, b) ? -1 : 1))) {
    if (!levels.has(ones(bits))) levels.set(ones(bits), []);
    levels.get(ones(bits)).push(alike.get(bits));
  }
  const chosen = [];
  for (const groups of levels.values()) {
    groups.forEach((group, i) => {
      const most = Math.ceil((TEXTS - chosen.length) / (groups.length - i));
      if (most) chosen.push(...some(shownFirst(index, group), most));
    });
  }
  return chosen;
}

/** The first half of what may be taken, and some that are evenly spread over the rest. */
function some(entries, most) {
  if (entries.length <= most) return entries;
  const rest = entries.slice((most + 1) >> 1);
  const size = most >> 1;
  return [...entries.slice(0, (most + 1) >> 1), ...Array.from({ length: size }, (_, i) => rest[Math.floor((i * rest.length) / size)])];
}

/** Entries in the order of equal hits. */
function shownFirst(index, keys) {
  const rows = keys.map((key) => {
    const segment = index.segments[Math.floor(key / ENTRY)];
    return { key, year: segment.columns.year[key % ENTRY] || 9999, address: segment.address(key % ENTRY) };
  });
  rows.sort((a, b) => b.year - a.year || (a.address < b.address ? -1 : 1));
  return rows.map(({ key }) => key);
}

/** What of the word stands where it would have to, for each slot at its best place. Lists with files
    of their own are loaded only where that is asked for. */
function agreeingPlaces(index, word, large) {
  return Promise.all(index.segments.map((segment) => bestPlaces(segment, word, large)));
}

/** The parts of a word that are grams whose places are known, those that stand somewhere. */
async function partsOf(segment, word) {
  const parts = spans(word.slice(0, LOOKED_UP), segment.frequent);
  const lists = await Promise.all(parts.map(({ gram }) => segment.lookup(gram)));
  return parts.map((part, i) => ({ ...part, list: lists[i] })).filter(({ list }) => list !== undefined);
}

async function bestPlaces(segment, word, large) {
  const places = new Map();
  const slots = new Map();
  const parts = await partsOf(segment, word);
  const within = (part) => parts.some((other) => other !== part && other.start <= part.start && part.end <= other.end);
  const lists = await Promise.all(parts.map((part) => part.list ?? (large && !within(part) ? segment.large("p", part.gram) : [])));
  parts.forEach((part, i) => {
    const bits = bitsOf(part);
    for (const code of lists[i]) {
      places.set(code - part.start, places.get(code - part.start) | bits);
      slots.set(code - part.start, segment.slotOf(code));
    }
  });
  const best = new Map();
  for (const [place, own] of places) {
    const slot = slots.get(place);
    for (const by of [-1, 1]) {
      const bits = own | places.get(place + by);
      if (better(bits, best.get(slot) ?? 0)) best.set(slot, bits);
    }
  }
  return best;
}
