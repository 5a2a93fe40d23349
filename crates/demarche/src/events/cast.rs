//! Who each word stands for: the bridge from trees to actors.

use super::Input;
use crate::clauses::Grammar;
use crate::entities::Form;
use crate::syntax::Relation;

/// How deep a noun phrase is searched for somebody: "Russia's military talks" is two.
const DEPTH: usize = 3;

/// For each token, the actors of the longest mention that it heads.
pub(crate) struct Cast {
    /// For each token a number in `sets`; 0 where it heads no mention.
    set: Vec<u32>,
    sets: Vec<Vec<usize>>,
    /// For each token, the head words of the mentions coordinated with the one that it heads.
    beside: Vec<Vec<usize>>,
    /// For each token, one more than the head of a mention that begins with it; 0 for none.
    begins: Vec<u32>,
    /// For each token, one more than the head of a mention that ends with it; 0 for none.
    ends: Vec<u32>,
}

impl Cast {
    /// The actors that the report's mentions stand for.
    pub(crate) fn of(input: &Input) -> Self {
        let mut cast = Cast {
            set: vec![0; input.text.tokens.len()],
            sets: vec![Vec::new()],
            beside: vec![Vec::new(); input.text.tokens.len()],
            begins: vec![0; input.text.tokens.len()],
            ends: vec![0; input.text.tokens.len()],
        };
        for token in 0..input.text.tokens.len() {
            let Some(mention) = input.entities.headed_by(token) else { continue };
            let actors = of_speaker(input, mention).unwrap_or_else(|| input.attributions.of_mention[mention].clone());
            if !actors.is_empty() {
                cast.assign(token, actors);
                let tokens = &input.entities.mentions[mention].tokens;
                for (edge, at) in [(&mut cast.begins, tokens.start), (&mut cast.ends, tokens.end.saturating_sub(1))] {
                    if let Some(slot) = edge.get_mut(at) {
                        *slot = token as u32 + 1;
                    }
                }
                let beside = input.entities.coordinated(mention).iter().filter(|&&m| m != mention);
                cast.beside[token] = beside.map(|&m| input.entities.mentions[m].head).collect();
            }
        }
        cast
    }

    /// Lets a token stand for these actors.
    pub(crate) fn assign(&mut self, token: usize, actors: Vec<usize>) {
        self.set[token] = self.sets.len() as u32;
        self.sets.push(actors);
    }

    /// The actors whose mention this token heads.
    pub(crate) fn at(&self, token: usize) -> &[usize] {
        self.set.get(token).and_then(|&s| self.sets.get(s as usize)).map_or(&[], Vec::as_slice)
    }

    /// The head of a mention that begins with this token.
    pub(super) fn beginning(&self, token: usize) -> Option<usize> {
        (self.begins.get(token).copied()? as usize).checked_sub(1)
    }

    /// The head of a mention that ends with this token.
    pub(super) fn ending(&self, token: usize) -> Option<usize> {
        (self.ends.get(token).copied()? as usize).checked_sub(1)
    }

    /// The actors that the noun phrase headed by `token` stands for, or whose it is; all members of a coordination.
    pub(super) fn of_phrase(&self, grammar: Grammar, token: usize) -> Vec<usize> {
        let mut found = Vec::new();
        self.collect(grammar, token, DEPTH, &mut found);
        found
    }

    fn collect(&self, grammar: Grammar, token: usize, depth: usize, found: &mut Vec<usize>) {
        let own = self.at(token);
        if own.is_empty() {
            self.look_inside(grammar, token, depth, found);
        } else {
            add(found, own);
        }
        for &other in &self.beside[token] {
            add(found, self.at(other));
        }
        // Coordination by word order errs less than the tree's.
        let is_settled = !own.is_empty() && !self.beside[token].is_empty();
        for other in grammar.conjuncts(token).filter(|_| !is_settled) {
            if let Some(depth) = depth.checked_sub(1) {
                self.collect(grammar, other, depth, found);
            }
        }
    }

    /// The first of possessor, "of" phrase, name in apposition and modifier that holds somebody.
    fn look_inside(&self, grammar: Grammar, token: usize, depth: usize, found: &mut Vec<usize>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        // "talks: minister": who stands after a colon says so, and is no part of it.
        let is_speaker = |part: &usize| (token..*part).any(|t| grammar.text.word(t) == ":");
        let possessors = grammar.syntax.children_by(token, &[Relation::NmodPoss, Relation::Appos]);
        let possessors = possessors.filter(|part| !is_speaker(part));
        let inside: Vec<usize> = possessors.chain(grammar.after(token, "of")).chain(grammar.modifiers(token)).collect();
        for part in inside {
            let before = found.len();
            self.collect(grammar, part, depth, found);
            if found.len() > before {
                return;
            }
        }
    }
}

/// "our units" in a quotation: those of the speaker's country, where the report has such an actor, else the speaker's
/// side.
fn of_speaker(input: &Input, mention: usize) -> Option<Vec<usize>> {
    let mentions = &input.entities.mentions;
    let own = mentions[mention].tokens.start;
    let first = mentions.iter().skip(mention).take(4).position(|m| m.tokens == (own..own + 1))? + mention;
    let speaks = matches!(mentions[first].form, Form::Pronoun(p) if p.person == 1);
    let side = *input.attributions.of_mention[first].first().filter(|_| speaks && first != mention)?;
    let actors = &input.actors.actors;
    let meant = *input.attributions.of_mention[mention].first()?;
    if actors[meant].country == actors[side].country {
        return None;
    }
    let alike = |a: &usize| actors[*a].country == actors[side].country && actors[*a].sectors == actors[meant].sectors;
    Some(vec![(0..actors.len()).find(alike).unwrap_or(side)])
}

/// Adds what is not yet there.
pub(super) fn add(to: &mut Vec<usize>, more: &[usize]) {
    for &actor in more {
        if !to.contains(&actor) {
            to.push(actor);
        }
    }
}
