//! Sentences and trees as CoNLL-U, the exchange format of Universal Dependencies
//! (<https://universaldependencies.org/format.html>).

use super::{NameTag, Syntax};
use crate::span::Span;
use crate::text::{Sentence, Text, Token};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A document of a CoNLL-U file. Sentences belong to the last `# newdoc`; in a file without any, each is a document of
/// its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its name, from `# newdoc id`.
    pub name: Option<String>,
    /// Its text, put together from the words and their spacing.
    pub source: String,
    /// Its sentences.
    pub sentences: Vec<Given>,
}

/// A sentence as the file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Comment lines, with their `#`.
    pub comments: Vec<String>,
    /// The lines of words, of multiword tokens and of empty nodes, cut into columns.
    pub rows: Vec<Vec<String>>,
    /// Where each word stands in the document's text.
    pub spans: Vec<Span>,
    /// The paragraph, from 0.
    pub paragraph: usize,
}

impl Given {
    /// The value of a comment such as `# sent_id = …`.
    pub fn comment(&self, name: &str) -> Option<&str> {
        self.comments.iter().find_map(|line| value(line, name))
    }

    /// The lines of words alone.
    pub fn words(&self) -> impl Iterator<Item = &Vec<String>> {
        self.rows.iter().filter(|row| is_word(row))
    }
}

fn value<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    Some(line.strip_prefix('#')?.trim_start().strip_prefix(name)?.trim_start().strip_prefix('=')?.trim())
}

fn is_word(row: &[String]) -> bool {
    row[0].bytes().all(|b| b.is_ascii_digit())
}

impl Document {
    /// The document as the stages take it.
    pub fn text(&self) -> Text<'_> {
        let mut text = Text { source: &self.source, ..Text::default() };
        for given in &self.sentences {
            let first = text.tokens.len();
            text.tokens.extend(given.spans.iter().map(|&span| Token { span }));
            let tokens = first..text.tokens.len();
            let span = text.span(tokens.clone());
            text.sentences.push(Sentence { span, tokens, paragraph: given.paragraph, is_title: false });
        }
        text
    }
}

/// Reads a CoNLL-U file. Lines that are neither comments nor rows of at least two columns are passed over; missing
/// columns are `_`.
pub fn read(file: &str) -> Vec<Document> {
    let whole = file.lines().any(|line| is_comment(line, "newdoc"));
    let mut documents: Vec<Document> = Vec::new();
    let mut given = Given::default();
    for line in file.lines().chain([""]) {
        let line = line.trim_end_matches('\r');
        if line.starts_with('#') {
            given.comments.push(line.to_string());
        } else if line.contains('\t') {
            let mut row: Vec<String> = line.split('\t').map(str::to_string).collect();
            row.resize(10, "_".to_string());
            given.rows.push(row);
        } else if line.trim().is_empty() && !given.rows.is_empty() {
            let given = std::mem::take(&mut given);
            let begins = given.comments.iter().any(|line| is_comment(line, "newdoc"));
            if documents.is_empty() || begins || !whole {
                let name = given.comment("newdoc id").map(str::to_string);
                documents.push(Document { name, ..Document::default() });
            }
            if let Some(document) = documents.last_mut() {
                document.append(given);
            }
        }
    }
    documents
}

fn is_comment(line: &str, name: &str) -> bool {
    line.strip_prefix('#').is_some_and(|rest| rest.trim_start().starts_with(name))
}

impl Document {
    fn append(&mut self, mut given: Given) {
        let before = self.sentences.last().map(|s| s.paragraph);
        let begins = given.comments.iter().any(|line| is_comment(line, "newpar"));
        given.paragraph = before.map_or(0, |paragraph| paragraph + usize::from(begins));
        if begins && before.is_some() {
            self.source.truncate(self.source.trim_end().len());
            self.source.push_str("\n\n");
        }
        let spaceless: BTreeSet<usize> =
            given.rows.iter().filter(|row| is_spaceless(row)).map(|row| last(&row[0])).collect();
        // The words of a multiword token make up its form together, as they do in English.
        let mut inside = 0;
        for row in &given.rows {
            if !is_word(row) {
                inside = last(&row[0]).max(inside);
                continue;
            }
            let start = self.source.len();
            self.source.push_str(&row[1]);
            given.spans.push(Span::new(start, self.source.len()));
            if last(&row[0]) >= inside && !spaceless.contains(&last(&row[0])) {
                self.source.push(' ');
            }
        }
        self.sentences.push(given);
    }
}

/// The last word that a line's number means: 2 for `2`, 4 for `3-4`, none for an empty node.
fn last(number: &str) -> usize {
    number.rsplit('-').next().and_then(|last| last.parse().ok()).unwrap_or(0)
}

fn is_spaceless(row: &[String]) -> bool {
    row[9].split('|').any(|note| note == "SpaceAfter=No")
}

/// Writes a document's sentences with what `syntax` says of them; comments and multiword tokens stay. `factuality`
/// holds a value for each token, or is empty.
pub fn write(document: &Document, syntax: &Syntax, factuality: &[Option<&str>], out: &mut String) {
    let mut first = 0;
    for given in &document.sentences {
        for comment in &given.comments {
            let _ = writeln!(out, "{comment}");
        }
        let mut token = first;
        for row in &given.rows {
            if is_word(row) {
                let spaced = !is_spaceless(row);
                let certainty = factuality.get(token).copied().flatten();
                write_word(out, syntax, first, token, &row[1], spaced, certainty);
                token += 1;
            } else if row[0].contains('-') {
                let _ = writeln!(out, "{}", row.join("\t"));
            }
        }
        out.push('\n');
        first = token;
    }
}

/// Writes the sentences of a report. `factuality` holds a value for each token, or is empty.
pub fn write_text(text: &Text, syntax: &Syntax, factuality: &[Option<&str>], out: &mut String) {
    for (number, sentence) in text.sentences.iter().enumerate() {
        let line = sentence.span.of(text.source).split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "# sent_id = {}\n# text = {line}", number + 1);
        for token in sentence.tokens.clone() {
            let certainty = factuality.get(token).copied().flatten();
            write_word(out, syntax, sentence.tokens.start, token, text.word(token), text.space_after(token), certainty);
        }
        out.push('\n');
    }
}

fn write_word(
    out: &mut String,
    syntax: &Syntax,
    first: usize,
    token: usize,
    form: &str,
    spaced: bool,
    certainty: Option<&str>,
) {
    let Some(word) = syntax.words().get(token) else { return };
    let mut notes = Vec::new();
    notes.extend(word.name.map(name));
    notes.extend(certainty.map(|value| format!("Factuality={value}")));
    notes.extend((!spaced).then(|| "SpaceAfter=No".to_string()));
    let notes = if notes.is_empty() { "_".to_string() } else { notes.join("|") };
    let head = word.head.map_or(0, |head| head + 1 - first);
    let (number, lemma) = (token + 1 - first, if word.lemma.is_empty() { "_" } else { &word.lemma });
    let (upos, xpos, relation) = (word.upos, word.xpos, word.relation);
    let _ = writeln!(out, "{number}\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t{head}\t{relation}\t_\t{notes}");
}

fn name(tag: NameTag) -> String {
    format!("Entity={}-{}", if tag.begins { 'B' } else { 'I' }, tag.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# newdoc id = a\n# sent_id = 1\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n1\tdo\n2\tn't\n\
                        3\t.\n\n# newpar\n1\tYes\n\n# newdoc\n1\tNo\n";

    #[test]
    fn words_stand_where_their_spacing_puts_them() {
        let documents = read(FILE);
        assert_eq!(documents.len(), 2);
        assert_eq!(documents[0].name.as_deref(), Some("a"));
        assert_eq!(documents[0].source, "don't.\n\nYes ");
        let text = documents[0].text();
        assert_eq!((0..4).map(|i| text.word(i)).collect::<Vec<_>>(), ["do", "n't", ".", "Yes"]);
        assert_eq!(text.sentences[1].paragraph, 1);
    }

    #[test]
    fn a_file_without_documents_has_one_a_sentence() {
        assert_eq!(read("1\ta\n\n1\tb\n\n").len(), 2);
        assert!(read("").is_empty() && read("nonsense").is_empty());
    }
}
