//! What a person decided: these mentions are of one happening, those are not. It wins over points.
//!
//! A decision names mentions by their report's content and the place of the trigger, so it holds also after the report
//! was taken out and came back, or was read anew.

use crate::{Archive, Error};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::BTreeSet;

/// A happening that does not exist, for the message.
fn unknown(happening: i64) -> Error {
    Error::Question(format!("there is no happening {happening}; `demarche happenings` lists them"))
}

/// What decisions say of a mention that comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The happening that it belongs to, and the mention there that the decision names.
    pub together: Option<(i64, i64)>,
    /// The happenings that it does not belong to.
    pub apart: BTreeSet<i64>,
}

/// What was decided of the mention at `start` in `report`.
pub fn of(connection: &Connection, report: i64, start: usize) -> Result<Said, Error> {
    let sql = "SELECT d.together, m.happening, m.event FROM report r
        JOIN decision d ON d.one = r.hash AND d.one_start = ?2
        JOIN report x ON x.hash = d.other JOIN mention m ON m.report = x.id AND m.start = d.other_start WHERE r.id = ?1
        UNION ALL SELECT d.together, m.happening, m.event FROM report r
        JOIN decision d ON d.other = r.hash AND d.other_start = ?2
        JOIN report x ON x.hash = d.one JOIN mention m ON m.report = x.id AND m.start = d.one_start WHERE r.id = ?1
        ORDER BY 3";
    let mut said = Said::default();
    let mut find = connection.prepare_cached(sql)?;
    let mut rows = find.query(params![report, start])?;
    while let Some(row) = rows.next()? {
        let (together, happening, event): (bool, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if !together {
            said.apart.insert(happening);
        } else if said.together.is_none() {
            said.together = Some((happening, event));
        }
    }
    Ok(said)
}

/// Whether a decision keeps two happenings apart.
pub fn keeps_apart(connection: &Connection, one: i64, other: i64) -> Result<bool, Error> {
    let sql = "SELECT 1 FROM decision d
        JOIN report r ON r.hash = d.one JOIN mention m ON m.report = r.id AND m.start = d.one_start
        JOIN report s ON s.hash = d.other JOIN mention n ON n.report = s.id AND n.start = d.other_start
        WHERE d.together = 0 AND (m.happening = ?1 AND n.happening = ?2 OR m.happening = ?2 AND n.happening = ?1)";
    Ok(connection.prepare_cached(sql)?.exists([one, other])?)
}

/// Takes mentions out of their happening; they become one of their own. `now` is kept with the decision. The new
/// happening's id.
///
/// # Errors
/// Where the events are not all of one happening, or are all of it.
pub fn split(archive: &mut Archive, events: &[i64], now: &str) -> Result<i64, Error> {
    let batch = archive.batch()?;
    let new = split_in(batch.transaction(), events, now)?;
    batch.memory().forget_all();
    batch.commit()?;
    Ok(new)
}

/// [`split`] in a transaction of the caller's.
pub(crate) fn split_in(transaction: &Transaction, events: &[i64], now: &str) -> Result<i64, Error> {
    let question = |text: &str| Err(Error::Question(text.to_string()));
    let mut happenings = BTreeSet::new();
    for event in events {
        match happening(transaction, *event)? {
            Some(happening) => happenings.insert(happening),
            None => {
                return question(&format!("there is no event {event}; `demarche happenings ID` lists those of one"));
            }
        };
    }
    let (Some(old), 1) = (happenings.first().copied(), happenings.len()) else {
        return question("name events of one happening; `demarche happenings ID` lists them");
    };
    let rest: Vec<i64> = members(transaction, old)?.into_iter().filter(|e| !events.contains(e)).collect();
    let (Some(new), false) = (events.iter().min().copied(), rest.is_empty()) else {
        return question("these are all of its events; name some of them");
    };
    for event in events {
        for other in &rest {
            decide(transaction, *event, *other, false, now)?;
        }
    }
    part_links(transaction, events, &rest)?;
    // A happening has the id of one of its mentions: both sides may need a new one.
    rename(transaction, &rest, rest.iter().min().copied().filter(|_| events.contains(&old)).unwrap_or(old))?;
    rename(transaction, events, new)?;
    Ok(new)
}

fn part_links(transaction: &Transaction, some: &[i64], rest: &[i64]) -> Result<(), Error> {
    let mut delete =
        transaction.prepare("DELETE FROM link WHERE event = ?1 AND other = ?2 OR event = ?2 AND other = ?1")?;
    for one in some {
        for other in rest {
            delete.execute([one, other])?;
        }
    }
    Ok(())
}

/// Makes several happenings one. `now` is kept with the decision. The id that stays.
///
/// # Errors
/// Where one of them does not exist.
pub fn merge(archive: &mut Archive, happenings: &[i64], now: &str) -> Result<i64, Error> {
    let batch = archive.batch()?;
    let into = merge_in(batch.transaction(), happenings, now)?;
    batch.memory().forget_all();
    batch.commit()?;
    Ok(into)
}

/// [`merge`] in a transaction of the caller's.
pub(crate) fn merge_in(transaction: &Transaction, happenings: &[i64], now: &str) -> Result<i64, Error> {
    let mut sorted = happenings.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let [into, others @ ..] = &sorted[..] else { return Err(Error::Question("name two happenings or more".into())) };
    let kept = members(transaction, *into)?;
    if kept.is_empty() || others.is_empty() {
        return Err(unknown(*into));
    }
    for other in others {
        let events = members(transaction, *other)?;
        if events.is_empty() {
            return Err(unknown(*other));
        }
        for event in &events {
            for one in &kept {
                decide(transaction, *event, *one, true, now)?;
            }
        }
        rename(transaction, &events, *into)?;
    }
    Ok(*into)
}

fn rename(transaction: &Transaction, events: &[i64], happening: i64) -> Result<(), Error> {
    let mut update = transaction.prepare_cached("UPDATE mention SET happening = ?2 WHERE event = ?1")?;
    for event in events {
        update.execute([*event, happening])?;
    }
    Ok(())
}

fn happening(connection: &Connection, event: i64) -> Result<Option<i64>, Error> {
    let sql = "SELECT happening FROM mention WHERE event = ?1";
    Ok(connection.query_row(sql, [event], |row| row.get(0)).optional()?)
}

fn members(connection: &Connection, happening: i64) -> Result<Vec<i64>, Error> {
    let mut find = connection.prepare("SELECT event FROM mention WHERE happening = ?1 ORDER BY event")?;
    let events = find.query_map([happening], |row| row.get(0))?;
    Ok(events.collect::<Result<_, _>>()?)
}

/// Keeps a decision on two mentions; a later one takes the place of an earlier, whichever way round they were named.
fn decide(transaction: &Transaction, one: i64, other: i64, together: bool, now: &str) -> Result<(), Error> {
    let (one, other) = (one.min(other), one.max(other));
    let sql = "INSERT INTO decision (one, one_start, other, other_start, together, made)
        SELECT r.hash, m.start, s.hash, n.start, ?3, ?4
        FROM mention m JOIN report r ON r.id = m.report, mention n JOIN report s ON s.id = n.report
        WHERE m.event = ?1 AND n.event = ?2
        ON CONFLICT (one, one_start, other, other_start) DO UPDATE SET together = excluded.together, made = excluded.made";
    let undo = "DELETE FROM decision WHERE (one, one_start, other, other_start) IN (
        SELECT s.hash, n.start, r.hash, m.start
        FROM mention m JOIN report r ON r.id = m.report, mention n JOIN report s ON s.id = n.report
        WHERE m.event = ?1 AND n.event = ?2)";
    transaction.prepare_cached(undo)?.execute([one, other])?;
    transaction.prepare_cached(sql)?.execute(params![one, other, together, now])?;
    Ok(())
}
