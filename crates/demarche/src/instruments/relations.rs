//! What is done with an instrument: the word above it in the tree that says so.

use super::Input;
use super::names::Name;
use super::parties;
use super::register::{Kind, Register, Relation as Row};
use crate::syntax::{Relation, Upos};
use std::collections::BTreeSet;

/// A relation found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The word that says it.
    pub word: usize,
    pub relation: String,
    /// Whether it fails to come about: a vetoed draft is not adopted.
    pub failed: bool,
    /// The row: lemma and role.
    pub rule: String,
}

impl Found {
    fn by(word: usize, row: &Row, lemma: &str) -> Self {
        let rule = format!("{lemma}-{}", row.role);
        Found { word, relation: row.relation.clone(), failed: row.failed, rule }
    }
}

/// The row's word for any word at all ("under the treaty, …").
const ANY: &str = "*";

/// The role of what does something.
pub(super) const SUBJECT: &str = "subject";

/// The role of what something is done to.
const OBJECT: &str = "object";

/// The relation of what an instrument lays down.
pub(super) const PROVIDES: &str = "provides";

/// What can be done by adopting an instrument.
const MEASURES: &[&str] = &["imposes", "extends", "lifts"];

/// What a bill or a draft can do before it is in force.
const OF_DRAFTS: &[&str] = &[PROVIDES, "violates"];

/// What a ceasefire is not: written and signed.
const OF_TEXTS: &[&str] = &["signs", PROVIDES];

/// What is said of "it" with words that are said of instruments alone.
const OF_PRONOUNS: &[&str] = &["complies", "extends", "ratifies", "violates", "withdraws"];

/// How many steps up the tree a relation may stand: a conjunct of a part of a predicate noun.
const HIGHEST: usize = 4;

/// The relations of a mention: at most one of those said of it from above, and one from its own relative clause.
pub(super) fn of(input: Input, name: &Name, register: &Register) -> Vec<Found> {
    let mut found: Vec<Found> = above(input, name, register).into_iter().collect();
    found.extend(relative(input, name.head, register));
    let more = |first: &Found| [joined(input, first, register), passives(input, first, register)].concat();
    let joined: Vec<Found> = found.iter().flat_map(more).collect();
    found.extend(joined);
    if name.is_draft {
        found.retain(|f| f.failed || OF_DRAFTS.contains(&f.relation.as_str()));
    }
    if register.kind(&super::names::noun(input, name.head)) == Some(Kind::Truce) {
        found.retain(|f| !OF_TEXTS.contains(&f.relation.as_str()));
    }
    if name.is_pronoun {
        found.retain(|f| OF_PRONOUNS.contains(&f.relation.as_str()) && !f.rule.ends_with(SUBJECT));
    }
    let mut seen = BTreeSet::new();
    found.retain(|f| seen.insert(f.relation.clone()));
    found
}

/// What more is done by the clauses joined to a relation's word: "obliges … and extends …" share their subject; "imposed
/// an embargo, adopting a resolution" imposes it by the resolution.
fn joined(input: Input, found: &Found, register: &Register) -> Vec<Found> {
    let is_subject = found.rule.ends_with(SUBJECT);
    let upper =
        input.syntax.word(found.word).head.filter(|_| input.syntax.word(found.word).relation == Relation::Advcl);
    let conjuncts = input.syntax.children_by(found.word, &[Relation::Conj]).filter(|_| is_subject);
    let has_own = |verb: &usize| input.syntax.child(*verb, Relation::Nsubj).is_some();
    let upper = upper.filter(|_| found.relation == "signs").into_iter();
    let upper = upper.flat_map(|verb| [Some(verb), first_of(input, verb)]).flatten();
    let acts = conjuncts.filter(|verb| !has_own(verb)).chain(upper);
    acts.filter_map(|verb| {
        let rows = register.relations(input.syntax.lemma(verb)).iter();
        let row = rows.filter(|row| holds(input, verb, row)).find(|row| row.role == SUBJECT)?;
        let is_measure = MEASURES.contains(&row.relation.as_str()) || is_subject;
        is_measure.then(|| Found::by(verb, row, input.syntax.lemma(verb)))
    })
    .collect()
}

/// The verb that a verb is joined to by "and".
fn first_of(input: Input, verb: usize) -> Option<usize> {
    input.syntax.word(verb).head.filter(|_| input.syntax.word(verb).relation == Relation::Conj)
}

/// What more is done to an instrument that is the subject of passives: "was concluded in June and must be ratified".
fn passives(input: Input, found: &Found, register: &Register) -> Vec<Found> {
    if input.syntax.child(found.word, Relation::NsubjPass).is_none() || !found.rule.ends_with(OBJECT) {
        return Vec::new();
    }
    let joined = input.syntax.children_by(found.word, &[Relation::Conj]);
    let passive = joined.filter(|&verb| input.syntax.child(verb, Relation::AuxPass).is_some());
    let own = passive.filter(|&verb| input.syntax.child(verb, Relation::NsubjPass).is_none());
    own.filter_map(|verb| {
        let rows = register.relations(input.syntax.lemma(verb)).iter();
        let row = rows.filter(|row| holds(input, verb, row)).find(|row| row.role == OBJECT)?;
        Some(Found::by(verb, row, input.syntax.lemma(verb)))
    })
    .collect()
}

fn above(input: Input, name: &Name, register: &Register) -> Option<Found> {
    let mut at = name.head;
    let mut before = preposition(input, name);
    for _ in 0..HIGHEST {
        let word = input.syntax.word(at);
        let upper = word.head?;
        // "the constitution as well as the convention" may hang on the verb.
        let is_added = input.syntax.child(at, Relation::Cc).is_some() && word.relation == Relation::Obl;
        if is_added && let Some(object) = input.syntax.child(upper, Relation::Obj) {
            at = object;
            continue;
        }
        if word.relation == Relation::Conj {
            at = upper;
            continue;
        }
        if let Some(found) = look(input, at, upper, before.take(), register) {
            return Some(found);
        }
        // A part stands for the whole: "the pact's limits", "provisions of resolutions", "a party to the treaty".
        let acts = input.syntax.word(upper).relation == Relation::Nsubj;
        let is_part = match register.kind(input.syntax.lemma(upper)) {
            Some(Kind::Part) => true,
            Some(Kind::Member) => !acts,
            _ => false,
        };
        if !is_part && word.relation != Relation::Appos {
            return None;
        }
        at = upper;
    }
    None
}

/// The preposition right before a name and its article. Inside long names the tree may hang it on a wrong word.
fn preposition<'a>(input: Input<'a>, name: &Name) -> Option<&'a str> {
    let sentence = &input.text.sentences[input.text.sentence_of(name.head)];
    let is_article = |i: &usize| input.syntax.word(*i).upos == Upos::Det;
    let before = (sentence.tokens.start..name.tokens.start).rev().find(|i| !is_article(i))?;
    (input.syntax.word(before).upos == Upos::Adp).then(|| input.syntax.lemma(before))
}

/// What `upper` does to its dependent `at`; `before` is the preposition before it, where its own word may lack it.
fn look<'a>(input: Input<'a>, at: usize, upper: usize, before: Option<&'a str>, register: &Register) -> Option<Found> {
    let mut roles = roles(input, at, upper);
    roles.extend(before);
    let fits = |row: &Row| holds(input, upper, row) && roles.iter().any(|role| *role == row.role);
    let of_word = register.relations(input.syntax.lemma(upper)).iter().map(|row| (input.syntax.lemma(upper), row));
    // "obligations under the treaty": what is done with them counts.
    let is_part = matches!(register.kind(input.syntax.lemma(upper)), Some(Kind::Part | Kind::Member));
    let of_any = register.relations(ANY).iter().filter(|_| !is_part).map(|row| (ANY, row));
    let (word, row) = of_word.chain(of_any).find(|(_, row)| fits(row))?;
    Some(Found::by(upper, row, word))
}

/// Whether a row's conditions hold of a word: its part of speech, what stands by it, who does it.
fn holds(input: Input, word: usize, row: &Row) -> bool {
    let is_with = |i: usize| input.syntax.lemma(i) == row.with;
    let is_by = |i: usize| {
        let actors = parties::mentioned(input, i).into_iter().filter_map(|a| input.actors.actors.get(a));
        actors.into_iter().any(|a| a.sectors.first().is_some_and(|sector| *sector == row.by))
    };
    let below = || {
        let children = input.syntax.children(word).iter().copied();
        children.flat_map(|c| std::iter::once(c).chain(input.syntax.children(c).iter().copied()))
    };
    let doers = [Relation::Nsubj, Relation::OblAgent, Relation::NmodPoss];
    is_part(input, word, row.part)
        && (row.with.is_empty() || below().any(is_with))
        && (row.by.is_empty() || input.syntax.children_by(word, &doers).any(is_by))
}

fn is_part(input: Input, word: usize, part: char) -> bool {
    let upos = input.syntax.word(word).upos;
    match part {
        '*' => true,
        'v' => matches!(upos, Upos::Verb | Upos::Aux),
        'n' => matches!(upos, Upos::Noun | Upos::Propn),
        _ => matches!(upos, Upos::Adj | Upos::Verb | Upos::Adv),
    }
}

/// The roles in which a dependent stands to its head: grammatical ones, and its prepositions.
fn roles<'a>(input: Input<'a>, at: usize, upper: usize) -> Vec<&'a str> {
    let mut roles = match input.syntax.word(at).relation {
        Relation::Obj | Relation::NsubjPass => vec!["object"],
        Relation::Nsubj => vec!["subject"],
        Relation::NmodPoss | Relation::Compound => vec!["of"],
        _ => Vec::new(),
    };
    roles.extend(input.syntax.children_by(at, &[Relation::Case]).map(|case| input.syntax.lemma(case)));
    // "pulled out of": the tree may give the particle to the verb.
    roles.extend(input.syntax.children_by(upper, &[Relation::CompoundPrt]).map(|p| input.syntax.lemma(p)));
    roles
}

/// "the document that we signed", "which calls upon Tehran to …": the mention is the object or subject inside.
fn relative(input: Input, head: usize, register: &Register) -> Option<Found> {
    let inside = [Relation::AclRelcl, Relation::Acl];
    input.syntax.children_by(head, &inside).find_map(|verb| {
        let has_subject = input
            .syntax
            .children_by(verb, &[Relation::Nsubj])
            .any(|s| !matches!(input.syntax.word(s).xpos.as_str(), "WDT" | "WP" | "DT"));
        let is_participle = input.syntax.word(verb).xpos.as_str() == "VBN";
        let lemma = input.syntax.lemma(verb);
        let led = led(input, verb);
        let fits = |row: &&Row| match &led[..] {
            [] if has_subject || is_participle => row.role == OBJECT,
            [] => row.role == SUBJECT,
            led => led.contains(&row.role.as_str()),
        };
        let of_any = register.relations(ANY).iter().filter(|_| !led.is_empty()).map(|row| (ANY, row));
        let rows = register.relations(lemma).iter().map(|row| (lemma, row)).chain(of_any);
        let (word, row) = rows.filter(|(_, row)| holds(input, verb, row)).find(|(_, row)| fits(row))?;
        Some(Found::by(verb, row, word))
    })
}

/// "The deal from which they pulled out", "a pact under which …": the prepositions that lead the relative in, and the
/// verb's particles.
fn led<'a>(input: Input<'a>, verb: usize) -> Vec<&'a str> {
    let is_relative = |&c: &usize| matches!(input.syntax.word(c).xpos.as_str(), "WDT" | "WP");
    let Some(which) = input.syntax.children(verb).iter().copied().find(is_relative) else { return Vec::new() };
    let before: Vec<&str> =
        input.syntax.children_by(which, &[Relation::Case]).map(|case| input.syntax.lemma(case)).collect();
    if before.is_empty() {
        return before;
    }
    let particles = input.syntax.children_by(verb, &[Relation::CompoundPrt]).map(|p| input.syntax.lemma(p));
    before.into_iter().chain(particles).collect()
}
