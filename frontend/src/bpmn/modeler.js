// The diagram editor without the parts that carry inline styles (aligning and distributing) or that the engine does not know.
import BpmnModeler from "bpmn-js/lib/Modeler";
import AlignElementsModule from "bpmn-js/lib/features/align-elements";
import DistributeElementsModule from "bpmn-js/lib/features/distribute-elements";

import subset from "./subset.js";
import zh from "./zh.js";
import zw from "./zw.json";

const LEFT_OUT = new Set([AlignElementsModule, DistributeElementsModule]);

class Modeler extends BpmnModeler {}
Modeler.prototype._modules = BpmnModeler.prototype._modules.filter((module) => !LEFT_OUT.has(module));

export function createModeler(container) {
  return new Modeler({ container, moddleExtensions: { zw }, additionalModules: [zh, subset] });
}
