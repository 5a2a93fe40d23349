//! The tables of attribution: cues, signatures and the closed classes of words.

use super::Factuality;
use crate::knowledge::{self, KnowledgeError};
use crate::ways::Ways;
use std::collections::HashMap;

/// The knowledge of this stage: cues (words that give what follows to a source), signatures (what a word does to the
/// certainty of what it governs) and the closed classes of words that both need.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    pub(super) cues: Table<Cue>,
    pub(super) signatures: Table<Signature>,
    /// Cues of several words that stand before their source: "according to".
    pub(super) phrases: Vec<Cue>,
    words: HashMap<String, Word>,
    /// How cues, sources and contents are found.
    pub(crate) ways: Ways,
}

/// Entries by lemma and part of speech.
#[derive(Clone, Debug)]
pub(super) struct Table<T>(HashMap<String, Vec<(Part, T)>>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table(HashMap::new())
    }
}

impl<T> Table<T> {
    pub fn get(&self, lemma: &str, part: Part) -> Option<&T> {
        self.0.get(lemma)?.iter().find(|(p, _)| *p == part).map(|(_, entry)| entry)
    }

    fn insert(&mut self, lemma: &str, part: Part, entry: T) {
        self.0.entry(lemma.to_string()).or_default().push((part, entry));
    }
}

/// The part of speech of a cue or signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Verb,
    Noun,
    Adjective,
    Preposition,
}

impl Part {
    fn from_label(label: &str) -> Option<Self> {
        Some(match label {
            "verb" => Part::Verb,
            "noun" => Part::Noun,
            "adjective" => Part::Adjective,
            "preposition" => Part::Preposition,
            _ => return None,
        })
    }
}

/// A shape in which a cue gives its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Frame {
    /// It goes with a quotation: "…," she said.
    Quote,
    /// A clause: said that …
    Clause,
    /// An infinitive of the source's own: promised to …
    Infinitive,
    /// An infinitive of another's: urged X to …
    Control,
    /// A noun phrase: announced a review.
    Object,
    /// What follows "as": described X as …
    As,
    /// What is said of the object: called X …
    Predicate,
}

impl Frame {
    const NAMES: [(&'static str, Frame); 7] = [
        ("quote", Frame::Quote),
        ("clause", Frame::Clause),
        ("infinitive", Frame::Infinitive),
        ("control", Frame::Control),
        ("object", Frame::Object),
        ("as", Frame::As),
        ("predicate", Frame::Predicate),
    ];
}

/// A cue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cue {
    /// Its words.
    pub lemma: String,
    frames: u16,
    quoted: u16,
    /// The preposition that brings what its object is charged with: accused X of …, blamed X for …
    pub charge: Option<String>,
    /// The prepositions that bring its content.
    pub prepositions: Vec<String>,
    /// What it does to the certainty of its content.
    pub signature: Option<Signature>,
}

impl Cue {
    /// Whether the cue has this frame; `quoted`: the content has quotation marks in it, which some frames ask for.
    pub fn has(&self, frame: Frame, quoted: bool) -> bool {
        let bit = 1 << frame as u8;
        self.frames & bit != 0 || (quoted && self.quoted & bit != 0)
    }

    /// Whether the cue is a word of speaking, not of thinking.
    pub fn is_speech(&self) -> bool {
        self.has(Frame::Quote, false) || self.has(Frame::Control, false) || self.charge.is_some()
    }

    /// Whether the cue reports in a participle: "saying that", "describing it as", "urging them to".
    pub fn is_report(&self) -> bool {
        self.is_speech() || self.has(Frame::As, false)
    }

    fn parse(lemma: &str, frames: &str) -> Result<Self, String> {
        let mut cue = Cue { lemma: lemma.to_string(), ..Cue::default() };
        for label in frames.split_whitespace() {
            if let Some(list) = label.strip_prefix("prep=") {
                cue.prepositions = list.split(',').map(str::to_string).collect();
                continue;
            }
            if let Some(preposition) = label.strip_prefix("charge=") {
                cue.charge = Some(preposition.to_string());
                continue;
            }
            let (name, only_quoted) = label.strip_suffix(":quoted").map_or((label, false), |name| (name, true));
            let Some((_, frame)) = Frame::NAMES.iter().find(|(n, _)| *n == name) else {
                return Err(format!("no frame {label:?}"));
            };
            let set = if only_quoted { &mut cue.quoted } else { &mut cue.frames };
            *set |= 1 << *frame as u8;
        }
        Ok(cue)
    }
}

/// What a word does to the certainty of what it governs, when it is affirmed and when it is negated. None: nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signature {
    pub affirmed: Factuality,
    pub negated: Factuality,
}

/// The complements that a signature is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Complement {
    Clause,
    Infinitive,
    Gerund,
    Noun,
}

impl Complement {
    fn label(self) -> &'static str {
        match self {
            Complement::Clause => "clause",
            Complement::Infinitive => "infinitive",
            Complement::Gerund => "gerund",
            Complement::Noun => "noun",
        }
    }
}

/// The closed classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    /// "That" and its like.
    Complementizer,
    /// Negates its head.
    Negator,
    /// Negates the predicate it belongs to as subject or object, or through its noun.
    NegativeNoun,
    /// Makes nouns the object of saying: "issue a warning".
    Light,
    /// Brings a noun's author: "a statement by".
    Author,
    /// Brings the agent of a passive: "by".
    Agent,
    /// Brings a condition.
    Condition,
    /// Brings a negated condition: "unless".
    NegatedCondition,
    /// Negates the gerund it brings: "without".
    NegativePreposition,
    /// Brings what is not yet so: "to", "before" under a future.
    Purpose,
    /// Brings a cue that comments its clause: "as he said".
    Manner,
    /// Stands between speaker and speech in a headline.
    Colon,
    /// Parts a quotation from who signs it.
    Dash,
    /// Begins what something is called: "called the vote a fraud".
    Indefinite,
    /// A preposition that belongs to a speaker's title: "of", "for".
    Inner,
    /// A comma, or what parts clauses like one.
    Pause,
    /// A semicolon.
    Stop,
    /// Turns against what was said: "but".
    Adversative,
    /// A preposition that brings what a noun is about, not when or where: "of", "on".
    Complementing,
    /// Takes the negation on itself: "not only".
    NotNegated,
    /// Leaves a clause open: "whether".
    Open,
    /// A question mark.
    Question,
    /// A modal that is the future seen from the past: "would".
    Future,
    /// Makes its head possible.
    Possible,
    /// Makes its head probable.
    Probable,
    /// A noun phrase that names no content.
    Empty,
    /// Brings a circumstance that the report adds: "after", "amid".
    Circumstance,
    /// Determines what is only thought of: "any".
    Arbitrary,
}

const CLASSES: [(&str, Class); 28] = [
    ("adversative", Class::Adversative),
    ("agent", Class::Agent),
    ("arbitrary", Class::Arbitrary),
    ("author", Class::Author),
    ("circumstance", Class::Circumstance),
    ("colon", Class::Colon),
    ("complementizer", Class::Complementizer),
    ("complementing", Class::Complementing),
    ("condition", Class::Condition),
    ("dash", Class::Dash),
    ("empty", Class::Empty),
    ("future", Class::Future),
    ("indefinite", Class::Indefinite),
    ("inner", Class::Inner),
    ("light", Class::Light),
    ("manner", Class::Manner),
    ("negated-condition", Class::NegatedCondition),
    ("negative-noun", Class::NegativeNoun),
    ("negative-preposition", Class::NegativePreposition),
    ("negator", Class::Negator),
    ("not-negated", Class::NotNegated),
    ("open", Class::Open),
    ("pause", Class::Pause),
    ("possible", Class::Possible),
    ("probable", Class::Probable),
    ("purpose", Class::Purpose),
    ("question", Class::Question),
    ("stop", Class::Stop),
];

/// What the closed classes know of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    classes: u64,
    /// As a modal, the certainty of what it governs.
    pub modal: Option<Factuality>,
}

impl Word {
    pub fn is(self, class: Class) -> bool {
        self.classes & (1_u64 << class as u8) != 0
    }
}

impl Cues {
    /// The shipped tables.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        let mut tables = Cues { ways: Ways::shipped("attribution")?, ..Cues::default() };
        tables.read_cues("attribution/en/cues.tsv")?;
        tables.read_signatures("attribution/en/signatures.tsv")?;
        tables.read_words("attribution/en/words.tsv")?;
        Ok(tables)
    }

    /// What the closed classes know of the word with this lemma.
    pub(super) fn word(&self, lemma: &str) -> Word {
        self.words.get(lemma).copied().unwrap_or_default()
    }

    /// What the word does to a complement: its own signature, else its cue's.
    pub(super) fn signature(&self, lemma: &str, part: Part, complement: Complement) -> Option<Signature> {
        let key = signature_key(lemma, complement);
        self.signatures.get(&key, part).copied().or_else(|| {
            let cue = self.cues.get(lemma, part)?;
            cue.signature.filter(|_| complement != Complement::Noun)
        })
    }

    fn read_cues(&mut self, path: &str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(path, knowledge::file(path)?)? {
            let fault = |message: String| KnowledgeError::new(path, line, message);
            let [lemma, part, frames, affirmed, negated, _] = cells[..] else {
                return Err(fault("expected lemma, part, frames, certainty, negated, comment".to_string()));
            };
            let part = Part::from_label(part).ok_or_else(|| fault(format!("no part {part:?}")))?;
            let mut cue = Cue::parse(lemma, frames).map_err(fault)?;
            cue.signature = signature(affirmed, negated).map_err(fault)?;
            if part == Part::Preposition {
                self.phrases.push(cue);
            } else {
                self.cues.insert(lemma, part, cue);
            }
        }
        Ok(())
    }

    fn read_signatures(&mut self, path: &str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(path, knowledge::file(path)?)? {
            let fault = |message: String| KnowledgeError::new(path, line, message);
            let [lemma, part, complements, affirmed, negated, _] = cells[..] else {
                return Err(fault("expected lemma, part, complements, affirmed, negated, comment".to_string()));
            };
            let part = Part::from_label(part).ok_or_else(|| fault(format!("no part {part:?}")))?;
            let value = signature(affirmed, negated).map_err(fault)?.ok_or_else(|| fault("no value".to_string()))?;
            for complement in complements.split_whitespace() {
                self.signatures.insert(&format!("{lemma} {complement}"), part, value);
            }
        }
        Ok(())
    }

    fn read_words(&mut self, path: &str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(path, knowledge::file(path)?)? {
            let fault = |message: String| KnowledgeError::new(path, line, message);
            let [word, class, _] = cells[..] else {
                return Err(fault("expected word, class, comment".to_string()));
            };
            let entry = self.words.entry(word.to_string()).or_default();
            if let Some(value) = class.strip_prefix("modal=") {
                entry.modal = Some(factuality(value).map_err(fault)?);
            } else {
                let Some((_, class)) = CLASSES.iter().find(|(name, _)| *name == class) else {
                    return Err(fault(format!("no class {class:?}")));
                };
                entry.classes |= 1_u64 << *class as u8;
            }
        }
        Ok(())
    }
}

pub(super) fn signature_key(lemma: &str, complement: Complement) -> String {
    let mut key = String::with_capacity(lemma.len() + 11);
    key.push_str(lemma);
    key.push(' ');
    key.push_str(complement.label());
    key
}

fn signature(affirmed: &str, negated: &str) -> Result<Option<Signature>, String> {
    if affirmed.is_empty() {
        return Ok(None);
    }
    let affirmed = factuality(affirmed)?;
    let negated = if negated.is_empty() { affirmed } else { factuality(negated)? };
    Ok(Some(Signature { affirmed, negated }))
}

fn factuality(label: &str) -> Result<Factuality, String> {
    Factuality::ALL.into_iter().find(|f| f.as_str() == label).ok_or_else(|| format!("no certainty {label:?}"))
}
