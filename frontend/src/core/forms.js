// Forms: sent once however often one clicks, alive again after the back button, first error in view, ticking all rows, large type, going back.
import { each, ready } from "./dom.js";

function busy(form, submitter) {
  form.dataset.sending = "";
  submitter?.classList.add("is-busy");
  submitter?.setAttribute("aria-busy", "true");
}

function calm(form) {
  delete form.dataset.sending;
  form.querySelectorAll(".is-busy").forEach((button) => {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-busy");
  });
}

// The button must stay enabled while the browser collects the fields, else its own name and value are not sent: the second press is refused instead.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method === "get" || form.method === "dialog") return;
    if ("sending" in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    setTimeout(() => {
      const htmxSends = form.hasAttribute("hx-post") || form.hasAttribute("hx-put");
      if (!event.defaultPrevented || htmxSends) busy(form, event.submitter);
    });
  },
  true,
);

for (const name of ["htmx:afterRequest", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.("form");
    if (form) calm(form);
  });
}
window.addEventListener("pageshow", (event) => {
  document.querySelectorAll("form[data-sending]").forEach(calm);
  if (event.persisted) document.body.dispatchEvent(new CustomEvent("poll", { bubbles: true }));
});

function showFirstError(root) {
  const notice = root.querySelector?.("[data-focus]");
  const field = root.querySelector?.("[data-invalid] :is(input:not([type=hidden]), select, textarea)");
  (notice ?? field)?.focus({ preventScroll: false });
}
ready(() => showFirstError(document));
document.addEventListener("htmx:afterSwap", (event) => {
  const status = event.detail.xhr?.status;
  if (status === 422) setTimeout(() => showFirstError(document.querySelector("dialog[open]") ?? document.getElementById("main")));
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-back]")) history.back();
  if (event.target.closest?.("[data-print]")) print();
});

// Inside data-tick-scope a box with data-tick-all ticks every box with data-tick; data-ticked shows how many are ticked, elements with data-needs-ticks wait for the first.
function countTicks(scope) {
  const ticked = scope.querySelectorAll("input[data-tick]:checked").length;
  scope.querySelectorAll("[data-ticked]").forEach((place) => (place.textContent = ticked));
  scope.querySelectorAll("[data-needs-ticks]").forEach((control) => (control.disabled = ticked === 0));
  scope.querySelectorAll("input[data-tick]").forEach((box) => {
    const row = box.closest("tr, li");
    if (!row) return;
    if (box.checked) row.dataset.chosen = "";
    else delete row.dataset.chosen;
  });
}
document.addEventListener("change", (event) => {
  const box = event.target;
  const scope = box.closest?.("[data-tick-scope]");
  if (!scope) return;
  if (box.matches("[data-tick-all]")) scope.querySelectorAll("input[data-tick]:not(:disabled)").forEach((other) => (other.checked = box.checked));
  if (box.matches("[data-tick-all], [data-tick]")) countTicks(scope);
});
each("[data-tick-scope]", countTicks);

// Fields that matter only with another's value: data-shown-when="urgency=urgent,flash" on the element around them.
each("[data-shown-when]", (element) => {
  const form = element.closest("form");
  if (!form) return;
  const [name, wanted] = element.dataset.shownWhen.split("=");
  const update = () => {
    const value = new FormData(form).getAll(name).map(String);
    const shown = wanted.split(",").some((one) => value.includes(one));
    element.hidden = !shown;
    element.querySelectorAll("input, select, textarea").forEach((field) => (field.disabled = !shown));
  };
  form.addEventListener("change", update);
  update();
});

// Large type at once; the answer only sets the cookie.
each("form[data-large-type]", (form) => {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = form.querySelector("button");
    const large = button.value === "large";
    const data = new FormData(form);
    data.set("type", button.value);
    fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } });
    if (large) document.documentElement.dataset.type = "large";
    else delete document.documentElement.dataset.type;
    button.value = large ? "normal" : "large";
    button.setAttribute("aria-pressed", String(large));
    window.dispatchEvent(new Event("resize"));
  });
});

// A drop-down closes when one clicks elsewhere or presses Escape; the drawer likewise.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
  if (location.hash === "#nav") location.hash = "#main";
});

// The step that is being worked on comes into view in a long line of steps.
each(".flow", (line) => {
  const step = line.querySelector('[data-state="now"]');
  if (step && line.scrollWidth > line.clientWidth) line.scrollLeft = step.offsetLeft - line.clientWidth / 2 + step.offsetWidth / 2;
});
