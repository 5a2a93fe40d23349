//! Actors whom no word of the report stands for: the unknown doer, and the body of a state that an arrest or a sentence takes for
//! granted.

use crate::actors::{Actor, By};
use crate::countries::Country;
use crate::entities::Kind;

/// The unnamed actors of a report; their numbers follow those of the named ones.
pub(super) struct Unnamed<'v> {
    pub(super) actors: &'v mut Vec<Actor>,
    /// How many actors are named.
    pub(super) named: usize,
}

impl Unnamed<'_> {
    /// The unknown doer: one a report.
    pub(super) fn nobody(&mut self) -> usize {
        self.number(Country::NONE, "UNK", Kind::Person, "unknown", "events#unnamed")
    }

    /// A body of a state that the report takes for granted: one for each state and sector.
    pub(super) fn body(&mut self, country: Country, sector: &str) -> usize {
        self.number(country, sector, Kind::Organization, "unnamed", "events#implied")
    }

    fn number(&mut self, country: Country, sector: &str, kind: Kind, name: &str, rule: &str) -> usize {
        let known = self.actors.iter().position(|a| a.country == country && a.sectors == [sector]);
        let at = known.unwrap_or_else(|| {
            self.actors.push(Actor {
                name: name.to_string(),
                kind,
                country,
                sectors: vec![sector.to_string()],
                office: None,
                wikidata: None,
                rule: rule.to_string(),
                by: By::default(),
            });
            self.actors.len() - 1
        });
        self.named + at
    }
}
