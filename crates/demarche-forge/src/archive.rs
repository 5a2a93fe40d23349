//! How the archive bears a million events: the rate of importing at the start and at the end, the time of questions, and
//! the size.
//!
//! Real reports are read once; then their readings are put in again and again, each time a week later, through the same
//! import as everything else. Only reading is left out. The machine may be busy: rates are also given per second of
//! processor time, and of each question's rounds the best and the middle one.

use anyhow::{Context, Result};
use clap::Args;
use demarche::countries::Countries;
use demarche::filter::Terms;
use demarche::{Guide, Record, Report};
use demarche_archive::import::{Incoming, Plan, Tally, Watch, import};
use demarche_archive::questions::{self, By, Cut, Order, Per};
use demarche_archive::{Answers, Archive, Cell, Column, Error, Filter, Question};
use flate2::read::GzDecoder;
use jiff::{ToSpan, civil::Date};
use rayon::prelude::*;
use serde::Deserialize;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What to load, and where.
#[derive(Args)]
pub struct Arguments {
    /// News as JSON Lines under gzip, with `date`, `title` and `text`.
    #[arg(default_value = "../shared/data/train/wikinews-2019-2020.jsonl.gz")]
    data: Vec<PathBuf>,
    /// Reports of each file that are read.
    #[arg(long, default_value_t = 1000)]
    reports: usize,
    /// How many events to load.
    #[arg(long, default_value_t = 1_000_000)]
    events: usize,
    /// The archive that is made; an old one is asked as it is.
    #[arg(long, default_value = "/tmp/million.archive")]
    archive: PathBuf,
    /// Instead of asking: put so many more into it and as many into an empty one, turn and turn about.
    #[arg(long)]
    paired: Option<usize>,
}

/// How often each question is asked.
const ROUNDS: usize = 15;

/// Loads, asks, and prints.
pub fn run(arguments: &Arguments) -> Result<()> {
    if !arguments.archive.exists() {
        load(arguments)?;
    }
    if let Some(events) = arguments.paired {
        return pair(arguments, events);
    }
    let archive = Archive::open_to_read(&arguments.archive)?;
    size(&archive)?;
    ask_all(&archive)
}

#[derive(Deserialize)]
struct Line {
    date: String,
    title: Option<String>,
    text: String,
}

fn base(arguments: &Arguments) -> Result<Vec<(Report, Record)>> {
    let guide = Guide::shipped()?;
    let mut reports = Vec::new();
    for path in &arguments.data {
        let file = File::open(path).with_context(|| path.display().to_string())?;
        for line in BufReader::new(GzDecoder::new(file)).lines().take(arguments.reports) {
            let line: Line = serde_json::from_str(&line?)?;
            let publisher = path.file_name().map(|name| name.to_string_lossy().into_owned());
            let (title, published) = (line.title, Some(line.date));
            reports.push(Report { text: line.text, title, published, publisher, ..Report::default() });
        }
    }
    let read = |report: Report| {
        let record = demarche::read(&report, &guide);
        (report, record)
    };
    Ok(reports.into_par_iter().map(read).collect())
}

fn load(arguments: &Arguments) -> Result<()> {
    let base = base(arguments)?;
    let rounds = rounds(&base, arguments.events);
    let mut pace = Pace::new(arguments.events / 20);
    let tally = put(&base, &arguments.archive, 0..rounds, &mut |_, tally| pace.at(tally))?;
    println!("{} reports, {} events, {:.0} MB of text", tally.added, tally.events, tally.bytes as f64 / 1e6);
    pace.finish();
    Ok(())
}

/// How many rounds of all reports have so many events.
fn rounds(base: &[(Report, Record)], events: usize) -> usize {
    let per_round: usize = base.iter().map(|(_, record)| record.events.len()).sum();
    println!("{} reports read, {per_round} events in them", base.len());
    events.div_ceil(per_round.max(1))
}

/// Turns of a pairing.
const TURNS: usize = 5;

/// Whether a large archive takes events as fast as an empty one, under the same load of the machine.
fn pair(arguments: &Arguments, events: usize) -> Result<()> {
    let base = base(arguments)?;
    let rounds = rounds(&base, events.div_ceil(TURNS));
    let large = Archive::open_to_read(&arguments.archive)?;
    let begin = count(&large, "report")? as usize / base.len();
    let small = arguments.archive.with_extension("small");
    for turn in 0..TURNS {
        let next = |from: usize| from + turn * rounds..from + (turn + 1) * rounds;
        let into_large = timed_put(&base, &arguments.archive, next(begin))?;
        // Empty each time, so that it stays small.
        for ending in ["small", "small-wal", "small-shm"] {
            let _ = fs::remove_file(arguments.archive.with_extension(ending));
        }
        let into_small = timed_put(&base, &small, next(begin))?;
        println!(
            "large {:>6.0} a second, small {:>6.0}: {:.2}; of processor time {:>6.0}, {:>6.0}: {:.2}",
            into_large.0,
            into_small.0,
            into_large.0 / into_small.0,
            into_large.1,
            into_small.1,
            into_large.1 / into_small.1
        );
    }
    Ok(())
}

/// Events a second, and a second of processor time.
fn timed_put(base: &[(Report, Record)], path: &Path, rounds: Range<usize>) -> Result<(f64, f64)> {
    let (begun, spent) = (Instant::now(), processor());
    let events = put(base, path, rounds, &mut |_, _| ())?.events as f64;
    Ok((events / begun.elapsed().as_secs_f64(), events / (processor() - spent).max(0.01)))
}

fn put(base: &[(Report, Record)], path: &Path, rounds: Range<usize>, watch: &mut Watch) -> Result<Tally> {
    // The number of a copy travels in the report's id, so that its reading is found again.
    let copies = rounds.flat_map(|round| (0..base.len()).map(move |number| (round, number)));
    let items = copies.map(|(round, number)| {
        let mut report = base[number].0.clone();
        report.id = Some(format!("{round}/{number}"));
        report.published = report.published.map(|day| later(&day, round));
        Ok(Incoming { report, origin: "forge".to_string() })
    });
    let read = |report: &Report| {
        let id = report.id.as_deref().and_then(|id| id.split_once('/'));
        let (round, number) = id.map_or((0, 0), |(r, n)| (r.parse().unwrap_or(0), n.parse().unwrap_or(0)));
        copy(&base[number].1, report, round)
    };
    let made_by = base[0].1.made_by.clone();
    let plan = Plan { inputs: vec!["forge".to_string()], made_by, threads: None };
    let mut archive = Archive::open(path)?;
    Ok(import(&mut archive, items, read, &plan, watch)?)
}

/// A day, so many weeks later; anything else as it is.
fn later(day: &str, weeks: usize) -> String {
    let parsed: Option<Date> = day.get(..10).and_then(|day| day.parse().ok());
    let moved = parsed.and_then(|day| day.checked_add((weeks as i64).weeks()).ok());
    moved.map_or_else(|| day.to_string(), |day| day.to_string())
}

fn copy(record: &Record, report: &Report, weeks: usize) -> Record {
    let mut record = record.clone();
    record.id = report.id.clone().unwrap_or_default();
    record.published = report.published.clone();
    for date in record.events.iter_mut().filter_map(|event| event.date.as_mut()) {
        date.start = later(&date.start, weeks);
        date.end = later(&date.end, weeks);
    }
    record
}

/// Events a second, piece by piece.
struct Pace {
    step: usize,
    next: usize,
    last: (usize, Instant, f64),
    pieces: Vec<(f64, f64)>,
}

impl Pace {
    fn new(step: usize) -> Self {
        Pace { step, next: step, last: (0, Instant::now(), processor()), pieces: Vec::new() }
    }

    fn at(&mut self, tally: &Tally) {
        if tally.events < self.next {
            return;
        }
        let (events, since, spent) = self.last;
        let (now, all) = (Instant::now(), processor());
        let count = (tally.events - events) as f64;
        self.pieces.push((count / (now - since).as_secs_f64(), count / (all - spent).max(0.01)));
        let (wall, cpu) = self.pieces[self.pieces.len() - 1];
        println!("{:>9} events: {wall:>6.0} a second, {cpu:>6.0} a second of processor time", tally.events);
        self.last = (tally.events, now, all);
        self.next += self.step;
    }

    /// The first and the last fifth.
    fn finish(&self) {
        let fifth = (self.pieces.len() / 5).max(1);
        let mean = |pieces: &[(f64, f64)]| {
            let count = pieces.len().max(1) as f64;
            (pieces.iter().map(|p| p.0).sum::<f64>() / count, pieces.iter().map(|p| p.1).sum::<f64>() / count)
        };
        let (first, last) = (mean(&self.pieces[..fifth]), mean(&self.pieces[self.pieces.len() - fifth..]));
        println!("first fifth {:.0} events a second ({:.0} of processor time)", first.0, first.1);
        println!("last fifth  {:.0} events a second ({:.0} of processor time)", last.0, last.1);
        println!("end to start {:.2} ({:.2} of processor time)", last.0 / first.0, last.1 / first.1);
    }
}

/// Seconds of processor time that this program has had, as Linux tells (hundredths of a second); 0 elsewhere.
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Rows, counted and kept as text.
#[derive(Default)]
struct Rows(Vec<Vec<String>>);

impl Answers for Rows {
    type Error = Error;

    fn columns(&mut self, _: &[Column]) -> Result<(), Error> {
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.0.push(cells.iter().map(ToString::to_string).collect());
        Ok(())
    }
}

fn rows(archive: &Archive, question: &Question) -> Result<Vec<Vec<String>>> {
    let mut rows = Rows::default();
    archive.answer(question, &mut rows)?;
    Ok(rows.0)
}

fn count(archive: &Archive, table: &str) -> Result<f64> {
    let question = questions::sql(archive, &format!("SELECT count(*) FROM {table}"))?;
    Ok(rows(archive, &question)?[0][0].parse()?)
}

fn size(archive: &Archive) -> Result<()> {
    let bytes = fs::metadata(archive.path()).map(|file| file.len() as f64)?;
    let (reports, events) = (count(archive, "report")?, count(archive, "event")?);
    println!("{:.0} MB: {:.0} bytes a report, {:.0} an event", bytes / 1e6, bytes / reports, bytes / events);
    Ok(())
}

fn ask_all(archive: &Archive) -> Result<()> {
    let busiest =
        "SELECT actor, recipient, count(*) FROM dyad WHERE actor <> recipient GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 1";
    let pair = rows(archive, &questions::sql(archive, busiest)?)?.swap_remove(0);
    println!("busiest pair: {} to {}, {} events", pair[0], pair[1], pair[2]);
    let newest = Cut { order: Order::Newest, limit: Some(50) };
    let countries = Countries::shipped()?;
    let party = |code: &str| Terms::new(&countries).party(code).map_err(anyhow::Error::msg);
    let of = |actor: &str, recipient: &str| -> Result<Filter> {
        Ok(Filter { actors: vec![party(actor)?], recipients: vec![party(recipient)?], ..Filter::default() })
    };
    let text = |words: &str| Filter { text: Some(words.to_string()), ..Filter::default() };
    let all = Filter::default();
    let asked = [
        ("dyad by month, both directions", questions::dyad(&pair[0], &pair[1], &all, By::Month)),
        ("dyad by week, one direction", questions::timeline(&of(&pair[0], &pair[1])?, By::Week, Per::Type)),
        ("dyad's newest 50 events", questions::events(&of(&pair[0], &pair[1])?, &newest)),
        (
            "actor's newest 50 events",
            questions::events(&Filter { actors: vec![party(&pair[0])?], ..all.clone() }, &newest),
        ),
        ("full text, one word", questions::events(&text("ambassador"), &newest)),
        ("full text, a phrase", questions::events(&text("\"foreign minister\""), &newest)),
        ("full text, a AND b*", questions::events(&text("sanction AND iran*"), &newest)),
        ("full text, a common word", questions::events(&text("president"), &newest)),
        ("newest 50 events", questions::events(&all, &newest)),
        ("newest 50 ACCUSE", questions::events(&Filter { types: vec!["ACCUSE".into()], ..all.clone() }, &newest)),
        ("all events by month and type", questions::timeline(&all, By::Month, Per::Type)),
        ("all events by month and dyad", questions::timeline(&all, By::Month, Per::Dyad)),
        ("actors with most events", questions::actors(&all, Some(50))),
    ];
    for (name, question) in asked {
        let (best, middle, count) = timed(archive, &question)?;
        println!("{name:<32} {best:>8.1} ms best, {middle:>8.1} ms median, {count} rows");
    }
    Ok(())
}

/// The best and the middle time in milliseconds, and the number of rows.
fn timed(archive: &Archive, question: &Question) -> Result<(f64, f64, usize)> {
    let mut times = Vec::new();
    let mut count = 0;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        count = rows(archive, question)?.len();
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok((times[0], times[ROUNDS / 2], count))
}
