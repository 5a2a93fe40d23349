//! The notes of an item as the scorer of the dispatches wants them: sentences, codes, needs.

use super::notation::{Attribution, Event, Instrument, Item, Place, Who};

/// An item with its sentences.
pub struct Gold<'a> {
    pub item: &'a Item,
    /// The sentences; a piece of text belongs to the last that begins before it.
    sentences: Vec<Place>,
}

impl<'a> Gold<'a> {
    pub fn new(item: &'a Item) -> Self {
        Gold { item, sentences: sentences(&item.text.characters) }
    }

    /// The sentence of a piece of text.
    pub fn sentence(&self, place: Place) -> Place {
        self.sentences.iter().rev().find(|s| s.0 <= place.0).or(self.sentences.first()).copied().unwrap_or(place)
    }

    pub fn event_sentence(&self, event: &Event) -> Place {
        self.sentence(event.trigger)
    }

    pub fn attribution_sentence(&self, a: &Attribution) -> Place {
        self.sentence(a.cue.or(a.content.first().copied()).unwrap_or((0, 0)))
    }

    pub fn instrument_sentence(&self, i: &Instrument) -> Place {
        self.sentence(i.place)
    }

    /// A piece, as far as its sentence goes.
    pub fn clipped(&self, place: Place) -> Place {
        (place.0, place.1.min(self.sentence(place).1))
    }

    /// The codes of actors, each once, sorted.
    pub fn codes(&self, who: &[Who]) -> Vec<String> {
        let mut codes: Vec<String> = who.iter().map(|w| self.item.code(*w).to_string()).collect();
        codes.sort();
        codes.dedup();
        codes
    }

    /// The countries of a chain of sources, outermost first; one who quotes himself is one source.
    pub fn source_countries(&self, sources: &[Vec<Who>]) -> Vec<String> {
        let mut links: Vec<String> = sources.iter().map(|link| self.codes(link).join("+")).collect();
        links.dedup();
        links.iter().map(|l| country(l).to_string()).collect()
    }
}

/// The country of a code.
pub fn country(code: &str) -> &str {
    code.split(' ').next().unwrap_or(code)
}

/// What stands before a full stop that ends no sentence.
const ABBREVIATIONS: [&str; 14] =
    ["Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Sgt", "No", "vs"];

/// Sentences, roughly: they only say which of several triggers alike is meant.
fn sentences(text: &[char]) -> Vec<Place> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = text[start..].iter().position(|c| *c == '\n').map_or(text.len(), |n| start + n);
        cut(text, start, end, &mut found);
        start = end + 1;
    }
    found
}

/// Cuts a paragraph after stops that a capital, a figure or an opening quotation mark follows.
fn cut(text: &[char], start: usize, end: usize, found: &mut Vec<Place>) {
    let (mut from, mut at) = (start, start + 1);
    while at < end {
        if let Some(next) = boundary(&text[..end], at) {
            if !abbreviated(&text[from..at]) {
                push(text, (from, next - 1), found);
                from = next;
            }
            at = next;
        }
        at += 1;
    }
    push(text, (from, end), found);
}

/// Where the next sentence begins, where one ends before `at`.
fn boundary(text: &[char], at: usize) -> Option<usize> {
    let stop = matches!(text[at - 1], '.' | '!' | '?');
    let blank = at + usize::from(matches!(text.get(at), Some('"' | '”' | '’' | ')')));
    let next = text.get(blank).filter(|c| c.is_whitespace()).map(|_| blank + 1)?;
    let opened = next + usize::from(matches!(text.get(next), Some('"' | '“' | '‘' | '(')));
    let capital = |i: usize| text.get(i).is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    (stop && (capital(next) || capital(opened))).then_some(next)
}

fn abbreviated(sentence: &[char]) -> bool {
    let Some((stop, before)) = sentence.split_last() else { return false };
    let last: String = before.rsplit(|c| !c.is_alphanumeric() && *c != '.').next().unwrap_or(&[]).iter().collect();
    let last = last.rsplit('.').next().unwrap_or_default();
    let initial = last.len() == 1 && last.starts_with(|c: char| c.is_ascii_uppercase());
    *stop == '.' && (initial || ABBREVIATIONS.contains(&last))
}

fn push(text: &[char], (start, end): Place, found: &mut Vec<Place>) {
    if text[start..end].iter().any(|c| !c.is_whitespace()) {
        found.push((start, end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_stops_but_not_at_abbreviations() {
        let text: Vec<char> = "The U.S. Treasury acts. “Never!” Gen. Li said.\nIt ended.".chars().collect();
        let shown: Vec<String> = sentences(&text).iter().map(|&(a, b)| text[a..b].iter().collect()).collect();
        assert_eq!(shown, ["The U.S. Treasury acts.", "“Never!”", "Gen. Li said.", "It ended."]);
    }
}
