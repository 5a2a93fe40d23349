//! The same event told twice.
//!
//! **In**: the record of a report and its text, one report after the other. **Out**: *happenings*: each a set of
//! mentions, which are events of readings; who asserts it and who denies it, since when; by how many reports, and by
//! how many that are not copies of each other.
//!
//! **How it is decided.** [`mentions::of`] takes from a record what matters for sameness: type, parties, day, towns,
//! instruments, names, words, numbers. [`scoring::score`] compares two mentions by points, each with the feature that
//! gave it (`en/points.tsv`, `en/kin.tsv`); some things bar a pair outright: named days far apart, opposite
//! directions. [`joining::choose`] puts a mention to the happening whose best pair reaches the threshold, unless the
//! mean over its mentions falls too low: so chains of look-alikes do not grow. [`copies`] finds reports that repeat
//! another's words. [`store`] does the same in SQL, mention by mention: candidates by type, state and day from an
//! index (`candidates`); the reasons of each link are kept; what a person decided (`split`, `merge`) wins, also when a report is read
//! anew. [`accounts`] sets the mentions of one happening side by side.
//!
//! What it must do is written in `cases.md` beside this file.

pub mod accounts;
mod candidates;
pub mod copies;
mod decisions;
pub mod features;
pub mod joining;
mod memory;
pub mod mentions;
mod originals;
pub mod parties;
pub mod questions;
pub mod scoring;
pub mod store;
pub mod tables;
pub mod words;

pub use decisions::{merge, split};
pub(crate) use decisions::{merge_in, split_in};
pub use memory::Memory;
pub use mentions::{Mention, Stance};
pub use questions::{Happening, explain, list, one};
pub use store::{Told, join, part};
pub use tables::Tables;
