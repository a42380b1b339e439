// Starts the signed-in app. The worker's address is known here only, where the
// bundler can see it.
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/app.css";
import init from "@pkg/app.js";

globalThis.crosswalkSpawnEngine = () =>
  new Worker(new URL("./engine.worker.js", import.meta.url), { type: "module" });

// What makes the app and the review page work without a network. Not before the page
// has what it needs itself.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js"));
}

try {
  await init();
  document.getElementById("starting")?.remove();
} catch (error) {
  document.querySelector("#starting .starting-word").textContent =
    "Crosswalk could not start: it needs a browser of the last three years with WebAssembly. Reload the page, or use another browser.";
  throw error;
}
