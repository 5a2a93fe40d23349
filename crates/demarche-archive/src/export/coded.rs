//! An event with everything that the layouts of other data sets ask for.

use crate::clauses::Clauses;
use crate::questions::{Cut, Order, event_ids};
use crate::{Answers, Archive, Cell, Column, Error, Filter, Question};
use demarche::events::Codebook;
use demarche::guide::GuideError;
use demarche::ontologies::{Ontologies, Ontology};
use std::collections::BTreeMap;

/// Weights of CAMEO's codes.
const GOLDSTEIN: &str = include_str!("tables/goldstein.tsv");
/// FIPS codes of countries.
const FIPS: &str = include_str!("tables/fips.tsv");

const ROW: &str = "
    SELECT e.id AS event, e.number, e.type, e.mode, e.contexts, e.rule, e.day, e.actor, e.actor_names, e.recipient,
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

/// What other code books say of an event.
pub struct Books {
    ontologies: Ontologies,
    codebook: Codebook,
    goldstein: BTreeMap<&'static str, &'static str>,
    fips: BTreeMap<&'static str, &'static str>,
}

impl Books {
    /// The shipped tables.
    ///
    /// # Errors
    /// Where one cannot be read, which the tests rule out.
    pub fn shipped() -> Result<Self, Error> {
        let pairs =
            |table| rows(table).filter_map(|row| Some((*row.first()?, *row.get(1)?))).collect::<BTreeMap<_, _>>();
        Ok(Books {
            ontologies: Ontologies::shipped()?,
            codebook: Codebook::shipped().map_err(GuideError)?,
            goldstein: pairs(GOLDSTEIN),
            fips: pairs(FIPS),
        })
    }

    /// An event's code in CAMEO, the same that its reading has; empty where the table has none.
    pub fn cameo(&self, event: &Coded) -> String {
        let contexts: Vec<String> = event.get("contexts").split(';').map(str::to_string).collect();
        let mode = Some(event.get("mode")).filter(|mode| !mode.is_empty());
        self.ontologies.of(Ontology::Cameo, event.get("type"), mode, event.get("rule"), &contexts).unwrap_or_default()
    }

    /// Goldstein's weight of a code in CAMEO.
    pub fn goldstein(&self, cameo: &str) -> &'static str {
        let beginnings = (2..=cameo.len()).rev().filter_map(|length| cameo.get(..length));
        beginnings.filter_map(|code| self.goldstein.get(code)).next().copied().unwrap_or_default()
    }

    /// The quad of a type, as POLECAT writes it.
    pub fn quad(&self, kind: &str) -> String {
        self.codebook.type_named(kind).map_or(String::new(), |kind| kind.quad.to_uppercase())
    }

    /// A country's FIPS code.
    pub fn fips(&self, country: &str) -> &'static str {
        self.fips.get(country).copied().unwrap_or_default()
    }
}

/// GDELT's quad class of a code in CAMEO, by its root: cooperation in words (1) and deeds (2), conflict in words (3) and
/// deeds (4).
pub fn quad_class(cameo: &str) -> &'static str {
    match cameo.get(..2).and_then(|root| root.parse::<u8>().ok()) {
        None => "",
        Some(..=5) => "1",
        Some(..=8) => "2",
        Some(..=13) => "3",
        Some(_) => "4",
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
    fn every_code_has_a_weight_and_a_class() {
        let books = Books::shipped().expect("the tables are well formed");
        for kind in &books.codebook.types {
            let modes = kind.modes.iter().map(|(mode, _)| mode.as_str()).chain([""]);
            for mode in modes {
                let event = Coded {
                    names: ["type", "mode"].map(String::from).to_vec(),
                    values: [&kind.name, mode].map(String::from).to_vec(),
                };
                let code = books.cameo(&event);
                assert!(books.goldstein(&code).parse::<f64>().is_ok(), "{} {mode}: {code}", kind.name);
                assert!(!quad_class(&code).is_empty(), "{} {mode}: {code}", kind.name);
            }
        }
        assert_eq!((books.goldstein("0874"), books.goldstein("1663")), ("10.0", "-7.0"));
        assert_eq!(["057", "0874", "112", "190"].map(quad_class), ["1", "2", "3", "4"]);
        assert_eq!(books.fips("JPN"), "JA");
    }
}
