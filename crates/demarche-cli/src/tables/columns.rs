//! A table for people: columns as wide as what is in them, cut where the line ends.

use crate::pretty;
use anyhow::Result;
use demarche_archive::questions::Kind;
use demarche_archive::{Answers, Cell, Column};
use std::io::Write;

/// The widest column but the last, in characters.
const WIDEST: usize = 32;
/// The line where the output is no terminal.
const LINE: usize = 160;

/// A table as it fills.
pub struct Page<'a> {
    shown: &'a [&'a str],
    /// The places of the columns that are shown.
    places: Vec<usize>,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl<'a> Page<'a> {
    /// A table of these columns, or of all where none are named.
    pub fn new(shown: &'a [&'a str]) -> Self {
        Page { shown, places: Vec::new(), columns: Vec::new(), rows: Vec::new() }
    }

    /// Writes the whole table.
    pub fn write(self, mut out: impl Write) -> Result<()> {
        let widths = self.widths();
        let names: Vec<String> = self.columns.iter().map(|c| c.name.replace('_', " ")).collect();
        writeln!(out, "{}", pretty::for_stdout(&pretty::heading(self.line(&names, &widths).trim_end())))?;
        for row in &self.rows {
            writeln!(out, "{}", self.line(row, &widths).trim_end())?;
        }
        Ok(out.flush()?)
    }

    /// How wide each column is: what it needs up to [`WIDEST`]; the last one has the rest of the line.
    fn widths(&self) -> Vec<usize> {
        let needed = |at: usize| {
            let cells = self.rows.iter().map(|row| width(&row[at]));
            cells.chain([width(&self.columns[at].name)]).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..self.columns.len()).map(|at| needed(at).min(WIDEST)).collect();
        let line = terminal_size::terminal_size().map_or(LINE, |(w, _)| usize::from(w.0));
        if let Some((last, others)) = widths.split_last_mut() {
            let left = line.saturating_sub(others.iter().map(|w| w + 2).sum());
            *last = needed(others.len()).min(left.max(WIDEST));
        }
        widths
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((cell, column), &most) in cells.iter().zip(&self.columns).zip(widths) {
            let cell = cut(cell, most);
            let blank = " ".repeat(most - width(&cell).min(most));
            match column.kind {
                Kind::Integer | Kind::Real => line.push_str(&format!("{blank}{cell}  ")),
                Kind::Text | Kind::Day | Kind::Time => line.push_str(&format!("{cell}{blank}  ")),
            }
        }
        line
    }
}

impl Answers for Page<'_> {
    type Error = anyhow::Error;

    fn columns(&mut self, columns: &[Column]) -> Result<()> {
        let place = |name: &&str| columns.iter().position(|c| c.name == **name);
        self.places = match self.shown.is_empty() {
            true => (0..columns.len()).collect(),
            false => self.shown.iter().filter_map(place).collect(),
        };
        self.columns = self.places.iter().map(|&at| columns[at].clone()).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        let shown = |&at: &usize| cells[at].to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        self.rows.push(self.places.iter().map(shown).collect());
        Ok(())
    }
}

fn width(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// A text cut to a width, with a mark where something is missing.
fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_string();
    }
    let mut cut = String::new();
    for letter in text.chars() {
        cut.push(letter);
        if width(&cut) >= most {
            cut.pop();
            break;
        }
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_is_as_wide_as_it_may_be() {
        assert_eq!(cut("Élysée", 6), "Élysée");
        assert_eq!(cut("Élysée Palace", 6), "Élysé…");
        assert!(width(&cut("日本語の文章です", 7)) <= 7);
    }
}
