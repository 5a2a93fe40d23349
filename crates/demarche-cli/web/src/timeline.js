// Stacked counts of events by period and kind of act.
// Data: { periods: ["2024-01", …], series: [{ name, counts: […] }], addresses?: ["/events?…", …] }
import { max } from "d3-array";
import { axisBottom, axisLeft } from "d3-axis";
import { scaleBand, scaleLinear } from "d3-scale";
import { stack } from "d3-shape";
import { drawing, link, quadColor } from "./drawing.js";

const MARGIN = { top: 8, right: 8, bottom: 26, left: 40 };

export function timeline(canvas, data) {
  if (!data.periods.length) return;
  const { svg, width, height } = drawing(canvas, 200, "Events by period; the table below says the same");
  const rows = data.periods.map((period, i) => {
    const row = { period, address: data.addresses && data.addresses[i] };
    for (const series of data.series) row[series.name] = series.counts[i];
    return row;
  });
  const names = data.series.map((series) => series.name);
  const layers = stack().keys(names)(rows);
  const top = max(layers, (layer) => max(layer, (bar) => bar[1])) || 1;
  const x = scaleBand(data.periods, [MARGIN.left, width - MARGIN.right]).padding(0.15);
  const y = scaleLinear([0, top], [height - MARGIN.bottom, MARGIN.top]).nice();
  const thickness = Math.max(1, Math.min(56, x.bandwidth()));
  const bars = svg.append("g");
  for (const layer of layers) {
    for (const bar of layer) {
      const [low, high] = bar;
      if (high <= low) continue;
      const words = `${bar.data.period}, ${layer.key}: ${high - low}`;
      const parent = bar.data.address ? link(bars, bar.data.address, words) : bars;
      parent
        .append("rect")
        .attr("x", x(bar.data.period) + (x.bandwidth() - thickness) / 2)
        .attr("width", thickness)
        .attr("y", y(high))
        .attr("height", y(low) - y(high))
        .style("fill", quadColor(layer.key))
        .append("title")
        .text(words);
    }
  }
  const every = Math.ceil(data.periods.length / Math.max(1, Math.floor(width / 80)));
  const shown = data.periods.filter((_, i) => i % every === 0);
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - MARGIN.bottom})`)
    .call(axisBottom(x).tickValues(shown).tickSizeOuter(0));
  const whole = y.ticks(4).filter(Number.isInteger);
  svg.append("g").attr("class", "axis").attr("transform", `translate(${MARGIN.left},0)`)
    .call(axisLeft(y).tickValues(whole).tickFormat(String).tickSizeOuter(0));
}
