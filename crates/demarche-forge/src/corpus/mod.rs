//! `demarche-forge corpus`: checks the notes on real reports, compares annotators, and measures the reader by them.

mod frames;
mod gold;
mod layers;
mod lessons;
mod notation;
mod reading;
mod rows;
mod scoring;
mod tally;
mod texts;
mod vocabulary;
mod ways;
mod words;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use demarche::events::Judge;
use demarche::learned::Model;
use demarche::{Guide, Record, Report};
use gold::Gold;
use notation::{Item, Notes};
use rayon::prelude::*;
use reading::Reading;
use scoring::Scores;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tally::{Found, Right, Tally};
use vocabulary::Vocabulary;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The folder of the corpus.
    #[arg(long, default_value = "corpus", global = true)]
    corpus: PathBuf,
    /// The folder of the texts.
    #[arg(long, default_value = "../shared/data", global = true)]
    data: PathBuf,
    /// Weights of a learned reader in the place of those that ship.
    #[arg(long, global = true)]
    reader: Option<PathBuf>,
    /// Weights of a judge in the place of those that ship; `none` lets rules decide alone.
    #[arg(long, global = true)]
    judge: Option<PathBuf>,
    /// Ways to leave out, as rules are named: `events/en/ways#recalled`.
    #[arg(long, global = true, value_delimiter = ',')]
    without: Vec<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Names faults in the notes, one a line; fails where there are any.
    Check {
        /// Parts of the corpus or files of notes; all parts where none is named.
        parts: Vec<String>,
    },
    /// Counts items, and what they hold, by part, kind of text and type of event.
    Count,
    /// Prints notes and texts joined, as JSON Lines with character offsets.
    Rows { parts: Vec<String> },
    /// Prints rows with the reader's own analysis: what the learned reader is trained on.
    Lessons { parts: Vec<String> },
    /// Reads the texts and prints F1 of events, whole events, attributions and instruments.
    Score {
        #[arg(default_values_t = [String::from("dev"), String::from("dev-long")])]
        parts: Vec<String>,
        /// Prints what is not as the notes have it.
        #[arg(long)]
        faults: bool,
        #[arg(long, value_enum)]
        by: Option<By>,
    },
    /// Reads the texts and prints where readings go wrong.
    Layers {
        #[arg(default_values_t = [String::from("dev"), String::from("dev-long")])]
        parts: Vec<String>,
        #[arg(long, value_enum)]
        by: Option<By>,
    },
    /// Prints how far a second annotator's notes agree with the first's on the same texts.
    Agree {
        first: String,
        second: String,
        /// Prints what differs.
        #[arg(long)]
        faults: bool,
    },
    /// Counts how often each way fills a slot, how often rightly, and what readings are worth without it.
    Ways {
        #[arg(default_values_t = [String::from("train"), String::from("long")])]
        parts: Vec<String>,
    },
    /// Counts for each frame of the code book how often its events are wanted by the notes, the worst first.
    Frames {
        #[arg(default_values_t = [String::from("train"), String::from("long")])]
        parts: Vec<String>,
    },
    /// Prints the figures that `.ci/run` keeps, of the dev parts.
    Headline,
}

/// How figures are broken down.
#[derive(Clone, Copy, ValueEnum)]
enum By {
    /// By category of current events and register of whole reports.
    Kind,
    /// By month of publication.
    Month,
}

/// All parts of the corpus.
const PARTS: [&str; 5] = ["train", "dev", "long", "dev-long", "agreement"];

/// Runs a command on the corpus.
///
/// # Errors
/// Where texts or notes cannot be read, or `check` finds faults.
pub fn run(arguments: &Arguments) -> Result<()> {
    let corpus = Corpus::new(arguments)?;
    match &arguments.command {
        Command::Check { parts } => corpus.check(parts),
        Command::Count => corpus.count(),
        Command::Rows { parts } => rows::print(&corpus.items(parts)?),
        Command::Lessons { parts } => lessons::print(&corpus.items(parts)?, corpus.guide()?),
        Command::Score { parts, faults, by } => corpus.score(parts, *faults, *by),
        Command::Layers { parts, by } => corpus.layers(parts, *by),
        Command::Agree { first, second, faults } => corpus.agree(first, second, *faults),
        Command::Ways { parts } => {
            ways::count(&corpus.items(parts)?.iter().collect::<Vec<_>>(), &corpus.guide()?);
            Ok(())
        }
        Command::Frames { parts } => {
            frames::count(&corpus.items(parts)?.iter().collect::<Vec<_>>(), &corpus.guide()?);
            Ok(())
        }
        Command::Headline => corpus.headline(),
    }
}

struct Corpus<'a> {
    arguments: &'a Arguments,
    texts: texts::Texts,
    vocabulary: Vocabulary,
}

impl<'a> Corpus<'a> {
    fn new(arguments: &'a Arguments) -> Result<Self> {
        let texts = texts::load(&arguments.corpus, &arguments.data)?;
        Ok(Corpus { arguments, texts, vocabulary: Vocabulary::shipped()? })
    }

    /// What the reader knows, with the weights that were asked for.
    fn guide(&self) -> Result<Guide> {
        let mut guide = Guide::shipped()?;
        if let Some(path) = &self.arguments.reader {
            let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
            // It is read to the end of the program.
            guide.reader = Some(Model::load(bytes.leak())?);
        }
        match &self.arguments.judge {
            Some(path) if path.as_os_str() == "none" => guide = guide.by_rules(),
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
                guide.codebook.judge = Some(Judge::parse(&path.display().to_string(), text.leak())?);
            }
            None => {}
        }
        Ok(self.arguments.without.iter().fold(guide, |guide, way| guide.without(way)))
    }

    fn notes(&self, parts: &[String]) -> Result<Notes> {
        let all: Vec<String> = PARTS.iter().map(|p| p.to_string()).collect();
        let parts = if parts.is_empty() { &all } else { parts };
        let mut notes = Notes::default();
        for part in parts {
            for file in files(&self.arguments.corpus.join(part), Path::new(part))? {
                let content = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
                notes.read(&file, &content, &self.texts, &self.vocabulary);
            }
        }
        Ok(notes)
    }

    /// The items of parts without a fault.
    fn items(&self, parts: &[String]) -> Result<Vec<Item>> {
        let notes = self.notes(parts)?;
        match notes.faults.first() {
            Some(fault) => bail!("{} faults, the first: {fault}", notes.faults.len()),
            None => Ok(notes.items),
        }
    }

    fn check(&self, parts: &[String]) -> Result<()> {
        let notes = self.notes(parts)?;
        notes.faults.iter().for_each(|fault| eprintln!("{fault}"));
        let count = |of: fn(&Item) -> usize| notes.items.iter().map(of).sum::<usize>();
        let (actors, events) = (count(|i| i.actors.len()), count(|i| i.events.len()));
        let (attributions, instruments) = (count(|i| i.attributions.len()), count(|i| i.instruments.len()));
        println!(
            "{} items, {actors} actors, {events} events, {attributions} attributions, {instruments} instruments; {} faults",
            notes.items.len(),
            notes.faults.len()
        );
        if notes.faults.is_empty() { Ok(()) } else { bail!("the notes have faults") }
    }

    fn count(&self) -> Result<()> {
        let mut types: BTreeMap<String, [usize; PARTS.len()]> = BTreeMap::new();
        for (number, part) in PARTS.iter().enumerate() {
            let items = self.items(&[part.to_string()])?;
            for (kind, items) in grouped(&items, Some(By::Kind)) {
                let count = |of: fn(&Item) -> usize| items.iter().map(|i| of(i)).sum::<usize>();
                let words = count(|i| i.text.characters.split(|c| c.is_whitespace()).filter(|w| !w.is_empty()).count());
                let events = count(|i| i.events.len());
                let must = count(|i| i.events.iter().filter(|e| e.must).count());
                let attributions = count(|i| i.attributions.len());
                println!("| {part} | {kind} | {} | {words} | {events} | {must} | {attributions} |", items.len());
            }
            for event in items.iter().flat_map(|i| &i.events) {
                types.entry(event.kind.clone()).or_default()[number] += 1;
            }
        }
        for (kind, counts) in types {
            println!("| {kind} | {} |", counts.map(|c| c.to_string()).join(" | "));
        }
        Ok(())
    }

    fn score(&self, parts: &[String], faults: bool, by: Option<By>) -> Result<()> {
        let (items, guide) = (self.items(parts)?, self.guide()?);
        for (group, items) in grouped(&items, by) {
            let scores = scores_of(&items, &read(&items, &guide));
            println!("{group}: {} items", items.len());
            print_scores(&scores, faults);
        }
        Ok(())
    }

    fn layers(&self, parts: &[String], by: Option<By>) -> Result<()> {
        let (items, guide) = (self.items(parts)?, self.guide()?);
        for (group, items) in grouped(&items, by) {
            println!("{group}: {} items", items.len());
            print_layers(&layers_of(&items, &read(&items, &guide)));
        }
        Ok(())
    }

    fn agree(&self, first: &str, second: &str, faults: bool) -> Result<()> {
        let first = self.items(&[first.to_string()])?;
        let second = self.items(&[second.to_string()])?;
        let known: BTreeMap<&str, &Item> = first.iter().map(|i| (i.text.id.as_str(), i)).collect();
        let both: Vec<(&Item, &Item)> =
            second.iter().filter_map(|i| Some((*known.get(i.text.id.as_str())?, i))).collect();
        let mut scores = Scores::default();
        for (one, other) in &both {
            scores.add_events(&Gold::new(one), &Reading::of_notes(other));
        }
        println!("{} items read twice", both.len());
        print_scores(&scores, faults);
        Ok(())
    }

    fn headline(&self) -> Result<()> {
        let guide = self.guide()?;
        for (part, prefix) in [("dev", "corpus"), ("dev-long", "reports")] {
            let items = self.items(&[part.to_string()])?;
            let items: Vec<&Item> = items.iter().collect();
            let records = read(&items, &guide);
            let (scores, layers) = (scores_of(&items, &records), layers_of(&items, &records));
            let found = |name: &str| scores.found.get(name).f1();
            let layer = |name: &str| layers.get(name).share();
            print!("HEADLINE {prefix}");
            let figures = [
                ("events", found("events")),
                ("whole", found("whole")),
                ("found", layer(layers::FOUND)),
                ("who", layer(layers::ACTOR)),
                ("whom", layer(layers::RECIPIENT)),
                ("codes", layer(layers::CODES)),
                ("day", layer(layers::DAY)),
            ];
            figures.iter().for_each(|(name, value)| print!(" {name}={value:.3}"));
            println!();
        }
        Ok(())
    }
}

/// The files of a part: those of a folder in the order of their names, or one file.
fn files(folder: &Path, file: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        let known = [folder, file].into_iter().find(|p| p.is_file());
        return known.map(|p| vec![p.to_path_buf()]).with_context(|| format!("{}: no notes there", file.display()));
    }
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut found: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    found.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    found.sort();
    Ok(found)
}

/// All items, then those of each group.
fn grouped(items: &[Item], by: Option<By>) -> Vec<(String, Vec<&Item>)> {
    let mut groups = vec![("all".to_string(), items.iter().collect::<Vec<_>>())];
    let group = |item: &Item, by| match by {
        By::Kind => item.text.kind.clone(),
        By::Month => item.text.published.chars().take(7).collect(),
    };
    if let Some(by) = by {
        let names: BTreeSet<String> = items.iter().map(|i| group(i, by)).collect();
        for name in names {
            let of: Vec<&Item> = items.iter().filter(|i| group(i, by) == name).collect();
            groups.push((name, of));
        }
    }
    groups
}

/// The program's own records of items.
fn read(items: &[&Item], guide: &Guide) -> Vec<Record> {
    items.par_iter().map(|item| demarche::read(&report(item), guide)).collect()
}

/// An item's text as a report.
fn report(item: &Item) -> Report {
    Report {
        id: Some(item.text.id.clone()),
        text: item.text.characters.iter().collect(),
        title: item.text.title.clone(),
        published: Some(item.text.published.clone()),
        ..Report::default()
    }
}

fn scores_of(items: &[&Item], records: &[Record]) -> Scores {
    let mut scores = Scores::default();
    for (item, record) in items.iter().zip(records) {
        scores.add(&Gold::new(item), &Reading::of_record(record));
    }
    scores
}

fn layers_of(items: &[&Item], records: &[Record]) -> Tally<Right> {
    let mut layers = Tally::default();
    for (item, record) in items.iter().zip(records) {
        layers::add(&mut layers, &Gold::new(item), &Reading::of_record(record));
    }
    layers
}

fn print_scores(scores: &Scores, faults: bool) {
    if faults {
        scores.faults.iter().for_each(|fault| println!("{fault}"));
    }
    println!("{:34}precision recall   F1", "");
    scores.found.0.iter().for_each(|(name, found)| print_found(name, *found, 34));
    println!("of what was matched, right in:");
    for (name, right) in &scores.right.0 {
        println!("  {name:32}{:9.3}   {}/{}", right.share(), right.right, right.of);
    }
    println!("by type:");
    let mut types = scores.types.0.clone();
    types.sort_by(|a, b| a.0.cmp(&b.0));
    types.iter().for_each(|(name, found)| print_found(&format!("  {name:10}"), *found, 12));
    println!();
}

fn print_found(name: &str, found: Found, width: usize) {
    let figures = format!("{:9.3} {:6.3} {:5.3}", found.precision(), found.recall(), found.f1());
    println!("{name:width$}{figures}   right {} wrong {} missed {}", found.right, found.wrong, found.missed);
}

fn print_layers(layers: &Tally<Right>) {
    let mut layers = layers.0.clone();
    layers.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, right) in layers {
        println!("{name:48} {:5} of {:5}  {:.3}", right.right, right.of, right.share());
    }
    println!();
}
