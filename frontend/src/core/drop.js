// Where files are dropped (ui/drop.html). With data-upload-url each file is sent as soon as it comes, with its progress; else it goes with the form.
import { csrfToken, each, make } from "./dom.js";
import { toast } from "./toasts.js";

function size(octets) {
  if (octets < 1024) return `${octets} B`;
  return octets < 1048576 ? `${(octets / 1024).toFixed(1)} KB` : `${(octets / 1048576).toFixed(1)} MB`;
}

function line(file) {
  const bar = make("progress", { max: "100", value: "0", "aria-label": `上传${file.name}` });
  const number = make("span", { class: "progress__number" }, "0%");
  const box = make("div", { class: "progress" }, make("span", { class: "progress__label" }, `${file.name}（${size(file.size)}）`), bar, number);
  return { box, bar, number };
}

function send(drop, file, list) {
  const { box, bar, number } = line(file);
  list.append(box);
  const data = new FormData();
  data.append(drop.querySelector("input[type=file]").name, file);
  const request = new XMLHttpRequest();
  request.open("POST", drop.dataset.uploadUrl);
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const share = Math.floor((event.loaded / event.total) * 100);
    bar.value = share;
    number.textContent = `${share}%`;
  });
  request.addEventListener("load", () => {
    const accepted = request.status >= 200 && request.status < 300;
    number.textContent = accepted ? "已上传" : "未上传";
    if (accepted) {
      setTimeout(() => box.remove(), 1500);
      document.body.dispatchEvent(new CustomEvent("files-changed", { bubbles: true }));
    } else {
      const page = document.createElement("template");
      page.innerHTML = request.responseText.slice(0, 20000);
      const words = page.content.querySelector(".note strong, .field__error li, .error-page p:not(.error-page__status)")?.textContent?.trim();
      toast(`${file.name}：${words || "没有上传成功，请检查文件后重试"}`, "danger");
      setTimeout(() => box.remove(), 6000);
    }
  });
  request.addEventListener("error", () => {
    number.textContent = "未上传";
    toast(`${file.name}：网络不通，请稍后重试`, "danger");
  });
  request.send(data);
}

each("[data-drop]", (drop) => {
  const zone = drop.querySelector(".drop__zone");
  const input = drop.querySelector("input[type=file]");
  const list = drop.querySelector(".drop__list");

  function take(files) {
    if (drop.dataset.uploadUrl) {
      for (const file of files) send(drop, file, list);
      input.value = "";
      return;
    }
    list.replaceChildren(...[...files].map((file) => make("span", { class: "small" }, `${file.name}（${size(file.size)}）`)));
  }

  input.addEventListener("change", () => take(input.files));
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    const files = event.dataTransfer.files;
    if (!files.length) return;
    if (drop.dataset.uploadUrl) take(input.multiple ? files : [files[0]]);
    else {
      input.files = files;
      take(input.files);
    }
  });
});

// A file dropped beside the zone must not replace the page.
for (const name of ["dragover", "drop"]) {
  window.addEventListener(name, (event) => {
    if (document.querySelector("[data-drop]") && !event.target.closest?.(".drop__zone, textarea, [contenteditable]")) event.preventDefault();
  });
}
