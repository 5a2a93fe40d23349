//! Names: the best row of BIO tags for a sentence, by Viterbi's algorithm.

use super::features::Features;
use super::table::Table;
use super::tagger::at;
use super::words::Look;
use crate::syntax::{NameKind, NameTag};

/// The number of classes: none, and for each kind a first and a further word.
pub const CLASSES: usize = 1 + 2 * NameKind::ALL.len();

/// The class of a name tag.
pub fn class(tag: Option<NameTag>) -> u8 {
    tag.map_or(0, |tag| 1 + 2 * tag.kind as u8 + u8::from(!tag.begins))
}

/// The name tag of a class.
pub fn tag(class: u8) -> Option<NameTag> {
    let kind = *NameKind::ALL.get(usize::from(class.checked_sub(1)? / 2))?;
    Some(NameTag { kind, begins: class % 2 == 1 })
}

/// Whether `class` may follow `before`: a further word needs a word of the same name before it.
pub fn follows(before: u8, class: u8) -> bool {
    class == 0 || class % 2 == 1 || before == class || before + 1 == class
}

/// The features of word `i`'s class.
pub fn features(looks: &[Look], tags: &[u8], i: usize, out: &mut Features) {
    let look = |by: isize| at(looks, i as isize + by);
    let tag = |by: isize| i.checked_add_signed(by).and_then(|j| tags.get(j)).map_or(300, |&t| u64::from(t));
    let here = look(0);
    out.begin(5);
    out.add([0]);
    for by in -2..=2 {
        let there = look(by);
        out.add([there.word]);
        out.add([tag(by)]);
        out.add([there.shape]);
        out.add([there.cluster]);
        out.add([there.coarse]);
        out.add_known(there.lists);
    }
    out.add([here.form]);
    here.prefixes.iter().for_each(|&p| out.add_known(p));
    here.suffixes.iter().for_each(|&s| out.add_known(s));
    out.add([here.shape, here.lists]);
    out.add([here.shape, here.suffixes[2]]);
    out.add([here.shape, look(1).shape]);
    out.add([look(-1).shape, here.shape]);
    out.add([look(-1).shape, here.shape, look(1).shape]);
    out.add([look(-1).word, here.word]);
    out.add([here.word, look(1).word]);
    out.add([look(-1).word, here.shape]);
    out.add([look(1).word, here.shape]);
    out.add([look(-1).word, look(1).word]);
    out.add([look(-2).word, look(-1).word, here.shape]);
    out.add([look(1).word, look(2).word, here.shape]);
    out.add([tag(-1), tag(0)]);
    out.add([tag(0), tag(1)]);
    out.add([tag(-1), tag(0), tag(1)]);
    out.add([look(-1).cluster, here.cluster]);
    out.add([here.cluster, look(1).cluster]);
    out.add([look(-1).cluster, here.shape]);
    out.add([look(1).cluster, here.shape]);
    out.add([here.lists, look(1).lists, look(-1).lists]);
    out.add([here.lists, tag(0), tag(1)]);
    out.add([look(-1).lists, look(-1).word, here.shape]);
}

/// The feature of a class that follows `before`.
pub fn transition(before: u8, out: &mut Features) {
    out.begin(6);
    out.add([u64::from(before)]);
}

/// Buffers for [`find`].
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    scores: Vec<[i32; CLASSES]>,
    from: Vec<[u8; CLASSES]>,
}

/// The weights of each pair of neighboring classes.
pub fn transitions(table: &Table, features: &mut Features) -> [[i32; CLASSES]; CLASSES] {
    std::array::from_fn(|before| {
        let mut row = [0; CLASSES];
        transition(before as u8, features);
        table.score(&features.all, &mut row);
        row
    })
}

/// The classes of a sentence, into `out`, where `score` gives each word's scores.
pub fn find(
    count: usize,
    transitions: &[[i32; CLASSES]; CLASSES],
    mut score: impl FnMut(usize) -> [i32; CLASSES],
    lattice: &mut Lattice,
    out: &mut Vec<u8>,
) {
    out.clear();
    lattice.scores.clear();
    lattice.from.clear();
    for i in 0..count {
        let mut row = score(i);
        let mut from = [0; CLASSES];
        for class in 0..CLASSES {
            let before =
                |b: usize| lattice.scores.last().map_or(0, |last| last[b].saturating_add(transitions[b][class]));
            let open = |b: usize| if i == 0 { b == 0 } else { true };
            let top = (0..CLASSES)
                .filter(|&b| open(b) && follows(b as u8, class as u8))
                .max_by_key(|&b| (before(b), CLASSES - b));
            match top {
                Some(b) => {
                    row[class] = row[class].saturating_add(before(b));
                    from[class] = b as u8;
                }
                None => row[class] = i32::MIN / 2,
            }
        }
        lattice.scores.push(row);
        lattice.from.push(from);
    }
    let Some(last) = lattice.scores.last() else { return };
    let mut class = (0..CLASSES).max_by_key(|&c| (last[c], CLASSES - c)).unwrap_or(0);
    for from in lattice.from.iter().rev() {
        out.push(class as u8);
        class = usize::from(from[class]);
    }
    out.reverse();
}
