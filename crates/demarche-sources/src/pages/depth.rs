//! How deep a page is nested, told before it is parsed: parsers take the square of the depth, and walkers a stack.

use crate::reject::Reason;

/// The deepest page that is parsed. Real ones stay below a hundred.
const DEEPEST: usize = 1500;

/// Elements without an end, or whose end the next one implies: they do not nest by being left open.
const FLAT: [&str; 33] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead",
    "tr", "track", "wbr", "frame",
];

/// Refuses a page that is nested too deep. What is counted can only be too much: an end that matches nothing closes nothing.
pub(crate) fn check(html: &str) -> Result<(), Reason> {
    let bytes = html.as_bytes();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| b == b'<')) {
        at += next + 1;
        let end = bytes.get(at) == Some(&b'/');
        let name = name(&bytes[at + usize::from(end)..]);
        if name.is_empty() || FLAT.contains(&name.as_str()) {
            continue;
        }
        let slot = match open.iter().position(|(known, _)| *known == name) {
            Some(slot) => slot,
            // Made-up names beyond any page's count as one.
            None if open.len() > 300 => 300,
            None => {
                open.push((name, 0));
                open.len() - 1
            }
        };
        let count = &mut open[slot].1;
        if !end {
            *count += 1;
            depth += 1;
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
        }
        if depth > DEEPEST {
            return Err(Reason::lasting(format!(
                "its elements are nested more than {DEEPEST} deep, as in no page; not parsed"
            )));
        }
    }
    Ok(())
}

fn name(bytes: &[u8]) -> String {
    let letters = bytes.iter().take(20).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-');
    letters.map(|b| b.to_ascii_lowercase() as char).collect()
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn depth_is_told_from_length() {
        assert!(check(&"<div>".repeat(100_000)).is_err());
        assert!(check(&"<div></span>".repeat(100_000)).is_err());
        assert!(check(&"<b><i></b></x>".repeat(5_000)).is_err());
        assert!(check(&"<div><p>words<br><img></div>".repeat(100_000)).is_ok());
        assert!(check(&"<li>a<tr><td>b".repeat(10_000)).is_ok());
        assert!(check("a < b </ > <").is_ok());
    }
}
