//! What comes in: a news report.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
}

impl Report {
    /// A report of `text` alone.
    pub fn new(text: impl Into<String>) -> Self {
        Report { text: text.into(), ..Report::default() }
    }

    /// The day of publication, where `published` begins with one.
    pub fn day(&self) -> Option<Date> {
        self.published.as_deref()?.get(..10)?.parse().ok()
    }
}
