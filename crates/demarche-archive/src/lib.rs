//! Readings at rest: one SQLite file that keeps many reports, knows the same event told twice, and answers questions.
//!
//! ```text
//! reports -> import -> store -> happenings        filter -> questions
//!            (threads)  (rows)   (told twice)             -> export
//! ```
//!
//! - [`archive`]: opening, creating and checking the file; migrations in `schema/`, one numbered file a version;
//! - [`store`]: a [`Batch`] writes reports with their records, each whole or not at all, in one transaction;
//! - [`import`]: many reports, read on all cores and written in order;
//! - [`demarche::filter`]: what is asked about; one [`Filter`] for every question, in SQL by `clauses`;
//! - [`questions`]: lists, counts and SQL, answered row by row;
//! - [`export`]: answers as JSON Lines, CSV, Parquet, and in the layouts of POLECAT and GDELT;
//! - [`reread`]: kept reports read anew, with what people decided of them held;
//! - [`happenings`]: which events of several reports are one happening; called for every report that comes in;
//! - [`corrections`], [`regroupings`]: what people put right, kept beside what was read; [`corrected`] a reading with it;
//! - [`alerts`]: what watches told.
//!
//! # For those who build on the tables
//! Tables have names in the singular (`schema/0001_archive.sql`) and may change with a migration; the views, with names
//! in the plural, are for everybody. A new version of the schema is a new file `schema/000N_name.sql` and one line in
//! `schema.rs`; files that were released never change.
//!
//! [`Batch::add`] inserts, in this order and in the caller's transaction: `report`, `sentence` (with full text),
//! `reading`, `actor` and `appearance`, `claim`, `event` with `party` and `dyad`, `instrument`; then it calls
//! [`happenings::join`] with the report's id. Whatever that writes is in or out together with the report. Reports come in
//! the order of the input, one writer at a time, so ids grow and the same input gives the same archive.
//!
//! Sentences of a report joined are its text. `event.day` is the first day of the event, or else the day of
//! publication. `party.role` is 0 actor, 1 recipient, 2 source. Codes are `COUNTRY.SECTOR`, several joined by `;`.
//! Removing a report ([`Batch::remove`]) calls [`happenings::part`] first, then deletes all of its rows.

pub mod alerts;
pub mod archive;
mod clauses;
mod corrected;
pub mod corrections;
mod error;
pub mod export;
pub mod happenings;
pub mod import;
pub mod questions;
pub mod regroupings;
pub mod reports;
pub mod reread;
mod schema;
pub mod store;

pub use archive::Archive;
pub use corrected::corrected;
pub use demarche::filter::Filter;
pub use error::Error;
pub use questions::{Answers, Cell, Column, Question};
pub use store::{Added, Batch};
