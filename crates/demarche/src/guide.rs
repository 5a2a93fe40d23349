//! All knowledge that reading needs, loaded once and shared by every reader.

use crate::actors::{Tables, own};
use crate::attribution::Cues;
use crate::countries::Countries;
use crate::events::Codebook;
use crate::instruments::Register;
use crate::knowledge::KnowledgeError;
use crate::language::Languages;
use crate::places::Gazetteer;
use crate::reading::MadeBy;
use crate::ways::Row;
use crate::{dates, entities, learned, syntax, text};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use thiserror::Error;

/// Knowledge for every stage.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Guide {
    pub languages: Languages,
    pub text: text::Words,
    pub syntax: syntax::Model,
    pub reader: Option<learned::Model>,
    pub countries: Countries,
    pub entities: entities::Words,
    pub dates: dates::Words,
    pub gazetteer: Gazetteer,
    pub actors: Tables,
    pub cues: Cues,
    pub codebook: Codebook,
    pub register: Register,
    /// The versions of all this.
    pub made_by: MadeBy,
}

/// The versions of what is shipped: a program's, and short hashes of the models' manifest, the code book and the
/// register.
pub fn versions() -> MadeBy {
    MadeBy {
        version: env!("CARGO_PKG_VERSION").to_string(),
        models: short_hash([demarche_models::MANIFEST].into_iter()),
        codebook: short_hash(crate::knowledge::folder(CODEBOOK).map(|(_, text)| text)),
        register: short_hash(crate::knowledge::folder(REGISTER).map(|(_, text)| text)),
    }
}

/// Where the shipped code book lies.
const CODEBOOK: &str = "events/en/";

/// Where the shipped register lies.
const REGISTER: &str = "instruments/en/";

/// The first 40 bits of the texts' SHA-256: enough to tell versions apart.
fn short_hash<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    texts.for_each(|text| hash.update(text.as_bytes()));
    hash.finalize()[..5].iter().map(|byte| format!("{byte:02x}")).collect()
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
        let text = text::Words::shipped()?;
        Ok(Guide {
            languages: Languages::shipped()?,
            syntax: syntax::Model::shipped()?,
            reader: Some(learned::Model::shipped()?),
            countries: Countries::shipped()?,
            entities: entities::Words::shipped()?,
            dates: dates::Words::shipped()?,
            gazetteer: Gazetteer::shipped()?,
            actors: Tables::shipped()?,
            cues: Cues::shipped()?,
            codebook: Codebook::shipped().map_err(GuideError)?,
            register: Register::shipped(&text)?,
            text,
            made_by: versions(),
        })
    }

    /// All ways in which slots of a record are filled, as rules are named.
    pub fn ways(&self) -> Vec<(String, &Row)> {
        let stages = [
            ("entities", &self.entities.ways),
            ("actors", &self.actors.ways),
            ("attribution", &self.cues.ways),
            ("events", &self.codebook.ways),
        ];
        let rows = stages.into_iter().flat_map(|(stage, ways)| ways.all.iter().map(move |row| (stage, row)));
        rows.map(|(stage, row)| (format!("{stage}/en/ways#{}", row.way), row)).collect()
    }

    /// The same knowledge with one way left out, for those who count what it is worth; named as rules are.
    #[must_use]
    pub fn without(&self, rule: &str) -> Self {
        let mut less = self.clone();
        let (stage, way) = rule.split_once("/en/ways#").unwrap_or(("", rule));
        match stage {
            "entities" => less.entities.ways.leave_out(way),
            "actors" => less.actors.ways.leave_out(way),
            "attribution" => less.cues.ways.leave_out(way),
            "events" => less.codebook.ways.leave_out(way),
            _ => {}
        }
        less
    }

    /// The same knowledge with another code book: file names and texts.
    ///
    /// # Errors
    /// Every entry that cannot be read, with file and line.
    pub fn with_codebook(self, files: &[(&str, &str)]) -> Result<Self, GuideError> {
        let codebook = Codebook::parse(files.iter().copied()).map_err(GuideError)?;
        let made_by = MadeBy { codebook: short_hash(files.iter().map(|(_, text)| *text)), ..self.made_by };
        Ok(Guide { codebook, made_by, ..self })
    }

    /// The same knowledge without the learned reader: frames and ways decide alone.
    #[must_use]
    pub fn by_rules(mut self) -> Self {
        self.reader = None;
        self.codebook.judge = None;
        self.made_by.models.push_str("-rules");
        self
    }

    /// The same knowledge with instruments of the user's own: a file's name and text, in the form of
    /// `instruments/en/register.tsv`.
    ///
    /// # Errors
    /// Every row that cannot be read, with file and line.
    pub fn with_instruments(self, file: &str, text: &str) -> Result<Self, GuideError> {
        let register = self.register.with_own(file, text, &self.text).map_err(GuideError)?;
        let shipped = crate::knowledge::folder(REGISTER).map(|(_, text)| text);
        let made_by = MadeBy { register: short_hash(shipped.chain([text])), ..self.made_by };
        Ok(Guide { register, made_by, ..self })
    }

    /// The same knowledge with a user's own actors: the table's name and text. The version of the models has the
    /// table's hash after a `+`.
    ///
    /// # Errors
    /// Every row that cannot be read, with file and line.
    pub fn with_actors(mut self, file: &str, text: &str) -> Result<Self, GuideError> {
        let own = own::read(file, text, &self.countries).map_err(GuideError)?;
        // Two spells of one actor are one entity.
        let mut seen = HashSet::new();
        for actor in own.iter().filter(|actor| seen.insert(actor.names[0].clone())) {
            self.entities.add(&actor.names, actor.kind, &self.text);
        }
        self.actors.add_own(&own);
        self.made_by.models = format!("{}+{}", self.made_by.models, short_hash([text].into_iter()));
        Ok(self)
    }
}
