//! Addresses: what is fetched, how politely, and what is never asked.
//!
//! - Only `http` and `https`, and only machines with public addresses: checked in the address, and again where its name is
//!   resolved, at every redirect. No proxy from the environment.
//! - What a site's robots.txt forbids is not fetched; between two requests to a host lies a delay.
//! - Answers have a largest size and a longest time.
//! - A feed is asked for only if it changed: what the server said last time is kept in a [`State`].

pub(crate) mod addresses;
mod client;
mod post;
mod robots;
mod state;

pub use addresses::is_address;
pub use post::post;
pub use state::{Memory, State, Validators};

use crate::options::Options;
use crate::pages;
use crate::reject::Reason;
use crate::source::Said;
use client::{Answer, Client};
use demarche::Report;
use robots::Sites;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// How many redirects are followed.
const HOPS: usize = 5;

/// How the web is asked.
#[derive(Clone, Debug)]
pub struct Manners {
    /// The name under which sites know the program, also in robots.txt.
    pub agent: String,
    /// The least time between two requests to one host; robots.txt may ask for more.
    pub delay: Duration,
    /// The longest time for one answer.
    pub patience: Duration,
    /// The largest answer, in bytes.
    pub largest: usize,
    /// Addresses that may be asked though they are not public: a server of one's own, a test's.
    pub allowed: Vec<SocketAddr>,
}

impl Default for Manners {
    fn default() -> Self {
        Manners {
            agent: concat!("demarche/", env!("CARGO_PKG_VERSION")).to_string(),
            delay: Duration::from_secs(2),
            patience: Duration::from_secs(60),
            largest: 16 << 20,
            allowed: Vec::new(),
        }
    }
}

/// The way to the web, shared by all that is read with the same options.
#[derive(Clone, Debug)]
pub struct Web {
    client: Arc<Client>,
    sites: Arc<Mutex<Sites>>,
    state: Arc<dyn State>,
    manners: Arc<Manners>,
}

/// What is remembered of a fetched source until it was read.
#[derive(Clone, Debug)]
pub(crate) struct Fetched {
    pub address: String,
    pub validators: Validators,
}

/// A page or feed as it was served.
pub(crate) struct Served {
    pub bytes: Vec<u8>,
    pub said: Said,
    pub fetched: Fetched,
}

impl Default for Web {
    fn default() -> Self {
        Web::new(Manners::default(), Arc::new(Memory::default()))
    }
}

impl Web {
    /// A way to the web; `state` remembers feeds and their entries.
    pub fn new(manners: Manners, state: Arc<dyn State>) -> Self {
        let client = Arc::new(Client::new(&manners));
        Web { client, sites: Arc::default(), state, manners: Arc::new(manners) }
    }

    /// What is remembered.
    pub(crate) fn state(&self) -> &dyn State {
        &*self.state
    }

    /// What is at an address, or none if it has not changed.
    pub(crate) fn fetch(&self, address: &str) -> Result<Option<Served>, Reason> {
        let known = self.state.validators(address);
        let mut url = addresses::parse(address)?;
        for _ in 0..=HOPS {
            self.ask_for_leave(&url)?;
            match self.client.get(&url, known.as_ref())? {
                Answer::Unchanged => return Ok(None),
                Answer::Moved(to) => url = addresses::join(&url, &to)?,
                Answer::Body { bytes, media, validators } => {
                    let said = Said { kind: media, url: Some(url.to_string()), ..Said::default() };
                    return Ok(Some(Served {
                        bytes,
                        said,
                        fetched: Fetched { address: address.to_string(), validators },
                    }));
                }
            }
        }
        Err(Reason::lasting(format!("more than {HOPS} redirects")))
    }

    /// The report of the page at an address. What it does not say of itself was said before.
    pub(crate) fn page(&self, address: &str, said: &Said, options: &Options) -> Result<Report, Reason> {
        let served = self.fetch(address)?.ok_or_else(|| Reason::passing("the server says it has not changed"))?;
        let media = served.said.kind.as_deref().unwrap_or("text/html");
        if !media.contains("html") {
            return Err(Reason::lasting(format!("no page but {media}")));
        }
        pages::read(served.bytes, &Said { kind: served.said.kind, ..said.clone() }, options)
    }

    /// Waits for the site's turn; refuses what its robots.txt forbids.
    fn ask_for_leave(&self, url: &Url) -> Result<(), Reason> {
        addresses::check(url, &self.manners.allowed)?;
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        sites.ask(url, &self.client, &self.manners)
    }
}
