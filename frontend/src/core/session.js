// A session that has ended while the page was open: say so, keep everything that was typed, and let people log in beside it.
import { make } from "./dom.js";

function tell(address) {
  if (document.getElementById("session-ended")) return;
  const dialog = make(
    "dialog",
    { class: "dialog", id: "session-ended", "aria-labelledby": "session-ended-title" },
    make("div", { class: "dialog__head" }, make("h2", { id: "session-ended-title" }, "登录已超时")),
    make("div", { class: "dialog__body" }, make("p", {}, "为了安全，长时间没有操作会自动退出。已填写的内容仍在本页，请在新窗口登录后回到这里继续。")),
    make(
      "div",
      { class: "dialog__foot" },
      make("button", { class: "button", type: "button", "data-close-dialog": true }, "留在本页"),
      make("a", { class: "button button--primary", href: address, target: "_blank", rel: "noopener", "data-close-dialog-link": true }, "去登录"),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.querySelector("a").addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  const isLogInPage = xhr.status === 200 && /class="login"/.test(xhr.responseText) && !document.querySelector(".login");
  if (xhr.status !== 401 && !isLogInPage) return;
  event.detail.shouldSwap = false;
  event.detail.isError = false;
  // what the page asks for by itself stays silent: the person may be away
  if (event.detail.elt?.closest?.("[hidden]")) return;
  tell(isLogInPage && xhr.responseURL ? new URL(xhr.responseURL).pathname : "/");
});
