//! Runs every `src/*/cases.md`: the executable description of each stage.
//!
//! A case is a heading, prose, a ```` ```report ```` fence and a ```` ```found ```` fence. The report may begin with
//! `published: …` and `title: …` lines and a blank line. Every line of `found` must be among what the stage finds,
//! as `cases/lines.rs` writes it; a line that begins with `no ` must be the beginning of none. A heading that ends in
//! `(known failure)` marks a case that fails today, and turns red once it passes.

#[path = "cases/lines.rs"]
mod lines;

use demarche::{Guide, Report};
use std::path::Path;

struct Case {
    heading: String,
    report: Report,
    found: Vec<String>,
}

/// One test a stage, so that a red one names where to look.
macro_rules! stages {
    ($($stage:ident),*) => { $(
        #[test]
        fn $stage() {
            every_case_holds(stringify!($stage));
        }
    )* };
}

stages!(text, syntax, entities, dates, places, actors, attribution, events, instruments, relate);

fn every_case_holds(stage: &str) {
    let guide = Guide::shipped().expect("the shipped knowledge loads");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(stage).join("cases.md");
    let text = std::fs::read_to_string(&path).expect("help: every stage is described by a cases.md beside its mod.rs");
    let cases = parse(&text);
    assert!(!cases.is_empty(), "src/{stage}/cases.md has no case");
    let faults: Vec<String> = cases.iter().filter_map(|case| check(stage, case, &guide)).collect();
    assert!(faults.is_empty(), "{} of {} cases do not hold:\n\n{}", faults.len(), cases.len(), faults.join("\n\n"));
}

/// What is wrong with a case, if anything.
fn check(stage: &str, case: &Case, guide: &Guide) -> Option<String> {
    let have = lines::of(stage, &case.report, guide);
    let wrong: Vec<&String> = case.found.iter().filter(|line| !holds(line, &have)).collect();
    let known = case.heading.ends_with("(known failure)");
    let title = format!("src/{stage}/cases.md, {:?}", case.heading);
    match (wrong.is_empty(), known) {
        (true, false) | (false, true) => None,
        (true, true) => Some(format!("{title}: passes now; help: take \"(known failure)\" off its heading")),
        (false, false) => Some(format!(
            "{title}\n  report: {}\n  not so: {}\n  found:\n    {}",
            case.report.text,
            wrong.iter().map(|w| format!("{w:?}")).collect::<Vec<_>>().join(", "),
            have.join("\n    ")
        )),
    }
}

fn holds(line: &str, have: &[String]) -> bool {
    match line.strip_prefix("no ") {
        Some(beginning) => !have.iter().any(|h| h.starts_with(beginning)),
        None => have.iter().any(|h| h == line),
    }
}

fn parse(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for section in text.split("\n## ").skip(1) {
        let heading = section.lines().next().unwrap_or_default().trim().to_string();
        let (Some(report), Some(found)) = (fence(section, "report"), fence(section, "found")) else {
            panic!("case {heading:?} needs a ```report and a ```found fence");
        };
        let found = found.lines().map(|l| l.trim().to_string()).filter(|l| !l.is_empty()).collect();
        cases.push(Case { heading, report: read_report(report), found });
    }
    cases
}

fn fence<'a>(section: &'a str, name: &str) -> Option<&'a str> {
    let open = format!("\n```{name}\n");
    let start = section.find(&open)? + open.len();
    let end = section[start..].find("\n```")? + start;
    Some(&section[start..end])
}

fn read_report(fence: &str) -> Report {
    let mut report = Report::default();
    let mut rest = fence;
    while let Some((line, after)) = rest.split_once('\n') {
        match line.split_once(": ") {
            Some(("published", day)) => report.published = Some(day.to_string()),
            Some(("title", title)) => report.title = Some(title.to_string()),
            _ => break,
        }
        rest = after;
    }
    rest = if report.published.is_some() || report.title.is_some() { rest.trim_start_matches('\n') } else { rest };
    // As in a record: the text holds the title, then a blank line.
    report.text = match &report.title {
        Some(title) => format!("{title}\n\n{rest}"),
        None => rest.to_string(),
    };
    report
}
