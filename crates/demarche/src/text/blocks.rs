//! Paragraphs, and the lines within them that stand for themselves.

use super::is_blank;
use crate::span::Span;

/// A stretch of text in which sentences may run over line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Where it stands.
    pub span: Span,
    /// The paragraph it belongs to.
    pub paragraph: usize,
}

/// A line without the blanks at its edges.
#[derive(Clone, Copy)]
struct Line {
    span: Span,
    paragraph: usize,
}

/// Where the headline ends in `source`, when the text begins with it; blanks may differ.
pub(super) fn title_end(source: &str, title: &str) -> Option<usize> {
    let mut letters = title.chars().filter(|&c| !is_blank(c)).peekable();
    letters.peek()?;
    for (at, c) in source.char_indices().filter(|&(_, c)| !is_blank(c)) {
        if letters.next() != Some(c) {
            return None;
        }
        if letters.peek().is_none() {
            let end = at + c.len_utf8();
            let ends_line = source[end..].chars().take_while(|&c| is_blank(c)).any(ends_line);
            return (ends_line || source[end..].chars().all(is_blank)).then_some(end);
        }
    }
    None
}

/// The blocks of `source`, in order. The headline, which ends at `title_end`, is one by itself.
pub(super) fn of(source: &str, title_end: Option<usize>) -> Vec<Block> {
    let lines = lines(source);
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    if let Some(end) = title_end {
        at = lines.partition_point(|line| line.span.start < end);
        blocks.extend((at > 0).then(|| Block { span: Span::new(lines[0].span.start, end), paragraph: 0 }));
    }
    // A headline that only a line end parts from the text is a paragraph of its own all the same.
    let shift = usize::from(at > 0 && lines.get(at).is_some_and(|next| next.paragraph == lines[at - 1].paragraph));
    while at < lines.len() {
        let end = at + lines[at..].partition_point(|line| line.paragraph == lines[at].paragraph);
        add_paragraph(source, &lines[at..end], shift, &mut blocks);
        at = end;
    }
    blocks
}

/// Adds the blocks of one paragraph.
fn add_paragraph(source: &str, lines: &[Line], shift: usize, blocks: &mut Vec<Block>) {
    let widest = lines.iter().map(|line| line.span.end - line.span.start).max().unwrap_or(0);
    for (i, line) in lines.iter().enumerate() {
        let parted = i == 0 || stands_apart(source, lines[i - 1].span, line.span, widest);
        match blocks.last_mut() {
            Some(block) if !parted => block.span.end = line.span.end,
            _ => blocks.push(Block { span: line.span, paragraph: line.paragraph + shift }),
        }
    }
}

/// Whether a line begins something new: an item of a list, or what follows a headline or a short line.
fn stands_apart(source: &str, before: Span, line: Span, widest: usize) -> bool {
    let (before, line) = (before.of(source), line.of(source));
    if begins_item(line) {
        return true;
    }
    let short = before.len() * 10 < widest * 7;
    let open = before.ends_with([',', ';', ':', '-', '–', '—', '(', '"', '“']);
    let begins = line.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
    short && !open && begins
}

/// Whether a line begins with a bullet or an enumerator.
fn begins_item(line: &str) -> bool {
    let (first, rest) = line.split_once(is_blank).unwrap_or((line, ""));
    let bullet = matches!(first, "-" | "–" | "—" | "*" | "•" | "·" | "▪" | "●" | "■" | "◦" | "‣");
    let numbered = first.len() <= 4
        && first.ends_with(['.', ')'])
        && first.trim_start_matches('(').bytes().next().is_some_and(|b| b.is_ascii_digit())
        && first.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b')' | b'('));
    (bullet || numbered) && !rest.is_empty() || line.starts_with(['•', '▪', '●', '■', '‣'])
}

/// The lines that are not blank, with the number of the paragraph that each stands in.
fn lines(source: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut paragraph, mut gap) = (0, 0);
    let mut open: Option<Span> = None;
    let mut previous = ' ';
    for (at, c) in source.char_indices() {
        if !is_blank(c) {
            if open.is_none() && gap > 1 && !lines.is_empty() {
                paragraph += 1;
            }
            gap = 0;
            let end = at + c.len_utf8();
            open = Some(open.map_or(Span::new(at, end), |span| Span::new(span.start, end)));
        } else if ends_line(c) {
            lines.extend(open.take().map(|span| Line { span, paragraph }));
            gap += match c {
                '\n' if previous == '\r' => 0,
                '\u{c}' | '\u{2029}' => 2,
                _ => 1,
            };
        }
        previous = c;
    }
    lines.extend(open.map(|span| Line { span, paragraph }));
    lines
}

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
