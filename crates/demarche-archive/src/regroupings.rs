//! Happenings that people joined or parted: who did it, when and why, and how it is taken back.
//!
//! What is decided of two mentions stands in `decision` and is what [`happenings`](crate::happenings) goes by; here is kept
//! which decisions a person made in one go, and which earlier ones they took the place of.

use crate::corrections::signed;
use crate::{Archive, Error, happenings};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use std::collections::BTreeSet;

/// Who does it and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Signed {
    pub author: String,
    /// Why, in the author's words.
    pub note: String,
    /// When, ISO 8601.
    pub made: String,
}

/// A merge or split as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Regrouping {
    pub regrouping: i64,
    /// `merge` or `split`.
    pub what: String,
    pub author: String,
    pub note: String,
    pub made: String,
    /// When and by whom it was taken back.
    pub undone: Option<String>,
    pub undone_by: Option<String>,
    /// The events of each side that are there still: of a merge, each happening as it was; of a split, what was taken out,
    /// and what it was taken out of.
    pub sides: Vec<Vec<i64>>,
}

impl Regrouping {
    /// What was done, in a few words.
    pub fn in_words(&self) -> String {
        let events = |count: usize| if count == 1 { "one mention".to_string() } else { format!("{count} mentions") };
        let mut sides = self.sides.iter().map(|side| events(side.len()));
        match self.what.as_str() {
            "split" => format!("{} taken out", sides.next().unwrap_or_default()),
            _ => format!("{} are one happening", sides.collect::<Vec<_>>().join(" and ")),
        }
    }

    /// Whether it holds.
    pub fn holds(&self) -> bool {
        self.undone.is_none()
    }
}

/// A mention as decisions name it, and its event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mention {
    report: Vec<u8>,
    start: i64,
    event: i64,
}

impl Archive {
    /// Makes happenings one; the number that stays.
    ///
    /// # Errors
    /// Where one of them does not exist, or nobody signs.
    pub fn merge(&mut self, happenings: &[i64], by: &Signed) -> Result<i64, Error> {
        signed(&by.author)?;
        let batch = self.batch()?;
        let transaction = batch.transaction();
        let distinct: BTreeSet<i64> = happenings.iter().copied().collect();
        let sides: Vec<Vec<Mention>> = distinct.iter().map(|id| members(transaction, *id)).collect::<Result<_, _>>()?;
        let into =
            regroup(transaction, "merge", &sides, by, |stamp| happenings::merge_in(transaction, happenings, stamp))?;
        batch.memory().forget_all();
        batch.commit()?;
        Ok(into)
    }

    /// Takes events out of their happening; the number of their new one.
    ///
    /// # Errors
    /// Where they are not all of one happening or are all of it, or nobody signs.
    pub fn split(&mut self, events: &[i64], by: &Signed) -> Result<i64, Error> {
        signed(&by.author)?;
        let batch = self.batch()?;
        let transaction = batch.transaction();
        let of = events.first().map(|event| happening_of(transaction, *event)).transpose()?.flatten();
        let all = of.map(|happening| members(transaction, happening)).transpose()?.unwrap_or_default();
        let (taken, rest) = all.into_iter().partition(|mention| events.contains(&mention.event));
        let new = regroup(transaction, "split", &[taken, rest], by, |stamp| {
            happenings::split_in(transaction, events, stamp)
        })?;
        batch.memory().forget_all();
        batch.commit()?;
        Ok(new)
    }

    /// Takes a merge or split back: its decisions go, those that they took the place of hold again, and the mentions are
    /// as they were before. It is kept, with who took it back and when.
    ///
    /// # Errors
    /// Where there is no such regrouping that holds, or nobody signs.
    pub fn undo_regrouping(&mut self, regrouping: i64, author: &str, now: &str) -> Result<(), Error> {
        signed(author)?;
        let batch = self.batch()?;
        let transaction = batch.transaction();
        let sql = "UPDATE regrouping SET undone = ?2, undone_by = ?3 WHERE id = ?1 AND undone IS NULL RETURNING what";
        let what = transaction.query_row(sql, params![regrouping, now, author.trim()], |row| row.get(0)).optional()?;
        let missing = || Error::Question(format!("there is no regrouping {regrouping} that could be taken back"));
        let what: String = what.ok_or_else(missing)?;
        take_back_decisions(transaction, regrouping)?;
        let sides = sides(transaction, regrouping)?;
        match what.as_str() {
            "split" => join_sides(transaction, &sides)?,
            _ => part_sides(transaction, &sides)?,
        }
        batch.memory().forget_all();
        batch.commit()
    }

    /// All merges and splits, or those that touch a happening, the latest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn regroupings(&self, happening: Option<i64>) -> Result<Vec<Regrouping>, Error> {
        let sql = "SELECT id, what, author, note, made, undone, undone_by FROM regrouping WHERE ?1 IS NULL OR id IN (
                SELECT g.regrouping FROM mention m JOIN report r ON r.id = m.report
                JOIN regrouped g ON g.report = r.hash AND g.start = m.start WHERE m.happening = ?1)
            ORDER BY id DESC";
        let mut find = self.connection().prepare_cached(sql)?;
        let found: Vec<Regrouping> = find.query_map([happening], regrouping)?.collect::<Result<_, _>>()?;
        let with_sides = |mut each: Regrouping| {
            let sides = sides(self.connection(), each.regrouping)?;
            each.sides = sides.iter().map(|side| side.iter().map(|mention| mention.event).collect()).collect();
            Ok(each)
        };
        found.into_iter().map(with_sides).collect()
    }
}

fn regrouping(row: &Row) -> rusqlite::Result<Regrouping> {
    Ok(Regrouping {
        regrouping: row.get(0)?,
        what: row.get(1)?,
        author: row.get(2)?,
        note: row.get(3)?,
        made: row.get(4)?,
        undone: row.get(5)?,
        undone_by: row.get(6)?,
        sides: Vec::new(),
    })
}

/// Does it, and keeps what was done: the mentions, and which decisions of others were overruled.
fn regroup(
    transaction: &Transaction,
    what: &str,
    sides: &[Vec<Mention>],
    by: &Signed,
    work: impl FnOnce(&str) -> Result<i64, Error>,
) -> Result<i64, Error> {
    let sql = "INSERT INTO regrouping (what, author, note, made) VALUES (?1, ?2, ?3, ?4)";
    transaction.execute(sql, params![what, by.author.trim(), by.note.trim(), by.made])?;
    let id = transaction.last_insert_rowid();
    let keep = "INSERT OR IGNORE INTO regrouped (regrouping, side, report, start) VALUES (?1, ?2, ?3, ?4)";
    let mut keep = transaction.prepare_cached(keep)?;
    for (side, mention) in sides.iter().enumerate().flat_map(|(side, all)| all.iter().map(move |m| (side, m))) {
        keep.execute(params![id, side, mention.report, mention.start])?;
    }
    // Decisions are told apart by their stamp, which nothing else has.
    let stamp = format!("{} regrouping {id}", by.made);
    let all = "SELECT report, start FROM regrouped WHERE regrouping = ?1";
    let overruled = format!(
        "INSERT INTO overruled (regrouping, one, one_start, other, other_start, together, made, of)
         SELECT ?1, one, one_start, other, other_start, together, made, regrouping FROM decision
         WHERE (one, one_start) IN ({all}) AND (other, other_start) IN ({all})"
    );
    transaction.execute(&overruled, [id])?;
    let number = work(&stamp)?;
    let own = "UPDATE decision SET regrouping = ?1, made = ?3 WHERE made = ?2";
    transaction.execute(own, params![id, stamp, by.made])?;
    let still = "DELETE FROM overruled WHERE regrouping = ?1 AND EXISTS (SELECT 1 FROM decision d
        WHERE d.one = overruled.one AND d.one_start = overruled.one_start AND d.other = overruled.other
        AND d.other_start = overruled.other_start AND d.regrouping IS NOT ?1)";
    transaction.execute(still, [id])?;
    Ok(number)
}

/// Deletes the decisions of a regrouping that still hold and brings back those that they overruled, but for those of
/// regroupings that were taken back themselves.
fn take_back_decisions(transaction: &Transaction, regrouping: i64) -> Result<(), Error> {
    let pair = "(o.one = d.one AND o.one_start = d.one_start AND o.other = d.other AND o.other_start = d.other_start
        OR o.one = d.other AND o.one_start = d.other_start AND o.other = d.one AND o.other_start = d.one_start)";
    // What somebody decided later of the same two stays.
    let later = format!(
        "DELETE FROM overruled AS o WHERE o.regrouping = ?1
         AND EXISTS (SELECT 1 FROM decision d WHERE {pair} AND d.regrouping IS NOT ?1)"
    );
    transaction.execute(&later, [regrouping])?;
    transaction.execute("DELETE FROM decision WHERE regrouping = ?1", [regrouping])?;
    let back = "INSERT OR IGNORE INTO decision (one, one_start, other, other_start, together, made, regrouping)
        SELECT one, one_start, other, other_start, together, made, of FROM overruled
        WHERE regrouping = ?1 AND (of IS NULL OR of IN (SELECT id FROM regrouping WHERE undone IS NULL))";
    transaction.execute(back, [regrouping])?;
    Ok(())
}

/// Puts what a split took out back where it was taken from, unless another decision keeps them apart.
fn join_sides(transaction: &Transaction, sides: &[Vec<Mention>]) -> Result<(), Error> {
    let [taken, rest, ..] = sides else { return Ok(()) };
    let (Some(one), Some(other)) = (taken.first(), rest.first()) else { return Ok(()) };
    let (from, into) = (happening_of(transaction, one.event)?, happening_of(transaction, other.event)?);
    if from == into || decided(transaction, taken, rest, false)? {
        return Ok(());
    }
    let mut rename =
        transaction.prepare_cached("UPDATE mention SET happening = ?2 WHERE event = ?1 AND happening = ?3")?;
    for mention in taken {
        rename.execute(params![mention.event, into, from])?;
    }
    let reasons =
        "INSERT OR REPLACE INTO link (event, other, points, reasons) VALUES (?1, ?2, 0, '[[\"decision\",0.0]]')";
    transaction.execute(reasons, params![one.event, other.event])?;
    settle(transaction, from)
}

/// Gives each side of a merge a happening of its own again, unless another decision holds it to the first.
fn part_sides(transaction: &Transaction, sides: &[Vec<Mention>]) -> Result<(), Error> {
    let Some((first, others)) = sides.split_first() else { return Ok(()) };
    for side in others {
        let Some(event) = side.iter().map(|mention| mention.event).min() else { continue };
        let before = happening_of(transaction, event)?;
        if decided(transaction, side, first, true)? {
            continue;
        }
        let mut rename =
            transaction.prepare_cached("UPDATE mention SET happening = ?2 WHERE event = ?1 AND happening = ?3")?;
        for mention in side {
            rename.execute(params![mention.event, event, before])?;
        }
        if before != Some(event) {
            settle(transaction, before)?;
        }
    }
    Ok(())
}

/// Names a happening after its first mention, where the one it was named after is gone.
fn settle(transaction: &Transaction, happening: Option<i64>) -> Result<(), Error> {
    let sql =
        "UPDATE mention SET happening = (SELECT min(event) FROM mention WHERE happening = ?1) WHERE happening = ?1
               AND NOT EXISTS (SELECT 1 FROM mention WHERE happening = ?1 AND event = ?1)";
    transaction.execute(sql, [happening])?;
    Ok(())
}

/// Whether somebody decided that a mention of one side and one of the other are together, or apart.
fn decided(transaction: &Transaction, one: &[Mention], other: &[Mention], together: bool) -> Result<bool, Error> {
    let sql = "SELECT 1 FROM decision WHERE together = ?5 AND (one = ?1 AND one_start = ?2 AND other = ?3 AND other_start = ?4
               OR one = ?3 AND one_start = ?4 AND other = ?1 AND other_start = ?2)";
    let mut find = transaction.prepare_cached(sql)?;
    for (a, b) in one.iter().flat_map(|a| other.iter().map(move |b| (a, b))) {
        if find.exists(params![a.report, a.start, b.report, b.start, together])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The sides of a regrouping, as far as their mentions are there still.
fn sides(connection: &Connection, regrouping: i64) -> Result<Vec<Vec<Mention>>, Error> {
    let sql = "SELECT g.side, r.hash, m.start, m.event FROM regrouped g JOIN report r ON r.hash = g.report
        JOIN mention m ON m.report = r.id AND m.start = g.start WHERE g.regrouping = ?1 ORDER BY g.side, m.event";
    let mut find = connection.prepare_cached(sql)?;
    let mut rows = find.query([regrouping])?;
    let mut sides: Vec<Vec<Mention>> = Vec::new();
    while let Some(row) = rows.next()? {
        let side: usize = row.get(0)?;
        sides.resize(sides.len().max(side + 1), Vec::new());
        sides[side].push(Mention { report: row.get(1)?, start: row.get(2)?, event: row.get(3)? });
    }
    Ok(sides)
}

fn members(connection: &Connection, happening: i64) -> Result<Vec<Mention>, Error> {
    let sql = "SELECT r.hash, m.start, m.event FROM mention m JOIN report r ON r.id = m.report WHERE m.happening = ?1
               ORDER BY m.event";
    let mut find = connection.prepare_cached(sql)?;
    let found =
        find.query_map([happening], |row| Ok(Mention { report: row.get(0)?, start: row.get(1)?, event: row.get(2)? }))?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn happening_of(connection: &Connection, event: i64) -> Result<Option<i64>, Error> {
    let sql = "SELECT happening FROM mention WHERE event = ?1";
    Ok(connection.query_row(sql, [event], |row| row.get(0)).optional()?)
}
