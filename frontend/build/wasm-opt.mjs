// How wasm-opt is called for a release, here and by the bench.

/**
 * Arguments that make a module smaller, in its place. A large function that one other calls stays a
 * function: a browser needs a tenth of a second to optimise all rules in one piece, and most rows of
 * a file need few of them. It costs no size.
 */
export const smallerWasm = (wasm) => [
  "-Oz", "--one-caller-inline-max-function-size=50",
  "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext",
  "--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue",
  "--enable-simd", "--enable-extended-const", wasm, "-o", wasm,
];
