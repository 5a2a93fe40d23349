//! Which happening a mention belongs to.

use super::features::Feature;
use super::mentions::Mention;
use super::scoring::{self, Relation, Score};
use super::tables::Tables;
use std::borrow::Borrow;

/// A mention in its report.
#[derive(Clone, Debug)]
pub struct Member {
    /// The event's id.
    pub event: i64,
    /// The report's id.
    pub report: i64,
    /// The report that it is a copy of, or itself.
    pub original: i64,
    /// What is compared.
    pub mention: Mention,
}

impl Member {
    fn relation(&self, other: &Member) -> Relation {
        let same_report = self.report == other.report;
        Relation { same_report, copies: !same_report && self.original == other.original }
    }

    /// How much speaks for both being of one happening.
    pub fn score(&self, other: &Member, tables: &Tables) -> Score {
        scoring::score(&self.mention, &other.mention, self.relation(other), tables)
    }
}

/// A happening with its mentions, or some of them.
#[derive(Clone, Debug)]
pub struct Group {
    /// The happening's id.
    pub happening: i64,
    /// Its mentions.
    pub members: Vec<Member>,
}

/// A happening that a mention may belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The happening.
    pub happening: i64,
    /// Its mention that is most like the newcomer.
    pub event: i64,
    /// What speaks for these two.
    pub score: Score,
}

/// The happenings that `newcomer` may belong to, the likeliest first. The best pair must reach the threshold (`join` in
/// `en/points.tsv`), no pair may be barred, and the mean over all may lie no more than `slack` below it: one bridge
/// between two different happenings does not make them one.
pub fn choose(newcomer: &Member, groups: &[impl Borrow<Group>], tables: &Tables) -> Vec<Choice> {
    let mut choices: Vec<Choice> =
        groups.iter().filter_map(|group| fitting(newcomer, group.borrow(), tables)).collect();
    choices.sort_by(|a, b| b.score.points.total_cmp(&a.score.points).then(a.happening.cmp(&b.happening)));
    choices
}

fn fitting(newcomer: &Member, group: &Group, tables: &Tables) -> Option<Choice> {
    let scores = unbarred(group.members.iter().map(|member| newcomer.score(member, tables)))?;
    let (best, score) = scores.iter().enumerate().max_by(|(_, a), (_, b)| a.points.total_cmp(&b.points))?;
    let choice = || Choice { happening: group.happening, event: group.members[best].event, score: score.clone() };
    (score.points >= tables.points(Feature::Join) && holds(&scores, tables)).then(choice)
}

/// All scores, unless one is barred.
fn unbarred(scores: impl Iterator<Item = Score>) -> Option<Vec<Score>> {
    scores.map(|score| (!score.barred).then_some(score)).collect()
}

/// Whether pairs of mentions, none barred, may taken together be of one happening.
fn holds(scores: &[Score], tables: &Tables) -> bool {
    let mean = scores.iter().map(|s| s.points).sum::<f32>() / scores.len().max(1) as f32;
    mean >= tables.points(Feature::Join) - tables.points(Feature::Slack)
}

/// Whether two happenings are one: seen when a newcomer belongs to both.
pub fn mergeable(one: &Group, other: &Group, tables: &Tables) -> bool {
    let pairs = one.members.iter().flat_map(|a| other.members.iter().map(move |b| (a, b)));
    unbarred(pairs.map(|(a, b)| a.score(b, tables))).is_some_and(|scores| holds(&scores, tables))
}

/// Joins mentions in their order, from nothing: what the archive does with an index, done in memory.
pub fn gather(members: &[Member], tables: &Tables) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for member in members {
        let choices = choose(member, &groups, tables);
        match choices.split_first() {
            None => groups.push(Group { happening: member.event, members: vec![member.clone()] }),
            Some((best, others)) => {
                let at = position(&groups, best.happening);
                groups[at].members.push(member.clone());
                merge(&mut groups, best.happening, others, tables);
            }
        }
    }
    groups
}

fn position(groups: &[Group], happening: i64) -> usize {
    groups.iter().position(|g| g.happening == happening).unwrap_or(0)
}

fn merge(groups: &mut Vec<Group>, into: i64, others: &[Choice], tables: &Tables) {
    for other in others {
        let (to, from) = (position(groups, into), position(groups, other.happening));
        if mergeable(&groups[to], &groups[from], tables) {
            let members = std::mem::take(&mut groups[from].members);
            groups[to].members.extend(members);
            groups.remove(from);
        }
    }
}
