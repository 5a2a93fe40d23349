//! A block of the encoder: attention, then a hidden layer, each added to what came in and normalized.

use super::dense::{Dense, Layout, Rows, most, round_row};
use super::functions::{exp, gelu};
use crate::network::lanes::{self, Lanes, Work};
use crate::network::products::{Packed, Product, dot, nearest, together};
use crate::network::weights::{File, WeightsError};

/// The widest head.
pub const WIDEST_HEAD: usize = 128;

/// The largest whole number of what a piece hands on to others: products with [`SHARES`] do not overflow.
const CONTENT: usize = i16::MAX as usize;

/// The shares that a piece takes of all, together.
const SHARES: f32 = 32_767.0;

/// Pieces that look around at once: their scores stay in the cache.
const LOOKING: usize = 72;

/// What is worked on: a row a piece.
#[derive(Clone, Debug, Default)]
pub struct Buffers {
    /// What is known of each piece by now.
    pub x: Vec<f32>,
    /// The same in whole numbers.
    rounded: Rows,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    attention: Attention,
}

/// Normalization: mean 0, variance 1, then weights and biases.
#[derive(Clone, Debug)]
pub struct Norm {
    weights: Vec<f32>,
    biases: Vec<f32>,
}

impl Norm {
    pub fn load(file: &File, name: &str, width: usize) -> Result<Self, WeightsError> {
        let [weights, biases] = ["weight", "bias"].map(|part| file.floats(&format!("{name}.{part}")));
        let (weights, biases) = (weights?, biases?);
        if weights.len() != width || biases.len() != width {
            return Err(WeightsError::new(format!("{name}: not {width} numbers")));
        }
        Ok(Norm { weights, biases })
    }

    /// Normalizes `x`, and rounds it. Before, `narrow` is added if there is `more`.
    pub fn apply(&self, buffers: &mut Buffers, more: bool) {
        let width = self.weights.len();
        let rows = buffers.x.len() / width;
        let Buffers { x, rounded, narrow, .. } = buffers;
        rounded.size = width;
        rounded.numbers.resize(x.len(), 0);
        rounded.scales.resize(rows, 0.0);
        lanes::with_widest(Normalizing { norm: self, x, more: more.then_some(narrow), rounded });
    }
}

struct Normalizing<'a> {
    norm: &'a Norm,
    x: &'a mut [f32],
    more: Option<&'a mut Vec<f32>>,
    rounded: &'a mut Rows,
}

impl Work for Normalizing<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self, _: L) {
        let Norm { weights, biases } = self.norm;
        let width = weights.len();
        for (row, x) in self.x.chunks_exact_mut(width).enumerate() {
            if let Some(more) = &self.more {
                for (x, more) in x.iter_mut().zip(&more[row * width..]) {
                    *x += more;
                }
            }
            let mut sums = [0.0; 8];
            for eight in x.as_chunks::<8>().0 {
                for i in 0..8 {
                    sums[i] += eight[i];
                }
            }
            let mean = together(sums) / width as f32;
            x.iter_mut().for_each(|x| *x -= mean);
            let scale = 1.0 / (dot(x, x) / width as f32 + 1e-12).sqrt();
            for ((x, weight), bias) in x.iter_mut().zip(weights).zip(biases) {
                *x = *x * scale * weight + bias;
            }
            let out = &mut self.rounded.numbers[row * width..][..width];
            self.rounded.scales[row] = round_row(x, most(width) as f32, out);
        }
    }
}

/// A block's weights.
#[derive(Clone, Debug)]
pub struct Block {
    heads: usize,
    queries_keys_values: Dense,
    mix: Dense,
    mixed: Norm,
    up: Dense,
    down: Dense,
    done: Norm,
}

impl Block {
    pub fn load(file: &File, name: &str, width: usize, heads: usize) -> Result<Self, WeightsError> {
        let dense = |part: &str, inputs: usize, outputs: Option<usize>| {
            let dense = Dense::load(file, &format!("{name}.{part}"))?;
            let fits = dense.inputs == inputs && dense.outputs == outputs.unwrap_or(dense.outputs);
            if fits { Ok(dense) } else { Err(WeightsError::new(format!("{name}.{part}: of another size"))) }
        };
        let up = dense("up", width, None)?;
        if up.outputs % 8 != 0 {
            return Err(WeightsError::new(format!("{name}.up: not a multiple of eight")));
        }
        Ok(Block {
            heads,
            queries_keys_values: dense("qkv", width, Some(3 * width))?,
            mix: dense("mix", width, Some(width))?,
            mixed: Norm::load(file, &format!("{name}.norm1"), width)?,
            down: dense("down", up.outputs, Some(width))?,
            up,
            done: Norm::load(file, &format!("{name}.norm2"), width)?,
        })
    }

    /// Works on the rows of `x`, of which the whole numbers are known, and leaves both.
    pub fn apply(&self, buffers: &mut Buffers) {
        let Buffers { rounded, wide, narrow, attention, .. } = buffers;
        let rows = rounded.scales.len();
        let layout = |dense: &Dense| Layout { first: 0, step: dense.inputs, rows, size: dense.inputs };
        self.queries_keys_values.apply_rounded(rounded, wide);
        attention.apply(wide, rows, self.heads, self.mix.inputs, narrow);
        rounded.round(narrow, layout(&self.mix), most(self.mix.inputs));
        self.mix.apply_rounded(rounded, narrow);
        self.mixed.apply(buffers, true);

        let Buffers { rounded, wide, narrow, .. } = buffers;
        self.up.apply_rounded(rounded, wide);
        lanes::with_widest(Ramp(wide));
        rounded.round(wide, layout(&self.down), most(self.down.inputs));
        self.down.apply_rounded(rounded, narrow);
        self.done.apply(buffers, true);
    }
}

struct Ramp<'a>(&'a mut [f32]);

impl Work for Ramp<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self, _: L) {
        self.0.iter_mut().for_each(|x| *x = gelu(*x));
    }
}

/// What attention works with, head by head.
#[derive(Clone, Debug, Default)]
struct Attention {
    queries: Rows,
    keys: Rows,
    packed_keys: Packed,
    key_scales: Vec<f32>,
    key_biases: Vec<f32>,
    columns: Vec<f32>,
    values: Rows,
    packed_values: Packed,
    scores: Vec<f32>,
    shares: Rows,
}

impl Attention {
    /// What each piece takes from all, in `out`; `wide` has its query, key and value in a row.
    fn apply(&mut self, wide: &[f32], rows: usize, heads: usize, width: usize, out: &mut Vec<f32>) {
        let size = width / heads;
        out.resize(rows * width, 0.0);
        for head in 0..heads {
            let layout = |part: usize| Layout { first: part * width + head * size, step: 3 * width, rows, size };
            // The products of as many pairs do not overflow.
            let largest = (i32::MAX as usize / size).isqrt().min(i16::MAX as usize);
            self.queries.round(wide, layout(0), largest);
            let share = 1.0 / (size as f32).sqrt();
            self.queries.scales.iter_mut().for_each(|scale| *scale *= share);
            self.keys.round(wide, layout(1), largest);
            self.pack_keys();
            self.pack_values(wide, layout(2));
            for first in (0..rows).step_by(LOOKING) {
                let out = &mut out[first * width + head * size..];
                self.look_around(first, LOOKING.min(rows - first), out, width);
            }
        }
    }

    /// Keys become outputs. Those that only fill up are scored so low that nothing is taken from them.
    fn pack_keys(&mut self) {
        let rows = self.keys.scales.len();
        self.packed_keys.resize(rows, self.keys.size);
        for row in 0..rows {
            self.packed_keys.set(row, self.keys.row(row));
        }
        self.key_scales.clone_from(&self.keys.scales);
        self.key_scales.resize(self.packed_keys.padded, 0.0);
        self.key_biases.clear();
        self.key_biases.resize(rows, 0.0);
        self.key_biases.resize(self.packed_keys.padded, -1e30);
    }

    /// Values become columns, each with its scale.
    fn pack_values(&mut self, wide: &[f32], Layout { first, step, rows, size }: Layout) {
        let padded = self.packed_keys.padded;
        self.columns.clear();
        self.columns.resize(size * padded, 0.0);
        for row in 0..rows {
            for (column, &value) in wide[first + row * step..][..size].iter().enumerate() {
                self.columns[column * padded + row] = value;
            }
        }
        self.values.round(&self.columns, Layout { first: 0, step: padded, rows: size, size: padded }, CONTENT);
        self.packed_values.resize(size, padded);
        for column in 0..size {
            self.packed_values.set(column, self.values.row(column));
        }
    }

    /// What `rows` pieces from `first` on take, into every `out_step`th place of `out`.
    fn look_around(&mut self, first: usize, rows: usize, out: &mut [f32], out_step: usize) {
        let Attention { queries, packed_keys, packed_values, scores, shares, .. } = self;
        let padded = packed_keys.padded;
        scores.resize(rows * padded, 0.0);
        Product {
            weights: packed_keys,
            scales: &self.key_scales,
            biases: &self.key_biases,
            x: &queries.numbers[first * queries.size..],
            step: queries.size,
            rows,
            row_scales: &queries.scales[first..],
            out: scores,
            out_step: padded,
        }
        .write();
        shares.size = padded;
        shares.numbers.resize(rows * padded, 0);
        shares.scales.resize(rows, 0.0);
        lanes::with_widest(Sharing { scores, shares });
        Product {
            weights: packed_values,
            scales: &self.values.scales,
            biases: &[0.0; WIDEST_HEAD],
            x: &shares.numbers,
            step: padded,
            rows,
            row_scales: &shares.scales,
            out,
            out_step,
        }
        .write();
    }
}

/// Makes shares of scores: in whole numbers, [`SHARES`] together but for rounding.
struct Sharing<'a> {
    scores: &'a mut [f32],
    shares: &'a mut Rows,
}

impl Work for Sharing<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self, _: L) {
        let Rows { numbers, scales, size } = self.shares;
        let rows = self.scores.chunks_exact_mut(*size).zip(numbers.chunks_exact_mut(*size));
        for ((scores, shares), scale) in rows.zip(scales) {
            let mut largest = [f32::MIN; 8];
            for eight in scores.as_chunks::<8>().0 {
                for i in 0..8 {
                    largest[i] = if eight[i] > largest[i] { eight[i] } else { largest[i] };
                }
            }
            let largest = largest.into_iter().fold(f32::MIN, |a, b| if a > b { a } else { b });
            let mut sums = [0.0; 8];
            for eight in scores.as_chunks_mut::<8>().0 {
                for i in 0..8 {
                    eight[i] = exp(eight[i] - largest);
                    sums[i] += eight[i];
                }
            }
            let share = SHARES / together(sums);
            let mut sum = 0;
            for (out, score) in shares.iter_mut().zip(scores.iter()) {
                *out = nearest(score * share);
                sum += i32::from(*out);
            }
            *scale = 1.0 / sum as f32;
        }
    }
}
