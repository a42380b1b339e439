// A picture of a page as a PNG of at most 256 colours: a third of what the browser writes.
import { crc32, deflateSync } from "node:zlib";

const COLOURS = 256;

/** A chunk of a PNG: length, name, data, checksum. */
function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

/** The colours that are there most, and for each colour the nearest of these. */
function palette(colours) {
  const counts = new Map();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const all = [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour);
  // One of every hue first: the few pixels of a sign count as much as a surface.
  const hues = new Map(all.toReversed().map((colour) => [colour & 0xe0e0e0, colour]));
  const kept = [...new Set([...hues.values(), ...all])].slice(0, COLOURS);
  const part = (colour, shift) => (colour >> shift) & 255;
  const far = (one, other) => [0, 8, 16].reduce((sum, shift) => sum + (part(one, shift) - part(other, shift)) ** 2, 0);
  const nearest = new Map();
  for (const colour of counts.keys()) {
    let [best, least] = [0, Infinity];
    for (const [place, known] of kept.entries()) {
      const distance = far(colour, known);
      if (distance < least) [best, least] = [place, distance];
    }
    nearest.set(colour, best);
  }
  return { kept, nearest };
}

/** A PNG of rows of red, green, blue and alpha, a byte each; alpha is passed over. */
export function indexedPng(width, height, rgba) {
  const colours = new Uint32Array(width * height);
  for (let at = 0; at < colours.length; at += 1) {
    colours[at] = rgba[at * 4] | (rgba[at * 4 + 1] << 8) | (rgba[at * 4 + 2] << 16);
  }
  const { kept, nearest } = palette(colours);
  const rows = Buffer.alloc((width + 1) * height); // each row begins with its filter: none
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      rows[row * (width + 1) + column + 1] = nearest.get(colours[row * width + column]);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8); // 8 bits, by a palette
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("PLTE", Buffer.from(kept.flatMap((colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
