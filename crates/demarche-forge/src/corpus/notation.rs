//! The notation of the corpus: a few short lines an item, beside its text. `corpus/README.md` describes it.

use super::texts::{self, Text, Texts};
use super::vocabulary::Vocabulary;
use super::words;
use std::path::Path;

/// Where something stands in its text: characters, end exclusive.
pub type Place = (usize, usize);

/// One who acts: the number of an [`Actor`] of the item, or nobody that the text names (`?`).
pub type Who = Option<usize>;

/// So many words may stand in a row in the notes: what is longer is written `first … last`.
const MOST_WORDS: usize = 10;

/// What an annotator took from one text.
#[derive(Clone, Debug)]
pub struct Item {
    pub text: Text,
    pub actors: Vec<Actor>,
    pub events: Vec<Event>,
    pub attributions: Vec<Attribution>,
    pub instruments: Vec<Instrument>,
}

/// One who acts, is acted on or speaks.
#[derive(Clone, Debug)]
pub struct Actor {
    pub key: String,
    /// Country and PLOVER sector: `BRA GOV`.
    pub code: String,
    /// All words that stand for the actor, sorted.
    pub mentions: Vec<Place>,
}

/// A reported act.
#[derive(Clone, Debug)]
pub struct Event {
    pub kind: String,
    pub mode: Option<String>,
    pub trigger: Place,
    pub actor: Vec<Who>,
    pub recipient: Vec<Who>,
    /// Whether the actors act on each other.
    pub mutual: bool,
    pub factuality: String,
    /// A day or `START/END`.
    pub date: Option<String>,
    pub place: Option<String>,
    /// Who says so, outermost first; several who speak as one stand together.
    pub sources: Vec<Vec<Who>>,
    pub must: bool,
    pub alternatives: Vec<String>,
    pub contexts: Vec<String>,
    pub auxiliary: Vec<String>,
}

/// Content that the text gives to somebody.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// `direct`, `indirect` or `mixed`.
    pub kind: &'static str,
    pub actor: Vec<Who>,
    pub source: Option<Place>,
    pub cue: Option<Place>,
    pub content: Vec<Place>,
    /// The attribution of the item that holds this one.
    pub within: Option<usize>,
    pub must: bool,
}

/// A link to a legal instrument.
#[derive(Clone, Debug)]
pub struct Instrument {
    pub instrument: String,
    pub place: Place,
    pub relation: String,
    pub parties: Vec<Who>,
    pub factuality: String,
    pub sources: Vec<Vec<Who>>,
    pub must: bool,
}

/// The items of notes and the faults of their lines.
#[derive(Default)]
pub struct Notes {
    pub items: Vec<Item>,
    pub faults: Vec<String>,
}

impl Notes {
    /// Adds the items of a file.
    pub fn read(&mut self, file: &Path, content: &str, texts: &Texts, vocabulary: &Vocabulary) {
        let mut open = false;
        for (number, line) in content.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let (sign, rest) = line.split_once(' ').unwrap_or((line, ""));
            let outcome = if sign == "#" {
                let text = texts.get(rest);
                open = text.is_some();
                match text {
                    Some(text) => {
                        self.items.push(Item::new(text.clone()));
                        Ok(())
                    }
                    None => Err(format!("no text is known for {rest:?}")),
                }
            } else if !open {
                Err("no item is open".to_string())
            } else {
                let item = self.items.last_mut().expect("an item is open");
                item.add(sign, rest, vocabulary)
            };
            if let Err(fault) = outcome {
                let shown: String = line.chars().take(90).collect();
                self.faults.push(format!("{}:{}: {fault}   {shown}", file.display(), number + 1));
            }
        }
    }
}

impl Item {
    fn new(text: Text) -> Self {
        Item { text, actors: Vec::new(), events: Vec::new(), attributions: Vec::new(), instruments: Vec::new() }
    }

    /// The code of one who acts; of nobody named, that of an unknown person.
    pub fn code(&self, who: Who) -> &str {
        who.map_or("NON UNK", |k| &self.actors[k].code)
    }

    fn add(&mut self, sign: &str, rest: &str, vocabulary: &Vocabulary) -> Result<(), String> {
        let fields: Vec<&str> = rest.split('|').map(str::trim).collect();
        match sign {
            "@" => self.add_actor(&fields, vocabulary),
            "E" => self.add_event(&fields, vocabulary),
            "A" => self.add_attribution(&fields),
            "I" => self.add_instrument(&fields, vocabulary),
            _ => Err("a line begins with #, @, E, A or I".to_string()),
        }
    }

    fn find(&self, piece: &str) -> Result<Place, String> {
        let is_own = self.text.id.starts_with(texts::OWN);
        if !is_own && !piece.contains('…') && piece.split_whitespace().count() > MOST_WORDS {
            return Err("notes hold no sentences of others: write `first … last`".to_string());
        }
        words::find(&self.text.characters, piece)
    }

    fn add_actor(&mut self, fields: &[&str], vocabulary: &Vocabulary) -> Result<(), String> {
        let (key, code) = (field(fields, 0), field(fields, 1));
        vocabulary.check_actor(code)?;
        let pieces = field(fields, 2).split(';').map(str::trim).filter(|w| !w.is_empty() && *w != "-");
        let mut mentions: Vec<Place> = pieces.map(|w| self.find(w)).collect::<Result<_, _>>()?;
        mentions.extend(self.find(key).ok()); // a key that the text lacks is the annotator's own name
        mentions.sort_unstable();
        mentions.dedup();
        let actor = Actor { key: key.to_string(), code: code.to_string(), mentions };
        match self.actors.iter_mut().find(|a| a.key == key) {
            Some(known) => *known = actor,
            None => self.actors.push(actor),
        }
        Ok(())
    }

    fn add_event(&mut self, fields: &[&str], vocabulary: &Vocabulary) -> Result<(), String> {
        let (kind, mode) = field(fields, 0).split_once('/').unwrap_or((field(fields, 0), ""));
        vocabulary.check_type(kind, mode)?;
        let date = stated(field(fields, 4));
        date.map_or(Ok(()), super::vocabulary::check_date)?;
        let flags = Flags::read(fields.get(7..).unwrap_or(&[]), &["may", "alt", "ctx", "aux"])?;
        let alternatives = flags.values("alt");
        alternatives.iter().try_for_each(|t| vocabulary.check_type(t, ""))?;
        let contexts = flags.values("ctx");
        contexts.iter().try_for_each(|c| vocabulary.check_context(c))?;
        let auxiliary = flags.values("aux");
        auxiliary.iter().try_for_each(|a| super::vocabulary::check_auxiliary(a))?;
        let (doers, acted_on) = match field(fields, 2).split_once('>') {
            Some((doers, acted_on)) => (doers, Some(acted_on)),
            None => (field(fields, 2), None),
        };
        let actor = self.keys(doers)?;
        if actor.is_empty() {
            return Err("nobody acts: write ? for a doer nobody knows".to_string());
        }
        let factuality = field(fields, 3);
        super::vocabulary::check_factuality(factuality)?;
        self.events.push(Event {
            kind: kind.to_string(),
            mode: (!mode.is_empty()).then(|| mode.to_string()),
            trigger: self.find(field(fields, 1))?,
            actor,
            recipient: acted_on.map_or(Ok(Vec::new()), |r| self.keys(r))?,
            mutual: acted_on.is_none(),
            factuality: factuality.to_string(),
            date: date.map(str::to_string),
            place: stated(field(fields, 5)).map(str::to_string),
            sources: self.chain(field(fields, 6))?,
            must: !flags.has("may"),
            alternatives,
            contexts,
            auxiliary,
        });
        Ok(())
    }

    fn add_attribution(&mut self, fields: &[&str]) -> Result<(), String> {
        let rest = fields.get(5..).unwrap_or(&[]);
        let (held, rest): (Vec<&str>, Vec<&str>) = rest.iter().partition(|f| f.starts_with("in="));
        let flags = Flags::read(&rest, &["may"])?;
        let within = held.first().map(|f| self.holder(f)).transpose()?;
        let kind = match field(fields, 0) {
            "d" => "direct",
            "i" => "indirect",
            "m" => "mixed",
            other => return Err(format!("kind {other:?}: one of d, i, m")),
        };
        let pieces = field(fields, 4).split(';').map(str::trim).filter(|c| stated(c).is_some());
        let attribution = Attribution {
            kind,
            actor: self.keys(field(fields, 1))?,
            source: stated(field(fields, 2)).map(|w| self.find(w)).transpose()?,
            cue: stated(field(fields, 3)).map(|w| self.find(w)).transpose()?,
            content: pieces.map(|w| self.find(w)).collect::<Result<_, _>>()?,
            within,
            must: !flags.has("may"),
        };
        self.attributions.push(attribution);
        Ok(())
    }

    /// The number of the attribution that `in=N` names.
    fn holder(&self, flag: &str) -> Result<usize, String> {
        let number = flag[3..].parse::<usize>().ok().filter(|n| (1..=self.attributions.len()).contains(n));
        number.map(|n| n - 1).ok_or_else(|| format!("{flag}: no such attribution before this one"))
    }

    fn add_instrument(&mut self, fields: &[&str], vocabulary: &Vocabulary) -> Result<(), String> {
        let flags = Flags::read(fields.get(6..).unwrap_or(&[]), &["may"])?;
        let (relation, factuality) = (field(fields, 2), field(fields, 4));
        vocabulary.check_relation(relation)?;
        super::vocabulary::check_factuality(factuality)?;
        self.instruments.push(Instrument {
            instrument: field(fields, 0).to_string(),
            place: self.find(field(fields, 1))?,
            relation: relation.to_string(),
            parties: self.keys(field(fields, 3))?,
            factuality: factuality.to_string(),
            sources: self.chain(field(fields, 5))?,
            must: !flags.has("may"),
        });
        Ok(())
    }

    fn keys(&self, part: &str) -> Result<Vec<Who>, String> {
        let named = part.split('+').map(str::trim).filter(|k| stated(k).is_some());
        named.map(|k| if k == "?" { Ok(None) } else { self.key(k).map(Some) }).collect()
    }

    fn key(&self, key: &str) -> Result<usize, String> {
        let found = self.actors.iter().position(|a| a.key == key);
        found.ok_or_else(|| format!("nobody was introduced as {key:?}"))
    }

    fn chain(&self, part: &str) -> Result<Vec<Vec<Who>>, String> {
        part.split(':').map(str::trim).filter(|l| stated(l).is_some()).map(|l| self.keys(l)).collect()
    }
}

/// A field of a line; one left away is empty.
fn field<'a>(fields: &[&'a str], number: usize) -> &'a str {
    fields.get(number).copied().unwrap_or("-")
}

/// What a field says, where it says anything.
fn stated(words: &str) -> Option<&str> {
    (!words.is_empty() && words != "-").then_some(words)
}

/// The flags at the end of a line: `may`, `alt=AID,AGREE`.
struct Flags<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Flags<'a> {
    fn read(parts: &[&'a str], known: &[&str]) -> Result<Self, String> {
        let each = parts.iter().flat_map(|p| p.split_whitespace()).filter(|f| *f != "-");
        let flags: Vec<_> = each.map(|f| f.split_once('=').unwrap_or((f, ""))).collect();
        match flags.iter().find(|(name, _)| !known.contains(name)) {
            Some((name, _)) => Err(format!("unknown flag {name:?}")),
            None => Ok(Flags(flags)),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| *n == name)
    }

    fn values(&self, name: &str) -> Vec<String> {
        let all = self.0.iter().filter(|(n, _)| *n == name).flat_map(|(_, v)| v.split(','));
        all.filter(|v| !v.is_empty()).map(str::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(text: &str, lines: &str) -> Notes {
        let texts = super::super::texts::of("x", "2026-07-26", text);
        let vocabulary = Vocabulary::shipped().expect("the code book is sound");
        let mut notes = Notes::default();
        notes.read(Path::new("test"), &format!("# x\n{lines}"), &texts, &vocabulary);
        notes
    }

    #[test]
    fn an_item_is_read_with_its_offsets() {
        let read = notes(
            "Brazil recalls its ambassador to Argentina, its ministry said.",
            "@ Brazil | BRA GOV | its ministry ; its\n@ Argentina | ARG GOV\n\
             A i | Brazil | its ministry | said | Brazil … Argentina\n\
             E SANCTION/withdraw | recalls | Brazil > Argentina | CT+ | 2026-07-26 | - | Brazil | may alt=ACCUSE ctx=diplomatic",
        );
        assert_eq!(read.faults, Vec::<String>::new());
        let item = &read.items[0];
        assert_eq!(item.actors[0].mentions, [(0, 6), (15, 18), (44, 56)]);
        assert_eq!(item.attributions[0].content, [(0, 42)]);
        let event = &item.events[0];
        assert_eq!((event.trigger, event.must, event.mutual), ((7, 14), false, false));
        assert_eq!((&event.actor, &event.recipient), (&vec![Some(0)], &vec![Some(1)]));
        assert_eq!((&event.sources, &event.alternatives), (&vec![vec![Some(0)]], &vec!["ACCUSE".to_string()]));
    }

    #[test]
    fn faults_are_named_with_their_line() {
        let fault = |lines| notes("Brazil recalls its ambassador.", lines).faults.join("\n");
        assert!(fault("@ Brazil | BRA KING").contains("test:2: \"BRA KING\""));
        assert!(fault("E SANCTION | recalls | Peru > | CT+").contains("nobody was introduced as \"Peru\""));
        assert!(fault("@ Brazil | BRA GOV\nE SANCTION | recalls~2 | Brazil > | CT+").contains("2 times"));
        assert!(fault("E HELP | recalls | ? > | CT+").contains("HELP"));
        assert!(fault("E AID | recalls | ? > | CT+ | yesterday").contains("yesterday"));
        assert!(fault("E AID | recalls | ? > | CT+ | - | - | - | maybe").contains("maybe"));
        assert!(fault("Brazil").contains("begins with"));
        let long = "E AID | one two three four five six seven eight nine ten eleven | ? > | CT+";
        assert!(fault(long).contains("no sentences"));
    }
}
