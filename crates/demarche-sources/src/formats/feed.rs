//! Feeds: RSS, Atom, JSON Feed. An entry that holds its report is read as it is; for one that only announces it, the page is
//! fetched, if the feed itself was.

mod days;
mod mending;

use crate::formats::{titled, with_what_was_said};
use crate::options::Options;
use crate::pages;
use crate::reject::{Place, Reason};
use crate::reports::{Finds, Found};
use crate::source::{Said, Source, Stream, read_whole};
use crate::web::{Fetched, Web};
use days::Days;
use demarche::Report;
use feed_rs::model::{Entry, Feed};
use feed_rs::parser::Builder;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// From this length on the text of an entry is the report and not its announcement.
const WHOLE: usize = 1500;

/// The reports of a feed's entries, the oldest first, without those that were seen before. Of a feed that cannot be parsed as it
/// stands each entry is tried alone, so that one that is broken costs itself.
pub(crate) fn read(stream: Stream, source: Source, options: &Arc<Options>) -> Result<Finds, Reason> {
    let bytes = read_whole(stream, options.longest)?;
    pages::check_depth(&String::from_utf8_lossy(&bytes))?;
    let text = mending::mend(bytes, source.said.charset())?;
    let days = Days::default();
    let base = source.said.url.clone();
    let error = match parse(text.clone(), &base, &days) {
        Ok(feed) if feed.entries.is_empty() && source.fetched.is_none() => {
            return Err(Reason::lasting("the feed holds no entry"));
        }
        Ok(feed) => return Ok(Box::new(Entries::new(feed, days, source, options.clone()))),
        Err(error) => error,
    };
    let (feeds, broken): (Vec<_>, Vec<_>) =
        mending::apart(&text).into_iter().map(|part| parse(part, &base, &days)).partition(Result::is_ok);
    let mut feeds = feeds.into_iter().flatten();
    let Some(mut feed) = feeds.next() else {
        return Err(Reason::lasting(format!("no feed that can be read ({error})")));
    };
    feed.entries.extend(feeds.flat_map(|feed| feed.entries));
    let place = source.place.clone();
    let lost = broken.into_iter().filter_map(Result::err);
    let lost = lost.map(move |error| {
        Found::Reject(Reason::lasting(format!("an entry that cannot be read ({error})")).at(place.clone()))
    });
    Ok(Box::new(lost.chain(Entries::new(feed, days, source, options.clone()))))
}

fn parse(text: String, base: &Option<String>, days: &Days) -> Result<Feed, String> {
    let (base, days) = (base.clone(), days.clone());
    let parser = move || {
        let parser = Builder::new().base_uri(base).timestamp_parser(move |day| Some(days.moment(day)?.into())).build();
        parser.parse(text.as_bytes())
    };
    match catch_unwind(AssertUnwindSafe(parser)) {
        Ok(parsed) => parsed.map_err(|error| error.to_string()),
        Err(_) => Err("the parser failed".to_string()),
    }
}

struct Entries {
    /// What is left, the next one last.
    entries: Vec<Entry>,
    days: Days,
    publisher: Option<String>,
    language: Option<String>,
    place: Place,
    fetched: Option<Fetched>,
    options: Arc<Options>,
    /// The entry that was handed out last: it counts as seen when the next one is asked for.
    handed: Option<String>,
}

impl Entries {
    fn new(feed: Feed, days: Days, source: Source, options: Arc<Options>) -> Self {
        let publisher = feed.title.map(|t| t.content.trim().to_string()).filter(|t| !t.is_empty());
        // Feeds name the newest first.
        let entries = feed.entries;
        Entries {
            entries,
            days,
            publisher,
            language: feed.language,
            place: source.place,
            fetched: source.fetched,
            options,
            handed: None,
        }
    }

    fn web(&self) -> &Web {
        &self.options.web
    }

    /// Marks the last entry as seen, and at the end keeps what the server said of the feed.
    fn settle(&mut self) {
        let Some(fetched) = &self.fetched else { return };
        if let Some(entry) = self.handed.take() {
            self.web().state().mark(&fetched.address, &entry);
        }
        if self.entries.is_empty() {
            self.web().state().keep(&fetched.address, &fetched.validators);
        }
    }

    fn seen(&self, entry: &Entry) -> bool {
        self.fetched.as_ref().is_some_and(|f| self.web().state().seen(&f.address, &entry.id))
    }

    fn report(&self, entry: &Entry) -> Result<Report, Reason> {
        let said = self.said(entry);
        let own = words(entry);
        let announces = own.as_ref().is_none_or(|text| text.len() < WHOLE);
        let page = match &said.url {
            Some(url) if announces && self.fetched.is_some() => Some(self.web().page(url, &said, &self.options)),
            _ => None,
        };
        let report = match (page, own) {
            (Some(Ok(page)), _) => page,
            // A page that may not be fetched leaves what the feed says of it.
            (_, Some(text)) => Report { text: titled(said.title.as_deref(), &text), ..Report::default() },
            (Some(Err(reason)), None) => return Err(reason),
            (None, None) => return Err(Reason::lasting("the entry has neither a text nor an address")),
        };
        let mut report = with_what_was_said(report, &said);
        report.language = report.language.or_else(|| self.language.as_ref().map(|l| l.chars().take(2).collect()));
        Ok(report)
    }

    fn said(&self, entry: &Entry) -> Said {
        let alternate = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"));
        let day = entry.published.or(entry.updated);
        Said {
            kind: None,
            url: alternate.or(entry.links.first()).map(|l| l.href.clone()),
            published: day.map(|d| self.days.written(d.timestamp()).unwrap_or_else(|| d.to_rfc3339())),
            publisher: self.publisher.clone(),
            title: entry.title.as_ref().map(|t| pages::plain(&t.content)).filter(|t| !t.is_empty()),
        }
    }
}

/// The text that an entry itself holds.
fn words(entry: &Entry) -> Option<String> {
    let content = entry.content.as_ref().and_then(|c| c.body.clone());
    let longest =
        [content, entry.summary.as_ref().map(|s| s.content.clone())].into_iter().flatten().max_by_key(String::len)?;
    Some(pages::plain(&longest)).filter(|text| !text.is_empty())
}

impl Iterator for Entries {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            self.settle();
            let entry = self.entries.pop()?;
            if self.seen(&entry) {
                continue;
            }
            let name = entry.links.first().map_or(entry.id.clone(), |l| l.href.clone());
            let place = self.place.within(&name);
            return Some(match self.report(&entry) {
                Ok(report) => {
                    self.handed = Some(entry.id);
                    Found::Report(place, Box::new(report))
                }
                Err(reason) => {
                    // What may pass another time is tried again.
                    self.handed = Some(entry.id).filter(|_| !reason.retryable);
                    Found::Reject(reason.at(place))
                }
            });
        }
    }
}
