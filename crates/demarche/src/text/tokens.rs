//! Pieces between blanks to tokens.

use super::words::{Abbreviation, Only, Words, lower};
use super::{Token, is_blank};
use crate::span::Span;

/// How far a decision may look ahead, in bytes: enough for any word, and it keeps odd texts linear.
const REACH: usize = 96;

/// Cuts the text of `within` into tokens, added to `out`.
pub(super) fn cut(source: &str, within: Span, words: &Words, out: &mut Vec<Token>) {
    let mut piece: Option<usize> = None;
    for (at, c) in within.of(source).char_indices().map(|(i, c)| (within.start + i, c)) {
        if !is_blank(c) {
            piece.get_or_insert(at);
        } else if let Some(start) = piece.take() {
            cut_piece(source, Span::new(start, at), words, out);
        }
    }
    if let Some(start) = piece {
        cut_piece(source, Span::new(start, within.end), words, out);
    }
    part_last_stop(source, out);
}

/// At the end of a paragraph a stop after a lone capital is the sentence's ("Plan B."), unless it is a name's initial.
fn part_last_stop(source: &str, out: &mut Vec<Token>) {
    let Some(&Token { span }) = out.last() else { return };
    let mut letters = span.of(source).chars();
    if letters.next().is_some_and(char::is_uppercase) && letters.next() == Some('.') && letters.next().is_none() {
        out.pop();
        out.extend([
            Token { span: Span::new(span.start, span.end - 1) },
            Token { span: Span::new(span.end - 1, span.end) },
        ]);
    }
}

fn cut_piece(source: &str, piece: Span, words: &Words, out: &mut Vec<Token>) {
    if words.wholes.contains(piece.of(source)) {
        out.push(Token { span: piece });
        return;
    }
    let mut cutter = Cutter { source, start: piece.start, at: piece.start, end: piece.end, words, out };
    while cutter.at < cutter.end {
        cutter.step();
    }
}

/// What is known of the word read so far.
struct Word {
    /// Letters since the last sign.
    letters: usize,
    /// Whether every part between signs is one letter ("U.S").
    singles: bool,
    /// Whether all is capitals, digits and signs.
    capitals: bool,
    /// Whether it is an e-mail address.
    address: bool,
    /// How many signs it has.
    signs: usize,
}

struct Cutter<'c> {
    source: &'c str,
    /// Where the piece begins.
    start: usize,
    at: usize,
    end: usize,
    words: &'c Words,
    out: &'c mut Vec<Token>,
}

impl Cutter<'_> {
    /// Reads one token, or the two of a contraction.
    fn step(&mut self) {
        let from = self.at;
        let end = [Self::address, Self::tag, Self::number, Self::short_form]
            .iter()
            .find_map(|read| read(self))
            .filter(|&end| end > from);
        if let Some(end) = end {
            self.push(end);
        } else if is_symbol(self.char_at(from)) {
            let end = self.symbols(from);
            self.push(end);
        } else {
            self.word(from);
        }
    }

    fn push(&mut self, end: usize) {
        self.out.push(Token { span: Span::new(self.at, end) });
        self.at = end;
    }

    /// The character at `at`; a blank at the end of the piece.
    fn char_at(&self, at: usize) -> char {
        self.source.get(at..self.end).and_then(|rest| rest.chars().next()).unwrap_or(' ')
    }

    /// The next stretch of the piece from `at`, no longer than [`REACH`].
    fn ahead(&self, at: usize) -> &str {
        let mut end = self.end.min(at + REACH);
        while !self.source.is_char_boundary(end) {
            end -= 1;
        }
        self.source.get(at..end).unwrap_or("")
    }

    /// The end of the run of characters from `at` that satisfy `test`.
    fn run(&self, at: usize, test: impl Fn(char) -> bool) -> usize {
        let rest = &self.source[at..self.end];
        rest.find(|c| !test(c)).map_or(self.end, |length| at + length)
    }

    /// A web address: to the end of the piece, without the signs that close it.
    fn address(&self) -> Option<usize> {
        let begins = ["http://", "https://", "ftp://", "www.", "mailto:"];
        let ahead = self.ahead(self.at);
        begins
            .iter()
            .any(|b| ahead.get(..b.len()).is_some_and(|a| a.eq_ignore_ascii_case(b)))
            .then(|| self.rest_of_address())
            .or_else(|| self.dotted())
    }

    /// The dotted name of a group or a host without a scheme ("alt.news.asia"): three words of small letters or more.
    fn dotted(&self) -> Option<usize> {
        let end = self.run(self.at, |c| c.is_ascii_lowercase() || matches!(c, '.' | '-'));
        let name = self.source[self.at..end].trim_end_matches(['.', '-']);
        let whole = self.at == self.start && !self.char_at(end).is_alphanumeric() && self.char_at(end) != '@';
        let parts = || name.split('.');
        (whole && parts().count() > 2 && parts().all(|part| part.len() > 1)).then(|| self.at + name.len())
    }

    fn rest_of_address(&self) -> usize {
        let rest = &self.source[self.at..self.end];
        let end = rest.find(['<', '>', '"', '“', '”', '[', ']']).unwrap_or(rest.len());
        let trimmed = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*']);
        // A bracket closes the address only where it opened there too.
        let bracket = trimmed.ends_with(')') && !trimmed.contains('(');
        self.at + if bracket { trimmed.trim_end_matches(')').len() } else { trimmed.len() }
    }

    /// A hash tag or a handle, where a piece begins.
    fn tag(&self) -> Option<usize> {
        let opens =
            self.at == self.start || matches!(self.source[..self.at].chars().next_back(), Some('(' | '"' | '“' | '.'));
        let sign = self.char_at(self.at);
        let next = self.char_at(self.at + sign.len_utf8());
        (opens && matches!(sign, '#' | '@') && next.is_alphabetic())
            .then(|| self.run(self.at + 1, |c| c.is_alphanumeric() || c == '_'))
    }

    /// Numbers whose signs are their own: telephone numbers and days (2024-06-20), "+44", ".5", "'90s", "5" of "5pm".
    fn number(&self) -> Option<usize> {
        let ahead = self.ahead(self.at);
        let first = ahead.chars().next()?;
        if first.is_ascii_digit() {
            return self.dashed(ahead).or_else(|| self.measured(ahead));
        }
        let rest = &ahead[first.len_utf8()..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let opens = self.at == self.start;
        match first {
            '.' | '+' if opens && digits > 0 => {
                Some(self.run(self.at + 1, |c| c.is_ascii_digit() || c == '.' && first == '+'))
                    .map(|end| if self.source[..end].ends_with('.') { end - 1 } else { end })
            }
            '\'' | '’' if digits == 2 => {
                let after = &rest[2..];
                let end = self.at + first.len_utf8() + 2 + usize::from(after.starts_with('s'));
                (!self.char_at(end).is_alphanumeric()).then_some(end)
            }
            _ => None,
        }
    }

    /// Digits and hyphens that are one number.
    fn dashed(&self, ahead: &str) -> Option<usize> {
        let run = ahead.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(ahead.len());
        let number = ahead[..run].trim_end_matches('-');
        let shape: Vec<usize> = number.split('-').map(str::len).collect();
        let whole =
            matches!(shape[..], [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4] | [3, 3, 4] | [1, 3, 3, 4] | [3, 4] | [5, 4]);
        (whole && number.len() < REACH && !self.char_at(self.at + number.len()).is_alphanumeric())
            .then(|| self.at + number.len())
    }

    /// The digits before a unit that is written close to them.
    fn measured(&self, ahead: &str) -> Option<usize> {
        let digits = ahead.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ':'))).unwrap_or(ahead.len());
        let rest = &ahead[digits..];
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let unit = lower(&rest[..letters])?;
        let known = self.words.units.contains(unit.as_str()) || rest.starts_with("p.m") || rest.starts_with("a.m");
        (known && ahead[..digits].ends_with(|c: char| c.is_ascii_digit())).then(|| self.at + digits)
    }

    /// What follows an apostrophe: "'s", "'ll", "n't".
    fn short_form(&self) -> Option<usize> {
        let touches = self.out.last().is_some_and(|t| t.span.end == self.at && t.span.start >= self.start);
        let ahead = self.ahead(self.at);
        let apostrophe = ahead.chars().next().filter(|&c| is_apostrophe(c))?;
        let length = clitic(&ahead[apostrophe.len_utf8()..])?;
        (touches || self.at == self.start && self.end == self.at + apostrophe.len_utf8() + length)
            .then(|| self.at + apostrophe.len_utf8() + length)
    }

    /// A run of signs.
    fn symbols(&self, at: usize) -> usize {
        let c = self.char_at(at);
        let next = at + c.len_utf8();
        match c {
            '.' | '!' | '?' => self.run(at, |c| matches!(c, '.' | '!' | '?')),
            '…' => self.run(at, |c| matches!(c, '…' | '.')),
            '-' | '=' | '*' | '_' | '~' | '#' | '<' | '>' | '+' | '|' => self.run(at, |other| other == c),
            '\'' | '`' if self.char_at(next) == c => next + 1,
            '’' | '‘' if self.char_at(next) == '’' => next + '’'.len_utf8(),
            _ => self.run(next, is_mark),
        }
    }

    /// A word, with the signs that are its own, and its abbreviating stop; a contraction is two tokens.
    fn word(&mut self, from: usize) {
        let mut word = Word { letters: 0, singles: true, capitals: true, address: false, signs: 0 };
        let mut at = from;
        while at < self.end {
            let c = self.char_at(at);
            if is_symbol(c) {
                match self.sign(from, at, c, &mut word) {
                    Some(end) => at = end,
                    None => break,
                }
                continue;
            }
            word.letters += 1;
            word.singles &= word.letters == 1;
            word.capitals &= c.is_uppercase() || c.is_numeric();
            at += c.len_utf8();
        }
        let currency = word.capitals && word.letters <= 3 && word.signs == 0 && self.char_at(at) == '$';
        let end = if currency { at + 1 } else { self.abbreviating_stop(from, at, &word) };
        self.push_word(from, end);
    }

    fn push_word(&mut self, from: usize, end: usize) {
        let written = &self.source[from..end];
        let negated = self.source.get(end..self.end).is_some_and(|rest| {
            rest.chars().next().is_some_and(is_apostrophe) && clitic_is_t(rest) && written.len() > 1
        });
        if negated && written.ends_with(['n', 'N']) {
            let apostrophe = self.char_at(end).len_utf8();
            self.push(end - 1);
            self.push(end + apostrophe + 1);
            return;
        }
        let first = lower(written).and_then(|w| self.words.contractions.get(w.as_str()).copied());
        if let Some(first) = first.filter(|&first| written.is_char_boundary(first)) {
            self.push(from + first);
        }
        self.push(end);
    }

    /// Where the word goes on after the sign `c` at `at`, if the sign is its own.
    fn sign(&self, from: usize, at: usize, c: char, word: &mut Word) -> Option<usize> {
        let after = at + c.len_utf8();
        let (before, next) = (self.source[from..at].chars().next_back()?, self.char_at(after));
        let digits = before.is_ascii_digit() && next.is_ascii_digit();
        let joins = match c {
            _ if word.address => matches!(c, '.' | '-' | '_' | '%' | '+' | '@') && next.is_alphanumeric(),
            '@' => {
                word.address = next.is_alphanumeric();
                word.address
            }
            '.' => digits || self.stop_joins(from, at, next, word),
            ',' => digits && self.char_at(after + 1).is_ascii_digit(),
            ':' => digits,
            '/' => digits || self.slash_joins(after, next, word),
            '-' => next.is_alphanumeric() && (self.is_prefix(from, at, word) || self.leads_to_at(after)),
            '\'' | '’' | '`' => return self.apostrophe(from, at, after, next, word),
            '&' => before.is_uppercase() && next.is_uppercase() && word.capitals && word.letters <= 3,
            '*' => before.is_lowercase() && next.is_lowercase(),
            '(' => before.is_alphabetic() && next == 's' && self.char_at(after + 1) == ')',
            _ => false,
        };
        if !joins {
            return None;
        }
        word.signs += 1;
        word.letters = 0;
        Some(if c == '(' { after + 2 } else { after })
    }

    /// Whether a stop between letters belongs to the word: initials, addresses, names of files.
    fn stop_joins(&self, from: usize, at: usize, next: char, word: &Word) -> bool {
        if !next.is_alphanumeric() {
            return false;
        }
        let single = word.letters == 1 && next.is_alphabetic() && word.singles;
        single || self.leads_to_at(at) || self.is_dotted_name(at) || self.is_dotted_abbreviation(from, at)
    }

    /// Whether an e-mail address's sign follows soon.
    fn leads_to_at(&self, at: usize) -> bool {
        let ahead = self.ahead(at);
        let run = ahead.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '%')));
        run.is_some_and(|run| ahead[run..].starts_with('@'))
    }

    /// Whether what follows the stop at `at` ends as web addresses and file names do.
    fn is_dotted_name(&self, at: usize) -> bool {
        let ahead = self.ahead(at);
        let run = ahead.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(ahead.len());
        let last = ahead[..run].trim_end_matches(['.', '-']).rsplit('.').next().unwrap_or("");
        let last = last.split('-').next().unwrap_or("");
        let cased = last.chars().all(char::is_lowercase) || last.chars().all(char::is_uppercase);
        cased && lower(last).is_some_and(|l| self.words.suffixes.contains(l.as_str()))
    }

    /// Whether the word with the part after its stop is an abbreviation ("Ph.D").
    fn is_dotted_abbreviation(&self, from: usize, at: usize) -> bool {
        let ahead = self.ahead(at + 1);
        let part = ahead.find(|c: char| !c.is_alphanumeric()).unwrap_or(ahead.len());
        self.words.abbreviation(&self.source[from..at + 1 + part]).is_some()
    }

    /// Whether a slash belongs to the word: "w/o", and the symbols of documents ("S/RES/1718").
    fn slash_joins(&self, after: usize, next: char, word: &Word) -> bool {
        let single = word.letters == 1
            && word.singles
            && next.is_alphabetic()
            && !self.char_at(after + next.len_utf8()).is_alphanumeric();
        let symbol =
            word.capitals && (word.letters == 1 || word.signs > 0) && (next.is_uppercase() || next.is_ascii_digit());
        single || symbol
    }

    fn is_prefix(&self, from: usize, at: usize, word: &Word) -> bool {
        word.signs == 0 && lower(&self.source[from..at]).is_some_and(|w| self.words.prefixes.contains(w.as_str()))
    }

    /// An apostrophe within a word: kept in "O'Connor", "Sha'lan" and "1990's"; before "'s" and "n't" the word ends.
    fn apostrophe(&self, from: usize, at: usize, after: usize, next: char, word: &mut Word) -> Option<usize> {
        let decade = next == 's'
            && self.source[from..at].ends_with('0')
            && matches!(at - from, 2 | 4)
            && self.source[from..at].bytes().all(|b| b.is_ascii_digit())
            && !self.char_at(after + 1).is_alphanumeric();
        if decade {
            word.signs += 1;
            return Some(after + 1);
        }
        let ends = clitic(self.ahead(after)).is_some()
            || clitic_is_t(self.ahead(at)) && self.source[..at].ends_with(['n', 'N']);
        if ends || !next.is_alphabetic() {
            return None;
        }
        word.signs += 1;
        word.letters = 0;
        Some(after)
    }

    /// The end of the word with its stop, where it is an abbreviation.
    fn abbreviating_stop(&self, from: usize, at: usize, word: &Word) -> usize {
        let after = at + 1;
        if self.char_at(at) != '.' || self.char_at(after) == '.' {
            return at;
        }
        let written = &self.source[from..at];
        let first = written.chars().next().unwrap_or(' ');
        let initial =
            word.letters == 1 && word.singles && (word.signs > 0 && !first.is_numeric() || first.is_uppercase());
        if initial || self.is_abbreviation(written, first, after) { after } else { at }
    }

    fn is_abbreviation(&self, written: &str, first: char, after: usize) -> bool {
        let Some((kind, only)) = self.words.abbreviation(written) else { return false };
        let rest = self.source[after..].trim_start_matches([' ', '\u{a0}']);
        let digit = rest.chars().next().is_some_and(|c| c.is_numeric());
        match only {
            Only::Always => kind != Abbreviation::Title || !rest.is_empty(),
            Only::Capital => first.is_uppercase(),
            Only::Digit => digit,
        }
    }
}

/// The length of the short form that `rest`, after an apostrophe, begins with.
fn clitic(rest: &str) -> Option<usize> {
    let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let known = ["s", "m", "d", "re", "ve", "ll"];
    known.iter().any(|k| rest[..length].eq_ignore_ascii_case(k)).then_some(length)
}

/// Whether `rest` is an apostrophe and a lone "t".
fn clitic_is_t(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    matches!(chars.next(), Some('t' | 'T')) && !chars.next().is_some_and(char::is_alphanumeric)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`')
}

/// Marks that belong to the sign before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether a character is a sign: no part of a word by itself.
fn is_symbol(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation() && c != '_';
    }
    !c.is_alphanumeric()
        && matches!(c, '\u{a1}'..='\u{bf}' | '×' | '÷' | '\u{2010}'..='\u{205e}' | '\u{20a0}'..='\u{20cf}' | '\u{2100}'..='\u{2bff}'
            | '\u{2e00}'..='\u{2e7f}' | '\u{3001}'..='\u{303f}' | '\u{fe10}'..='\u{fe6f}' | '\u{ff00}'..='\u{ffef}' | '\u{1f000}'..='\u{1faff}')
}
