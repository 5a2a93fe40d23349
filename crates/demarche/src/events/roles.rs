//! Who did what to whom: the roles of a frame, found in the tree and filled with actors.

use super::Input;
use super::cast::{Cast, add};
use super::classes::Class;
use super::codebook::{Codebook, Setting};
use super::frames::{Frame, Part, Role};
use super::inflection;
use crate::clauses::Grammar;
use crate::countries::Country;
use crate::syntax::{Relation, Upos, Xpos};
use crate::ways::Way;

/// A report with its trees and who its words stand for.
pub(crate) struct Scene<'a> {
    pub(super) grammar: Grammar<'a>,
    pub(crate) cast: Cast,
    pub(super) input: Input<'a>,
    codebook: &'a Codebook,
    /// For each token, the attribution whose cue it heads.
    cue: Vec<Option<u32>>,
}

/// Who did it and to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parties {
    /// The doers.
    pub(crate) actor: Vec<usize>,
    /// Those it was done to.
    pub(crate) recipient: Vec<usize>,
    /// The head words of the phrases that filled the recipient's roles, whether they stand for somebody or not.
    pub(crate) recipient_phrases: Vec<usize>,
    /// Whether each of the doers does it to the others.
    pub(crate) is_mutual: bool,
    /// By which way the doers were found; empty where there are none.
    pub(crate) actor_by: Way,
    /// By which way those were found whom it was done to.
    pub(crate) recipient_by: Way,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(input: Input<'a>, codebook: &'a Codebook) -> Self {
        let mut cue = vec![None; input.text.tokens.len()];
        for (number, attribution) in input.attributions.attributions.iter().enumerate() {
            if let Some(slot) = cue.get_mut(attribution.cue_head) {
                *slot = Some(number as u32);
            }
        }
        let grammar = Grammar { text: input.text, syntax: input.syntax };
        Scene { grammar, cast: Cast::of(&input), input, codebook, cue }
    }

    /// Whether a word or code is of a class.
    pub(super) fn is_of(&self, class: Class, word: &str) -> bool {
        self.codebook.classes.is(class, word)
    }

    /// Whether acts of a type are at home in a setting.
    pub(super) fn is_at_home(&self, kind: &str, setting: Setting) -> bool {
        self.codebook.type_named(kind).is_some_and(|known| known.setting == Some(setting))
    }

    /// Whether a preposition or conjunction of a class leads a phrase in.
    pub(super) fn is_led_in_by(&self, class: Class, at: usize) -> bool {
        self.grammar.markers(at).any(|m| self.is_of(class, m))
    }

    /// Lets the tokens of a run stand for one actor of its own, and every other mention of the same entity too.
    pub(crate) fn cast_as(&mut self, tokens: std::ops::Range<usize>, actor: usize) {
        let mentions = &self.input.entities.mentions;
        let meant: Vec<usize> = mentions
            .iter()
            .filter(|m| m.tokens.clone() == tokens || self.head_of(&tokens) == Some(m.head))
            .map(|m| m.entity)
            .collect();
        for mention in mentions.iter().filter(|m| meant.contains(&m.entity)) {
            self.cast.assign(mention.head, vec![actor]);
        }
        for token in tokens {
            self.cast.assign(token, vec![actor]);
        }
    }

    /// The first token of a run that depends on none of the others.
    fn head_of(&self, tokens: &std::ops::Range<usize>) -> Option<usize> {
        tokens.clone().find(|&t| self.grammar.head(t).is_none_or(|h| !tokens.contains(&h)))
    }

    /// Whether a token is this word, as lemma, as form or as what the form is inflected from.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        let hyphenated = |lemma: &str| lemma.rsplit('-').next().is_some_and(|last| last.eq_ignore_ascii_case(word));
        let lemma = self.grammar.syntax.lemma(at);
        lemma.eq_ignore_ascii_case(word)
            || self.is_form(at, word)
            || (lemma.contains('-') && hyphenated(lemma))
            || inflection::inflects(self.grammar.text.word(at), word)
    }

    pub(super) fn is_form(&self, at: usize, word: &str) -> bool {
        self.grammar.text.word(at).eq_ignore_ascii_case(word)
    }

    /// The source of the attribution whose cue the token is.
    pub(super) fn source(&self, at: usize) -> Option<usize> {
        let number = self.cue.get(at).copied().flatten()? as usize;
        self.input.attributions.attributions[number].source.as_ref()?.actor
    }

    /// Whether one of these actors has one of these sectors; where nothing is asked or known, yes.
    ///
    /// `known` in the place of a sector stands for anybody whose country or kind of body is known.
    pub(super) fn are(&self, actors: &[usize], sectors: &[String]) -> bool {
        let known = sectors.iter().any(|s| s == "known");
        let fits = |&a: &usize| match self.input.actors.actors.get(a) {
            Some(actor) => known && actor.country != Country::NONE || actor.sectors.iter().any(|s| sectors.contains(s)),
            None => true,
        };
        sectors.is_empty() || actors.iter().any(fits)
    }

    /// The objects of a verb; of a noun its "of" phrases and what is compounded with it.
    pub(super) fn objects(&self, part: Part, at: usize) -> Vec<usize> {
        let grammar = self.grammar;
        let firsts: Vec<usize> = match part {
            Part::Verb | Part::Modal => grammar.object(at).into_iter().collect(),
            Part::Noun | Part::Adjective => {
                grammar.after(at, "of").chain(grammar.syntax.children_by(at, &[Relation::Compound])).collect()
            }
        };
        let mut objects: Vec<usize> =
            firsts.iter().flat_map(|&o| std::iter::once(o).chain(grammar.conjuncts(o))).collect();
        // "most of the sanctions": the sanctions.
        let quantities: Vec<usize> = objects.iter().copied().filter(|&o| self.is_quantity(o)).collect();
        objects.extend(quantities.into_iter().flat_map(|o| grammar.after(o, "of")));
        objects
    }

    fn is_quantity(&self, at: usize) -> bool {
        matches!(self.grammar.upos(at), Upos::Num | Upos::Det | Upos::Pron | Upos::Adj)
            || self.codebook.classes.is(Class::Portion, &self.grammar.syntax.lemma(at).to_lowercase())
    }

    /// Whether a preposition, marker, (`clause`) a complement clause or (`predicate`) what its object is called stands
    /// below the token or its object.
    pub(super) fn has_marker(&self, at: usize, word: &str) -> bool {
        let grammar = self.grammar;
        if word == "clause" {
            return grammar.complements(at).next().is_some();
        }
        if word == "predicate" {
            return grammar.syntax.child(at, Relation::Xcomp).is_some_and(|c| self.grammar.is_nominal(c));
        }
        let leads = |c: usize| grammar.markers(c).any(|m| m.eq_ignore_ascii_case(word));
        let below =
            |t: usize| grammar.syntax.children(t).iter().any(|&c| leads(c) && grammar.relation(c) != Relation::Nsubj);
        below(at) || grammar.syntax.child(at, Relation::Obj).is_some_and(below)
    }

    /// Fills the roles of a frame.
    pub(super) fn parties(&self, codebook: &Codebook, frame: &Frame, at: usize) -> Parties {
        if frame.mutual || frame.part == Part::Verb && self.is_reciprocal(at) {
            let actor = self.all_parties(codebook, frame, at);
            return Parties { actor, is_mutual: true, actor_by: "all-parties", ..Parties::default() };
        }
        let mut used = Vec::new();
        let (actor_by, actor) = self.first_filled(codebook, &frame.actor, frame.part, at, &mut used);
        let mut phrases = Vec::new();
        let taken = used.clone();
        let (mut recipient, mut recipient_by) = (Vec::new(), "");
        for role in &frame.recipient {
            let fillers = self.fillers(codebook, role, frame.part, at);
            phrases.extend(fillers.iter().copied().filter(|f| !taken.contains(f)));
            recipient = self.actors_of(&fillers, &taken);
            recipient.retain(|a| !actor.contains(a));
            if !recipient.is_empty() {
                recipient_by = role.way();
                break;
            }
        }
        Parties { actor, recipient, recipient_phrases: phrases, is_mutual: false, actor_by, recipient_by }
    }

    /// "accused each other": what one does to the other the other does to the one.
    fn is_reciprocal(&self, verb: usize) -> bool {
        let grammar = self.grammar;
        let objects = grammar.syntax.child(verb, Relation::Obj).into_iter().chain(grammar.after_any(verb));
        let is_of = |class, at: usize| self.is_of(class, self.grammar.text.word(at));
        objects.into_iter().any(|o| o > 0 && is_of(Class::Other, o) && is_of(Class::Each, o - 1))
    }

    fn first_filled(
        &self,
        codebook: &Codebook,
        roles: &[Role],
        part: Part,
        at: usize,
        used: &mut Vec<usize>,
    ) -> (Way, Vec<usize>) {
        for role in roles {
            let fillers = self.fillers(codebook, role, part, at);
            let mut actors = self.actors_of(&fillers, used);
            if actors.is_empty() && *role == Role::Subject {
                actors.extend(self.source(at));
            }
            if *role == Role::Source {
                actors.extend(self.source(at).or_else(|| self.speaker(at)));
            }
            if !actors.is_empty() {
                used.extend(fillers);
                return (role.way(), actors);
            }
        }
        ("", Vec::new())
    }

    /// The source of the innermost attribution that holds the token.
    pub(super) fn speaker(&self, at: usize) -> Option<usize> {
        let innermost = self.input.attributions.innermost.get(at).copied().flatten()?;
        self.input.attributions.attributions.get(innermost)?.source.as_ref()?.actor
    }

    fn actors_of(&self, phrases: &[usize], used: &[usize]) -> Vec<usize> {
        let mut actors = Vec::new();
        for phrase in phrases.iter().filter(|p| !used.contains(p)) {
            add(&mut actors, &self.cast.of_phrase(self.grammar, *phrase));
        }
        actors
    }

    fn all_parties(&self, codebook: &Codebook, frame: &Frame, at: usize) -> Vec<usize> {
        let prepositions: Vec<Role> =
            self.codebook.classes.words(Class::Party).iter().cloned().map(Role::After).collect();
        let mut parties = Vec::new();
        for role in [Role::Subject, Role::Object, Role::Possessor, Role::Modifier].iter().chain(&prepositions) {
            if *role == Role::Object && frame.part != Part::Verb {
                continue;
            }
            add(&mut parties, &self.actors_of(&self.fillers(codebook, role, frame.part, at), &[]));
        }
        if parties.is_empty() {
            parties.extend(self.source(at));
        }
        parties
    }

    /// The head words of the phrases that stand in a role.
    pub(super) fn fillers(&self, codebook: &Codebook, role: &Role, part: Part, at: usize) -> Vec<usize> {
        let grammar = self.grammar;
        match role {
            Role::Subject => self.subject(codebook, part, at).into_iter().collect(),
            Role::Object if part == Part::Verb => grammar.object(at).into_iter().collect(),
            Role::Object => grammar.after(at, "of").collect(),
            Role::Indirect => grammar.indirect(at).into_iter().collect(),
            Role::Possessor => self.possessors(at),
            Role::Modifier => self.modifiers(at),
            Role::ClauseSubject => self.clause_subjects(at),
            Role::ClauseObject => self.clause_objects(at),
            Role::After(preposition) => self.after(codebook, at, Some(preposition)),
            Role::AfterAny => self.after(codebook, at, None),
            Role::Source | Role::Nowhere => Vec::new(),
        }
    }

    /// The subject of a verb or predicate; of a noun, the subject of the verb that supports it.
    fn subject(&self, codebook: &Codebook, part: Part, at: usize) -> Option<usize> {
        let grammar = self.grammar;
        if part != Part::Noun || grammar.syntax.child(at, Relation::Cop).is_some() {
            if let Some(doer) = self.doer_before_hyphen(at) {
                return doer;
            }
            return grammar.subject(at).or_else(|| self.subject_by_order(at));
        }
        let verb = grammar.verb_taking(at)?;
        codebook.supports(grammar.syntax.lemma(verb)).then(|| grammar.subject(verb)).flatten()
    }

    /// "Iran-backed rebels": the doer is what stands before the hyphen, or nobody told ("foreign-funded groups").
    fn doer_before_hyphen(&self, verb: usize) -> Option<Option<usize>> {
        let text = self.input.text;
        let hyphen = verb.checked_sub(1).filter(|&h| text.word(h) == "-" && !text.space_after(h))?;
        let before = hyphen.checked_sub(1).filter(|&b| !text.space_after(b))?;
        (self.grammar.syntax.word(verb).xpos == Xpos::VBN).then(|| self.cast.ending(before))
    }

    /// Where the tree has none, somebody named right before a finite verb or after the "by" of a passive.
    fn subject_by_order(&self, verb: usize) -> Option<usize> {
        let grammar = self.grammar;
        let word = grammar.syntax.word(verb);
        if word.upos != Upos::Verb {
            return None;
        }
        if grammar.is_passive(verb) {
            let sentence = self.input.text.sentences.get(self.input.text.sentence_of(verb))?.tokens.end;
            let later = verb + 1..sentence.min(verb + 8);
            let mut open = later.take_while(|&t| !matches!(grammar.upos(t), Upos::Verb | Upos::Aux));
            let by = open.find(|&t| self.is_of(Class::Doer, grammar.text.word(t)))?;
            return self.cast.beginning(by + 1);
        }
        if !matches!(word.xpos, Xpos::VBD | Xpos::VBZ | Xpos::VBP) {
            return None;
        }
        let between = |t: &usize| matches!(grammar.upos(*t), Upos::Aux | Upos::Adv);
        let last = (0..verb).rev().take(4).find(|t| !between(t))?;
        self.cast.ending(last)
    }

    /// The possessor of a noun; of a verb, that of its object ("expressed its people's anger").
    fn possessors(&self, at: usize) -> Vec<usize> {
        let object = self.grammar.syntax.child(at, Relation::Obj);
        let holders = std::iter::once(at).chain(object);
        holders.filter_map(|n| self.grammar.syntax.child(n, Relation::NmodPoss)).collect()
    }

    fn modifiers(&self, at: usize) -> Vec<usize> {
        let mut found: Vec<usize> = self.grammar.modifiers(at).collect();
        let mut next = 0;
        while next < found.len() && found.len() < 16 {
            let nested = self.grammar.syntax.children_by(found[next], &[Relation::Compound, Relation::Conj]);
            found.extend(nested.filter(|n| !self.cast.at(*n).is_empty()));
            next += 1;
        }
        found.retain(|&m| !self.cast.at(m).is_empty());
        found
    }

    fn clause_subjects(&self, at: usize) -> Vec<usize> {
        let clauses = self.clauses(at);
        clauses.into_iter().filter_map(|c| self.grammar.surface_subject(c)).collect()
    }

    fn clause_objects(&self, at: usize) -> Vec<usize> {
        let mut found = Vec::new();
        for clause in self.clauses(at) {
            found.extend(self.grammar.object(clause));
            found.extend(self.grammar.after_any(clause));
        }
        // Only the nearest that stands for somebody: the rest are the circumstances.
        found.into_iter().find(|&f| !self.cast.of_phrase(self.grammar, f).is_empty()).into_iter().collect()
    }

    fn clauses(&self, at: usize) -> Vec<usize> {
        let object = self.grammar.syntax.child(at, Relation::Obj);
        std::iter::once(at).chain(object).flat_map(|n| self.grammar.complements(n)).collect()
    }

    /// Phrases after a preposition: those of the word itself, then those of its object or of the verb that supports it,
    /// because parsers often hang them one step too high or too low.
    fn after(&self, codebook: &Codebook, at: usize, preposition: Option<&str>) -> Vec<usize> {
        let grammar = self.grammar;
        let supporting = || grammar.verb_taking(at).filter(|&v| codebook.supports(grammar.syntax.lemma(v)));
        let neighbor = grammar.syntax.child(at, Relation::Obj).or_else(supporting);
        let mut found = Vec::new();
        for holder in std::iter::once(at).chain(neighbor) {
            let below = if grammar.is_nominal(holder) {
                grammar.nested_phrases(holder)
            } else {
                grammar.after_any(holder).collect()
            };
            let fits = |c: &usize| preposition.is_none_or(|p| grammar.markers(*c).any(|m| m.eq_ignore_ascii_case(p)));
            found.extend(below.into_iter().filter(|c| *c != at).filter(fits));
        }
        found
    }
}
