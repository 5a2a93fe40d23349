//! Whom a description means: "the Japanese official", "the ministry", "the bloc".

use super::Kind;
use super::clauses::understood_subject;
use super::joining::Joiner;
use super::phrases::{Definite, Phrase};
use crate::countries::Country;
use crate::syntax::{Relation, Upos};

impl Joiner<'_> {
    /// The entity that a described one repeats.
    pub(super) fn description(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let repeats = match phrase.definite {
            Definite::Yes | Definite::Possessed => true,
            // "protesters", "Parliament": with no article a noun may go on meaning the same.
            Definite::Bare => phrase.plural || self.is_proper(phrase) || phrase.kind == Kind::Organization,
            Definite::No => false,
        };
        if !repeats || self.is_set(number) {
            return None;
        }
        self.same_noun(number).or_else(|| self.any_person(number)).or_else(|| self.the_country(number))
    }

    fn is_proper(&self, phrase: &Phrase) -> bool {
        self.syntax.word(phrase.head).upos == Upos::Propn
    }

    /// The latest that was described by the same noun, of the same country, with no other modifiers.
    fn same_noun(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let noun = phrase.nouns.last()?;
        let mut barred = if phrase.kind == Kind::Person { self.barred_subjects(number) } else { Vec::new() };
        // "the party accused the government": two.
        barred.extend(self.barred(number));
        let bare = phrase.definite == Definite::Bare && phrase.plural;
        let fits = |chain: usize| {
            let other = &self.chains.all[chain];
            if barred.contains(&chain) || bare && (!other.plural || self.is_of_another_doer(number, chain)) {
                return false;
            }
            let known = other.body.is_some() && phrase.country.is_none();
            let same = known || self.same_country(chain, number) && self.same_modifiers(chain, phrase);
            let number =
                other.plural == phrase.plural || phrase.kind != Kind::Person && other.kind == Kind::Organization;
            same && number && alike(other.kind, phrase.kind) && other.members.is_empty()
        };
        self.latest(noun, fits)
    }

    /// Whether somebody of another country does something to a bare plural's own people: "Lima's minister inspected
    /// troops" after "Chilean troops".
    fn is_of_another_doer(&self, number: usize, chain: usize) -> bool {
        let head = self.phrases[number].head;
        let word = self.syntax.word(head);
        let verb = word.head.filter(|_| word.relation == Relation::Obj);
        let doer =
            verb.and_then(|verb| understood_subject(self.syntax, self.words, verb)).and_then(|s| self.by_head[s]);
        let of_doer = doer.and_then(|n| self.country(n).or_else(|| self.chains.all[self.chains.of_phrase[n]?].country));
        of_doer.is_some_and(|country| self.chains.all[chain].country.is_some_and(|other| other != country))
    }

    /// Whether an entity was described by all modifiers of a phrase ("the foreign minister" is no defence minister).
    fn same_modifiers(&self, chain: usize, phrase: &Phrase) -> bool {
        let told = |word: &str| {
            let phrases = self.chains.all[chain].phrases.iter().rev().take(6);
            phrases
                .map(|&n| &self.phrases[n])
                .any(|p| p.tokens.clone().any(|i| self.text.word(i).eq_ignore_ascii_case(word)))
        };
        self.modifiers(phrase).all(|i| told(self.text.word(i)))
    }

    /// The nouns and adjectives that narrow a phrase down, apart from countries.
    fn modifiers<'a>(&'a self, phrase: &'a Phrase) -> impl Iterator<Item = usize> + 'a {
        let narrow = |&i: &usize| {
            let word = self.syntax.word(i);
            let country = self.by_head.get(i).copied().flatten().is_some_and(|n| self.phrases[n].kind == Kind::Country);
            matches!(word.relation, Relation::Compound | Relation::Amod) && !country
        };
        self.syntax.children(phrase.head).iter().copied().filter(|i| phrase.tokens.contains(i)).filter(narrow)
    }

    /// "the official": the latest person of that country, whatever their office.
    fn any_person(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let any = phrase.noun.is_some_and(|noun| noun.any) && phrase.kind == Kind::Person;
        // "its leader" is whoever leads the one that owns him.
        let owned =
            phrase.definite == Definite::Possessed && self.country(number).is_none() && self.owner(number).is_some();
        if !any || owned || phrase.definite == Definite::Bare {
            return None;
        }
        let (here, country) = (self.sentence(number), self.country(number));
        let barred = self.barred_subjects(number);
        let fits = |&n: &usize| {
            if self.chains.of_phrase[n].is_some_and(|chain| barred.contains(&chain)) {
                return false;
            }
            let Some(chain) = self.chains.of_phrase[n].map(|c| &self.chains.all[c]) else { return false };
            let land = country.is_none_or(|c| chain.country == Some(c));
            let same = self.phrases[n].kind == Kind::Person && chain.kind == Kind::Person && !chain.plural;
            same && land && self.phrases[n].pronoun.is_none() && chain.gender.agrees(phrase.gender)
        };
        let reach = if country.is_some() { 6 } else { 2 };
        let near = (0..number).rev().take_while(|&n| here - self.sentence(n).min(here) <= reach);
        near.filter(|n| fits(n)).find_map(|n| self.chains.of_phrase[n])
    }

    /// A name that nothing introduces is that of the one official whom the sentences before describe without a name:
    /// "The French envoy left. Marc Petit had been there for two years."
    pub(super) fn introduced(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let plain = phrase.kind == Kind::Person && phrase.nouns.is_empty() && phrase.country.is_none();
        let after = self.text.tokens.get(phrase.tokens.end).map(|_| self.text.word(phrase.tokens.end));
        let known = phrase.body.is_some() || phrase.name.len() < 2 || matches!(after, Some("," | "("));
        let sentence = self.sentence(number);
        if !plain || known || self.text.sentences[sentence].is_title {
            return None;
        }
        let barred = self.barred_subjects(number);
        let mut found = None;
        for n in (0..number).rev().take_while(|&n| self.sentence(n) + 2 >= sentence) {
            let other = &self.phrases[n];
            let Some(chain) = self.chains.of_phrase[n].filter(|&chain| found != Some(chain)) else { continue };
            let all = &self.chains.all[chain];
            let unnamed = all.named_by.is_none() && !all.plural && all.gender.agrees(phrase.gender);
            let office = other.noun.is_some_and(|noun| noun.state || noun.any);
            let told = matches!(other.definite, Definite::Yes | Definite::Possessed) && all.country.is_some();
            if other.kind == Kind::Person && unnamed && office && told && !barred.contains(&chain) {
                if found.is_some() {
                    return None;
                }
                found = Some(chain);
            }
        }
        found
    }

    /// "the country": the most prominent country of this sentence and the two before.
    fn the_country(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        if phrase.kind != Kind::Country || phrase.noun.is_none() || phrase.definite != Definite::Yes || phrase.plural {
            return None;
        }
        let words = phrase.tokens.clone().map(|i| self.text.word(i).to_lowercase());
        let kinds: Vec<&[Country]> = self.words.lands(&words.collect::<Vec<_>>());
        let is_country = |n: &usize| {
            let country = self.phrases[*n].country.filter(|_| self.phrases[*n].kind == Kind::Country);
            country.is_some_and(|country| kinds.iter().all(|all| all.contains(&country)))
        };
        let here = self.sentence(number);
        if let Some(chain) = self.country_of_subject(number).filter(|_| kinds.is_empty()) {
            return Some(chain);
        }
        let near = (0..number).rev().take_while(|&n| self.sentence(n) + 2 >= here).filter(is_country);
        let best = near.max_by_key(|&n| (self.prominence(self.phrases[n].head, number), n));
        let best = best.or_else(|| (0..number).rev().take(80).find(is_country));
        best.and_then(|n| self.chains.of_phrase[n])
    }
}

impl Joiner<'_> {
    /// The country of a known body or of somebody of a country that is the subject of a sentence: "Viasna says … in the
    /// country".
    fn country_of_subject(&self, number: usize) -> Option<usize> {
        let head = self.phrases[number].head;
        let subject = self.syntax.path_up(head).skip(1).filter_map(|above| {
            let subject = self.syntax.children_by(above, &[Relation::Nsubj]).next();
            subject.filter(|&s| !self.syntax.is_below(head, s)).and_then(|s| self.by_head[s])
        });
        let subject = subject.last().filter(|&n| n < number)?;
        let body = self.phrases[subject].body.and_then(|body| self.words.body(body).country);
        let country = body.or(self.phrases[subject].country).filter(|_| self.phrases[subject].kind != Kind::Country)?;
        self.chains.found(&super::chains::Key::Country(country))
    }
}

fn alike(a: Kind, b: Kind) -> bool {
    let body = |kind| matches!(kind, Kind::Organization | Kind::Group);
    a == b || body(a) && body(b)
}
