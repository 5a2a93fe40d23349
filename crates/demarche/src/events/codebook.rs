//! The code book: types with their modes, the frames that code them, and contexts, read from one file a type.

use super::classes::Classes;
use super::confidence::Scale;
use super::contexts::Contexts;
use super::frames::{Frame, Part, Written};
use super::judge::Judge;
use crate::knowledge::{self, KnowledgeError};
use crate::ways::Ways;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The types, modes and contexts, and the frames that code them.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    /// The types, in the order of their files.
    pub types: Vec<Type>,
    /// All frames.
    pub frames: Vec<Frame>,
    /// The contexts.
    pub contexts: Contexts,
    /// How likely an event is right, by what speaks for it.
    pub scale: Scale,
    /// What weighs frames and ways beside the learned reader; without it frames and ways decide alone.
    pub judge: Option<Judge>,
    /// How parties, days and places are found.
    pub ways: Ways,
    /// For each head lemma, the frames and which of their words it heads.
    by_head: HashMap<String, Vec<(usize, usize)>>,
    /// Verbs that lend their subject to the noun that they take: "launch" (an attack).
    supports: HashSet<String>,
    /// Classes of words that every code book shares.
    pub(super) classes: Classes,
    /// Words of sport, art, science, markets and the weather.
    leisure: HashSet<&'static str>,
}

/// A type of event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    /// Its name: `ACCUSE`.
    pub name: String,
    /// Its quad class: `verbal conflict`.
    pub quad: String,
    /// What it means.
    pub meaning: String,
    /// Its modes and what they mean.
    pub modes: Vec<(String, String)>,
    /// Where such an act is at home, as far as its days and places follow from that.
    pub setting: Option<Setting>,
    /// The type that it becomes while it is only planned.
    pub planned: Option<String>,
    /// The type that it becomes where a speaker says that he may do it.
    pub possible: Option<String>,
    /// The mode of what has none of its own, by what is asked for or threatened: a frame, a type and mode, a type, or
    /// `other`.
    pub about: BTreeMap<String, String>,
}

/// Where acts of a type are at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// They are acts of speech: done when their speaker speaks.
    Speech,
    /// They happen on the ground, between people in one place.
    Ground,
    /// All parties are in one place.
    Meeting,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "type")]
    name: String,
    quad: String,
    meaning: String,
    setting: Option<Setting>,
    planned: Option<String>,
    possible: Option<String>,
    #[serde(default)]
    about: BTreeMap<String, String>,
    #[serde(default)]
    modes: BTreeMap<String, String>,
    #[serde(default)]
    frame: Vec<Written>,
}

/// The verbs that a code book without such a list of its own takes.
const SUPPORTS: &str = "events/en/support.tsv";

/// Words that speak against news of politics; the same for every code book.
const LEISURE: &str = "events/en/leisure.tsv";

const QUADS: [&str; 4] = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

/// Where an entry stands.
#[derive(Clone, Copy)]
pub(super) struct Position<'a> {
    pub(super) path: &'a str,
    pub(super) line: usize,
}

/// What is wrong with a file.
pub(super) struct Faults<'a> {
    file: &'a str,
    pub(super) found: Vec<KnowledgeError>,
}

impl Faults<'_> {
    pub(super) fn add(&mut self, line: usize, message: String) {
        self.found.push(KnowledgeError::new(self.file, line, message));
    }
}

impl Codebook {
    /// The shipped code book.
    ///
    /// # Errors
    /// Where an entry cannot be read.
    pub fn shipped() -> Result<Self, Vec<KnowledgeError>> {
        Codebook::parse(knowledge::folder("events/en/"))
    }

    /// A code book from files: names and texts.
    ///
    /// # Errors
    /// Every entry that cannot be read, with file and line.
    pub fn parse<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<KnowledgeError>> {
        let mut book = Codebook::default();
        let mut faults = Vec::new();
        for (name, text) in files {
            let mut here = Faults { file: name, found: Vec::new() };
            if name.ends_with("contexts.toml") {
                book.contexts.read(text, &mut here);
            } else if name.ends_with("support.tsv") {
                book.read_supports(text, &mut here);
            } else if name.ends_with(".toml") {
                book.read_type(name, text, &mut here);
            }
            faults.append(&mut here.found);
        }
        if book.supports.is_empty()
            && let Ok(text) = knowledge::file(SUPPORTS)
        {
            book.read_supports(text, &mut Faults { file: SUPPORTS, found: Vec::new() });
        }
        match Scale::shipped() {
            Ok(scale) => book.scale = scale,
            Err(fault) => faults.push(fault),
        }
        match Judge::shipped() {
            Ok(judge) => book.judge = Some(judge),
            Err(fault) => faults.push(fault),
        }
        match knowledge::file(LEISURE).and_then(|text| knowledge::rows(LEISURE, text)) {
            Ok(rows) => book.leisure = rows.iter().map(|(_, cells)| cells[0]).collect(),
            Err(fault) => faults.push(fault),
        }
        match Classes::shipped() {
            Ok(classes) => book.classes = classes,
            Err(fault) => faults.push(fault),
        }
        match Ways::shipped("events") {
            Ok(ways) => book.ways = ways,
            Err(fault) => faults.push(fault),
        }
        book.index();
        if faults.is_empty() { Ok(book) } else { Err(faults) }
    }

    fn read_supports(&mut self, text: &str, faults: &mut Faults) {
        match knowledge::rows(faults.file, text) {
            Ok(rows) => {
                self.supports = rows.iter().filter_map(|(_, cells)| cells.first().map(ToString::to_string)).collect()
            }
            Err(fault) => faults.found.push(fault),
        }
    }

    fn read_type(&mut self, name: &str, text: &str, faults: &mut Faults) {
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                let line = error.span().map_or(0, |span| line_of(text, span.start));
                return faults.add(line, error.message().to_string());
            }
        };
        if !QUADS.contains(&file.quad.as_str()) {
            faults.add(1, format!("quad {:?} is none of {}", file.quad, QUADS.join(", ")));
        }
        let kind = self.types.len();
        let path = name.strip_suffix(".toml").unwrap_or(name);
        let modes: Vec<String> = file.modes.keys().cloned().collect();
        if let Some(mode) = file.about.values().find(|m| !modes.contains(m)) {
            faults.add(1, format!("[about]: mode {mode:?} is not one of [modes]"));
        }
        let mut seen = HashSet::new();
        for written in file.frame {
            let line = line_of(text, written.id.span().start);
            if !seen.insert(written.id.get_ref().clone()) {
                faults.add(line, format!("a second frame {:?}", written.id.get_ref()));
            }
            self.frames.push(written.read(kind, Position { path, line }, &modes, faults));
        }
        self.types.push(Type {
            name: file.name,
            quad: file.quad,
            meaning: file.meaning,
            modes: file.modes.into_iter().collect(),
            setting: file.setting,
            planned: file.planned,
            about: file.about,
            possible: file.possible,
        });
    }

    fn index(&mut self) {
        for (number, frame) in self.frames.iter().enumerate() {
            for (which, words) in frame.words.iter().enumerate() {
                self.by_head.entry(words.head.clone()).or_default().push((number, which));
                if !words.hyphenated.is_empty() {
                    let whole = format!("{}-{}", words.hyphenated.join("-"), words.head);
                    self.by_head.entry(whole).or_default().push((number, which));
                }
            }
        }
    }

    /// The frames whose trigger this lemma heads, each with the number of its words.
    pub(super) fn headed_by(&self, lemma: &str) -> &[(usize, usize)] {
        self.by_head.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// How many types have a frame that this lemma heads.
    pub(super) fn senses(&self, lemma: &str) -> usize {
        let mut kinds: Vec<usize> = self.headed_by(lemma).iter().map(|&(frame, _)| self.frames[frame].kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.len()
    }

    /// Whether a verb lends its subject to the noun that it takes.
    pub(super) fn supports(&self, lemma: &str) -> bool {
        self.supports.contains(lemma)
    }

    /// Whether a lemma is a word of sport, art, science, markets or the weather.
    pub(super) fn is_leisure(&self, lemma: &str) -> bool {
        self.leisure.contains(lemma)
    }

    /// Keeps events from this likelihood on, whoever decides.
    pub fn keep_from(&mut self, least: f32) {
        self.scale.floor = least;
        if let Some(judge) = &mut self.judge {
            judge.floor = least;
        }
    }

    /// The type with this name.
    pub fn type_named(&self, name: &str) -> Option<&Type> {
        self.types.iter().find(|t| t.name == name)
    }

    /// The frame with this rule: `events/en/accuse#concerned`.
    pub fn frame_named(&self, rule: &str) -> Option<&Frame> {
        self.frames.iter().find(|f| f.rule == rule)
    }

    /// How many frames there are for verbs, nouns and adjectives.
    pub fn count(&self, part: Part) -> usize {
        self.frames.iter().filter(|f| f.part == part).count()
    }
}

fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|&&b| b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "type = \"ACCUSE\"\nquad = \"verbal conflict\"\nmeaning = \"to blame\"\n\n[modes]\nallege = \"of a deed\"\n\n\
        [[frame]]\nid = \"blame\"\nwords = [\"blame\", \"hit out\"]\nmode = \"allege\"\n";

    fn faults(text: &str) -> Vec<String> {
        match Codebook::parse([("own/accuse.toml", text)].into_iter()) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn frames_are_found_by_the_head_of_their_words() {
        let book = Codebook::parse([("own/accuse.toml", FILE)].into_iter()).expect("it is well formed");
        assert_eq!(book.headed_by("hit"), [(0, 1)]);
        assert_eq!(book.frames[0].rule, "own/accuse#blame");
        assert_eq!(book.frames[0].line, 9);
    }

    #[test]
    fn faults_name_file_and_line() {
        assert_eq!(faults(FILE), Vec::<String>::new());
        assert_eq!(
            faults(&FILE.replace("mode = \"allege\"", "mode = \"alleg\"")),
            ["own/accuse.toml:9: frame \"blame\": mode \"alleg\" is not one of [modes]"]
        );
        assert!(
            faults(&format!("{FILE}actr = [\"subject\"]\n"))[0].starts_with("own/accuse.toml:12: unknown field `actr`")
        );
        let role = format!("{FILE}actor = [\"the subject\"]\n");
        assert_eq!(faults(&role), ["own/accuse.toml:9: frame \"blame\": \"the subject\" is no role"]);
    }
}
