// The editor of drafting text ([data-island="editor"] around a field; data-for names the text area). The text area stays what it is: input methods,
// autosave, the copy in this browser and the preview go on as without it, and every change here is one step of the browser's own undo.
import { each, icon, make } from "../core/dom.js";
import { become, replace } from "./edits.js";
import "./editor.css";
import { outlinePane } from "./outline.js";
import { pasted } from "./paste.js";
import { editTable } from "./table.js";
import { counted, levelOf, lineStart, numberOf, renumbered, tableAt, withLevel, writtenTable } from "./text.js";

const HEADINGS = ["一级标题 一、", "二级标题（一）", "三级标题 1.", "四级标题（1）"];
const OPEN = "zs:outline";

each('[data-island="editor"]', (root) => {
  const area = document.getElementById(root.dataset.for);
  if (!area || area.readOnly || area.disabled) return;
  const state = make("p", { class: "writer__state small", role: "status" });
  const count = make("span", { class: "writer__count small dim" });
  const outline = outlinePane(area, say);
  let timer = 0;

  function say(words) {
    state.textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => (state.textContent = ""), 6000);
  }

  /** Make the lines of the selection headings of a level (0: plain paragraphs); everything is numbered anew. */
  function setLevel(level) {
    const text = area.value;
    const lines = text.split("\n");
    const first = text.slice(0, area.selectionStart).split("\n").length - 1;
    const last = text.slice(0, area.selectionEnd).split("\n").length - 1;
    for (let line = first; line <= last; line += 1) {
      const alone = first === last;
      if ((lines[line].trim() || alone) && !/^\s*\|/.test(lines[line])) lines[line] = withLevel(lines[line], alone && levelOf(lines[line]) === level ? 0 : level);
    }
    const result = renumbered(lines.join("\n"));
    const end = lineStart(result, last) + result.split("\n")[last].length;
    become(area, result, first === last ? end : lineStart(result, first), end);
    drawn();
  }

  function renumber() {
    const line = area.value.slice(0, area.selectionStart).split("\n").length - 1;
    const result = renumbered(area.value);
    const same = result === area.value;
    become(area, result, Math.min(lineStart(result, line) + (result.split("\n")[line] ?? "").length, result.length));
    say(same ? "各级编号已是连续的" : "各级编号已按顺序重排；按Ctrl+Z可撤回");
    drawn();
  }

  function table() {
    const found = tableAt(area.value, area.selectionStart);
    const cells = found?.cells ?? [["", "", ""], ["", "", ""], ["", "", ""]];
    const place = area.selectionStart;
    editTable(cells, found?.header ?? true, (rows, header) => {
      if (!rows.length && !found) return;
      const words = rows.length ? writtenTable(rows, header) : "";
      if (found) {
        const end = !words && area.value[found.end] === "\n" ? found.end + 1 : found.end;
        replace(area, found.start, end, words, found.start);
      } else {
        const before = area.value.slice(0, place);
        const [open, close] = [before && !before.endsWith("\n") ? "\n" : "", area.value[place] === "\n" ? "" : "\n"];
        replace(area, place, place, `${open}${words}${close}`, place + open.length);
      }
      drawn();
    });
  }

  /** Refer to an attachment by its number. */
  function attachment(number, total) {
    replace(area, area.selectionStart, area.selectionEnd, total > 1 ? `（见附件${number}）` : "（见附件）");
  }

  const tools = make("div", { class: "writer__tools", role: "toolbar", "aria-label": "正文工具", "aria-controls": area.id });
  function tool(name, label, keys, act, shown = null) {
    const button = make("button", { type: "button", class: "button button--small", title: keys ? `${label}（${keys}）` : label, "data-tool": name, "aria-keyshortcuts": keys?.replace("Ctrl", "Control") }, ...(shown ?? [label]));
    button.addEventListener("click", act);
    tools.append(button);
    return button;
  }
  HEADINGS.forEach((label, index) => tool(`level-${index + 1}`, label, `Ctrl+Alt+${index + 1}`, () => setLevel(index + 1), [numberOf(index + 1, 1)]));
  tool("level-0", "正文段落", "Ctrl+Alt+0", () => setLevel(0), ["正文"]);
  tool("renumber", "重排各级编号", "Ctrl+Alt+N", renumber, [icon("sort"), "重排编号"]);
  tool("table", "插入或修改表格", "Ctrl+Alt+B", table, [icon("table"), "表格"]);
  for (const [name, label, command] of [["undo", "撤回", "undo"], ["redo", "重做", "redo"]]) {
    tool(name, label, name === "undo" ? "Ctrl+Z" : "Ctrl+Y", () => {
      area.focus();
      document.execCommand(command);
      drawn();
    }, [icon(name === "undo" ? "take-back" : "redo"), make("span", { class: "hidden-text" }, label)]);
  }
  const toggle = tool("outline", "提纲", "Ctrl+Alt+O", () => open(!root.hasAttribute("data-outline")), [icon("list"), "提纲"]);

  /** Offer references to the attachments, once it is known which there are. */
  async function offerAttachments() {
    const answer = await fetch(root.dataset.attachments, { headers: { Accept: "application/json" } }).catch(() => null);
    const { names } = answer?.ok ? await answer.json() : { names: [] };
    if (!names.length) return;
    const choose = make("select", { class: "writer__attachments", "aria-label": "插入“见附件”" }, make("option", { value: "" }, "见附件…"), ...names.map((name, index) => make("option", { value: index + 1 }, `${index + 1}. ${name}`)));
    choose.addEventListener("change", (event) => {
      event.stopPropagation();
      if (choose.value) attachment(choose.value, names.length);
      choose.value = "";
    });
    choose.addEventListener("input", (event) => event.stopPropagation());
    tools.append(choose);
  }

  function open(wanted) {
    root.toggleAttribute("data-outline", wanted);
    toggle.setAttribute("aria-pressed", String(wanted));
    try {
      localStorage.setItem(OPEN, wanted ? "1" : "");
    } catch {
      // the choice lasts for this page only
    }
  }

  function drawn() {
    outline.draw();
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
    const paragraphs = area.value.split("\n").filter((line) => line.trim()).length;
    count.textContent = `${chosen ? `选中${counted(chosen)}字，` : ""}共${counted(area.value)}字、${paragraphs}段`;
  }

  let pending = 0;
  const soon = () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(drawn);
  };

  area.addEventListener("input", soon);
  area.form?.addEventListener("change", soon); // a copy put back changes the field without input
  for (const name of ["keyup", "pointerup", "select"]) area.addEventListener(name, soon);
  area.addEventListener("paste", (event) => {
    const words = pasted(event.clipboardData);
    if (words === null) return;
    event.preventDefault();
    replace(area, area.selectionStart, area.selectionEnd, words);
    say("已去除格式，按公文格式整理；按Ctrl+Z可撤回");
  });
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.ctrlKey && event.altKey && !event.metaKey) {
      const digit = event.code.match(/^(?:Digit|Numpad)([0-4])$/)?.[1];
      const act = digit ? () => setLevel(Number(digit)) : { KeyN: renumber, KeyB: table, KeyO: () => open(!root.hasAttribute("data-outline")) }[event.code];
      if (!act) return;
      event.preventDefault();
      act();
    } else if (event.altKey && event.shiftKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      outline.step(event.key === "ArrowUp" ? -1 : 1);
    }
  });

  const work = make("div", { class: "writer__work" });
  area.before(tools, work);
  work.append(outline.pane, area);
  work.after(make("div", { class: "writer__foot" }, state, count));
  let kept = "";
  try {
    kept = localStorage.getItem(OPEN) ?? "1";
  } catch {
    kept = "1";
  }
  open(kept === "1" && matchMedia("(min-width: 60rem)").matches);
  if (root.dataset.attachments) offerAttachments();
  root.dataset.ready = "";
  drawn();
});
