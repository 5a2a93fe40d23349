//! What is asked about: the words after the question mark, or one line of a search, as a filter.

use crate::serve::answers::Fault;
use crate::serve::request::Request;
use demarche::Guide;
use demarche::countries::Countries;
use demarche::filter::{Filter, Terms};

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

/// The filter of a request. A name that is no term is none of ours and stays without effect.
///
/// # Errors
/// A value that cannot be read, with the way out.
pub fn filter(request: &Request, guide: &Guide) -> Result<Filter, Fault> {
    let mut filter = Filter::default();
    for (name, value) in request.query.iter().filter(|(_, value)| !value.trim().is_empty()) {
        if Filter::TERMS.contains(&name.as_str()) {
            set(&mut filter, name, value, &guide.countries)?;
        }
    }
    Ok(filter)
}

/// The filter of one line: `actor:RUS type:ACCUSE "border post"`.
///
/// # Errors
/// A value that cannot be read, with the way out.
pub fn of_line(line: &str, guide: &Guide) -> Result<Filter, Fault> {
    let mut filter = Filter::default();
    let mut words: Vec<String> = Vec::new();
    for piece in pieces(line) {
        match piece.split_once(':') {
            Some((name, value)) if Filter::TERMS.contains(&name) && !value.is_empty() => {
                set(&mut filter, name, value.trim_matches('"'), &guide.countries)?
            }
            _ => words.push(piece),
        }
    }
    if !words.is_empty() {
        filter.text = Some(words.join(" "));
    }
    Ok(filter)
}

/// Asks for a term's values, which commas part where the term has lists.
fn set(filter: &mut Filter, term: &str, value: &str, countries: &Countries) -> Result<(), Fault> {
    let values: Vec<String> = match term {
        "text" | "place" => vec![value.trim().to_string()],
        _ => value.split(',').map(|each| each.trim().to_string()).collect(),
    };
    let wrong = |fault: String| Fault::Wrong(format!("{term}: {fault}"));
    filter.set(term, &values, Terms::new(countries)).map_err(wrong)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of_line(line: &str) -> Result<Filter, Fault> {
        super::of_line(line, &Guide::shipped().expect("the shipped knowledge loads"))
    }

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
