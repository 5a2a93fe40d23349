//! What can be said about the archive.

use super::Own;
use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum, ValueHint};
use demarche::countries::Countries;
use demarche::filter::{Filter, Terms};
use demarche_archive::questions::{By, Cut, Order, Per};
use demarche_sources::Fields;
use jiff::civil::Date;
use std::num::NonZero;
use std::path::PathBuf;

/// Which archive.
#[derive(Args)]
pub struct Place {
    /// The archive's file.
    #[arg(long, value_name = "FILE", env = "DEMARCHE_ARCHIVE", default_value = "demarche.archive",
          value_hint = ValueHint::FilePath)]
    pub archive: PathBuf,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche add reports/                     everything in a folder, into demarche.archive
  demarche add 2024/*.jsonl --archive news.archive
  curl -s example.org/reports.jsonl | demarche add -

Reports that are in the archive are skipped: an import that was stopped goes on when it is begun again. What
cannot be read is kept with its reason: `demarche rejects` lists it.

Exit codes: 0 all added, 1 some input failed, 2 the archive cannot be written.")]
pub struct Add {
    /// Files, folders and addresses; `-` is the standard input. Without any, the archive is made, or brought up to date.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub how: How,
}

/// How reports that come in are read.
#[derive(Args)]
pub struct How {
    /// Which field of JSON or column of a table is which part of a report, where their names do not say it.
    #[arg(long, value_name = "PART=FIELD,...", value_parser = Fields::parse)]
    pub fields: Option<Fields>,
    /// The day of publication (YYYY-MM-DD), for reports that do not say it themselves.
    #[arg(long, value_name = "DATE")]
    pub published: Option<Date>,
    #[command(flatten)]
    pub own: Own,
    /// How many threads read; by default one a core.
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZero<usize>>,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche rejects                 what could not be read, and why
  demarche rejects --retry         tries again; what is read now is added and leaves the list
  demarche rejects --retry --published 2024-06-20 --fields text=body     with what was missing
  demarche rejects --to jsonl

Exit codes: 0 done, 1 some still failed on a retry, 2 the archive cannot be used.")]
pub struct Rejects {
    #[command(flatten)]
    pub place: Place,
    /// Reads the files and addresses of the list again.
    #[arg(long)]
    pub retry: bool,
    #[command(flatten)]
    pub how: How,
    #[command(flatten)]
    pub show: Show,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche reread                           every report that older models or another code book read
  demarche reread --archive news.archive --codebook my-book/

The texts are in the archive: nothing is fetched. Each report is swapped whole; others can read and ask meanwhile.
Corrections, merges and splits hold. When it was stopped it goes on where it was; when nothing is left it says so.")]
pub struct Reread {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub own: Own,
    /// How many threads read; by default one a core.
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZero<usize>>,
}

/// How an answer is written.
#[derive(Args)]
pub struct Show {
    /// How to write the answer; by default `table` on a terminal and `jsonl` elsewhere.
    #[arg(long, value_enum)]
    pub to: Option<Form>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Columns for people, those that matter most.
    Table,
    /// One object a line, all columns.
    Jsonl,
    /// Comma-separated values with a heading, all columns.
    Csv,
}

/// Which events, claims, links or actors. Several values (comma-separated or repeated) are alternatives.
#[derive(Args, Clone)]
#[command(next_help_heading = "Which")]
pub struct Wanted {
    /// Who acts: a country (RUS, Russia, RUS.GOV), a sector (*.MIL), a Wikidata identifier (Q159) or part of a name.
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub actor: Vec<String>,
    /// Who is acted on. The parties of a mutual event are each other's.
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub recipient: Vec<String>,
    /// Who takes part, in either role.
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub party: Vec<String>,
    /// Whose account it is; `author` is the report's own.
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub said_by: Vec<String>,
    /// Types of the code book: ACCUSE,REJECT.
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub types: Vec<String>,
    /// Modes of the code book: disapprove.
    #[arg(long, value_name = "MODE", value_delimiter = ',')]
    pub mode: Vec<String>,
    /// Contexts of the code book: military. All of those given.
    #[arg(long, value_name = "CONTEXT", value_delimiter = ',')]
    pub context: Vec<String>,
    /// How certain: CT+ (is so), PR+ (probably), PS+ (possibly), Uu (open), CT- (is not so), …
    #[arg(long, value_name = "VALUE", value_delimiter = ',')]
    pub certainty: Vec<String>,
    /// From this day on: 2024, 2024-01 or 2024-01-31.
    #[arg(long, value_name = "DAY")]
    pub since: Option<String>,
    /// Until this day, that year's or month's last.
    #[arg(long, value_name = "DAY")]
    pub until: Option<String>,
    /// Where: a country or the name of a place.
    #[arg(long = "place", value_name = "PLACE")]
    pub places: Vec<String>,
    /// Words of the sentence: border, \"border post\", deport*, a AND b, a OR b, a NOT b. Endings don't matter.
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// The least confidence, 0 to 1.
    #[arg(long, value_name = "NUMBER")]
    pub min_confidence: Option<String>,
    /// Publishers of the reports.
    #[arg(long, value_name = "NAME")]
    pub publisher: Vec<String>,
    /// Treaties and resolutions: an identifier (\"UNSCR 1718\", NPT) or words of the name.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub instrument: Vec<String>,
    /// What is done to them: violates, signs, ratifies, invokes, …
    #[arg(long, value_name = "RELATION", value_delimiter = ',')]
    pub relation: Vec<String>,
}

impl Wanted {
    /// What is asked of the archive.
    ///
    /// # Errors
    /// A value that cannot be read, with its option and what is expected.
    pub fn filter(&self) -> Result<Filter> {
        let countries = Countries::shipped()?;
        let one = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
        let mut filter = Filter::default();
        for (term, values) in [
            ("actor", self.actor.clone()),
            ("recipient", self.recipient.clone()),
            ("party", self.party.clone()),
            ("said-by", self.said_by.clone()),
            ("type", self.types.clone()),
            ("mode", self.mode.clone()),
            ("context", self.context.clone()),
            ("certainty", self.certainty.clone()),
            ("since", one(&self.since)),
            ("until", one(&self.until)),
            ("place", self.places.clone()),
            ("text", one(&self.text)),
            ("min-confidence", one(&self.min_confidence)),
            ("publisher", self.publisher.clone()),
            ("instrument", self.instrument.clone()),
            ("relation", self.relation.clone()),
        ] {
            filter.set(term, &values, Terms::new(&countries)).map_err(|fault| anyhow!("--{term}: {fault}"))?;
        }
        Ok(filter)
    }
}

/// How much of a list.
#[derive(Args, Clone)]
pub struct Most {
    /// At most so many; by default 50 in a table, all otherwise. 0 is all.
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// In which order.
    #[arg(long, value_enum, default_value = "newest")]
    pub sort: Sort,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// The latest first.
    Newest,
    /// The earliest first.
    Oldest,
    /// The most confident first (events only).
    Surest,
}

impl Most {
    /// The cut of the archive.
    pub fn cut(&self, form: Form) -> Cut {
        let order = match self.sort {
            Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
            Sort::Surest => Order::Surest,
        };
        Cut { order, limit: limit(self.limit, form) }
    }
}

/// A table is for looking at: it ends somewhere.
pub fn limit(given: Option<usize>, form: Form) -> Option<usize> {
    match (given, form) {
        (Some(0), _) => None,
        (None, Form::Table) => Some(50),
        (given, _) => given,
    }
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche events --actor RUS --recipient UKR --since 2024-01
  demarche events --type ACCUSE,REJECT --said-by JPN.GOV --certainty CT+
  demarche events --text '\"border post\"' --place TCD --min-confidence 0.8
  demarche events --instrument NPT --relation violates --to csv > events.csv")]
pub struct Events {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub wanted: Wanted,
    #[command(flatten)]
    pub most: Most,
    #[command(flatten)]
    pub show: Show,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche claims --said-by JPN.GOV --since 2024-06
  demarche claims --said-by Hayashi --text missile*
  demarche claims --type ACCUSE --recipient RUS     claims of accusations against Russia")]
pub struct Claims {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub wanted: Wanted,
    /// direct, indirect or mixed.
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kind: Vec<String>,
    #[command(flatten)]
    pub most: Most,
    #[command(flatten)]
    pub show: Show,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche actors --limit 20                        who does most
  demarche actors --party RUS --kind person         persons of one country
  demarche actors --type ASSAULT --since 2024       who takes part in such events")]
pub struct Actors {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub wanted: Wanted,
    /// person, organization, country, group or place.
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kind: Vec<String>,
    /// At most so many; by default 50 in a table, all otherwise. 0 is all.
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub show: Show,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche instruments --relation violates --party PRK
  demarche instruments --instrument \"UNSCR 1718\" --sort oldest")]
pub struct Instruments {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub wanted: Wanted,
    #[command(flatten)]
    pub most: Most,
    #[command(flatten)]
    pub show: Show,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche timeline --by week --type ASSAULT --party SDN
  demarche timeline --by month --per dyad --to csv > counts.csv    a table for models")]
pub struct Timeline {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub wanted: Wanted,
    /// The step; a week is named by its Monday.
    #[arg(long, value_enum, default_value = "month")]
    pub by: Step,
    /// What is counted apart.
    #[arg(long, value_enum, default_value = "type")]
    pub per: Apart,
    #[command(flatten)]
    pub show: Show,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche dyad RUS JPN                    all types by month, in both directions
  demarche dyad RUS JPN --by week --type ACCUSE --since 2024 --to csv")]
pub struct Dyad {
    /// A country's code.
    #[arg(value_name = "COUNTRY")]
    pub one: String,
    /// The other's.
    #[arg(value_name = "COUNTRY")]
    pub other: String,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub wanted: Wanted,
    /// The step; a week is named by its Monday.
    #[arg(long, value_enum, default_value = "month")]
    pub by: Step,
    #[command(flatten)]
    pub show: Show,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Step {
    Day,
    Week,
    Month,
    Year,
}

impl From<Step> for By {
    fn from(step: Step) -> By {
        match step {
            Step::Day => By::Day,
            Step::Week => By::Week,
            Step::Month => By::Month,
            Step::Year => By::Year,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Apart {
    /// One number a period.
    All,
    /// Types.
    Type,
    /// Types and modes.
    Mode,
    /// Pairs of countries and types.
    Dyad,
}

impl From<Apart> for Per {
    fn from(apart: Apart) -> Per {
        match apart {
            Apart::All => Per::All,
            Apart::Type => Per::Type,
            Apart::Mode => Per::Mode,
            Apart::Dyad => Per::Dyad,
        }
    }
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche sql                                        the views and their columns
  demarche sql \"SELECT type, count(*) FROM events GROUP BY type ORDER BY 2 DESC\"
  demarche sql \"SELECT * FROM claims WHERE country = 'JPN' LIMIT 5\" --to csv
  demarche sql - < question.sql

Only questions are answered: nothing is changed. docs/archive.md describes the views.")]
pub struct Sql {
    /// The question; `-` reads it from the standard input.
    #[arg(value_name = "SELECT")]
    pub question: Option<String>,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub show: Show,
}

#[derive(Args)]
#[command(after_help = "Examples:
  demarche export events.parquet --since 2024
  demarche export lake/ --by-month                     lake/month=2024-06/part-0.parquet, …
  demarche export polecat.tsv --to polecat             40 columns, one row an event
  demarche export 20240620.export.CSV --to gdelt1      58 columns, one row a pair of parties of a happening
  demarche export claims.parquet --what claims --said-by JPN
  demarche export cases/ --to gold                     what people corrected, one case a report (docs/desk.md)

The file is there when it is whole. docs/archive.md says what each layout leaves empty.")]
pub struct Export {
    /// The file to write; with --by-month a new folder.
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub file: PathBuf,
    #[command(flatten)]
    pub place: Place,
    /// How to write; by the name's ending where it is one of parquet, csv, jsonl.
    #[arg(long, value_enum)]
    pub to: Option<Layout>,
    /// What to write. The layouts of POLECAT and GDELT have events only.
    #[arg(long, value_enum, default_value = "events")]
    pub what: What,
    /// Parquet in folders by month, as Hive, Spark and DuckDB read them.
    #[arg(long)]
    pub by_month: bool,
    #[command(flatten)]
    pub wanted: Wanted,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layout {
    Parquet,
    Csv,
    Jsonl,
    /// POLECAT's 40 columns.
    Polecat,
    /// GDELT 1.0's 58 columns.
    Gdelt1,
    /// GDELT 2.0's 61 columns.
    Gdelt2,
    /// Corrected reports as gold cases of the dispatch benchmark, one file each in a new folder.
    Gold,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    Events,
    Claims,
    Instruments,
    Actors,
    /// The whole view of that name; filters do not apply.
    Reports,
    /// The whole view of that name; filters do not apply.
    Happenings,
}
