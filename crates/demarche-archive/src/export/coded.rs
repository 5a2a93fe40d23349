//! An event with everything that the layouts of other data sets ask for.

use crate::filter::Clauses;
use crate::questions::{Cut, Order, event_ids};
use crate::{Answers, Archive, Cell, Column, Error, Filter, Question};
use std::collections::BTreeMap;

/// Types and modes in other code books.
const TYPES: &str = include_str!("tables/types.tsv");
/// FIPS codes of countries.
const FIPS: &str = include_str!("tables/fips.tsv");

const ROW: &str = "
    SELECT e.id AS event, e.number, e.type, e.mode, e.contexts, e.day, e.actor, e.actor_names, e.recipient,
           e.recipient_names, e.place, e.place_country, e.latitude, e.longitude, e.geonames,
           r.name AS report, r.publisher, r.published, r.url, r.language, s.number AS sentence, k.version, u.begun,
           (SELECT count(*) FROM mention WHERE happening = m.happening) AS mentions,
           (SELECT count(DISTINCT report) FROM mention WHERE happening = m.happening) AS reports,
           (SELECT count(DISTINCT coalesce(x.publisher, x.name)) FROM mention n JOIN report x ON x.id = n.report
            WHERE n.happening = m.happening) AS sources
    FROM event e JOIN report r ON r.id = e.report JOIN sentence s ON s.id = e.sentence
    LEFT JOIN mention m ON m.event = e.id LEFT JOIN run u ON u.id = r.run
    LEFT JOIN reading g ON g.report = r.id LEFT JOIN knowledge k ON k.id = g.knowledge
    WHERE e.id = ?";

/// The events of a filter, one row each, oldest first. With `once`, only the first mention of each happening.
pub fn question(filter: &Filter, once: bool) -> Question {
    let mut clauses = Clauses::default();
    if once {
        clauses.and("EXISTS (SELECT 1 FROM mention n WHERE n.event = e.id AND n.happening = e.id)", []);
    }
    Question::of_ids(event_ids(filter, &Cut { order: Order::Oldest, limit: None }, clauses), ROW)
}

/// A row by the names of its columns.
#[derive(Default)]
pub struct Coded {
    names: Vec<String>,
    values: Vec<String>,
}

impl Coded {
    /// A value as text; nothing is empty.
    pub fn get(&self, name: &str) -> &str {
        let place = self.names.iter().position(|n| n == name);
        place.and_then(|at| self.values.get(at)).map_or("", String::as_str)
    }

    /// The codes and names of a role (`actor` or `recipient`).
    pub fn parties(&self, role: &str) -> Vec<(&str, &str, &str)> {
        let names = format!("{role}_names");
        let mut names = self.get(&names).split("; ");
        let codes = self.get(role).split(';').filter(|code| !code.is_empty());
        codes
            .map(|code| {
                let (country, sector) = code.split_once('.').unwrap_or((code, ""));
                (country, sector, names.next().unwrap_or_default())
            })
            .collect()
    }
}

/// Hands each row on as [`Coded`].
pub struct Each<F>(pub Coded, pub F);

impl<F: FnMut(&Coded) -> Result<(), Error>> Answers for Each<F> {
    type Error = Error;

    fn columns(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.0.names = columns.iter().map(|column| column.name.clone()).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.0.values = cells.iter().map(ToString::to_string).collect();
        (self.1)(&self.0)
    }
}

/// Actors of an event's parties as the archive joined them: sectors, office, identifier.
pub struct Details {
    pub sectors: Vec<String>,
    pub offices: Vec<String>,
    pub identifiers: Vec<String>,
}

/// The details of the parties in a role (0 actors, 1 recipients).
pub fn details(archive: &Archive, event: &str, role: i64) -> Result<Details, Error> {
    let sql = "SELECT a.sectors, a.office, a.wikidata FROM party p LEFT JOIN actor a ON a.id = p.actor
               WHERE p.event = ?1 AND p.role = ?2 ORDER BY p.number";
    let mut find = archive.connection().prepare_cached(sql)?;
    let mut rows = find.query((event, role))?;
    let mut details = Details { sectors: Vec::new(), offices: Vec::new(), identifiers: Vec::new() };
    while let Some(row) = rows.next()? {
        for (at, list) in [&mut details.sectors, &mut details.offices, &mut details.identifiers].into_iter().enumerate()
        {
            list.push(row.get::<_, Option<String>>(at)?.unwrap_or_default());
        }
    }
    Ok(details)
}

/// A type in other code books.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    pub quad: &'static str,
    pub class: &'static str,
    pub cameo: &'static str,
    pub goldstein: &'static str,
}

/// The tables of other code books.
pub struct Books {
    types: BTreeMap<(&'static str, &'static str), Elsewhere>,
    fips: BTreeMap<&'static str, &'static str>,
}

impl Books {
    pub fn new() -> Self {
        let types = rows(TYPES).filter_map(|row| match row[..] {
            [kind, mode, quad, class, cameo, goldstein, ..] => {
                Some(((kind, mode), Elsewhere { quad, class, cameo, goldstein }))
            }
            _ => None,
        });
        let fips = rows(FIPS).filter_map(|row| Some((*row.first()?, *row.get(1)?)));
        Books { types: types.collect(), fips: fips.collect() }
    }

    /// A type and mode; as its type where the mode has no row, and empty where the type has none.
    pub fn elsewhere(&self, kind: &str, mode: &str) -> Elsewhere {
        let found = self.types.get(&(kind, mode)).or_else(|| self.types.get(&(kind, "")));
        found.copied().unwrap_or_default()
    }

    /// A country's FIPS code.
    pub fn fips(&self, country: &str) -> &'static str {
        self.fips.get(country).copied().unwrap_or_default()
    }
}

/// The rows of a table, without comments and heading.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_the_code_book_has_a_row() {
        let books = Books::new();
        let guide = demarche::Guide::shipped().expect("shipped knowledge loads");
        for kind in &guide.codebook.types {
            let found = books.elsewhere(&kind.name, "");
            assert_eq!(found.quad.to_lowercase(), kind.quad.to_string(), "{}", kind.name);
            assert!(found.cameo.len() == 3, "{}", kind.name);
        }
        for (kind, mode) in books.types.keys().filter(|(_, mode)| !mode.is_empty()) {
            let known = guide.codebook.types.iter().find(|t| t.name == *kind).expect("the type is known");
            assert!(known.modes.iter().any(|(name, _)| name == mode), "{kind} has no mode {mode}");
        }
        assert_eq!(books.fips("JPN"), "JA");
    }
}
