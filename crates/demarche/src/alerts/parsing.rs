//! Rules as they are written, and what is said of those that cannot be read.

use super::{Rule, RuleError, Subject};
use crate::Guide;
use crate::filter::{Filter, Party, Terms, meant};

/// Words that begin a clause or join parties.
const KEYWORDS: [&str; 13] = [
    "by",
    "against",
    "to",
    "with",
    "involving",
    "said",
    "in",
    "of",
    "called",
    "touching",
    "confidence",
    "certain",
    "or",
];

/// The clauses of a rule of events; all take a value but the last.
const OF_EVENTS: [&str; 9] =
    ["by", "against", "with", "involving", "said by", "in", "confidence", "touching", "certain"];

/// The clauses of a rule of instruments.
const OF_INSTRUMENTS: [&str; 4] = ["of", "called", "said by", "certain"];

impl Rule {
    /// A rule as it is written.
    ///
    /// # Errors
    /// A word that is no type, relation, clause or country, with what is expected and the likeliest correction.
    pub fn parse(written: &str, guide: &Guide) -> Result<Self, RuleError> {
        let fault = |fault: String| RuleError { rule: written.trim().to_string(), fault };
        let words = words(written).map_err(fault)?;
        let terms = Terms::new(&guide.countries).with_codebook(&guide.codebook);
        let mut reader = Reader { words: &words, at: 0, terms, filter: Filter::default() };
        let (subject, only_new) = reader.rule().map_err(fault)?;
        Ok(Rule { written: written.trim().to_string(), only_new, subject, filter: reader.filter })
    }
}

/// A word of a rule.
struct Word {
    text: String,
    /// Whether it stands in quotation marks, and so is no keyword.
    quoted: bool,
}

impl Word {
    fn is(&self, keyword: &str) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case(keyword)
    }

    fn is_keyword(&self) -> bool {
        KEYWORDS.iter().any(|keyword| self.is(keyword))
    }
}

/// The words of a rule; what stands in quotation marks is one.
fn words(written: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    for (number, piece) in written.split('"').enumerate() {
        if number % 2 == 1 {
            words.push(Word { text: piece.to_string(), quoted: true });
        } else {
            let plain = piece.split_whitespace().map(|word| word.trim_end_matches(',')).filter(|word| !word.is_empty());
            words.extend(plain.map(|word| Word { text: word.to_string(), quoted: false }));
        }
    }
    match (written.matches('"').count() % 2, words.is_empty()) {
        (1, _) => Err("a quotation mark is not closed".to_string()),
        (_, true) => Err("it is empty; write for example `ACCUSE by JPN against RUS`".to_string()),
        _ => Ok(words),
    }
}

struct Reader<'a> {
    words: &'a [Word],
    at: usize,
    terms: Terms<'a>,
    filter: Filter,
}

impl Reader<'_> {
    fn rule(&mut self) -> Result<(Subject, bool), String> {
        let mut only_new = self.take("new");
        let any = self.take("any");
        only_new |= self.take("new");
        let mut names = Vec::new();
        while let Some(word) = self.name() {
            names.push(word);
            self.take("or");
        }
        only_new |= self.take("new");
        if self.take("instrument") || self.take("instruments") {
            self.filter.set("relation", &names, self.terms)?;
            self.clauses(&OF_INSTRUMENTS)?;
            return Ok((Subject::Instruments, only_new));
        }
        let of_events = self.take("event") || self.take("events");
        if names.is_empty() && !(any && of_events) {
            return Err(format!("expected a type, `any event` or `any instrument`{}", self.here()));
        }
        self.filter.set("type", &names, self.terms)?;
        self.clauses(&OF_EVENTS)?;
        Ok((Subject::Events, only_new))
    }

    /// The clauses up to the end, which may be these.
    fn clauses(&mut self, known: &[&str]) -> Result<(), String> {
        let of_events = known.contains(&"involving");
        while let Some(word) = self.next() {
            match word.as_str() {
                "said" if self.take("by") => self.who("said by", "said-by")?,
                "certain" => self.filter.certainty = ["CT+", "CT-"].map(String::from).to_vec(),
                "by" => self.who(&word, "actor")?,
                "against" | "to" | "with" if of_events => self.who(&word, "recipient")?,
                "involving" if of_events => self.who(&word, "party")?,
                "in" if of_events => self.who(&word, "place")?,
                "confidence" if of_events => self.value(&word, "0.8", "min-confidence")?,
                "touching" if of_events => self.value(&word, "NPT", "instrument")?,
                "of" if !of_events => self.who(&word, "actor")?,
                "called" if !of_events => self.value(&word, "NPT", "instrument")?,
                other => {
                    let (meant, all) = (meant(other, known), known.join(", "));
                    return Err(format!("`{other}` begins no clause{meant}; clauses begin with {all}"));
                }
            }
        }
        Ok(())
    }

    /// A clause of parties or places joined by "or".
    fn who(&mut self, clause: &str, term: &str) -> Result<(), String> {
        let mut parties = vec![self.party(clause)?];
        while self.take("or") {
            parties.push(self.party(clause)?);
        }
        self.filter.set(term, &parties, self.terms)
    }

    /// A party as it can be set. Names that are no country's must stand in quotation marks: a slip of the pen would
    /// make a rule that never tells anything.
    fn party(&mut self, clause: &str) -> Result<String, String> {
        let quoted = self.words.get(self.at).is_some_and(|word| word.quoted);
        let name = self.until_keyword();
        if name.is_empty() {
            return Err(format!("`{clause}` names nobody{}; write a country's code, as JPN or JPN.GOV", self.here()));
        }
        match self.terms.party(&name)? {
            Party::Name(_) if !quoted => self.terms.country(&name).map(|country| country.to_string()),
            _ => Ok(name),
        }
    }

    /// A clause of one value.
    fn value(&mut self, clause: &str, example: &str, term: &str) -> Result<(), String> {
        let value = self.until_keyword();
        if value.is_empty() {
            return Err(format!("`{clause}` gives no value; write for example `{clause} {example}`"));
        }
        self.filter.set(term, &[value], self.terms)
    }

    /// The next word as a name of the subject: no keyword, and not what is asked about.
    fn name(&mut self) -> Option<String> {
        let ends = ["instrument", "instruments", "event", "events", "new"];
        let word = self.words.get(self.at).filter(|word| !word.is_keyword() && !ends.iter().any(|end| word.is(end)))?;
        self.at += 1;
        Some(word.text.clone())
    }

    fn until_keyword(&mut self) -> String {
        let rest = &self.words[self.at.min(self.words.len())..];
        let end = rest.iter().position(Word::is_keyword).unwrap_or(rest.len());
        self.at += end;
        rest[..end].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn next(&mut self) -> Option<String> {
        let word = self.words.get(self.at)?;
        self.at += 1;
        Some(word.text.to_lowercase())
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.words.get(self.at).is_some_and(|next| next.is(word));
        self.at += usize::from(there);
        there
    }

    fn here(&self) -> String {
        self.words.get(self.at).map_or(" at the end".to_string(), |word| format!(" before `{}`", word.text))
    }
}
