//! A frame: the words that name an act, what must stand with them, and where the parties are found.

use super::codebook::{Faults, Position};
use crate::ways::Way;
use serde::Deserialize;
use toml::Spanned;

/// An entry of the code book.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The number of its type in [`super::Codebook::types`].
    pub kind: usize,
    /// The path of the entry: `events/en/accuse#concerned`.
    pub rule: String,
    /// The line of the entry in its file, from 1.
    pub line: usize,
    /// The words that trigger it.
    pub words: Vec<Words>,
    /// What part of speech they have.
    pub part: Part,
    /// Only with one of these as object.
    pub object: Vec<String>,
    /// Not with one of these as object.
    pub object_not: Vec<String>,
    /// Only where the object is an actor of these sectors; `actor` for any, `thing` for none.
    pub object_is: Vec<String>,
    /// Only with one of these prepositions, markers, or `clause`.
    pub with: Vec<String>,
    /// Not with one of these.
    pub without: Vec<String>,
    /// Only where one of these words stands in the sentence.
    pub beside: Vec<String>,
    /// Not where one of these words stands in the sentence.
    pub beside_not: Vec<String>,
    /// Only where the trigger is negated; the negation is then part of what is done: "will not accept".
    pub negated: bool,
    /// Where the actor is found, best first.
    pub actor: Vec<Role>,
    /// Where the recipient is found, best first.
    pub recipient: Vec<Role>,
    /// Whether all parties are actors.
    pub mutual: bool,
    /// The mode.
    pub mode: Option<String>,
    /// The contexts that the frame itself brings.
    pub contexts: Vec<String>,
    /// Only for actors of these sectors.
    pub actor_is: Vec<String>,
    /// Only for recipients of these sectors.
    pub recipient_is: Vec<String>,
    /// How likely an act so named is rightly coded.
    pub confidence: f32,
    /// Sentences that it must code.
    pub yes: Vec<String>,
    /// Sentences that it must not code.
    pub no: Vec<String>,
}

/// The words of a trigger: the lemma of its head, and those that must stand with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The lemma of the head.
    pub head: String,
    /// The particles of a verb, the modifiers of a noun.
    pub others: Vec<String>,
    /// Those that precede the head with hyphens between: "test" of "test-fire".
    pub hyphenated: Vec<String>,
}

/// The part of speech of a trigger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// A verb in any form.
    #[default]
    Verb,
    /// A noun.
    Noun,
    /// An adjective, or a participle that serves as one.
    Adjective,
    /// A verb of duty before another, in somebody's words: "must", "have to". Its roles are those of the other verb.
    Modal,
}

/// Where a party is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who does it, whatever the voice.
    Subject,
    /// What it is done to, whatever the voice.
    Object,
    /// "gave Kenya a loan".
    Indirect,
    /// "Oslo's decision".
    Possessor,
    /// "the Russian decision", "Russia-DPRK talks".
    Modifier,
    /// "demanded that Israel withdraw".
    ClauseSubject,
    /// "threatened to bomb Syria".
    ClauseObject,
    /// The source of the attribution whose cue the trigger is.
    Source,
    /// After this preposition.
    After(String),
    /// After any preposition.
    AfterAny,
    /// Nowhere: it stays empty.
    Nowhere,
}

/// The ways of roles that frames name.
pub(super) const ROLE_WAYS: [Way; 11] = [
    "subject",
    "object",
    "indirect",
    "possessor",
    "modifier",
    "clause-subject",
    "clause-object",
    "source",
    "after-preposition",
    "after-any",
    "all-parties",
];

impl Role {
    /// The way that filling this role is.
    pub(super) fn way(&self) -> Way {
        match self {
            Role::Subject => "subject",
            Role::Object => "object",
            Role::Indirect => "indirect",
            Role::Possessor => "possessor",
            Role::Modifier => "modifier",
            Role::ClauseSubject => "clause-subject",
            Role::ClauseObject => "clause-object",
            Role::Source => "source",
            Role::After(_) => "after-preposition",
            Role::AfterAny => "after-any",
            Role::Nowhere => "",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "subject" => Role::Subject,
            "object" => Role::Object,
            "indirect" => Role::Indirect,
            "possessor" => Role::Possessor,
            "modifier" => Role::Modifier,
            "clause-subject" => Role::ClauseSubject,
            "clause-object" => Role::ClauseObject,
            "source" => Role::Source,
            "any" => Role::AfterAny,
            "none" => Role::Nowhere,
            word if !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()) => Role::After(word.to_string()),
            _ => return None,
        })
    }
}

/// A frame as its file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) id: Spanned<String>,
    words: Vec<String>,
    #[serde(default)]
    part: Part,
    #[serde(default)]
    object: Vec<String>,
    #[serde(default)]
    object_not: Vec<String>,
    #[serde(default)]
    object_is: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    beside_not: Vec<String>,
    #[serde(default)]
    negated: bool,
    actor: Option<Vec<String>>,
    recipient: Option<Vec<String>>,
    #[serde(default)]
    mutual: bool,
    mode: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    actor_is: Vec<String>,
    #[serde(default)]
    recipient_is: Vec<String>,
    confidence: Option<f32>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

impl Written {
    /// The frame that is meant; what is wrong with it goes to `faults`.
    pub(super) fn read(self, kind: usize, position: Position, modes: &[String], faults: &mut Faults) -> Frame {
        let id = self.id.get_ref();
        if self.words.is_empty() {
            faults.add(position.line, format!("frame {id:?} has no words"));
        }
        if let Some(mode) = self.mode.as_ref().filter(|m| !modes.contains(m)) {
            faults.add(position.line, format!("frame {id:?}: mode {mode:?} is not one of [modes]"));
        }
        let mut roles = |written: Option<Vec<String>>, usual: &[&str]| {
            let names = written.unwrap_or_else(|| usual.iter().map(ToString::to_string).collect());
            let read = names.iter().filter_map(|name| {
                let role = Role::from_name(name);
                if role.is_none() {
                    faults.add(position.line, format!("frame {id:?}: {name:?} is no role"));
                }
                role
            });
            read.collect()
        };
        let (actor, recipient) = usual_roles(self.part);
        Frame {
            kind,
            rule: format!("{}#{id}", position.path),
            line: position.line,
            actor: roles(self.actor, actor),
            recipient: roles(self.recipient, recipient),
            words: self.words.iter().map(|w| Words::read(w, self.part)).collect(),
            part: self.part,
            object: self.object,
            object_not: self.object_not,
            object_is: self.object_is,
            with: self.with,
            without: self.without,
            beside: self.beside,
            beside_not: self.beside_not,
            negated: self.negated,
            mutual: self.mutual,
            mode: self.mode,
            contexts: self.contexts,
            actor_is: self.actor_is,
            recipient_is: self.recipient_is,
            confidence: self.confidence.unwrap_or(0.8).clamp(0.0, 1.0),
            yes: self.yes,
            no: self.no,
        }
    }
}

fn usual_roles(part: Part) -> (&'static [&'static str], &'static [&'static str]) {
    match part {
        Part::Verb => (&["subject"], &["object", "indirect"]),
        Part::Noun => (
            &["possessor", "by", "between", "among", "modifier", "subject", "of", "with"],
            &["against", "on", "upon", "to", "toward", "towards", "of", "with", "over", "from"],
        ),
        Part::Modal => (&["source"], &["subject"]),
        Part::Adjective => (&["subject"], &["about", "over", "with", "at", "of", "to"]),
    }
}

impl Words {
    /// A verb leads its words, a noun ends them, or stands before "of".
    fn read(written: &str, part: Part) -> Self {
        let mut words: Vec<String> = written.split_whitespace().map(str::to_string).collect();
        let of = words.iter().position(|w| w == "of");
        let at = match part {
            Part::Verb | Part::Modal => 0,
            Part::Noun | Part::Adjective => of.unwrap_or(words.len()).saturating_sub(1),
        };
        let head = if at < words.len() { words.remove(at) } else { String::new() };
        let mut pieces: Vec<String> = head.split('-').map(str::to_string).collect();
        let head = pieces.pop().unwrap_or_default();
        Words { head, others: words, hyphenated: pieces }
    }
}

impl Frame {
    /// How much must hold before it applies: of two frames for the same words the narrower one wins.
    pub(super) fn narrowness(&self, words: &Words) -> usize {
        let conditions = [
            &self.object,
            &self.object_is,
            &self.with,
            &self.without,
            &self.beside,
            &self.actor_is,
            &self.recipient_is,
        ];
        let held = conditions.iter().filter(|c| !c.is_empty()).count();
        2 * words.others.len()
            + 2 * words.hyphenated.len()
            + 2 * held
            + 8 * usize::from(self.negated)
            + usize::from(!self.object.is_empty())
            + usize::from(!self.object_not.is_empty())
    }
}
