//! Many reports: in order, once, however often it is stopped.

use demarche::record::MadeBy;
use demarche::{Guide, Report};
use demarche_archive::import::{Incoming, Item, Plan, Tally, import};
use demarche_archive::store::Reject;
use demarche_archive::{Archive, Error};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("demarche-import-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn report(number: usize) -> Item {
    let text = format!("Chad recalled its ambassador to Sudan on Thursday, a diplomat said. It was recall {number}.");
    let published = Some(format!("2024-06-{:02}", 1 + number % 28));
    let report = Report { text, published, ..Report::default() };
    Ok(Incoming { report, origin: "a.jsonl".to_string() })
}

fn reject(number: usize) -> Item {
    let place = format!("a.jsonl:{number}");
    Err(Reject { place, origin: "a.jsonl".to_string(), reason: "no report".to_string() })
}

fn run(path: &Path, items: Vec<Item>) -> Result<Tally, Error> {
    let guide = Guide::shipped().expect("shipped knowledge loads");
    let made_by = MadeBy {
        version: "1".to_string(),
        models: "m".to_string(),
        codebook: "c".to_string(),
        register: "r".to_string(),
    };
    let plan = Plan { inputs: vec!["a.jsonl".to_string()], made_by, threads: None };
    let read = |report: &Report| {
        assert!(!report.text.contains("recall 13."), "a reader that fails");
        demarche::read(report, &guide)
    };
    import(&mut Archive::open(path)?, items.into_iter(), read, &plan, &mut |_, _| {})
}

/// All that an archive holds, but when it came in.
fn content(path: &Path) -> String {
    let connection = Connection::open(path).expect("it is there");
    let mut all = String::new();
    for table in ["report", "sentence", "actor", "appearance", "event", "party", "dyad", "claim", "instrument"] {
        let mut rows = connection.prepare(&format!("SELECT * FROM {table}")).expect("the table is there");
        let columns: Vec<String> = rows.column_names().map(ToString::to_string).collect();
        let mut found = rows.query([]).expect("it can be asked");
        while let Some(row) = found.next().expect("it answers") {
            let values =
                columns.iter().filter(|c| *c != "run").map(|c| format!("{:?}", row.get_ref(c.as_str()).unwrap()));
            all.push_str(&format!("{table}: {}\n", values.collect::<Vec<_>>().join("|")));
        }
    }
    all
}

#[test]
fn what_comes_twice_is_written_once_and_in_order() {
    let folder = folder("order");
    let whole = folder.join("whole.archive");
    let tally = run(&whole, (0..40).map(report).chain((0..5).map(report)).collect()).expect("it is imported");
    assert_eq!((tally.added, tally.known, tally.rejected), (39, 5, 1), "the one that the reader fails on is a reject");
    let pieces = folder.join("pieces.archive");
    for end in [1, 7, 20, 40] {
        run(&pieces, (0..end).map(report).collect()).expect("it is imported");
    }
    assert!(content(&whole) == content(&pieces), "an import in pieces gives the same archive");
    Archive::open(&pieces).expect("it opens").check().expect("it is sound");
}

#[test]
fn rejects_are_kept_until_they_do_not_fail_again() {
    let path = folder("rejects").join("a.archive");
    let count = |sql: &str| -> i64 {
        Connection::open(&path).expect("it is there").query_row(sql, [], |row| row.get(0)).expect("it answers")
    };
    run(&path, vec![report(0), reject(2), reject(3)]).expect("it is imported");
    assert_eq!(count("SELECT count(*) FROM rejects"), 2);
    run(&path, vec![report(0), report(1), reject(3)]).expect("it is imported");
    assert_eq!(count("SELECT count(*) FROM rejects WHERE place = 'a.jsonl:3' AND tries = 2"), 1);
    assert_eq!(count("SELECT count(*) FROM rejects"), 1);
    assert_eq!(count("SELECT added FROM runs WHERE run = 2"), 1);
}

#[test]
fn others_read_while_one_writes_and_a_second_writer_waits() {
    let path = folder("readers").join("a.archive");
    run(&path, vec![report(0)]).expect("it is imported");
    let mut writing = Archive::open(&path).expect("it opens");
    let batch = writing.batch().expect("nobody else writes");
    batch.remove(1).expect("it goes");
    let seen = Archive::open_to_read(&path).expect("it can be read while somebody writes");
    let text =
        demarche_archive::store::text(&Connection::open(seen.path()).expect("it opens"), 1).expect("it is there");
    assert!(text.starts_with("Chad"), "what is not committed is not seen");
    let second = std::thread::spawn({
        let path = path.clone();
        move || run(&path, vec![report(1)])
    });
    std::thread::sleep(std::time::Duration::from_millis(300));
    batch.commit().expect("it is kept");
    assert_eq!(second.join().expect("it ends").expect("it waited").added, 1);
}
