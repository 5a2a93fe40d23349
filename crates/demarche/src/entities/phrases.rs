//! Mentions before they are joined: names with their titles and modifiers, nouns that stand for somebody, pronouns.

use super::names::Name;
use super::words::{Gender, Noun, Pronoun, Words};
use super::{Form, Kind};
use crate::countries::Country;
use crate::syntax::{Relation, Syntax, Upos, Xpos};
use crate::text::Text;
use crate::ways::Way;
use std::ops::Range;

/// A mention, and what its words tell.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub tokens: Range<usize>,
    pub head: usize,
    /// The name proper; empty where there is none.
    pub name: Range<usize>,
    pub form: Form,
    pub kind: Kind,
    pub plural: bool,
    /// The country that its words give it.
    pub country: Option<Country>,
    /// Whom the tables say it names.
    pub body: Option<usize>,
    /// The nouns it is described by, in lower case.
    pub nouns: Vec<String>,
    /// What the head noun is, where it is one.
    pub noun: Option<Noun>,
    pub pronoun: Option<Pronoun>,
    pub definite: Definite,
    pub gender: Gender,
    /// By which way it was found.
    pub found: Way,
}

/// How a noun phrase begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Definite {
    /// "the", "this", "both".
    Yes,
    /// "a", "some", a number.
    No,
    /// "its", "Japan's".
    Possessed,
    /// No determiner.
    Bare,
}

/// Finds the mentions, sorted by head word.
pub(super) fn find(text: &Text, syntax: &Syntax, words: &Words, names: &[Name]) -> Vec<Phrase> {
    let finder = Finder { text, syntax, words, country_at: countries_by_token(text, names) };
    let mut phrases: Vec<Phrase> = names.iter().map(|name| finder.named(name)).collect();
    let in_name = finder.name_parts(&phrases);
    for (i, &part) in in_name.iter().enumerate() {
        phrases.extend(finder.proform(i).or_else(|| finder.nominal(i, part)));
    }
    phrases.retain(|phrase| words.ways.is_on(phrase.found));
    phrases.sort_by_key(|p| (p.head, usize::MAX - p.tokens.len()));
    phrases.dedup_by(|next, first| next.head == first.head);
    phrases
}

/// The country named at each token.
fn countries_by_token(text: &Text, names: &[Name]) -> Vec<Option<Country>> {
    let mut by_token = vec![None; text.tokens.len()];
    for name in names.iter().filter(|name| name.country.is_some()) {
        by_token[name.tokens.clone()].fill(name.country);
    }
    by_token
}

/// Finds the phrases of a report.
pub(super) struct Finder<'a> {
    pub(super) text: &'a Text<'a>,
    pub(super) syntax: &'a Syntax,
    pub(super) words: &'a Words,
    pub(super) country_at: Vec<Option<Country>>,
}

impl Finder<'_> {
    pub(super) fn lower(&self, i: usize) -> String {
        self.text.word(i).to_lowercase()
    }

    /// The noun at token `i`, where it stands for somebody.
    pub(super) fn noun(&self, i: usize) -> Option<Noun> {
        if !matches!(self.syntax.word(i).upos, Upos::Noun | Upos::Propn | Upos::Adj) {
            return None;
        }
        self.words.noun(&self.noun_lemma(i)).filter(|noun| !noun.rank)
    }

    pub(super) fn is_rank(&self, i: usize) -> bool {
        self.words.noun(&self.lower(i)).is_some_and(|noun| noun.rank)
    }

    pub(super) fn noun_lemma(&self, i: usize) -> String {
        let word = self.syntax.word(i);
        let lemma = word.lemma.trim_end_matches('.').to_lowercase();
        if matches!(word.upos, Upos::Noun | Upos::Propn) && self.words.noun(&lemma).is_some() {
            return lemma;
        }
        let written = self.lower(i);
        let written = written.trim_end_matches('.');
        let singular = [
            written.strip_suffix("ies").map(|stem| format!("{stem}y")),
            written.strip_suffix("es").map(str::to_string),
            written.strip_suffix('s').map(str::to_string),
            written.strip_suffix("men").map(|stem| format!("{stem}man")),
        ];
        let known = singular.into_iter().flatten().rev().find(|stem| self.words.noun(stem).is_some());
        if self.words.noun(written).is_some() { written.to_string() } else { known.unwrap_or(lemma) }
    }

    /// The token before `i` in its sentence.
    pub(super) fn before(&self, i: usize) -> Option<usize> {
        i.checked_sub(1).filter(|&before| before >= self.sentence(i).start)
    }

    /// The token of a run that depends on something outside it; the last where several do.
    pub(super) fn head_of(&self, tokens: &Range<usize>) -> usize {
        let outside = |&i: &usize| self.syntax.word(i).head.is_none_or(|head| !tokens.contains(&head));
        tokens.clone().rev().find(outside).unwrap_or(tokens.start)
    }

    /// The mention of a name.
    fn named(&self, name: &Name) -> Phrase {
        let mut phrase = Phrase {
            tokens: name.tokens.clone(),
            head: self.head_of(&name.tokens),
            name: name.tokens.clone(),
            form: Form::Name,
            kind: name.kind,
            plural: name.kind == Kind::Group,
            country: name.country,
            body: name.body,
            nouns: Vec::new(),
            noun: None,
            pronoun: None,
            definite: Definite::Bare,
            gender: Gender::Unknown,
            found: name.found,
        };
        let misread = matches!(name.kind, Kind::Person | Kind::Place) && name.country.is_none();
        if misread && name.body.is_none() && self.ends_in_body(name) {
            phrase.kind = Kind::Organization;
        }
        match phrase.kind {
            Kind::Person => self.add_titles(&mut phrase),
            Kind::Country | Kind::Place => self.add_article(&mut phrase),
            _ => self.describe_body(&mut phrase),
        }
        phrase
    }

    /// Whether what was taken for a person or place ends in a noun for a body ("Emergencies Ministry").
    fn ends_in_body(&self, name: &Name) -> bool {
        self.noun(name.tokens.end - 1).is_some_and(|noun| noun.kind == Kind::Organization)
    }

    fn add_article(&self, phrase: &mut Phrase) {
        if let Some(before) = self.before(phrase.tokens.start)
            && self.syntax.word(before).upos == Upos::Det
            && self.syntax.word(phrase.head).relation != Relation::Amod
            && !self.goes_on(phrase.tokens.end)
        {
            phrase.tokens.start = before;
            phrase.definite = Definite::Yes;
        }
    }

    /// Whether a noun phrase goes on with token `i`.
    pub(super) fn goes_on(&self, i: usize) -> bool {
        let within = i < self.text.tokens.len() && i > 0 && self.sentence(i - 1).contains(&i);
        within && matches!(self.syntax.word(i).upos, Upos::Noun | Upos::Adj | Upos::Propn | Upos::Num)
            || within && self.text.word(i) == "-"
    }

    /// Widens a body's name over its modifiers, and takes the noun it ends in ("Ministry") as its description.
    fn describe_body(&self, phrase: &mut Phrase) {
        phrase.tokens.start = self.left_edge(phrase.tokens.start);
        phrase.head = self.head_of(&phrase.tokens);
        phrase.definite = self.definite(phrase.tokens.start..phrase.name.start);
        if phrase.body.is_none() {
            let last = phrase.name.end - 1;
            if self.noun(last).is_some() {
                phrase.name.start = phrase.name.start.min(self.proper_part(last));
            }
            phrase.noun = self.noun(last).or_else(|| self.noun(phrase.head));
            phrase.nouns.push(self.noun_lemma(last));
            let own = self.country_before(&phrase.tokens, phrase.tokens.end);
            phrase.country = phrase.country.or(own).or_else(|| self.country_after(phrase.tokens.end, phrase.noun));
        } else if phrase.tokens.start < phrase.name.start {
            phrase.country = self.country_before(&phrase.tokens, phrase.name.start);
        }
    }

    /// How far a noun phrase reaches to the left of token `start`: over adjectives, nouns, numbers, possessors, to its
    /// determiner. Told by parts of speech, which err less than trees.
    pub(super) fn left_edge(&self, start: usize) -> usize {
        let first = self.sentence(start).start;
        let mut edge = start;
        if self.syntax.word(start).upos == Upos::Det {
            return start;
        }
        while edge > first && self.extends(edge - 1) {
            edge -= 1;
            let word = self.syntax.word(edge);
            let determiner = matches!(word.upos, Upos::Det | Upos::Pron);
            if determiner && edge > first && self.syntax.word(edge - 1).upos != Upos::Det {
                break;
            }
        }
        while edge < start && matches!(self.syntax.word(edge).upos, Upos::Punct | Upos::Cconj | Upos::Part) {
            edge += 1;
        }
        edge
    }

    /// Whether a noun phrase may begin further left, with token `i`.
    fn extends(&self, i: usize) -> bool {
        let word = self.syntax.word(i);
        match word.upos {
            Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Det => true,
            Upos::Part => word.xpos == Xpos::POS,
            Upos::Pron => word.xpos == Xpos::PRPS,
            Upos::Verb => word.relation == Relation::Compound || self.is_prenominal(i),
            Upos::Punct => self.text.word(i) == "-" && !self.text.space_after(i),
            _ => false,
        }
    }

    /// Whether a participle stands before its noun ("warring sides"), not after one ("a spokesman told reporters").
    fn is_prenominal(&self, i: usize) -> bool {
        let word = self.syntax.word(i);
        let participle = word.relation == Relation::Amod && matches!(word.xpos, Xpos::VBN | Xpos::VBG);
        let after = self.before(i).map(|before| self.syntax.word(before));
        let follows = after.is_some_and(|w| {
            matches!(w.upos, Upos::Det | Upos::Adj | Upos::Adv | Upos::Num | Upos::Part) || w.xpos == Xpos::PRPS
        });
        // "a Lima-based firm".
        let follows = follows || i > 0 && self.text.word(i - 1) == "-" && !self.text.space_after(i - 1);
        participle && (follows || after.is_none())
    }

    pub(super) fn sentence(&self, i: usize) -> Range<usize> {
        self.text.sentences.get(self.text.sentence_of(i)).map_or(i..i + 1, |s| s.tokens.clone())
    }

    /// The last country named before `end` in a phrase.
    pub(super) fn country_before(&self, tokens: &Range<usize>, end: usize) -> Option<Country> {
        let own = |i: usize| self.country_at[i].filter(|_| !self.through_participle(i));
        (tokens.start..end.min(tokens.end)).rev().find_map(own)
    }

    /// Whether a word hangs on a participle: in "the US-led coalition" the coalition is not the United States'.
    fn through_participle(&self, i: usize) -> bool {
        let hyphen = i + 2 < self.text.tokens.len() && self.text.word(i + 1) == "-";
        hyphen && self.syntax.word(i + 2).upos != Upos::Propn && self.country_at[i + 2].is_none()
    }

    /// The country in an "of" phrase after `end`; for a body also in an "in" phrase.
    pub(super) fn country_after(&self, end: usize, noun: Option<Noun>) -> Option<Country> {
        let sentence = self.sentence(end.saturating_sub(1));
        let word = |i: usize| if i < sentence.end { self.text.word(i) } else { "" };
        let body = noun.is_some_and(|noun| noun.kind == Kind::Organization);
        let ties = word(end) == "of" || word(end) == "in" && body;
        let at = if word(end + 1) == "the" { end + 2 } else { end + 1 };
        let next = (ties && at < sentence.end).then(|| self.country_at[at]).flatten();
        // Of a name of several words ("the Russian Federation") the last tells whether it is an adjective.
        let last = (at..sentence.end).take_while(|&i| self.country_at[i] == next).last().unwrap_or(at);
        next.filter(|_| !matches!(self.syntax.word(last).upos, Upos::Adj))
    }

    /// How a phrase begins that has `tokens` before its noun.
    fn definite(&self, tokens: Range<usize>) -> Definite {
        let mut found = Definite::Bare;
        for i in tokens {
            let word = self.syntax.word(i);
            match word.upos {
                Upos::Part | Upos::Pron => return Definite::Possessed,
                Upos::Det | Upos::Num if found == Definite::Bare => {
                    let set = self.words.pronoun(&self.lower(i)).is_some();
                    let known = set || self.words.is_definite(&self.lower(i));
                    found = if known { Definite::Yes } else { Definite::No };
                }
                _ => {}
            }
        }
        found
    }

    /// For each token, whether it is part of a name.
    fn name_parts(&self, phrases: &[Phrase]) -> Vec<bool> {
        let mut parts = vec![false; self.text.tokens.len()];
        for phrase in phrases {
            let marked = if phrase.kind == Kind::Person { &phrase.tokens } else { &phrase.name };
            parts[marked.clone()].fill(true);
        }
        parts
    }

    /// The mention of a noun that stands for somebody, unless it is part of a name.
    fn nominal(&self, i: usize, part: bool) -> Option<Phrase> {
        let noun = self.noun(i)?;
        let word = self.syntax.word(i);
        let body = noun.kind == Kind::Organization;
        let modifies = self.modifies(i);
        if modifies && !self.modifies_somebody(i) {
            return None;
        }
        if part || modifies && !body || word.upos == Upos::Adj && modifies {
            return None;
        }
        let start = if modifies { self.proper_part(i) } else { self.left_edge(i) };
        let tokens = start..i + 1;
        let definite = if modifies { Definite::Yes } else { self.definite(start..i) };
        let vague = definite == Definite::Bare || definite == Definite::No && noun.idea;
        if !modifies && vague && self.is_abstract(i, noun) {
            return None;
        }
        let plural = matches!(word.xpos, Xpos::NNS | Xpos::NNPS)
            || noun.kind == Kind::Group
            || self.noun_lemma(i) != self.lower(i);
        let person = noun.kind == Kind::Person;
        let proper = word.upos == Upos::Propn && !person && self.text.word(i).starts_with(char::is_uppercase);
        Some(Phrase {
            country: self
                .country_before(&(self.left_edge(i)..i), i)
                .or_else(|| self.country_after(tokens.end, Some(noun))),
            head: i,
            name: if proper { self.proper_part(i)..tokens.end } else { i..i },
            form: if proper { Form::Name } else { Form::Nominal },
            kind: if person && plural { Kind::Group } else { noun.kind },
            plural,
            body: None,
            nouns: vec![self.noun_lemma(i)],
            noun: Some(noun),
            pronoun: None,
            definite,
            gender: self.title_gender(i..i + 1),
            found: if proper { "name-of-noun" } else { "noun" },
            tokens,
        })
    }

    /// Whether the noun that `i` modifies stands for somebody ("ministry spokesman", but "court case"), or `i` is a name.
    fn modifies_somebody(&self, i: usize) -> bool {
        self.syntax.word(i).upos == Upos::Propn || self.words.noun(&self.noun_lemma(i + 1)).is_some()
    }

    /// Whether a singular noun without determiner is no body but an idea ("power", "by force", "military").
    fn is_abstract(&self, i: usize, noun: Noun) -> bool {
        let singular = self.noun_lemma(i) == self.lower(i);
        if noun.bare {
            return false;
        }
        if noun.idea && singular && !self.text.word(i).starts_with(char::is_uppercase) {
            return true;
        }
        let bare = self.left_edge(i) == i || noun.kind == Kind::Country;
        let body = matches!(noun.kind, Kind::Country | Kind::Organization);
        singular && bare && body && !self.text.word(i).starts_with(char::is_uppercase)
    }

    /// Whether the noun at `i` only modifies the next ("ministry" in "ministry spokesman").
    fn modifies(&self, i: usize) -> bool {
        let next = i + 1;
        let plural = self.syntax.word(i).xpos == Xpos::NNS || self.noun_lemma(i) != self.lower(i);
        if next >= self.sentence(i).end || plural {
            return false;
        }
        let word = self.syntax.word(next);
        let noun = matches!(word.upos, Upos::Noun | Upos::Propn) && word.relation != Relation::OblUnmarked;
        let hyphen = self.text.word(next) == "-" && !self.text.space_after(i);
        noun || hyphen
    }

    /// Where the capitalized part of a name that ends at `i` begins ("Defence Ministry").
    fn proper_part(&self, i: usize) -> usize {
        let first = self.left_edge(i);
        let proper = |at: &usize| {
            let upos = self.syntax.word(*at).upos;
            self.country_at[*at].is_none() && (matches!(upos, Upos::Propn | Upos::Cconj) || self.is_capitalized(*at))
        };
        let mut start = (first..i).rev().take_while(proper).last().unwrap_or(i);
        while start < i && matches!(self.syntax.word(start).upos, Upos::Cconj | Upos::Det) {
            start += 1;
        }
        start
    }

    fn is_capitalized(&self, i: usize) -> bool {
        self.text.word(i).starts_with(char::is_uppercase) && self.sentence(i).start != i
    }
}
