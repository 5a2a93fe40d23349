//! Answers that were made a moment ago: the same page for many readers is made once.
//!
//! While the archive does not change an answer holds. While it changes, as during an import, an answer may be twenty times
//! as old as it took to make it, up to five seconds: so making answers takes a twentieth of the time at most, and a page
//! that is quick to make is always new. What the desk itself changes is seen at once.

use super::answers::{Form, Made};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many bytes of answers are kept.
const MOST: usize = 64 << 20;

/// The oldest answer while the archive changes, and how many times as old as it took.
const OLDEST: Duration = Duration::from_secs(5);
const TIMES: u32 = 20;

/// What is asked for: address and form.
pub type Asked = (String, Form);

/// The answers.
#[derive(Default)]
pub struct Cache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    answers: HashMap<Asked, Answer>,
    bytes: usize,
    forgotten: Option<Instant>,
}

struct Answer {
    made: Made,
    /// The archive's state when it was made.
    state: i64,
    since: Instant,
    took: Duration,
    /// Somebody is making it anew.
    renewing: Option<Instant>,
}

impl Answer {
    fn holds(&self, state: i64, now: Instant) -> bool {
        self.state == state || now.duration_since(self.since) < (self.took * TIMES).min(OLDEST)
    }

    /// Whether it is being made anew and will do so long.
    fn is_bridged(&self, now: Instant) -> bool {
        self.renewing.is_some_and(|since| now.duration_since(since) < OLDEST)
            && now.duration_since(self.since) < 2 * OLDEST
    }
}

impl Cache {
    /// The answer, where there is one that holds in this state of the archive. Where there is none, the asker makes it.
    pub fn find(&self, asked: &Asked, state: i64, now: Instant) -> Option<Made> {
        let mut kept = self.kept();
        let answer = kept.answers.get_mut(asked)?;
        if answer.holds(state, now) || answer.is_bridged(now) {
            return Some(answer.made.clone());
        }
        answer.renewing = Some(now);
        None
    }

    /// Keeps an answer that was begun at a time, in a state of the archive.
    pub fn keep(&self, asked: Asked, made: &Made, state: i64, began: Instant) {
        let mut kept = self.kept();
        let size = made.body.len();
        if size > MOST / 8 || kept.forgotten.is_some_and(|forgotten| forgotten >= began) {
            return;
        }
        if kept.bytes + size > MOST {
            kept.answers.clear();
            kept.bytes = 0;
        }
        let (since, took) = (began, began.elapsed());
        let answer = Answer { made: made.clone(), state, since, took, renewing: None };
        let before = kept.answers.insert(asked, answer).map_or(0, |before| before.made.body.len());
        kept.bytes = kept.bytes + size - before;
    }

    /// Forgets all: the desk changed the archive.
    pub fn forget(&self) {
        *self.kept() = Kept { forgotten: Some(Instant::now()), ..Kept::default() };
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_holds_while_nothing_changes_and_a_little_longer() {
        let (cache, asked) = (Cache::default(), ("/".to_string(), Form::Html));
        let made = Made::new("text/html", b"page".to_vec());
        let began = Instant::now();
        cache.keep(asked.clone(), &made, 1, began);
        assert!(cache.find(&asked, 1, began + Duration::from_secs(3600)).is_some());
        assert!(cache.find(&asked, 2, began + Duration::from_secs(6)).is_none(), "too old for another state");
        cache.forget();
        assert!(cache.find(&asked, 1, began).is_none());
        cache.keep(asked.clone(), &made, 1, began);
        assert!(cache.find(&asked, 1, began).is_none(), "it was begun before the change");
    }
}
