/* How near a word is to what stands somewhere (similar.py). */

const END = 11, ADDED = 10, OTHER = 9, OMITTED = 8, SWAPPED = 7, SHAPE = 6, SOUND = 4;
const MARKS = new Set(" ,.;:!?()[]“”、。《》");

/** What it costs to take one character for another, and how characters are spoken: for each, the first
    common one that sounds like it. */
async function likeness(index) {
  const [sounds, shapes] = await index.json(index.root.similar);
  const sound = new Map([...commonCharacters()].map((character, i) => [character, sounds[i]]));
  const first = new Map();
  for (const [character, number] of sound) if (number && !first.has(number)) first.set(number, character);
  const shape = new Map();
  shapes.forEach((group, i) => [...group].forEach((character) => shape.set(character, [...(shape.get(character) ?? []), i])));
  const cost = (one, other) => {
    if (one === other) return 0;
    if (sound.get(one) && sound.get(one) === sound.get(other)) return SOUND;
    if (MARKS.has(one) || MARKS.has(other)) return 2 * OTHER;
    return shape.get(one)?.some((group) => shape.get(other)?.includes(group)) ? SHAPE : OTHER;
  };
  return { cost, spoken: (character) => first.get(sound.get(character)) ?? "" };
}

const limit = (length) => (length < 3 ? 0 : length < 4 ? OMITTED : length < 8 ? END : END + ADDED);

/** The part of `text` that is nearest to `word` within the limit; the first of several. */
function nearest(word, text, cost) {
  const size = word.length;
  const most = limit(size);
  const atEnd = (count) => count === 1 || count === size;
  // Cost, and where the part begins, of the best part that ends here; and here, and one before.
  let [before, last, here] = [0, 1, 2].map(() => [new Array(size + 1).fill(0), new Array(size + 1).fill(0)]);
  for (let count = 1; count <= size; count++) last[0][count] = last[0][count - 1] + (atEnd(count) ? END : ADDED);
  const replacing = Array.from({ length: size }, () => new Map());
  let best = null;
  for (let end = 1; end <= text.length; end++) {
    const character = text[end - 1];
    here[1][0] = end;
    for (let count = 1; count <= size; count++) {
      const own = word[count - 1];
      let replaced = replacing[count - 1].get(character);
      if (replaced === undefined) {
        replaced = cost(own, character);
        if (replaced === OTHER && atEnd(count)) replaced = END;
        replacing[count - 1].set(character, replaced);
      }
      let reached = last[0][count - 1] + replaced;
      let begin = last[1][count - 1];
      if (last[0][count] + OMITTED < reached) [reached, begin] = [last[0][count] + OMITTED, last[1][count]];
      const added = here[0][count - 1] + (atEnd(count) ? END : ADDED);
      if (added < reached) [reached, begin] = [added, here[1][count - 1]];
      if (end > 1 && count > 1 && word[count - 2] === character && own === text[end - 2] && own !== character && before[0][count - 2] + SWAPPED < reached) {
        [reached, begin] = [before[0][count - 2] + SWAPPED, before[1][count - 2]];
      }
      here[0][count] = reached;
      here[1][count] = begin;
    }
    if (here[0][size] <= most && (!best || here[0][size] < best.cost)) {
      const part = text.slice(here[1][size], end);
      if (!part.includes("\n")) best = { text: part, cost: here[0][size] };
    }
    [before, last, here] = [last, here, before];
  }
  return best;
}
