//! How a page answers: as HTML for people, as JSON for programs, lists as CSV too, all at the same address.
//!
//! A page is a [`View`]: plain data that knows how to write itself in each form. `?as=json`, `?as=csv` or the `Accept`
//! header choose.

use super::request::Request;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a page found, ready to be written in any form.
pub trait View {
    /// The whole page, for people.
    ///
    /// # Errors
    /// When the template cannot be filled.
    fn html(&self) -> Result<String, askama::Error>;
    /// The same for programs.
    fn json(&self) -> serde_json::Value;
    /// The same as an Atom feed, where it is one.
    fn feed(&self) -> Option<String> {
        None
    }
    /// Whether there is no page for people: then everybody gets the JSON.
    fn only_json(&self) -> bool {
        false
    }
    /// The same as rows, where it is a list.
    fn rows(&self) -> Option<Rows> {
        None
    }
}

/// Rows of a list, for spreadsheets.
pub struct Rows {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// A value a column in each.
    pub rows: Vec<Vec<String>>,
}

impl Rows {
    /// Objects as rows: a column for each of `columns`, lists joined by a semicolon.
    pub fn of<T: Serialize>(columns: &[&str], items: &[T]) -> Rows {
        let row = |item: &T| {
            let value = serde_json::to_value(item).unwrap_or_default();
            columns.iter().map(|column| cell(&value[*column])).collect()
        };
        Rows { columns: columns.iter().map(ToString::to_string).collect(), rows: items.iter().map(row).collect() }
    }
}

fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}

/// What went wrong with a request, in words for whoever asked.
#[derive(Debug)]
pub enum Fault {
    /// There is no such page, report, event, …
    Missing(String),
    /// The request itself is wrong.
    Wrong(String),
    /// It needs a token.
    Refused(String),
    /// There is too much to do at the moment.
    Busy(String),
    /// Something of ours failed; the cause goes to the log, not to the asker.
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Fault {
    fn from(error: E) -> Fault {
        Fault::Failed(error.into())
    }
}

impl Fault {
    /// The HTTP status and the words for whoever asked.
    pub fn told(&self) -> (StatusCode, String) {
        match self {
            Fault::Missing(what) => (StatusCode::NOT_FOUND, what.clone()),
            Fault::Wrong(what) => (StatusCode::BAD_REQUEST, what.clone()),
            Fault::Refused(what) => (StatusCode::FORBIDDEN, what.clone()),
            Fault::Busy(what) => (StatusCode::SERVICE_UNAVAILABLE, what.clone()),
            Fault::Failed(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "The desk failed here. The log of the server says why.".to_string())
            }
        }
    }
}

/// The forms a page can take.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// For people.
    Html,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// For feed readers.
    Atom,
    /// For programs that read a whole list, a line each.
    Jsonl,
}

impl Form {
    /// What a request asks for: `as=…` first, then the `Accept` header; HTML where neither says.
    pub fn asked(request: &Request, headers: &HeaderMap) -> Form {
        match request.value("as") {
            Some("json") => return Form::Json,
            Some("csv") => return Form::Csv,
            Some("atom") => return Form::Atom,
            Some("jsonl") => return Form::Jsonl,
            _ => {}
        }
        let accepted = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let first = accepted.split(',').next().unwrap_or_default();
        if first.starts_with("application/x-ndjson") || first.starts_with("application/jsonl") {
            Form::Jsonl
        } else if request.path.starts_with("/api/") || first.starts_with("application/json") {
            Form::Json
        } else if first.starts_with("text/csv") {
            Form::Csv
        } else if first.starts_with("application/atom+xml") {
            Form::Atom
        } else {
            Form::Html
        }
    }
}

/// Writes a view in the form asked for, with an entity tag; an unchanged page costs the asker nothing.
///
/// # Errors
/// When there is no such form, or the template fails.
pub fn answer(view: &dyn View, form: Form, headers: &HeaderMap) -> Result<Response<Body>, Fault> {
    Ok(made(view, form)?.answer(headers))
}

/// Writes a view in the form asked for.
///
/// # Errors
/// When there is no such form, or the template fails.
pub fn made(view: &dyn View, form: Form) -> Result<Made, Fault> {
    let form = if form == Form::Html && view.only_json() { Form::Json } else { form };
    let (kind, body) = match form {
        Form::Html => ("text/html; charset=utf-8", view.html()?),
        Form::Json => ("application/json", view.json().to_string()),
        Form::Csv => ("text/csv; charset=utf-8", comma_separated(view)?),
        Form::Atom => match view.feed() {
            Some(feed) => ("application/atom+xml; charset=utf-8", feed),
            None => return Err(Fault::Wrong("This page is no feed; alerts are, at /alerts?as=atom.".into())),
        },
        Form::Jsonl => return Err(Fault::Wrong("This page is no list; ask for JSON.".into())),
    };
    Ok(Made::new(kind, body.into_bytes()))
}

fn comma_separated(view: &dyn View) -> Result<String, Fault> {
    let rows =
        view.rows().ok_or_else(|| Fault::Wrong("This page is no list: there is no CSV of it, ask for JSON.".into()))?;
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&rows.columns)?;
    for row in &rows.rows {
        out.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    Ok(String::from_utf8_lossy(&out.into_inner().map_err(|e| anyhow::anyhow!("{e}"))?).into_owned())
}

/// A cell that no spreadsheet takes for a formula: reports are written by strangers.
/// See OWASP, "CSV Injection".
pub fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell.to_string()
    }
}

/// A body with its kind and entity tag.
#[derive(Clone, Debug)]
pub struct Made {
    kind: &'static str,
    /// The bytes; copies of an answer share them.
    pub body: Bytes,
    tag: String,
}

impl Made {
    /// A body of a kind.
    pub fn new(kind: &'static str, body: Vec<u8>) -> Made {
        let digest = Sha256::digest(&body);
        let tag = format!("\"{}\"", digest[..12].iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        Made { kind, body: body.into(), tag }
    }

    /// The answer, or nothing where the asker has it already.
    pub fn answer(&self, headers: &HeaderMap) -> Response<Body> {
        let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let unchanged = known.split(',').any(|each| each.trim().trim_start_matches("W/") == self.tag);
        let (status, body) = match unchanged {
            true => (StatusCode::NOT_MODIFIED, Body::empty()),
            false => (StatusCode::OK, Body::from(self.body.clone())),
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let kept = response.headers_mut();
        kept.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        kept.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        kept.insert(header::VARY, HeaderValue::from_static("Accept"));
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            kept.insert(header::ETAG, tag);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_numbers_kept() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-0.5"), "-0.5");
        assert_eq!(harmless("Tokyo"), "Tokyo");
    }

    #[test]
    fn the_form_is_what_the_asker_wants() {
        let mut headers = HeaderMap::new();
        assert_eq!(Form::asked(&Request::get("/events", ""), &headers), Form::Html);
        assert_eq!(Form::asked(&Request::get("/events", "as=csv"), &headers), Form::Csv);
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        assert_eq!(Form::asked(&Request::get("/events", ""), &headers), Form::Json);
    }
}
