//! Corrected reports as gold cases: the keys are the benchmark's, the pieces stand in their sentences, and the benchmark's own
//! scorer, where it lies beside the checkout, finds the corrected reading right.

use demarche::{Guide, Report};
use demarche_archive::corrections::New;
use demarche_archive::{Added, Archive, corrected, export};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const REPORT: &str = "Oslo expels envoys\n\nOSLO, May 2 - Norway on Thursday expelled two Chadian diplomats.  Chad's foreign\nminister \
    said that Norway had violated the Vienna Convention.\n\n\"Norway attacked our honor,\" Foreign Minister Mahamat Saleh \
    told reporters. Sweden praised Norway.";

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("demarche-gold-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// An archive with the report, in which somebody put three things right.
fn archive(folder: &Path) -> (Archive, i64) {
    let mut report = Report::from_text(REPORT);
    (report.published, report.publisher) = (Some("2024-05-03".into()), Some("Fjord Wire".into()));
    report.id = Some("oslo/expels".to_string());
    let mut archive = Archive::open(&folder.join("a.archive")).expect("it is made");
    let record = demarche::read(&report, &Guide::shipped().expect("knowledge loads"));
    let batch = archive.batch().expect("nobody else writes");
    let Added::New(id) = batch.add(&report, &record, "test", None).expect("it is added") else { panic!("it is new") };
    batch.commit().expect("it is kept");
    let kept = archive.report(id).expect("it can be asked").expect("it is there");
    let event = |sentence: &str| {
        let at = REPORT[..REPORT.find(sentence).expect("it is there")].chars().count();
        let found = kept.record.events.iter().find(|e| e.trigger.start >= at).expect("there is one");
        kept.events.iter().find(|(reference, _)| *reference == found.reference).expect("it has a number").1
    };
    let mut correct = |event: i64, what: &str, value: &str| {
        let (what, value) = (what.to_string(), value.to_string());
        let new = New { event, what, value, author: "A. Reader".into(), note: String::new() };
        archive.correct(&new, "2024-05-04T09:00:00Z").expect("it is kept")
    };
    correct(event("expelled two"), "right", "");
    correct(event("praised"), "actor", "SWE GOV");
    correct(event("praised"), "factuality", "PS+");
    correct(event("attacked our honor"), "wrong", "");
    let undone = correct(event("expelled two"), "type", "AID");
    archive.undo_correction(undone, "A. Reader", "2024-05-04T09:01:00Z").expect("it is taken back");
    (archive, id)
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn sentence<'a>(case: &'a Value, number: &Value) -> &'a str {
    let number = number.as_i64().expect("a number");
    let mut all = case["paragraphs"].as_array().expect("a list").iter().flat_map(|p| p.as_array().expect("a list"));
    match usize::try_from(number) {
        Ok(at) => all.nth(at).and_then(Value::as_str).expect("there is such a sentence"),
        Err(_) => case["title"].as_str().expect("there is a title"),
    }
}

#[test]
fn a_case_has_the_guide_s_keys_and_its_pieces_stand_in_their_sentences() {
    let folder = folder("keys");
    let (archive, id) = archive(&folder);
    let case = export::gold(&archive, id).expect("it can be asked").expect("it is there");
    let case = serde_json::to_value(case).expect("it can be written");
    let whole = ["attributions", "events", "id", "instruments", "paragraphs", "published", "publisher", "title"];
    assert_eq!(keys(&case), whole);
    assert_eq!((case["title"].as_str(), case["id"].as_str()), (Some("Oslo expels envoys"), Some("oslo-expels")));
    let lengths: Vec<usize> =
        case["paragraphs"].as_array().expect("a list").iter().map(|p| p.as_array().map_or(0, Vec::len)).collect();
    assert_eq!(lengths, [2, 2], "{case:#}");
    assert!(!case["paragraphs"].to_string().contains("  "), "single spaces");
    let events = case["events"].as_array().expect("a list");
    for event in events {
        assert_eq!(
            keys(event),
            [
                "actor",
                "alternatives",
                "auxiliary",
                "contexts",
                "date",
                "factuality",
                "mode",
                "need",
                "place",
                "recipient",
                "s",
                "sources",
                "trigger",
                "type"
            ]
        );
        assert!(sentence(&case, &event["s"]).contains(event["trigger"].as_str().expect("a text")), "{event}");
    }
    for voice in case["attributions"].as_array().expect("a list") {
        assert_eq!(keys(voice), ["content", "cue", "kind", "need", "person", "s", "source", "source_actor", "within"]);
        assert!(sentence(&case, &voice["s"]).contains(voice["cue"].as_str().expect("a text")), "{voice}");
    }
    for link in case["instruments"].as_array().expect("a list") {
        assert_eq!(keys(link), ["factuality", "instrument", "need", "parties", "relation", "s", "sources", "text"]);
        assert!(sentence(&case, &link["s"]).contains(link["text"].as_str().expect("a text")), "{link}");
    }
    let must: Vec<&Value> = events.iter().filter(|event| event["need"] == "must").collect();
    assert_eq!(must.len(), 2, "what was judged: {events:#?}");
    assert_eq!(
        (must[0]["type"].as_str(), must[0]["date"].as_str()),
        (Some("SANCTION"), Some("2024-05-02")),
        "{}",
        must[0]
    );
    let praise = must[1];
    assert_eq!((praise["factuality"].as_str(), praise["auxiliary"][0].as_str()), (Some("PS+"), Some("hypothetical")));
    assert_eq!(praise["actor"], serde_json::json!(["SWE GOV"]));
    assert!(
        !events.iter().any(|event| event["trigger"].as_str().is_some_and(|t| t.contains("attacked"))),
        "{events:#?}"
    );
}

/// The corrected reading gets full marks from the benchmark's own program.
#[test]
fn the_benchmark_scores_the_corrected_reading_as_right() {
    let scorer = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bench/dispatches.py");
    if !scorer.is_file() || Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no benchmark beside the checkout, or no python3");
        return;
    }
    let folder = folder("score");
    let (archive, id) = archive(&folder);
    let (cases, reading) = (folder.join("cases"), folder.join("reading.jsonl"));
    assert_eq!(export::gold_to_folder(&archive, &cases).expect("they are written"), 1);
    let python = |arguments: &[&str]| {
        let output = Command::new("python3").arg(&scorer).args(arguments).output().expect("python3 starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let cases = cases.display().to_string();
    let input: Value = serde_json::from_str(python(&["input", &cases]).trim()).expect("one document");
    // The case's text has single spaces: it is read again, and put right in the same way.
    let mut report = Report::from_text(input["text"].as_str().expect("a text"));
    (report.id, report.published) = (Some("oslo-expels".into()), Some("2024-05-03".into()));
    let anew = demarche::read(&report, &Guide::shipped().expect("knowledge loads"));
    let mut right = corrected(&anew, &archive.corrections(Some(id)).expect("they can be asked"));
    right.id = "oslo-expels".to_string();
    fs::write(&reading, serde_json::to_string(&right).expect("it can be written") + "\n").expect("it is written");
    let score = python(&["score", &reading.display().to_string(), &cases]);
    let line = score.lines().find(|line| line.starts_with("whole")).expect("a line");
    assert!(line.contains("1.000  1.000 1.000") && line.contains("tp 2 fp 0 fn 0"), "{score}");
}
