//! What a watch remembers: feeds and their entries, and what was told. In memory, and in a file where one is named.

use anyhow::{Context, Result};
use demarche_sources::web::{State, Validators};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many entries are remembered of a feed, and how many alerts: feeds hold far fewer at a time.
const MOST: usize = 5000;

/// What is remembered.
#[derive(Debug, Default)]
pub struct Remembered(Mutex<Kept>);

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    feeds: BTreeMap<String, Feed>,
    /// What was told, the oldest first.
    told: Vec<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Feed {
    etag: Option<String>,
    modified: Option<String>,
    /// Entries that were read, the oldest first.
    seen: Vec<String>,
}

impl Remembered {
    /// What a file remembers; nothing where there is none yet.
    ///
    /// # Errors
    /// A file that is something else.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path.filter(|p| p.exists()) else { return Ok(Remembered::default()) };
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let kept = serde_json::from_str(&text).with_context(|| format!("{}: no state of a watch", path.display()))?;
        Ok(Remembered(Mutex::new(kept)))
    }

    /// Writes the file anew, in one step.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn save(&self, path: Option<&Path>) -> Result<()> {
        let Some(path) = path else { return Ok(()) };
        let told = || format!("{}: what was read cannot be remembered", path.display());
        let beside = path.with_extension("tmp");
        fs::write(&beside, serde_json::to_string_pretty(&*self.kept())?).with_context(told)?;
        fs::rename(&beside, path).with_context(told)
    }

    /// Whether something was not told before; now it is.
    pub fn tell(&self, what: &str) -> bool {
        let mut kept = self.kept();
        let new = !kept.told.iter().any(|t| t == what);
        if new {
            remember(&mut kept.told, what);
        }
        new
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn remember(list: &mut Vec<String>, what: &str) {
    if list.len() >= MOST {
        list.drain(..MOST / 10);
    }
    list.push(what.to_string());
}

impl State for Remembered {
    fn validators(&self, address: &str) -> Option<Validators> {
        let kept = self.kept();
        let feed = kept.feeds.get(address)?;
        let known = feed.etag.is_some() || feed.modified.is_some();
        known.then(|| Validators { etag: feed.etag.clone(), modified: feed.modified.clone() })
    }

    fn keep(&self, address: &str, validators: &Validators) {
        let mut kept = self.kept();
        let feed = kept.feeds.entry(address.to_string()).or_default();
        (feed.etag, feed.modified) = (validators.etag.clone(), validators.modified.clone());
    }

    fn seen(&self, feed: &str, entry: &str) -> bool {
        self.kept().feeds.get(feed).is_some_and(|f| f.seen.iter().any(|e| e == entry))
    }

    fn mark(&self, feed: &str, entry: &str) {
        let mut kept = self.kept();
        remember(&mut kept.feeds.entry(feed.to_string()).or_default().seen, entry);
    }
}
