"""Silver data: raw sentences with the teacher's likeliest labels and how sure it is of each."""
import time

import numpy as np
import torch

from soft import Soft


@torch.no_grad()
def annotate(model, sentences, layout, words=2500, log=print):
    """Soft targets of sentences, in their order."""
    model.eval()
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].words))
    out, began, seen = [None] * len(sentences), time.time(), 0
    batch, size, told = [], 0, 0
    for at, i in enumerate(order):
        batch.append(i)
        size += len(sentences[i].words)
        if size < words and at + 1 < len(order):
            continue
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = model(*model.input([sentences[j].words for j in batch]))
        longest = scores["arcs"].shape[1]
        lengths = torch.tensor([len(sentences[j].words) for j in batch])
        real = torch.arange(longest + 1)[None, None, :] <= lengths[:, None, None]
        arcs = scores["arcs"].masked_fill(~real, -1e4)
        arcs[:, torch.arange(longest), torch.arange(longest) + 1] = -1e4
        top = {"heads": arcs.softmax(2).topk(min(3, longest + 1))}
        top["relations"] = scores["relations"](top["heads"].indices[:, :, 0].clamp(max=longest)).softmax(2).topk(2)
        for key in ("upos", "xpos", "names"):
            top[key] = scores[key].softmax(2).topk(2)
        for b, j in enumerate(batch):
            n = len(sentences[j].words)
            labels = {k: t.indices[b, :n].numpy().astype(np.int16) for k, t in top.items()}
            chances = {k: t.values[b, :n].numpy().astype(np.float16) for k, t in top.items()}
            out[j] = Soft(sentences[j].words, labels, chances)
            out[j].names = None
        seen += size
        batch, size = [], 0
        if seen - told > 200_000:
            told = seen
            log(f"silver {seen} words, {seen / (time.time() - began):.0f} words/s")
    return out


def save(path, items):
    arrays = {"words": np.frombuffer("\n".join(w for s in items for w in s.words).encode(), np.uint8),
              "lengths": np.array([len(s.words) for s in items], np.int32)}
    for key in Soft.KEYS:
        arrays[key] = np.concatenate([s.labels[key] for s in items])
        arrays[key + "_chance"] = np.concatenate([s.chances[key] for s in items])
    np.savez(path, **arrays)


def load(path):
    arrays = dict(np.load(path))
    words = arrays["words"].tobytes().decode().split("\n")
    out, at = [], 0
    for n in arrays["lengths"]:
        item = Soft(words[at : at + n], {k: arrays[k][at : at + n] for k in Soft.KEYS},
                    {k: arrays[k + "_chance"][at : at + n] for k in Soft.KEYS})
        item.names = None
        out.append(item)
        at += n
    return out
