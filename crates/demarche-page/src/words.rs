//! Values of the record in words.

use demarche::record::EventDate;

/// A day or a run of days.
pub fn days(date: &EventDate) -> String {
    if date.start == date.end { date.start.clone() } else { format!("{} to {}", date.start, date.end) }
}

/// FactBank's values in words.
pub fn certainty(value: &str) -> &'static str {
    match value {
        "CT+" => "certain",
        "CT-" => "certainly not so",
        "PR+" => "probable",
        "PR-" => "probably not so",
        "PS+" => "possible",
        "PS-" => "possibly not so",
        _ => "open",
    }
}
