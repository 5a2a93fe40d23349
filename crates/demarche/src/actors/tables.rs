//! The tables of actors.

use super::own;
use crate::countries::Country;
use crate::entities::Kind;
use crate::knowledge::{self, KnowledgeError};
use crate::ways::Ways;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// Lists of words; each file says what its words do.
const LISTS: [&str; 13] = [
    "aims",
    "armed",
    "charges",
    "crimes",
    "force",
    "former",
    "locals",
    "locatives",
    "owned",
    "plain",
    "private",
    "public",
    "regions",
];

/// The tables of actors.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// How countries and sectors are found.
    pub(crate) ways: Ways,
    roles: HashMap<String, Role>,
    modifiers: HashMap<String, String>,
    /// The words of each list of words.
    lists: HashMap<String, HashSet<String>>,
    shorts: HashMap<String, Vec<Short>>,
    ties: HashMap<String, Tie>,
    bodies: Vec<Body>,
    body_names: HashMap<String, Vec<usize>>,
    leaders: Vec<Leader>,
    leader_names: HashMap<String, Vec<usize>>,
    seats: HashMap<String, usize>,
}

/// What a noun makes of the one it describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Role {
    pub phrase: String,
    pub sector: String,
    /// It is an office that is held.
    pub office: bool,
    /// It takes the sector of those it speaks or acts for.
    pub owner: bool,
    /// Without a country in the text it is of none, not of the country of the scene.
    pub unstated: bool,
    /// It acts as the state itself.
    pub state: bool,
}

/// What a word on its own means beside what it goes with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Short {
    /// A body, or a country's code, that the report must name.
    pub context: String,
    /// The body, or the country's code, that is meant.
    pub meaning: String,
    /// The path of its row.
    pub rule: String,
}

/// How an owner is tied to what it owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    /// "ministry spokesman", "the Red Cross' head", "a spokesman for the rebels": its body.
    Body,
    /// "officials in Brussels": its seat.
    Seat,
}

/// A body that the tables know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub name: String,
    /// None where many countries have a body of this name.
    pub country: Option<Country>,
    pub sectors: Vec<String>,
    pub wikidata: Option<String>,
    /// It stands for the state.
    pub state: bool,
    /// A sector that holds from a day on.
    pub later: Option<(String, Date)>,
    /// The days on which its row holds.
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// The path of its row.
    pub rule: String,
}

/// A spell in an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leader {
    pub name: String,
    pub country: Country,
    pub sector: String,
    pub office: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub wikidata: Option<String>,
    /// The path of its row.
    pub rule: String,
}

impl Leader {
    /// Whether the office was held on a day.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A surname of so many leaders is common.
const MANY: usize = 3;

impl Tables {
    /// The shipped tables.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        let tables = Tables::parse(knowledge::folder("actors/en/"))?;
        Ok(Tables { ways: Ways::shipped("actors")?, ..tables })
    }

    /// Tables from files: names and texts. The first cells of a file's heading say what it holds: `phrase` roles,
    /// `word` lists of words, `seat` seats of bodies, `name` with `from` spells in office, other `name` bodies. Of two rows
    /// on one name the later wins, so that a user's file may follow the shipped ones.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn parse<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, KnowledgeError> {
        let mut tables = Tables::default();
        let mut seats = Vec::new();
        for (file, text) in files {
            let heading = text.lines().find(|l| !l.starts_with('#') && !l.trim().is_empty()).unwrap_or_default();
            let columns: Vec<&str> = heading.split('\t').map(str::trim).collect();
            match (columns.first().copied().unwrap_or_default(), columns.contains(&"from")) {
                ("phrase", _) => tables.read_roles(file, text)?,
                ("word", _) => tables.read_words(file, text)?,
                ("sector" | "way", _) => {}
                ("short", _) => tables.read_shorts(file, text)?,
                ("seat", _) => seats.push((file, text)),
                ("name", true) => tables.read_leaders(file, text)?,
                ("name", false) => tables.read_bodies(file, text)?,
                _ => {
                    return Err(KnowledgeError::new(
                        file,
                        1,
                        "a heading that begins with name, phrase, seat, sector, short, way or word",
                    ));
                }
            }
        }
        for (file, text) in seats {
            tables.read_seats(file, text)?;
        }
        Ok(tables)
    }

    fn read_roles(&mut self, file: &str, text: &str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(file, text)? {
            let [phrase, sector, office, owner, unstated, state, ..] = cells[..] else {
                return Err(too_few(file, line));
            };
            let role = Role {
                phrase: phrase.to_string(),
                sector: sector.to_string(),
                office: office == "yes",
                owner: owner == "yes",
                unstated: unstated == "none",
                state: state == "yes",
            };
            self.roles.insert(phrase.to_string(), role);
        }
        Ok(())
    }

    /// Lists of words: which one the file's name says.
    fn read_words(&mut self, file: &str, text: &str) -> Result<(), KnowledgeError> {
        let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".tsv");
        for (line, cells) in knowledge::rows(file, text)? {
            let (word, second) = (cells[0].to_string(), cells.get(1).copied().unwrap_or_default());
            match name {
                "modifiers" => _ = self.modifiers.insert(word, second.to_string()),
                "ties" => _ = self.ties.insert(word, tie_of(file, line, second)?),
                list if LISTS.contains(&list) => _ = self.lists.entry(list.to_string()).or_default().insert(word),
                _ => {
                    let expected = format!("a list named modifiers, ties, {}", LISTS.join(", "));
                    return Err(KnowledgeError::new(file, 1, expected));
                }
            }
        }
        Ok(())
    }

    fn read_bodies(&mut self, file: &str, text: &str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(file, text)? {
            let [name, aliases, _, country, sectors, _, wikidata, state, later, ..] = cells[..] else {
                return Err(too_few(file, line));
            };
            self.bodies.push(Body {
                name: name.to_string(),
                country: country_of(file, line, country)?,
                sectors: sectors.split_whitespace().map(str::to_string).collect(),
                wikidata: filled(wikidata),
                state: state == "yes",
                later: later_of(file, line, later)?,
                from: None,
                to: None,
                rule: rule(file, name),
            });
            for name in std::iter::once(name).chain(aliases.split('|')).filter(|n| !n.is_empty()) {
                self.body_names.entry(name.to_string()).or_default().push(self.bodies.len() - 1);
            }
        }
        Ok(())
    }

    fn read_leaders(&mut self, file: &str, text: &str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(file, text)? {
            let [name, aliases, country, sector, office, from, to, wikidata, ..] = cells[..] else {
                return Err(too_few(file, line));
            };
            let country = country_of(file, line, country)?.unwrap_or(Country::NONE);
            self.leaders.push(Leader {
                name: name.to_string(),
                country,
                sector: sector.to_string(),
                office: office.to_string(),
                from: day_of(file, line, from)?,
                to: day_of(file, line, to)?,
                wikidata: filled(wikidata),
                rule: rule(file, name),
            });
            let number = self.leaders.len() - 1;
            for name in std::iter::once(name).chain(aliases.split('|')).filter(|n| !n.is_empty()) {
                self.leader_names.entry(name.to_string()).or_default().push(number);
            }
        }
        Ok(())
    }

    /// Adds a user's own actors. Where one has the name of a shipped one, the user's rows alone count.
    pub fn add_own(&mut self, own: &[own::Own]) {
        for name in own.iter().flat_map(|own| &own.names) {
            self.body_names.remove(name);
            self.leader_names.remove(name);
        }
        for own in own {
            if own.kind == Kind::Person { self.add_own_person(own) } else { self.add_own_body(own) }
        }
    }

    fn add_own_person(&mut self, own: &own::Own) {
        let office = own.office.clone().unwrap_or_default();
        self.leaders.push(Leader {
            name: own.names[0].clone(),
            country: own.country,
            sector: own.sectors[0].clone(),
            office,
            from: own.from,
            to: own.to,
            wikidata: own.wikidata.clone(),
            rule: own.rule.clone(),
        });
        let number = self.leaders.len() - 1;
        for name in &own.names {
            self.leader_names.entry(name.clone()).or_default().push(number);
        }
    }

    fn add_own_body(&mut self, own: &own::Own) {
        self.bodies.push(Body {
            name: own.names[0].clone(),
            country: Some(own.country),
            sectors: own.sectors.clone(),
            wikidata: own.wikidata.clone(),
            state: false,
            later: None,
            from: own.from,
            to: own.to,
            rule: own.rule.clone(),
        });
        for name in &own.names {
            self.body_names.entry(name.clone()).or_default().push(self.bodies.len() - 1);
        }
    }

    fn read_shorts(&mut self, file: &str, text: &str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(file, text)? {
            let [word, context, meaning, ..] = cells[..] else { return Err(too_few(file, line)) };
            let short = Short { context: context.to_string(), meaning: meaning.to_string(), rule: rule(file, word) };
            self.shorts.entry(word.to_string()).or_default().push(short);
        }
        Ok(())
    }

    fn read_seats(&mut self, file: &str, text: &str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(file, text)? {
            let [seat, body, ..] = cells[..] else { return Err(too_few(file, line)) };
            let unknown = || KnowledgeError::new(file, line, format!("{body:?} is no body of the tables"));
            let number = self.body_names.get(body).and_then(|all| all.last()).copied().ok_or_else(unknown)?;
            self.seats.insert(seat.to_string(), number);
        }
        Ok(())
    }

    /// The role of a noun or phrase, in lower case.
    pub(super) fn role(&self, phrase: &str) -> Option<&Role> {
        self.roles.get(phrase)
    }

    /// The sector that a word gives to the noun after it.
    pub(super) fn modifier(&self, word: &str) -> Option<&str> {
        self.modifiers.get(word).map(String::as_str)
    }

    /// Whether a word stands in one of the lists of words.
    pub(super) fn is_in(&self, list: &str, word: &str) -> bool {
        debug_assert!(LISTS.contains(&list), "no list {list:?}");
        self.lists.get(list).is_some_and(|words| words.contains(word))
    }

    /// Whether a preposition ties what follows to what stands before it in this way.
    pub(super) fn is_tie(&self, word: &str, tie: Tie) -> bool {
        self.ties.get(word) == Some(&tie)
    }

    /// The body of this name on a day; without a day the one of the last row.
    pub(super) fn body(&self, name: &str, day: Option<Date>) -> Option<&Body> {
        let mut all = self.body_names.get(name)?.iter().rev().map(|&number| &self.bodies[number]);
        let within = |body: &Body, day| body.from.is_none_or(|from| from <= day) && body.to.is_none_or(|to| day <= to);
        all.find(|body| day.is_none_or(|day| within(body, day)))
    }

    /// All bodies of this name.
    pub(super) fn bodies<'t>(&'t self, name: &str) -> impl Iterator<Item = &'t Body> {
        self.body_names.get(name).into_iter().flatten().map(|&number| &self.bodies[number])
    }

    /// What a word on its own can mean, the likeliest first.
    pub(super) fn shorts(&self, word: &str) -> &[Short] {
        self.shorts.get(word).map_or(&[], Vec::as_slice)
    }

    /// The body that has its seat in this city.
    pub(super) fn seated(&self, city: &str) -> Option<&Body> {
        self.seats.get(city).map(|&number| &self.bodies[number])
    }

    /// Whether several of the leaders have this word in their names, so that alone it means nobody for sure.
    pub(super) fn is_common_surname(&self, word: &str) -> bool {
        let bear =
            self.leaders.iter().map(|leader| leader.name.as_str()).filter(|name| name.split(' ').any(|w| w == word));
        bear.collect::<HashSet<_>>().len() >= MANY
    }

    /// The spells in office of those called so.
    pub(super) fn leaders<'t>(&'t self, name: &str) -> impl Iterator<Item = &'t Leader> {
        self.leader_names.get(name).into_iter().flatten().map(|&number| &self.leaders[number])
    }
}

/// The path of a row: "actors/en/organizations#African Union".
fn rule(file: &str, name: &str) -> String {
    format!("{}#{name}", file.trim_end_matches(".tsv"))
}

fn tie_of(file: &str, line: usize, cell: &str) -> Result<Tie, KnowledgeError> {
    match cell {
        "body" => Ok(Tie::Body),
        "seat" => Ok(Tie::Seat),
        _ => Err(KnowledgeError::new(file, line, format!("{cell:?} where body or seat is expected"))),
    }
}

fn filled(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_string())
}

fn country_of(file: &str, line: usize, cell: &str) -> Result<Option<Country>, KnowledgeError> {
    let wrong = || KnowledgeError::new(file, line, format!("{cell:?} where a country's three letters are expected"));
    if cell.is_empty() { Ok(None) } else { Country::from_code(cell).map(Some).ok_or_else(wrong) }
}

/// "GOV from 2021-08-15".
fn later_of(file: &str, line: usize, cell: &str) -> Result<Option<(String, Date)>, KnowledgeError> {
    if cell.is_empty() {
        return Ok(None);
    }
    let wrong = || KnowledgeError::new(file, line, format!("{cell:?} where a sector, \"from\" and a day are expected"));
    let (sector, day) = cell.split_once(" from ").ok_or_else(wrong)?;
    Ok(day_of(file, line, day)?.map(|day| (sector.to_string(), day)))
}

fn day_of(file: &str, line: usize, cell: &str) -> Result<Option<Date>, KnowledgeError> {
    let wrong = |_| KnowledgeError::new(file, line, format!("{cell:?} where a day as 2024-06-20 is expected"));
    if cell.is_empty() { Ok(None) } else { cell.parse().map(Some).map_err(wrong) }
}

fn too_few(file: &str, line: usize) -> KnowledgeError {
    KnowledgeError::new(file, line, "a heading with too few columns")
}

/// Whether the code is that of a country.
pub(super) fn is_state(country: Country) -> bool {
    let none = [Country::NONE, Country::INTERGOVERNMENTAL, Country::NONGOVERNMENTAL, Country::MULTINATIONAL];
    !none.contains(&country)
}
