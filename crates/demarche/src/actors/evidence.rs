//! What the words of one mention tell: its role, its owner, its place.

use super::Input;
use super::tables::{Role, Tables, Tie};
use crate::countries::Country;
use crate::entities::{Form, Kind, Mention};
use crate::syntax::{Relation, Upos, Xpos};
use std::ops::Range;

/// How many words a role's phrase has at most.
const LONGEST: usize = 4;

/// Reads mentions.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub input: Input<'a>,
    pub tables: &'a Tables,
}

/// A role and the words that give it.
pub(super) struct Described<'a> {
    pub role: &'a Role,
    /// The tokens of the role's phrase.
    pub tokens: Range<usize>,
}

impl<'a> Reader<'a> {
    fn lower(self, i: usize) -> String {
        self.input.text.word(i).to_lowercase()
    }

    fn lemma(self, i: usize) -> String {
        let lemma = self.input.syntax.lemma(i);
        if lemma.is_empty() { self.lower(i) } else { lemma.to_lowercase() }
    }

    /// The words that describe a mention: for a name of a person those before it, else all.
    fn description(self, mention: &Mention, kind: Kind) -> Range<usize> {
        match (mention.form, kind) {
            (Form::Name, Kind::Person) => mention.tokens.start..mention.name.start,
            _ => mention.tokens.clone(),
        }
    }

    /// The role that a mention's words give: the longest phrase that ends in its last noun.
    pub fn role(self, mention: &Mention, kind: Kind) -> Option<Described<'a>> {
        let words = self.description(mention, kind);
        let person = kind == Kind::Person && mention.form == Form::Name;
        let end = if person || mention.form == Form::Name { words.end } else { mention.head + 1 };
        let last = (words.start..end.max(words.start)).rev();
        let ends: Vec<usize> = if person || mention.form == Form::Name {
            // "Minister of Public Security": what stands before "of" says what it is.
            let of = words.clone().find(|&i| self.input.text.word(i) == "of").unwrap_or(end);
            let (after, before): (Vec<usize>, Vec<usize>) = last.partition(|&i| i > of);
            before.into_iter().chain(after).collect()
        } else {
            last.take(1).collect()
        };
        ends.into_iter().find_map(|i| self.of_phrase(i).or_else(|| self.phrase_ending(words.start, i)))
    }

    /// The longest role that ends at token `i`.
    fn phrase_ending(self, start: usize, i: usize) -> Option<Described<'a>> {
        let first = start.max((i + 1).saturating_sub(LONGEST));
        let lasts = self.forms(i);
        (first..=i).find_map(|from| {
            let mut phrase = String::new();
            for k in from..i {
                let hyphen = self.input.text.word(k) == "-";
                if !phrase.is_empty() && !hyphen && !phrase.ends_with('-') {
                    phrase.push(' ');
                }
                phrase.push_str(&self.lower(k));
            }
            if !phrase.is_empty() && !phrase.ends_with('-') {
                phrase.push(' ');
            }
            let role = lasts.iter().find_map(|last| self.tables.role(&format!("{phrase}{last}")))?;
            Some(Described { role, tokens: from..i + 1 })
        })
    }

    /// A word as written, as its lemma, and without a plural's ending, which the lemma may have kept.
    fn forms(self, i: usize) -> Vec<String> {
        let written = self.lower(i);
        let mut forms = vec![written.clone(), self.lemma(i)];
        forms.extend(written.strip_suffix("ies").map(|stem| format!("{stem}y")));
        forms.extend(written.strip_suffix("es").map(str::to_string));
        forms.extend(written.strip_suffix('s').map(str::to_string));
        forms.extend(written.strip_suffix("men").map(|stem| format!("{stem}man")));
        forms
    }

    /// "head of state", "member of parliament".
    fn of_phrase(self, i: usize) -> Option<Described<'a>> {
        let follows = i + 2 < self.input.text.tokens.len() && self.input.text.word(i + 1) == "of";
        let phrase = follows.then(|| format!("{} of {}", self.lemma(i), self.lemma(i + 2)))?;
        self.tables.role(&phrase).map(|role| Described { role, tokens: i..i + 3 })
    }

    /// The sector that the words before a role give ("a military official").
    pub fn modifier(self, mention: &Mention, described: &Described) -> Option<(&'a str, usize)> {
        let before = mention.tokens.start..described.tokens.start.max(mention.tokens.start);
        before.rev().find_map(|i| Some((self.tables.modifier(&self.lower(i))?, i)))
    }

    /// Whether the words before a role place it in no one country ("a Western diplomat", but "a Foreign Ministry").
    pub fn is_regional(self, mention: &Mention, described: &Described) -> bool {
        let before = mention.tokens.start..described.tokens.start.max(mention.tokens.start);
        before.into_iter().any(|i| self.tables.is_in("regions", &self.lower(i)))
    }

    /// Whether a mention's words say that its office is no longer held.
    pub fn is_former(self, mention: &Mention) -> bool {
        mention.tokens.clone().any(|i| self.tables.is_in("former", &self.lower(i)))
    }

    /// Whether a mention attacks somebody or is charged with a crime: "a man stabbed two people", "was convicted".
    pub fn is_suspect(self, mention: &Mention) -> bool {
        let word = self.input.syntax.word(mention.head);
        let list = match word.relation {
            Relation::Nsubj => "crimes",
            Relation::Obj | Relation::NsubjPass => "charges",
            _ => return false,
        };
        word.head.is_some_and(|verb| self.tables.is_in(list, &self.lemma(verb)))
    }

    /// The office that a mention names: "Chief Cabinet Secretary", "foreign minister".
    pub fn office(self, mention: &Mention, described: &Described) -> String {
        let mut start = described.tokens.start;
        let syntax = self.input.syntax;
        while start > mention.tokens.start {
            let word = syntax.word(start - 1);
            let adds =
                matches!(word.relation, Relation::Compound | Relation::Amod | Relation::NmodDesc | Relation::Flat)
                    || matches!(self.input.text.word(start - 1), "-" | "and" | "&");
            if !adds || self.names_country(start - 1) {
                break;
            }
            start -= 1;
        }
        self.input.text.words(start..described.tokens.end).to_string()
    }

    /// The countries whose adjectives stand in a mention before its head: "his Hungarian counterpart".
    pub fn adjectives(self, mention: &Mention) -> Vec<Country> {
        let entities = self.input.entities;
        let before = (mention.tokens.start..mention.head).filter(|&i| self.is_adjective(i));
        let named = before.filter_map(|i| entities.headed_by(i).and_then(|m| entities.mentions[m].country));
        let mut found: Vec<Country> = Vec::new();
        named.for_each(|country| {
            if !found.contains(&country) {
                found.push(country);
            }
        });
        found
    }

    /// Whether the name of a country stands as an adjective: no possessor.
    pub fn is_adjective(self, i: usize) -> bool {
        let syntax = self.input.syntax;
        let possesses = syntax.words().get(i + 1).is_some_and(|next| next.xpos == Xpos::POS);
        let word = syntax.word(i);
        let before_noun = matches!(word.relation, Relation::Amod | Relation::Compound | Relation::Conj);
        !possesses && (word.upos == Upos::Adj || before_noun) && self.names_country(i)
    }

    fn names_country(self, i: usize) -> bool {
        let entities = self.input.entities;
        entities.headed_by(i).is_some_and(|m| entities.mentions[m].country.is_some())
    }

    /// The mentions that a mention speaks, acts or works for, the closest first: those within it ("ministry spokesman",
    /// "the rebels' leader"), then those after it ("a spokesman for the rebels").
    pub fn owners(self, mention: &Mention) -> Vec<(usize, Tie)> {
        let mut found: Vec<(usize, Tie)> = Vec::new();
        let itself = |m: usize| self.input.entities.mentions[m].entity == mention.entity;
        found.extend(self.whose(mention).filter(|&m| !itself(m)).map(|m| (m, Tie::Body)));
        for i in (mention.tokens.start..mention.tokens.end).rev() {
            let inner = self.input.entities.headed_by(i);
            found.extend(inner.filter(|&m| !itself(m)).map(|m| (m, Tie::Body)));
        }
        let mut end = mention.tokens.end;
        for _ in 0..2 {
            let Some((owner, tie)) = self.owner_after(end) else { break };
            if !itself(owner) {
                found.push((owner, tie));
            }
            end = self.input.entities.mentions[owner].tokens.end;
        }
        found
    }

    /// The mention that "whose" goes back to: "Russia, whose envoy left".
    fn whose(self, mention: &Mention) -> Option<usize> {
        let syntax = self.input.syntax;
        syntax.children_by(mention.head, &[Relation::NmodPoss]).find(|&w| syntax.word(w).xpos == Xpos::WPS)?;
        let clause = syntax.path_up(mention.head).take(4).find(|&i| syntax.word(i).relation == Relation::AclRelcl)?;
        self.input.entities.headed_by(syntax.word(clause).head?)
    }

    /// The mention after a preposition at token `end`.
    fn owner_after(self, end: usize) -> Option<(usize, Tie)> {
        let text = self.input.text;
        let tie = match text.tokens.get(end).map(|_| text.word(end))? {
            word if self.tables.is_tie(word, Tie::Body) => Tie::Body,
            word if self.tables.is_tie(word, Tie::Seat) => Tie::Seat,
            _ => return None,
        };
        self.beginning(end + 1).map(|owner| (owner, tie))
    }

    /// The longest mention that begins at token `i`.
    fn beginning(self, i: usize) -> Option<usize> {
        let mentions = &self.input.entities.mentions;
        let at = mentions.partition_point(|m| m.tokens.start < i);
        mentions.get(at).filter(|m| m.tokens.start == i).map(|_| at)
    }

    /// Whether a mention stands before a noun of force or arms: "an Israeli airstrike", "Russian and Iranian drones".
    pub fn is_of_force(self, mention: &Mention) -> bool {
        self.stands_before(mention, |noun| self.tables.is_in("force", noun))
    }

    /// Whether a mention stands before a noun of force or arms or of those who bear them: "Israeli soldiers".
    pub fn is_of_forces(self, mention: &Mention) -> bool {
        let armed = |noun: &str| self.tables.role(noun).is_some_and(|role| self.tables.is_in("armed", &role.sector));
        self.stands_before(mention, |noun| self.tables.is_in("force", noun) || armed(noun))
    }

    fn stands_before(self, mention: &Mention, is_meant: impl Fn(&str) -> bool) -> bool {
        let syntax = self.input.syntax;
        let modifies = |&i: &usize| {
            let relation = syntax.word(i).relation;
            matches!(relation, Relation::Compound | Relation::Amod | Relation::NmodDesc | Relation::Conj)
        };
        let possesses = syntax.words().get(mention.tokens.end).is_some_and(|next| next.xpos == Xpos::POS);
        let above =
            std::iter::successors(Some(mention.head), |i| Some(*i).filter(modifies).and_then(|i| syntax.word(i).head));
        let mut nouns = above.skip(1).take(4).filter(|&noun| noun >= mention.tokens.end);
        !possesses && nouns.any(|noun| self.forms(noun).iter().any(|form| is_meant(form)))
    }

    /// Whether a capital is meant as a place here: after "in", before a noun, beside "capital".
    pub fn is_place(self, mention: &Mention) -> bool {
        let syntax = self.input.syntax;
        let mut at = mention.head;
        while syntax.word(at).relation == Relation::Conj
            && let Some(first) = syntax.word(at).head
        {
            at = first;
        }
        let word = syntax.word(at);
        match word.relation {
            Relation::Compound | Relation::Appos | Relation::Amod | Relation::NmodDesc | Relation::Parataxis => true,
            Relation::Nmod | Relation::Obl => {
                let case = syntax.child(at, Relation::Case);
                let verbal = word.relation == Relation::Obl;
                case.is_none_or(|case| {
                    let case = self.lower(case);
                    self.tables.is_in("locatives", &case) && !(case == "to" && !verbal) || case == "from" && verbal
                })
            }
            _ => false,
        }
    }
}
