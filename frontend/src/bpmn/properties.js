// The form beside the diagram: what the office says about a step, a line, a wait, or the whole process. Each change is one undoable step of the diagram.
import { is } from "bpmn-js/lib/util/ModelUtil";

import { make } from "../core/dom.js";

const SWITCHES = [
  ["claim", "多人共一件，谁先接谁办", false],
  ["needsOpinion", "必须填写意见", false],
  ["autoSkipSame", "与上一环节同一人时自动通过", false],
  ["allowReturn", "允许退回", true],
  ["allowWithdraw", "允许取回", true],
  ["allowAddSigner", "允许加签", true],
  ["allowTransfer", "允许转办", true],
  ["allowBatch", "允许批量办理", false],
  ["irreversible", "办理后不可撤回（如用印、分发）", false],
];

const SOURCES = [
  ["", "（未指定）"],
  ["starter", "发起人"],
  ["head:starter", "发起人的科室负责人"],
  ["duty", "承担某职责的人"],
  ["handler", "某环节的办理人"],
  ["var", "办理时选定的人（变量）"],
  ["unit_var", "选定单位的收文人（变量）"],
];

export class Properties {
  /** @param choices what the page offers: {"duties": [[code, label]], "commands": [[name, label]], "columns": [label], "states": [[code, label]]} */
  constructor(modeler, place, choices) {
    this.modeler = modeler;
    this.place = place;
    this.choices = { duties: [], commands: [], columns: [], states: [], ...choices };
    this.element = null;
    const bus = modeler.get("eventBus");
    bus.on("selection.changed", ({ newSelection }) => this.show(newSelection.length === 1 ? newSelection[0] : null));
    bus.on(["element.changed", "commandStack.changed"], () => this.refresh());
    bus.on("import.done", () => this.show(null));
  }

  get modeling() {
    return this.modeler.get("modeling");
  }

  show(element) {
    this.element = element?.type === "label" ? element.labelTarget ?? element : element;
    this.render();
  }

  refresh() {
    // while one types the form must not be built anew under the cursor
    if (!this.place.contains(document.activeElement)) this.render();
  }

  render() {
    const root = this.modeler.get("canvas").getRootElement();
    const element = this.element ?? root;
    const object = element?.businessObject;
    if (!object) return;
    const form = make("div", { class: "form" });
    form.append(make("p", { class: "small dim" }, `${this.kind(object)} · ${object.id}`));
    form.append(this.text("名称", object.name ?? "", (value) => this.modeling.updateProperties(element, { name: value })));
    if (is(object, "bpmn:Process")) this.processFields(form, element, object);
    else if (is(object, "bpmn:SequenceFlow")) this.flowFields(form, element, object);
    else if (is(object, "bpmn:UserTask") || is(object, "bpmn:ManualTask")) this.stepFields(form, element, object);
    else if (is(object, "bpmn:SubProcess")) this.multiFields(form, element, object);
    else if (is(object, "bpmn:Task")) this.automaticFields(form, element, object);
    else if (object.eventDefinitions?.some((one) => is(one, "bpmn:TimerEventDefinition"))) this.timerFields(form, element, object);
    this.place.replaceChildren(form);
  }

  kind(object) {
    const translate = this.modeler.get("translate");
    const names = {
      "bpmn:Process": "流程", "bpmn:Collaboration": "流程图", "bpmn:Participant": "泳池", "bpmn:Lane": "泳道", "bpmn:SequenceFlow": "连线", "bpmn:UserTask": "环节", "bpmn:StartEvent": "开始", "bpmn:EndEvent": "结束",
      "bpmn:ExclusiveGateway": "择一网关", "bpmn:ParallelGateway": "并行网关", "bpmn:InclusiveGateway": "择若干网关", "bpmn:SubProcess": "子流程", "bpmn:BoundaryEvent": "到时", "bpmn:IntermediateCatchEvent": "等待",
      "bpmn:ServiceTask": "系统自动", "bpmn:ManualTask": "线下环节", "bpmn:TextAnnotation": "注释",
    };
    return names[object.$type] ?? translate(object.$type.replace("bpmn:", ""));
  }

  // -- the elements

  stepFields(form, element, object) {
    this.section(form, "谁来办");
    this.assignFields(form, element, this.step(object)?.assign ?? "", "assign", "办理人");
    this.multiFields(form, element, object);
    this.section(form, "怎么办");
    form.append(
      this.attribute(element, "column", "意见栏", { list: this.choices.columns, help: "意见写入发文稿纸、处理单的哪一栏" }),
      this.attribute(element, "outcomes", "办理结果", { help: "代码:名称，用逗号分开，第一个表示同意，如 approve:同意,reject:不同意" }),
      this.attribute(element, "choose", "办理时选人", { help: "变量:名称，如 countersigners:会签人员" }),
      this.chosen(element, "command", "办理后执行", [["", "（无）"], ...this.choices.commands]),
      this.choices.states.length ? this.chosen(element, "state", "文件状态", [["", "（不变）"], ...this.choices.states]) : this.attribute(element, "state", "文件状态"),
      this.attribute(element, "hint", "办理提示"),
    );
    this.section(form, "时限（工作日）");
    form.append(this.attribute(element, "dueWorkdays", "办理时限", { number: true }), this.attribute(element, "remindBefore", "提前提醒", { number: true, placeholder: "1" }), this.attribute(element, "escalateAfter", "超期后上报", { number: true }));
    this.assignFields(form, element, this.step(object)?.escalateTo ?? "", "escalateTo", "上报给");
    this.section(form, "允许的操作");
    const box = make("div", { class: "choices choices--column" });
    for (const [name, label, standard] of SWITCHES) {
      const value = this.step(object)?.[name];
      const on = value === undefined ? standard : value === "true";
      box.append(this.check(label, on, (checked) => this.setStep(element, { [name]: checked === standard ? undefined : String(checked) })));
    }
    form.append(box);
  }

  automaticFields(form, element) {
    form.append(this.chosen(element, "command", "执行", [["", "（无）"], ...this.choices.commands]), this.attribute(element, "state", "文件状态"));
  }

  multiFields(form, element, object) {
    const loop = object.loopCharacteristics;
    const multi = is(loop, "bpmn:MultiInstanceLoopCharacteristics") ? loop : null;
    const mode = multi ? (multi.isSequential ? "sequential" : "parallel") : "";
    form.append(
      this.select("多人办理（会签）", mode, [["", "否"], ["parallel", "同时办"], ["sequential", "依次办"]], (value) => {
        const kept = multi ? { collection: multi.collection, element: multi.element, rule: multi.rule } : {};
        const made = value ? this.modeler.get("moddle").create("bpmn:MultiInstanceLoopCharacteristics", { isSequential: value === "sequential", ...kept }) : undefined;
        if (made) made.$parent = object;
        this.modeling.updateProperties(element, { loopCharacteristics: made });
        this.render();
      }),
    );
    if (!multi) return;
    const set = (properties) => this.modeling.updateModdleProperties(element, multi, properties);
    form.append(
      this.text("名单变量", multi.collection ?? "", (value) => set({ collection: value || undefined }), { help: is(object, "bpmn:SubProcess") ? "必填：每个元素走一遍子流程" : "不填则按办理人规则" }),
      this.text("通过规则", multi.rule ?? "", (value) => set({ rule: value || undefined }), { help: "all 全部、any 一人、veto 一票否决、ratio:60%", list: ["all", "any", "veto", "ratio:60%"] }),
    );
    if (is(object, "bpmn:SubProcess")) form.append(this.text("元素变量", multi.element ?? "", (value) => set({ element: value || undefined }), { placeholder: "element" }));
  }

  flowFields(form, element, object) {
    const source = object.sourceRef;
    const branching = is(source, "bpmn:ExclusiveGateway") || is(source, "bpmn:InclusiveGateway") || is(source, "bpmn:Activity");
    if (!branching) return;
    const isDefault = source.default === object;
    form.append(
      this.check("默认出口（其他条件都不符合时走）", isDefault, (checked) => {
        this.modeling.updateProperties(element.source, { default: checked ? object : undefined });
        if (checked && object.conditionExpression) this.modeling.updateProperties(element, { conditionExpression: undefined });
        this.render();
      }),
    );
    if (isDefault) return;
    form.append(
      this.text(
        "条件",
        object.conditionExpression?.body ?? "",
        (value) => {
          const made = value.trim() ? this.modeler.get("moddle").create("bpmn:FormalExpression", { body: value.trim() }) : undefined;
          if (made) made.$parent = object;
          this.modeling.updateProperties(element, { conditionExpression: made });
        },
        { rows: 3, help: '如 outcome == "approve" 或 copies > 100' },
      ),
    );
  }

  timerFields(form, element, object) {
    const definition = object.eventDefinitions.find((one) => is(one, "bpmn:TimerEventDefinition"));
    const text = definition.timeDuration?.body ?? "";
    const [, days, hours, minutes] = text.match(/^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/) ?? [];
    const unit = days ? "D" : hours ? "H" : minutes ? "M" : "D";
    const write = (number, kind) => {
      const body = number ? (kind === "D" ? `P${number}D` : `PT${number}${kind}`) : "";
      const made = body ? this.modeler.get("moddle").create("bpmn:FormalExpression", { body }) : undefined;
      if (made) made.$parent = definition;
      this.modeling.updateModdleProperties(element, definition, { timeDuration: made });
    };
    form.append(
      this.text("等待", days ?? hours ?? minutes ?? "", (value) => write(value, unit), { number: true }),
      this.select("单位", unit, [["D", "工作日"], ["H", "小时"], ["M", "分钟"]], (value) => {
        write(days ?? hours ?? minutes ?? "", value);
        this.render();
      }),
    );
  }

  processFields(form, element, object) {
    const lines = this.extensions(object, "zw:Variable").map((one) => `${one.name}:${one.label ?? ""}`);
    form.append(
      this.text(
        "变量",
        lines.join("\n"),
        (value) => {
          const made = value
            .split("\n")
            .map((line) => line.trim())
            .filter(Boolean)
            .map((line) => {
              const [name, ...label] = line.split(/[:：]/);
              return this.modeler.get("moddle").create("zw:Variable", { name: name.trim(), label: label.join(":").trim() || undefined });
            });
          this.setExtensions(element, object, "zw:Variable", made);
        },
        { rows: 5, help: "每行一个，变量:名称，如 countersigners:会签人员" },
      ),
    );
    form.append(make("p", { class: "note" }, "选中图上的环节或连线，可设置办理人、时限和条件。"));
  }

  // -- who holds a step

  assignFields(form, element, assign, attribute, label) {
    const [head, ...rest] = assign.split(":");
    const source = assign === "head:starter" ? "head:starter" : head;
    const name = assign === "head:starter" ? "" : rest[0] ?? "";
    const write = (value) => this.setStep(element, { [attribute]: value || undefined });
    form.append(
      this.select(label, source, SOURCES, (value) => {
        write(["", "starter", "head:starter"].includes(value) ? value : `${value}:${this.suggest(value)}`);
        this.render();
      }),
    );
    if (source === "duty") form.append(this.select("职责", name, this.withCurrent(this.choices.duties, name), (value) => write(`duty:${value}`)));
    if (source === "handler") form.append(this.select("环节", name, this.withCurrent(this.otherSteps(element), name), (value) => write(`handler:${value}`)));
    if (source === "var") form.append(this.text("变量", name, (value) => write(`var:${value}`)));
    if (source === "unit_var") {
      form.append(
        this.text("单位变量", name, (value) => write(["unit_var", value, rest[1]].filter(Boolean).join(":"))),
        this.select("该单位由谁办", rest[1] ?? "", [["", "收文人或联系人"], ...this.choices.duties], (value) => write(["unit_var", name, value].filter(Boolean).join(":"))),
      );
    }
  }

  suggest(source) {
    if (source === "duty") return this.choices.duties[0]?.[0] ?? "drafter";
    if (source === "handler") return this.otherSteps(this.element)[0]?.[0] ?? "";
    return source === "unit_var" ? "units" : "handlers";
  }

  otherSteps(element) {
    return this.modeler
      .get("elementRegistry")
      .filter((one) => one !== element && is(one, "bpmn:UserTask"))
      .map((one) => [one.id, one.businessObject.name || one.id]);
  }

  withCurrent(options, value) {
    return options.some(([key]) => key === value) || !value ? options : [[value, `${value}（未登记）`], ...options];
  }

  // -- the zw: elements

  extensions(object, type) {
    return (object.extensionElements?.values ?? []).filter((one) => is(one, type));
  }

  step(object) {
    return this.extensions(object, "zw:Step")[0];
  }

  setStep(element, properties) {
    const object = element.businessObject;
    const step = this.step(object);
    if (step) this.modeling.updateModdleProperties(element, step, properties);
    else this.setExtensions(element, object, "zw:Step", [this.modeler.get("moddle").create("zw:Step", properties)]);
  }

  setExtensions(element, object, type, made) {
    const moddle = this.modeler.get("moddle");
    const others = (object.extensionElements?.values ?? []).filter((one) => !is(one, type));
    const holder = moddle.create("bpmn:ExtensionElements", { values: [...others, ...made] });
    holder.$parent = object;
    holder.values.forEach((one) => (one.$parent = holder));
    this.modeling.updateProperties(element, { extensionElements: holder });
  }

  // -- the fields of the form

  section(form, label) {
    form.append(make("h3", { class: "form__section" }, label));
  }

  attribute(element, name, label, options = {}) {
    return this.text(label, this.step(element.businessObject)?.[name] ?? "", (value) => this.setStep(element, { [name]: value.trim() || undefined }), options);
  }

  chosen(element, name, label, options) {
    const value = this.step(element.businessObject)?.[name] ?? "";
    return this.select(label, value, this.withCurrent(options, value), (chosen) => this.setStep(element, { [name]: chosen || undefined }));
  }

  text(label, value, write, { help, rows, number, placeholder, list } = {}) {
    const id = this.nextId();
    const field = rows ? make("textarea", { id, rows: String(rows) }) : make("input", { id, type: number ? "number" : "text", min: number ? "0" : null, max: number ? "999" : null, placeholder, autocomplete: "off", list: list?.length ? `${id}-list` : null });
    field.value = value;
    field.addEventListener("change", () => write(field.value));
    const box = make("div", { class: "field" }, make("label", { class: "field__label", for: id }, label), field);
    if (list?.length) box.append(make("datalist", { id: `${id}-list` }, ...list.map((one) => make("option", { value: one }))));
    if (help) box.append(make("p", { class: "field__help" }, help));
    return box;
  }

  select(label, value, options, write) {
    const id = this.nextId();
    const field = make("select", { id }, ...options.map(([key, words]) => make("option", { value: key, selected: key === value }, words)));
    field.addEventListener("change", () => write(field.value));
    return make("div", { class: "field" }, make("label", { class: "field__label", for: id }, label), field);
  }

  check(label, on, write) {
    const field = make("input", { type: "checkbox" });
    field.checked = on;
    field.addEventListener("change", () => write(field.checked));
    return make("label", { class: "check" }, field, make("span", {}, label));
  }

  nextId() {
    this.ids = (this.ids ?? 0) + 1;
    return `property-${this.ids}`;
  }
}
