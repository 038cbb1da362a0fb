// Nothing that was typed is lost: a form with data-keep is copied to this browser while one types, and to data-autosave-url if it names one.
// The copy belongs to the account and the address; it is offered again when the page comes back without it, and goes when the form was accepted or one logs out.
import { each, icon, make } from "./dom.js";

const PREFIX = "zs:draft:";
const KEEP_FOR = 14 * 24 * 3600 * 1000;
const LOCAL_PAUSE = 600;
const SERVER_PAUSE = 8000;
const LEAVES_OUT = new Set(["csrfmiddlewaretoken", "next"]);

function keyOf(form) {
  const name = form.dataset.keep || form.id || "";
  return `${PREFIX}${document.body.dataset.account ?? ""}:${location.pathname}:${form.getAttribute("action") ?? ""}:${name}`;
}

function valuesOf(form) {
  const pairs = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || LEAVES_OUT.has(name) || value.startsWith("data:")) continue;
    if (form.elements[name]?.type === "password") continue;
    pairs.push([name, value]);
  }
  return pairs;
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept && Date.now() - kept.at < KEEP_FOR ? kept : null;
  } catch {
    return null;
  }
}

function write(key, pairs) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), pairs }));
  } catch {
    // a full or forbidden store only costs the copy
  }
}

function same(left, right) {
  return JSON.stringify(left) === JSON.stringify(right);
}

function putBack(form, pairs) {
  const byName = new Map();
  for (const [name, value] of pairs) byName.set(name, [...(byName.get(name) ?? []), value]);
  for (const element of form.elements) {
    if (!element.name || element.type === "file" || LEAVES_OUT.has(element.name)) continue;
    const values = byName.get(element.name);
    if (element.type === "checkbox" || element.type === "radio") element.checked = Boolean(values?.includes(element.value));
    else if (element.multiple) for (const option of element.options) option.selected = Boolean(values?.includes(option.value));
    else if (element.type !== "hidden" && values) element.value = values[0];
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function say(form, words) {
  const place = form.querySelector("[data-saved]");
  if (place) place.textContent = words;
}

function offer(form, kept) {
  const when = new Date(kept.at).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const restore = make("button", { class: "button button--small", type: "button" }, "恢复");
  const drop = make("button", { class: "button button--small", type: "button" }, "不用了");
  const note = make(
    "div",
    { class: "note field--wide", "data-tone": "warn", role: "status" },
    icon("history"),
    make("span", {}, `本机保存有您${when}填写、尚未提交的内容。`),
    make("span", { class: "note__actions" }, restore, drop),
  );
  restore.addEventListener("click", () => {
    putBack(form, kept.pairs);
    note.remove();
    say(form, "已恢复");
  });
  drop.addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    note.remove();
  });
  form.prepend(note);
}

each("form[data-keep], form[data-autosave-url]", (form) => {
  const key = keyOf(form);
  const untouched = valuesOf(form);
  let dirty = false;
  let localTimer = 0;
  let serverTimer = 0;

  const kept = read(key);
  const hasErrors = form.querySelector("[data-invalid], .form__errors");
  if (kept && !hasErrors && !same(kept.pairs, untouched)) offer(form, kept);
  else if (!hasErrors) localStorage.removeItem(key);

  async function saveOnServer() {
    if (!form.dataset.autosaveUrl || "sending" in form.dataset) return;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true", "X-Autosave": "true" } });
      if (answer.ok) say(form, `草稿已保存 ${new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" })}`);
      else say(form, "草稿保存在本机");
    } catch {
      say(form, "网络不通，草稿保存在本机");
    }
  }

  function changed() {
    dirty = true;
    clearTimeout(localTimer);
    localTimer = setTimeout(() => {
      const now = valuesOf(form);
      if (same(now, untouched)) localStorage.removeItem(key);
      else write(key, now);
      if (!form.dataset.autosaveUrl) say(form, "内容已暂存在本机");
    }, LOCAL_PAUSE);
    if (form.dataset.autosaveUrl && !serverTimer) {
      serverTimer = setTimeout(() => {
        serverTimer = 0;
        saveOnServer();
      }, SERVER_PAUSE);
    }
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  window.addEventListener("pagehide", () => {
    if (dirty && !("sending" in form.dataset) && form.isConnected) write(key, valuesOf(form));
  });

  // The copy goes when the server has accepted the form: at once with htmx; else the next page tells by having no such form with errors.
  form.addEventListener("submit", () => {
    clearTimeout(serverTimer);
    serverTimer = 0;
    clearTimeout(localTimer);
    write(key, valuesOf(form));
    try {
      sessionStorage.setItem("zs:sent", JSON.stringify({ key, at: Date.now() }));
    } catch {
      // without the mark the copy is offered once more
    }
    dirty = false;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    if (event.detail.successful) localStorage.removeItem(key);
    sessionStorage.removeItem("zs:sent");
  });
});

// The page after a sent form: the copy is no longer needed, unless this page is a refusal (then the form or the error page is here).
function forgetSent() {
  let sent;
  try {
    sent = JSON.parse(sessionStorage.getItem("zs:sent"));
    sessionStorage.removeItem("zs:sent");
  } catch {
    return;
  }
  if (!sent || Date.now() - sent.at > 120000) return;
  const refused = document.querySelector("[data-invalid], .form__errors, .error-page, .login");
  if (!refused) localStorage.removeItem(sent.key);
}
forgetSent();

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-forget-drafts]")) return;
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .forEach((key) => localStorage.removeItem(key));
});
