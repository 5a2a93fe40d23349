//! Who is meant where a trigger's own roles do not say: the clauses around it, what the report told before, and at last
//! what it tells later.

use super::cast::add;
use super::classes::Class;
use super::codebook::Codebook;
use super::frames::{Part, Role};
use super::roles::{Parties, Scene};
use super::settling::{Draft, is_noun};
use crate::attribution::Factuality;
use crate::countries::Country;
use crate::entities::Kind;
use crate::syntax::Relation;
use crate::ways::Way;

/// How many letters a noun and the verb that it is made of share at least.
const STEM: usize = 4;

/// The parties of a draft, with what the frame's roles left empty filled from around and before.
pub(super) fn complete(scene: &Scene, codebook: &Codebook, drafts: &[Draft], number: usize) -> Parties {
    let draft = &drafts[number];
    let search = Search { scene, codebook, drafts, number };
    let mut parties = draft.parties.clone();
    search.step("not-himself", &mut parties, Search::drop_self);
    if is_noun(scene, draft) {
        search.step("blame-taken", &mut parties, Search::take_blame);
        search.step("suffering", &mut parties, Search::take_suffering);
        search.step("pair", &mut parties, Search::take_pair);
        search.step("governor-joined", &mut parties, Search::join_governor);
        search.step("recalled", &mut parties, Search::recall);
    }
    if parties.actor.is_empty()
        && let Some((way, actor)) = search.missing_actor(&parties.recipient)
    {
        (parties.actor, parties.actor_by) = (actor, way);
    }
    if parties.recipient.is_empty()
        && search.wants_recipient()
        && let Some((way, recipient)) = search.missing_recipient(&parties.actor)
    {
        (parties.recipient, parties.recipient_by) = (recipient, way);
    }
    search.step("brokered", &mut parties, Search::join_brokered);
    search.step("other-side", &mut parties, Search::join_other_side);
    let actor = parties.actor.clone();
    parties.recipient.retain(|r| !actor.contains(r));
    parties
}

/// The same from what follows: headlines come before what they are about.
pub(super) fn complete_from_later(scene: &Scene, codebook: &Codebook, drafts: &[Draft], number: usize) -> Parties {
    let draft = &drafts[number];
    let mut parties = draft.parties.clone();
    let search = Search { scene, codebook, drafts, number };
    let lacks_recipient = parties.recipient.is_empty() && search.wants_recipient();
    if !parties.actor.is_empty() && !lacks_recipient {
        return parties;
    }
    // The headline's "coup" is the first the text tells of, whatever it calls it.
    let is_alike = |later: &&Draft| {
        search.lemma(later) == search.lemma(draft)
            || is_noun(scene, draft) && search.mode(later) == search.mode(draft) && !later.parties.actor.is_empty()
    };
    let fits = |later: &&Draft| later.kind == draft.kind && is_alike(later);
    let Some(later) = drafts[number + 1..].iter().find(fits) else { return parties };
    search.step("told-later", &mut parties, |search, parties| {
        if parties.actor.is_empty() {
            parties.actor = search.without(&later.parties.actor, &parties.recipient);
        }
        if lacks_recipient && search.share_a_side(&parties.actor, &later.parties.actor) {
            parties.recipient = search.without(&later.parties.recipient, &parties.actor);
        }
    });
    parties
}

/// A search among what the report tells for what a draft leaves open.
pub(super) struct Search<'s, 'a> {
    pub(super) scene: &'s Scene<'a>,
    pub(super) codebook: &'s Codebook,
    pub(super) drafts: &'s [Draft],
    number: usize,
}

impl Search<'_, '_> {
    /// Lets a way change the parties, and notes that it did.
    fn step(&self, way: Way, parties: &mut Parties, change: impl Fn(&Self, &mut Parties)) {
        if !self.codebook.ways.is_on(way) {
            return;
        }
        let before = (parties.actor.clone(), parties.recipient.clone());
        change(self, parties);
        if parties.actor != before.0 {
            parties.actor_by = way;
        }
        if parties.recipient != before.1 {
            parties.recipient_by = way;
        }
    }

    /// "Oman met on Monday": the other side of the act told before.
    fn join_other_side(&self, parties: &mut Parties) {
        let alone = self.is_mutual() && parties.actor.len() == 1;
        if alone && !self.is_group(parties.actor[0]) && !self.is_body(parties.actor[0]) {
            let other = self.counterpart(&parties.actor, 0);
            add(&mut parties.actor, &other);
        }
    }

    pub(super) fn draft(&self) -> &Draft {
        &self.drafts[self.number]
    }

    fn lemma(&self, draft: &Draft) -> &str {
        self.scene.grammar.syntax.lemma(draft.coding.head)
    }

    /// What was told before, the latest first.
    fn before(&self) -> impl Iterator<Item = &Draft> {
        self.drafts[..self.number].iter().rev()
    }

    /// Nobody demands of himself what he says must be done, nor does a body turn against itself.
    fn drop_self(&self, parties: &mut Parties) {
        let draft = self.draft();
        let is_duty = self.codebook.frames[draft.coding.frame].part == Part::Modal;
        if is_duty {
            parties.recipient = self.without(&parties.recipient, &parties.actor);
        } else if self.quad(draft).ends_with("conflict") && parties.actor.iter().any(|a| self.is_body(*a)) {
            parties.recipient.retain(|r| !self.is_body(*r));
        }
        // A government blames others: "complained that Lima was being ignored", says Lima's minister.
        if self.quad(draft) == "verbal conflict" {
            let actors = &self.scene.input.actors.actors;
            let state = |r: usize| actors.get(r).filter(|a| a.kind == Kind::Country).map(|a| a.country);
            let own = |country: Country| {
                let mut doers = parties.actor.iter().filter_map(|&a| actors.get(a));
                doers.any(|a| a.country == country && self.scene.is_of(Class::State, &a.sectors[0]))
            };
            let known = |c: Country| c != Country::NONE;
            let side = |r: usize| actors.get(r).filter(|a| known(a.country)).map(|a| (a.country, &a.sectors[0]));
            let one_side =
                |r: usize| side(r).is_some_and(|s| s.1 != "GOV" && parties.actor.iter().any(|&a| side(a) == Some(s)));
            parties.recipient.retain(|&r| !state(r).is_some_and(own) && !one_side(r));
        }
    }

    /// Whether an actor is several people: "the generals agreed" among themselves.
    fn is_group(&self, actor: usize) -> bool {
        self.scene.input.actors.actors.get(actor).is_some_and(|a| a.kind == Kind::Group)
    }

    /// Whether an actor is an intergovernmental body or speaks for one.
    fn is_body(&self, actor: usize) -> bool {
        self.scene.input.actors.actors.get(actor).is_some_and(|a| a.country == Country::INTERGOVERNMENTAL)
    }

    pub(super) fn is_mutual(&self) -> bool {
        self.draft().parties.is_mutual
    }

    pub(super) fn wants_recipient(&self) -> bool {
        let frame = &self.codebook.frames[self.draft().coding.frame];
        !self.draft().parties.is_mutual && !frame.recipient.contains(&Role::Nowhere)
    }

    /// The members of `those` that are on no side of `others`.
    pub(super) fn without(&self, those: &[usize], others: &[usize]) -> Vec<usize> {
        those.iter().copied().filter(|t| !others.iter().any(|o| self.is_same_side(*t, *o))).collect()
    }

    /// Whether an actor has a sector of this class; where nothing is known, yes.
    fn is_of_class(&self, class: Class, actor: usize) -> bool {
        let actor = self.scene.input.actors.actors.get(actor);
        actor.is_none_or(|actor| actor.sectors.iter().any(|sector| self.scene.is_of(class, sector)))
    }

    pub(super) fn share_a_side(&self, some: &[usize], others: &[usize]) -> bool {
        some.iter().any(|a| others.iter().any(|b| self.is_same_side(*a, *b)))
    }

    /// Whether two actors are one or belong to one country.
    fn is_same_side(&self, one: usize, other: usize) -> bool {
        let known = |c: &Country| {
            ![Country::NONE, Country::INTERGOVERNMENTAL, Country::NONGOVERNMENTAL, Country::MULTINATIONAL].contains(c)
        };
        let country = |a: usize| self.scene.input.actors.actors.get(a).map(|a| a.country).filter(known);
        one == other || country(one).is_some_and(|c| country(other) == Some(c)) && !self.are_at_odds(one, other)
    }

    /// Whether two actors of one country are the state and somebody outside it, or one acted against the other.
    fn are_at_odds(&self, one: usize, other: usize) -> bool {
        let is_of_state = |a: usize| self.is_of_class(Class::State, a);
        is_of_state(one) != is_of_state(other)
            || self.drafts.iter().any(|d| {
                let Parties { actor, recipient, .. } = &d.coding.parties;
                let against = |a, b| actor.contains(a) && recipient.contains(b);
                self.quad(d) == "material conflict" && (against(&one, &other) || against(&other, &one))
            })
    }

    /// Whether what was told says nothing on whom the draft is about: who meet need not harm each other, nor who fight
    /// praise.
    fn is_of_another_kind(&self, told: &Draft) -> bool {
        let (own, other) = (self.quad(self.draft()), self.quad(told));
        own == "material conflict" && other.ends_with("cooperation")
            || own == "verbal cooperation" && other == "material conflict"
    }

    /// Whether a draft answers what another said: "denied".
    fn answers(&self, draft: &Draft) -> bool {
        self.codebook.frames[draft.coding.frame].recipient.contains(&Role::Answered)
    }

    fn is_on_the_ground(&self) -> bool {
        self.scene.is_of(Class::Ground, &self.codebook.types[self.draft().kind].name)
    }

    fn is_force(&self) -> bool {
        self.quad(self.draft()) == "material conflict"
    }

    pub(super) fn quad(&self, draft: &Draft) -> &str {
        &self.codebook.types[draft.kind].quad
    }

    /// Those whose country or kind of body is known.
    pub(super) fn known(&self, those: &[usize]) -> Vec<usize> {
        let country = |a: usize| self.scene.input.actors.actors.get(a).map(|a| a.country);
        those.iter().copied().filter(|a| country(*a) != Some(Country::NONE)).collect()
    }

    /// "told their partners at a meeting": both sides of the verb met.
    fn join_governor(&self, parties: &mut Parties) {
        let (draft, grammar) = (self.draft(), self.scene.grammar);
        let frame = &self.codebook.frames[draft.coding.frame];
        if !frame.mutual || parties.actor.len() > 1 || grammar.relation(draft.coding.head) != Relation::Obl {
            return;
        }
        let Some(verb) = grammar.head(draft.coding.head) else { return };
        let sides = [grammar.subject(verb), grammar.indirect(verb), grammar.object(verb)];
        for side in sides.into_iter().flatten() {
            // Whom a verb judges ("condemned Kigali's support") need not be there.
            if !self.scene.cast.at(side).is_empty() {
                add(&mut parties.actor, &self.scene.cast.of_phrase(grammar, side));
            }
        }
    }

    /// A noun for what was told before takes what it leaves open from there.
    fn recall(&self, parties: &mut Parties) {
        let draft = self.draft();
        let is_new = self.is_indefinite(draft.coding.head);
        let tells = |b: &&Draft| !parties.actor.is_empty() || !b.parties.actor.is_empty();
        let same = |b: &&Draft| tells(b) && b.kind == draft.kind && self.lemma(b) == self.lemma(draft);
        let alike = |b: &&Draft| tells(b) && !is_new && b.kind == draft.kind && self.mode(b) == self.mode(draft);
        let Some(told) = self.before().filter(|_| !is_new).find(same).or_else(|| self.before().find(alike)) else {
            return;
        };
        if parties.actor.is_empty() {
            parties.actor = self.without(&told.parties.actor, &parties.recipient);
        }
        if parties.recipient.is_empty() && parties.actor == told.parties.actor {
            parties.recipient = told.parties.recipient.clone();
        }
    }

    /// "a meeting" is another one than those told before.
    fn is_indefinite(&self, noun: usize) -> bool {
        let syntax = self.scene.grammar.syntax;
        let articles = syntax.children_by(noun, &[Relation::Det]).map(|d| syntax.lemma(d));
        articles.into_iter().any(|a| self.scene.is_of(Class::Indefinite, a))
    }

    pub(super) fn mode(&self, draft: &Draft) -> Option<&str> {
        self.codebook.frames[draft.coding.frame].mode.as_deref()
    }

    /// Who did it where the trigger's own clause does not say.
    fn missing_actor(&self, recipient: &[usize]) -> Option<(Way, Vec<usize>)> {
        let draft = self.draft();
        let head = draft.coding.head;
        let is_speech = self.codebook.types[draft.kind].quad.starts_with("verbal");
        let speaker = || self.scene.speaker(head).filter(|_| is_speech).into_iter().collect::<Vec<_>>();
        let above =
            || if is_noun(self.scene, draft) && !is_speech { Vec::new() } else { subject_above(self.scene, head) };
        let is_harm_named = is_noun(self.scene, draft) && self.quad(draft) == "material conflict";
        let police = || self.police(recipient);
        // Harm that may come to be ("in case of aggression against one of them") need not come from an adversary.
        let may_be = is_harm_named && matches!(draft.factuality, Factuality::Possible | Factuality::Uncommitted);
        let adversary = || if may_be { Vec::new() } else { self.counterpart(recipient, 0) };
        let others = |those: Vec<usize>| self.without(&those, recipient);
        self.codebook.ways.first(&[
            ("subject-above", &|| others(above())),
            ("speaker", &|| others(speaker())),
            ("police", &|| others(police())),
            ("adversary", &|| others(adversary())),
        ])
    }

    /// To whom it was done where the trigger's own roles do not say.
    fn missing_recipient(&self, actor: &[usize]) -> Option<(Way, Vec<usize>)> {
        let frame = &self.codebook.frames[self.draft().coding.frame];
        let answers = frame.recipient.contains(&Role::Answered);
        let answered = || if answers { self.answered(actor) } else { Vec::new() };
        // Only hostile acts are sure to be meant for somebody whom the sentence need not name.
        let is_hostile = self.quad(self.draft()).ends_with("conflict");
        let is_open_word = !is_noun(self.scene, self.draft())
            && self.quad(self.draft()).starts_with("verbal")
            && self.draft().factuality != Factuality::Uncommitted;
        let counterpart = || match self.draft().sentence {
            _ if is_hostile && !answers => self.counterpart(actor, 0),
            here if is_open_word => self.counterpart(actor, here.saturating_sub(1)),
            _ => Vec::new(),
        };
        let is_aimed = is_hostile && !answers && !actor.is_empty();
        let offender = || if is_aimed && !self.is_force() { self.last_offender(actor) } else { Vec::new() };
        let target = || if is_aimed { self.target_of_report(actor) } else { Vec::new() };
        let there = || if self.is_force() { self.state_there() } else { Vec::new() };
        let is_blame = self.quad(self.draft()) == "verbal conflict" && !answers;
        let said = || if is_hostile && !answers && !self.is_on_the_ground() { self.said_of(actor) } else { Vec::new() };
        let conditioned = || if is_blame { self.conditioned(actor) } else { Vec::new() };
        let spoke = || if answers { self.last_speaker(actor) } else { Vec::new() };
        let government = || self.own_government(actor);
        let others = |those: Vec<usize>| {
            let mut others = self.without(&those, actor);
            others.retain(|o| !self.is_body(*o) || !actor.iter().any(|a| self.is_body(*a)));
            others
        };
        self.codebook.ways.first(&[
            ("doer-of-object", &|| others(self.doers_of_phrases())),
            ("answered", &|| others(answered())),
            ("any-phrase", &|| others(self.nearby())),
            ("condition", &|| others(conditioned())),
            ("said-of", &|| others(said())),
            ("state-there", &|| others(there())),
            ("own-government", &|| others(government())),
            ("counterpart", &|| others(counterpart())),
            ("last-speaker", &|| others(spoke())),
            ("last-offender", &|| others(offender())),
            ("target-of-report", &|| others(target())),
        ])
    }

    /// "attacked a border post near Adré": the state of the place that the phrase of the one attacked names.
    fn state_there(&self) -> Vec<usize> {
        let input = self.scene.input;
        let Some(&phrase) = self.draft().coding.parties.recipient_phrases.first() else { return Vec::new() };
        let syntax = self.scene.grammar.syntax;
        let inside = |t: usize| t > phrase && t < phrase + 8 && syntax.is_below(t, phrase);
        let is_there = |t: usize| syntax.path_up(t).take(2).any(|t| self.scene.is_led_in_by(Class::Where, t));
        let end = (phrase + 8).min(syntax.words().len());
        let mut around = (phrase + 1..end).filter(|&t| inside(t) && !is_there(t));
        if around.any(|t| !self.scene.cast.at(t).is_empty()) {
            return Vec::new();
        }
        let inside = |t: usize| inside(t) && is_there(t);
        let country = input.places.places.iter().find(|p| inside(p.tokens.start)).and_then(|p| p.country);
        let Some(country) = country else { return Vec::new() };
        let actors = &input.actors.actors;
        (0..actors.len()).filter(|&a| actors[a].kind == Kind::Country && actors[a].country == country).collect()
    }

    /// "condemned the coup": those who made it.
    fn doers_of_phrases(&self) -> Vec<usize> {
        for &phrase in &self.draft().coding.parties.recipient_phrases {
            let here = self.drafts.iter().find(|d| d.coding.head == phrase);
            let lemma = self.scene.grammar.syntax.lemma(phrase);
            let named = || self.before().find(|b| self.lemma(b) == lemma || self.is_noun_of(lemma, b));
            let told = here.or_else(named);
            if let Some(told) = told.filter(|t| !t.parties.actor.is_empty()) {
                return told.parties.actor.clone();
            }
        }
        Vec::new()
    }

    /// Whether a noun is made of the verb of a hostile act told before: "the seizure" after "seized".
    fn is_noun_of(&self, noun: &str, told: &Draft) -> bool {
        let verb = self.lemma(told);
        let shared = noun.chars().zip(verb.chars()).take_while(|(a, b)| a == b).count();
        let most = verb.chars().count().saturating_sub(1);
        self.quad(told) == "material conflict" && !is_noun(self.scene, told) && shared >= STEM && shared >= most
    }

    /// Whose claim or demand the actor answers: who accused or asked him, or said what he is to have done.
    pub(super) fn answered(&self, actor: &[usize]) -> Vec<usize> {
        for told in self.before() {
            let is_claim = self.codebook.types[told.kind].quad == "verbal conflict";
            let parties = &told.parties;
            if is_claim && self.share_a_side(&parties.recipient, actor) && !self.share_a_side(&parties.actor, actor) {
                return parties.actor.clone();
            }
            let is_deed = self.quad(told).ends_with("conflict");
            let speaker = self.scene.speaker(told.coding.head).filter(|_| is_deed);
            let source = speaker.filter(|s| !self.share_a_side(&[*s], actor));
            if let Some(source) = source.filter(|_| self.share_a_side(&parties.actor, actor)) {
                return vec![source];
            }
        }
        Vec::new()
    }

    /// Somebody in a phrase of the trigger that its frame does not name: parsers take many an object for one.
    fn nearby(&self) -> Vec<usize> {
        let grammar = self.scene.grammar;
        let head = self.draft().coding.head;
        let object = grammar.syntax.child(head, Relation::Obj);
        // "rejected the idea of talks with Oslo": the idea need not be Oslo's.
        let frame = &self.codebook.frames[self.draft().coding.frame];
        let object = object.filter(|_| !frame.recipient.contains(&Role::Answered));
        let phrases = grammar.after_any(head).chain(object.into_iter().flat_map(|o| grammar.after_any(o)));
        let mut open = phrases.filter(|&p| p > head && !self.scene.is_led_in_by(Class::Circumstance, p));
        // "a breach of Security Council resolutions": not by the Council.
        let blames = self.quad(self.draft()) == "verbal conflict";
        let only_owns = |p: usize, a: usize| blames && self.scene.cast.at(p).is_empty() && self.is_body(a);
        let meant = |p: usize| {
            let mut found = self.scene.cast.of_phrase(grammar, p);
            found.retain(|&a| !only_owns(p, a));
            found
        };
        open.find_map(|p| Some(meant(p)).filter(|found| !found.is_empty())).unwrap_or_default()
    }

    /// Who did the last act of force: whom those blame who had no part in it ("Japan condemned the use of force").
    fn last_offender(&self, actor: &[usize]) -> Vec<usize> {
        let forceful = |b: &&Draft| self.quad(b) == "material conflict" && b.factuality == Factuality::Certain;
        let others = |b: &Draft| self.known(&self.without(&b.parties.actor, actor));
        let is_answered = |those: &Vec<usize>| !those.is_empty() && !those.iter().any(|a| self.is_body(*a));
        self.before().filter(forceful).map(others).find(is_answered).unwrap_or_default()
    }

    /// Against whom most hostile acts of the report are.
    fn target_of_report(&self, actor: &[usize]) -> Vec<usize> {
        let mut counts: Vec<(usize, usize)> = Vec::new();
        let hostile = |d: &&Draft| {
            if self.is_force() { self.quad(d) == "material conflict" } else { self.quad(d).ends_with("conflict") }
        };
        for draft in self.drafts.iter().filter(hostile) {
            let mut targets = self.known(&self.without(&draft.parties.recipient, actor));
            targets.retain(|target| !self.is_force() || !self.is_body(*target));
            for target in targets {
                match counts.iter_mut().find(|(a, _)| *a == target) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((target, 1)),
                }
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max();
        let first = counts.iter().find(|(_, count)| Some(*count) == most && *count > 1);
        first.map(|(target, _)| *target).into_iter().collect()
    }

    /// The other side of the latest act in which one of these took part, told in this sentence or a later one.
    fn counterpart(&self, of: &[usize], since: usize) -> Vec<usize> {
        let apart = |told: &&Draft| !self.is_of_another_kind(told) && !(self.is_force() && self.answers(told));
        for told in self.before().take_while(|b| b.sentence >= since).filter(apart) {
            let Parties { actor, recipient, .. } = &told.parties;
            let other = match (self.share_a_side(actor, of), self.share_a_side(recipient, of)) {
                (true, _) if recipient.is_empty() => self.without(actor, of),
                (true, false) => recipient.clone(),
                (false, true) => actor.clone(),
                _ => Vec::new(),
            };
            let mut other = self.known(&other);
            // Bodies of states react to what is done by force and are seldom a side to it.
            other.retain(|a| !self.is_force() || !self.is_body(*a));
            if !other.is_empty() {
                return other;
            }
        }
        Vec::new()
    }
}

/// The subject of the nearest clause above a noun or an open clause.
pub(super) fn subject_above(scene: &Scene, at: usize) -> Vec<usize> {
    let grammar = scene.grammar;
    if grammar.is_passive(at) {
        return Vec::new();
    }
    let above = grammar.syntax.path_up(at).skip(1).take(4);
    let named = grammar.is_nominal(at);
    for word in above.take_while(|&w| !matches!(grammar.relation(w), Relation::Parataxis)) {
        // "he was handed a note": not by him.
        if named && grammar.is_passive(word) {
            continue;
        }
        if let Some(subject) = grammar.surface_subject(word).filter(|&s| !grammar.syntax.is_below(at, s)) {
            let found = scene.cast.of_phrase(grammar, subject);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}
