// 审核意见 beside the text ([data-island="checks"]): a click puts the cursor at the place, 改 puts the correction in, F8 walks from place to place.
import { each } from "./core/dom.js";
import { replace } from "./editor/edits.js";
import { unitsOf } from "./preview/places.js";

let walked = -1; // the finding last visited, so that a new list goes on from there

function fieldOf(button) {
  return document.getElementById(`id_${button.dataset.field}`);
}

/** Where a finding stands in its field now, in UTF-16 units; what was typed before it since the check has moved it a little. */
function placeOf(button, field) {
  const words = button.dataset.words;
  const begin = unitsOf(field.value, Number(button.dataset.begin));
  const end = unitsOf(field.value, Number(button.dataset.end));
  if (field.value.slice(begin, end) === words) return [begin, end];
  if (!words) return [begin, begin];
  const after = field.value.indexOf(words, Math.max(0, begin - 40));
  return after < 0 ? null : [after, after + words.length];
}

function visit(button) {
  const field = fieldOf(button);
  if (!field?.setSelectionRange) {
    field?.focus();
    return false;
  }
  const place = placeOf(button, field);
  field.blur(); // a browser brings the selection into sight only when the field is entered
  if (place) field.setSelectionRange(...place);
  field.focus();
  return Boolean(place);
}

function fix(button) {
  const finding = button.parentElement.querySelector("[data-check]");
  const field = fieldOf(finding);
  const place = field?.setSelectionRange && placeOf(finding, field);
  if (!place) return;
  replace(field, ...place, button.dataset.replacement);
  button.closest("li").setAttribute("data-done", "");
  button.disabled = true;
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-check]")].filter((row) => row.dataset.field);
  if (!rows.length) return;
  walked = (walked + step + rows.length) % rows.length;
  if (walked < 0) walked = 0;
  rows.forEach((row, index) => row.toggleAttribute("data-current", index === walked));
  rows[walked].scrollIntoView({ block: "nearest" });
  visit(rows[walked]);
}

each('[data-island="checks"]', (root) => {
  root.addEventListener("click", (event) => {
    const change = event.target.closest("[data-check-fix]");
    const finding = event.target.closest("[data-check]");
    if (change) fix(change);
    else if (finding) {
      walked = [...document.querySelectorAll("[data-check]")].filter((row) => row.dataset.field).indexOf(finding);
      visit(finding);
    }
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "F8" || !document.querySelector("[data-check]")) return;
  event.preventDefault();
  walk(event.shiftKey ? -1 : 1);
});
