//! `demarche-forge syntax`: trains the weights of the syntax stage and scores them.

mod clustering;
mod data;
mod learner;
mod lemmatizing;
mod lexicon;
mod naming;
mod parsing;
mod scoring;
mod tagging;

use anyhow::{Context, Result};
use clap::Args;
use data::{Example, headline, treebank};
use demarche::syntax::perceptron::Weights;
use learner::Random;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Args)]
pub struct Options {
    /// The folder with `train/` and `dev/`.
    #[arg(long)]
    data: PathBuf,
    /// The folder of the models.
    #[arg(long)]
    out: PathBuf,
    /// How often the parser sees all sentences.
    #[arg(long, default_value_t = 8)]
    rounds: usize,
    /// How many parts the training sentences are cut into, each tagged by a tagger of the others; 0 or 1: none.
    #[arg(long, default_value_t = 3)]
    folds: usize,
    /// Learns lemma rules alone, the part that the network does not do.
    #[arg(long)]
    only_lemmas: bool,
}

/// One sentence in this many is learnt as a headline too.
const HEADLINES: usize = 12;

pub fn run(options: &Options) -> Result<()> {
    let start = Instant::now();
    let step = |what: &str| println!("{:4.0} s  {what}", start.elapsed().as_secs_f64());
    let examples = examples(&options.data)?;
    let classes = tagging::Classes::of(&examples);
    if options.only_lemmas {
        let (lemmas, edits) = lemmatizing::learn(&examples, &classes);
        let weights = Weights { classes: classes.all, edits, lemmas, ..Weights::default() };
        return save(&weights, &options.out.join("lemmas.weights"));
    }
    let lexicon = lexicon::build(&examples, &classes, &options.data)?;
    step(&format!("{} sentences, {} classes of tags", examples.len(), classes.all.len()));
    let (lemmas, edits) = lemmatizing::learn(&examples, &classes);
    step("lemmas");
    let mut sentences = tagging::prepare(&examples, &lexicon, &classes);
    let tags = tagging::train_all(&mut sentences, classes.all.len(), options.folds, 2);
    step("tags");
    let names = naming::train(&examples, &sentences, 8, 2);
    step("names");
    let tree = parsing::train(&examples, &sentences, options.rounds, (3, 2));
    step("trees");
    let mut weights = Weights { classes: classes.all, edits, lexicon, tags, tree, names, lemmas, ..Weights::default() };
    weights.prepare();
    save(&weights, &options.out.join("syntax.weights"))?;
    for (name, names) in [("ewt-dev", Some("uner-ewt-dev.iob2")), ("gum-dev", None)] {
        let dev = options.data.join("dev");
        let names = names.map(|names| dev.join(names));
        let gold = treebank(&dev.join(format!("{name}.conllu")), names.as_deref())?;
        println!("{name}: {}", scoring::score(&weights, &gold));
    }
    step("done");
    Ok(())
}

fn examples(data: &Path) -> Result<Vec<Example>> {
    let train = data.join("train");
    let mut examples = treebank(&train.join("ewt-train.conllu.gz"), Some(&train.join("uner-ewt-train.iob2.gz")))?;
    examples.extend(treebank(&train.join("gum-train.conllu.gz"), None)?);
    let mut random = Random(7);
    let headlines: Vec<Example> = examples.iter().step_by(HEADLINES).map(|e| headline(e, &mut random)).collect();
    examples.extend(headlines.into_iter().filter(|e| !e.words.is_empty()));
    Ok(examples)
}

fn save(weights: &Weights, path: &Path) -> Result<()> {
    let sizes = [
        ("lexicon", &weights.lexicon.0),
        ("tags", &weights.tags),
        ("steps", &weights.tree.steps),
        ("relations", &weights.tree.relations),
        ("names", &weights.names),
        ("lemmas", &weights.lemmas),
    ];
    for (name, table) in sizes {
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        println!("  {name}: {} KiB", bytes.len() / 1024);
    }
    std::fs::write(path, weights.write()).with_context(|| path.display().to_string())
}
