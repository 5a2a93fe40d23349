//! Where an expression stands: the day of publication, the direction of the sentence, the times named before it; and
//! what a time that is told in part means there.

use super::feasts;
use super::tense::Direction;
use super::values::{Measure, Unit, Value, first_month, moved, quarter};
use super::words::Feast;
use jiff::civil::Date;

/// What a recipe is given of one part of a match.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part {
    /// Whether there is one.
    pub given: bool,
    pub number: f64,
    pub text: &'static str,
    /// A number that counts from publication, whose day is not known.
    pub unknown: bool,
}

/// What a recipe knows besides.
pub(super) struct Setting<'s> {
    pub published: Option<Date>,
    /// Whether the text tells of what was or of what will be.
    pub direction: Direction,
    /// What was named before it in the text, latest last.
    pub before: &'s [Value],
    /// How many of these stand in the same sentence.
    pub near: usize,
    pub feasts: &'s [Feast],
}

impl Setting<'_> {
    /// The year that `part` names; none of its own: `Err`; none at all where it counts from an unknown day.
    pub(super) fn year_of(&self, part: Part) -> Option<Result<i16, ()>> {
        match part {
            Part { unknown: true, .. } => Some(Err(())),
            Part { given: true, number, .. } => year(number).map(Ok),
            _ => Some(self.published.map(|day| day.year()).ok_or(())),
        }
    }

    pub(super) fn day(&self, of: Part, month: i8, day: i8) -> Option<Value> {
        if of.given && !of.unknown {
            return Date::new(year(of.number)?, month, day).ok().map(Value::Day);
        }
        let Some(today) = self.published.filter(|_| !of.unknown) else {
            return Date::new(2024, month, day).ok().map(|_| Value::Partial(format!("XXXX-{month:02}-{day:02}")));
        };
        let years = [today.year(), today.year() - 1, today.year() + 1];
        let days = years.iter().filter_map(|&y| Date::new(y, month, day).ok());
        self.direction.choose(days, |d| i64::from((*d - today).get_days())).map(Value::Day)
    }

    /// "on the 14th": of the month last named or that of publication; where the text tells of what was, no later than publication.
    pub(super) fn day_of_month(&self, day: i8) -> Option<Value> {
        let Some(today) = self.published else { return Some(Value::Partial(format!("XXXX-XX-{day:02}"))) };
        let first = today.first_of_month();
        let months = [0, -1, 1].into_iter().filter_map(|step| moved(first, step, Unit::Month));
        let days = months.filter_map(|m| Date::new(m.year(), m.month(), day).ok());
        self.direction.choose(days, |d| i64::from((*d - today).get_days())).map(Value::Day)
    }

    pub(super) fn month(&self, of: Part, month: i8) -> Option<Value> {
        if of.given && !of.unknown {
            return (1..=12).contains(&month).then_some(Value::Month(year(of.number)?, month));
        }
        let Some(today) = self.published.filter(|_| !of.unknown) else {
            return Some(Value::Partial(format!("XXXX-{month:02}")));
        };
        let years = [today.year(), today.year() - 1, today.year() + 1];
        let distance = |y: &i16| i64::from(y - today.year()) * 12 + i64::from(month - today.month());
        self.direction.choose(years.into_iter(), distance).map(|y| Value::Month(y, month))
    }

    /// "last April": the latest that is over; "this April": of this year; "next April": the first to begin.
    pub(super) fn month_step(&self, step: i16, month: i8) -> Option<Value> {
        let Some(today) = self.published else { return Some(Value::Partial(format!("XXXX-{month:02}"))) };
        let year = match step {
            -1 if month >= today.month() => today.year() - 1,
            1 if month <= today.month() => today.year() + 1,
            _ => today.year(),
        };
        Some(Value::Month(year, month))
    }

    pub(super) fn month_turn(&self, step: i16, month: i8) -> Option<Value> {
        let Some(day) = self.anchor_day() else { return Some(Value::Partial(format!("XXXX-{month:02}"))) };
        let year = match step {
            1 if month <= day.month() => day.year() + 1,
            -1 if month >= day.month() => day.year() - 1,
            _ => day.year(),
        };
        Some(Value::Month(year, month))
    }

    pub(super) fn range(&self, first: Value, last: Value) -> Option<Value> {
        match (first.days(), last.days()) {
            (Some((first, _)), Some((_, last))) => (first <= last).then_some(Value::Range(first, last)),
            _ => Some(Value::Partial(format!("{}/{}", first.write(), last.write()))),
        }
    }

    /// A quarter; one without a year is the latest that has begun, or the next for what is to come.
    pub(super) fn quarter(&self, of: Part, number: i8) -> Option<Value> {
        if !(1..=4).contains(&number) {
            return None;
        }
        if of.given && !of.unknown {
            return Some(Value::Quarter(year(of.number)?, number));
        }
        let Some(today) = self.published.filter(|_| !of.unknown) else {
            return Some(Value::Partial(format!("XXXX-Q{number}")));
        };
        let ahead = (number - quarter(today)).rem_euclid(4);
        let year = match self.direction {
            // Told in the fourth quarter, the first is that of the next year, the third that of this one.
            Direction::Ahead if ahead <= 2 && number < quarter(today) => today.year() + 1,
            Direction::Ahead => today.year(),
            _ if number <= quarter(today) => today.year(),
            _ => today.year() - 1,
        };
        Some(Value::Quarter(year, number))
    }

    pub(super) fn season(&self, of: Part, season: &'static str) -> Option<Value> {
        if of.given && !of.unknown {
            return Some(Value::Season(year(of.number)?, season));
        }
        let Some(today) = self.published.filter(|_| !of.unknown) else {
            return Some(Value::Partial(format!("XXXX-{season}")));
        };
        let years = [today.year(), today.year() - 1, today.year() + 1];
        let distance = |y: &i16| i64::from(y - today.year()) * 12 + i64::from(first_month(season) - today.month());
        self.direction.choose(years.into_iter(), distance).map(|y| Value::Season(y, season))
    }

    /// "last autumn": the latest that is over; "this autumn": of this year; "next autumn": the first to begin.
    pub(super) fn season_step(&self, step: i16, season: &'static str) -> Option<Value> {
        let Some(today) = self.published else { return Some(Value::Partial(format!("XXXX-{season}"))) };
        let years = [today.year() + 1, today.year(), today.year() - 1, today.year() - 2];
        let days = |y: i16| Value::Season(y, season).days();
        let year = match step {
            -1 => years.into_iter().find(|&y| days(y).is_some_and(|(_, last)| last < today)),
            1 => years.into_iter().rev().find(|&y| days(y).is_some_and(|(first, _)| first > today)),
            _ if season == "WI" && today.month() < 3 => Some(today.year() - 1),
            _ => Some(today.year()),
        };
        year.map(|y| Value::Season(y, season))
    }

    pub(super) fn feast(&self, of: Part, number: usize) -> Option<Value> {
        let day = self.feasts.get(number)?.day;
        let in_year = |y: i16| {
            feasts::days(day, y)
                .map(|(first, last)| if first == last { Value::Day(first) } else { Value::Range(first, last) })
        };
        if of.given && !of.unknown {
            return in_year(year(of.number)?).or(Some(Value::Year(year(of.number)?)));
        }
        let Some(today) = self.published.filter(|_| !of.unknown) else { return Some(Measure::parse("D")?.unknown()) };
        let years = [today.year(), today.year() - 1, today.year() + 1];
        let values = years.into_iter().filter_map(in_year);
        let distance = |v: &Value| v.days().map_or(i64::MAX, |(first, _)| i64::from((first - today).get_days()));
        self.direction.choose(values, distance).or_else(|| Some(Value::Partial("XXXX-XX-XX".into())))
    }

    pub(super) fn weekday(&self, number: i8, direction: Direction) -> Option<Value> {
        let Some(today) = self.published else { return Some(weekday_unknown(f64::from(number))) };
        let back = i32::from((today.weekday().to_monday_one_offset() - number).rem_euclid(7));
        let ahead = if back == 0 { 0 } else { 7 - back };
        let days = if direction == Direction::Ahead { ahead } else { -back };
        moved(today, days, Unit::Day).map(Value::Day)
    }

    /// "last Thursday" lies before the day of publication, "next Thursday" after it, "this Thursday" in its week.
    pub(super) fn weekday_step(&self, step: i32, number: i8) -> Option<Value> {
        let Some(today) = self.published else { return Some(weekday_unknown(f64::from(number))) };
        let away = i32::from(number) - i32::from(today.weekday().to_monday_one_offset());
        let days = match step {
            0 => return self.weekday(number, if away >= 0 { Direction::Ahead } else { self.direction }),
            1.. => {
                if away > 0 {
                    away + 7 * (step - 1)
                } else {
                    away + 7 * step
                }
            }
            _ => {
                if away < 0 {
                    away
                } else {
                    away - 7
                }
            }
        };
        moved(today, days, Unit::Day).map(Value::Day)
    }

    pub(super) fn weekday_turn(&self, step: i32, number: i8) -> Option<Value> {
        let Some(day) = self.anchor_day() else { return Some(weekday_unknown(f64::from(number))) };
        let away = i32::from(number) - i32::from(day.weekday().to_monday_one_offset());
        let days = match step {
            1 => {
                if away > 0 {
                    away
                } else {
                    away + 7
                }
            }
            -1 => {
                if away < 0 {
                    away
                } else {
                    away - 7
                }
            }
            _ => away,
        };
        moved(day, days, Unit::Day).map(Value::Day)
    }

    pub(super) fn shift(&self, number: i32, measure: Measure) -> Option<Value> {
        match self.published {
            Some(today) => Value::around(today, number, measure),
            None => Some(measure.unknown()),
        }
    }

    /// "a year ago"; said beside a quarter or a month, the same quarter or month of that year.
    pub(super) fn ago(&self, number: f64, measure: Measure) -> Option<Value> {
        if number < 0.0 {
            return Some(Value::Reference("PAST_REF"));
        }
        if measure.unit == Unit::Year
            && measure.count == 1
            && let Some(value) = self.beside(-(number as i32))
        {
            return Some(value);
        }
        if number.fract() != 0.0 && measure.unit == Unit::Year {
            return self.shift(-((number * 12.0) as i32), Measure { count: 1, unit: Unit::Month });
        }
        self.shift(-(number as i32), measure)
    }

    /// The quarter that the text speaks of, so many years on, where it is named in the same sentence or just before.
    pub(super) fn beside(&self, years: i32) -> Option<Value> {
        let years = i16::try_from(years).ok()?;
        let close = self.before.len() - self.near.max(2).min(self.before.len());
        let spoken_of = self.before[close..].iter().any(|v| matches!(v, Value::Quarter(..)));
        match self.last_quarter() {
            Some(Value::Quarter(year, quarter)) if spoken_of => Some(Value::Quarter(year.checked_add(years)?, quarter)),
            _ => None,
        }
    }

    /// "two days later": from the time last named, told in the same unit.
    pub(super) fn later(&self, number: i32, measure: Measure) -> Option<Value> {
        if measure.unit == Unit::Year
            && measure.count == 1
            && let Some(value) = self.beside(number)
        {
            return Some(value);
        }
        // "two weeks later" than a day is a day.
        let days = Measure { count: 7 * measure.count, unit: Unit::Day };
        let weeks = measure.unit == Unit::Week
            && self.before.last().is_some_and(|v| matches!(v, Value::Day(_) | Value::Hour(..)));
        self.turn(number, if weeks { days } else { measure })
    }

    /// "the following year": from the time last named, whatever its unit.
    pub(super) fn turn(&self, number: i32, measure: Measure) -> Option<Value> {
        match self.anchor(measure) {
            Some((first, last)) => Value::around(if number < 0 { first } else { last }, number, measure),
            None => Some(measure.unknown()),
        }
    }

    /// The quarter or period last named; else the last that is over.
    pub(super) fn turn_or_last(&self, measure: Measure) -> Option<Value> {
        if measure.unit == Unit::Quarter {
            if let Some(value) = self.last_quarter() {
                return Some(value);
            }
            return self.shift(-1, measure);
        }
        self.turn(0, measure)
    }

    /// The quarter that the text speaks of: of those named lately the latest, for the others are compared with it.
    pub(super) fn last_quarter(&self) -> Option<Value> {
        let quarters = self.before.iter().rev().filter(|v| matches!(v, Value::Quarter(..))).take(6);
        quarters.max_by_key(|v| v.days()).cloned()
    }

    /// The quarter last named, a year before; else the year before publication.
    pub(super) fn year_before(&self) -> Option<Value> {
        match (self.last_quarter(), self.published) {
            (Some(Value::Quarter(year, quarter)), Some(today)) => {
                Some(Value::Quarter(if year >= today.year() { year - 1 } else { year }, quarter))
            }
            (_, Some(today)) => {
                Some(Value::Quarter(moved(today, -5, Unit::Quarter)?.year(), quarter(moved(today, -5, Unit::Quarter)?)))
            }
            _ => Some(Value::Partial("XXXX".into())),
        }
    }

    /// The days last named in the text that are told as finely as `measure`, else the day of publication.
    pub(super) fn anchor(&self, measure: Measure) -> Option<(Date, Date)> {
        let longest = match measure.unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => 10,
            Unit::Week | Unit::Month => 31,
            Unit::Quarter => 93,
            Unit::Year => 366,
        };
        let fine = |(first, last): &(Date, Date)| (*last - *first).get_days() <= longest;
        let named = self.before.iter().rev().filter_map(Value::days).find(fine);
        named.or(self.published.map(|day| (day, day)))
    }

    pub(super) fn anchor_day(&self) -> Option<Date> {
        let day = self.before.iter().rev().find_map(|v| match v {
            Value::Day(day) | Value::Hour(day, _) => Some(*day),
            _ => None,
        });
        day.or(self.published)
    }

    pub(super) fn anchor_year(&self) -> Option<i16> {
        self.anchor(Measure { count: 1, unit: Unit::Year }).map(|(first, _)| first.year())
    }
}

/// A number as a year.
pub(super) fn year(number: f64) -> Option<i16> {
    (0.0..=9999.0).contains(&number).then_some(number as i16)
}

/// A weekday of a week that is not known.
pub(super) fn weekday_unknown(number: f64) -> Value {
    Value::Partial(format!("XXXX-WXX-{number}"))
}
