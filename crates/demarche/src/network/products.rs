//! Matrix products on whole numbers: activations of 16 bits, weights of 8, sums of 32.

use super::lanes::{self, Lanes, Work};
use super::weights::{File, WeightsError};
use bytemuck::cast_slice;

/// A matrix as [`Lanes`] take it: by groups of eight outputs, in pairs of inputs.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    /// Inputs, filled up to a multiple of two.
    pub inputs: usize,
    /// Outputs, filled up to a multiple of eight.
    pub padded: usize,
    weights: Vec<i16>,
}

impl Packed {
    pub fn load(file: &File, name: &str) -> Result<Self, WeightsError> {
        let (bytes, outputs, inputs) = file.matrix(name)?;
        let mut packed = Packed::default();
        packed.resize(outputs, inputs);
        for (output, row) in cast_slice::<u8, i8>(bytes).chunks_exact(inputs).enumerate() {
            packed.set(output, row);
        }
        Ok(packed)
    }

    /// Makes room for so many outputs and inputs; all weights are 0.
    pub fn resize(&mut self, outputs: usize, inputs: usize) {
        self.inputs = inputs.next_multiple_of(2);
        self.padded = outputs.next_multiple_of(8);
        self.weights.clear();
        self.weights.resize(self.padded * self.inputs, 0);
    }

    /// Sets the weights of an output.
    pub fn set<T: Copy + Into<i16>>(&mut self, output: usize, row: &[T]) {
        let group = &mut self.weights[output / 8 * self.inputs * 8..][..self.inputs * 8];
        for (pair, weights) in group.chunks_exact_mut(16).zip(row.chunks(2)) {
            for (place, &weight) in pair[output % 8 * 2..].iter_mut().zip(weights) {
                *place = weight.into();
            }
        }
    }

    fn group(&self, number: usize) -> &[[i16; 16]] {
        self.weights[number * self.inputs * 8..][..self.inputs * 8].as_chunks().0
    }
}

/// Rows times a matrix: each sum times the output's scale and the row's, plus the output's bias.
#[derive(Debug)]
pub struct Product<'a> {
    pub weights: &'a Packed,
    /// Of each output, filled up.
    pub scales: &'a [f32],
    /// Of each output, filled up.
    pub biases: &'a [f32],
    /// The rows, each beginning `step` numbers after the one before; they may overlap.
    pub x: &'a [i16],
    pub step: usize,
    pub rows: usize,
    /// A row without one has 1.
    pub row_scales: &'a [f32],
    /// The results, each row beginning `out_step` numbers after the one before.
    pub out: &'a mut [f32],
    pub out_step: usize,
}

impl Product<'_> {
    /// Writes the results.
    pub fn write(self) {
        lanes::with_widest(self);
    }

    /// Two groups of outputs of `R` rows.
    #[inline(always)]
    fn rows_from<L: Lanes, const R: usize>(&mut self, lanes: L, group: usize, first: usize) {
        // Each cut to the same length, so that no access needs to be checked.
        let pairs = self.weights.inputs / 2;
        let rows: [&[[i16; 2]]; R] =
            std::array::from_fn(|r| &self.x[(first + r) * self.step..].as_chunks::<2>().0[..pairs]);
        let last = group + 1 == self.weights.padded / 8;
        let low = &self.weights.group(group)[..pairs];
        let high = &self.weights.group(if last { group } else { group + 1 })[..pairs];
        let mut sums = [lanes.zero(); R];
        for pair in 0..pairs {
            let weights = lanes.load(&low[pair], &high[pair]);
            for (row, sums) in rows.iter().zip(&mut sums) {
                *sums = lanes.add(*sums, row[pair], weights);
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            let [low, high] = lanes.sums(*sums);
            self.finish(first + r, group, low);
            if !last {
                self.finish(first + r, group + 1, high);
            }
        }
    }

    #[inline(always)]
    fn finish(&mut self, row: usize, group: usize, sums: [i32; 8]) {
        let row_scale = self.row_scales.get(row).copied().unwrap_or(1.0);
        let (scales, biases) = (&self.scales.as_chunks::<8>().0[group], &self.biases.as_chunks::<8>().0[group]);
        let out = &mut self.out[row * self.out_step + group * 8..].as_chunks_mut::<8>().0[0];
        *out = std::array::from_fn(|at| sums[at] as f32 * (scales[at] * row_scale) + biases[at]);
    }
}

impl Work for Product<'_> {
    /// All rows meet two groups of outputs, then the next two: these weights stay in the nearest cache.
    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L) {
        for group in (0..self.weights.padded / 8).step_by(2) {
            let mut row = 0;
            while L::ROWS >= 12 && row + 12 <= self.rows {
                self.rows_from::<L, 12>(lanes, group, row);
                row += 12;
            }
            while L::ROWS >= 6 && row + 6 <= self.rows {
                self.rows_from::<L, 6>(lanes, group, row);
                row += 6;
            }
            while row + 2 <= self.rows {
                self.rows_from::<L, 2>(lanes, group, row);
                row += 2;
            }
            if row < self.rows {
                self.rows_from::<L, 1>(lanes, group, row);
            }
        }
    }
}

/// The nearest whole number of a number of at most 2^21, in its last bits.
#[inline(always)]
pub fn nearest(value: f32) -> i16 {
    // Adding 1.5 * 2^23 leaves the nearest whole number in the last bits.
    (value + 12_582_912.0).to_bits() as i16
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
    together(sums)
}

/// Eight sums as one.
#[inline(always)]
pub fn together(sums: [f32; 8]) -> f32 {
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_sums_whole_products() {
        let (inputs, outputs) = (6usize, 27usize);
        let weight = |o: usize, i: usize| ((o * 31 + i * 17) % 255) as i16 - 127;
        let mut weights = Packed::default();
        weights.resize(outputs, inputs);
        for o in 0..outputs {
            weights.set(o, &(0..inputs).map(|i| weight(o, i)).collect::<Vec<i16>>());
        }
        for rows in [1usize, 2, 7, 33] {
            let x: Vec<i16> = (0..rows * inputs).map(|i| (i * 7919 % 4001) as i16 - 2000).collect();
            let (step, out_step) = (inputs, weights.padded);
            let mut out = vec![0.0; rows * out_step];
            let (scales, biases) = (vec![1.0; out_step], vec![0.5; out_step]);
            let (weights, scales, biases, row_scales) = (&weights, &scales, &biases, &[2.0]);
            Product { weights, scales, biases, x: &x, step, rows, row_scales, out: &mut out, out_step }.write();
            for r in 0..rows {
                for o in 0..outputs {
                    let sum: i32 = (0..inputs).map(|i| i32::from(x[r * inputs + i]) * i32::from(weight(o, i))).sum();
                    assert_eq!(out[r * out_step + o], sum as f32 * if r == 0 { 2.0 } else { 1.0 } + 0.5);
                }
            }
        }
    }
}
