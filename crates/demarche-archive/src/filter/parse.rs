//! Parties and days as people write them.

use super::Party;
use jiff::civil::Date;

pub fn party(written: &str) -> Result<Party, String> {
    let code = |s: &str| s.len() == 3 && s.bytes().all(|b| b.is_ascii_uppercase());
    let any = |s: &str| (s != "*").then(|| s.to_string());
    let is_identifier = |s: &str| s.len() > 1 && s.starts_with('Q') && s[1..].bytes().all(|b| b.is_ascii_digit());
    match written.split_once('.') {
        _ if written.is_empty() => Err("an empty name; write RUS, RUS.GOV, *.MIL, Q159 or Hayashi".to_string()),
        _ if written == "author" => Ok(Party::Author),
        Some((country, sector)) if (code(country) || country == "*") && (code(sector) || sector == "*") => {
            Ok(Party::Code { country: any(country), sector: any(sector) })
        }
        None if code(written) => Ok(Party::Code { country: Some(written.to_string()), sector: None }),
        None if is_identifier(written) => Ok(Party::Identifier(written.to_string())),
        _ => Ok(Party::Name(written.to_string())),
    }
}

/// The first day of a year (`2024`), a month (`2024-01`) or a day.
///
/// # Errors
/// What would be a day.
pub fn first_day(written: &str) -> Result<Date, String> {
    let whole = match written.len() {
        4 => format!("{written}-01-01"),
        7 => format!("{written}-01"),
        _ => written.to_string(),
    };
    whole.parse().map_err(|_| format!("{written:?} is no day; write 2024, 2024-01 or 2024-01-31"))
}

/// The last day of a year, a month or a day.
///
/// # Errors
/// What would be a day.
pub fn last_day(written: &str) -> Result<Date, String> {
    let first = first_day(written)?;
    Ok(match written.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_are_codes_identifiers_or_names() {
        let code = |country: Option<&str>, sector: Option<&str>| {
            Ok(Party::Code { country: country.map(String::from), sector: sector.map(String::from) })
        };
        assert_eq!(party("RUS"), code(Some("RUS"), None));
        assert_eq!(party("RUS.GOV"), code(Some("RUS"), Some("GOV")));
        assert_eq!(party("*.MIL"), code(None, Some("MIL")));
        assert_eq!(party("Q159"), Ok(Party::Identifier("Q159".to_string())));
        assert_eq!(party("author"), Ok(Party::Author));
        for name in ["Hayashi", "Mr. Big", "Qatar", "U.N.", "rus"] {
            assert_eq!(party(name), Ok(Party::Name(name.to_string())));
        }
        assert!(party("").is_err());
    }

    #[test]
    fn a_month_is_its_first_or_last_day() {
        let text = |day: Result<Date, String>| day.map(|d| d.to_string()).unwrap_or_else(|e| e);
        assert_eq!(text(first_day("2024-02")), "2024-02-01");
        assert_eq!(text(last_day("2024-02")), "2024-02-29");
        assert_eq!(text(last_day("2023")), "2023-12-31");
        assert_eq!(text(last_day("2023-05-06")), "2023-05-06");
        assert!(text(first_day("soon")).contains("no day"));
        assert!(text(first_day("Müll")).contains("no day"));
    }
}
