//! Markdown: one report; its front matter is the head, its first heading the title, its marks are taken away.

use super::{head, titled};
use crate::fields;
use demarche::Report;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The report of a Markdown text.
pub(crate) fn read(text: &str) -> Report {
    let (mut parts, body) = front_matter(text).unwrap_or((head::Parts::default(), text));
    let (heading, prose) = plain(body);
    parts[1] = parts[1].take().or(heading);
    parts[0] = Some(titled(parts[1].as_deref(), &prose));
    fields::report(parts).unwrap_or_else(|| Report::from_text(text))
}

/// What stands between two lines of three dashes at the beginning, or lines of a head.
fn front_matter(text: &str) -> Option<(head::Parts, &str)> {
    let text = text.trim_start_matches('\u{feff}');
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return head::split(text);
    };
    let end = rest.find("\n---")?;
    let body = rest[end + 4..].split_once('\n').map_or("", |(_, body)| body);
    let mut parts = head::Parts::default();
    for (key, value) in rest[..end].lines().filter_map(head::pair) {
        let value = value.trim_matches(['"', '\'']).to_string();
        if let Some(part) = fields::part(key).filter(|part| *part > 0) {
            parts[part] = Some(value);
        }
    }
    Some((parts, body))
}

/// The first heading of the first level, where the text begins with it, and the text without marks. Code, pictures and HTML
/// are left out: they are no prose.
fn plain(text: &str) -> (Option<String>, String) {
    let mut out = String::new();
    let mut silent = 0usize;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::HtmlBlock) => silent += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image | TagEnd::HtmlBlock) => silent = silent.saturating_sub(1),
            _ if silent > 0 => {}
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak | Event::End(TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => out.push('\n'),
            Event::End(TagEnd::TableCell) => out.push_str("  "),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_) | TagEnd::Table) => {
                out.push_str("\n\n")
            }
            Event::Rule => out.push('\n'),
            _ => {}
        }
    }
    let heading = text.trim_start().strip_prefix("# ").and_then(|_| out.lines().next()).map(|l| l.trim().to_string());
    (heading, out.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn marks_go_and_the_front_matter_is_the_head() {
        let report = read(
            "---\ntitle: \"Chad recalls envoy\"\ndate: 2024-06-20\n---\nChad **recalled** its [envoy](https://example.org).\n\n> \"Enough,\" it said.\n\n- one\n- two\n\n```\ncode\n```\n",
        );
        assert_eq!(report.title.as_deref(), Some("Chad recalls envoy"));
        assert_eq!(report.published.as_deref(), Some("2024-06-20"));
        assert!(
            report
                .text
                .starts_with("Chad recalls envoy\n\nChad recalled its envoy.\n\n\"Enough,\" it said.\n\none\ntwo")
        );
        assert!(!report.text.contains("code"));
        let report = read("# Chad recalls envoy\n\nIt was *recalled*.\n");
        assert_eq!(report.title.as_deref(), Some("Chad recalls envoy"));
        assert_eq!(report.text, "Chad recalls envoy\n\nIt was recalled.");
    }
}
