//! Recipes: how a rule makes a value of what its pattern matched. The third column of a rule file names one.

use super::feasts;
use super::tense::Direction;
use super::values::{Measure, Unit, Value, first_month, monday, moved, quarter};
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

/// A recipe: none where the parts make no time.
pub(super) type Recipe = fn(&Setting, &[Part]) -> Option<Value>;

/// The recipe of a name.
pub(super) fn named(name: &str) -> Option<Recipe> {
    RECIPES.iter().find(|(known, _)| *known == name).map(|&(_, recipe)| recipe)
}

const RECIPES: &[(&str, Recipe)] = &[
    ("none", |_, _| Some(Value::Partial(String::new()))),
    ("ref", |_, p| Some(Value::Reference(p[0].text))),
    // Days, months, years: the calendar's own.
    ("iso", |_, p| {
        let number = p[0].number as i32;
        Date::new((number / 10_000) as i16, (number / 100 % 100) as i8, (number % 100) as i8).ok().map(Value::Day)
    }),
    ("day", |s, p| s.day(p[0], p[1].number as i8, p[2].number as i8)),
    ("days", |s, p| {
        s.range(s.day(p[0], p[1].number as i8, p[2].number as i8)?, s.day(p[0], p[1].number as i8, p[3].number as i8)?)
    }),
    ("month", |s, p| s.month(p[0], p[1].number as i8)),
    ("months", |s, p| s.range(s.month(p[0], p[1].number as i8)?, s.month(p[0], p[2].number as i8)?)),
    ("month-turn", |s, p| s.month_turn(p[0].number as i16, p[1].number as i8)),
    ("year", |_, p| year(p[0].number).map(Value::Year)),
    ("years", |_, p| {
        let (first, mut last) = (year(p[0].number)?, year(p[1].number)?);
        if last < 100 {
            last += first / 100 * 100;
        }
        (first < last).then_some(Value::Years(first, last))
    }),
    ("decade", |_, p| {
        let first = year(p[0].number)?;
        Some(Value::Decade(if first < 100 { first + 1900 } else { first }))
    }),
    ("century", |_, p| Some(Value::Century(year(p[0].number)?.checked_sub(1)?))),
    ("quarter", |s, p| s.quarter(p[0], p[1].number as i8)),
    ("half", |s, p| match s.year_of(p[0])? {
        Ok(year) => Some(Value::Half(year, p[1].number as i8)),
        Err(()) => Some(Value::Partial(format!("XXXX-H{}", p[1].number))),
    }),
    ("season", |s, p| s.season(p[0], p[1].text)),
    ("season-step", |s, p| s.season_step(p[0].number as i16, p[1].text)),
    ("season-turn", |s, p| {
        let anchor = s.anchor_year();
        match anchor {
            Some(year) => Some(Value::Season(year.checked_add(p[0].number as i16)?, p[1].text)),
            None => s.season(Part::default(), p[1].text),
        }
    }),
    (
        "fiscal",
        |_, p| {
            if p[0].unknown { Some(Value::Partial("FYXXXX".into())) } else { year(p[0].number).map(Value::Fiscal) }
        },
    ),
    ("feast", |s, p| s.feast(p[0], p[1].number as usize)),
    // Weekdays.
    ("weekday", |s, p| s.weekday(p[0].number as i8, s.direction)),
    ("weekday-step", |s, p| s.weekday_step(p[0].number as i32, p[1].number as i8)),
    ("weekday-of-week", |s, p| {
        let Some(today) = s.published else { return Some(weekday_unknown(p[1].number)) };
        moved(moved(monday(today), p[0].number as i32, Unit::Week)?, p[1].number as i32 - 1, Unit::Day).map(Value::Day)
    }),
    ("weekday-turn", |s, p| s.weekday_turn(p[0].number as i32, p[1].number as i8)),
    ("weekend", |s, p| match s.published {
        Some(today) => Some(Value::Weekend(moved(monday(today), p[0].number as i32, Unit::Week)?)),
        None => Some(Value::Partial("XXXX-WXX-WE".into())),
    }),
    // From the day of publication.
    ("shift", |s, p| s.shift(p[0].number as i32, Measure::parse(p[1].text)?)),
    ("year-end", |s, p| match s.published {
        Some(today) => Some(Value::Month(today.year() + p[0].number as i16, 12)),
        None => Some(Value::Partial("XXXX-12".into())),
    }),
    ("ago", |s, p| s.ago(p[0].number, Measure::parse(p[1].text)?)),
    ("later-from-now", |s, p| s.shift(p[0].number as i32, Measure::parse(p[1].text)?)),
    // From the time last named in the text.
    ("turn", |s, p| s.turn(p[0].number as i32, Measure::parse(p[1].text)?)),
    ("turn-near", |s, p| s.turn(0, Measure::parse(p[0].text)?)),
    ("turn-day", |s, _| s.before.iter().rev().find(|v| v.days().is_some()).cloned()),
    ("turn-or-last", |s, p| s.turn_or_last(Measure::parse(p[0].text)?)),
    ("later", |s, p| s.later(p[0].number as i32, Measure::parse(p[1].text)?)),
    ("later-unknown", |_, p| Some(Measure::parse(p[0].text)?.unknown())),
    ("year-before", |s, _| s.year_before()),
    ("quarter-before", |s, p| match s.quarter(Part::default(), p[0].number as i8)? {
        Value::Quarter(year, quarter) => Some(Value::Quarter(year.checked_sub(1)?, quarter)),
        other => Some(other),
    }),
    ("period-of", |s, p| match s.last_quarter() {
        Some(Value::Quarter(_, quarter)) => Some(Value::Quarter(year(p[0].number)?, quarter)),
        _ => year(p[0].number).map(Value::Year),
    }),
    // Lengths and recurrences.
    ("length", |_, p| Some(Value::Length(Measure::parse(p[1].text)?.length(p[0].number)))),
    ("length-cut", |_, p| Some(Value::Length(Measure::parse(p[1].text)?.length(p[0].number)))),
    ("length-half", |_, p| half(Measure::parse(p[0].text)?, 0)),
    ("length-and-half", |_, p| half(Measure::parse(p[0].text)?, 1)),
    ("length-unknown", |_, _| Some(Value::Length("PXX".into()))),
    ("each", |_, p| Some(Value::Set(Measure::parse(p[1].text)?.length(p[0].number)))),
    ("each-weekday", |_, p| Some(Value::Set(weekday_unknown(p[0].number).write()))),
    ("each-weekday-part", |_, p| Some(Value::Set(format!("XXXX-WXX-{}T{}", p[0].number, p[1].text)))),
    ("each-month", |_, p| Some(Value::Set(format!("XXXX-{:02}", p[0].number as i8)))),
    ("each-season", |_, p| Some(Value::Set(format!("XXXX-{}", p[0].text)))),
    ("each-part", |_, p| Some(Value::Set(format!("XXXX-XX-XXT{}", p[0].text)))),
    ("each-text", |_, p| Some(Value::Set(p[0].text.to_string()))),
    // Times of day.
    ("clock", |_, p| clock(p)),
    ("clock-digits", |_, p| {
        let number = p[0].number as i32;
        let (hour, minute) = (number / 100, number % 100);
        ((0..=24).contains(&hour) && minute < 60 && number >= 100)
            .then(|| Value::Clock(format!("T{hour:02}:{minute:02}{}", zone(p[1]))))
    }),
    ("clock-part", |_, p| {
        let hour = p[0].number as i32 + if p[1].text == "MO" { 0 } else { 12 };
        (hour <= 24).then(|| Value::Clock(format!("T{hour:02}:00")))
    }),
    ("clock-text", |_, p| Some(Value::Clock(format!("T{}", p[0].text)))),
    ("part", |s, p| {
        Some(match s.published {
            Some(today) => Value::Hour(moved(today, p[0].number as i32, Unit::Day)?, format!("T{}", p[1].text)),
            None => Value::Partial(format!("XXXX-XX-XXT{}", p[1].text)),
        })
    }),
    ("weekday-part", |s, p| {
        Some(match s.weekday(p[0].number as i8, s.direction)? {
            Value::Day(day) => Value::Hour(day, format!("T{}", p[1].text)),
            other => Value::Partial(format!("{}T{}", other.write(), p[1].text)),
        })
    }),
    ("turn-part", |s, p| {
        Some(match s.anchor_day() {
            Some(day) => Value::Hour(moved(day, p[0].number as i32, Unit::Day)?, format!("T{}", p[1].text)),
            None => Value::Partial(format!("XXXX-XX-XXT{}", p[1].text)),
        })
    }),
];

fn year(number: f64) -> Option<i16> {
    (0.0..=9999.0).contains(&number).then_some(number as i16)
}

fn weekday_unknown(number: f64) -> Value {
    Value::Partial(format!("XXXX-WXX-{number}"))
}

fn half(measure: Measure, whole: i32) -> Option<Value> {
    let parts = match (measure.unit, measure.count) {
        (Unit::Year, 1) => ("Y", "6M"),
        (Unit::Hour, 1) => ("H", "30M"),
        (Unit::Minute, 1) => ("M", "30S"),
        (Unit::Day, 1) => ("D", "T12H"),
        (Unit::Month, 1) => ("M", "2W"),
        (Unit::Year, 10) => return Some(Value::Length(format!("P{}Y", 10 * whole + 5))),
        _ => return Some(Value::Length(measure.length(f64::from(whole) + 0.5))),
    };
    let clock = if matches!(measure.unit, Unit::Hour | Unit::Minute) { "T" } else { "" };
    let first = if whole > 0 { format!("{whole}{}", parts.0) } else { String::new() };
    Some(Value::Length(format!("P{clock}{first}{}", parts.1)))
}

fn zone(part: Part) -> &'static str {
    if part.text == "Z" { "Z" } else { "" }
}

/// Takes an hour, a time with minutes, hours to add, a zone: one of the first two is given.
fn clock(p: &[Part]) -> Option<Value> {
    let minutes = if p[1].given { p[1].number } else { p[0].number * 60.0 };
    let (mut hour, minute) = ((minutes / 60.0) as i32, (minutes % 60.0) as i32);
    if p[2].given {
        if !(1..=12).contains(&hour) {
            return (hour <= 24 && p[1].given).then(|| Value::Clock(format!("T{hour:02}:{minute:02}{}", zone(p[3]))));
        }
        hour = hour % 12 + p[2].number as i32;
    }
    (hour <= 24 && minutes.fract() == 0.0).then(|| Value::Clock(format!("T{hour:02}:{minute:02}{}", zone(p[3]))))
}

impl Setting<'_> {
    /// The year that `part` names; none of its own: `Err`; none at all where it counts from an unknown day.
    fn year_of(&self, part: Part) -> Option<Result<i16, ()>> {
        match part {
            Part { unknown: true, .. } => Some(Err(())),
            Part { given: true, number, .. } => year(number).map(Ok),
            _ => Some(self.published.map(|day| day.year()).ok_or(())),
        }
    }

    fn day(&self, of: Part, month: i8, day: i8) -> Option<Value> {
        if of.given && !of.unknown {
            return Date::new(year(of.number)?, month, day).ok().map(Value::Day);
        }
        let Some(today) = self.published.filter(|_| !of.unknown) else {
            return Date::new(2024, month, day).ok().map(|_| Value::Partial(format!("XXXX-{month:02}-{day:02}")));
        };
        let years = [today.year(), today.year() - 1, today.year() + 1];
        let days = years.iter().filter_map(|&y| Date::new(y, month, day).ok());
        self.direction.choose(days, |d| i64::from((*d - today).get_days()), 330).map(Value::Day)
    }

    fn month(&self, of: Part, month: i8) -> Option<Value> {
        if of.given && !of.unknown {
            return (1..=12).contains(&month).then_some(Value::Month(year(of.number)?, month));
        }
        let Some(today) = self.published.filter(|_| !of.unknown) else {
            return Some(Value::Partial(format!("XXXX-{month:02}")));
        };
        let years = [today.year(), today.year() - 1, today.year() + 1];
        let distance = |y: &i16| i64::from(y - today.year()) * 12 + i64::from(month - today.month());
        self.direction.choose(years.into_iter(), distance, 12).map(|y| Value::Month(y, month))
    }

    fn month_turn(&self, step: i16, month: i8) -> Option<Value> {
        let Some(day) = self.anchor_day() else { return Some(Value::Partial(format!("XXXX-{month:02}"))) };
        let year = match step {
            1 if month <= day.month() => day.year() + 1,
            -1 if month >= day.month() => day.year() - 1,
            _ => day.year(),
        };
        Some(Value::Month(year, month))
    }

    fn range(&self, first: Value, last: Value) -> Option<Value> {
        match (first.days(), last.days()) {
            (Some((first, _)), Some((_, last))) => (first <= last).then_some(Value::Range(first, last)),
            _ => Some(Value::Partial(format!("{}/{}", first.write(), last.write()))),
        }
    }

    /// A quarter; one without a year is the latest that has begun, or the next for what is to come.
    fn quarter(&self, of: Part, number: i8) -> Option<Value> {
        if !(1..=4).contains(&number) {
            return None;
        }
        if of.given && !of.unknown {
            return Some(Value::Quarter(year(of.number)?, number));
        }
        let Some(today) = self.published.filter(|_| !of.unknown) else {
            return Some(Value::Partial(format!("XXXX-Q{number}")));
        };
        let begun = number <= quarter(today);
        let year = match self.direction {
            Direction::Ahead if number < quarter(today) => today.year() + 1,
            Direction::Ahead => today.year(),
            _ if begun => today.year(),
            _ => today.year() - 1,
        };
        Some(Value::Quarter(year, number))
    }

    fn season(&self, of: Part, season: &'static str) -> Option<Value> {
        if of.given && !of.unknown {
            return Some(Value::Season(year(of.number)?, season));
        }
        let Some(today) = self.published.filter(|_| !of.unknown) else {
            return Some(Value::Partial(format!("XXXX-{season}")));
        };
        let years = [today.year(), today.year() - 1, today.year() + 1];
        let distance = |y: &i16| i64::from(y - today.year()) * 12 + i64::from(first_month(season) - today.month());
        self.direction.choose(years.into_iter(), distance, 12).map(|y| Value::Season(y, season))
    }

    /// "last autumn": the latest that is over; "this autumn": of this year; "next autumn": the first to begin.
    fn season_step(&self, step: i16, season: &'static str) -> Option<Value> {
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

    fn feast(&self, of: Part, number: usize) -> Option<Value> {
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
        self.direction.choose(values, distance, 330).or_else(|| Some(Value::Partial("XXXX-XX-XX".into())))
    }

    fn weekday(&self, number: i8, direction: Direction) -> Option<Value> {
        let Some(today) = self.published else { return Some(weekday_unknown(f64::from(number))) };
        let back = i32::from((today.weekday().to_monday_one_offset() - number).rem_euclid(7));
        let ahead = if back == 0 { 0 } else { 7 - back };
        let days = if direction == Direction::Ahead { ahead } else { -back };
        moved(today, days, Unit::Day).map(Value::Day)
    }

    /// "last Thursday" lies before the day of publication, "next Thursday" after it, "this Thursday" in its week.
    fn weekday_step(&self, step: i32, number: i8) -> Option<Value> {
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

    fn weekday_turn(&self, step: i32, number: i8) -> Option<Value> {
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

    fn shift(&self, number: i32, measure: Measure) -> Option<Value> {
        match self.published {
            Some(today) => Value::around(today, number, measure),
            None => Some(measure.unknown()),
        }
    }

    /// "a year ago"; said beside a quarter or a month, the same quarter or month of that year.
    fn ago(&self, number: f64, measure: Measure) -> Option<Value> {
        if number < 0.0 {
            return Some(Value::Reference("PAST_REF"));
        }
        if measure.unit == Unit::Year && measure.count == 1 {
            if let Some(value) = self.beside(-(number as i32)) {
                return Some(value);
            }
        }
        if number.fract() != 0.0 && measure.unit == Unit::Year {
            return self.shift(-((number * 12.0) as i32), Measure { count: 1, unit: Unit::Month });
        }
        self.shift(-(number as i32), measure)
    }

    /// The quarter named in the same sentence, so many years on.
    fn beside(&self, years: i32) -> Option<Value> {
        let years = i16::try_from(years).ok()?;
        self.before[self.before.len() - self.near..].iter().rev().find_map(|v| match v {
            Value::Quarter(year, quarter) => Some(Value::Quarter(year.checked_add(years)?, *quarter)),
            _ => None,
        })
    }

    /// "two days later": from the time last named, told in the same unit.
    fn later(&self, number: i32, measure: Measure) -> Option<Value> {
        if measure.unit == Unit::Year && measure.count == 1 {
            if let Some(value) = self.beside(number) {
                return Some(value);
            }
        }
        match self.anchor() {
            Some((first, last)) => Value::around(if number < 0 { first } else { last }, number, measure),
            None => Some(measure.unknown()),
        }
    }

    fn turn(&self, number: i32, measure: Measure) -> Option<Value> {
        self.later(number, measure)
    }

    /// The quarter or period last named; else the last that is over.
    fn turn_or_last(&self, measure: Measure) -> Option<Value> {
        if measure.unit == Unit::Quarter {
            if let Some(value) = self.last_quarter() {
                return Some(value);
            }
            return self.shift(-1, measure);
        }
        self.turn(0, measure)
    }

    fn last_quarter(&self) -> Option<Value> {
        self.before.iter().rev().find(|v| matches!(v, Value::Quarter(..))).cloned()
    }

    /// The quarter last named, a year before; else the year before publication.
    fn year_before(&self) -> Option<Value> {
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

    /// The days last named in the text, else the day of publication.
    fn anchor(&self) -> Option<(Date, Date)> {
        let named = self.before.iter().rev().find_map(|v| match v {
            Value::Decade(_) | Value::Century(_) | Value::Years(..) => None,
            other => other.days(),
        });
        named.or(self.published.map(|day| (day, day)))
    }

    fn anchor_day(&self) -> Option<Date> {
        let day = self.before.iter().rev().find_map(|v| match v {
            Value::Day(day) | Value::Hour(day, _) => Some(*day),
            _ => None,
        });
        day.or(self.published)
    }

    fn anchor_year(&self) -> Option<i16> {
        self.anchor().map(|(first, _)| first.year())
    }
}
