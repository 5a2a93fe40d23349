//! Rules as they are written, and what is said of those that cannot be read.

use super::{Events, Instruments, Party, Rule, RuleError, Subject};
use crate::Guide;
use crate::countries::Country;

/// How an act may stand to an instrument: the record's terms.
const RELATIONS: [&str; 10] =
    ["complies", "extends", "imposes", "invokes", "lifts", "provides", "ratifies", "signs", "violates", "withdraws"];

/// Words that begin a clause or join parties.
const KEYWORDS: [&str; 11] =
    ["by", "against", "to", "with", "involving", "said", "in", "of", "called", "certain", "or"];

/// Codes of actors that are of no one country.
const OF_NO_COUNTRY: [Country; 4] =
    [Country::NONE, Country::INTERGOVERNMENTAL, Country::NONGOVERNMENTAL, Country::MULTINATIONAL];

impl Rule {
    /// A rule as it is written.
    ///
    /// # Errors
    /// A word that is no type, relation, clause or country, with what is expected and the likeliest correction.
    pub fn parse(written: &str, guide: &Guide) -> Result<Self, RuleError> {
        let fault = |fault: String| RuleError { rule: written.trim().to_string(), fault };
        let words = words(written).map_err(fault)?;
        let mut reader = Reader { words: &words, at: 0, guide };
        let (subject, only_new) = reader.rule().map_err(fault)?;
        Ok(Rule { written: written.trim().to_string(), only_new, subject })
    }
}

/// The words of a rule; what stands in quotation marks is one.
fn words(written: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    for (number, piece) in written.split('"').enumerate() {
        if number % 2 == 1 {
            words.push(piece.to_string());
        } else {
            words.extend(
                piece.split_whitespace().map(|w| w.trim_end_matches(',').to_string()).filter(|w| !w.is_empty()),
            );
        }
    }
    match (written.matches('"').count() % 2, words.is_empty()) {
        (1, _) => Err("a quotation mark is not closed".to_string()),
        (_, true) => Err("it is empty; write for example `ACCUSE by JPN against RUS`".to_string()),
        _ => Ok(words),
    }
}

struct Reader<'a> {
    words: &'a [String],
    at: usize,
    guide: &'a Guide,
}

impl Reader<'_> {
    fn rule(&mut self) -> Result<(Subject, bool), String> {
        let mut only_new = self.take("new");
        let any = self.take("any");
        only_new |= self.take("new");
        let mut names = Vec::new();
        while let Some(word) = self.name() {
            names.push(word);
            self.take("or");
        }
        only_new |= self.take("new");
        if self.take("instrument") || self.take("instruments") {
            let relations = names.iter().map(|n| relation(n)).collect::<Result<_, _>>()?;
            return Ok((self.instruments(relations)?, only_new));
        }
        let of_events = self.take("event") || self.take("events");
        if names.is_empty() && !(any && of_events) {
            return Err(format!("expected a type, `any event` or `any instrument`{}", self.here()));
        }
        let types = names.iter().map(|n| self.type_named(n)).collect::<Result<_, _>>()?;
        Ok((self.events(types)?, only_new))
    }

    fn events(&mut self, types: Vec<String>) -> Result<Subject, String> {
        let mut events = Events { types, ..Events::default() };
        while let Some(word) = self.next() {
            match word.as_str() {
                "by" => events.by = self.who("by")?,
                "against" | "to" => events.against = self.who(&word)?,
                "with" => events.with = self.who("with")?,
                "involving" => events.involving = self.who("involving")?,
                "said" if self.take("by") => events.said_by = self.who("said by")?,
                "in" => events.countries = self.who("in")?.into_iter().map(|party| party.country).collect(),
                "certain" => events.certain = true,
                other => {
                    return Err(unknown(other, &["by", "against", "with", "involving", "said by", "in", "certain"]));
                }
            }
        }
        Ok(Subject::Events(events))
    }

    fn instruments(&mut self, relations: Vec<String>) -> Result<Subject, String> {
        let mut instruments = Instruments { relations, ..Instruments::default() };
        while let Some(word) = self.next() {
            match word.as_str() {
                "of" | "by" => instruments.parties = self.who(&word)?,
                "called" => instruments.called = Some(self.called()?),
                other => return Err(unknown(other, &["of", "called"])),
            }
        }
        Ok(Subject::Instruments(instruments))
    }

    /// Parties joined by "or".
    fn who(&mut self, clause: &str) -> Result<Vec<Party>, String> {
        let mut parties = vec![self.party(clause)?];
        while self.take("or") {
            parties.push(self.party(clause)?);
        }
        Ok(parties)
    }

    /// A code, or a country's name of one or several words.
    fn party(&mut self, clause: &str) -> Result<Party, String> {
        let name = self.until_keyword();
        if name.is_empty() {
            return Err(format!("`{clause}` names nobody{}; write a country's code, as JPN or JPN.GOV", self.here()));
        }
        let (country, sector) =
            name.split_once('.').filter(|(_, s)| s.len() == 3).map_or((name.as_str(), None), |(c, s)| (c, Some(s)));
        let country = self.country(country)?;
        Ok(Party { country, sector: sector.map(str::to_ascii_uppercase) })
    }

    fn country(&self, name: &str) -> Result<String, String> {
        let countries = &self.guide.countries;
        let known = |code: &Country| countries.facts(*code).is_some() || OF_NO_COUNTRY.contains(code);
        let code = Country::from_code(&name.to_ascii_uppercase()).filter(known);
        if let Some(code) = code.or_else(|| countries.by_name(name)) {
            return Ok(code.to_string());
        }
        let names: Vec<&str> = countries.all().iter().map(|f| f.name).collect();
        let close = closest(name, &names).map_or(String::new(), |n| format!("; did you mean {n}?"));
        Err(format!("`{name}` is no country{close} Write its code of three letters (ISO 3166-1) or its name"))
    }

    fn called(&mut self) -> Result<String, String> {
        let name = self.until_keyword();
        if name.is_empty() {
            Err("`called` gives no name; write for example `called NPT`".to_string())
        } else {
            Ok(name)
        }
    }

    fn type_named(&self, name: &str) -> Result<String, String> {
        let types: Vec<&str> = self.guide.codebook.types.iter().map(|t| t.name.as_str()).collect();
        match types.iter().find(|t| t.eq_ignore_ascii_case(name)) {
            Some(found) => Ok(found.to_string()),
            None => Err(format!("`{name}` is no type{}; the types are {}", meant(name, &types), types.join(", "))),
        }
    }

    /// The next word as a name of the subject: no keyword, and not what is asked about.
    fn name(&mut self) -> Option<String> {
        let word = self.words.get(self.at)?;
        let ends = ["instrument", "instruments", "event", "events", "new"];
        let lower = word.to_lowercase();
        (!KEYWORDS.contains(&lower.as_str()) && !ends.contains(&lower.as_str())).then(|| {
            self.at += 1;
            word.clone()
        })
    }

    fn until_keyword(&mut self) -> String {
        let rest = &self.words[self.at.min(self.words.len())..];
        let end = rest.iter().position(|w| KEYWORDS.contains(&w.to_lowercase().as_str())).unwrap_or(rest.len());
        self.at += end;
        rest[..end].join(" ")
    }

    fn next(&mut self) -> Option<String> {
        let word = self.words.get(self.at)?;
        self.at += 1;
        Some(word.to_lowercase())
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.words.get(self.at).is_some_and(|w| w.eq_ignore_ascii_case(word));
        self.at += usize::from(there);
        there
    }

    fn here(&self) -> String {
        self.words.get(self.at).map_or(" at the end".to_string(), |word| format!(" before `{word}`"))
    }
}

fn relation(name: &str) -> Result<String, String> {
    match RELATIONS.iter().find(|r| r.eq_ignore_ascii_case(name)) {
        Some(found) => Ok(found.to_string()),
        None => Err(format!(
            "`{name}` is no relation to an instrument{}; they are {}",
            meant(name, &RELATIONS),
            RELATIONS.join(", ")
        )),
    }
}

fn unknown(word: &str, clauses: &[&str]) -> String {
    format!("`{word}` begins no clause{}; clauses begin with {}", meant(word, clauses), clauses.join(", "))
}

fn meant(word: &str, known: &[&str]) -> String {
    closest(word, known).map_or(String::new(), |close| format!("; did you mean {close}?"))
}

/// The known word that is nearest, where it is near.
fn closest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase();
    let (distance, close) = known.iter().map(|k| (edits(&word, &k.to_lowercase()), *k)).min()?;
    (distance <= 1 + word.chars().count() / 4).then_some(close)
}

/// How many letters must be put in, taken out or changed to make one word of the other.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, letter) in from.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, other) in to.iter().enumerate() {
            let cost = (corner + usize::from(letter != *other)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = std::mem::replace(&mut row[j + 1], cost);
        }
    }
    row[to.len()]
}
