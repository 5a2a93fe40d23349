//! A user's own actors: a table of names, countries, sectors and offices that goes before the shipped ones.
//!
//! The heading names the columns, in any order: `name` first, then any of `aliases` (parted by `|`), `kind` (person,
//! organization or group; person where empty), `country` (a code of three letters), `sectors` (PLOVER's, parted by
//! spaces, the primary one first), `office`, `from`, `to` (days, both inclusive), `wikidata`, `comment`. Two rows on one
//! name are two spells.

use crate::countries::{Countries, Country};
use crate::entities::Kind;
use crate::knowledge::{self, KnowledgeError};
use jiff::civil::Date;

/// The columns that a user's table may have.
const COLUMNS: [&str; 10] =
    ["name", "aliases", "kind", "country", "sectors", "office", "from", "to", "wikidata", "comment"];

/// The sectors that an actor may have.
const SECTORS: &str = "actors/en/sectors.tsv";

/// One row of a user's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// Its names, the usual one first.
    pub names: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// Its country; [`Country::NONE`] where the table gives none.
    pub country: Country,
    /// Its PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// Its office.
    pub office: Option<String>,
    /// The first day on which this holds.
    pub from: Option<Date>,
    /// The last day on which this holds.
    pub to: Option<Date>,
    /// Its Wikidata id.
    pub wikidata: Option<String>,
    /// The path of its row.
    pub rule: String,
}

/// Reads a user's table.
///
/// # Errors
/// Every row that cannot be read, with file and line.
pub fn read(file: &str, text: &str, countries: &Countries) -> Result<Vec<Own>, Vec<KnowledgeError>> {
    let one = |fault| vec![fault];
    let lines = || text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
    let (line, heading) = lines().next().map_or((0, ""), |(number, heading)| (number + 1, heading));
    let columns: Vec<&str> = heading.trim_end().split('\t').map(str::trim).collect();
    let unknown = columns.iter().find(|c| !COLUMNS.contains(c));
    if columns.first() != Some(&"name") || unknown.is_some() {
        let found = unknown.or(columns.first()).copied().unwrap_or_default();
        let message = format!("{found:?} where a heading is expected: name, then any of {}", COLUMNS[1..].join(", "));
        return Err(one(KnowledgeError::new(file, line, message)));
    }
    let known: Vec<&str> = knowledge::rows(SECTORS, knowledge::file(SECTORS).map_err(one)?)
        .map_err(one)?
        .into_iter()
        .map(|(_, cells)| cells[0])
        .collect();
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (line, cells) in knowledge::rows(file, text).map_err(one)? {
        let row = Row { file, line, columns: &columns, cells: &cells };
        match row.read(countries, &known) {
            Ok(own) => found.push(own),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// A row while it is read.
struct Row<'r> {
    file: &'r str,
    line: usize,
    columns: &'r [&'r str],
    cells: &'r [&'r str],
}

impl<'r> Row<'r> {
    fn cell(&self, column: &str) -> &'r str {
        let at = self.columns.iter().position(|c| *c == column);
        at.and_then(|at| self.cells.get(at)).copied().unwrap_or_default()
    }

    fn fault(&self, column: &str, expected: &str) -> KnowledgeError {
        let message = format!("{column} {:?} where {expected} is expected", self.cell(column));
        KnowledgeError::new(self.file, self.line, message)
    }

    fn read(&self, countries: &Countries, sectors: &[&str]) -> Result<Own, KnowledgeError> {
        let aliases = self.cell("aliases").split('|').map(str::trim);
        let names: Vec<String> =
            std::iter::once(self.cell("name")).chain(aliases).filter(|n| !n.is_empty()).map(str::to_string).collect();
        let name = names.first().filter(|_| !self.cell("name").is_empty());
        let name = name.ok_or_else(|| self.fault("name", "a name"))?;
        let (from, to) = (self.day("from")?, self.day("to")?);
        if let (Some(first), Some(last)) = (from, to)
            && last < first
        {
            return Err(self.fault("to", "a day not before `from`"));
        }
        Ok(Own {
            kind: self.kind()?,
            country: self.country(countries)?,
            sectors: self.sectors(sectors)?,
            office: self.filled("office"),
            from,
            to,
            wikidata: self.filled("wikidata"),
            rule: format!("{}#{name}", self.file.trim_end_matches(".tsv")),
            names,
        })
    }

    fn filled(&self, column: &str) -> Option<String> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty()).map(str::to_string)
    }

    fn kind(&self) -> Result<Kind, KnowledgeError> {
        let kind = match self.cell("kind") {
            "" => Some(Kind::Person),
            name => Kind::from_name(name),
        };
        let acts = |kind: &Kind| matches!(kind, Kind::Person | Kind::Organization | Kind::Group);
        kind.filter(acts).ok_or_else(|| self.fault("kind", "person, organization or group"))
    }

    fn country(&self, countries: &Countries) -> Result<Country, KnowledgeError> {
        let bodies = [Country::INTERGOVERNMENTAL, Country::NONGOVERNMENTAL, Country::MULTINATIONAL, Country::NONE];
        let known = |c: &Country| countries.facts(*c).is_some() || bodies.contains(c);
        match self.cell("country") {
            "" => Ok(Country::NONE),
            code => Country::from_code(code)
                .filter(known)
                .ok_or_else(|| self.fault("country", "a code of ISO 3166-1 in three capitals, or IGO, NGO, MNC")),
        }
    }

    fn sectors(&self, known: &[&str]) -> Result<Vec<String>, KnowledgeError> {
        let sectors: Vec<String> = self.cell("sectors").split_whitespace().map(str::to_string).collect();
        if sectors.iter().any(|sector| !known.contains(&sector.as_str())) {
            return Err(self.fault("sectors", &format!("one or more of {}", known.join(" "))));
        }
        Ok(if sectors.is_empty() { vec!["UNK".to_string()] } else { sectors })
    }

    fn day(&self, column: &str) -> Result<Option<Date>, KnowledgeError> {
        match self.cell(column) {
            "" => Ok(None),
            cell => cell.parse().map(Some).map_err(|_| self.fault(column, "a day as 2024-06-20")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let countries = Countries::shipped().expect("it reads");
        let read = read("own.tsv", text, &countries);
        read.err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_row_needs_no_more_than_a_name() {
        let countries = Countries::shipped().expect("it reads");
        let found =
            read("own.tsv", "# mine\nname\tcountry\nNorthern Coast Guard\tNOR\n", &countries).expect("it reads");
        assert_eq!((found.len(), found[0].country.as_str(), found[0].sectors[0].as_str()), (1, "NOR", "UNK"));
        assert_eq!(found[0].rule, "own#Northern Coast Guard");
    }

    #[test]
    fn faults_name_file_line_and_what_was_expected() {
        assert!(faults("title\tcountry\n")[0].starts_with("own.tsv:1: \"title\" where a heading is expected"));
        let found = faults(
            "name\tkind\tcountry\tsectors\tfrom\nA\tperson\tNorway\t\t\nB\t\t\tGOVT\t\nC\tship\t\t\t\nD\t\t\t\tMay\n",
        );
        assert_eq!(found.len(), 4);
        assert!(found[0].starts_with("own.tsv:2: country \"Norway\""), "{}", found[0]);
        assert!(found[1].contains("sectors \"GOVT\" where one or more of"), "{}", found[1]);
        assert!(found[3].ends_with("where a day as 2024-06-20 is expected"), "{}", found[3]);
    }
}
