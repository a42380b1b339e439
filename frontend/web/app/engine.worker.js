// The same program; it finds itself in a worker and serves the page.
import init from "@pkg/app.js";

await init();
