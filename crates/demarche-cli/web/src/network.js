// Who acts on whom: circles are actors, arrows are acts, thicker for more, colored by the commonest kind of act.
// Data: { nodes: [{ id, name, count, address }], links: [{ source, target, count, quad, address }] }
import { extent } from "d3-array";
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { scaleSqrt } from "d3-scale";
import { drawing, link, quadColor, QUADS } from "./drawing.js";

export function network(canvas, data) {
  if (!data.nodes.length) return;
  const { svg, width, height } = drawing(canvas, Math.min(640, Math.max(360, canvas.clientWidth * 0.6)), "Who acts on whom; the table below says the same");
  const nodes = data.nodes.map((node) => ({ ...node }));
  const links = data.links.map((each) => ({ ...each }));
  const size = scaleSqrt(extent(nodes, (node) => node.count), [7, 22]);
  const weight = scaleSqrt(extent(links, (each) => each.count), [1, 6]);
  // Run to its end at once: a picture that stands still, the same each time.
  const simulation = forceSimulation(nodes)
    .force("link", forceLink(links).id((node) => node.id).distance(90).strength(0.3))
    .force("charge", forceManyBody().strength(-260))
    .force("center", forceCenter(width / 2, height / 2))
    .force("x", forceX(width / 2).strength(0.06))
    .force("y", forceY(height / 2).strength(0.1))
    .force("collide", forceCollide((node) => size(node.count) + 14))
    .stop();
  for (let i = 0; i < 300; i += 1) simulation.tick();
  spread(nodes, width, height);
  for (const node of nodes) {
    node.x = Math.max(30, Math.min(width - 30, node.x));
    node.y = Math.max(20, Math.min(height - 24, node.y));
  }
  arrowheads(svg);
  const arrows = svg.append("g");
  for (const each of links) {
    const words = `${each.source.name} on ${each.target.name}: ${each.count}, mostly ${each.quad}`;
    link(arrows, each.address, words).append("path").attr("class", "arrow").attr("d", arc(each, size(each.target.count)))
      .style("stroke", quadColor(each.quad)).attr("stroke-width", weight(each.count))
      .attr("marker-end", `url(#head-${QUADS.findIndex(([quad]) => quad === each.quad)})`).append("title").text(words);
  }
  for (const node of nodes) {
    const place = link(svg, node.address, `${node.name}: ${node.count} events`).attr("class", "node");
    place.append("circle").attr("r", size(node.count)).attr("cx", node.x).attr("cy", node.y);
    place.append("text").attr("x", node.x).attr("y", node.y + size(node.count) + 12).attr("text-anchor", "middle").text(node.name);
    place.append("title").text(`${node.name}: ${node.count} events`);
  }
}

// A few actors fill the picture too: drawn apart, at most to twice the distance.
function spread(nodes, width, height) {
  for (const [axis, room] of [["x", width - 120], ["y", height - 90]]) {
    const [low, high] = extent(nodes, (node) => node[axis]);
    const [middle, scale] = [(low + high) / 2, Math.min(2, room / Math.max(1, high - low))];
    for (const node of nodes) node[axis] = (axis === "x" ? width : height) / 2 + (node[axis] - middle) * scale;
  }
}

function arrowheads(svg) {
  const marks = svg.append("defs");
  QUADS.forEach(([, color], i) => {
    marks.append("marker").attr("id", `head-${i}`).attr("viewBox", "0 0 8 8").attr("refX", 7).attr("refY", 4)
      .attr("markerWidth", 9).attr("markerHeight", 9).attr("markerUnits", "userSpaceOnUse").attr("orient", "auto")
      .append("path").attr("d", "M0,0L8,4L0,8z").style("fill", color);
  });
}

// Bent to the right, so that what two actors do to each other makes two arrows.
function arc({ source, target }, radius) {
  const [dx, dy] = [target.x - source.x, target.y - source.y];
  const distance = Math.hypot(dx, dy) || 1;
  const [ex, ey] = [target.x - (dx / distance) * (radius + 2), target.y - (dy / distance) * (radius + 2)];
  const [mx, my] = [(source.x + ex) / 2 - dy * 0.12, (source.y + ey) / 2 + dx * 0.12];
  return `M${source.x},${source.y}Q${mx},${my} ${ex},${ey}`;
}
