// The file's bytes, as the product reads them: a byte stream into one buffer of 1 MB,
// used again and again.
const CHUNK = 1 << 20;

/** Gives `take` every chunk, a view that is only valid until it returns. */
export async function readBytes(file, take) {
  const reader = file.stream().getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(CHUNK);
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(buffer));
    if (done) return;
    take(value);
    buffer = value.buffer;
  }
}
