//! What is asked of an archive, as keyword arguments: the filters of the command line.

use crate::value_error;
use demarche::countries::Countries;
use demarche::filter::{Filter, Terms};
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

/// What there is besides the filter's terms, for those who misspell one.
const OTHERS: &str = "sort, limit, by, per";

impl Asked {
    /// Keyword arguments as a question.
    pub fn new(arguments: &Bound<PyDict>) -> PyResult<Self> {
        let countries = Countries::shipped().map_err(value_error)?;
        let mut asked = Asked::default();
        for (key, value) in arguments.iter() {
            if !value.is_none() {
                asked.set(key.extract::<String>()?.as_str(), &value, Terms::new(&countries))?;
            }
        }
        Ok(asked)
    }

    fn set(&mut self, key: &str, value: &Bound<PyAny>, terms: Terms) -> PyResult<()> {
        match key {
            "limit" => self.cut.limit = Some(value.extract()?),
            "sort" => self.cut.order = one_of(key, value, &ORDERS)?,
            "by" => self.by = one_of(key, value, &STEPS)?,
            "per" => self.per = one_of(key, value, &APART)?,
            _ => {
                let term = key.replace('_', "-");
                if !Filter::TERMS.contains(&term.as_str()) {
                    let known = Filter::TERMS.join(", ").replace('-', "_");
                    return Err(value_error(format!("no filter {key:?}; there are {known}, {OTHERS}")));
                }
                self.filter.set(&term, &words(value)?, terms).map_err(value_error)?;
            }
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

/// One text or several, or what is written as one: a number, a date.
fn words(value: &Bound<PyAny>) -> PyResult<Vec<String>> {
    match (value.cast::<PyString>(), value.try_iter()) {
        (Ok(word), _) => Ok(vec![word.to_str()?.to_string()]),
        (_, Ok(words)) => words.map(|word| word?.extract()).collect(),
        // Of a time, its day.
        _ => Ok(vec![value.str()?.to_string().chars().take_while(|letter| !letter.is_whitespace()).collect()]),
    }
}
