//! Lines of a stream, none longer than a limit: a file without line ends must not fill the memory.

use crate::reject::{Reason, too_long};
use std::io::{self, BufRead, Read};

/// The lines of a reader, without their ends. One that is too long is a fault, and the next is read.
pub(crate) struct Lines<R> {
    reader: R,
    longest: usize,
    failed: bool,
}

impl<R: BufRead> Lines<R> {
    /// Lines of at most `longest` bytes.
    pub fn new(reader: R, longest: usize) -> Self {
        Lines { reader, longest, failed: false }
    }

    fn read(&mut self) -> io::Result<Option<Result<Vec<u8>, Reason>>> {
        let mut line = Vec::new();
        if self.reader.by_ref().take(self.longest as u64 + 1).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() > self.longest {
            self.reader.skip_until(b'\n')?;
            return Ok(Some(Err(too_long(self.longest))));
        }
        Ok(Some(Ok(line)))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Vec<u8>, Reason>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        self.read().unwrap_or_else(|error| {
            self.failed = true;
            Some(Err(error.into()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_costs_itself_alone() {
        let lines = Lines::new(&b"short\nmuch too long\nlast"[..], 8);
        let kinds: Vec<bool> = lines.map(|l| l.is_ok()).collect();
        assert_eq!(kinds, [true, false, true]);
    }
}
