//! The tables of actors.

use super::evidence::Tie;
use super::own;
use crate::countries::Country;
use crate::entities::Kind;
use crate::knowledge::{self, KnowledgeError};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// The tables of actors.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    roles: HashMap<String, Role>,
    modifiers: HashMap<String, String>,
    regions: HashSet<String>,
    locatives: HashSet<String>,
    former: HashSet<String>,
    leading: HashSet<String>,
    locals: HashSet<String>,
    domestic: HashSet<String>,
    outsiders: HashSet<String>,
    parts: HashSet<String>,
    private: HashSet<String>,
    owned: HashSet<String>,
    public: HashSet<String>,
    shorts: HashMap<String, Vec<Short>>,
    ties: HashMap<String, Tie>,
    bodies: Vec<Body>,
    body_names: HashMap<String, Vec<usize>>,
    leaders: Vec<Leader>,
    leader_names: HashMap<String, Vec<usize>>,
    offices: HashMap<(Country, String), Vec<usize>>,
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
    /// It is of another country than its owner ("its neighbor").
    pub other: bool,
    /// Without a country in the text it is of none, not of the country of the scene.
    pub unstated: bool,
    /// Countries that have this office under this name: where the report names one, it is theirs.
    pub typical: Vec<Country>,
    /// What the body is called that the office belongs to, where the report names one: "commission".
    pub body: Option<String>,
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

impl Tables {
    /// The shipped tables.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Tables::parse(knowledge::folder("actors/en/"))
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
                ("sector", _) => {}
                ("short", _) => tables.read_shorts(file, text)?,
                ("seat", _) => seats.push((file, text)),
                ("name", true) => tables.read_leaders(file, text)?,
                ("name", false) => tables.read_bodies(file, text)?,
                _ => {
                    return Err(KnowledgeError::new(
                        file,
                        1,
                        "a heading that begins with name, phrase, seat, sector, short or word",
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
                owner: !matches!(owner, "" | "other"),
                other: owner == "other",
                unstated: unstated == "none",
                typical: if unstated == "none" { Vec::new() } else { countries_of(file, line, unstated)? },
                body: filled(owner).filter(|owner| !matches!(owner.as_str(), "yes" | "other")),
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
            let word = cells[0].to_string();
            match name {
                "modifiers" => _ = self.modifiers.insert(word, cells.get(1).copied().unwrap_or("UNK").to_string()),
                "regions" => _ = self.regions.insert(word),
                "locatives" => _ = self.locatives.insert(word),
                "former" => _ = self.former.insert(word),
                "ties" => _ = self.ties.insert(word, tie_of(file, line, cells.get(1).copied().unwrap_or_default())?),
                "locals" => _ = self.locals.insert(word),
                "domestic" => _ = self.domestic.insert(word),
                "outsiders" => _ = self.outsiders.insert(word),
                "private" => _ = self.private.insert(word),
                "parts" => _ = self.parts.insert(word),
                "owned" => _ = self.owned.insert(word),
                "public" => _ = self.public.insert(word),
                "leading" => _ = self.leading.insert(word),
                _ => {
                    let expected = "a list named modifiers, regions, locatives, locals, domestic, outsiders, owned, parts, private, public, former, leading or ties";
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
            self.offices.entry((country, office.to_lowercase())).or_default().push(number);
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
            office: office.clone(),
            from: own.from,
            to: own.to,
            wikidata: own.wikidata.clone(),
            rule: own.rule.clone(),
        });
        let number = self.leaders.len() - 1;
        for name in &own.names {
            self.leader_names.entry(name.clone()).or_default().push(number);
        }
        if !office.is_empty() {
            self.offices.entry((own.country, office.to_lowercase())).or_default().push(number);
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

    /// Whether a word places somebody in no one country.
    pub(super) fn is_region(&self, word: &str) -> bool {
        self.regions.contains(word)
    }

    /// Whether a capital after this preposition is a place.
    pub(super) fn is_locative(&self, word: &str) -> bool {
        self.locatives.contains(word)
    }

    /// Whether a word says that an office is no longer held.
    pub(super) fn is_former(&self, word: &str) -> bool {
        self.former.contains(word)
    }

    /// Whether a preposition ties what follows to what stands before it in this way.
    pub(super) fn is_tie(&self, word: &str, tie: Tie) -> bool {
        self.ties.get(word) == Some(&tie)
    }

    /// Whether bodies of a sector have the same names in many countries.
    pub(super) fn is_domestic(&self, sector: &str) -> bool {
        self.domestic.contains(sector)
    }

    /// Whether those of a sector stand outside the state: rebels, the opposition.
    pub(super) fn is_outsider(&self, sector: &str) -> bool {
        self.outsiders.contains(sector)
    }

    /// Whether bodies of a sector say little on which country a report is about: firms, newspapers.
    pub(super) fn is_private(&self, sector: &str) -> bool {
        self.private.contains(sector)
    }

    /// Whether a word, in lower case, places somebody in a part of a country.
    pub(super) fn is_of_a_part(&self, word: &str) -> bool {
        self.parts.contains(word)
    }

    /// Whether those of a sector belong to whoever sends, orders or calls them: troops.
    pub(super) fn is_owned(&self, sector: &str) -> bool {
        self.owned.contains(sector)
    }

    /// Whether a sector is that of states and their bodies at large.
    pub(super) fn is_of_state(&self, sector: &str) -> bool {
        self.public.contains(sector)
    }

    /// Whether those of a sector belong to the place where they act.
    pub(super) fn is_local(&self, sector: &str) -> bool {
        self.locals.contains(sector)
    }

    /// Whether a verb makes its doer the head of its object: "led by".
    pub(super) fn is_leading(&self, verb: &str) -> bool {
        self.leading.contains(verb)
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

    /// The spells in office of those called so.
    pub(super) fn leaders<'t>(&'t self, name: &str) -> impl Iterator<Item = &'t Leader> {
        self.leader_names.get(name).into_iter().flatten().map(|&number| &self.leaders[number])
    }

    /// Who held an office on a day.
    pub(super) fn holder(&self, country: Country, office: &str, day: Date) -> Option<&Leader> {
        let spells = self.offices.get(&(country, office.to_string()))?;
        spells.iter().map(|&number| &self.leaders[number]).filter(|leader| leader.holds(day)).max_by_key(|l| l.from)
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

/// "GBR IND".
fn countries_of(file: &str, line: usize, cell: &str) -> Result<Vec<Country>, KnowledgeError> {
    cell.split_whitespace().filter_map(|code| country_of(file, line, code).transpose()).collect()
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
