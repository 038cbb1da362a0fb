// htmx, and the line at the upper edge that shows that a request is running. Its settings stand in a meta element of the page.
import htmx from "htmx.org";

window.htmx = htmx;

let running = 0;

function show() {
  let bar = document.getElementById("page-progress");
  if (running > 0 && !bar) {
    bar = document.createElement("div");
    bar.id = "page-progress";
    bar.setAttribute("aria-hidden", "true");
    document.body.append(bar);
  }
  if (running === 0) bar?.remove();
}

document.addEventListener("htmx:beforeRequest", (event) => {
  // what the page asks for by itself is nobody's wait
  if (event.detail.elt.closest("[hidden]")) return;
  event.detail.xhr.zsCounted = true;
  running += 1;
  setTimeout(show, 250);
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.xhr?.zsCounted) return;
  running = Math.max(0, running - 1);
  show();
});
