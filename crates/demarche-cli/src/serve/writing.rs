//! What changes the archive, and what only reads: adding a report, correcting an event, joining and parting happenings,
//! reading without keeping.

use super::answers::{Fault, Form, answer};
use super::desk::Desk;
use super::gather::fault;
use super::pages::{Context, add, reports};
use super::request::Request;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use demarche::Report;
use demarche_archive::Added;
use demarche_archive::corrections::New;
use demarche_archive::regroupings::Signed;
use serde::Deserialize;
use serde_json::{Value, json};
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
    if let Some(address) = fields.get("address").filter(|address| !address.trim().is_empty()) {
        return fetched(desk, request, address, headers);
    }
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

/// The form with the report of an address, to be looked at before it is kept.
fn fetched(desk: &Desk, request: &Request, address: &str, headers: &HeaderMap) -> Result<Response<Body>, Fault> {
    let frame = super::pages::Frame::of("Add a report", "Add", request);
    let address = address.trim().to_string();
    let page = match desk.fetching.report(&address) {
        Ok(report) => add::Form {
            frame,
            message: Some("Fetched. Look it through; it is kept when you say so.".to_string()),
            published: report.day().map(|day| day.to_string()).unwrap_or_default(),
            text: report.text,
            title: report.title.unwrap_or_default(),
            publisher: report.publisher.unwrap_or_default(),
            url: report.url.unwrap_or_default(),
            address,
            ..add::Form::default()
        },
        Err(Fault::Wrong(message) | Fault::Busy(message)) => {
            add::Form { frame, message: Some(message), is_fault: true, address, ..add::Form::default() }
        }
        Err(other) => return Err(other),
    };
    answer(&page, Form::Html, headers)
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
        is_fault: true,
        address: value("address"),
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
    (report.title, report.published) = (value("title").or(report.title), published);
    (report.publisher, report.url) = (value("publisher"), value("url"));
    Ok(report)
}

/// What came along with a request that changes something: the fields of a form, or of a JSON object.
pub struct Sent {
    fields: Vec<(String, String)>,
    /// Whether the asker is a program.
    json: bool,
}

impl Sent {
    /// Reads a body by its kind.
    ///
    /// # Errors
    /// Where it says that it is JSON and is none.
    pub fn read(request: &Request, body: &[u8], headers: &HeaderMap) -> Result<Sent, Fault> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let json = Form::asked(request, headers) == Form::Json;
        if !kind.starts_with("application/json") {
            return Ok(Sent { fields: form_urlencoded::parse(body).into_owned().collect(), json });
        }
        let wrong = |error: serde_json::Error| Fault::Wrong(format!("No JSON object: {error}."));
        let object: serde_json::Map<String, Value> = serde_json::from_slice(body).map_err(wrong)?;
        let fields = object.into_iter().flat_map(|(name, value)| {
            let values = if let Value::Array(items) = value { items } else { vec![value] };
            values.into_iter().map(move |value| (name.clone(), plain(&value)))
        });
        Ok(Sent { fields: fields.collect(), json })
    }

    /// The first value of a field; empty where there is none.
    pub fn value(&self, name: &str) -> String {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// All values of a field as numbers; several may stand in one, apart by spaces or commas.
    fn numbers(&self, name: &str) -> Result<Vec<i64>, Fault> {
        let values = self.fields.iter().filter(|(n, _)| n == name).flat_map(|(_, value)| value.split([' ', ',']));
        let number = |value: &str| value.parse().map_err(|_| Fault::Wrong(format!("{value:?} is no number.")));
        values.filter(|value| !value.is_empty()).map(number).collect()
    }

    fn signed(&self, now: &str) -> Signed {
        Signed { author: self.value("author"), note: self.value("note"), made: now.to_string() }
    }

    /// Leads people to a page, and tells programs what was done.
    fn done(&self, page: &str, what: Value) -> Response<Body> {
        match self.json {
            true => (StatusCode::CREATED, [(header::LOCATION, page.to_string())], axum::Json(what)).into_response(),
            false => Redirect::to(page).into_response(),
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What changes the archive by a person's word.
pub type Change = fn(&Desk, &Request, &Sent, &str) -> Result<Response<Body>, Fault>;

/// The addresses of changes: path, what it does, the fields it takes, and who does it. The API's description is written
/// from these too.
pub const CHANGES: &[(&str, &str, &[&str], Change)] = &[
    (
        "/events/{event}/correct",
        "Corrects an event: what is wrong (wrong, right, type, mode, actor, recipient, factuality), and what is right",
        &["what", "value", "author", "note"],
        corrected,
    ),
    ("/corrections/{correction}/undo", "Takes a correction back", &["author"], uncorrected),
    (
        "/happenings/{happening}/split",
        "Takes mentions out of a happening: they become one of their own",
        &["event", "author", "note"],
        split,
    ),
    ("/happenings/{happening}/merge", "Makes other happenings and this one", &["with", "author", "note"], merged),
    ("/regroupings/{regrouping}/undo", "Takes a merge or split back", &["author"], ungrouped),
];

fn number(request: &Request, part: &str) -> Result<i64, Fault> {
    let written = request.part(part);
    written.parse().map_err(|_| Fault::Missing(format!("{written:?} is no number of {part}.")))
}

/// Keeps a correction and leads back to the page that it was made on.
fn corrected(desk: &Desk, request: &Request, sent: &Sent, now: &str) -> Result<Response<Body>, Fault> {
    let event = number(request, "event")?;
    let new = New {
        event,
        what: sent.value("what"),
        value: sent.value("value"),
        author: sent.value("author"),
        note: sent.value("note"),
    };
    known(desk, &new)?;
    let mut archive = desk.writing().map_err(fault)?;
    let id = archive.correct(&new, now).map_err(fault)?;
    let corrections = archive.corrections(None).map_err(fault)?;
    let made = corrections.into_iter().find(|made| made.correction == id);
    let page = made.map_or("/corrections".to_string(), |made| format!("/reports/{}#{}", made.report, made.reference));
    let page = if sent.value("back") == "event" { format!("/events/{event}") } else { page };
    Ok(sent.done(&page, json!({ "correction": id })))
}

/// Types and modes must be of the code book.
fn known(desk: &Desk, new: &New) -> Result<(), Fault> {
    let types = &desk.guide.codebook.types;
    let value = new.value.trim();
    let is_known = match new.what.as_str() {
        "type" => types.iter().any(|kind| kind.name == value),
        "mode" => value == "none" || types.iter().any(|kind| kind.modes.iter().any(|(mode, _)| mode == value)),
        _ => true,
    };
    let names = || types.iter().map(|kind| kind.name.as_str()).collect::<Vec<_>>().join(", ");
    match is_known || value.is_empty() {
        true => Ok(()),
        false if new.what == "type" => Err(Fault::Wrong(format!("{value:?} is no type; one of {}", names()))),
        false => Err(Fault::Wrong(format!("{value:?} is no mode; `demarche codebook TYPE` lists those of a type"))),
    }
}

fn uncorrected(desk: &Desk, request: &Request, sent: &Sent, now: &str) -> Result<Response<Body>, Fault> {
    let id = number(request, "correction")?;
    let mut archive = desk.writing().map_err(fault)?;
    archive.undo_correction(id, &sent.value("author"), now).map_err(fault)?;
    let made = archive.corrections(None).map_err(fault)?.into_iter().find(|made| made.correction == id);
    let page = match made {
        Some(made) if sent.value("back") == "report" => format!("/reports/{}#{}", made.report, made.reference),
        _ => "/corrections".to_string(),
    };
    Ok(sent.done(&page, json!({ "correction": id, "undone": now })))
}

fn split(desk: &Desk, request: &Request, sent: &Sent, now: &str) -> Result<Response<Body>, Fault> {
    let old = number(request, "happening")?;
    let mut archive = desk.writing().map_err(fault)?;
    let new = archive.split(&sent.numbers("event")?, &sent.signed(now)).map_err(fault)?;
    Ok(sent.done(&format!("/happenings/{new}"), json!({ "happening": new, "of": old })))
}

fn merged(desk: &Desk, request: &Request, sent: &Sent, now: &str) -> Result<Response<Body>, Fault> {
    let mut all = sent.numbers("with")?;
    all.push(number(request, "happening")?);
    let mut archive = desk.writing().map_err(fault)?;
    let into = archive.merge(&all, &sent.signed(now)).map_err(fault)?;
    Ok(sent.done(&format!("/happenings/{into}"), json!({ "happening": into })))
}

fn ungrouped(desk: &Desk, request: &Request, sent: &Sent, now: &str) -> Result<Response<Body>, Fault> {
    let id = number(request, "regrouping")?;
    let mut archive = desk.writing().map_err(fault)?;
    archive.undo_regrouping(id, &sent.value("author"), now).map_err(fault)?;
    let made = archive.regroupings(None).map_err(fault)?.into_iter().find(|made| made.regrouping == id);
    let event = made.and_then(|made| made.sides.into_iter().flatten().next());
    let page = event.map_or("/corrections".to_string(), |event| format!("/events/{event}"));
    Ok(sent.done(&page, json!({ "regrouping": id, "undone": now })))
}

/// A report in, its record out; nothing is kept.
///
/// # Errors
/// Where the body is no report, or its address cannot be fetched.
pub fn read(desk: &Desk, body: &[u8], headers: &HeaderMap) -> Result<Response<Body>, Fault> {
    let sent = SentReport::read(body)?;
    // Reading changes nothing, but fetching uses the desk's way to the web: it asks for what writing asks for.
    if sent.text.is_none() {
        desk.guard.admit(&Method::POST, headers, false).map_err(Fault::Refused)?;
    }
    let record = demarche::read(&sent.report(desk)?, &desk.guide);
    Ok(axum::Json(record).into_response())
}

/// A report in, kept and read.
///
/// # Errors
/// Where the body is no report, or its address cannot be fetched; those of the archive.
pub fn keep(desk: &Desk, body: &[u8]) -> Result<Response<Body>, Fault> {
    let report = SentReport::read(body)?.report(desk)?;
    let record = demarche::read(&report, &desk.guide);
    let origin = report.url.as_deref().unwrap_or("the desk");
    let mut archive = desk.writing().map_err(fault)?;
    let batch = archive.batch().map_err(fault)?;
    let added = batch.add(&report, &record, origin, None).map_err(fault)?;
    batch.commit().map_err(fault)?;
    let (status, id) = match added {
        Added::New(id) => (StatusCode::CREATED, id),
        Added::Known(id) => (StatusCode::OK, id),
    };
    let page = format!("/reports/{id}");
    let told = json!({ "report": id, "page": page, "record": record });
    Ok((status, [(header::LOCATION, page)], axum::Json(told)).into_response())
}

/// A report as programs send it: its text, or the address where it is.
#[derive(Deserialize)]
struct SentReport {
    text: Option<String>,
    address: Option<String>,
    id: Option<String>,
    title: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
}

impl SentReport {
    fn read(body: &[u8]) -> Result<SentReport, Fault> {
        let example =
            "send an object such as {\"text\": \"…\", \"published\": \"2024-06-20\"} or {\"address\": \"https://…\"}";
        let sent: SentReport =
            serde_json::from_slice(body).map_err(|error| Fault::Wrong(format!("No report: {error}; {example}")))?;
        match (&sent.text, &sent.address) {
            (None, None) => Err(Fault::Wrong(format!("No report: neither text nor address; {example}"))),
            _ => Ok(sent),
        }
    }

    /// What is said goes before what the page says.
    fn report(self, desk: &Desk) -> Result<Report, Fault> {
        let found = match (self.text, self.address) {
            (Some(text), _) => Report::new(text),
            (None, address) => desk.fetching.report(&address.unwrap_or_default())?,
        };
        Ok(Report {
            id: self.id.or(found.id),
            title: self.title.or(found.title),
            published: self.published.or(found.published),
            publisher: self.publisher.or(found.publisher),
            url: self.url.or(found.url),
            ..found
        })
    }
}
