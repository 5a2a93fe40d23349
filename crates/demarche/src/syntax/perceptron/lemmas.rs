//! Lemmas: what to take off a word's end and what to put there, by its tag and its longest known ending.

use super::hash;
use super::table::Table;
use std::str::FromStr;

/// The longest ending that has a rule of its own; longer words have one as whole words.
pub const LONGEST: usize = 7;

/// How a lemma is made: letters of the end dropped, others put there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Edit {
    /// Whether capitals stay.
    pub keeps_case: bool,
    /// How many characters the end loses.
    pub drop: usize,
    /// What is added.
    pub add: String,
}

impl Edit {
    /// The edit that makes `lemma` of `word`.
    pub fn between(word: &str, lemma: &str) -> Self {
        // "I" is the lemma of "I" and "i" by the same edit.
        let keeps_case = lemma.chars().any(char::is_uppercase) && word.chars().count() > 1;
        let word = if keeps_case { word.to_string() } else { word.to_lowercase() };
        let same = word.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        Edit { keeps_case, drop: word.chars().count() - same, add: lemma.chars().skip(same).collect() }
    }

    /// The lemma of `word`.
    pub fn apply(&self, word: &str) -> String {
        let mut lemma = if self.keeps_case { word.to_string() } else { word.to_lowercase() };
        let keep = lemma.char_indices().rev().nth(self.drop.wrapping_sub(1)).map_or(lemma.len(), |(at, _)| at);
        lemma.truncate(keep);
        lemma.push_str(&self.add);
        if lemma.is_empty() { word.to_string() } else { lemma }
    }
}

impl std::fmt::Display for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{}", if self.keeps_case { 'K' } else { 'L' }, self.drop, self.add)
    }
}

impl FromStr for Edit {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let rest = text.get(1..).ok_or(())?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let drop = rest[..digits].parse().map_err(|_| ())?;
        Ok(Edit { keeps_case: text.starts_with('K'), drop, add: rest[digits..].to_string() })
    }
}

/// The key of the rule for words that end in `ending` (lower case) under a tag.
pub fn key(tag: u8, ending: &str, whole: bool) -> u64 {
    hash::mix(hash::join(hash::bytes(ending.as_bytes()), u64::from(tag) * 2 + u64::from(whole)))
}

/// The keys of a word's rules, the most particular first.
pub fn keys(tag: u8, lower: &str) -> impl Iterator<Item = u64> {
    let length = lower.chars().count();
    let starts = lower.char_indices().map(|(at, _)| at).chain([lower.len()]).skip(length.saturating_sub(LONGEST));
    std::iter::once(key(tag, lower, true)).chain(starts.map(move |at| key(tag, &lower[at..], false)))
}

/// The lemma of `word`; `lower` is a buffer.
pub fn lemma(rules: &Table, edits: &[Edit], tag: u8, word: &str, lower: &mut String) -> String {
    super::words::fold(word, lower);
    let rule = keys(tag, lower).find_map(|key| rules.get(key).first().and_then(|&edit| edits.get(usize::from(edit))));
    rule.map_or_else(|| word.to_string(), |edit| edit.apply(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_make_the_lemma_and_survive_writing() {
        for (word, lemma) in
            [("Ran", "run"), ("Cities", "city"), ("Paris", "Paris"), ("was", "be"), ("É", "é"), ("x", "x")]
        {
            let edit = Edit::between(word, lemma);
            assert_eq!(edit.apply(word), lemma);
            assert_eq!(edit.to_string().parse(), Ok(edit));
        }
        assert_eq!(Edit { keeps_case: true, drop: 9, add: String::new() }.apply("ab"), "ab");
    }
}
