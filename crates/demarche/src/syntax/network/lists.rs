//! Lists of names that a word and the run of words from it stand in: countries, towns, persons, bodies.
//!
//! A key is folded words joined by blanks. Of each key the weights file holds a hash and the lists as bits; each list
//! has rows in a table of vectors, by how the word stands in it.

use super::features::Features;
use crate::network::tables::Table;
use crate::network::weights::{File, WeightsError};

/// The most words of a key.
const LONGEST: usize = 5;

/// The bit of a word that begins a longer key.
const BEGINS: u32 = 1 << 31;

/// Rows of a list: for a word alone, by its capitals; for a word of a run, by its place in it and the first's capitals.
const ALONE: usize = 3;
const RUN: usize = 4;

/// The lists and their vectors.
#[derive(Clone, Debug)]
pub struct Lists {
    keys: &'static [u8],
    bits: &'static [u8],
    vectors: Table,
    count: usize,
}

impl Lists {
    pub fn load(file: &File) -> Result<Self, WeightsError> {
        let (keys, _) = file.bytes("lists.keys")?;
        let (bits, _) = file.bytes("lists.bits")?;
        let (vectors, rows) = (Table::load(file, "listed")?, file.bytes("listed.weight")?.1[0]);
        if keys.len() != bits.len() {
            return Err(WeightsError::new("lists: not as many keys as bits"));
        }
        Ok(Lists { keys, bits, vectors, count: rows.saturating_sub(1) / (ALONE + RUN) })
    }

    /// Adds the vectors of a word's own lists to `out`; whether it begins longer keys.
    pub fn add_word(&self, word: &str, folded: &str, out: &mut [f32]) -> bool {
        let bits = self.bits(mixed(feed(START, folded)));
        let form = capitals(word);
        self.each(bits, |list| self.vectors.add(ALONE * list + form, 1.0, out));
        bits & BEGINS != 0
    }

    /// Adds the vectors of the longest key that the words begin with, if any, to their rows of `out`; how many they are.
    pub fn add_run(&self, words: &[&str], features: &Features, width: usize, out: &mut [f32]) -> usize {
        let (length, bits) = self.longest(words, features);
        let small = usize::from(words.first().is_some_and(|word| capitals(word) == 0));
        for (i, row) in out.chunks_exact_mut(width).take(length).enumerate() {
            let form = 2 * usize::from(i > 0) + small;
            self.each(bits, |list| self.vectors.add(ALONE * self.count + RUN * list + form, 1.0, row));
        }
        length
    }

    fn longest(&self, words: &[&str], features: &Features) -> (usize, u32) {
        let (mut state, mut found) = (START, (1, 0));
        for (i, word) in words.iter().take(LONGEST).enumerate() {
            if i > 0 {
                state = feed(state, " ");
            }
            state = feed(state, &features.fold(word));
            let bits = if i > 0 { self.bits(mixed(state)) & !BEGINS } else { 0 };
            if bits != 0 {
                found = (i + 1, bits);
            }
        }
        found
    }

    fn each(&self, bits: u32, do_with: impl FnMut(usize)) {
        (0..self.count).filter(|list| bits >> list & 1 == 1).for_each(do_with);
    }

    /// The lists of a key: keys lie in order.
    fn bits(&self, key: u32) -> u32 {
        let (mut low, mut high) = (0, self.keys.len() / 4);
        while low < high {
            let middle = usize::midpoint(low, high);
            match number(self.keys, middle).cmp(&key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return number(self.bits, middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        0
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(4 * at..4 * at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// FNV-1a with seed 6.
const START: u32 = 2_166_136_261 ^ 0x9E37_79B9_u32.wrapping_mul(6);

fn feed(state: u32, text: &str) -> u32 {
    text.bytes().fold(state, |state, byte| (state ^ u32::from(byte)).wrapping_mul(16_777_619))
}

fn mixed(state: u32) -> u32 {
    let state = (state ^ (state >> 15)).wrapping_mul(0x2C1B_3C6D);
    state ^ (state >> 13)
}

/// 0 small letters, 1 a capital first, 2 capitals alone.
fn capitals(word: &str) -> usize {
    match () {
        () if !word.starts_with(char::is_uppercase) => 0,
        () if word.chars().nth(1).is_some() && !word.contains(char::is_lowercase) => 2,
        () => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_told_apart() {
        for (word, form) in [("paris", 0), ("Paris", 1), ("U.N.", 2), ("I", 1), ("É", 1), ("", 0), ("3M", 0)] {
            assert_eq!(capitals(word), form, "{word}");
        }
    }

    #[test]
    fn words_and_runs_are_found_in_the_shipped_lists() {
        let file = File::open(demarche_models::SYNTAX_NETWORK, super::super::FORMAT).expect("shipped weights");
        let (lists, features) = (Lists::load(&file).expect("lists"), Features::load(&file).expect("features"));
        let sentence = ["New", "York", "Times"];
        assert_eq!((1..=3).map(|n| lists.longest(&sentence[..n], &features).0).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(lists.longest(&["of", "course"], &features), (1, 0));
        let mut row = vec![0.0; lists.vectors.size];
        assert!(lists.add_word("New", "new", &mut row) && row.iter().any(|&v| v != 0.0));
        assert!(!lists.add_word("Zzyzzyq", "zzyzzyq", &mut row));
        assert_eq!(lists.add_run(&[], &features, 8, &mut []), 1);
    }
}
