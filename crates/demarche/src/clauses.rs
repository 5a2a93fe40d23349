//! Who does what in a tree: deep subjects and objects through passives, control, relatives, participles and
//! coordination. Everything here speaks of tokens; who they are is decided elsewhere.

use crate::syntax::{Relation, Syntax, Upos, Xpos};
use crate::text::Text;

/// How many steps up a chain of clauses a subject is looked for.
const REACH: usize = 6;

const SUBJECTS: &[Relation] =
    &[Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter, Relation::Csubj, Relation::CsubjPass];
const OBLIQUES: &[Relation] = &[Relation::Obl, Relation::OblAgent, Relation::Nmod, Relation::NmodDesc];
/// Endings of the past that participles share.
const PAST: [&str; 3] = ["ed", "eld", "ot"];
const COMPLEMENTS: &[Relation] = &[Relation::Xcomp, Relation::Ccomp];

/// A report's trees, read as clauses.
#[derive(Clone, Copy)]
pub(crate) struct Grammar<'a> {
    pub(crate) text: &'a Text<'a>,
    pub(crate) syntax: &'a Syntax,
}

impl<'a> Grammar<'a> {
    pub(crate) fn relation(self, at: usize) -> Relation {
        self.syntax.word(at).relation
    }

    pub(crate) fn upos(self, at: usize) -> Upos {
        self.syntax.word(at).upos
    }

    pub(crate) fn head(self, at: usize) -> Option<usize> {
        self.syntax.word(at).head
    }

    fn child_of(self, at: usize, relations: &'a [Relation]) -> Option<usize> {
        self.syntax.children_by(at, relations).next()
    }

    pub(crate) fn is_nominal(self, at: usize) -> bool {
        matches!(self.upos(at), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }

    /// Whether the verb stands in the passive.
    pub(crate) fn is_passive(self, verb: usize) -> bool {
        let word = self.syntax.word(verb);
        // Taggers take many a passive ("was ambushed") for an adjective.
        let is_participle = matches!(word.xpos, Xpos::VBN | Xpos::VBD | Xpos::JJ);
        if !is_participle || !matches!(word.upos, Upos::Verb | Upos::Adj) {
            return false;
        }
        if word.upos == Upos::Adj {
            return self.syntax.child(verb, Relation::Cop).is_some() || word.relation == Relation::Amod;
        }
        let marked =
            |r| matches!(r, Relation::AuxPass | Relation::NsubjPass | Relation::CsubjPass | Relation::OblAgent);
        if self.syntax.children(verb).iter().any(|&c| marked(self.relation(c))) {
            return true;
        }
        let has_auxiliary = self.syntax.child(verb, Relation::Aux).is_some();
        if !has_auxiliary && self.is_passive_of_headline(verb) {
            return true;
        }
        match word.relation {
            _ if word.xpos != Xpos::VBN || has_auxiliary => false,
            Relation::Acl if self.is_predicate_of_fragment(verb) => false,
            Relation::Acl | Relation::Amod | Relation::Advcl => self.syntax.child(verb, Relation::Obj).is_none(),
            Relation::Conj => self.child_of(verb, SUBJECTS).is_none() && word.head.is_some_and(|h| self.is_passive(h)),
            _ => self.child_of(verb, &[Relation::Obj, Relation::Nsubj]).is_none(),
        }
    }

    /// "Ten miners shot dead in Peru": headlines tell in the present, and so what has the form of the past and no object
    /// is a participle.
    fn is_passive_of_headline(self, verb: usize) -> bool {
        let title = self.text.sentences.get(self.text.sentence_of(verb)).is_some_and(|s| s.is_title);
        let word = self.syntax.word(verb);
        let written = self.text.word(verb);
        let past = word.xpos == Xpos::VBN || PAST.iter().any(|ending| written.ends_with(ending));
        let subject = self.syntax.children_by(verb, SUBJECTS).next().is_some_and(|s| s < verb);
        let object = self.syntax.children_by(verb, &[Relation::Obj, Relation::Ccomp, Relation::Xcomp]).next();
        let object = object.filter(|&o| self.upos(o) != Upos::Adj);
        title && past && subject && object.is_none() && !written.eq_ignore_ascii_case(&word.lemma)
    }

    /// "Spain, the former ruler, called on both": a tree without another predicate took the verb for a participle.
    fn is_predicate_of_fragment(self, verb: usize) -> bool {
        let Some(noun) = self.head(verb).filter(|&n| self.relation(n) == Relation::Appos) else { return false };
        let is_set_off = verb > 0 && self.text.word(verb - 1) == ",";
        is_set_off && self.head(noun).is_some_and(|root| self.relation(root) == Relation::Root)
    }

    /// Whom a relative pronoun stands for; any other token stands for itself.
    fn antecedent(self, at: usize, verb: usize) -> usize {
        if !matches!(self.syntax.word(at).xpos, Xpos::WDT | Xpos::WP) {
            return at;
        }
        let clauses = self.syntax.path_up(verb).take(REACH);
        let relative = clauses.into_iter().find(|&c| self.relation(c) == Relation::AclRelcl);
        relative.and_then(|c| self.head(c)).unwrap_or(at)
    }

    /// The subject as the clause shows it: of a passive the one it is done to.
    pub(crate) fn surface_subject(self, predicate: usize) -> Option<usize> {
        self.surface_subject_within(predicate, REACH)
    }

    fn surface_subject_within(self, predicate: usize, reach: usize) -> Option<usize> {
        if let Some(own) = self.child_of(predicate, SUBJECTS) {
            // A broken tree gives a verb each word of its subject: "Kyrgyz soldiers attacked".
            let children = self.syntax.children(predicate);
            let is_subject = |t: usize| children.contains(&t) && SUBJECTS.contains(&self.relation(t));
            let last = (own..).take_while(|&t| t == own || is_subject(t)).last().unwrap_or(own);
            return Some(self.antecedent(last, predicate));
        }
        let head = self.head(predicate)?;
        let reach = reach.checked_sub(1)?;
        match self.relation(predicate) {
            Relation::Conj => self.surface_subject_within(head, reach),
            Relation::Xcomp => self.controller(head, reach),
            Relation::Advcl | Relation::AdvclRelcl if self.is_participle_or_infinitive(predicate) => {
                self.controller_of_adverbial(predicate, head, reach)
            }
            Relation::Ccomp | Relation::Csubj if self.is_participle_or_infinitive(predicate) => {
                self.surface_subject_within(head, reach)
            }
            Relation::AclRelcl => (!self.lacks_object(predicate)).then_some(head),
            Relation::Acl if self.is_infinitive(predicate) => self.holder(head, reach),
            Relation::Acl | Relation::Amod => Some(head),
            _ => None,
        }
    }

    fn lacks_object(self, predicate: usize) -> bool {
        self.child_of(predicate, SUBJECTS).is_some()
    }

    fn is_participle_or_infinitive(self, verb: usize) -> bool {
        matches!(self.syntax.word(verb).xpos, Xpos::VBG | Xpos::VBN) || self.is_infinitive(verb)
    }

    fn is_infinitive(self, verb: usize) -> bool {
        self.syntax.children_by(verb, &[Relation::Mark]).any(|m| self.syntax.word(m).xpos == Xpos::TO)
    }

    /// The subject of an open complement: the object of the verb that takes it, else that verb's subject.
    fn controller(self, verb: usize, reach: usize) -> Option<usize> {
        let object = self.child_of(verb, &[Relation::Obj, Relation::Iobj]);
        object.map(|o| self.antecedent(o, verb)).or_else(|| self.surface_subject_within(verb, reach))
    }

    /// "accused Kabul of violating": the object; "left, saying": the subject.
    fn controller_of_adverbial(self, adverbial: usize, head: usize, reach: usize) -> Option<usize> {
        let by_object = self.markers(adverbial).any(|m| matches!(m, "of" | "from" | "for" | "into"));
        match self.object(head).filter(|_| by_object) {
            Some(object) => Some(object),
            None => self.surface_subject_within(head, reach),
        }
    }

    /// Who has a plan, a refusal, a right: the possessor, else the subject of the verb that takes the noun.
    fn holder(self, noun: usize, reach: usize) -> Option<usize> {
        let possessor = self.syntax.child(noun, Relation::NmodPoss);
        possessor.or_else(|| {
            let verb = self.head(noun).filter(|_| matches!(self.relation(noun), Relation::Obj | Relation::Obl))?;
            self.subject_within(verb, reach)
        })
    }

    /// Who does it, whatever the voice.
    pub(crate) fn subject(self, predicate: usize) -> Option<usize> {
        self.subject_within(predicate, REACH)
    }

    fn subject_within(self, predicate: usize, reach: usize) -> Option<usize> {
        if self.is_passive(predicate) { self.agent(predicate) } else { self.surface_subject_within(predicate, reach) }
    }

    /// "by" and the doer.
    fn agent(self, verb: usize) -> Option<usize> {
        self.syntax.child(verb, Relation::OblAgent).or_else(|| self.after(verb, "by").next()).or_else(|| {
            let shared = (self.relation(verb) == Relation::Conj).then(|| self.head(verb)).flatten()?;
            (!self.has_later_object(shared, verb)).then(|| self.agent(shared)).flatten()
        })
    }

    fn has_later_object(self, verb: usize, than: usize) -> bool {
        self.syntax.child(verb, Relation::OblAgent).is_some_and(|a| a < than)
    }

    /// What it is done to, whatever the voice.
    pub(crate) fn object(self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            return self.surface_subject(verb);
        }
        if let Some(own) = self.syntax.child(verb, Relation::Obj) {
            return Some(self.antecedent(own, verb));
        }
        match self.relation(verb) {
            Relation::AclRelcl if self.child_of(verb, SUBJECTS).is_some_and(|s| self.antecedent(s, verb) == s) => {
                self.head(verb)
            }
            Relation::Conj => self.head(verb).and_then(|h| self.syntax.child(h, Relation::Obj)).filter(|&o| o > verb),
            _ => self.object_shared_with_next(verb).or_else(|| self.bare_phrase(verb)),
        }
    }

    /// A noun phrase right after the verb that no preposition leads in: trees take an object for a circumstance at times.
    fn bare_phrase(self, verb: usize) -> Option<usize> {
        let mut phrases = self.syntax.children_by(verb, &[Relation::Obl]).filter(|&c| c > verb && c <= verb + 4);
        let is_bare = |&c: &usize| self.upos(c) == Upos::Noun && self.syntax.child(c, Relation::Case).is_none();
        phrases.find(is_bare).filter(|&c| self.syntax.word(c).xpos == Xpos::NNS)
    }

    /// "condemned and rejected the deal": the second verb's object is the first one's too.
    fn object_shared_with_next(self, verb: usize) -> Option<usize> {
        let next = self.syntax.child(verb, Relation::Conj).filter(|&n| n <= verb + 2)?;
        self.syntax.child(next, Relation::Obj)
    }

    pub(crate) fn indirect(self, verb: usize) -> Option<usize> {
        self.syntax.child(verb, Relation::Iobj)
    }

    /// The words that mark a clause or a phrase: "that", "to", "of".
    pub(crate) fn markers(self, at: usize) -> impl Iterator<Item = &'a str> {
        self.syntax.children_by(at, &[Relation::Mark, Relation::Case]).map(move |m| self.syntax.lemma(m))
    }

    /// The phrases below `at` that this preposition leads in.
    pub(crate) fn after(self, at: usize, preposition: &'a str) -> impl Iterator<Item = usize> {
        self.syntax
            .children_by(at, OBLIQUES)
            .filter(move |&c| self.markers(c).any(|m| m.eq_ignore_ascii_case(preposition)))
    }

    /// The phrases of a noun and of the phrases within it: "accusations by Rwanda against Burundi" may hang in a chain.
    pub(crate) fn nested_phrases(self, noun: usize) -> Vec<usize> {
        let mut found: Vec<usize> = self.after_any(noun).collect();
        let mut next = 0;
        while next < found.len() && found.len() < 12 {
            found.extend(self.after_any(found[next]));
            next += 1;
        }
        found
    }

    /// All phrases below `at` that a preposition leads in.
    pub(crate) fn after_any(self, at: usize) -> impl Iterator<Item = usize> {
        self.syntax.children_by(at, OBLIQUES).filter(move |&c| self.syntax.child(c, Relation::Case).is_some())
    }

    /// The clauses that complete the meaning of a verb, noun or adjective.
    pub(crate) fn complements(self, at: usize) -> impl Iterator<Item = usize> {
        self.syntax.children(at).iter().copied().filter(move |&c| {
            COMPLEMENTS.contains(&self.relation(c))
                || (matches!(self.relation(c), Relation::Acl | Relation::Advcl)
                    && self.syntax.child(c, Relation::Mark).is_some())
        })
    }

    /// The verb that takes a noun as its object (of a passive as its subject).
    pub(crate) fn verb_taking(self, noun: usize) -> Option<usize> {
        let verb = self.head(noun)?;
        match self.relation(noun) {
            Relation::Obj | Relation::NsubjPass => Some(verb),
            Relation::Conj if self.is_nominal(verb) => self.verb_taking(verb),
            _ => None,
        }
    }

    /// What is joined to `at` by "and" or "or", of nouns nouns.
    pub(crate) fn conjuncts(self, at: usize) -> impl Iterator<Item = usize> {
        self.syntax.children_by(at, &[Relation::Conj]).filter(move |&c| self.is_nominal(c) || self.upos(c) == Upos::Adj)
    }

    /// The word that negates a predicate: "not", "never", "no" of its subject or object.
    pub(crate) fn negation(self, at: usize) -> Option<usize> {
        let negates = |t: &usize| {
            matches!(
                self.syntax.lemma(*t).to_ascii_lowercase().as_str(),
                "not" | "never" | "no" | "neither" | "n't" | "nor"
            )
        };
        let children = self.syntax.children(at);
        let own = children.iter().copied().find(|c| self.relation(*c) != Relation::Conj && negates(c));
        let parties = children.iter().filter(|&&c| {
            matches!(self.relation(c), Relation::Obj | Relation::Nsubj | Relation::NsubjPass | Relation::Advmod)
        });
        own.or_else(|| parties.flat_map(|&c| self.syntax.children(c)).copied().find(negates))
    }

    /// The nouns and adjectives that stand before a noun: "Russian", "Russia-DPRK".
    pub(crate) fn modifiers(self, noun: usize) -> impl Iterator<Item = usize> {
        const BEFORE: &[Relation] = &[Relation::Compound, Relation::Amod, Relation::NmodUnmarked, Relation::NmodDesc];
        self.syntax.children_by(noun, BEFORE).filter(move |&c| c < noun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use crate::syntax::Word;
    use crate::text::{Sentence, Token};

    /// A sentence as lines of `word UPOS XPOS lemma head relation`, heads counted from 1.
    fn tree(lines: &str) -> (String, Vec<Word>) {
        let rows: Vec<Vec<&str>> = lines.trim().lines().map(|l| l.split_whitespace().collect()).collect();
        let text = rows.iter().map(|r| r[0]).collect::<Vec<_>>().join(" ");
        let words = rows.iter().map(|r| Word {
            upos: Upos::from_label(r[1]).expect(r[1]),
            xpos: Xpos::from_label(r[2]).expect(r[2]),
            lemma: r[3].to_string(),
            head: r[4].parse::<usize>().expect(r[4]).checked_sub(1),
            relation: Relation::from_label(r[5]).expect(r[5]),
            name: None,
        });
        (text, words.collect())
    }

    /// Subject and object of a word of a sentence.
    fn parties(lines: &str, of: &str) -> (Option<String>, Option<String>) {
        let (source, words) = tree(lines);
        let mut tokens: Vec<Token> = Vec::new();
        for word in source.split(' ') {
            let start = tokens.last().map_or(0, |t| t.span.end + 1);
            tokens.push(Token { span: Span::new(start, start + word.len()) });
        }
        let span = Span::new(0, source.len());
        let sentences = vec![Sentence { span, tokens: 0..tokens.len(), paragraph: 0, is_title: false }];
        let text = Text { source: &source, sentences, tokens, ..Text::default() };
        let syntax = Syntax::new(words);
        let grammar = Grammar { text: &text, syntax: &syntax };
        let at = (0..text.tokens.len()).find(|&t| text.word(t) == of).expect(of);
        let name = |t: Option<usize>| t.map(|t| text.word(t).to_string());
        (name(grammar.subject(at)), name(grammar.object(at)))
    }

    fn check(lines: &str, of: &str, subject: &str, object: &str) {
        let wanted = |w: &str| (w != "-").then(|| w.to_string());
        assert_eq!(parties(lines, of), (wanted(subject), wanted(object)), "{of} in {lines}");
    }

    #[test]
    fn passives_show_their_object_as_subject() {
        let lines = "Envoys NOUN NNS envoy 3 nsubj:pass\nwere AUX VBD be 3 aux:pass\nexpelled VERB VBN expel 0 root\n\
            by ADP IN by 5 case\nOslo PROPN NNP Oslo 3 obl:agent";
        check(lines, "expelled", "Oslo", "Envoys");
    }

    #[test]
    fn open_complements_take_the_subject_above() {
        let lines = "Iran PROPN NNP Iran 2 nsubj\nagreed VERB VBD agree 0 root\nto PART TO to 4 mark\n\
            free VERB VB free 2 xcomp\nsailors NOUN NNS sailor 4 obj";
        check(lines, "free", "Iran", "sailors");
    }

    #[test]
    fn objects_control_what_they_are_urged_and_accused_of() {
        let urged = "Paris PROPN NNP Paris 2 nsubj\nurged VERB VBD urge 0 root\nTbilisi PROPN NNP Tbilisi 2 obj\n\
            to PART TO to 5 mark\nwithdraw VERB VB withdraw 2 xcomp\nit PRON PRP it 5 obj";
        check(urged, "withdraw", "Tbilisi", "it");
        let accused = "Iran PROPN NNP Iran 2 nsubj\naccused VERB VBD accuse 0 root\nKabul PROPN NNP Kabul 2 obj\n\
            of SCONJ IN of 5 mark\nviolating VERB VBG violate 2 advcl\ntreaties NOUN NNS treaty 5 obj";
        check(accused, "violating", "Kabul", "treaties");
    }

    #[test]
    fn relatives_and_participles_act_for_their_noun() {
        let who = "Troops NOUN NNS troop 5 nsubj\nwho PRON WP who 3 nsubj\nattacked VERB VBD attack 1 acl:relcl\n\
            villages NOUN NNS village 3 obj\nfled VERB VBD flee 0 root";
        check(who, "attacked", "Troops", "villages");
        let signed = "The DET DT the 2 det\ntreaty NOUN NN treaty 5 nsubj\nOman PROPN NNP Oman 4 nsubj\n\
            signed VERB VBD sign 2 acl:relcl\nlapsed VERB VBD lapse 0 root";
        check(signed, "signed", "Oman", "treaty");
        let jailed = "Reporters NOUN NNS reporter 5 nsubj\njailed VERB VBN jail 1 acl\nby ADP IN by 4 case\n\
            Baku PROPN NNP Baku 2 obl\nfasted VERB VBD fast 0 root";
        check(jailed, "jailed", "Baku", "Reporters");
    }

    #[test]
    fn coordinated_verbs_share_subject_and_object() {
        let lines = "Rome PROPN NNP Rome 2 nsubj\nbacked VERB VBD back 0 root\nand CCONJ CC and 4 cc\n\
            thanked VERB VBD thank 2 conj\nmediators NOUN NNS mediator 4 obj";
        check(lines, "thanked", "Rome", "mediators");
        check(lines, "backed", "Rome", "mediators");
    }
}
