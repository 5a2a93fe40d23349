//! Ways: how the slots of a record are filled. Each stage lists its own in `en/ways.tsv`, and every slot that it fills says
//! by which; `demarche-forge ways` counts how often each is right and what a reading is worth without it.

use crate::knowledge::{self, KnowledgeError};

/// The name of a way in its stage's table: `counterpart`.
pub type Way = &'static str;

/// The way of what the learned reader sees and no other way proposed.
pub(crate) const LEARNED: Way = "learned";

/// The ways of one stage.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// All of them, in the order of the table.
    pub all: Vec<Row>,
    /// Those that are left out, for those who count what each is worth.
    off: Vec<Way>,
}

/// A row of `ways.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The way.
    pub way: Way,
    /// What it fills: `actor`, `recipient`, `date`, `place`, `source`, `content`, `mention`, `entity`, `code`.
    pub slot: &'static str,
    /// What it is, in one sentence.
    pub meaning: &'static str,
    /// A text in which it fills its slot.
    pub yes: &'static str,
    /// A text in which it does not.
    pub no: &'static str,
}

impl Ways {
    /// The ways of a stage: `events`.
    ///
    /// # Errors
    /// Where its table cannot be read.
    pub fn shipped(stage: &str) -> Result<Self, KnowledgeError> {
        let path = format!("{stage}/en/ways.tsv");
        let rows = knowledge::rows(&path, knowledge::file(&path)?)?;
        let row = |cells: &[&'static str]| Row {
            way: cells[0],
            slot: cells[1],
            meaning: cells[2],
            yes: cells[3],
            no: cells[4],
        };
        Ok(Ways { all: rows.iter().map(|(_, cells)| row(cells)).collect(), off: Vec::new() })
    }

    /// Whether a way may be used.
    pub fn is_on(&self, way: Way) -> bool {
        debug_assert!(self.all.is_empty() || self.all.iter().any(|row| row.way == way), "no way {way:?} in the table");
        !self.off.contains(&way)
    }

    /// Leaves a way out; one that is none of these ways changes nothing.
    pub fn leave_out(&mut self, way: &str) {
        self.off.extend(self.all.iter().map(|row| row.way).filter(|known| *known == way));
    }

    /// The first of several ways that finds something, and what it finds.
    pub fn first<T>(&self, ways: &[(Way, &dyn Fn() -> Vec<T>)]) -> Option<(Way, Vec<T>)> {
        let allowed = ways.iter().filter(|(way, _)| self.is_on(way));
        allowed.map(|(way, find)| (*way, find())).find(|(_, found)| !found.is_empty())
    }
}
