// The event "poll" on the body, every 30 seconds with some jitter, only while somebody looks: elements ask again with hx-trigger="poll from:body".
// The answer may carry counts: any element with data-count="to_do" shows the number that HX-Trigger {"counts": {"to_do": 3}} brings.

const PAUSE = 30000;
let timer = 0;
let last = Date.now();

function plan() {
  clearTimeout(timer);
  timer = setTimeout(fire, PAUSE * (0.85 + Math.random() * 0.3));
}

function fire() {
  plan();
  if (document.visibilityState !== "visible") return;
  last = Date.now();
  document.body.dispatchEvent(new CustomEvent("poll", { bubbles: true }));
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && Date.now() - last > PAUSE) fire();
});
plan();

document.addEventListener("counts", (event) => {
  for (const [name, count] of Object.entries(event.detail ?? {})) {
    document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`).forEach((place) => {
      place.textContent = count > 0 || place.closest(".stat") ? String(count) : "";
    });
  }
});
