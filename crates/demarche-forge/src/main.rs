//! Makes every file of demarche-models from open data, and scores it.

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
        Command::Tokens { data, differences } => tokens::score(&data, differences),
    }
}
