//! Bytes with a place: what a path, a member of a container or an address gives.

use crate::metered::Meter;
use crate::reject::{Place, Reason, too_long};
use crate::web::Fetched;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

/// A stream of bytes.
pub(crate) type Stream = Box<dyn Read + Send>;

/// Bytes that can be read from anywhere: of a file, or held in memory.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// A file, opened anew for each reader.
    File(PathBuf),
    /// Bytes.
    Bytes(Arc<[u8]>),
}

/// The largest container in the midst of another that is unpacked into memory to be read.
pub(crate) const HELD: usize = 256 << 20;

/// Something to read.
pub(crate) struct Source {
    /// Where it stands.
    pub place: Place,
    /// What is there.
    pub body: Body,
    /// What whoever served it said about it.
    pub said: Said,
    /// What is to be remembered of it, where it was fetched.
    pub fetched: Option<Fetched>,
    /// How much may be unpacked from its path.
    pub meter: Meter,
    /// In how many containers it lies.
    pub depth: usize,
}

/// The bytes of a source.
pub(crate) enum Body {
    /// To be read from anywhere.
    Block(Block),
    /// To be read once.
    Stream(Stream),
}

/// What a server or a container said about a source; all of it may be missing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Said {
    /// The media type, with its parameters.
    pub kind: Option<String>,
    /// The address of the page.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Its headline.
    pub title: Option<String>,
}

impl Said {
    /// The encoding of a media type: `text/html; charset=iso-8859-1`.
    pub fn charset(&self) -> Option<&str> {
        let (_, after) = self.kind.as_deref()?.split_once("charset=")?;
        Some(after.split(';').next().unwrap_or(after).trim().trim_matches(['"', '\'']))
    }
}

impl Source {
    /// A source inside of this one's place.
    pub fn within(&self, name: &str, body: Body) -> Self {
        Source {
            place: self.place.within(name),
            body,
            said: Said::default(),
            fetched: None,
            meter: self.meter.clone(),
            depth: self.depth + 1,
        }
    }
}

impl Block {
    /// A reader from the beginning.
    pub fn reader(&self) -> io::Result<Reader> {
        Ok(match self {
            Block::File(path) => Reader::File(File::open(path)?),
            Block::Bytes(bytes) => Reader::Bytes(Cursor::new(bytes.clone())),
        })
    }
}

/// Reads a block from anywhere.
pub(crate) enum Reader {
    File(File),
    Bytes(Cursor<Arc<[u8]>>),
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Reader::File(file) => file.read(buffer),
            Reader::Bytes(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Reader::File(file) => file.seek(to),
            Reader::Bytes(bytes) => bytes.seek(to),
        }
    }
}

/// The first bytes of a stream, and the stream from its beginning.
pub(crate) fn peek(mut stream: Stream, length: usize) -> io::Result<(Vec<u8>, Stream)> {
    let mut head = Vec::new();
    stream.by_ref().take(length as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(stream))))
}

/// All bytes of a stream, if they are no more than `most`.
pub(crate) fn read_up_to(stream: impl Read, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    stream.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= most).then_some(bytes))
}

/// All bytes of one report.
pub(crate) fn read_whole(stream: impl Read, longest: usize) -> Result<Vec<u8>, Reason> {
    read_up_to(stream, longest)?.ok_or_else(|| too_long(longest))
}
