//! Trees, by transitions: the arc-hybrid system (Kuhlmann, Gómez-Rodríguez and Satta 2011), the root behind the last
//! word. One model chooses the step, another the relation of each new arc.

use super::features::{Features, best};
use super::table::Table;
use super::words::Look;

/// No such node.
const NONE: u32 = u32::MAX;

/// A step of the parser.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Step {
    /// The next word goes on the stack.
    Shift,
    /// The top of the stack depends on the next word.
    Left,
    /// The top of the stack depends on the one below it.
    Right,
}

impl Step {
    /// All steps, in the order of their classes.
    pub const ALL: [Step; 3] = [Step::Shift, Step::Left, Step::Right];
}

/// A word of the tree as far as it is built.
#[derive(Clone, Copy, Debug)]
struct Node {
    head: u32,
    relation: u8,
    /// The outermost dependents and the ones next to them, on either side.
    left: [u32; 2],
    right: [u32; 2],
    lefts: u16,
    rights: u16,
    /// The relations of the dependents so far, as bits.
    relations: u64,
}

const BARE: Node =
    Node { head: NONE, relation: 255, left: [NONE; 2], right: [NONE; 2], lefts: 0, rights: 0, relations: 0 };

/// A parse under way. Nodes are the sentence's words, and the root behind them.
#[derive(Clone, Debug, Default)]
pub struct State {
    nodes: Vec<Node>,
    stack: Vec<u32>,
    next: u32,
}

impl State {
    /// Begins a sentence of `count` words.
    pub fn begin(&mut self, count: usize) {
        self.nodes.clear();
        self.nodes.resize(count + 1, BARE);
        self.stack.clear();
        self.next = 0;
    }

    /// The number of the root.
    fn root(&self) -> u32 {
        self.nodes.len() as u32 - 1
    }

    /// Whether every word has a head.
    pub fn is_done(&self) -> bool {
        self.next == self.root() && self.stack.is_empty()
    }

    /// The stack, its top last.
    pub fn stack(&self) -> &[u32] {
        &self.stack
    }

    /// The next word.
    pub fn next(&self) -> usize {
        self.next as usize
    }

    /// The head of word `i`, the sentence's length for the root.
    pub fn head(&self, i: usize) -> usize {
        self.nodes[i].head as usize
    }

    /// The relation of word `i`.
    pub fn relation(&self, i: usize) -> u8 {
        self.nodes[i].relation
    }

    /// Whether `step` can be taken. One always can be before the end, and the root gets exactly one dependent.
    pub fn allows(&self, step: Step) -> bool {
        let at_end = self.next == self.root();
        match step {
            Step::Shift => !at_end,
            Step::Left => !self.stack.is_empty() && (!at_end || self.stack.len() == 1),
            Step::Right => self.stack.len() >= 2,
        }
    }

    /// The arc that `step` would make: head and dependent.
    pub fn arc(&self, step: Step) -> Option<(usize, usize)> {
        let (&top, below) = self.stack.split_last()?;
        match step {
            Step::Shift => None,
            Step::Left => Some((self.next as usize, top as usize)),
            Step::Right => below.last().map(|&below| (below as usize, top as usize)),
        }
    }

    /// Takes a step; `relation` is that of the new arc.
    pub fn take(&mut self, step: Step, relation: u8) {
        match self.arc(step) {
            None => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Some((head, dependent)) => {
                self.stack.pop();
                self.attach(head, dependent, relation);
            }
        }
    }

    fn attach(&mut self, head: usize, dependent: usize, relation: u8) {
        self.nodes[dependent].head = head as u32;
        self.nodes[dependent].relation = relation;
        let node = &mut self.nodes[head];
        node.relations |= 1 << (relation & 63);
        let (side, count) =
            if dependent < head { (&mut node.left, &mut node.lefts) } else { (&mut node.right, &mut node.rights) };
        *side = [dependent as u32, side[0]];
        *count = count.saturating_add(1);
    }

    fn node(&self, at: u32) -> &Node {
        self.nodes.get(at as usize).unwrap_or(&BARE)
    }
}

/// A sentence's words and tags.
#[derive(Clone, Copy, Debug)]
pub struct Input<'s> {
    /// The words.
    pub looks: &'s [Look],
    /// Their tags.
    pub tags: &'s [u8],
}

/// What features see of a node: word, tag, cluster, relation, and tag with word.
#[derive(Clone, Copy)]
struct View {
    w: u64,
    t: u64,
    c: u64,
    r: u64,
}

impl Input<'_> {
    fn view(&self, state: &State, at: u32) -> View {
        match (self.looks.get(at as usize), self.tags.get(at as usize)) {
            (Some(look), Some(&tag)) => {
                View { w: look.word, t: u64::from(tag), c: look.cluster, r: u64::from(state.node(at).relation) }
            }
            _ => View { w: u64::from(at == NONE), t: 250 + u64::from(at == NONE), c: 300, r: 255 },
        }
    }
}

/// A distance, coarser the longer it is.
fn distance(from: u32, to: u32) -> u64 {
    if from == NONE || to == NONE {
        return 99;
    }
    match from.abs_diff(to) {
        d @ 0..=5 => u64::from(d),
        6..=9 => 6,
        10..=15 => 7,
        _ => 8,
    }
}

/// The features of the next step.
pub fn step_features(input: Input, state: &State, out: &mut Features) {
    let stack = |back: usize| state.stack.iter().rev().nth(back).copied().unwrap_or(NONE);
    let buffer = |on: u32| Some(state.next + on).filter(|&at| at <= state.root()).unwrap_or(NONE);
    let (i0, i1, i2, j0) = (stack(0), stack(1), stack(2), buffer(0));
    let view = |at: u32| input.view(state, at);
    let (s0, s1, s2, b0, b1, b2) = (view(i0), view(i1), view(i2), view(j0), view(buffer(1)), view(buffer(2)));
    let (n0, n1, m0) = (state.node(i0), state.node(i1), state.node(j0));
    let (s0l, s0r, s1l, s1r, b0l) =
        (view(n0.left[0]), view(n0.right[0]), view(n1.left[0]), view(n1.right[0]), view(m0.left[0]));
    let (s0l2, s0r2, s1r2, b0l2) = (view(n0.left[1]), view(n0.right[1]), view(n1.right[1]), view(m0.left[1]));
    let (near, far) = (distance(i0, j0), distance(i1, i0));
    let lefts = |node: &Node| u64::from(node.lefts.min(4));
    let rights = |node: &Node| u64::from(node.rights.min(4));

    out.begin(2);
    for v in [s0, s1, b0, b1] {
        out.add([v.w, v.t]);
        out.add([v.w]);
        out.add([v.t]);
        out.add([v.c, v.t]);
    }
    out.add([b2.w]);
    out.add([b2.t]);
    out.add([s2.w]);
    out.add([s2.t]);
    // Two words.
    for (a, b) in [(s0, b0), (s1, s0), (s1, b0)] {
        out.add([a.w, b.w]);
        out.add([a.w, a.t, b.t]);
        out.add([a.t, b.t, b.w]);
        out.add([a.t, b.t]);
        out.add([a.c, b.c]);
        out.add([a.c, b.w]);
        out.add([a.w, b.c]);
        out.add([a.c, b.t]);
        out.add([a.t, b.c]);
    }
    out.add([b0.t, b1.t]);
    out.add([b0.w, b1.w]);
    out.add([s0.w, b1.w]);
    out.add([s0.t, b1.t]);
    // Three tags, and words among them.
    out.add([s0.t, b0.t, b1.t]);
    out.add([s0.w, b0.t, b1.t]);
    out.add([s0.t, b0.w, b1.t]);
    out.add([s0.t, b0.t, b1.w]);
    out.add([b0.t, b1.t, b2.t]);
    out.add([s1.t, s0.t, b0.t]);
    out.add([s1.w, s0.t, b0.t]);
    out.add([s1.t, s0.w, b0.t]);
    out.add([s1.t, s0.t, b0.w]);
    out.add([s1.t, s0.t, b0.t, b1.t]);
    out.add([s2.t, s1.t, s0.t]);
    out.add([s2.t, s1.t, s0.t, b0.t]);
    out.add([s1.w, s0.w, b0.w]);
    // Dependents.
    out.add([s0.t, s0l.t, b0.t]);
    out.add([s0.t, s0r.t, b0.t]);
    out.add([s0.t, b0l.t, b0.t]);
    out.add([s1.t, s0.t, s0l.t]);
    out.add([s1.t, s0.t, s0r.t]);
    out.add([s1.t, s1l.t, s0.t]);
    out.add([s1.t, s1r.t, s0.t]);
    out.add([s1.t, s0.t, s0l.w]);
    out.add([s1.w, s0.t, s0l.w]);
    out.add([s1.t, s0.w, s0l.w]);
    out.add([s0.t, s0l.w, b0.t]);
    out.add([s0.t, s0r.w]);
    out.add([s0.t, s0l.t, s0l2.t]);
    out.add([s0.t, s0r.t, s0r2.t]);
    out.add([s1.t, s1r.t, s1r2.t]);
    out.add([b0.t, b0l.t, b0l2.t]);
    out.add([b0.t, b0l.w]);
    out.add([s0.t, s0l.r, s0r.r]);
    out.add([s0.w, s0l.r, s0r.r]);
    out.add([s0.t, s0r.r, b0.t]);
    out.add([s0.w, s0r.r, b0.w]);
    out.add([s1.t, s1l.r, s1r.r]);
    out.add([s1.w, s1r.r, s0.t]);
    out.add([s1.w, s1r.r, s0.w]);
    out.add([s1.t, s1r.r, s0.t, s0l.r]);
    out.add([b0.t, b0l.r, s0.t]);
    out.add([b0.w, b0l.r]);
    out.add([s0.t, n0.relations, b0.t]);
    out.add([s1.t, n1.relations, s0.t]);
    out.add([b0.t, m0.relations, s0.t]);
    out.add([s0.w, n0.relations]);
    out.add([s1.w, n1.relations]);
    // Distances and numbers of dependents.
    out.add([s0.t, b0.t, near]);
    out.add([s0.w, near]);
    out.add([b0.w, near]);
    out.add([s1.t, s0.t, far]);
    out.add([s1.w, far]);
    out.add([s0.w, far]);
    out.add([near, far]);
    out.add([s0.w, lefts(n0), rights(n0)]);
    out.add([s0.t, lefts(n0), rights(n0), b0.t]);
    out.add([s1.w, rights(n1)]);
    out.add([s1.t, rights(n1), s0.t]);
    out.add([b0.t, lefts(m0), s0.t]);
    out.add([b0.w, lefts(m0)]);
}

/// The features of the relation of a new arc.
pub fn relation_features(input: Input, state: &State, (head, dependent): (usize, usize), out: &mut Features) {
    let (h, d) = (head as u32, dependent as u32);
    let view = |at: u32| input.view(state, at);
    let beside = |at: u32, by: i32| at.checked_add_signed(by).map_or(view(NONE), view);
    let (hv, dv) = (view(h), view(d));
    let (hn, dn) = (state.node(h), state.node(d));
    let side = u64::from(d < h);
    let (first, inner, last) = (view(dn.left[0]), view(dn.left[1]), view(dn.right[0]));
    let (left, right) = (view(hn.left[0]), view(hn.right[0]));
    let far = distance(h, d) * 2 + side;
    let look = |at: u32| input.looks.get(at as usize).copied().unwrap_or_default();

    out.begin(3 + side);
    out.add([hv.w, dv.w]);
    out.add([hv.w, dv.t]);
    out.add([hv.t, dv.w]);
    out.add([hv.t, dv.t]);
    out.add([hv.t, dv.t, far]);
    out.add([hv.w, hv.t]);
    out.add([dv.w, dv.t]);
    out.add([dv.w]);
    out.add([dv.t]);
    out.add([hv.c, dv.c]);
    out.add([hv.c, dv.w]);
    out.add([hv.w, dv.c]);
    out.add([dv.c, hv.t]);
    out.add([hv.c, dv.t]);
    out.add([look(d).suffixes[2], hv.t]);
    out.add([look(h).suffixes[2], dv.t]);
    out.add([first.w, dv.t, hv.t]);
    out.add([first.w, hv.w]);
    out.add([first.w, dv.w]);
    out.add([first.t, dv.t, hv.t]);
    out.add([first.r, dv.t, hv.t]);
    out.add([inner.w, dv.t, hv.t]);
    out.add([inner.r, first.r, dv.t]);
    out.add([last.w, dv.t]);
    out.add([last.r, dv.t, hv.t]);
    out.add([dn.relations, dv.t, hv.t]);
    out.add([dn.relations, dv.w]);
    out.add([hn.relations, hv.t, dv.t]);
    out.add([hn.relations, hv.w]);
    out.add([hn.relations, dv.w]);
    out.add([left.r, left.w, dv.t]);
    out.add([left.r, hv.t, dv.t]);
    out.add([right.r, hv.t, dv.t]);
    out.add([right.w, dv.t]);
    out.add([right.r, dv.w]);
    for by in [-1, 1] {
        out.add([beside(d, by).w, dv.t]);
        out.add([beside(d, by).t, dv.t, hv.t]);
        out.add([beside(h, by).t, hv.t, dv.t]);
        out.add([beside(h, by).w, dv.t]);
    }
    out.add([view(state.next).t, dv.t, hv.t]);
    out.add([far, dv.w]);
}

/// Weights for steps and relations.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Steps: classes as in [`Step::ALL`].
    pub steps: Table,
    /// Relations, by their numbers.
    pub relations: Table,
}

/// Parses a sentence; the tree is in `state` then. `root` is the relation of the root.
pub fn parse(tables: &Tables, input: Input, root: u8, scores: &mut [i32], features: &mut Features, state: &mut State) {
    state.begin(input.looks.len());
    while !state.is_done() {
        step_features(input, state, features);
        scores[..3].fill(0);
        tables.steps.score(&features.all, &mut scores[..3]);
        let step = Step::ALL[best(&scores[..3], |s| state.allows(Step::ALL[s]))];
        let relation = match state.arc(step) {
            Some((head, _)) if head == input.looks.len() => root,
            Some(arc) => {
                relation_features(input, state, arc, features);
                scores.fill(0);
                tables.relations.score(&features.all, scores);
                best(scores, |r| r != usize::from(root)) as u8
            }
            None => 0,
        };
        state.take(step, relation);
    }
}
