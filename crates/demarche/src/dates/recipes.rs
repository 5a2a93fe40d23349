//! Recipes: how a rule makes a value of what its pattern matched. The third column of a rule file names one.

use super::setting::{Part, Setting, weekday_unknown, year};
use super::tense::Direction;
use super::values::{Measure, Unit, Value, monday, moved};
use jiff::civil::Date;

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
    ("on", |_, p| p[0].text.parse().ok().map(Value::Day)),
    ("week-of", |s, p| match s.day(p[0], p[1].number as i8, p[2].number as i8)? {
        Value::Day(day) => Some(Value::Week(monday(day))),
        other => Some(other),
    }),
    ("day-part", |s, p| match s.day(p[0], p[1].number as i8, p[2].number as i8)? {
        Value::Day(day) => Some(Value::Hour(day, format!("T{}", p[3].text))),
        other => Some(Value::Partial(format!("{}T{}", other.write(), p[3].text))),
    }),
    ("days", |s, p| {
        s.range(s.day(p[0], p[1].number as i8, p[2].number as i8)?, s.day(p[0], p[1].number as i8, p[3].number as i8)?)
    }),
    ("span", |s, p| {
        s.range(s.day(p[0], p[1].number as i8, p[2].number as i8)?, s.day(p[0], p[3].number as i8, p[4].number as i8)?)
    }),
    ("day-of-month", |s, p| s.day_of_month(p[0].number as i8)),
    ("anniversary", |s, p| {
        let today = s.published?;
        Date::new(year(p[0].number)?, today.month(), today.day()).ok().map(Value::Day)
    }),
    ("short-year", |s, p| {
        // Two digits of a year are of the century that puts it least far into the future.
        let written = p[2].number as i16;
        let latest = s.published.map_or(2050, |day| day.year() + 10);
        let year = if written > 99 { written } else { latest - (latest - written).rem_euclid(100) };
        Date::new(year, p[0].number as i8, p[1].number as i8).ok().map(Value::Day)
    }),
    ("month", |s, p| s.month(p[0], p[1].number as i8)),
    ("months", |s, p| s.range(s.month(p[0], p[1].number as i8)?, s.month(p[0], p[2].number as i8)?)),
    ("month-step", |s, p| s.month_step(p[0].number as i16, p[1].number as i8)),
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
    ("the-weekend", |s, _| match s.published {
        // Before Saturday, the weekend that is over, unless the text looks ahead.
        Some(today) if s.direction != Direction::Ahead && today.weekday().to_monday_one_offset() < 6 => {
            Some(Value::Weekend(moved(monday(today), -1, Unit::Week)?))
        }
        Some(today) => Some(Value::Weekend(monday(today))),
        None => Some(Value::Partial("XXXX-WXX-WE".into())),
    }),
    ("weekend", |s, p| match s.published {
        Some(today) => Some(Value::Weekend(moved(monday(today), p[0].number as i32, Unit::Week)?)),
        None => Some(Value::Partial("XXXX-WXX-WE".into())),
    }),
    // From the day of publication.
    ("shift", |s, p| s.shift(p[0].number as i32, Measure::parse(p[1].text)?)),
    ("year-end", |s, p| match s.published {
        Some(today) => Date::new(today.year() + p[0].number as i16, 12, 31).ok().map(Value::Day),
        None => Some(Value::Partial("XXXX-12-31".into())),
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
    ("lately", |s, p| {
        let measure = Measure::parse(p[2].text)?;
        let written = measure.length(p[1].number);
        let Some(today) = s.published.filter(|_| p[1].number.fract() == 0.0) else {
            return Some(Value::Length(written));
        };
        let away = moved(today, p[0].number as i32 * p[1].number as i32 * measure.count, measure.unit)?;
        Some(Value::Lately(written, away.min(today), away.max(today)))
    }),
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
