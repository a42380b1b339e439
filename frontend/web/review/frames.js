// A frame would bring its own, untouched RTCPeerConnection. No policy stops an
// empty one, so its window cannot be reached from here.
for (const kind of ["HTMLIFrameElement", "HTMLFrameElement", "HTMLObjectElement", "HTMLEmbedElement"]) {
  for (const property of ["contentWindow", "contentDocument", "getSVGDocument"]) {
    const prototype = globalThis[kind]?.prototype;
    if (prototype && property in prototype) {
      Object.defineProperty(prototype, property, { value: null, configurable: false, writable: false });
    }
  }
}
