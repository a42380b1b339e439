// Scrolling and jumping in 1,000,000 rows, ours and AG Grid's by turns: the same wheel,
// the same keys, the same places.
import { afterMarks, frames, traced } from "./trace.mjs";

const ROUNDS = 3;
const JUMPS = 30;
/** Pixels and pixels a second: reading, skimming, and back. */
const GESTURES = [[3_000, 1_500], [24_000, 8_000], [-12_000, 4_000]];
const MARK = "bench-jump";

/** How a grid's parts are found. */
export const OURS = { scroller: ".grid", stands: "[...document.querySelectorAll('.window > .row')].every((row) => !row.classList.contains('to-come'))" };
export const AG = { scroller: ".ag-grid-viewport", stands: "document.querySelectorAll('.ag-row').length > 20" };

/** Samples of one grid: ms of work a frame and a jump, frames that were left out. */
export async function scrolled(page, { scroller, stands }) {
  const samples = { frame: [], dropped: [], page: [], far: [], seen: [] };
  const session = await page.context().newCDPSession(page);
  const middle = await page.locator(scroller).boundingBox().then(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }));
  await to(page, scroller, 0.3);
  for (let round = 0; round < ROUNDS; round += 1) {
    const events = await traced(page, async () => {
      await page.evaluate(watchFrames);
      for (const [distance, speed] of GESTURES) {
        await session.send("Input.synthesizeScrollGesture", { ...middle, yDistance: -distance, speed, gestureSourceType: "mouse", preventFling: true });
      }
    });
    samples.frame.push(...frames(events));
    samples.dropped.push(await page.evaluate(() => globalThis.endFrames()));
    samples.page.push(...(await jumps(page, () => page.keyboard.press("PageDown"))));
    const far = await jumps(page, async (n) => {
      samples.seen.push(await page.evaluate(jumpTo, { scroller, stands, share: (0.11 + n * 0.37) % 1 }));
    });
    samples.far.push(...far);
  }
  await session.detach();
  return samples;
}

/** The work of each jump until nothing more follows from it. */
async function jumps(page, jump) {
  const events = await traced(page, async () => {
    for (let n = 0; n < JUMPS; n += 1) {
      await page.evaluate((mark) => performance.mark(mark), MARK);
      await jump(n);
      await page.waitForTimeout(120);
    }
  });
  const work = afterMarks(events, MARK);
  if (work.length !== JUMPS) throw new Error(`${work.length} jumps were traced, not ${JUMPS}`);
  return work;
}

async function to(page, scroller, share) {
  await page.evaluate(jumpTo, { scroller, stands: "true", share });
  await page.waitForTimeout(500);
}

/** In the page: drags the scroll bar; ms until a frame with all rows is painted. */
async function jumpTo({ scroller, stands, share }) {
  const element = document.querySelector(scroller);
  const is = new Function(`return ${stands}`);
  const begin = performance.now();
  element.scrollTop = (element.scrollHeight - element.clientHeight) * share;
  // The frame in which the grid hears of it says nothing yet.
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return (await globalThis.bench.seen(is)) - begin;
}

/** In the page: counts the frames that a main thread in time would have had. */
function watchFrames() {
  let last = 0;
  let left = 0;
  let isOn = true;
  const tick = (now) => {
    if (last) left += Math.max(0, Math.round((now - last) / (1000 / 60)) - 1);
    last = now;
    if (isOn) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  globalThis.endFrames = () => ((isOn = false), left);
}
