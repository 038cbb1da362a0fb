// Small helpers shared by the parts of the core script.

/** Run `start` for each element matching `selector`, now and whenever htmx brings new ones. */
export function each(selector, start) {
  const begin = (root) => {
    if (root.matches?.(selector)) once(root, selector, start);
    root.querySelectorAll?.(selector).forEach((element) => once(element, selector, start));
  };
  ready(() => begin(document));
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
}

const started = new WeakMap();

function once(element, key, start) {
  const keys = started.get(element) ?? new Set();
  if (keys.has(key)) return;
  keys.add(key);
  started.set(element, keys);
  start(element);
}

export function ready(action) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", action, { once: true });
  else action();
}

/** Build an element: make("li", { class: "x", hidden: true }, "text", child). */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** Draw a symbol of the sprite, whose address is taken from an icon already on the page. */
export function icon(name) {
  const sample = document.querySelector("svg use");
  const sprite = (sample?.getAttribute("href") ?? "/static/icons.svg#").split("#")[0];
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

export function csrfToken() {
  const headers = document.body.getAttribute("hx-headers");
  return headers ? JSON.parse(headers)["X-CSRFToken"] : "";
}

export function isVisible(element) {
  return element.getClientRects().length > 0;
}

export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select"));
}
