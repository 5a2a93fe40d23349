//! The country of the scene: whose "the government", "police" or "witnesses" are where no word says so.

use super::Input;
use super::tables::{Leader, Tables, Tie, is_state};
use crate::countries::Country;
use crate::entities::{Kind, Mention};
use crate::syntax::Relation;
use crate::text::Text;
use std::collections::BTreeMap;

/// The countries of a report and where they stand.
pub(super) struct Scene {
    /// The country that the report is about.
    pub main: Option<Country>,
    /// The country named most often after it.
    second: Option<Country>,
    /// Whether no other is named nearly as often.
    pub clear: bool,
    /// All countries named, those of known bodies and leaders among them.
    named: Vec<Country>,
    /// All countries named by a name of theirs.
    told: Vec<Country>,
    /// For each sentence, the country that its first subject is or is of.
    subjects: Vec<Option<(usize, Country)>>,
    /// For each sentence, the first country in it.
    firsts: Vec<Option<(usize, Country)>>,
    /// For each sentence, the first country that acts in it under its own name.
    acting: Vec<Option<(usize, Country)>>,
    /// For each sentence, the country of the first place in which something happens.
    grounds: Vec<Option<(usize, Country)>>,
}

/// How much oftener than the next a country must be named to be the only one that counts.
const CLEAR: f32 = 1.5;

impl Scene {
    /// The scene of a report.
    pub fn new(input: Input, tables: &Tables) -> Self {
        let sentences = input.text.sentences.len();
        let (mut subjects, mut firsts) = (vec![None; sentences], vec![None; sentences]);
        let (mut acting, mut grounds) = (vec![None; sentences], vec![None; sentences]);
        let mut counts: BTreeMap<Country, (f32, usize)> = BTreeMap::new();
        let quoted = quoted(input.text);
        let mut told: Vec<Country> = Vec::new();
        for mention in &input.entities.mentions {
            let kind = input.entities.entities[mention.entity].kind;
            told.extend(mention.country.filter(|c| !told.contains(c)));
            let Some(country) = mention.country.or_else(|| known(input, tables, mention)) else { continue };
            let names = (matches!(kind, Kind::Country | Kind::Place | Kind::Group) || mention.country.is_none())
                && !mention.name.is_empty();
            let sentence = input.text.sentence_of(mention.head);
            if sentence >= sentences {
                continue;
            }
            // Who is named in a quotation says little on who speaks.
            let here = Some((mention.head, country)).filter(|_| !quoted[mention.head]);
            firsts[sentence] = firsts[sentence].or(here);
            let relation = input.syntax.word(mention.head).relation;
            if matches!(relation, Relation::Nsubj | Relation::NsubjPass) && kind == Kind::Country {
                acting[sentence] = acting[sentence].or(here);
            }
            if is_subject(input, mention.head) {
                subjects[sentence] = subjects[sentence].or(here);
            }
            if names {
                // What a report is about stands in its headline and first sentences.
                let weight = if sentence < 2 { 2.0 } else { 1.0 };
                let place = counts.len();
                let count = counts.entry(country).or_insert((0.0, place));
                count.0 += weight;
            }
        }
        for place in &input.places.places {
            let own = input.entities.headed_by(place.tokens.end.saturating_sub(1));
            let counted = own.is_some_and(|m| input.entities.mentions[m].country.is_some());
            let sentence = input.text.sentence_of(place.tokens.start);
            let there = place.country.filter(|_| sentence < sentences && is_ground(input, tables, place.tokens.start));
            if let Some(country) = there {
                grounds[sentence] = grounds[sentence].or(Some((place.tokens.start, country)));
            }
            if let Some(country) = place.country.filter(|_| !counted && sentence < sentences) {
                firsts[sentence] = firsts[sentence].or(Some((place.tokens.start, country)));
                let rank = counts.len();
                counts.entry(country).or_insert((0.0, rank)).0 += if sentence < 2 { 2.0 } else { 1.0 };
            }
        }
        let mut ranked: Vec<(Country, (f32, usize))> = counts.into_iter().collect();
        ranked.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(a.1.1.cmp(&b.1.1)));
        let clear = match ranked[..] {
            [first, second, ..] => first.1.0 >= CLEAR * second.1.0,
            [_] => true,
            [] => false,
        };
        Scene {
            main: ranked.first().map(|r| r.0),
            second: ranked.get(1).map(|r| r.0),
            named: ranked.iter().map(|r| r.0).collect(),
            told,
            clear,
            subjects,
            firsts,
            acting,
            grounds,
        }
    }

    /// Whether a country is named.
    pub fn names(&self, country: Country) -> bool {
        self.named.contains(&country)
    }

    /// The first country that acts in a sentence under its own name, and where.
    pub fn acting(&self, number: usize) -> Option<(usize, Country)> {
        self.acting.get(number).copied().flatten()
    }

    /// The country of the place where a sentence is set: that of its police, its crowds, its courts.
    pub fn ground(&self, number: usize) -> Option<Country> {
        self.grounds.get(number).copied().flatten().map(|(_, country)| country)
    }

    /// Whether a report names countries, but not this one.
    pub fn is_about_others(&self, country: Country) -> bool {
        self.told.iter().any(|&told| is_state(told)) && !self.told.contains(&country)
    }

    /// Whether a report is about a country: the one named most often, or the next.
    pub fn is_about(&self, country: Country) -> bool {
        self.main == Some(country) || self.second == Some(country)
    }

    /// The other of the two countries that a report is about.
    pub fn other(&self, country: Country) -> Option<Country> {
        if self.main == Some(country) { self.second } else { self.main.filter(|_| self.second == Some(country)) }
    }

    pub fn step(&self, step: &str, number: usize, at: usize, office: bool) -> Option<Country> {
        let of = |list: &[Option<(usize, Country)>], n: usize| list.get(n).copied().flatten();
        let here = |list| of(list, number).filter(|(token, _)| *token <= at);
        match step {
            "acting" => self.acting(number).filter(|(token, _)| *token < at).map(|(_, c)| c),
            "clear" => self.main.filter(|_| self.clear || office),
            "subject" => here(&self.subjects).map(|(_, c)| c),
            "sentence" => here(&self.firsts).map(|(_, c)| c),
            "subject-before" => number.checked_sub(1).and_then(|n| of(&self.subjects, n)).or_else(|| of(&self.subjects, number)).map(|(_, c)| c),
            _ => self.main,
        }
    }
}

/// Whether a place at token `at` is led in as the place where something happens: "in Lima", "outside the ministry in
/// Lima".
fn is_ground(input: Input, tables: &Tables, at: usize) -> bool {
    let word = |i: usize| input.text.word(i).to_lowercase();
    let led_in = |i: usize| tables.is_in("locatives", &word(i)) && !tables.is_tie(&word(i), Tie::Body);
    at.checked_sub(1).is_some_and(led_in)
}

/// For each token, whether it stands within quotation marks.
fn quoted(text: &Text) -> Vec<bool> {
    let (mut open, mut paragraph) = (false, 0);
    let mut quoted = vec![false; text.tokens.len()];
    for sentence in &text.sentences {
        open = open && sentence.paragraph == paragraph;
        paragraph = sentence.paragraph;
        for i in sentence.tokens.clone() {
            match text.word(i) {
                "\"" => open = !open,
                "“" => open = true,
                "”" => open = false,
                _ => quoted[i] = open,
            }
        }
    }
    quoted
}

/// The country of a body or leader whom the tables know by name.
fn known(input: Input, tables: &Tables, mention: &Mention) -> Option<Country> {
    if mention.name.is_empty() {
        return None;
    }
    let name = input.text.words(mention.name.clone());
    let holds = |leader: &&Leader| input.published.is_none_or(|day| leader.holds(day));
    let body = tables.body(name, input.published).filter(|body| body.sectors.iter().all(|s| !tables.is_in("private", s)));
    let country = body.and_then(|body| body.country);
    let country = country.or_else(|| tables.leaders(name).find(holds).map(|leader| leader.country));
    country.filter(|&country| is_state(country))
}

/// Whether the word at `head` is a subject, or stands in one as its modifier or place.
fn is_subject(input: Input, head: usize) -> bool {
    let subject = |i: &usize| {
        let relation = input.syntax.word(*i).relation;
        matches!(relation, Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter)
    };
    input.syntax.path_up(head).take(4).any(|i| subject(&i))
}
