//! What is done with an instrument: the word above it in the tree that says so.

use super::Input;
use super::names::Name;
use super::register::{Kind, Register, Relation as Row};
use crate::syntax::{Relation, Upos};

/// A relation found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The word that says it.
    pub word: usize,
    pub relation: String,
    /// The row: lemma and role.
    pub rule: String,
}

/// The row's word for any word at all ("under the treaty, …").
const ANY: &str = "*";

/// How many steps up the tree a relation may stand: a conjunct of a part of a predicate noun.
const HIGHEST: usize = 4;

/// The relations of a mention: at most one of those said of it from above, and one from its own relative clause.
pub(super) fn of(input: Input, name: &Name, register: &Register) -> Vec<Found> {
    let mut found: Vec<Found> = above(input, name.head, register).into_iter().collect();
    found.extend(relative(input, name.head, register));
    found.dedup_by(|a, b| a.relation == b.relation);
    found
}

fn above(input: Input, head: usize, register: &Register) -> Option<Found> {
    let mut at = head;
    for _ in 0..HIGHEST {
        let word = input.syntax.word(at);
        let upper = word.head?;
        if word.relation == Relation::Conj {
            at = upper;
            continue;
        }
        if let Some(found) = look(input, at, upper, register) {
            return Some(found);
        }
        // A part stands for the whole: "the pact's limits", "provisions of resolutions", "a party to the treaty".
        let is_part = register.kind(input.syntax.lemma(upper)) == Some(Kind::Part);
        if !is_part && word.relation != Relation::Appos {
            return None;
        }
        at = upper;
    }
    None
}

/// What `upper` does to its dependent `at`.
fn look(input: Input, at: usize, upper: usize, register: &Register) -> Option<Found> {
    let roles = roles(input, at, upper);
    let fits = |row: &Row| is_part(input, upper, row.part) && roles.iter().any(|role| *role == row.role);
    let of_word = register.relations(input.syntax.lemma(upper)).iter().map(|row| (input.syntax.lemma(upper), row));
    let of_any = register.relations(ANY).iter().map(|row| (ANY, row));
    let (word, row) = of_word.chain(of_any).find(|(_, row)| fits(row))?;
    let rule = format!("{word}-{}", row.role);
    Some(Found { word: upper, relation: row.relation.clone(), rule })
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
        let role = if has_subject || is_participle { "object" } else { "subject" };
        let rows = register.relations(input.syntax.lemma(verb)).iter();
        let row = rows.filter(|row| is_part(input, verb, row.part)).find(|row| row.role == role)?;
        let rule = format!("{}-{role}", input.syntax.lemma(verb));
        Some(Found { word: verb, relation: row.relation.clone(), rule })
    })
}
