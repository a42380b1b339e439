// Keeps the app's shell and the review page for when there is no network.
//
// It holds what the build lists and nothing else: no answer of the API, nothing of
// somebody who signed in. Pages come from the network first, so that nobody stays with
// an old build; a build's own files carry their hash in their name and never change.
// A kept answer is given with the headers it came with, the review page's policy too.
const BUILD = "{{build}}";
const FILES = {{files}};
const PAGES = { "/review": "/review" };
const CACHE = `crosswalk-${BUILD}`;

addEventListener("install", (event) => {
  const fresh = FILES.map((path) => new Request(path, { cache: "no-cache" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

// Not before the last page of the old build is gone: it may still need its files.
addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("crosswalk-") && name !== CACHE;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))),
  );
});

const kept = async (path) => (await caches.open(CACHE)).match(path);

async function pageFor(request, path) {
  try {
    return await fetch(request);
  } catch (error) {
    const page = await kept(PAGES[path] ?? "/");
    if (page) return page;
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname === "/api" || pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") {
    if (!pathname.startsWith("/review/")) event.respondWith(pageFor(request, pathname));
  } else if (FILES.includes(pathname) && !(pathname in PAGES)) {
    event.respondWith(kept(pathname).then((file) => file ?? fetch(request)));
  }
});
