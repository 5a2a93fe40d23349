//! Happenings in the columns of GDELT's event files (version 1.0 and 2.0): one row a pair of parties of a happening, as its
//! first mention tells it, with the number of its mentions and reports.
//!
//! Actors are coded as CAMEO writes them (`CHNGOV`), places by FIPS country codes. What demarche does not know stays empty:
//! groups, ethnicities, religions, tone, places of the actors, administrative areas.

use super::Tsv;
use super::coded::{Books, Coded, Each, quad_class, question};
use crate::{Archive, Error, Filter};
use std::io::Write;

/// Which layout: the second has a column more for each place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Version {
    One,
    Two,
}

/// Rows of one event have numbers of their own, so many at most.
const PAIRS: usize = 100;

/// Sectors that CAMEO does not have, and those that it calls otherwise.
const SECTORS: &[(&str, &str)] = &[("UNK", ""), ("JRN", "MED"), ("NON", "")];

/// Writes the happenings of a filter; the number of rows.
pub fn write(archive: &Archive, filter: &Filter, version: Version, out: impl Write) -> Result<usize, Error> {
    let (books, mut out, mut rows) = (Books::shipped()?, Tsv::new(out), 0);
    let each = |event: &Coded| {
        for (number, pair) in pairs(event).into_iter().take(PAIRS).enumerate() {
            rows += 1;
            out.write(row(event, number, pair, version, &books))?;
        }
        Ok(())
    };
    archive.answer(&question(filter, true), &mut Each(Coded::default(), each))?;
    Ok(rows)
}

type Party<'a> = (&'a str, &'a str, &'a str);

/// Each actor with each recipient; the parties of a mutual event with each other, as GDELT has them in both orders.
fn pairs(event: &Coded) -> Vec<(Option<Party<'_>>, Option<Party<'_>>)> {
    let (actors, recipients) = (event.parties("actor"), event.parties("recipient"));
    let mut pairs = Vec::new();
    for (at, actor) in actors.iter().enumerate() {
        match recipients.is_empty() {
            true => {
                let others = actors.iter().enumerate().filter(|(other, _)| *other != at);
                pairs.extend(others.map(|(_, other)| (Some(*actor), Some(*other))));
            }
            false => pairs.extend(recipients.iter().map(|recipient| (Some(*actor), Some(*recipient)))),
        }
    }
    if pairs.is_empty() {
        pairs.push((actors.first().copied(), recipients.first().copied()));
    }
    pairs
}

fn row(
    event: &Coded,
    number: usize,
    (one, two): (Option<Party>, Option<Party>),
    version: Version,
    books: &Books,
) -> Vec<String> {
    let text = |name: &str| event.get(name).to_string();
    let id = event.get("event").parse::<usize>().unwrap_or_default() * PAIRS + number;
    let lead = event.get("sentence").parse::<usize>().is_ok_and(|sentence| sentence < 2);
    let mut row = vec![id.to_string()];
    row.extend(dates(event.get("day")));
    row.extend(actor(one));
    row.extend(actor(two));
    row.push(u8::from(lead).to_string());
    let cameo = books.cameo(event);
    let part = |length: usize| cameo.get(..length.min(cameo.len())).unwrap_or_default().to_string();
    row.extend([cameo.clone(), part(3), part(2), quad_class(&cameo).to_string(), books.goldstein(&cameo).to_string()]);
    row.extend([text("mentions"), text("sources"), text("reports"), String::new()]);
    let place = place(event, version, books);
    let nowhere = vec![String::new(); place.len()];
    row.extend(nowhere.iter().cloned().chain(nowhere.iter().cloned()).chain(place));
    let added: String = event.get("begun").chars().filter(char::is_ascii_digit).collect();
    let digits = if version == Version::One { 8 } else { 14 };
    row.extend([added.get(..digits).unwrap_or(&added).to_string(), text("url")]);
    row
}

/// Day, month, year, and the year with the part of it that has passed (months of 30 days, as GDELT counts).
fn dates(day: &str) -> [String; 4] {
    let digits: String = day.chars().filter(char::is_ascii_digit).take(8).collect();
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<u32>().ok());
    let fraction = match (number(0, 4), number(4, 6), number(6, 8)) {
        (Some(year), Some(month), Some(day)) => {
            format!("{:.4}", f64::from(year) + f64::from(month * 30 + day) / 365.0)
        }
        _ => String::new(),
    };
    let part = |to: usize| digits.get(..to).unwrap_or_default().to_string();
    [digits.clone(), part(6), part(4), fraction]
}

/// Code, name, country, group, ethnicity, two religions, three types.
fn actor(party: Option<Party>) -> [String; 10] {
    let mut columns: [String; 10] = Default::default();
    let Some((country, sector, name)) = party else { return columns };
    // What is no country is coded by its sector alone.
    let country = if matches!(country, "NON" | "IGO" | "NGO") { "" } else { country };
    let sector = SECTORS.iter().find(|(ours, _)| *ours == sector).map_or(sector, |(_, theirs)| theirs);
    columns[0] = format!("{country}{sector}");
    columns[1] = name.to_uppercase();
    columns[2] = country.to_string();
    columns[7] = sector.to_string();
    columns
}

/// Type, name, country, areas, point, identifier. A place is a city of the United States (3) or of the world (4).
fn place(event: &Coded, version: Version, books: &Books) -> Vec<String> {
    let country = event.get("place_country");
    let kind = match (event.get("place"), country) {
        ("", _) => "0",
        (_, "USA") => "3",
        _ => "4",
    };
    let areas = if version == Version::One { 1 } else { 2 };
    let mut columns = vec![kind.to_string(), event.get("place").to_string(), books.fips(country).to_string()];
    columns.extend(vec![String::new(); areas]);
    columns.extend(["latitude", "longitude", "geonames"].map(|name| event.get(name).to_string()));
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_as_many_columns_as_gdelts() {
        let (event, books) = (Coded::default(), Books::shipped().expect("the tables are well formed"));
        let width = |version| row(&event, 0, (None, None), version, &books).len();
        assert_eq!((width(Version::One), width(Version::Two)), (58, 61));
    }

    #[test]
    fn a_day_is_told_in_four_ways() {
        assert_eq!(dates("2024-06-20"), ["20240620", "202406", "2024", "2024.5479"]);
        assert_eq!(dates(""), ["", "", "", ""]);
    }

    #[test]
    fn actors_are_coded_as_cameo_writes_them() {
        let code = |country, sector| actor(Some((country, sector, "X")))[0].clone();
        assert_eq!(code("CHN", "GOV"), "CHNGOV");
        assert_eq!(code("IGO", "IGO"), "IGO");
        assert_eq!(code("USA", "JRN"), "USAMED");
        assert_eq!(code("NON", "UNK"), "");
    }
}
