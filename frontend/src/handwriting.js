// The writing pad (ui/handwriting.html): strokes with pressure from finger, pen or mouse, kept as JSON in units of the pad's width, and drawn as a PNG.
// A pen wins over the palm that rests beside it; a stroke is drawn with quadratic curves between the middles of its points.
import { each } from "./core/dom.js";

const INK = "#10213f";
const THICKNESS = 0.0085; // of the pad's width, at full pressure
const MARGIN = 12; // px kept around the words in the picture

each('[data-island="handwriting"]', (root) => {
  const canvas = root.querySelector("canvas");
  const strokesField = root.querySelector("input[name$=_strokes]");
  const pictureField = root.querySelector("input[name$=_picture]");
  const state = root.querySelector("[data-state]");
  const pen = canvas.getContext("2d");
  let strokes = [];
  let current = null;
  let pointer = null;
  let penSeen = false;

  function fit() {
    const box = canvas.getBoundingClientRect();
    if (!box.width) return;
    const ratio = Math.max(1, window.devicePixelRatio || 1);
    canvas.width = Math.round(box.width * ratio);
    canvas.height = Math.round(box.height * ratio);
    redraw();
  }

  function draw(context, stroke, scale) {
    const points = stroke.points;
    context.strokeStyle = INK;
    context.fillStyle = INK;
    context.lineCap = "round";
    context.lineJoin = "round";
    if (points.length === 1) {
      const [x, y, pressure] = points[0];
      context.beginPath();
      context.arc(x * scale, y * scale, (THICKNESS * scale * (0.4 + pressure * 0.6)) / 2, 0, Math.PI * 2);
      context.fill();
      return;
    }
    for (let index = 1; index < points.length; index += 1) {
      const [x0, y0] = points[Math.max(0, index - 2)];
      const [x1, y1, before] = points[index - 1];
      const [x2, y2, pressure] = points[index];
      context.beginPath();
      context.lineWidth = THICKNESS * scale * (0.35 + ((before + pressure) / 2) * 0.65);
      context.moveTo(((x0 + x1) / 2) * scale, ((y0 + y1) / 2) * scale);
      context.quadraticCurveTo(x1 * scale, y1 * scale, ((x1 + x2) / 2) * scale, ((y1 + y2) / 2) * scale);
      context.stroke();
    }
  }

  function redraw() {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    for (const stroke of strokes) draw(pen, stroke, canvas.width);
    if (current) draw(pen, current, canvas.width);
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    // a mouse has no pressure: half of it; a finger reports 0 or 1 on most tablets
    const pressure = event.pointerType === "pen" && event.pressure > 0 ? event.pressure : 0.55;
    const round = (value) => Math.round(value * 10000) / 10000;
    return [round((event.clientX - box.left) / box.width), round((event.clientY - box.top) / box.width), round(pressure), Math.round(event.timeStamp - (current?.from ?? event.timeStamp))];
  }

  function picture() {
    const points = strokes.flatMap((stroke) => stroke.points);
    const [left, right] = [Math.min(...points.map((p) => p[0])), Math.max(...points.map((p) => p[0]))];
    const [top, bottom] = [Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[1]))];
    const scale = 1400;
    const sheet = document.createElement("canvas");
    sheet.width = Math.ceil((right - left) * scale) + MARGIN * 2;
    sheet.height = Math.ceil((bottom - top) * scale) + MARGIN * 2;
    const context = sheet.getContext("2d");
    context.translate(MARGIN - left * scale, MARGIN - top * scale);
    for (const stroke of strokes) draw(context, stroke, scale);
    return sheet.toDataURL("image/png");
  }

  function keep() {
    const written = strokes.length > 0;
    if (written) root.dataset.written = "";
    else delete root.dataset.written;
    strokesField.value = written ? JSON.stringify({ version: 1, ratio: canvas.height / canvas.width, strokes: strokes.map(({ points }) => points) }) : "";
    pictureField.value = written ? picture() : "";
    if (state) state.textContent = written ? `已写 ${strokes.length} 笔` : "";
    root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (event.pointerType === "pen") penSeen = true;
    // the palm of a hand that holds a pen
    if (penSeen && event.pointerType === "touch") return;
    event.preventDefault();
    if (pointer !== null && event.pointerType !== "pen") return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    current = { from: event.timeStamp, points: [] };
    current.points.push(at(event));
    root.dataset.written = "";
    redraw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer || !current) return;
    event.preventDefault();
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const one of moves.length ? moves : [event]) {
      const point = at(one);
      const last = current.points.at(-1);
      if (Math.hypot(point[0] - last[0], point[1] - last[1]) > 0.0012) current.points.push(point);
    }
    redraw();
  });
  const end = (event) => {
    if (event.pointerId !== pointer || !current) return;
    strokes.push(current);
    current = null;
    pointer = null;
    redraw();
    keep();
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  root.querySelector("[data-undo]").addEventListener("click", () => {
    strokes.pop();
    redraw();
    keep();
  });
  root.querySelector("[data-clear]").addEventListener("click", () => {
    strokes = [];
    redraw();
    keep();
  });
  new ResizeObserver(fit).observe(canvas);
  fit();
});
