//! Days and times of publication, however they are written, as ISO 8601.

use jiff::civil::Date;
use jiff::{Timestamp, fmt::rfc2822};

/// Ways to write a day with the month in words or without dashes. Days of numbers alone with the year last are left out:
/// nobody can tell 3/4 from 4/3.
const FORMS: [&str; 8] =
    ["%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y", "%A, %B %d, %Y", "%A, %d %B %Y", "%Y/%m/%d"];

/// A day or time as ISO 8601 where it can be told, else as it was written: a note of the reading will say so.
pub(crate) fn normal(written: &str) -> String {
    let written = written.trim();
    if is_iso(written) {
        return written.to_string();
    }
    rfc(written)
        .or_else(|| seconds(written))
        .or_else(|| compact(written))
        .or_else(|| worded(written))
        .unwrap_or_else(|| written.to_string())
}

/// Whether it begins with a day as 2024-06-20.
pub(crate) fn is_iso(written: &str) -> bool {
    written.get(..10).is_some_and(|day| day.parse::<Date>().is_ok())
        && written.as_bytes().get(10).is_none_or(|b| !b.is_ascii_digit())
}

/// `Thu, 20 Jun 2024 10:00:00 +0900`.
fn rfc(written: &str) -> Option<String> {
    let zoned = rfc2822::parse(written).ok()?;
    Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// Seconds or milliseconds since 1970, of this century's reports.
fn seconds(written: &str) -> Option<String> {
    let number: i64 = written.parse().ok()?;
    let number = if number > 100_000_000_000 { number / 1000 } else { number };
    (number > 300_000_000).then(|| Timestamp::from_second(number).ok().map(|t| t.to_string()))?
}

/// `20240620` and `20240620T101500Z`.
fn compact(written: &str) -> Option<String> {
    let day = written.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    let rest = &written[8..];
    let date = Date::strptime("%Y%m%d", day).ok()?;
    (rest.is_empty() || rest.starts_with(['T', ' '])).then(|| date.to_string())
}

/// `20 June 2024`, `June 20, 2024`, with or without a time after it.
fn worded(written: &str) -> Option<String> {
    let clean = written.trim_start_matches("Published").trim_start_matches([':', ' ']);
    FORMS.iter().find_map(|form| begins(form, clean)).map(|date| date.to_string())
}

/// The day with which a text begins, whatever follows it.
fn begins(form: &str, written: &str) -> Option<Date> {
    let head: Vec<&str> = written.split_whitespace().take(form.split(' ').count()).collect();
    Date::strptime(form, head.join(" ").trim_end_matches([',', ';'])).ok()
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn days_become_iso_where_they_can_be_told() {
        for (written, expected) in [
            ("2024-06-20", "2024-06-20"),
            ("2024-06-20T10:00:00+09:00", "2024-06-20T10:00:00+09:00"),
            ("Thu, 20 Jun 2024 10:00:00 +0900", "2024-06-20T10:00:00+09:00"),
            ("Thu, 20 Jun 2024 10:00:00 GMT", "2024-06-20T10:00:00+00:00"),
            ("1718841600", "2024-06-20T00:00:00Z"),
            ("20240620", "2024-06-20"),
            ("20240620T101500Z", "2024-06-20"),
            ("20 June 2024", "2024-06-20"),
            ("June 20, 2024", "2024-06-20"),
            ("Jun 20, 2024 5:03 PM", "2024-06-20"),
            ("2024/06/20", "2024-06-20"),
            ("3/4/2024", "3/4/2024"),
            ("soon", "soon"),
        ] {
            assert_eq!(normal(written), expected, "{written}");
        }
    }
}
