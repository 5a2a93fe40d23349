// A score between -1 (all conflict) and 1 (all cooperation) over time.
// Data: { periods: […], scores: [number or null, …] }
import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import { drawing } from "./drawing.js";

const MARGIN = { top: 8, right: 12, bottom: 26, left: 40 };

export function score(canvas, data) {
  if (!data.periods.length) return;
  const { svg, width, height } = drawing(canvas, 160, "Cooperation less conflict by period; the table says the same");
  const x = scalePoint(data.periods, [MARGIN.left, width - MARGIN.right]).padding(0.5);
  const y = scaleLinear([-1, 1], [height - MARGIN.bottom, MARGIN.top]);
  svg.append("line").attr("class", "zero").attr("x1", MARGIN.left).attr("x2", width - MARGIN.right).attr("y1", y(0)).attr("y2", y(0));
  const points = data.periods.map((period, i) => [period, data.scores[i]]);
  const path = line().defined((point) => point[1] !== null).x((point) => x(point[0])).y((point) => y(point[1]));
  svg.append("path").attr("class", "score").attr("d", path(points));
  for (const [period, value] of points) {
    if (value === null) continue;
    svg.append("circle").attr("class", "score").attr("r", 3).attr("cx", x(period)).attr("cy", y(value))
      .append("title").text(`${period}: ${value.toFixed(2)}`);
  }
  const every = Math.ceil(data.periods.length / Math.max(1, Math.floor(width / 80)));
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - MARGIN.bottom})`)
    .call(axisBottom(x).tickValues(data.periods.filter((_, i) => i % every === 0)).tickSizeOuter(0));
  svg.append("g").attr("class", "axis").attr("transform", `translate(${MARGIN.left},0)`).call(axisLeft(y).ticks(5).tickSizeOuter(0));
}
