//! The names of a report: those known by heart, those of countries, those the name tagger marks.

use super::{Kind, unmarked, words::Words};
use crate::countries::{Countries, Country, How, Naming};
use crate::syntax::{NameKind, Relation, Syntax, Upos, Xpos};
use crate::text::Text;
use crate::ways::Way;
use std::ops::Range;

/// A name.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub tokens: Range<usize>,
    pub kind: Kind,
    /// The country that it names or, for an adjective, belongs to.
    pub country: Option<Country>,
    /// Whom the tables say it names.
    pub body: Option<usize>,
    /// By which way it was found.
    pub found: Way,
}

/// Finds the names, in text order; a country's name may lie within another ("Russian Defense Ministry").
pub(super) fn find(text: &Text, syntax: &Syntax, countries: &Countries, words: &Words) -> Vec<Name> {
    let mut tagged = tagged(text, syntax);
    tagged.retain(|name| name.kind != Kind::Organization || !names_a_thing(name, text, words));
    let tagged = unmarked::add(text, syntax, words, tagged);
    let known = known(text, words);
    let states = states(text, syntax, countries, &tagged, &known);
    let (mut bodies, mut lands) = (Others { names: &known, at: 0 }, Others { names: &states, at: 0 });
    let mut covered = |name: &Name| {
        let body = bodies.over(&name.tokens);
        body.is_some_and(|body| !within(&body.tokens, &name.tokens) || body.tokens == name.tokens)
            || lands.over(&name.tokens).is_some_and(|land| land.tokens == name.tokens)
    };
    let mut names: Vec<Name> = Vec::with_capacity(tagged.len() + known.len() + states.len());
    names.extend(tagged.iter().filter(|name| !covered(name)).cloned());
    names.extend(known);
    names.extend(states);
    names.retain(|name| words.ways.is_on(name.found));
    names.sort_by_key(|name| (name.tokens.start, usize::MAX - name.tokens.len()));
    names
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// What the name tagger marks.
fn tagged(text: &Text, syntax: &Syntax) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for sentence in &text.sentences {
        let mut last = None;
        for i in sentence.tokens.clone() {
            let tag = syntax.word(i).name;
            match (tag, names.last_mut()) {
                (Some(tag), Some(name)) if !tag.begins && last == Some(tag.kind) && name.tokens.end == i => {
                    name.tokens.end = i + 1;
                }
                (Some(tag), _) => names.push(Name {
                    tokens: i..i + 1,
                    kind: kind(tag.kind),
                    country: None,
                    body: None,
                    found: "tagged",
                }),
                (None, _) => {}
            }
            last = tag.map(|tag| tag.kind);
        }
    }
    names.retain_mut(|name| trim(name, text, syntax));
    names.retain(|name| name.tokens.clone().any(|i| text.word(i).contains(char::is_uppercase)));
    names
}

/// Whether a name is that of a treaty, a war, a summit.
fn names_a_thing(name: &Name, text: &Text, words: &Words) -> bool {
    name.tokens.clone().any(|i| words.is_thing(&text.word(i).to_lowercase()))
}

/// Cuts articles and marks off a tagged name; false where nothing is left.
fn trim(name: &mut Name, text: &Text, syntax: &Syntax) -> bool {
    let loose = |i: usize| {
        matches!(syntax.word(i).upos, Upos::Det | Upos::Punct | Upos::Part)
            && !text.word(i).starts_with(char::is_uppercase)
    };
    while name.tokens.start < name.tokens.end && loose(name.tokens.start) {
        name.tokens.start += 1;
    }
    while name.tokens.start < name.tokens.end && loose(name.tokens.end - 1) {
        name.tokens.end -= 1;
    }
    !name.tokens.is_empty()
}

fn kind(tag: NameKind) -> Kind {
    match tag {
        NameKind::Person => Kind::Person,
        NameKind::Organization => Kind::Organization,
        NameKind::Location => Kind::Place,
    }
}

/// The names of the tables, the longest at each place.
fn known(text: &Text, words: &Words) -> Vec<Name> {
    let mut names = Vec::new();
    for sentence in &text.sentences {
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            let Some((length, body)) = words.known_at(text, i, sentence.tokens.end) else {
                i += 1;
                continue;
            };
            let kind = words.body(body).kind;
            names.push(Name { tokens: i..i + length, kind, country: None, body: Some(body), found: "known" });
            i += length;
        }
    }
    names
}

/// The names and adjectives of countries, their capitals and seats, but none within a name of something else.
fn states(text: &Text, syntax: &Syntax, countries: &Countries, tagged: &[Name], known: &[Name]) -> Vec<Name> {
    let mut names = Vec::new();
    let mut others = Others { names: tagged, at: 0 };
    let mut bodies = Others { names: known, at: 0 };
    for naming in countries.namings(text) {
        let tokens = naming.tokens.clone();
        let free = bodies.over(&tokens).is_none_or(|body| !within(&tokens, &body.tokens));
        if free && others.over(&tokens).is_none_or(|other| modifies(other, &tokens, syntax)) {
            names.push(state(&naming, syntax));
        }
    }
    names
}

/// The name of a country, of its people, or of its capital.
fn state(naming: &Naming, syntax: &Syntax) -> Name {
    let tokens = naming.tokens.clone();
    let last = syntax.word(tokens.end - 1);
    let at = |i: usize| syntax.words().get(i).map(|word| word.upos);
    let before_noun = matches!(at(tokens.end), Some(Upos::Noun | Upos::Propn | Upos::Adj));
    let counted = tokens.start.checked_sub(1).is_some_and(|i| matches!(at(i), Some(Upos::Det | Upos::Num)));
    let noun = !before_noun && !matches!(last.relation, Relation::Amod | Relation::Compound | Relation::NmodDesc);
    let plural = matches!(last.xpos, Xpos::NNS | Xpos::NNPS);
    let named = naming.as_how(|how| matches!(how, How::Name | How::Part));
    let people = naming.as_how(|how| how == How::People).filter(|_| noun && (plural || counted));
    let (kind, country) = match (named, people, naming.how()) {
        (Some(country), ..) => (Kind::Country, country),
        (_, Some(country), _) => (Kind::Group, country),
        (_, _, How::Capital) => (Kind::Place, naming.country()),
        (_, _, How::Metonym { .. }) => (Kind::Organization, naming.country()),
        _ => (Kind::Country, naming.country()),
    };
    Name { tokens, kind, country: Some(country), body: None, found: "country" }
}

/// Whether a country's name within the name `other` is a word of its own: the name itself, or the first word of a body's
/// ("Russian Defense Ministry").
fn modifies(other: &Name, tokens: &Range<usize>, syntax: &Syntax) -> bool {
    if within(&other.tokens, tokens) {
        return true;
    }
    let first = other.tokens.start == tokens.start;
    let adjective = syntax.word(tokens.end - 1).upos == Upos::Adj;
    match other.kind {
        Kind::Person => first && adjective,
        Kind::Place => false,
        _ => first,
    }
}

/// Walks through names that are sorted, for questions asked in text order.
struct Others<'a> {
    names: &'a [Name],
    at: usize,
}

impl<'a> Others<'a> {
    /// The first name that shares a token with `tokens`.
    fn over(&mut self, tokens: &Range<usize>) -> Option<&'a Name> {
        while self.names.get(self.at).is_some_and(|name| name.tokens.end <= tokens.start) {
            self.at += 1;
        }
        self.names.get(self.at).filter(|name| meet(&name.tokens, tokens))
    }
}
