//! The days that an event's own clause names: by the tree, else by the order of words.

use super::classes::Class;
use super::roles::Scene;
use super::{Event, When};
use crate::attribution::Factuality;
use crate::dates::Kind;
use crate::syntax::{Relation, Upos, Xpos};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// How many steps up the tree an event may take to a word that shares its time.
const REACH: usize = 4;

/// How many words lie at most between what belongs to one clause.
const FAR: usize = 40;

/// The days that the clauses of a report name.
pub(super) struct Days<'s, 'a> {
    scene: &'s Scene<'a>,
    /// For each token, the expressions that hang on it or on the phrases below it, with their distance.
    governed: Vec<Vec<(usize, usize)>>,
    /// The heads of all triggers, in order.
    triggers: Vec<usize>,
}

impl<'s, 'a> Days<'s, 'a> {
    pub(super) fn new(scene: &'s Scene<'a>, events: &[Event]) -> Self {
        let mut triggers: Vec<usize> = events.iter().map(|e| e.trigger_head).collect();
        triggers.sort_unstable();
        let mut days = Days { scene, governed: Vec::new(), triggers };
        days.governed = days.expressions_by_governor();
        days
    }

    pub(super) fn is_trigger(&self, token: usize) -> bool {
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
                let is_own = self.is_trigger(token) && !self.is_setting(token);
                if is_own || !(grammar.is_nominal(token) || self.is_aside(token)) {
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
    pub(super) fn is_definite(&self, noun: usize) -> bool {
        let grammar = self.scene.grammar;
        let mut before = grammar.syntax.children_by(noun, &[Relation::Det, Relation::NmodPoss]);
        before.any(|d| {
            grammar.relation(d) == Relation::NmodPoss || self.scene.is_of(Class::Definite, grammar.syntax.lemma(d))
        })
    }

    /// Whether a word leaves its days to the one above it: "as planned", "void" in "declared it void", foreign words.
    fn is_aside(&self, token: usize) -> bool {
        let grammar = self.scene.grammar;
        let mut markers = grammar.markers(token);
        match grammar.relation(token) {
            Relation::Advcl if grammar.syntax.word(token).xpos == Xpos::VBG => self.is_setting(token),
            Relation::Advcl => {
                grammar.syntax.word(token).xpos == Xpos::VBN && markers.any(|m| self.scene.is_of(Class::Aside, m))
            }
            Relation::Xcomp => markers.next().is_none() && grammar.syntax.word(token).xpos != Xpos::VBG,
            _ => grammar.upos(token) == Upos::X,
        }
    }

    /// Whether a gerund tells in what something happened, and so when: "killed in fighting on Tuesday".
    fn is_setting(&self, token: usize) -> bool {
        let grammar = self.scene.grammar;
        let is_gerund = grammar.syntax.word(token).xpos == Xpos::VBG && grammar.relation(token) == Relation::Advcl;
        is_gerund && grammar.markers(token).any(|m| self.scene.is_of(Class::Within, m))
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
        let mut before = (start..tokens.start).rev().take(FAR);
        let found = before.find(|&t| self.is_finite(t) || matches!(grammar.upos(t), Upos::Punct | Upos::Cconj));
        found.is_some_and(|t| self.is_finite(t)) && (tokens.end..verb).any(|t| grammar.upos(t) == Upos::Punct)
    }

    fn is_finite(&self, token: usize) -> bool {
        matches!(self.scene.grammar.syntax.word(token).xpos, Xpos::VBD | Xpos::VBZ | Xpos::VBP | Xpos::MD)
    }

    /// The days that the trigger's own clause names, by the tree, else by the order of words.
    pub(super) fn own(&self, head: usize, factuality: Factuality, latest: Option<When>) -> Option<When> {
        let is_certain = factuality == Factuality::Certain;
        if let Some(shifted) = self.shifted(head, latest) {
            return Some(shifted);
        }
        let direct = self.by_tree(head, is_certain).or_else(|| self.by_words(head));
        let direct_of = |verb: usize| self.by_tree(verb, is_certain).or_else(|| self.by_words(verb));
        let joined = std::iter::successors(self.verb_joined_before(head), |&verb| self.verb_joined_before(verb));
        direct.or_else(|| joined.take(REACH).find_map(direct_of))
    }

    /// "fired on the crowd and arrested dozens": the verb of the past that "and" joins this one to, whatever the tree.
    fn verb_joined_before(&self, head: usize) -> Option<usize> {
        let grammar = self.scene.grammar;
        let before = head.checked_sub(1).filter(|&b| self.is_past(head) && grammar.upos(b) == Upos::Cconj)?;
        let sentence = self.scene.input.text.sentences.get(self.scene.input.text.sentence_of(head))?;
        let innermost = &self.scene.input.attributions.innermost;
        let is_verb = |t: &usize| self.is_finite(*t) || self.is_past(*t);
        let found = (sentence.tokens.start..before).rev().take(FAR).find(is_verb)?;
        (self.is_past(found) && innermost.get(found) == innermost.get(head)).then_some(found)
    }

    /// Whether a verb is of the past, or a participle that taggers may take such a one for.
    fn is_past(&self, token: usize) -> bool {
        let grammar = self.scene.grammar;
        let mut helpers = grammar.syntax.children_by(token, &[Relation::Aux, Relation::AuxPass]);
        let xpos = grammar.syntax.word(token).xpos;
        grammar.upos(token) == Upos::Verb && (xpos == Xpos::VBD || xpos == Xpos::VBN && helpers.next().is_none())
    }

    fn by_tree(&self, head: usize, may_share: bool) -> Option<When> {
        let grammar = self.scene.grammar;
        let mut at = head;
        for _ in 0..REACH + 2 {
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
                && e.tokens.start.abs_diff(head) <= FAR
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
    fn shifted(&self, head: usize, latest: Option<When>) -> Option<When> {
        let sentence = self.scene.input.text.sentences.get(self.scene.input.text.sentence_of(head))?;
        let mut before = (sentence.tokens.start..head).rev().take(FAR).take_while(|&t| !self.is_finite(t));
        let mark = before.find(|&t| self.order(t).is_some())?;
        let expression = self.scene.input.dates.before(mark).next().filter(|e| e.tokens.end == mark)?;
        let span = length(&expression.value).filter(|_| expression.kind == Kind::Duration)?;
        let earlier = self.scene.input.dates.before(expression.tokens.start).find(|e| e.days.is_some());
        let named = earlier.filter(|e| e.tokens.start >= sentence.tokens.start).and_then(|e| e.days);
        let main = named.map(|(first, last)| When { first, last, expression: None }).or(latest)?;
        let shift = |day: Date| if self.order(mark)? { day.checked_sub(span) } else { day.checked_add(span) }.ok();
        Some(When { first: shift(main.first)?, last: shift(main.last)?, expression: None })
    }

    /// Whether a conjunction says that its clause came first; none where it does not tell.
    fn order(&self, mark: usize) -> Option<bool> {
        let lemma = self.scene.grammar.syntax.lemma(mark);
        if self.scene.is_of(Class::First, lemma) {
            return Some(true);
        }
        self.scene.is_of(Class::Last, lemma).then_some(false)
    }

    /// The days of an expression: "since May" runs to the day of publication.
    fn days(&self, number: usize) -> Option<When> {
        let expression = &self.scene.input.dates.expressions[number];
        let (first, last) = expression.days?;
        let start = expression.tokens.start;
        let says = |t: usize| self.scene.is_of(Class::Since, self.scene.grammar.syntax.lemma(t));
        let is_since = says(start) || start > 0 && says(start - 1);
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
                let is_scene = self.scene.is_led_in_by(Class::Occasion, at);
                grammar.is_nominal(at) && (!is_act || is_scene)
            }
            Relation::AclRelcl => is_certain && self.is_led_in_by_time(at),
            Relation::Acl => is_certain && grammar.syntax.word(at).xpos == Xpos::VBG && self.is_meanwhile(at),
            _ => false,
        }
    }

    /// "two nights of unrest in which dozens were hurt": the clause of a noun's own time.
    fn is_led_in_by_time(&self, at: usize) -> bool {
        let syntax = self.scene.grammar.syntax;
        let relative = |c: usize| matches!(syntax.word(c).xpos, Xpos::WDT | Xpos::WP);
        let phrase = |&c: &usize| relative(c) && self.scene.is_led_in_by(Class::Within, c);
        let adverb = |&c: &usize| self.scene.is_of(Class::Relative, syntax.lemma(c));
        syntax.children(at).iter().any(|c| phrase(c) || syntax.word(*c).xpos == Xpos::WRB && adverb(c))
    }

    /// Whether a clause is told to happen together with the one above it.
    pub(super) fn is_meanwhile(&self, at: usize) -> bool {
        let grammar = self.scene.grammar;
        let mut markers = grammar.markers(at);
        let own = grammar.syntax.children_by(at, &[Relation::Mark, Relation::Advmod]);
        let is_led_in = own.map(|m| grammar.syntax.lemma(m)).any(|m| self.scene.is_of(Class::Meanwhile, m));
        is_led_in || markers.all(|m| self.scene.is_of(Class::Shared, m))
    }
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
