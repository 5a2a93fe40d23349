//! The weights file: a magic name, a version, a description in JSON, then numbers and texts as they lie.

use serde_json::Value;
use std::ops::Range;
use thiserror::Error;

/// How the weights files of a network begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Format {
    pub magic: &'static [u8; 8],
    pub version: u32,
}

/// A weights file that cannot be used.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("weights of a network: {0}")]
pub struct WeightsError(String);

impl WeightsError {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        WeightsError(what.into())
    }
}

/// An open file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    data: &'static [u8],
    description: Value,
}

impl File {
    pub fn open(bytes: &'static [u8], format: Format) -> Result<Self, WeightsError> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        if bytes.get(..8) != Some(format.magic) {
            return Err(WeightsError::new("does not begin as a weights file does"));
        }
        match number(8) {
            Some(version) if version == format.version => {}
            other => {
                let (expected, found) = (format.version, other.unwrap_or(0));
                return Err(WeightsError::new(format!("version {expected} expected, found {found}")));
            }
        }
        let length = number(12).unwrap_or(0) as usize;
        let description = bytes.get(16..16 + length).ok_or_else(|| WeightsError::new("cut short"))?;
        let description = serde_json::from_slice(description).map_err(|e| WeightsError::new(e.to_string()))?;
        Ok(File { data: &bytes[16 + length..], description })
    }

    fn missing(name: &str) -> WeightsError {
        WeightsError::new(format!("no {name}"))
    }

    pub fn size(&self, name: &str) -> Result<usize, WeightsError> {
        self.description["sizes"][name].as_u64().map(|n| n as usize).ok_or_else(|| Self::missing(name))
    }

    pub fn text(&self, name: &str) -> Result<String, WeightsError> {
        self.description[name].as_str().map(str::to_string).ok_or_else(|| Self::missing(name))
    }

    pub fn list(&self, name: &str) -> Result<Vec<String>, WeightsError> {
        let values = self.description[name].as_array().ok_or_else(|| Self::missing(name))?;
        Ok(values.iter().filter_map(|v| v.as_str().map(str::to_string)).collect())
    }

    pub fn labels<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, WeightsError> {
        let one =
            |label: String| read(&label).ok_or_else(|| WeightsError::new(format!("{name}: unknown label {label}")));
        self.list(name)?.into_iter().map(one).collect()
    }

    pub fn expect_labels(&self, name: &str, labels: &[&str]) -> Result<(), WeightsError> {
        let found = self.list(name)?;
        if found == labels { Ok(()) } else { Err(WeightsError::new(format!("{name}: other labels: {found:?}"))) }
    }

    /// The bytes of a tensor and its shape.
    pub fn bytes(&self, name: &str) -> Result<(&'static [u8], Vec<usize>), WeightsError> {
        let entry = &self.description["tensors"][name];
        let shape = entry["shape"].as_array().ok_or_else(|| Self::missing(name))?;
        let place = |key: &str| entry[key].as_u64().unwrap_or(u64::MAX) as usize;
        let range: Range<usize> = place("start")..place("end");
        let bytes =
            self.data.get(range).ok_or_else(|| WeightsError::new(format!("{name} lies outside of the file")))?;
        Ok((bytes, shape.iter().filter_map(Value::as_u64).map(|n| n as usize).collect()))
    }

    pub fn floats(&self, name: &str) -> Result<Vec<f32>, WeightsError> {
        let (bytes, _) = self.bytes(name)?;
        Ok(bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    /// Whether there is a tensor of this name.
    pub fn has(&self, name: &str) -> bool {
        !self.description["tensors"][name].is_null()
    }

    /// The whole numbers of a matrix, row by row, with its rows and columns.
    pub fn matrix(&self, name: &str) -> Result<(&'static [u8], usize, usize), WeightsError> {
        let (bytes, shape) = self.bytes(name)?;
        match shape[..] {
            [rows, columns] if columns > 0 && bytes.len() == rows * columns => Ok((bytes, rows, columns)),
            _ => Err(WeightsError::new(format!("{name}: not a matrix"))),
        }
    }

    /// The lines of a text.
    pub fn lines(&self, name: &str) -> Result<std::str::Lines<'static>, WeightsError> {
        let (bytes, _) = self.bytes(name)?;
        std::str::from_utf8(bytes).map(str::lines).map_err(|e| WeightsError::new(e.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_files_and_versions_are_refused() {
        for (bytes, fault) in [
            (&b"perceptron weights"[..], "does not begin"),
            (b"", "does not begin"),
            (b"DMCHSYNT", "version 2 expected"),
            (b"DMCHSYNT\x01\0\0\0\0\0\0\0", "version 2 expected, found 1"),
            (b"DMCHSYNT\x02\0\0\0\x09\0\0\0", "cut short"),
            (b"DMCHSYNT\x02\0\0\0\x02\0\0\0{]", "key must be a string"),
        ] {
            let message =
                File::open(bytes, Format { magic: b"DMCHSYNT", version: 2 }).expect_err("refused").to_string();
            assert!(message.contains(fault), "{message}");
        }
    }
}
