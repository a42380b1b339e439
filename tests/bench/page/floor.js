// The floor: the bytes of the file are read, and nothing is done with them.
import { readBytes } from "./bytes.js";
import { serve } from "./serve.js";

serve({
  async read(file) {
    let bytes = 0;
    await readBytes(file, (chunk) => {
      bytes += chunk.length;
    });
    return { bytes };
  },
});
