//! What is asked of an archive, as keyword arguments: the filters of the command line.

use crate::value_error;
use demarche_archive::Filter;
use demarche_archive::filter::{Party, first_day, last_day};
use demarche_archive::questions::{By, Cut, Order, Per};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

/// A question's filter and what else was asked: the order, the limit, the step, what is counted apart.
#[derive(Default)]
pub struct Asked {
    /// Which events, claims, links, actors.
    pub filter: Filter,
    /// In which order, and how many.
    pub cut: Cut,
    /// The step of a timeline.
    pub by: By,
    /// What is counted apart.
    pub per: Per,
}

/// The filters by name, for those who misspell one.
const NAMES: &str = "actor, recipient, party, said_by, type, mode, context, certainty, since, until, place, text, \
                     min_confidence, publisher, instrument, relation, kind, sort, limit, by, per";

impl Asked {
    /// Keyword arguments as a question.
    pub fn new(arguments: &Bound<PyDict>) -> PyResult<Self> {
        let mut asked = Asked::default();
        for (key, value) in arguments.iter() {
            if !value.is_none() {
                asked.set(key.extract::<String>()?.as_str(), &value)?;
            }
        }
        Ok(asked)
    }

    fn set(&mut self, key: &str, value: &Bound<PyAny>) -> PyResult<()> {
        let filter = &mut self.filter;
        match key {
            "actor" => filter.actors = parties(value)?,
            "recipient" => filter.recipients = parties(value)?,
            "party" => filter.parties = parties(value)?,
            "said_by" => filter.said_by = parties(value)?,
            "type" => filter.types = words(value)?.iter().map(|word| word.to_uppercase()).collect(),
            "mode" => filter.modes = words(value)?,
            "context" => filter.contexts = words(value)?,
            "certainty" => filter.certainty = words(value)?,
            "since" => filter.since = Some(first_day(&day(value)?).map_err(value_error)?),
            "until" => filter.until = Some(last_day(&day(value)?).map_err(value_error)?),
            "place" => filter.place = Some(value.extract()?),
            "text" => filter.text = Some(value.extract()?),
            "min_confidence" => filter.min_confidence = Some(value.extract()?),
            "publisher" => filter.publishers = words(value)?,
            "instrument" => filter.instruments = words(value)?,
            "relation" => filter.relations = words(value)?,
            "kind" => filter.kinds = words(value)?,
            "limit" => self.cut.limit = Some(value.extract()?),
            "sort" => self.cut.order = one_of(key, value, &ORDERS)?,
            "by" => self.by = one_of(key, value, &STEPS)?,
            "per" => self.per = one_of(key, value, &APART)?,
            _ => return Err(value_error(format!("no filter {key:?}; there are {NAMES}"))),
        }
        Ok(())
    }
}

const ORDERS: [(&str, Order); 3] = [("newest", Order::Newest), ("oldest", Order::Oldest), ("surest", Order::Surest)];
const STEPS: [(&str, By); 4] = [("day", By::Day), ("week", By::Week), ("month", By::Month), ("year", By::Year)];
const APART: [(&str, Per); 4] = [("all", Per::All), ("type", Per::Type), ("mode", Per::Mode), ("dyad", Per::Dyad)];

fn one_of<T: Copy>(key: &str, value: &Bound<PyAny>, known: &[(&str, T)]) -> PyResult<T> {
    let wanted: String = value.extract()?;
    let found = known.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    found.ok_or_else(|| value_error(format!("{key}: no {wanted:?}; there are {}", names.join(", "))))
}

/// One text or several.
fn words(value: &Bound<PyAny>) -> PyResult<Vec<String>> {
    match value.cast::<PyString>() {
        Ok(word) => Ok(vec![word.to_str()?.to_string()]),
        Err(_) => value.try_iter()?.map(|word| word?.extract()).collect(),
    }
}

fn parties(value: &Bound<PyAny>) -> PyResult<Vec<Party>> {
    words(value)?.iter().map(|word| word.parse().map_err(|fault: String| value_error(fault))).collect()
}

/// A day as text, or a date of Python's.
fn day(value: &Bound<PyAny>) -> PyResult<String> {
    match value.cast::<PyString>() {
        Ok(text) => Ok(text.to_str()?.to_string()),
        Err(_) => Ok(value.str()?.to_string().chars().take(10).collect()),
    }
}
