//! Reports that repeat another's words: wire copies, with other headings and endings or cut short.
//!
//! A report's *sketch* is made by MinHash (Broder 1997): for each of [`SIZE`] hash functions the least value over all
//! runs of [`RUN`] words. The share of equal values estimates the share of common runs (Jaccard). Of each three values
//! a *band* is made; reports with a band in common are looked at (locality-sensitive hashing: at half of the runs in
//! common, 93 of 100 pairs meet in one of 20 bands).

use super::tables::Tables;

/// How many values a sketch has.
pub const SIZE: usize = 60;
/// How many values make a band.
const ROWS: usize = 3;
/// How many words make a run.
const RUN: usize = 4;
/// Reports with fewer runs are too short to be called copies.
const FEWEST: u32 = 12;
/// A copy holds so much of the shorter report.
const HELD: f32 = 0.7;

/// What is kept of a report's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// The least values.
    pub values: [u32; SIZE],
    /// How many different runs of words the report has.
    pub runs: u32,
}

impl Sketch {
    /// The sketch of a text without what papers put around an agency's words; `None` where it is too short.
    pub fn of(text: &str, tables: &Tables) -> Option<Sketch> {
        let words = words(text, tables);
        let mut runs: Vec<u64> = words.windows(RUN).map(|run| hash(run.iter().copied())).collect();
        runs.sort_unstable();
        runs.dedup();
        let count = u32::try_from(runs.len()).unwrap_or(u32::MAX);
        (count >= FEWEST).then(|| Sketch { values: least(&runs), runs: count })
    }

    /// The bands by which to look for copies.
    pub fn bands(&self) -> impl Iterator<Item = i64> {
        let band = |(at, rows): (usize, &[u32])| {
            rows.iter().fold(mix(at as u64), |band, row| mix(band ^ u64::from(*row))).cast_signed()
        };
        self.values.chunks(ROWS).enumerate().map(band)
    }

    /// How much of the shorter report's words the other holds, 0 to 1, as far as sketches tell.
    pub fn held(&self, other: &Sketch) -> f32 {
        let equal = self.values.iter().zip(&other.values).filter(|(a, b)| a == b).count();
        let common = equal as f32 / SIZE as f32;
        let (all, shorter) = ((self.runs + other.runs) as f32, self.runs.min(other.runs) as f32);
        (common / (1.0 + common) * all / shorter).min(1.0)
    }

    /// Whether one report is a copy of the other.
    pub fn copies(&self, other: &Sketch) -> bool {
        self.held(other) >= HELD
    }

    /// The values as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.values.iter().flat_map(|v| v.to_le_bytes()).collect()
    }

    /// A sketch from its bytes and its number of runs.
    pub fn from_bytes(bytes: &[u8], runs: u32) -> Option<Sketch> {
        let mut values = [0; SIZE];
        for (value, bytes) in values.iter_mut().zip(bytes.chunks_exact(4)) {
            *value = u32::from_le_bytes(bytes.try_into().ok()?);
        }
        (bytes.len() == 4 * SIZE).then_some(Sketch { values, runs })
    }
}

/// The words of a text in lower case, without a dateline and without sentences of boilerplate.
fn words<'a>(text: &'a str, tables: &Tables) -> Vec<&'a str> {
    let kept = lines(after_dateline(text)).filter(|line| !is_boilerplate(line, tables));
    kept.flat_map(|line| line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())).collect()
}

/// Lines, and what full stops part within them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.split(". "))
}

/// The text after a dateline: "CAIRO (Agency) - ", "Cairo, June 18 (Agency). ".
fn after_dateline(text: &str) -> &str {
    let head = text.char_indices().nth(80).map_or(text, |(at, _)| &text[..at]);
    let end = [") - ", ") -- ", ") — ", ") – ", "). "].iter().filter_map(|e| head.find(e).map(|at| at + e.len())).min();
    &text[end.unwrap_or(0)..]
}

fn is_boilerplate(line: &str, tables: &Tables) -> bool {
    let lower = line.to_lowercase();
    tables.boilerplate.iter().any(|phrase| lower.contains(phrase))
}

/// FNV-1a over words in lower case: the same on every machine and in every version.
fn hash<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let bytes = |word: &'a str| word.chars().flat_map(char::to_lowercase).chain([' ']);
    words.flat_map(bytes).fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3))
}

/// The finisher of SplitMix64 (Steele, Lea, Flood 2014): spreads a number's bits.
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn least(runs: &[u64]) -> [u32; SIZE] {
    let mut values = [u32::MAX; SIZE];
    for run in runs {
        // Two values from each mix of 64 bits.
        for at in 0..SIZE / 2 {
            let mixed = mix(run ^ mix(at as u64));
            values[2 * at] = values[2 * at].min(mixed as u32);
            values[2 * at + 1] = values[2 * at + 1].min((mixed >> 32) as u32);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Chad expelled the envoy of Sweden on Tuesday and gave him two days to leave. The ministry said \
        that he had meddled in the election. Sweden called the decision regrettable and denied the charge.";

    fn sketch(text: &str) -> Sketch {
        Sketch::of(text, &Tables::shipped().expect("the tables load")).expect("it is long enough")
    }

    #[test]
    fn a_copy_with_another_heading_and_ending_is_known() {
        let copy = format!("PARIS (Northern Wire) - {TEXT} Subscribe to our newsletter.");
        assert!(sketch(TEXT).held(&sketch(&copy)) > 0.9);
        assert!(sketch(TEXT).bands().any(|band| sketch(&copy).bands().any(|other| band == other)));
    }

    #[test]
    fn a_copy_cut_short_is_known() {
        assert!(sketch(TEXT).copies(&sketch(&TEXT[..120])));
    }

    #[test]
    fn another_report_of_the_same_is_no_copy() {
        let other = "Sweden's envoy was told on Tuesday to leave Chad within two days. N'Djamena accuses him of having \
            worked for the opposition before the election; Stockholm denies it and regrets the step.";
        assert!(!sketch(TEXT).copies(&sketch(other)));
    }

    #[test]
    fn bytes_come_back() {
        let sketch = sketch(TEXT);
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes(), sketch.runs), Some(sketch));
    }
}
