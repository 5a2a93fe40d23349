//! Reports in, rows out; and the file as others find it.

use demarche::{Guide, Record, Report};
use demarche_archive::{Added, Archive, Error, corrections, store};
use rusqlite::Connection;
use std::fs;
use std::path::PathBuf;

const REPORT: &str = "Chad recalls envoy\n\nChad recalled its ambassador to Sudan on Thursday. \"Sudan attacked \
    our border post,\" Foreign Minister Mahamat Saleh told reporters in N'Djamena. Élodie said Sudan had violated the \
    Geneva Conventions.";

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("demarche-archive-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn read() -> (Report, Record) {
    let mut report = Report::from_text(REPORT);
    report.published = Some("2024-06-21".to_string());
    let record = demarche::read(&report, &Guide::shipped().expect("shipped knowledge loads"));
    (report, record)
}

fn count(connection: &Connection, table: &str) -> i64 {
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).expect("the table is there")
}

#[test]
fn a_report_goes_in_whole_and_comes_out_as_it_was() {
    let path = folder("whole").join("a.archive");
    let (report, record) = read();
    let mut archive = Archive::open(&path).expect("it is made");
    let batch = archive.batch().expect("nobody else writes");
    let Added::New(id) = batch.add(&report, &record, "a.txt", None).expect("it is added") else { panic!("it is new") };
    batch.commit().expect("it is kept");
    archive.check().expect("it is sound");

    let seen = Connection::open(&path).expect("others can read it");
    assert_eq!(store::record(&seen, id).expect("it unpacks"), Some(record.clone()));
    assert_eq!(store::text(&seen, id).expect("it is there"), REPORT);
    assert_eq!(count(&seen, "events"), record.events.len() as i64);
    assert_eq!(count(&seen, "claims"), record.attributions.len() as i64);
    assert_eq!(count(&seen, "instruments"), record.instruments.len() as i64);
    assert!(count(&seen, "dyads WHERE actor = 'TCD' AND recipient = 'SDN' AND day = '2024-06-20'") > 0);
    assert!(count(&seen, "parties WHERE role = 'source' AND name LIKE '%Saleh%'") > 0);
    assert!(count(&seen, "claims WHERE content LIKE 'Sudan attacked our border post%'") > 0);
    assert!(count(&seen, "sentence_words('ambassadors')") > 0, "words are found by their stems");
}

#[test]
fn the_same_report_twice_is_one_and_a_removed_one_leaves_nothing() {
    let path = folder("twice").join("a.archive");
    let (report, record) = read();
    let mut archive = Archive::open(&path).expect("it is made");
    let batch = archive.batch().expect("nobody else writes");
    let Added::New(id) = batch.add(&report, &record, "a.txt", None).expect("it is added") else { panic!("it is new") };
    assert_eq!(batch.add(&report, &record, "b.txt", None).expect("it is known"), Added::Known(id));
    let other = Report { publisher: Some("Another Agency".to_string()), ..report.clone() };
    assert!(matches!(batch.add(&other, &record, "c.txt", None).expect("it is added"), Added::New(_)));
    assert!(batch.remove(id).expect("it goes"));
    assert!(!batch.remove(id).expect("it is gone"));
    assert!(batch.remove(id + 1).expect("the other one goes"));
    batch.commit().expect("it is kept");
    archive.check().expect("it is sound");
    let seen = Connection::open(&path).expect("others can read it");
    for table in ["report", "sentence", "reading", "appearance", "event", "party", "dyad", "claim", "instrument"] {
        assert_eq!(count(&seen, table), 0, "{table}");
    }
}

#[test]
fn a_batch_that_is_dropped_leaves_nothing() {
    let path = folder("dropped").join("a.archive");
    let (report, record) = read();
    let mut archive = Archive::open(&path).expect("it is made");
    let batch = archive.batch().expect("nobody else writes");
    batch.add(&report, &record, "a.txt", None).expect("it is added");
    drop(batch);
    assert_eq!(count(&Connection::open(&path).expect("others can read it"), "report"), 0);
}

#[test]
fn what_is_no_archive_is_said_to_be_none() {
    let folder = folder("foreign");
    let missing = folder.join("missing.archive");
    assert!(matches!(Archive::open_to_read(&missing), Err(Error::Missing(_))));
    let text = folder.join("text.archive");
    fs::write(&text, "no database, but a text that is longer than the head of one ".repeat(20)).expect("it is written");
    assert!(matches!(Archive::open(&text), Err(Error::Foreign(_))));
    let other = folder.join("other.archive");
    Connection::open(&other).and_then(|c| c.execute_batch("CREATE TABLE mine (x)")).expect("it is made");
    assert!(matches!(Archive::open(&other), Err(Error::Foreign(_))));
    let newer = folder.join("newer.archive");
    drop(Archive::open(&newer).expect("it is made"));
    Connection::open(&newer).and_then(|c| c.pragma_update(None, "user_version", 999)).expect("it is changed");
    assert!(matches!(Archive::open(&newer), Err(Error::Newer { found: 999, .. })));
}

#[test]
fn a_correction_holds_when_its_report_is_read_anew() {
    let path = folder("corrected").join("a.archive");
    let (report, record) = read();
    let mut archive = Archive::open(&path).expect("it is made");
    let add = |archive: &mut Archive| {
        let batch = archive.batch().expect("nobody else writes");
        let Added::New(id) = batch.add(&report, &record, "a.txt", None).expect("it is added") else { panic!("new") };
        batch.commit().expect("it is kept");
        id
    };
    let first = add(&mut archive);
    let event = archive.report(first).expect("it can be asked").expect("it is there").events[0].1;
    let new = |what: &str, value: &str| corrections::New {
        event,
        what: what.to_string(),
        value: value.to_string(),
        author: "A. Reader".to_string(),
        note: String::new(),
    };
    archive.correct(&new("type", "CONSULT"), "2024-06-22T09:00:00Z").expect("it is kept");
    for (what, value) in [("type", ""), ("factuality", "sure"), ("day", "2024-06-20")] {
        assert!(matches!(archive.correct(&new(what, value), "now"), Err(Error::Question(_))), "{what} {value:?}");
    }

    let batch = archive.batch().expect("nobody else writes");
    assert!(batch.remove(first).expect("it goes"));
    batch.commit().expect("it is gone");
    assert_eq!(archive.corrections(None).expect("they can be asked"), [], "no report, no correction to show");
    let again = add(&mut archive);
    let found = archive.corrections(Some(again)).expect("they can be asked");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].value.as_str(), found[0].author.as_str()), ("CONSULT", "A. Reader"));
    assert_eq!(found[0].reference, record.events[0].reference);
}

/// An archive as the first version made it, with one report that has an event.
fn of_the_first_version(path: &std::path::Path) {
    let old = Connection::open(path).expect("it is made");
    old.execute_batch(include_str!("../src/schema/0001_archive.sql")).expect("the first version's tables");
    old.execute_batch(
        "PRAGMA application_id = 0x646d6172; PRAGMA user_version = 1;
         INSERT INTO report (id, hash, name, language, day) VALUES (1, x'00', 'old', 'en', '2020-01-02');
         INSERT INTO sentence (id, report, number, start, text) VALUES (1, 1, 0, 0, 'Mali expelled the envoy.');
         INSERT INTO event (id, report, number, sentence, type, contexts, trigger, day, actor, actor_names, recipient,
            recipient_names, factuality, confidence, said_by, said_by_names, rule)
         VALUES (1, 1, 1, 1, 'SANCTION', '', 'expelled', '2020-01-02', 'MLI.GOV', 'Mali', '', '', 'CT+', 0.9, '', '', 'r');",
    )
    .expect("a report of then");
}

#[test]
fn an_archive_of_the_first_version_is_brought_up_to_date_with_all_that_it_holds() {
    let path = folder("older").join("a.archive");
    of_the_first_version(&path);
    assert!(matches!(Archive::open_to_read(&path), Err(Error::Older(_))), "reading alone changes nothing");

    let mut archive = Archive::open(&path).expect("it is brought up to date");
    archive.check().expect("it is sound");
    let (report, record) = read();
    let batch = archive.batch().expect("nobody else writes");
    batch.add(&report, &record, "a.txt", None).expect("it is added");
    batch.commit().expect("it is kept");

    let seen = Connection::open(&path).expect("others can read it");
    assert_eq!(count(&seen, "events WHERE type = 'SANCTION' AND day = '2020-01-02'"), 1);
    assert_eq!(count(&seen, "sentence_words('expel')"), 1);
    assert_eq!(count(&seen, "mentions"), record.events.len() as i64, "what comes in now is joined");
}

/// What each tally should hold, counted anew.
const TALLIES: &[(&str, &str)] = &[
    ("tally_type", "SELECT day, type, count(*) FROM event WHERE day IS NOT NULL GROUP BY 1, 2"),
    ("tally_party", "SELECT country, role, day, type, count(*) FROM tallied GROUP BY 1, 2, 3, 4"),
    (
        "tally_dyad",
        "SELECT strftime('%Y-%m', day * 86400, 'unixepoch'), actor, recipient, type, count(*) FROM dyad
         WHERE day > -1000000 GROUP BY 1, 2, 3, 4",
    ),
    (
        "tally_place",
        "SELECT coalesce(substr(day, 1, 7), ''), place, coalesce(place_country, ''), latitude, longitude, type, count(*)
         FROM event WHERE place IS NOT NULL AND latitude IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6",
    ),
    ("tally_actor", "SELECT actor, count(*) FROM party WHERE role < 2 AND actor IS NOT NULL GROUP BY 1"),
];

fn tallies_are_true(path: &std::path::Path) {
    let seen = Connection::open(path).expect("others can read it");
    for (tally, counted) in TALLIES {
        let differ = format!(
            "(SELECT * FROM (SELECT * FROM {tally} WHERE events > 0 EXCEPT SELECT * FROM ({counted}))
             UNION ALL SELECT * FROM (SELECT * FROM ({counted}) EXCEPT SELECT * FROM {tally}))"
        );
        assert_eq!(count(&seen, &differ), 0, "{tally} is not what there is");
    }
    assert!(count(&seen, "tally_party WHERE events > 0") > 0);
}

#[test]
fn tallies_count_what_is_there_when_reports_come_and_go() {
    let path = folder("tallies").join("a.archive");
    of_the_first_version(&path);
    let mut archive = Archive::open(&path).expect("it is brought up to date");
    tallies_are_true_of_old(&path);
    let (report, record) = read();
    let batch = archive.batch().expect("nobody else writes");
    let Added::New(first) = batch.add(&report, &record, "a", None).expect("it is added") else { panic!("it is new") };
    let again = Report { text: format!("{REPORT} And more."), ..report };
    batch.add(&again, &demarche::read(&again, &Guide::shipped().expect("knowledge")), "b", None).expect("it is added");
    batch.commit().expect("it is kept");
    tallies_are_true(&path);

    let batch = archive.batch().expect("nobody else writes");
    assert!(batch.remove(first).expect("it is removed"));
    batch.commit().expect("it is kept");
    tallies_are_true(&path);
}

/// The first version's event has a day and a type, and no parties.
fn tallies_are_true_of_old(path: &std::path::Path) {
    let seen = Connection::open(path).expect("others can read it");
    assert_eq!(count(&seen, "tally_type WHERE type = 'SANCTION' AND day = '2020-01-02' AND events = 1"), 1);
}
