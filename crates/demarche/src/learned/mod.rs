//! What a reader that has learnt from real reports makes of each word, before any rule is asked.
//!
//! In: [`Text`]. Out: [`Impressions`]: the encoder's vector of each word, and what the heads of the [`Model`] read off it:
//! whether a word tells an event, of which type and mode, how certain it is, and, of an event and a mention, whether the
//! mention is who did it, to whom it was done, or by whose account it is told. `demarche-forge` trains the heads
//! (`reader.py`) on the notes of `corpus/`. Heads only propose: the events stage weighs what they say beside its frames.

mod pairs;

pub use pairs::Part;

use crate::encoder::{Dense, Encoder, Vectors, WeightsError};
use crate::knowledge::KnowledgeError;
use crate::syntax::Syntax;
use crate::text::Text;
use pairs::Pairs;

/// Where the weights lie, as errors name the file.
const FILE: &str = "demarche-models/reader.weights";

/// The encoder and its heads.
#[derive(Clone, Debug)]
pub struct Model {
    encoder: Encoder,
    trigger: Dense,
    mode: Dense,
    certainty: Dense,
    absent: Dense,
    organ: Dense,
    sector: Dense,
    dated: Dense,
    cue: Dense,
    pairs: Pairs,
    /// The types of events, `-` for none first.
    pub types: Vec<String>,
    /// Types with their modes: `ASSAULT/drone`, `ASSAULT/-`.
    pub modes: Vec<String>,
    /// PLOVER's sectors.
    pub sectors: Vec<String>,
}

/// Who is told to have done something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doer<'m> {
    /// Somebody whom words of the text stand for.
    Named,
    /// Nobody known.
    Unknown,
    /// A body of this sector that no word stands for: the police of "was arrested", the court of "was sentenced".
    Implied(&'m str),
}

impl Model {
    /// The shipped model.
    ///
    /// # Errors
    /// Where the weights cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Model::load(demarche_models::READER).map_err(|fault| KnowledgeError::new(FILE, 0, fault.to_string()))
    }

    /// A model from the bytes of a weights file, for those who train one.
    ///
    /// # Errors
    /// Where they are none, or lack a head.
    pub fn load(bytes: &'static [u8]) -> Result<Self, WeightsError> {
        let encoder = Encoder::load(bytes)?;
        let dense = |name: &str| encoder.dense(name);
        Ok(Model {
            trigger: dense("trigger")?,
            mode: dense("mode")?,
            certainty: dense("certainty")?,
            absent: dense("absent")?,
            organ: dense("organ")?,
            sector: dense("sector")?,
            dated: dense("dated")?,
            cue: dense("cue")?,
            pairs: Pairs::load(&encoder)?,
            types: encoder.list("types")?,
            modes: encoder.list("modes")?,
            sectors: encoder.list("sectors")?,
            encoder,
        })
    }

    /// Reads a report.
    pub fn read<'m>(&'m self, text: &'m Text<'m>, syntax: &'m Syntax) -> Impressions<'m> {
        let words = |sentence: &crate::text::Sentence| sentence.tokens.clone().map(|t| text.word(t)).collect();
        let sentences: Vec<Vec<&str>> = text.sentences.iter().map(words).collect();
        let vectors = self.encoder.read(&sentences);
        let types = self.trigger.apply(vectors.numbers());
        Impressions { model: self, text, syntax, vectors, types }
    }
}

/// What the model makes of a report. Words are tokens.
#[derive(Clone, Debug)]
pub struct Impressions<'m> {
    /// What read it.
    pub model: &'m Model,
    text: &'m Text<'m>,
    syntax: &'m Syntax,
    vectors: Vectors,
    types: Vec<f32>,
}

impl Impressions<'_> {
    /// Whether a type is one of those that were learnt.
    pub fn knows(&self, kind: &str) -> bool {
        self.model.types.iter().any(|known| known == kind)
    }

    /// For each type the log of its odds against no event at this word.
    pub fn types(&self, word: usize) -> Vec<f32> {
        let scores = &self.types[word * self.model.types.len()..][..self.model.types.len()];
        scores.iter().map(|score| score - scores[0]).collect()
    }

    /// The likeliest mode of an event of a type, where the likeliest is not to have none.
    pub fn mode(&self, word: usize, kind: &str) -> Option<&str> {
        let scores = self.model.mode.apply(self.vectors.get(word));
        let of_type = |label: &&str| label.strip_prefix(kind).is_some_and(|rest| rest.starts_with('/'));
        let labels = self.model.modes.iter().map(String::as_str).zip(scores).filter(|(label, _)| of_type(label));
        let (best, _) = labels.max_by(|a, b| a.1.total_cmp(&b.1))?;
        best.split_once('/').map(|(_, mode)| mode).filter(|mode| *mode != "-")
    }

    /// A score for each of FactBank's values, from certainly not to certainly.
    pub fn certainty(&self, word: usize) -> Vec<f32> {
        self.model.certainty.apply(self.vectors.get(word))
    }

    /// Whether the text names the doer of an event, and if not, the sector of the body that it takes for granted.
    pub fn doer(&self, word: usize) -> Doer<'_> {
        let vector = self.vectors.get(word);
        match likeliest(&self.model.absent.apply(vector)) {
            Some(1) => Doer::Unknown,
            Some(2) => {
                let sector = likeliest(&self.model.organ.apply(vector)).and_then(|at| self.model.sectors.get(at));
                sector.map_or(Doer::Unknown, |sector| Doer::Implied(sector))
            }
            _ => Doer::Named,
        }
    }

    /// For each of the model's sectors the logarithm of the likelihood that a mention, by its head, is of it.
    pub fn sectors(&self, mention: usize) -> Vec<f32> {
        log_shares(self.model.sector.apply(self.vectors.get(mention)))
    }

    /// What dates an event: the logarithms of the likelihoods that nothing does, the day of publication, an expression, or
    /// something else.
    pub fn dated(&self, word: usize) -> [f32; 4] {
        let shares = log_shares(self.model.dated.apply(self.vectors.get(word)));
        std::array::from_fn(|at| shares.get(at).copied().unwrap_or_default())
    }

    /// The log of odds that a word is the cue of an attribution: "said", "according".
    pub fn cue(&self, word: usize) -> f32 {
        let scores = self.model.cue.apply(self.vectors.get(word));
        let Some((none, cues)) = scores.split_first() else { return 0.0 };
        cues.iter().map(|score| (score - none).exp()).sum::<f32>().ln()
    }
}

/// Scores as logarithms of shares.
fn log_shares(mut scores: Vec<f32>) -> Vec<f32> {
    let largest = scores.iter().fold(f32::MIN, |a, &b| a.max(b));
    let whole = scores.iter().map(|s| (s - largest).exp()).sum::<f32>().ln() + largest;
    scores.iter_mut().for_each(|score| *score -= whole);
    scores
}

fn likeliest(scores: &[f32]) -> Option<usize> {
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
}
