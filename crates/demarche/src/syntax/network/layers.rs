//! Layers: linear maps on whole numbers, normalization, gated windows and gated running means.
//!
//! Activations are whole numbers of 1/512, weights whole numbers of 8 bits with a scale an output: sums of products are
//! exact, whatever the order.

use crate::network::products::{Packed, Product, dot, nearest};
use crate::network::weights::{File, WeightsError};

/// Units of an activation in 1.
const UNITS: f32 = 512.0;

/// A linear map.
#[derive(Clone, Debug)]
pub struct Linear {
    weights: Packed,
    /// Outputs, filled up to a multiple of eight.
    pub padded: usize,
    scales: Vec<f32>,
    biases: Vec<f32>,
}

impl Linear {
    pub fn load(file: &File, name: &str) -> Result<Self, WeightsError> {
        let weights = Packed::load(file, &format!("{name}.weight"))?;
        let padded = weights.padded;
        let mut scales = file.floats(&format!("{name}.weight.scale"))?;
        scales.iter_mut().for_each(|s| *s /= UNITS);
        let mut biases = file.floats(&format!("{name}.bias")).unwrap_or_default();
        scales.resize(padded, 0.0);
        biases.resize(padded, 0.0);
        Ok(Linear { weights, padded, scales, biases })
    }

    /// Maps `rows` rows that follow one another.
    pub fn apply(&self, x: &[i16], rows: usize, out: &mut Vec<f32>) {
        self.apply_overlapping(x, self.weights.inputs, rows, out);
    }

    /// Maps `rows` rows, each beginning `step` numbers after the one before.
    pub fn apply_overlapping(&self, x: &[i16], step: usize, rows: usize, out: &mut Vec<f32>) {
        let Linear { weights, padded, scales, biases } = self;
        out.resize(rows * padded, 0.0);
        Product { weights, scales, biases, x, step, rows, row_scales: &[], out, out_step: *padded }.write();
    }
}

/// An activation as a whole number, to the nearest.
#[inline(always)]
pub fn quantize(value: f32) -> i16 {
    let scaled = value * UNITS;
    let low = if scaled > -32_000.0 { scaled } else { -32_000.0 };
    let bounded = if low < 32_000.0 { low } else { 32_000.0 };
    nearest(bounded)
}

/// Activations as whole numbers, in place of what was in `out`.
pub fn quantize_all(values: &[f32], out: &mut Vec<i16>) {
    out.clear();
    out.extend(values.iter().map(|&v| quantize(v)));
}

/// A hard sigmoid: 0 up to -3, 1 from 3.
#[inline(always)]
pub fn gate(value: f32) -> f32 {
    let low = if value > -3.0 { value } else { -3.0 };
    (if low < 3.0 { low } else { 3.0 } + 3.0) * (1.0 / 6.0)
}

/// Normalization by the root of the mean square.
#[derive(Clone, Debug)]
pub struct Norm {
    weights: Vec<f32>,
}

impl Norm {
    pub fn load(file: &File, name: &str) -> Result<Self, WeightsError> {
        Ok(Norm { weights: file.floats(&format!("{name}.weight"))? })
    }

    /// Normalizes each real row to whole numbers; the others become 0.
    pub fn apply(&self, x: &[f32], real: &[bool], out: &mut Vec<i16>) {
        let width = self.weights.len();
        out.resize(x.len(), 0);
        for ((row, out), &real) in x.chunks_exact(width).zip(out.chunks_exact_mut(width)).zip(real) {
            if real {
                let scale = 1.0 / (dot(row, row) / width as f32 + 1e-5).sqrt();
                for ((out, &x), &weight) in out.iter_mut().zip(row).zip(&self.weights) {
                    *out = quantize(x * scale * weight);
                }
            } else {
                out.fill(0);
            }
        }
    }
}

/// A block whose result is added to its input.
#[derive(Clone, Debug)]
pub enum Block {
    /// A gated convolution over a word and its neighbors.
    Window { norm: Norm, line: Linear },
    /// A gated running mean, half of the channels from the left and half from the right.
    Scan { norm: Norm, line: Linear, mix: Linear },
}

impl Block {
    pub fn load(file: &File, name: &str, kind: char) -> Result<Self, WeightsError> {
        let norm = Norm::load(file, &format!("{name}.norm"))?;
        let line = Linear::load(file, &format!("{name}.line"))?;
        match kind {
            'c' => Ok(Block::Window { norm, line }),
            's' => Ok(Block::Scan { norm, line, mix: Linear::load(file, &format!("{name}.mix"))? }),
            other => Err(WeightsError::new(format!("{name}: no kind of block is called {other}"))),
        }
    }

    /// Adds the block's result to `x`.
    pub fn add(
        &self,
        x: &mut [f32],
        real: &[bool],
        quantized: &mut Vec<i16>,
        wide: &mut Vec<f32>,
        narrow: &mut Vec<f32>,
    ) {
        self.apply(x, real, quantized, wide, narrow);
        for (x, y) in x.iter_mut().zip(narrow.iter()) {
            *x += y;
        }
    }

    /// The block's result, in `narrow`.
    pub fn apply(
        &self,
        x: &[f32],
        real: &[bool],
        quantized: &mut Vec<i16>,
        wide: &mut Vec<f32>,
        narrow: &mut Vec<f32>,
    ) {
        let rows = real.len();
        match self {
            Block::Window { norm, line } => {
                norm.apply(x, real, quantized);
                line.apply_overlapping(quantized, norm.weights.len(), rows - 2, wide);
                let size = line.padded / 2;
                narrow.clear();
                narrow.resize(rows * size, 0.0);
                for (out, row) in narrow[size..].chunks_exact_mut(size).zip(wide.chunks_exact(2 * size)) {
                    let (values, gates) = row.split_at(size);
                    for ((out, value), &open) in out.iter_mut().zip(values).zip(gates) {
                        *out = value * gate(open);
                    }
                }
            }
            Block::Scan { norm, line, mix } => {
                norm.apply(x, real, quantized);
                line.apply(quantized, rows, wide);
                let size = line.padded / 3;
                for row in wide.chunks_exact_mut(3 * size) {
                    let (values, rest) = row.split_at_mut(size);
                    for (value, keep) in values.iter_mut().zip(&mut rest[..size]) {
                        *keep = gate(*keep);
                        *value *= 1.0 - *keep;
                    }
                }
                run(wide, real, size);
                quantized.clear();
                for row in wide.chunks_exact(3 * size) {
                    let states = row[..size].iter().zip(&row[2 * size..]);
                    quantized.extend(states.map(|(state, &open)| quantize(state * gate(open))));
                }
                mix.apply(quantized, rows, narrow);
            }
        }
    }
}

/// Turns values into running means: `value += keep * value of the row before` for the first half of the channels,
/// `of the row after` for the second. A row is values, keeps, and what is not touched; blank rows become 0.
fn run(wide: &mut [f32], real: &[bool], size: usize) {
    let (step, half) = (3 * size, size / 2);
    for (row, &real) in wide.chunks_exact_mut(step).zip(real) {
        if !real {
            row[..size].fill(0.0);
        }
    }
    for row in 1..real.len() {
        if real[row] {
            let (before, here) = wide[(row - 1) * step..][..2 * step].split_at_mut(step);
            carry(here, &before[..half], 0, size);
        }
    }
    for row in (0..real.len() - 1).rev() {
        if real[row] {
            let (here, after) = wide[row * step..][..2 * step].split_at_mut(step);
            carry(here, &after[half..size], half, size);
        }
    }
}

#[inline(always)]
fn carry(here: &mut [f32], from: &[f32], first: usize, size: usize) {
    let (values, keeps) = here.split_at_mut(size);
    for ((value, keep), from) in values[first..].iter_mut().zip(&keeps[first..]).zip(from) {
        *value += keep * from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activations_round_to_the_nearest_and_stay_in_bounds() {
        for (value, whole) in [(0.0, 0), (1.0, 512), (-1.0, -512), (0.0012, 1), (1e9, 32_000), (-1e9, -32_000)] {
            assert_eq!(quantize(value), whole);
        }
        assert_eq!([gate(-9.0), gate(0.0), gate(9.0)], [0.0, 0.5, 1.0]);
    }
}
