//! Copies among the reports of an archive: each report's original, the first one with its words.

use super::copies::Sketch;
use super::store::Told;
use crate::Error;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// The week of reports without a day.
const UNDATED: i64 = -1;

/// Keeps a report's sketch; the id of the report that it is a copy of, or its own.
pub fn join(connection: &Connection, id: i64, told: &Told) -> Result<i64, Error> {
    let Some(sketch) = &told.sketch else { return Ok(id) };
    let week = told.day.map_or(UNDATED, |day| i64::from(day).div_euclid(7));
    let original = find(connection, sketch, week)?.unwrap_or(id);
    let sql = "INSERT INTO sketch (report, original, week, runs, least) VALUES (?1, ?2, ?3, ?4, ?5)";
    connection.prepare_cached(sql)?.execute(params![id, original, week, sketch.runs, sketch.to_bytes()])?;
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO band (week, band, report) VALUES (?1, ?2, ?3)")?;
    for band in sketch.bands() {
        insert.execute(params![week, band, id])?;
    }
    Ok(original)
}

/// The original of the likest report of this week and of those beside it, where one has the same words.
fn find(connection: &Connection, sketch: &Sketch, week: i64) -> Result<Option<i64>, Error> {
    let mut best: Option<(f32, i64)> = None;
    for report in neighbors(connection, sketch, week)? {
        let Some((original, other)) = kept(connection, report)? else { continue };
        let held = sketch.held(&other);
        if sketch.copies(&other) && best.is_none_or(|(most, _)| held > most) {
            best = Some((held, original));
        }
    }
    Ok(best.map(|(_, original)| original))
}

fn neighbors(connection: &Connection, sketch: &Sketch, week: i64) -> Result<BTreeSet<i64>, Error> {
    let mut find = connection.prepare_cached("SELECT report FROM band WHERE week = ?1 AND band = ?2 LIMIT 20")?;
    let weeks = if week == UNDATED { UNDATED..=UNDATED } else { week - 1..=week + 1 };
    let mut reports = BTreeSet::new();
    for week in weeks {
        for band in sketch.bands() {
            for report in find.query_map(params![week, band], |row| row.get(0))? {
                reports.insert(report?);
            }
        }
    }
    Ok(reports)
}

fn kept(connection: &Connection, report: i64) -> Result<Option<(i64, Sketch)>, Error> {
    let mut find = connection.prepare_cached("SELECT original, least, runs FROM sketch WHERE report = ?1")?;
    let row = |row: &rusqlite::Row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get(2)?));
    let found: Option<(i64, Vec<u8>, u32)> = find.query_row([report], row).optional()?;
    Ok(found.and_then(|(original, bytes, runs)| Some((original, Sketch::from_bytes(&bytes, runs)?))))
}

/// Takes a report's sketch out. The first of its copies becomes the original of the others.
pub fn part(connection: &Connection, id: i64) -> Result<(), Error> {
    if let Some((_, sketch)) = kept(connection, id)? {
        let week: i64 = connection.query_row("SELECT week FROM sketch WHERE report = ?1", [id], |row| row.get(0))?;
        for band in sketch.bands() {
            let sql = "DELETE FROM band WHERE week = ?1 AND band = ?2 AND report = ?3";
            connection.execute(sql, params![week, band, id])?;
        }
    }
    connection.execute("DELETE FROM sketch WHERE report = ?1", [id])?;
    let heir = "UPDATE sketch SET original = (SELECT min(report) FROM sketch WHERE original = ?1) WHERE original = ?1";
    connection.execute(heir, [id])?;
    Ok(())
}
