// What no policy closes and a page could still use, closed before anything else runs:
// a frame has an untouched RTCPeerConnection; a link, or a frame's own document, has
// the browser look up a name or connect ahead of time. So there are no frames, and
// links take nothing. Whoever runs later may have replaced any method: only what is
// kept here is called.
(() => {
  const { apply, defineProperty } = Reflect;
  const { exec } = RegExp.prototype;
  const describe = Object.getOwnPropertyDescriptor;
  const localName = describe(Element.prototype, "localName").get;
  const nodeType = describe(Node.prototype, "nodeType").get;
  const ownerOf = describe(Attr.prototype, "ownerElement").get;
  const Refusal = DOMException;
  // In markup by any prefix; as a name alone or after one.
  const GETS_OUT = /<[^\s>]*(?:link|frame|object|embed)|<!entity/i;
  const NAMES = /(?:^|:)(?:link|i?frame|frameset|fencedframe|portal|object|embed)$/i;

  const isGuarded = (element) => apply(exec, NAMES, [apply(localName, element, [])]) !== null;
  const refuse = () => {
    throw new Refusal("The review page does not do this.", "SecurityError");
  };
  const prototypes = (names) => names.map((name) => globalThis[name]?.prototype).filter(Boolean);
  const replace = (owners, properties, replacement) => {
    for (const owner of prototypes(owners)) {
      for (const property of properties.filter((one) => one in owner)) {
        const own = describe(owner, property);
        if (own) defineProperty(owner, property, { ...replacement(own), configurable: false });
      }
    }
  };

  const nothing = () => ({ value: null, writable: false });
  replace(["HTMLIFrameElement", "HTMLFrameElement", "HTMLObjectElement", "HTMLEmbedElement"], ["contentWindow", "contentDocument", "getSVGDocument"], nothing);
  replace(["HTMLIFrameElement"], ["srcdoc"], nothing);
  replace(["HTMLLinkElement"], ["href", "rel", "relList"], nothing);
  // Nobody here uses the other ways to read markup, nor those that are still to come.
  const isMarkup = (name) => /html/i.test(name) && !/^(?:inner|outer|insertAdjacent|get)HTML$/.test(name);
  replace(["Document"], ["write", "writeln", "open"], nothing);
  // The page gives the command to copy or cut; others write markup.
  const COPIES = /^(?:copy|cut)$/i;
  const copyingOnly = (own) => ({
    writable: false,
    value: function (command) {
      const taken = `${command}`;
      if (apply(exec, COPIES, [taken]) === null) refuse();
      return apply(own.value, this, [taken]);
    },
  });
  replace(["Document"], ["execCommand"], copyingOnly);
  for (const name of ["Document", "Element", "ShadowRoot", "Range"]) {
    const owner = globalThis[name];
    replace([name], Object.getOwnPropertyNames(owner.prototype).filter(isMarkup), nothing);
    for (const method of Object.getOwnPropertyNames(owner).filter(isMarkup)) delete owner[method];
  }
  delete globalThis.XSLTProcessor;
  // A class of one's own would be another way to make an element.
  replace(["CustomElementRegistry"], ["define"], nothing);

  // Markup, as text or as an object that becomes one: read once, then passed on.
  const checked = (inner, place) =>
    function (first, second) {
      const texts = [first === null ? "" : `${first}`, `${second}`];
      if (apply(exec, GETS_OUT, [texts[place]]) !== null) refuse();
      return apply(inner, this, texts);
    };
  const checkedSetter = (own) => ({ ...own, set: checked(own.set, 0) });
  const checkedMethod = (place) => (own) => ({ value: checked(own.value, place), writable: false });
  replace(["Element", "ShadowRoot"], ["innerHTML", "outerHTML"], checkedSetter);
  replace(["Element"], ["insertAdjacentHTML"], checkedMethod(1));
  replace(["DOMParser"], ["parseFromString"], checkedMethod(0));
  replace(["Range"], ["createContextualFragment"], checkedMethod(0));

  const checkedName = (place) => (own) => ({
    writable: false,
    value: function (first, second, third) {
      const taken = [first, second, third];
      taken[place] = `${taken[place]}`;
      if (apply(exec, NAMES, [taken[place]]) !== null) refuse();
      return apply(own.value, this, taken);
    },
  });
  replace(["Document"], ["createElement"], checkedName(0));
  replace(["Document"], ["createElementNS"], checkedName(1));

  // Attributes, by whatever way they are set. One that stands alone belongs to nobody
  // yet, and its way to an element leads through these too.
  const guardedMethod = (own) => ({
    writable: false,
    value: function () {
      if (isGuarded(this)) refuse();
      return apply(own.value, this, arguments);
    },
  });
  replace(["Element"], ["setAttribute", "setAttributeNS", "setAttributeNode", "setAttributeNodeNS", "toggleAttribute"], guardedMethod);
  replace(["NamedNodeMap"], ["setNamedItem", "setNamedItemNS"], nothing);
  const guardedValue = (own) => ({
    ...own,
    set: function (value) {
      const isAttribute = apply(nodeType, this, []) === 2;
      const owner = isAttribute ? apply(ownerOf, this, []) : null;
      if (owner !== null && isGuarded(owner)) refuse();
      apply(own.set, this, [value]);
    },
  });
  replace(["Attr"], ["value"], guardedValue);
  replace(["Node"], ["nodeValue", "textContent"], guardedValue);
})();
