//! `demarche happenings`: what several reports tell of one event. `demarche split`, `demarche merge`: a person's word.

use crate::arguments::archive::Form;
use crate::arguments::happenings::{By, Happenings, Merge, Split};
use crate::tables;
use anstyle::Style;
use anyhow::{Result, bail};
use demarche_archive::Archive;
use demarche_archive::happenings::accounts::Account;
use demarche_archive::happenings::questions::{self, Link, Shown};
use demarche_archive::happenings::{self, Happening, Stance};
use demarche_archive::questions::{Only, happenings as question};
use demarche_archive::regroupings::Signed;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::process::ExitCode;

const HEAD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// What a table of happenings shows.
const SHOWN: &[&str] =
    &["happening", "day", "type", "actor", "recipient", "place", "standing", "independent", "reports", "text"];

/// Lists happenings, or shows one.
pub fn run(options: &Happenings) -> Result<ExitCode> {
    let archive = Archive::open_to_read(&options.place.archive)?;
    let form = tables::form(options.show.to);
    match options.id {
        Some(id) => one(&archive, id, form)?,
        None => {
            let only = Only { reports: options.reports, disputed: options.disputed };
            let question = question(&options.wanted.filter()?, &options.most.cut(form), only);
            tables::write(&archive, &question, form, SHOWN)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn one(archive: &Archive, id: i64, form: Form) -> Result<()> {
    let Some(happening) = happenings::one(archive, id)? else {
        bail!("there is no happening {id}; `demarche happenings` lists them");
    };
    let (mentions, links) = (questions::mentions(archive, id)?, happenings::explain(archive, id)?);
    let accounts = questions::accounts(&mentions);
    match form {
        Form::Table => show(&happening, &accounts, &mentions, &links),
        Form::Jsonl => println!("{}", whole(&happening, &accounts, &mentions, &links)?),
        Form::Csv => bail!("one happening is no table; write it with --to jsonl, or list it with --to csv"),
    }
    Ok(())
}

fn whole(happening: &Happening, accounts: &[Account], mentions: &[Shown], links: &[Link]) -> Result<Value> {
    let accounts: Vec<Value> = accounts
        .iter()
        .map(|a| json!({"voice": a.voice, "stance": word(a.stance), "since": a.since, "until": a.until, "reports": a.reports}))
        .collect();
    let mut whole = serde_json::to_value(happening)?;
    whole["accounts"] = accounts.into();
    whole["told"] = serde_json::to_value(mentions)?;
    whole["links"] = serde_json::to_value(links)?;
    Ok(whole)
}

fn word(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserted => "asserts",
        Stance::Denied => "denies",
        Stance::Open => "speaks of",
    }
}

fn show(happening: &Happening, accounts: &[Account], mentions: &[Shown], links: &[Link]) {
    let Happening { happening: id, kind, day, actor, recipient, place, standing, .. } = happening;
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_string());
    let (day, place) = (or_dash(day), or_dash(place));
    let recipient = if recipient.is_empty() { "-" } else { recipient };
    anstream::println!("{HEAD}happening {id}{HEAD:#}  {day}  {kind}  {actor} > {recipient}  {place}");
    let (mentions_of, reports, independent) = (happening.mentions, happening.reports, happening.independent);
    anstream::println!("{standing}; {mentions_of} mentions in {reports} reports, {independent} of them independent\n");
    for Account { voice, stance, since, reports, .. } in accounts {
        let reports = if *reports == 1 { "1 report".to_string() } else { format!("{reports} reports") };
        anstream::println!("{:<10}{voice}, since {}, {reports}", word(*stance), or_dash(since));
    }
    for mention in mentions {
        tell(mention, links);
    }
}

fn tell(mention: &Shown, links: &[Link]) {
    let Shown { event, kind, trigger, told, publisher, text, .. } = mention;
    let (told, publisher) = (told.as_deref().unwrap_or("-"), publisher.as_deref().unwrap_or("-"));
    let copy = if mention.original == mention.report { "" } else { " (a copy)" };
    anstream::println!("\n{HEAD}event {event}{HEAD:#}  {told}  {publisher}{copy}  {kind} {trigger:?}\n  {text}");
    for Link { other, points, reasons, .. } in links.iter().filter(|l| l.event == *event) {
        let reasons: Vec<String> = reasons.iter().map(|(feature, points)| format!("{feature} {points:.2}")).collect();
        anstream::println!("{DIM}  with event {other}: {points:.2} points of {}{DIM:#}", reasons.join(", "));
    }
}

/// Takes events out of their happening.
pub fn split(options: &Split) -> Result<ExitCode> {
    let mut archive = Archive::open(&options.place.archive)?;
    let new = archive.split(&options.events, &signed(&options.by)?)?;
    println!("{new}");
    Ok(ExitCode::SUCCESS)
}

/// Makes several happenings one.
pub fn merge(options: &Merge) -> Result<ExitCode> {
    let mut archive = Archive::open(&options.place.archive)?;
    let into = archive.merge(&options.happenings, &signed(&options.by)?)?;
    println!("{into}");
    Ok(ExitCode::SUCCESS)
}

fn signed(by: &By) -> Result<Signed> {
    let made = Timestamp::now().round(jiff::Unit::Second)?.to_string();
    Ok(Signed { author: by.author.clone(), note: by.note.clone(), made })
}
