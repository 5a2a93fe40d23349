//! How much text may be under way between reading and writing.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The most text under way, in bytes. A reading takes some thirty times its text while it is made. A longer report goes
/// through alone.
pub const MOST: usize = 8 << 20;

/// The most reports under way: enough that no core waits for another's long report.
pub const MOST_REPORTS: usize = 256;

/// Hands out room, and waits where there is none.
#[derive(Default)]
pub struct Budget {
    under_way: Mutex<UnderWay>,
    freed: Condvar,
}

#[derive(Default)]
struct UnderWay {
    bytes: usize,
    reports: usize,
    closed: bool,
}

impl UnderWay {
    fn has_room(&self, bytes: usize) -> bool {
        self.closed || self.reports == 0 || (self.reports < MOST_REPORTS && self.bytes + bytes <= MOST)
    }
}

impl Budget {
    /// Waits until there is room for a text; whether the work still goes on.
    pub fn take(&self, bytes: usize) -> bool {
        let waited = self.freed.wait_while(self.locked(), |under_way| !under_way.has_room(bytes));
        let mut under_way = waited.unwrap_or_else(PoisonError::into_inner);
        under_way.bytes += bytes;
        under_way.reports += 1;
        !under_way.closed
    }

    /// Gives room back.
    pub fn give(&self, bytes: usize) {
        let mut under_way = self.locked();
        under_way.bytes -= bytes;
        under_way.reports -= 1;
        self.freed.notify_one();
    }

    /// Ends the work: nobody waits any more.
    pub fn close(&self) {
        self.locked().closed = true;
        self.freed.notify_all();
    }

    fn locked(&self) -> MutexGuard<'_, UnderWay> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
