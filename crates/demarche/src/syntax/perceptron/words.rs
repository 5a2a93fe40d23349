//! What is known of a word before it is read in its sentence: hashes of its letters, its shape, facts of the lexicon.

use super::hash;
use super::table::Table;

/// A word as features see it. Values are hashes or small numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The lower-case letters, digits made 0.
    pub word: u64,
    /// The letters as written.
    pub form: u64,
    /// The first letters: 1, 2, 3.
    pub prefixes: [u64; 3],
    /// The last letters: 1 to 5.
    pub suffixes: [u64; 5],
    /// Capitals, digits, other signs; and whether the whole sentence is in capitals or title case.
    pub shape: u64,
    /// The class of words that stand in like places; 0 where unknown.
    pub cluster: u64,
    /// A coarser such class.
    pub coarse: u64,
    /// The tag that the word mostly has; 255 where unknown.
    pub usual: u8,
    /// Whether it has no other.
    pub sure: bool,
    /// Lists of names it stands in, as bits.
    pub lists: u64,
}

/// Facts on words: each entry's pairs are (kind of fact, value).
#[derive(Clone, Debug, Default)]
pub struct Lexicon(pub Table);

/// The kinds of fact.
pub mod fact {
    /// The cluster.
    pub const CLUSTER: u8 = 0;
    /// The usual tag.
    pub const USUAL: u8 = 1;
    /// The only tag.
    pub const ONLY: u8 = 2;
    /// The lists of names, as bits.
    pub const LISTS: u8 = 3;
    /// The coarser cluster.
    pub const COARSE: u8 = 4;
}

/// How a sentence is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Case {
    Normal,
    Title,
    Capitals,
}

/// The lower-case letters of `word` into `lower`, digits made 0, curly quotation marks straight.
pub fn fold(word: &str, lower: &mut String) {
    lower.clear();
    for c in word.chars() {
        match c {
            '0'..='9' => lower.push('0'),
            '’' | '‘' => lower.push('\''),
            '“' | '”' => lower.push('"'),
            'A'..='Z' => lower.push(c.to_ascii_lowercase()),
            c if c.is_ascii() => lower.push(c),
            c => lower.extend(c.to_lowercase()),
        }
    }
}

impl Lexicon {
    /// The looks of a sentence's words, into `looks`.
    pub fn look<'w>(&self, words: impl Iterator<Item = &'w str> + Clone, looks: &mut Vec<Look>) {
        looks.clear();
        let case = case(words.clone());
        let mut lower = String::new();
        for (i, word) in words.enumerate() {
            fold(word, &mut lower);
            let mut look = letters(word, &lower, i == 0, case);
            self.inform(&mut look);
            looks.push(look);
        }
    }

    fn inform(&self, look: &mut Look) {
        look.usual = 255;
        for pair in self.0.get(look.word).chunks_exact(2) {
            match pair[0] {
                fact::CLUSTER => look.cluster = u64::from(pair[1]) + 1,
                fact::COARSE => look.coarse = u64::from(pair[1]) + 1,
                fact::USUAL => look.usual = pair[1],
                fact::ONLY => (look.usual, look.sure) = (pair[1], true),
                fact::LISTS => look.lists = u64::from(pair[1]),
                _ => {}
            }
        }
    }
}

fn letters(word: &str, lower: &str, first: bool, case: Case) -> Look {
    let mut look = Look {
        word: hash::bytes(lower.as_bytes()),
        form: hash::bytes(word.as_bytes()),
        shape: shape(word, first, case),
        ..Look::default()
    };
    let ends = lower.char_indices().skip(1).map(|(at, _)| at).chain([lower.len()]);
    for (prefix, end) in look.prefixes.iter_mut().zip(ends) {
        *prefix = hash::bytes(&lower.as_bytes()[..end]);
    }
    for (suffix, (at, _)) in look.suffixes.iter_mut().zip(lower.char_indices().rev()) {
        *suffix = hash::bytes(&lower.as_bytes()[at..]);
    }
    look
}

/// The shape of a word as a number: its kinds of letters in order, repeats dropped.
fn shape(word: &str, first: bool, case: Case) -> u64 {
    let mut shape = (case as u64) * 2 + u64::from(first);
    let mut last = (0, 0);
    for c in word.chars().take(18) {
        let kind = match c {
            'a'..='z' => 1,
            'A'..='Z' => 2,
            '0'..='9' => 3,
            '-' => 4,
            '.' => 5,
            '\'' | '’' => 6,
            c if c.is_lowercase() => 1,
            c if c.is_uppercase() => 2,
            c if c.is_alphanumeric() => 1,
            _ => 7,
        };
        last = if kind == last.0 { (kind, last.1 + 1) } else { (kind, 1) };
        if last.1 <= 2 {
            shape = shape * 8 + kind;
        }
    }
    hash::mix(shape)
}

/// In title case all longer words have capitals; in capitals nearly all letters are.
fn case<'w>(words: impl Iterator<Item = &'w str>) -> Case {
    let (mut long, mut upper, mut capital) = (0, 0, 0);
    for word in words.filter(|w| w.len() > 3 && w.starts_with(char::is_alphabetic)) {
        long += 1;
        upper += usize::from(!word.contains(char::is_lowercase));
        capital += usize::from(word.starts_with(char::is_uppercase));
    }
    match () {
        () if long >= 2 && upper * 5 >= long * 4 => Case::Capitals,
        () if long >= 3 && capital * 10 >= long * 9 => Case::Title,
        () => Case::Normal,
    }
}
