//! The words of a mention's sentence that tell it from others: names, numbers, content words.

use super::tables::Tables;
use demarche::record::{Actor, Record, Stretch};

/// What is left of a sentence without its event's own words, states, days and common words; sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Parts of names, in lower case.
    pub names: Vec<String>,
    /// Other words, without their endings.
    pub words: Vec<String>,
    /// Numbers, those in words too.
    pub numbers: Vec<u64>,
}

/// A run of letters or of digits, in characters.
struct Token {
    start: usize,
    end: usize,
    text: String,
}

/// The words of `sentence`; `text` holds the report's characters, `trigger` is left out.
pub fn of(record: &Record, text: &[char], sentence: Stretch, trigger: Stretch, tables: &Tables) -> Words {
    let mut found = Words::default();
    let skipped = skipped(record, sentence, trigger);
    let tokens = tokens(text, sentence);
    for (at, token) in tokens.iter().enumerate() {
        if !skipped.iter().any(|s| s.start < token.end && token.start < s.end) {
            put(token, at == 0 && !named(record, token), tables, &mut found);
        }
    }
    for list in [&mut found.names, &mut found.words] {
        list.sort();
        list.dedup();
    }
    found.numbers.sort_unstable();
    found.numbers.dedup();
    found
}

/// The event's own words, days, states, and persons who act for one: these are compared elsewhere.
fn skipped(record: &Record, sentence: Stretch, trigger: Stretch) -> Vec<Stretch> {
    let told = |a: &&Actor| a.kind == "country" || a.kind == "person" && a.country.is_some();
    let states = record.actors.iter().filter(told);
    let mut skipped: Vec<Stretch> = record
        .dates
        .iter()
        .map(|d| Stretch { start: d.start, end: d.end })
        .chain(states.flat_map(|a| a.mentions.iter().copied()))
        .chain(record.entities.iter().filter(|e| e.kind == "country").map(|e| Stretch { start: e.start, end: e.end }))
        .filter(|s| s.start < sentence.end && sentence.start < s.end)
        .collect();
    skipped.push(trigger);
    skipped
}

/// Whether a token belongs to a name that the reader found.
fn named(record: &Record, token: &Token) -> bool {
    record.entities.iter().any(|e| e.start <= token.start && token.end <= e.end)
}

fn put(token: &Token, first: bool, tables: &Tables, found: &mut Words) {
    let lower = token.text.to_lowercase();
    let capital = token.text.chars().next().is_some_and(char::is_uppercase);
    let value = digits(&token.text).or_else(|| tables.number(&lower));
    if let Some(number) = value {
        found.numbers.push(number);
    } else if tables.is_common(&lower) || lower.chars().count() < 3 {
    } else if capital && !first {
        found.names.push(lower);
    } else if lower.chars().count() > 3 {
        found.words.push(stem(&lower).to_string());
    }
}

/// Where the word that begins at `start` ends.
pub fn word_end(text: &[char], start: usize) -> usize {
    text.iter().skip(start).position(|c| !c.is_alphanumeric()).map_or(text.len(), |length| start + length)
}

/// The word before `start`, in lower case.
pub fn word_before(text: &[char], start: usize) -> Option<String> {
    let before = text.get(..start)?;
    let end = before.iter().rposition(|c| c.is_alphanumeric())? + 1;
    let begin = before[..end].iter().rposition(|c| !c.is_alphanumeric()).map_or(0, |at| at + 1);
    Some(before[begin..end].iter().flat_map(|c| c.to_lowercase()).collect())
}

/// A number in digits; years are none, and what stands after a point is left out.
fn digits(text: &str) -> Option<u64> {
    let whole: String = text.split('.').next()?.chars().filter(|c| *c != ',').collect();
    whole.parse().ok().filter(|n| !(1900..2100).contains(n))
}

/// A word without the endings of number and tense; crude, but the same for both of a pair.
fn stem(word: &str) -> &str {
    let rest = |ending: &str| word.strip_suffix(ending).filter(|s| s.len() > 3);
    ["ings", "ing", "ies", "ed", "es", "s", "y", "e"].iter().find_map(|e| rest(e)).unwrap_or(word)
}

fn tokens(text: &[char], sentence: Stretch) -> Vec<Token> {
    let end = sentence.end.min(text.len());
    let mut tokens = Vec::new();
    let mut at = sentence.start;
    while at < end {
        let start = at;
        while at < end && belongs(text, start, at, end) {
            at += 1;
        }
        if at > start {
            tokens.push(Token { start, end: at, text: text[start..at].iter().collect() });
        } else {
            at += 1;
        }
    }
    tokens
}

/// Whether the character at `at` goes on with the token from `start`; points and commas within numbers do.
fn belongs(text: &[char], start: usize, at: usize, end: usize) -> bool {
    let digit = |at: usize| at < end && text[at].is_ascii_digit();
    text[at].is_alphanumeric() || at > start && ".,".contains(text[at]) && digit(at - 1) && digit(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_points_and_words_lose_their_endings() {
        let text: Vec<char> = "Lent $1.3 billion, 1,200 tents.".chars().collect();
        let tokens: Vec<String> =
            tokens(&text, Stretch { start: 0, end: text.len() }).into_iter().map(|t| t.text).collect();
        assert_eq!(tokens, ["Lent", "1.3", "billion", "1,200", "tents"]);
        assert_eq!(digits("1,200"), Some(1200));
        assert_eq!(digits("2024"), None);
        assert_eq!((stem("refineries"), stem("refinery")), ("refiner", "refiner"));
    }
}
