//! One request and its answer. Redirects are not followed here: each place they lead to is checked first.

use super::addresses;
use super::{Manners, Validators};
use crate::reject::Reason;
use crate::source::read_up_to;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use ureq::config::Config;
use ureq::http::{HeaderMap, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::Url;

/// How long a connection may take to open.
const CONNECT: Duration = Duration::from_secs(15);

/// What a server answered.
pub(crate) enum Answer {
    /// It has not changed since it was asked last.
    Unchanged,
    /// It is elsewhere.
    Moved(String),
    /// It is here.
    Body { bytes: Vec<u8>, media: Option<String>, validators: Validators },
}

/// Asks servers, and only those that may be asked.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    largest: usize,
}

impl Client {
    pub fn new(manners: &Manners) -> Self {
        let config = Config::builder()
            .user_agent(manners.agent.as_str())
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(manners.patience))
            .build();
        let resolver = Guard { names: DefaultResolver::default(), allowed: manners.allowed.clone() };
        Client { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), largest: manners.largest }
    }

    /// Asks for what is at an address; with what its server said before, only if it changed.
    pub fn get(&self, url: &Url, known: Option<&Validators>) -> Result<Answer, Reason> {
        let mut request = self.agent.get(url.as_str());
        if let Some(known) = known {
            let headers = [("If-None-Match", &known.etag), ("If-Modified-Since", &known.modified)];
            for (name, value) in headers.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
                request = request.header(name, value);
            }
        }
        let mut answer = request.call().map_err(|e| failure(&e))?;
        let text = |headers: &HeaderMap, name: &str| headers.get(name)?.to_str().ok().map(str::to_string);
        let status = answer.status().as_u16();
        match status {
            304 => return Ok(Answer::Unchanged),
            301 | 302 | 303 | 307 | 308 => {
                let to = text(answer.headers(), "location");
                return to.map(Answer::Moved).ok_or_else(|| Reason::lasting("a redirect that leads nowhere"));
            }
            200 => {}
            other => return Err(refused(other)),
        }
        let validators =
            Validators { etag: text(answer.headers(), "etag"), modified: text(answer.headers(), "last-modified") };
        let media = text(answer.headers(), "content-type");
        let body = answer.body_mut().with_config().limit(u64::MAX).reader();
        let bytes =
            read_up_to(body, self.largest).map_err(|e| Reason::passing(format!("the answer broke off ({e})")))?;
        let bytes =
            bytes.ok_or_else(|| Reason::lasting(format!("the answer is larger than {} MB", self.largest >> 20)))?;
        Ok(Answer::Body { bytes, media, validators })
    }
}

fn refused(status: u16) -> Reason {
    let text = format!("the server answered {status}");
    match status {
        408 | 425 | 429 | 500..=599 => Reason::passing(text),
        _ => Reason::lasting(text),
    }
}

fn failure(error: &Error) -> Reason {
    match error {
        Error::Io(inner) if inner.kind() == io::ErrorKind::PermissionDenied => Reason::lasting(inner.to_string()),
        Error::HostNotFound => Reason::passing("no such host"),
        Error::Timeout(_) => Reason::passing("the server did not answer in time"),
        other => Reason::passing(other.to_string()),
    }
}

/// Resolves names, and refuses those that lead to machines that may not be asked.
#[derive(Debug)]
struct Guard {
    names: DefaultResolver,
    allowed: Vec<SocketAddr>,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        // One such address among others is enough: nobody serves a page from both.
        match found.iter().all(|socket| addresses::may_be_asked(socket, &self.allowed)) {
            true => Ok(found),
            false => {
                Err(Error::Io(io::Error::new(io::ErrorKind::PermissionDenied, addresses::refusal(&uri.to_string()))))
            }
        }
    }
}
