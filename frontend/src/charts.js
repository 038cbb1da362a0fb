// Charts as SVG, from JSON on the page: <div data-island="charts" data-chart="id of the script element"></div>.
// The JSON: {"kind": "bar"|"bar-horizontal"|"line"|"pie"|"stack"|"stack-horizontal", "categories": [...], "unit": "件",
// "series": [{"name", "values", "tone"}]}; a tone says what the colour means, where it means something.
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { each } from "./core/dom.js";

use([BarChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const TONES = { ok: "#2e8b6f", "ok-soft": "#8fc7b3", brand: "#1b4f9c", "brand-soft": "#9dbde6", warn: "#d59a2b", danger: "#b3262e", special: "#6b5ca5", muted: "#c3ccd8" };
const COLOURS = ["#1b4f9c", "#6fa3de", "#2e8b6f", "#c98a1b", "#6b5ca5", "#a33b3f", "#7d8897"];

function option(data, rem) {
  const text = { fontSize: rem, color: "#3d4858", fontFamily: getComputedStyle(document.body).fontFamily };
  const common = {
    color: COLOURS,
    textStyle: text,
    animationDuration: 300,
    aria: { enabled: true },
    // the tooltip is drawn, not written as HTML, so that no inline style is needed
    tooltip: { trigger: data.kind === "pie" ? "item" : "axis", renderMode: "richText", confine: true, textStyle: text, valueFormatter: (value) => `${value}${data.unit ?? ""}` },
    legend: { type: "scroll", show: data.kind === "pie" || data.series.length > 1, top: 0, textStyle: text, icon: "roundRect", itemWidth: rem, itemHeight: rem * 0.7 },
  };
  if (data.kind === "pie") {
    const [series] = data.series;
    return { ...common, series: [{ type: "pie", radius: ["42%", "68%"], center: ["50%", "56%"], label: { ...text, formatter: "{b} {c}" }, data: data.categories.map((name, index) => ({ name, value: series.values[index] })) }] };
  }
  const flat = data.kind.endsWith("-horizontal");
  // beside bars that lie there is room for every name
  const names = { type: "category", data: data.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: "#c3ccd8" } }, axisLabel: { ...text, ...(flat && { interval: 0 }) } };
  const numbers = { type: "value", minInterval: 1, splitLine: { lineStyle: { color: "#e6ebf1" } }, axisLabel: text };
  return {
    ...common,
    grid: { left: 8, right: 16, top: common.legend.show ? rem * 2.6 : rem, bottom: 4, containLabel: true },
    xAxis: flat ? numbers : names,
    yAxis: flat ? { ...names, inverse: true } : numbers,
    series: data.series.map(({ name, values, tone }) => ({
      name,
      type: data.kind === "line" ? "line" : "bar",
      data: values,
      stack: data.kind.startsWith("stack") ? "all" : undefined,
      barMaxWidth: rem * 2,
      symbolSize: 6,
      itemStyle: { ...(tone && { color: TONES[tone] }), borderRadius: data.kind === "bar" ? [3, 3, 0, 0] : 0 },
    })),
  };
}

each('[data-island="charts"]', (place) => {
  const source = document.getElementById(place.dataset.chart);
  if (!source) return;
  const data = JSON.parse(source.textContent);
  const chart = init(place, null, { renderer: "svg" });
  const show = () => chart.setOption(option(data, parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.86), true);
  show();
  new ResizeObserver(() => chart.resize()).observe(place);
  window.addEventListener("resize", show);
});
