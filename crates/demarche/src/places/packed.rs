//! The packed gazetteer: names to runs of records of fixed size, read where they lie.
//!
//! ```text
//! magic       8 bytes   DMPLACE and the format's version
//! counts      3 x u32   countries, bytes of the states' names, records
//! countries   3 bytes each
//! states      UTF-8, a country's code and a name, parted by line ends
//! records     12 bytes each: north and east 20 bits each, population u8, country u8, state u16, GeoNames number u24
//! names       an fst map: folded name to first record * 1024 + number of records
//! ```
//! Numbers are little-endian. Degrees are 20 bits over their range (40 meters); populations are 8 * log2. Two bits of
//! `state` mark a name that is not the place's usual one, and a record that is the state itself.

use super::fold::fold;
use crate::countries::Country;
use crate::knowledge::KnowledgeError;
use fst::Map;
use std::collections::HashMap;

/// What the file begins with.
pub const MAGIC: &[u8; 8] = b"DMPLACE\x02";
/// The size of a record.
pub const RECORD: usize = 12;
/// The bits of a degree of latitude or longitude, and the steps that they make.
const BITS: u32 = 20;
const STEPS: f64 = 1_048_576.0;
/// How many records a name can have, and what a name's first record is multiplied with.
pub const RUN: u64 = 1024;
/// The number for no state.
pub const NO_STATE: u16 = 0x3fff;
/// Added to the state of a record that is that state.
pub const STATE_ITSELF: u16 = 0x4000;
/// Added to the state of a record under another name of the place.
pub const OTHER_NAME: u16 = 0x8000;

/// The file, opened.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    countries: Vec<Country>,
    states: Vec<&'static str>,
    records: &'static [u8],
    pub names: Map<&'static [u8]>,
}

/// One record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    pub point: (f64, f64),
    pub population: f64,
    pub country: Country,
    pub state: u16,
    pub is_state: bool,
    pub is_other_name: bool,
    pub geonames: Option<u32>,
}

/// The bytes of a record.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn pack(point: (f64, f64), population: f64, country: u8, state: u16, geonames: u32) -> [u8; RECORD] {
    let scaled = |degrees: f64, range: f64| ((degrees / range + 0.5) * STEPS).round().clamp(0.0, STEPS - 1.0) as u64;
    let mut record = [0; RECORD];
    let both = scaled(point.0, 180.0) | scaled(point.1, 360.0) << BITS;
    record[0..5].copy_from_slice(&both.to_le_bytes()[..5]);
    record[5] = ((population + 1.0).log2() * 8.0).round().clamp(0.0, 255.0) as u8;
    record[6] = country;
    record[7..9].copy_from_slice(&state.to_le_bytes());
    record[9..12].copy_from_slice(&geonames.to_le_bytes()[..3]);
    record
}

fn unpack(record: &[u8], countries: &[Country]) -> Option<Entry> {
    let both = u64::from_le_bytes([record[0], record[1], record[2], record[3], record[4], 0, 0, 0]);
    #[allow(clippy::cast_precision_loss)]
    let degrees = |bits: u64, range: f64| ((bits & ((1 << BITS) - 1)) as f64 / STEPS - 0.5) * range;
    let state = u16::from_le_bytes([record[7], record[8]]);
    let geonames = u32::from_le_bytes([record[9], record[10], record[11], 0]);
    Some(Entry {
        point: (degrees(both, 180.0), degrees(both >> BITS, 360.0)),
        population: (f64::from(record[5]) / 8.0).exp2() - 1.0,
        country: *countries.get(usize::from(record[6]))?,
        state: state & NO_STATE,
        is_state: state & STATE_ITSELF != 0,
        is_other_name: state & OTHER_NAME != 0,
        geonames: (geonames != 0).then_some(geonames),
    })
}

impl Packed {
    /// Opens the file.
    pub fn open(path: &str, bytes: &'static [u8]) -> Result<Self, KnowledgeError> {
        Self::parts(bytes).ok_or_else(|| KnowledgeError::new(path, 0, "not a gazetteer of this format"))
    }

    fn parts(bytes: &'static [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC.as_slice())?;
        let mut take = |length: usize| -> Option<&'static [u8]> {
            let (taken, left) = rest.split_at_checked(length)?;
            rest = left;
            Some(taken)
        };
        let mut count = || take(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize);
        let (countries, states, records) = (count()?, count()?, count()?);
        let countries = take(countries * 3)?.chunks_exact(3).map(|c| Country::from_code(std::str::from_utf8(c).ok()?));
        let countries = countries.collect::<Option<Vec<_>>>()?;
        let states = std::str::from_utf8(take(states)?).ok()?.lines().collect();
        let records = take(records * RECORD)?;
        Some(Packed { countries, states, records, names: Map::new(rest).ok()? })
    }

    /// The numbers of states, by country and folded name.
    pub fn states_by_name(&self) -> HashMap<(Country, String), u16> {
        let mut numbers = HashMap::new();
        for (number, name) in (0u16..).zip(&self.states) {
            let (country, name) = name.split_at_checked(3).unwrap_or(("", name));
            if let Some(country) = Country::from_code(country) {
                numbers.insert((country, fold(name)), number);
            }
        }
        numbers
    }

    /// The records of a name, from the value that the map holds for it.
    pub fn entries(&self, value: u64) -> impl Iterator<Item = Entry> + '_ {
        let first = usize::try_from(value / RUN).unwrap_or(usize::MAX);
        let count = usize::try_from(value % RUN).unwrap_or(0);
        let end = first.saturating_add(count).saturating_mul(RECORD);
        let run = self.records.get(first.saturating_mul(RECORD)..end).unwrap_or(&[]);
        run.chunks_exact(RECORD).filter_map(|record| unpack(record, &self.countries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back() {
        let usa = Country::from_code("USA").expect("a code");
        for (point, population) in [((48.85, 2.35), 2_138_551.0), ((-89.9, -179.9), 0.0), ((90.0, 180.0), 3e7)] {
            let entry = unpack(&pack(point, population, 0, 7 | OTHER_NAME, 42), &[usa]).expect("an entry");
            assert!((entry.point.0 - point.0).abs() < 1e-3 && (entry.point.1 - point.1).abs() < 1e-3);
            assert!((entry.population - population).abs() <= population * 0.05);
            assert_eq!((entry.state, entry.is_other_name, entry.geonames), (7, true, Some(42)));
        }
    }

    #[test]
    fn other_bytes_are_refused() {
        assert!(Packed::open("x", b"").is_err());
        assert!(Packed::open("x", b"DMPLACE\x02\xff\xff\xff\xff").is_err());
    }
}
