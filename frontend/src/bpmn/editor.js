// The diagram editor of a process definition (ui/bpmn_editor.html). The model lies in a textarea of the surrounding form and is written back after each change.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "./bpmn.css";

import { each } from "../core/dom.js";
import { createModeler } from "./modeler.js";
import { Properties } from "./properties.js";

function json(id) {
  const source = id && document.getElementById(id);
  return source ? JSON.parse(source.textContent) : null;
}

each('[data-island="bpmn_editor"]', async (root) => {
  const canvasPlace = root.querySelector(".canvas");
  const form = root.closest("form");
  const store = form?.querySelector("[data-bpmn-xml]") ?? root.querySelector("[data-bpmn-xml]");
  const message = root.querySelector("[data-bpmn-message]");
  const modeler = createModeler(canvasPlace);
  let dirty = false;
  let timer = 0;

  new Properties(modeler, root.querySelector(".editor__side"), json(root.dataset.choices) ?? {});

  try {
    await modeler.importXML(store.value);
    modeler.get("canvas").zoom("fit-viewport", "auto");
  } catch (error) {
    message.textContent = `流程图不能打开：${error.message}`;
    message.hidden = false;
    return;
  }

  async function keep() {
    clearTimeout(timer);
    const { xml } = await modeler.saveXML({ format: true });
    store.value = xml;
    store.dispatchEvent(new Event("change", { bubbles: true }));
  }

  modeler.on("commandStack.changed", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  });

  form?.addEventListener(
    "submit",
    async (event) => {
      if (form.dataset.bpmnKept === "yes") {
        delete form.dataset.bpmnKept;
        dirty = false;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      await keep();
      form.dataset.bpmnKept = "yes";
      // saveXML may settle before this event has ended, and a form ignores a second submission until then
      setTimeout(() => form.requestSubmit(submitter));
    },
    true,
  );
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });

  root.addEventListener("click", (event) => {
    const command = event.target.closest("[data-bpmn-command]")?.dataset.bpmnCommand;
    const canvas = modeler.get("canvas");
    if (command === "undo") modeler.get("commandStack").undo();
    if (command === "redo") modeler.get("commandStack").redo();
    if (command === "fit") canvas.zoom("fit-viewport", "auto");
    if (command === "in") canvas.zoom(canvas.zoom() * 1.2);
    if (command === "out") canvas.zoom(canvas.zoom() / 1.2);
  });

  // What the model checker found: each problem marks its element; a link with data-bpmn-focus selects it.
  const registry = modeler.get("elementRegistry");
  for (const problem of json(root.dataset.problems) ?? []) {
    if (registry.get(problem.element)) modeler.get("canvas").addMarker(problem.element, "zw-problem");
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-bpmn-focus]");
    const element = link && registry.get(link.dataset.bpmnFocus);
    if (!element) return;
    event.preventDefault();
    modeler.get("selection").select(element);
    modeler.get("canvas").scrollToElement(element);
  });
});
