//! Days of feeds by the reader of days that every format has, with the offset that the publisher wrote.

use crate::published;
use jiff::civil::DateTime;
use jiff::{Timestamp, tz::Offset};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// What was written for each moment: the parser keeps moments alone, and at an offset of five hours the evening of one day is
/// the next day's morning.
#[derive(Clone, Debug, Default)]
pub(super) struct Days(Arc<Mutex<HashMap<i64, String>>>);

impl Days {
    /// The moment of a day or time; one without an offset is taken as UTC.
    pub fn moment(&self, written: &str) -> Option<SystemTime> {
        let normal = published::normal(written);
        if !published::is_iso(&normal) {
            return None;
        }
        let civil = |written: &str| Offset::UTC.to_timestamp(written.parse::<DateTime>().ok()?).ok();
        let moment =
            normal.parse::<Timestamp>().ok().or_else(|| civil(&normal)).or_else(|| civil(normal.get(..10)?))?;
        self.known().insert(moment.as_second(), normal);
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(moment.as_second()).ok()?))
    }

    /// How the day of a moment was written, as ISO 8601.
    pub fn written(&self, seconds: i64) -> Option<String> {
        self.known().get(&seconds).cloned()
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<i64, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_keep_their_offset() {
        let days = Days::default();
        for (written, wanted) in [
            ("Tue, 07 May 2024 21:30:00 -0500", "2024-05-07T21:30:00-05:00"),
            ("2024-05-07T21:30:00", "2024-05-07T21:30:00"),
            ("7 May 2024", "2024-05-07"),
            ("20240507", "2024-05-07"),
        ] {
            let moment = days.moment(written).expect("it is a day");
            let seconds = moment.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
            assert_eq!(days.written(seconds as i64).as_deref(), Some(wanted), "{written}");
        }
        assert!(days.moment("soon").is_none());
    }
}
