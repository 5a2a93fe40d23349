//! The knowledge that a reading needs: the shipped one, with the user's own.

use crate::value_error;
use demarche::ontologies::{Ontologies, Ontology};
use demarche::{Guide, Record, Report};
use pyo3::prelude::*;

/// A file of the user's: its name and text.
type File = (String, String);

/// Knowledge, loaded and checked; shared by all threads that read.
#[pyclass(frozen, module = "demarche._native")]
pub struct Codebook {
    guide: Guide,
    ontologies: Ontologies,
    chosen: Vec<Ontology>,
}

#[pymethods]
impl Codebook {
    /// Loads the shipped knowledge, with files of the user's in its place or beside it.
    #[new]
    #[pyo3(signature = (files=None, actors=None, instruments=None, min_confidence=None, ontology=Vec::new()))]
    fn new(
        py: Python,
        files: Option<Vec<File>>,
        actors: Option<File>,
        instruments: Option<File>,
        min_confidence: Option<f32>,
        ontology: Vec<String>,
    ) -> PyResult<Self> {
        py.detach(|| {
            let mut guide = Guide::shipped().map_err(value_error)?;
            if let Some(files) = files {
                let borrowed: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
                guide = guide.with_codebook(&borrowed).map_err(value_error)?;
            }
            if let Some((name, text)) = actors {
                guide = guide.with_actors(&name, &text).map_err(value_error)?;
            }
            if let Some((name, text)) = instruments {
                guide = guide.with_instruments(&name, &text).map_err(value_error)?;
            }
            if let Some(least) = min_confidence {
                guide.codebook.keep_from(least);
            }
            let chosen = ontology.iter().map(|name| named(name)).collect::<PyResult<_>>()?;
            Ok(Codebook { guide, ontologies: Ontologies::shipped().map_err(value_error)?, chosen })
        })
    }

    /// The versions of all this: program, models, code book, register.
    fn versions(&self) -> (String, String, String, String) {
        let made_by = self.guide.made_by.clone();
        (made_by.version, made_by.models, made_by.codebook, made_by.register)
    }

    /// The types of events: name, quad class, meaning, modes with their meanings, number of frames.
    #[allow(clippy::type_complexity)]
    fn types(&self) -> Vec<(String, String, String, Vec<(String, String)>, usize)> {
        let book = &self.guide.codebook;
        let frames = |number: usize| book.frames.iter().filter(|frame| frame.kind == number).count();
        let types = book.types.iter().enumerate();
        types
            .map(|(n, t)| (t.name.clone(), t.quad.clone(), t.meaning.trim().to_string(), t.modes.clone(), frames(n)))
            .collect()
    }
}

impl Codebook {
    /// Reads a report.
    pub fn read(&self, report: &Report) -> Record {
        let mut record = demarche::read(report, &self.guide);
        self.chosen.iter().for_each(|&ontology| self.ontologies.code(ontology, &mut record));
        record
    }

    /// The knowledge itself.
    pub fn guide(&self) -> &Guide {
        &self.guide
    }
}

fn named(name: &str) -> PyResult<Ontology> {
    match name {
        "cameo" => Ok(Ontology::Cameo),
        "plover15" => Ok(Ontology::Plover15),
        _ => Err(value_error(format!("no ontology {name:?}; there are cameo and plover15"))),
    }
}
