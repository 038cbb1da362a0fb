// What is pasted from Word, WPS or a web page becomes drafting text: paragraphs, numbers of automatic lists, tables; no faces, colours, deleted words.
import { cleanLine, cleanText, numberOf, writtenTable } from "./text.js";

const BLOCKS = new Set(["P", "DIV", "LI", "H1", "H2", "H3", "H4", "H5", "H6", "SECTION", "ARTICLE", "BLOCKQUOTE", "PRE", "DT", "DD", "CENTER"]);
const LEFT_OUT = new Set(["STYLE", "SCRIPT", "HEAD", "TITLE", "META", "LINK", "DEL", "S", "STRIKE", "IMG", "OBJECT", "TEMPLATE", "NOSCRIPT", "XML"]);

/** Return the text of the clipboard's HTML. */
export function textOfHtml(html) {
  // style elements go and style attributes are renamed before anything is parsed: the page's content policy forbids inline styles, and only two of them are looked at
  const safe = html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "").replace(/\sstyle\s*=/gi, " data-style=");
  const body = new DOMParser().parseFromString(safe, "text/html").body;
  const lines = [""];
  walk(body, lines);
  return lines
    .map((line) => (line.startsWith("|") ? line : cleanLine(line)))
    .filter(Boolean)
    .join("\n");
}

function walk(node, lines) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) lines[lines.length - 1] += child.data.replace(/[\r\n\t ]+/g, " ");
    else if (child.nodeType === Node.ELEMENT_NODE) element(child, lines);
  }
}

function element(node, lines) {
  const style = node.dataset?.style ?? "";
  if (LEFT_OUT.has(node.tagName) || /display\s*:\s*none/i.test(style) || node.tagName.includes(":")) return node.tagName === "O:P" ? undefined : inline(node, lines);
  if (node.tagName === "BR") lines.push("");
  else if (node.tagName === "TABLE") {
    lines.push(...table(node).split("\n"), "");
  } else if (BLOCKS.has(node.tagName)) {
    if (lines[lines.length - 1].trim()) lines.push("");
    if (node.tagName === "LI") lines[lines.length - 1] += listNumber(node);
    walk(node, lines);
    if (lines[lines.length - 1].trim()) lines.push("");
  } else walk(node, lines);
}

function inline(node, lines) {
  // an element of a foreign namespace (w:ins, st1:date) holds words as a span does; what is left out holds none
  if (node.tagName.includes(":") && !/^(V|XML|M):/.test(node.tagName)) walk(node, lines);
}

function listNumber(item) {
  if (item.parentElement?.tagName !== "OL") return "";
  const count = [...item.parentElement.children].filter((other) => other.tagName === "LI").indexOf(item) + Number(item.parentElement.getAttribute("start") || 1);
  const words = item.textContent.trim();
  return /^([一二三四五六七八九十]+、|[（(]|\d+[.．、])/.test(words) ? "" : numberOf(3, count);
}

function table(node) {
  const rows = [];
  for (const row of node.querySelectorAll("tr")) {
    if (row.closest("table") !== node) continue;
    const cells = [];
    for (const cell of row.children) {
      const words = [""];
      walk(cell, words);
      cells.push(cleanLine(words.filter((line) => line.trim()).join(" ")));
      for (let span = Number(cell.getAttribute("colspan") || 1); span > 1; span -= 1) cells.push("");
    }
    if (cells.length) rows.push(cells);
  }
  return rows.length ? writtenTable(rows, rows.length > 1) : "";
}

/** Return what a paste brings as drafting text, or null if the browser may paste it as it is. */
export function pasted(clipboard) {
  const html = clipboard.getData("text/html");
  const plain = clipboard.getData("text/plain");
  if (html) return textOfHtml(html) || cleanText(plain);
  const cleaned = cleanText(plain);
  return cleaned === plain ? null : cleaned;
}
