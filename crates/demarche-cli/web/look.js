// Looks at the desk as people do: in headless Chromium, with a report added, a nested claim hovered, a pair of countries
// found, an instrument followed to its violations, an event corrected and exported; axe looks for barriers on each page.
//
//   npm ci && node look.js ../../../target/release/demarche [FOLDER for pictures]
//
// Needs Chromium (Debian's package `chromium`, or CHROMIUM=path).
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [program, pictures] = process.argv.slice(2);
if (!program) {
  console.error("which program? node look.js ../../../target/release/demarche");
  process.exit(2);
}
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [390, 1280, 1920];

// A report in our own words, with a claim inside a claim and a treaty said to be broken.
const REPORT = `Oslo says Chad's envoy admitted shelling

OSLO, May 3 - Norway's foreign minister said on Thursday that Chad's ambassador had admitted that Chadian troops shelled a Sudanese village. "Chad has violated the Geneva Conventions," the minister told reporters in Oslo. Chad denied the accusation and summoned the Norwegian ambassador. Norway expelled two Chadian diplomats.`;

const faults = [];
const hold = (what, is) => {
  console.log(`${is ? "ok  " : "FAIL"} ${what}`);
  if (!is) faults.push(what);
};

async function desk(folder) {
  const server = spawn(program, ["serve", "--port", "0", "--rate", "0", "--archive", join(folder, "look.archive")]);
  const address = await new Promise((resolve, reject) => {
    let said = "";
    server.stderr.on("data", (part) => {
      said += part;
      const found = said.match(/http:\/\/\S+?\//);
      if (found) resolve(found[0].slice(0, -1));
    });
    server.on("exit", () => reject(new Error(`the desk did not open: ${said}`)));
  });
  return { server, address };
}

async function barriers(page, name) {
  // Run by the browser's own door, past the page's content policy.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const serious = violations.filter((each) => ["serious", "critical"].includes(each.impact));
  hold(`${name}: nothing serious for axe`, serious.length === 0);
  for (const each of serious) console.log(`     ${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

const folder = await mkdtemp(join(tmpdir(), "desk-"));
const { server, address } = await desk(folder);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));

  await page.goto(`${address}/add`);
  await page.fill("textarea[name=text]", REPORT);
  await page.fill("input[name=published]", "2024-05-03");
  await page.fill("input[name=publisher]", "Fjord Wire");
  await page.click("button[value=yes]");
  await page.waitForURL(/\/reports\/\d+$/);
  const report = page.url();
  hold("the report's page has voices and events", (await page.locator(".report-text .v").count()) > 0 && (await page.locator(".report-text .event").count()) > 1);

  const nested = page.locator(".report-text .d2 .event, .report-text .d2 .cue").first();
  await nested.hover();
  hold("hovering a nested claim shows its record", await nested.locator(".card").isVisible());

  await page.goto(`${address}/dyads/NOR/TCD`);
  hold("the pair's page draws its timeline", (await page.locator("figure[data-picture=timeline] svg rect").count()) > 0);
  hold("the pair's page lists events", (await page.locator("table a[href^='/events/']").count()) > 0);

  await page.goto(`${address}/instruments`);
  await page.locator("main table a[href^='/instruments/']").first().click();
  hold("an instrument's page tells who is said to break it", (await page.locator("main table").innerText()).includes("violates"));

  await page.goto(report);
  await page.locator("article.record summary", { hasText: "Correct" }).first().click();
  const form = page.locator("article.record form").first();
  await form.locator("select[name=what]").selectOption("wrong");
  await form.locator("input[name=author]").fill("A. Reader");
  await form.locator("button").click();
  await page.waitForURL(/\/reports\/\d+/);
  hold("the correction stands beside its event", (await page.locator("article.record .message").first().innerText()).includes("A. Reader"));
  const table = await page.request.get(`${address}/corrections?as=csv`);
  hold("corrections are exported", (await table.text()).includes("A. Reader"));

  const pages = { today: "/", report: new URL(report).pathname, events: "/events", happening: "/events/1", claims: "/claims", actors: "/actors",
    actor: "/actors/NOR", dyad: "/dyads/NOR/TCD", instruments: "/instruments", map: "/map", network: "/network", search: "/search?q=actor:NOR", add: "/add", corrections: "/corrections" };
  if (pictures) await mkdir(pictures, { recursive: true });
  for (const [name, path] of Object.entries(pages)) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(address + path);
    await page.waitForLoadState("networkidle");
    await barriers(page, name);
    for (const width of pictures ? WIDTHS : []) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(150);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
      hold(`${name} fits ${width} pixels`, !wide);
      await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
    }
  }
  hold(`the browser has nothing to complain of${complaints.length ? `: ${complaints[0]}` : ""}`, complaints.length === 0);
} finally {
  await browser.close();
  server.kill();
  await rm(folder, { recursive: true, force: true });
}
process.exit(faults.length ? 1 : 0);
