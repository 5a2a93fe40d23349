//! Sentences to learn from: treebanks with their names, and variants of them written as headlines are.

use super::learner::Random;
use anyhow::{Context, Result};
use demarche::syntax::conllu::{self, Given};
use demarche::syntax::{NameKind, NameTag, Relation, Upos, Xpos};
use flate2::read::GzDecoder;
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// A sentence with all that is to be learnt of it.
#[derive(Clone, Debug, Default)]
pub struct Example {
    pub words: Vec<String>,
    pub lemmas: Vec<Option<String>>,
    pub pairs: Vec<(Upos, Xpos)>,
    /// The head of each word; the sentence's length for the root.
    pub heads: Vec<usize>,
    pub relations: Vec<u8>,
    /// The names, where they are annotated.
    pub names: Option<Vec<Option<NameTag>>>,
}

/// The text of a file, unpacked where its name ends in `.gz`.
pub fn text(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    if path.extension().is_some_and(|end| end == "gz") {
        let mut text = String::new();
        GzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
        return Ok(text);
    }
    Ok(String::from_utf8(bytes)?)
}

/// A treebank with its names: those of the IOB2 file, or those that GUM's `Entity=` annotates.
pub fn treebank(path: &Path, names: Option<&Path>) -> Result<Vec<Example>> {
    let names = names.map(iob2).transpose()?;
    let documents = conllu::read(&text(path)?);
    let given = documents.iter().flat_map(|document| &document.sentences);
    Ok(given.filter_map(|given| example(given, names.as_ref())).collect())
}

fn example(given: &Given, names: Option<&HashMap<String, Vec<Option<NameTag>>>>) -> Option<Example> {
    let mut example = Example::default();
    let count = given.words().count();
    for row in given.words() {
        example.words.push(row[1].clone());
        example.lemmas.push(Some(row[2].clone()).filter(|lemma| lemma != "_" || row[1] == "_"));
        example.pairs.push((Upos::from_label(&row[3])?, Xpos::from_label(&row[4])?));
        example.heads.push(match row[6].parse::<usize>().ok()? {
            0 => count,
            head => head - 1,
        });
        let main = row[7].split(':').next().unwrap_or_default();
        let relation = Relation::from_label(&row[7]).or_else(|| Relation::from_label(main))?;
        example.relations.push(relation as u8);
    }
    example.names = match names {
        Some(names) => given.comment("sent_id").and_then(|id| names.get(id)).filter(|n| n.len() == count).cloned(),
        None => Some(entities(given, &example)),
    };
    Some(example)
}

fn iob2(path: &Path) -> Result<HashMap<String, Vec<Option<NameTag>>>> {
    let text = text(path)?;
    let sentence = |block: &str| {
        let id = block.lines().find_map(|line| line.strip_prefix("# sent_id = "))?;
        let rows = block.lines().filter(|line| !line.starts_with('#') && line.contains('\t'));
        Some((id.to_string(), rows.map(|row| name_tag(row.split('\t').nth(2).unwrap_or("O"))).collect()))
    };
    Ok(text.split("\n\n").filter_map(sentence).collect())
}

fn name_tag(label: &str) -> Option<NameTag> {
    let (part, kind) = label.split_once('-')?;
    Some(NameTag { kind: NameKind::from_label(kind)?, begins: part == "B" })
}

/// The named persons, organizations and places among GUM's entities, outermost first.
fn entities(given: &Given, example: &Example) -> Vec<Option<NameTag>> {
    let mut open: Vec<(String, String, usize)> = Vec::new();
    let mut found: Vec<(NameKind, usize, usize)> = Vec::new();
    for (i, row) in given.words().enumerate() {
        let Some(notes) = row[9].split('|').find_map(|part| part.strip_prefix("Entity=")) else { continue };
        let mut rest = notes;
        while !rest.is_empty() {
            let inner = rest.trim_start_matches('(');
            let end = inner.find(['(', ')']).unwrap_or(inner.len());
            let (id, kind) = inner[..end].split_once('-').unwrap_or((&inner[..end], ""));
            if rest.starts_with('(') {
                let kind = kind.split('-').next().unwrap_or_default();
                open.push((id.to_string(), kind.to_string(), i));
            }
            rest = &inner[end..];
            if let Some(after) = rest.strip_prefix(')') {
                rest = after;
                if let Some(at) = open.iter().rposition(|(o, _, _)| o == id) {
                    let (_, kind, start) = open.remove(at);
                    found.extend(named(&kind, start, i + 1, example));
                }
            }
        }
    }
    found.sort_by_key(|&(_, start, end)| (start, std::cmp::Reverse(end)));
    let mut tags = vec![None; example.words.len()];
    let mut free = 0;
    for (kind, start, end) in found {
        if start >= free {
            (start..end).for_each(|i| tags[i] = Some(NameTag { kind, begins: i == start }));
            free = end;
        }
    }
    tags
}

/// The name within a mention: all of it where it is written as a name, else the run of proper nouns about its head.
fn named(kind: &str, start: usize, end: usize, example: &Example) -> Option<(NameKind, usize, usize)> {
    let kind = match kind {
        "person" => NameKind::Person,
        "organization" => NameKind::Organization,
        "place" => NameKind::Location,
        _ => return None,
    };
    let head = (start..end).find(|&i| !(start..end).contains(&example.heads[i]))?;
    let proper = |i: usize| matches!(example.pairs[i].1, Xpos::NNP | Xpos::NNPS);
    if !proper(head) {
        return None;
    }
    let start = (start..end).find(|&i| !matches!(example.pairs[i].1, Xpos::DT | Xpos::PRPS)).unwrap_or(start);
    let linking = |i: usize| matches!(example.words[i].as_str(), "of" | "the" | "for" | "and" | "&" | "-" | "." | "'s");
    let capital = |i: usize| example.words[i].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    if (start..end).all(|i| proper(i) || linking(i) || capital(i)) && !linking(end - 1) {
        return Some((kind, start, end));
    }
    let first = (start..=head).rev().take_while(|&i| proper(i)).last()?;
    let last = (head..end).take_while(|&i| proper(i)).last()?;
    Some((kind, first, last + 1))
}

/// The example as a headline would have it: no articles, no final stop, capitals in some way.
pub fn headline(example: &Example, random: &mut Random) -> Example {
    let count = example.words.len();
    let has_child = |i: usize| example.heads.contains(&i);
    let article = |i: usize| {
        matches!(example.words[i].to_lowercase().as_str(), "the" | "a" | "an") && example.names_at(i).is_none()
    };
    let stop = |i: usize| i + 1 == count && example.words[i] == ".";
    let auxiliary = |i: usize| {
        example.relations[i] == Relation::AuxPass as u8
            && matches!(example.words[i].as_str(), "is" | "are" | "was" | "were")
    };
    let drops_auxiliary = random.percent(50);
    let keep: Vec<usize> =
        (0..count).filter(|&i| has_child(i) || !(article(i) || stop(i) || drops_auxiliary && auxiliary(i))).collect();
    let mut place = vec![keep.len(); count + 1];
    keep.iter().enumerate().for_each(|(new, &old)| place[old] = new);
    let mut result = Example {
        words: keep.iter().map(|&i| example.words[i].clone()).collect(),
        lemmas: keep.iter().map(|&i| example.lemmas[i].clone()).collect(),
        pairs: keep.iter().map(|&i| example.pairs[i]).collect(),
        heads: keep.iter().map(|&i| place[example.heads[i]]).collect(),
        relations: keep.iter().map(|&i| example.relations[i]).collect(),
        names: example.names.as_ref().map(|names| keep.iter().map(|&i| names[i]).collect()),
    };
    match random.next() % 4 {
        0 => result.words.iter_mut().for_each(|word| *word = word.to_uppercase()),
        1 => {}
        _ => result.words.iter_mut().filter(|word| word.len() > 3).for_each(|word| *word = capitalized(word)),
    }
    if let Some(first) = result.words.first_mut() {
        *first = capitalized(first);
    }
    result
}

impl Example {
    fn names_at(&self, i: usize) -> Option<NameTag> {
        self.names.as_ref().and_then(|names| names.get(i).copied().flatten())
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
