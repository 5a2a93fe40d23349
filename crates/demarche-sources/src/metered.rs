//! How much may come out of what is packed: text packs to a fifth or a tenth of its size, a bomb to a thousandth.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What may come out whatever its packed size.
const FREE: u64 = 32 << 20;

/// How many bytes each packed byte may become. Pages of one site, packed together, have been seen at 60.
const RATIO: u64 = 200;

/// A count shared by everything that is unpacked from one path, however it is nested.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    earned: Arc<AtomicU64>,
    spent: Arc<AtomicU64>,
}

impl Meter {
    /// A meter at the beginning of a path.
    pub fn new() -> Self {
        Meter { earned: Arc::new(AtomicU64::new(FREE)), spent: Arc::default() }
    }

    /// Counts bytes as the path's own.
    pub fn earn(&self, bytes: u64) {
        self.earned.fetch_add(bytes.saturating_mul(RATIO), Ordering::Relaxed);
    }

    fn spend(&self, bytes: usize) -> io::Result<()> {
        let spent = self.spent.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
        match spent > self.earned.load(Ordering::Relaxed) {
            true => Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("unpacks to more than {RATIO} times its size, as no text does (a bomb?); not read any further"),
            )),
            false => Ok(()),
        }
    }

    /// A stream whose bytes were packed.
    pub fn unpacked<R: Read>(&self, stream: R) -> Unpacked<R> {
        Unpacked { stream, meter: self.clone() }
    }

    /// A stream of the path itself.
    pub fn raw<R: Read>(&self, stream: R) -> Raw<R> {
        Raw { stream, meter: self.clone() }
    }
}

/// Counts what comes out of a packed stream, and ends it where that is too much.
pub(crate) struct Unpacked<R> {
    stream: R,
    meter: Meter,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.stream.read(buffer)?;
        self.meter.spend(length)?;
        Ok(length)
    }
}

/// Counts what is read of a path.
pub(crate) struct Raw<R> {
    stream: R,
    meter: Meter,
}

impl<R: Read> Read for Raw<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.stream.read(buffer)?;
        self.meter.earn(length as u64);
        Ok(length)
    }
}
