//! The rules of the house, as tests: one direction of stages, a heading in every file, small files, sorted tables, and
//! docs that name only what is there.

use std::fs;
use std::path::{Path, PathBuf};

/// The stages in order, and among them the countries, which are found in tokens: each may name itself and those before it.
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
];

/// What the stages stand on; these name no stage.
const BASE: &[&str] = &["span", "knowledge", "language", "report"];

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

#[test]
fn stages_name_only_themselves_and_earlier_ones() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for (at, stage) in BASE.iter().chain(STAGES).enumerate() {
        let later = BASE.iter().chain(STAGES).skip((at + 1).max(BASE.len()));
        let later: Vec<&str> = later.copied().filter(|s| s != stage).collect();
        let own = files(&source.join(stage), ".rs").into_iter().chain([source.join(format!("{stage}.rs"))]);
        for path in own.filter(|p| p.exists()) {
            let text = read(&path);
            for name in later.iter().filter(|name| names(&text, name)) {
                faults.push(format!("{} names crate::{name}", path.display()));
            }
        }
    }
    assert_none(
        faults,
        "a stage uses only earlier stages and the base modules; move what is shared down, or turn it around",
    );
}

/// Whether a file's code (not its prose) names a module of the crate.
fn names(text: &str, module: &str) -> bool {
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    let code = code.take_while(|l| !l.contains("#[cfg(test)]"));
    code.into_iter().any(|line| {
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
