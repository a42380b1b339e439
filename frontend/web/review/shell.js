// Takes files while the engine arrives, compiles it as it does, starts it in the page,
// and knows how to start it in a worker.
//
// build/review.mjs puts this first in the page: `guard` is the first line of all,
// `unpacked` turns text back into the engine's bytes, `TEXTS` are of the catalogue. `crosswalkProgram`, the glue,
// comes with a script of its own.
const early = [];
const find = (id) => document.getElementById(id);

function say(text) {
  const status = find("shell-status");
  if (status) status.textContent = text;
}

function take(files) {
  early.push(...files);
  if (early.length > 0) say(TEXTS.opens_soon.replace("{names}", () => early.map((file) => file.name).join(", ")));
}

const onDrop = (event) => {
  event.preventDefault();
  take(event.dataTransfer?.files ?? []);
};
const onDragOver = (event) => event.preventDefault();
const onChange = (event) => {
  if (event.target.id === "shell-file") take(event.target.files);
};
const listeners = [["drop", onDrop], ["dragover", onDragOver], ["change", onChange]];
for (const [type, listener] of listeners) addEventListener(type, listener);

const soon = () => new Promise((done) => setTimeout(done, 20));

/** The engine's bytes, in pieces, while the parser still reads them. */
async function* arriving() {
  for (let taken = 0, held = ""; ; await soon()) {
    // Asked before the text is read: what came in between is seen next time.
    const isWhole = document.readyState !== "loading";
    const node = find("engine");
    if (!node) {
      if (isWhole) throw new Error("the file is not whole");
      continue;
    }
    const text = node.textContent;
    if (text.length > taken) {
      const total = Number(node.dataset.length);
      const progress = find("shell-progress");
      if (progress) progress.value = text.length / total;
      const piece = unpacked(held + text.slice(taken), node.dataset.swaps.split(",").map(Number));
      [taken, held] = [text.length, piece.rest];
      yield piece.bytes;
      if (taken > total) throw new Error("the file was changed");
      if (taken === total) return;
    }
    if (isWhole && taken < Number(node.dataset.length)) throw new Error("the file is not whole");
  }
}

function compiled() {
  const pieces = arriving();
  const stream = new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  return WebAssembly.compileStreaming(new Response(stream, { headers: { "content-type": "application/wasm" } }));
}

function workerSource() {
  return `${guard}
const program = (${crosswalkProgram})();
onmessage = (message) => { onmessage = null; program.initSync({ module: message.data }); };`;
}

async function start() {
  const module = await compiled();
  const address = URL.createObjectURL(new Blob([workerSource()], { type: "text/javascript" }));
  globalThis.crosswalkSpawnEngine = () => {
    // By its name it knows which language the page speaks.
    const worker = new Worker(address, { name: document.documentElement.lang });
    worker.postMessage(module);
    return worker;
  };
  // Not at once: a browser may refuse to make a large program in one go in a page.
  await crosswalkProgram().init({ module_or_path: module });
  for (const [type, listener] of listeners) removeEventListener(type, listener);
  find("shell").remove();
  performance.mark("engine-ready");
  // The workbench takes them as if they were dropped now.
  if (early.length === 0) return;
  const dataTransfer = new DataTransfer();
  for (const file of early) dataTransfer.items.add(file);
  document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
}

performance.mark("shell-ready");
start().catch((error) => {
  if (!find("shell-status")) throw error;
  find("shell-progress")?.remove();
  say(TEXTS.engine_failed.replace("{why}", () => error.message));
});
