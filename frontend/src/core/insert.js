// Words put into a text at the cursor: by a press on data-phrase-for="field id", or by the server's trigger "insert-text" {text, into}.

export function insert(field, words) {
  const before = field.value.slice(0, field.selectionStart ?? field.value.length);
  const after = field.value.slice(field.selectionEnd ?? field.value.length);
  field.value = before + words + after;
  field.focus();
  field.selectionStart = field.selectionEnd = before.length + words.length;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const phrase = event.target.closest?.("[data-phrase-for]");
  const field = phrase && document.getElementById(phrase.dataset.phraseFor);
  if (field) insert(field, phrase.dataset.phrase ?? phrase.textContent.trim());
});

document.body.addEventListener("insert-text", (event) => {
  const { text, into } = event.detail;
  // the dialog is closed first: what lies behind it takes no cursor
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  const field = document.getElementById(into);
  if (field) setTimeout(() => insert(field, text));
});
