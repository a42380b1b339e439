// The service worker, with the list of what it keeps.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What a path of the site is answered with; the service worker itself is none. */
function fileOf(site) {
  const assets = readdirSync(join(site, "assets")).map((name) => `assets/${name}`);
  const names = readdirSync(site).filter((name) => /\.(webmanifest|svg|png)$/.test(name));
  const plain = [...names, ...assets].sort().map((name) => [`/${name}`, name]);
  return new Map([["/", "index.html"], ["/review", "review.html"], ...plain]);
}

/** The script for a site that is built but for it. Another build is another script. */
export function offlineScript(template, site) {
  const files = fileOf(site);
  const hash = createHash("sha256").update(readFileSync(join(site, "_headers")));
  for (const [path, name] of files) hash.update(path).update("\0").update(readFileSync(join(site, name)));
  const parts = { build: hash.digest("hex").slice(0, 16), files: JSON.stringify([...files.keys()]) };
  return readFileSync(template, "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
}
