//! Names to the places they can mean: the packed gazetteer, and our own tables.

use super::fold::{fold, push_folded};
use super::packed::{NO_STATE, Packed};
use crate::countries::Country;
use crate::knowledge::{self, KnowledgeError};
use crate::text::Text;
use fst::raw::Fst;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

const REGIONS: &str = "places/en/regions.tsv";
const COUNTIES: &str = "places/en/counties.tsv";
const WORDS: &str = "places/en/words.tsv";
const CUES: &str = "places/en/cues.tsv";
const PACKED: &str = "gazetteer.bin";
/// The country whose counties are listed.
const COUNTIES_OF: &str = "USA";
/// No name has more tokens.
const LONGEST: usize = 7;

/// All that is known of places.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    packed: Option<Packed>,
    own: Vec<Candidate>,
    own_names: Option<fst::Map<Vec<u8>>>,
    own_runs: Vec<Vec<usize>>,
    /// Written just so: "Ky.", "NSW".
    short: HashMap<&'static str, usize>,
    words: HashSet<&'static str>,
    cues: HashMap<&'static str, Vec<Cue>>,
}

/// A place that a name can mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its usual name, where it is not the one looked for.
    pub name: Option<&'static str>,
    /// What it is.
    pub scale: Scale,
    /// The country it lies in.
    pub country: Option<Country>,
    /// The number of its state, or of itself where it is one.
    pub state: Option<u16>,
    /// Degrees north and east.
    pub point: (f64, f64),
    /// How many people live there; 0 where unknown.
    pub population: f64,
    /// Whether the name is not its usual one.
    pub is_other_name: bool,
    /// Its number in GeoNames.
    pub geonames: Option<u32>,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// A country.
    Country,
    /// A state or province.
    State,
    /// A county.
    County,
    /// A region, sea, river, island, base …
    Region,
    /// A city, town or village.
    Town,
}

/// What a word beside a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    Before,
    Follows,
    State,
    Thing,
    Title,
    Where,
}

impl Gazetteer {
    /// The shipped gazetteer.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        let packed = Packed::open(PACKED, demarche_models::GAZETTEER)?;
        let mut gazetteer = Gazetteer { cues: cues()?, ..Gazetteer::default() };
        gazetteer.words = rows(WORDS)?.into_iter().map(|(_, cells)| cells[0]).collect();
        let states = packed.states_by_name();
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        gazetteer.read_regions(&states, &mut names)?;
        gazetteer.read_counties(&states, &mut names)?;
        let mut map = fst::MapBuilder::memory();
        for (number, (name, run)) in (0u64..).zip(names) {
            map.insert(name, number).map_err(|e| KnowledgeError::new(REGIONS, 0, e.to_string()))?;
            gazetteer.own_runs.push(run);
        }
        let bytes = map.into_inner().map_err(|e| KnowledgeError::new(REGIONS, 0, e.to_string()))?;
        gazetteer.own_names = fst::Map::new(bytes).ok();
        gazetteer.packed = Some(packed);
        Ok(gazetteer)
    }

    fn read_regions(
        &mut self,
        states: &States,
        names: &mut BTreeMap<String, Vec<usize>>,
    ) -> Result<(), KnowledgeError> {
        for (line, cells) in rows(REGIONS)? {
            let country = Country::from_code(cells[4]);
            let scale = match cells[3] {
                "state" | "province" | "territory" | "part" => Scale::State,
                "county" => Scale::County,
                "city" => Scale::Town,
                _ => Scale::Region,
            };
            let state = country.and_then(|c| states.get(&(c, fold(cells[0]))).copied());
            let number = self.own.len();
            self.own.push(Candidate {
                name: Some(cells[0]),
                scale,
                country,
                state: if scale == Scale::State { state } else { None },
                point: point(REGIONS, line, cells[5])?,
                population: 0.0,
                is_other_name: false,
                geonames: cells[6].parse().ok(),
            });
            for name in std::iter::once(cells[0]).chain(list(cells[1])) {
                names.entry(fold(name)).or_default().push(number);
            }
            self.short.extend(list(cells[2]).map(|short| (short, number)));
        }
        Ok(())
    }

    fn read_counties(
        &mut self,
        states: &States,
        names: &mut BTreeMap<String, Vec<usize>>,
    ) -> Result<(), KnowledgeError> {
        let country = Country::from_code(COUNTIES_OF);
        for (line, cells) in rows(COUNTIES)? {
            names.entry(fold(cells[0])).or_default().push(self.own.len());
            self.own.push(Candidate {
                name: Some(cells[0]),
                scale: Scale::County,
                country,
                state: country.and_then(|c| states.get(&(c, fold(cells[1]))).copied()),
                point: point(COUNTIES, line, cells[2])?,
                population: 0.0,
                is_other_name: false,
                geonames: None,
            });
        }
        Ok(())
    }

    /// The places that `name` can mean, those with most people first.
    pub fn candidates(&self, name: &str) -> Vec<Candidate> {
        let mut found: Vec<Candidate> =
            self.short.get(name).map(|&number| self.own[number].clone()).into_iter().collect();
        found.extend(self.candidates_folded(&fold(name)));
        found
    }

    /// The places that a run of tokens can mean.
    pub(super) fn candidates_of(&self, text: &Text, tokens: Range<usize>) -> Vec<Candidate> {
        let mut folded = String::new();
        tokens.clone().for_each(|i| push_folded(text.word(i), &mut folded));
        let short = self.short.get(text.words(tokens)).map(|&number| self.own[number].clone());
        short.into_iter().chain(self.candidates_folded(&folded)).collect()
    }

    fn candidates_folded(&self, folded: &str) -> Vec<Candidate> {
        let mut found = Vec::new();
        let run = self.own_names.as_ref().and_then(|map| map.get(folded)).and_then(|n| self.own_runs.get(n as usize));
        found.extend(run.into_iter().flatten().map(|&number| self.own[number].clone()));
        let Some(packed) = &self.packed else { return found };
        let Some(value) = packed.names.get(folded) else { return found };
        found.extend(packed.entries(value).map(|entry| Candidate {
            name: None,
            scale: if entry.is_state { Scale::State } else { Scale::Town },
            country: Some(entry.country),
            state: (entry.state != NO_STATE).then_some(entry.state),
            point: entry.point,
            population: entry.population,
            is_other_name: entry.is_other_name,
            geonames: entry.geonames,
        }));
        found
    }

    /// The token after the longest name of a place that begins with token `i`.
    pub(super) fn longest(&self, text: &Text, i: usize, end: usize) -> Option<usize> {
        let own = self.own_names.as_ref().map(fst::Map::as_fst).and_then(|names| self.longest_in(names, text, i, end));
        let packed = self.packed.as_ref().and_then(|p| self.longest_in(p.names.as_fst(), text, i, end));
        let short = self.short.contains_key(text.word(i)).then_some(i + 1);
        own.max(packed).max(short)
    }

    /// Walks down the names letter by letter, token by token. "New York state" ends before its last word.
    fn longest_in<D: AsRef<[u8]>>(&self, names: &Fst<D>, text: &Text, i: usize, end: usize) -> Option<usize> {
        let mut node = names.root();
        let mut folded = String::new();
        let mut found = None;
        for at in i..end.min(i + LONGEST) {
            let from = folded.len();
            let word = text.word(at);
            push_folded(word, &mut folded);
            for &letter in &folded.as_bytes()[from..] {
                let Some(next) = node.find_input(letter) else { return found };
                node = names.node(node.transition_addr(next));
            }
            let is_kind = at > i && word.starts_with(char::is_lowercase) && self.has_cue(word, Cue::State);
            if node.is_final() && folded.len() > from && !is_kind {
                found = Some(at + 1);
            }
        }
        found
    }

    /// Whether the word is a common one.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.words.contains(fold(word).as_str())
    }

    /// Whether our own table of regions has the name.
    pub(super) fn is_region(&self, text: &Text, tokens: Range<usize>) -> bool {
        self.candidates_of(text, tokens).first().is_some_and(|c| c.scale == Scale::Region)
    }

    /// Whether the words are a short name that is written just so: "Ky.".
    pub(super) fn is_short(&self, word: &str) -> bool {
        self.short.contains_key(word)
    }

    pub(super) fn has_cue(&self, word: &str, cue: Cue) -> bool {
        self.cues.get(word).is_some_and(|cues| cues.contains(&cue))
    }
}

/// The numbers of states by country and folded name.
pub(super) type States = HashMap<(Country, String), u16>;

fn cues() -> Result<HashMap<&'static str, Vec<Cue>>, KnowledgeError> {
    let mut cues: HashMap<&'static str, Vec<Cue>> = HashMap::new();
    for (line, cells) in rows(CUES)? {
        let cue = match cells[1] {
            "before" => Cue::Before,
            "follows" => Cue::Follows,
            "state" => Cue::State,
            "thing" => Cue::Thing,
            "title" => Cue::Title,
            "where" => Cue::Where,
            _ => return Err(KnowledgeError::new(CUES, line, "expected before, follows, state, thing, title or where")),
        };
        cues.entry(cells[0]).or_default().push(cue);
    }
    Ok(cues)
}

fn list(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(';').map(str::trim).filter(|entry| !entry.is_empty())
}

fn point(path: &str, line: usize, cell: &str) -> Result<(f64, f64), KnowledgeError> {
    cell.split_once(',')
        .and_then(|(north, east)| Some((north.parse().ok()?, east.parse().ok()?)))
        .ok_or_else(|| KnowledgeError::new(path, line, format!("{cell:?} where degrees north,east are expected")))
}

fn rows(path: &'static str) -> Result<Vec<(usize, Vec<&'static str>)>, KnowledgeError> {
    knowledge::rows(path, knowledge::file(path)?)
}
