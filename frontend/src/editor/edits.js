// Changes of a textarea that the browser's own undo takes back in one step.

/** Put `words` in place of the characters from `start` to `end`; the selection afterwards is `from`–`to` if given, else behind the words. */
export function replace(area, start, end, words, from = null, to = from) {
  const scrolled = area.scrollTop;
  area.focus();
  area.setSelectionRange(start, end);
  const done = words ? document.execCommand("insertText", false, words) : start === end || document.execCommand("delete");
  if (!done) {
    area.setRangeText(words, start, end, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  area.scrollTop = scrolled;
  if (from !== null) area.setSelectionRange(from, to);
}

/** Turn the whole text into `text`, touching only what differs. */
export function become(area, text, from, to = from) {
  const old = area.value;
  if (old === text) {
    area.focus();
    area.setSelectionRange(from, to);
    return;
  }
  let head = 0;
  while (head < old.length && head < text.length && old[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < text.length - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  // never between the halves of one character
  if (/[\ud800-\udbff]/.test(old[head - 1] ?? "")) head -= 1;
  if (/[\udc00-\udfff]/.test(old[old.length - tail] ?? "")) tail -= 1;
  replace(area, head, old.length - tail, text.slice(head, text.length - tail), from, to);
}

/** Bring a place into sight and put the cursor there. */
export function show(area, start, end = start) {
  area.blur(); // a browser brings the cursor into sight only when the field is entered
  area.setSelectionRange(start, end);
  area.focus();
  area.dispatchEvent(new KeyboardEvent("keyup")); // the preview follows the keyboard
}
