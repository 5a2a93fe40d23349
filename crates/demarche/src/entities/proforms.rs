//! Words that stand in for others: pronouns, and numbers that stand alone ("the two agreed", "killed five").

use super::phrases::{Definite, Finder, Phrase};
use super::words::{Bond, Gender, Pronoun};
use super::{Form, Kind, Person};
use crate::syntax::{Relation, Upos};
use crate::ways::Way;
use std::ops::Range;

impl Finder<'_> {
    /// The mention of a pronoun, or of a number that stands for those it counts.
    pub(super) fn proform(&self, i: usize) -> Option<Phrase> {
        match self.syntax.word(i).upos {
            Upos::Num => self.counted(i),
            Upos::Pron | Upos::Det | Upos::Cconj => self.pronoun(i),
            _ => None,
        }
    }

    fn pronoun(&self, i: usize) -> Option<Phrase> {
        let (tokens, written) = match self.lower(i).as_str() {
            "each" if self.next_is(i, "other") => (i..i + 2, "each other".to_string()),
            "one" if self.next_is(i, "another") => (i..i + 2, "one another".to_string()),
            _ => (i..i + 1, self.lower(i)),
        };
        let pronoun = self.words.pronoun(&written)?;
        let next = self.syntax.words().get(tokens.end).map(|next| next.upos);
        let set = pronoun.bond == Bond::Set;
        let modifies = set && (self.goes_on(tokens.end) || matches!(next, Some(Upos::Det | Upos::Pron)));
        let nobody = modifies || self.syntax.word(i).relation == Relation::Expl;
        (!nobody).then(|| self.standing_in(i, tokens, Some(pronoun), "pronoun-word"))
    }

    /// A number that stands alone for those it counts: "the two agreed", "killed five and injured ten".
    fn counted(&self, i: usize) -> Option<Phrase> {
        use Relation::{Conj, Nsubj, NsubjPass, Obj};
        let party = matches!(self.syntax.word(i).relation, Nsubj | NsubjPass | Obj | Conj);
        if !party || self.goes_on(i + 1) || self.next_is(i, "%") {
            return None;
        }
        let article = self.before(i).filter(|&before| self.syntax.word(before).upos == Upos::Det);
        let set = Pronoun { person: 3, plural: true, gender: Gender::Unknown, bond: Bond::Set };
        let set = article.and(self.words.number(&self.lower(i))).map(|_| set);
        Some(self.standing_in(i, article.unwrap_or(i)..i + 1, set, "number"))
    }

    fn standing_in(&self, i: usize, tokens: Range<usize>, pronoun: Option<Pronoun>, found: Way) -> Phrase {
        let person = |p: Pronoun| Form::Pronoun(Person { person: p.person, plural: p.plural });
        Phrase {
            head: if tokens.start == i { self.head_of(&tokens) } else { i },
            name: i..i,
            tokens,
            form: pronoun.map_or(Form::Nominal, person),
            kind: if pronoun.is_some() { Kind::Person } else { Kind::Group },
            plural: pronoun.is_none_or(|p| p.plural),
            country: None,
            body: None,
            nouns: Vec::new(),
            noun: None,
            pronoun,
            definite: if pronoun.is_some() { Definite::Yes } else { Definite::No },
            gender: pronoun.map_or(Gender::Unknown, |p| p.gender),
            found,
        }
    }

    fn next_is(&self, i: usize, word: &str) -> bool {
        i + 1 < self.text.tokens.len() && self.lower(i + 1) == word
    }
}
