//! The happenings that a mention may belong to, found by an index: a state (or who else takes part), type and day.

use super::joining::{Group, Member};
use super::memory::Memory;
use super::mentions::{Days, Mention};
use super::tables::Tables;
use crate::Error;
use crate::store::days::UNDATED;
use rusqlite::Connection;
use std::sync::Arc;

/// Days after an event within which reports that name no day are looked at.
const TAIL: i64 = 10;
/// No more keys a mention: a sentence with more states is a list.
const KEYS: usize = 6;
/// No more happenings are compared with a mention; those that share the most keys are.
const MOST: usize = 48;

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
    match (key_day(days), days.names_one()) {
        (UNDATED, _) => (UNDATED, UNDATED),
        (day, true) => (day - 1, day + TAIL),
        (day, false) => (day - TAIL, day + 3),
    }
}

/// The happenings that `newcomer` may belong to, with some of their mentions each.
pub fn groups(
    connection: &Connection,
    memory: &mut Memory,
    newcomer: &Member,
    tables: &Tables,
) -> Result<Vec<Arc<Group>>, Error> {
    let found = found(connection, memory, &newcomer.mention, tables)?;
    found.into_iter().map(|happening| memory.group(connection, happening)).collect()
}

/// The happenings that share the most keys with a mention; of those that share as many, the newest.
fn found(connection: &Connection, memory: &mut Memory, mention: &Mention, tables: &Tables) -> Result<Vec<i64>, Error> {
    let days = window(&mention.days);
    let (own, named) = (key_day(&mention.days), mention.days.names_one());
    let mut happenings = Vec::new();
    for name in keys(mention) {
        for (kind, _) in tables.kin(&mention.kind) {
            memory.find(connection, (name, kind), days, |post| {
                // Named days further apart bar a pair: it need not be compared.
                if !(named && post.named && (own - post.day).abs() > 1) {
                    happenings.push(post.happening);
                }
            })?;
        }
    }
    happenings.sort_unstable();
    let runs = happenings.chunk_by(|a, b| a == b);
    let mut counted: Vec<(usize, i64)> = runs.map(|run| (run.len(), run[0])).collect();
    counted.sort_unstable_by(|a, b| b.cmp(a));
    Ok(counted.into_iter().take(MOST).map(|(_, happening)| happening).collect())
}
