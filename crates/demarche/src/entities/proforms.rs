//! Words that stand in for others: pronouns, and numbers that stand alone ("the two agreed").

use super::phrases::{Definite, Finder, Phrase};
use super::words::{Bond, Gender, Pronoun};
use super::{Form, Kind, Person};
use crate::syntax::{Relation, Upos};

impl Finder<'_> {
    /// The mention of a pronoun, or of a number that stands for those it counts.
    pub(super) fn pronoun(&self, i: usize) -> Option<Phrase> {
        let word = self.syntax.word(i);
        if word.upos == Upos::Num {
            return self.counted_alone(i);
        }
        matches!(word.upos, Upos::Pron | Upos::Det | Upos::Cconj).then_some(())?;
        let (tokens, written) = match self.lower(i).as_str() {
            "each" if self.next_is(i, "other") => (i..i + 2, "each other".to_string()),
            "one" if self.next_is(i, "another") => (i..i + 2, "one another".to_string()),
            _ => (i..i + 1, self.lower(i)),
        };
        let pronoun = self.words.pronoun(&written)?;
        let next = self.syntax.words().get(tokens.end).map(|next| next.upos);
        let set = pronoun.bond == Bond::Set;
        let modifies = set && (self.goes_on(tokens.end) || matches!(next, Some(Upos::Det | Upos::Pron)));
        if modifies || word.relation == Relation::Expl {
            return None;
        }
        let form = Form::Pronoun(Person { person: pronoun.person, plural: pronoun.plural });
        Some(Phrase {
            head: self.head_of(&tokens),
            name: i..i,
            tokens,
            form,
            kind: Kind::Person,
            plural: pronoun.plural,
            country: None,
            body: None,
            nouns: Vec::new(),
            noun: None,
            pronoun: Some(pronoun),
            definite: Definite::Yes,
            gender: pronoun.gender,
        })
    }

    /// "the two agreed": a number that stands alone after its article.
    fn counted_alone(&self, i: usize) -> Option<Phrase> {
        self.words.number(&self.lower(i))?;
        let article = self.before(i).filter(|&before| self.syntax.word(before).upos == Upos::Det)?;
        let relation = self.syntax.word(i).relation;
        let party =
            matches!(relation, Relation::Nsubj | Relation::NsubjPass | Relation::Obj | Relation::Obl | Relation::Nmod);
        if !party || self.goes_on(i + 1) {
            return None;
        }
        Some(Phrase {
            head: i,
            name: i..i,
            tokens: article..i + 1,
            form: Form::Pronoun(Person { person: 3, plural: true }),
            kind: Kind::Person,
            plural: true,
            country: None,
            body: None,
            nouns: Vec::new(),
            noun: None,
            pronoun: Some(Pronoun { person: 3, plural: true, gender: Gender::Unknown, bond: Bond::Set }),
            definite: Definite::Yes,
            gender: Gender::Unknown,
        })
    }

    fn next_is(&self, i: usize, word: &str) -> bool {
        i + 1 < self.text.tokens.len() && self.lower(i + 1) == word
    }
}
