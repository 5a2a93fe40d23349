// Looks at the desk as people do: in headless Chromium, with a report added, a nested claim hovered, a pair of countries
// found, an instrument followed to its violations, an event corrected and exported, happenings joined and put back, alerts
// seen; axe looks for barriers on each page, light and dark.
//
//   npm ci && node look.js ../../../target/release/demarche [FOLDER for pictures]
//
// Needs Chromium: Debian's package `chromium`, playwright's own, or CHROMIUM=path. With --find it only says where one is.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const found = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", chromium.executablePath()].find((path) => path && existsSync(path));
if (process.argv.includes("--find")) {
  console.log(found || "");
  process.exit(found ? 0 : 1);
}
const [program, pictures] = process.argv.slice(2);
if (!program || !found) {
  console.error(program ? "no Chromium: install Debian's package `chromium`, or say CHROMIUM=path" : "which program? node look.js ../../../target/release/demarche");
  process.exit(2);
}
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [390, 1280, 1920];

// A report in our own words, with a claim inside a claim and a resolution said to be broken.
const REPORT = `Tokyo alarmed by Moscow's arms ties with Pyongyang

TOKYO, June 20 - Japan's foreign ministry accused Russia on Thursday of breaking UN Security Council Resolution 1718. Chief Cabinet Secretary Yoshimasa Hayashi said that Russian President Vladimir Putin had told North Korean leader Kim Jong Un that Moscow would send fuel and engineers.

"Russia has violated Resolution 1718 by taking missiles from North Korea," Hayashi told reporters in Tokyo. He said Japan was deeply concerned about the pact that Russia and North Korea signed in Pyongyang on Wednesday.

Russia rejected the accusation and summoned the Japanese ambassador. Putin arrived in Pyongyang on Tuesday, where Kim welcomed him at the airport.`;

// What else was reported, for pages that are more than one line long.
const OTHERS = [
  ["2024-06-20", "Strait Courier", "Russia denied on Thursday that it had taken missiles from North Korea. Its foreign ministry said Japan's accusation was false."],
  ["2024-06-20", "Lakes Daily", "Congo said on Wednesday that Rwandan troops attacked the town of Sake. Residents fled toward Goma. Rwanda denied the attack."],
  ["2024-06-19", "Northern Wire", "Rwandan troops attacked the town of Sake on Wednesday, Congo said. The United Nations demanded an immediate ceasefire."],
  ["2024-06-19", "Fjord Wire", "Norway on Wednesday expelled two Chadian diplomats. Chad's foreign minister said that Norway had violated the Vienna Convention on Diplomatic Relations."],
  ["2024-06-18", "Bay Post", "Kenya and Ethiopia signed a security pact in Nairobi on Tuesday. Kenya pledged $20 million in aid to Sudan."],
  ["2024-06-17", "Bay Post", "Protesters marched in Tbilisi on Monday against the law. Police used tear gas, and Georgia's president condemned the violence."],
  ["2024-06-16", "Strait Courier", "Sweden imposed sanctions on Belarus on Sunday. Belarus threatened to close its embassy in Stockholm."],
];

const faults = [];
const hold = (what, is) => {
  console.log(`${is ? "ok  " : "FAIL"} ${what}`);
  if (!is) faults.push(what);
};

async function desk(folder) {
  const archive = join(folder, "look.archive");
  const lines = OTHERS.map(([published, publisher, text]) => JSON.stringify({ published, publisher, text }));
  await writeFile(join(folder, "others.jsonl"), lines.join("\n"));
  const rules = ["--alert", "any event by JPN against RUS", "--alert", "ASSAULT certain"];
  const told = spawnSync(program, ["watch", join(folder, "others.jsonl"), "--once", "-q", "--archive", archive, ...rules]);
  if (told.status !== 0) throw new Error(`the watch failed: ${told.stderr}`);
  const server = spawn(program, ["serve", "--port", "0", "--rate", "0", "--archive", archive]);
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

let closing = false;
const folder = await mkdtemp(join(tmpdir(), "desk-"));
const { server, address } = await desk(folder);
let last = "";
server.stderr.on("data", (part) => { last = (last + part).slice(-2000); });
server.on("exit", (code, signal) => closing || hold(`the desk stays open (it ended with ${signal || code}): ${last}`, false));
const browser = await chromium.launch({ executablePath: found, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));

  // Add the report, and look at its page.
  await page.goto(`${address}/add`);
  await page.fill("textarea[name=text]", REPORT);
  await page.fill("input[name=published]", "2024-06-20");
  await page.fill("input[name=publisher]", "Harbor News");
  await page.click("button[value=yes]");
  await page.waitForURL(/\/reports\/\d+$/);
  const report = page.url();
  hold("the report's page has voices and events", (await page.locator(".report-text .v").count()) > 0 && (await page.locator(".report-text .event").count()) > 1);
  const nested = page.locator(".report-text .d2 .event, .report-text .d2 .cue").first();
  await nested.hover();
  hold("hovering a nested claim shows who says so, and by whose account", /Putin[\s\S]*Hayashi/.test(await nested.locator(".card").innerText()));

  // From the report to the pair of countries.
  await page.goto(`${address}/actors/JPN`);
  await page.locator("main a[href='/dyads/JPN/RUS']").first().click();
  await page.waitForURL(/\/dyads\/JPN\/RUS$/);
  hold("the pair's page draws its timeline", (await page.locator("figure[data-picture=timeline] svg rect").count()) > 0);
  hold("the pair's page lists events of both sides", (await page.locator("table a[href^='/events/']").count()) > 1);

  // From the report to the resolution, and to who is said to break it.
  await page.goto(report);
  await page.locator("aside a[href^='/instruments/']", { hasText: "1718" }).first().click();
  await page.waitForURL(/\/instruments\//);
  const links = await page.locator("main table").innerText();
  hold("the resolution's page tells who is said to break it, and who says so", links.includes("violates") && links.includes("Russia") && links.includes("Hayashi"));

  // Correct an event, and export.
  await page.goto(report);
  await page.locator("article.record summary", { hasText: "Correct" }).first().click();
  const form = page.locator("article.record form[action$=correct]").first();
  await form.locator("select[name=what]").selectOption("factuality");
  await form.locator("input[name=value]").fill("PS+");
  await form.locator("input[name=author]").fill("A. Reader");
  await form.locator("input[name=note]").fill("only suspected");
  await form.locator("button").click();
  await page.waitForURL(/\/reports\/\d+/);
  hold("the correction stands beside its event", /A\. Reader[\s\S]*PS\+, not/.test(await page.locator("article.record .fix").first().innerText()));
  hold("the name is remembered for the next form", (await page.locator("input[name=author]").last().inputValue()) === "A. Reader");
  const text = async (path) => (await page.request.get(address + path)).text();
  hold("corrections are exported", (await text("/corrections?as=csv")).includes("A. Reader"));
  hold("events are exported", (await text("/events?as=csv&actor=JPN&recipient=RUS")).split("\n").length > 2);
  const gold = JSON.parse(await text(`${new URL(report).pathname}/gold`));
  hold("the report is a gold case", gold.events.some((event) => event.need === "must" && event.factuality === "PS+"));

  // Join two happenings, and take it back.
  await page.goto(`${address}/events?type=REJECT`);
  await page.locator("main table a[href^='/events/']").first().click();
  await page.locator("summary", { hasText: "Another happening is the same" }).click();
  const merge = page.locator("form[action$=merge]");
  await merge.locator("input[name=with]").last().fill("1");
  await merge.locator("input[name=note]").fill("one quarrel");
  await merge.locator("button").click();
  await page.waitForURL(/\/happenings\/\d+$/);
  hold("who joined happenings is told", /A\. Reader[\s\S]*one quarrel/.test(await page.locator(".decisions").innerText()));
  const joined = page.url();
  await page.locator(".decisions summary", { hasText: "Take back" }).click();
  await page.locator(".decisions form button").click();
  await page.waitForURL(/\/events\/\d+$/);
  hold("it can be taken back", (await page.locator(".decisions .undone").count()) === 1);

  await page.goto(`${address}/`);
  hold("the first page has alerts and what matters most", (await page.locator(".alerts li").count()) > 0 && (await page.locator(".story").count()) > 3);
  await page.locator(".alerts a").first().click();
  await page.waitForURL(/\/events\/\d+$/);
  hold("an alert leads to its event", (await page.locator("main .quad").count()) > 0);

  const happening = new URL(joined).pathname;
  const pages = { today: "/", report: new URL(report).pathname, reports: "/reports", events: "/events", happening, claims: "/claims", actors: "/actors",
    actor: "/actors/RUS", dyad: "/dyads/JPN/RUS", instruments: "/instruments", instrument: "/instruments/UNSCR%201718", map: "/map", network: "/network",
    search: "/search?q=actor:JPN", hints: "/search", add: "/add", corrections: "/corrections", alerts: "/alerts", fault: "/nowhere" };
  if (pictures) await mkdir(pictures, { recursive: true });
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [name, path] of Object.entries(pages)) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(address + path);
      await page.waitForLoadState("networkidle");
      await barriers(page, `${name}, ${scheme}`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(pictures ? 150 : 20);
        if (scheme === "light") {
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
          hold(`${name} fits ${width} pixels`, !wide);
        }
        if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`), fullPage: true });
      }
    }
  }
  // A page that is not there is a complaint of the browser's, and meant.
  const unmeant = complaints.filter((complaint) => !complaint.includes("404"));
  hold(`the browser has nothing to complain of${unmeant.length ? `: ${unmeant[0]}` : ""}`, unmeant.length === 0);
} finally {
  closing = true;
  await browser.close();
  server.kill();
  await rm(folder, { recursive: true, force: true });
}
process.exit(faults.length ? 1 : 0);
