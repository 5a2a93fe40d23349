//! Sources that hold sources.

pub(crate) mod folder;
pub(crate) mod gzip;
pub(crate) mod zip;
