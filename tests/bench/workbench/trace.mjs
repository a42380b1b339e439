// What the main thread of a page does, by a trace of Chromium, in milliseconds.

const CATEGORIES = ["__metadata", "devtools.timeline", "blink.user_timing", "v8"];
/** Script, and the style and layout that follow from it. Painting is not among them. */
const WORK = new Set([
  "FunctionCall", "EventDispatch", "FireAnimationFrame", "TimerFire", "RunMicrotasks", "EvaluateScript", "v8.callFunction",
  "HandlePostMessage", "MinorGC", "MajorGC", "V8.GC_SCAVENGER", "Layout", "UpdateLayoutTree", "RecalculateStyles",
]);

/** Records what happens until `act` is done: the events of the page's main thread. */
export async function traced(page, act) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  const bytes = await browser.stopTracing();
  return mainThread(JSON.parse(bytes.toString()).traceEvents);
}

/** The main thread of a renderer that worked most: other tabs are blank. */
function mainThread(events) {
  const key = ({ pid, tid }) => `${pid}/${tid}`;
  const named = events.filter((event) => event.name === "thread_name" && event.args.name === "CrRendererMain").map(key);
  const busy = new Map(named.map((name) => [name, 0]));
  for (const event of events) {
    if (WORK.has(event.name) && busy.has(key(event))) busy.set(key(event), busy.get(key(event)) + (event.dur ?? 0));
  }
  const [most] = [...busy].sort((a, b) => b[1] - a[1])[0];
  return events.filter((event) => key(event) === most).sort((a, b) => a.ts - b.ts);
}

/**
 * Script, style and layout, as stretches that do not overlap: when they begin, and the
 * thread's own time, which another process on the same core does not add to.
 */
function stretches(events) {
  const all = [];
  let end = 0;
  for (const { name, ts, dur, tdur } of events) {
    if (!WORK.has(name) || !dur || ts < end) continue;
    end = ts + dur;
    all.push({ start: ts, ms: (tdur ?? dur) / 1000 });
  }
  return all;
}

/** The work between each of these moments and the next, in ms. */
function between(moments, events) {
  const sums = moments.map(() => 0);
  let at = -1;
  for (const { start, ms } of stretches(events)) {
    while (at + 1 < moments.length && moments[at + 1] <= start) at += 1;
    if (at >= 0) sums[at] += ms;
  }
  return sums;
}

/**
 * Each frame's script, style and layout. A frame lasts from its beginning to that of the
 * next, so that what a worker's message costs counts too; frames in which nothing was
 * done are left out.
 */
export function frames(events) {
  const begins = events.filter((event) => event.name === "AnimationFrame" && event.ph === "b").map((event) => event.ts);
  return between(begins, events).filter((ms) => ms > 0);
}

/** The same after each mark of that name, until the next. */
export function afterMarks(events, mark) {
  const marks = events.filter((event) => event.name === mark && event.cat.includes("blink.user_timing")).map((event) => event.ts);
  return between(marks, events);
}
