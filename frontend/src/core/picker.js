// The picker of people and units (ui/picker.html): an accessible combobox over a search address.
import { each, icon, make } from "./dom.js";

const PAUSE = 180;

each("[data-picker]", (picker) => {
  const input = picker.querySelector("[role=combobox]");
  const list = picker.querySelector("[role=listbox]");
  const chips = picker.querySelector(".picker__chips");
  const multiple = "multiple" in picker.dataset;
  let timer = 0;
  let asked = 0;
  let active = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function mark(index) {
    const all = options();
    active = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function hide() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function show(results) {
    const chosen = new Set([...chips.querySelectorAll("input")].map((field) => field.value));
    const left = results.filter((one) => !chosen.has(String(one.id)));
    list.replaceChildren(
      ...left.map((one, index) => {
        const option = make("li", { class: "picker__option", role: "option", id: `${list.id}_${index}`, "aria-selected": "false" }, make("span", {}, one.text), make("small", {}, one.note ?? ""));
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(one);
        });
        option.zsChoice = one;
        return option;
      }),
    );
    if (!left.length) list.append(make("li", { class: "picker__none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "没有找到，请换个写法"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(left.length ? 0 : -1);
    if (!left.length) active = -1;
  }

  function choose(one) {
    if (!multiple) chips.replaceChildren();
    const remove = make("button", { type: "button", "aria-label": `移除${one.text}`, "data-remove": true }, icon("x"));
    chips.append(make("li", { class: "picker__chip" }, one.text, make("input", { type: "hidden", name: picker.dataset.name, value: one.id }), remove));
    input.value = "";
    hide();
    input.focus();
    changed();
  }

  function changed() {
    picker.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function ask() {
    const words = input.value.trim();
    const turn = ++asked;
    const address = new URL(picker.dataset.url, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json", "X-Requested-With": "fetch" } });
      if (!answer.ok || turn !== asked) return;
      show((await answer.json()).results ?? []);
    } catch {
      hide();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("click", () => list.hidden && ask());
  input.addEventListener("blur", () => setTimeout(hide, 120));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      if (!list.hidden || input.value) event.preventDefault();
      const one = options()[active]?.zsChoice;
      if (one) choose(one);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      hide();
    } else if (event.key === "Backspace" && !input.value && chips.lastElementChild) {
      chips.lastElementChild.remove();
      changed();
    }
  });
  chips.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-remove]");
    if (!remove) return;
    remove.closest("li").remove();
    input.focus();
    changed();
  });
  picker.querySelector(".picker__box").addEventListener("click", (event) => {
    if (event.target === event.currentTarget) input.focus();
  });
});
