//! Where reports come from. Paths go in (files, folders, addresses, `-` for the standard input), reports come out, one after the
//! other, and whatever cannot be read comes out as a [`Reject`] with its place and reason; the rest goes on.
//!
//! ```text
//! path -> source -> kind -> reports
//!           |         |
//!           |         found by content, then by the name's ending
//!           bytes with a place; a container (folder, zip, gzip) gives more sources
//! ```
//!
//! - [`open`] is the one entry, [`Options`] what can be asked of it.
//! - `source` holds bytes with their place; `containers` unpacks, `formats` makes reports, one file a format.
//! - Memory is bounded: streams are read as they come, no report is longer than [`Options::longest`], and what is packed
//!   may not unpack to hundreds of times its size.
//!
//! Nothing here knows what a report means.

mod containers;
mod encoding;
mod fields;
mod formats;
mod kind;
mod lines;
mod metered;
mod options;
pub mod pages;
mod published;
mod raw;
mod reject;
mod reports;
mod source;
pub mod web;

pub use fields::{Fields, report};
pub use formats::text::read as from_text;
pub use kind::Kind;
pub use options::Options;
pub use raw::{read_lines, read_text};
pub use reject::{At, Place, Reject};
pub use reports::{Reports, open};
