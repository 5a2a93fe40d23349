//! What of a word enters the network: word pieces, hashed form and affixes, shape.

use crate::network::pieces::{Pieces, shape};
use crate::network::tables::Table;
use crate::network::weights::{File, WeightsError};
use std::collections::HashMap;

/// The most pieces of a word that count: the first ones and the last.
const PIECES: usize = 4;

/// The tables of parts of words.
#[derive(Clone, Debug)]
pub struct Features {
    pieces: Table,
    forms: Table,
    shapes: Table,
    cutter: Pieces,
    shape_rows: HashMap<String, usize>,
    form_rows: u32,
    affix_rows: u32,
}

impl Features {
    pub fn load(file: &File) -> Result<Self, WeightsError> {
        Ok(Features {
            pieces: Table::load(file, "piece")?,
            forms: Table::load(file, "form")?,
            shapes: Table::load(file, "shape")?,
            cutter: Pieces::load(file)?,
            shape_rows: file.list("shapes")?.into_iter().enumerate().map(|(i, shape)| (shape, i)).collect(),
            form_rows: file.size("forms")? as u32,
            affix_rows: file.size("affixes")? as u32,
        })
    }

    /// The vector of a word: the mean of its pieces, the sum of form and affixes, its shape.
    pub fn vector(&self, word: &str, folded: &str, out: &mut Vec<f32>) {
        out.clear();
        out.resize(self.pieces.size + self.forms.size + self.shapes.size, 0.0);
        let (pieces, rest) = out.split_at_mut(self.pieces.size);
        let (forms, shapes) = rest.split_at_mut(self.forms.size);
        let cut = self.cutter.cut(folded);
        let kept = cut.len().min(PIECES);
        for (i, &piece) in cut.iter().enumerate() {
            if i + 1 < kept || i + 1 == cut.len() {
                self.pieces.add(piece, 1.0 / kept as f32, pieces);
            }
        }
        for row in self.form_rows_of(word, folded) {
            self.forms.add(row, 1.0, forms);
        }
        self.shapes.add(self.shape_rows.get(shape(word).as_str()).copied().unwrap_or(0), 1.0, shapes);
    }

    /// Lower case without accents, plain quotation marks and dashes.
    pub fn fold(&self, word: &str) -> String {
        self.cutter.fold(word)
    }

    fn form_rows_of(&self, word: &str, folded: &str) -> [usize; 5] {
        let plain: Vec<char> = folded.chars().map(plain_digit).collect();
        let text = |chars: &[char]| chars.iter().collect::<String>();
        let cased: String = word.chars().map(plain_digit).collect();
        let (f, a) = (self.form_rows, self.affix_rows);
        let last = |n: usize| text(&plain[plain.len().saturating_sub(n)..]);
        [
            hash(&cased, 1) % f,
            hash(&text(&plain), 2) % f,
            f + hash(&text(&plain[..plain.len().min(3)]), 3) % a,
            f + a + hash(&last(3), 4) % a,
            f + 2 * a + hash(&last(2), 5) % a,
        ]
        .map(|row| row as usize)
    }
}

fn plain_digit(c: char) -> char {
    if c.is_ascii_digit() { '0' } else { c }
}

/// FNV-1a of the bytes with a seed, mixed at the end.
fn hash(text: &str, seed: u32) -> u32 {
    let mut hash = 2_166_136_261 ^ seed.wrapping_mul(0x9E37_79B9);
    for byte in text.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
    }
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0x2C1B_3C6D);
    hash ^ (hash >> 13)
}

/// Vectors of words already seen, and whether each begins longer keys of the lists.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    rows: HashMap<Box<str>, (usize, bool)>,
    vectors: Vec<f32>,
}

impl Cache {
    /// Words kept; then the memory is emptied.
    const MOST: usize = 16_384;

    pub fn get(&self, word: &str, size: usize) -> Option<(&[f32], bool)> {
        self.rows.get(word).map(|&(row, begins)| (&self.vectors[row * size..][..size], begins))
    }

    pub fn insert(&mut self, word: &str, vector: &[f32], begins: bool) {
        if self.rows.len() == Self::MOST {
            self.rows.clear();
            self.vectors.clear();
        }
        self.rows.insert(word.into(), (self.rows.len(), begins));
        self.vectors.extend_from_slice(vector);
    }
}
