// Keys for those who do this a hundred times a day. A key is only a shortcut to a link or button that is on the page:
// j and k walk through the rows' links (data-row-link), x ticks the row, / searches, ? lists the keys, Ctrl+Enter sends the form that is being filled in,
// and any element with data-key="a" is pressed by that letter.
import { isTyping, isVisible, make } from "./dom.js";

function rowLinks() {
  return [...document.querySelectorAll("[data-row-link]")].filter(isVisible);
}

function move(step) {
  const links = rowLinks();
  if (!links.length) return;
  const row = document.activeElement?.closest?.("tr, li, [data-row]");
  const current = links.findIndex((link) => link === document.activeElement || (row && row.contains(link)));
  const next = current < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, current + step));
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
}

function tick() {
  const box = document.activeElement?.closest?.("tr, li, [data-row]")?.querySelector("input[type=checkbox]");
  if (box && !box.disabled) box.click();
}

function press(key) {
  const controls = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].filter((element) => isVisible(element) && !element.disabled);
  // Where rows have keys of their own ([data-row]), the row that one stands in is meant.
  const row = document.activeElement?.closest?.("[data-row]");
  const control = controls.find((element) => row?.contains(element)) ?? controls.find((element) => !element.closest("[data-row]"));
  if (!control) return false;
  if (control.matches("input, select, textarea") && !control.matches("[type=checkbox], [type=radio], [type=submit], [type=button]")) control.focus();
  else control.click();
  return true;
}

function listKeys() {
  const list = document.getElementById("keys-list");
  const dialog = document.getElementById("keys");
  if (!list || !dialog) return;
  list.querySelectorAll("[data-own]").forEach((line) => line.remove());
  for (const control of document.querySelectorAll("[data-key]")) {
    if (!isVisible(control)) continue;
    const words = control.dataset.keyLabel || control.getAttribute("aria-label") || control.textContent.replace(/\s+/g, " ").trim();
    const key = make("dt", { "data-own": true }, make("kbd", {}, control.dataset.key.toUpperCase()));
    list.append(key, make("dd", { "data-own": true }, words));
  }
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest?.("form");
    if (form && form.method !== "dialog") {
      event.preventDefault();
      const button = form.querySelector("[data-primary], .button--primary[type=submit], button.button--primary:not([type=button])");
      form.requestSubmit(button ?? undefined);
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]") && event.key !== "?") return;
  const actions = { j: () => move(1), k: () => move(-1), x: tick, "?": listKeys };
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    return;
  }
  if (event.key.length === 1 && press(event.key.toLowerCase())) {
    event.preventDefault();
    return;
  }
  const action = actions[event.key] ?? actions[event.key.toLowerCase()];
  if (action) {
    event.preventDefault();
    action();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.('[data-open-dialog="keys"]')) listKeys();
});
