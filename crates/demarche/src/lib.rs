//! Reads news reports on international affairs and answers with records: attributed, dated, placed, each with its
//! span of text and the rule behind it.
//!
//! ```text
//! report -> text -> syntax -> entities -> dates -> places -> actors -> attribution -> events -> instruments -> record
//! ```
//!
//! Each stage is one module and one function. It takes the results of earlier stages and a borrowed table of
//! knowledge, and returns its own plain struct:
//!
//! 1. [`text::split`]: sentences and tokens, with their spans;
//! 2. [`syntax::parse`]: tags, lemmas, dependency trees, name tags;
//!    [`learned::Model::read`]: what a reader trained on real reports makes of each word;
//! 3. [`entities::find`]: mentions, and which of them are the same;
//! 4. [`dates::resolve`]: temporal expressions and the days they mean;
//! 5. [`places::resolve`]: place names to points on the map;
//! 6. [`actors::resolve`]: who each mention is: country, sector, office;
//! 7. [`attribution::attribute`]: who says what, and how certain each predicate is;
//! 8. [`events::extract`]: who did what to whom, when and where;
//! 9. [`instruments::link`]: treaties and resolutions signed, violated, invoked;
//! 10. [`record::write`]: all of it as the record that is written out.
//!
//! [`pipeline::read`] runs them in this order. No stage reads files, a clock or the network, and none can fail: any
//! text gives a reading. Only loading knowledge ([`Guide`]) can.

pub mod actors;
pub mod alerts;
pub mod attribution;
mod clauses;
pub mod countries;
pub mod dates;
pub mod encoder;
pub mod entities;
pub mod events;
pub mod explain;
pub mod filter;
pub mod guide;
pub mod happened;
pub mod instruments;
pub mod knowledge;
pub mod language;
pub mod learned;
mod network;
pub mod ontologies;
pub mod pipeline;
pub mod places;
pub mod reading;
pub mod record;
pub mod relate;
pub mod report;
pub mod span;
pub mod syntax;
pub mod text;
pub mod ways;

pub use guide::Guide;
pub use pipeline::read;
pub use reading::Reading;
pub use record::Record;
pub use report::Report;
pub use span::Span;
