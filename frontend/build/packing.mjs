// How the engine stands in the page: a character a byte, so that what compresses the
// page sees the wasm nearly as it is. Base64 would hide it: 30 % more on the wire.
//
// Three bytes cannot stand as their own character: NUL and CR, which an HTML parser
// replaces, and `<`, which may begin an end tag. Each changes places with a byte that
// is rare in this wasm; those three, and the rare sign before them, become pairs.

const BARRED = [0x00, 0x0d, 0x3c];

/** The text of some bytes, and the four rare ones that stand for something else. */
export function packed(bytes) {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] += 1;
  // Not among the letters: a pair's second sign is one.
  const rare = [...counts.keys()]
    .filter((byte) => !BARRED.includes(byte) && (byte < 0x61 || byte > 0x64))
    .sort((one, other) => counts[one] - counts[other])
    .slice(0, 4);
  const signs = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
  const escape = signs[rare[3]];
  BARRED.forEach((byte, n) => (signs[byte] = String.fromCharCode(rare[n])));
  rare.forEach((byte, n) => (signs[byte] = escape + String.fromCharCode(0x61 + n)));
  const text = Array.from(bytes, (byte) => signs[byte]).join("");
  return { text, swaps: rare };
}

/**
 * The bytes of a text, and what is left of it: the first half of a pair.
 *
 * It runs in the page, which gets its source.
 */
export function unpacked(text, swaps) {
  const isCut = text.charCodeAt(text.length - 1) === swaps[3];
  const end = isCut ? text.length - 1 : text.length;
  const meanings = Uint8Array.from({ length: 256 }, (_, sign) => sign);
  [0x00, 0x0d, 0x3c].forEach((byte, n) => (meanings[swaps[n]] = byte));
  const bytes = new Uint8Array(end);
  let length = 0;
  for (let at = 0; at < end; at += 1) {
    const sign = text.charCodeAt(at);
    bytes[length++] = sign === swaps[3] ? swaps[text.charCodeAt(++at) - 0x61] : meanings[sign];
  }
  return { bytes: bytes.subarray(0, length), rest: text.slice(end) };
}
