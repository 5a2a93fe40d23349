//! Small classes of words and codes that dating, placing and recalling ask for, read from `en/classes.tsv`.

use crate::knowledge::{self, KnowledgeError};
use std::collections::HashSet;

const CLASSES: &str = "events/en/classes.tsv";

/// A class of words, or of type and sector codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Types that are acts of speech: done when their speaker speaks.
    Speech,
    /// Types of what happens on the ground, between people in one place.
    Ground,
    /// Types of which all parties are in one place.
    Meeting,
    /// Sectors of those who act for a state.
    State,
    /// Prepositions that lead in where something happens.
    Where,
    /// Prepositions that lead in when, where and how, and so no recipient.
    Circumstance,
    /// Prepositions before the occasion of an act: "at the meeting".
    Occasion,
    /// Prepositions before what an act happens within: "during the talks".
    Within,
    /// Prepositions before the parties of a mutual act.
    Party,
    /// Conjunctions of time that trees take for prepositions.
    Order,
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
    /// Determiners of what is new.
    Indefinite,
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
    /// Modes of what the police do.
    Police,
    /// Sectors of those who do it.
    Officers,
    /// Nouns for how much of something: "part of its aid".
    Portion,
    /// Nouns for what another said, which is denied or rejected.
    Claim,
    /// Verbs of taking upon oneself: "claimed responsibility".
    Claiming,
    /// What leads in a condition: "if".
    Condition,
    /// What one takes upon oneself: "responsibility".
    Liability,
    /// The type of protests.
    Protest,
}

const NAMES: [(&str, Class); 34] = [
    ("speech", Class::Speech),
    ("ground", Class::Ground),
    ("meeting", Class::Meeting),
    ("state", Class::State),
    ("where", Class::Where),
    ("circumstance", Class::Circumstance),
    ("occasion", Class::Occasion),
    ("within", Class::Within),
    ("party", Class::Party),
    ("order", Class::Order),
    ("first", Class::First),
    ("background", Class::Background),
    ("last", Class::Last),
    ("meanwhile", Class::Meanwhile),
    ("shared", Class::Shared),
    ("since", Class::Since),
    ("answering", Class::Answering),
    ("definite", Class::Definite),
    ("indefinite", Class::Indefinite),
    ("perfect", Class::Perfect),
    ("aside", Class::Aside),
    ("relative", Class::Relative),
    ("spoken", Class::Spoken),
    ("each", Class::Each),
    ("other", Class::Other),
    ("doer", Class::Doer),
    ("police", Class::Police),
    ("officers", Class::Officers),
    ("portion", Class::Portion),
    ("claim", Class::Claim),
    ("claiming", Class::Claiming),
    ("condition", Class::Condition),
    ("liability", Class::Liability),
    ("protest", Class::Protest),
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

    /// Whether a word or code is of a class.
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
