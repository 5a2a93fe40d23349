//! Lines of a stream, none longer than a limit: a file without line ends must not fill the memory.

use std::io::{BufRead, Read};

/// The lines of a reader, without their ends. A line that is too long or no UTF-8 is a fault, and the next is read.
pub struct Lines<R> {
    reader: R,
    longest: usize,
    failed: bool,
}

impl<R: BufRead> Lines<R> {
    /// Lines of at most `longest` bytes.
    pub fn new(reader: R, longest: usize) -> Self {
        Lines { reader, longest, failed: false }
    }

    fn skip_rest(&mut self) -> std::io::Result<()> {
        loop {
            let ahead = self.reader.fill_buf()?;
            let (length, end) = match ahead.iter().position(|&b| b == b'\n') {
                Some(at) => (at + 1, true),
                None => (ahead.len(), ahead.is_empty()),
            };
            self.reader.consume(length);
            if end {
                return Ok(());
            }
        }
    }

    fn read(&mut self) -> std::io::Result<Option<Result<String, String>>> {
        let mut line = Vec::new();
        if self.reader.by_ref().take(self.longest as u64 + 1).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() > self.longest {
            self.skip_rest()?;
            return Ok(Some(Err(super::too_long())));
        }
        Ok(Some(String::from_utf8(line).map_err(|e| super::not_text(&e))))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<String, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        self.read().unwrap_or_else(|error| {
            self.failed = true;
            Some(Err(error.to_string()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_or_broken_line_costs_itself_alone() {
        let lines = Lines::new(&b"short\nmuch too long\n\xff\xfe\nlast"[..], 8);
        let kinds: Vec<bool> = lines.map(|l| l.is_ok()).collect();
        assert_eq!(kinds, [true, false, false, true]);
    }
}
