//! Answers of the archive on the standard output: as a table, JSON Lines or CSV.

mod columns;

use crate::arguments::archive::Form;
use anyhow::Result;
use columns::Page;
use demarche_archive::export::{Csv, Finish, Jsonl};
use demarche_archive::{Archive, Question};
use std::io::{self, BufWriter, IsTerminal};

/// The form asked for, or what suits the standard output.
pub fn form(asked: Option<Form>) -> Form {
    asked.unwrap_or(if io::stdout().is_terminal() { Form::Table } else { Form::Jsonl })
}

/// Writes an answer to the standard output. A table has the columns of `shown`, or all where none are named; the other
/// forms always have all.
pub fn write(archive: &Archive, question: &Question, form: Form, shown: &[&str]) -> Result<()> {
    let out = BufWriter::new(io::stdout().lock());
    match form {
        Form::Table => {
            let mut page = Page::new(shown);
            archive.answer(question, &mut page)?;
            page.write(out)
        }
        Form::Jsonl => {
            let mut lines = Jsonl::new(out);
            archive.answer(question, &mut lines)?;
            Ok(lines.finish()?)
        }
        Form::Csv => {
            let mut rows = Csv::new(out);
            archive.answer(question, &mut rows)?;
            Ok(rows.finish()?)
        }
    }
}
