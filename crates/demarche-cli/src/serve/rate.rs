//! How often each asker may ask: a bucket of tokens each, refilled by the second.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// How many askers are remembered; beyond it all buckets begin anew.
const REMEMBERED: usize = 10_000;

/// A limit of requests a second for each address, with room for ten seconds' worth at once.
pub struct Rate {
    a_second: f64,
    buckets: Mutex<HashMap<IpAddr, (f64, Instant)>>,
}

impl Rate {
    /// A limit; zero for none.
    pub fn new(a_second: u32) -> Rate {
        Rate { a_second: f64::from(a_second), buckets: Mutex::default() }
    }

    /// Whether an asker may ask now.
    pub fn admits(&self, asker: IpAddr, now: Instant) -> bool {
        if self.a_second == 0.0 {
            return true;
        }
        let most = self.a_second * 10.0;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > REMEMBERED {
            buckets.clear();
        }
        let (tokens, since) = buckets.entry(asker).or_insert((most, now));
        let refilled = (*tokens + now.duration_since(*since).as_secs_f64() * self.a_second).min(most);
        (*tokens, *since) = ((refilled - 1.0).max(0.0), now);
        refilled >= 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_flood_is_held_back_and_forgiven() {
        let rate = Rate::new(2);
        let (asker, now) = (IpAddr::from([127, 0, 0, 1]), Instant::now());
        assert_eq!((0..30).filter(|_| rate.admits(asker, now)).count(), 20);
        assert!(rate.admits(asker, now + Duration::from_secs(1)));
        assert!(rate.admits(IpAddr::from([127, 0, 0, 2]), now));
    }
}
