//! Rules: a pattern of tokens, and how to make a value of what it matched.
//!
//! A pattern is a row of steps parted by blanks. A step is a word in small letters, the name of a class in capitals
//! (`MONTH`), or several of these parted by `|`; `?` after it means that it may be left out. The value is the name of a
//! recipe (see `recipes`) and what it takes: `MONTH` what the first month matched, `DAY2` the second day, `-NUMBER` the
//! number below zero, `@STEP` the year so many years from publication, a number, or `-` for nothing.

use super::recipes::{self, Recipe};

/// What a step may match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Literal(u16),
    Class(u8),
}

/// One step of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub items: Vec<Item>,
    pub optional: bool,
}

/// What a recipe takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Nothing,
    Number(i32),
    Text(&'static str),
    /// What the n-th match of a class is.
    Match(u8, usize),
    /// The same, below zero.
    Below(u8, usize),
    /// The year so many years from publication.
    YearFrom(u8),
}

/// A rule.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// Its path: `dates/en/calendar#month-day`.
    pub id: String,
    pub steps: Vec<Step>,
    pub recipe: Recipe,
    pub takes: Vec<Taken>,
}

impl Rule {
    /// What the first token may be.
    pub(super) fn first_items(&self) -> Vec<Item> {
        let required = self.steps.iter().position(|s| !s.optional).map_or(self.steps.len(), |i| i + 1);
        let mut items: Vec<Item> = Vec::new();
        for item in self.steps[..required].iter().flat_map(|s| &s.items) {
            if !items.contains(item) {
                items.push(*item);
            }
        }
        items
    }
}

/// Reads a rule. `literal` numbers a word, `class` finds a class by its name.
pub(super) fn read(
    id: String,
    pattern: &'static str,
    value: &'static str,
    literal: &mut dyn FnMut(&'static str) -> u16,
    class: &dyn Fn(&str) -> Option<u8>,
) -> Result<Rule, String> {
    let mut steps = Vec::new();
    for written in pattern.split_whitespace() {
        let (alternatives, optional) = written.strip_suffix('?').map_or((written, false), |w| (w, true));
        let items = alternatives.split('|').map(|word| match class(word) {
            Some(class) => Ok(Item::Class(class)),
            None if is_class_name(word) => Err(format!("no class {word} in the tables")),
            None => Ok(Item::Literal(literal(word))),
        });
        steps.push(Step { items: items.collect::<Result<_, _>>()?, optional });
    }
    if steps.iter().all(|s| s.optional) {
        return Err("a pattern needs a step that is not optional".to_string());
    }
    let mut words = value.split_whitespace();
    let name = words.next().ok_or("expected a recipe in the third cell")?;
    let recipe = recipes::named(name).ok_or_else(|| format!("no recipe {name}"))?;
    let takes = words.map(|word| taken(word, class)).collect::<Result<_, _>>()?;
    Ok(Rule { id, steps, recipe, takes })
}

fn is_class_name(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn taken(word: &'static str, class: &dyn Fn(&str) -> Option<u8>) -> Result<Taken, String> {
    if word == "-" {
        return Ok(Taken::Nothing);
    }
    if let Ok(number) = word.parse() {
        return Ok(Taken::Number(number));
    }
    let (sign, name) = match word.as_bytes()[0] {
        b'-' => ('-', &word[1..]),
        b'@' => ('@', &word[1..]),
        _ => (' ', word),
    };
    let (name, nth) = name.strip_suffix('2').map_or((name, 0), |n| (n, 1));
    match (class(name), sign) {
        (Some(class), '-') => Ok(Taken::Below(class, nth)),
        (Some(class), '@') => Ok(Taken::YearFrom(class)),
        (Some(class), _) => Ok(Taken::Match(class, nth)),
        (None, ' ') => Ok(Taken::Text(word)),
        (None, _) => Err(format!("no class {name} in the tables")),
    }
}
