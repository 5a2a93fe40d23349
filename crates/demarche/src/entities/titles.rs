//! A person's name and the titles before it: "Japanese Chief Cabinet Secretary Yoshimasa Hayashi" is one mention.

use super::Kind;
use super::phrases::{Finder, Phrase};
use super::words::Gender;
use crate::syntax::Upos;
use std::ops::Range;

/// How many words a title has at most: "Under Secretary of the Treasury for Terrorism and Financial Intelligence".
const LONGEST: usize = 12;

impl Finder<'_> {
    /// Widens a person's name over the titles before it, and leaves those outside the name proper.
    pub(super) fn add_titles(&self, phrase: &mut Phrase) {
        if phrase.body.is_none() {
            phrase.name.start = self.after_titles(&phrase.name);
        }
        let start = phrase.tokens.start;
        let titled = phrase.name.start > start || self.before(start).is_some_and(|i| self.is_title(i));
        if titled {
            phrase.tokens.start = self.left_edge(start);
        } else if let Some(title) = self.title_of(start) {
            phrase.tokens.start = self.left_edge(title);
            // "US Ambassador to Germany": not the last country named, unless it is the only one.
            let own = self.country_before(&(phrase.tokens.start..title), title);
            phrase.country = own.or_else(|| self.country_after(title + 1, None));
        }
        let described = phrase.tokens.start..phrase.name.start;
        phrase.nouns = described.clone().filter(|&i| self.is_title(i)).map(|i| self.noun_lemma(i)).collect();
        phrase.gender = self.title_gender(described);
        phrase.head = self.head_of(&phrase.tokens);
        phrase.country = phrase.country.or_else(|| self.country_before(&phrase.tokens, phrase.name.start));
    }

    /// Where a name begins after the titles that were marked with it: "Assistant Secretary of State Molly Phee".
    fn after_titles(&self, name: &Range<usize>) -> usize {
        let title = |i: &usize| self.is_title(*i) || self.is_rank(*i);
        let Some(last) = (name.start..name.end.saturating_sub(1)).rev().find(title) else { return name.start };
        let mut start = last + 1;
        if matches!(self.syntax.word(start).upos, Upos::Adp) {
            let field = |i: &usize| self.words.noun(&self.lower(*i)).is_some() || self.country_at[*i].is_some();
            start = (start + 1..name.end).find(|i| !field(i)).unwrap_or(name.end);
        }
        start.min(name.end - 1)
    }

    /// The title before a name that goes on with "of" ("Secretary of State Mike Pompeo").
    fn title_of(&self, start: usize) -> Option<usize> {
        let mut i = start;
        while start - i < LONGEST {
            i = self.before(i)?;
            match self.text.word(i) {
                "of" | "for" | "to" if i + 1 < start => {
                    if let Some(title) = self.before(i).filter(|&title| self.is_title(title)) {
                        return Some(title);
                    }
                }
                "and" | "the" => {}
                word if word.starts_with(char::is_uppercase) => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether token `i` is a noun for a person ("President", "Mr").
    pub(super) fn is_title(&self, i: usize) -> bool {
        let noun = matches!(self.syntax.word(i).upos, Upos::Noun | Upos::Propn | Upos::Adj);
        noun && self.noun(i).is_some_and(|noun| noun.kind == Kind::Person)
    }

    pub(super) fn title_gender(&self, mut tokens: Range<usize>) -> Gender {
        let told = |i| self.noun(i).map(|noun| noun.gender).filter(|&gender| gender != Gender::Unknown);
        tokens.find_map(told).unwrap_or_default()
    }
}
