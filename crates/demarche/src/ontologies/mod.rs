//! Other codes beside PLOVER's: an event's code in another ontology, by a table from type, mode, frame and context.
//!
//! In: a record. Out: the same record, its events with the field of each [`Ontology`] asked for. PLOVER's own fields stay
//! as they are.

use crate::knowledge::{self, KnowledgeError};
use crate::record::{Event, Record};
use std::collections::BTreeMap;

/// An ontology that events can be coded in beside PLOVER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ontology {
    /// CAMEO's codes of two to four digits: Schrodt (2012), CAMEO codebook 1.1b3.
    Cameo,
    /// PLOVER's 16 types merged into 15: CONCEDE and RETREAT are YIELD.
    Plover15,
}

/// The tables that lead from PLOVER to other ontologies.
#[derive(Clone, Debug, Default)]
pub struct Ontologies {
    /// For each ontology and type the rows, in the order of the table.
    rows: BTreeMap<(Ontology, String), Vec<Row>>,
}

/// A row of a table: what an event must have for a code. An empty cell fits any.
#[derive(Clone, Debug)]
struct Row {
    mode: String,
    frame: String,
    context: String,
    code: String,
}

const TABLES: [(Ontology, &str); 2] =
    [(Ontology::Cameo, "ontologies/en/cameo.tsv"), (Ontology::Plover15, "ontologies/en/plover15.tsv")];

impl Ontologies {
    /// The shipped tables.
    ///
    /// # Errors
    /// Where a table cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        let mut rows: BTreeMap<(Ontology, String), Vec<Row>> = BTreeMap::new();
        for (ontology, path) in TABLES {
            for (_, cells) in knowledge::rows(path, knowledge::file(path)?)? {
                let [mode, frame, context, code] = [1, 2, 3, 4].map(|column| cells[column].to_string());
                let row = Row { mode, frame, context, code };
                rows.entry((ontology, cells[0].to_string())).or_default().push(row);
            }
        }
        Ok(Ontologies { rows })
    }

    /// Gives every event of a record its code in an ontology; none where the table has no row for it.
    pub fn code(&self, ontology: Ontology, record: &mut Record) {
        for event in &mut record.events {
            let code = self.of_event(ontology, event);
            match ontology {
                Ontology::Cameo => event.cameo = code,
                Ontology::Plover15 => event.plover15 = code,
            }
        }
    }

    fn of_event(&self, ontology: Ontology, event: &Event) -> Option<String> {
        self.of(ontology, &event.kind, event.mode.as_deref(), &event.rule, &event.contexts)
    }

    /// The code of what has this PLOVER type, mode, rule and these contexts.
    pub fn of(
        &self,
        ontology: Ontology,
        kind: &str,
        mode: Option<&str>,
        rule: &str,
        contexts: &[String],
    ) -> Option<String> {
        let frame = rule.rsplit('#').next().unwrap_or_default();
        let shown = |row: &Row| contexts.contains(&row.context);
        let fits = |row: &&Row| {
            (row.mode.is_empty() || Some(row.mode.as_str()) == mode)
                && (row.frame.is_empty() || row.frame == frame)
                && (row.context.is_empty() || shown(row))
        };
        // A frame tells most, then the mode, then what the sentence is about; of equals the first row stands.
        let rank = |row: &Row| (!row.frame.is_empty(), !row.mode.is_empty(), !row.context.is_empty());
        let rows = self.rows.get(&(ontology, kind.to_string())).map_or(&[][..], Vec::as_slice);
        let best = rows.iter().filter(fits).rev().max_by_key(|row| rank(row));
        match (best, ontology) {
            (Some(row), _) => Some(row.code.clone()),
            // The merged types keep the name of all that is not merged.
            (None, Ontology::Plover15) => Some(kind.to_string()),
            (None, Ontology::Cameo) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Codebook;

    fn cameo(kind: &str, mode: Option<&str>, frame: &str, contexts: &[&str]) -> Option<String> {
        let tables = Ontologies::shipped().expect("the tables are well formed");
        let contexts: Vec<String> = contexts.iter().map(ToString::to_string).collect();
        tables.of(Ontology::Cameo, kind, mode, &format!("events/en/x#{frame}"), &contexts)
    }

    #[test]
    fn the_narrowest_row_gives_the_code() {
        assert_eq!(cameo("CONSULT", Some("visit"), "visit", &[]).as_deref(), Some("042"));
        assert_eq!(cameo("SUPPORT", None, "sign", &["diplomatic"]).as_deref(), Some("057"));
        assert_eq!(cameo("AID", None, "give-goods", &["military"]).as_deref(), Some("072"));
        assert_eq!(cameo("AID", None, "give-goods", &[]).as_deref(), Some("070"));
        assert_eq!(cameo("REQUEST", Some("assist"), "ask", &["economic"]).as_deref(), Some("1011"));
        assert_eq!(cameo("SUPPORT", None, "praise", &[]).as_deref(), Some("051"));
        assert_eq!(cameo("SUPPORT", None, "", &[]).as_deref(), Some("050"));
        assert_eq!(cameo("HAIL", None, "", &[]), None);
    }

    #[test]
    fn every_type_and_mode_of_the_code_book_has_a_code_and_every_row_a_mode() {
        let tables = Ontologies::shipped().expect("the tables are well formed");
        let book = Codebook::shipped().expect("the shipped code book");
        for kind in &book.types {
            let modes = kind.modes.iter().map(|(mode, _)| Some(mode.as_str())).chain([None]);
            for mode in modes {
                assert!(cameo(&kind.name, mode, "", &[]).is_some(), "{} {mode:?}", kind.name);
            }
        }
        for ((_, kind), rows) in &tables.rows {
            let kind = book.type_named(kind).expect("a type of the code book");
            for row in rows {
                assert!(row.mode.is_empty() || kind.modes.iter().any(|(mode, _)| *mode == row.mode), "{row:?}");
            }
        }
    }

    #[test]
    fn two_types_are_merged_and_the_others_keep_their_names() {
        let tables = Ontologies::shipped().expect("the tables are well formed");
        let merged = |kind: &str| tables.of(Ontology::Plover15, kind, None, "", &[]);
        assert_eq!(merged("RETREAT").as_deref(), Some("YIELD"));
        assert_eq!(merged("ACCUSE").as_deref(), Some("ACCUSE"));
    }
}
