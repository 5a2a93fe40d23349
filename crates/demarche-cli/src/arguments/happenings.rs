//! What can be said about happenings.

use super::archive::{Most, Place, Show, Wanted};
use clap::Args;

#[derive(Args)]
#[command(after_help = "Examples:
  demarche happenings --since 2024-06 --reports 3     what three independent reports tell, or more
  demarche happenings --disputed --type ASSAULT       what somebody asserts and somebody denies
  demarche happenings 1042                            one: who says what since when, its mentions, why they are together
  demarche happenings 1042 --to jsonl

Reports that repeat another's words count once among the independent ones.
What was joined wrongly is put right with `demarche split` and `demarche merge`.")]
pub struct Happenings {
    /// One happening, by its number.
    #[arg(value_name = "HAPPENING")]
    pub id: Option<i64>,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub wanted: Wanted,
    /// Told by at least so many reports that are no copies of each other.
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Which")]
    pub reports: usize,
    /// Only those that somebody asserts and somebody denies.
    #[arg(long, help_heading = "Which")]
    pub disputed: bool,
    #[command(flatten)]
    pub most: Most,
    #[command(flatten)]
    pub show: Show,
}

/// Who decides, and why.
#[derive(Args)]
pub struct By {
    /// Who decides; your login where nobody is named.
    #[arg(long, value_name = "NAME", env = "USER", default_value = "the command line", hide_env_values = true)]
    pub author: String,
    /// Why; kept with it.
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub note: String,
}

#[derive(Args)]
#[command(after_help = "Example:
  demarche split 1051 1060 --note \"another day\"     these events of a happening are another one

`demarche happenings HAPPENING` lists a happening's events. What is split stays so, also when reports are read anew.")]
pub struct Split {
    /// Events of one happening, by their numbers.
    #[arg(value_name = "EVENT", required = true)]
    pub events: Vec<i64>,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub by: By,
}

#[derive(Args)]
#[command(after_help = "Example:
  demarche merge 1042 1077     these are one

What is merged stays so, also when reports are read anew.")]
pub struct Merge {
    /// Happenings, by their numbers.
    #[arg(value_name = "HAPPENING", num_args = 2.., required = true)]
    pub happenings: Vec<i64>,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub by: By,
}
