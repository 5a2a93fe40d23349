//! What can be said to `demarche watch`.

use super::Own;
use clap::{Args, ValueEnum, ValueHint};
use jiff::SignedDuration;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Args)]
#[command(after_help = "Examples:
  demarche watch https://example.org/feed.xml --alert \"ACCUSE by JPN against RUS\"
  demarche watch feeds/*.xml https://example.org/atom --rules rules.txt --every 30m --alerts alerts.xml
  demarche watch https://example.org/feed.xml --once --state feeds.json    from a timer, as cron
  demarche watch https://example.org/feed.xml --archive news.archive       and what is read is kept

Rules, one a line in a rules file, where # begins a comment:
  ACCUSE or REJECT by JPN.GOV against RUS     types, actor, recipient; a country by code or name, with a sector or without
  any new event involving Chad certain        told once, however many reports tell it
  CONSULT with CHN in KOR said by KOR         with whom, where, by whose account
  any new instrument of PRK                   treaties and resolutions signed, violated, invoked by a party
  violates instrument called NPT of IRN       one relation, one instrument

Without a rule every new event is told. Exit codes: 0 all read, 1 something failed, 2 wrong usage.")]
pub struct Watch {
    /// Feeds, or other addresses and files, that are read again and again.
    #[arg(value_name = "FEED", required = true, value_hint = ValueHint::Url)]
    pub feeds: Vec<PathBuf>,
    /// What to tell; may be given several times.
    #[arg(long = "alert", value_name = "RULE")]
    pub alerts: Vec<String>,
    /// A file of rules, one a line.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rules: Option<PathBuf>,
    /// How long to wait between two readings: 90s, 10m, 2h.
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = time)]
    pub every: Duration,
    /// Reads once and ends.
    #[arg(long)]
    pub once: bool,
    /// An address to which each alert is sent as JSON.
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub webhook: Option<String>,
    /// A file in which the last alerts are kept as an Atom feed.
    #[arg(long = "alerts", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub feed: Option<PathBuf>,
    /// An archive to which the reports are added, with the alerts, which the desk shows; what is in it is not told again.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub archive: Option<PathBuf>,
    /// A file in which is remembered what was read and told, from one run to the next.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub state: Option<PathBuf>,
    /// How alerts are printed; by default `pretty` on a terminal and `jsonl` elsewhere.
    #[arg(long, value_enum)]
    pub to: Option<Form>,
    /// The least time between two requests to one site; its robots.txt may ask for more.
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = time)]
    pub pause: Duration,
    /// A machine that may be asked though its address is not public, as 10.0.0.5:8080.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub allow: Vec<SocketAddr>,
    #[command(flatten)]
    pub own: Own,
}

/// How alerts are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Pretty,
    Jsonl,
}

fn time(written: &str) -> Result<Duration, String> {
    let expected = "write a time as 90s, 10m or 2h";
    let time: SignedDuration = written.parse().map_err(|_| expected.to_string())?;
    Duration::try_from(time).map_err(|_| expected.to_string())
}
