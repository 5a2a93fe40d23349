//! One file a format: bytes in, reports out.

pub(crate) mod feed;
pub(crate) mod head;

pub(crate) mod json;
pub(crate) mod json_lines;
pub(crate) mod markdown;
pub(crate) mod parquet;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod warc;

use crate::encoding;
use crate::kind::Kind;
use crate::options::Options;
use crate::reject::Reason;
use crate::source::Said;
use demarche::Report;

/// The report of a source that is one: a text, a page.
pub(crate) fn read_one(kind: Kind, bytes: Vec<u8>, said: &Said, options: &Options) -> Result<Report, Reason> {
    let report = match kind {
        Kind::Html => crate::pages::read(bytes, said, options)?,
        Kind::Markdown => markdown::read(&encoding::decode(bytes, said.charset())?),
        _ => {
            encoding::is_text(&bytes)?;
            text::read(encoding::decode(bytes, said.charset())?)
        }
    };
    Ok(with_what_was_said(report, said))
}

/// What a report does not say itself is what was said of it.
pub(crate) fn with_what_was_said(mut report: Report, said: &Said) -> Report {
    let known = |own: Option<String>, said: &Option<String>| own.or_else(|| said.clone());
    report.url = known(report.url, &said.url);
    report.published = known(report.published, &said.published);
    report.publisher = known(report.publisher, &said.publisher);
    report.title = known(report.title, &said.title);
    report
}

/// A text that begins with its title.
pub(crate) fn titled(title: Option<&str>, body: &str) -> String {
    let body = body.trim();
    match title.map(str::trim).filter(|t| !t.is_empty()) {
        Some(title) if body.lines().next().is_none_or(|first| first.trim() != title) => format!("{title}\n\n{body}"),
        _ => body.to_string(),
    }
}
