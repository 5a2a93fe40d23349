//! What an expression means: a stretch of the calendar, a length, a recurrence; and how TIMEX3 writes it.

use super::Kind;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// Units of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// How many of a unit: a fortnight is two weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    pub count: i32,
    pub unit: Unit,
}

/// A meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Day(Date),
    /// The week that begins on this Monday.
    Week(Date),
    /// The weekend of the week that begins on this Monday.
    Weekend(Date),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    Season(i16, &'static str),
    Year(i16),
    Fiscal(i16),
    /// The decade that begins with this year.
    Decade(i16),
    /// The century, by its first two digits: 19 for the twentieth.
    Century(i16),
    /// From one day to another.
    Range(Date, Date),
    /// From one year to another.
    Years(i16, i16),
    /// A part of a day or an hour of it, such as `TMO` or `T17:00`.
    Hour(Date, String),
    /// An hour of a day that is not known.
    Clock(String),
    /// A time on the calendar that is known in part: `XXXX-WXX-4`.
    Partial(String),
    /// `PRESENT_REF` and the like.
    Reference(&'static str),
    /// A stretch of time: `P3D`.
    Length(String),
    /// A stretch of time that ends or begins with the day of publication, and its days.
    Lately(String, Date, Date),
    /// A recurring time.
    Set(String),
}

impl Measure {
    /// Reads a unit as the tables write it: `D`, `TM`, `2W`.
    pub(super) fn parse(text: &str) -> Option<Measure> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let unit = match &text[digits..] {
            "S" => Unit::Second,
            "TM" => Unit::Minute,
            "H" => Unit::Hour,
            "D" => Unit::Day,
            "W" => Unit::Week,
            "M" => Unit::Month,
            "Q" => Unit::Quarter,
            "Y" => Unit::Year,
            _ => return None,
        };
        Some(Measure { count: if digits == 0 { 1 } else { text[..digits].parse().ok()? }, unit })
    }

    /// The length of `number` of these, as TIMEX3 writes it; below zero: an unknown number.
    pub(super) fn length(self, number: f64) -> String {
        let (clock, letter) = match self.unit {
            Unit::Second => ("T", "S"),
            Unit::Minute => ("T", "M"),
            Unit::Hour => ("T", "H"),
            Unit::Day => ("", "D"),
            Unit::Week => ("", "W"),
            Unit::Month => ("", "M"),
            Unit::Quarter => ("", "Q"),
            Unit::Year => ("", "Y"),
        };
        if number < 0.0 {
            return match (self.unit, self.count) {
                (Unit::Year, 10) => "PXE".to_string(),
                (Unit::Year, 100) => "PXC".to_string(),
                _ => format!("P{clock}X{letter}"),
            };
        }
        let total = number * f64::from(self.count);
        if total.fract() == 0.0 {
            format!("P{clock}{total:.0}{letter}")
        } else if self.unit == Unit::Year && (total * 12.0).fract() == 0.0 {
            format!("P{:.0}Y{:.0}M", total.trunc(), total.fract() * 12.0)
        } else {
            format!("P{clock}{total}{letter}")
        }
    }

    /// What TIMEX3 writes for some time of this unit that is not known.
    pub(super) fn unknown(self) -> Value {
        Value::Partial(
            match self.unit {
                Unit::Second | Unit::Minute | Unit::Hour => "XXXX-XX-XXTXX:XX",
                Unit::Day => "XXXX-XX-XX",
                Unit::Week => "XXXX-WXX",
                Unit::Month => "XXXX-XX",
                Unit::Quarter => "XXXX-QX",
                Unit::Year => "XXXX",
            }
            .to_string(),
        )
    }
}

impl Value {
    /// The time of `unit` that lies `number` of them after the one that holds `day`.
    pub(super) fn around(day: Date, number: i32, measure: Measure) -> Option<Value> {
        let number = number.checked_mul(measure.count)?;
        let at = moved(day, number, measure.unit)?;
        Some(match measure.unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Value::Day(at),
            Unit::Week => Value::Week(monday(at)),
            Unit::Month => Value::Month(at.year(), at.month()),
            Unit::Quarter => Value::Quarter(at.year(), quarter(at)),
            Unit::Year if measure.count == 10 => Value::Decade(at.year().div_euclid(10) * 10),
            Unit::Year if measure.count == 100 => Value::Century(at.year().div_euclid(100)),
            Unit::Year => Value::Year(at.year()),
        })
    }

    /// Its type.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Value::Hour(..) | Value::Clock(_) => Kind::Time,
            Value::Length(_) | Value::Lately(..) => Kind::Duration,
            Value::Set(_) => Kind::Set,
            Value::Partial(text) if text.contains('T') => Kind::Time,
            _ => Kind::Date,
        }
    }

    /// As TIMEX3 writes it.
    pub(super) fn write(&self) -> String {
        match self {
            Value::Day(day) => day.to_string(),
            Value::Week(day) => week(*day),
            Value::Weekend(day) => format!("{}-WE", week(*day)),
            Value::Month(year, month) => format!("{year:04}-{month:02}"),
            Value::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Value::Half(year, half) => format!("{year:04}-H{half}"),
            Value::Season(year, season) => format!("{year:04}-{season}"),
            Value::Year(year) => format!("{year:04}"),
            Value::Fiscal(year) => format!("FY{year:04}"),
            Value::Decade(year) => format!("{:03}", year / 10),
            Value::Century(century) => format!("{century:02}"),
            Value::Range(first, last) => format!("{first}/{last}"),
            Value::Years(first, last) => format!("{first:04}/{last:04}"),
            Value::Hour(day, hour) => format!("{day}{hour}"),
            Value::Clock(hour) => format!("XXXX-XX-XX{hour}"),
            Value::Reference(name) => (*name).to_string(),
            Value::Partial(text) | Value::Length(text) | Value::Lately(text, ..) | Value::Set(text) => text.clone(),
        }
    }

    /// The days it covers, first and last.
    pub(super) fn days(&self) -> Option<(Date, Date)> {
        match *self {
            Value::Day(day) | Value::Hour(day, _) => Some((day, day)),
            Value::Week(monday) => Some((monday, moved(monday, 6, Unit::Day)?)),
            Value::Weekend(monday) => Some((moved(monday, 5, Unit::Day)?, moved(monday, 6, Unit::Day)?)),
            Value::Month(year, month) => months(year, month, 1),
            Value::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3),
            Value::Half(year, half) => months(year, half * 6 - 5, 6),
            Value::Season(year, season) => months(year, first_month(season), 3),
            Value::Year(year) | Value::Fiscal(year) => years(year, year),
            Value::Decade(year) => years(year, year.checked_add(9)?),
            Value::Century(century) => years(century.checked_mul(100)?, century.checked_mul(100)?.checked_add(99)?),
            Value::Range(first, last) | Value::Lately(_, first, last) => Some((first, last)),
            Value::Years(first, last) => years(first, last),
            _ => None,
        }
    }
}

/// The day `number` units after `day`.
pub(super) fn moved(day: Date, number: i32, unit: Unit) -> Option<Date> {
    let number = i64::from(number);
    let span: Span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return Some(day),
        Unit::Day => Span::new().try_days(number).ok()?,
        Unit::Week => Span::new().try_weeks(number).ok()?,
        Unit::Month => Span::new().try_months(number).ok()?,
        Unit::Quarter => Span::new().try_months(number * 3).ok()?,
        Unit::Year => Span::new().try_years(number).ok()?,
    };
    day.checked_add(span).ok()
}

/// The Monday of the week of `day`.
pub(super) fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// The quarter of a day, from 1.
pub(super) fn quarter(day: Date) -> i8 {
    (day.month() + 2) / 3
}

/// The first month of a season.
pub(super) fn first_month(season: &str) -> i8 {
    match season {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}

fn week(day: Date) -> String {
    let iso = day.iso_week_date();
    format!("{:04}-W{:02}", iso.year(), iso.week())
}

fn months(year: i16, month: i8, count: i32) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    let next = moved(first, count, Unit::Month)?;
    Some((first, moved(next, -1, Unit::Day)?))
}

fn years(first: i16, last: i16) -> Option<(Date, Date)> {
    Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
}

/// Western Easter of a year (the anonymous Gregorian algorithm; Meeus, Astronomical Algorithms, chapter 8).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_falls_as_the_almanac_says() {
        for (year, month, day) in [(2024, 3, 31), (2025, 4, 20), (2000, 4, 23), (1998, 4, 12)] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn lengths_are_written_as_timex3_does() {
        let measure = |text| Measure::parse(text).expect("a unit");
        assert_eq!(measure("D").length(3.0), "P3D");
        assert_eq!(measure("2W").length(1.0), "P2W");
        assert_eq!(measure("Y").length(2.5), "P2Y6M");
        assert_eq!(measure("TM").length(-1.0), "PTXM");
        assert_eq!(measure("10Y").length(2.0), "P20Y");
    }
}
