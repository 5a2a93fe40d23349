//! How likely an event is right.
//!
//! In: what the engine saw of it, as [`Signs`], each between -4 and 4. Out: a likelihood, by a logistic regression whose
//! weights (`confidence.tsv` of the models) `demarche-forge confidence` fits to events judged right or wrong. So of
//! the events at 0.9 nine in ten should name what happened.

use super::codebook::Codebook;
use super::frames::{Part, Role};
use super::roles::Scene;
use super::settling::Draft;
use crate::attribution::Factuality;
use crate::countries::Country;
use crate::entities::{Form, Kind};
use crate::knowledge::{self, KnowledgeError};
use crate::syntax::{Relation, Upos};

/// The names of the signs, in the order of [`Signs`].
pub const SIGNS: [&str; 31] = [
    "prior",
    "narrow",
    "noun",
    "adjective",
    "modal",
    "actor-named",
    "actor-unknown",
    "actor-political",
    "actor-private",
    "recipient-named",
    "recipient-recalled",
    "recipient-missing",
    "recipient-political",
    "two-countries",
    "no-politics",
    "pronoun",
    "open-clause",
    "modifier",
    "uncertain",
    "attributed",
    "sentence-politics",
    "report-politics",
    "senses",
    "material-conflict",
    "verbal-conflict",
    "material-cooperation",
    "proper-noun",
    "title",
    "leisure-beside",
    "leisure",
    "people-act",
];

/// What speaks for an event and against it.
pub type Signs = [f32; SIGNS.len()];

/// Where the weights lie, as errors name the file.
const FILE: &str = "demarche-models/confidence.tsv";

/// The sectors of those whose acts are politics: the state, those who fight it or want to govern it, and their bodies.
const POLITICAL: [&str; 13] =
    ["GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB", "IGO", "NGO", "REF", "CRM"];

/// The weights of the signs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    bias: f32,
    weights: Signs,
    /// Events less likely than this are not kept.
    pub floor: f32,
}

impl Scale {
    /// The shipped weights.
    ///
    /// # Errors
    /// Where the file names a sign that there is none of, or a weight is no number.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Scale::parse(FILE, demarche_models::CONFIDENCE)
    }

    fn parse(file: &str, text: &str) -> Result<Self, KnowledgeError> {
        let mut scale = Scale::default();
        for (line, cells) in knowledge::rows(file, text)? {
            let weight = cells[1].parse().map_err(|_| KnowledgeError::new(file, line, "a weight is a number"))?;
            let slot = match cells[0] {
                "bias" => &mut scale.bias,
                "floor" => &mut scale.floor,
                sign => match SIGNS.iter().position(|name| *name == sign) {
                    Some(at) => &mut scale.weights[at],
                    None => return Err(KnowledgeError::new(file, line, format!("{sign:?} is no sign"))),
                },
            };
            *slot = weight;
        }
        Ok(scale)
    }

    /// The likelihood of an event with these signs, 0 to 1.
    pub(super) fn likelihood(&self, signs: &Signs) -> f32 {
        let sum: f32 = self.bias + self.weights.iter().zip(signs).map(|(w, s)| w * s).sum::<f32>();
        (1.0 / (1.0 + (-sum).exp())).clamp(0.01, 0.99)
    }
}

/// How much politics a report and each of its sentences hold.
pub(super) struct Politics {
    /// For each sentence, how many of its mentions stand for political actors.
    mentions: Vec<usize>,
    /// Of the whole, 0 to 1.
    whole: f32,
    /// For each sentence, how many of its words are of sport, art, science, markets or the weather.
    leisure: Vec<usize>,
    /// Of the whole, 0 to 1.
    leisure_whole: f32,
}

/// So many political mentions a sentence make a report wholly political.
const WHOLLY: f32 = 2.0;

/// So many words of leisure a sentence make a report wholly one of leisure.
const IDLE: f32 = 1.0;

impl Politics {
    pub(super) fn of(scene: &Scene, codebook: &Codebook) -> Self {
        let text = scene.input.text;
        let mut mentions = vec![0; text.sentences.len()];
        for (mention, actors) in scene.input.entities.mentions.iter().zip(&scene.input.attributions.of_mention) {
            let is_named = !matches!(mention.form, Form::Pronoun(_));
            if is_named
                && actors.iter().any(|&a| is_political(scene, a))
                && let Some(count) = mentions.get_mut(text.sentence_of(mention.head))
            {
                *count += 1;
            }
        }
        let total: usize = mentions.iter().sum();
        let sentences = mentions.len().max(1) as f32;
        let whole = (total as f32 / sentences / WHOLLY).min(1.0);
        let is_leisure = |t: &usize| codebook.is_leisure(scene.grammar.syntax.lemma(*t));
        let leisure: Vec<usize> = text.sentences.iter().map(|s| s.tokens.clone().filter(is_leisure).count()).collect();
        let leisure_whole = (leisure.iter().sum::<usize>() as f32 / sentences / IDLE).min(1.0);
        Politics { mentions, whole, leisure, leisure_whole }
    }
}

/// What the engine saw of an event.
pub(super) fn signs(scene: &Scene, codebook: &Codebook, politics: &Politics, draft: &Draft) -> Signs {
    let coding = &draft.coding;
    let frame = &codebook.frames[coding.frame];
    let (actor, recipient) = (&draft.parties.actor, &draft.parties.recipient);
    let any = |of: &[usize]| of.iter().any(|&a| is_political(scene, a));
    let is_mutual = draft.parties.is_mutual && actor.len() > 1;
    let asks_recipient = !frame.mutual && !frame.recipient.contains(&Role::Nowhere);
    let quad = codebook.types[draft.kind].quad.as_str();
    let word = scene.grammar.syntax.word(coding.head);
    let here = politics.mentions.get(draft.sentence).copied().unwrap_or(0);
    let idle = politics.leisure.get(draft.sentence).copied().unwrap_or(0);
    let is_people = !any(actor) && actor.iter().any(|&a| is_of_a_country(scene, a));
    let prior = frame.confidence.clamp(0.05, 0.98);
    let yes = |holds: bool| f32::from(u8::from(holds));
    [
        (prior / (1.0 - prior)).ln(),
        coding.narrowness.min(6) as f32 / 6.0,
        yes(frame.part == Part::Noun),
        yes(frame.part == Part::Adjective),
        yes(frame.part == Part::Modal),
        yes(draft.named),
        yes(actor.is_empty()),
        yes(any(actor)),
        yes(!actor.is_empty() && !any(actor)),
        yes(!coding.parties.recipient.is_empty() || is_mutual),
        yes(coding.parties.recipient.is_empty() && !recipient.is_empty()),
        yes(asks_recipient && recipient.is_empty()),
        yes(any(recipient) || is_mutual && any(actor)),
        yes(are_two_countries(scene, actor, recipient)),
        yes(!any(actor) && !any(recipient)),
        yes(has_pronoun_subject(scene, coding.head)),
        yes(matches!(word.relation, Relation::Xcomp | Relation::Advcl | Relation::Acl)),
        yes(matches!(word.relation, Relation::Amod | Relation::NmodUnmarked | Relation::NmodPoss)),
        yes(draft.factuality != Factuality::Certain),
        yes(scene.input.attributions.innermost.get(coding.head).copied().flatten().is_some()),
        here.min(4) as f32 / 4.0,
        politics.whole,
        (codebook.senses(scene.grammar.syntax.lemma(coding.head)).min(4) as f32 - 1.0) / 3.0,
        yes(quad == "material conflict"),
        yes(quad == "verbal conflict"),
        yes(quad == "material cooperation"),
        yes(word.upos == Upos::Propn),
        yes(scene.input.text.sentences.get(draft.sentence).is_some_and(|s| s.is_title)),
        idle.min(3) as f32 / 3.0,
        politics.leisure_whole,
        yes(quad == "material conflict" && is_people),
    ]
}

/// Whether an actor is a state, acts for one, fights one, or is a body of states.
fn is_political(scene: &Scene, actor: usize) -> bool {
    let Some(actor) = scene.input.actors.actors.get(actor) else { return false };
    let is_known = actor.country != Country::NONE || actor.kind == Kind::Country;
    is_known && actor.sectors.first().is_some_and(|s| POLITICAL.contains(&s.as_str()))
}

fn is_of_a_country(scene: &Scene, actor: usize) -> bool {
    scene.input.actors.actors.get(actor).is_some_and(|a| a.country != Country::NONE)
}

fn are_two_countries(scene: &Scene, actor: &[usize], recipient: &[usize]) -> bool {
    let country = |a: &usize| scene.input.actors.actors.get(*a).map(|a| a.country).filter(|c| *c != Country::NONE);
    let mut countries = actor.iter().chain(recipient).filter_map(country);
    let first = countries.next();
    first.is_some() && countries.any(|c| Some(c) != first)
}

fn has_pronoun_subject(scene: &Scene, verb: usize) -> bool {
    scene.grammar.surface_subject(verb).is_some_and(|s| scene.grammar.upos(s) == Upos::Pron)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_by_the_names_of_signs() {
        let scale =
            Scale::parse("own.tsv", "sign\tweight\nbias\t-1\nprior\t1\nfloor\t0.2\n").expect("it is well formed");
        let mut signs = [0.0; SIGNS.len()];
        signs[0] = 1.0;
        assert!((scale.likelihood(&signs) - 0.5).abs() < 1e-6);
        let fault = Scale::parse("own.tsv", "sign\tweight\nluck\t1\n").expect_err("luck is no sign");
        assert_eq!(fault.to_string(), "own.tsv:2: \"luck\" is no sign");
    }
}
