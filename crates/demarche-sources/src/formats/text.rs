//! Plain text: one report, with or without a head.

use super::{head, titled};
use crate::fields;
use demarche::Report;

/// The report of a plain text. Lines such as `Title: …` before the first empty one are its parts; else a first paragraph of
/// one line that is no sentence is its title.
pub fn read(text: String) -> Report {
    let Some((mut parts, body)) = head::split(&text) else {
        return Report::from_text(text);
    };
    parts[0] = Some(titled(parts[1].as_deref(), body));
    fields::report(parts).unwrap_or_else(|| Report::from_text(text.clone()))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_head_gives_the_parts_and_the_rest_is_the_text() {
        let report = read(
            "Title: Chad recalls envoy\nPublished: 20 June 2024\nDesk: Africa\nURL: https://example.org/a\n\nChad recalled its envoy.\n"
                .to_string(),
        );
        assert_eq!(report.text, "Chad recalls envoy\n\nChad recalled its envoy.");
        assert_eq!(report.title.as_deref(), Some("Chad recalls envoy"));
        assert_eq!(report.published.as_deref(), Some("2024-06-20"));
        assert_eq!(report.url.as_deref(), Some("https://example.org/a"));
    }

    #[test]
    fn prose_with_a_colon_is_no_head() {
        for text in ["Chad: envoy recalled\n\nMore.", "Sudan said: \"No.\"\nIt left.", "One line: no more", ""] {
            assert_eq!(read(text.to_string()).text, text);
        }
    }
}
