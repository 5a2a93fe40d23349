//! Happenings from outside: listed, shown with their accounts, split and merged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn archive() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("demarche-command-happenings-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    let reports = [
        ("2024-02-14", "Meridian News", "Congo said on Tuesday that Rwandan troops attacked the town of Goma."),
        ("2024-02-15", "Northern Wire", "Rwanda denied on Wednesday that its troops attacked Goma."),
    ];
    let line = |(day, publisher, text): &(&str, &str, &str)| {
        format!("{{\"text\": \"{text}\", \"published\": \"{day}\", \"publisher\": \"{publisher}\"}}\n")
    };
    let input = folder.join("reports.jsonl");
    fs::write(&input, reports.iter().map(line).collect::<String>()).expect("it can be written");
    let archive = folder.join("a.archive");
    ask(&archive, &["add", input.to_str().expect("it is UTF-8"), "--quiet"]);
    archive
}

fn ask(archive: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    let output = command.args(arguments).env("DEMARCHE_ARCHIVE", archive).output().expect("the program starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("answers are UTF-8")
}

fn attacks(archive: &Path) -> Vec<serde_json::Value> {
    let lines = ask(archive, &["happenings", "--type", "ASSAULT", "--to", "jsonl"]);
    lines.lines().map(|line| serde_json::from_str(line).expect("every line is an object")).collect()
}

#[test]
fn a_disputed_attack_is_listed_shown_split_and_merged() {
    let archive = archive();
    let [attack] = &attacks(&archive)[..] else { panic!("one attack") };
    assert_eq!((&attack["standing"], &attack["independent"]), (&"disputed".into(), &2.into()));
    let id = attack["happening"].to_string();
    let shown = ask(&archive, &["happenings", &id, "--to", "table"]);
    assert!(shown.contains("denies    Rwanda, since 2024-02-15, 1 report"), "{shown}");
    assert!(shown.contains("points of type"), "{shown}");

    let whole: serde_json::Value =
        serde_json::from_str(&ask(&archive, &["happenings", &id, "--to", "jsonl"])).expect("it is an object");
    let denial = whole["told"].as_array().and_then(|told| told.last()).expect("it is told")["event"].to_string();
    let new = ask(&archive, &["split", &denial]);
    assert_eq!(attacks(&archive).len(), 2);
    ask(&archive, &["merge", &id, new.trim()]);
    assert_eq!(attacks(&archive).len(), 1);
}
