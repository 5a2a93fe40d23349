//! The rules of the house, as tests: one direction of stages, a heading in every file, small files, sorted tables, and
//! docs that name only what is there.

use std::fs;
use std::path::{Path, PathBuf};

/// Every module of the crate in order: each may name itself and those before it. The stages stand in the middle, with the
/// countries, which are found in tokens, among them; below are what all stand on, above what uses a whole reading.
const ORDER: &[&str] = &[
    "span",
    "knowledge",
    "ways",
    "language",
    "network",
    "report", // what stages stand on
    "text",
    "countries",
    "syntax",
    "clauses",
    "encoder",
    "learned",
    "entities",
    "dates",
    "places",
    "actors",
    "attribution",
    "events",
    "instruments", // stages
    "reading",
    "record",
    "guide",
    "pipeline", // all of them together
    "ontologies",
    "happened",
    "relate",
    "explain",
    "filter",
    "alerts", // what is asked of readings
];

/// The stages and `relate`: those modules that have a `cases.md`.
const STAGES: &[&str] = &[
    "text",
    "countries",
    "syntax",
    "entities",
    "dates",
    "places",
    "actors",
    "attribution",
    "events",
    "instruments",
    "record",
    "relate",
];

/// Modules whose files still use each other in circles; the list only gets shorter.
const CIRCLES: &[&str] = &["entities", "dates", "attribution", "events", "instruments"];

/// No file may be longer: a newcomer finds any rule in ten seconds.
const LONGEST: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace is there")
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().to_string();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            found.extend(files(&path, ending));
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn assert_none(faults: Vec<String>, help: &str) {
    assert!(faults.is_empty(), "help: {help}\n{}", faults.join("\n"));
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The files of a module of the crate.
fn files_of(module: &str) -> Vec<PathBuf> {
    let own = source().join(format!("{module}.rs"));
    files(&source().join(module), ".rs").into_iter().chain([own]).filter(|p| p.exists()).collect()
}

#[test]
fn modules_name_only_themselves_and_earlier_ones() {
    let mut faults = Vec::new();
    for (at, module) in ORDER.iter().enumerate() {
        for path in files_of(module) {
            let text = read(&path);
            for later in ORDER[at + 1..].iter().filter(|later| names(&text, later)) {
                faults.push(format!("{} names crate::{later}", path.display()));
            }
        }
    }
    assert_none(faults, "a module uses only earlier ones; move what is shared down, or turn it around");
}

#[test]
fn the_order_knows_every_module() {
    let library = read(&source().join("lib.rs"));
    let modules = library.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';'));
    let unknown: Vec<String> = modules.filter(|m| !ORDER.contains(m)).map(str::to_string).collect();
    assert_none(unknown, "give a new module its place in ORDER");
}

#[test]
fn the_files_of_a_module_make_no_circle() {
    let mut faults = Vec::new();
    for module in ORDER.iter().filter(|m| !CIRCLES.contains(m)) {
        let files: Vec<(String, String)> = files_of(module)
            .into_iter()
            .filter_map(|p| Some((p.file_stem()?.to_str()?.to_string(), read(&p))))
            .filter(|(name, _)| name != "mod" && name != *module)
            .collect();
        let uses = |text: &str, other: &str| code(text).any(|l| names_sibling(l, other));
        let edges = |from: &str| -> Vec<&str> {
            let text = files.iter().find(|(name, _)| name == from).map_or("", |(_, text)| text);
            files.iter().map(|(name, _)| name.as_str()).filter(|name| *name != from && uses(text, name)).collect()
        };
        for (start, _) in &files {
            let (mut seen, mut open) = (Vec::new(), edges(start));
            while let Some(next) = open.pop() {
                if next == start {
                    faults.push(format!("{module}/{start}.rs uses what uses it, by {}", seen.join(", ")));
                    break;
                }
                if !seen.contains(&next) {
                    seen.push(next);
                    open.extend(edges(next));
                }
            }
        }
    }
    assert_none(faults, "move what both need into a third file");
}

/// Whether a line names a file beside its own: `super::name` or, in a list, `super::{name::…}`.
fn names_sibling(line: &str, name: &str) -> bool {
    let direct = [format!("super::{name}::"), format!("super::{name};"), format!("super::{name} as")];
    let listed = || {
        line.contains("use super::{")
            && line.split(['{', ',', '}', ' ']).any(|part| part.split("::").next() == Some(name))
    };
    direct.iter().any(|d| line.contains(d.as_str())) || listed()
}

/// The lines of a file that are code, up to its tests.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    lines.take_while(|l| !l.contains("#[cfg(test)]"))
}

/// Whether a file's code (not its prose) names a module of the crate.
fn names(text: &str, module: &str) -> bool {
    code(text).any(|line| {
        line.contains(&format!("crate::{module}::"))
            || line.trim_end().ends_with(&format!("use crate::{module};"))
            || line.contains("use crate::{") && line.split(['{', ',', '}', ' ', ':']).any(|word| word == module)
    })
}

#[test]
fn every_source_file_says_what_it_is_and_is_short() {
    let mut faults = Vec::new();
    for path in files(&root().join("crates"), ".rs") {
        let text = read(&path);
        if !text.starts_with("//!") {
            faults.push(format!("{} has no //! heading", path.display()));
        }
        let lines = text.lines().count();
        if lines > LONGEST {
            faults.push(format!("{} has {lines} lines, more than {LONGEST}", path.display()));
        }
    }
    assert_none(faults, "begin a file with what it is for; cut a long one by the nouns in it");
}

#[test]
fn tables_are_sorted_and_say_what_their_columns_are() {
    let mut faults = Vec::new();
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), ".tsv") {
        let text = read(&path);
        let mut lines = text.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
        let heading = lines.next().unwrap_or_default();
        if heading.split('\t').next_back().is_none_or(|last| last != "comment") {
            faults.push(format!("{}: the last column is not \"comment\"", path.display()));
        }
        let rows: Vec<&str> = lines.collect();
        for pair in rows.windows(2).filter(|pair| pair[0] >= pair[1]) {
            faults.push(format!("{}: {:?} stands before {:?}", path.display(), pair[0], pair[1]));
        }
    }
    assert_none(faults, "sort the rows by bytes (LC_ALL=C sort) and keep each once");
}

#[test]
fn paths_named_in_the_docs_exist() {
    let root = root();
    let mut faults = Vec::new();
    for doc in files(&root, ".md") {
        let folder = doc.parent().expect("a file has a folder");
        for path in read(&doc).split('`').skip(1).step_by(2).filter(|p| is_path(p)) {
            let path = path.trim_end_matches('/').split('#').next().unwrap_or_default();
            let bases = [root.clone(), folder.to_path_buf(), root.join("crates/demarche/src")];
            // A rule names its file without the ending: `events/en/accuse#concerned`.
            let there =
                |base: &PathBuf| ["", ".toml", ".tsv"].iter().any(|end| base.join(format!("{path}{end}")).exists());
            if !bases.iter().any(there) {
                faults.push(format!("{}: no {path}", doc.display()));
            }
        }
    }
    assert_none(faults, "docs name paths that exist: from the root, the page's folder, or crates/demarche/src");
}

/// Whether code in a doc is a path of the repository: slashes, and no blanks, wildcards or placeholders.
fn is_path(code: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-#".contains(c);
    let begins = [
        "crates/",
        "docs/",
        "src/",
        "text/",
        "syntax/",
        "dates/",
        "places/",
        "entities/",
        "actors/",
        "attribution/",
        "events/",
        "instruments/",
        ".ci/",
        "tests/",
    ];
    code.chars().all(plain) && begins.iter().any(|b| code.starts_with(b))
}

#[test]
fn every_cases_file_belongs_to_a_stage() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let stray: Vec<String> = files(&source, "cases.md")
        .iter()
        .filter_map(|p| p.parent()?.file_name()?.to_str().map(str::to_string))
        .filter(|folder| !STAGES.contains(&folder.as_str()))
        .collect();
    assert_none(stray, "cases.md lies in a stage's folder");
}
