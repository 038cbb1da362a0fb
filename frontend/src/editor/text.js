// Drafting text as the typesetting reads it (platform/typesetting/drafting.py): one line is one paragraph, the numbers 一、（一）1.（1） make headings,
// rows `| a | b |` a table. Everything here turns text into text; nothing touches the page.

const HANZI = "[一二三四五六七八九十百]{1,5}";
export const LEVELS = [new RegExp(`^${HANZI}、`), new RegExp(`^[（(]${HANZI}[）)]`), /^\d{1,3}[.．](?!\d)/, /^[（(]\d{1,3}[）)]/];
const DIGITS = "零一二三四五六七八九";
const ROW = /^\s*\|(.+)\|\s*$/;
const RULE = /^\s*\|[\s:|-]+\|\s*$/;
const LONGEST_HEADING = 60;
const CJK = "\\u2e80-\\u303f\\u31c0-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u{20000}-\\u{3ffff}“”‘’—…·";

export function hanzi(number) {
  if (number >= 100) return `${DIGITS[Math.floor(number / 100)]}百${number % 100 ? (number % 100 < 10 ? "零" : "") + (number % 100 >= 10 && number % 100 < 20 ? "一" : "") + hanzi(number % 100) : ""}`;
  const [tens, units] = [Math.floor(number / 10), number % 10];
  if (!tens) return DIGITS[units];
  return `${tens > 1 ? DIGITS[tens] : ""}十${units ? DIGITS[units] : ""}`;
}

export function numberOf(level, count) {
  return [`${hanzi(count)}、`, `（${hanzi(count)}）`, `${count}.`, `（${count}）`][level - 1];
}

/** The heading level that a line's number announces, 0 for none. */
export function levelOf(line) {
  const trimmed = line.trimStart();
  return LEVELS.findIndex((pattern) => pattern.test(trimmed)) + 1;
}

export function withoutNumber(line) {
  const trimmed = line.trimStart();
  const level = levelOf(trimmed);
  return level ? trimmed.replace(LEVELS[level - 1], "").trimStart() : trimmed;
}

export function withLevel(line, level) {
  const words = withoutNumber(line);
  return level ? numberOf(level, 1) + words : words;
}

/** Number all headings anew, each level counted from one under the next higher one. */
export function renumbered(text) {
  const counters = [0, 0, 0, 0];
  return text
    .split("\n")
    .map((line) => {
      const level = levelOf(line);
      if (!level) return line;
      counters[level - 1] += 1;
      counters.fill(0, level);
      const indent = line.slice(0, line.length - line.trimStart().length);
      return indent + numberOf(level, counters[level - 1]) + withoutNumber(line);
    })
    .join("\n");
}

/** The headings in order: level, words, where their line begins and where their section ends (the next heading as high or higher). */
export function outlineOf(text) {
  const found = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const level = levelOf(line);
    if (level) found.push({ level, words: headingOf(line.trim()), start: at, end: text.length });
    at += line.length + 1;
  }
  found.forEach((entry, index) => {
    const next = found.slice(index + 1).find((other) => other.level <= entry.level);
    if (next) entry.end = next.start;
  });
  return found;
}

/** What the outline shows of a line: a run-in heading up to its full stop, a long numbered paragraph cut short. */
function headingOf(line) {
  const stop = line.indexOf("。");
  const words = stop >= 0 ? line.slice(0, stop) : line;
  return words.length > LONGEST_HEADING / 2 ? `${words.slice(0, LONGEST_HEADING / 2)}…` : words;
}

/** Put the section of heading `from` before heading `before` (its number in the outline; the number of headings: to the end), numbered anew. */
export function moved(text, from, before) {
  const headings = outlineOf(text);
  const section = headings[from];
  const target = before < headings.length ? headings[before].start : text.length;
  if (!section || (target >= section.start && target <= section.end)) return { text, at: section?.start ?? 0 };
  const whole = text.endsWith("\n") || !text ? text : `${text}\n`;
  const ended = whole === text ? section.end : section.end === text.length ? whole.length : section.end;
  const place = target === text.length ? whole.length : target;
  const words = whole.slice(section.start, ended);
  const joined = place < section.start ? whole.slice(0, place) + words + whole.slice(place, section.start) + whole.slice(ended) : whole.slice(0, section.start) + whole.slice(ended, place) + words + whole.slice(place);
  const at = place < section.start ? place : place - words.length;
  const lines = joined.slice(0, at).split("\n").length - 1;
  const result = renumbered(whole === text ? joined : joined.slice(0, -1));
  return { text: result, at: lineStart(result, lines) };
}

export function lineStart(text, line) {
  return text.split("\n").slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
}

/** The neighbour before (-1) or after (1) which a section can go, as an argument for `moved`; null at an end of its parent. */
export function neighbour(headings, index, step) {
  const { level } = headings[index];
  if (step < 0) {
    for (let at = index - 1; at >= 0 && headings[at].level >= level; at -= 1) if (headings[at].level === level) return at;
    return null;
  }
  let next = index + 1;
  while (next < headings.length && headings[next].level > level) next += 1;
  if (next >= headings.length || headings[next].level < level) return null;
  let after = next + 1;
  while (after < headings.length && headings[after].level > level) after += 1;
  return after;
}

// ── tables ───────────────────────────────────────────────────────────────────

/** The table around a place: where it begins and ends, its cells, whether its first row is the header; null if there is none. */
export function tableAt(text, place) {
  const lines = text.split("\n");
  let line = text.slice(0, place).split("\n").length - 1;
  if (!ROW.test(lines[line] ?? "")) return null;
  let [first, last] = [line, line];
  while (first > 0 && ROW.test(lines[first - 1])) first -= 1;
  while (last + 1 < lines.length && ROW.test(lines[last + 1])) last += 1;
  const rows = lines.slice(first, last + 1);
  const start = lineStart(text, first);
  const cells = rows.filter((row) => !RULE.test(row)).map((row) => row.match(ROW)[1].split("|").map((cell) => cell.trim()));
  return { start, end: start + rows.join("\n").length, cells: squared(cells), header: RULE.test(rows[1] ?? "") };
}

function squared(rows) {
  const columns = Math.max(1, ...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array(columns - row.length).fill("")]);
}

const cellText = (words) => words.replace(/\s*\n\s*/g, " ").replaceAll("|", "｜").trim();

export function writtenTable(rows, header) {
  const lines = squared(rows).map((row) => `| ${row.map(cellText).join(" | ")} |`);
  if (header) lines.splice(1, 0, `|${"---|".repeat(squared(rows)[0].length)}`);
  return lines.join("\n");
}

/** Rows of what was copied from a sheet (columns parted by tabs); null if it is no table. */
export function tabbed(text) {
  const lines = text.replace(/\n+$/, "").split("\n");
  const rows = lines.map((line) => line.split("\t"));
  return rows.length > 1 && rows.every((row) => row.length > 1) ? rows : null;
}

// ── words and pastes ─────────────────────────────────────────────────────────

/** Count as word processors do: each Hanzi and mark is one, each run of letters and digits is one. */
export function counted(text) {
  const hanziAndMarks = text.match(new RegExp(`[${CJK}]`, "gu"))?.length ?? 0;
  const others = text.replace(new RegExp(`[${CJK}]`, "gu"), " ").match(/[^\s|]+/g)?.filter((run) => !/^-+$/.test(run)).length ?? 0;
  return hanziAndMarks + others;
}

/** Clean a line that comes from elsewhere: no indents, no stray spaces between Hanzi, nothing invisible. */
export function cleanLine(line) {
  return line
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .replace(/[\u00a0\u3000]/g, " ")
    .replace(new RegExp(`(?<=[${CJK}]) +(?=[${CJK}])`, "gu"), "")
    .replace(/ {2,}/g, " ")
    .trim();
}

export function cleanText(text) {
  const rows = tabbed(text.replace(/\r\n?/g, "\n"));
  if (rows) return writtenTable(rows.map((row) => row.map(cleanLine)), true);
  const lines = text.replace(/\r\n?|\u2028|\u2029|\u000b/g, "\n").split("\n").map(cleanLine);
  return lines.filter((line, index) => line || (index > 0 && lines[index - 1])).join("\n");
}
