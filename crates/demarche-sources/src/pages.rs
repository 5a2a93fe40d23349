//! Web pages: the article, its title, day and publisher, without what stands around it.
//!
//! An [`Extractor`] does it; it works under guard: a page that is too deep is not parsed, one that takes too long is given
//! up, and a panic costs the page alone.

mod about;
mod article;
mod depth;

pub use article::Readable;

use crate::encoding;
use crate::formats::titled;
use crate::options::Options;
use crate::published;
use crate::reject::Reason;
use crate::source::Said;
use demarche::Report;
use std::fmt::Debug;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a page may take. The slowest real ones take a fiftieth of a second.
const PATIENCE: Duration = Duration::from_secs(20);

/// The stack of the thread that parses: trees are walked to their depth.
const STACK: usize = 16 << 20;

/// What a page tells. All but the text may be missing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Article {
    /// The paragraphs, with empty lines between them.
    pub text: String,
    /// The headline.
    pub title: Option<String>,
    /// When it was published, as the page writes it.
    pub published: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Its own address.
    pub url: Option<String>,
    /// Its language, as the page says.
    pub language: Option<String>,
}

/// Takes the article out of a page.
pub trait Extractor: Debug + Send + Sync {
    /// The article of an HTML page; none where the page holds no text. `url` is where it was found.
    fn article(&self, html: &str, url: Option<&str>) -> Option<Article>;
}

/// The report of a page.
pub(crate) fn read(bytes: Vec<u8>, said: &Said, options: &Options) -> Result<Report, Reason> {
    let charset = said.charset().map(str::to_string).or_else(|| about::charset(&bytes));
    let html = encoding::decode(bytes, charset.as_deref())?;
    let article = guarded(html, said.url.clone(), options.extractor.clone())?;
    let published = article.published.map(|day| published::normal(&day)).filter(|day| published::is_iso(day));
    Ok(Report {
        text: titled(article.title.as_deref(), &article.text),
        title: article.title,
        published,
        publisher: article.publisher,
        url: said.url.clone().or(article.url),
        language: article.language,
        ..Report::default()
    })
}

/// The encoding that a page or feed names in its first bytes.
pub(crate) fn charset(bytes: &[u8]) -> Option<String> {
    about::charset(bytes)
}

/// Refuses what is nested too deep to be parsed.
pub(crate) fn check_depth(text: &str) -> Result<(), Reason> {
    depth::check(text)
}

/// The words of a piece of HTML; of plain text, the text.
pub(crate) fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) || depth::check(html).is_err() {
        return html.trim().to_string();
    }
    let text = dom_query::Document::fragment(html).formatted_text();
    let lines = text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|l| !l.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

/// The article of a page, or why there is none. A page that is given up goes on in its thread until it is done: nothing else
/// can end it.
fn guarded(html: String, url: Option<String>, extractor: Arc<dyn Extractor>) -> Result<Article, Reason> {
    depth::check(&html)?;
    let (answer, wait) = mpsc::sync_channel(1);
    let work = move || drop(answer.send(extractor.article(&html, url.as_deref())));
    thread::Builder::new().stack_size(STACK).spawn(work).map_err(|e| Reason::passing(e.to_string()))?;
    match wait.recv_timeout(PATIENCE) {
        Ok(Some(article)) => Ok(article),
        Ok(None) => Err(Reason::lasting("no article was found in the page; save its text and read that")),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            Err(Reason::lasting(format!("the page was not taken apart in {} seconds and given up", PATIENCE.as_secs())))
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            Err(Reason::lasting("taking the page apart failed; save its text and read that"))
        }
    }
}
