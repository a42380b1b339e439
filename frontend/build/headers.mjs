// The policy that the review page is served with, as the `_headers` file of the
// Worker's static assets. The Worker itself answers every other path and adds the
// app's policy, which names the sign-in service from its configuration.

/**
 * The review page: nothing but what is in it. Never 'self': an image or a script
 * from the own origin lets data out in its query.
 */
export const reviewPolicy = (scriptHash, styleHash) => [
  "default-src 'none'",
  `script-src '${scriptHash}' 'wasm-unsafe-eval'`,
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

/** The rules, one for each address that the page has. */
export function headersFile(review) {
  const rule = (path, lines) => [path, ...lines.map((line) => `  ${line}`), ""].join("\n");
  const reviewLines = [...common, `Content-Security-Policy: ${review}`];
  return [
    rule("/review", reviewLines),
    rule("/review.html", reviewLines),
    rule("/assets/*", ["Cache-Control: public, max-age=31536000, immutable"]),
  ].join("\n");
}
