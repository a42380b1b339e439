// How wasm-opt is called for a release, here and by the bench.

/** Arguments that make a module smaller, in its place. */
export const smallerWasm = (wasm) => [
  "-Oz", "--one-caller-inline-max-function-size=50", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext",
  "--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue",
  "--enable-simd", "--enable-extended-const", wasm, "-o", wasm,
];
