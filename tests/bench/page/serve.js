// One worker, several tasks: times each from the file's arrival to its result.

/** `prepare` is done before the file arrives, and is not timed. */
export async function serve(tasks, prepare = async () => {}) {
  try {
    await prepare();
  } catch (error) {
    postMessage({ error: `${error}` });
    return;
  }
  onmessage = async ({ data: { task, file } }) => {
    const begin = performance.now();
    try {
      const result = await tasks[task](file);
      postMessage({ ms: performance.now() - begin, ...result });
    } catch (error) {
      postMessage({ error: `${task}: ${error?.stack ?? error}` });
    }
  };
  postMessage({});
}
