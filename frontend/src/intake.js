// A dropped file beside what was read of it ([data-island="intake"]): the field that has the cursor is shown on the page, a press on a place leads
// to its field, Enter confirms from anywhere in the form.
import { each } from "./core/dom.js";

each('[data-island="intake"]', (root) => {
  const form = root.querySelector("[data-confirm-form]");
  const scroller = root.querySelector(".intake__pages");
  const places = [...root.querySelectorAll("[data-place]")];

  function show(name) {
    let first = null;
    for (const place of places) {
      const shown = Boolean(name) && place.dataset.place.split(" ").includes(name);
      place.classList.toggle("is-shown", shown);
      if (shown && !first) first = place;
    }
    if (!first || !scroller || scroller.scrollHeight <= scroller.clientHeight) return;
    const inside = first.getBoundingClientRect();
    const window_ = scroller.getBoundingClientRect();
    if (inside.top < window_.top + 20 || inside.bottom > window_.bottom - 20) scroller.scrollTop += inside.top - window_.top - window_.height / 3;
  }

  form?.addEventListener("focusin", (event) => show(event.target.closest("[data-field]")?.dataset.field));

  form?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || event.shiftKey || event.ctrlKey || event.metaKey) return;
    const field = event.target;
    if (field.matches("button, a")) return;
    if (field.getAttribute("role") === "combobox" && field.getAttribute("aria-expanded") === "true") return; // the picker takes its choice
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-primary]"));
  });

  scroller?.addEventListener("click", (event) => {
    const name = event.target.closest("[data-place]")?.dataset.place.split(" ").pop();
    const field = name && form?.querySelector(`[data-field="${CSS.escape(name)}"]`)?.querySelector("input, select, textarea");
    field?.focus();
  });

  // The cursor begins where the clerk must look: at what is uncertain or missing; where all is well, at the button.
  const doubtful = form?.querySelector('[data-read="doubt"] :is(input, select, textarea), [data-read="missing"] :is(input, select, textarea)');
  const invalid = form?.querySelector("[data-invalid] :is(input, select, textarea)");
  const start = invalid ?? doubtful ?? form?.querySelector("[data-primary]");
  start?.focus({ preventScroll: true });
  if (start && !start.closest("[data-field]")) show("title");
});
