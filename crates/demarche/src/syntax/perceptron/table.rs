//! Packed tables: from hashed features to weights, from hashed words to facts.
//!
//! A table is cut into buckets of two entries on average. An entry is a check of 16 bits, a count, and as many pairs
//! of a class and a signed weight. All entries lie in one run of bytes, so that a look-up touches memory twice. A
//! feature that the table lacks passes for one it holds about once in 30,000 times: harmless among a hundred
//! features.

/// A table as it is read from a model.
#[derive(Clone, Debug, Default)]
pub struct Table {
    starts: Vec<u32>,
    bytes: Vec<u8>,
}

/// How many features are looked up together.
const TOGETHER: usize = 32;

/// One entry of a table to be packed: a hash and its pairs of class and weight.
pub type Entry = (u64, Vec<(u8, i8)>);

impl Table {
    /// Packs entries. An entry may have up to 255 pairs; the smallest of more are left out.
    pub fn pack(mut entries: Vec<Entry>) -> Self {
        let buckets = (entries.len() / 2).max(1);
        entries.sort_by_key(|(hash, _)| (bucket(*hash, buckets), *hash as u16, *hash));
        entries.dedup_by_key(|(hash, _)| (bucket(*hash, buckets), *hash as u16));
        let mut table = Table { starts: vec![0], bytes: Vec::new() };
        for (hash, pairs) in &mut entries {
            if pairs.len() > 255 {
                pairs.sort_by_key(|(_, weight)| std::cmp::Reverse(weight.unsigned_abs()));
                pairs.truncate(255);
            }
            table.open(bucket(*hash, buckets));
            table.bytes.extend((*hash as u16).to_le_bytes());
            table.bytes.push(pairs.len() as u8);
            table.bytes.extend(pairs.iter().flat_map(|&(class, weight)| [class, weight as u8]));
        }
        table.open(buckets);
        table
    }

    /// Begins bucket `number` where the bytes now end.
    fn open(&mut self, number: usize) {
        self.starts.resize(number + 1, self.bytes.len() as u32);
    }

    /// Where the bucket of `hash` begins and ends.
    fn bounds(&self, hash: u64) -> (u32, u32) {
        let number = bucket(hash, self.starts.len().saturating_sub(1));
        match self.starts.get(number..number + 2) {
            Some(&[from, to]) => (from, to),
            _ => (0, 0),
        }
    }

    /// The pairs of class and weight for `hash`, flat; empty where the table has none.
    pub fn get(&self, hash: u64) -> &[u8] {
        self.find(hash, self.bounds(hash))
    }

    fn find(&self, hash: u64, (from, to): (u32, u32)) -> &[u8] {
        let mut rest = self.bytes.get(from as usize..to as usize).unwrap_or(&[]);
        let check = hash as u16;
        while let [low, high, count, tail @ ..] = rest {
            let end = 2 * usize::from(*count);
            if u16::from_le_bytes([*low, *high]) == check {
                return tail.get(..end).unwrap_or(&[]);
            }
            rest = tail.get(end..).unwrap_or(&[]);
        }
        &[]
    }

    /// Adds the weights of `features` to the scores of their classes.
    pub fn score(&self, features: &[u64], scores: &mut [i32]) {
        for some in features.chunks(TOGETHER) {
            // Each look-up waits for memory twice. Those of many features at a time wait together.
            let mut bounds = [(0, 0); TOGETHER];
            bounds.iter_mut().zip(some).for_each(|(bounds, &feature)| *bounds = self.bounds(feature));
            let bytes = bounds.iter().map(|&(from, _)| self.bytes.get(from as usize).copied().unwrap_or(0));
            std::hint::black_box(bytes.fold(0, |all, byte| all ^ byte));
            for (&feature, &bounds) in some.iter().zip(&bounds) {
                for pair in self.find(feature, bounds).chunks_exact(2) {
                    if let Some(score) = scores.get_mut(usize::from(pair[0])) {
                        *score += i32::from(pair[1] as i8);
                    }
                }
            }
        }
    }

    /// The table as bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.starts.len() as u32).to_le_bytes());
        self.starts.iter().for_each(|start| out.extend(start.to_le_bytes()));
        out.extend((self.bytes.len() as u32).to_le_bytes());
        out.extend(&self.bytes);
    }

    /// A table from the beginning of `bytes`, which is moved behind it; none where they are cut short.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let count = number(bytes)?;
        let starts = take(bytes, count.checked_mul(4)?)?;
        let starts = starts.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let count = number(bytes)?;
        Some(Table { starts, bytes: take(bytes, count)?.to_vec() })
    }
}

fn bucket(hash: u64, buckets: usize) -> usize {
    (((hash >> 32) * buckets as u64) >> 32) as usize
}

/// A 32-bit number from the beginning of `bytes`.
pub fn number(bytes: &mut &[u8]) -> Option<usize> {
    let four = take(bytes, 4)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
}

/// The first `count` of `bytes`, which is moved behind them.
pub fn take<'b>(bytes: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (first, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_found_again() {
        let hash = |i: u64| super::super::hash::mix(i + 1);
        let entries = (0..1000).map(|i| (hash(i), vec![(i as u8, 7), (3, -9)])).collect();
        let mut bytes = Vec::new();
        Table::pack(entries).write(&mut bytes);
        let table = Table::read(&mut &bytes[..]).expect("a table");
        assert!((0..1000).all(|i| table.get(hash(i)) == [i as u8, 7, 3, -9_i8 as u8]));
        assert!((1000..2000).filter(|&i| !table.get(hash(i)).is_empty()).count() < 3);
        assert!(Table::read(&mut &bytes[..bytes.len() - 1]).is_none());
        assert!(Table::default().get(5).is_empty());
    }
}
