//! What of a word enters the network: word pieces, hashed form and affixes, shape.

use super::weights::{File, WeightsError};
use std::collections::HashMap;

/// The most pieces of a word that count: the first ones and the last.
const PIECES: usize = 4;

/// A table of vectors of whole numbers, each row with its scale.
#[derive(Clone, Debug)]
pub struct Table {
    bytes: &'static [u8],
    scales: Vec<f32>,
    /// Numbers of a row.
    pub size: usize,
}

impl Table {
    pub fn load(file: &File, name: &str) -> Result<Self, WeightsError> {
        let (bytes, shape) = file.bytes(&format!("{name}.weight"))?;
        let size = *shape.last().unwrap_or(&1);
        Ok(Table { bytes, scales: file.floats(&format!("{name}.weight.scale"))?, size })
    }

    /// Adds `share` of row `row` to `out`.
    pub fn add(&self, row: usize, share: f32, out: &mut [f32]) {
        let scale = self.scales[row] * share;
        for (out, &byte) in out.iter_mut().zip(&self.bytes[row * self.size..][..self.size]) {
            *out += f32::from(byte.cast_signed()) * scale;
        }
    }
}

/// The tables of parts of words.
#[derive(Clone, Debug)]
pub struct Features {
    pieces: Table,
    forms: Table,
    shapes: Table,
    vocabulary: HashMap<&'static str, usize>,
    unknown: usize,
    shape_rows: HashMap<String, usize>,
    folds: HashMap<char, String>,
    form_rows: u32,
    affix_rows: u32,
}

impl Features {
    pub fn load(file: &File) -> Result<Self, WeightsError> {
        let vocabulary: HashMap<_, _> = file.lines("vocabulary")?.enumerate().map(|(i, piece)| (piece, i)).collect();
        Ok(Features {
            pieces: Table::load(file, "piece")?,
            forms: Table::load(file, "form")?,
            shapes: Table::load(file, "shape")?,
            unknown: *vocabulary.get("[UNK]").ok_or_else(|| WeightsError::new("no piece for the unknown"))?,
            vocabulary,
            shape_rows: file.list("shapes")?.into_iter().enumerate().map(|(i, shape)| (shape, i)).collect(),
            folds: file
                .list("folds")?
                .iter()
                .filter_map(|l| Some((l.chars().next()?, l.chars().skip(1).collect())))
                .collect(),
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
        let cut = self.cut(folded);
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

    /// Lower case without accents, plain quotation marks and dashes.
    pub fn fold(&self, word: &str) -> String {
        let mut out = String::with_capacity(word.len());
        for c in word.to_lowercase().chars() {
            match self.folds.get(&c) {
                Some(plain) => out.push_str(plain),
                None => out.push(c),
            }
        }
        out
    }

    /// The pieces of a word by longest match; pieces inside a run of letters and digits are marked `##`.
    fn cut(&self, folded: &str) -> Vec<usize> {
        let chars: Vec<char> = folded.chars().collect();
        let mut out = Vec::new();
        let mut start = 0;
        let mut piece = String::new();
        while start < chars.len() && out.len() < 12 {
            let inside = start > 0 && chars[start].is_alphanumeric() && chars[start - 1].is_alphanumeric();
            let mut end = chars.len().min(start + 24);
            let mut found = self.unknown;
            while end > start {
                piece.clear();
                if inside {
                    piece.push_str("##");
                }
                piece.extend(&chars[start..end]);
                if let Some(&id) = self.vocabulary.get(piece.as_str()) {
                    found = id;
                    break;
                }
                end -= 1;
            }
            out.push(found);
            start = end.max(start + 1);
        }
        if out.is_empty() {
            out.push(self.unknown);
        }
        out
    }
}

fn plain_digit(c: char) -> char {
    if c.is_ascii_digit() { '0' } else { c }
}

/// The capitals and kinds of signs of a word, runs shortened to two, the first six.
fn shape(word: &str) -> String {
    let mut out = String::new();
    let mut run = (' ', 0);
    for c in word.chars() {
        let kind = match c {
            '0'..='9' => 'd',
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ => '.',
        };
        run = if kind == run.0 { (kind, run.1 + 1) } else { (kind, 1) };
        if run.1 <= 2 {
            out.push(kind);
        }
    }
    out.chars().take(6).collect()
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
