//! Countries and what they are called: the knowledge that entities, places, actors and instruments share.
//!
//! A country is its ISO 3166-1 alpha-3 code, with `KOS` for Kosovo and `PSE` for Palestine, the codes of former
//! countries (`SUN`, `YUG`, `CSK`, `DDR`), and PLOVER's codes for bodies that belong to no one country: `IGO`, `NGO`,
//! `MNC`, `NON`.
//!
//! In: a [`Text`](crate::text::Text) and a token. Out: [`Naming`], the longest run of words from that token that names a
//! country, its people, its capital or a seat of its government, and what it can mean, likeliest first. Decided by the
//! tables in `en/` alone: `countries.tsv`, `parts.tsv` (Scotland, Crimea), `metonyms.tsv` (the Kremlin), `doubtful.tsv`
//! (words with several meanings) and `others.tsv` (names that hold a country's and mean none: the South China Sea).
//! Letters count ("US" is not "us"); words in capitals match as well ("RUSSIA").

mod naming;
mod tables;

pub use naming::{How, Naming, Sense};

use crate::knowledge::KnowledgeError;
use naming::Forms;
use std::fmt;

/// A country's code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 3]);

impl Country {
    /// No country: an actor of unknown or no one country.
    pub const NONE: Country = Country(*b"NON");
    /// An intergovernmental body.
    pub const INTERGOVERNMENTAL: Country = Country(*b"IGO");
    /// An international body of citizens.
    pub const NONGOVERNMENTAL: Country = Country(*b"NGO");
    /// A company of many countries.
    pub const MULTINATIONAL: Country = Country(*b"MNC");

    /// The country with this code: three capital letters.
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Country(bytes))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("NON")
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The tables of countries.
#[derive(Clone, Debug, Default)]
pub struct Countries {
    /// By code.
    facts: Vec<Facts>,
    forms: Forms,
}

/// What is known of a country.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Its code.
    pub code: Country,
    /// Its ISO 3166-1 alpha-2 code; empty for former countries.
    pub short: &'static str,
    /// Its usual name.
    pub name: &'static str,
    /// Its capital, the first of several.
    pub capital: Option<Capital>,
    /// A point well within it, degrees north and east.
    pub point: (f64, f64),
    /// Its number in Wikidata, as "Q159".
    pub wikidata: &'static str,
    /// Its number in GeoNames.
    pub geonames: Option<u32>,
}

/// A capital.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capital {
    /// Its usual name.
    pub name: &'static str,
    /// Degrees north and east.
    pub point: (f64, f64),
}

impl Countries {
    /// The shipped tables.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        tables::shipped()
    }

    /// What is known of every country, by code.
    pub fn all(&self) -> &[Facts] {
        &self.facts
    }

    /// What is known of a country.
    pub fn facts(&self, country: Country) -> Option<&Facts> {
        self.facts.binary_search_by_key(&country, |f| f.code).ok().map(|at| &self.facts[at])
    }

    /// A country's usual name; its code where it has none.
    pub fn name(&self, country: Country) -> String {
        self.facts(country).map_or_else(|| country.to_string(), |f| f.name.to_string())
    }

    /// The country with this ISO 3166-1 alpha-2 code.
    pub fn by_short(&self, short: &str) -> Option<Country> {
        self.facts.iter().find(|f| f.short == short && !short.is_empty()).map(|f| f.code)
    }
}
