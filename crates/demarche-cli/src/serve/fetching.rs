//! Reports by address: fetched under the guard of [`demarche_sources::web`], so that nobody reaches through the desk what only
//! its machine can reach.

use super::answers::Fault;
use demarche::Report;
use demarche_sources::web::{Manners, State, Validators, Web, is_address};
use demarche_sources::{Options, open};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How long a site may take for one answer: somebody waits before the form.
const PATIENCE: Duration = Duration::from_secs(8);

/// The largest page, in bytes.
const LARGEST: usize = 4 << 20;

/// How many addresses are fetched at once.
const AT_ONCE: usize = 4;

/// The way to the web.
pub struct Fetching {
    options: Options,
    under_way: AtomicUsize,
}

impl Fetching {
    /// `allowed` are addresses that may be asked though they are not public.
    pub fn new(allowed: Vec<SocketAddr>) -> Fetching {
        let manners = Manners {
            delay: Duration::from_secs(1),
            patience: PATIENCE,
            largest: LARGEST,
            allowed,
            ..Manners::default()
        };
        let options = Options { web: Web::new(manners, Arc::new(Forgetful)), longest: LARGEST, ..Options::default() };
        Fetching { options, under_way: AtomicUsize::new(0) }
    }

    /// The report at an address; of a feed the first.
    ///
    /// # Errors
    /// Why there is none, in words for whoever asked.
    pub fn report(&self, address: &str) -> Result<Report, Fault> {
        let path = PathBuf::from(address.trim());
        if !is_address(&path) {
            return Err(Fault::Wrong(format!("{address:?} is no address; it begins with https://")));
        }
        let _turn = Turn::take(&self.under_way)?;
        match open([path], &self.options).next() {
            Some(Ok(report)) => {
                Ok(Report { url: report.url.clone().or_else(|| Some(address.trim().to_string())), ..report })
            }
            Some(Err(reject)) => Err(Fault::Wrong(format!("{address}: {}.", reject.reason))),
            None => Err(Fault::Wrong(format!("{address}: there is no report in it."))),
        }
    }
}

/// One of the places for fetching, given back when it is dropped.
struct Turn<'a>(&'a AtomicUsize);

impl<'a> Turn<'a> {
    fn take(under_way: &'a AtomicUsize) -> Result<Turn<'a>, Fault> {
        let turn = Turn(under_way);
        match under_way.fetch_add(1, Ordering::Relaxed) < AT_ONCE {
            true => Ok(turn),
            false => Err(Fault::Busy("Other addresses are being fetched; try again in a moment.".to_string())),
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whoever asks for a page wants it, whether it changed or not.
#[derive(Debug)]
struct Forgetful;

impl State for Forgetful {
    fn validators(&self, _: &str) -> Option<Validators> {
        None
    }

    fn keep(&self, _: &str, _: &Validators) {}

    fn seen(&self, _: &str, _: &str) -> bool {
        false
    }

    fn mark(&self, _: &str, _: &str) {}
}
