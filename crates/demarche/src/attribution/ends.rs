//! Where what is said ends and the report's own voice goes on.

use super::cues::{Class, Cue, Part};
use super::scene::Scene;
use crate::syntax::{Relation, Upos, Xpos};
use std::ops::Range;

/// Where a run of what a cue gives ends.
pub(super) fn of_content(scene: &Scene, cue: usize, run: &Range<usize>, is_clause: bool) -> usize {
    if run.start < cue {
        return run.end;
    }
    let mut run = run.clone();
    if is_clause {
        run.end = boundary(scene, &run);
    }
    run.end = own_voice(scene, cue, &run);
    run.end = circumstance(scene, cue, &run);
    if is_clause { run.end } else { before_clause(scene, cue, &run) }
}

/// Where after a comma a phrase or clause of the report's own follows: "…, after", "… amid", "… despite".
fn circumstance(scene: &Scene, cue: usize, run: &Range<usize>) -> usize {
    let own = |&i: &usize| {
        let Some(head) = scene.head(i).filter(|_| scene.is(i, Class::Circumstance)) else { return false };
        let brings = matches!(scene.relation(i), Relation::Mark | Relation::Case) && head > i;
        let above = scene.head(head);
        // What hangs on a verb within the content is the speaker's, unless a comma sets it off.
        let apart = scene.is(i - 1, Class::Pause) && scene.quote_of(i) == scene.quote_of(cue);
        let said = (run.start..i).any(|t| scene.upos(t) == Upos::Verb);
        brings && said && (apart || above == Some(cue))
    };
    let at = (run.start + 1..run.end).find(own).filter(|_| scene.upos(cue) == Upos::Verb);
    at.unwrap_or(run.end)
}

/// Where the speaker's words end and the report takes up its cues again: at a semicolon and at "…, saying that".
fn own_voice(scene: &Scene, cue: usize, run: &Range<usize>) -> usize {
    let quoted = scene.quote_of(cue);
    let resumes = |i: usize| {
        if scene.is(i, Class::Stop) {
            return scene.quote_of(i) == quoted;
        }
        let participle = scene.xpos(i) == Xpos::VBG
            && scene.is_punctuation(i - 1)
            && scene.cues.cues.get(scene.lemma(i), Part::Verb).is_some_and(Cue::is_report);
        participle && scene.quote_of(i) == quoted
    };
    let Some(at) = (run.start + 1..run.end).find(|&i| resumes(i)) else { return run.end };
    let mut end = at;
    while end > run.start + 1
        && (matches!(scene.upos(end - 1), Upos::Aux | Upos::Cconj | Upos::Adv) || scene.is_punctuation(end - 1))
    {
        end -= 1;
    }
    end
}

/// Where a phrase ends that the parser joined to a clause with its own subject: "vowed to fight, and Paris agreed".
fn before_clause(scene: &Scene, cue: usize, run: &Range<usize>) -> usize {
    // ", which …", ", but …": the report's own voice.
    let aside = |i: &usize| {
        scene.is(*i - 1, Class::Pause)
            && scene.quote_of(*i) == scene.quote_of(cue)
            && (matches!(scene.xpos(*i), Xpos::WDT | Xpos::WP | Xpos::WPS) || scene.is(*i, Class::Adversative))
    };
    if let Some(at) = (run.start + 1..run.end).find(aside) {
        return at - 1;
    }
    let subject = |i: usize| scene.child(i, &[Relation::Nsubj, Relation::NsubjPass]);
    let other = (run.start + 1..run.end).find_map(|i| {
        let joined = scene.relation(i) == Relation::Conj && scene.is_finite(i);
        let head = scene.head(i).filter(|&h| joined && h > cue && !scene.is_finite(h))?;
        subject(i).filter(|&s| s > head).map(|s| scene.reach(s).start)
    });
    let mut end = other.unwrap_or(run.end);
    while end > run.start + 1 && end < run.end && (scene.upos(end - 1) == Upos::Cconj || scene.is_punctuation(end - 1))
    {
        end -= 1;
    }
    end
}

/// Where a clause really ends that the tree breaks off in mid phrase: at the next comma, mark or end of the sentence.
fn boundary(scene: &Scene, run: &Range<usize>) -> usize {
    let limit = scene.sentence(run.start).end;
    let broken = |i: usize| i < limit && !scene.is_punctuation(i) && scene.upos(i) != Upos::Cconj;
    if run.end > limit || !broken(run.end) || scene.is_punctuation(run.end - 1) {
        return run.end;
    }
    (run.end..limit).find(|&i| scene.is(i, Class::Pause) || scene.is_mark(i)).unwrap_or(limit)
}
