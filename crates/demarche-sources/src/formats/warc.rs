//! WARC: captured web traffic, of which the pages are read.

use crate::options::Options;
use crate::reject::Reason;
use crate::reports::{Finds, refuse};
use crate::source::{Source, Stream};
use std::sync::Arc;

/// The reports of the pages captured.
pub(crate) fn read(_stream: Stream, source: Source, _options: &Arc<Options>) -> Finds {
    refuse(source.place, Reason::lasting("WARC is not read yet"))
}
