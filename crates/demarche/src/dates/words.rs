//! The tables of `dates/en/`: classes of words, rules, feasts.

use super::edges::Edges;
use super::rules::{self, Rule};
use crate::knowledge::{self, KnowledgeError};
use std::collections::HashMap;

/// Classes whose members are found by their shape or put together from several words.
pub(super) const MADE: [&str; 18] = [
    "NUMBER",
    "DAY",
    "YEAR",
    "DECADE",
    "ISODAY",
    "SLASHDAY",
    "TIME",
    "ORDINAL",
    "HOLIDAY",
    "QUARTERNAME",
    "HALFNAME",
    "FISCALNAME",
    "CARDINAL",
    "SCALE",
    "ONE",
    "DOTTEDTIME",
    "END",
    "NODASH",
];

/// Numbers of the classes in [`MADE`].
pub(super) mod class {
    pub(in super::super) const NUMBER: u8 = 0;
    pub(in super::super) const DAY: u8 = 1;
    pub(in super::super) const YEAR: u8 = 2;
    pub(in super::super) const DECADE: u8 = 3;
    pub(in super::super) const ISO_DAY: u8 = 4;
    pub(in super::super) const SLASH_DAY: u8 = 5;
    pub(in super::super) const TIME: u8 = 6;
    pub(in super::super) const ORDINAL: u8 = 7;
    pub(in super::super) const HOLIDAY: u8 = 8;
    pub(in super::super) const QUARTER_NAME: u8 = 9;
    pub(in super::super) const HALF_NAME: u8 = 10;
    pub(in super::super) const FISCAL_NAME: u8 = 11;
    pub(in super::super) const CARDINAL: u8 = 12;
    pub(in super::super) const SCALE: u8 = 13;
    pub(in super::super) const ONE: u8 = 14;
    pub(in super::super) const DOTTED_TIME: u8 = 15;
    /// No token: where a clause may end.
    pub(in super::super) const END: u8 = 16;
    /// No token: where no hyphen follows.
    pub(in super::super) const NO_DASH: u8 = 17;
}

/// A word's membership in a class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sense {
    pub class: u8,
    pub text: &'static str,
    /// Whether it holds only where the word is written with a capital.
    pub capital: bool,
}

/// A word that some table or rule knows.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub literal: Option<u16>,
    pub senses: Vec<Sense>,
    /// Feasts that begin with it: their further tokens, and their number.
    pub feasts: Vec<(Vec<&'static str>, usize)>,
}

/// A feast or a day of note.
#[derive(Clone, Debug)]
pub(super) struct Feast {
    /// Its day in the notation of `holidays.tsv`.
    pub day: &'static str,
}

/// The words for times, and the rules that put them together.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub(super) entries: HashMap<&'static str, Entry>,
    pub(super) classes: Vec<&'static str>,
    pub(super) feasts: Vec<Feast>,
    pub(super) rules: Vec<Rule>,
    pub(super) edges: Edges,
    /// The classes of words that look ahead, of those that do for what depends on them, and of those that a number follows.
    pub(super) ahead: u8,
    pub(super) promise: u8,
    pub(super) numbered: u8,
    /// The rules that may begin with a literal, and with a class.
    pub(super) by_literal: Vec<Vec<usize>>,
    pub(super) by_class: Vec<Vec<usize>>,
}

impl Words {
    /// The shipped words.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        let mut words = Words { classes: MADE.to_vec(), ..Words::default() };
        let (mut tables, mut rule_files) = (Vec::new(), Vec::new());
        for (path, text) in knowledge::folder("dates/en/") {
            let heading = text.lines().find(|l| !l.starts_with('#')).unwrap_or("");
            match heading.split('\t').next() {
                Some("word") => tables.push((path, text)),
                Some("rule") => rule_files.push((path, text)),
                Some("name") => words.add_feasts(path, text)?,
                Some("phrase") => words.edges = Edges::read(path, text)?,
                _ => {
                    return Err(KnowledgeError::new(
                        path,
                        1,
                        "expected a heading that begins with word, rule, name or phrase",
                    ));
                }
            }
        }
        for (path, text) in tables {
            words.add_table(path, text)?;
        }
        words.ahead = words.class_or_new("AHEAD");
        words.promise = words.class_or_new("PROMISE");
        words.numbered = words.class_or_new("NUMBERED");
        for (path, text) in rule_files {
            words.add_rules(path, text)?;
        }
        words.index_rules();
        Ok(words)
    }

    /// The number of a class.
    pub(super) fn class(&self, name: &str) -> Option<u8> {
        self.classes.iter().position(|c| *c == name).map(|i| i as u8)
    }

    fn class_or_new(&mut self, name: &'static str) -> u8 {
        self.class(name).unwrap_or_else(|| {
            self.classes.push(name);
            (self.classes.len() - 1) as u8
        })
    }

    fn add_table(&mut self, path: &str, text: &'static str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(path, text)? {
            let capital = match cells[3] {
                "" => false,
                "capital" => true,
                other => {
                    return Err(KnowledgeError::new(
                        path,
                        line,
                        format!("{other:?} where capital or nothing is expected"),
                    ));
                }
            };
            let class = self.class_or_new(cells[1]);
            self.entries.entry(cells[0]).or_default().senses.push(Sense { class, text: cells[2], capital });
        }
        Ok(())
    }

    fn add_feasts(&mut self, path: &str, text: &'static str) -> Result<(), KnowledgeError> {
        for (_, cells) in knowledge::rows(path, text)? {
            let mut tokens = cells[0].split(' ');
            let first = tokens.next().unwrap_or("");
            let rest = tokens.collect();
            self.entries.entry(first).or_default().feasts.push((rest, self.feasts.len()));
            self.feasts.push(Feast { day: cells[1] });
        }
        Ok(())
    }

    fn add_rules(&mut self, path: &'static str, text: &'static str) -> Result<(), KnowledgeError> {
        let file = path.trim_end_matches(".tsv");
        for (line, cells) in knowledge::rows(path, text)? {
            let mut literals = self.by_literal.len();
            let entries = &mut self.entries;
            let classes = &self.classes;
            let mut literal = |word: &'static str| {
                let entry = entries.entry(word).or_default();
                *entry.literal.get_or_insert_with(|| {
                    literals += 1;
                    (literals - 1) as u16
                })
            };
            let class = |name: &str| classes.iter().position(|c| *c == name).map(|i| i as u8);
            let rule = rules::read(format!("{file}#{}", cells[0]), cells[1], cells[2], &mut literal, &class)
                .map_err(|message| KnowledgeError::new(path, line, message))?;
            self.by_literal.resize(literals, Vec::new());
            self.rules.push(rule);
        }
        Ok(())
    }

    fn index_rules(&mut self) {
        self.by_class = vec![Vec::new(); self.classes.len()];
        for (number, rule) in self.rules.iter().enumerate() {
            for item in rule.first_items() {
                match item {
                    rules::Item::Literal(i) => self.by_literal[usize::from(i)].push(number),
                    rules::Item::Class(i) => self.by_class[usize::from(i)].push(number),
                }
            }
        }
    }
}
