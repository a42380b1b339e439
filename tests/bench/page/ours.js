// The engine of the product: opening and checking, cold; and computing on bytes that
// are in memory already, warm.
import init, { Engine, Memory } from "@pkg/bench.js";
import { readBytes } from "./bytes.js";
import { serve } from "./serve.js";

let wasm;
let memory;
let engine; // the result stays alive, as in the product

/**
 * The module with a section of chance at its end, or Chromium would hand out the code
 * that it optimised for the worker before.
 */
async function coldModule() {
  const bytes = new Uint8Array(await (await fetch(new URL("bench_bg.wasm", import.meta.url))).arrayBuffer());
  const section = new Uint8Array(2 + 9 + 8);
  section.set([0, 17, 8, ...new TextEncoder().encode("one-time")]);
  crypto.getRandomValues(section.subarray(11));
  const cold = new Uint8Array(bytes.length + section.length);
  cold.set(bytes);
  cold.set(section, bytes.length);
  return await WebAssembly.compile(cold);
}

const timed = (act) => {
  const begin = performance.now();
  const result = act();
  return { ms: performance.now() - begin, result };
};

serve(
  {
    async open(file) {
      engine = new Engine(file.size);
      await readBytes(file, (chunk) => engine.push(chunk));
      const outcome = JSON.parse(engine.finish());
      return { outcome, memory: wasm.memory.buffer.byteLength, bytes: file.size };
    },
    async load(file) {
      memory = new Memory(file.size);
      await readBytes(file, (chunk) => memory.push(chunk));
      return {};
    },
    // These give their own time.
    async check() {
      const { ms, result } = timed(() => memory.check());
      return { ms, outcome: JSON.parse(result) };
    },
    async checkStream() {
      const { ms, result } = timed(() => memory.check_stream());
      return { ms, outcome: JSON.parse(result) };
    },
    async countFields() {
      const { ms, result } = timed(() => memory.count_fields());
      return { ms, fields: result };
    },
  },
  async () => {
    wasm = await init({ module_or_path: await coldModule() });
  },
);
