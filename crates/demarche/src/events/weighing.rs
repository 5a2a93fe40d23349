//! What the judge weighed in an event, for those who ask why.

use super::judge::Court;
use super::roles::Scene;
use super::{Codebook, Event, Input};

/// What one sign adds to a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The sign, as `judge.tsv` names it.
    pub sign: &'static str,
    /// What it adds; from a sum of 0 on the answer is yes.
    pub weight: f32,
}

/// What speaks for somebody near an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The number of the actor.
    pub actor: usize,
    /// For having done it.
    pub as_actor: Vec<Share>,
    /// For having it done to him.
    pub as_recipient: Vec<Share>,
}

/// What was weighed in an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighing {
    /// For its being one of its type.
    pub event: Vec<Share>,
    /// For everybody named near it.
    pub parties: Vec<Weighed>,
}

/// The sum of shares.
pub fn total(shares: &[Share]) -> f32 {
    shares.iter().map(|share| share.weight).sum()
}

/// Weighs an event of a report once more; empty where frames and ways decided alone.
pub fn weigh(input: Input, codebook: &Codebook, event: &Event) -> Weighing {
    let (Some(judge), Some(impressions)) = (&codebook.judge, input.impressions) else { return Weighing::default() };
    let scene = Scene::new(input, codebook);
    let by_frames = super::settling::settle(&scene, codebook, super::best_codings(&scene, codebook)).events;
    let by_frames = by_frames.iter().find(|e| e.trigger_head == event.trigger_head);
    let court = Court { scene: &scene, codebook, judge, impressions };
    Weighing { event: court.weigh_event(event, by_frames), parties: court.weigh_parties(event, by_frames) }
}
