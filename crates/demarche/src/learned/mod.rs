//! What a reader that has learnt from real reports makes of each word, before any rule is asked.
//!
//! In: [`Text`]. Out: [`Impressions`]: the encoder's vector of each word, and what the heads of the [`Model`] read off it:
//! whether a word tells an event, of which type and mode, how certain it is, and, of an event and a mention, whether the
//! mention is who did it, to whom it was done, or by whose account it is told. `demarche-forge` trains the heads
//! (`reader.py`) on the notes of `corpus/`. Heads only propose: the events stage weighs what they say beside its frames.

use crate::encoder::functions::gelu;
use crate::encoder::{Dense, Encoder, Matrix, Vectors, WeightsError};
use crate::knowledge::KnowledgeError;
use crate::text::Text;

/// Where the weights lie, as errors name the file.
const FILE: &str = "demarche-models/reader.weights";

/// Distances beyond this step, on a scale of doubling, count alike.
const FAR: usize = 8;

/// The encoder and its heads.
#[derive(Clone, Debug)]
pub struct Model {
    encoder: Encoder,
    trigger: Dense,
    mode: Dense,
    certainty: Dense,
    absent: Dense,
    organ: Dense,
    doing: Dense,
    taking: Dense,
    role: Dense,
    near: Matrix,
    /// The types of events, `-` for none first.
    pub types: Vec<String>,
    /// Types with their modes: `ASSAULT/drone`, `ASSAULT/-`.
    pub modes: Vec<String>,
    /// PLOVER's sectors.
    pub sectors: Vec<String>,
}

/// How many outputs a pair of event and mention has.
const OUTPUTS: usize = 5;

/// What the heads say of a mention's part in an event; each number is the log of odds against the contrary.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part {
    /// It did it.
    pub actor: f32,
    /// It was done to it.
    pub recipient: f32,
    /// By its account it is told.
    pub source: f32,
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
            doing: dense("doing")?,
            taking: dense("taking")?,
            role: dense("role")?,
            near: encoder.matrix("near.weight")?,
            types: encoder.list("types")?,
            modes: encoder.list("modes")?,
            sectors: encoder.list("sectors")?,
            encoder,
        })
    }

    /// Reads a report.
    pub fn read<'m>(&'m self, text: &Text) -> Impressions<'m> {
        let words = |sentence: &crate::text::Sentence| sentence.tokens.clone().map(|t| text.word(t)).collect();
        let sentences: Vec<Vec<&str>> = text.sentences.iter().map(words).collect();
        let vectors = self.encoder.read(&sentences);
        let types = self.trigger.apply(vectors.numbers());
        Impressions { model: self, vectors, types }
    }
}

/// What the model makes of a report. Words are tokens.
#[derive(Clone, Debug)]
pub struct Impressions<'m> {
    /// What read it.
    pub model: &'m Model,
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

    /// What part each of these words has in the event that a word tells.
    pub fn parts(&self, word: usize, mentions: &[usize]) -> Vec<Part> {
        let model = self.model;
        let vectors: Vec<f32> = mentions.iter().flat_map(|&m| self.vectors.get(m)).copied().collect();
        let taking = model.taking.apply(&vectors);
        let asked = model.role.apply(&with_one(&model.doing.apply(self.vectors.get(word))));
        let one = |(&mention, taking): (&usize, &[f32])| {
            let taking = with_one(taking);
            let near = self.model.near.row(step(word, mention));
            let score = |output: usize| {
                let row = &asked[output * taking.len()..][..taking.len()];
                row.iter().zip(&taking).map(|(a, b)| a * b).sum::<f32>() + near[output]
            };
            let [neither, actor, recipient, told, source] = std::array::from_fn::<f32, OUTPUTS, _>(score);
            Part { actor: actor - neither, recipient: recipient - neither, source: source - told }
        };
        mentions.iter().zip(taking.chunks_exact(model.taking.outputs().max(1))).map(one).collect()
    }
}

fn likeliest(scores: &[f32]) -> Option<usize> {
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
}

/// What a layer gives, bent, and a one for the bias of the next.
fn with_one(values: &[f32]) -> Vec<f32> {
    values.iter().map(|&v| gelu(v)).chain(std::iter::once(1.0)).collect()
}

/// The row of a distance: its sign, and the logarithm to base two of one more than its length, rounded.
fn step(event: usize, mention: usize) -> usize {
    let square = (mention.abs_diff(event) as u64 + 1).pow(2);
    let length = (1..=FAR).filter(|step| square >= 1 << (2 * step - 1)).count();
    if mention < event { FAR - length } else { FAR + length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_double_from_step_to_step() {
        let steps = [0, 1, 2, 4, 5, 10, 11, 300].map(|far| step(0, far));
        assert_eq!(steps, [8, 9, 10, 10, 11, 11, 12, 16]);
        assert_eq!([1, 300].map(|far| step(far, 0)), [7, 0]);
    }
}
