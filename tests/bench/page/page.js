// The page: starts a fresh worker for each run, or keeps one where that is asked for,
// and hands it a real file from disk.
const files = document.getElementById("files");
const kept = new Map();

function start(script) {
  const worker = new Worker(`${script}.js`, { type: "module" });
  const waiting = [];
  worker.onmessage = ({ data }) => waiting.shift()(data);
  const answer = () => new Promise((resolve) => waiting.push(resolve));
  worker.onerror = (event) => waiting.shift()?.({ error: event.message });
  const ready = answer();
  return {
    async run(task, file) {
      const problem = (await ready).error;
      if (problem) return { error: problem };
      const result = answer();
      worker.postMessage({ task, file });
      return await result;
    },
    end: () => worker.terminate(),
  };
}

/** Runs one task of a worker; `fromStart` counts the worker and its module too. */
globalThis.run = async ({ script, task, file, keep }) => {
  const begin = performance.now();
  const worker = kept.get(script) ?? start(script);
  if (keep) kept.set(script, worker);
  const result = await worker.run(task, files.files[file]);
  if (!keep) worker.end();
  return { ...result, fromStart: performance.now() - begin };
};

globalThis.endKept = () => {
  for (const worker of kept.values()) worker.end();
  kept.clear();
};
