//! The happenings that a mention may belong to, found by an index: a state (or who else takes part), type and day.

use super::joining::{Group, Member};
use super::mentions::{Days, Mention};
use super::tables::Tables;
use crate::Error;
use crate::store::days::UNDATED;
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;

/// Days after an event within which reports that name no day are looked at.
const TAIL: i64 = 10;
/// No more keys a mention: a sentence with more states is a list.
const KEYS: usize = 6;
/// No more happenings are compared with a mention; those that share the most keys are.
const MOST: usize = 48;
/// No more mentions of a happening are compared, the first and the last of them.
const SAMPLE: usize = 4;

/// The names by which a mention is found: who takes part, the states of its sentence, the country where it happened.
pub fn keys(mention: &Mention) -> Vec<&str> {
    let parties = mention.actors.iter().chain(&mention.recipients).map(|p| p.key.as_str());
    let states = mention.states.iter().chain(&mention.land).map(String::as_str);
    let mut keys: Vec<&str> = Vec::new();
    for key in parties.chain(states) {
        if keys.len() < KEYS && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The day under which a mention is found.
pub fn key_day(days: &Days) -> i64 {
    days.about().map_or(UNDATED, i64::from)
}

/// The days under which mentions of the same may be found.
fn window(days: &Days) -> (i64, i64) {
    match (key_day(days), days.named && days.single().is_some()) {
        (UNDATED, _) => (UNDATED, UNDATED),
        (day, true) => (day - 1, day + TAIL),
        (day, false) => (day - TAIL, day + 3),
    }
}

/// The happenings that `newcomer` may belong to, with some of their mentions each.
pub fn groups(connection: &Connection, newcomer: &Member, tables: &Tables) -> Result<Vec<Group>, Error> {
    let mut shared: Vec<(i64, usize)> = shared_keys(connection, &newcomer.mention, tables)?.into_iter().collect();
    shared.sort_by(|a, b| b.1.cmp(&a.1).then(b.0.cmp(&a.0)));
    shared.truncate(MOST);
    shared.into_iter().map(|(happening, _)| group(connection, happening)).collect()
}

/// How many keys each happening shares with a mention.
fn shared_keys(connection: &Connection, mention: &Mention, tables: &Tables) -> Result<BTreeMap<i64, usize>, Error> {
    let sql = "SELECT m.happening, m.named AND m.first = m.last, m.first FROM mention_key k JOIN mention m ON m.event = k.event
               WHERE k.name = ?1 AND k.type = ?2 AND k.day BETWEEN ?3 AND ?4";
    let mut find = connection.prepare_cached(sql)?;
    let (from, to) = window(&mention.days);
    let own = mention.days.single().filter(|_| mention.days.named).map(i64::from);
    let mut shared = BTreeMap::new();
    for name in keys(mention) {
        for (kind, _) in tables.kin(&mention.kind) {
            let mut rows = find.query(params![name, kind, from, to])?;
            while let Some(row) = rows.next()? {
                let named = row.get::<_, Option<bool>>(1)?.unwrap_or(false);
                let day = row.get::<_, Option<i64>>(2)?.filter(|_| named);
                // Named days further apart bar a pair: it need not be unpacked.
                if !matches!((own, day), (Some(a), Some(b)) if (a - b).abs() > 1) {
                    *shared.entry(row.get(0)?).or_default() += 1;
                }
            }
        }
    }
    Ok(shared)
}

/// A happening with its first and last mentions.
pub fn group(connection: &Connection, happening: i64) -> Result<Group, Error> {
    let columns = "m.event, m.report, coalesce(s.original, m.report), m.features";
    let from = "FROM mention m LEFT JOIN sketch s ON s.report = m.report WHERE m.happening = ?1";
    let sql = format!(
        "SELECT * FROM (SELECT {columns} {from} ORDER BY m.event LIMIT ?2)
         UNION SELECT * FROM (SELECT {columns} {from} ORDER BY m.event DESC LIMIT ?2)"
    );
    let mut find = connection.prepare_cached(&sql)?;
    let mut rows = find.query(params![happening, SAMPLE])?;
    let mut members = Vec::new();
    while let Some(row) = rows.next()? {
        members.push(member(row)?);
    }
    Ok(Group { happening, members })
}

fn member(row: &Row) -> Result<Member, Error> {
    let features: String = row.get(3)?;
    let mention = serde_json::from_str(&features)?;
    Ok(Member { event: row.get(0)?, report: row.get(1)?, original: row.get(2)?, mention })
}
