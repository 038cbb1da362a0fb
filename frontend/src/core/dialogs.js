// Dialogs: data-open-dialog="id" opens one that is on the page; a link with data-dialog loads its address into #dialog (without scripts it is an ordinary link);
// data-close-dialog and the server's trigger "dialog-close" close. hx-confirm asks in a dialog of ours instead of the browser's.
import { each, make } from "./dom.js";

let opener = null;

function open(dialog) {
  if (!dialog || dialog.open) return;
  opener = document.activeElement;
  dialog.showModal();
  dialog.querySelector("[autofocus], .dialog__body :is(input:not([type=hidden]), select, textarea)")?.focus();
}

function close(dialog) {
  dialog?.close();
}

document.addEventListener("click", (event) => {
  const target = event.target;
  const opening = target.closest?.("[data-open-dialog]");
  if (opening && opening.dataset.openDialog !== "keys") {
    event.preventDefault();
    open(document.getElementById(opening.dataset.openDialog));
  }
  if (target.closest?.("[data-close-dialog]")) {
    event.preventDefault();
    close(target.closest("dialog"));
  }
  if (target instanceof HTMLDialogElement && target.open && !target.querySelector("form[data-keep]")) {
    const box = target.getBoundingClientRect();
    const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
    if (outside && event.clientX + event.clientY > 0) close(target);
  }
  const link = target.closest?.("a[data-dialog], button[data-dialog]");
  if (link && !event.ctrlKey && !event.metaKey && event.button === 0) {
    event.preventDefault();
    opener = link;
    const address = link.dataset.dialog || link.getAttribute("href");
    window.htmx.ajax("GET", address, { source: link, target: "#dialog-body", swap: "outerHTML" });
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const body = document.getElementById("dialog-body");
  const dialog = document.getElementById("dialog");
  if (!dialog || !body) return;
  if ((event.detail.target.id === "dialog-body" || event.detail.elt.id === "dialog-body") && body.childElementCount) {
    if (!dialog.open) {
      dialog.showModal();
      dialog.querySelector("[autofocus], .dialog__body :is(input:not([type=hidden]), select, textarea)")?.focus();
    }
  }
});

document.body.addEventListener("dialog-close", () => {
  document.querySelectorAll("dialog[open]").forEach(close);
});

document.addEventListener(
  "close",
  (event) => {
    if (event.target.id === "dialog") event.target.querySelector("#dialog-body")?.replaceChildren();
    if (opener?.isConnected) opener.focus();
    opener = null;
  },
  true,
);

each("dialog[data-open]", (dialog) => dialog.showModal());

function ask(question) {
  return new Promise((resolve) => {
    const yes = make("button", { class: "button button--primary", value: "yes", autofocus: true }, "确定");
    const dialog = make(
      "dialog",
      { class: "dialog", "aria-labelledby": "ask-title" },
      make(
        "form",
        { method: "dialog" },
        make("div", { class: "dialog__head" }, make("h2", { id: "ask-title" }, "请确认")),
        make("div", { class: "dialog__body" }, make("p", { class: "as-typed" }, question)),
        make("div", { class: "dialog__foot" }, make("button", { class: "button", value: "no" }, "取消"), yes),
      ),
    );
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  ask(event.detail.question).then((agreed) => agreed && event.detail.issueRequest(true));
});

// data-confirm on a form or on one of its buttons asks likewise before an ordinary form is sent.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.agreed === "yes") {
      delete form.dataset.agreed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    ask(question).then((agreed) => {
      if (!agreed) return;
      form.dataset.agreed = "yes";
      form.requestSubmit(submitter);
    });
  },
  true,
);
