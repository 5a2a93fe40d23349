//! Happenings in an archive: joined as reports come in, explained, undone, and the same after a report came back.

use demarche::{Guide, Report};
use demarche_archive::happenings::{self, Happening, questions};
use demarche_archive::questions::{Cut, Only};
use demarche_archive::regroupings::Signed;
use demarche_archive::{Added, Archive, Filter};
use std::fs;
use std::path::PathBuf;

const CLAIM: &str = "Congo said on Tuesday that Rwandan troops attacked the town of Sake. Residents fled toward Goma.";
const DENIAL: &str = "Rwanda denied on Wednesday that its troops attacked Sake. Congolese officials had blamed Kigali for \
    the attack on Tuesday.";
const COPY: &str = "GOMA (Meridian News) - Congo said on Tuesday that Rwandan troops attacked the town of Sake. Residents \
    fled toward Goma. Subscribe to our newsletter.";
const OTHER: &str = "Kenya and Ethiopia signed a security pact in Nairobi on Wednesday.";

fn archive(name: &str) -> Archive {
    let folder = std::env::temp_dir().join(format!("demarche-happenings-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    let path: PathBuf = folder.join("a.archive");
    Archive::open(&path).expect("it is made")
}

fn add(archive: &mut Archive, guide: &Guide, published: &str, publisher: &str, text: &str) -> i64 {
    let mut report = Report::new(text);
    report.published = Some(published.to_string());
    report.publisher = Some(publisher.to_string());
    let record = demarche::read(&report, guide);
    let batch = archive.batch().expect("nobody else writes");
    let Added::New(id) = batch.add(&report, &record, "test", None).expect("it is added") else { panic!("it is new") };
    batch.commit().expect("it is kept");
    id
}

fn attacks(archive: &Archive) -> Vec<Happening> {
    let filter = Filter { types: vec!["ASSAULT".to_string()], ..Filter::default() };
    happenings::list(archive, &filter, &Cut::default(), Only::default()).expect("they can be listed")
}

#[test]
fn a_claim_its_copy_and_its_denial_are_one_disputed_happening() {
    let (guide, mut archive) = (Guide::shipped().expect("knowledge loads"), archive("disputed"));
    add(&mut archive, &guide, "2024-02-14", "Meridian News", CLAIM);
    add(&mut archive, &guide, "2024-02-14", "Lakes Daily", COPY);
    add(&mut archive, &guide, "2024-02-15", "Northern Wire", DENIAL);
    add(&mut archive, &guide, "2024-05-09", "Northern Wire", OTHER);
    archive.check().expect("it is sound");

    let disputed = Only { reports: 2, disputed: true };
    let found = happenings::list(&archive, &Filter::default(), &Cut::default(), disputed).expect("they can be listed");
    let attacks = attacks(&archive);
    assert_eq!(attacks.len(), 1, "{attacks:#?}");
    assert_eq!(found, attacks);
    let attack = &attacks[0];
    assert_eq!((attack.standing.as_str(), attack.reports, attack.independent), ("disputed", 3, 2));
    assert_eq!(attack.denying.as_deref(), Some("Rwanda"));
    let mentions = questions::mentions(&archive, attack.happening).expect("they are there");
    let accounts = questions::accounts(&mentions);
    let denial = accounts.iter().find(|a| a.voice == "Rwanda").expect("Rwanda denies it");
    assert_eq!(denial.since.as_deref(), Some("2024-02-15"));
    let links = happenings::explain(&archive, attack.happening).expect("they are there");
    assert!(links.iter().all(|l| l.points >= 3.0 && !l.reasons.is_empty()), "{links:#?}");
    assert_eq!(links.len() + 1, mentions.len(), "every mention but the first is there for a reason");
}

#[test]
fn what_a_person_decided_wins_also_after_a_report_came_back() {
    let (guide, mut archive) = (Guide::shipped().expect("knowledge loads"), archive("decided"));
    add(&mut archive, &guide, "2024-02-14", "Meridian News", CLAIM);
    let denial = add(&mut archive, &guide, "2024-02-15", "Northern Wire", DENIAL);
    let old = attacks(&archive)[0].happening;
    let mentions = questions::mentions(&archive, old).expect("they are there");
    let denied: Vec<i64> = mentions.iter().filter(|m| m.report == denial).map(|m| m.event).collect();
    happenings::split(&mut archive, &denied, "2024-03-01").expect("they are taken out");
    assert!(attacks(&archive).iter().all(|h| h.reports == 1));

    let batch = archive.batch().expect("nobody else writes");
    batch.remove(denial).expect("it is removed");
    batch.commit().expect("it is kept");
    add(&mut archive, &guide, "2024-02-15", "Northern Wire", DENIAL);
    let apart = attacks(&archive);
    assert!(apart.iter().all(|h| h.reports == 1), "{apart:#?}");

    let ids: Vec<i64> = apart.iter().map(|h| h.happening).collect();
    happenings::merge(&mut archive, &ids, "2024-03-02").expect("they are merged");
    let merged = attacks(&archive);
    assert_eq!((merged.len(), merged[0].reports), (1, 2));
    archive.check().expect("it is sound");
}

#[test]
fn a_removed_report_leaves_nothing_and_its_copy_takes_its_place() {
    let (guide, mut archive) = (Guide::shipped().expect("knowledge loads"), archive("removed"));
    let first = add(&mut archive, &guide, "2024-02-14", "Meridian News", CLAIM);
    add(&mut archive, &guide, "2024-02-14", "Lakes Daily", COPY);
    let batch = archive.batch().expect("nobody else writes");
    batch.remove(first).expect("it is removed");
    batch.commit().expect("it is kept");
    archive.check().expect("it is sound");
    let attacks = attacks(&archive);
    assert_eq!((attacks[0].reports, attacks[0].independent), (1, 1));
}

fn by(author: &str) -> Signed {
    Signed { author: author.to_string(), note: "read both".to_string(), made: "2024-03-01T09:00:00Z".to_string() }
}

#[test]
fn what_was_joined_and_parted_is_kept_with_its_author_and_can_be_taken_back() {
    let (guide, mut archive) = (Guide::shipped().expect("knowledge loads"), archive("undone"));
    add(&mut archive, &guide, "2024-02-14", "Meridian News", CLAIM);
    let denial = add(&mut archive, &guide, "2024-02-15", "Northern Wire", DENIAL);
    let before = attacks(&archive);
    assert_eq!(before.len(), 1);
    let mentions = questions::mentions(&archive, before[0].happening).expect("they are there");
    let denied: Vec<i64> = mentions.iter().filter(|m| m.report == denial).map(|m| m.event).collect();
    assert!(archive.split(&denied, &by(" ")).is_err(), "somebody must sign");
    archive.split(&denied, &by("A. Reader")).expect("they are taken out");
    let parted = attacks(&archive);
    assert_eq!(parted.len(), 2, "{parted:#?}");

    // A later merge overrules the split, and taken back leaves it in force.
    let ids: Vec<i64> = parted.iter().map(|h| h.happening).collect();
    let one = archive.merge(&ids, &by("B. Reader")).expect("they are merged");
    assert_eq!(attacks(&archive).len(), 1);
    let made = archive.regroupings(Some(one)).expect("they can be asked");
    let said: Vec<_> = made.iter().map(|r| (r.what.as_str(), r.author.as_str(), r.holds())).collect();
    assert_eq!(said, [("merge", "B. Reader", true), ("split", "A. Reader", true)]);
    archive.undo_regrouping(made[0].regrouping, "C. Reader", "2024-03-02T09:00:00Z").expect("it is taken back");
    assert_eq!(attacks(&archive).len(), 2);
    archive.undo_regrouping(made[0].regrouping, "C. Reader", "2024-03-02T09:00:00Z").expect_err("only once");

    // The report comes back: the split still holds. Taken back, all is as it was read.
    let anew = |archive: &mut Archive| {
        let batch = archive.batch().expect("nobody else writes");
        batch.remove(denial).expect("it is removed");
        batch.commit().expect("it is kept");
        add(archive, &guide, "2024-02-15", "Northern Wire", DENIAL);
    };
    anew(&mut archive);
    assert_eq!(attacks(&archive).len(), 2);
    archive.undo_regrouping(made[1].regrouping, "C. Reader", "2024-03-03T09:00:00Z").expect("it is taken back");
    assert_eq!(attacks(&archive).len(), 1);
    anew(&mut archive);
    assert_eq!(attacks(&archive).len(), 1);
    archive.check().expect("it is sound");
}
