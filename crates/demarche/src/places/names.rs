//! Which words of a report name places.

use super::gazetteer::{Candidate, Cue, Gazetteer, Scale};
use crate::countries::{How, Naming};
use crate::syntax::{NameKind, Relation, Syntax, Upos};
use crate::text::Text;
use std::collections::HashSet;
use std::ops::Range;

/// A run of tokens that names a place, and the country it names, if it names one.
#[derive(Clone, Debug)]
pub(super) struct Name<'c> {
    pub tokens: Range<usize>,
    pub country: Option<Naming<'c>>,
}

/// Towns of so many people count where the tagger marks nothing.
const KNOWN_FROM: f64 = 100_000.0;

/// What the search sees.
struct Seen<'a> {
    text: &'a Text<'a>,
    syntax: &'a Syntax,
    gazetteer: &'a Gazetteer,
    /// Whether the tagger marked any name at all.
    is_tagged: bool,
    has_tags: bool,
    /// Words of persons' names.
    persons: HashSet<&'a str>,
    /// Names that the tagger takes for places somewhere in the report.
    located: HashSet<&'a str>,
}

/// All place names in text order, none overlapping.
pub(super) fn find<'c>(text: &Text, syntax: &Syntax, namings: &[Naming<'c>], gazetteer: &Gazetteer) -> Vec<Name<'c>> {
    let words = syntax.words();
    let seen = Seen {
        text,
        syntax,
        gazetteer,
        is_tagged: words.iter().any(|w| w.name.is_some()),
        has_tags: words.iter().any(|w| w.upos != Upos::X),
        persons: tagged(syntax, NameKind::Person).flatten().map(|i| text.word(i)).collect(),
        located: tagged(syntax, NameKind::Location).map(|tokens| text.words(tokens)).collect(),
    };
    let mut found: Vec<Name> = Vec::new();
    let mut namings = namings.iter().peekable();
    for sentence in &text.sentences {
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            while namings.next_if(|n| n.tokens.start < i).is_some() {}
            let naming = namings.peek().filter(|n| n.tokens.start == i).copied();
            let longest =
                if begins_name(text.word(i)) { gazetteer.longest(text, i, sentence.tokens.end) } else { None };
            let end = longest.max(naming.map(|n| n.tokens.end));
            let Some(end) = end else {
                i += 1;
                continue;
            };
            let naming = naming.filter(|n| n.tokens.end == end);
            let follows_place = found.last().is_some_and(|last| last.tokens.end == i);
            let is_place = match naming.map(Naming::how) {
                Some(How::Name | How::Part) => seen.accepts(i..end, sentence.tokens.clone(), true, follows_place),
                Some(How::Capital) | None => seen.accepts(i..end, sentence.tokens.clone(), false, follows_place),
                Some(_) => false,
            };
            if is_place {
                found.push(Name { tokens: i..end, country: naming.cloned() });
                i = end;
            } else {
                i = if naming.is_some() { end } else { i + 1 };
            }
        }
    }
    found
}

/// The names that the tagger marks as of this kind.
fn tagged(syntax: &Syntax, kind: NameKind) -> impl Iterator<Item = Range<usize>> + '_ {
    let words = syntax.words();
    let begins = move |i: &usize| words[*i].name.is_some_and(|n| n.kind == kind && n.begins);
    (0..words.len()).filter(begins).map(move |start| {
        let inside = |w: &crate::syntax::Word| w.name.is_some_and(|n| n.kind == kind && !n.begins);
        start..start + 1 + words[start + 1..].iter().take_while(|w| inside(w)).count()
    })
}

fn begins_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

impl Seen<'_> {
    /// Whether the words `tokens` name a place here.
    fn accepts(&self, tokens: Range<usize>, sentence: Range<usize>, is_country: bool, follows_place: bool) -> bool {
        let single = tokens.len() == 1;
        let word = self.text.word(tokens.start);
        let words = self.text.words(tokens.clone());
        if single && word.chars().count() < 2 || !is_country && !self.all_capitalized(&tokens) {
            return false;
        }
        let after_comma = tokens.start > sentence.start && self.text.word(tokens.start - 1) == ",";
        if single && self.gazetteer.is_short(word) {
            return after_comma || follows_place || word.contains('.') && word.len() > 3 || word.len() == 3;
        }
        if single && is_abbreviation(word) && !is_country || self.is_thing(tokens.end, &sentence) {
            return false;
        }
        let fits = self.before_allows(&tokens, &sentence, follows_place, is_country)
            && self.after_allows(&tokens, &sentence, is_country);
        if is_country {
            return fits;
        }
        let is_person = single && self.persons.contains(word);
        match self.tag(&tokens) {
            _ if !single && self.gazetteer.is_region(self.text, tokens.clone()) => fits,
            // Taggers that have not heard of a town take it for a person, where something is done to it.
            Some(Tag::Person) => single && fits && self.is_object(tokens.start) && self.is_large(&tokens),
            Some(Tag::Whole) => !is_person || self.is_located(tokens.start, &sentence),
            Some(Tag::Location) => fits && !is_person,
            None if single && self.gazetteer.is_common(word) => false,
            None if self.is_tagged && !self.located.contains(words) => {
                fits && !is_person && self.stands_alone(&tokens, &sentence)
            }
            None => fits && !is_person,
        }
    }

    /// Whether a name that the tagger overlooks is a place's: a large one, or one that a preposition or a list of places
    /// leads to.
    fn stands_alone(&self, tokens: &Range<usize>, sentence: &Range<usize>) -> bool {
        let is_wide = |c: &Candidate| matches!(c.scale, Scale::Region | Scale::State | Scale::County);
        let is_known = |c: &Candidate| !c.is_other_name && (c.population >= KNOWN_FROM || is_wide(c));
        let candidates = self.gazetteer.candidates_of(self.text, tokens.clone());
        self.is_located(tokens.start, sentence) || candidates.iter().any(is_known)
    }

    /// Whether the words name a large town by its usual name.
    fn is_large(&self, tokens: &Range<usize>) -> bool {
        let candidates = self.gazetteer.candidates_of(self.text, tokens.clone());
        candidates.iter().any(|c| !c.is_other_name && c.population >= KNOWN_FROM)
    }

    /// Whether a word is the object of a verb.
    fn is_object(&self, i: usize) -> bool {
        self.syntax.words().get(i).is_some_and(|w| w.relation == Relation::Obj)
    }

    /// Whether a word that says where stands right before token `i`.
    fn is_located(&self, i: usize, sentence: &Range<usize>) -> bool {
        i > sentence.start && self.gazetteer.has_cue(&self.text.word(i - 1).to_lowercase(), Cue::Where)
    }

    /// Whether token `after` makes a street, a paper or a club of what stands before it.
    fn is_thing(&self, after: usize, sentence: &Range<usize>) -> bool {
        if after >= sentence.end {
            return false;
        }
        let word = self.text.word(after);
        let next = after + 1;
        let hyphen =
            word == "-" && next < sentence.end && !self.text.space_after(after) && !self.text.space_after(after - 1);
        if hyphen {
            let begins = begins_name(self.text.word(next));
            return begins && self.gazetteer.longest(self.text, next, sentence.end).is_none();
        }
        self.gazetteer.has_cue(word, Cue::Thing) && self.is_proper(after, sentence)
    }

    fn all_capitalized(&self, tokens: &Range<usize>) -> bool {
        let last = tokens.end - 1;
        begins_name(self.text.word(last))
            || tokens.len() > 1 && self.text.word(last).chars().all(|c| !c.is_lowercase())
            || tokens.len() > 1 && self.gazetteer.has_cue(self.text.word(last), Cue::State)
            || tokens.len() > 2
            || tokens.clone().any(|i| self.text.word(i).contains('-'))
    }

    /// Whether token `i` is (part of) a name, as far as can be told.
    fn is_proper(&self, i: usize, sentence: &Range<usize>) -> bool {
        let word = self.text.word(i);
        if !begins_name(word) {
            return false;
        }
        if self.has_tags {
            return self.syntax.word(i).upos == Upos::Propn;
        }
        i > sentence.start
    }

    fn before_allows(
        &self,
        tokens: &Range<usize>,
        sentence: &Range<usize>,
        follows_place: bool,
        is_country: bool,
    ) -> bool {
        if tokens.start == sentence.start || follows_place {
            return true;
        }
        let before = tokens.start - 1;
        let word = self.text.word(before);
        if self.gazetteer.has_cue(word, Cue::Title) {
            return false;
        }
        is_country
            || !self.is_proper(before, sentence)
            || self.gazetteer.has_cue(word, Cue::Before)
            || is_adjective_like(word)
    }

    fn after_allows(&self, tokens: &Range<usize>, sentence: &Range<usize>, is_country: bool) -> bool {
        let after = tokens.end;
        if after >= sentence.end || !self.is_proper(after, sentence) {
            return true;
        }
        let word = self.text.word(after);
        is_country
            || self.gazetteer.has_cue(word, Cue::Follows)
            || self.gazetteer.has_cue(word, Cue::State)
            || self.gazetteer.has_cue(word, Cue::Title)
            || self.gazetteer.is_short(word)
    }

    /// How the name tagger sees the words.
    fn tag(&self, tokens: &Range<usize>) -> Option<Tag> {
        let tag = self.syntax.words().get(tokens.start)?.name?;
        if tag.kind == NameKind::Person {
            return Some(Tag::Person);
        }
        if tag.kind == NameKind::Organization {
            return None;
        }
        let next = self.syntax.words().get(tokens.end).and_then(|w| w.name);
        let ends = next.is_none_or(|n| n.begins || n.kind != tag.kind);
        Some(if tag.begins && ends { Tag::Whole } else { Tag::Location })
    }
}

/// How the name tagger sees a run of words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    /// A place's name from end to end.
    Whole,
    /// Within a place's name.
    Location,
    /// Of a person.
    Person,
}

/// Whether a word is one of two or three capitals, as "UN".
fn is_abbreviation(word: &str) -> bool {
    word.chars().count() <= 4 && word.chars().all(|c| c.is_uppercase() || c == '.')
}

/// Whether a capitalized word before a name looks like an adjective of origin.
fn is_adjective_like(word: &str) -> bool {
    ["ern", "ian", "ish", "ese"].iter().any(|ending| word.ends_with(ending))
}
