//! Scores tokens and sentences against treebanks (CoNLL-U with `# text`), whose documents are put together again:
//! sentences of a paragraph by one space, paragraphs by an empty line.

use anyhow::{Context, Result};
use demarche::text;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Where something starts and ends, counted in characters that are not blank.
type Place = (usize, usize);

/// A document of a treebank.
#[derive(Default)]
struct Document {
    name: String,
    text: String,
    letters: usize,
    tokens: BTreeSet<Place>,
    sentences: BTreeSet<Place>,
}

/// Right, found and wanted.
#[derive(Clone, Copy, Default)]
struct Score([usize; 3]);

impl Score {
    fn add(&mut self, found: &BTreeSet<Place>, gold: &BTreeSet<Place>) {
        self.0[0] += found.intersection(gold).count();
        self.0[1] += found.len();
        self.0[2] += gold.len();
    }

    fn f1(self) -> f64 {
        let [right, found, wanted] = self.0.map(|n| n as f64);
        if found + wanted > 0.0 { 2.0 * right / (found + wanted) } else { 0.0 }
    }
}

/// Prints F1 of tokens and sentences for each file and for each genre of it; `differences` prints what differs.
///
/// # Errors
/// Where a file cannot be read.
pub fn score(files: &[PathBuf], differences: bool) -> Result<()> {
    let words = text::Words::shipped()?;
    for file in files {
        let data = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let mut genres: BTreeMap<String, [Score; 2]> = BTreeMap::new();
        for document in documents(&data) {
            let (tokens, sentences) = cut(&document, &words);
            for genre in [String::from("all"), genre(&document.name)] {
                let scores = genres.entry(genre).or_default();
                scores[0].add(&tokens, &document.tokens);
                scores[1].add(&sentences, &document.sentences);
            }
            if differences {
                print_differences(&document, &tokens, &sentences);
            }
        }
        for (genre, [tokens, sentences]) in genres {
            println!("{} {genre}: tokens {:.4}, sentences {:.4}", file.display(), tokens.f1(), sentences.f1());
        }
    }
    Ok(())
}

fn genre(name: &str) -> String {
    let part = if name.starts_with("GUM_") { name.split('_').nth(1) } else { name.split('-').next() };
    part.unwrap_or("").to_string()
}

/// The documents of a CoNLL-U file.
fn documents(data: &str) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for block in data.split("\n\n").filter(|b| !b.trim().is_empty()) {
        let comment = |key: &str| block.lines().find_map(|l| l.strip_prefix(key)).map(str::trim);
        if let Some(name) = comment("# newdoc") {
            let name = name.trim_start_matches("id").trim_start_matches([' ', '=']).to_string();
            documents.push(Document { name, ..Document::default() });
        }
        let Some(document) = documents.last_mut() else { continue };
        let paragraph = block.lines().any(|l| l.starts_with("# newpar"));
        let gap = if document.text.is_empty() {
            ""
        } else if paragraph {
            "\n\n"
        } else {
            " "
        };
        document.text.push_str(gap);
        document.text.push_str(comment("# text =").unwrap_or(""));
        document.add_words(block);
    }
    documents
}

impl Document {
    fn add_words(&mut self, block: &str) {
        let first = self.letters;
        let mut rows = block.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
        while let Some(row) = rows.next() {
            if row.len() < 10 || row[0].contains('.') {
                continue;
            }
            let Some((from, to)) = row[0].split_once('-') else {
                self.add(&[length(row[1])]);
                continue;
            };
            let count = to.parse::<usize>().unwrap_or(0) + 1 - from.parse::<usize>().unwrap_or(0);
            let parts: Vec<usize> = rows.by_ref().take(count).map(|r| length(r[1])).collect();
            let whole = length(row[1]);
            self.add(if parts.iter().sum::<usize>() == whole { &parts } else { std::slice::from_ref(&whole) });
        }
        self.sentences.insert((first, self.letters));
    }

    fn add(&mut self, lengths: &[usize]) {
        for length in lengths {
            self.tokens.insert((self.letters, self.letters + length));
            self.letters += length;
        }
    }
}

fn length(form: &str) -> usize {
    form.chars().filter(|c| !c.is_whitespace()).count()
}

/// What the text stage makes of a document.
fn cut(document: &Document, words: &text::Words) -> (BTreeSet<Place>, BTreeSet<Place>) {
    let mut letters = vec![0; document.text.len() + 1];
    let mut count = 0;
    for (at, c) in document.text.char_indices() {
        letters[at] = count;
        count += usize::from(!c.is_whitespace());
        letters[at + c.len_utf8()] = count;
    }
    let place = |span: demarche::Span| (letters[span.start], letters[span.end]);
    let found = text::split(&document.text, None, words);
    (found.tokens.iter().map(|t| place(t.span)).collect(), found.sentences.iter().map(|s| place(s.span)).collect())
}

fn print_differences(document: &Document, tokens: &BTreeSet<Place>, sentences: &BTreeSet<Place>) {
    let letters: Vec<char> = document.text.chars().filter(|c| !c.is_whitespace()).collect();
    let piece = |place: &Place| letters.get(place.0..place.1).map(|l| l.iter().collect::<String>()).unwrap_or_default();
    for (kind, found, gold) in [("token", tokens, &document.tokens), ("sentence", sentences, &document.sentences)] {
        for place in gold.difference(found) {
            println!("{} {kind} wanted\t{}", document.name, piece(place));
        }
        for place in found.difference(gold) {
            println!("{} {kind} found\t{}", document.name, piece(place));
        }
    }
}
