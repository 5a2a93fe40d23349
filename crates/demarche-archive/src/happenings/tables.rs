//! What sameness knows: points of features, kin of types, sides of sectors, words that tell nothing apart.

use super::features::Feature;
use demarche::knowledge::{self, KnowledgeError};
use std::collections::{BTreeMap, BTreeSet};

/// The knowledge of this folder, read from `en/*.tsv`.
#[derive(Clone, Debug)]
pub struct Tables {
    points: [f32; Feature::ALL.len()],
    kin: Kin,
    sides: BTreeMap<&'static str, &'static str>,
    wider: BTreeSet<&'static str>,
    numbers: BTreeMap<&'static str, u64>,
    common: BTreeSet<&'static str>,
    definite: BTreeSet<&'static str>,
    pub(super) boilerplate: Vec<&'static str>,
}

impl Tables {
    /// The shipped tables.
    ///
    /// # Errors
    /// When a row cannot be read: the file, the line, what was expected.
    pub fn shipped() -> Result<Tables, KnowledgeError> {
        Ok(Tables {
            points: points("happenings/en/points.tsv", include_str!("en/points.tsv"))?,
            kin: kin("happenings/en/kin.tsv", include_str!("en/kin.tsv"))?,
            sides: pairs("happenings/en/sides.tsv", include_str!("en/sides.tsv"))?.into_iter().collect(),
            wider: column("happenings/en/wider.tsv", include_str!("en/wider.tsv"))?.into_iter().collect(),
            numbers: numbered("happenings/en/numbers.tsv", include_str!("en/numbers.tsv"))?,
            common: column("happenings/en/common.tsv", include_str!("en/common.tsv"))?.into_iter().collect(),
            definite: column("happenings/en/definite.tsv", include_str!("en/definite.tsv"))?.into_iter().collect(),
            boilerplate: column("happenings/en/boilerplate.tsv", include_str!("en/boilerplate.tsv"))?,
        })
    }

    /// The points of a feature.
    pub fn points(&self, feature: Feature) -> f32 {
        self.points[feature as usize]
    }

    /// The types that may tell the same happening as `kind`, itself among them.
    pub fn kin(&self, kind: &str) -> &[(&'static str, f32)] {
        self.kin.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The points of two types, where one may stand for the other.
    pub fn kinship(&self, one: &str, other: &str) -> Option<f32> {
        self.kin(one).iter().find(|(kind, _)| *kind == other).map(|(_, points)| *points)
    }

    /// Whether two sectors of one country stand on different sides.
    pub fn opposed(&self, one: &str, other: &str) -> bool {
        matches!((self.sides.get(one), self.sides.get(other)), (Some(a), Some(b)) if a != b)
    }

    /// Whether a code names one state, and not a kind of body.
    pub fn is_state(&self, code: &str) -> bool {
        code.len() == 3 && !self.wider.contains(code)
    }

    /// The number that a word names.
    pub fn number(&self, word: &str) -> Option<u64> {
        self.numbers.get(word).copied()
    }

    /// Whether a word before a noun says that it was told before.
    pub fn is_definite(&self, word: &str) -> bool {
        self.definite.contains(word)
    }

    /// Whether a word tells nothing apart.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }
}

fn column(path: &str, text: &'static str) -> Result<Vec<&'static str>, KnowledgeError> {
    Ok(knowledge::rows(path, text)?.into_iter().map(|(_, cells)| cells[0]).collect())
}

fn pairs(path: &str, text: &'static str) -> Result<Vec<(&'static str, &'static str)>, KnowledgeError> {
    Ok(knowledge::rows(path, text)?.into_iter().map(|(_, cells)| (cells[0], cells[1])).collect())
}

fn numbered<T: std::str::FromStr>(path: &str, text: &'static str) -> Result<BTreeMap<&'static str, T>, KnowledgeError> {
    let rows = knowledge::rows(path, text)?;
    rows.into_iter().map(|(line, cells)| Ok((cells[0], number(path, line, cells[1])?))).collect()
}

fn number<T: std::str::FromStr>(path: &str, line: usize, cell: &str) -> Result<T, KnowledgeError> {
    cell.parse().map_err(|_| KnowledgeError::new(path, line, format!("{cell:?} where a number is expected")))
}

/// The points of every feature; 0 of those that have theirs from elsewhere.
fn points(path: &str, text: &'static str) -> Result<[f32; Feature::ALL.len()], KnowledgeError> {
    let mut points = [0.0; Feature::ALL.len()];
    for (line, cells) in knowledge::rows(path, text)? {
        let feature = Feature::ALL.iter().find(|feature| feature.name() == cells[0]);
        let unknown =
            || KnowledgeError::new(path, line, format!("{:?} where a feature of features.rs is expected", cells[0]));
        points[*feature.ok_or_else(unknown)? as usize] = number(path, line, cells[1])?;
    }
    Ok(points)
}

/// Types that tell the same happening in other words, with their points.
type Kin = BTreeMap<&'static str, Vec<(&'static str, f32)>>;

fn kin(path: &str, text: &'static str) -> Result<Kin, KnowledgeError> {
    let mut kin = Kin::new();
    for (line, cells) in knowledge::rows(path, text)? {
        let points = number(path, line, cells[2])?;
        kin.entry(cells[0]).or_default().push((cells[1], points));
        if cells[0] != cells[1] {
            kin.entry(cells[1]).or_default().push((cells[0], points));
        }
    }
    Ok(kin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_have_points() {
        let tables = Tables::shipped().expect("the tables load");
        let elsewhere = [Feature::Type, Feature::Decision, Feature::DayWindow, Feature::ToldWindow];
        let worthless = |f: &&Feature| tables.points(**f) == 0.0 && !elsewhere.contains(f);
        let found: Vec<&Feature> = Feature::ALL.iter().filter(worthless).collect();
        assert!(found.is_empty(), "help: give {found:?} points in en/points.tsv");
    }

    #[test]
    fn kin_are_mutual() {
        let tables = Tables::shipped().expect("the tables load");
        assert_eq!(tables.kinship("AGREE", "SUPPORT"), tables.kinship("SUPPORT", "AGREE"));
        assert!(tables.kinship("AID", "ASSAULT").is_none());
    }
}
