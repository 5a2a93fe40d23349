//! Which field of JSON or column of a table is which part of a report.

use crate::published;
use crate::reject::Reason;
use demarche::Report;
use serde_json::{Map, Value};

/// The parts of a report and the names they go by, the first known one first.
const NAMES: [(&str, &[&str]); 7] = [
    ("text", &["text", "body", "content", "full_text", "fulltext", "article", "article_text", "maintext"]),
    ("title", &["title", "headline"]),
    (
        "published",
        &[
            "published",
            "date",
            "published_at",
            "publication_date",
            "date_publish",
            "datepublished",
            "pubdate",
            "published_date",
        ],
    ),
    ("publisher", &["publisher", "source", "outlet", "publication", "source_domain"]),
    ("url", &["url", "link"]),
    ("id", &["id", "guid", "uuid"]),
    ("language", &["language", "lang"]),
];

/// Names of fields chosen by the user; for parts without a choice the usual names are tried.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fields {
    chosen: Vec<(usize, String)>,
}

impl Fields {
    /// Fields as they are written: `text=body,published=day`.
    ///
    /// # Errors
    /// A part that no report has, or no `=`, with what is expected.
    pub fn parse(written: &str) -> Result<Self, String> {
        let chosen = written.split(',').filter(|pair| !pair.trim().is_empty()).map(choice).collect::<Result<_, _>>()?;
        Ok(Fields { chosen })
    }

    /// Where each part of a report stands among the names of columns, in the order that [`report`] takes them.
    pub fn columns(&self, columns: &[String]) -> [Option<usize>; 7] {
        std::array::from_fn(|part| {
            let named = |name: &str| columns.iter().position(|c| is_same(c.trim(), name));
            match self.chosen(part) {
                Some(name) => named(name),
                None => NAMES[part].1.iter().find_map(|name| named(name)),
            }
        })
    }

    /// The report that an object holds.
    ///
    /// # Errors
    /// Where it has no text, or a part that is no text.
    pub fn report(&self, object: &Map<String, Value>) -> Result<Report, String> {
        let parts: [Option<&Value>; 7] = std::array::from_fn(|part| self.value(part, object));
        let mut values = [const { None }; 7];
        for (part, value) in parts.into_iter().enumerate() {
            values[part] = value.map(|v| plain(NAMES[part].0, v)).transpose()?.flatten();
        }
        let text = self.chosen(0).unwrap_or("text");
        report(values).ok_or_else(|| format!("missing field `{text}`"))
    }

    fn value<'a>(&self, part: usize, object: &'a Map<String, Value>) -> Option<&'a Value> {
        if let Some(name) = self.chosen(part) {
            return object.get(name).or_else(|| nested(object, name));
        }
        let names = NAMES[part].1;
        let exact = names.iter().find_map(|name| object.get(*name).filter(|v| !v.is_null()));
        exact.or_else(|| object.iter().find(|(key, _)| names.iter().any(|n| is_same(n, key))).map(|(_, v)| v))
    }

    fn chosen(&self, part: usize) -> Option<&str> {
        self.chosen.iter().find(|(p, _)| *p == part).map(|(_, name)| name.as_str())
    }
}

/// The value of a name with dots: `doc.text` is `text` of the object `doc`.
fn nested<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let (outer, inner) = name.split_once('.')?;
    let object = object.get(outer)?.as_object()?;
    object.get(inner).or_else(|| nested(object, inner))
}

/// Whether two names differ at most in case and in how their words are joined: `publishedAt`, `published_at`.
fn is_same(one: &str, other: &str) -> bool {
    let letters = |name: &str| {
        name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect::<String>()
    };
    letters(one) == letters(other)
}

fn choice(pair: &str) -> Result<(usize, String), String> {
    let expected = "expected PART=FIELD, as in `text=body,published=day`";
    let (part, name) = pair.split_once('=').ok_or_else(|| format!("`{pair}`: {expected}"))?;
    let known = NAMES.iter().position(|(known, _)| *known == part.trim());
    let parts: Vec<&str> = NAMES.iter().map(|(part, _)| *part).collect();
    let known =
        known.ok_or_else(|| format!("`{}` is no part of a report; they are {}", part.trim(), parts.join(", ")))?;
    Ok((known, name.trim().to_string()))
}

/// A value as text; `null` is none.
fn plain(part: &str, value: &Value) -> Result<Option<String>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        Value::Number(number) if part != "text" => Ok(Some(number.to_string())),
        Value::Object(inner) if part != "text" => Ok(inner.get("name").and_then(Value::as_str).map(str::to_string)),
        _ => Err(format!("`{part}` is no string")),
    }
}

/// A report of its parts: text, title, published, publisher, url, id, language. Blank parts are none, and the day of
/// publication becomes ISO 8601 where it can be told. None without a text.
pub fn report(parts: [Option<String>; 7]) -> Option<Report> {
    let [text, title, published, publisher, url, id, language] = parts;
    let given = |part: Option<String>| part.filter(|p| !p.trim().is_empty());
    Some(Report {
        id: given(id),
        text: text?,
        title: given(title),
        published: given(published).map(|day| published::normal(&day)),
        publisher: given(publisher),
        url: given(url),
        language: given(language),
        ..Report::default()
    })
}

/// The reason for a table in which no column is the text.
pub(crate) fn no_text_column(columns: &[String]) -> Reason {
    let names = columns.iter().take(12).map(String::as_str).collect::<Vec<_>>().join(", ");
    Reason::lasting(format!("no column is the text; there are {names}; say which with `--fields text=COLUMN`"))
}

/// The part of a report that a key of a head names: `Title`, `Published`, `Url`.
pub(crate) fn part(key: &str) -> Option<usize> {
    let known = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(key.trim()));
    NAMES.iter().position(|(_, names)| known(names))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(fields: &str, json: &str) -> Result<Report, String> {
        let object: Map<String, Value> = serde_json::from_str(json).expect("the test's JSON is good");
        Fields::parse(fields)?.report(&object)
    }

    #[test]
    fn usual_names_are_known_and_others_can_be_said() {
        let found =
            report("", r#"{"body": "A.", "Headline": "B", "date": "2024-06-20", "id": 7, "source": {"name": "C"}}"#);
        let found = found.expect("a report");
        assert_eq!((found.text.as_str(), found.title.as_deref(), found.id.as_deref()), ("A.", Some("B"), Some("7")));
        assert_eq!((found.published.as_deref(), found.publisher.as_deref()), (Some("2024-06-20"), Some("C")));
        let written = report("", r#"{"body": "A.", "publishedAt": "2024-06-20"}"#).expect("a report");
        assert_eq!(written.published.as_deref(), Some("2024-06-20"));
        assert_eq!(report("text=doc.words", r#"{"doc": {"words": "A."}}"#).expect("a report").text, "A.");
        assert_eq!(report("text=story", r#"{"story": "A.", "text": "B."}"#).expect("a report").text, "A.");
        assert!(report("text=story", r#"{"text": "B."}"#).expect_err("no story").contains("story"));
        assert!(report("", r#"{"text": 3}"#).is_err());
    }

    #[test]
    fn a_wrong_choice_says_what_is_expected() {
        assert!(Fields::parse("texts=body").expect_err("no such part").contains("publisher"));
        assert!(Fields::parse("body").expect_err("no equals sign").contains("text=body"));
    }
}
