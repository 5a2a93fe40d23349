//! Names of countries in a text.

use super::{Countries, Country};
use crate::text::Text;
use std::collections::HashMap;
use std::ops::Range;

/// A run of tokens that names a country, its people, its capital or a seat of its government.
#[derive(Clone, Debug, PartialEq)]
pub struct Naming<'c> {
    /// The tokens.
    pub tokens: Range<usize>,
    /// What they can mean, likeliest first; never empty.
    pub senses: &'c [Sense],
    /// What else the words often are: `person`, `place`, `state` ("Georgia"), `word` ("Turkey") …
    pub also: Option<&'static str>,
}

/// One meaning of a country's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sense {
    /// The country.
    pub country: Country,
    /// How it is named.
    pub how: How,
}

/// How a country is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By a name of its own: "Russia", "the DPRK".
    Name,
    /// By the name of a part of it that acts for itself: "Scotland", "Crimea".
    Part,
    /// By an adjective: "Russian".
    Adjective,
    /// By a noun for one of its people: "a Dane".
    Person,
    /// By a noun for its people: "Danes", "the French".
    People,
    /// By its capital: "Moscow".
    Capital,
    /// By a building, street or seat: "the Kremlin".
    Metonym {
        /// PLOVER's code for those who work there.
        sector: &'static str,
        /// What they are: "presidency".
        organ: &'static str,
    },
}

impl<'c> Naming<'c> {
    /// The likeliest country.
    pub fn country(&self) -> Country {
        self.senses.first().map_or(Country::NONE, |s| s.country)
    }

    /// How the likeliest country is named. "Russian" is an adjective first, though it can be a noun as well: see
    /// [`Naming::as_how`].
    pub fn how(&self) -> How {
        self.senses.first().map_or(How::Name, |s| s.how)
    }

    /// The countries that the words can mean, likeliest first.
    pub fn countries(&self) -> impl Iterator<Item = Country> + 'c {
        let senses = self.senses;
        senses
            .iter()
            .enumerate()
            .filter(|(i, s)| senses[..*i].iter().all(|t| t.country != s.country))
            .map(|(_, s)| s.country)
    }

    /// The likeliest country that the words name in a way that `wanted` accepts.
    pub fn as_how(&self, wanted: impl Fn(How) -> bool) -> Option<Country> {
        self.senses.iter().find(|s| wanted(s.how)).map(|s| s.country)
    }
}

/// All forms of names, to be found by their first letters.
#[derive(Clone, Debug, Default)]
pub(super) struct Forms {
    forms: Vec<Form>,
    /// The letters that a form begins with, to the numbers of the forms, longest first.
    by_start: HashMap<String, Vec<usize>>,
}

/// A form of a name.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub words: &'static str,
    /// None: the words mean no country.
    pub senses: Vec<Sense>,
    pub also: Option<&'static str>,
}

/// From this many letters on, a word may stand in capitals throughout.
const CAPITALS_FROM: usize = 4;
/// How many tokens back a longer name may begin that holds a token.
const LOOK_BACK: usize = 4;

impl Forms {
    pub fn new(mut forms: Vec<Form>) -> Self {
        forms.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then(a.words.cmp(b.words)));
        let mut by_start: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, form) in forms.iter().enumerate() {
            let start = letters(form.words);
            by_start.entry(start.to_string()).or_default().push(number);
            let capitals = start.to_uppercase();
            if start.chars().count() >= CAPITALS_FROM && capitals != start {
                by_start.entry(capitals).or_default().push(number);
            }
        }
        Forms { forms, by_start }
    }

    /// The longest form that begins with token `i`, and the token after it.
    fn longest(&self, text: &Text, i: usize) -> Option<(&Form, usize)> {
        let word = text.word(i);
        let numbers = self.by_start.get(letters(word))?;
        let from = text.tokens[i].span.start;
        numbers.iter().find_map(|&number| {
            let form = &self.forms[number];
            let length = length_of(form.words, &text.source[from..])?;
            token_end(text, i, from + length).map(|end| (form, end))
        })
    }
}

impl Countries {
    /// The country named by the words that begin with token `i`. Nothing where they are part of a longer name ("Korea"
    /// in "South Korea") or of a name that means no country ("China" in "South China Sea").
    pub fn at(&self, text: &Text, i: usize) -> Option<Naming<'_>> {
        let (form, end) = self.forms.longest(text, i)?;
        let held =
            (i.saturating_sub(LOOK_BACK)..i).any(|j| self.forms.longest(text, j).is_some_and(|(_, end)| end > i));
        if form.senses.is_empty() || held {
            return None;
        }
        Some(Naming { tokens: i..end, senses: &form.senses, also: form.also })
    }

    /// All names of countries in a text, in order.
    pub fn namings<'c>(&'c self, text: &Text) -> Vec<Naming<'c>> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < text.tokens.len() {
            let Some((form, end)) = self.forms.longest(text, i) else {
                i += 1;
                continue;
            };
            if !form.senses.is_empty() {
                found.push(Naming { tokens: i..end, senses: &form.senses, also: form.also });
            }
            i = end;
        }
        found
    }

    /// What `words` as a whole can mean, likeliest first; empty where they name no country.
    pub fn senses(&self, words: &str) -> &[Sense] {
        let numbers = self.forms.by_start.get(letters(words)).map_or(&[][..], |numbers| numbers);
        let whole = |form: &&Form| length_of(form.words, words) == Some(words.len());
        numbers.iter().map(|&n| &self.forms.forms[n]).find(whole).map_or(&[], |form| &form.senses)
    }

    /// The country that is called `words`: by name, not by adjective, capital or metonym.
    pub fn by_name(&self, words: &str) -> Option<Country> {
        self.senses(words).iter().find(|s| s.how == How::Name).map(|s| s.country)
    }
}

/// The letters that a word begins with: "U" of "U.S.", "Guinea" of "Guinea-Bissau".
fn letters(word: &str) -> &str {
    let end = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
    &word[..end]
}

/// How many bytes of `text` the form takes, where `text` begins with it, give or take blanks, apostrophes and capitals.
fn length_of(form: &str, text: &str) -> Option<usize> {
    let mut rest = text.chars();
    let capitals = letters(text).chars().count() >= CAPITALS_FROM && !letters(text).chars().any(char::is_lowercase);
    for c in form.chars() {
        let found = rest.next()?;
        if c == ' ' && found.is_whitespace() {
            let trimmed = rest.as_str().trim_start();
            rest = trimmed.chars();
        } else if !(c == found || capitals && c.to_uppercase().eq([found]) || c == '\'' && found == '’') {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

/// The token after the one that ends at byte `end`, from token `i` on.
fn token_end(text: &Text, i: usize, end: usize) -> Option<usize> {
    let after = text.tokens[i..].iter().take_while(|t| t.span.end < end).count() + i;
    text.tokens.get(after).filter(|t| t.span.end == end).map(|_| after + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{self, Words};

    fn check(report: &str, expected: &[(&str, &str)]) {
        let countries = Countries::shipped().expect("the tables load");
        let text = text::split(report, None, &Words::shipped().expect("the tables load"));
        let found: Vec<(String, String)> = countries
            .namings(&text)
            .iter()
            .map(|n| {
                (
                    text.words(n.tokens.clone()).to_string(),
                    n.countries().map(|c| c.to_string()).collect::<Vec<_>>().join(" "),
                )
            })
            .collect();
        let expected: Vec<(String, String)> = expected.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        assert_eq!(found, expected);
        for (i, _) in text.tokens.iter().enumerate() {
            let named = countries.at(&text, i).map(|n| n.tokens);
            let walked = countries.namings(&text).into_iter().map(|n| n.tokens).find(|t| t.start == i);
            assert_eq!(named, walked, "{report}: token {i}");
        }
    }

    #[test]
    fn the_longest_name_wins() {
        check(
            "South Korea's envoy met a Korean from Korea.",
            &[("South Korea", "KOR"), ("Korean", "KOR PRK"), ("Korea", "KOR PRK")],
        );
        check("Guinea-Bissau and Papua New Guinea", &[("Guinea-Bissau", "GNB"), ("Papua New Guinea", "PNG")]);
        check("Côte d’Ivoire and N'Djamena", &[("Côte d’Ivoire", "CIV"), ("N'Djamena", "TCD")]);
        check("Washington, D.C., on Friday", &[("Washington, D.C.", "USA")]);
    }

    #[test]
    fn letters_count() {
        check("The US told us of turkey.", &[("US", "USA")]);
        check("NORTH KOREA FIRES AT U.S. SHIP", &[("NORTH KOREA", "PRK"), ("U.S.", "USA")]);
        check("He is Polish, they polish.", &[("Polish", "POL")]);
        check("Chinatown and Iranians", &[("Iranians", "IRN")]);
    }

    #[test]
    fn some_names_mean_no_country() {
        check("ships in the South China Sea off China", &[("China", "CHN")]);
        check("New Mexico borders Mexico.", &[("Mexico", "MEX")]);
    }

    #[test]
    fn hyphens_part_words() {
        check("the U.S.-led talks and the Sino-Russian pact", &[("U.S.", "USA"), ("Russian", "RUS")]);
    }

    #[test]
    fn any_text_is_read() {
        check("", &[]);
        check("É é … “South\u{a0}Korea”", &[("South\u{a0}Korea", "KOR")]);
    }
}
