// A process definition to look at (ui/bpmn_viewer.html): zoom and move, states as colours.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./bpmn.css";

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

import { each } from "../core/dom.js";
import zh from "./zh.js";
import zw from "./zw.json";

each('[data-island="bpmn_viewer"]', async (root) => {
  const xml = JSON.parse(document.getElementById(root.dataset.source).textContent);
  const states = root.dataset.states ? JSON.parse(document.getElementById(root.dataset.states).textContent) : {};
  const viewer = new NavigatedViewer({ container: root.querySelector(".canvas"), moddleExtensions: { zw }, additionalModules: [zh] });
  const message = root.querySelector("[data-bpmn-message]");
  try {
    await viewer.importXML(xml);
  } catch (error) {
    message.textContent = `流程图不能打开：${error.message}`;
    message.hidden = false;
    return;
  }
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  canvas.zoom("fit-viewport", "auto");
  for (const [key, state] of Object.entries(states)) {
    if (registry.get(key)) canvas.addMarker(key, `zw-${state}`);
  }
  root.addEventListener("click", (event) => {
    const command = event.target.closest("[data-bpmn-command]")?.dataset.bpmnCommand;
    if (command === "fit") canvas.zoom("fit-viewport", "auto");
    if (command === "in") canvas.zoom(canvas.zoom() * 1.2);
    if (command === "out") canvas.zoom(canvas.zoom() / 1.2);
  });
});
