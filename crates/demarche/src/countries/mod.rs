//! Countries and what they are called: the knowledge that entities, places, actors and instruments share.
//!
//! A country is its ISO 3166-1 alpha-3 code, with `KOS` for Kosovo and `PSE` for Palestine, and PLOVER's codes for
//! bodies that belong to no one country: `IGO`, `NGO`, `MNC`, `NON`.

use crate::knowledge::KnowledgeError;
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

/// The table of countries.
#[derive(Clone, Debug, Default)]
pub struct Countries {}

impl Countries {
    /// The shipped table.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Ok(Countries {})
    }
}
