//! What names an instrument.

use super::Input;
use super::register::{Entry, Kind, Register};
use crate::syntax::{Relation, Upos};
use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

/// A mention of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Its words without article.
    pub tokens: Range<usize>,
    /// Its head word; of a further number ("resolutions 1718 and 2270") that of the first.
    pub head: usize,
    /// The identifier, where the words alone tell it.
    pub id: Option<String>,
    /// Whether it points back ("the accord", "that text").
    pub points_back: bool,
    /// Whether it is not in force yet: a bill, a draft.
    pub is_draft: bool,
    /// Whether it is a pronoun.
    pub is_pronoun: bool,
    /// Whether it is a part that stands for the whole ("its terms").
    pub is_part: bool,
}

/// A report being searched, with its set of words once a name with several meanings asks for it.
struct Search<'a> {
    input: Input<'a>,
    register: &'a Register,
    words: OnceCell<HashSet<String>>,
}

/// All mentions, in text order.
pub(super) fn find(input: Input, register: &Register) -> Vec<Name> {
    let search = Search { input, register, words: OnceCell::new() };
    let mut names = Vec::new();
    let mut at = 0;
    while at < input.text.tokens.len() {
        let found = search.registered(at).or_else(|| search.described(at));
        let found = found.or_else(|| search.pronoun(at, names.last()?));
        let Some(name) = found else {
            at += 1;
            continue;
        };
        // "the treaty, the last pact of its kind": the same once more.
        let named = names.last().map_or(0..0, |last: &Name| last.tokens.clone());
        let upper = input.syntax.word(name.head).head.filter(|upper| named.contains(upper));
        if name.id.is_none() && upper.is_some() && input.syntax.word(name.head).relation == Relation::Appos {
            at = name.tokens.end.max(at + 1);
            continue;
        }
        at = name.tokens.end.max(at + 1);
        let further = search.further(&name);
        at = further.last().map_or(at, |last| last.tokens.end);
        names.push(name);
        names.extend(further);
    }
    names
}

impl Search<'_> {
    /// A name of the register that begins at a token.
    fn registered(&self, at: usize) -> Option<Name> {
        let input = self.input;
        let first = input.text.word(at).to_lowercase();
        let entries = self.register.beginning(&first).iter();
        let (entry, id) = entries.filter(|entry| self.stands_at(entry, at)).find_map(|entry| {
            // Most names mean one thing, whatever the report is about.
            let id = match &entry.meanings[..] {
                [only] if only.words.is_empty() => Some(only.id.as_str()),
                _ => entry.meant(self.words.get_or_init(|| words_of(input))),
            };
            id.map(|id| (entry, id))
        })?;
        let tokens = at..at + entry.words.len();
        let head = head_of(input, tokens.clone());
        // "Article 5 of the constitution" is no article of a treaty that goes by its articles.
        let is_part = self.register.kind(&first) == Some(Kind::Part);
        if is_part && input.text.tokens.get(tokens.end).is_some() && input.text.word(tokens.end) == "of" {
            return None;
        }
        Some(Name {
            tokens,
            head,
            id: Some(id.to_string()),
            points_back: false,
            is_draft: false,
            is_pronoun: false,
            is_part: false,
        })
    }

    fn stands_at(&self, entry: &Entry, at: usize) -> bool {
        let text = self.input.text;
        let words = at..at + entry.words.len();
        words.end <= text.tokens.len()
            && entry.written.as_ref().is_none_or(|written| text.word(at) == written)
            && entry.words.iter().zip(words).skip(1).all(|(w, i)| is_same_word(text.word(i), w))
    }

    /// A noun phrase that begins at a token and whose head is a kind of instrument.
    fn described(&self, at: usize) -> Option<Name> {
        let input = self.input;
        let head = noun_after(input, self.register, at)?;
        let kind = kind_of(input, self.register, head)?;
        // "the 1936 Montreux Convention": the register knows the end of the phrase.
        if let Some(known) = (at + 1..=head).find_map(|i| self.registered(i).filter(|name| name.tokens.end > head)) {
            return Some(Name { tokens: at..known.tokens.end, ..known });
        }
        let is_definite = input.syntax.children_by(head, &[Relation::Det, Relation::NmodPoss]).next().is_some()
            && !is_indefinite(input, head);
        let is_bare = head == at;
        let points_back = kind == Kind::Anaphor || (is_definite && is_bare) || is_same(input, head);
        // "Under its terms": the part stands for what the pronoun means.
        let is_of_pronoun =
            input.syntax.children_by(head, &[Relation::NmodPoss]).any(|c| input.syntax.word(c).upos == Upos::Pron);
        // "its participation in the treaty" is the treaty's, which stands behind.
        let is_of_other = input.syntax.child(head, Relation::Nmod).is_some();
        let is_whole = is_of_pronoun && !is_of_other;
        if kind == Kind::Member || (kind == Kind::Part && !is_whole) || (kind == Kind::Anaphor && !is_definite) {
            return None;
        }
        let points_back = points_back || kind == Kind::Part;
        let number = number_at(input, head + 1);
        let end = number.clone().map_or(head + 1, |n| n.end);
        // "a long-negotiated agreement": what begins with the hyphen lost its first half.
        let broken = (at..head).take_while(|&i| input.syntax.word(i).upos == Upos::Punct).count();
        let start = if broken > 0 { (at + broken + 1).min(head) } else { at };
        let tokens = start..modified_until(input, head, end);
        let id = self.series_id(head, number.clone());
        let is_draft = kind == Kind::Draft;
        let is_part = kind == Kind::Part;
        let points_back = points_back && number.is_none();
        Some(Name { tokens, head, id, points_back, is_draft, is_pronoun: false, is_part })
    }

    /// A pronoun after the name of an instrument, in the same sentence or the next.
    fn pronoun(&self, at: usize, last: &Name) -> Option<Name> {
        let input = self.input;
        let word = input.syntax.word(at);
        let is_meant = word.upos == Upos::Pron && self.register.kind(&noun(input, at)) == Some(Kind::Pronoun);
        let is_near =
            || input.text.sentence_of(at) - input.text.sentence_of(last.head).min(input.text.sentence_of(at)) < 2;
        let is_governed = matches!(word.relation, Relation::Obj | Relation::Obl | Relation::NsubjPass);
        (is_meant && is_governed && is_near()).then(|| Name {
            tokens: at..at + 1,
            head: at,
            id: None,
            points_back: true,
            is_draft: last.is_draft,
            is_pronoun: true,
            is_part: false,
        })
    }

    /// The identifier of a numbered act, or of its series where the words name the issuer alone.
    fn series_id(&self, head: usize, number: Option<Range<usize>>) -> Option<String> {
        let (noun, phrase) =
            (noun(self.input, head), self.input.text.words(self.input.syntax.reach(head)).to_lowercase());
        if let Some(number) = number {
            let number = self.input.text.words(number);
            return Some(format!("{} {number}", self.register.series(&noun, &phrase, number.contains('/'))?.prefix));
        }
        self.register.series_issued(&noun, &phrase).map(|series| series.prefix.clone())
    }

    /// The numbers that follow a numbered act: "resolutions 1718, 1874 and 2270".
    fn further(&self, name: &Name) -> Vec<Name> {
        let mut names = Vec::new();
        let is_plural = self.input.syntax.word(name.head).xpos.as_str().ends_with('S');
        let mut end = name.tokens.end;
        while is_plural && name.id.is_some() {
            let joined = (end..self.input.text.tokens.len())
                .take_while(|&i| matches!(self.input.text.word(i), "," | "and" | "or" | "&"))
                .last();
            let Some(number) = joined.and_then(|last| number_at(self.input, last + 1)) else { break };
            end = number.end;
            let id = self.series_id(name.head, Some(number.clone()));
            names.push(Name { tokens: number, id, ..name.clone() });
        }
        names
    }
}

/// The words of a report, lowercase.
fn words_of(input: Input) -> HashSet<String> {
    (0..input.text.tokens.len()).map(|i| input.text.word(i).to_lowercase()).collect()
}

/// Whether a word of the text is this lowercase word, in any case.
fn is_same_word(word: &str, lowercase: &str) -> bool {
    word.eq_ignore_ascii_case(lowercase) || (!word.is_ascii() && word.to_lowercase() == lowercase)
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
        if kind_of(input, register, i).is_some() && !is_modifier(input.syntax.word(i).relation) {
            last = Some(i);
            break;
        }
    }
    // "which laws we pass" names none; "that text Guinea …" may be taken for one name, but "that" is the text's.
    let asks =
        |head: usize| input.syntax.children(head).iter().any(|&c| matches!(input.syntax.lemma(c), "which" | "what"));
    last.filter(|&head| (at..head).all(|i| input.syntax.is_below(i, head)) && !asks(head))
}

/// The kind of a noun; of some only where a capital makes a name of it ("the Espionage Act").
fn kind_of(input: Input, register: &Register, i: usize) -> Option<Kind> {
    register.kind(&noun(input, i)).or_else(|| register.kind(input.text.word(i))).filter(|kind| *kind != Kind::Pronoun)
}

/// A noun as the tables write it: names keep their capitals in the tree ("Resolution 1718").
pub(super) fn noun(input: Input, i: usize) -> String {
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

/// The number of an act that begins at a token: "1718", "68/262", "ES-11/1".
fn number_at(input: Input, at: usize) -> Option<Range<usize>> {
    if at == 0 || at >= input.text.tokens.len() || input.text.sentence_of(at) != input.text.sentence_of(at - 1) {
        return None;
    }
    let end =
        (at..input.text.tokens.len().min(at + 4)).find(|&i| input.text.space_after(i) || is_end(input, i + 1))? + 1;
    let number = input.text.words(at..end);
    let figures = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let is_number = match number.split_once('/') {
        Some((session, act)) => figures(session.trim_start_matches("ES-"), 1, 2) && figures(act, 1, 3),
        None => figures(number, 2, 4),
    };
    is_number.then_some(at..end)
}

/// Whether a token ends what stands before it without a blank between.
fn is_end(input: Input, i: usize) -> bool {
    let is_inside = |word: &str| word == "-" || word.starts_with(|c: char| c.is_alphanumeric() || c == '/');
    i >= input.text.tokens.len() || !is_inside(input.text.word(i))
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
