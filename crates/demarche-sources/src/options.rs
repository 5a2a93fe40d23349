//! What can be asked of a reading of sources.

use crate::pages::{Extractor, Readable};
use crate::web::Web;
use crate::{Fields, Kind};
use std::sync::Arc;

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
    /// What takes articles out of web pages.
    pub extractor: Arc<dyn Extractor>,
    /// How addresses are fetched, and what is remembered of feeds.
    pub web: Web,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            kind: Kind::Auto,
            fields: Fields::default(),
            longest: 8 << 20,
            extractor: Arc::new(Readable),
            web: Web::default(),
        }
    }
}
