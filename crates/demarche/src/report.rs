//! What comes in: a news report.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A news report. Only `text` is needed; all offsets of a reading refer to it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// A name for the report; made from the content's hash where absent.
    #[serde(default)]
    pub id: Option<String>,
    /// The whole text, title included where there is one.
    pub text: String,
    /// The headline.
    #[serde(default)]
    pub title: Option<String>,
    /// The day of publication, or a time with its zone (ISO 8601). Relative dates are resolved against it.
    #[serde(default)]
    pub published: Option<String>,
    /// Who published it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Where it was found.
    #[serde(default)]
    pub url: Option<String>,
    /// The language, where known (ISO 639-1).
    #[serde(default)]
    pub language: Option<String>,
    /// What whoever took it from its source could not settle: a day that may be read in two ways, what was left out. They become
    /// notes of the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

impl Report {
    /// A report of `text` alone.
    pub fn new(text: impl Into<String>) -> Self {
        Report { text: text.into(), ..Report::default() }
    }

    /// A report of plain text. A first paragraph of one line without a final stop is its headline.
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = text.into();
        let title = headline(&text).map(str::to_string);
        Report { text, title, ..Report::default() }
    }

    /// The report without the characters that nobody sees: soft hyphens and marks of no width, which part words that are one.
    pub(crate) fn seen(&self) -> Cow<'_, Report> {
        if !self.text.contains(is_unseen) {
            return Cow::Borrowed(self);
        }
        let text = self.text.chars().filter(|&c| !is_unseen(c)).collect();
        let title = self.title.as_ref().map(|title| title.chars().filter(|&c| !is_unseen(c)).collect());
        Cow::Owned(Report { text, title, ..self.clone() })
    }

    /// The day of publication, where `published` begins with one.
    pub fn day(&self) -> Option<Date> {
        day(self.published.as_deref()?)
    }
}

/// Whether a character has no width and means nothing: the soft hyphen, the joiners and marks of byte order.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The day with which a time begins.
pub(crate) fn day(time: &str) -> Option<Date> {
    time.get(..10)?.parse().ok()
}

/// The headline of a plain text: its first paragraph, where that is one line that does not end as a sentence does.
fn headline(text: &str) -> Option<&str> {
    let (first, rest) = text.trim_start().split_once('\n')?;
    let first = first.trim();
    let parted = rest.lines().next().is_some_and(|line| line.trim().is_empty()) && !rest.trim().is_empty();
    let ends = first.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?', ':', ';', ',']);
    (parted && !ends && !first.is_empty()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_line_that_stands_alone_is_the_headline() {
        let title = |text: &str| Report::from_text(text).title;
        assert_eq!(title("Chad recalls envoy\n\nChad recalled its envoy."), Some("Chad recalls envoy".to_string()));
        assert_eq!(title("Chad recalled its envoy.\n\nMore followed."), None);
        assert_eq!(title("Chad recalled\nits envoy."), None);
        assert_eq!(title(""), None);
    }
}
