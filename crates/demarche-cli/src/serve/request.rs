//! What was asked: the path, its parts and the words after the question mark.

use std::collections::BTreeMap;

/// A request, free of the server's own types.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The path, as in `/reports/ab12`.
    pub path: String,
    /// The parts of the path that the route names, as in `id`.
    pub parts: BTreeMap<String, String>,
    /// The words after the question mark, in order.
    pub query: Vec<(String, String)>,
    /// Scheme and host as they were asked for, for addresses that leave the desk.
    pub base: String,
}

impl Request {
    /// A request for `path` with the words after its question mark.
    pub fn get(path: &str, query: &str) -> Request {
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Request { path: path.to_string(), query, ..Request::default() }
    }

    /// The first non-empty value of a word.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, v)| n == name && !v.trim().is_empty()).map(|(_, v)| v.trim())
    }

    /// A part of the path; empty where the route has no such part.
    pub fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    /// The same page with one word set, or taken away by an empty value.
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut kept = form_urlencoded::Serializer::new(String::new());
        for (n, v) in self.query.iter().filter(|(n, v)| n != name && !v.trim().is_empty()) {
            kept.append_pair(n, v);
        }
        if !value.is_empty() {
            kept.append_pair(name, value);
        }
        let query = kept.finish();
        if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_changed_and_the_others_stay() {
        let request = Request::get("/events", "actor=RUS&page=2&type=");
        assert_eq!(request.value("actor"), Some("RUS"));
        assert_eq!(request.value("type"), None);
        assert_eq!(request.with("page", "3"), "/events?actor=RUS&page=3");
        assert_eq!(request.with("page", ""), "/events?actor=RUS");
    }
}
