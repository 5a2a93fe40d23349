//! Alerts as an Atom feed (RFC 4287) in a file that any feed reader can watch.

use super::alert::Alert;
use crate::pretty;
use anyhow::{Context, Result};
use jiff::Timestamp;
use std::fs;
use std::path::Path;

/// How many alerts the feed holds.
const KEPT: usize = 200;

const OPEN: &str = "<entry>";
const CLOSE: &str = "</entry>";

/// Puts an alert at the top of the feed. The file is written anew beside it and then takes its place: whoever reads it never
/// sees a half.
pub fn add(path: &Path, alert: &Alert) -> Result<()> {
    let told = || format!("{}: the feed of alerts cannot be written", path.display());
    let before = fs::read_to_string(path).unwrap_or_default();
    // The entries of this file are our own: each is one line.
    let kept = before.lines().filter(|line| line.starts_with(OPEN) && line.ends_with(CLOSE)).take(KEPT - 1);
    let now = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let entries: Vec<String> = std::iter::once(entry(alert, &now)).chain(kept.map(str::to_string)).collect();
    let feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>demarche alerts</title>\n<id>urn:demarche:alerts</id>\n<updated>{now}</updated>\n{}\n</feed>\n",
        entries.join("\n")
    );
    let beside = path.with_extension("tmp");
    fs::write(&beside, feed).with_context(told)?;
    fs::rename(&beside, path).with_context(told)
}

fn entry(alert: &Alert, now: &str) -> String {
    let link = alert.url.as_ref().map_or(String::new(), |url| format!("<link href=\"{}\"/>", escaped(url)));
    let source = alert.title.iter().chain(&alert.facts).cloned().collect::<Vec<_>>().join(" · ");
    format!(
        "{OPEN}<title>{}</title><id>urn:demarche:{}:{}</id><updated>{now}</updated><author><name>demarche</name></author><category term=\"{}\"/>{link}<summary>{}</summary>{CLOSE}",
        escaped(&pretty::plain(&alert.line)),
        escaped(&alert.id),
        alert.told.bytes().fold(5381u64, |sum, byte| sum.wrapping_mul(33) ^ u64::from(byte)),
        escaped(&alert.rule),
        escaped(&format!("{} ({source})", alert.sentence)),
    )
}

/// Text for XML, on one line; characters that XML forbids go.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}
