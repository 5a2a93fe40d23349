//! Verbs that trees join to the wrong one.
//!
//! What "and" joins has one form: a verb of the past is joined to none that stands after "had" or "to", but to the verb of the past
//! above it ("said the talks had failed and warned …"). And it is joined to the last verb of its form with a subject that no
//! comma parts from it ("left after rebels took a town and burned it": they burned it), though trees often hang it higher.

use super::{Relation, Upos, Word, Xpos};

/// Rehangs such verbs.
pub(super) fn mend(words: &mut [Word]) {
    for at in 0..words.len() {
        let above = wrongly_joined(words, at).and_then(|joined| past_above(words, joined, at));
        if let Some(above) = above.or_else(|| last_alike(words, at)) {
            words[at].head = Some(above);
        }
    }
}

/// The last verb of a word's form, with a subject of its own and no comma between, below the verb that the word is joined to.
fn last_alike(words: &[Word], at: usize) -> Option<usize> {
    let word = &words[at];
    let joined = word.head.filter(|&head| word.relation == Relation::Conj && head < at)?;
    let conjunction = at.checked_sub(1).filter(|&c| words[c].upos == Upos::Cconj)?;
    let subject_of =
        |verb: usize| (joined + 1..verb).any(|i| words[i].head == Some(verb) && words[i].relation == Relation::Nsubj);
    let open = (joined + 1..conjunction).rev().take_while(|&t| words[t].upos != Upos::Punct);
    let alike = |&t: &usize| words[t].upos == Upos::Verb && words[t].xpos == word.xpos && subject_of(t);
    open.into_iter().find(alike)
}

/// The participle or infinitive that a verb of the past without a subject of its own is joined to.
fn wrongly_joined(words: &[Word], at: usize) -> Option<usize> {
    let word = &words[at];
    let joined = word.head.filter(|_| word.relation == Relation::Conj && word.xpos == Xpos::VBD)?;
    let has = |of: usize, relations: &[Relation]| {
        // A clause's auxiliary, mark and subject stand before it.
        (0..of).any(|i| words[i].head == Some(of) && relations.contains(&words[i].relation))
    };
    let is_bound = matches!(words[joined].xpos, Xpos::VBN | Xpos::VB) && has(joined, &[Relation::Aux, Relation::Mark]);
    (is_bound && !has(at, &[Relation::Nsubj, Relation::NsubjPass])).then_some(joined)
}

/// The nearest verb of the past above a word and before another.
fn past_above(words: &[Word], from: usize, before: usize) -> Option<usize> {
    let above = std::iter::successors(words[from].head, |&at| words[at].head).take(8);
    above.into_iter().find(|&at| at < before && words[at].xpos == Xpos::VBD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Upos;

    fn word(xpos: Xpos, head: Option<usize>, relation: Relation) -> Word {
        Word { upos: Upos::Verb, xpos, lemma: String::new(), head, relation, name: None }
    }

    #[test]
    fn a_verb_of_the_past_is_joined_to_one_of_the_past() {
        // "said | had | failed | warned"
        let joined_to = |form: Xpos| {
            let mut words = [
                word(Xpos::VBD, None, Relation::Root),
                word(Xpos::VBD, Some(2), Relation::Aux),
                word(Xpos::VBN, Some(0), Relation::Ccomp),
                word(form, Some(2), Relation::Conj),
            ];
            mend(&mut words);
            words[3].head
        };
        assert_eq!(joined_to(Xpos::VBD), Some(0));
        assert_eq!(joined_to(Xpos::VBN), Some(2));
    }
}
