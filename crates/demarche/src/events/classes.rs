//! Small classes of words that roles, dating, placing and recalling ask for, read from `en/classes.tsv`.

use crate::knowledge::{self, KnowledgeError};
use std::collections::HashSet;

const CLASSES: &str = "events/en/classes.tsv";

/// A class of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Prepositions that lead in where something happens.
    Where,
    /// Prepositions before the occasion of an act: "at the meeting".
    Occasion,
    /// Prepositions before what an act happens within: "during the talks".
    Within,
    /// Prepositions before the parties of a mutual act.
    Party,
    /// Words after which the clause came first: "after".
    First,
    /// Prepositions before what only explains the news: "amid".
    Background,
    /// Words after which the clause came last: "before".
    Last,
    /// Conjunctions of what goes on meanwhile.
    Meanwhile,
    /// Marks of clauses that share the time of the clause above them.
    Shared,
    /// What begins a stretch up to now: "since".
    Since,
    /// Adverbs of acts that answer what was told: "also".
    Answering,
    /// Determiners of what is known.
    Definite,
    /// The verb that makes the perfect.
    Perfect,
    /// Marks of an aside: "as planned".
    Aside,
    /// Adverbs that begin the clause of a place or time: "where".
    Relative,
    /// Days told from the day of speaking: "today".
    Spoken,
    /// First words of "each other".
    Each,
    /// Last words of "each other".
    Other,
    /// The marks of a doer in a passive.
    Doer,
    /// Nouns for how much of something: "part of its aid".
    Portion,
    /// Verbs of taking upon oneself: "claimed responsibility".
    Claiming,
    /// What one takes upon oneself: "responsibility".
    Liability,
}

const NAMES: [(&str, Class); 22] = [
    ("where", Class::Where),
    ("occasion", Class::Occasion),
    ("within", Class::Within),
    ("party", Class::Party),
    ("first", Class::First),
    ("background", Class::Background),
    ("last", Class::Last),
    ("meanwhile", Class::Meanwhile),
    ("shared", Class::Shared),
    ("since", Class::Since),
    ("answering", Class::Answering),
    ("definite", Class::Definite),
    ("perfect", Class::Perfect),
    ("aside", Class::Aside),
    ("relative", Class::Relative),
    ("spoken", Class::Spoken),
    ("each", Class::Each),
    ("other", Class::Other),
    ("doer", Class::Doer),
    ("portion", Class::Portion),
    ("claiming", Class::Claiming),
    ("liability", Class::Liability),
];

/// The classes.
#[derive(Clone, Debug, Default)]
pub(super) struct Classes {
    /// In the order of [`NAMES`].
    lists: Vec<Vec<String>>,
}

impl Classes {
    /// The shipped classes.
    ///
    /// # Errors
    /// Where a row names no class.
    pub(super) fn shipped() -> Result<Self, KnowledgeError> {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut lists = vec![Vec::new(); NAMES.len()];
        for (line, cells) in knowledge::rows(CLASSES, knowledge::file(CLASSES)?)? {
            let [class, words, ..] = cells[..] else {
                return Err(KnowledgeError::new(CLASSES, line, "a class and its words"));
            };
            let known = NAMES.iter().position(|(name, _)| *name == class).filter(|_| seen.insert(class));
            let at = known
                .ok_or_else(|| KnowledgeError::new(CLASSES, line, format!("{class:?} is no class, or a second")))?;
            lists[at] = words.split_whitespace().map(str::to_string).collect();
        }
        Ok(Classes { lists })
    }

    /// Whether a word is of a class.
    pub(super) fn is(&self, class: Class, word: &str) -> bool {
        self.words(class).iter().any(|w| w.eq_ignore_ascii_case(word))
    }

    /// The words of a class.
    pub(super) fn words(&self, class: Class) -> &[String] {
        let at = NAMES.iter().position(|(_, c)| *c == class);
        at.and_then(|at| self.lists.get(at)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words() {
        let classes = Classes::shipped().expect("it reads");
        for (name, class) in NAMES {
            assert!(!classes.words(class).is_empty(), "{name}");
        }
    }
}
