//! Whether a reader takes what a predicate says for having happened.
//!
//! This is another question than [`Attributions::factuality`]: that is how far the innermost source commits ("will
//! meet" is probable), this is whether it *has* happened in the eyes of someone who reads the sentence alone ("will
//! meet" has not). People were asked it for UDS-IH2 (White et al. 2016; Rudinger, White and Van Durme 2018), and the
//! weights are learnt from their answers: a network with one hidden layer over the signs of a word ([`signs`]). Its
//! sums are of integers, so that every machine gives the same value.

mod signs;

use crate::actors::Actors;
use crate::attribution::cues::Class;
use crate::attribution::scene::Scene;
use crate::attribution::{Attributions, Cues, Factuality};
use crate::entities::Entities;
use crate::knowledge::KnowledgeError;
use crate::syntax::{Relation, Syntax, Upos};
use crate::text::Text;

/// How many rows of weights there are; signs are hashed to them.
pub const ROWS: usize = 1 << 13;
/// How many hidden units there are.
pub const HIDDEN: usize = 24;
/// The numbers of a row: the hidden units' and the direct weight.
pub const WIDTH: usize = HIDDEN + 1;
/// The magic name and version of the weights' file.
pub const MAGIC: &[u8; 8] = b"DMHAPPN\x01";

const FILE: &str = "demarche-models/happened.weights";

/// The weights.
#[derive(Clone, Debug, Default)]
pub struct Happened {
    /// For each row the hidden units' weights and the direct one.
    pub rows: Vec<i8>,
    /// What each hidden unit, and last the direct sum, counts for.
    pub outputs: Vec<i32>,
    /// The sums from which on each value but the least holds, from probably not to certainly.
    pub thresholds: [i64; 6],
}

impl Happened {
    /// The shipped weights.
    ///
    /// # Errors
    /// Where the file is of another make or version.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Self::read(demarche_models::HAPPENED).map_err(|message| KnowledgeError::new(FILE, 0, message))
    }

    /// The weights of a file.
    ///
    /// # Errors
    /// Where the file is of another make, version or length.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or("expected weights that begin with DMHAPPN, version 1")?;
        let (tail, rows) = (WIDTH * 4 + 6 * 8, ROWS * WIDTH);
        if rest.len() != rows + tail {
            return Err(format!("expected {} bytes of weights, found {}", rows + tail, rest.len()));
        }
        let (rows, rest) = rest.split_at(rows);
        let (outputs, rest) = rest.split_at(WIDTH * 4);
        let number = |b: &[u8]| i32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        let mut thresholds = [0; 6];
        for (threshold, b) in thresholds.iter_mut().zip(rest.chunks_exact(8)) {
            *threshold = i64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]]);
        }
        Ok(Happened {
            rows: rows.iter().map(|&b| b.cast_signed()).collect(),
            outputs: outputs.chunks_exact(4).map(number).collect(),
            thresholds,
        })
    }

    /// The bytes of a file.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.rows.iter().map(|&w| w.cast_unsigned()));
        bytes.extend(self.outputs.iter().flat_map(|w| w.to_le_bytes()));
        bytes.extend(self.thresholds.iter().flat_map(|t| t.to_le_bytes()));
        bytes
    }

    /// The sum for a word with these signs.
    pub fn sum(&self, signs: &[u16]) -> i64 {
        let mut units = [0_i32; WIDTH];
        for &sign in signs {
            let start = usize::from(sign) * WIDTH;
            let Some(row) = self.rows.get(start..start + WIDTH) else { continue };
            for (unit, &weight) in units.iter_mut().zip(row) {
                *unit += i32::from(weight);
            }
        }
        let direct = |at: usize| at + 1 == WIDTH;
        let unit = |(at, &unit): (usize, &i32)| i64::from(if direct(at) { unit } else { unit.max(0) });
        self.outputs.iter().zip(units.iter().enumerate().map(unit)).map(|(&w, unit)| i64::from(w) * unit).sum()
    }

    /// The value of a sum.
    pub fn value(&self, sum: i64) -> Factuality {
        Factuality::ALL[self.thresholds.iter().filter(|&&t| sum >= t).count()]
    }
}

/// A report as its reader sees it.
pub struct View<'a> {
    scene: Scene<'a>,
    attributions: &'a Attributions,
}

impl<'a> View<'a> {
    /// The view of a report that has been read so far.
    pub fn new(
        text: &'a Text<'a>,
        syntax: &'a Syntax,
        entities: &'a Entities,
        actors: &'a Actors,
        attributions: &'a Attributions,
        cues: &'a Cues,
    ) -> Self {
        View { scene: Scene::new(text, syntax, entities, actors, cues), attributions }
    }

    /// The rows of the weights that speak for token `i`.
    pub fn signs(&self, i: usize) -> Vec<u16> {
        signs::of(&self.scene, self.attributions, i)
    }

    /// For each token that is a predicate or can name an event, how far a reader takes it for having happened.
    pub fn values(&self, weights: &Happened) -> Vec<Option<Factuality>> {
        let count = self.scene.syntax.words().len();
        (0..count).map(|i| self.is_predicate(i).then(|| self.value(i, weights))).collect()
    }

    /// The learnt value; what is plainly negated has at the most possibly not happened. (The people asked were of two
    /// minds over "did not": some said how sure they were of the negation.)
    fn value(&self, i: usize, weights: &Happened) -> Factuality {
        let value = weights.value(weights.sum(&self.signs(i)));
        let negates = |&c: &usize| self.scene.is(c, Class::Negator) && self.scene.relation(c) == Relation::Advmod;
        if self.scene.children(i).iter().any(negates) { value.min(Factuality::PossibleNot) } else { value }
    }

    fn is_predicate(&self, i: usize) -> bool {
        let root = self.scene.relation(i) == Relation::Root && self.scene.upos(i) != Upos::Punct;
        let clause =
            [Relation::Nsubj, Relation::NsubjPass, Relation::Csubj, Relation::Ccomp, Relation::Xcomp, Relation::Aux];
        let governs = self.scene.child(i, &clause).is_some();
        root || governs || self.attributions.factuality.get(i).copied().flatten().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Guide, Report, pipeline};

    fn value(text: &str, word: &str, guide: &Guide) -> Factuality {
        let report = Report::new(text.to_string());
        let r = pipeline::analyze(&report, guide);
        let view = View::new(&r.text, &r.syntax, &r.entities, &r.actors, &r.attributions, &guide.cues);
        let at = (0..r.text.tokens.len()).find(|&i| r.text.word(i) == word).expect("the word is there");
        view.values(&Happened::shipped().unwrap())[at].expect("it has a value")
    }

    #[test]
    fn what_has_happened_what_has_not_and_what_will() {
        let guide = Guide::shipped().unwrap();
        assert_eq!(value("The soldiers crossed the river on Monday.", "crossed", &guide), Factuality::Certain);
        for text in ["The soldiers will cross the river.", "The soldiers did not cross the river."] {
            assert!(value(text, "cross", &guide) < Factuality::Uncommitted, "{text}");
        }
    }

    #[test]
    fn other_files_are_refused() {
        assert!(Happened::read(b"DMHAPPN\x02").is_err());
        assert!(Happened::read(b"DMHAPPN\x01 too short").is_err());
        let shipped = Happened::read(demarche_models::HAPPENED).unwrap();
        assert_eq!(shipped.write(), demarche_models::HAPPENED);
    }
}
