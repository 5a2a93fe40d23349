//! One packed stream: what is in it has its place.

use crate::reports::{Finds, Found, one};
use crate::source::{Body, Said, Source, Stream};
use flate2::read::MultiGzDecoder;

/// What a gzip holds, all of its members one after the other.
pub(crate) fn read(stream: Stream, source: &Source) -> Finds {
    let unpacked = source.meter.unpacked(MultiGzDecoder::new(stream));
    one(Found::Source(Box::new(Source {
        place: source.place.clone(),
        body: Body::Stream(Box::new(unpacked)),
        // What was said of the whole is its packing.
        said: Said { kind: None, ..source.said.clone() },
        fetched: None,
        meter: source.meter.clone(),
        depth: source.depth + 1,
    })))
}
