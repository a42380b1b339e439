// The policy that the review page is served with, as the `_headers` file of the
// Worker's static assets: it is computed with the page, so it travels with it. The
// app's policy is the Worker's, which names the sign-in service from its settings.

/**
 * The review page: nothing but what is in it. Never 'self': an image or a script
 * from the own origin lets data out in its query.
 */
export const reviewPolicy = (scriptHashes, styleHash) => [
  "default-src 'none'",
  `script-src ${scriptHashes.map((hash) => `'${hash}'`).join(" ")} 'wasm-unsafe-eval'`,
  `style-src '${styleHash}'`,
  "worker-src blob:",
  "img-src data: blob:",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
];

/** These two are ignored in a page's own meta element, so only the header has them. */
export const servedOnly = ["frame-ancestors 'none'", "sandbox allow-scripts allow-downloads allow-modals"];

const common = [
  "X-Content-Type-Options: nosniff",
  "Referrer-Policy: no-referrer",
  "Cross-Origin-Opener-Policy: same-origin",
  "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()",
];

/** The rules, one for each file that the page lies in. */
export function headersFile(review) {
  const rule = (path, lines) => [path, ...lines.map((line) => `  ${line}`), ""].join("\n");
  const reviewLines = [...common, "X-DNS-Prefetch-Control: off", `Content-Security-Policy: ${review}`];
  return [
    ...["/review", "/review.br", "/review.gz", "/review.sha256"].map((path) => rule(path, reviewLines)),
    rule("/assets/*", ["Cache-Control: public, max-age=31536000, immutable"]),
  ].join("\n");
}
