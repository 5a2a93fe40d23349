//! Days as numbers: since 1970-01-01.

use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;

/// The number that stands for "no day" where a key needs one.
pub const UNDATED: i64 = -1_000_000;

/// Days since 1970-01-01.
pub fn since_epoch(day: Date) -> i64 {
    i64::from((day - date(1970, 1, 1)).get_days())
}

/// The number of a day as it is written (`2024-06-20`, whatever follows); [`UNDATED`] for anything else.
pub fn number(day: &str) -> i64 {
    let parsed: Option<Date> = day.get(..10).and_then(|day| day.parse().ok());
    parsed.map_or(UNDATED, since_epoch)
}

/// Microseconds since 1970 of a time with its zone; one without is taken for UTC, and a day for its beginning.
pub fn microseconds(written: &str) -> Option<i64> {
    let zoned = written.parse::<jiff::Timestamp>().ok();
    let civil = || TimeZone::UTC.to_timestamp(written.parse::<DateTime>().ok()?).ok();
    zoned.or_else(civil).map(|time| time.as_microsecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        assert_eq!(number("1970-01-02"), 1);
        assert_eq!(number("2024-06-20"), 19_894);
        assert_eq!(number("1969-12-31"), -1);
        assert_eq!(number("soon"), UNDATED);
    }

    #[test]
    fn times_are_microseconds_of_utc() {
        assert_eq!(microseconds("1970-01-02"), Some(86_400_000_000));
        assert_eq!(microseconds("1970-01-01T01:00:00+01:00"), Some(0));
        assert_eq!(microseconds("1970-01-01 00:00:01"), Some(1_000_000));
        assert_eq!(microseconds("yesterday"), None);
    }
}
