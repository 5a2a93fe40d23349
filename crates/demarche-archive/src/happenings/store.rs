//! Happenings in the archive: joined and parted in the transaction that adds or removes a report.

use super::copies::Sketch;
use super::features::Feature;
use super::joining::{self, Choice, Group, Member};
use super::memory::Memory;
use super::mentions::{self, Mention, Stance};
use super::scoring::Score;
use super::tables::Tables;
use super::{candidates, decisions, originals};
use crate::Error;
use demarche::{Record, Report};
use rusqlite::{Transaction, params};
use std::sync::Arc;

/// What of a report matters for telling what is told twice; made before, on another thread.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its events.
    pub mentions: Vec<Mention>,
    /// Its words in short, where it has enough of them.
    pub sketch: Option<Sketch>,
    /// The day of publication.
    pub day: Option<i32>,
}

impl Told {
    /// That of a report with its record.
    pub fn of(report: &Report, record: &Record, tables: &Tables) -> Told {
        Told {
            mentions: mentions::of(record, &report.text, tables),
            sketch: Sketch::of(&report.text, tables),
            day: report.published.as_deref().and_then(mentions::day),
        }
    }
}

/// Joins the events of the report with this id, which just came in, to happenings.
///
/// # Errors
/// Only those of the database.
pub fn join(
    transaction: &Transaction,
    memory: &mut Memory,
    id: i64,
    told: &Told,
    tables: &Tables,
) -> Result<(), Error> {
    let original = originals::join(transaction, id, told)?;
    let events = events(transaction, id)?;
    for mention in &told.mentions {
        let number = mention.event.trim_start_matches('e').parse::<i64>().unwrap_or(-1);
        if let Some((_, event)) = events.iter().find(|(n, _)| *n == number) {
            let newcomer = Member { event: *event, report: id, original, mention: mention.clone() };
            place(transaction, memory, &newcomer, tables)?;
        }
    }
    Ok(())
}

/// The numbers and ids of a report's events.
fn events(transaction: &Transaction, report: i64) -> Result<Vec<(i64, i64)>, Error> {
    let mut find = transaction.prepare_cached("SELECT number, id FROM event WHERE report = ?1")?;
    let events = find.query_map([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(events.collect::<Result<_, _>>()?)
}

/// Puts a mention where it belongs: where a person said, else where points say, else to itself.
fn place(transaction: &Transaction, memory: &mut Memory, newcomer: &Member, tables: &Tables) -> Result<(), Error> {
    let said = decisions::of(transaction, newcomer.report, newcomer.mention.start)?;
    let mut groups = candidates::groups(transaction, memory, newcomer, tables)?;
    groups.retain(|g| !said.apart.contains(&g.happening));
    let choices = joining::choose(newcomer, &groups, tables);
    let happening = match (said.together, choices.first()) {
        (Some((happening, _)), _) => happening,
        (None, Some(best)) => best.happening,
        (None, None) => newcomer.event,
    };
    insert(transaction, newcomer, happening)?;
    memory.add(newcomer, happening);
    if let Some((_, other)) = said.together {
        let decided = Score { reasons: vec![(Feature::Decision, 0.0)], ..Score::default() };
        return link(transaction, newcomer.event, other, &decided);
    }
    let Some((best, others)) = choices.split_first() else { return Ok(()) };
    link(transaction, newcomer.event, best.event, &best.score)?;
    for other in others {
        if bridge(transaction, newcomer, best.happening, other, &groups, tables)? {
            memory.merge(other.happening, best.happening);
        }
    }
    Ok(())
}

/// Makes two happenings one that a newcomer belongs to both of, where nothing speaks against it. Whether it did.
fn bridge(
    transaction: &Transaction,
    newcomer: &Member,
    into: i64,
    other: &Choice,
    groups: &[Arc<Group>],
    tables: &Tables,
) -> Result<bool, Error> {
    let find = |happening: i64| groups.iter().find(|g| g.happening == happening);
    let fits = matches!((find(into), find(other.happening)), (Some(a), Some(b)) if joining::mergeable(a, b, tables));
    if !fits || decisions::keeps_apart(transaction, into, other.happening)? {
        return Ok(false);
    }
    let sql = "UPDATE mention SET happening = ?2 WHERE happening = ?1";
    transaction.prepare_cached(sql)?.execute([other.happening, into])?;
    link(transaction, newcomer.event, other.event, &other.score)?;
    Ok(true)
}

fn insert(transaction: &Transaction, member: &Member, happening: i64) -> Result<(), Error> {
    let Member { event, report, mention, .. } = member;
    let days = &mention.days;
    let sql = "INSERT INTO mention
        (event, report, start, happening, type, first, last, named, told, stance, voice, confidence, features)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let features = serde_json::to_string(mention)?;
    let row = params![
        event,
        report,
        mention.start,
        happening,
        mention.kind,
        days.first,
        days.last,
        days.named,
        days.told,
        sign(mention.stance),
        mention.voice,
        mention.confidence,
        features
    ];
    transaction.prepare_cached(sql)?.execute(row)?;
    insert_keys(transaction, *event, mention)
}

fn insert_keys(transaction: &Transaction, event: i64, mention: &Mention) -> Result<(), Error> {
    let sql = "INSERT OR IGNORE INTO mention_key (name, type, day, event) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = transaction.prepare_cached(sql)?;
    let day = candidates::key_day(&mention.days);
    for key in candidates::keys(mention) {
        insert.execute(params![key, mention.kind, day, event])?;
    }
    Ok(())
}

fn sign(stance: Stance) -> i64 {
    match stance {
        Stance::Denied => -1,
        Stance::Open => 0,
        Stance::Asserted => 1,
    }
}

fn link(transaction: &Transaction, event: i64, other: i64, score: &Score) -> Result<(), Error> {
    let sql = "INSERT OR REPLACE INTO link (event, other, points, reasons) VALUES (?1, ?2, ?3, ?4)";
    let reasons = serde_json::to_string(&score.reasons)?;
    transaction.prepare_cached(sql)?.execute(params![event, other, score.points, reasons])?;
    Ok(())
}

/// Takes the events of a report out of their happenings, before its rows go. What others it had joined stays joined.
///
/// # Errors
/// Only those of the database.
pub fn part(transaction: &Transaction, report: i64) -> Result<(), Error> {
    let mut find = transaction.prepare_cached("SELECT event, features FROM mention WHERE report = ?1")?;
    let rows = find.query_map([report], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    for (event, features) in rows.collect::<Result<Vec<_>, _>>()? {
        let mention: Mention = serde_json::from_str(&features)?;
        let day = candidates::key_day(&mention.days);
        for key in candidates::keys(&mention) {
            let sql = "DELETE FROM mention_key WHERE name = ?1 AND type = ?2 AND day = ?3 AND event = ?4";
            transaction.prepare_cached(sql)?.execute(params![key, mention.kind, day, event])?;
        }
        transaction.prepare_cached("DELETE FROM link WHERE event = ?1 OR other = ?1")?.execute([event])?;
    }
    transaction.prepare_cached("DELETE FROM mention WHERE report = ?1")?.execute([report])?;
    originals::part(transaction, report)
}
