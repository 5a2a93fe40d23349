//! The sector of those whom no table knows: what the rules say, weighed beside the learned reader.

use super::Actors;
use crate::entities::{Entities, Form};
use crate::learned::Impressions;
use crate::ways::{LEARNED, Way};

/// The ways that the learned reader may overrule: those that go by a noun or by what is done.
const OPEN: [Way; 4] = ["", "people", "role", "suspect"];

/// What the rules' sector weighs beside the learned reader's logarithms of shares.
const RULES: f32 = 3.0;

/// Settles the sectors that are open.
pub(super) fn weigh(actors: &mut Actors, entities: &Entities, impressions: &Impressions) {
    let known = &impressions.model.sectors;
    let mut sums = vec![(vec![0.0; known.len()], 0usize); actors.actors.len()];
    for (mention, meant) in entities.mentions.iter().zip(&actors.of_mention) {
        if let (&[actor], Form::Name | Form::Nominal) = (&meant[..], mention.form) {
            let (sum, count) = &mut sums[actor];
            sum.iter_mut().zip(impressions.sectors(mention.head)).for_each(|(sum, share)| *sum += share);
            *count += 1;
        }
    }
    let open = actors.actors.iter_mut().zip(sums).filter(|(a, (_, count))| *count > 0 && OPEN.contains(&a.by.sector));
    for (actor, (sum, count)) in open {
        let rules = actor.sectors.first();
        let score = |at: usize| sum[at] / count as f32 + if rules == known.get(at) { RULES } else { 0.0 };
        let Some(best) = (0..known.len()).max_by(|&a, &b| score(a).total_cmp(&score(b))) else { continue };
        if rules != Some(&known[best]) {
            actor.sectors = vec![known[best].clone()];
            actor.by.sector = LEARNED;
        }
    }
}
