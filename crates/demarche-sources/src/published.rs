//! Days and times of publication, however they are written, as ISO 8601.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, fmt::rfc2822};

/// Ways to write a day with the month in words or without dashes, commas and stops left out. Where a day of numbers alone has
/// dots, the day stands first; with slashes nobody can tell 3/4 from 4/3 (see [`slashed`]).
const FORMS: [&str; 12] = [
    "%d %B %Y",
    "%d %b %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%A %B %d %Y",
    "%A %d %B %Y",
    "%a %d %b %Y",
    "%a %b %d %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d.%m.%Y",
    "%Y/%m/%d",
];

/// Years that a report on the internet may be of: what lies outside is a mistake of whoever wrote it.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2100;

/// A day or time as ISO 8601 where it can be told, else as it was written: a note of the reading will say so.
pub(crate) fn normal(written: &str) -> String {
    let written = written.trim();
    if is_iso(written) {
        let whole = written.parse::<Timestamp>().is_ok() || written.parse::<DateTime>().is_ok();
        return if whole { written } else { &written[..10] }.to_string();
    }
    rfc(written)
        .or_else(|| begins_iso(written))
        .or_else(|| seconds(written))
        .or_else(|| compact(written))
        .or_else(|| worded(written))
        .or_else(|| slashed(written))
        .unwrap_or_else(|| written.to_string())
}

/// Whether it begins with a day as 2024-06-20.
pub(crate) fn is_iso(written: &str) -> bool {
    written.get(..10).is_some_and(|day| day.parse::<Date>().is_ok_and(|day| YEARS.contains(&day.year())))
        && written.as_bytes().get(10).is_none_or(|b| matches!(b, b'T' | b't' | b' '))
}

/// `2024-06-20, updated`, `2024-6-2`: a day with which other words begin.
fn begins_iso(written: &str) -> Option<String> {
    let end = written.find(|c: char| !(c.is_ascii_digit() || c == '-')).unwrap_or(written.len());
    let parts: Vec<&str> = written[..end].trim_end_matches('-').split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (year.len() == 4 && YEARS.contains(&date.year())).then(|| date.to_string())
}

/// `25/12/2024`, `12/25/24`: numbers of which only one can be the month.
fn slashed(written: &str) -> Option<String> {
    let parts: Vec<&str> = written.split_whitespace().next()?.split('/').collect();
    let [one, other, year] = parts[..] else { return None };
    let (one, other, year): (i8, i8, i16) = (one.parse().ok()?, other.parse().ok()?, year.parse().ok()?);
    let year = if year < 100 { year + 2000 } else { year };
    let (month, day) = match (one > 12, other > 12) {
        (true, false) => (other, one),
        (false, true) => (one, other),
        _ if one == other => (one, other),
        _ => return None,
    };
    Date::new(year, month, day).ok().filter(|date| YEARS.contains(&date.year())).map(|date| date.to_string())
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
    let date = Date::strptime("%Y%m%d", day).ok().filter(|date| YEARS.contains(&date.year()))?;
    (rest.is_empty() || rest.starts_with(['T', ' '])).then(|| date.to_string())
}

/// `20 June 2024`, `June 20, 2024`, with or without a time after it.
fn worded(written: &str) -> Option<String> {
    let clean = written.trim_start_matches("Published").trim_start_matches([':', ' ']);
    FORMS.iter().find_map(|form| begins(form, clean)).map(|date| date.to_string())
}

/// The day with which a text begins, whatever follows it.
fn begins(form: &str, written: &str) -> Option<Date> {
    let word = |word: &str| word.trim_matches(|c| matches!(c, ',' | ';' | '.')).to_string();
    let head: Vec<String> = written.split_whitespace().take(form.split(' ').count()).map(word).collect();
    let day = Date::strptime(form, head.join(" ").replace("Sept ", "Sep ")).ok()?;
    YEARS.contains(&day.year()).then_some(day)
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
            ("May 8 2024", "2024-05-08"),
            ("Sept. 8, 2024", "2024-09-08"),
            ("08.05.2024", "2024-05-08"),
            ("19-Nov-12", "2012-11-19"),
            ("2024-05-07 20:52:15 Source: Herald", "2024-05-07"),
            ("2024-05-07, updated", "2024-05-07"),
            ("25/12/2024", "2024-12-25"),
            ("12/25/24", "2024-12-25"),
            ("0024-05-07", "0024-05-07"),
            ("3/4/2024", "3/4/2024"),
            ("soon", "soon"),
        ] {
            assert_eq!(normal(written), expected, "{written}");
        }
    }
}
