// Where events happened: a circle a place, larger for more.
// Data: { places: [{ name, latitude, longitude, count, quad, address }] }; outlines come from /assets/world.json.
import { extent } from "d3-array";
import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { scaleSqrt } from "d3-scale";
import { feature, mesh } from "topojson-client";
import { drawing, link, quadColor } from "./drawing.js";

export async function map(canvas, data, options) {
  const answer = await fetch(options.outlines || "/assets/world.json");
  if (!answer.ok) return;
  const world = await answer.json();
  const { svg, width, height } = drawing(canvas, Math.max(220, canvas.clientWidth * 0.52), "Where events happened; the table below says the same");
  const projection = geoNaturalEarth1().fitExtent([[4, 4], [width - 4, height - 4]], { type: "Sphere" });
  const path = geoPath(projection);
  svg.append("path").attr("class", "sea").attr("d", path({ type: "Sphere" }));
  svg.append("path").attr("class", "graticule").attr("d", path(geoGraticule10()));
  svg.append("path").attr("class", "land").attr("d", path(feature(world, world.objects.countries)));
  svg.append("path").attr("class", "border").attr("d", path(mesh(world, world.objects.countries, (a, b) => a !== b)));
  const size = scaleSqrt(extent(data.places, (place) => place.count), [3, 14]);
  const places = [...data.places].sort((a, b) => b.count - a.count);
  for (const place of places) {
    const point = projection([place.longitude, place.latitude]);
    if (!point) continue;
    const words = `${place.name}: ${place.count}, mostly ${place.quad}`;
    link(svg, place.address, words).append("circle").attr("class", "place").attr("r", size(place.count))
      .attr("cx", point[0]).attr("cy", point[1]).style("fill", quadColor(place.quad)).append("title").text(words);
  }
}
