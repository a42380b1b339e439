// Inflates the engine, starts it in the page, and knows how to start it in a worker.
//
// `load` (the program's glue), `guard` (the first line) and `wasm` (base64 of gzip)
// are put in front of this by build.mjs. The worker gets the compiled module by
// message; its script is a blob, which a page without an origin may still start.
let early;
const keep = (event) => {
  event.preventDefault();
  early = event.dataTransfer?.files?.[0] ?? early;
  const status = document.getElementById("shell-status");
  if (early && status) status.textContent = `${early.name} opens as soon as the engine is up.`;
};
const allow = (event) => event.preventDefault();
addEventListener("drop", keep);
addEventListener("dragover", allow);

async function compiled() {
  const packed = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

function workerSource() {
  return `${guard}
const load = ${load};
onmessage = (message) => { onmessage = null; load().initSync({ module: message.data }); };`;
}

async function start() {
  const module = await compiled();
  const address = URL.createObjectURL(new Blob([workerSource()], { type: "text/javascript" }));
  globalThis.crosswalkSpawnEngine = () => {
    const worker = new Worker(address);
    worker.postMessage(module);
    return worker;
  };
  globalThis.crosswalkEarlyFile = () => early;
  removeEventListener("drop", keep);
  removeEventListener("dragover", allow);
  document.getElementById("shell").remove();
  load().initSync({ module });
}

start().catch((error) => {
  const status = document.getElementById("shell-status");
  if (!status) throw error;
  status.textContent = `The engine did not start (${error.message}). Crosswalk needs WebAssembly and DecompressionStream: use a current browser.`;
});
