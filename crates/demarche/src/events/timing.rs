//! When an event happened: the expression that its clause holds, else what was told before, else what the order of
//! telling implies.

use super::roles::Scene;
use super::{Event, When};
use crate::attribution::Factuality;
use crate::dates::Kind;
use crate::syntax::{Relation, Upos, Xpos};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// After so many days what has ended is history (the code book's settled case).
const HISTORY: i32 = 90;

/// How many steps up the tree an event may take to a word that shares its time.
const REACH: usize = 4;

/// Gives each event its days, and marks what is long past.
pub(super) fn date(scene: &Scene, events: &mut [Event]) {
    let mut clock = Clock::new(scene, events);
    let first_of_body = events.iter().position(|e| !is_title(scene, e)).unwrap_or(events.len());
    for number in first_of_body..events.len() {
        clock.hear(events[number].sentence);
        let own = clock.own(events[number].trigger_head, events[number].factuality);
        events[number].date = own.or_else(|| clock.without_own(&events[..number], &events[number]));
        clock.tell(&events[number], own);
    }
    for number in first_of_body..events.len() {
        let (before, after) = events.split_at_mut(number + 1);
        let Some(event) = before.last_mut().filter(|e| e.date.is_none() && scene.grammar.is_nominal(e.trigger_head))
        else {
            continue;
        };
        if event.factuality == Factuality::Certain {
            let same = after.iter().find(|e| e.date.is_some() && is_same(scene, e, event, true));
            event.date = same.and_then(|e| e.date).map(plain);
        }
    }
    let (titles, body) = events.split_at_mut(first_of_body);
    for event in titles {
        let own = clock.own(event.trigger_head, event.factuality);
        event.date = own.or_else(|| clock.of_title(body, event));
    }
    for event in events {
        mark(scene, event);
    }
}

fn is_title(scene: &Scene, event: &Event) -> bool {
    scene.input.text.sentences.get(event.sentence).is_some_and(|s| s.is_title)
}

/// What is known of time while a report is told.
struct Clock<'s, 'a> {
    scene: &'s Scene<'a>,
    /// For each token, the expressions that hang on it or on the phrases below it, with their distance.
    governed: Vec<Vec<(usize, usize)>>,
    /// The heads of all triggers, in order.
    triggers: Vec<usize>,
    /// The latest of the days of past events told so far.
    latest: Option<When>,
    /// How many expressions have been heard.
    heard: usize,
}

impl<'s, 'a> Clock<'s, 'a> {
    fn new(scene: &'s Scene<'a>, events: &[Event]) -> Self {
        let mut triggers: Vec<usize> = events.iter().map(|e| e.trigger_head).collect();
        triggers.sort_unstable();
        let mut clock = Clock { scene, governed: Vec::new(), triggers, latest: None, heard: 0 };
        clock.governed = clock.expressions_by_governor();
        clock
    }

    fn is_trigger(&self, token: usize) -> bool {
        self.triggers.binary_search(&token).is_ok()
    }

    /// The expressions of each token, the nearest first: parsers hang many a day on the noun before it. What an event's
    /// own noun holds stays there, and so does what stands before a noun: "a 2010 protocol".
    fn expressions_by_governor(&self) -> Vec<Vec<(usize, usize)>> {
        let grammar = self.scene.grammar;
        let mut governed = vec![Vec::new(); self.scene.input.text.tokens.len()];
        let dated = self.scene.input.dates.expressions.iter().enumerate().filter(|(_, e)| e.days.is_some());
        for (number, expression) in dated {
            if let Some(noun) = self.modified_noun(number) {
                governed[noun].push((0, number));
                continue;
            }
            let is_top = |t: &usize| grammar.head(*t).is_none_or(|h| !expression.tokens.contains(&h));
            let governor = expression.tokens.clone().find(is_top).and_then(|t| grammar.head(t));
            let above = governor.into_iter().flat_map(|g| grammar.syntax.path_up(g)).take(REACH);
            for (distance, token) in above.enumerate() {
                if let Some(verb) = self.judging_verb(token) {
                    governed[verb].push((distance, number));
                    break;
                }
                if !self.belongs_to_verb_before(number, token) {
                    governed[token].push((distance, number));
                }
                if self.is_trigger(token) || !(grammar.is_nominal(token) || self.is_aside(token)) {
                    break;
                }
            }
        }
        governed.iter_mut().for_each(|g| g.sort_unstable());
        governed
    }

    /// "condemned the attack on Friday": the verb whose day a parser may hang on the known happening that it judges.
    fn judging_verb(&self, noun: usize) -> Option<usize> {
        let grammar = self.scene.grammar;
        let verb = grammar.head(noun).filter(|&v| self.is_trigger(v) && v < noun)?;
        let is_known = self.is_trigger(noun) && grammar.is_nominal(noun) && self.is_definite(noun);
        (is_known && grammar.relation(noun) == Relation::Obj && !grammar.is_nominal(verb)).then_some(verb)
    }

    /// Whether a noun is told as known: "the takeover", "their attack".
    fn is_definite(&self, noun: usize) -> bool {
        let grammar = self.scene.grammar;
        let mut before = grammar.syntax.children_by(noun, &[Relation::Det, Relation::NmodPoss]);
        before.any(|d| {
            grammar.relation(d) == Relation::NmodPoss
                || matches!(grammar.syntax.lemma(d).to_ascii_lowercase().as_str(), "the" | "this" | "that" | "these")
        })
    }

    /// Whether a word leaves its days to the one above it: "as planned", "void" in "declared it void", foreign words.
    fn is_aside(&self, token: usize) -> bool {
        let grammar = self.scene.grammar;
        let mut markers = grammar.markers(token);
        match grammar.relation(token) {
            Relation::Advcl => grammar.syntax.word(token).xpos == Xpos::VBN && markers.any(|m| m == "as"),
            Relation::Xcomp => markers.next().is_none() && grammar.syntax.word(token).xpos != Xpos::VBG,
            _ => grammar.upos(token) == Upos::X,
        }
    }

    /// The noun that an expression stands before as its modifier: "the 2015 accord", "Friday's attack".
    fn modified_noun(&self, number: usize) -> Option<usize> {
        let grammar = self.scene.grammar;
        let tokens = self.scene.input.dates.expressions[number].tokens.clone();
        let head = tokens.clone().find_map(|t| grammar.head(t).filter(|h| !tokens.contains(h)))?;
        let last = tokens.end.checked_sub(1)?;
        let is_before = head > last && head <= last + 4 && grammar.is_nominal(head);
        let is_modifier = matches!(
            grammar.relation(last),
            Relation::Compound | Relation::Amod | Relation::Nummod | Relation::NmodUnmarked | Relation::NmodPoss
        );
        (is_before && is_modifier && !self.is_led_in(number)).then_some(head)
    }

    /// Whether a preposition stands before an expression.
    fn is_led_in(&self, number: usize) -> bool {
        let first = self.scene.input.dates.expressions[number].tokens.start;
        first > 0 && self.scene.grammar.upos(first - 1) == Upos::Adp
    }

    /// "whose experts visited last week, urged": what follows a verb without a break is not the next verb's.
    fn belongs_to_verb_before(&self, number: usize, verb: usize) -> bool {
        let tokens = self.scene.input.dates.expressions[number].tokens.clone();
        let grammar = self.scene.grammar;
        if verb <= tokens.end || grammar.is_nominal(verb) {
            return false;
        }
        let sentence = self.scene.input.text.sentence_of(verb);
        let start = self.scene.input.text.sentences.get(sentence).map_or(0, |s| s.tokens.start);
        let mut before = (start..tokens.start).rev();
        let found = before.find(|&t| self.is_finite(t) || matches!(grammar.upos(t), Upos::Punct | Upos::Cconj));
        found.is_some_and(|t| self.is_finite(t)) && (tokens.end..verb).any(|t| grammar.upos(t) == Upos::Punct)
    }

    fn is_finite(&self, token: usize) -> bool {
        matches!(self.scene.grammar.syntax.word(token).xpos, Xpos::VBD | Xpos::VBZ | Xpos::VBP | Xpos::MD)
    }

    /// The days that the trigger's own clause names, by the tree, else by the order of words.
    fn own(&self, head: usize, factuality: Factuality) -> Option<When> {
        let is_certain = matches!(factuality, Factuality::Certain | Factuality::CertainNot);
        if let Some(shifted) = self.shifted(head) {
            return Some(shifted);
        }
        let direct = self.by_tree(head, is_certain).or_else(|| self.by_words(head));
        direct.or_else(|| self.verb_joined_before(head).and_then(|verb| self.own(verb, factuality)))
    }

    /// "fired on the crowd and arrested dozens": the verb of the past that "and" joins this one to, whatever the tree.
    fn verb_joined_before(&self, head: usize) -> Option<usize> {
        let grammar = self.scene.grammar;
        let is_past = |t: usize| grammar.syntax.word(t).xpos == Xpos::VBD && grammar.upos(t) == Upos::Verb;
        let is_bare = grammar.syntax.word(head).xpos == Xpos::VBN
            && grammar.syntax.children_by(head, &[Relation::Aux, Relation::AuxPass]).next().is_none();
        let before = head.checked_sub(1).filter(|&b| (is_bare || is_past(head)) && grammar.upos(b) == Upos::Cconj)?;
        let sentence = self.scene.input.text.sentences.get(self.scene.input.text.sentence_of(head))?;
        let innermost = &self.scene.input.attributions.innermost;
        let found = (sentence.tokens.start..before).rev().find(|&t| self.is_finite(t))?;
        (is_past(found) && innermost.get(found) == innermost.get(head)).then_some(found)
    }

    fn by_tree(&self, head: usize, may_share: bool) -> Option<When> {
        let grammar = self.scene.grammar;
        let mut at = head;
        for _ in 0..REACH {
            let fits = |&&(distance, n): &&(usize, usize)| at == head && distance == 0 || self.shares_content(n, head);
            if let Some(&(_, number)) = self.governed[at].iter().find(fits) {
                return self.days(number);
            }
            let above = grammar.head(at)?;
            if !self.shares_time(at, above, may_share) {
                return None;
            }
            at = above;
        }
        None
    }

    /// Whether an expression and a trigger are said by the same source: the day of a saying is not that of what is
    /// said.
    fn shares_content(&self, number: usize, head: usize) -> bool {
        let innermost = &self.scene.input.attributions.innermost;
        let first = self.scene.input.dates.expressions[number].tokens.start;
        innermost.get(first) == innermost.get(head)
    }

    /// The nearest expression of the same clause, where no other verb stands between.
    fn by_words(&self, head: usize) -> Option<When> {
        let grammar = self.scene.grammar;
        if grammar.is_nominal(head) && grammar.verb_taking(head).is_none_or(|verb| self.is_trigger(verb)) {
            return None;
        }
        let sentence = self.scene.input.text.sentence_of(head);
        let range = self.scene.input.text.sentences.get(sentence)?.tokens.clone();
        let all = &self.scene.input.dates.expressions;
        let first = all.partition_point(|e| e.tokens.start < range.start);
        let expressions = all.iter().enumerate().skip(first).take_while(|(_, e)| e.tokens.start < range.end);
        let reachable = expressions.filter(|&(n, e)| {
            e.days.is_some()
                && self.modified_noun(n).is_none()
                && self.shares_content(n, head)
                && !self.is_cut_off(head, e.tokens.clone())
        });
        let distance = |tokens: &std::ops::Range<usize>| tokens.start.abs_diff(head);
        let (number, _) = reachable.min_by_key(|(_, e)| distance(&e.tokens))?;
        self.days(number)
    }

    /// Whether another verb, a conjunction or the edge of a clause stands between a trigger and an expression.
    fn is_cut_off(&self, head: usize, tokens: std::ops::Range<usize>) -> bool {
        let grammar = self.scene.grammar;
        let follows = tokens.start > head;
        let sentence = self.scene.input.text.sentences.get(self.scene.input.text.sentence_of(head));
        let opens_sentence = sentence.is_some_and(|s| tokens.start <= s.tokens.start + 1);
        let mut between = if follows { head + 1..tokens.start } else { tokens.end..head };
        between.any(|t| {
            let word = grammar.syntax.word(t);
            let opens = matches!(word.xpos, Xpos::WDT | Xpos::WP | Xpos::WRB);
            let is_mark = word.relation == Relation::Mark;
            let is_stop = matches!(self.scene.input.text.word(t), ";" | ":" | "\"" | "“" | "”" | "(" | ")");
            let is_verb = word.upos == Upos::Verb && !opens_sentence && !self.is_aside(t);
            let is_comma = self.scene.input.text.word(t) == "," && !opens_sentence;
            opens || is_mark || is_stop || is_verb || is_comma || self.is_trigger(t) && !follows
        })
    }

    /// "three days after soldiers attacked": so long after the event of the clause above, the other way round.
    fn shifted(&self, head: usize) -> Option<When> {
        let sentence = self.scene.input.text.sentences.get(self.scene.input.text.sentence_of(head))?;
        let mut before = (sentence.tokens.start..head).rev().take_while(|&t| !self.is_finite(t));
        let mark = before.find(|&t| self.order(t).is_some())?;
        let expression = self.scene.input.dates.before(mark).next().filter(|e| e.tokens.end == mark)?;
        let span = length(&expression.value).filter(|_| expression.kind == Kind::Duration)?;
        let earlier = self.scene.input.dates.before(expression.tokens.start).find(|e| e.days.is_some());
        let named = earlier.filter(|e| e.tokens.start >= sentence.tokens.start).and_then(|e| e.days);
        let main = named.map(|(first, last)| When { first, last, expression: None }).or(self.latest)?;
        let shift = |day: Date| if self.order(mark)? { day.checked_sub(span) } else { day.checked_add(span) }.ok();
        Some(When { first: shift(main.first)?, last: shift(main.last)?, expression: None })
    }

    /// Whether a conjunction says that its clause came first; none where it does not tell.
    fn order(&self, mark: usize) -> Option<bool> {
        match self.scene.grammar.syntax.lemma(mark) {
            "after" => Some(true),
            "before" => Some(false),
            _ => None,
        }
    }

    /// The days of an expression: "since May" runs to the day of publication.
    fn days(&self, number: usize) -> Option<When> {
        let expression = &self.scene.input.dates.expressions[number];
        let (first, last) = expression.days?;
        let start = expression.tokens.start;
        let lemma = |t: usize| self.scene.grammar.syntax.lemma(t).to_ascii_lowercase();
        let is_since = lemma(start) == "since" || start > 0 && lemma(start - 1) == "since";
        let published = self.scene.input.published.filter(|&p| is_since && p >= first);
        Some(When { first, last: published.unwrap_or(last), expression: Some(number) })
    }

    /// Whether a word happens when the one above it does: what is coordinated, what a verb takes as its object or
    /// subject or in a phrase, and what is done meanwhile; not what is said, promised, asked for, judged or caused.
    fn shares_time(&self, at: usize, above: usize, is_certain: bool) -> bool {
        let grammar = self.scene.grammar;
        let is_act = self.is_trigger(above);
        match grammar.relation(at) {
            Relation::Conj => is_certain,
            Relation::Advcl => is_certain && self.is_meanwhile(at),
            Relation::Obj | Relation::Nsubj | Relation::NsubjPass => grammar.is_nominal(at) && !is_act,
            Relation::Obl | Relation::Nmod => {
                let is_scene = grammar.markers(at).any(|m| matches!(m, "in" | "at" | "during" | "with" | "after"));
                grammar.is_nominal(at) && (!is_act || is_scene)
            }
            Relation::Acl => is_certain && grammar.syntax.word(at).xpos == Xpos::VBG && self.is_meanwhile(at),
            _ => false,
        }
    }

    /// Whether a clause is told to happen together with the one above it.
    fn is_meanwhile(&self, at: usize) -> bool {
        let grammar = self.scene.grammar;
        let mut markers = grammar.markers(at);
        let own = grammar.syntax.children_by(at, &[Relation::Mark, Relation::Advmod]);
        let is_led_in = own.map(|m| grammar.syntax.lemma(m)).any(|m| matches!(m, "when" | "while" | "as"));
        is_led_in || markers.all(|m| matches!(m, "to" | "while" | "when" | "as" | "after" | "before"))
    }

    /// The days of what has none of its own.
    fn without_own(&self, before: &[Event], event: &Event) -> Option<When> {
        if event.factuality != Factuality::Certain {
            return None;
        }
        if let Some(saying) = self.saying(event) {
            return self.own(saying, Factuality::Certain).or_else(|| self.implied(saying));
        }
        if self.scene.grammar.is_nominal(event.trigger_head) {
            return self.told(before, event).or_else(|| self.implied_of_noun(event));
        }
        if self.is_pluperfect(event.trigger_head) {
            return self.told(before, event);
        }
        if event.kind == "ASSAULT" && event.attribution.is_some() {
            if let Some(told) = self.told(before, event) {
                return Some(told);
            }
        }
        self.answered(before, event).or_else(|| self.implied(event.trigger_head))
    }

    /// The days of the same happening where it was told before.
    fn told(&self, before: &[Event], event: &Event) -> Option<When> {
        let is_known = !self.scene.grammar.is_nominal(event.trigger_head) || self.is_definite(event.trigger_head);
        let fits = |e: &&Event| e.date.is_some() && is_same(self.scene, e, event, is_known);
        let of_kind = |e: &&Event| {
            e.date.is_some() && e.kind == event.kind && e.mode == event.mode && e.factuality == Factuality::Certain
        };
        let is_the = self.scene.grammar.is_nominal(event.trigger_head) && is_known;
        let any = || before.iter().rev().find(of_kind).filter(|_| is_the);
        before.iter().rev().find(fits).or_else(any).and_then(|e| e.date).map(plain)
    }

    fn is_pluperfect(&self, verb: usize) -> bool {
        let grammar = self.scene.grammar;
        let helpers = |v: usize| grammar.syntax.children_by(v, &[Relation::Aux]).map(|a| grammar.syntax.word(a));
        let above = grammar.head(verb).filter(|_| grammar.relation(verb) == Relation::Conj);
        let mut all = helpers(verb).chain(above.into_iter().flat_map(helpers));
        grammar.syntax.word(verb).xpos == Xpos::VBN && all.any(|a| a.lemma == "have" && a.xpos == Xpos::VBD)
    }

    /// The cue of what an event's own actor says: who calls something a breach does so while saying it.
    fn saying(&self, event: &Event) -> Option<usize> {
        let is_speech = matches!(event.kind.as_str(), "ACCUSE" | "SUPPORT" | "REQUEST" | "THREATEN" | "REJECT");
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
            || grammar.markers(head).any(|m| matches!(m, "in" | "at" | "during"));
        if is_told && !self.is_trigger(verb) { self.implied(verb) } else { None }
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
        let is_also = adverbs.map(|a| grammar.syntax.lemma(a)).any(|a| matches!(a, "also" | "nevertheless" | "since"));
        let object = grammar.object(head);
        let about = before.iter().rev().find(|e| {
            let is_named = object.is_some_and(|o| grammar.syntax.lemma(o) == grammar.syntax.lemma(e.trigger_head));
            is_named && e.factuality == Factuality::Certain && e.date.is_some()
        });
        let when = about.and_then(|e| e.date).or(self.latest.filter(|_| is_also))?;
        (when.first <= published).then_some(When { first: when.first, last: published, expression: None })
    }

    /// The day of what is told as news without one.
    fn implied(&self, verb: usize) -> Option<When> {
        if !self.is_news(verb) {
            return None;
        }
        let today = |day: Date| When { first: day, last: day, expression: None };
        self.latest.or_else(|| self.scene.input.published.map(today))
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
                Xpos::VBG if !self.is_meanwhile(token) => return false,
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
        let is_cue = self.scene.input.attributions.attributions.iter().any(|a| a.cue_head == verb);
        let factuality = self.scene.input.attributions.factuality.get(verb).copied().flatten();
        let is_title =
            self.scene.input.text.sentences.get(self.scene.input.text.sentence_of(verb)).is_some_and(|s| s.is_title);
        !is_cue && !is_title && factuality.is_none_or(|f| f == Factuality::Certain) && self.is_news(verb)
    }

    fn remember(&mut self, when: When) {
        let is_past = self.scene.input.published.is_none_or(|p| when.last <= p);
        if is_past && self.latest.is_none_or(|l| l.last < when.last) {
            self.latest = Some(plain(when));
        }
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
    fn of_title(&self, body: &[Event], event: &Event) -> Option<When> {
        if event.factuality != Factuality::Certain {
            return None;
        }
        let grammar = self.scene.grammar;
        let same = body.iter().find(|e| e.date.is_some() && is_same(self.scene, e, event, true));
        let alike = || body.iter().find(|e| e.date.is_some() && e.kind == event.kind && e.actor == event.actor);
        if let Some(found) = same.or_else(alike) {
            return found.date.map(plain);
        }
        let is_below = grammar.head(event.trigger_head).is_some();
        let is_led_in = grammar.markers(event.trigger_head).next().is_some();
        if is_below && (is_led_in || grammar.is_nominal(event.trigger_head)) {
            return None;
        }
        let lead = body.first().and_then(|e| e.date).map(plain);
        lead.or_else(|| self.scene.input.published.map(|p| When { first: p, last: p, expression: None }))
    }
}

/// Days without the words that say them.
fn plain(when: When) -> When {
    When { expression: None, ..when }
}

/// Whether two events may be one happening: the same type by the same word or the same parties.
fn is_same(scene: &Scene, one: &Event, other: &Event, by_parties: bool) -> bool {
    let lemma = |e: &Event| scene.grammar.syntax.lemma(e.trigger_head).to_ascii_lowercase();
    let share = by_parties && one.actor.iter().any(|a| other.actor.contains(a));
    one.factuality == Factuality::Certain
        && one.kind == other.kind
        && (lemma(one) == lemma(other) || share && one.mode == other.mode)
}

/// A length of time as TIMEX3 writes it: `P3D`.
fn length(value: &str) -> Option<Span> {
    let (number, unit) = value.strip_prefix('P')?.split_at_checked(value.len().checked_sub(2)?)?;
    let number: i32 = number.parse().ok().filter(|n| *n < 1000)?;
    match unit {
        "D" => Some(number.days()),
        "W" => Some(number.weeks()),
        "M" => Some(number.months()),
        "Y" => Some(number.years()),
        _ => None,
    }
}

fn mark(scene: &Scene, event: &mut Event) {
    let (Some(when), Some(published)) = (event.date, scene.input.published) else { return };
    let days_ago = published.since(when.last).map_or(0, |span| span.get_days());
    if days_ago > HISTORY && !event.auxiliary.contains(&"historical") {
        event.auxiliary.push("historical");
    }
}
