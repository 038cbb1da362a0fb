// 修改理由 in the editor: one reason is copied to the passages that have none yet, by the button beside it or Alt+↓.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-reason-copy]");
  if (button) copy(button.parentElement.querySelector("[data-reason]"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || !event.altKey || !event.target.matches?.("[data-reason]")) return;
  event.preventDefault();
  copy(event.target);
});

function copy(field) {
  const words = field.value.trim();
  if (!words) {
    field.focus();
    return;
  }
  const empty = [...field.closest(".reasons").querySelectorAll("[data-reason]")].filter((one) => !one.value.trim());
  empty.forEach((one) => {
    one.value = words;
    one.removeAttribute("aria-invalid");
  });
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const told = field.closest(".reasons").querySelector("[role=status]");
  if (told) told.textContent = empty.length ? `已填到其余${empty.length}处` : "各处都已有理由";
}
