//! All knowledge that reading needs, loaded once and shared by every reader.

use crate::actors::Tables;
use crate::attribution::Cues;
use crate::countries::Countries;
use crate::events::Codebook;
use crate::instruments::Register;
use crate::knowledge::KnowledgeError;
use crate::places::Gazetteer;
use crate::{dates, entities, syntax};
use thiserror::Error;

/// Knowledge for every stage.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Guide {
    pub syntax: syntax::Model,
    pub countries: Countries,
    pub entities: entities::Words,
    pub dates: dates::Words,
    pub gazetteer: Gazetteer,
    pub actors: Tables,
    pub cues: Cues,
    pub codebook: Codebook,
    pub register: Register,
}

/// Knowledge that cannot be loaded: each fault with its file and line.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct GuideError(pub Vec<KnowledgeError>);

impl From<KnowledgeError> for GuideError {
    fn from(error: KnowledgeError) -> Self {
        GuideError(vec![error])
    }
}

impl Guide {
    /// The shipped knowledge.
    ///
    /// # Errors
    /// Where a shipped file cannot be read, which the tests rule out.
    pub fn shipped() -> Result<Self, GuideError> {
        Ok(Guide {
            syntax: syntax::Model::default(),
            countries: Countries::shipped()?,
            entities: entities::Words::shipped()?,
            dates: dates::Words::shipped()?,
            gazetteer: Gazetteer::shipped()?,
            actors: Tables::shipped()?,
            cues: Cues::shipped()?,
            codebook: Codebook::shipped().map_err(GuideError)?,
            register: Register::shipped()?,
        })
    }
}
