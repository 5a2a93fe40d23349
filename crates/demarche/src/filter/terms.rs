//! Terms as people write them, and what is said of those that cannot be read.

use super::{Filter, Party, Place};
use crate::attribution::Factuality;
use crate::countries::{Countries, Country};
use crate::events::Codebook;
use crate::instruments::KNOWN_RELATIONS;
use jiff::civil::Date;

/// Codes of actors that are of no one country.
const OF_NO_COUNTRY: [Country; 4] =
    [Country::NONE, Country::INTERGOVERNMENTAL, Country::NONGOVERNMENTAL, Country::MULTINATIONAL];

/// What terms are read by.
#[derive(Clone, Copy)]
pub struct Terms<'k> {
    countries: &'k Countries,
    /// Whose types there are; any are taken where none is given.
    codebook: Option<&'k Codebook>,
}

type Read<T> = Result<T, String>;

impl Filter {
    /// The names of all terms.
    pub const TERMS: [&'static str; 17] = [
        "actor",
        "recipient",
        "party",
        "said-by",
        "type",
        "mode",
        "context",
        "certainty",
        "since",
        "until",
        "place",
        "text",
        "min-confidence",
        "publisher",
        "instrument",
        "relation",
        "kind",
    ];

    /// Asks for one of these values of a term; nothing changes where there are none.
    ///
    /// # Errors
    /// A value that cannot be read, with what is expected; a name that is no term.
    pub fn set(&mut self, term: &str, values: &[String], terms: Terms) -> Read<()> {
        let Some(first) = values.first() else { return Ok(()) };
        let parties = || values.iter().map(|value| terms.party(value)).collect::<Read<Vec<_>>>();
        match term {
            "actor" => self.actors = parties()?,
            "recipient" => self.recipients = parties()?,
            "party" => self.parties = parties()?,
            "said-by" => self.said_by = parties()?,
            "type" => self.types = values.iter().map(|value| terms.kind(value)).collect::<Read<_>>()?,
            "mode" => self.modes = values.to_vec(),
            "context" => self.contexts = values.to_vec(),
            "certainty" => self.certainty = values.iter().map(|value| certainty(value)).collect::<Read<_>>()?,
            "since" => self.since = Some(first_day(first)?),
            "until" => self.until = Some(last_day(first)?),
            "place" => self.places = values.iter().map(|value| terms.place(value)).collect::<Read<_>>()?,
            "text" => self.text = Some(first.clone()),
            "min-confidence" => self.min_confidence = Some(confidence(first)?),
            "publisher" => self.publishers = values.to_vec(),
            "instrument" => self.instruments = values.to_vec(),
            "relation" => self.relations = values.iter().map(|value| relation(value)).collect::<Read<_>>()?,
            "kind" => self.kinds = values.to_vec(),
            _ => return Err(format!("no filter {term:?}; there are {}", Self::TERMS.join(", "))),
        }
        Ok(())
    }
}

impl<'k> Terms<'k> {
    /// Terms of any code book.
    pub fn new(countries: &'k Countries) -> Self {
        Terms { countries, codebook: None }
    }

    /// Terms of this code book.
    #[must_use]
    pub fn with_codebook(self, codebook: &'k Codebook) -> Self {
        Terms { codebook: Some(codebook), ..self }
    }

    /// A country by code or name, with or without a sector (`*.MIL` is a sector alone); an identifier; `author`, the
    /// report's own voice. Anything else is part of a name.
    ///
    /// # Errors
    /// Nothing, and three capitals that are no country's.
    pub fn party(&self, written: &str) -> Read<Party> {
        let written = written.trim();
        let is_sector = |s: &str| s == "*" || s.len() == 3 && s.bytes().all(|b| b.is_ascii_alphabetic());
        let some = |sector: &str| (sector != "*").then(|| sector.to_ascii_uppercase());
        let is_code = |s: &str| Country::from_code(s).is_some();
        let code = |country: Country, sector| Ok(Party::Code { country: Some(country.to_string()), sector });
        match written.rsplit_once('.').filter(|(_, sector)| is_sector(sector)) {
            _ if written.is_empty() => Err("an empty name; write RUS, RUS.GOV, *.MIL, Q159 or Hayashi".to_string()),
            _ if written == "author" => Ok(Party::Author),
            _ if is_identifier(written) => Ok(Party::Identifier(written.to_string())),
            Some(("*", sector)) => Ok(Party::Code { country: None, sector: some(sector) }),
            Some((who, sector)) if is_code(who) || self.known(who).is_some() => code(self.country(who)?, some(sector)),
            None if is_code(written) => code(self.country(written)?, None),
            Some(_) => Ok(Party::Name(written.to_string())),
            None => match self.countries.by_name(written) {
                Some(country) => code(country, None),
                None => Ok(Party::Name(written.to_string())),
            },
        }
    }

    /// A country by code or name.
    ///
    /// # Errors
    /// What is none, with the likeliest correction.
    pub fn country(&self, written: &str) -> Read<Country> {
        if let Some(country) = self.known(written) {
            return Ok(country);
        }
        let names: Vec<&str> = self.countries.all().iter().map(|facts| facts.name).collect();
        let close = closest(written, &names).map_or(String::new(), |name| format!("; did you mean {name}?"));
        Err(format!("`{written}` is no country{close} Write its code of three letters (ISO 3166-1) or its name"))
    }

    /// A country by code or name, or else the name of a place.
    fn place(&self, written: &str) -> Read<Place> {
        match self.party(written)? {
            Party::Code { country: Some(country), .. } => Ok(Place::Country(country)),
            _ => Ok(Place::Name(written.to_string())),
        }
    }

    fn known(&self, written: &str) -> Option<Country> {
        let is_known = |code: &Country| self.countries.facts(*code).is_some() || OF_NO_COUNTRY.contains(code);
        let code = Country::from_code(&written.to_ascii_uppercase()).filter(is_known);
        code.or_else(|| self.countries.by_name(written))
    }

    fn kind(&self, written: &str) -> Read<String> {
        let name = written.trim().to_uppercase();
        let Some(codebook) = self.codebook else { return Ok(name) };
        let types: Vec<&str> = codebook.types.iter().map(|kind| kind.name.as_str()).collect();
        match types.contains(&name.as_str()) {
            true => Ok(name),
            false => Err(format!("`{written}` is no type{}; the types are {}", meant(&name, &types), types.join(", "))),
        }
    }
}

fn is_identifier(written: &str) -> bool {
    written.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// One of FactBank's values; a plus may be missing, as in an address it is a space.
fn certainty(written: &str) -> Read<String> {
    let written = written.trim();
    let is = |value: &Factuality| value.as_str() == written || value.as_str().strip_suffix('+') == Some(written);
    let found = Factuality::ALL.into_iter().find(is).map(|value| value.as_str().to_string());
    let all = || Factuality::ALL.map(Factuality::as_str).join(", ");
    found.ok_or_else(|| format!("{written:?} is no certainty; one of {}", all()))
}

fn confidence(written: &str) -> Read<f64> {
    let number = written.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| format!("{written:?} is no number between 0 and 1"))
}

fn relation(written: &str) -> Read<String> {
    let found = KNOWN_RELATIONS.iter().find(|relation| relation.eq_ignore_ascii_case(written));
    found.map(ToString::to_string).ok_or_else(|| {
        let (meant, all) = (meant(written, KNOWN_RELATIONS), KNOWN_RELATIONS.join(", "));
        format!("`{written}` is no relation to an instrument{meant}; they are {all}")
    })
}

/// The first day of a year (`2024`), a month (`2024-01`) or a day.
fn first_day(written: &str) -> Read<Date> {
    let whole = match written.len() {
        4 => format!("{written}-01-01"),
        7 => format!("{written}-01"),
        _ => written.to_string(),
    };
    whole.parse().map_err(|_| format!("{written:?} is no day; write 2024, 2024-01 or 2024-01-31"))
}

/// The last day of a year, a month or a day.
fn last_day(written: &str) -> Read<Date> {
    let first = first_day(written)?;
    Ok(match written.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    })
}

/// `; did you mean …?` where a known word is near.
pub(crate) fn meant(word: &str, known: &[&str]) -> String {
    closest(word, known).map_or(String::new(), |close| format!("; did you mean {close}?"))
}

/// The known word that is nearest, where it is near.
fn closest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase();
    let (distance, close) = known.iter().map(|k| (edits(&word, &k.to_lowercase()), *k)).min()?;
    (distance <= 1 + word.chars().count() / 4).then_some(close)
}

/// How many letters must be put in, taken out or changed to make one word of the other.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, letter) in from.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, other) in to.iter().enumerate() {
            let cost = (corner + usize::from(letter != *other)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = std::mem::replace(&mut row[j + 1], cost);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(written: &str) -> Read<Party> {
        let countries = Countries::shipped().expect("the tables load");
        Terms::new(&countries).party(written)
    }

    #[test]
    fn parties_are_codes_countries_identifiers_or_names() {
        let code = |country: Option<&str>, sector: Option<&str>| {
            Ok(Party::Code { country: country.map(String::from), sector: sector.map(String::from) })
        };
        assert_eq!(party("RUS"), code(Some("RUS"), None));
        assert_eq!(party("Russia"), code(Some("RUS"), None));
        assert_eq!(party("RUS.GOV"), code(Some("RUS"), Some("GOV")));
        assert_eq!(party("Russia.gov"), code(Some("RUS"), Some("GOV")));
        assert_eq!(party("*.MIL"), code(None, Some("MIL")));
        assert_eq!(party("RUS.*"), code(Some("RUS"), None));
        assert_eq!(party("IGO"), code(Some("IGO"), None));
        assert_eq!(party("Q159"), Ok(Party::Identifier("Q159".to_string())));
        assert_eq!(party("author"), Ok(Party::Author));
        for name in ["Hayashi", "Mr. Big", "Quito", "U.N.", "rus", "J.Doe"] {
            assert_eq!(party(name), Ok(Party::Name(name.to_string())));
        }
        for wrong in ["", "XQZ", "XQZ.GOV"] {
            assert!(party(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_month_is_its_first_or_last_day() {
        let text = |day: Read<Date>| day.map(|d| d.to_string()).unwrap_or_else(|e| e);
        assert_eq!(text(first_day("2024-02")), "2024-02-01");
        assert_eq!(text(last_day("2024-02")), "2024-02-29");
        assert_eq!(text(last_day("2023")), "2023-12-31");
        assert_eq!(text(last_day("2023-05-06")), "2023-05-06");
        assert!(text(first_day("soon")).contains("no day"));
        assert!(text(first_day("Müll")).contains("no day"));
    }

    #[test]
    fn every_term_can_be_set() {
        let countries = Countries::shipped().expect("the tables load");
        for term in Filter::TERMS {
            let value = match term {
                "since" | "until" => "2024",
                "min-confidence" => "0.5",
                "certainty" => "CT",
                "relation" => "signs",
                _ => "TCD",
            };
            let mut filter = Filter::default();
            filter.set(term, &[value.to_string()], Terms::new(&countries)).unwrap_or_else(|fault| panic!("{fault}"));
            assert_ne!(filter, Filter::default(), "{term}");
        }
    }
}
