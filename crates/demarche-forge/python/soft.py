"""Targets with how sure they are: gold is sure, silver as sure as the teacher. And the losses against them."""
import numpy as np
import torch

from layout import PAD


class Soft:
    """Targets of a corpus: for each word the likeliest few labels with their probability, one array a task."""

    KEYS = ("heads", "relations", "upos", "xpos", "names")
    SIZES = {"heads": 3, "relations": 2, "upos": 2, "xpos": 2, "names": 2}

    def __init__(self, words, labels, chances):
        self.words, self.labels, self.chances = words, labels, chances

    @classmethod
    def of(cls, sentences, layout):
        out = []
        for s in sentences:
            labels, chances = {}, {}
            for key in cls.KEYS:
                values = getattr(s, key)
                n = len(s.words)
                labels[key] = np.zeros((n, cls.SIZES[key]), np.int16)
                chances[key] = np.zeros((n, cls.SIZES[key]), np.float16)
                if values:
                    ids = values if key == "heads" else [layout.index[key].get(v, PAD) for v in values]
                    labels[key][:, 0] = [max(0, i) for i in ids]
                    chances[key][:, 0] = [i != PAD for i in ids]
            item = cls(s.words, labels, chances)
            item.names = s.names
            out.append(item)
        return out


def stack(batch, keeps, key):
    longest, size = max(keeps), Soft.SIZES[key]
    labels = np.zeros((len(batch), longest, size), np.int64)
    chances = np.zeros((len(batch), longest, size), np.float32)
    for i, (item, keep) in enumerate(zip(batch, keeps)):
        labels[i, :keep], chances[i, :keep] = item.labels[key][:keep], item.chances[key][:keep]
    if key == "heads":
        bound = np.array(keeps)[:, None, None]
        chances[labels > bound] = 0
        labels = np.minimum(labels, bound)
    return torch.from_numpy(labels), torch.from_numpy(chances)


def cross(scores, labels, chances):
    return -(scores.log_softmax(2).gather(2, labels) * chances).sum() / chances.sum().clamp(min=1)


WEIGHTS = {"heads": 1.0, "relations": 1.0, "upos": 0.7, "xpos": 0.7, "names": 2.5}


def losses(scores, batch, keeps, mask):
    out = {}
    n = scores["arcs"].shape[1]
    real = torch.cat([torch.ones_like(mask[:, :1, 0]), mask[:, :, 0]], 1)[:, None, :].expand(-1, n, -1) > 0
    own = torch.zeros(n, n + 1, dtype=torch.bool)
    own[torch.arange(n), torch.arange(n) + 1] = True
    for key in Soft.KEYS:
        labels, chances = stack(batch, keeps, key)
        if key == "heads":
            x = scores["arcs"].masked_fill(~real | own, -1e4)
            best = labels[:, :, 0]
        elif key == "relations":
            x = scores["relations"](best)
        else:
            x = scores[key]
        out[key] = cross(x, labels, chances) * WEIGHTS[key]
    return out
