//! Stock phrases, in which nothing happens and nobody says anything: `en/stock.tsv`.

use super::{Text, Words};
use crate::knowledge::{self, KnowledgeError};
use std::ops::Range;

/// The table, as errors name it.
const FILE: &str = "text/en/stock.tsv";

/// A stock phrase.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    steps: Vec<Step>,
    /// Whether the whole sentence falls away with it.
    whole: bool,
}

/// One word of a phrase.
#[derive(Clone, Debug)]
struct Step {
    words: Vec<&'static str>,
    optional: bool,
}

/// Reads the table.
pub(super) fn table() -> Result<Vec<Phrase>, KnowledgeError> {
    let rows = knowledge::rows(FILE, knowledge::file(FILE)?)?;
    let phrase = |(line, cells): (usize, Vec<&'static str>)| {
        let whole = match cells[1] {
            "phrase" => false,
            "sentence" => true,
            other => {
                return Err(KnowledgeError::new(FILE, line, format!("{other:?} where phrase or sentence is expected")));
            }
        };
        Ok(Phrase { steps: cells[0].split(' ').map(step).collect(), whole })
    };
    rows.into_iter().map(phrase).collect()
}

fn step(written: &'static str) -> Step {
    let bare = written.strip_suffix('?');
    Step { words: bare.unwrap_or(written).split('|').collect(), optional: bare.is_some() }
}

/// The stretches of tokens that are stock phrases, in text order.
pub(super) fn find(text: &Text, words: &Words) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for sentence in &text.sentences {
        for start in sentence.tokens.clone() {
            for phrase in &words.stock {
                if let Some(end) = matched(text, &phrase.steps, start, sentence.tokens.end) {
                    found.push(if phrase.whole { sentence.tokens.clone() } else { start..end });
                }
            }
        }
    }
    found
}

/// Where the steps end that begin at a token, if they are all there.
fn matched(text: &Text, steps: &[Step], at: usize, limit: usize) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(at) };
    let is_there = at < limit && step.words.iter().any(|word| text.word(at).eq_ignore_ascii_case(word));
    let taken = || if is_there { matched(text, rest, at + 1, limit) } else { None };
    taken().or_else(|| if step.optional { matched(text, rest, at, limit) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_phrases_are_found_with_what_falls_away() {
        let words = Words::shipped().expect("the tables load");
        for (source, stock) in [
            ("The embassy did not immediately respond to a request for comment.", "respond to a request for comment"),
            ("He spoke on condition of anonymity.", "spoke on condition of anonymity"),
            (
                "Sign up for our newsletter: Russia invaded Poland.",
                "Sign up for our newsletter: Russia invaded Poland.",
            ),
            ("The minister did respond to the attack.", ""),
        ] {
            let text = crate::text::split(source, None, &words);
            let found: String = find(&text, &words).into_iter().next().map_or("", |run| text.words(run)).to_string();
            assert_eq!(found, stock, "{source}");
        }
    }
}
