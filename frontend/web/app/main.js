// Starts the signed-in app. The worker's address is known here only, where the
// bundler can see it.
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/app.css";
import init from "@pkg/app.js";

globalThis.crosswalkSpawnEngine = () =>
  new Worker(new URL("./engine.worker.js", import.meta.url), { type: "module" });

await init();
