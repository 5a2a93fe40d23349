//! Why a reading is as it is: the words between an event and what fills its roles.

use crate::pipeline::Reading;
use crate::syntax::Syntax;

/// The mention of an actor that is nearest to a token, in the token's sentence if one is there: its number.
pub fn nearest_mention(reading: &Reading, actor: usize, token: usize) -> Option<usize> {
    let sentence = reading.text.sentence_of(token);
    let distance = |&m: &usize| {
        let head = reading.entities.mentions[m].head;
        (reading.text.sentence_of(head) != sentence, head.abs_diff(token))
    };
    let of = &reading.attributions.of_mention;
    (0..of.len()).filter(|&m| of[m].contains(&actor)).min_by_key(distance)
}

/// The path through the tree from one token to another of the same sentence: `expressed ↓nsubj government`.
pub fn path(reading: &Reading, from: usize, to: usize) -> Option<String> {
    let (up, down) = steps(&reading.syntax, from, to)?;
    let word = |i: usize| reading.text.word(i);
    let mut path = word(from).to_string();
    for pair in up.windows(2) {
        path.push_str(&format!(" ↑{} {}", reading.syntax.word(pair[0]).relation, word(pair[1])));
    }
    for &i in &down {
        path.push_str(&format!(" ↓{} {}", reading.syntax.word(i).relation, word(i)));
    }
    Some(path)
}

/// The tokens up from one to the first that is above both, and those from there down to the other.
fn steps(syntax: &Syntax, from: usize, to: usize) -> Option<(Vec<usize>, Vec<usize>)> {
    let above: Vec<usize> = syntax.path_up(to).collect();
    let mut up = Vec::new();
    for at in syntax.path_up(from) {
        up.push(at);
        if let Some(meeting) = above.iter().position(|&i| i == at) {
            return Some((up, above[..meeting].iter().rev().copied().collect()));
        }
    }
    None
}
