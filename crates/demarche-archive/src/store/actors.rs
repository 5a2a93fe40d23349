//! Actors joined across reports.

use crate::Error;
use demarche::record::Actor;
use rusqlite::{OptionalExtension, Transaction, params};

/// What makes actors of several reports the same: the Wikidata identifier, or else name, country and kind. Names are
/// compared without regard to case and blanks.
pub fn key(actor: &Actor) -> String {
    match &actor.wikidata {
        Some(identifier) => identifier.clone(),
        None => {
            let name = actor.name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            format!("{name}|{}|{}", actor.country_code(), actor.kind)
        }
    }
}

/// The id of a report's actor among all actors; a new one where none is the same. An office that was not known before is
/// kept.
pub fn join(transaction: &Transaction, actor: &Actor) -> Result<i64, Error> {
    let key = key(actor);
    let mut find = transaction.prepare_cached("SELECT id, office FROM actor WHERE key = ?1")?;
    let found = find.query_row([&key], |row| Ok((row.get(0)?, row.get::<_, Option<String>>(1)?))).optional()?;
    match (found, &actor.office) {
        (Some((id, None)), Some(office)) => {
            transaction.prepare_cached("UPDATE actor SET office = ?2 WHERE id = ?1")?.execute(params![id, office])?;
            Ok(id)
        }
        (Some((id, _)), _) => Ok(id),
        (None, _) => insert(transaction, &key, actor),
    }
}

fn insert(transaction: &Transaction, key: &str, actor: &Actor) -> Result<i64, Error> {
    let sql =
        "INSERT INTO actor (key, name, kind, country, sectors, office, wikidata) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let sectors = actor.sectors.join(";");
    let row = params![key, actor.name, actor.kind, actor.country_code(), sectors, actor.office, actor.wikidata];
    Ok(transaction.prepare_cached(sql)?.insert(row)?)
}
