//! A small encoder that gives each word a vector in its context, for heads to read.
//!
//! In: the words of sentences. Out: [`Vectors`], one a word. The encoder is built as BERT is: pieces, their places and
//! the shapes of words are added up; blocks of attention and of a hidden layer follow, each with a norm behind it
//! ([`block`]). A word's vector is that of its first piece. [`windows`] says how a whole report is divided.
//! `demarche-forge` writes the file (`encoder.py`); what a head needs lies in the same file, by name.
//!
//! The same words give the same bytes on every machine: matrix products are sums of integers, and the rest is added in
//! one fixed order, with functions of our own ([`functions`]).

mod block;
mod dense;
pub(crate) mod functions;
mod windows;

pub use crate::network::weights::WeightsError;
pub use dense::Dense;

use crate::network::pieces::{Pieces, shape};
use crate::network::tables::Table;
use crate::network::weights::{File, Format};
use block::{Block, Buffers, Norm};
use std::collections::HashMap;

/// How the weights file begins.
const FORMAT: Format = Format { magic: b"DMCHREAD", version: 1 };

/// The most pieces of a word that count, the first ones.
const PIECES: usize = 8;

/// The most pieces that are related to one another, with those that mark start and end.
const LONGEST: usize = 300;

/// The weights, ready for use.
#[derive(Clone, Debug)]
pub struct Encoder {
    file: File,
    width: usize,
    pieces: Pieces,
    /// The pieces before the first word and behind the last.
    marks: [Piece; 2],
    words: Table,
    positions: Table,
    kinds: Vec<f32>,
    shapes: Option<(Table, HashMap<String, usize>)>,
    norm: Norm,
    blocks: Vec<Block>,
}

/// A piece as it enters: the row of its vector, and that of the shape of its word.
#[derive(Clone, Copy, Debug)]
struct Piece {
    row: usize,
    shape: usize,
}

/// A vector for each word, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vectors {
    width: usize,
    numbers: Vec<f32>,
}

impl Vectors {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.numbers.len() / self.width.max(1)
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// How many numbers a vector has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The vector of a word, counted through all sentences.
    pub fn get(&self, word: usize) -> &[f32] {
        &self.numbers[word * self.width..][..self.width]
    }

    /// All vectors behind one another.
    pub fn numbers(&self) -> &[f32] {
        &self.numbers
    }
}

/// A matrix as it was before it was rounded, or nearly so.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    columns: usize,
    numbers: Vec<f32>,
}

impl Matrix {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.numbers.len() / self.columns
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// One of its rows.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.numbers[row * self.columns..][..self.columns]
    }
}

impl Encoder {
    /// Reads a weights file.
    ///
    /// # Errors
    /// If it is none, is of another version, lacks something, or its parts do not fit each other.
    pub fn load(bytes: &'static [u8]) -> Result<Self, WeightsError> {
        let file = File::open(bytes, FORMAT)?;
        let (width, heads) = (file.size("width")?, file.size("heads")?);
        if heads == 0 || width % (heads * 8) != 0 || width / heads > block::WIDEST_HEAD {
            return Err(WeightsError::new(format!("{heads} heads do not share a width of {width}")));
        }
        let pieces = Pieces::load(&file)?;
        let mark = |name: &str| match pieces.number(name) {
            Some(row) => Ok(Piece { row, shape: 0 }),
            None => Err(WeightsError::new(format!("no piece {name}"))),
        };
        let table = |name: &str, least: usize| match Table::load(&file, name)? {
            table if table.size == width && table.rows() >= least => Ok(table),
            _ => Err(WeightsError::new(format!("{name}: not {least} rows of {width}"))),
        };
        let shapes = if file.has("shapes.weight") {
            let rows: HashMap<_, _> = file.list("shapes")?.into_iter().enumerate().map(|(i, s)| (s, i)).collect();
            Some((table("shapes", rows.len())?, rows))
        } else {
            None
        };
        let kinds = file.floats("kinds")?;
        if kinds.len() != width {
            return Err(WeightsError::new(format!("kinds: not {width} numbers")));
        }
        Ok(Encoder {
            marks: [mark("[CLS]")?, mark("[SEP]")?],
            words: table("words", pieces.len())?,
            positions: table("positions", LONGEST)?,
            kinds,
            shapes,
            norm: Norm::load(&file, "norm", width)?,
            blocks: (0..file.size("layers")?)
                .map(|i| Block::load(&file, &format!("blocks.{i}"), width, heads))
                .collect::<Result<_, _>>()?,
            pieces,
            width,
            file,
        })
    }

    /// How many numbers a word's vector has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The vectors of the words of one window, which is no longer than 300 pieces, start and end included: the pieces
    /// that go beyond are not seen, and a word without any has a vector of zeros.
    pub fn encode(&self, words: &[&str]) -> Vectors {
        let words: Vec<Vec<Piece>> = words.iter().map(|word| self.cut(word)).collect();
        let mut numbers = Vec::new();
        self.encode_window(&words, 0, &mut Buffers::default(), &mut numbers);
        Vectors { width: self.width, numbers }
    }

    /// The vectors of the words of a whole report, read in [`windows`].
    pub fn read(&self, sentences: &[Vec<&str>]) -> Vectors {
        let words: Vec<Vec<Piece>> = sentences.iter().flatten().map(|word| self.cut(word)).collect();
        let counts: Vec<usize> = words.iter().map(Vec::len).collect();
        let lengths: Vec<usize> = sentences.iter().map(Vec::len).collect();
        let mut buffers = Buffers::default();
        let mut numbers = Vec::with_capacity(words.len() * self.width);
        for window in windows::divide(&counts, &lengths) {
            self.encode_window(&words[window.words.clone()], window.context(), &mut buffers, &mut numbers);
        }
        Vectors { width: self.width, numbers }
    }

    /// The pieces of a word.
    fn cut(&self, word: &str) -> Vec<Piece> {
        let shape = match &self.shapes {
            Some((_, rows)) => rows.get(shape(word).as_str()).copied().unwrap_or(0),
            None => 0,
        };
        let pieces = self.pieces.cut(&self.pieces.fold(word));
        pieces.into_iter().take(PIECES).map(|row| Piece { row, shape }).collect()
    }

    /// Appends the vectors of words, but for the first `context`, to `out`.
    fn encode_window(&self, words: &[Vec<Piece>], context: usize, buffers: &mut Buffers, out: &mut Vec<f32>) {
        let [start, end] = self.marks;
        let mut pieces = vec![start];
        let mut firsts = Vec::with_capacity(words.len());
        for word in words {
            firsts.push(pieces.len());
            pieces.extend(word);
        }
        pieces.truncate(LONGEST - 1);
        pieces.push(end);
        self.enter(&pieces, &mut buffers.x);
        self.norm.apply(buffers, false);
        for block in &self.blocks {
            block.apply(buffers);
        }
        for &first in &firsts[context..] {
            match first + 1 < pieces.len() {
                true => out.extend_from_slice(&buffers.x[first * self.width..][..self.width]),
                false => out.resize(out.len() + self.width, 0.0),
            }
        }
    }

    /// The sum of what is known of each piece by itself.
    fn enter(&self, pieces: &[Piece], x: &mut Vec<f32>) {
        x.clear();
        x.resize(pieces.len() * self.width, 0.0);
        for (place, (piece, x)) in pieces.iter().zip(x.chunks_exact_mut(self.width)).enumerate() {
            self.words.add(piece.row, 1.0, x);
            self.positions.add(place, 1.0, x);
            for (x, kind) in x.iter_mut().zip(&self.kinds) {
                *x += kind;
            }
            if let Some((shapes, _)) = &self.shapes {
                shapes.add(piece.shape, 1.0, x);
            }
        }
    }

    /// A linear layer of a head: `{name}.weight` with its scales, and `{name}.bias` if there is one.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn dense(&self, name: &str) -> Result<Dense, WeightsError> {
        Dense::load(&self.file, name)
    }

    /// The numbers of a tensor that is not rounded: a bias, a vector, anything that is no matrix.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn floats(&self, name: &str) -> Result<Vec<f32>, WeightsError> {
        self.file.floats(name)
    }

    /// A matrix.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn matrix(&self, name: &str) -> Result<Matrix, WeightsError> {
        let (bytes, _, columns) = self.file.matrix(name)?;
        let scales = self.file.floats(&format!("{name}.scale"))?;
        let rows = bytes.chunks_exact(columns).zip(scales);
        let numbers =
            rows.flat_map(|(row, scale)| row.iter().map(move |byte| f32::from(byte.cast_signed()) * scale)).collect();
        Ok(Matrix { columns, numbers })
    }

    /// A list of the file's description, of labels say.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn list(&self, name: &str) -> Result<Vec<String>, WeightsError> {
        self.file.list(name)
    }
}
