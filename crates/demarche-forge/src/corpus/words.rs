//! Where an annotator's words stand in a text.

use super::notation::Place;

/// The place of `words`, of their n-th occurrence (`words~n`), or of all from some words to others (`first … last`).
///
/// # Errors
/// Where the text does not have them; the message says which.
pub fn find(text: &[char], words: &str) -> Result<Place, String> {
    if let Some((first, last)) = words.split_once('…')
        && !contains(text, words)
    {
        let (start, at) = find(text, first.trim())?;
        let last: Vec<char> = last.trim().chars().collect();
        let end = (at..text.len()).find(|&i| stands(text, &last, i, false)).map(|i| i + last.len());
        return end.map(|end| (start, end)).ok_or_else(|| format!("no {:?} after {first:?}", String::from_iter(last)));
    }
    let (piece, wanted) = occurrence(words);
    let letters: Vec<char> = piece.chars().collect();
    let (mut at, mut seen) = (0, 0);
    while !letters.is_empty() && at < text.len() {
        if stands(text, &letters, at, true) {
            seen += 1;
            if seen == wanted {
                return Ok((at, at + letters.len()));
            }
            at += letters.len();
        } else {
            at += 1;
        }
    }
    let times = if wanted > 1 { format!(" {wanted} times") } else { String::new() };
    Err(format!("{words:?} is not in the text{times}"))
}

/// `words~n` taken apart.
fn occurrence(words: &str) -> (&str, usize) {
    let parts = words.split_once('~').and_then(|(piece, n)| Some((piece, n.parse::<usize>().ok()?)));
    parts.filter(|(_, n)| *n > 0).unwrap_or((words, 1))
}

fn contains(text: &[char], words: &str) -> bool {
    let letters: Vec<char> = words.chars().collect();
    text.windows(letters.len().max(1)).any(|w| w == letters)
}

/// Whether `piece` stands at a place as whole words; its left edge counts only where asked.
fn stands(text: &[char], piece: &[char], at: usize, left: bool) -> bool {
    if !text[at..].starts_with(piece) {
        return false;
    }
    let cut = |before: Option<&char>, after: Option<&char>| before.is_some_and(word) && after.is_some_and(word);
    let end = at + piece.len();
    let starts_inside = left && at > 0 && cut(text.get(at - 1), piece.first());
    !starts_inside && !cut(piece.last(), text.get(end))
}

fn word(c: &char) -> bool {
    c.is_alphanumeric() || *c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        let text: Vec<char> = "An Omani man in Oman. Oman said “no”.".chars().collect();
        assert_eq!(find(&text, "Oman"), Ok((16, 20)));
        assert_eq!(find(&text, "Oman~2"), Ok((22, 26)));
        assert_eq!(find(&text, "man … no"), Ok((9, 35)));
        assert_eq!(find(&text, "“no”."), Ok((32, 37)));
        assert_eq!(find(&text, "Oma"), Err("\"Oma\" is not in the text".to_string()));
        assert!(find(&text, "said … yes").is_err());
    }
}
