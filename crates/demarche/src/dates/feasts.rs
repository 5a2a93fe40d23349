//! The days of feasts, by the notation of `en/holidays.tsv`.

use super::values::{Unit, easter, moved};
use jiff::civil::{Date, Weekday};

/// The first and the last day of a feast in a year; none where it is not known.
pub(super) fn days(notation: &str, year: i16) -> Option<(Date, Date)> {
    if let Some(rest) = notation.strip_prefix("easter") {
        let (first, last) = rest.split_once("..easter").unwrap_or((rest, rest));
        let sunday = easter(year)?;
        return Some((moved(sunday, offset(first)?, Unit::Day)?, moved(sunday, offset(last)?, Unit::Day)?));
    }
    if notation.len() > 8 {
        let this = notation.split(' ').find(|part| part.starts_with(&format!("{year}-")))?;
        let (day, length) = this.split_once('+').unwrap_or((this, "0"));
        let first: Date = day.parse().ok()?;
        return Some((first, moved(first, length.parse().ok()?, Unit::Day)?));
    }
    let (month, day) = notation.split_once('-')?;
    let month = month.parse().ok()?;
    let date = match day.parse() {
        Ok(day) => Date::new(year, month, day).ok()?,
        Err(_) => nth_weekday(year, month, day)?,
    };
    Some((date, date))
}

fn offset(text: &str) -> Option<i32> {
    if text.is_empty() { Some(0) } else { text.parse().ok() }
}

/// "4thu": the fourth Thursday; "5mon": the last Monday.
fn nth_weekday(year: i16, month: i8, day: &str) -> Option<Date> {
    let weekday = match day.get(1..)? {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    };
    let nth = day[..1].parse::<i8>().ok()?;
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(if nth == 5 { -1 } else { nth }, weekday).ok()
}

#[cfg(test)]
mod tests {
    use super::days;
    use crate::dates::Words;
    use jiff::civil::date;

    #[test]
    fn every_feast_has_a_day() {
        for feast in Words::shipped().expect("the tables load").feasts {
            assert!(days(feast.day, 2024).is_some(), "{}", feast.day);
        }
    }

    #[test]
    fn feasts_fall_as_calendars_say() {
        assert_eq!(days("11-4thu", 2024), Some((date(2024, 11, 28), date(2024, 11, 28))));
        assert_eq!(days("5-5mon", 2024), Some((date(2024, 5, 27), date(2024, 5, 27))));
        assert_eq!(days("easter-2", 2024), Some((date(2024, 3, 29), date(2024, 3, 29))));
    }
}
