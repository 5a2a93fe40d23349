//! Mentions before they are joined: names with their titles and modifiers, nouns that stand for somebody, pronouns.

use super::names::Name;
use super::words::{Gender, Noun, Pronoun, Words};
use super::{Form, Kind, Person};
use crate::countries::Country;
use crate::syntax::{Relation, Syntax, Upos, Xpos};
use crate::text::Text;
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
        phrases.extend(finder.pronoun(i).or_else(|| finder.nominal(i, part)));
    }
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

/// Relations of what stands before a head word in its phrase.
const BEFORE: [Relation; 11] = [
    Relation::Det,
    Relation::DetPredet,
    Relation::Amod,
    Relation::Compound,
    Relation::Nmod,
    Relation::NmodPoss,
    Relation::NmodDesc,
    Relation::NmodUnmarked,
    Relation::Nummod,
    Relation::Flat,
    Relation::Acl,
];

struct Finder<'a> {
    text: &'a Text<'a>,
    syntax: &'a Syntax,
    words: &'a Words,
    country_at: Vec<Option<Country>>,
}

impl Finder<'_> {
    fn lower(&self, i: usize) -> String {
        self.text.word(i).to_lowercase()
    }

    /// The noun at token `i`, where it stands for somebody.
    fn noun(&self, i: usize) -> Option<Noun> {
        matches!(self.syntax.word(i).upos, Upos::Noun | Upos::Propn | Upos::Adj).then_some(())?;
        self.words.noun(&self.noun_lemma(i))
    }

    fn noun_lemma(&self, i: usize) -> String {
        self.syntax.lemma(i).trim_end_matches('.').to_lowercase()
    }

    /// The token of a run that depends on something outside it; the last where several do.
    fn head_of(&self, tokens: &Range<usize>) -> usize {
        let outside = |&i: &usize| self.syntax.word(i).head.is_none_or(|head| !tokens.contains(&head));
        tokens.clone().rev().find(outside).unwrap_or(tokens.start)
    }

    /// The mention of a name.
    fn named(&self, name: &Name) -> Phrase {
        let head = self.head_of(&name.tokens);
        let mut phrase = Phrase {
            tokens: name.tokens.clone(),
            head,
            name: name.tokens.clone(),
            form: Form::Name,
            kind: name.kind,
            plural: false,
            country: name.country,
            body: name.body,
            nouns: Vec::new(),
            noun: None,
            pronoun: None,
            definite: Definite::Bare,
            gender: Gender::Unknown,
        };
        match name.kind {
            Kind::Person => self.add_titles(&mut phrase),
            Kind::Country | Kind::Place => self.add_article(&mut phrase),
            _ => self.describe_body(&mut phrase),
        }
        phrase
    }

    /// Widens a person's name over the titles before it, and leaves those outside the name proper.
    fn add_titles(&self, phrase: &mut Phrase) {
        while phrase.name.len() > 1 && self.is_title(phrase.name.start) {
            phrase.nouns.push(self.noun_lemma(phrase.name.start));
            phrase.name.start += 1;
        }
        let first = self.sentence(phrase.head).start;
        let mut start = phrase.tokens.start;
        while start > first && self.is_title(start - 1) && self.text.word(start - 1) != "," {
            start -= 1;
            phrase.nouns.push(self.noun_lemma(start));
        }
        phrase.tokens.start = start;
        phrase.head = self.head_of(&phrase.tokens);
        phrase.tokens.start = self.left_edge(phrase.head, phrase.tokens.start);
        if start < phrase.name.start {
            phrase.tokens.start = phrase.tokens.start.min(self.left_edge(start, start));
            phrase.head = self.head_of(&phrase.tokens);
        }
        phrase.gender = self.title_gender(phrase.tokens.start..phrase.name.start);
        phrase.country = self.country_before(&phrase.tokens, phrase.name.start);
    }

    /// Whether token `i` is a noun for a person ("President", "Mr").
    fn is_title(&self, i: usize) -> bool {
        let noun = matches!(self.syntax.word(i).upos, Upos::Noun | Upos::Propn);
        noun && self.noun(i).is_some_and(|noun| noun.kind == Kind::Person)
    }

    fn title_gender(&self, mut tokens: Range<usize>) -> Gender {
        let told = |i| self.noun(i).map(|noun| noun.gender).filter(|&gender| gender != Gender::Unknown);
        tokens.find_map(told).unwrap_or_default()
    }

    fn add_article(&self, phrase: &mut Phrase) {
        let own = |i: usize| self.syntax.word(i).head.is_some_and(|head| phrase.tokens.contains(&head));
        if let Some(before) = phrase.tokens.start.checked_sub(1)
            && self.syntax.word(before).upos == Upos::Det
            && own(before)
        {
            phrase.tokens.start = before;
            phrase.definite = Definite::Yes;
        }
        let word = self.syntax.word(phrase.name.end - 1);
        phrase.plural = phrase.kind == Kind::Group || matches!(word.xpos, Xpos::NNS);
    }

    /// Widens a body's name over its modifiers, and takes the noun it ends in ("Ministry") as its description.
    fn describe_body(&self, phrase: &mut Phrase) {
        phrase.tokens.start = self.left_edge(phrase.head, phrase.tokens.start);
        phrase.definite = self.definite(&phrase.tokens, phrase.head);
        if phrase.body.is_none() {
            phrase.noun = self.noun(phrase.head).or_else(|| self.noun(phrase.name.end - 1));
            let lemma = self.noun_lemma(phrase.head);
            phrase.nouns.push(lemma);
            phrase.country = self.country_before(&phrase.tokens, phrase.tokens.end).or_else(|| self.country_of(phrase.head));
        } else if phrase.tokens.start < phrase.name.start {
            phrase.country = self.country_before(&phrase.tokens, phrase.name.start);
        }
        phrase.plural = phrase.kind == Kind::Group;
    }

    /// How far the phrase of `head` reaches to the left, from `start` on.
    fn left_edge(&self, head: usize, start: usize) -> usize {
        let first = self.sentence(head).start;
        let mut edge = start;
        while edge > first && self.belongs(edge - 1, head) {
            edge -= 1;
        }
        // Nothing but a mark or a conjunction may be left at the edge.
        while edge < start && matches!(self.syntax.word(edge).upos, Upos::Punct | Upos::Cconj | Upos::Adp | Upos::Adv) {
            edge += 1;
        }
        edge
    }

    /// Whether token `i` stands in the phrase of `head`, before it.
    fn belongs(&self, i: usize, head: usize) -> bool {
        let mut at = i;
        for _ in 0..8 {
            let word = self.syntax.word(at);
            match word.head {
                Some(above) if above == head => return at < head && BEFORE.contains(&word.relation),
                Some(above) => at = above,
                None => return false,
            }
        }
        false
    }

    fn sentence(&self, i: usize) -> Range<usize> {
        self.text.sentences.get(self.text.sentence_of(i)).map_or(i..i + 1, |s| s.tokens.clone())
    }

    /// The last country named before `end` in a phrase.
    fn country_before(&self, tokens: &Range<usize>, end: usize) -> Option<Country> {
        let own = |i: usize| self.country_at[i].filter(|_| !self.through_participle(i));
        (tokens.start..end.min(tokens.end)).rev().find_map(own)
    }

    /// Whether a word hangs on a participle: in "the US-led coalition" the coalition is not the United States'.
    fn through_participle(&self, i: usize) -> bool {
        self.syntax.word(i).head.is_some_and(|head| self.syntax.word(head).upos == Upos::Verb)
    }

    /// The country in an "of" phrase of `head`.
    fn country_of(&self, head: usize) -> Option<Country> {
        let of = |&i: &usize| {
            self.country_at[i].is_some()
                && self.syntax.child(i, Relation::Case).is_some_and(|case| self.text.word(case) == "of")
        };
        let child = self.syntax.children_by(head, &[Relation::Nmod]).find(of)?;
        self.country_at[child]
    }

    fn definite(&self, tokens: &Range<usize>, head: usize) -> Definite {
        for i in self.syntax.children(head).iter().copied().filter(|i| tokens.contains(i)) {
            match self.syntax.word(i).relation {
                Relation::NmodPoss => return Definite::Possessed,
                Relation::Det | Relation::DetPredet => {
                    return match self.lower(i).as_str() {
                        "the" | "this" | "that" | "these" | "those" | "both" | "each" | "neither" | "either" => {
                            Definite::Yes
                        }
                        _ => Definite::No,
                    };
                }
                Relation::Nummod => return Definite::No,
                _ => {}
            }
        }
        Definite::Bare
    }

    /// For each token, the phrase of a name that it is part of, apart from its head: 1 for a person's, 2 for others.
    fn name_parts(&self, phrases: &[Phrase]) -> Vec<u8> {
        let mut parts = vec![0; self.text.tokens.len()];
        for phrase in phrases.iter().filter(|p| p.kind != Kind::Country) {
            let (all, proper) = (phrase.tokens.clone(), phrase.name.clone());
            let marked = if phrase.kind == Kind::Person { all } else { proper };
            for part in &mut parts[marked] {
                *part = if phrase.kind == Kind::Person { 1 } else { (*part).max(2) };
            }
        }
        parts
    }

    fn pronoun(&self, i: usize) -> Option<Phrase> {
        let word = self.syntax.word(i);
        matches!(word.upos, Upos::Pron | Upos::Det).then_some(())?;
        let (tokens, written) = match self.lower(i).as_str() {
            "each" if self.next_is(i, "other") => (i..i + 2, "each other".to_string()),
            "one" if self.next_is(i, "another") => (i..i + 2, "one another".to_string()),
            _ => (i..i + 1, self.lower(i)),
        };
        let pronoun = self.words.pronoun(&written)?;
        let modifies = matches!(word.relation, Relation::Det | Relation::DetPredet | Relation::CcPreconj | Relation::Expl);
        if modifies || (written == "her" && word.relation == Relation::Expl) {
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

    fn next_is(&self, i: usize, word: &str) -> bool {
        i + 1 < self.text.tokens.len() && self.lower(i + 1) == word
    }

    /// The mention of a noun that stands for somebody. `part` is what [`Finder::name_parts`] says of it.
    fn nominal(&self, i: usize, part: u8) -> Option<Phrase> {
        let word = self.syntax.word(i);
        let noun = self.noun(i)?;
        let modifies = matches!(word.relation, Relation::Compound | Relation::Amod | Relation::NmodDesc | Relation::Flat);
        let body = noun.kind == Kind::Organization;
        if part != 0 && !(part == 1 && body) || modifies && !body || word.upos == Upos::Adj && modifies {
            return None;
        }
        let start = self.left_edge(i, i);
        let tokens = start..self.right_edge(i, noun);
        let definite = if modifies && start == i { Definite::Yes } else { self.definite(&tokens, i) };
        let plural = matches!(word.xpos, Xpos::NNS | Xpos::NNPS) || noun.kind == Kind::Group;
        let person = noun.kind == Kind::Person;
        Some(Phrase {
            country: self.country_before(&tokens, i).or_else(|| self.country_of(i)),
            head: i,
            name: if word.upos == Upos::Propn && !person { self.proper_part(i)..tokens.end } else { i..i },
            form: if word.upos == Upos::Propn && !person { Form::Name } else { Form::Nominal },
            kind: if person && plural { Kind::Group } else { noun.kind },
            plural,
            body: None,
            nouns: vec![self.noun_lemma(i)],
            noun: Some(noun),
            pronoun: None,
            definite,
            gender: self.title_gender(i..i + 1),
            tokens,
        })
    }

    /// Where the capitalized part of a name that ends at `i` begins ("Defence Ministry").
    fn proper_part(&self, i: usize) -> usize {
        let first = self.left_edge(i, i);
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

    /// The end of a noun's phrase: "Ministry of Foreign Affairs" is one name.
    fn right_edge(&self, i: usize, noun: Noun) -> usize {
        let proper = noun.kind == Kind::Organization && self.syntax.word(i).upos == Upos::Propn;
        if !proper || self.text.tokens.len() <= i + 2 || !matches!(self.text.word(i + 1), "of" | "for") {
            return i + 1;
        }
        let sentence = self.sentence(i).end;
        let name_goes_on = |at: &usize| {
            let joins = matches!(self.text.word(*at), "and" | "the" | "&") && *at + 1 < sentence && self.is_capitalized(*at + 1);
            self.country_at[*at].is_none() && (joins || self.is_capitalized(*at))
        };
        let end = (i + 2..sentence).take_while(name_goes_on).last().map_or(i + 1, |last| last + 1);
        if end > i + 2 || self.is_capitalized(i + 2) { end } else { i + 1 }
    }
}
