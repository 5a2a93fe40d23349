//! Every way fills its slot in the text that says yes, and does not in the one that says no.

use demarche::{Guide, Report, pipeline, record};

#[test]
fn ways_do_as_their_examples_say() {
    let guide = Guide::shipped().expect("the shipped knowledge loads");
    // What a frame or a way proposes the judge may leave to the learned reader, which says so instead.
    let guides = [guide.clone().by_rules(), guide.clone()];
    let mut faults = Vec::new();
    for (way, row) in guide.ways() {
        let fills = |text: &str| {
            let report =
                Report { published: Some("2024-03-15".to_string()), ..Report::from_text(text.replace("\\n", "\n")) };
            guides.iter().any(|guide| {
                let reading = pipeline::analyze(&report, guide);
                let record = record::write(&report, &reading);
                record.ways().any(|by| by == way) || reading.entities.ways().any(|by| by == way)
            })
        };
        if !row.yes.is_empty() && !fills(row.yes) {
            faults.push(format!("{way} does not fill its slot in {:?}", row.yes));
        }
        if !row.no.is_empty() && fills(row.no) {
            faults.push(format!("{way} fills its slot in {:?}", row.no));
        }
        if row.meaning.is_empty() {
            faults.push(format!("{way} has no meaning"));
        }
    }
    assert!(faults.is_empty(), "help: mend the row of ways.tsv, or the way\n{}", faults.join("\n"));
}
