//! A report's text cut at its sentences, so that the pieces joined are the text.

use demarche::record::Stretch;

/// A piece of the text: where it begins in characters, and its words.
#[derive(Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Piece<'a> {
    pub start: usize,
    pub text: &'a str,
}

/// Cuts a text where its sentences begin. The first piece begins at the text's beginning; a text without sentences is
/// one piece. Sentences out of order are drawn together, so that there is always one piece a sentence.
pub fn cut<'a>(text: &'a str, sentences: &[Stretch]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(sentences.len().max(1));
    let (mut start, mut begin) = (0, 0);
    let mut rest = text.char_indices().enumerate();
    for sentence in sentences.iter().skip(1) {
        let found = rest.find(|(number, _)| *number >= sentence.start.max(start));
        let (next, at) = found.map_or((sentence.start.max(start), text.len()), |(number, (at, _))| (number, at));
        pieces.push(Piece { start, text: &text[begin..at] });
        (start, begin) = (next, at);
    }
    pieces.push(Piece { start, text: &text[begin..] });
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(text: &'a str, starts: &[usize]) -> Vec<&'a str> {
        let sentences: Vec<Stretch> = starts.iter().map(|&start| Stretch { start, end: start + 1 }).collect();
        cut(text, &sentences).iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn pieces_joined_are_the_text() {
        assert_eq!(texts(" Élan. Non.\n\nOui.", &[1, 7, 13]), [" Élan. ", "Non.\n\n", "Oui."]);
        assert_eq!(texts("no sentence", &[]), ["no sentence"]);
        assert_eq!(texts("", &[]), [""]);
        assert_eq!(texts("ab", &[0, 9]), ["ab", ""]);
    }
}
