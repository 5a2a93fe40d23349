//! `demarche-forge corpus frames`: how often the events of each frame are wanted by the notes.

use super::gold::Gold;
use super::notation::Item;
use super::read;
use super::reading::Reading;
use super::scoring::pairs;
use super::tally::Tally;
use demarche::{Guide, Record};

/// What became of the events that a frame gave.
#[derive(Clone, Copy, Default)]
struct Uses {
    /// In the notes, as what the item is there to tell.
    must: usize,
    /// In the notes, as what may be told.
    may: usize,
    /// Not in the notes.
    extra: usize,
}

/// Counts the uses of every frame over items and prints them as a table, those that are wrong most often first.
pub fn count(items: &[&Item], guide: &Guide) {
    let mut uses: Tally<Uses> = Tally::default();
    for frame in &guide.codebook.frames {
        uses.at(&frame.rule);
    }
    for (item, record) in items.iter().zip(read(items, guide)) {
        judge(item, &record, &mut uses);
    }
    uses.0.sort_by_key(|(_, u)| (u.must + u.may) as i64 - u.extra as i64);
    println!("| frame | given | must | may | extra |");
    println!("| --- | --- | --- | --- | --- |");
    for (rule, Uses { must, may, extra }) in uses.0 {
        println!("| {rule} | {} | {must} | {may} | {extra} |", must + may + extra);
    }
}

fn judge(item: &Item, record: &Record, uses: &mut Tally<Uses>) {
    let wanted: Vec<(usize, usize)> = pairs(&Gold::new(item), &Reading::of_record(record)).into_iter().collect();
    for (number, event) in record.events.iter().enumerate() {
        let uses = uses.at(&event.rule);
        match wanted.iter().find(|(_, given)| *given == number) {
            Some((note, _)) if item.events[*note].must => uses.must += 1,
            Some(_) => uses.may += 1,
            None => uses.extra += 1,
        }
    }
}
