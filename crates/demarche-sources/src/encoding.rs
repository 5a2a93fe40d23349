//! Which encoding bytes are in: a mark at the beginning, what a header or the page says, else a guess.

use crate::reject::Reason;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8};
use std::io::{self, Read};

/// Files that are known by their first bytes and hold no text that can be read here.
const OTHERS: [(&[u8], &str); 11] = [
    (b"%PDF-", "a PDF; turn it into text first, as with `pdftotext`"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save it as text first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"\xfd7zXZ", "packed with xz; unpack it first"),
    (b"BZh", "packed with bzip2; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"SQLite format 3\0", "an SQLite file; export the reports as CSV or JSON Lines first"),
];

/// The text of bytes. `said` is the encoding that a header or the page itself names.
pub(crate) fn decode(bytes: Vec<u8>, said: Option<&str>) -> Result<String, Reason> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    if let Some(encoding) = utf16(&bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned());
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error.into_bytes(),
    };
    is_text(&bytes)?;
    let said = said.and_then(|label| Encoding::for_label(label.trim().as_bytes())).filter(|e| *e != UTF_8);
    let encoding = said.unwrap_or_else(|| guess(&bytes));
    Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned())
}

/// Refuses bytes that are no text in any encoding.
pub(crate) fn is_text(head: &[u8]) -> Result<(), Reason> {
    if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(Reason::lasting(format!("no text but {what}")));
    }
    let head = &head[..head.len().min(8192)];
    let cut = std::str::from_utf8(head).err().filter(|e| e.error_len().is_some());
    // Text in UTF-8 may hold odd characters; bytes that are neither are judged by their control characters.
    if cut.is_none() || utf16(head).is_some() {
        return Ok(());
    }
    let odd = head.iter().filter(|&&b| b < 9 || (14..32).contains(&b) && b != 27).count();
    match odd * 50 > head.len() {
        true => Err(Reason::lasting("no text: these bytes are in no encoding that is known")),
        false => Ok(()),
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = utf16(bytes) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(64 << 10)], true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 without a mark: every other byte of Western text is zero.
pub(crate) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&b| b == 0).count();
    let half = head.len() / 2;
    match (zeros(0), zeros(1)) {
        _ if half < 4 => None,
        (0, odd) if odd * 10 > half * 7 => Some(encoding_rs::UTF_16LE),
        (even, 0) if even * 10 > half * 7 => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// A stream whose beginning is `head`, as UTF-8. Where the head is UTF-8 the bytes pass as they are.
pub(crate) fn decoding<R: Read + Send + 'static>(head: &[u8], stream: R) -> Box<dyn Read + Send> {
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    let broken = std::str::from_utf8(head).err().is_some_and(|e| e.error_len().is_some());
    match marked {
        None if !broken && utf16(head).is_none() => Box::new(stream),
        known => {
            let encoding = known.unwrap_or_else(|| guess(head));
            Box::new(Decoding::new(stream, encoding))
        }
    }
}

/// Turns a stream into UTF-8 as it is read; a mark at the beginning goes away.
struct Decoding<R> {
    stream: R,
    decoder: Decoder,
    raw: Vec<u8>,
    out: Vec<u8>,
    taken: usize,
    ended: bool,
}

impl<R: Read> Decoding<R> {
    fn new(stream: R, encoding: &'static Encoding) -> Self {
        Decoding {
            stream,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; 16 << 10],
            out: Vec::new(),
            taken: 0,
            ended: false,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let length = self.stream.read(&mut self.raw)?;
        self.ended = length == 0;
        let raw = &self.raw[..length];
        let room = self.decoder.max_utf8_buffer_length(length).unwrap_or(length * 4 + 16);
        self.out.resize(room, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(raw, &mut self.out, self.ended);
        self.out.truncate(written);
        self.taken = 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.out.len() && !self.ended {
            self.fill()?;
        }
        let rest = &self.out[self.taken..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.taken += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], said: Option<&str>) -> String {
        decode(bytes.to_vec(), said).expect("it is text")
    }

    #[test]
    fn the_encoding_is_found_by_mark_label_and_guess() {
        assert_eq!(text(b"\xef\xbb\xbfAdr\xc3\xa9", None), "Adré");
        assert_eq!(text(b"\xff\xfeA\0d\0", None), "Ad");
        assert_eq!(text(b"Le pr\xe9sident est arriv\xe9 \xe0 Adr\xe9.", None), "Le président est arrivé à Adré.");
        assert_eq!(text(b"\xcf\xf0\xe5\xe7\xe8\xe4\xe5\xed\xf2", Some("windows-1251")), "Президент");
        let wide: Vec<u8> = "left the bloc".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide, None), "left the bloc");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_what_they_are() {
        let pdf = decode(b"%PDF-1.7\n\xe2\xe3\xcf\xd3".to_vec(), None).expect_err("no text");
        assert!(pdf.text.contains("PDF"), "{}", pdf.text);
        let noise: Vec<u8> = (0..2000u32).map(|i| (i.wrapping_mul(2654435761) >> 13) as u8).collect();
        assert!(decode(noise, None).is_err());
    }

    #[test]
    fn a_stream_is_decoded_as_it_comes() {
        let bytes: Vec<u8> =
            [0xfe, 0xff].into_iter().chain("Zélé\n".repeat(9000).encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let head = bytes[..4096].to_vec();
        let mut out = String::new();
        decoding(&head, std::io::Cursor::new(bytes)).read_to_string(&mut out).expect("it can be read");
        assert_eq!(out, "Zélé\n".repeat(9000));
    }
}
