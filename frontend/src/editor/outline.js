// 提纲: the headings beside the text. A press goes to the place; a section is moved by dragging, by the arrows or by Alt+↑ and Alt+↓, and all is numbered anew.
import { icon, make } from "../core/dom.js";
import { become, show } from "./edits.js";
import { moved, neighbour, outlineOf } from "./text.js";

export function outlinePane(area, say) {
  const list = make("ol", { class: "writer__list" });
  const empty = make("p", { class: "dim small" }, "写上“一、”“（一）”等标题后，这里出现提纲");
  const pane = make("nav", { class: "writer__outline", "aria-label": "提纲" }, make("h3", { class: "writer__caption" }, "提纲"), list, empty);
  let headings = [];
  let drawn = "";
  let dragged = null;

  function draw() {
    headings = outlineOf(area.value);
    empty.hidden = headings.length > 0;
    const signature = JSON.stringify(headings.map(({ level, words }) => [level, words]));
    if (signature !== drawn) {
      drawn = signature;
      const focused = list.contains(document.activeElement) ? [...list.querySelectorAll("[data-go]")].indexOf(document.activeElement) : -1;
      list.replaceChildren(
        ...headings.map(({ level, words }, index) =>
          make(
            "li",
            { class: "writer__entry", "data-level": level, "data-index": index, draggable: "true" },
            make("button", { type: "button", class: "writer__go", "data-go": index, title: `${words}（Alt+↑↓移动整节）` }, words),
            make("button", { type: "button", class: "writer__move", "data-move": -1, "aria-label": `上移“${words}”整节` }, icon("chevron-up")),
            make("button", { type: "button", class: "writer__move", "data-move": 1, "aria-label": `下移“${words}”整节` }, icon("chevron-down")),
          ),
        ),
      );
      if (focused >= 0) list.querySelectorAll("[data-go]")[Math.min(focused, headings.length - 1)]?.focus();
    }
    mark();
  }

  /** Mark the section in which the cursor stands. */
  function mark() {
    const place = area.selectionStart;
    const present = headings.findLastIndex ? headings.findLastIndex(({ start }) => start <= place) : headings.map(({ start }) => start <= place).lastIndexOf(true);
    list.querySelectorAll("[data-go]").forEach((button, index) => (index === present ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current")));
  }

  function put(from, before) {
    const words = headings[from].words;
    const { text, at } = moved(area.value, from, before);
    if (text === area.value) return;
    become(area, text, at);
    draw();
    say(`已移动“${words}”整节，编号已重排；按Ctrl+Z可撤回`);
  }

  /** Move the section in which the cursor stands, or heading `index`, by one place. */
  function step(direction, index = headings.map(({ start }) => start <= area.selectionStart).lastIndexOf(true)) {
    if (index < 0) return;
    const before = neighbour(headings, index, direction);
    if (before === null) say(direction < 0 ? "已是同级第一节" : "已是同级最后一节");
    else put(index, before);
  }

  list.addEventListener("click", ({ target }) => {
    const index = Number(target.closest("[data-index]")?.dataset.index);
    const move = target.closest("[data-move]");
    if (move) {
      const words = headings[index].words.replace(/^[^、）.]*[、）.]/, "");
      step(Number(move.dataset.move), index);
      const again = headings.findIndex((heading) => heading.words.endsWith(words));
      list.querySelectorAll("[data-index]")[again]?.querySelector(`[data-move="${move.dataset.move}"]`)?.focus();
    } else if (target.closest("[data-go]")) {
      const start = headings[index].start;
      const line = area.value.indexOf("\n", start);
      show(area, start, line < 0 ? area.value.length : line);
    }
  });
  list.addEventListener("keydown", (event) => {
    const place = [...list.querySelectorAll("[data-go]")].indexOf(event.target);
    const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (place < 0 || !direction) return;
    event.preventDefault();
    if (event.altKey) {
      step(direction, place);
      const at = headings.map(({ start }) => start <= area.selectionStart).lastIndexOf(true);
      list.querySelectorAll("[data-go]")[at]?.focus();
    } else list.querySelectorAll("[data-go]")[place + direction]?.focus();
  });
  list.addEventListener("dragstart", (event) => {
    dragged = Number(event.target.closest?.("[data-index]")?.dataset.index);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-index]");
    if (dragged === null || !over) return;
    event.preventDefault();
    list.querySelectorAll("[data-over]").forEach((entry) => delete entry.dataset.over);
    over.dataset.over = lower(event, over) ? "after" : "before";
  });
  list.addEventListener("drop", (event) => {
    const over = event.target.closest("[data-index]");
    if (dragged === null || !over) return;
    event.preventDefault();
    put(dragged, Number(over.dataset.index) + (lower(event, over) ? 1 : 0));
  });
  list.addEventListener("dragend", () => {
    dragged = null;
    list.querySelectorAll("[data-over]").forEach((entry) => delete entry.dataset.over);
  });

  function lower(event, entry) {
    const box = entry.getBoundingClientRect();
    return event.clientY > box.top + box.height / 2;
  }

  return { pane, draw, mark, step };
}
