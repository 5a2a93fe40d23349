//! Questions to happenings: a list, one with its mentions side by side, why they are together.

use super::accounts::{self, Account, Telling};
use super::mentions::Stance;
use crate::questions::{Cut, Only, happening_ids};
use crate::{Archive, Error, Filter};
use rusqlite::{OptionalExtension, Row, params_from_iter};
use serde::Serialize;

/// A happening: one row of the view `happenings`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Happening {
    pub happening: i64,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    pub day: Option<String>,
    pub actor: String,
    pub actor_names: String,
    pub recipient: String,
    pub recipient_names: String,
    pub place: Option<String>,
    /// `asserted`, `denied`, `disputed` or `open`.
    pub standing: String,
    pub mentions: usize,
    pub reports: usize,
    /// Reports that are not copies of each other.
    pub independent: usize,
    pub first_told: Option<String>,
    pub last_told: Option<String>,
    pub asserting: Option<String>,
    pub denying: Option<String>,
    /// The sentence of the mention that stands for all.
    pub text: String,
}

/// A mention of a happening: one row of the view `mentions`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Shown {
    pub event: i64,
    pub report: i64,
    /// The report that this one is a copy of, or itself.
    pub original: i64,
    #[serde(rename = "type")]
    pub kind: String,
    pub trigger: String,
    pub named_day: Option<String>,
    pub told: Option<String>,
    pub stance: String,
    pub voice: String,
    pub publisher: Option<String>,
    pub text: String,
}

/// Why two mentions are of one happening.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Link {
    pub event: i64,
    pub other: i64,
    pub points: f64,
    /// Features of `happenings/en/points.tsv` with their points; `decision` where a person said so.
    pub reasons: Vec<(String, f64)>,
}

const COLUMNS: &str = "happening, type, mode, day, actor, recipient, place, standing, mentions, reports, independent,
    first_told, last_told, asserting, denying, text, actor_names, recipient_names";

/// The happenings of which some event is meant by a filter.
///
/// # Errors
/// Those of the database.
pub fn list(archive: &Archive, filter: &Filter, cut: &Cut, only: Only) -> Result<Vec<Happening>, Error> {
    let (sql, values) = happening_ids(filter, cut, only);
    let mut find = archive.connection().prepare(&sql)?;
    let ids: Vec<i64> = find.query_map(params_from_iter(values), |row| row.get(0))?.collect::<Result<_, _>>()?;
    let found = ids.into_iter().filter_map(|id| one(archive, id).transpose());
    found.collect()
}

/// One happening.
///
/// # Errors
/// Those of the database.
pub fn one(archive: &Archive, id: i64) -> Result<Option<Happening>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM happenings WHERE happening = ?1");
    Ok(archive.connection().prepare_cached(&sql)?.query_row([id], happening).optional()?)
}

fn happening(row: &Row) -> rusqlite::Result<Happening> {
    Ok(Happening {
        happening: row.get(0)?,
        kind: row.get(1)?,
        mode: row.get(2)?,
        day: row.get(3)?,
        actor: row.get(4)?,
        recipient: row.get(5)?,
        place: row.get(6)?,
        standing: row.get(7)?,
        mentions: row.get(8)?,
        reports: row.get(9)?,
        independent: row.get(10)?,
        first_told: row.get(11)?,
        last_told: row.get(12)?,
        asserting: row.get(13)?,
        denying: row.get(14)?,
        text: row.get(15)?,
        actor_names: row.get(16)?,
        recipient_names: row.get(17)?,
    })
}

/// The happening that an event tells of.
///
/// # Errors
/// Those of the database.
pub fn of(archive: &Archive, event: i64) -> Result<Option<i64>, Error> {
    let sql = "SELECT happening FROM mention WHERE event = ?1";
    Ok(archive.connection().query_row(sql, [event], |row| row.get(0)).optional()?)
}

/// The mentions of a happening, in the order of publication.
///
/// # Errors
/// Those of the database.
pub fn mentions(archive: &Archive, id: i64) -> Result<Vec<Shown>, Error> {
    let sql = "SELECT event, report, original, type, trigger, named_day, told, stance, voice, publisher, text
        FROM mentions WHERE happening = ?1 ORDER BY told, event";
    let mut find = archive.connection().prepare(sql)?;
    let found = find.query_map([id], |row| {
        Ok(Shown {
            event: row.get(0)?,
            report: row.get(1)?,
            original: row.get(2)?,
            kind: row.get(3)?,
            trigger: row.get(4)?,
            named_day: row.get(5)?,
            told: row.get(6)?,
            stance: row.get(7)?,
            voice: row.get(8)?,
            publisher: row.get(9)?,
            text: row.get(10)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Who asserts and who denies, since when. Copies count once.
pub fn accounts(mentions: &[Shown]) -> Vec<Account> {
    let telling = |shown: &Shown| Telling {
        voice: shown.voice.clone(),
        stance: match shown.stance.as_str() {
            "asserted" => Stance::Asserted,
            "denied" => Stance::Denied,
            _ => Stance::Open,
        },
        told: shown.told.clone(),
        report: shown.original,
    };
    accounts::of(&mentions.iter().map(telling).collect::<Vec<_>>())
}

/// Why the mentions of a happening are together.
///
/// # Errors
/// Those of the database.
pub fn explain(archive: &Archive, id: i64) -> Result<Vec<Link>, Error> {
    let sql = "SELECT l.event, l.other, l.points, l.reasons FROM mention m JOIN link l ON l.event = m.event
        WHERE m.happening = ?1 ORDER BY l.event, l.other";
    let mut find = archive.connection().prepare(sql)?;
    let mut rows = find.query([id])?;
    let mut links = Vec::new();
    while let Some(row) = rows.next()? {
        let reasons: String = row.get(3)?;
        links.push(Link {
            event: row.get(0)?,
            other: row.get(1)?,
            points: row.get(2)?,
            reasons: serde_json::from_str(&reasons)?,
        });
    }
    Ok(links)
}
