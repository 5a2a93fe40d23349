//! What can be said on the command line: one definition feeds the parser, the help and the completions.

pub mod archive;
pub mod happenings;
pub mod serve;
pub mod watch;

pub use serve::Serve;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use demarche_sources::Fields;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::LazyLock;

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let shipped = demarche::guide::versions();
    format!(
        "{} (models {}, code book {}, register {})",
        shipped.version, shipped.models, shipped.codebook, shipped.register
    )
});

/// Reads news reports on international affairs: who did what to whom, when, where, and who says so.
#[derive(Parser)]
#[command(name = "demarche", version = VERSION.as_str(), propagate_version = false, max_term_width = 100)]
#[command(after_help = "Examples:
  demarche read report.txt --published 2024-06-20
  cat reports.jsonl | demarche read > readings.jsonl
  demarche explain report.txt --event e3
  demarche add reports/ && demarche events --actor RUS --since 2024

Exit codes: 0 all read, 1 some input failed (each is named), 2 wrong usage.")]
pub struct Arguments {
    /// No progress and no warnings; only results, and errors that end the work.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Read reports and show or write their readings.
    Read(Read),
    /// Write the analysis under a reading as CoNLL-U: tags, lemmas, trees, names, certainty.
    Parse(Parse),
    /// Say how one actor of a text acts on another: always one type, the likeliest.
    Relate(Relate),
    /// Say why a reading is as it is: the rule's file and line, its words, the path through the tree.
    Explain(Explain),
    /// Read feeds again and again, and tell what fits your rules.
    Watch(watch::Watch),
    /// List the types, modes and frames of the code book, or check one of your own.
    Codebook(Codebook),
    /// Add reports to an archive: read on all cores, each kept once.
    Add(archive::Add),
    /// List what `add` could not read, or try again.
    Rejects(archive::Rejects),
    /// Read the archive's reports anew with the present models and code book.
    Reread(archive::Reread),
    /// List events of the archive.
    Events(archive::Events),
    /// List who says what.
    Claims(archive::Claims),
    /// List actors, those of most events first.
    Actors(archive::Actors),
    /// List what is done to treaties and resolutions.
    Instruments(archive::Instruments),
    /// Count events by day, week, month or year.
    Timeline(archive::Timeline),
    /// Count events between two countries, in both directions.
    Dyad(archive::Dyad),
    /// List what several reports tell of one event, or show one with all its accounts.
    Happenings(happenings::Happenings),
    /// Say that events were joined wrongly: they become a happening of their own.
    Split(happenings::Split),
    /// Say that happenings are one.
    Merge(happenings::Merge),
    /// Ask the archive in SQL.
    Sql(archive::Sql),
    /// Write events for other programs: Parquet, CSV, the columns of POLECAT and GDELT.
    Export(archive::Export),
    /// Open the archive in a browser, and to programs.
    Serve(Serve),
    /// Write the completions for a shell.
    Completions(Completions),
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche read report.txt                        a reading to look at, on a terminal
  demarche read report.txt --published 2024-06-20   so that \"last Friday\" is a day
  demarche read *.txt --to jsonl > readings.jsonl one record a line
  demarche read *.txt --to html > readings.html   one page for a browser, voices in color
  demarche read report.txt --actors my-actors.tsv   people and bodies that only you know
  curl -s example.org/reports.jsonl | demarche read --from jsonl -
  demarche read report.txt --min-confidence 0.8   events of which nine in ten are right
  demarche read pages/ news.warc.gz dump.zip      folders, captures, packages, whatever is in them
  demarche read --fields text=body,published=day table.csv
  demarche read https://example.org/feed.xml      what a feed holds and leads to
  demarche read report.txt --ontology cameo --to jsonl   CAMEO's codes beside PLOVER's types
  demarche read report.txt --instruments own.tsv  your own treaties and laws beside the shipped

Read are texts (lines such as `Title: ...` and `Published: ...` may stand before the first empty line),
Markdown, web pages, JSON, JSON Lines, CSV, TSV, Parquet, WARC, feeds; also packed with gzip or zip. A JSON
Lines report has the fields id, text, title, published, publisher, url; only text is needed.")]
pub struct Read {
    #[command(flatten)]
    pub input: Input,
    /// What to write; by default `pretty` on a terminal and `jsonl` elsewhere.
    #[arg(long, value_enum)]
    pub to: Option<Output>,
    /// Only events at least this likely to be right, 0 to 1; by default all but those that hardly are events.
    #[arg(long, value_name = "LIKELIHOOD", value_parser = likelihood)]
    pub min_confidence: Option<f32>,
    #[command(flatten)]
    pub coding: Coding,
}

fn likelihood(written: &str) -> Result<f32, String> {
    let number: f32 = written.parse().map_err(|_| "it is no number".to_string())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("it is not between 0 and 1".to_string()) }
}

/// Where reports come from.
#[derive(Args)]
pub struct Input {
    /// Files, folders and addresses to read; `-` is the standard input, and so is none at all.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// How the input is written; `auto` goes by the content and then by the name's ending.
    #[arg(long, value_enum, default_value = "auto")]
    pub from: From,
    /// Which field of JSON or column of a table is which part of a report, where their names do not say it.
    #[arg(long, value_name = "PART=FIELD,...", value_parser = Fields::parse)]
    pub fields: Option<Fields>,
    /// The day of publication (YYYY-MM-DD), for reports that do not say it themselves.
    #[arg(long, value_name = "DATE")]
    pub published: Option<Date>,
    #[command(flatten)]
    pub own: Own,
}

/// Knowledge of the user's own.
#[derive(Args)]
pub struct Own {
    /// A folder with a code book of your own, instead of the shipped one.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub codebook: Option<PathBuf>,
    /// A table of actors of your own, which go before the shipped ones (docs/actors.md).
    #[arg(long, value_name = "FILE.tsv", value_hint = ValueHint::FilePath)]
    pub actors: Option<PathBuf>,
    /// A table of treaties, laws and resolutions of your own, beside the shipped ones: see examples/instruments.tsv.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub instruments: Option<PathBuf>,
    /// What decides: `learned` weighs rules beside a reader that learnt from real reports; `rules` reads some ten times as fast and
    /// finds fewer events.
    #[arg(long, value_enum, default_value_t = Model::Learned)]
    pub model: Model,
}

/// What decides what happened, and who did it.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Model {
    Learned,
    Rules,
}

/// Codes beside PLOVER's.
#[derive(Args)]
pub struct Coding {
    /// Give events their code in another ontology too: `cameo` (its codes) or `plover15` (CONCEDE and RETREAT are YIELD).
    #[arg(long, value_enum, value_delimiter = ',', value_name = "ONTOLOGY")]
    pub ontology: Vec<Ontology>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ontology {
    Cameo,
    Plover15,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum From {
    Auto,
    Text,
    Markdown,
    Html,
    Json,
    Jsonl,
    Csv,
    Parquet,
    Warc,
    Feed,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Output {
    Pretty,
    Json,
    Jsonl,
    /// One page for a browser, with all reports of the run.
    Html,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche parse report.txt
  demarche parse --from conllu - < treebank.conllu    keeps the sentences and tokens given")]
pub struct Parse {
    /// Files to parse; `-` is the standard input, and so is none at all.
    #[arg(value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub paths: Vec<PathBuf>,
    /// How the input is written.
    #[arg(long, value_enum, default_value = "text")]
    pub from: Trees,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Trees {
    Text,
    Conllu,
}

#[derive(Args)]
#[command(after_help = "Example:
  echo '{\"id\": \"1\", \"text\": \"Chad expelled two Sudanese envoys.\",
         \"actor\": {\"start\": 0, \"end\": 4}, \"recipient\": {\"start\": 18, \"end\": 33}}' |
    tr -d '\\n' | demarche relate -

One question a line in, one answer a line out; offsets count characters, end exclusive.")]
pub struct Relate {
    /// Files of questions, JSON Lines; `-` is the standard input, and so is none at all.
    #[arg(value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub paths: Vec<PathBuf>,
    /// How the questions are written.
    #[arg(long, value_enum, default_value = "jsonl")]
    pub from: Questions,
    #[command(flatten)]
    pub own: Own,
    #[command(flatten)]
    pub coding: Coding,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Questions {
    Jsonl,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche explain report.txt              every event
  demarche explain report.txt --event e3   one of them, as `read` names it")]
pub struct Explain {
    #[command(flatten)]
    pub input: Input,
    /// The event, as the record names it: e3.
    #[arg(long, value_name = "REF")]
    pub event: Option<String>,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche codebook                  the types, their modes, how many frames
  demarche codebook ACCUSE           one type with its frames
  demarche codebook check my-book/   faults of a code book of your own, with file and line")]
pub struct Codebook {
    /// A type to show, or `check` and a folder.
    #[arg(value_name = "TYPE|check")]
    pub what: Option<String>,
    /// The folder to check or to list instead of the shipped code book.
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
}

#[derive(Args)]
#[command(after_help = "Example:
  demarche completions bash > ~/.local/share/bash-completion/completions/demarche")]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}
