// How the desk bears many readers: so many at a time ask all of its pages on loopback, one after the other, while an import
// runs; the median and the 99th percentile of each page are printed.
//
//   node load.js ../../../target/release/demarche ARCHIVE [SECONDS] [READERS] [PAUSE]
//
// The archive is one with reports (`just load` makes one); the import adds reports of its own to it. Times are those that a
// reader waits, with the reader's own work, on the machine as busy as it is. Nothing leaves the machine.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, archive, seconds = "30", readers = "50", pause = "0"] = process.argv.slice(2);
if (!archive) {
  console.error("node load.js PROGRAM ARCHIVE [SECONDS] [READERS] [PAUSE]");
  process.exit(2);
}
// What issue 8 asks for, in milliseconds.
const GOAL = { median: 100, p99: 300 };

const agent = new Agent({ keepAlive: true, maxSockets: Number(readers) + 4 });

function ask(address) {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    get(address, { agent }, (answer) => {
      const pieces = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("end", () => resolve({ status: answer.statusCode, took: performance.now() - began, body: Buffer.concat(pieces) }));
      answer.on("error", reject);
    }).on("error", reject);
  });
}

function desk() {
  const server = spawn(program, ["serve", "--port", "0", "--rate", "0", "--archive", archive]);
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr.on("data", (part) => {
      said += part;
      const found = said.match(/http:\/\/\S+?\//);
      if (found) resolve({ server, address: found[0].slice(0, -1) });
    });
    server.on("exit", () => reject(new Error(`the desk did not open: ${said}`)));
  });
}

// Reports in our own words, each different, for the import.
function* reports() {
  const states = ["Chad", "Sudan", "Japan", "Russia", "Norway", "Peru", "Kenya", "Ethiopia", "Rwanda", "Congo", "Sweden", "Chile"];
  for (let number = 0; ; number += 1) {
    const [one, other] = [states[number % states.length], states[(number * 7 + 5) % states.length]];
    const text = `${one} condemned ${other} on Thursday over dispute number ${number}. "${other} attacked our border post," a minister of ${one} told reporters. ${other} denied the attack and expelled two diplomats.`;
    const published = new Date(Date.UTC(2021, 0, 1) + (number % 700) * 86400000).toISOString().slice(0, 10);
    yield JSON.stringify({ text, published, publisher: `Agency ${number % 9}`, id: `load-${Date.now()}-${number}` });
  }
}

const any = (list) => list[Math.floor(Math.random() * list.length)];

async function routes(address) {
  const json = async (path) => JSON.parse((await ask(`${address}/api/v1${path}`)).body.toString());
  const lists = await Promise.all([1, 7, 40].map((page) => json(`/events?page=${page}`)));
  const events = lists.flatMap((list) => list.events);
  const reports = (await json("/reports")).reports;
  const actors = (await json("/actors")).actors;
  const links = (await json("/instruments")).links;
  const pairs = (await json("/network")).links;
  if (!events.length || !pairs.length) throw new Error("the archive has nothing to look at");
  const codes = [...new Set(pairs.flatMap((pair) => [pair.source, pair.target]))];
  const pick = (list, or, to) => () => (list.length ? to(any(list)) : or);
  return {
    today: () => "/",
    reports: () => "/reports",
    report: pick([...new Set([...events.map((event) => event.report), ...reports.map((report) => report.report)])], "/", (id) => `/reports/${id}`),
    events: () => `/events?page=${1 + Math.floor(Math.random() * 20)}`,
    "events of a pair": () => { const pair = any(pairs); return `/events?actor=${pair.source}&recipient=${pair.target}`; },
    "events of a type": () => `/events?type=${any(events).type}`,
    happening: pick(events, "/", (event) => `/events/${event.event}`),
    claims: () => `/claims?page=${1 + Math.floor(Math.random() * 5)}`,
    actors: () => "/actors",
    country: () => `/actors/${any(codes)}`,
    person: pick(actors, "/actors", (actor) => `/actors/${encodeURIComponent(actor.name)}`),
    dyad: () => { const pair = any(pairs); return `/dyads/${pair.source}/${pair.target}`; },
    instruments: () => "/instruments",
    instrument: pick(links.filter((link) => link.instrument), "/instruments", (link) => `/instruments/${encodeURIComponent(link.instrument)}`),
    map: () => "/map",
    network: () => "/network",
    "search, common words": () => `/search?q=${any(["president", "government", "minister", "said", "police"])}`,
    "search, rare words": () => `/search?q=${any(["ambassador", "fishing", "treaty", "envoy", "embargo"])}+${any(["river", "border", "island"])}`,
    "search, fields": () => `/search?q=actor:${any(codes)}+type:${any(events).type}`,
    alerts: () => "/alerts",
    corrections: () => "/corrections",
    "read (JSON)": pick(reports, "/", (report) => `/api/v1/reports/${report.report}`),
  };
}

function line(name, times) {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const [median, p99] = [at(0.5), at(0.99)];
  const slow = median > GOAL.median || p99 > GOAL.p99 ? "  over the goal" : "";
  console.log(`${name.padEnd(24)} ${String(times.length).padStart(6)} ${median.toFixed(1).padStart(9)} ${p99.toFixed(1).padStart(9)}${slow}`);
}

const folder = await mkdtemp(join(tmpdir(), "load-"));
const { server, address } = await desk();
const make = reports();
const input = join(folder, "in.jsonl");
await writeFile(input, Array.from({ length: 40000 }, () => make.next().value).join("\n"));
const all = await routes(address);
const importing = spawn(program, ["add", "-q", "--archive", archive, "--threads", "1", input]);
let ended = false;
importing.on("exit", () => { ended = true; });
const names = Object.keys(all);
const times = Object.fromEntries(names.map((name) => [name, []]));
const failures = [];
const until = performance.now() + Number(seconds) * 1000;
let turn = 0;
// People look at a page before they ask for the next: so many seconds, more or less.
const look = (share) => new Promise((done) => setTimeout(done, Number(pause) * 1000 * share));
async function reader() {
  await look(Math.random());
  while (performance.now() < until) {
    const name = names[turn++ % names.length];
    const path = all[name]();
    const { status, took } = await ask(address + path);
    if (status >= 400) failures.push(`${path}: ${status}`);
    times[name].push(took);
    await look(0.5 + Math.random());
  }
}
try {
  await Promise.all(Array.from({ length: Number(readers) }, reader));
  console.log(`${readers} readers for ${seconds} s, ${pause} s a page; the import ${ended ? "ended before them" : "ran all the time"}`);
  console.log(`${"page".padEnd(24)} ${"asked".padStart(6)} ${"median".padStart(9)} ${"p99".padStart(9)}   milliseconds`);
  for (const name of names) line(name, times[name]);
  line("all", names.flatMap((name) => times[name]));
  if (failures.length) console.log(`${failures.length} failed, as ${failures[0]}`);
} finally {
  importing.kill();
  server.kill();
  agent.destroy();
  await rm(folder, { recursive: true, force: true });
}
process.exit(failures.length ? 1 : 0);
