// Offer only what the engine runs: other elements would be refused when the definition is checked.

const PALETTE = new Set([
  "hand-tool",
  "lasso-tool",
  "space-tool",
  "global-connect-tool",
  "tool-separator",
  "create.start-event",
  "create.end-event",
  "create.exclusive-gateway",
  "create.task",
  "create.subprocess-expanded",
  "create.participant-expanded",
]);

const PAD = new Set([
  "append.end-event",
  "append.gateway",
  "append.append-task",
  "append.text-annotation",
  "append.timer-intermediate-event",
  "connect",
  "replace",
  "delete",
  "lane-insert-above",
  "lane-insert-below",
  "lane-divide-two",
  "lane-divide-three",
]);

const REPLACE = new Set(
  [
    "user-task",
    "manual-task",
    "service-task",
    "send-task",
    "collapsed-subprocess",
    "expanded-subprocess",
    "subprocess",
    "exclusive-gateway",
    "parallel-gateway",
    "inclusive-gateway",
    "none-start",
    "none-start-event",
    "none-end",
    "none-end-event",
    "terminate-end",
    "none-intermediate-throw",
    "timer-intermediate-catch",
    "timer-boundary",
    "non-interrupting-timer-boundary",
    "sequence-flow",
    "default-flow",
    "conditional-flow",
  ].map((name) => `replace-with-${name}`),
);

const HEADER = new Set(["toggle-parallel-mi", "toggle-sequential-mi", "toggle-non-interrupting"]);

function only(entries, allowed) {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => allowed.has(key)));
}

class Subset {
  static $inject = ["palette", "contextPad", "popupMenu", "create", "elementFactory", "autoPlace", "translate"];

  constructor(palette, contextPad, popupMenu, create, elementFactory, autoPlace, translate) {
    Object.assign(this, { create, elementFactory, autoPlace, translate });
    // a low priority comes last and so sees what the others offered
    palette.registerProvider(200, this);
    contextPad.registerProvider(200, this);
    popupMenu.registerProvider("bpmn-replace", 200, {
      getPopupMenuEntries: () => (entries) => only(entries, REPLACE),
      getPopupMenuHeaderEntries: () => (entries) => only(entries, HEADER),
    });
  }

  getPaletteEntries() {
    return (entries) => {
      const offered = only(entries, PALETTE);
      const start = (event) => this.create.start(event, this.elementFactory.createShape({ type: "bpmn:UserTask" }));
      offered["create.task"] = { ...entries["create.task"], className: "bpmn-icon-user-task", title: this.translate("Create task"), action: { dragstart: start, click: start } };
      return offered;
    };
  }

  getContextPadEntries(element) {
    return (entries) => {
      const offered = only(entries, PAD);
      if (offered["append.append-task"]) {
        const shape = () => this.elementFactory.createShape({ type: "bpmn:UserTask" });
        offered["append.append-task"] = {
          ...entries["append.append-task"],
          className: "bpmn-icon-user-task",
          action: {
            click: () => this.autoPlace.append(element, shape()),
            dragstart: (event) => this.create.start(event, shape(), { source: element }),
          },
        };
      }
      return offered;
    };
  }
}

export default { __init__: ["zhongshuSubset"], zhongshuSubset: ["type", Subset] };
