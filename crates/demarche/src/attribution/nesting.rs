//! Which claim holds which: the tree of voices.

use super::claims::Claim;
use super::cues::Cue;
use super::scene::Scene;
use super::{Attribution, Manner, Source};
use crate::syntax::Upos;

/// The tree of voices.
#[derive(Debug)]
pub(super) struct Tree {
    /// Outer ones before those they hold.
    pub attributions: Vec<Attribution>,
    /// For each token, the innermost attribution whose content holds it.
    pub innermost: Vec<Option<usize>>,
    /// For each attribution, the head word of whom it is said to.
    pub addressees: Vec<Option<usize>>,
}

/// Builds the tree.
pub(super) fn nest(scene: &Scene, mut claims: Vec<Claim>) -> Tree {
    let within = holders(scene, &claims);
    let own: Vec<bool> =
        (0..claims.len()).map(|c| within[c].is_some_and(|w| is_own(scene, &claims[c], &claims[w]))).collect();
    let mut own = own.into_iter();
    claims.retain(|_| !own.next().unwrap_or(false));
    let within = holders(scene, &claims);
    let order = outer_first(&within);
    let mut number = vec![0; claims.len()];
    for (new, &old) in order.iter().enumerate() {
        number[old] = new;
    }
    let mut innermost = vec![None; scene.text.tokens.len()];
    let mut attributions = Vec::with_capacity(claims.len());
    for &old in &by_size(&claims) {
        for run in &claims[old].content {
            innermost[run.clone()].fill(Some(number[old]));
        }
    }
    let addressees = order.iter().map(|&old| claims[old].addressee).collect();
    for old in order {
        attributions.push(attribution(scene, &claims[old], within[old].map(|w| number[w])));
    }
    Tree { attributions, innermost, addressees }
}

/// "He said he believes that": a speaker's attitude in his own words is part of the speaking, not another claim.
fn is_own(scene: &Scene, claim: &Claim, outer: &Claim) -> bool {
    let entity = |c: &Claim| {
        let mention = scene.mention_at(c.source.as_ref()?.head)?;
        Some(scene.entities.mentions[mention].entity)
    };
    let speaks = scene.part(claim.cue_head).and_then(|part| scene.cues.cues.get(scene.lemma(claim.cue_head), part));
    let same = entity(claim).is_some_and(|e| entity(outer) == Some(e));
    same && scene.upos(claim.cue_head) == Upos::Verb && !speaks.is_some_and(Cue::is_report)
}

fn size(claim: &Claim) -> usize {
    claim.content.iter().map(ExactSizeIterator::len).sum()
}

/// The claims from the longest content to the shortest; of equals the first cue first.
fn by_size(claims: &[Claim]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|&c| (std::cmp::Reverse(size(&claims[c])), c));
    order
}

/// For each claim the shortest longer one whose content holds its cue.
fn holders(scene: &Scene, claims: &[Claim]) -> Vec<Option<usize>> {
    let mut painted: Vec<Option<usize>> = vec![None; scene.text.tokens.len()];
    let mut within = vec![None; claims.len()];
    for c in by_size(claims) {
        within[c] = painted[claims[c].cue_head];
        for run in &claims[c].content {
            painted[run.clone()].fill(Some(c));
        }
    }
    within
}

/// Depth first, in the order of the claims.
fn outer_first(within: &[Option<usize>]) -> Vec<usize> {
    let mut held: Vec<Vec<usize>> = vec![Vec::new(); within.len()];
    let mut stack = Vec::new();
    for (c, outer) in within.iter().enumerate().rev() {
        match outer {
            Some(outer) => held[*outer].push(c),
            None => stack.push(c),
        }
    }
    let mut order = Vec::with_capacity(within.len());
    while let Some(c) = stack.pop() {
        order.push(c);
        stack.extend_from_slice(&held[c]);
    }
    order
}

fn attribution(scene: &Scene, claim: &Claim, within: Option<usize>) -> Attribution {
    Attribution {
        sentence: scene.sentence_of(claim.cue_head),
        manner: manner(scene, claim),
        source: claim.source.as_ref().map(|s| Source {
            span: scene.text.span(s.tokens.clone()),
            head: s.head,
            actor: None,
        }),
        cue: scene.text.span(claim.cue.clone()),
        cue_head: claim.cue_head,
        content: claim.content.clone(),
        within,
        rule: claim.rule.clone(),
        by: claim.by,
    }
}

/// Whether all, some or none of the words stand in quotation marks. The marks around the cue itself do not count.
fn manner(scene: &Scene, claim: &Claim) -> Manner {
    let own = scene.quote_of(claim.cue_head);
    let (mut quoted, mut plain) = (false, false);
    for i in claim.content.iter().cloned().flatten().filter(|&i| !scene.is_punctuation(i)) {
        if scene.quote_of(i).is_some_and(|q| Some(q) != own) {
            quoted = true;
        } else {
            plain = true;
        }
    }
    match (quoted, plain) {
        (true, false) => Manner::Direct,
        (true, true) => Manner::Mixed,
        _ => Manner::Indirect,
    }
}
