//! What changes the archive, and what only reads: adding a report, correcting an event, reading without keeping.

use super::answers::{Fault, Form, answer};
use super::desk::Desk;
use super::gather::fault;
use super::pages::{Context, add, reports};
use super::request::Request;
use axum::body::Body;
use axum::http::{HeaderMap, Response};
use axum::response::{IntoResponse, Redirect};
use demarche::Report;
use demarche_archive::Added;
use demarche_archive::corrections::New;
use std::collections::BTreeMap;

/// The fields of a form as a browser sends it.
pub fn fields(body: &[u8]) -> BTreeMap<String, String> {
    form_urlencoded::parse(body).into_owned().collect()
}

/// Reads the report of the form; keeps it where that was asked for and leads to its page, or shows the reading.
///
/// # Errors
/// Those of the archive.
pub fn added(desk: &Desk, request: &Request, body: &[u8], headers: &HeaderMap) -> Result<Response<Body>, Fault> {
    let fields = fields(body);
    let report = match report(&fields) {
        Ok(report) => report,
        Err(message) => return again(request, &fields, message, headers),
    };
    let record = demarche::read(&report, &desk.guide);
    if fields.get("keep").map(String::as_str) == Some("yes") {
        let mut archive = desk.writing().map_err(fault)?;
        let batch = archive.batch().map_err(fault)?;
        let (Added::New(id) | Added::Known(id)) = batch.add(&report, &record, "the desk", None).map_err(fault)?;
        batch.commit().map_err(fault)?;
        return Ok(Redirect::to(&format!("/reports/{id}")).into_response());
    }
    let shown = desk.reading(|archive| {
        let context = Context { guide: &desk.guide, own: &desk.own, archive, request };
        answer(&reports::shown(&context, &report.text, &record), Form::asked(request, headers), headers)
    });
    shown.map_err(fault)?
}

/// The form again, with what was typed and what is wrong.
fn again(
    request: &Request,
    fields: &BTreeMap<String, String>,
    message: String,
    headers: &HeaderMap,
) -> Result<Response<Body>, Fault> {
    let value = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let page = add::Form {
        frame: super::pages::Frame::of("Add a report", "Add", request),
        message: Some(message),
        text: value("text"),
        title: value("title"),
        published: value("published"),
        publisher: value("publisher"),
        url: value("url"),
    };
    answer(&page, Form::Html, headers)
}

fn report(fields: &BTreeMap<String, String>) -> Result<Report, String> {
    let value = |name: &str| fields.get(name).map(|v| v.trim().to_string()).filter(|v| !v.is_empty());
    // Browsers send line ends as carriage return and line feed.
    let text = value("text").unwrap_or_default().replace("\r\n", "\n");
    if text.is_empty() {
        return Err("There is no text to read: paste the report into the first field.".to_string());
    }
    let published = value("published");
    if published.as_ref().is_some_and(|day| day.parse::<jiff::civil::Date>().is_err()) {
        return Err("The day of publication is no day; write it as 2024-06-20.".to_string());
    }
    let mut report = Report::from_text(text);
    (report.title, report.published) = (value("title"), published);
    (report.publisher, report.url) = (value("publisher"), value("url"));
    Ok(report)
}

/// Keeps a correction and leads back to the report.
///
/// # Errors
/// What is wrong with the correction; those of the archive.
pub fn corrected(desk: &Desk, event: &str, body: &[u8], now: &str) -> Result<Response<Body>, Fault> {
    let fields = fields(body);
    let value = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let event = event.parse().map_err(|_| Fault::Missing(format!("{event:?} is no number of an event.")))?;
    let new = New { event, what: value("what"), value: value("value"), author: value("author"), note: value("note") };
    let mut archive = desk.writing().map_err(fault)?;
    let id = archive.correct(&new, now).map_err(fault)?;
    let corrections = archive.corrections(None).map_err(fault)?;
    let made = corrections.into_iter().find(|made| made.correction == id);
    let page = made.map_or("/corrections".to_string(), |made| format!("/reports/{}#{}", made.report, made.reference));
    Ok(Redirect::to(&page).into_response())
}

/// A report in, its record out; nothing is kept.
///
/// # Errors
/// Where the body is no report.
pub fn read(desk: &Desk, body: &[u8]) -> Result<Response<Body>, Fault> {
    let report: Report = serde_json::from_slice(body).map_err(|error| {
        Fault::Wrong(format!(
            "No report: {error}; send an object such as {{\"text\": \"…\", \"published\": \"2024-06-20\"}}"
        ))
    })?;
    let record = demarche::read(&report, &desk.guide);
    Ok(axum::Json(record).into_response())
}
