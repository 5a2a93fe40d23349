//! Linear layers whose inputs are rounded row by row.

use crate::network::lanes::{self, Lanes, Work};
use crate::network::products::{Packed, Product, nearest};
use crate::network::weights::{File, WeightsError};

/// The largest whole number that one of so many inputs may become: sums with weights of 8 bits do not overflow.
pub fn most(inputs: usize) -> usize {
    (i32::MAX as usize / 128 / inputs).min(i16::MAX as usize)
}

/// Rows of whole numbers, each with its scale.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub numbers: Vec<i16>,
    pub scales: Vec<f32>,
    /// Numbers of a row.
    pub size: usize,
}

/// Where rows lie among numbers: the first begins at `first`, each `step` after the one before.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    pub first: usize,
    pub step: usize,
    pub rows: usize,
    /// Numbers of a row.
    pub size: usize,
}

impl Rows {
    /// Rounds rows so that the largest number of each becomes `most`, in place of what was here. A row is filled up to
    /// an even length.
    pub fn round(&mut self, values: &[f32], layout: Layout, most: usize) {
        self.size = layout.size.next_multiple_of(2);
        self.numbers.resize(layout.rows * self.size, 0);
        self.scales.resize(layout.rows, 0.0);
        lanes::with_widest(Rounding { rows: self, values, layout, most: most as f32 });
    }

    pub fn row(&self, row: usize) -> &[i16] {
        &self.numbers[row * self.size..][..self.size]
    }
}

struct Rounding<'a> {
    rows: &'a mut Rows,
    values: &'a [f32],
    layout: Layout,
    most: f32,
}

impl Work for Rounding<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self, _: L) {
        let Layout { first, step, rows, size } = self.layout;
        for row in 0..rows {
            let values = &self.values[first + row * step..][..size];
            let out = &mut self.rows.numbers[row * self.rows.size..][..self.rows.size];
            self.rows.scales[row] = round_row(values, self.most, out);
        }
    }
}

/// Rounds a row so that its largest number becomes `most`; its scale. What is left of `out` becomes 0.
#[inline(always)]
pub fn round_row(values: &[f32], most: f32, out: &mut [i16]) -> f32 {
    // The bits of numbers without a sign are in the order of the numbers.
    let largest = f32::from_bits(values.iter().fold(0, |largest, value| value.abs().to_bits().max(largest)));
    let inverse = if largest > 0.0 { most / largest } else { 0.0 };
    let (numbers, rest) = out.split_at_mut(values.len());
    for (out, value) in numbers.iter_mut().zip(values) {
        *out = nearest(value * inverse);
    }
    rest.fill(0);
    largest / most
}

/// A linear layer: a matrix of 8 bits with a scale an output, and biases.
#[derive(Clone, Debug)]
pub struct Dense {
    pub(super) outputs: usize,
    pub(super) inputs: usize,
    weights: Packed,
    scales: Vec<f32>,
    biases: Vec<f32>,
}

impl Dense {
    pub(super) fn load(file: &File, name: &str) -> Result<Self, WeightsError> {
        let (_, outputs, inputs) = file.matrix(&format!("{name}.weight"))?;
        let weights = Packed::load(file, &format!("{name}.weight"))?;
        let mut scales = file.floats(&format!("{name}.weight.scale"))?;
        let bias = format!("{name}.bias");
        let mut biases = if file.has(&bias) { file.floats(&bias)? } else { vec![0.0; outputs] };
        if scales.len() != outputs || biases.len() != outputs {
            return Err(WeightsError::new(format!("{name}: {outputs} outputs need as many scales and biases")));
        }
        scales.resize(weights.padded, 0.0);
        biases.resize(weights.padded, 0.0);
        Ok(Dense { outputs, inputs, weights, scales, biases })
    }

    /// How many numbers come out.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// How many numbers go in.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Maps numbers, as many as [`Dense::inputs`] says, or several times as many: rows that follow one another.
    pub fn apply(&self, x: &[f32]) -> Vec<f32> {
        let rows = x.len() / self.inputs;
        let mut rounded = Rows::default();
        rounded.round(x, Layout { first: 0, step: self.inputs, rows, size: self.inputs }, most(self.inputs));
        let mut out = Vec::new();
        self.apply_rounded(&rounded, &mut out);
        let kept = out.chunks_exact(self.weights.padded).flat_map(|row| &row[..self.outputs]);
        kept.copied().collect()
    }

    /// Maps rows; those that come out are filled up to a multiple of eight.
    pub(super) fn apply_rounded(&self, x: &Rows, out: &mut Vec<f32>) {
        let Dense { weights, scales, biases, .. } = self;
        let (rows, out_step) = (x.scales.len(), weights.padded);
        out.resize(rows * out_step, 0.0);
        let (step, row_scales) = (x.size, &x.scales[..]);
        Product { weights, scales, biases, x: &x.numbers, step, rows, row_scales, out, out_step }.write();
    }
}
