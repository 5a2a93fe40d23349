//! A filter as conditions of SQL. Values are always bound, never written into the statement.

use crate::store::days;
use demarche::filter::{Filter, Party, Place};
use jiff::civil::Date;
use rusqlite::types::Value;

/// Words in so many sentences are common. Both ways took 40 ms for this many in an archive of a million events.
const COMMON: usize = 30_000;

/// What a statement begins with that asks by [`Clauses::words_by_number`]: the sentences with the words, found once.
pub fn hits(text: &str) -> (String, Value) {
    let some = format!("SELECT rowid AS id FROM sentence_words WHERE sentence_words MATCH ? LIMIT {COMMON}");
    (format!("WITH hit AS MATERIALIZED ({some}) "), Value::from(text.to_string()))
}

/// A party's role in an event, as the table has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Actor = 0,
    Recipient = 1,
    Source = 2,
}

/// Conditions, joined by AND, and the values of their marks, in order.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Clauses {
    /// `WHERE …`, or nothing; and the values.
    pub fn finish(self) -> (String, Vec<Value>) {
        match self.conditions.is_empty() {
            true => (String::new(), self.values),
            false => (format!("WHERE {}", self.conditions.join(" AND ")), self.values),
        }
    }

    /// A condition with as many marks (`?`) as values.
    pub fn and(&mut self, condition: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.conditions.push(condition.into());
        self.values.extend(values);
    }

    /// All conditions of others.
    pub fn append(&mut self, others: Clauses) {
        self.conditions.extend(others.conditions);
        self.values.extend(others.values);
    }

    /// A column that has one of these values.
    pub fn any_of(&mut self, column: &str, wanted: &[String]) {
        if !wanted.is_empty() {
            let marks = vec!["?"; wanted.len()].join(", ");
            self.and(format!("{column} IN ({marks})"), wanted.iter().cloned().map(Value::from));
        }
    }

    /// A column of days as text, within the filter's.
    pub fn within(&mut self, column: &str, filter: &Filter) {
        for (sign, day) in [(">=", filter.since), ("<=", filter.until)] {
            if let Some(day) = day {
                self.and(format!("{column} {sign} ?"), [Value::from(day.to_string())]);
            }
        }
    }

    /// A column of days since 1970, within the filter's.
    pub fn within_days(&mut self, column: &str, filter: &Filter) {
        let mut side = |sign: &str, day: Option<Date>| {
            if let Some(day) = day {
                self.and(format!("{column} {sign} ?"), [Value::from(days::since_epoch(day))]);
            }
        };
        side(">=", filter.since);
        side("<=", filter.until);
    }

    /// A column that points to a sentence with these words.
    pub fn words(&mut self, column: &str, filter: &Filter) {
        if let Some(text) = &filter.text {
            let found = format!("{column} IN (SELECT rowid FROM sentence_words WHERE sentence_words MATCH ?)");
            self.and(found, [Value::from(text.clone())]);
        }
    }

    /// As [`Clauses::words`], in two parts of which one is empty: `self` where the words are rare, what is given back where
    /// they are common. Rare ones are looked up; of common ones the newest are found by going through what they stand in.
    /// The statement must begin with [`hits`].
    pub fn words_by_number(&mut self, column: &str, text: &str) -> Clauses {
        let mut common = self.clone();
        common.and(format!("(SELECT count(*) FROM hit) = {COMMON}"), []);
        let has = format!("EXISTS (SELECT 1 FROM sentence_words WHERE sentence_words MATCH ? AND rowid = {column})");
        common.and(has, [Value::from(text.to_string())]);
        self.and(format!("(SELECT count(*) FROM hit) < {COMMON}"), []);
        self.and(format!("{column} IN (SELECT id FROM hit)"), []);
        common
    }

    /// A column that points to a report of one of the filter's publishers.
    pub fn publishers(&mut self, column: &str, filter: &Filter) {
        let wanted = &filter.publishers;
        if !wanted.is_empty() {
            let marks = vec!["?"; wanted.len()].join(", ");
            let condition = format!("{column} IN (SELECT id FROM report WHERE publisher IN ({marks}))");
            self.and(condition, wanted.iter().cloned().map(Value::from));
        }
    }

    /// What holds of one of those wanted, where some are; each with its values.
    pub fn either<T>(&mut self, wanted: &[T], condition: impl Fn(&T) -> (String, Vec<Value>)) {
        if !wanted.is_empty() {
            let (either, values): (Vec<String>, Vec<Vec<Value>>) = wanted.iter().map(condition).unzip();
            self.and(format!("({})", either.join(" OR ")), values.concat());
        }
    }

    /// Columns country, sector and actor (of the table `of`) that are one of these parties.
    pub fn is_party(&mut self, of: &str, wanted: &[Party]) {
        self.either(wanted, |party| party_condition(of, party));
    }

    /// An event `e` with one of these parties in one of these roles.
    pub fn takes_part(&mut self, roles: &[Role], wanted: &[Party]) {
        if wanted.is_empty() {
            return;
        }
        let roles: Vec<String> = roles.iter().map(|role| (*role as i64).to_string()).collect();
        // The sign keeps the index of countries out: an event's few parties are found by the event.
        let mut inner = Clauses::default();
        inner.is_party("+q", wanted);
        let (roles, condition) = (roles.join(", "), inner.conditions.join(" AND "));
        let exists =
            format!("EXISTS (SELECT 1 FROM party q WHERE q.event = e.id AND q.role IN ({roles}) AND {condition})");
        self.and(exists, inner.values);
    }

    /// An event `e` that has one of these parties as its recipient. The parties of a mutual event are each other's.
    fn is_for(&mut self, wanted: &[Party]) {
        let mut inner = Clauses::default();
        inner.takes_part(&[Role::Recipient], wanted);
        inner.takes_part(&[Role::Actor], wanted);
        if let [recipient, actor] = &inner.conditions[..] {
            self.and(format!("({recipient} OR e.recipient = '' AND {actor})"), inner.values);
        }
    }

    /// Everything that a filter says of an event `e`, but what the caller already took care of.
    pub fn event(&mut self, filter: &Filter) {
        self.any_of("e.type", &filter.types);
        self.any_of("e.mode", &filter.modes);
        self.any_of("e.factuality", &filter.certainty);
        self.within("e.day", filter);
        for context in &filter.contexts {
            self.and("instr(';' || e.contexts || ';', ?) > 0", [Value::from(format!(";{context};"))]);
        }
        if let Some(least) = filter.min_confidence {
            self.and("e.confidence >= ?", [Value::from(least)]);
        }
        self.places(&filter.places);
        self.takes_part(&[Role::Actor], &filter.actors);
        self.is_for(&filter.recipients);
        self.takes_part(&[Role::Actor, Role::Recipient], &filter.parties);
        self.voices(filter);
        self.linked(filter);
        self.words("e.sentence", filter);
        self.publishers("e.report", filter);
    }

    fn places(&mut self, wanted: &[Place]) {
        self.either(wanted, |place| match place {
            Place::Country(code) => ("e.place_country = ?".to_string(), vec![Value::from(code.clone())]),
            Place::Name(name) => ("e.place = ? COLLATE NOCASE".to_string(), vec![Value::from(name.clone())]),
        });
    }

    /// Whose account an event is. The author's own has no voice in its chain.
    fn voices(&mut self, filter: &Filter) {
        let others: Vec<Party> = filter.said_by.iter().filter(|party| **party != Party::Author).cloned().collect();
        if others.len() == filter.said_by.len() {
            return self.takes_part(&[Role::Source], &others);
        }
        let mut inner = Clauses::default();
        inner.takes_part(&[Role::Source], &others);
        let either = inner.conditions.first().map_or(String::new(), |exists| format!(" OR {exists}"));
        self.and(format!("(e.said_by = ''{either})"), inner.values);
    }

    /// Events that touch one of the filter's instruments, in one of its relations.
    fn linked(&mut self, filter: &Filter) {
        if filter.instruments.is_empty() && filter.relations.is_empty() {
            return;
        }
        let mut inner = Clauses::default();
        inner.and("i.event = e.id", []);
        inner.instrument("i", filter);
        let condition = inner.conditions.join(" AND ");
        self.and(format!("EXISTS (SELECT 1 FROM instrument i WHERE {condition})"), inner.values);
    }

    /// An instrument's link with one of the filter's instruments and relations. An instrument is meant by its identifier
    /// or by words of its name.
    pub fn instrument(&mut self, of: &str, filter: &Filter) {
        self.any_of(&format!("{of}.relation"), &filter.relations);
        self.either(&filter.instruments, |name| {
            let one = format!("{of}.instrument = ? COLLATE NOCASE OR {of}.name LIKE ? ESCAPE '\\'");
            (one, vec![Value::from(name.clone()), Value::from(like(name))])
        });
    }
}

/// A party's condition on the columns country, sector and actor.
fn party_condition(of: &str, party: &Party) -> (String, Vec<Value>) {
    match party {
        Party::Code { country, sector } => {
            let sides = [("country", country), ("sector", sector)];
            let given: Vec<_> = sides.iter().filter_map(|(name, code)| Some((name, code.as_ref()?))).collect();
            let conditions: Vec<String> = given.iter().map(|(name, _)| format!("{of}.{name} = ?")).collect();
            let values = given.iter().map(|(_, code)| Value::from((*code).clone())).collect();
            match conditions.is_empty() {
                true => ("1".to_string(), values),
                false => (format!("({})", conditions.join(" AND ")), values),
            }
        }
        Party::Identifier(identifier) => {
            (format!("{of}.actor IN (SELECT id FROM actor WHERE key = ?)"), vec![Value::from(identifier.clone())])
        }
        Party::Name(name) => (
            format!("{of}.actor IN (SELECT id FROM actor WHERE name LIKE ? ESCAPE '\\')"),
            vec![Value::from(like(name))],
        ),
        Party::Author => ("0".to_string(), Vec::new()),
    }
}

/// A pattern for names that hold these words.
pub fn like(words: &str) -> String {
    let plain: String =
        words.chars().flat_map(|c| ['\\'].into_iter().filter(move |_| "%_\\".contains(c)).chain([c])).collect();
    format!("%{plain}%")
}
