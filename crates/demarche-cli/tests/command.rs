//! The program as a process: what it writes, where, and how it ends.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const REPORT: &str =
    "Chad recalls envoy\n\nChad recalled its ambassador to Sudan on Thursday, the Foreign Ministry said.\n";

/// A folder of its own for a test, empty at the start.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::write(&path, content).expect("a file can be written");
    path.display().to_string()
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it was piped");
    let input = input.to_vec();
    // The program may end before it has read everything.
    let feeder = std::thread::spawn(move || stdin.write_all(&input).ok());
    let output = child.wait_with_output().expect("the program ends");
    feeder.join().expect("the feeder ends");
    output
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

fn records(output: &Output) -> Vec<serde_json::Value> {
    out(output).lines().map(|l| serde_json::from_str(l).expect("each line is a record")).collect()
}

#[test]
fn a_piped_reading_is_one_json_line_a_report() {
    let path = file(&folder("piped"), "chad.txt", REPORT);
    let output = run(&["read", &path, "--published", "2024-06-20"], b"");
    assert_eq!(code(&output), 0, "{}", err(&output));
    let records = records(&output);
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["schema"], "demarche/1");
    assert_eq!(records[0]["title"], "Chad recalls envoy");
    assert_eq!(records[0]["published"], "2024-06-20");
    assert_eq!(err(&output), "", "nothing but results where all went well");
}

#[test]
fn the_format_of_standard_input_is_found_out() {
    let text = run(&["read"], REPORT.as_bytes());
    let json =
        run(&["read", "-"], b"{\"id\": \"x\", \"text\": \"Chad recalled its envoy.\"}\n\n{\"text\": \"Mali left.\"}\n");
    assert_eq!(records(&text).len(), 1);
    assert_eq!(records(&json).iter().map(|r| r["id"] == "x").collect::<Vec<_>>(), [true, false]);
}

#[test]
fn bad_input_costs_itself_alone_and_is_named() {
    let folder = folder("bad");
    let good = file(&folder, "good.txt", REPORT);
    let empty = file(&folder, "empty.txt", "");
    let bytes: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2654435761) >> 11) as u8).collect();
    let noise = file(&folder, "noise.txt", bytes);
    let long = file(&folder, "long.txt", "word ".repeat(10 << 20));
    let russian = file(&folder, "russian.txt", "Президент прибыл в столицу с официальным визитом и подписал договор.");
    let controls = file(&folder, "controls.txt", "\u{1}\u{2}\u{0}\u{7f}\u{9b}\n\n\u{3}");
    let missing = folder.join("missing.txt").display().to_string();
    let output = run(&["read", &missing, &noise, &long, &empty, &russian, &controls, &good], b"");
    assert_eq!(code(&output), 1);
    let records = records(&output);
    assert_eq!(records.len(), 4, "the empty, the Russian, the odd and the good one are read: {}", err(&output));
    let notes: Vec<&str> = records.iter().map(|r| r["notes"][0]["kind"].as_str().expect("each has a note")).collect();
    assert_eq!(notes, ["empty", "other-language", "no-date", "no-date"]);
    assert_eq!(records[1]["language"], "ru");
    let messages = err(&output);
    for (name, says) in [("missing.txt", "no such file"), ("noise.txt", "no text"), ("long.txt", "longer than")] {
        assert!(messages.lines().any(|l| l.contains(name) && l.contains(says)), "{name} {says}: {messages}");
    }
    assert!(!messages.contains("panicked"), "{messages}");
}

#[test]
fn a_bad_line_costs_itself_alone() {
    let mut lines =
        b"{\"text\": \"Chad recalled its envoy.\"}\nno json\n{\"text\": \"\\ud800\"}\n{\"title\": \"no text\"}\n"
            .to_vec();
    lines.extend(b"{\"text\": \"");
    lines.extend(vec![b'a'; 50 << 20]);
    lines.extend(b"\"}\n\xff\xfe\n{\"text\": \"Mali left the bloc.\", \"published\": \"soon\"}\n");
    let output = run(&["read", "--from", "jsonl", "-"], &lines);
    assert_eq!(code(&output), 1);
    let records = records(&output);
    assert_eq!(records.len(), 2, "{}", err(&output));
    assert_eq!(records[1]["notes"][0]["kind"], "no-date");
    for line in [2, 3, 4, 5, 6] {
        assert!(err(&output).contains(&format!("standard input:{line}: ")), "line {line}: {}", err(&output));
    }
}

#[test]
fn wrong_usage_ends_with_two_and_says_the_way_out() {
    for arguments in [&["read", "--to", "xml"][..], &["raed"], &["read", "--published", "yesterday", "x"], &[]] {
        let output = run(arguments, b"");
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(!err(&output).is_empty() && out(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn every_command_helps_with_an_example() {
    for command in [
        "read",
        "parse",
        "relate",
        "explain",
        "watch",
        "codebook",
        "completions",
        "add",
        "rejects",
        "events",
        "claims",
        "actors",
        "instruments",
        "timeline",
        "dyad",
        "sql",
    ] {
        let output = run(&[command, "--help"], b"");
        assert_eq!(code(&output), 0);
        assert!(out(&output).contains("Example"), "{command} --help shows no example");
    }
    let version = out(&run(&["--version"], b""));
    assert!(version.contains("models") && version.contains("code book"), "{version}");
    assert!(out(&run(&["completions", "bash"], b"")).contains("demarche"));
}

#[test]
fn a_page_names_who_did_what_and_has_no_colors_in_a_pipe() {
    let output = run(&["read", "--to", "pretty", "--published", "2024-06-20", "-"], REPORT.as_bytes());
    let page = out(&output);
    assert!(page.starts_with("Chad recalls envoy\n"), "{page}");
    assert!(!page.contains('\u{1b}'), "{page}");
}

#[test]
fn parse_writes_conllu_and_keeps_given_sentences() {
    let given = "# sent_id = a\n1\tChad\t_\t_\t_\t_\t_\t_\t_\t_\n2\tleft\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n3\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let output = run(&["parse", "--from", "conllu", "-"], given.as_bytes());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let rows: Vec<Vec<String>> = out(&output)
        .lines()
        .filter(|l| l.contains('\t'))
        .map(|l| l.split('\t').map(str::to_string).collect())
        .collect();
    assert_eq!(rows.iter().map(|r| r[1].as_str()).collect::<Vec<_>>(), ["Chad", "left", "."]);
    assert!(rows.iter().all(|r| r.len() == 10), "{rows:?}");
    assert_eq!(rows.iter().filter(|r| r[6] == "0").count(), 1, "one root: {rows:?}");
    assert!(out(&output).contains("# sent_id = a"));
    assert!(out(&run(&["parse"], REPORT.as_bytes())).contains("\tPUNCT\t"));
    let page = "<html><head><title>Envoys leave</title></head><body><nav>Home</nav><article><p>Chad expelled two envoys of Mali on \
        Tuesday, and Mali said that it would respond in kind.</p></article></body></html>";
    let trees = out(&run(&["parse", "-"], page.as_bytes()));
    assert!(trees.contains("\texpelled\t") && !trees.contains("nav") && !trees.contains("\tHome\t"), "{trees}");
}

#[test]
fn relate_answers_each_question_and_names_bad_ones() {
    let lines = "{\"id\": \"1\", \"text\": \"Chad expelled two Sudanese envoys.\", \"actor\": {\"start\": 0, \"end\": 4}, \"recipient\": {\"start\": 18, \"end\": 26}}\nnonsense\n{\"id\": \"2\", \"text\": \"Zélé: ok\", \"actor\": null, \"recipient\": {\"start\": 500, \"end\": 900}}\n";
    let output = run(&["relate", "--from", "jsonl", "-"], lines.as_bytes());
    let answers = records(&output);
    assert_eq!(answers[0]["id"], "1");
    assert_eq!(answers[0]["type"], "SANCTION", "{}", answers[0]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("standard input:2"), "{}", err(&output));
}

#[test]
fn explain_leads_to_the_entry_that_coded_an_event() {
    let output = run(&["explain", "--published", "2024-06-20", "-"], b"Chad condemned Sudan's attack on Thursday.");
    let page = out(&output);
    assert!(page.contains("events/en/") && page.contains("line "), "{page}");
    assert!(page.contains("2024-06-20"), "{page}");
    assert!(page.contains("weighed") && page.contains("model +"), "{page}");
    let none = run(&["explain", "--event", "e99", "-"], b"Chad condemned Sudan's attack.");
    assert_eq!(code(&none), 2);
    assert!(err(&none).contains("e99"), "{}", err(&none));
}

#[test]
fn rules_alone_decide_where_that_is_asked() {
    let text = b"Four villagers die in a Sudanese drone attack.";
    let learned = records(&run(&["read", "--to", "jsonl", "-"], text));
    let rules = records(&run(&["read", "--model", "rules", "--to", "jsonl", "-"], text));
    let coded = |record: &serde_json::Value| {
        let events = record["events"].as_array().expect("a list").clone();
        events.iter().filter(|e| e["rule"].as_str().is_some_and(|rule| rule.starts_with("model#"))).count()
    };
    assert_eq!((coded(&learned[0]), coded(&rules[0])), (1, 0));
    assert_ne!(learned[0]["made_by"]["models"], rules[0]["made_by"]["models"]);
}

#[test]
fn events_less_likely_than_asked_are_left_out() {
    let events = |least: &str| {
        let output =
            run(&["read", "--min-confidence", least, "--to", "jsonl", "-"], b"Chad expelled two Sudanese envoys.");
        records(&output)[0]["events"].as_array().expect("a list").len()
    };
    assert_eq!((events("0.1"), events("1.0")), (1, 0));
}

#[test]
fn a_code_book_of_ones_own_is_checked_and_used() {
    let good = folder("book");
    file(
        &good,
        "dance.toml",
        "type = \"DANCE\"\nquad = \"verbal cooperation\"\nmeaning = \"Dancing.\"\n[[frame]]\nid = \"waltz\"\nwords = [\"waltz\"]\nyes = [\"Chad waltzed with Sudan.\"]\n",
    );
    let bad = folder("bad-book");
    file(&bad, "dance.toml", "type = \"DANCE\"\nquad = \"sideways\"\nmeaning = \"Dancing.\"\n");
    let good = good.display().to_string();
    assert_eq!(code(&run(&["codebook", "check", &good], b"")), 0);
    let faults = run(&["codebook", "check", &bad.display().to_string()], b"");
    assert_eq!(code(&faults), 1);
    assert!(err(&faults).contains("dance.toml:") && err(&faults).contains("sideways"), "{}", err(&faults));
    let output = run(&["read", "--codebook", &good, "-"], b"Chad waltzed with Sudan.");
    assert_eq!(records(&output)[0]["events"][0]["type"], "DANCE", "{}", out(&output));
    assert!(out(&run(&["codebook"], b"")).contains("ACCUSE"));
    assert!(out(&run(&["codebook", "accuse"], b"")).contains("events/en/accuse#"));
}

#[test]
fn quiet_says_nothing_but_faults() {
    let folder = folder("quiet");
    let good = file(&folder, "good.txt", REPORT);
    let missing = folder.join("missing.txt").display().to_string();
    let output = run(&["read", "--quiet", &good, &missing], b"");
    assert_eq!(code(&output), 1);
    assert_eq!(err(&output).lines().count(), 1, "{}", err(&output));
}

#[test]
fn a_table_of_actors_tells_who_somebody_is() {
    let folder = folder("own-actors");
    let report = file(&folder, "report.txt", "Anna Haldvik condemned Russia on Monday.\n");
    let table = "name\tkind\tcountry\tsectors\tfrom\nAnna Haldvik\tperson\tNOR\tLEG\t2020-01-01\n";
    let table = file(&folder, "own.tsv", table);
    let shipped = records(&run(&["read", &report, "--published", "2024-06-20"], b""));
    let own = records(&run(&["read", &report, "--published", "2024-06-20", "--actors", &table], b""));
    let haldvik = own[0]["actors"].as_array().expect("a list").iter().find(|a| a["name"] == "Anna Haldvik");
    let haldvik = haldvik.expect("she is named");
    assert_eq!((haldvik["country"].as_str(), haldvik["sectors"][0].as_str()), (Some("NOR"), Some("LEG")));
    assert!(haldvik["rule"].as_str().expect("a rule").ends_with("own#Anna Haldvik"));
    assert_ne!(own[0]["made_by"]["models"], shipped[0]["made_by"]["models"]);
    let explained = out(&run(&["explain", &report, "--published", "2024-06-20", "--actors", &table], b""));
    assert!(explained.contains("own.tsv line 2"), "{explained}");
}

#[test]
fn a_fault_in_a_table_of_actors_names_its_line() {
    let table = file(&folder("own-faults"), "own.tsv", "name\tcountry\nAnna Haldvik\tNorway\n");
    let output = run(&["read", "--actors", &table], REPORT.as_bytes());
    assert_ne!(code(&output), 0);
    assert!(err(&output).contains("own.tsv:2: country \"Norway\""), "{}", err(&output));
}
