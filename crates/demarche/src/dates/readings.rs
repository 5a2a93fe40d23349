//! What each token may be: the classes that it belongs to, by the tables or by its shape.

use super::words::{Sense, Words, class};
use crate::syntax::{Relation, Syntax, Upos, Xpos};
use crate::text::Text;

/// A token, or a run that begins with it, as a member of a class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub class: u8,
    /// The token after it.
    pub end: usize,
    /// Its number, where it has one.
    pub number: f64,
    /// Its cell in the table.
    pub text: &'static str,
}

/// All that is known of the tokens of a report.
pub(super) struct Readings {
    of_token: Vec<Vec<Reading>>,
    literals: Vec<Option<u16>>,
    signs: Vec<Sign>,
}

/// What matters of a token's signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    None,
    Hyphen,
    Other,
}

impl Readings {
    /// The classes that token `i` begins.
    pub(super) fn of(&self, i: usize) -> &[Reading] {
        self.of_token.get(i).map_or(&[], Vec::as_slice)
    }

    /// The first reading of token `i` in a class.
    pub(super) fn get(&self, i: usize, class: u8) -> Option<&Reading> {
        self.of(i).iter().find(|r| r.class == class)
    }

    /// The number of the word of token `i`, where a rule names it.
    pub(super) fn literal(&self, i: usize) -> Option<u16> {
        self.literals.get(i).copied().flatten()
    }

    /// Whether a pattern's step that takes no token holds before token `at`.
    pub(super) fn holds(&self, class: u8, at: usize, limit: usize) -> bool {
        let sign = self.signs.get(at).copied().filter(|_| at < limit);
        match class {
            class::END => sign != Some(Sign::None),
            class::NO_DASH => sign != Some(Sign::Hyphen),
            _ => false,
        }
    }

    /// Reads all tokens.
    pub(super) fn new(text: &Text, syntax: &Syntax, words: &Words) -> Readings {
        let count = text.tokens.len();
        let mut readings =
            Readings { of_token: vec![Vec::new(); count], literals: vec![None; count], signs: Vec::new() };
        let mut small = String::new();
        for i in 0..count {
            let word = text.word(i);
            readings.signs.push(match word.chars().next() {
                Some('-' | '‐' | '‑') => Sign::Hyphen,
                Some(c) if !c.is_alphanumeric() => Sign::Other,
                _ => Sign::None,
            });
            if word.len() > 24 {
                continue;
            }
            small.clear();
            small.extend(word.chars().flat_map(char::to_lowercase));
            readings.read_word(i, word, &small, text, syntax, words);
            // "mid-June", "mid-1990s": the month and the decade are what counts.
            let plain = small.strip_prefix("mid-").unwrap_or(&small);
            readings.read_shape(i, plain, text);
        }
        for sentence in &text.sentences {
            for i in sentence.tokens.clone().rev() {
                readings.join_numbers(i, sentence.tokens.end, text);
            }
        }
        readings
    }

    fn add(&mut self, i: usize, class: u8, end: usize, number: f64) {
        self.of_token[i].push(Reading { class, end, number, text: "" });
    }

    fn read_word(&mut self, i: usize, word: &str, small: &str, text: &Text, syntax: &Syntax, words: &Words) {
        let plain = small.strip_prefix("mid-").unwrap_or(small);
        let entry = words.entries.get(plain).or_else(|| words.entries.get(plain.strip_suffix('.')?));
        let Some(entry) = entry else { return };
        self.literals[i] = entry.literal.filter(|_| plain.len() == small.len());
        let capital = word.trim_start_matches("mid-").starts_with(char::is_uppercase);
        for &Sense { class, text, capital: only_capital } in &entry.senses {
            if only_capital && !(capital && !is_verb(syntax, i)) {
                continue;
            }
            self.of_token[i].push(Reading { class, end: i + 1, number: text.parse().unwrap_or(0.0), text });
        }
        for (rest, feast) in &entry.feasts {
            let end = i + 1 + rest.len();
            let same = |(at, word): (usize, &&str)| {
                at < text.tokens.len() && text.word(at).replace('’', "'").eq_ignore_ascii_case(word)
            };
            if capital && (i + 1..end).zip(rest).all(same) {
                self.add(i, class::HOLIDAY, end, *feast as f64);
            }
        }
    }

    fn read_shape(&mut self, i: usize, small: &str, text: &Text) {
        let digits = small.bytes().take_while(u8::is_ascii_digit).count();
        match (digits, small.as_bytes().first()) {
            (0, Some(b'\'')) => self.read_short_year(i, &small[1..]),
            (0, Some(b'q' | b'h' | b'f')) => self.read_letter_and_number(i, small),
            (0, _) => {
                if let Some(short) = small.strip_prefix('’') {
                    self.read_short_year(i, short);
                }
            }
            _ => self.read_digits(i, small, digits, text),
        }
    }

    /// "'07", "'80s".
    fn read_short_year(&mut self, i: usize, short: &str) {
        let Some(number) = short.get(..2).and_then(|d| d.parse::<i16>().ok()) else { return };
        let century = if number < 40 { 2000 } else { 1900 };
        match &short[2..] {
            "" => self.add(i, class::YEAR, i + 1, f64::from(century + number)),
            "s" => self.add(i, class::DECADE, i + 1, f64::from(century + number)),
            _ => {}
        }
    }

    /// "Q3", "H1", "FY2017".
    fn read_letter_and_number(&mut self, i: usize, small: &str) {
        let letters = small.bytes().take_while(u8::is_ascii_lowercase).count();
        let Ok(number) = small[letters..].parse::<i16>() else { return };
        match &small[..letters] {
            "q" if (1..=4).contains(&number) => self.add(i, class::QUARTER_NAME, i + 1, f64::from(number)),
            "h" if (1..=2).contains(&number) => self.add(i, class::HALF_NAME, i + 1, f64::from(number)),
            "fy" if number < 100 => self.add(i, class::FISCAL_NAME, i + 1, f64::from(number + 2000)),
            "fy" if (1900..2200).contains(&number) => self.add(i, class::FISCAL_NAME, i + 1, f64::from(number)),
            _ => {}
        }
    }

    fn read_digits(&mut self, i: usize, small: &str, digits: usize, text: &Text) {
        let (number, rest) = small.split_at(digits);
        let Ok(value) = number.parse::<i32>() else { return };
        match rest {
            "" => self.read_plain_number(i, digits, value, text),
            "st" | "nd" | "rd" | "th" => {
                self.add(i, class::ORDINAL, i + 1, f64::from(value));
                if (1..=31).contains(&value) {
                    self.add(i, class::DAY, i + 1, f64::from(value));
                }
            }
            "s" | "'s" | "’s" if value % 10 == 0 && digits == 4 => {
                self.add(i, class::DECADE, i + 1, f64::from(value))
            }
            "s" | "'s" | "’s" if value % 10 == 0 && digits == 2 => {
                self.add(i, class::DECADE, i + 1, f64::from(1900 + value))
            }
            _ => self.read_signs(i, small),
        }
    }

    fn read_plain_number(&mut self, i: usize, digits: usize, value: i32, text: &Text) {
        self.add(i, class::NUMBER, i + 1, f64::from(value));
        if digits <= 2 && (1..=31).contains(&value) {
            self.add(i, class::DAY, i + 1, f64::from(value));
        }
        let counts = i > 0 && matches!(text.word(i - 1), "$" | "#" | "€" | "£" | "¥" | "US$" | "No." | "+");
        if digits == 4 && (1000..2200).contains(&value) && !counts {
            self.add(i, class::YEAR, i + 1, f64::from(value));
        }
    }

    /// "2024-06-20", "6/20/2024", "10:30", "1,200", "3.5".
    fn read_signs(&mut self, i: usize, small: &str) {
        let parts = |sign: char| -> Vec<i32> { small.split(sign).map_while(|p| p.parse().ok()).collect() };
        let whole = |sign: char| small.split(sign).all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
        if small.contains('-') && whole('-') {
            if let [year @ 1000..=2199, month @ 1..=12, day @ 1..=31] = parts('-')[..] {
                self.add(i, class::ISO_DAY, i + 1, f64::from(year * 10_000 + month * 100 + day));
            }
        } else if small.contains('/') && whole('/') {
            if let [first @ 1..=31, second @ 1..=31, year] = parts('/')[..] {
                let year = if year < 40 {
                    year + 2000
                } else if year < 100 {
                    year + 1900
                } else {
                    year
                };
                let (month, day) = if first > 12 { (second, first) } else { (first, second) };
                if (1000..2200).contains(&year) && month <= 12 {
                    self.add(i, class::SLASH_DAY, i + 1, f64::from(year * 10_000 + month * 100 + day));
                }
            }
        } else if small.contains(':') && whole(':') {
            if let [hour @ 0..=24, minute @ 0..=59, ..] = parts(':')[..] {
                self.add(i, class::TIME, i + 1, f64::from(hour * 60 + minute));
            }
        } else if let Ok(number) = small.replace(',', "").parse::<f64>() {
            self.add(i, class::NUMBER, i + 1, number);
            // "10.30 a.m."
            if let [hour @ 0..=23, minute @ 0..=59] = parts('.')[..]
                && small.len() >= 4
                && small[small.len() - 3..].starts_with('.')
            {
                self.add(i, class::DOTTED_TIME, i + 1, f64::from(hour * 60 + minute));
            }
        }
    }

    /// Numbers of several words that begin at `i`: "two hundred and six", "ninety-six", "2 1/2", "nineteen ninety-six".
    fn join_numbers(&mut self, i: usize, limit: usize, text: &Text) {
        let one = self.get(i, class::ONE).is_some();
        let Some(begins) = self.get(i, class::CARDINAL).or_else(|| self.get(i, class::NUMBER)).copied() else {
            if one && i + 1 < limit && self.get(i + 1, class::SCALE).is_some() {
                let (value, end) = self.scaled(1.0, i + 1, limit, text);
                self.add(i, class::NUMBER, end, value);
            }
            return;
        };
        if begins.class == class::CARDINAL {
            self.join_year(i, begins.number, limit, text);
        }
        let (small, end) = self.below_hundred(i, begins.number, limit, text);
        if let Some(ordinal) = self.ordinal_after(i, begins, limit, text) {
            self.add(i, class::ORDINAL, ordinal.0, ordinal.1);
            self.add(i, class::DAY, ordinal.0, ordinal.1);
        }
        let (value, end) = self.scaled(small, end, limit, text);
        let (value, end) = halves(value, end, limit, text);
        if begins.class == class::CARDINAL || end > i + 1 {
            self.of_token[i].retain(|r| r.class != class::NUMBER);
            self.add(i, class::NUMBER, end, value);
        }
    }

    /// "twenty-first".
    fn ordinal_after(&self, i: usize, begins: Reading, limit: usize, text: &Text) -> Option<(usize, f64)> {
        let at = skip_hyphen(i + 1, limit, text);
        let ordinal = self.get(at, class::ORDINAL).filter(|_| at < limit)?;
        (begins.class == class::CARDINAL && begins.number >= 20.0 && ordinal.number < 10.0 && at > i + 1)
            .then(|| (at + 1, begins.number + ordinal.number))
    }

    fn below_hundred(&self, i: usize, number: f64, limit: usize, text: &Text) -> (f64, usize) {
        let at = skip_hyphen(i + 1, limit, text);
        match self.get(at, class::CARDINAL).filter(|_| at < limit && self.get(i, class::CARDINAL).is_some()) {
            Some(unit) if number >= 20.0 && number % 10.0 == 0.0 && unit.number < 10.0 => {
                (number + unit.number, at + 1)
            }
            _ => (number, i + 1),
        }
    }

    /// Multiplies by the "hundred" or "thousand" at `at`, and adds what follows it.
    fn scaled(&self, mut value: f64, mut at: usize, limit: usize, text: &Text) -> (f64, usize) {
        let mut total = 0.0;
        while at < limit {
            if let Some(scale) = self.get(at, class::SCALE) {
                value *= scale.number;
                at += 1;
                if scale.number >= 1000.0 {
                    (total, value) = (total + value, 0.0);
                }
                continue;
            }
            let next = at + usize::from(text.word(at) == "and");
            let added = self.get(next, class::CARDINAL).filter(|_| next < limit && (total > 0.0 || value >= 100.0));
            let Some(added) = added else { break };
            let (small, end) = self.below_hundred(next, added.number, limit, text);
            value += small;
            at = end;
        }
        (total + value, at)
    }

    /// A year in two parts: "nineteen ninety-six", "twenty twenty-four".
    fn join_year(&mut self, i: usize, first: f64, limit: usize, text: &Text) {
        if !(10.0..=20.0).contains(&first) || i + 1 >= limit {
            return;
        }
        let Some(second) = self.get(i + 1, class::CARDINAL).map(|r| r.number).filter(|n| *n >= 10.0) else { return };
        let (small, end) = self.below_hundred(i + 1, second, limit, text);
        self.add(i, class::YEAR, end, first * 100.0 + small);
    }
}

/// "two and a half", "two-and-a-half", "2 1/2".
fn halves(value: f64, end: usize, limit: usize, text: &Text) -> (f64, usize) {
    let is = |i: usize, word: &str| i < limit && text.word(i).eq_ignore_ascii_case(word);
    if is(end, "1/2") || is(end, "½") {
        return (value + 0.5, end + 1);
    }
    let mut at = end;
    for word in ["and", "a", "half"] {
        at = skip_hyphen(at, limit, text);
        if !is(at, word) {
            return (value, end);
        }
        at += 1;
    }
    (value + 0.5, at)
}

fn skip_hyphen(i: usize, limit: usize, text: &Text) -> usize {
    i + usize::from(i < limit && matches!(text.word(i), "-" | "‐" | "‑"))
}

/// Whether the tree has token `i` for a verb ("May I").
fn is_verb(syntax: &Syntax, i: usize) -> bool {
    syntax.words().get(i).is_some_and(|w| matches!(w.upos, Upos::Aux | Upos::Verb))
}

/// Whether the round number at token `i` counts the members of a plural ("1500 people"), by the tree.
pub(super) fn counts(syntax: &Syntax, i: usize, number: f64) -> bool {
    let Some(word) = syntax.words().get(i) else { return false };
    let plural = |h: usize| h == i + 1 && syntax.words().get(h).is_some_and(|w| w.xpos == Xpos::NNS);
    number % 100.0 == 0.0 && word.relation == Relation::Nummod && word.head.is_some_and(plural)
}
