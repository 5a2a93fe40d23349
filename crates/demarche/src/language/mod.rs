//! Which language a text is in. demarche reads English; other reports are kept, with a note and no events.
//!
//! Decided by the share of English function words, which settles most news text, and by character trigrams (the crate
//! `whatlang`) where that share is low.

use crate::knowledge::{self, KnowledgeError};
use std::collections::BTreeMap;

/// How much of a text is looked at, in characters.
const LOOKED_AT: usize = 2000;

/// Words fewer than this tell nothing: a short English text is more likely than any other.
const TOO_FEW: usize = 8;

/// English running text has a third of function words, headlines a tenth; other languages next to none.
const ENGLISH_SHARE: f64 = 0.12;

/// What tells languages apart.
#[derive(Clone, Debug, Default)]
pub struct Languages {
    function_words: Vec<String>,
    /// ISO 639-3 to ISO 639-1.
    short_codes: BTreeMap<String, String>,
}

impl Languages {
    /// The shipped tables.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        let words = "language/en/function-words.tsv";
        let codes = "language/en/codes.tsv";
        let mut function_words: Vec<String> =
            knowledge::rows(words, knowledge::file(words)?)?.iter().map(|(_, cells)| cells[0].to_string()).collect();
        function_words.sort();
        let rows = knowledge::rows(codes, knowledge::file(codes)?)?;
        let short_codes = rows.iter().map(|(_, c)| (c[0].to_string(), c[1].to_string())).collect();
        Ok(Languages { function_words, short_codes })
    }
}

/// The ISO 639-1 code of a text's language, `und` where it cannot be told.
pub fn detect(source: &str, languages: &Languages) -> String {
    let end = source.char_indices().nth(LOOKED_AT).map_or(source.len(), |(at, _)| at);
    let beginning = &source[..end];
    let words: Vec<String> =
        beginning.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let known = words.iter().filter(|w| languages.function_words.binary_search(w).is_ok()).count();
    let share = known as f64 / words.len().max(1) as f64;
    let is_latin = words.iter().all(|w| w.chars().all(|c| (c as u32) < 0x250));
    if share >= ENGLISH_SHARE || (is_latin && words.len() < TOO_FEW) {
        return "en".to_string();
    }
    let Some(guess) = whatlang::detect(beginning) else { return "und".to_string() };
    // A list of names or a table has few function words of any language: without a sure guess it is English.
    if is_latin && !guess.is_reliable() {
        return "en".to_string();
    }
    let code = guess.lang().code();
    languages.short_codes.get(code).cloned().unwrap_or_else(|| code.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_english_from_others() {
        let languages = Languages::shipped().expect("shipped tables load");
        let is = |text: &str, code: &str| assert_eq!(detect(text, &languages), code, "{text:?}");
        is("Chad recalled its envoy from Khartoum on Monday after a raid on a border post.", "en");
        is("Президент прибыл в столицу с официальным визитом и подписал договор о сотрудничестве.", "ru");
        is(
            "Der Außenminister reiste am Montag nach Ankara und sprach dort mit seinem Kollegen über den Vertrag.",
            "de",
        );
        is("Chad recalls envoy", "en");
        is("", "en");
        is("PARIS ACCORD RATIFIED BY TONGA", "en");
    }
}
