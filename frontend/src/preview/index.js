// The pages of a draft while it is typed ([data-island="preview"]): a short pause after a keystroke the form is sent with the digests of the pages
// shown, and only changed pages come back. A click on a page puts the cursor at its source; the place being written is marked and kept in sight.
import { csrfToken, each, make } from "../core/dom.js";
import { charactersOf, hit, textAt, unitsOf } from "./places.js";

const PAUSE = 150; // ms
// what a click on an element that is not of the body leads to
const FIELDS = { title: "title", recipients: "principals", moved_recipients: "principals", remark: "remark", attendance: "attendance", masthead: "masthead", copy_recipients: "copies_to" };

each('[data-island="preview"]', (root) => {
  const form = document.getElementById(root.dataset.form);
  const body = form.elements.namedItem("body");
  const part = (name) => root.querySelector(`[data-preview-${name}]`);
  const [sheets, state, seals, fonts, problem] = ["pages", "state", "seals", "fonts", "problem"].map(part);
  let timer = 0;
  let sending = null;
  let leaving = false; // once the form is sent the draft may no longer be this person's to preview
  let shownText = ""; // the body that the pages show

  const pages = () => [...sheets.children];

  async function refresh() {
    sending?.abort();
    const mine = (sending = new AbortController());
    const text = body.value;
    const data = new FormData(form);
    data.set("known", pages().map((page) => page.dataset.digest).join(","));
    root.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(root.dataset.url, { method: "POST", body: data, signal: mine.signal, headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" } });
      if (!answer.headers.get("Content-Type")?.includes("application/json")) throw new Error(String(answer.status));
      const found = await answer.json();
      if (mine !== sending) return;
      say(found.problem ?? "");
      if (found.pages) show(found, text);
    } catch (error) {
      if (error.name !== "AbortError") say("预览暂时不能更新，已填写的内容不受影响；请稍后再试，或保存后点“预览PDF”");
    } finally {
      if (mine === sending) {
        sending = null;
        root.removeAttribute("aria-busy");
      }
    }
  }

  function say(sentence) {
    problem.textContent = sentence;
    problem.hidden = !sentence;
  }

  function show(found, text) {
    const before = new Map(pages().map((page) => [page.dataset.digest, page]));
    let place = sheets.firstElementChild;
    for (const entry of found.pages) {
      const page = before.get(entry.digest) ?? drawn(entry);
      before.delete(entry.digest);
      page.dataset.begin = entry.source;
      if (page === place) place = place.nextElementSibling;
      else sheets.insertBefore(page, place);
    }
    pages().slice(found.pages.length).forEach((page) => page.remove());
    pages().forEach((page, index) => page.querySelector("svg").setAttribute("aria-label", `第${index + 1}页，共${found.pages.length}页`));
    sheets.hidden = false;
    shownText = text;
    state.textContent = found.counts;
    seals.replaceChildren(...found.seals.map(({ text: words, tone }) => make("li", { "data-tone": tone }, words)), ...found.notes.map((note) => make("li", { "data-tone": "danger" }, note)));
    fonts.textContent = found.fonts ? `字体替代：${found.fonts}` : "";
    if (document.activeElement === body) follow();
  }

  function drawn({ digest, svg }) {
    const picture = document.adoptNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement);
    return make("div", { class: "sheets__page", "data-digest": digest }, picture);
  }

  function later() {
    clearTimeout(timer);
    if (!leaving) timer = setTimeout(refresh, PAUSE);
  }

  function leave() {
    leaving = true;
    clearTimeout(timer);
    sending?.abort();
  }

  /** Mark the place of the cursor on the page and bring it into sight. */
  function follow() {
    sheets.querySelectorAll(".sheet__caret").forEach((mark) => mark.remove());
    // while the pages lag behind the text, its places mean nothing
    if (body.value !== shownText) return;
    const source = charactersOf(body.value, body.selectionStart);
    const found = textAt(pages(), source);
    if (!found) return;
    const { text, from } = found;
    const last = text.getNumberOfChars() - 1;
    const index = unitsOf(text.textContent, source - from);
    const at = index <= last ? text.getStartPositionOfChar(index) : text.getEndPositionOfChar(last);
    const size = Number(text.getAttribute("font-size"));
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ class: "sheet__caret", x: at.x - 0.3, y: -size * 0.95, width: 0.6, height: size * 1.15, transform: text.getAttribute("transform") })) mark.setAttribute(name, value);
    text.after(mark);
    const box = mark.getBoundingClientRect();
    const frame = sheets.getBoundingClientRect();
    const depth = box.top - frame.top;
    if (depth < frame.height * 0.12 || depth > frame.height * 0.85) sheets.scrollTop += depth - frame.height / 2;
  }

  function lead(event) {
    const svg = event.target.closest?.("svg");
    const found = svg && hit(svg, event.clientX, event.clientY);
    if (!found) return;
    const { text, index } = found;
    if (text.dataset.source === undefined) {
      document.getElementById(`id_${FIELDS[text.dataset.element]}`)?.focus();
      return;
    }
    const characters = Number(svg.parentElement.dataset.begin) + Number(text.dataset.source) + charactersOf(text.textContent, index);
    const place = unitsOf(body.value, characters);
    body.blur(); // a browser brings the cursor into sight only when the field is entered
    body.setSelectionRange(place, place);
    body.focus();
    follow();
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", leave);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) later();
  });
  sheets.addEventListener("click", lead);
  for (const name of ["keyup", "pointerup"]) body.addEventListener(name, () => requestAnimationFrame(follow));
  state.textContent = "正在排版……";
  refresh();
});
