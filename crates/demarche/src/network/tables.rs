//! Tables of vectors.

use super::weights::{File, WeightsError};

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
        let (bytes, rows, size) = file.matrix(&format!("{name}.weight"))?;
        let scales = file.floats(&format!("{name}.weight.scale"))?;
        if scales.len() != rows {
            return Err(WeightsError::new(format!("{name}: {rows} rows, {} scales", scales.len())));
        }
        Ok(Table { bytes, scales, size })
    }

    pub fn rows(&self) -> usize {
        self.scales.len()
    }

    /// Adds `share` of row `row` to `out`.
    pub fn add(&self, row: usize, share: f32, out: &mut [f32]) {
        let scale = self.scales[row] * share;
        for (out, &byte) in out.iter_mut().zip(&self.bytes[row * self.size..][..self.size]) {
            *out += f32::from(byte.cast_signed()) * scale;
        }
    }
}
