//! The values that a note may have. Types, modes and contexts are the code book's, countries the library's.

use anyhow::Result;
use demarche::countries::Country;
use demarche::events::{Codebook, Type};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// PLOVER's sectors (PLOVER codebook, "Actor sectors").
const SECTORS: [&str; 20] = [
    "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB", "CVL", "REF", "JRN", "BUS", "LAB", "EDU", "REL",
    "MED", "ELI", "CRM", "UNK",
];
/// Bodies that belong to no one country, and persons of none that is known.
const NOBODYS: [&str; 4] = ["IGO", "NGO", "MNC", "NON"];
/// FactBank's values (Saurí and Pustejovsky 2009).
const FACTUALITY: [&str; 7] = ["CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "Uu"];
/// PLOVER's auxiliary modes.
const AUXILIARY: [&str; 4] = ["historical", "future", "hypothetical", "negation"];
const RELATIONS: [&str; 10] =
    ["violates", "complies", "signs", "ratifies", "withdraws", "invokes", "imposes", "extends", "lifts", "provides"];

/// The values that depend on the code book.
pub struct Vocabulary {
    types: BTreeMap<String, BTreeSet<String>>,
    contexts: BTreeSet<String>,
}

impl Vocabulary {
    /// The shipped code book's.
    ///
    /// # Errors
    /// Where the code book cannot be read.
    pub fn shipped() -> Result<Self> {
        let book = Codebook::shipped().map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
        let modes = |t: &Type| t.modes.iter().map(|(m, _)| m.clone()).collect();
        let types = book.types.iter().map(|t| (t.name.clone(), modes(t))).collect();
        let contexts = book.contexts.all.iter().map(|(name, _)| name.clone()).collect();
        Ok(Vocabulary { types, contexts })
    }

    pub fn check_type(&self, kind: &str, mode: &str) -> Result<(), String> {
        let modes = self.types.get(kind);
        let modes = modes.ok_or_else(|| format!("type {kind:?}: one of {}", listed(self.types.keys())))?;
        let sound = mode.is_empty() || modes.contains(mode);
        sound.then_some(()).ok_or_else(|| format!("mode {mode:?} of {kind}: one of {}", listed(modes)))
    }

    pub fn check_context(&self, context: &str) -> Result<(), String> {
        let sound = self.contexts.contains(context);
        sound.then_some(()).ok_or_else(|| format!("context {context:?}: one of {}", listed(&self.contexts)))
    }

    pub fn check_relation(&self, relation: &str) -> Result<(), String> {
        one_of(relation, &RELATIONS, "relation")
    }

    pub fn check_actor(&self, code: &str) -> Result<(), String> {
        let sound = code.split_once(' ').is_some_and(|(who, sector)| {
            let known = NOBODYS.contains(&who) || (who.len() == 3 && Country::from_code(who).is_some());
            known && (SECTORS.contains(&sector) || (["IGO", "NGO"].contains(&who) && who == sector))
        });
        sound.then_some(()).ok_or_else(|| format!("{code:?} is no actor code"))
    }
}

pub fn check_factuality(value: &str) -> Result<(), String> {
    one_of(value, &FACTUALITY, "factuality")
}

pub fn check_auxiliary(value: &str) -> Result<(), String> {
    one_of(value, &AUXILIARY, "auxiliary mode")
}

/// A day, or two parted by a slash of which the second is not the earlier.
pub fn check_date(value: &str) -> Result<(), String> {
    let (start, end) = value.split_once('/').unwrap_or((value, value));
    let sound = matches!((start.parse::<Date>(), end.parse::<Date>()), (Ok(start), Ok(end)) if start <= end);
    sound.then_some(()).ok_or_else(|| format!("{value:?} is no day and no span"))
}

fn one_of(value: &str, allowed: &[&str], what: &str) -> Result<(), String> {
    let sound = allowed.contains(&value);
    sound.then_some(()).ok_or_else(|| format!("{what} {value:?}: one of {}", allowed.join(", ")))
}

fn listed<'a>(values: impl IntoIterator<Item = &'a String>) -> String {
    values.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
