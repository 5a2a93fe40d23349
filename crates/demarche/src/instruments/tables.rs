//! Reading the tables of the register, the shipped ones and a user's.

use super::register::{Entry, Instrument, Kind, Meaning, Register, Relation, Series};
use crate::knowledge::{self, KnowledgeError};
use crate::text;
use std::collections::BTreeMap;

const REGISTER: &str = "instruments/en/register.tsv";
const RESOLUTIONS: &str = "instruments/en/resolutions.tsv";
const AMBIGUOUS: &str = "instruments/en/ambiguous.tsv";
const KINDS: &str = "instruments/en/kinds.tsv";
const SERIES: &str = "instruments/en/series.tsv";
const SUBJECTS: &str = "instruments/en/subjects.tsv";
const RELATIONS: &str = "instruments/en/relations.tsv";

/// The kind of what stands in the table of resolutions.
const RESOLUTION: &str = "resolution";

/// The relations of the record.
pub const KNOWN_RELATIONS: &[&str] =
    &["violates", "complies", "signs", "ratifies", "withdraws", "invokes", "imposes", "extends", "lifts", "provides"];

/// The columns of a register, in the shipped order. A user's file needs the first two, in any order.
const COLUMNS: &[&str] = &["identifier", "name", "other names", "kind", "signed", "in force", "parties", "comment"];

pub(super) fn shipped(words: &text::Words) -> Result<Register, KnowledgeError> {
    let mut register = Register {
        kinds: kinds()?,
        series: series()?,
        subjects: subjects()?,
        relations: relations()?,
        ..Register::default()
    };
    let rows = knowledge::rows(REGISTER, knowledge::file(REGISTER)?)?;
    for (line, cells) in rows {
        let row =
            Row { id: cells[0], title: cells[1], others: cells[2], cells: [cells[3], cells[4], cells[5], cells[6]] };
        let fault = |message| KnowledgeError::new(REGISTER, line, message);
        let instrument = row.read("instruments/en/register").map_err(fault)?;
        row.names().for_each(|name| add(&mut register, name, &[], row.id, words));
        register.instruments.insert(row.id.to_string(), instrument);
    }
    for (line, cells) in knowledge::rows(RESOLUTIONS, knowledge::file(RESOLUTIONS)?)? {
        let row = Row { id: cells[0], title: cells[2], others: cells[4], cells: [RESOLUTION, cells[1], "", cells[3]] };
        let fault = |message| KnowledgeError::new(RESOLUTIONS, line, message);
        let instrument = row.read("instruments/en/resolutions").map_err(fault)?;
        listed(row.others).for_each(|name| add(&mut register, name, &[], row.id, words));
        register.instruments.insert(row.id.to_string(), instrument);
    }
    for (line, cells) in knowledge::rows(AMBIGUOUS, knowledge::file(AMBIGUOUS)?)? {
        if !register.instruments.contains_key(cells[2]) {
            let message = format!("{:?} where an identifier of the register was expected", cells[2]);
            return Err(KnowledgeError::new(AMBIGUOUS, line, message));
        }
        let shown: Vec<&str> = listed(cells[1]).collect();
        add(&mut register, cells[0], &shown, cells[2], words);
    }
    sort(&mut register);
    Ok(register)
}

pub(super) fn add_own(
    register: &mut Register,
    file: &str,
    text: &str,
    words: &text::Words,
) -> Result<(), Vec<KnowledgeError>> {
    let place = heading(file, text).map_err(|fault| vec![fault])?;
    let rows = knowledge::rows(file, text).map_err(|fault| vec![fault])?;
    let stem = file.strip_suffix(".tsv").unwrap_or(file);
    let mut faults = Vec::new();
    for (line, cells) in rows {
        let cell = |column: usize| place[column].and_then(|at| cells.get(at)).copied().unwrap_or_default();
        let row = Row { id: cell(0), title: cell(1), others: cell(2), cells: [cell(3), cell(4), cell(5), cell(6)] };
        match row.read(stem) {
            Err(message) => faults.push(KnowledgeError::new(file, line, message)),
            Ok(instrument) => {
                for name in row.names() {
                    forget(register, name, row.id, words);
                    add(register, name, &[], row.id, words);
                }
                register.instruments.insert(row.id.to_string(), instrument);
            }
        }
    }
    sort(register);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Where each of [`COLUMNS`] stands in a user's file.
fn heading(file: &str, text: &str) -> Result<Vec<Option<usize>>, KnowledgeError> {
    let expected = || format!("expected a heading line with the columns {}, parted by tabs", COLUMNS.join(", "));
    let mut lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
    let (line, heading) = lines.next().ok_or_else(|| KnowledgeError::new(file, 1, format!("empty; {}", expected())))?;
    let written: Vec<&str> = heading.split('\t').map(|c| c.split(',').next().unwrap_or_default().trim()).collect();
    let fault = |message: String| KnowledgeError::new(file, line + 1, message);
    if let Some(unknown) = written.iter().find(|column| !COLUMNS.contains(column)) {
        return Err(fault(format!("unknown column {unknown:?}; {}", expected())));
    }
    if let Some(missing) = COLUMNS[..2].iter().find(|column| !written.contains(column)) {
        return Err(fault(format!("no column {missing:?}; {}", expected())));
    }
    Ok(COLUMNS.iter().map(|column| written.iter().position(|w| w == column)).collect())
}

/// A row of a register: `cells` are kind, signed, in force, parties.
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    others: &'a str,
    cells: [&'a str; 4],
}

impl<'a> Row<'a> {
    /// What it says, or what is wrong with it. `stem` is the file's path without its ending.
    fn read(&self, stem: &str) -> Result<Instrument, String> {
        let [kind, signed, in_force, parties] = self.cells;
        if self.id.is_empty() || self.title.is_empty() {
            return Err("expected an identifier and a name".to_string());
        }
        for (column, day) in [("signed", signed), ("in force", in_force)] {
            if !is_day(day) {
                return Err(format!("{column}: {day:?} where a day, month or year was expected (2015-12-12)"));
            }
        }
        let filled = |day: &str| Some(day.to_string()).filter(|day| !day.is_empty());
        Ok(Instrument {
            title: self.title.to_string(),
            kind: kind.to_string(),
            signed: filled(signed),
            in_force: filled(in_force),
            parties: parties.split(['+', ';']).map(|p| p.trim().to_string()).filter(|p| !p.is_empty()).collect(),
            rule: format!("{stem}#{}", self.id),
        })
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        [self.title, self.id].into_iter().chain(listed(self.others))
    }
}

fn is_day(text: &str) -> bool {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    text.is_empty()
        || (parts.len() <= 3 && parts.iter().enumerate().all(|(i, p)| digits(p, if i == 0 { 4 } else { 2 })))
}

fn listed(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|name| !name.is_empty())
}

/// A name cut as reports are, so that commas and hyphens are words of their own.
fn cut(name: &str, words: &text::Words) -> Vec<String> {
    let cut = text::split(name, None, words);
    (0..cut.tokens.len()).map(|i| cut.word(i).to_lowercase()).collect()
}

/// Adds what a name means where these words are shown (none: anyway).
fn add(register: &mut Register, name: &str, shown: &[&str], id: &str, words: &text::Words) {
    let cut = cut(name, words);
    let Some(first) = cut.first() else { return };
    let entries = register.names.entry(first.clone()).or_default();
    let meaning = Meaning { words: shown.iter().map(|w| w.to_lowercase()).collect(), id: id.to_string() };
    let written = Some(name.to_string()).filter(|_| cut.len() == 1);
    match entries.iter_mut().find(|entry| entry.words == cut && entry.written == written) {
        Some(entry) => entry.meanings.push(meaning),
        None => entries.push(Entry { words: cut, written, meanings: vec![meaning] }),
    }
}

/// Takes from a name what it meant before, unless that is the same instrument.
fn forget(register: &mut Register, name: &str, id: &str, words: &text::Words) {
    let cut = cut(name, words);
    let entries = cut.first().and_then(|first| register.names.get_mut(first));
    for entry in entries.into_iter().flatten().filter(|entry| entry.words == cut) {
        entry.meanings.retain(|meaning| meaning.id == id);
    }
}

fn sort(register: &mut Register) {
    register.names.values_mut().for_each(|entries| entries.sort_by_key(|e| std::cmp::Reverse(e.words.len())));
}

fn kinds() -> Result<BTreeMap<String, Kind>, KnowledgeError> {
    let mut kinds = BTreeMap::new();
    for (line, cells) in knowledge::rows(KINDS, knowledge::file(KINDS)?)? {
        let kind = match cells[1] {
            "instrument" => Kind::Instrument,
            "anaphor" => Kind::Anaphor,
            "draft" => Kind::Draft,
            "part" => Kind::Part,
            "member" => Kind::Member,
            "pronoun" => Kind::Pronoun,
            "truce" => Kind::Truce,
            other => {
                let message = format!("{other:?} where instrument, draft, anaphor, part or member was expected");
                return Err(KnowledgeError::new(KINDS, line, message));
            }
        };
        kinds.insert(cells[0].to_string(), kind);
    }
    Ok(kinds)
}

fn series() -> Result<Vec<Series>, KnowledgeError> {
    let mut series = Vec::new();
    for (line, cells) in knowledge::rows(SERIES, knowledge::file(SERIES)?)? {
        if !["number", "session"].contains(&cells[2]) {
            let message = format!("{:?} where number or session was expected", cells[2]);
            return Err(KnowledgeError::new(SERIES, line, message));
        }
        series.push(Series {
            noun: cells[0].to_string(),
            prefix: cells[1].to_string(),
            has_session: cells[2] == "session",
            // "un " keeps its blank, so that it is not found in "unity".
            issuers: cells[3].split(';').map(|w| w.trim_start().to_lowercase()).collect(),
        });
    }
    Ok(series)
}

fn subjects() -> Result<BTreeMap<String, String>, KnowledgeError> {
    let rows = knowledge::rows(SUBJECTS, knowledge::file(SUBJECTS)?)?;
    Ok(rows.into_iter().map(|(_, cells)| (cells[0].to_string(), cells[1].to_string())).collect())
}

fn relations() -> Result<BTreeMap<String, Vec<Relation>>, KnowledgeError> {
    let mut relations: BTreeMap<String, Vec<Relation>> = BTreeMap::new();
    for (line, cells) in knowledge::rows(RELATIONS, knowledge::file(RELATIONS)?)? {
        let relation = cells[3].trim_start_matches('-');
        if !KNOWN_RELATIONS.contains(&relation) {
            let message = format!("{relation:?} is none of {}", KNOWN_RELATIONS.join(", "));
            return Err(KnowledgeError::new(RELATIONS, line, message));
        }
        relations.entry(cells[0].to_string()).or_default().push(Relation {
            part: cells[1].chars().next().unwrap_or('v'),
            role: cells[2].to_string(),
            relation: relation.to_string(),
            failed: relation.len() < cells[3].len(),
            with: cells[4].to_string(),
            by: cells[5].to_string(),
        });
    }
    // The narrower first.
    let width = |r: &Relation| (r.with.is_empty(), r.by.is_empty());
    relations.values_mut().for_each(|rows| rows.sort_by_key(width));
    Ok(relations)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> Result<Register, Vec<String>> {
        let words = text::Words::shipped().expect("the shipped words");
        let added = Register::default().with_own("own.tsv", text, &words);
        added.map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_file_of_the_users_adds_and_replaces() {
        let text =
            "identifier\tname\tother names\tsigned\nZug Pact\tZug Grain Pact\tZug accord; grain deal\t2023-05-01\n";
        let words = text::Words::shipped().expect("the shipped words");
        let shipped = Register::shipped(&words).expect("it is well formed");
        let register = shipped.with_own("my/own.tsv", text, &words).expect("it is well formed");
        let zug = register.instrument("Zug Pact").expect("it was added");
        assert_eq!((zug.signed.as_deref(), zug.rule.as_str()), (Some("2023-05-01"), "my/own#Zug Pact"));
        let deal = register.beginning("grain").iter().find(|e| e.words.len() == 2).expect("the name is there");
        assert_eq!(deal.meant(&Default::default()), Some("Zug Pact"));
    }

    #[test]
    fn faults_name_file_line_and_what_was_expected() {
        let faults =
            own("identifier\tname\tsigned\nA\tTreaty of A\tlast year\n\tTreaty of B\n").expect_err("two faults");
        assert_eq!(faults[0], "own.tsv:2: signed: \"last year\" where a day, month or year was expected (2015-12-12)");
        assert_eq!(faults[1], "own.tsv:3: expected an identifier and a name");
        assert!(
            own("identifier\ttitle\n").expect_err("no such column")[0]
                .starts_with("own.tsv:1: unknown column \"title\"")
        );
        assert!(
            own("# nothing\n").expect_err("no heading")[0].starts_with("own.tsv:1: empty; expected a heading line")
        );
    }

    #[test]
    fn a_name_means_what_the_report_is_about() {
        let words = text::Words::shipped().expect("the shipped words");
        let register = Register::shipped(&words).expect("it is well formed");
        let paris = register.beginning("paris").iter().find(|e| e.words == ["paris", "accord"]).expect("it is there");
        let report = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        assert_eq!(paris.meant(&report(&["hanoi", "war"])), Some("Paris Peace Accords 1973"));
        assert_eq!(paris.meant(&report(&["emissions"])), Some("Paris Agreement"));
    }
}
