// From the key that ends an edit to the painted finding, in files of two sizes.

const EDITS = 40;

/** Milliseconds of each edit. Every other one is far away from the one before. */
export async function keystrokes(page) {
  const samples = [];
  await page.evaluate(listen);
  for (let n = 0; n < EDITS; n += 1) {
    await page.evaluate(goTo, (0.13 + n * 0.31) % 1);
    await page.waitForTimeout(250);
    await page.waitForFunction(() => !document.querySelector(".window .row.to-come"));
    await page.evaluate(chooseTarget);
    await page.waitForTimeout(60);
    // A digit more makes no GUID of it, which a rule finds at once.
    await page.keyboard.press("F2");
    await page.keyboard.type("0");
    await page.waitForTimeout(60);
    await page.keyboard.press("Enter");
    samples.push(await page.evaluate(() => globalThis.finding));
    await page.waitForTimeout(100);
  }
  return samples;
}

/** In the page: what a later key is measured with. */
function listen() {
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !event.target.matches(".cell-input")) return;
      const begin = event.timeStamp;
      const cell = document.getElementById(globalThis.edited);
      globalThis.finding = new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error("no finding is seen")), 10_000);
        const look = async (observer) => {
          if (!cell.matches(".error")) return;
          observer.disconnect();
          clearTimeout(late);
          resolve((await globalThis.bench.painted()) - begin);
        };
        new MutationObserver((_, observer) => look(observer)).observe(cell, { attributes: true, attributeFilter: ["class"] });
      });
    },
    true,
  );
}

function goTo(share) {
  const grid = document.querySelector(".grid");
  grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * share;
}

/** In the page: presses on a target in the middle of what is seen. */
function chooseTarget() {
  const grid = document.querySelector(".grid").getBoundingClientRect();
  const isSeen = (cell) => Math.abs(cell.getBoundingClientRect().top - grid.top - grid.height / 2) < 40;
  const cells = [...document.querySelectorAll(".window .cell.target:not(.error, .to-come)")].filter(isSeen);
  const cell = cells.find((one) => one.textContent.length === 36);
  globalThis.edited = cell.id;
  cell.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, button: 0, buttons: 1 }));
  document.querySelector(".grid").focus();
}
