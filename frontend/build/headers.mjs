// The policies that the pages are served with, as the `_headers` file of the
// Worker's static assets.

/** The signed-in app: itself, and the sign-in service. */
export const appPolicy = (authority) =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data:",
    "worker-src 'self'",
    `connect-src 'self' ${authority}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

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

/** A rule replaces the app's policy first: joined with a comma both would hold. */
export function headersFile(app, review) {
  const rule = (path, lines) => [path, ...lines.map((line) => `  ${line}`), ""].join("\n");
  const reviewLines = ["! Content-Security-Policy", `Content-Security-Policy: ${review}`];
  return [
    rule("/*", [...common, `Content-Security-Policy: ${app}`]),
    rule("/review", reviewLines),
    rule("/review.html", reviewLines),
    rule("/assets/*", ["Cache-Control: public, max-age=31536000, immutable"]),
  ].join("\n");
}
