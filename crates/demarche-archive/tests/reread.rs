//! Reports read anew: what the new models read takes the old reading's place, and what people decided holds.

use demarche::{Guide, Record, Report};
use demarche_archive::happenings::{self, Happening, questions};
use demarche_archive::questions::{Cut, Only};
use demarche_archive::{Added, Archive, Filter, corrections, reread};
use std::fs;

const CLAIM: &str = "Congo said on Tuesday that Rwandan troops attacked the town of Sake. Residents fled toward Goma.";
const DENIAL: &str = "Rwanda denied on Wednesday that its troops attacked Sake. Congolese officials had blamed Kigali for \
    the attack on Tuesday.";
const OTHER: &str = "Kenya and Ethiopia signed a security pact in Nairobi on Wednesday. Kenya praised Ethiopia.";

fn archive(name: &str) -> Archive {
    let folder = std::env::temp_dir().join(format!("demarche-reread-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    Archive::open(&folder.join("a.archive")).expect("it is made")
}

/// A reading as worse models would have given it: the first event's type is wrong, the last event is missing.
fn older(report: &Report, guide: &Guide) -> Record {
    let mut record = demarche::read(report, guide);
    record.made_by.models = "older".to_string();
    if record.events.len() > 2 {
        record.events.pop();
    }
    record.events[0].kind = "CONCEDE".to_string();
    record
}

fn add(archive: &mut Archive, published: &str, text: &str, read: impl Fn(&Report) -> Record) -> i64 {
    let report =
        Report { published: Some(published.to_string()), publisher: Some(text[..6].into()), ..Report::new(text) };
    let batch = archive.batch().expect("nobody else writes");
    let added = batch.add(&report, &read(&report), "test", None).expect("it is added");
    batch.commit().expect("it is kept");
    let (Added::New(id) | Added::Known(id)) = added;
    id
}

fn happenings_of(archive: &Archive, kind: &str) -> Vec<Happening> {
    let filter = Filter { types: vec![kind.to_string()], ..Filter::default() };
    happenings::list(archive, &filter, &Cut::default(), Only::default()).expect("they can be listed")
}

fn anew(archive: &mut Archive, guide: &Guide) -> reread::Tally {
    let read = |report: &Report| demarche::read(report, guide);
    let made_by = demarche::read(&Report::new(""), guide).made_by;
    reread::reread(archive, read, &made_by, None, &mut |_| {}).expect("they are read")
}

#[test]
fn a_new_reading_takes_the_old_one_s_place_and_numbers_stay() {
    let (guide, mut archive) = (Guide::shipped().expect("knowledge loads"), archive("place"));
    let old = add(&mut archive, "2024-05-09", OTHER, |report| older(report, &guide));
    let present = add(&mut archive, "2024-02-14", CLAIM, |report| demarche::read(report, &guide));
    let before = archive.report(old).expect("it can be asked").expect("it is there");
    let untouched = archive.report(present).expect("it can be asked").expect("it is there");

    let tally = anew(&mut archive, &guide);
    assert_eq!((tally.reports, tally.done), (1, 1), "what the present versions made is skipped");
    archive.check().expect("it is sound");
    let after = archive.report(old).expect("it can be asked").expect("the report keeps its number");
    let mut fresh =
        Report { published: Some("2024-05-09".into()), publisher: Some(OTHER[..6].into()), ..Report::new(OTHER) };
    fresh.id = Some(before.record.id.clone());
    assert_eq!(after.record, demarche::read(&fresh, &guide), "the reading is the new one");
    assert_eq!(after.text, OTHER);
    assert_ne!(before.record.events[0].kind, after.record.events[0].kind);
    let number = |kept: &demarche_archive::reports::Kept, at: usize| {
        kept.events.iter().find(|(reference, _)| *reference == kept.record.events[at].reference).map(|(_, id)| *id)
    };
    for event in 0..before.record.events.len() {
        assert_eq!(number(&before, event), number(&after, event), "event {event} keeps its number");
    }
    assert_eq!(archive.report(present).expect("it can be asked").expect("it is there").record, untouched.record);
    assert_eq!(anew(&mut archive, &guide), reread::Tally::default(), "a second time there is nothing to do");
}

#[test]
fn corrections_merges_and_splits_hold() {
    let (guide, mut archive) = (Guide::shipped().expect("knowledge loads"), archive("decided"));
    let stale = |report: &Report| {
        let mut record = demarche::read(report, &guide);
        record.made_by.models = "older".to_string();
        record
    };
    let claim = add(&mut archive, "2024-02-14", CLAIM, stale);
    let denial = add(&mut archive, "2024-02-15", DENIAL, stale);
    add(&mut archive, "2024-05-09", OTHER, stale);
    let (attack, pact) =
        (happenings_of(&archive, "ASSAULT")[0].happening, happenings_of(&archive, "SUPPORT")[0].happening);
    let mentions = questions::mentions(&archive, attack).expect("they are there");
    let denied: Vec<i64> = mentions.iter().filter(|m| m.report == denial).map(|m| m.event).collect();
    assert!(!denied.is_empty() && denied.len() < mentions.len(), "{mentions:#?}");
    let parted = happenings::split(&mut archive, &denied, "2024-03-01").expect("they are taken out");
    let signing = questions::mentions(&archive, pact).expect("they are there")[0].event;
    // Nothing but a person's word would make these one.
    happenings::merge(&mut archive, &[parted, pact], "2024-03-01").expect("they are merged");
    let event = archive.report(claim).expect("it can be asked").expect("it is there").events[0].1;
    let new = corrections::New {
        event,
        what: "factuality".into(),
        value: "PS+".into(),
        author: "A. Reader".into(),
        note: String::new(),
    };
    archive.correct(&new, "2024-03-01T09:00:00Z").expect("it is kept");

    assert_eq!(anew(&mut archive, &guide).done, 3);
    archive.check().expect("it is sound");
    let happening = |event: i64| questions::of(&archive, event).expect("it can be asked");
    assert!(happening(signing).is_some() && happening(event).is_some(), "events keep their numbers");
    assert_ne!(happening(event), happening(denied[0]), "what was split stays apart");
    assert_eq!(happening(signing), happening(denied[0]), "what was merged stays together");
    let found = archive.corrections(Some(claim)).expect("they can be asked");
    assert_eq!((found.len(), found[0].event), (1, Some(event)), "the correction stands at its event");
}
