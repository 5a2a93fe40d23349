//! Makes every file of demarche-models from open data, and scores it.

mod archive;
mod corpus;
mod gazetteer;
mod happened;
mod signs;
mod speed;
mod tokens;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

#[derive(Parser)]
#[command(about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Loads an archive with a million events and times it.
    Archive(archive::Arguments),
    /// Checks the notes on real reports and measures the reader by them.
    Corpus(corpus::Arguments),
    /// Packs the gazetteer.
    Gazetteer(gazetteer::Arguments),
    /// Learns how far a reader takes a predicate for having happened.
    Happened(happened::Options),
    /// Prints what the confidence of each event rests on: reports in (JSON Lines on standard input), events out.
    Signs,
    /// Times the load of the knowledge and every stage, on one core.
    Speed {
        /// A folder of reports (.txt).
        #[arg(default_value = "examples")]
        folder: PathBuf,
        /// Their day of publication.
        #[arg(long, default_value = "2024-03-15")]
        published: String,
    },
    /// Scores tokens and sentences against treebanks.
    Tokens {
        /// CoNLL-U files with `# text`.
        #[arg(long, required = true, num_args = 1..)]
        data: Vec<PathBuf>,
        /// Prints what differs.
        #[arg(long)]
        differences: bool,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Archive(arguments) => archive::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Gazetteer(arguments) => gazetteer::pack_all(&arguments),
        Command::Happened(options) => happened::run(&options),
        Command::Signs => signs::run(),
        Command::Speed { folder, published } => speed::run(&folder, &published),
        Command::Tokens { data, differences } => tokens::score(&data, differences),
    }
}
