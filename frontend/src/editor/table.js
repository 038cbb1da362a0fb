// The grid in which a table is written: cells are fields, Enter goes down, what is copied from a sheet fills the cells from the present one on.
import { icon, make } from "../core/dom.js";
import { tabbed } from "./text.js";

const button = (name, words, tone = "") => make("button", { type: "button", class: `button button--small${tone}`, "data-do": name }, words);

/** Open the grid over `cells`; `done(rows, header)` takes it, with no rows the table is removed. */
export function editTable(cells, header, done) {
  const grid = make("table", { class: "grid-editor" });
  const head = make("input", { type: "checkbox", checked: header });
  const title = `table-title-${Date.now()}`;
  const dialog = make(
    "dialog",
    { class: "dialog dialog--wide", "aria-labelledby": title },
    make("div", { class: "dialog__head" }, make("h2", { id: title }, "表格"), make("button", { type: "button", class: "dialog__close", "data-do": "cancel", "aria-label": "关闭" }, icon("x"))),
    make(
      "div",
      { class: "dialog__body stack" },
      make("div", { class: "row" }, button("row", "下加一行"), button("column", "右加一列"), button("drop-row", "删去本行"), button("drop-column", "删去本列"), make("label", { class: "check" }, head, make("span", {}, "第一行为表头"))),
      make("div", { class: "table-wrap" }, grid),
      make("p", { class: "dim small" }, "回车到下一行，Tab到下一格；可从Excel、WPS表格复制后粘贴到格中。"),
    ),
    make("div", { class: "dialog__foot" }, button("remove", "删除表格"), button("cancel", "取消"), button("take", "确定", " button--primary")),
  );
  let rows = cells.map((row) => [...row]);
  let [atRow, atColumn] = [0, 0];

  function draw() {
    grid.replaceChildren(
      make(
        "tbody",
        {},
        ...rows.map((row, r) =>
          make("tr", {}, ...row.map((words, c) => {
            const field = make("textarea", { rows: 1, "aria-label": `第${r + 1}行第${c + 1}列`, "data-row": r, "data-column": c });
            field.value = words;
            return make("td", {}, field);
          })),
        ),
      ),
    );
    field(atRow, atColumn)?.focus();
  }

  const field = (r, c) => grid.querySelector(`[data-row="${r}"][data-column="${c}"]`);

  const actions = {
    row() {
      rows.splice(atRow + 1, 0, rows[0].map(() => ""));
      atRow += 1;
    },
    column() {
      rows.forEach((row) => row.splice(atColumn + 1, 0, ""));
      atColumn += 1;
    },
    "drop-row"() {
      if (rows.length > 1) rows.splice(atRow, 1);
      atRow = Math.min(atRow, rows.length - 1);
    },
    "drop-column"() {
      if (rows[0].length > 1) rows.forEach((row) => row.splice(atColumn, 1));
      atColumn = Math.min(atColumn, rows[0].length - 1);
    },
    cancel: () => dialog.close(),
    take() {
      dialog.close();
      done(rows, head.checked);
    },
    remove() {
      dialog.close();
      done([], false);
    },
  };

  dialog.addEventListener("click", (event) => {
    const name = event.target.closest("[data-do]")?.dataset.do;
    if (!name) return;
    actions[name]();
    if (dialog.open) draw();
  });
  grid.addEventListener("focusin", ({ target }) => {
    if (target.dataset.row) [atRow, atColumn] = [Number(target.dataset.row), Number(target.dataset.column)];
  });
  grid.addEventListener("input", ({ target }) => {
    rows[Number(target.dataset.row)][Number(target.dataset.column)] = target.value;
  });
  grid.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.shiftKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    if (event.key === "Enter" && atRow === rows.length - 1) {
      actions.row();
      draw();
    } else field(atRow + step, atColumn)?.focus();
  });
  grid.addEventListener("paste", (event) => {
    const copied = tabbed(event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n"));
    if (!copied) return;
    event.preventDefault();
    const width = Math.max(rows[0].length, atColumn + Math.max(...copied.map((row) => row.length)));
    while (rows.length < atRow + copied.length) rows.push([]);
    rows = rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
    copied.forEach((row, r) => row.forEach((words, c) => (rows[atRow + r][atColumn + c] = words.trim())));
    draw();
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // single keys of the page must not act while one writes here
  dialog.addEventListener("close", () => dialog.remove());
  // a field of this dialog must not change the form around the text
  dialog.addEventListener("input", (event) => event.stopPropagation());
  dialog.addEventListener("change", (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  draw();
}
