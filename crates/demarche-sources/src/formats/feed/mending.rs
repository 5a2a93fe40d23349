//! Feeds as they are found, mended into what their standards ask for: the parser is strict, publishers are not.
//!
//! What is mended: the encoding, a bare `&`, characters and references that XML forbids, names of entities that only HTML
//! knows, versions of RSS, Atom 0.3, numbers as ids of JSON Feeds, and a feed that is cut off in the midst of an entry.

use crate::encoding;
use crate::pages;
use crate::reject::Reason;
use serde_json::Value;

/// The names of entities that XML itself has.
const ENTITIES: [&str; 5] = ["amp;", "lt;", "gt;", "quot;", "apos;"];

/// Stretches in which `&` is only itself: how they begin and end.
const OPAQUE: [(&str, &str); 3] = [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>")];

/// Atom 0.3 and what the parser knows in its place.
const ATOM: [(&str, &str); 4] = [
    ("http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom"),
    ("issued>", "published>"),
    ("modified>", "updated>"),
    ("tagline>", "subtitle>"),
];

/// The elements that hold an entry each.
pub(super) const ENTRIES: [&str; 2] = ["item", "entry"];

/// The text of a feed, fit for the parser. `charset` is the encoding that the server named.
pub(super) fn mend(bytes: Vec<u8>, charset: Option<&str>) -> Result<String, Reason> {
    let text = decode(bytes, charset)?;
    let text = text.trim_start_matches(|c: char| !matches!(c, '<' | '{' | '['));
    if text.starts_with(['{', '[']) {
        return Ok(mend_json(text).unwrap_or_else(|| text.to_string()));
    }
    Ok(close(&mend_root(&mend_characters(without_prolog(text)))))
}

/// The text of a feed; a few bad bytes in what says that it is UTF-8 do not make another encoding of it.
fn decode(bytes: Vec<u8>, charset: Option<&str>) -> Result<String, Reason> {
    let named = charset.map(str::to_string).or_else(|| pages::charset(&bytes));
    let is_unicode = named.as_deref().is_none_or(|name| name.eq_ignore_ascii_case("utf-8"));
    let bad = String::from_utf8_lossy(&bytes).matches('\u{fffd}').count();
    let has_zeros = bytes.iter().take(64).any(|&b| b == 0);
    if is_unicode && bad > 0 && bad <= 1 + bytes.len() / 200 && !has_zeros {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    encoding::decode(bytes, named.as_deref())
}

/// The prolog names an encoding that the text no longer has.
fn without_prolog(text: &str) -> &str {
    match text.starts_with("<?xml") {
        true => text.split_once("?>").map_or(text, |(_, rest)| rest.trim_start()),
        false => text,
    }
}

fn mend_characters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        push(&mut out, &rest[..at]);
        rest = &rest[at..];
        let opaque = OPAQUE.iter().find(|(begin, _)| rest.starts_with(begin));
        let length = match opaque {
            Some((begin, end)) => rest[begin.len()..].find(end).map_or(rest.len(), |n| begin.len() + n + end.len()),
            None => 1,
        };
        match rest.as_bytes()[0] {
            b'&' => out.push_str(reference(&rest[1..])),
            _ => push(&mut out, &rest[..length]),
        }
        rest = &rest[length..];
    }
    push(&mut out, rest);
    out
}

/// What to write for the `&` before `rest`. A bare one, one of a name that only HTML knows, and a reference to what is no
/// character are written out: as HTML they are read later.
fn reference(rest: &str) -> &'static str {
    let number = |digits: &str, radix| {
        let code = digits.split_once(';').and_then(|(digits, _)| u32::from_str_radix(digits, radix).ok());
        code.and_then(char::from_u32).is_some_and(is_allowed)
    };
    let is_known = match rest.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
        Some(decimal) => number(decimal, 10),
        None => ENTITIES.iter().any(|name| rest.starts_with(name)),
    };
    if is_known { "&" } else { "&amp;" }
}

fn push(out: &mut String, text: &str) {
    out.extend(text.chars().filter(|&c| is_allowed(c)));
}

/// Whether XML 1.0 allows a character (section 2.2).
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The elements that a feed begins with.
const ROOTS: [&str; 4] = ["rss", "feed", "rdf:RDF", "RDF"];

/// Where the first element begins, and its name.
fn root(text: &str) -> Option<(usize, &'static str)> {
    ROOTS.iter().filter_map(|name| Some((opening(text, name)?, *name))).min()
}

/// Gives the first element the version and names that the parser knows.
fn mend_root(text: &str) -> String {
    let Some((start, _)) = root(text) else { return text.to_string() };
    let end = text[start..].find('>').map_or(text.len(), |n| start + n);
    let (tag, rest) = (&text[start..end], &text[end..]);
    if tag.starts_with("<rss") {
        return format!("{}{rest}", with_version(tag));
    }
    if tag.contains(ATOM[0].0) {
        return ATOM.iter().fold(format!("{tag}{rest}"), |text, (old, new)| text.replace(old, new));
    }
    let tag = tag.replace("http://my.netscape.com/rdf/simple/0.9/", "http://purl.org/rss/1.0/");
    format!("{tag}{rest}")
}

fn with_version(tag: &str) -> String {
    let words = tag.split_whitespace().filter(|word| !word.to_ascii_lowercase().starts_with("version"));
    let mut words: Vec<&str> = words.collect();
    words.insert(1, "version=\"2.0\"");
    words.join(" ")
}

/// Closes a feed that is cut off, after its last whole entry.
fn close(text: &str) -> String {
    let Some((_, root)) = root(text) else { return text.to_string() };
    if text.contains(&format!("</{root}")) {
        return text.to_string();
    }
    let last = ENTRIES.iter().filter_map(|name| Some(text.rfind(&format!("</{name}>"))? + name.len() + 3)).max();
    let kept = &text[..last.unwrap_or(text.len())];
    let channel = if kept.contains("<channel") && !kept.contains("</channel>") { "</channel>" } else { "" };
    format!("{kept}{channel}</{root}>")
}

/// Each entry in a feed of its own, with the head of the whole one, for a feed that cannot be parsed as it stands.
pub(super) fn apart(text: &str) -> Vec<String> {
    let Some((name, first)) = ENTRIES.iter().filter_map(|name| Some((*name, opening(text, name)?))).min_by_key(|f| f.1)
    else {
        return Vec::new();
    };
    let head = &text[..first];
    let mut found = Vec::new();
    let mut rest = &text[first..];
    while let Some(start) = opening(rest, name) {
        let next = opening(&rest[start + 1..], name).map_or(rest.len(), |n| start + 1 + n);
        let closed = rest[start..next].rfind(&format!("</{name}>")).map_or(next, |n| start + n);
        let entry = &rest[start..closed];
        found.push(close(&format!("{head}{entry}</{name}>")));
        rest = &rest[next..];
    }
    found
}

fn opening(text: &str, name: &str) -> Option<usize> {
    [">", " ", "\n", "\t", "\r"].iter().filter_map(|after| text.find(&format!("<{name}{after}"))).min()
}

/// A JSON Feed with words where the standard wants them.
fn mend_json(text: &str) -> Option<String> {
    let mut feed: Value = serde_json::from_str(text).ok()?;
    for item in feed.get_mut("items")?.as_array_mut()? {
        let Some(id) = item.get_mut("id") else { continue };
        if !id.is_string() {
            *id = Value::String(id.to_string());
        }
    }
    Some(feed.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_written_out() {
        for (found, wanted) in [
            ("A & B", "A &amp; B"),
            ("A &amp; B &#233; &#xe9;", "A &amp; B &#233; &#xe9;"),
            ("&#55296; &nbsp;", "&amp;#55296; &amp;nbsp;"),
            ("<![CDATA[A & B]]> & C", "<![CDATA[A & B]]> &amp; C"),
            ("bell\u{7}", "bell"),
        ] {
            assert_eq!(mend_characters(found), wanted, "{found}");
        }
    }

    #[test]
    fn roots_are_those_that_the_parser_knows() {
        for (found, wanted) in [
            ("<rss>", "<rss version=\"2.0\">"),
            ("<rss version='0.93' xmlns:x=\"y\">", "<rss version=\"2.0\" xmlns:x=\"y\">"),
            (
                "<feed xmlns=\"http://purl.org/atom/ns#\"><issued>",
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><published>",
            ),
        ] {
            assert_eq!(mend_root(found), wanted, "{found}");
        }
    }

    #[test]
    fn what_is_cut_off_is_closed_after_its_last_whole_entry() {
        let cut = "<rss><channel><title>N</title><item><title>A</title></item><item><tit";
        assert_eq!(close(cut), "<rss><channel><title>N</title><item><title>A</title></item></channel></rss>");
        let whole = format!("{}</channel></rss>", &cut[..cut.len() - 11]);
        assert_eq!(close(&whole), whole);
    }

    #[test]
    fn entries_are_taken_apart_with_the_head_of_their_feed() {
        let feed = "<rss><channel><title>N</title><item><a></item><item>B</item></channel></rss>";
        let parts = apart(feed);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[1], "<rss><channel><title>N</title><item>B</item></channel></rss>");
    }
}
