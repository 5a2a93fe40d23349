//! Tags, word by word from the left: a class is a pair of UPOS and XPOS.

use super::features::{Features, best};
use super::table::Table;
use super::words::Look;

/// The value for a place before the first word or after the last.
pub const OUTSIDE: u8 = 254;

/// The look of word `i`; one of zeros outside the sentence.
pub fn at(looks: &[Look], i: isize) -> Look {
    usize::try_from(i).ok().and_then(|i| looks.get(i)).copied().unwrap_or_default()
}

/// The features of the tag of word `i`, given the tags before it.
pub fn features(looks: &[Look], i: usize, before: &[u8], out: &mut Features) {
    let tag = |back: usize| u64::from(i.checked_sub(back).and_then(|j| before.get(j)).copied().unwrap_or(OUTSIDE));
    let here = &looks[i];
    let next = |by: isize| at(looks, i as isize + by);
    let (prev, prev2, next1, next2) = (next(-1), next(-2), next(1), next(2));
    let (t1, t2) = (tag(1), tag(2));
    out.begin(1);
    out.add([here.word]);
    out.add([here.form]);
    out.add([here.shape]);
    here.prefixes.iter().for_each(|&p| out.add_known(p));
    here.suffixes.iter().for_each(|&s| out.add_known(s));
    out.add([here.shape, here.suffixes[2]]);
    out.add_known(here.cluster);
    out.add_known(here.coarse);
    out.add([u64::from(here.usual), here.lists]);
    out.add([t1]);
    out.add([t1, t2]);
    out.add([t1, here.word]);
    out.add([t1, t2, here.word]);
    out.add([t1, here.suffixes[2]]);
    out.add([t1, here.shape]);
    out.add([t1, u64::from(here.usual)]);
    out.add([prev.word]);
    out.add([prev.word, here.word]);
    out.add([prev2.word]);
    out.add([prev2.word, prev.word]);
    out.add([next1.word]);
    out.add([next1.word, here.word]);
    out.add([next2.word]);
    out.add([next1.word, next2.word]);
    out.add([prev.word, next1.word]);
    out.add([next1.suffixes[2]]);
    out.add([next1.shape]);
    out.add([prev.shape, here.shape]);
    out.add([here.shape, next1.shape]);
    out.add([u64::from(next1.usual)]);
    out.add([u64::from(next1.usual), u64::from(here.usual), t1]);
    out.add([u64::from(next1.usual), u64::from(next2.usual)]);
    out.add([u64::from(next1.usual), here.word]);
    out.add([u64::from(next1.usual), here.suffixes[2], t1]);
    out.add([prev.cluster]);
    out.add([next1.cluster]);
    out.add([here.cluster, t1]);
    out.add([here.cluster, next1.cluster]);
    out.add([prev.cluster, here.cluster]);
}

/// The tags of a sentence, into `tags`, as numbers of classes.
pub fn tag(table: &Table, looks: &[Look], scores: &mut [i32], features: &mut Features, tags: &mut Vec<u8>) {
    tags.clear();
    for (i, look) in looks.iter().enumerate() {
        let class = if look.sure {
            look.usual
        } else {
            self::features(looks, i, tags, features);
            scores.fill(0);
            table.score(&features.all, scores);
            best(scores, |_| true) as u8
        };
        tags.push(class);
    }
}
