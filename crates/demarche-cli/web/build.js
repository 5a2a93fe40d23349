// Bundles the pictures and the outlines of countries into ../src/serve/assets.
//
//   npm ci && npm run build     writes them
//   npm ci && npm run check     fails where what is committed is not what would be written
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";

const assets = new URL("../src/serve/assets/", import.meta.url);
const check = process.argv.includes("--check");

async function bundle() {
  const made = await build({
    entryPoints: ["src/desk.js"],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
    charset: "utf8",
    banner: { js: "/* demarche desk, with modules of D3 (ISC, Mike Bostock) and topojson-client (ISC). Made by web/build.js. */" },
    write: false,
  });
  return made.outputFiles[0].text;
}

// Natural Earth's outlines (public domain) at 1:110 million; countries are named by ISO 3166-1 numeric codes.
async function outlines() {
  const world = JSON.parse(await readFile("node_modules/world-atlas/countries-110m.json", "utf8"));
  for (const country of world.objects.countries.geometries) delete country.properties;
  delete world.objects.land;
  return JSON.stringify(world) + "\n";
}

let stale = 0;
for (const [name, text] of [["desk.js", await bundle()], ["world.json", await outlines()]]) {
  const file = new URL(name, assets);
  if (!check) {
    await writeFile(file, text);
    console.log(`${name}: ${text.length} bytes`);
  } else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
    console.error(`${name} is not what web/src makes: run \`npm run build\` in crates/demarche-cli/web`);
    stale += 1;
  }
}
process.exit(stale ? 1 : 0);
