//! A captured HTTP answer: its head, and its body as it was before it was sent.

use crate::reject::{Reason, too_long};
use crate::source::read_up_to;
use flate2::read::{MultiGzDecoder, ZlibDecoder};

/// The media type and bytes of an answer that is a page; none for any other.
pub(crate) fn page(block: Vec<u8>, longest: usize) -> Result<Option<(String, Vec<u8>)>, Reason> {
    let Some((head, start)) = head(&block) else {
        return Err(Reason::lasting("the record holds no HTTP answer"));
    };
    let value = |name: &str| {
        let named = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.trim().to_string())
    };
    let media = value("content-type").unwrap_or_default();
    let is_page = ["text/html", "application/xhtml"].iter().any(|m| media.to_ascii_lowercase().starts_with(m));
    if head.split_whitespace().nth(1) != Some("200") || !is_page {
        return Ok(None);
    }
    let chunked = value("transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    let body = &block[start..];
    // Many who capture undo the chunks and leave the head as it was.
    let body = if chunked { unchunked(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
    let body = unpacked(body, &value("content-encoding").unwrap_or_default().to_ascii_lowercase(), longest)?;
    Ok(Some((media, body)))
}

fn head(block: &[u8]) -> Option<(String, usize)> {
    if !block.starts_with(b"HTTP/") {
        return None;
    }
    let long = block.windows(4).position(|w| w == b"\r\n\r\n").map(|at| (at, at + 4));
    let short = || block.windows(2).position(|w| w == b"\n\n").map(|at| (at, at + 2));
    let (end, start) = long.or_else(short)?;
    Some((String::from_utf8_lossy(&block[..end]).into_owned(), start))
}

/// A body sent in chunks, in one; none where it is not in chunks.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let end = body.iter().take(40).position(|&b| b == b'\n')?;
        let line = std::str::from_utf8(&body[..end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        // A capture that ends early keeps what it has.
        let chunk = &body[..size.min(body.len())];
        whole.extend_from_slice(chunk);
        body = body[chunk.len()..].trim_ascii_start();
        if body.is_empty() {
            return Some(whole);
        }
    }
}

/// A body without its packing. Captures often keep the header of a packing that they undid.
fn unpacked(body: Vec<u8>, packing: &str, longest: usize) -> Result<Vec<u8>, Reason> {
    let packed = match packing {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => read_up_to(MultiGzDecoder::new(&body[..]), longest),
        "deflate" if body.first().is_some_and(|b| b & 0x0f == 8) => read_up_to(ZlibDecoder::new(&body[..]), longest),
        "br" | "zstd" if std::str::from_utf8(&body).is_err() => {
            return Err(Reason::lasting(format!("the page is packed with {packing}, which is not read here")));
        }
        _ => return Ok(body),
    };
    packed?.ok_or_else(|| too_long(longest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_other_answers_left_out() {
        let page = |head: &str, body: &str| {
            page(format!("HTTP/1.1 {head}\r\n\r\n{body}").into_bytes(), 99).expect("an answer")
        };
        let chunked = page(
            "200 OK\r\nContent-Type: text/html; charset=x\r\nTransfer-Encoding: chunked",
            "3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n",
        );
        assert_eq!(chunked, Some(("text/html; charset=x".to_string(), b"abcde".to_vec())));
        let undone = page("200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked", "<p>no chunks");
        assert_eq!(undone.expect("a page").1, b"<p>no chunks");
        assert_eq!(page("404 Not Found\r\nContent-Type: text/html", ""), None);
        assert_eq!(page("200 OK\r\nContent-Type: image/png", ""), None);
    }
}
