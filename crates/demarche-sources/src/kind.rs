//! How a source is written: found by its content, then by the ending of its name.

/// The formats that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    /// Found out for each source.
    #[default]
    Auto,
    /// Plain text, one report; may begin with lines such as `Title: …`.
    Text,
    /// Markdown, one report; its front matter is the head.
    Markdown,
    /// A web page: the article is taken out of it.
    Html,
    /// A JSON object, or an array of them.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// A table with a heading line; the separator is found out.
    Csv,
    /// A table of columns.
    Parquet,
    /// Captured web traffic.
    Warc,
    /// RSS, Atom or a JSON Feed.
    Feed,
    /// One packed stream.
    Gzip,
    /// Packed files.
    Zip,
}

/// How many bytes are looked at.
pub(crate) const HEAD: usize = 16 << 10;

/// The kind of a source that begins with `head` and has `name`. `said` is the media type that a server named.
pub(crate) fn find(head: &[u8], name: &str, said: Option<&str>) -> Kind {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    by_magic(head)
        .or_else(|| by_text(&text_of(head), &ending))
        .or_else(|| by_ending(&ending))
        .or_else(|| by_type(said))
        .unwrap_or(Kind::Text)
}

fn by_magic(head: &[u8]) -> Option<Kind> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    match head {
        _ if starts(b"\x1f\x8b") => Some(Kind::Gzip),
        _ if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") => Some(Kind::Zip),
        _ if starts(b"PAR1") => Some(Kind::Parquet),
        _ if starts(b"WARC/") => Some(Kind::Warc),
        _ => None,
    }
}

/// The head as text, good enough to see marks that are ASCII.
fn text_of(head: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&head[mark..]).0.into_owned(),
        None => match crate::encoding::utf16(head) {
            Some(wide) => wide.decode_without_bom_handling(head).0.into_owned(),
            None => String::from_utf8_lossy(head).into_owned(),
        },
    }
}

fn by_text(text: &str, ending: &str) -> Option<Kind> {
    let text = text.trim_start();
    match text.bytes().next()? {
        b'<' => by_tag(text),
        b'{' => Some(object(text, ending)),
        b'[' if text[1..].trim_start().starts_with(['{', ']']) => Some(Kind::Json),
        _ if ending.is_empty() && is_table(text) => Some(Kind::Csv),
        _ => None,
    }
}

fn by_tag(text: &str) -> Option<Kind> {
    let head: String = text.chars().take(2048).collect::<String>().to_ascii_lowercase();
    // The prolog and comments may stand before the first tag that says what it is.
    let tags = ["<!doctype html", "<html", "<head", "<body", "<rss", "<feed", "<rdf:rdf"];
    let (_, tag) = tags.iter().filter_map(|tag| Some((head.find(tag)?, *tag))).min()?;
    let opens = ["<!", "<?"].iter().any(|o| head.starts_with(o)) || head.starts_with(tag);
    match tag {
        _ if !opens => None,
        "<rss" | "<feed" | "<rdf:rdf" => Some(Kind::Feed),
        _ => Some(Kind::Html),
    }
}

/// What begins with a brace: one object over several lines, or one a line.
fn object(text: &str, ending: &str) -> Kind {
    let Some((line, rest)) = text.split_once('\n') else {
        let whole = serde_json::from_str::<serde_json::Value>(text).is_ok();
        return if whole && is_feed(text) { Kind::Feed } else { Kind::JsonLines };
    };
    if matches!(ending, "jsonl" | "ndjson") || serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok() {
        return if rest.trim().is_empty() && is_feed(line) { Kind::Feed } else { Kind::JsonLines };
    }
    let spread = line.trim_end().ends_with(['{', '[', ',', '}', ']']) && rest.trim_start().starts_with(['"', '{', '[']);
    match spread && !line.trim_end().ends_with('}') {
        true if is_feed(text) => Kind::Feed,
        true => Kind::Json,
        false => Kind::JsonLines,
    }
}

fn is_feed(text: &str) -> bool {
    text.contains("https://jsonfeed.org/version/") || text.contains("https:\\/\\/jsonfeed.org\\/version\\/")
}

/// Whether the first line names columns of which one is a text.
fn is_table(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let names: Vec<&str> = line.split([',', ';', '\t', '|']).map(|n| n.trim().trim_matches('"')).collect();
    names.len() > 1 && names.iter().all(|n| n.len() < 40) && names.iter().any(|n| crate::fields::part(n) == Some(0))
}

fn by_ending(ending: &str) -> Option<Kind> {
    Some(match ending {
        "txt" | "text" => Kind::Text,
        "md" | "markdown" => Kind::Markdown,
        "html" | "htm" | "xhtml" | "shtml" => Kind::Html,
        "json" | "jsonl" | "ndjson" => Kind::JsonLines,
        "csv" | "tsv" | "tab" => Kind::Csv,
        "parquet" => Kind::Parquet,
        "warc" => Kind::Warc,
        "rss" | "atom" => Kind::Feed,
        _ => return None,
    })
}

fn by_type(said: Option<&str>) -> Option<Kind> {
    let said = said?.split(';').next()?.trim().to_ascii_lowercase();
    Some(match said.as_str() {
        "text/html" | "application/xhtml+xml" => Kind::Html,
        "text/markdown" => Kind::Markdown,
        "text/csv" | "text/tab-separated-values" => Kind::Csv,
        "application/rss+xml" | "application/atom+xml" | "application/feed+json" => Kind::Feed,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_before_the_ending() {
        for (head, name, expected) in [
            ("Chad recalled its envoy.", "a.txt", Kind::Text),
            ("Chad recalled its envoy.", "-", Kind::Text),
            ("<!DOCTYPE html><html>", "a.txt", Kind::Html),
            ("<?xml version=\"1.0\"?>\n<!-- x -->\n<rss version=\"2.0\">", "feed", Kind::Feed),
            ("<?xml version=\"1.0\"?><html xmlns=\"x\">", "a.xml", Kind::Html),
            ("<b>no page</b>", "a.md", Kind::Markdown),
            ("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", "-", Kind::JsonLines),
            ("{\"text\": \"a\"", "a.jsonl", Kind::JsonLines),
            ("{\n  \"text\": \"a\"\n}\n", "a.json", Kind::Json),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}", "x", Kind::Feed),
            ("[\n{\"text\": \"a\"}]", "a.json", Kind::Json),
            ("[Reuters] Chad left.", "a.txt", Kind::Text),
            ("id,text\n1,a\n", "-", Kind::Csv),
            ("a,b\n1,2\n", "x.csv", Kind::Csv),
            ("\u{1f}\u{fffd}", "x.gz", Kind::Text),
            ("WARC/1.0\r\n", "x", Kind::Warc),
        ] {
            assert_eq!(find(head.as_bytes(), name, None), expected, "{head} {name}");
        }
        assert_eq!(find(b"\x1f\x8b\x08", "x.txt", None), Kind::Gzip);
        assert_eq!(find(b"<p>words", "story", Some("text/html; charset=x")), Kind::Html);
    }
}
