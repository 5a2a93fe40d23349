//! An averaged perceptron (Collins 2002) over hashed features, and its weights as a packed table.

use demarche::syntax::perceptron::table::Table;

/// Where a feature's cells lie. Its classes stand side by side, with room for a few more.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// The feature; 0 where the slot is free.
    feature: u64,
    start: u32,
    length: u8,
    room: u8,
}

/// What averaging needs to know of a cell.
#[derive(Clone, Copy, Default)]
struct History {
    sum: i64,
    /// When the sum was last brought up to date.
    seen: u32,
    updates: u16,
}

/// Weights in training.
pub struct Learner {
    slots: Vec<Slot>,
    used: usize,
    /// Class (low 8 bits) and weight of each cell.
    cells: Vec<i32>,
    histories: Vec<History>,
    now: u32,
    found: Vec<(u32, u8)>,
}

impl Default for Learner {
    fn default() -> Self {
        Learner {
            slots: vec![Slot::default(); 1 << 16],
            used: 0,
            cells: Vec::new(),
            histories: Vec::new(),
            now: 0,
            found: Vec::new(),
        }
    }
}

impl Learner {
    /// The number of the feature's slot, or of the free one where it belongs.
    fn slot(&self, feature: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (feature >> 32) as usize & mask;
        while self.slots[at].feature != 0 && self.slots[at].feature != feature {
            at = (at + 1) & mask;
        }
        at
    }

    /// Adds the weights of `features` to `scores`.
    pub fn score(&mut self, features: &[u64], scores: &mut [i32]) {
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        found.extend(
            features.iter().map(|&feature| self.slot(feature)).map(|at| (self.slots[at].start, self.slots[at].length)),
        );
        for &(start, length) in &found {
            let start = start as usize;
            for cell in &self.cells[start..start + usize::from(length)] {
                scores[(cell & 255) as usize] += cell >> 8;
            }
        }
        self.found = found;
    }

    /// One more example has been seen.
    pub fn tick(&mut self) {
        self.now += 1;
    }

    /// Strengthens `features` for the right class and weakens them for the chosen one.
    pub fn correct(&mut self, features: &[u64], right: u8, chosen: u8) {
        if right != chosen {
            self.update(features, right, 1);
            self.update(features, chosen, -1);
        }
    }

    /// Adds `by` to the weights of `class`.
    pub fn update(&mut self, features: &[u64], class: u8, by: i32) {
        for &feature in features {
            let at = self.cell(feature, class);
            let history = &mut self.histories[at];
            history.sum += i64::from(self.cells[at] >> 8) * i64::from(self.now - history.seen);
            history.seen = self.now;
            history.updates = history.updates.saturating_add(1);
            self.cells[at] += by << 8;
        }
    }

    /// The place of a class among the feature's cells; made where it is missing.
    fn cell(&mut self, feature: u64, class: u8) -> usize {
        if self.used * 2 > self.slots.len() {
            self.grow();
        }
        let number = self.slot(feature);
        let mut slot = self.slots[number];
        if slot.feature == 0 {
            self.used += 1;
            slot.feature = feature;
        }
        let start = slot.start as usize;
        let cells = &self.cells[start..start + usize::from(slot.length)];
        if let Some(at) = cells.iter().position(|cell| cell & 255 == i32::from(class)) {
            return start + at;
        }
        if slot.length == slot.room {
            self.move_cells(&mut slot);
        }
        let at = slot.start as usize + usize::from(slot.length);
        self.cells[at] = i32::from(class);
        self.histories[at] = History { seen: self.now, ..History::default() };
        slot.length += 1;
        self.slots[number] = slot;
        at
    }

    /// Moves a feature's cells to where there is room for more.
    fn move_cells(&mut self, slot: &mut Slot) {
        let old = slot.start as usize..slot.start as usize + usize::from(slot.length);
        slot.room = slot.room.saturating_mul(2).max(2);
        slot.start = self.cells.len() as u32;
        let end = self.cells.len() + usize::from(slot.room);
        self.cells.extend_from_within(old.clone());
        self.histories.extend_from_within(old);
        self.cells.resize(end, 0);
        self.histories.resize(end, History::default());
    }

    fn grow(&mut self) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![Slot::default(); old.len() * 2];
        for slot in old.into_iter().filter(|slot| slot.feature != 0) {
            let at = self.slot(slot.feature);
            self.slots[at] = slot;
        }
    }

    /// The averaged weights, packed. Cells with fewer than `updates` updates are left out, and weights that are nothing
    /// at the scale of 8 bits.
    pub fn pack(&self, updates: u16) -> Table {
        let mut slots: Vec<Slot> = self.slots.iter().copied().filter(|slot| slot.feature != 0).collect();
        slots.sort_unstable_by_key(|slot| slot.feature);
        let cells = |slot: &Slot| slot.start as usize..slot.start as usize + usize::from(slot.length);
        let mut sizes: Vec<f64> = slots.iter().flat_map(cells).map(|at| self.average(at).abs()).collect();
        sizes.sort_by(f64::total_cmp);
        let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 200)).copied().unwrap_or(1.0).max(1e-9);
        let scale = 127.0 / largest;
        let pairs = |at: usize| {
            let weight = (self.average(at) * scale).round() as i32;
            let weight = if self.histories[at].updates < updates { 0 } else { weight };
            parts(weight).map(move |part| ((self.cells[at] & 255) as u8, part))
        };
        let entry = |slot: &Slot| (slot.feature, cells(slot).flat_map(pairs).collect::<Vec<_>>());
        Table::pack(slots.iter().map(entry).filter(|(_, pairs)| !pairs.is_empty()).collect())
    }

    fn average(&self, at: usize) -> f64 {
        let history = &self.histories[at];
        let weight = i64::from(self.cells[at] >> 8);
        let sum = history.sum + weight * i64::from(self.now - history.seen);
        sum as f64 / f64::from(self.now.max(1))
    }
}

/// A weight as parts of 8 bits, which a table adds up again.
fn parts(weight: i32) -> impl Iterator<Item = i8> {
    let whole = 127 * weight.signum();
    let count = weight / 127;
    let rest = (weight % 127) as i8;
    std::iter::repeat_n(whole as i8, count.unsigned_abs() as usize).chain((rest != 0).then_some(rest))
}

/// A small generator of pseudo-random numbers (SplitMix64, Steele and others 2014): the same seed, the same weights.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Whether something of this chance in a hundred happens.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.next() % 100 < chance
    }

    /// Shuffles.
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for i in (1..all.len()).rev() {
            all.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_learnt_survives_packing() {
        let mut learner = Learner::default();
        let feature = |i: u64| Random(i).next();
        for i in 0..2000_u64 {
            let mut scores = [0; 3];
            learner.score(&[feature(i % 500), 1], &mut scores);
            let guess = (0..3).max_by_key(|&class| scores[class]).unwrap_or(0) as u8;
            learner.tick();
            learner.correct(&[feature(i % 500), 1], (i % 500 % 3) as u8, guess);
        }
        let table = learner.pack(1);
        let right = (0..500).filter(|&i| {
            let mut scores = [0; 3];
            table.score(&[feature(i), 1], &mut scores);
            (0..3).all(|class| scores[class] <= scores[(i % 3) as usize])
        });
        assert!(right.count() > 480);
    }

    #[test]
    fn weights_are_the_sum_of_their_parts() {
        for weight in [-600, -127, -1, 0, 5, 127, 128, 1000] {
            assert_eq!(parts(weight).map(i32::from).sum::<i32>(), weight);
        }
    }
}
