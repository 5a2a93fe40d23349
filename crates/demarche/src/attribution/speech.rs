//! Quotations joined to the claims they belong to: a quotation is taken whole, split quotations come together, and one
//! without a cue of its own goes to the speaker before it.

use super::claims::Claim;
use super::scene::{Scene, without};
use crate::syntax::Upos;
use std::ops::Range;

/// How far from the cue the second half of a quotation may begin, in tokens.
const NEAR: usize = 14;

/// Widens the claims to the quotations they touch, gives quotations without a cue to their speakers, and drops claims
/// that are left without content.
pub(super) fn join(scene: &Scene, claims: Vec<Claim>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = claims.into_iter().map(|claim| widen(scene, claim)).collect();
    let mut taken = taken(scene, &claims);
    for claim in &mut claims {
        resume(scene, claim, &mut taken);
    }
    follow(scene, &mut claims, &mut taken);
    for claim in &mut claims {
        claim.content = merge(std::mem::take(&mut claim.content));
    }
    claims.retain(|claim| !claim.content.is_empty());
    claims
}

/// Takes whole the quotations at the edges of a claim's content; a claim within a quotation stays in it.
fn widen(scene: &Scene, mut claim: Claim) -> Claim {
    if scene.is(claim.cue_head, super::cues::Class::Colon) {
        return claim;
    }
    let own = scene.quote_of(claim.cue_head);
    let mut widened = Vec::new();
    for run in claim.content {
        let mut run = run;
        if let Some(own) = own {
            let quote = &scene.quotes.all[own].tokens;
            run = run.start.max(quote.start)..run.end.min(quote.end);
            if run.start >= run.end {
                continue;
            }
        } else {
            for edge in [run.start, run.end - 1] {
                if let Some(q) = scene.quote_of(edge) {
                    let quote = &scene.quotes.all[q].tokens;
                    run = run.start.min(quote.start)..run.end.max(quote.end);
                }
            }
        }
        widened.extend(without(run, &claim.cue));
    }
    claim.content = widened.into_iter().filter_map(|run| super::content::trim(scene, run)).collect();
    claim
}

/// For each quotation, whether a claim's content holds it.
fn taken(scene: &Scene, claims: &[Claim]) -> Vec<bool> {
    let mut taken = vec![false; scene.quotes.all.len()];
    for claim in claims {
        for run in &claim.content {
            // Quotations are in text order: those of the run lie together.
            let first = scene.quotes.all.partition_point(|q| q.tokens.end <= run.start);
            for (q, quote) in scene.quotes.all.iter().enumerate().skip(first) {
                if quote.tokens.start >= run.end {
                    break;
                }
                taken[q] |= Some(q) != scene.quote_of(claim.cue_head);
            }
        }
    }
    taken
}

fn last_quote(scene: &Scene, claim: &Claim) -> Option<usize> {
    claim.content.iter().rev().find_map(|run| {
        let own = scene.quote_of(claim.cue_head);
        scene
            .quote_of(run.end - 1)
            .or_else(|| run.end.checked_sub(2).and_then(|i| scene.quote_of(i)))
            .filter(|&q| Some(q) != own)
    })
}

/// `"…," she said, "…"`: the second half; and the parts of a quotation that is printed in several paragraphs.
fn resume(scene: &Scene, claim: &mut Claim, taken: &mut [bool]) {
    let Some(last) = last_quote(scene, claim) else { return };
    let end = claim.cue.end.max(claim.source.as_ref().map_or(0, |s| s.tokens.end));
    let next = last + 1;
    if let Some(quote) = scene.quotes.all.get(next)
        && !taken[next]
        && scene.quotes.all[last].tokens.end <= claim.cue.start
        && quote.tokens.start >= end
        && quote.tokens.start - end <= NEAR
        && (scene.sentence_of(quote.tokens.start) == scene.sentence_of(claim.cue_head))
        && is_bridge(scene, end..quote.tokens.start)
    {
        take(scene, claim, next, taken);
    }
    continue_over(scene, claim, taken);
}

/// Between the halves of a quotation stand only when, where and to whom it was said.
fn is_bridge(scene: &Scene, gap: Range<usize>) -> bool {
    let ends_apart = gap.clone().rev().find(|&i| !scene.is_mark(i)).is_none_or(|i| scene.is_punctuation(i));
    ends_apart && !gap.clone().any(|i| scene.upos(i) == Upos::Verb)
}

fn take(scene: &Scene, claim: &mut Claim, quote: usize, taken: &mut [bool]) {
    taken[quote] = true;
    claim.content.extend(super::content::trim(scene, scene.quotes.all[quote].tokens.clone()));
}

fn continue_over(scene: &Scene, claim: &mut Claim, taken: &mut [bool]) {
    let Some(mut at) = claim.content.iter().map(|run| run.end).max().and_then(|end| scene.quote_of(end - 1)) else {
        return;
    };
    while scene.quotes.all[at].goes_on && at + 1 < taken.len() && !taken[at + 1] {
        at += 1;
        take(scene, claim, at, taken);
    }
}

/// Gives sentences that are all quotation to the speaker of the sentence before.
fn follow(scene: &Scene, claims: &mut [Claim], taken: &mut [bool]) {
    let mut at = 0;
    let mut last: Option<usize> = None;
    for q in 0..scene.quotes.all.len() {
        let start = scene.quotes.all[q].tokens.start;
        while at < claims.len() && claims[at].cue_head < start {
            last = later(scene, claims, last, at);
            at += 1;
        }
        if taken[q] || !stands_alone(scene, q) {
            continue;
        }
        let Some(speaker) = last.filter(|&c| precedes(scene, &claims[c], start)) else { continue };
        take(scene, &mut claims[speaker], q, taken);
        continue_over(scene, &mut claims[speaker], taken);
    }
}

/// Which of two claims speaks last before what follows: of one sentence, the one with a quotation or a colon.
fn later(scene: &Scene, claims: &[Claim], last: Option<usize>, new: usize) -> Option<usize> {
    let Some(old) = last else { return Some(new) };
    let same = scene.sentence_of(claims[old].cue_head) == scene.sentence_of(claims[new].cue_head);
    let speaks = |c: usize| claims[c].content.is_empty() || last_quote(scene, &claims[c]).is_some();
    if same && speaks(old) && !speaks(new) { Some(old) } else { Some(new) }
}

/// Whether a quotation fills its sentences: nothing but marks stands before or after it in them.
fn stands_alone(scene: &Scene, quote: usize) -> bool {
    let tokens = &scene.quotes.all[quote].tokens;
    let first = scene.sentence(tokens.start);
    let last = scene.sentence(tokens.end - 1);
    (first.start..tokens.start).all(|i| scene.is_punctuation(i))
        && (tokens.end..last.end).all(|i| scene.is_punctuation(i))
}

/// Whether the claim's words end in the sentence before `start`, and it is speech that may go on there.
fn precedes(scene: &Scene, claim: &Claim, start: usize) -> bool {
    let sentence = scene.sentence_of(start);
    let end = claim.content.iter().map(|run| run.end - 1).chain([claim.cue_head]).max().unwrap_or(0);
    let before = scene.sentence_of(end).max(scene.sentence_of(claim.cue_head));
    let awaits = super::content::awaits(scene, scene.sentence(claim.cue_head));
    before + 1 == sentence && (awaits || last_quote(scene, claim).is_some())
}

/// Runs in text order, those that touch made one.
fn merge(mut runs: Vec<Range<usize>>) -> Vec<Range<usize>> {
    runs.sort_by_key(|r| (r.start, r.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for run in runs {
        match merged.last_mut() {
            Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
            _ => merged.push(run),
        }
    }
    merged
}
