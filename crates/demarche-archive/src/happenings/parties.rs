//! The parties of a mention, and how those of two agree.

use super::tables::Tables;
use demarche::record::{Actor, Index, Record};
use serde::{Deserialize, Serialize};

/// One who acts or is acted on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Party {
    /// The state's code; of others, what they are known by.
    #[serde(rename = "k")]
    pub key: String,
    /// The primary sector.
    #[serde(rename = "s")]
    pub sector: String,
    /// The last name of a person who is named.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// How the parties of one side agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The same ones.
    Same,
    /// Some of them.
    Part,
    /// Others altogether.
    Other,
}

/// The known parties among the actors that `references` name; sorted, each once.
pub fn of(index: &Index, references: &[String], tables: &Tables) -> Vec<Party> {
    let actors = index.actors(references);
    let mut parties: Vec<Party> = actors.filter_map(|actor| party(index.record, actor, tables)).collect();
    parties.sort();
    parties.dedup();
    parties
}

fn party(record: &Record, actor: &Actor, tables: &Tables) -> Option<Party> {
    let named = record.entities.iter().any(|e| e.actor.as_deref() == Some(&actor.reference));
    let state = actor.country.clone().filter(|code| tables.is_state(code));
    let own = || actor.wikidata.clone().or_else(|| named.then(|| actor.name.to_lowercase()));
    let person = (named && actor.kind == "person").then(|| last_word(&actor.name)).flatten();
    Some(Party { key: state.or_else(own)?, sector: actor.sectors.first().cloned().unwrap_or_default(), person })
}

fn last_word(name: &str) -> Option<String> {
    name.split_whitespace().last().map(str::to_lowercase)
}

/// How two lists of parties agree by their keys; `None` where one is empty.
pub fn fit(one: &[Party], other: &[Party]) -> Option<Fit> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    let within = |a: &[Party], b: &[Party]| a.iter().filter(|x| b.iter().any(|y| x.key == y.key)).count();
    let (there, back) = (within(one, other), within(other, one));
    Some(match (there, back) {
        (0, _) => Fit::Other,
        _ if there == one.len() && back == other.len() => Fit::Same,
        _ => Fit::Part,
    })
}

/// Whether every party of one country in both lists stands on different sides there.
pub fn opposed(one: &[Party], other: &[Party], tables: &Tables) -> bool {
    let mut pairs =
        one.iter().flat_map(|x| other.iter().map(move |y| (x, y))).filter(|(x, y)| x.key == y.key).peekable();
    pairs.peek().is_some() && pairs.all(|(x, y)| tables.opposed(&x.sector, &y.sector))
}

/// Whether of some country in both lists none stands on the same side.
pub fn opposed_in_part(one: &[Party], other: &[Party], tables: &Tables) -> bool {
    let of = |parties: &[Party], key: &str| parties.iter().filter(|p| p.key == key).cloned().collect::<Vec<_>>();
    one.iter().any(|party| opposed(&of(one, &party.key), &of(other, &party.key), tables))
}

/// Whether the named persons of a country that both lists have are the same; `None` where one list names nobody.
pub fn share_person(one: &[Party], other: &[Party]) -> Option<bool> {
    let mut both = one
        .iter()
        .flat_map(|x| other.iter().map(move |y| (x, y)))
        .filter(|(x, y)| x.key == y.key && x.person.is_some() && y.person.is_some())
        .peekable();
    both.peek()?;
    Some(both.any(|(x, y)| x.person == y.person))
}

/// Whether there are several parties, and all of one country.
pub fn at_home<'a>(mut parties: impl Iterator<Item = &'a Party>) -> bool {
    let Some(first) = parties.next() else { return false };
    let mut others = parties.peekable();
    others.peek().is_some() && others.all(|party| party.key == first.key)
}

/// Whether who does it and who suffers it have changed places.
pub fn swapped(actors: (&[Party], &[Party]), recipients: (&[Party], &[Party])) -> bool {
    let shares = |a: &[Party], b: &[Party]| matches!(fit(a, b), Some(Fit::Same | Fit::Part));
    shares(actors.0, recipients.1)
        && shares(recipients.0, actors.1)
        && !shares(actors.0, actors.1)
        && !shares(recipients.0, recipients.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parties(keys: &[&str]) -> Vec<Party> {
        keys.iter().map(|k| Party { key: k.to_string(), sector: "GOV".into(), person: None }).collect()
    }

    #[test]
    fn parties_agree_wholly_in_part_or_not() {
        assert_eq!(fit(&parties(&["KEN", "ETH"]), &parties(&["ETH", "KEN"])), Some(Fit::Same));
        assert_eq!(fit(&parties(&["KEN", "ETH"]), &parties(&["ETH"])), Some(Fit::Part));
        assert_eq!(fit(&parties(&["KEN"]), &parties(&["ETH"])), Some(Fit::Other));
        assert_eq!(fit(&parties(&["KEN"]), &[]), None);
    }

    #[test]
    fn an_answer_goes_the_other_way() {
        let (moldova, russia) = (parties(&["MDA"]), parties(&["RUS"]));
        assert!(swapped((&moldova, &russia), (&russia, &moldova)));
        assert!(!swapped((&moldova, &moldova), (&russia, &russia)));
    }
}
