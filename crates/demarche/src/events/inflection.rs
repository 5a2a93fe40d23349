//! Regular inflection, for words whose lemma the syntax stage had to guess: "blamed" is of "blame", whatever lemma it got.

const VOWELS: [char; 6] = ['a', 'e', 'i', 'o', 'u', 'y'];

/// The words that a form may regularly be inflected from, likeliest first: "banned" of "bann", "banne" or "ban".
pub(super) fn stems(form: &str) -> Vec<String> {
    let mut found = Vec::new();
    for ending in ["ing", "ed", "es", "s"] {
        let Some(stem) = form.strip_suffix(ending).filter(|s| s.contains(VOWELS)) else { continue };
        if ending != "es" || takes_es(stem) {
            found.push(stem.to_string());
        }
        if matches!(ending, "ing" | "ed") {
            found.push(format!("{stem}e"));
            found.extend(undoubled(stem).map(str::to_string));
        }
        found.extend(stem.strip_suffix('i').filter(|_| ending != "ing").map(|s| format!("{s}y")));
    }
    found
}

/// "passes" is of "pass", but "aides" not of "aid".
fn takes_es(stem: &str) -> bool {
    ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| stem.ends_with(end))
}

/// Whether a form is regularly inflected from a word.
pub(super) fn inflects(form: &str, word: &str) -> bool {
    let base = word.strip_suffix(['e', 'y']).unwrap_or(word);
    let starts = form.get(..base.len()).is_some_and(|start| start.eq_ignore_ascii_case(base));
    starts && form.len() > word.len() && stems(&form.to_lowercase()).iter().any(|stem| stem == word)
}

/// "bann" as "ban".
fn undoubled(stem: &str) -> Option<&str> {
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next()?, letters.next()?);
    (last == before && !VOWELS.contains(&last)).then(|| &stem[..stem.len() - last.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms_lead_back_to_their_word() {
        for (form, word) in [
            ("Blamed", "blame"),
            ("banned", "ban"),
            ("denies", "deny"),
            ("denied", "deny"),
            ("freeing", "free"),
            ("freed", "free"),
            ("passes", "pass"),
            ("rebels", "rebel"),
            ("shelled", "shell"),
        ] {
            assert!(inflects(form, word), "{form} of {word}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for (form, word) in [
            ("ban", "ban"),
            ("banner", "ban"),
            ("bring", "br"),
            ("é", "é"),
            ("thing", "the"),
            ("aides", "aid"),
            ("", ""),
        ] {
            assert!(!inflects(form, word), "{form} of {word}");
        }
    }
}
