// The review page as it travels: compressed once, as well as it goes.
import { promisify } from "node:util";
import { constants, createBrotliCompress, gzip } from "node:zlib";

/**
 * Brotli, the shell in a block of its own: a browser has all of it after the first
 * packets, whatever follows.
 */
export async function brotli(bytes, shellLength, quality) {
  const stream = createBrotliCompress({
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const chunks = [];
  stream.on("data", (chunk) => chunks.push(chunk));
  const ended = new Promise((resolve, reject) => stream.on("end", resolve).on("error", reject));
  stream.write(bytes.subarray(0, shellLength));
  await new Promise((resolve) => stream.flush(constants.BROTLI_OPERATION_FLUSH, resolve));
  stream.end(bytes.subarray(shellLength));
  await ended;
  return Buffer.concat(chunks);
}

/** For those who do not take Brotli. */
export const gzipped = (bytes) => promisify(gzip)(bytes, { level: 9 });
