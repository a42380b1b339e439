// What the page and its worker both run.
export { initSync } from "@pkg/review.js";
