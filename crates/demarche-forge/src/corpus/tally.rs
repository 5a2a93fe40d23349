//! Counts under names, in the order in which the names first came.

/// Found rightly, found wrongly, missed.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Found {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
}

impl Found {
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

/// How many of how many are right.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Right {
    pub right: usize,
    pub of: usize,
}

impl Right {
    pub fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    pub fn share(self) -> f64 {
        share(self.right, self.of)
    }
}

/// A list of named counts.
#[derive(Clone, Debug)]
pub struct Tally<T>(pub Vec<(String, T)>);

impl<T> Default for Tally<T> {
    fn default() -> Self {
        Tally(Vec::new())
    }
}

impl<T: Default + Copy> Tally<T> {
    pub fn at(&mut self, name: &str) -> &mut T {
        let known = self.0.iter().position(|(n, _)| n == name);
        let number = known.unwrap_or_else(|| {
            self.0.push((name.to_string(), T::default()));
            self.0.len() - 1
        });
        &mut self.0[number].1
    }

    pub fn get(&self, name: &str) -> T {
        self.0.iter().find(|(n, _)| n == name).map_or_else(T::default, |(_, count)| *count)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole > 0 { part as f64 / whole as f64 } else { 0.0 }
}
