"""Trains the student by rounds: some gold, some silver, a rate that falls."""
import random
import time
from dataclasses import dataclass

import torch
from torch import nn

from data import vary
from layout import batches, evaluate
from soft import losses


@dataclass
class Stage:
    """So many rounds of so many gold and silver words; the learning rate goes from `rate` to `end`."""

    rounds: int
    gold: int
    silver: int
    rate: float
    end: float


FIRST = (  # the weights of the first version
    Stage(rounds=16, gold=80_000, silver=0, rate=2e-3, end=1e-5),
    Stage(rounds=40, gold=16_000, silver=44_000, rate=1.5e-3, end=1.5e-3),
    Stage(rounds=20, gold=16_000, silver=44_000, rate=1.5e-3, end=7e-4),
    Stage(rounds=20, gold=30_000, silver=8_000, rate=7e-4, end=0.0),
)
SECOND = (  # went on from there, with lists of names
    Stage(rounds=20, gold=20_000, silver=40_000, rate=1e-3, end=6e-4),
    Stage(rounds=16, gold=26_000, silver=6_000, rate=6e-4, end=0.0),
)


def endless(corpus, rng):
    """The sentences of a corpus, shuffled anew whenever all have been taken."""
    while True:
        order = list(corpus)
        rng.shuffle(order)
        yield from order


def take(stream, words):
    out, size = [], 0
    while size < words:
        out.append(next(stream))
        size += len(out[-1].words)
    return out


def fit(model, gold, silver, dev, layout, path, swaps=None, schedule=FIRST, seed=1, words=1100, log=print):
    """Train and keep the weights at `path`."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    golds, silvers = endless(gold, rng), endless(silver, rng)
    tables = [model.piece.weight, model.form.weight, model.shape.weight, model.listed.weight]
    rest = [p for p in model.parameters() if all(p is not t for t in tables)]
    optimizer = torch.optim.AdamW(
        [{"params": tables, "weight_decay": 0.0}, {"params": rest, "weight_decay": 0.03}], lr=1e-3, betas=(0.9, 0.98),
        fused=True)
    began, seen, step, means = time.time(), 0, 0, {}
    for number, stage in enumerate(schedule, 1):
        for at in range(stage.rounds):
            model.train()
            round_ = take(golds, stage.gold) + (take(silvers, stage.silver) if stage.silver else [])
            rate = stage.rate + (stage.end - stage.rate) * at / max(1, stage.rounds - 1)
            for batch in batches(round_, words, rng):
                step += 1
                for group in optimizer.param_groups:
                    group["lr"] = rate * min(1, step / 200)
                varied = [vary(s, rng, swaps) for s in batch]
                keeps = [keep for _, keep in varied]
                entered = model.input([w[:keep] for w, keep in varied])
                parts = losses(model(*entered), batch, keeps, entered[3])
                optimizer.zero_grad()
                sum(parts.values()).backward()
                nn.utils.clip_grad_norm_(model.parameters(), 2.0)
                optimizer.step()
                seen += sum(keeps)
                for key, value in parts.items():
                    means[key] = 0.99 * means.get(key, value.item()) + 0.01 * value.item()
            log(f"student stage {number} round {at + 1}/{stage.rounds} {seen / (time.time() - began):.0f} words/s "
                + " ".join(f"{k} {v:.3f}" for k, v in means.items()))
            torch.save({"options": model.options, "weights": model.state_dict()}, path)
        for name, data in dev.items():
            log(f"student stage {number} {name}: {evaluate(model, data, layout)}")
    return model
