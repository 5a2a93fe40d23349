//! Lemmas: what becomes of a word's end and of its capitals, by its tags and its longest known ending.
//!
//! The rules are a table of lines: what is asked (`end` or `case`), tags (UPOS/XPOS, or UPOS alone for what is rare),
//! capitals (for `case` only), ending (`^` before a whole word, digits written 0), answer. An end's answer says how many
//! letters go and what comes (`3y`), or `,`: commas go. A case's answer is `lower`, `keep` or `title`. `demarche-forge`
//! learns them.

use super::{Upos, Xpos};
use std::collections::HashMap;
use std::hash::Hash;

/// The longest ending that has a rule of its own, in letters; longer words have one as whole words.
const LONGEST: usize = 7;

/// Rules by tags, or by part of speech alone.
type Tags = (Upos, Option<Xpos>);

/// The rules.
#[derive(Clone, Debug, Default)]
pub struct Lemmas {
    ends: HashMap<Tags, HashMap<&'static str, End>>,
    cases: HashMap<(Tags, Capitals), HashMap<&'static str, Case>>,
}

/// What becomes of a word's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    WithoutCommas,
    Replaced { drop: usize, add: &'static str },
}

/// What becomes of its capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Lower,
    Keep,
    Title,
}

/// How a word is written. `Short` and `Long` are capitals alone, up to four letters or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Capitals {
    Lower,
    Title,
    Short,
    Long,
    Mixed,
}

impl Lemmas {
    /// The rules of a table.
    ///
    /// # Errors
    /// The number of a line (from 1) that is no rule, and the line.
    pub fn read(table: &'static str) -> Result<Self, (usize, &'static str)> {
        let mut lemmas = Lemmas::default();
        for (i, line) in table.lines().enumerate() {
            lemmas.add(line).ok_or((i + 1, line))?;
        }
        Ok(lemmas)
    }

    fn add(&mut self, line: &'static str) -> Option<()> {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let [kind, tags, capitals, ending, answer] = columns[..] else { return None };
        let (upos, xpos) = tags.split_once('/').map_or((tags, None), |(upos, xpos)| (upos, Some(xpos)));
        let tags = (Upos::from_label(upos)?, xpos.map(|xpos| Xpos::from_label(xpos).ok_or(())).transpose().ok()?);
        if kind == "end" {
            self.ends.entry(tags).or_default().insert(ending, End::read(answer)?);
        } else {
            let key = (tags, Capitals::read(capitals)?);
            self.cases.entry(key).or_default().insert(ending, Case::read(answer)?);
        }
        Some(())
    }

    /// The lemma of `word`; `buffer` is for use within.
    pub fn lemma(&self, upos: Upos, xpos: Xpos, word: &str, buffer: &mut String) -> String {
        fold(word, buffer);
        let (capitals, levels) = (Capitals::of(word), [(upos, Some(xpos)), (upos, None)]);
        let end = levels.iter().find_map(|&tags| find(&self.ends, tags, buffer));
        let case = levels.iter().find_map(|&tags| find(&self.cases, (tags, capitals), buffer));
        let changed = end.unwrap_or(End::Replaced { drop: 0, add: "" }).apply(&word.replace('’', "'"));
        let lemma = case.unwrap_or(Case::Keep).apply(changed);
        if lemma.is_empty() { word.to_string() } else { lemma }
    }
}

/// The answer for the longest ending of `^word` that has one under a key; `folded` begins with that sign.
fn find<K: Eq + Hash, A: Copy>(rules: &HashMap<K, HashMap<&'static str, A>>, key: K, folded: &str) -> Option<A> {
    let rules = rules.get(&key)?;
    let word = folded.get(1..)?;
    let skip = word.chars().count().saturating_sub(LONGEST);
    let starts = word.char_indices().map(|(at, _)| at).chain([word.len()]).skip(skip);
    std::iter::once(folded).chain(starts.map(|at| &word[at..])).find_map(|ending| rules.get(ending).copied())
}

/// `^` and the small letters of `word`, digits made 0, curly apostrophes straight.
fn fold(word: &str, out: &mut String) {
    out.clear();
    out.push('^');
    for c in word.chars() {
        match c {
            '0'..='9' => out.push('0'),
            '’' | '‘' => out.push('\''),
            c => out.extend(c.to_lowercase()),
        }
    }
}

impl End {
    fn read(answer: &'static str) -> Option<Self> {
        if answer == "," {
            return Some(End::WithoutCommas);
        }
        let digits = answer.bytes().take_while(u8::is_ascii_digit).count();
        Some(End::Replaced { drop: answer[..digits].parse().ok()?, add: &answer[digits..] })
    }

    fn apply(self, word: &str) -> String {
        match self {
            End::WithoutCommas => word.replace(',', ""),
            End::Replaced { drop, add } => {
                let keep = word.char_indices().rev().nth(drop.wrapping_sub(1)).map_or(0, |(at, _)| at);
                let kept = if drop == 0 { word } else { &word[..keep] };
                [kept, add].concat()
            }
        }
    }
}

impl Case {
    fn read(answer: &str) -> Option<Self> {
        match answer {
            "lower" => Some(Case::Lower),
            "keep" => Some(Case::Keep),
            "title" => Some(Case::Title),
            _ => None,
        }
    }

    fn apply(self, word: String) -> String {
        match self {
            Case::Lower => word.to_lowercase(),
            Case::Keep => word,
            Case::Title => {
                let mut letters = word.chars();
                let first = letters.next().into_iter().flat_map(char::to_uppercase);
                first.chain(letters.as_str().to_lowercase().chars()).collect()
            }
        }
    }
}

impl Capitals {
    fn read(label: &str) -> Option<Self> {
        match label {
            "lower" => Some(Capitals::Lower),
            "title" => Some(Capitals::Title),
            "short" => Some(Capitals::Short),
            "long" => Some(Capitals::Long),
            "mixed" => Some(Capitals::Mixed),
            _ => None,
        }
    }

    fn of(word: &str) -> Self {
        let (mut upper, mut lower, mut count, mut later) = (false, false, 0, false);
        for c in word.chars() {
            count += 1;
            upper |= c.is_uppercase();
            lower |= c.is_lowercase();
            later |= count > 1 && c.is_uppercase();
        }
        match () {
            () if !upper => Capitals::Lower,
            () if count == 1 => Capitals::Title,
            () if !lower && count <= 4 => Capitals::Short,
            () if !lower => Capitals::Long,
            () if !later => Capitals::Title,
            () => Capitals::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Lemmas {
        Lemmas::read(demarche_models::LEMMAS).expect("the shipped rules")
    }

    #[test]
    fn ends_and_capitals_change() {
        for (word, answer, made) in
            [("Ran", "2un", "Run"), ("cities", "3y", "city"), ("é", "0", "é"), ("ab", "9x", "x")]
        {
            assert_eq!(End::read(answer).expect("an answer").apply(word), made);
        }
        assert_eq!(End::read(",").map(|end| end.apply("1,200,000")), Some("1200000".to_string()));
        assert_eq!([End::read("y"), End::read("")], [None, None]);
        let title = |word: &str| Case::Title.apply(word.to_string());
        assert_eq!([title("TOKYO"), title("élan"), title("")], ["Tokyo", "Élan", ""]);
    }

    #[test]
    fn words_are_written_in_five_ways() {
        use Capitals::{Long, Lower, Mixed, Short, Title};
        for (word, capitals) in [
            ("paris", Lower),
            ("12", Lower),
            ("Paris", Title),
            ("I", Title),
            ("U.N.", Short),
            ("TOKYO", Long),
            ("iPhone", Mixed),
            ("McCain", Mixed),
        ] {
            assert_eq!(Capitals::of(word), capitals, "{word}");
        }
    }

    #[test]
    fn rules_fit_tags_and_words() {
        let (lemmas, mut buffer) = (shipped(), String::new());
        for (word, upos, xpos, lemma) in [
            ("Ministers", Upos::Noun, Xpos::NNS, "minister"),
            ("denied", Upos::Verb, Xpos::VBD, "deny"),
            ("provoked", Upos::Verb, Xpos::VBN, "provoke"),
            ("withdrew", Upos::Verb, Xpos::VBD, "withdraw"),
            ("Tokyo", Upos::Propn, Xpos::NNP, "Tokyo"),
            ("california", Upos::Propn, Xpos::NNP, "California"),
            ("1,200", Upos::Num, Xpos::CD, "1200"),
            ("’s", Upos::Part, Xpos::POS, "'s"),
            ("Zzyzzyqs", Upos::Noun, Xpos::NNS, "zzyzzyq"),
        ] {
            assert_eq!(lemmas.lemma(upos, xpos, word, &mut buffer), lemma);
        }
        assert_eq!(lemmas.lemma(Upos::Noun, Xpos::NN, "", &mut buffer), "");
    }

    #[test]
    fn lines_that_are_no_rules_are_named() {
        assert_eq!(Lemmas::read("end\tNOUN\t\ts\t1\nend\tNOUN\ts\t1").err(), Some((2, "end\tNOUN\ts\t1")));
        assert!(Lemmas::read("case\tNOUN\tsmall\ts\tkeep").is_err());
    }
}
