//! What names an instrument, and which one it is.

use super::Input;
use super::register::{Kind, Register};
use crate::syntax::{Relation, Upos};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A mention of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Its words without article.
    pub tokens: Range<usize>,
    /// Its head word.
    pub head: usize,
    /// The identifier, where the words alone tell it.
    pub id: Option<String>,
    /// Whether it points back ("the accord", "that text").
    pub points_back: bool,
    /// Whether it is not in force yet: a bill, a draft.
    pub is_draft: bool,
}

/// The instruments named so far in a report.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The last one, and the last one of each head noun.
    last: Option<String>,
    by_noun: BTreeMap<String, String>,
}

/// All mentions, in text order.
pub(super) fn find(input: Input, register: &Register) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < input.text.tokens.len() {
        let found = registered(input, register, at).or_else(|| described(input, register, at));
        at = found.as_ref().map_or(at + 1, |name| name.tokens.end.max(at + 1));
        names.extend(found);
    }
    names
}

/// A name of the register that begins at a token.
fn registered(input: Input, register: &Register, at: usize) -> Option<Name> {
    let first = input.text.word(at).to_lowercase();
    let entry = register.beginning(&first).iter().find(|entry| {
        let words = at..at + entry.words.len();
        words.end <= input.text.tokens.len()
            && entry.words.iter().zip(words).all(|(w, i)| input.text.word(i).to_lowercase() == *w)
    })?;
    // An acronym is one only in capitals: "start" is no treaty.
    let is_acronym = entry.words.len() == 1 && entry.words[0] == entry.id.to_lowercase();
    if is_acronym && input.text.word(at) != entry.id {
        return None;
    }
    let tokens = at..at + entry.words.len();
    let head = head_of(input, tokens.clone());
    Some(Name { tokens, head, id: Some(entry.id.clone()), points_back: false, is_draft: false })
}

/// A noun phrase that begins at a token and whose head is a kind of instrument.
fn described(input: Input, register: &Register, at: usize) -> Option<Name> {
    let head = noun_after(input, register, at)?;
    let kind = register.kind(&noun(input, head))?;
    let is_definite = input.syntax.children_by(head, &[Relation::Det, Relation::NmodPoss]).next().is_some()
        && !is_indefinite(input, head);
    let is_bare = head == at;
    let points_back = kind == Kind::Anaphor || (is_definite && is_bare) || is_same(input, head);
    // "Under its terms": the part stands for what the pronoun means.
    let is_of_pronoun =
        input.syntax.children_by(head, &[Relation::NmodPoss]).any(|c| input.syntax.word(c).upos == Upos::Pron);
    if (kind == Kind::Part && !is_of_pronoun) || (kind == Kind::Anaphor && !is_definite) {
        return None;
    }
    let points_back = points_back || kind == Kind::Part;
    let number = numbered(input, head);
    let end = number.map_or(head, |n| n.max(head)) + 1;
    let tokens = at..modified_until(input, head, end);
    let id = series_id(input, register, head, number);
    Some(Name { tokens, head, id, points_back: points_back && number.is_none(), is_draft: kind == Kind::Draft })
}

/// The instrument noun that ends the run of modifiers that begins at a token.
fn noun_after(input: Input, register: &Register, at: usize) -> Option<usize> {
    let sentence = &input.text.sentences[input.text.sentence_of(at)];
    let is_own = |i: usize| match input.syntax.word(i).upos {
        Upos::Noun | Upos::Propn => true,
        Upos::Adj | Upos::Num | Upos::Punct | Upos::Verb => is_modifier(input.syntax.word(i).relation),
        _ => false,
    };
    let mut last = None;
    for i in at..sentence.tokens.end {
        if !is_own(i) {
            break;
        }
        if register.kind(&noun(input, i)).is_some() && !is_modifier(input.syntax.word(i).relation) {
            last = Some(i);
            break;
        }
    }
    last.filter(|&head| (at..head).all(|i| input.syntax.is_below(i, head)))
}

/// A noun as the tables write it: names keep their capitals in the tree ("Resolution 1718").
fn noun(input: Input, i: usize) -> String {
    input.syntax.lemma(i).to_lowercase()
}

fn is_modifier(relation: Relation) -> bool {
    matches!(relation, Relation::Amod | Relation::Compound | Relation::Nummod | Relation::Punct | Relation::NmodDesc)
}

fn is_indefinite(input: Input, head: usize) -> bool {
    input.syntax.child(head, Relation::Det).is_some_and(|det| matches!(input.syntax.lemma(det), "a" | "an" | "any"))
}

fn is_same(input: Input, head: usize) -> bool {
    input.syntax.children(head).iter().any(|&c| matches!(input.syntax.lemma(c), "same" | "this" | "that"))
}

/// The number after the noun, or before it as a modifier.
fn numbered(input: Input, head: usize) -> Option<usize> {
    let is_number = |i: &usize| {
        let word = input.text.word(*i);
        (3..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
    };
    let after = Some(head + 1).filter(|&i| i < input.text.tokens.len() && is_number(&i));
    after.filter(|&i| input.text.sentence_of(i) == input.text.sentence_of(head))
}

/// The identifier of a numbered act, or of its series where the words name the issuer alone.
fn series_id(input: Input, register: &Register, head: usize, number: Option<usize>) -> Option<String> {
    let series = register.series(&noun(input, head))?;
    if let Some(number) = number {
        return Some(format!("{} {}", series.prefix, input.text.word(number)));
    }
    let phrase = input.text.words(input.syntax.reach(head)).to_lowercase();
    let is_issued = series.issuers.iter().any(|issuer| phrase.contains(issuer.as_str()));
    is_issued.then(|| series.prefix.clone())
}

/// The end of the phrase: past a prepositional modifier that follows the noun at once ("treaty on the river").
fn modified_until(input: Input, head: usize, end: usize) -> usize {
    let follows = |c: &usize| {
        input.syntax.word(*c).relation == Relation::Nmod
            && input.syntax.reach(*c).start == end
            && input.syntax.child(*c, Relation::AclRelcl).is_none()
            && input
                .syntax
                .children_by(*c, &[Relation::Case])
                .any(|case| matches!(input.syntax.lemma(case), "on" | "of"))
    };
    let modifier = input.syntax.children(head).iter().copied().find(follows);
    modifier.map_or(end, |m| input.syntax.reach(m).end)
}

fn head_of(input: Input, tokens: Range<usize>) -> usize {
    let outside = |i: &usize| input.syntax.word(*i).head.is_none_or(|h| !tokens.contains(&h));
    tokens.clone().find(outside).unwrap_or(tokens.start)
}

/// Which instrument a mention means: by its own words, by what was named before, else made of parties, subject and
/// year ("AFG-IRN water treaty 1973").
///
/// `parties` and `year` are those of its first relation: who made it, and when.
pub(super) fn identify(
    input: Input,
    name: &Name,
    parties: &[usize],
    year: Option<i16>,
    known: &mut Known,
) -> Option<String> {
    let noun = noun(input, name.head);
    let before = || known.by_noun.get(&noun).or(known.last.as_ref()).cloned();
    let id = match (&name.id, name.points_back) {
        (Some(id), _) => Some(id.clone()),
        (None, true) => before().or_else(|| coined(input, name, parties, year)),
        (None, false) => coined(input, name, parties, year),
    };
    if let Some(id) = &id {
        known.by_noun.insert(noun, id.clone());
        known.last = Some(id.clone());
    }
    id
}

fn coined(input: Input, name: &Name, parties: &[usize], signed: Option<i16>) -> Option<String> {
    let countries: BTreeSet<String> =
        parties.iter().filter_map(|&p| input.actors.actors.get(p)).map(|a| a.country.to_string()).collect();
    let is_year = |i: usize| {
        input.text.word(i).len() == 4
            && input.text.word(i).starts_with(['1', '2'])
            && input.text.word(i).parse::<u32>().is_ok()
    };
    let written = name.tokens.clone().find(|&i| is_year(i)).map(|i| input.text.word(i).to_string());
    let year = written.or_else(|| signed.map(|year| year.to_string()));
    let subject: Vec<&str> =
        (name.tokens.start..=name.head).filter(|&i| !is_year(i)).map(|i| input.text.word(i)).collect();
    if countries.is_empty() {
        return None;
    }
    let parties = countries.into_iter().collect::<Vec<_>>().join("-");
    let words = [Some(parties.as_str()), Some(&subject.join(" ")), year.as_deref()];
    Some(words.into_iter().flatten().collect::<Vec<_>>().join(" "))
}
