//! The texts that the notes are about. They lie outside the repository, save our own; `corpus/texts.tsv` says of each what it
//! is and has a hash by which it is known to be the same.

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Files of texts under the folder of data.
const FILES: [&str; 4] = [
    "train/current-events.jsonl.gz",
    "dev/current-events.jsonl",
    "train/wikinews-2019-2020.jsonl.gz",
    "train/wh-briefings.jsonl.gz",
];

/// What the ids of our own texts begin with.
pub const OWN: &str = "own-";

/// One text, a title as its first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub id: String,
    pub title: Option<String>,
    pub characters: Vec<char>,
    /// The day of publication.
    pub published: String,
    /// What kind of text it is: a category of current events, or a register.
    pub kind: String,
}

/// Texts by id.
pub type Texts = BTreeMap<String, Text>;

#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
    title: Option<String>,
    date: Option<String>,
    published: Option<String>,
}

/// The texts that `corpus/texts.tsv` names: from the folder of data, and our own beside the table.
///
/// # Errors
/// Where a file cannot be read, or a text is not the one that was annotated.
pub fn load(corpus: &Path, data: &Path) -> Result<Texts> {
    let table = corpus.join("texts.tsv");
    let table = std::fs::read_to_string(&table).with_context(|| table.display().to_string())?;
    let wanted: BTreeMap<&str, (&str, &str)> = table.lines().skip(1).filter_map(row).collect();
    let mut texts = Texts::new();
    let own = std::iter::once(corpus.join("own.jsonl"));
    for path in own.chain(FILES.iter().map(|f| data.join(f))).filter(|p| p.exists()) {
        for line in lines(&path)? {
            let row: Row = serde_json::from_str(&line?).with_context(|| path.display().to_string())?;
            if let Some((kind, hash)) = wanted.get(row.id.as_str()) {
                let text = Text::new(row, kind);
                if hash_of(&text.characters) != *hash {
                    bail!("{}: the text of {} is not the one that was annotated", path.display(), text.id);
                }
                texts.insert(text.id.clone(), text);
            }
        }
    }
    Ok(texts)
}

/// Id, kind and hash of a row of the table.
fn row(line: &str) -> Option<(&str, (&str, &str))> {
    let mut fields = line.split('\t');
    let (id, kind, hash) = (fields.next()?, fields.next()?, fields.next()?);
    Some((id, (kind, hash)))
}

/// The first sixteen hexadecimal digits of SHA-256 of a text, its title as first line included.
fn hash_of(characters: &[char]) -> String {
    let digest = Sha256::digest(String::from_iter(characters));
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn lines(path: &Path) -> Result<impl Iterator<Item = std::io::Result<String>>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let packed = path.extension().is_some_and(|e| e == "gz");
    let reader: Box<dyn Read> = if packed { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    Ok(BufReader::new(reader).lines().filter(|l| !l.as_ref().is_ok_and(|l| l.trim().is_empty())))
}

impl Text {
    fn new(row: Row, kind: &str) -> Self {
        let day = row.published.or(row.date).unwrap_or_default();
        let title = row.title.filter(|t| !t.is_empty());
        let whole = match &title {
            Some(title) if !row.text.starts_with(title.as_str()) => format!("{title}\n\n{}", row.text),
            _ => row.text,
        };
        Text {
            id: row.id,
            title,
            characters: whole.chars().collect(),
            published: day.chars().take(10).collect(),
            kind: kind.to_string(),
        }
    }

    /// The words of a place.
    pub fn slice(&self, (start, end): (usize, usize)) -> String {
        self.characters[start..end].iter().collect()
    }
}

#[cfg(test)]
pub fn of(id: &str, published: &str, text: &str) -> Texts {
    let row = Row { id: id.into(), text: text.into(), title: None, date: Some(published.into()), published: None };
    Texts::from([(id.to_string(), Text::new(row, "test"))])
}
