//! The fast engine: averaged perceptrons over hashed features (Collins 2002), their weights packed into tables.
//!
//! A sentence's words are looked at once ([`words`]); then tags are chosen from the left ([`tagger`]), the tree is built
//! in two steps a word ([`tree`]), names are found ([`names`]) and lemmas made ([`lemmas`]). The same features serve the
//! training of the weights.

pub mod features;
pub mod hash;
pub mod lemmas;
pub mod names;
pub mod table;
pub mod tagger;
pub mod tree;
pub mod words;

use super::{Relation, Upos, Word, Xpos};
use features::Features;
use lemmas::Edit;
use table::{Table, number, take};
use words::{Lexicon, Look};

/// What every file of weights begins with: a name, and the version of the format and of the features.
pub const MAGIC: &[u8; 12] = b"demsyntax\0\0\x01";

/// The weights.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// The classes of the tagger.
    pub classes: Vec<(Upos, Xpos)>,
    /// What lemma rules do.
    pub edits: Vec<Edit>,
    /// Facts on words.
    pub lexicon: Lexicon,
    /// Tags.
    pub tags: Table,
    /// Trees.
    pub tree: tree::Tables,
    /// Names.
    pub names: Table,
    /// Lemma rules: the first value of an entry is the number of an edit.
    pub lemmas: Table,
    /// The weights of neighboring classes of names, which [`Weights::prepare`] computes.
    pub transitions: [[i32; names::CLASSES]; names::CLASSES],
}

impl Weights {
    /// The weights as bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let classes: Vec<u8> = self.classes.iter().flat_map(|&(upos, xpos)| [upos as u8, xpos as u8]).collect();
        let edits: Vec<String> = self.edits.iter().map(ToString::to_string).collect();
        for part in [&classes[..], edits.join("\n").as_bytes()] {
            out.extend((part.len() as u32).to_le_bytes());
            out.extend(part);
        }
        let tables = [&self.lexicon.0, &self.tags, &self.tree.steps, &self.tree.relations, &self.names, &self.lemmas];
        tables.into_iter().for_each(|table| table.write(&mut out));
        out
    }

    /// The weights in `bytes`.
    ///
    /// # Errors
    /// What is wrong with them, where they are of another format or cut short.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut rest =
            bytes.strip_prefix(&MAGIC[..11]).ok_or("no syntax weights: expected a file that begins with demsyntax")?;
        match take(&mut rest, 1) {
            Some([version]) if *version == MAGIC[11] => {}
            version => return Err(format!("weights of version {:?}, expected {}", version.unwrap_or(&[]), MAGIC[11])),
        }
        Self::parts(&mut rest).ok_or_else(|| "weights cut short or damaged".to_string())
    }

    fn parts(rest: &mut &[u8]) -> Option<Self> {
        let count = number(rest)?;
        let pair = |pair: &[u8]| Some((*Upos::ALL.get(usize::from(pair[0]))?, *Xpos::ALL.get(usize::from(pair[1]))?));
        let classes = take(rest, count)?.chunks_exact(2).map(pair).collect::<Option<Vec<_>>>()?;
        let count = number(rest)?;
        let edits = std::str::from_utf8(take(rest, count)?).ok()?;
        let edits = edits.lines().map(|line| line.parse().ok()).collect::<Option<Vec<Edit>>>()?;
        let mut weights = Weights { classes, edits, ..Weights::default() };
        weights.lexicon = Lexicon(Table::read(rest)?);
        weights.tags = Table::read(rest)?;
        weights.tree = tree::Tables { steps: Table::read(rest)?, relations: Table::read(rest)? };
        weights.names = Table::read(rest)?;
        weights.lemmas = Table::read(rest)?;
        weights.prepare();
        Some(weights)
    }

    /// The lemma of a word with these tags, whoever found them; `lower` is a buffer.
    pub fn lemma(&self, upos: Upos, xpos: Xpos, word: &str, lower: &mut String) -> String {
        let place = |fits: &dyn Fn(&(Upos, Xpos)) -> bool| self.classes.iter().position(fits);
        let class =
            place(&|&class| class == (upos, xpos)).or_else(|| place(&|class| class.0 == upos)).unwrap_or_default();
        lemmas::lemma(&self.lemmas, &self.edits, class as u8, word, lower)
    }

    /// Computes what depends on the tables, after they have changed.
    pub fn prepare(&mut self) {
        self.transitions = names::transitions(&self.names, &mut Features::default());
    }
}

/// Buffers for one sentence at a time.
#[derive(Clone, Debug)]
pub struct Worker {
    looks: Vec<Look>,
    tags: Vec<u8>,
    names: Vec<u8>,
    features: Features,
    scores: [i32; 256],
    state: tree::State,
    lattice: names::Lattice,
    lower: String,
}

impl Default for Worker {
    fn default() -> Self {
        Worker {
            looks: Vec::new(),
            tags: Vec::new(),
            names: Vec::new(),
            features: Features::default(),
            scores: [0; 256],
            state: tree::State::default(),
            lattice: names::Lattice::default(),
            lower: String::new(),
        }
    }
}

impl Worker {
    /// Analyses a sentence and appends its words to `out`. `first` is the number of its first token.
    pub fn analyze<'w>(
        &mut self,
        weights: &Weights,
        words: impl Iterator<Item = &'w str> + Clone,
        first: usize,
        out: &mut Vec<Word>,
    ) {
        weights.lexicon.look(words.clone(), &mut self.looks);
        let scores = &mut self.scores[..weights.classes.len().min(256)];
        tagger::tag(&weights.tags, &self.looks, scores, &mut self.features, &mut self.tags);
        let input = tree::Input { looks: &self.looks, tags: &self.tags };
        let scores = &mut self.scores[..Relation::ALL.len()];
        tree::parse(&weights.tree, input, Relation::Root as u8, scores, &mut self.features, &mut self.state);
        self.name(weights);
        out.extend(words.enumerate().map(|(i, word)| self.word(weights, i, word, first)));
    }

    fn name(&mut self, weights: &Weights) {
        let (looks, tags, features) = (&self.looks, &self.tags, &mut self.features);
        let score = |i: usize| {
            let mut row = [0; names::CLASSES];
            names::features(looks, tags, i, features);
            weights.names.score(&features.all, &mut row);
            row
        };
        names::find(looks.len(), &weights.transitions, score, &mut self.lattice, &mut self.names);
    }

    fn word(&mut self, weights: &Weights, i: usize, word: &str, first: usize) -> Word {
        let tag = self.tags[i];
        let (upos, xpos) = weights.classes.get(usize::from(tag)).copied().unwrap_or((Upos::X, Xpos::FW));
        let head = Some(self.state.head(i)).filter(|&head| head < self.tags.len());
        Word {
            upos,
            xpos,
            lemma: lemmas::lemma(&weights.lemmas, &weights.edits, tag, word, &mut self.lower),
            head: head.map(|head| first + head),
            relation: Relation::ALL.get(usize::from(self.state.relation(i))).copied().unwrap_or(Relation::Dep),
            name: names::tag(self.names[i]),
        }
    }
}
