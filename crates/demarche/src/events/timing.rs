//! When an event happened: the expression that its clause holds, else what was told before, else what the order of
//! telling implies.

use super::classes::Class;
use super::codebook::Setting;
use super::days::Days;
use super::roles::Scene;
use super::{Event, When};
use crate::attribution::Factuality;
use crate::syntax::{Relation, Upos, Xpos};
use crate::ways::{Way, Ways};
use jiff::civil::Date;

/// After so many days what has ended is history (the code book's settled case).
const HISTORY: i32 = 90;

/// How many steps up the tree an event may take to a word that shares its time.
const REACH: usize = 4;

/// What is told of so many days before publication is news: what follows happened then too.
const RECENT: i32 = 14;

/// Among how many events a happening is looked for that was told before.
const MEMORY: usize = 200;

/// Gives each event its days.
pub(super) fn date(scene: &Scene, ways: &Ways, events: &mut [Event]) {
    let mut clock = Clock::new(scene, ways, events);
    let first_of_body = events.iter().position(|e| !is_title(scene, e)).unwrap_or(events.len());
    for number in first_of_body..events.len() {
        clock.hear(events[number].sentence);
        let own = clock.own(events[number].trigger_head, events[number].factuality);
        let found = own.map(|day| ("named-day", day)).or_else(|| clock.without_own(&events[..number], &events[number]));
        set(&mut events[number], found);
        clock.settle(events[number].date);
        clock.tell(&events[number], own);
    }
    for number in first_of_body..events.len() {
        let (before, after) = events.split_at_mut(number + 1);
        let Some(event) = before.last_mut().filter(|e| e.date.is_none() && scene.grammar.is_nominal(e.trigger_head))
        else {
            continue;
        };
        if event.factuality == Factuality::Certain {
            let same = after.iter().take(MEMORY).find(|e| e.date.is_some() && is_same(scene, e, event, true));
            set(event, same.and_then(|e| e.date).map(|day| ("same-later", plain(day))));
        }
    }
    if ways.is_on("doing-verb") {
        share_with_doer(scene, &mut events[first_of_body..]);
    }
    let (titles, body) = events.split_at_mut(first_of_body);
    for event in titles {
        let own = clock.own(event.trigger_head, event.factuality);
        set(event, own.map(|day| ("named-day", day)).or_else(|| clock.of_title(body, event)));
    }
}

/// "killed by shelling": the noun has the day of the verb that it does.
fn share_with_doer(scene: &Scene, events: &mut [Event]) {
    for number in 0..events.len() {
        let head = events[number].trigger_head;
        let is_doer = matches!(scene.grammar.relation(head), Relation::OblAgent | Relation::Nsubj);
        let verb = scene.grammar.head(head).filter(|_| is_doer && events[number].date.is_none());
        let near = &events[number.saturating_sub(6)..events.len().min(number + 7)];
        let same = verb.and_then(|verb| near.iter().find(|e| e.trigger_head == verb && e.kind == events[number].kind));
        if let Some(when) = same.and_then(|e| e.date) {
            set(&mut events[number], Some(("doing-verb", plain(when))));
        }
    }
}

/// Gives an event its day and the way that found it.
fn set(event: &mut Event, found: Option<(Way, When)>) {
    event.date = found.map(|(_, day)| day);
    event.by.date = found.map_or("", |(way, _)| way);
}

fn is_title(scene: &Scene, event: &Event) -> bool {
    scene.input.text.sentences.get(event.sentence).is_some_and(|s| s.is_title)
}

/// What is known of time while a report is told.
struct Clock<'s, 'a> {
    scene: &'s Scene<'a>,
    /// Whether the report tells its news in the present tense.
    is_chronicle: bool,
    ways: &'s Ways,
    /// The days that clauses name.
    days: Days<'s, 'a>,
    /// The day of past events told last, among recent ones; else the latest.
    latest: Option<When>,
    /// The latest of all days of past events told so far: when the report's speakers spoke.
    news: Option<When>,
    /// Whether something was told as news of the day of publication: a month named after it is background.
    is_settled: bool,
    /// How many expressions have been heard.
    heard: usize,
}

impl<'s, 'a> Clock<'s, 'a> {
    fn new(scene: &'s Scene<'a>, ways: &'s Ways, events: &[Event]) -> Self {
        let is_chronicle = is_chronicle(scene);
        Clock {
            scene,
            is_chronicle,
            ways,
            days: Days::new(scene, events),
            latest: None,
            news: None,
            is_settled: false,
            heard: 0,
        }
    }

    fn own(&self, head: usize, factuality: Factuality) -> Option<When> {
        let own = self.days.own(head, factuality, self.latest)?;
        Some(self.as_spoken(head, own).unwrap_or(own))
    }

    /// "today" within a quotation is the day of speaking, not that of publication.
    fn as_spoken(&self, head: usize, own: When) -> Option<When> {
        let first = self.scene.input.dates.expressions.get(own.expression?)?.tokens.start;
        let spoken = self.scene.is_of(Class::Spoken, self.scene.input.text.word(first));
        let innermost = self.scene.input.attributions.innermost.get(head).copied().flatten().filter(|_| spoken)?;
        let attribution = self.scene.input.attributions.attributions.get(innermost)?;
        let cue = attribution.cue_head;
        let said = self.days.own(cue, Factuality::Certain, self.latest).or_else(|| self.implied(cue, false))?;
        let shift = said.last.since(self.scene.input.published?).ok()?;
        Some(When { first: own.first.checked_add(shift).ok()?, last: own.last.checked_add(shift).ok()?, ..own })
    }

    /// The days of what has none of its own.
    fn without_own(&self, before: &[Event], event: &Event) -> Option<(Way, When)> {
        if event.factuality != Factuality::Certain {
            return None;
        }
        let by = |way: Way, day: Option<When>| day.filter(|_| self.ways.is_on(way)).map(|day| (way, day));
        let told = || by("told-before", self.told(before, event));
        if let Some(saying) = self.saying(event) {
            let named = || by("day-of-saying", self.own(saying, Factuality::Certain));
            return named().or_else(|| by("news-of-saying", self.implied(saying, true)));
        }
        if self.scene.grammar.is_nominal(event.trigger_head) {
            let noun = told().or_else(|| by("news-noun", self.implied_of_noun(event)));
            return noun.or_else(|| by("present", self.told_in_present(event)));
        }
        let is_reported = self.is_ground(event) && event.attribution.is_some();
        if self.is_pluperfect(event.trigger_head) {
            // "said troops had attacked": what happened on the ground is the news that the report is about.
            return told().or_else(|| by("reported-before", self.latest.filter(|_| is_reported)));
        }
        if is_reported && let Some(told) = told() {
            return Some(told);
        }
        let is_speech = self.scene.is_at_home(&event.kind, Setting::Speech);
        let answered = by("perfect-answer", self.answered(before, event));
        let news = answered.or_else(|| by("news", self.implied(event.trigger_head, is_speech)));
        news.or_else(|| by("present", self.told_in_present(event)))
    }

    /// The day of publication, in a report that tells its news in the present tense: chronologies, summaries, live pages.
    /// What only explains the news ("after", "amid") has no day there.
    fn told_in_present(&self, event: &Event) -> Option<When> {
        let grammar = self.scene.grammar;
        let explains = |t: usize| {
            let mut markers = grammar.markers(t);
            markers.any(|m| self.scene.is_of(Class::First, m) || self.scene.is_of(Class::Background, m))
        };
        let mut above = grammar.syntax.path_up(event.trigger_head).take(REACH);
        if !self.is_chronicle || above.any(explains) {
            return None;
        }
        let today = self.scene.input.published?;
        Some(When { first: today, last: today, expression: None })
    }

    /// The days of the same happening where it was told before.
    fn told(&self, before: &[Event], event: &Event) -> Option<When> {
        let is_known = !self.scene.grammar.is_nominal(event.trigger_head) || self.days.is_definite(event.trigger_head);
        let fits = |e: &&Event| e.date.is_some() && is_same(self.scene, e, event, is_known);
        let of_kind = |e: &&Event| e.date.is_some() && e.kind == event.kind && e.factuality == Factuality::Certain;
        let grammar = self.scene.grammar;
        let is_owned = grammar.syntax.child(event.trigger_head, Relation::NmodPoss).is_some();
        let is_the = grammar.is_nominal(event.trigger_head) && is_known && !is_owned;
        let any = || before.iter().rev().take(MEMORY).find(of_kind).filter(|_| is_the);
        before.iter().rev().take(MEMORY).find(fits).or_else(any).and_then(|e| e.date).map(plain)
    }

    fn is_ground(&self, event: &Event) -> bool {
        self.scene.is_at_home(&event.kind, Setting::Ground)
    }

    fn is_pluperfect(&self, verb: usize) -> bool {
        let grammar = self.scene.grammar;
        let helpers = |v: usize| grammar.syntax.children_by(v, &[Relation::Aux]).map(|a| grammar.syntax.word(a));
        let above = grammar.head(verb).filter(|_| grammar.relation(verb) == Relation::Conj);
        let mut all = helpers(verb).chain(above.into_iter().flat_map(helpers));
        grammar.syntax.word(verb).xpos == Xpos::VBN
            && all.any(|a| self.scene.is_of(Class::Perfect, &a.lemma) && a.xpos == Xpos::VBD)
    }

    /// The cue of what an event's own actor says: who calls something a breach does so while saying it.
    fn saying(&self, event: &Event) -> Option<usize> {
        let is_speech = self.scene.is_at_home(&event.kind, Setting::Speech);
        let attribution = &self.scene.input.attributions.attributions[event.attribution?];
        let speaker = attribution.source.as_ref()?.actor?;
        let country = |actor: usize| self.scene.input.actors.actors.get(actor).map(|a| a.country);
        let is_own =
            |&actor: &usize| actor == speaker || country(actor).is_some() && country(actor) == country(speaker);
        (is_speech && event.actor.iter().any(is_own)).then_some(attribution.cue_head)
    }

    /// A noun is news where it is what a verb of the past is about.
    fn implied_of_noun(&self, event: &Event) -> Option<When> {
        let grammar = self.scene.grammar;
        let head = event.trigger_head;
        let verb = grammar.head(head)?;
        let is_told = matches!(grammar.relation(head), Relation::Nsubj | Relation::NsubjPass | Relation::Obj)
            || self.scene.is_led_in_by(Class::Within, head);
        if is_told && !self.days.is_trigger(verb) { self.implied(verb, false) } else { None }
    }

    /// What is told in the present perfect runs from the day of what it is about.
    fn answered(&self, before: &[Event], event: &Event) -> Option<When> {
        let grammar = self.scene.grammar;
        let head = event.trigger_head;
        let auxiliary = grammar.syntax.child(head, Relation::Aux)?;
        if !matches!(grammar.syntax.word(auxiliary).xpos, Xpos::VBZ | Xpos::VBP) {
            return None;
        }
        let published = self.scene.input.published?;
        let adverbs = grammar.syntax.children_by(head, &[Relation::Advmod]);
        let is_also = adverbs.map(|a| grammar.syntax.lemma(a)).any(|a| self.scene.is_of(Class::Answering, a));
        let object = grammar.object(head);
        let about = before.iter().rev().take(MEMORY).find(|e| {
            let is_named = object.is_some_and(|o| grammar.syntax.lemma(o) == grammar.syntax.lemma(e.trigger_head));
            is_named && e.factuality == Factuality::Certain && e.date.is_some()
        });
        let when = about.and_then(|e| e.date).or(self.latest.filter(|_| is_also))?;
        (when.first <= published).then_some(When { first: when.first, last: published, expression: None })
    }

    /// The day of what is told as news without one: of speech the latest told, of other acts the one told last.
    fn implied(&self, verb: usize, is_speech: bool) -> Option<When> {
        if !self.is_news(verb) {
            return None;
        }
        let today = |day: Date| When { first: day, last: day, expression: None };
        let told = if is_speech { self.news } else { self.latest };
        told.or_else(|| self.scene.input.published.map(today))
    }

    /// Whether it is told in the simple past, or in a participle beside it.
    fn is_news(&self, at: usize) -> bool {
        let grammar = self.scene.grammar;
        for token in grammar.syntax.path_up(at).take(REACH) {
            let mut helpers = grammar.syntax.children_by(token, &[Relation::Aux]);
            let has_helper = helpers.next().is_some();
            match grammar.syntax.word(token).xpos {
                _ if has_helper => return false,
                Xpos::VBD => return true,
                Xpos::VBN if !self.is_joined_participle(token) => return true,
                Xpos::VBZ | Xpos::VBP | Xpos::VB => return false,
                Xpos::VBG if !self.days.is_meanwhile(token) => return false,
                _ => {}
            }
        }
        false
    }

    fn is_joined_participle(&self, token: usize) -> bool {
        let grammar = self.scene.grammar;
        let is_participle = |h: usize| grammar.syntax.word(h).xpos == Xpos::VBN;
        grammar.relation(token) == Relation::Conj && grammar.head(token).is_some_and(is_participle)
    }

    /// Keeps the days in mind that sentences before this one give to what happened, events of ours or not.
    fn hear(&mut self, sentence: usize) {
        let start = self.scene.input.text.sentences.get(sentence).map_or(0, |s| s.tokens.start);
        let all = &self.scene.input.dates.expressions;
        while let Some(expression) = all.get(self.heard).filter(|e| e.tokens.start < start) {
            let day =
                expression.days.filter(|(first, last)| first == last && self.is_told_past(expression.tokens.start));
            if let Some((first, last)) = day {
                self.remember(When { first, last, expression: None });
            }
            self.heard += 1;
        }
    }

    /// Whether the verb above an expression tells what happened, and is no verb of saying.
    fn is_told_past(&self, token: usize) -> bool {
        let grammar = self.scene.grammar;
        let Some(verb) = grammar.syntax.path_up(token).take(REACH).find(|&t| grammar.upos(t) == Upos::Verb) else {
            return false;
        };
        let is_cue = self.scene.source(verb).is_some();
        let factuality = self.scene.input.attributions.factuality.get(verb).copied().flatten();
        let is_title =
            self.scene.input.text.sentences.get(self.scene.input.text.sentence_of(verb)).is_some_and(|s| s.is_title);
        !is_cue && !is_title && factuality.is_none_or(|f| f == Factuality::Certain) && self.is_news(verb)
    }

    fn remember(&mut self, when: When) {
        let is_past = self.scene.input.published.is_none_or(|p| when.last <= p);
        let is_background = self.is_settled && when.first != when.last;
        if is_background {
            return;
        }
        let is_recent =
            self.scene.input.published.is_none_or(|p| p.since(when.last).is_ok_and(|s| s.get_days() <= RECENT));
        if is_past && (is_recent || self.latest.is_none_or(|l| l.last < when.last)) {
            self.latest = Some(plain(when));
        }
        if is_past && self.news.is_none_or(|l| l.last < when.last) {
            self.news = Some(plain(when));
        }
    }

    /// Notes that an event without a day of its own is news of the day of publication.
    fn settle(&mut self, when: Option<When>) {
        let today = when.is_some_and(|w| Some(w.last) == self.scene.input.published && w.first == w.last);
        self.is_settled |= today && self.latest.is_none();
    }

    /// Keeps the day of a past event in mind.
    fn tell(&mut self, event: &Event, own: Option<When>) {
        let Some(when) = own.filter(|_| event.factuality == Factuality::Certain) else { return };
        let is_open = when
            .expression
            .is_some_and(|n| self.scene.input.dates.expressions[n].days != Some((when.first, when.last)));
        if !is_open {
            self.remember(when);
        }
    }

    /// The days of a headline's event: those of the same event in the body, else of the news that it leads to.
    fn of_title(&self, body: &[Event], event: &Event) -> Option<(Way, When)> {
        if event.factuality != Factuality::Certain {
            return None;
        }
        let grammar = self.scene.grammar;
        let same = body.iter().find(|e| e.date.is_some() && is_same(self.scene, e, event, true));
        let alike = || body.iter().find(|e| e.date.is_some() && e.kind == event.kind && e.actor == event.actor);
        if let Some(found) = same.or_else(alike) {
            return found.date.map(|day| ("same-in-body", plain(day)));
        }
        let is_below = grammar.head(event.trigger_head).is_some();
        let is_led_in = grammar.markers(event.trigger_head).next().is_some();
        if is_below && (is_led_in || grammar.is_nominal(event.trigger_head)) {
            return None;
        }
        let today = |day: Date| When { first: day, last: day, expression: None };
        let lead = body.first().and_then(|e| e.date).map(plain).or(self.scene.input.published.map(today));
        lead.filter(|_| self.ways.is_on("headline")).map(|day| ("headline", day))
    }
}

/// Whether the main verb of the first sentence stands in the present, or its auxiliary does.
fn is_chronicle(scene: &Scene) -> bool {
    let syntax = scene.grammar.syntax;
    let Some(first) = scene.input.text.sentences.iter().find(|s| !s.is_title) else { return false };
    let is_present = |t: usize| matches!(syntax.word(t).xpos, Xpos::VBZ | Xpos::VBP);
    let root = first.tokens.clone().find(|&t| scene.grammar.relation(t) == Relation::Root);
    root.is_some_and(|root| {
        let mut helpers = syntax.children_by(root, &[Relation::Aux, Relation::AuxPass, Relation::Cop]);
        is_present(root) || helpers.any(is_present)
    })
}

/// Days without the words that say them.
fn plain(when: When) -> When {
    When { expression: None, ..when }
}

/// Whether two events may be one happening: the same type by the same word or the same parties.
pub(super) fn is_same(scene: &Scene, one: &Event, other: &Event, by_parties: bool) -> bool {
    let lemma = |e: &Event| scene.grammar.syntax.lemma(e.trigger_head).to_ascii_lowercase();
    let share = by_parties && one.actor.iter().any(|a| other.actor.contains(a));
    one.factuality == Factuality::Certain
        && one.kind == other.kind
        && (lemma(one) == lemma(other) || share && one.mode == other.mode)
}

/// Marks what is long past.
pub(super) fn mark_history(scene: &Scene, events: &mut [Event]) {
    let Some(published) = scene.input.published else { return };
    for event in events {
        let days_ago = event.date.and_then(|when| published.since(when.last).ok()).map_or(0, |span| span.get_days());
        if days_ago > HISTORY && !event.auxiliary.contains(&"historical") {
            event.auxiliary.push("historical");
        }
    }
}
