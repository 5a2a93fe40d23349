//! Alerts: what watches told, newest first; also as an Atom feed (RFC 4287).

use super::rows::time;
use super::{Context, Frame, LENGTH, Turn};
use crate::commands::watch::escaped;
use crate::serve::answers::{Fault, View};
use crate::serve::gather;
use askama::Template;
use demarche_archive::alerts;
use serde::{Deserialize, Serialize};

/// An alert as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Alert {
    pub alert: i64,
    pub rule: String,
    pub line: String,
    pub text: String,
    pub made: String,
    pub report: i64,
    pub event: Option<i64>,
    pub happening: Option<i64>,
    pub title: Option<String>,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
}

impl Alert {
    /// The columns of the list.
    pub const COLUMNS: &[&str] = &[
        "alert",
        "made",
        "rule",
        "line",
        "text",
        "report",
        "event",
        "happening",
        "title",
        "published",
        "publisher",
        "url",
    ];

    /// What it leads to: the happening, or else the report.
    pub fn address(&self) -> String {
        match self.event {
            Some(event) => format!("/events/{event}"),
            None => format!("/reports/{}", self.report),
        }
    }

    /// When it was made.
    pub fn time(&self) -> String {
        time(&self.made)
    }

    /// The report that tells it, in a few words.
    pub fn source(&self) -> String {
        let parts = [self.publisher.as_deref(), self.published.as_deref().map(|day| day.get(..10).unwrap_or(day))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn entry(&self, base: &str) -> String {
        format!(
            "<entry><title>{}</title><id>urn:demarche:alert:{}</id><updated>{}</updated><link href=\"{base}{}\"/>\
             <category term=\"{}\"/><summary>{} ({})</summary></entry>",
            escaped(&self.line),
            self.alert,
            escaped(&self.made),
            self.address(),
            escaped(&self.rule),
            escaped(&self.text),
            escaped(&self.source()),
        )
    }
}

#[derive(Template)]
#[template(path = "alerts.html")]
struct List {
    frame: Frame,
    base: String,
    alerts: Vec<Alert>,
    turn: Turn,
}

impl View for List {
    fn html(&self) -> Result<String, askama::Error> {
        self.render()
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "alerts": self.alerts, "turn": self.turn })
    }

    fn rows(&self) -> Option<crate::serve::answers::Rows> {
        Some(crate::serve::answers::Rows::of(Alert::COLUMNS, &self.alerts))
    }

    fn feed(&self) -> Option<String> {
        let updated = self.alerts.first().map_or("1970-01-01T00:00:00Z", |alert| alert.made.as_str());
        let entries: Vec<String> = self.alerts.iter().map(|alert| alert.entry(&self.base)).collect();
        Some(format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
             <title>demarche: alerts</title>\n<id>urn:demarche:alerts:desk</id>\n<updated>{}</updated>\n\
             <author><name>demarche</name></author>\n<link rel=\"self\" href=\"{}/alerts?as=atom\"/>\n{}\n</feed>\n",
            escaped(updated),
            self.base,
            entries.join("\n")
        ))
    }
}

/// The newest alerts.
///
/// # Errors
/// Those of the archive.
pub fn newest(context: &Context, limit: usize) -> Result<Vec<Alert>, Fault> {
    gather::rows(context.archive, &alerts::alerts(Some(limit), 0))
}

/// All alerts, page by page.
pub fn list(context: &Context) -> Result<Box<dyn View>, Fault> {
    let number = Turn::asked(context.request);
    let found = gather::rows(context.archive, &alerts::alerts(Some(LENGTH + 1), (number - 1) * LENGTH))?;
    let (alerts, turn) = Turn::of_page(found, number, context.request);
    let mut frame = Frame::list("Alerts", "Today", context.request);
    frame.feed = Some(context.request.with("as", "atom"));
    Ok(Box::new(List { frame, base: context.request.base.clone(), alerts, turn }))
}
