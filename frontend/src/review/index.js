// Reviewing a text ([data-island="review"]): a press on marked words of a redline tells who did it; a passage selected on the paper goes into the address
// of "添加批注", as places in the draft. Without scripts the hint stands in the title and the form asks for paragraph and words.
import { each } from "../core/dom.js";

each('[data-island="review"]', (root) => {
  const hint = root.querySelector("[data-review-hint]");
  if (hint) root.addEventListener("click", (event) => tell(root, hint, event.target));
});

function tell(root, hint, target) {
  const words = target.closest?.("[data-hint]");
  if (!words) return;
  root.querySelectorAll("[data-chosen]").forEach((one) => one.removeAttribute("data-chosen"));
  words.setAttribute("data-chosen", "");
  hint.textContent = `“${words.textContent.slice(0, 30)}”：${words.dataset.hint}`;
}

document.addEventListener("selectionchange", () => {
  const link = document.querySelector("[data-comment-link]");
  const chosen = passage();
  if (!link || !chosen) return; // pressing the link takes the selection away; the passage stays chosen
  const address = new URL(link.href);
  address.searchParams.set("start", chosen.start);
  address.searchParams.set("end", chosen.end);
  link.href = address.pathname + address.search;
  const told = document.querySelector("[data-comment-chosen]");
  if (told) told.textContent = `已选定“${chosen.text.slice(0, 30)}${chosen.text.length > 30 ? "……" : ""}”，点“添加批注”`;
});

/** Return the selected passage of the paper as places in the draft, or null. */
function passage() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset);
  const text = selection.toString().trim();
  return start === null || end === null || end <= start || !text ? null : { start, end, text };
}

/** Return where in the draft a place of the page is: the paragraph's own place and the characters before it. */
function placeOf(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const paragraph = element?.closest?.(".paper__body [data-start]");
  if (!paragraph) return null;
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(node, offset);
  return Number(paragraph.dataset.start) + before.toString().length;
}
