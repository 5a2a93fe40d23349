//! The archive from outside: added to, asked, killed and begun again.

use demarche_archive::Archive;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("demarche-command-archive-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn command(archive: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.args(arguments).env("DEMARCHE_ARCHIVE", archive);
    command
}

fn run(archive: &Path, arguments: &[&str]) -> Output {
    command(archive, arguments).output().expect("the program starts")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("answers are UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn asked(archive: &Path, arguments: &[&str]) -> String {
    let output = run(archive, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", err(&output));
    out(&output)
}

/// Reports in our own words, each different.
fn reports(path: &Path, count: usize) {
    let mut file = File::create(path).expect("a file can be made");
    let (who, whom) = (["Chad", "Japan", "Peru", "Norway", "Kenya"], ["Sudan", "Russia", "Chile", "Sweden", "Uganda"]);
    for number in 0..count {
        let (one, other) = (who[number % 5], whom[number / 5 % 5]);
        let text = format!(
            "{one} condemned {other} on Thursday. \\\"{other} attacked {one}'s soldiers at border post {number},\\\" a minister \
             told reporters. Norway's foreign ministry said {other} had violated the Geneva Conventions."
        );
        let day = format!("2024-{:02}-{:02}", 1 + number % 12, 1 + number % 28);
        writeln!(file, "{{\"text\": \"{text}\", \"published\": \"{day}\", \"publisher\": \"Agency {}\"}}", number % 3)
            .expect("it can be written");
    }
}

/// Everything the archive knows, but when and where it came in.
fn content(archive: &Path) -> String {
    let questions = [
        "SELECT report, name, title, published, publisher, language, origin FROM reports",
        "SELECT * FROM sentences",
        "SELECT * FROM events",
        "SELECT * FROM parties",
        "SELECT * FROM dyads",
        "SELECT * FROM claims",
        "SELECT * FROM instruments",
        "SELECT * FROM actors",
        "SELECT * FROM mentions",
        "SELECT * FROM happenings",
    ];
    questions.map(|question| asked(archive, &["sql", question, "--to", "csv"])).concat()
}

/// Numbers without a pattern, the same in every run of the test.
struct Dice(u64);

impl Dice {
    fn between(&mut self, least: u64, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        least + (self.0 >> 33) % (most - least)
    }
}

#[test]
fn an_import_that_is_killed_twenty_times_gives_the_same_archive() {
    let folder = folder("killed");
    let input = folder.join("reports.jsonl");
    reports(&input, 800);
    let input = input.display().to_string();
    let undisturbed = folder.join("undisturbed.archive");
    asked(&undisturbed, &["add", "-q", &input]);
    let expected = content(&undisturbed);
    let (mut kills, mut finished, mut dice) = (0, 0, Dice(42));
    while kills < 20 || finished == 0 {
        let archive = folder.join(format!("killed-{finished}.archive"));
        let mut child = command(&archive, &["add", "-q", &input]).spawn().expect("the program starts");
        if kills < 20 {
            std::thread::sleep(Duration::from_millis(dice.between(30, 900)));
        }
        if kills < 20 && child.try_wait().expect("it can be asked").is_none() {
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
            kills += 1;
            let archive = Archive::open(&archive).expect("what is left is an archive");
            archive.check().expect("and it is sound");
        } else {
            assert!(child.wait().expect("it ends").success());
            finished += 1;
            assert!(content(&archive) == expected, "after {kills} kills something is different");
        }
    }
}

#[test]
fn what_was_added_can_be_asked_in_every_form() {
    let folder = folder("asked");
    let (archive, input) = (folder.join("a.archive"), folder.join("reports.jsonl"));
    reports(&input, 30);
    let added = run(&archive, &["add", &input.display().to_string()]);
    assert!(err(&added).starts_with("30 reports added"), "{}", err(&added));
    let again = run(&archive, &["add", &input.display().to_string()]);
    assert!(err(&again).contains("30 known"), "{}", err(&again));

    let events = asked(&archive, &["events", "--actor", "TCD", "--recipient", "SDN", "--since", "2024-01"]);
    let first: serde_json::Value = serde_json::from_str(events.lines().next().expect("there is one")).expect("JSON");
    assert_eq!((&first["type"], &first["actor"]), (&"ACCUSE".into(), &"TCD.GOV".into()), "{first}");
    assert!(asked(&archive, &["events", "--text", "\"border post\"", "--to", "csv"]).starts_with("event,day,type"));
    let table = asked(&archive, &["events", "--to", "table", "-n", "3"]);
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(asked(&archive, &["claims", "--said-by", "NOR.GOV"]).contains("violated the Geneva Conventions"));
    assert!(asked(&archive, &["actors", "--to", "table", "--party", "TCD"]).contains("Chad"));
    assert!(asked(&archive, &["instruments", "--relation", "violates"]).contains("Geneva"));
    let months = asked(&archive, &["dyad", "TCD", "SDN", "--to", "csv"]);
    assert!(months.starts_with("period,actor,recipient,type,events\n"), "{months}");
    assert!(months.contains("TCD,SDN,ACCUSE,1") && months.contains("SDN,TCD,ASSAULT,1"), "{months}");
    assert!(asked(&archive, &["timeline", "--by", "week", "--per", "all"]).lines().count() > 5);
    assert!(asked(&archive, &["sql"]).contains("happenings\n"));
}

#[test]
fn what_cannot_be_asked_says_what_could() {
    let folder = folder("refused");
    let archive = folder.join("a.archive");
    let says = |arguments: &[&str], words: &str| {
        let output = run(&archive, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", out(&output));
        assert!(err(&output).contains(words), "{arguments:?}: {}", err(&output));
    };
    says(&["events"], "`demarche add` makes one");
    asked(&archive, &["add"]);
    says(&["sql", "DELETE FROM report"], "SELECT");
    says(&["sql", "SELECT nowhere FROM events"], "no such column");
    says(&["sql", "SELECT 1; DROP TABLE report"], "one");
    says(&["events", "--text", "\"unclosed"], "a phrase");
    says(&["events", "--since", "soon"], "2024-01-31");
    says(&["dyad", "Russia", "JPN"], "three capitals");
    fs::write(folder.join("text"), "no archive").expect("it can be written");
    says(&["events", "--archive", &folder.join("text").display().to_string()], "not an archive");
}

#[test]
fn rejects_are_listed_and_tried_again() {
    let folder = folder("rejects");
    let (archive, input) = (folder.join("a.archive"), folder.join("in"));
    fs::create_dir(&input).expect("a folder can be made");
    fs::write(input.join("bad.jsonl"), "{\"text\": \"Chad condemned Sudan.\"}\nnonsense\n").expect("it can be written");
    let added = run(&archive, &["add", &input.display().to_string()]);
    assert_eq!(added.status.code(), Some(1));
    assert!(asked(&archive, &["rejects", "--to", "csv"]).contains("bad.jsonl:2"));
    assert_eq!(run(&archive, &["rejects", "--retry"]).status.code(), Some(1));
    assert!(asked(&archive, &["rejects"]).contains("\"tries\":2"));
    fs::write(input.join("bad.jsonl"), "{\"text\": \"Chad thanked Sudan.\"}\n").expect("it can be written");
    assert_eq!(run(&archive, &["rejects", "--retry"]).status.code(), Some(0));
    assert_eq!(asked(&archive, &["rejects"]), "");
    assert!(asked(&archive, &["sql", "SELECT count(*) AS n FROM reports"]).contains("{\"n\":2}"));
}

#[test]
fn a_pipe_is_an_input_too() {
    let archive = folder("pipe").join("a.archive");
    let mut child = command(&archive, &["add", "-q", "--published", "2024-06-20", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("it is piped").write_all(b"Chad condemned Sudan.").expect("it can be written");
    assert!(child.wait().expect("it ends").success());
    assert!(asked(&archive, &["events"]).contains("\"day\":\"2024-06-20\""));
}

#[test]
fn another_register_reads_all_reports_anew_once() {
    let folder = folder("reread");
    let (archive, input) = (folder.join("a.archive"), folder.join("in.jsonl"));
    reports(&input, 7);
    asked(&archive, &["add", "-q", &input.display().to_string()]);
    let said = |arguments: &[&str]| {
        let output = run(&archive, arguments);
        assert!(output.status.success(), "{}", err(&output));
        err(&output)
    };
    assert!(said(&["reread"]).contains("nothing to do"));
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/instruments.tsv").display().to_string();
    assert!(said(&["reread", "--instruments", &own]).contains("7 reports read anew"));
    assert!(said(&["reread", "--instruments", &own]).contains("nothing to do"));
    let missing = command(&folder.join("none.archive"), &["reread"]).output().expect("the program starts");
    assert!(!missing.status.success() && err(&missing).contains("there is no archive"));
}

#[test]
fn a_retry_takes_what_was_missing_the_first_time() {
    let folder = folder("retry");
    let archive = folder.join("a.archive");
    fs::write(folder.join("table.csv"), "kop,inhoud\nA,Chad expelled the envoy of Mali.\n").expect("it can be written");
    assert_eq!(run(&archive, &["add", folder.join("table.csv").to_str().expect("UTF-8")]).status.code(), Some(1));
    let retry = ["rejects", "--retry", "--fields", "text=inhoud,title=kop", "--published", "2024-06-20"];
    assert_eq!(run(&archive, &retry).status.code(), Some(0));
    assert_eq!(asked(&archive, &["rejects"]), "");
    assert!(asked(&archive, &["sql", "SELECT day FROM reports"]).contains("2024-06-20"));
}
