/* How the files of the index are packed (codec.py). */

const UTF8 = new TextDecoder();

async function unpacked(response) {
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const stream = response.body.pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const accumulated = (steps) => {
  let sum = 0;
  return steps.map((step) => (sum += step));
};

/** How many of the sorted `values` are not greater than `value`. */
function rank(values, value) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** CRC-32 of the gram's code units, the lower byte of each first. */
function gramHash(gram) {
  let crc = -1;
  for (let i = 0; i < 2 * gram.length; i++) {
    crc ^= (gram.charCodeAt(i >> 1) >> (8 * (i & 1))) & 255;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Some of the numbers that stand in planes of `count` bytes: the lowest byte of each, the next… */
function unplaned(content, count, start = 0, end = count) {
  const values = new Array(end - start).fill(0);
  for (let at = 0, scale = 1; at < content.length; at += count, scale *= 256) {
    for (let i = start; i < end; i++) values[i - start] += content[at + i] * scale;
  }
  return values;
}

/** Values cut into parts of these lengths. */
function pieces(values, lengths) {
  let at = 0;
  return lengths.map((length) => values.slice(at, (at += length)));
}

const letters = (units) => String.fromCharCode(...units);

class Bytes {
  constructor(content) {
    this.content = content;
    this.at = 0;
  }
  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.content[this.at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  take(length = this.content.length - this.at) {
    this.at += length;
    return this.content.subarray(this.at - length, this.at);
  }
}
