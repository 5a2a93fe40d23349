//! What is remembered between two readings of a feed.

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

/// What a server said of its answer, to be asked with the next time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Validators {
    /// `ETag`, as it was sent.
    pub etag: Option<String>,
    /// `Last-Modified`, as it was sent.
    pub modified: Option<String>,
}

/// Remembers feeds and their entries. Whoever keeps reports can keep these beside them.
pub trait State: Debug + Send + Sync {
    /// What the server of `address` said last.
    fn validators(&self, address: &str) -> Option<Validators>;
    /// Keeps what it said; called when all entries were handed out.
    fn keep(&self, address: &str, validators: &Validators);
    /// Whether an entry of a feed was handed out before.
    fn seen(&self, feed: &str, entry: &str) -> bool;
    /// Remembers an entry as handed out.
    fn mark(&self, feed: &str, entry: &str);
}

/// A state that lasts as long as the program.
#[derive(Debug, Default)]
pub struct Memory {
    validators: Mutex<HashMap<String, Validators>>,
    seen: Mutex<HashSet<(String, String)>>,
}

impl State for Memory {
    fn validators(&self, address: &str) -> Option<Validators> {
        self.validators.lock().unwrap_or_else(PoisonError::into_inner).get(address).cloned()
    }

    fn keep(&self, address: &str, validators: &Validators) {
        self.validators.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_string(), validators.clone());
    }

    fn seen(&self, feed: &str, entry: &str) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).contains(&(feed.to_string(), entry.to_string()))
    }

    fn mark(&self, feed: &str, entry: &str) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert((feed.to_string(), entry.to_string()));
    }
}
