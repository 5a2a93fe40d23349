//! Names of persons that the name tagger missed, told by what stands around them.

use super::Kind;
use super::names::Name;
use super::words::Words;
use crate::syntax::{Relation, Syntax, Upos};
use crate::text::Text;
use std::collections::HashSet;
use std::ops::Range;

/// Adds to the names marked those after a title, known surnames, and what repeats the last word of a person's name.
pub(super) fn add(text: &Text, syntax: &Syntax, words: &Words, names: Vec<Name>) -> Vec<Name> {
    let mut marked = vec![false; text.tokens.len()];
    names.iter().for_each(|name| marked[name.tokens.clone()].fill(true));
    let mut finder = Finder { text, syntax, words, marked, names };
    for sentence in text.sentences.iter().map(|s| s.tokens.clone()) {
        finder.runs(&sentence);
    }
    finder.repeated();
    finder.names.sort_by_key(|name| name.tokens.start);
    finder.names
}

struct Finder<'a> {
    text: &'a Text<'a>,
    syntax: &'a Syntax,
    words: &'a Words,
    marked: Vec<bool>,
    names: Vec<Name>,
}

impl Finder<'_> {
    /// Runs of proper nouns in a sentence that are persons' names.
    fn runs(&mut self, sentence: &Range<usize>) {
        let mut i = sentence.start;
        while i < sentence.end {
            let end = (i..sentence.end).take_while(|&at| self.is_plain(at)).last().map_or(i, |last| last + 1);
            if end == i {
                i += 1;
                continue;
            }
            if self.is_person(i..end, sentence) {
                self.mark(i..end);
            }
            i = end;
        }
    }

    fn mark(&mut self, tokens: Range<usize>) {
        self.marked[tokens.clone()].fill(true);
        self.names.push(Name { tokens, kind: Kind::Person, country: None, body: None, found: "unmarked" });
    }

    /// A proper noun that is part of no marked name, no title and no time.
    fn is_plain(&self, i: usize) -> bool {
        let word = self.syntax.word(i);
        let proper = word.upos == Upos::Propn && self.text.word(i).chars().any(char::is_lowercase);
        let free = !self.marked[i] && word.relation != Relation::OblUnmarked;
        proper && free && self.text.word(i).starts_with(char::is_uppercase) && self.noun(i).is_none()
    }

    fn noun(&self, i: usize) -> Option<Kind> {
        self.words.noun(&self.text.word(i).to_lowercase()).filter(|noun| !noun.rank).map(|noun| noun.kind)
    }

    /// Whether a run is a person's name: after a title, or a surname that the tables know.
    fn is_person(&self, run: Range<usize>, sentence: &Range<usize>) -> bool {
        let before = run.start.checked_sub(1).filter(|&i| i >= sentence.start);
        let title = before.filter(|&i| self.noun(i) == Some(Kind::Person) && !self.marked[i]);
        let capital = |i: usize| self.text.word(i).starts_with(char::is_uppercase);
        let article = before.is_some_and(|i| self.syntax.word(i).upos == Upos::Det);
        let known = run.len() == 1 && !article && self.words.is_surname(self.text.word(run.start));
        known || title.is_some_and(|i| run.len() > 1 || capital(i))
    }

    /// What repeats the last word of a person's name.
    fn repeated(&mut self) {
        let people = self.names.iter().filter(|name| name.kind == Kind::Person);
        let surnames: HashSet<&str> = people.map(|name| self.text.word(name.tokens.end - 1)).collect();
        let repeats = |&i: &usize| {
            let noun = matches!(self.syntax.word(i).upos, Upos::Propn | Upos::Noun | Upos::X);
            !self.marked[i] && noun && surnames.contains(self.text.word(i))
        };
        let found: Vec<usize> = (0..self.text.tokens.len()).filter(repeats).collect();
        found.into_iter().for_each(|i| self.mark(i..i + 1));
    }
}
