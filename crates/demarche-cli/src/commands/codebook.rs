//! `demarche codebook`: the types, modes and frames; or what is wrong with a code book of one's own.

use crate::arguments::Codebook as Options;
use crate::pretty;
use anyhow::{Result, bail};
use demarche::events::{Codebook, Frame, Type};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// Lists or checks a code book.
pub fn run(options: &Options) -> Result<ExitCode> {
    match (options.what.as_deref(), &options.folder) {
        (Some("check"), Some(folder)) => check(folder),
        (Some("check"), None) => bail!("name the folder to check, as in `demarche codebook check my-book/`"),
        (what, folder) => {
            let book = match folder {
                Some(folder) => read(folder)?.map_err(|faults| anyhow::anyhow!("{faults}"))?,
                None => demarche::Guide::shipped()?.codebook,
            };
            print(&match what {
                Some(name) => one(&book, name)?,
                None => all(&book),
            })
        }
    }
}

fn print(page: &str) -> Result<ExitCode> {
    use std::io::Write;
    write!(std::io::stdout().lock(), "{}", pretty::for_stdout(page))?;
    Ok(ExitCode::SUCCESS)
}

/// A folder's code book, or its faults, one a line.
fn read(folder: &Path) -> Result<std::result::Result<Codebook, String>> {
    let files = super::codebook_files(folder)?;
    let read = Codebook::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    Ok(read.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

fn check(folder: &Path) -> Result<ExitCode> {
    match read(folder)? {
        Ok(book) => print(&format!(
            "{}: {} types, {} frames, no faults\n",
            folder.display(),
            book.types.len(),
            book.frames.len()
        )),
        Err(faults) => {
            anstream::eprintln!("{faults}");
            Ok(ExitCode::from(1))
        }
    }
}

fn frames_of(book: &Codebook, kind: usize) -> impl Iterator<Item = &Frame> {
    book.frames.iter().filter(move |frame| frame.kind == kind)
}

fn all(book: &Codebook) -> String {
    let mut page = String::new();
    for (number, kind) in book.types.iter().enumerate() {
        let modes: Vec<&str> = kind.modes.iter().map(|(name, _)| name.as_str()).collect();
        let count = frames_of(book, number).count();
        writeln!(page, "{}  {}, {count} frames", pretty::kind(&format!("{:<9}", kind.name)), kind.quad)
            .expect("into a string");
        if !modes.is_empty() {
            writeln!(page, "           {}", modes.join(", ")).expect("into a string");
        }
    }
    page.push_str("\nMore on one: demarche codebook ACCUSE\n");
    page
}

fn one(book: &Codebook, name: &str) -> Result<String> {
    let Some(number) = book.types.iter().position(|t| t.name.eq_ignore_ascii_case(name)) else {
        let known: Vec<&str> = book.types.iter().map(|t| t.name.as_str()).collect();
        bail!("no type {name:?}; there are {}", known.join(", "));
    };
    let mut page = meaning(&book.types[number]);
    frames_of(book, number).for_each(|frame| page.push_str(&frame_lines(frame)));
    Ok(page)
}

fn meaning(kind: &Type) -> String {
    let modes: String = kind.modes.iter().map(|(name, meaning)| format!("  {name}: {meaning}\n")).collect();
    format!("{} ({})\n{}\n{modes}\n", pretty::kind(&kind.name), kind.quad, kind.meaning.trim())
}

fn frame_lines(frame: &Frame) -> String {
    let words: Vec<String> = frame
        .words
        .iter()
        .map(|w| std::iter::once(&w.head).chain(&w.others).cloned().collect::<Vec<_>>().join(" "))
        .collect();
    let mode = frame.mode.as_ref().map_or(String::new(), |mode| format!(" [{mode}]"));
    let object = if frame.object.is_empty() { String::new() } else { format!(" + {}", frame.object.join(", ")) };
    format!("{}{mode}: {}{object}\n", frame.rule, words.join(", "))
}
