// Short messages. The server sends them as HX-Trigger {"toast": {"text": "已发送", "tone": "ok"}}; scripts call toast().
import { icon, make } from "./dom.js";

const ICONS = { ok: "check-circle", warn: "warning", danger: "x-circle", brand: "info" };

export function toast(text, tone = "ok") {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  const close = make("button", { class: "toast__close", type: "button", "aria-label": "关闭" }, "×");
  const box = make("div", { class: "toast", "data-tone": tone }, icon(ICONS[tone] ?? "info"), make("span", { class: "toast__text" }, text), close);
  close.addEventListener("click", () => box.remove());
  place.append(box);
  // bad news stays until it is closed
  if (tone !== "danger") setTimeout(() => box.remove(), 6000);
}

document.addEventListener("toast", (event) => toast(event.detail?.text ?? event.detail?.value, event.detail?.tone));

document.addEventListener("htmx:sendError", (event) => {
  if (!event.detail.elt.closest("[hidden]")) toast("网络不通，内容没有提交，请稍后重试；已填写的内容仍在本页", "danger");
});
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status === 401 || event.detail.elt.closest("[hidden]")) return;
  const box = document.createElement("template");
  box.innerHTML = event.detail.xhr.responseText.slice(0, 20000);
  const words = box.content.querySelector(".note strong, .error-page p:not(.error-page__status)")?.textContent;
  toast(words || (status === 403 ? "您没有此项权限" : status === 404 ? "内容不存在或者您无权查看" : "系统出现意外情况，请稍后重试"), "danger");
});
