// What the page and its worker both run.
export { default as init, initSync } from "@pkg/review.js";
