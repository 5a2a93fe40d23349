// What pages gain by script: pictures drawn from the numbers that the page's own tables say too, and forms that remember who
// signs them.
import { timeline } from "./timeline.js";
import { score } from "./score.js";
import { network } from "./network.js";
import { map } from "./map.js";

const PICTURES = { timeline, score, network, map };

function draw(figure) {
  const data = figure.querySelector('script[type="application/json"]');
  const picture = PICTURES[figure.dataset.picture];
  if (!data || !picture) return;
  const canvas = figure.querySelector(".canvas");
  picture(canvas, JSON.parse(data.textContent), figure.dataset);
}

// The name that corrections are signed with is kept in this browser, and goes nowhere but into the forms.
function remember() {
  const names = document.querySelectorAll('input[name="author"]');
  if (!names.length) return;
  let known = "";
  try {
    known = localStorage.getItem("author") || "";
  } catch {
    return;
  }
  for (const field of names) {
    if (!field.value) field.value = known;
    field.form.addEventListener("submit", () => localStorage.setItem("author", field.value));
  }
}

function start() {
  remember();
  const figures = [...document.querySelectorAll("figure[data-picture]")];
  figures.forEach(draw);
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    figures.forEach(draw);
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
