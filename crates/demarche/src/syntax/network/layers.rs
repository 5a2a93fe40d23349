//! Layers: linear maps on whole numbers, normalization, gated windows and gated running means.
//!
//! Activations are whole numbers of 1/512, weights whole numbers of 8 bits with a scale an output: sums of products are
//! exact, whatever the order.

use super::lanes::{self, Lanes, Work};
use super::weights::{File, WeightsError};

/// Units of an activation in 1.
const UNITS: f32 = 512.0;

/// A linear map: weights by groups of eight outputs, in pairs of inputs.
#[derive(Clone, Debug)]
pub struct Linear {
    inputs: usize,
    /// Outputs, filled up to a multiple of eight.
    pub padded: usize,
    weights: Vec<i16>,
    scales: Vec<f32>,
    biases: Vec<f32>,
}

impl Linear {
    pub fn load(file: &File, name: &str) -> Result<Self, WeightsError> {
        let (bytes, shape) = file.bytes(&format!("{name}.weight"))?;
        let [outputs, inputs] = shape[..] else { return Err(WeightsError::new(format!("{name}: not a matrix"))) };
        if inputs % 2 != 0 {
            return Err(WeightsError::new(format!("{name}: an odd number of inputs")));
        }
        let padded = outputs.next_multiple_of(8);
        let mut weights = vec![0; padded * inputs];
        for (output, row) in bytes.chunks_exact(inputs).enumerate() {
            for (input, &byte) in row.iter().enumerate() {
                let pair = output / 8 * inputs * 8 + input / 2 * 16;
                weights[pair + output % 8 * 2 + input % 2] = i16::from(byte.cast_signed());
            }
        }
        let mut scales = file.floats(&format!("{name}.weight.scale"))?;
        scales.iter_mut().for_each(|s| *s /= UNITS);
        let mut biases = file.floats(&format!("{name}.bias")).unwrap_or_default();
        scales.resize(padded, 0.0);
        biases.resize(padded, 0.0);
        Ok(Linear { inputs, padded, weights, scales, biases })
    }

    /// Maps `rows` rows that follow one another.
    pub fn apply(&self, x: &[i16], rows: usize, out: &mut Vec<f32>) {
        self.apply_overlapping(x, self.inputs, rows, out);
    }

    /// Maps `rows` rows, each beginning `step` numbers after the one before.
    pub fn apply_overlapping(&self, x: &[i16], step: usize, rows: usize, out: &mut Vec<f32>) {
        out.resize(rows * self.padded, 0.0);
        lanes::with_widest(Product { map: self, x, step, rows, out });
    }
}

/// The rows `x` times the weights of a map.
struct Product<'a> {
    map: &'a Linear,
    x: &'a [i16],
    step: usize,
    rows: usize,
    out: &'a mut [f32],
}

impl Work for Product<'_> {
    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L) {
        let mut row = 0;
        while L::EIGHT_ROWS && row + 8 <= self.rows {
            self.rows_from::<L, 8>(lanes, row);
            row += 8;
        }
        while row + 4 <= self.rows {
            self.rows_from::<L, 4>(lanes, row);
            row += 4;
        }
        while row < self.rows {
            self.rows_from::<L, 1>(lanes, row);
            row += 1;
        }
    }
}

impl Product<'_> {
    #[inline(always)]
    fn rows_from<L: Lanes, const R: usize>(&mut self, lanes: L, first: usize) {
        let map = self.map;
        // Each cut to the same length, so that no access needs to be checked.
        let pairs = map.inputs / 2;
        let rows: [&[[i16; 2]]; R] =
            std::array::from_fn(|r| &self.x[(first + r) * self.step..].as_chunks::<2>().0[..pairs]);
        for (group, weights) in map.weights.chunks_exact(map.inputs * 8).enumerate() {
            let mut sums = [lanes.zero(); R];
            let weights = &weights.as_chunks::<16>().0[..pairs];
            for pair in 0..pairs {
                let weights = lanes.load(&weights[pair]);
                for (row, sums) in rows.iter().zip(&mut sums) {
                    *sums = lanes.add(*sums, row[pair], weights);
                }
            }
            let (scales, biases) = (&map.scales.as_chunks::<8>().0[group], &map.biases.as_chunks::<8>().0[group]);
            for (r, sums) in sums.iter().enumerate() {
                let sums = lanes.sums(*sums);
                let out = &mut self.out[(first + r) * map.padded + group * 8..].as_chunks_mut::<8>().0[0];
                *out = std::array::from_fn(|at| sums[at] as f32 * scales[at] + biases[at]);
            }
        }
    }
}

/// An activation as a whole number, to the nearest.
#[inline(always)]
pub fn quantize(value: f32) -> i16 {
    let scaled = value * UNITS;
    let low = if scaled > -32_000.0 { scaled } else { -32_000.0 };
    let bounded = if low < 32_000.0 { low } else { 32_000.0 };
    // Adding 1.5 * 2^23 leaves the nearest whole number in the last bits.
    (bounded + 12_582_912.0).to_bits() as i16
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

/// The dot product, in eight sums.
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for i in 0..8 {
            sums[i] += a[i] * b[i];
        }
    }
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
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
    fn a_linear_map_sums_whole_products() {
        let (inputs, outputs, rows) = (6usize, 11usize, 7usize);
        let weight = |o: usize, i: usize| (o * 31 + i * 17) as i16 % 255 - 127;
        let x: Vec<i16> = (0..rows * inputs).map(|i| (i * 7919 % 4001) as i16 - 2000).collect();
        let padded = outputs.next_multiple_of(8);
        let mut weights = vec![0; padded * inputs];
        for o in 0..outputs {
            for i in 0..inputs {
                weights[o / 8 * inputs * 8 + i / 2 * 16 + o % 8 * 2 + i % 2] = weight(o, i);
            }
        }
        let map = Linear { inputs, padded, weights, scales: vec![1.0; padded], biases: vec![0.5; padded] };
        let mut out = Vec::new();
        map.apply(&x, rows, &mut out);
        for r in 0..rows {
            for o in 0..outputs {
                let sum: i32 = (0..inputs).map(|i| i32::from(x[r * inputs + i]) * i32::from(weight(o, i))).sum();
                assert_eq!(out[r * padded + o], sum as f32 + 0.5);
            }
        }
    }

    #[test]
    fn activations_round_to_the_nearest_and_stay_in_bounds() {
        for (value, whole) in [(0.0, 0), (1.0, 512), (-1.0, -512), (0.0012, 1), (1e9, 32_000), (-1e9, -32_000)] {
            assert_eq!(quantize(value), whole);
        }
        assert_eq!([gate(-9.0), gate(0.0), gate(9.0)], [0.0, 0.5, 1.0]);
    }
}
