// Takes the README's pictures of the review page anew: `node scripts/pictures.mjs` after
// `make build`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSite } from "../tests/browser/site.mjs";
import { goTo } from "../tests/browser/tour.mjs";
import { indexedPng } from "./indexed-png.mjs";
import { root } from "./stack.mjs";

const [WIDTH, HEIGHT] = [1440, 900];
const FOLDER = join(root, "docs/images");

/** Name of the picture, the view of the tour, and what else is done there. */
const PICTURES = [
  ["review-findings", "workbench-references", async (page) => {
    await page.getByRole("grid").focus();
    for (let step = 0; step < 4; step += 1) {
      await page.keyboard.press("F8");
      await page.waitForTimeout(150);
    }
  }],
  ["review-match", "match-conflict", async (page) => {
    await page.keyboard.press("1");
  }],
  ["review-changes", "changes", async (page) => {
    await page.getByRole("grid").focus();
    for (const text of ["4", "5", "6"]) {
      await page.keyboard.press("F8");
      await page.waitForTimeout(150);
      await page.keyboard.type(text.repeat(8) + "-0000-4000-8000-000000000007");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(150);
    }
  }],
];

/** A picture's rows of red, green, blue and alpha. */
async function pixels(browser, png) {
  const page = await browser.newPage();
  const encoded = await page.evaluate(async (source) => {
    const image = await createImageBitmap(await (await fetch(source)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = "";
    for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
    return btoa(text);
  }, `data:image/png;base64,${png.toString("base64")}`);
  await page.close();
  return Buffer.from(encoded, "base64");
}

mkdirSync(FOLDER, { recursive: true });
const site = await openSite();
for (const [name, view, act] of PICTURES) {
  const { page, context } = await goTo(site, view, { viewport: { width: WIDTH, height: HEIGHT }, colorScheme: "light" });
  await act(page);
  await page.mouse.move(0, HEIGHT - 1);
  await page.waitForTimeout(400);
  const png = indexedPng(WIDTH, HEIGHT, await pixels(site.browser, await page.screenshot()));
  writeFileSync(join(FOLDER, `${name}.png`), png);
  console.log(`${name}.png: ${Math.round(png.length / 1000)} kB`);
  await context.close();
}
await site.close();
