// Places in the text and on the pages. The server counts characters as people do (a rare Hanzi is one), a textarea in UTF-16 units (it is two).

/** Where the `count`-th character of a text begins, in UTF-16 units. */
export function unitsOf(text, count) {
  let units = 0;
  for (let passed = 0; passed < count && units < text.length; passed += 1) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return units;
}

/** How many characters stand before a place given in UTF-16 units. */
export function charactersOf(text, units) {
  let count = 0;
  for (let at = 0; at < units && at < text.length; count += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return count;
}

/** The text element of a page that lies nearest to a point of the screen, and which of its characters (UTF-16 units; the next one, right of its middle). */
export function hit(svg, x, y) {
  let best = null;
  let least = Infinity;
  for (const text of svg.querySelectorAll("text")) {
    const box = text.getBoundingClientRect();
    const across = Math.max(box.left - x, 0, x - box.right);
    const down = Math.max(box.top - y, 0, y - box.bottom);
    const distance = across + down * 4; // the line counts more than the column
    if (distance < least) [best, least] = [text, distance];
  }
  if (!best) return null;
  const point = new DOMPoint(x, y).matrixTransform(best.getScreenCTM().inverse());
  const length = best.getNumberOfChars();
  let index = 0;
  for (; index < length; index += 1) {
    const cell = best.getExtentOfChar(index);
    if (point.x < cell.x + cell.width / 2) break;
  }
  return { text: best, index };
}

/** The text element in which a character of the draft stands: the last that begins at or before it. `pages` are their elements in order. */
export function textAt(pages, source) {
  let found = null;
  for (const page of pages) {
    const begin = Number(page.dataset.begin);
    for (const text of page.querySelectorAll("text[data-source]")) {
      const from = begin + Number(text.dataset.source);
      if (from <= source && (!found || from >= found.from)) found = { page, text, from };
    }
  }
  return found;
}
