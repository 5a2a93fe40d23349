//! Sets: "both sides", "the two leaders", "each government", and the coordinations they go back to.

use super::Kind;
use super::chains::Key;
use super::joining::Joiner;
use super::phrases::{Definite, Phrase};
use super::words::Bond;
use crate::countries::Country;
use crate::syntax::{Relation, Upos, Xpos};

/// A coordination.
pub(super) struct Parties {
    /// The head words of its phrases.
    pub heads: Vec<usize>,
    /// The numbers of its phrases.
    pub phrases: Vec<usize>,
    /// Their entities.
    pub members: Vec<usize>,
    /// Whether they are a subject, as the parties that a report is about are.
    pub subject: bool,
}

/// Notes the coordination that phrase `number` ends ("Iran and Oman", "Britain, France and Germany", "Russia-DPRK").
pub(super) fn note_parties(joiner: &mut Joiner, number: usize) {
    let numbers = coordinated(joiner, number);
    let mut members: Vec<usize> = Vec::new();
    for chain in numbers.iter().filter_map(|&n| joiner.chains.of_phrase[n]) {
        if !members.contains(&chain) {
            members.push(chain);
        }
    }
    if members.len() > 1 {
        let heads: Vec<usize> = numbers.iter().map(|&n| joiner.phrases[n].head).collect();
        let subject = |&i: &usize| matches!(joiner.syntax.word(i).relation, Relation::Nsubj | Relation::NsubjPass);
        joiner.parties.push(Parties { subject: heads.iter().any(subject), heads, phrases: numbers, members });
    }
}

/// Those that phrase `number` is coordinated with, itself last; told by the words between them.
fn coordinated(joiner: &Joiner, number: usize) -> Vec<usize> {
    let start = joiner.phrases[number].tokens.start;
    let mut found = vec![number];
    let Some(joint) = start.checked_sub(1) else { return found };
    let word = joiner.syntax.word(joint);
    let hyphen = joiner.text.word(joint) == "-" && !joiner.text.space_after(joint);
    if !(word.upos == Upos::Cconj || hyphen) {
        return found;
    }
    let mut joint = joint;
    if !hyphen && joint > 0 && joiner.text.word(joint - 1) == "," {
        joint -= 1;
    }
    while let Some(before) = joiner.by_end[joint].filter(|n| !found.contains(n) && like(joiner, *n, number)) {
        let comma = !hyphen && joiner.text.word(joint) == ",";
        let before = if comma { described_by_clause(joiner, before, number).unwrap_or(before) } else { before };
        if found.len() == 1 && comma && begins_clause(joiner, before, number) {
            break;
        }
        found.push(before);
        let start = joiner.phrases[before].tokens.start;
        match start.checked_sub(1) {
            Some(comma) if !hyphen && joiner.text.word(comma) == "," => joint = comma,
            _ => break,
        }
    }
    found.reverse();
    found
}

/// Whom the clause that ends with phrase `before` describes: "Poland, which holds the presidency, and the Netherlands".
fn described_by_clause(joiner: &Joiner, before: usize, number: usize) -> Option<usize> {
    let syntax = joiner.syntax;
    let clause = |&i: &usize| syntax.word(i).relation == Relation::AclRelcl;
    let clause = syntax.path_up(joiner.phrases[before].head).take(6).find(clause)?;
    let described = syntax.word(clause).head.and_then(|head| joiner.by_head[head])?;
    (described < before && !syntax.is_below(joiner.phrases[number].head, clause)).then_some(described)
}

/// Whether a comma and "and" before phrase `number` join clauses: "urged police to spare protesters, and Amnesty said".
fn begins_clause(joiner: &Joiner, before: usize, number: usize) -> bool {
    let relation = |n: usize| joiner.syntax.word(joiner.phrases[n].head).relation;
    let subject = |n: usize| matches!(relation(n), Relation::Nsubj | Relation::NsubjPass);
    let verb = joiner.syntax.word(joiner.phrases[number].head).head;
    let first = joiner.phrases[before].head;
    subject(number) && !subject(before) && verb.is_some_and(|verb| verb > first && !joiner.syntax.is_below(first, verb))
        || subject(number) && matches!(relation(before), Relation::Obj | Relation::Obl | Relation::Iobj)
}

/// Whether two phrases may be coordinated: people with people, bodies with bodies.
fn like(joiner: &Joiner, a: usize, b: usize) -> bool {
    let (a, b) = (&joiner.phrases[a], &joiner.phrases[b]);
    let person = |kind| kind == Kind::Person;
    person(a.kind) == person(b.kind) && a.head != b.head && a.pronoun.is_none()
}

/// The members of a set that begins with phrase `number`: none where it is no set, empty where they come later.
pub(super) fn members(joiner: &Joiner, number: usize) -> Option<Vec<usize>> {
    joiner.pronoun_members(number).or_else(|| {
        joiner.is_set(number).then(|| {
            let phrase = &joiner.phrases[number];
            if phrase.pronoun.is_some_and(|p| p.bond == Bond::Reciprocal) {
                return subjects(joiner, number);
            }
            let possessed = phrase.noun.and_then(|_| owners(joiner, number));
            possessed.or_else(|| latest(joiner, number)).unwrap_or_default()
        })
    })
}

/// Gives the sets still without members the first parties of the report that fit, or its first two countries.
pub(super) fn close(joiner: &mut Joiner) {
    let open: Vec<usize> = (0..joiner.chains.all.len()).filter(|&c| joiner.chains.all[c].open).collect();
    for chain in open {
        let people = joiner.chains.all[chain].kind == Kind::Person || is_people(joiner, chain);
        let count = joiner.chains.all[chain].phrases.first().and_then(|&n| joiner.count(&joiner.phrases[n]));
        let fits = |p: &&Parties| suits(joiner, &p.members, people) && count.is_none_or(|c| c == p.members.len());
        let found = joiner.parties.iter().find(fits).map(|p| p.members.clone());
        joiner.chains.all[chain].members = found.unwrap_or_default();
    }
}

fn is_people(joiner: &Joiner, chain: usize) -> bool {
    let first = joiner.chains.all[chain].phrases.first().map(|&n| &joiner.phrases[n]);
    first.and_then(|p| p.noun).is_some_and(|noun| noun.kind == Kind::Person)
}

/// Whether parties can be meant: people by people, sides by countries, bodies and groups.
fn suits(joiner: &Joiner, members: &[usize], people: bool) -> bool {
    members.iter().all(|&m| match joiner.chains.all[m].kind {
        Kind::Person => people,
        Kind::Place => false,
        _ => !people,
    })
}

/// Those at the latest parties before phrase `number`, or the two latest persons for "the two leaders".
fn latest(joiner: &Joiner, number: usize) -> Option<Vec<usize>> {
    let phrase = &joiner.phrases[number];
    let people = phrase.noun.is_some_and(|noun| noun.kind == Kind::Person);
    let countries = phrase.noun.is_some_and(|noun| noun.kind == Kind::Country);
    let count = joiner.count(phrase);
    let fits = |parties: &&Parties| {
        if count.is_some_and(|count| count != parties.members.len()) {
            return false;
        }
        let all_countries = parties.members.iter().all(|&m| joiner.chains.all[m].kind == Kind::Country);
        match phrase.pronoun {
            Some(_) => suits(joiner, &parties.members, true) || suits(joiner, &parties.members, false),
            None => suits(joiner, &parties.members, people) && (all_countries || !countries),
        }
    };
    let fitting: Vec<&Parties> = joiner.parties.iter().rev().filter(fits).collect();
    let here = joiner.sentence(number);
    let is_near = |p: &Parties| joiner.text.sentence_of(p.heads[0]) + 1 >= here;
    let near = fitting.first().filter(|p| is_near(p) && p.subject && p.heads.iter().any(|&head| joiner.is_main(head)));
    let told = |p: &Parties| p.members.iter().map(|&m| joiner.chains.all[m].phrases.len()).min().unwrap_or(0);
    // Of those far above the ones that the report tells most of.
    let most = || fitting.iter().filter(|p| p.subject).rev().max_by_key(|p| told(p));
    let coordinated = near.or_else(most).or(fitting.first());
    let coordinated = coordinated.map(|parties| parties.members.clone());
    if people && count.is_none_or(|count| count == 2) {
        two_persons(joiner, number).or(coordinated)
    } else if people {
        coordinated
    } else {
        coordinated.or_else(|| most_named(joiner, number, count.unwrap_or(2)))
    }
}

/// The two persons named last, within the last sentences.
fn two_persons(joiner: &Joiner, number: usize) -> Option<Vec<usize>> {
    let here = joiner.sentence(number);
    let near = (0..number).rev().take_while(|&n| joiner.sentence(n) + 3 >= here);
    two(
        joiner,
        near.filter(|&n| {
            let phrase = &joiner.phrases[n];
            phrase.kind == Kind::Person && !phrase.name.is_empty()
        }),
    )
}

/// The countries, and the bodies of countries, that did most or were named most often so far, without who speaks of them.
fn most_named(joiner: &Joiner, number: usize, wanted: usize) -> Option<Vec<usize>> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    let speakers = joiner.barred_subjects(number);
    if let Some(near) = sides_before(joiner, number).filter(|near| near.len() == wanted) {
        return Some(near);
    }
    for n in 0..number {
        let Some(chain) = party(joiner, n).filter(|chain| !speakers.contains(chain)) else { continue };
        let weight = if joiner.syntax.word(joiner.phrases[n].head).relation == Relation::Nsubj { 2 } else { 1 };
        match counts.iter_mut().find(|(_, c)| *c == chain) {
            Some((count, _)) => *count += weight,
            None => counts.push((weight, chain)),
        }
    }
    counts.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
    let mut members: Vec<usize> = counts.iter().take(wanted).map(|&(_, chain)| chain).collect();
    members.sort_unstable();
    (members.len() == wanted).then_some(members)
}

/// The sides that the sentence before names, itself without what it only says in passing.
fn sides_before(joiner: &Joiner, number: usize) -> Option<Vec<usize>> {
    let before = joiner.sentence(number).checked_sub(1)?;
    let mut found = Vec::new();
    let beside = |n: usize| joiner.syntax.word(joiner.phrases[n].head).relation != Relation::Nmod;
    for n in (0..number).filter(|&n| joiner.sentence(n) == before && beside(n)) {
        let own = joiner.chains.of_phrase[n].and_then(|chain| joiner.chains.all[chain].country);
        let of_person = || own.and_then(|country| joiner.chains.found(&Key::Country(country)));
        if let Some(chain) = party(joiner, n).or_else(of_person).filter(|chain| !found.contains(chain)) {
            found.push(chain);
        }
    }
    Some(found)
}

/// The side that a phrase speaks for: a body or group of a country that the tables know, else its country.
fn party(joiner: &Joiner, n: usize) -> Option<usize> {
    let phrase = &joiner.phrases[n];
    let chain = joiner.chains.of_phrase[n]?;
    let body = joiner.chains.all[chain].body.map(|body| joiner.words.body(body));
    let own = body.filter(|body| body.kind != Kind::Person).map(|body| body.country.is_some_and(is_state));
    match own {
        Some(true) => Some(chain),
        Some(false) => None,
        None => joiner.chains.found(&Key::Country(phrase.country?)),
    }
}

fn is_state(country: Country) -> bool {
    ![Country::NONE, Country::INTERGOVERNMENTAL, Country::NONGOVERNMENTAL, Country::MULTINATIONAL].contains(&country)
}

/// The first two different entities of phrases.
fn two(joiner: &Joiner, phrases: impl Iterator<Item = usize>) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    for chain in phrases.filter_map(|n| joiner.chains.of_phrase[n]) {
        if !found.contains(&chain) {
            found.push(chain);
        }
        if found.len() == 2 {
            found.reverse();
            return Some(found);
        }
    }
    None
}

/// The owners of "their foreign ministers", where they are a set.
fn owners(joiner: &Joiner, number: usize) -> Option<Vec<usize>> {
    let owner = joiner.owner(number)?;
    let members = &joiner.chains.all[joiner.chains.of_phrase[owner]?].members;
    (!members.is_empty()).then(|| members.clone())
}

/// The subject of the clause of "each other", with all coordinated with it.
fn subjects(joiner: &Joiner, number: usize) -> Vec<usize> {
    let subject = joiner.subject_of_clause(joiner.phrases[number].head).and_then(|i| joiner.by_head[i]);
    subject.map_or_else(Vec::new, |n| joiner.together(n).unwrap_or_default())
}

impl Joiner<'_> {
    /// Whether phrase `number` stands for several parties named elsewhere.
    pub(super) fn is_set(&self, number: usize) -> bool {
        let phrase = &self.phrases[number];
        match (phrase.pronoun, phrase.noun) {
            (Some(pronoun), _) => matches!(pronoun.bond, Bond::Set | Bond::Reciprocal),
            (None, Some(noun)) => {
                self.counted(phrase) || noun.set && self.several(phrase) || noun.pair && self.is_pair(number)
            }
            (None, None) => false,
        }
    }

    /// "the leaders" where two persons were named last.
    fn is_pair(&self, number: usize) -> bool {
        let phrase = &self.phrases[number];
        let plain = phrase.plural && phrase.tokens.len() == 2 && phrase.definite == Definite::Yes;
        plain && two_persons(self, number).is_some_and(|two| two.iter().all(|&c| self.is_of_rank(c, phrase)))
    }

    /// Whether an entity was called what a phrase calls it, or is a leader of any kind.
    fn is_of_rank(&self, chain: usize, phrase: &Phrase) -> bool {
        let any = phrase.noun.is_some_and(|noun| noun.any);
        any || self.chains.all[chain]
            .nouns
            .iter()
            .any(|noun| phrase.nouns.iter().any(|own| noun.ends_with(own.as_str())))
    }

    /// The entities of a phrase and all coordinated with it, or of a set; none where it stands alone.
    pub(super) fn together(&self, number: usize) -> Option<Vec<usize>> {
        let head = self.phrases[number].head;
        let parties = self.parties.iter().rev().find(|parties| parties.heads.contains(&head));
        parties.map(|parties| parties.members.clone()).or_else(|| {
            let members = &self.chains.all[self.chains.of_phrase[number]?].members;
            (!members.is_empty()).then(|| members.clone())
        })
    }

    /// "the two", "both", "each", "either" before a noun.
    fn counted(&self, phrase: &Phrase) -> bool {
        let before = phrase.tokens.start..phrase.head;
        let both = before.clone().any(|i| {
            let written = self.text.word(i).to_lowercase();
            self.words.pronoun(&written).is_some_and(|p| p.bond == Bond::Set)
        });
        both || phrase.plural && phrase.definite_article(self) && self.is_counted_set(phrase)
    }

    /// "the two leaders", "the three countries".
    fn is_counted_set(&self, phrase: &Phrase) -> bool {
        let states = phrase.kind == Kind::Country || phrase.noun.is_some_and(|noun| noun.set);
        self.count(phrase).is_some_and(|count| count == 2 || states)
    }

    /// How many a phrase says it stands for.
    fn count(&self, phrase: &Phrase) -> Option<usize> {
        let said = |i: usize| self.words.number(&self.text.word(i).to_lowercase());
        (phrase.tokens.start..phrase.tokens.end.min(phrase.head + 1)).find_map(said)
    }

    fn several(&self, phrase: &Phrase) -> bool {
        // "its neighbors" are others than those who own them.
        let owned = phrase.kind == Kind::Country && phrase.definite == Definite::Possessed;
        let bare = phrase.definite == Definite::Bare && phrase.tokens.len() > 1;
        phrase.plural && !owned && !bare && (phrase.definite != Definite::No || phrase.definite_article(self))
    }
}

impl Phrase {
    /// Whether it begins with a word such as "the", or a possessor.
    fn definite_article(&self, joiner: &Joiner) -> bool {
        let mut before = self.tokens.start..self.head;
        before.any(|i| {
            let word = joiner.syntax.word(i);
            word.upos == Upos::Det && joiner.words.is_definite(&joiner.text.word(i).to_lowercase())
                || word.xpos == Xpos::POS
                || word.xpos == Xpos::PRPS
        })
    }
}
