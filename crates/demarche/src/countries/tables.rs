//! The tables of countries, read.

use super::naming::{Form, Forms, How, Sense};
use super::{Capital, Countries, Country, Facts};
use crate::knowledge::{self, KnowledgeError};
use std::collections::BTreeMap;

const COUNTRIES: &str = "countries/en/countries.tsv";
const PARTS: &str = "countries/en/parts.tsv";
const METONYMS: &str = "countries/en/metonyms.tsv";
const DOUBTFUL: &str = "countries/en/doubtful.tsv";
const OTHERS: &str = "countries/en/others.tsv";

/// What each form can mean.
type Meanings = BTreeMap<&'static str, Vec<Sense>>;
type Cells = Vec<&'static str>;

/// Reads the shipped tables.
pub(super) fn shipped() -> Result<Countries, KnowledgeError> {
    let mut meanings = Meanings::new();
    let mut facts = Vec::new();
    for (line, cells) in rows(COUNTRIES)? {
        facts.push(facts_of(&cells, line)?);
        add_country(&cells, line, &mut meanings)?;
    }
    facts.sort_by_key(|f| f.code);
    for (line, cells) in rows(PARTS)? {
        add_part(&cells, line, &mut meanings)?;
    }
    for (line, cells) in rows(METONYMS)? {
        let how = How::Metonym { sector: cells[2], organ: cells[3] };
        add(&mut meanings, cells[0], Sense { country: code(METONYMS, line, cells[1])?, how });
    }
    Ok(Countries { facts, forms: Forms::new(forms(meanings)?) })
}

/// The forms with their meanings put in order, and those that mean no country.
fn forms(mut meanings: Meanings) -> Result<Vec<Form>, KnowledgeError> {
    meanings.values_mut().for_each(|senses| senses.sort_by_key(|s| s.how));
    let mut also = BTreeMap::new();
    for (line, cells) in rows(DOUBTFUL)? {
        let Some(senses) = meanings.get_mut(cells[0]) else {
            return Err(KnowledgeError::new(DOUBTFUL, line, format!("{:?} is no form of the other tables", cells[0])));
        };
        let order = codes(DOUBTFUL, line, cells[1])?;
        senses.sort_by_key(|s| order.iter().position(|&c| c == s.country).unwrap_or(order.len()));
        also.insert(cells[0], cells[2]);
    }
    let mut forms = Vec::new();
    for (words, senses) in meanings {
        forms.push(Form { words, senses, also: also.get(words).copied().filter(|a| !a.is_empty()) });
    }
    for (_, cells) in rows(OTHERS)? {
        forms.push(Form { words: cells[0], senses: Vec::new(), also: Some(cells[1]) });
    }
    Ok(forms)
}

fn facts_of(cells: &Cells, line: usize) -> Result<Facts, KnowledgeError> {
    let capital = match (list(cells[6]).next(), cells[7]) {
        (Some(name), point) if !point.is_empty() => Some(Capital { name, point: point_of(COUNTRIES, line, point)? }),
        _ => None,
    };
    Ok(Facts {
        code: code(COUNTRIES, line, cells[0])?,
        short: cells[1],
        name: cells[2],
        capital,
        point: point_of(COUNTRIES, line, cells[8])?,
        wikidata: cells[9],
        geonames: cells[10].parse().ok(),
    })
}

fn add_country(cells: &Cells, line: usize, meanings: &mut Meanings) -> Result<(), KnowledgeError> {
    let country = code(COUNTRIES, line, cells[0])?;
    let mut put = |words: &'static str, how| add(meanings, words, Sense { country, how });
    put(cells[2], How::Name);
    list(cells[3]).for_each(|name| put(name, How::Name));
    list(cells[4]).for_each(|adjective| put(adjective, How::Adjective));
    people(cells[5]).for_each(|(noun, how)| put(noun, how));
    list(cells[6]).for_each(|capital| put(capital, How::Capital));
    Ok(())
}

fn add_part(cells: &Cells, line: usize, meanings: &mut Meanings) -> Result<(), KnowledgeError> {
    for country in codes(PARTS, line, cells[1])? {
        let mut put = |words: &'static str, how| add(meanings, words, Sense { country, how });
        put(cells[0], How::Part);
        list(cells[2]).for_each(|name| put(name, How::Part));
        list(cells[3]).for_each(|adjective| put(adjective, How::Adjective));
        people(cells[4]).for_each(|(noun, how)| put(noun, how));
    }
    Ok(())
}

fn add(meanings: &mut Meanings, words: &'static str, sense: Sense) {
    let senses = meanings.entry(words).or_default();
    if !senses.contains(&sense) {
        senses.push(sense);
    }
}

/// The nouns of a `people` cell: "Dane/Danes", "Japanese" for both, "/French".
fn people(cell: &'static str) -> impl Iterator<Item = (&'static str, How)> {
    list(cell).flat_map(|nouns| {
        let (one, many) = nouns.split_once('/').unwrap_or((nouns, nouns));
        [(one, How::Person), (many, How::People)].into_iter().filter(|(noun, _)| !noun.is_empty())
    })
}

fn list(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(';').map(str::trim).filter(|entry| !entry.is_empty())
}

fn codes(path: &str, line: usize, cell: &str) -> Result<Vec<Country>, KnowledgeError> {
    cell.split_whitespace().map(|c| code(path, line, c)).collect()
}

fn code(path: &str, line: usize, cell: &str) -> Result<Country, KnowledgeError> {
    Country::from_code(cell).ok_or_else(|| {
        KnowledgeError::new(path, line, format!("{cell:?} where a country's three letters are expected"))
    })
}

fn point_of(path: &str, line: usize, cell: &str) -> Result<(f64, f64), KnowledgeError> {
    cell.split_once(',')
        .and_then(|(north, east)| Some((north.parse().ok()?, east.parse().ok()?)))
        .ok_or_else(|| KnowledgeError::new(path, line, format!("{cell:?} where degrees north,east are expected")))
}

fn rows(path: &'static str) -> Result<Vec<(usize, Cells)>, KnowledgeError> {
    knowledge::rows(path, knowledge::file(path)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns of `countries.tsv` besides the former countries' agree with ISO 3166-1, which has 249 entries, and
    /// Kosovo.
    #[test]
    fn every_country_is_there_once() {
        let countries = shipped().expect("the tables load");
        let current = countries.all().iter().filter(|f| !f.short.is_empty()).count();
        assert_eq!(current, 250);
        assert!(countries.all().windows(2).all(|pair| pair[0].code < pair[1].code));
        for facts in countries.all() {
            assert_eq!(countries.by_name(facts.name), Some(facts.code), "{}", facts.name);
            let (north, east) = facts.point;
            assert!((-90.0..=90.0).contains(&north) && (-180.0..=180.0).contains(&east), "{}", facts.name);
            assert!(facts.wikidata.starts_with('Q'), "{}", facts.name);
        }
    }

    #[test]
    fn a_form_of_several_countries_is_listed_as_doubtful() {
        let countries = shipped().expect("the tables load");
        let listed: Vec<_> = rows(DOUBTFUL).expect("the table loads").into_iter().map(|(_, cells)| cells[0]).collect();
        let mut missing = Vec::new();
        let mut meanings = Meanings::new();
        for (line, cells) in rows(COUNTRIES).expect("the table loads") {
            add_country(&cells, line, &mut meanings).expect("a row");
        }
        for (words, senses) in &meanings {
            let several = senses.iter().any(|s| s.country != senses[0].country);
            if several && !listed.contains(words) {
                missing.push(*words);
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
        assert_eq!(countries.by_name("Korea"), Country::from_code("KOR"));
    }
}
