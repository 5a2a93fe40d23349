//! What is asked about: the words after the question mark, or one line of a search, as a filter.

use crate::serve::answers::Fault;
use crate::serve::request::Request;
use demarche::Guide;
use demarche_archive::Filter;
use demarche_archive::filter::{Party, first_day, last_day};
use std::str::FromStr;

/// A filter as it stands in a form.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Asked {
    pub actor: String,
    pub recipient: String,
    pub kind: String,
    pub said_by: String,
    pub certainty: String,
    pub since: String,
    pub until: String,
    pub text: String,
    /// The types that there are.
    pub kinds: Vec<String>,
}

impl Asked {
    /// The form as it was sent.
    pub fn of(request: &Request, guide: &Guide) -> Asked {
        let value = |name: &str| request.value(name).unwrap_or_default().to_string();
        Asked {
            actor: value("actor"),
            recipient: value("recipient"),
            kind: value("type"),
            said_by: value("said-by"),
            certainty: value("certainty"),
            since: value("since"),
            until: value("until"),
            text: value("text"),
            kinds: guide.codebook.types.iter().map(|kind| kind.name.clone()).collect(),
        }
    }
}

/// The filter of a request.
///
/// # Errors
/// A value that cannot be read, with the way out.
pub fn filter(request: &Request) -> Result<Filter, Fault> {
    let mut filter = Filter::default();
    for (name, value) in request.query.iter().filter(|(_, value)| !value.trim().is_empty()) {
        set(&mut filter, name, value.trim())?;
    }
    Ok(filter)
}

/// The filter of one line: `actor:RUS type:ACCUSE "border post"`.
///
/// # Errors
/// A value that cannot be read, with the way out.
pub fn of_line(line: &str) -> Result<Filter, Fault> {
    let mut filter = Filter::default();
    let mut words: Vec<String> = Vec::new();
    for piece in pieces(line) {
        match piece.split_once(':') {
            Some((name, value)) if is_field(name) && !value.is_empty() => {
                set(&mut filter, name, value.trim_matches('"'))?
            }
            _ => words.push(piece),
        }
    }
    if !words.is_empty() {
        filter.text = Some(words.join(" "));
    }
    Ok(filter)
}

/// The pieces of a line; what stands in quotation marks stays together.
fn pieces(line: &str) -> Vec<String> {
    let (mut pieces, mut piece, mut quoted) = (Vec::new(), String::new(), false);
    for letter in line.chars() {
        if letter == '"' {
            quoted = !quoted;
        }
        if letter.is_whitespace() && !quoted {
            pieces.push(std::mem::take(&mut piece));
        } else {
            piece.push(letter);
        }
    }
    if quoted {
        piece.push('"');
    }
    pieces.push(piece);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn is_field(name: &str) -> bool {
    matches!(
        name,
        "actor"
            | "recipient"
            | "party"
            | "type"
            | "mode"
            | "context"
            | "said-by"
            | "certainty"
            | "since"
            | "until"
            | "place"
            | "publisher"
            | "instrument"
            | "relation"
            | "min-confidence"
    )
}

/// Sets one field; a name that is no field is none of ours and stays without effect.
fn set(filter: &mut Filter, name: &str, value: &str) -> Result<(), Fault> {
    let wrong = |why: String| Fault::Wrong(format!("{name}: {why}"));
    let parties = || value.split(',').map(Party::from_str).collect::<Result<Vec<_>, _>>().map_err(wrong);
    let list = || value.split(',').map(|each| each.trim().to_string()).collect::<Vec<_>>();
    match name {
        "actor" => filter.actors = parties()?,
        "recipient" => filter.recipients = parties()?,
        "party" => filter.parties = parties()?,
        "said-by" => filter.said_by = parties()?,
        "type" => filter.types = list().iter().map(|kind| kind.to_uppercase()).collect(),
        "mode" => filter.modes = list(),
        "context" => filter.contexts = list(),
        // A plus in an address is a space.
        "certainty" => filter.certainty = value.split(',').map(certainty).collect(),
        "since" => filter.since = Some(first_day(value).map_err(wrong)?),
        "until" => filter.until = Some(last_day(value).map_err(wrong)?),
        "place" => filter.place = Some(value.to_string()),
        "text" => filter.text = Some(value.to_string()),
        "publisher" => filter.publishers = list(),
        "instrument" => filter.instruments = list(),
        "relation" => filter.relations = list(),
        "min-confidence" => {
            let number = value.parse().map_err(|_| wrong(format!("{value:?} is no number between 0 and 1")))?;
            filter.min_confidence = Some(number);
        }
        _ => {}
    }
    Ok(())
}

fn certainty(value: &str) -> String {
    let value = value.trim();
    if matches!(value, "CT" | "PR" | "PS") { format!("{value}+") } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_words_and_fields() {
        let filter = of_line("actor:RUS.GOV type:accuse,REJECT \"border post\" shelling since:2024-01").unwrap();
        assert_eq!(filter.types, ["ACCUSE", "REJECT"]);
        assert_eq!(filter.text.as_deref(), Some("\"border post\" shelling"));
        assert_eq!(filter.since.unwrap().to_string(), "2024-01-01");
        assert_eq!(filter.actors.len(), 1);
    }

    #[test]
    fn what_is_no_field_is_words() {
        assert_eq!(of_line("16:30 talks").unwrap().text.as_deref(), Some("16:30 talks"));
        assert!(of_line("since:soon").is_err());
    }
}
