//! Zips: their members in the order of their table, each unpacked as it is read.

use crate::reject::Reason;
use crate::reports::{Finds, Found};
use crate::source::{Block, Body, Reader, Source, Stream};
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::io::{self, Read, Seek, SeekFrom};
use zip::{CompressionMethod, ZipArchive};

/// The members of a zip.
pub(crate) fn read(block: Block, source: Source) -> Result<Finds, Reason> {
    let archive = ZipArchive::new(block.reader()?).map_err(|e| damaged(&e))?;
    Ok(Box::new(Members { archive, block, source, next: 0 }))
}

struct Members {
    archive: ZipArchive<Reader>,
    block: Block,
    source: Source,
    next: usize,
}

impl Iterator for Members {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while self.next < self.archive.len() {
            self.next += 1;
            if let Some(found) = self.member(self.next - 1) {
                return Some(found);
            }
        }
        None
    }
}

impl Members {
    fn member(&mut self, number: usize) -> Option<Found> {
        let outer = self.source.place.clone();
        let (name, stream) = {
            let member = match self.archive.by_index_raw(number) {
                Ok(member) => member,
                Err(error) => return Some(Found::Reject(damaged(&error).at(outer.record(number as u64 + 1)))),
            };
            let name = String::from_utf8_lossy(member.name_raw()).into_owned();
            let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
            if member.is_dir() || hidden {
                return None;
            }
            let start = member.data_start();
            let encrypted = member.encrypted();
            let stream = match (start, encrypted) {
                (_, true) => Err(Reason::lasting("locked with a password; unpack it first")),
                (None, _) => Err(Reason::lasting("the zip's table is damaged; get the file again")),
                (Some(start), false) => {
                    unpack(&self.block, start, member.compressed_size(), member.compression(), member.crc32())
                }
            };
            (name, stream)
        };
        Some(match stream {
            Ok(stream) => {
                let unpacked: Stream = Box::new(self.source.meter.unpacked(stream));
                Found::Source(Box::new(self.source.within(&name, Body::Stream(unpacked))))
            }
            Err(reason) => Found::Reject(reason.at(outer.within(&name))),
        })
    }
}

fn unpack(block: &Block, start: u64, size: u64, method: CompressionMethod, sum: u32) -> Result<Stream, Reason> {
    let mut reader = block.reader()?;
    reader.seek(SeekFrom::Start(start))?;
    let packed = reader.take(size);
    match method {
        CompressionMethod::Stored => Ok(Box::new(Summed::new(packed, sum))),
        CompressionMethod::Deflated => Ok(Box::new(Summed::new(DeflateDecoder::new(io::BufReader::new(packed)), sum))),
        other => Err(Reason::lasting(format!("packed with {other}, which is not read here; unpack it first"))),
    }
}

fn damaged(error: &zip::result::ZipError) -> Reason {
    Reason::lasting(format!("the zip is damaged ({error}); get the file again"))
}

/// Fails at the end of a member whose sum is not the one in the table.
struct Summed<R> {
    stream: R,
    crc: Crc,
    sum: u32,
}

impl<R: Read> Summed<R> {
    fn new(stream: R, sum: u32) -> Self {
        Summed { stream, crc: Crc::new(), sum }
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.stream.read(buffer)?;
        self.crc.update(&buffer[..length]);
        if length == 0 && !buffer.is_empty() && self.crc.sum() != self.sum {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its sum is wrong"));
        }
        Ok(length)
    }
}
