//! A list of hashed features under construction.

use super::hash;

/// Features of one decision. Each is a number of its template and the values it joins.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// The hashes.
    pub all: Vec<u64>,
    template: u64,
}

impl Features {
    /// Begins a decision; `kind` sets its features apart from those of others.
    pub fn begin(&mut self, kind: u64) {
        self.all.clear();
        self.template = kind << 16;
    }

    /// Adds the feature of the next template with these values.
    pub fn add<const N: usize>(&mut self, values: [u64; N]) {
        self.template += 1;
        self.all.push(hash::mix(values.into_iter().fold(self.template, hash::join)));
    }

    /// Adds the next template's feature where its value is known; 0 is not.
    pub fn add_known(&mut self, value: u64) {
        self.template += 1;
        if value != 0 {
            self.all.push(hash::mix(hash::join(self.template, value)));
        }
    }
}

/// The class with the highest score among those allowed; the first of equals.
pub fn best(scores: &[i32], allowed: impl Fn(usize) -> bool) -> usize {
    let mut best = None;
    for (class, &score) in scores.iter().enumerate() {
        if allowed(class) && best.is_none_or(|(_, top)| score > top) {
            best = Some((class, score));
        }
    }
    best.map_or(0, |(class, _)| class)
}
