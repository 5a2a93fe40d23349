//! The names of a report: those known by heart, those of countries, those the name tagger marks.

use super::{Kind, unmarked, words::Words};
use crate::countries::{Countries, Country, How, Naming};
use crate::syntax::{NameKind, Relation, Syntax, Upos, Xpos};
use crate::text::Text;
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
}

/// Finds the names, in text order; a country's name may lie within another ("Russian Defense Ministry").
pub(super) fn find(text: &Text, syntax: &Syntax, countries: &Countries, words: &Words) -> Vec<Name> {
    let mut tagged = tagged(text, syntax);
    tagged.retain(|name| name.kind != Kind::Organization || !names_a_thing(name, text, words));
    tagged.retain(|name| !is_title(name, text, words));
    let tagged = unmarked::add(text, syntax, words, tagged);
    let mut known = known(text, words, &tagged);
    settle_shared(&mut known, text, words, countries);
    let states = states(text, syntax, countries, &tagged, &known);
    let (mut bodies, mut lands) = (Others { names: &known, at: 0 }, Others { names: &states, at: 0 });
    let mut covered = |name: &Name| {
        let body = bodies.over(&name.tokens);
        let same = |body: &Name| body.tokens == name.tokens || is_titled(name, body, text, words);
        body.is_some_and(|body| !within(&body.tokens, &name.tokens) || same(body))
            || lands.over(&name.tokens).is_some_and(|land| land.tokens == name.tokens)
    };
    let mut names: Vec<Name> = Vec::with_capacity(tagged.len() + known.len() + states.len());
    names.extend(tagged.iter().filter(|name| !covered(name)).cloned());
    names.extend(known);
    names.extend(states);
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
                (Some(tag), _) => {
                    names.push(Name { tokens: i..i + 1, kind: kind(tag.kind), country: None, body: None })
                }
                (None, _) => {}
            }
            last = tag.map(|tag| tag.kind);
        }
    }
    names.retain_mut(|name| trim(name, text, syntax));
    names.retain(|name| name.tokens.clone().any(|i| text.word(i).contains(char::is_uppercase)));
    names.iter_mut().filter(|name| speaks(name, syntax)).for_each(|name| name.kind = Kind::Person);
    names
}

/// Whether a place of two words or three says something, as persons do: "Argentina's Santiago Cafiero said he …".
fn speaks(name: &Name, syntax: &Syntax) -> bool {
    let said = |verb: usize| syntax.children_by(verb, &[Relation::Ccomp]).next().is_some();
    let verb = syntax.word(name.tokens.start).head.filter(|&verb| verb == name.tokens.end);
    let subject = syntax.word(name.tokens.start).relation == Relation::Nsubj;
    name.kind == Kind::Place && (2..=3).contains(&name.tokens.len()) && subject && verb.is_some_and(said)
}

/// Whether a name is that of a treaty, a war, a summit.
fn names_a_thing(name: &Name, text: &Text, words: &Words) -> bool {
    name.tokens.clone().any(|i| words.is_thing(&text.word(i).to_lowercase()))
}

/// Whether what the tagger took for a person's name is a title: "Prime Minister".
fn is_title(name: &Name, text: &Text, words: &Words) -> bool {
    name.kind == Kind::Person && name.tokens.clone().all(|i| words.is_of_title(&text.word(i).to_lowercase()))
}

/// Whether a tagged name is a known person's with titles before it: "Prime Minister Sheikh Hasina".
fn is_titled(name: &Name, known: &Name, text: &Text, words: &Words) -> bool {
    let mut before = name.tokens.start..known.tokens.start.max(name.tokens.start);
    name.tokens.end == known.tokens.end
        && known.kind == Kind::Person
        && before.all(|i| words.is_of_title(&text.word(i).to_lowercase()))
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

/// The names of the tables, the longest at each place; none within a person's name.
fn known(text: &Text, words: &Words, tagged: &[Name]) -> Vec<Name> {
    let mut names = Vec::new();
    let mut people = tagged.iter().filter(|name| name.kind == Kind::Person).peekable();
    for sentence in &text.sentences {
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            while people.next_if(|p| p.tokens.end <= i).is_some() {}
            let found = words.known_at(text, i, sentence.tokens.end);
            let Some((length, body)) = found else {
                i += 1;
                continue;
            };
            let tokens = i..i + length;
            let kind = words.body(body).kind;
            let in_person = people.peek().is_some_and(|p| within(&tokens, &p.tokens) && p.tokens != tokens);
            if !in_person || kind == Kind::Person {
                names.push(Name { tokens, kind, country: None, body: Some(body) });
            }
            i += length;
        }
    }
    names
}

/// Of the bodies that share a name ("RSF") takes the one that the report calls by another name too, else one of a country
/// that it names.
fn settle_shared(known: &mut [Name], text: &Text, words: &Words, countries: &Countries) {
    let sharers = |name: &Name| words.sharers(text, name.tokens.start, name.tokens.len()).collect::<Vec<usize>>();
    let all: Vec<Vec<usize>> = known.iter().map(sharers).collect();
    if all.iter().all(|sharers| sharers.len() < 2) {
        return;
    }
    let sure: Vec<usize> = all.iter().filter(|sharers| sharers.len() == 1).map(|sharers| sharers[0]).collect();
    let named: Vec<Country> = countries.namings(text).iter().map(|naming| naming.country()).collect();
    for (name, sharers) in known.iter_mut().zip(&all).filter(|(_, sharers)| sharers.len() > 1) {
        let told = sharers.iter().find(|body| sure.contains(body));
        let here = |body: &&usize| words.body(**body).country.is_some_and(|country| named.contains(&country));
        name.body = told.or_else(|| sharers.iter().find(here)).copied().or(name.body);
    }
}

/// The names and adjectives of countries, their capitals and seats, but none within a name of something else.
fn states(text: &Text, syntax: &Syntax, countries: &Countries, tagged: &[Name], known: &[Name]) -> Vec<Name> {
    let mut names = Vec::new();
    let mut others = Others { names: tagged, at: 0 };
    let mut bodies = Others { names: known, at: 0 };
    for naming in countries.namings(text) {
        let tokens = naming.tokens.clone();
        let free = bodies.over(&tokens).is_none_or(|body| !within(&tokens, &body.tokens));
        if free && others.over(&tokens).is_none_or(|other| modifies(other, &tokens, text, syntax)) {
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
    let person = naming.as_how(|how| how == How::Person).filter(|_| noun && counted && last.upos != Upos::Adj);
    let (kind, country) = match (named, people, person, naming.how()) {
        (Some(country), ..) => (Kind::Country, country),
        (_, _, Some(country), _) if matches!(last.xpos, Xpos::NN | Xpos::NNP) => (Kind::Person, country),
        (_, Some(country), ..) => (Kind::Group, country),
        (_, _, _, How::Capital) => (Kind::Place, naming.country()),
        (_, _, _, How::Metonym { .. }) => (Kind::Organization, naming.country()),
        _ => (Kind::Country, naming.country()),
    };
    Name { tokens, kind, country: Some(country), body: None }
}

/// Whether a country's name within the name `other` is a word of its own: the name itself, the first word of a body's
/// ("Russian Defense Ministry"), or what a body is of ("Ministry of Health of the Republic of Chad").
fn modifies(other: &Name, tokens: &Range<usize>, text: &Text, syntax: &Syntax) -> bool {
    if within(&other.tokens, tokens) {
        return true;
    }
    let belongs = || {
        let before = (other.tokens.start..tokens.start).rev().find(|&i| syntax.word(i).upos != Upos::Det);
        before.is_some_and(|i| text.word(i) == "of")
    };
    if other.kind == Kind::Organization && other.tokens.end == tokens.end && belongs() {
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
