// What the pictures share: an empty drawing of the width at hand, and the colors of the four kinds of acts.
import { select } from "d3-selection";

// Okabe and Ito's palette (2008), told apart by color-blind readers: blues cooperate, oranges are in conflict.
export const QUADS = [
  ["material cooperation", "var(--quad-material-cooperation)"],
  ["verbal cooperation", "var(--quad-verbal-cooperation)"],
  ["verbal conflict", "var(--quad-verbal-conflict)"],
  ["material conflict", "var(--quad-material-conflict)"],
];

export const quadColor = (name) => (QUADS.find(([quad]) => quad === name) || QUADS[1])[1];

export function drawing(canvas, height, label) {
  const width = Math.max(280, canvas.clientWidth);
  canvas.replaceChildren();
  const svg = select(canvas)
    .append("svg")
    .attr("viewBox", `0 0 ${width} ${height}`)
    .attr("width", width)
    .attr("height", height)
    .attr("role", "group")
    .attr("aria-label", label);
  return { svg, width, height };
}

export function link(parent, address, label) {
  return parent.append("a").attr("href", address).attr("aria-label", label);
}
