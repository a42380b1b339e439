// Lighthouse has nothing to say against the first page and the review page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import lighthouse from "lighthouse";
import { freePort } from "../../scripts/stack.mjs";
import { launch, openStage } from "./stage.mjs";

let stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

for (const path of ["/", "/review"]) {
  test(`accessibility and best practices of ${path} are 100`, { timeout: 180_000 }, async () => {
    const port = await freePort();
    const browser = await launch([`--remote-debugging-port=${port}`]);
    const { lhr } = await lighthouse(`${stage.address}${path}`, {
      port,
      logLevel: "error",
      onlyCategories: ["accessibility", "best-practices"],
    });
    await browser.close();
    for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
      const faults = auditRefs.filter((audit) => audit.weight > 0 && lhr.audits[audit.id].score === 0);
      assert.deepEqual(faults.map((audit) => lhr.audits[audit.id].title), []);
      assert.equal(score, 1, id);
    }
  });
}
