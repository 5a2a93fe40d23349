//! `demarche-forge happened`: learns from UDS-IH2 how far a reader takes a predicate for having happened.
//!
//! A network with one hidden layer over hashed signs, and a direct sum beside it, learnt by Adagrad with a fixed seed.
//! The thresholds between the seven values are set on sentences that the weights have not seen: five folds of the
//! training data, cut by document.

use anyhow::{Context, Result};
use clap::Args;
use demarche::Guide;
use demarche::Report;
use demarche::happened::{HIDDEN, Happened, ROWS, View, WIDTH};
use demarche::pipeline;
use demarche::syntax::{self, conllu};
use flate2::read::GzDecoder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Options {
    /// The folder with `train/` and `dev/`.
    #[arg(long)]
    data: PathBuf,
    /// The file of the weights.
    #[arg(long)]
    out: PathBuf,
    /// How often every sentence is seen.
    #[arg(long, default_value_t = 16)]
    rounds: usize,
    /// The step of learning.
    #[arg(long, default_value_t = 0.02)]
    rate: f32,
    /// How much of the signs is left out at random while learning.
    #[arg(long, default_value_t = 0.6)]
    drop: f32,
    /// Prints figures on the folds and the development data alone.
    #[arg(long)]
    try_only: bool,
}

#[derive(Deserialize)]
struct Sentence {
    id: String,
    sent_id: Option<String>,
    tokens: Vec<String>,
    predicates: Vec<Predicate>,
}

#[derive(Deserialize)]
struct Predicate {
    index: usize,
    value: f32,
}

/// A predicate with its signs.
struct Example {
    fold: usize,
    signs: Vec<u16>,
    value: f32,
}

const FOLDS: usize = 5;

pub fn run(options: &Options) -> Result<()> {
    let guide = Guide::shipped()?;
    let train = examples(&options.data.join("train/uds-ih2-train.jsonl.gz"), &guide)?;
    let dev = examples(&options.data.join("dev/uds-ih2-dev.jsonl"), &guide)?;
    println!("{} predicates to learn from, {} to measure with", train.len(), dev.len());
    let mut unseen = Vec::new();
    for fold in 0..FOLDS {
        let some: Vec<&Example> = train.iter().filter(|e| e.fold != fold).collect();
        let weights = learn(&some, options).packed();
        unseen.extend(train.iter().filter(|e| e.fold == fold).map(|e| (weights.sum(&e.signs), e.value)));
        if fold == 0 && options.try_only {
            println!("unseen fold: {}", figures(&unseen, &thresholds(&unseen)));
        }
    }
    let thresholds = thresholds(&unseen);
    println!("unseen: {}", figures(&unseen, &thresholds));
    let mut weights = learn(&train.iter().collect::<Vec<_>>(), options).packed();
    weights.thresholds = thresholds;
    let sums: Vec<(i64, f32)> = dev.iter().map(|e| (weights.sum(&e.signs), e.value)).collect();
    println!("dev: {}", figures(&sums, &thresholds));
    if options.try_only {
        return Ok(());
    }
    std::fs::write(&options.out, weights.write()).with_context(|| options.out.display().to_string())
}

fn examples(path: &Path, guide: &Guide) -> Result<Vec<Example>> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let mut text = String::new();
    if path.extension().is_some_and(|e| e == "gz") {
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    let mut found = Vec::new();
    for line in text.lines() {
        let sentence: Sentence = serde_json::from_str(line)?;
        read(&sentence, guide, &mut found);
    }
    Ok(found)
}

/// Reads one sentence as `demarche parse --from conllu` does.
fn read(sentence: &Sentence, guide: &Guide, found: &mut Vec<Example>) {
    let rows: Vec<String> = sentence.tokens.iter().enumerate().map(|(i, t)| format!("{}\t{t}", i + 1)).collect();
    let documents = conllu::read(&(rows.join("\n") + "\n\n"));
    let Some(document) = documents.first() else { return };
    let text = document.text();
    let syntax = syntax::parse(&text, &guide.syntax);
    let report = Report::new(document.source.clone());
    let reading = pipeline::interpret(text, syntax, &report, guide, &mut |_| {});
    let view = View::new(
        &reading.text,
        &reading.syntax,
        &reading.entities,
        &reading.actors,
        &reading.attributions,
        &guide.cues,
    );
    let name = sentence.sent_id.as_ref().unwrap_or(&sentence.id);
    let document = name.rsplit_once('-').map_or(name.as_str(), |(document, _)| document);
    let fold = document.bytes().fold(7_usize, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into())) % FOLDS;
    for predicate in &sentence.predicates {
        if predicate.index < reading.syntax.words().len() {
            found.push(Example { fold, signs: view.signs(predicate.index), value: predicate.value });
        }
    }
}

/// A generator of Lehmer's kind: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    fn unit(&mut self) -> f32 {
        self.below(1 << 24) as f32 / (1 << 24) as f32
    }
}

/// Weights while they are learnt, each with the sum of its squared slopes.
struct Network {
    rows: Vec<f32>,
    slopes: Vec<f32>,
    outputs: Vec<f32>,
    output_slopes: Vec<f32>,
}

fn learn(examples: &[&Example], options: &Options) -> Network {
    let mut random = Random(11);
    let rows = (0..ROWS * WIDTH).map(|at| if at % WIDTH == HIDDEN { 0.0 } else { (random.unit() - 0.5) * 0.1 });
    let mut network = Network {
        rows: rows.collect(),
        slopes: vec![1.0; ROWS * WIDTH],
        outputs: (0..WIDTH).map(|at| if at == HIDDEN { 1.0 } else { random.unit() - 0.5 }).collect(),
        output_slopes: vec![1.0; WIDTH],
    };
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for _ in 0..options.rounds {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        for &at in &order {
            let signs: Vec<u16> =
                examples[at].signs.iter().copied().filter(|_| random.unit() >= options.drop).collect();
            network.step(&signs, examples[at].value / 3.0, options.rate, 1.0 / (1.0 - options.drop));
        }
    }
    network
}

impl Network {
    fn step(&mut self, signs: &[u16], value: f32, rate: f32, scale: f32) {
        let mut units = [0.0_f32; WIDTH];
        for &sign in signs {
            let row = &self.rows[usize::from(sign) * WIDTH..][..WIDTH];
            units.iter_mut().zip(row).for_each(|(unit, w)| *unit += w * scale);
        }
        let active = |at: usize, unit: f32| at == HIDDEN || unit > 0.0;
        let shown: Vec<f32> = units.iter().enumerate().map(|(at, &u)| if active(at, u) { u } else { 0.0 }).collect();
        let error = shown.iter().zip(&self.outputs).map(|(u, w)| u * w).sum::<f32>() - value;
        let mut below = [0.0_f32; WIDTH];
        for at in 0..WIDTH {
            below[at] = if active(at, units[at]) { error * self.outputs[at] * scale } else { 0.0 };
            if at != HIDDEN {
                let slope = error * shown[at];
                self.output_slopes[at] += slope * slope;
                self.outputs[at] -= rate * slope / self.output_slopes[at].sqrt();
            }
        }
        for &sign in signs {
            let start = usize::from(sign) * WIDTH;
            for (at, slope) in below.iter().enumerate() {
                if *slope != 0.0 {
                    self.slopes[start + at] += slope * slope;
                    self.rows[start + at] -= rate * slope / self.slopes[start + at].sqrt();
                }
            }
        }
    }

    /// The weights as integers: rows of 8 bits on a scale of each column's own.
    fn packed(&self) -> Happened {
        let largest = |at: usize| (0..ROWS).map(|row| self.rows[row * WIDTH + at].abs()).fold(1e-6_f32, f32::max);
        let scales: Vec<f32> = (0..WIDTH).map(|at| 127.0 / largest(at)).collect();
        let rows = self.rows.iter().enumerate().map(|(at, w)| (w * scales[at % WIDTH]).round() as i8).collect();
        let outputs = self.outputs.iter().zip(&scales).map(|(w, s)| (w / s * 1e6).round() as i32).collect();
        Happened { rows, outputs, thresholds: [0; 6] }
    }
}

/// The thresholds that give the best sum of correlation and F1, found one after the other.
fn thresholds(sums: &[(i64, f32)]) -> [i64; 6] {
    let mut sorted: Vec<i64> = sums.iter().map(|s| s.0).collect();
    sorted.sort_unstable();
    let at = |share: usize| sorted[(sorted.len() - 1) * share / 60];
    let mut places = [8, 14, 18, 22, 26, 32];
    for _ in 0..6 {
        for n in 0..6 {
            let low = if n == 0 { 0 } else { places[n - 1] };
            let high = if n == 5 { 60 } else { places[n + 1] };
            let score = |place: usize| {
                let mut tried = places;
                tried[n] = place;
                let (r, _, f) = measured(sums, &tried.map(at));
                r + f
            };
            let best = (low..=high).max_by(|&a, &b| score(a).total_cmp(&score(b)));
            places[n] = best.unwrap_or(places[n]);
        }
    }
    places.map(at)
}

/// Pearson's r, mean error and macro F1, as the benchmark counts them.
fn measured(sums: &[(i64, f32)], thresholds: &[i64; 6]) -> (f64, f64, f64) {
    let given = |sum: i64| thresholds.iter().filter(|&&t| sum >= t).count() as f64 - 3.0;
    let pairs: Vec<(f64, f64)> = sums.iter().map(|&(sum, value)| (given(sum), f64::from(value))).collect();
    let n = pairs.len() as f64;
    let (mx, my) = pairs.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / n, y + p.1 / n));
    let (mut xy, mut xx, mut yy, mut error) = (0.0, 0.0, 0.0, 0.0);
    let mut counts: BTreeMap<(u8, u8), f64> = BTreeMap::new();
    let kind = |v: f64| if v >= 1.5 { 2 } else { u8::from(v > -1.5) };
    for &(x, y) in &pairs {
        xy += (x - mx) * (y - my);
        xx += (x - mx).powi(2);
        yy += (y - my).powi(2);
        error += (x - y).abs() / n;
        *counts.entry((kind(y), kind(x))).or_default() += 1.0;
    }
    let f1 = |k: u8| {
        let right = counts.get(&(k, k)).copied().unwrap_or(0.0);
        let all: f64 = counts.iter().filter(|(c, _)| c.0 == k).map(|c| c.1).sum::<f64>()
            + counts.iter().filter(|(c, _)| c.1 == k).map(|c| c.1).sum::<f64>();
        2.0 * right / all.max(1.0)
    };
    let r = if xx > 0.0 && yy > 0.0 { xy / (xx * yy).sqrt() } else { 0.0 };
    (r, error, (f1(0) + f1(1) + f1(2)) / 3.0)
}

fn figures(sums: &[(i64, f32)], thresholds: &[i64; 6]) -> String {
    let (r, error, f1) = measured(sums, thresholds);
    format!("r {r:.3}, mean error {error:.2}, macro F1 {f1:.3}")
}
