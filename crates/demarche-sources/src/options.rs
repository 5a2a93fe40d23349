//! What can be asked of a reading of sources.

use crate::{Fields, Kind};

/// How sources are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// How the paths given are written; found out where [`Kind::Auto`].
    pub kind: Kind,
    /// Which field of JSON and which column of a table is what.
    pub fields: Fields,
    /// The longest report, in bytes. News reports are a thousandth of the default, 8 MB; a longer one is a file of something
    /// else, or of many.
    pub longest: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { kind: Kind::Auto, fields: Fields::default(), longest: 8 << 20 }
    }
}
