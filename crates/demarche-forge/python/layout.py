"""Label sets, padded batches, targets, losses, decoding and figures: what teacher and student share."""
import numpy as np
import torch
from torch.nn import functional as F

from data import spans

NAMES = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
LAYERS = ("upos", "xpos", "names")
PAD = -100


class Layout:
    """The label sets, from the training treebanks."""

    def __init__(self, upos, xpos, relations, names=NAMES, shapes=()):
        self.upos, self.xpos, self.relations, self.names = list(upos), list(xpos), list(relations), list(names)
        self.shapes = list(shapes)
        self.index = {k: {t: i for i, t in enumerate(getattr(self, k))} for k in ("upos", "xpos", "relations", "names")}
        self.shape_index = {s: i for i, s in enumerate(self.shapes)}

    @classmethod
    def of(cls, sentences, shape):
        rows = [s for s in sentences if s.heads]
        every = lambda key: sorted({t for s in rows for t in getattr(s, key)})
        shapes = {}
        for s in sentences:
            for w in s.words:
                shapes[shape(w)] = shapes.get(shape(w), 0) + 1
        common = sorted(shapes, key=lambda s: (-shapes[s], s))[:250]
        return cls(every("upos"), every("xpos"), every("relations"), NAMES, ["", *common])

    def shape(self, form):
        return self.shape_index.get(form, 0)

    def as_json(self):
        return {k: getattr(self, k) for k in ("upos", "xpos", "relations", "names", "shapes")}

    def targets(self, batch, keeps):
        """Hard labels of a batch as tensors, PAD where unknown; `keeps` words of each sentence remain."""
        out = {k: [] for k in ("heads", "relations", *LAYERS)}
        for s, keep in zip(batch, keeps):
            for key in ("upos", "xpos", "relations", "names"):
                values, index = getattr(s, key), self.index[key]
                out[key].append([index.get(v, PAD) for v in values[:keep]] if values else [PAD] * keep)
            out["heads"].append([h if h <= keep else PAD for h in s.heads[:keep]] if s.heads else [PAD] * keep)
        return {k: pad(v, PAD) for k, v in out.items()}


def pad(rows, value=0):
    out = np.full((len(rows), max(map(len, rows))), value, dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return torch.from_numpy(out)


def batches(sentences, words, rng):
    """Batches of about so many words, of sentences of like length, in random order."""
    order = sorted(range(len(sentences)), key=lambda i: (len(sentences[i].words) + rng.random() * 6, i))
    out, batch, size = [], [], 0
    for i in order:
        batch.append(i)
        size += len(sentences[i].words)
        if size >= words:
            out.append(batch)
            batch, size = [], 0
    if batch:
        out.append(batch)
    rng.shuffle(out)
    for batch in out:
        yield [sentences[i] for i in batch]


def losses(scores, target):
    """Cross entropies of hard labels, by task."""
    def cross(x, y):
        return F.cross_entropy(x.flatten(0, 1), y.flatten(), ignore_index=PAD, reduction="sum") / max(1, (y != PAD).sum())

    mask = target_mask(target, scores["arcs"])
    out = {"arcs": cross(scores["arcs"].masked_fill(~mask, -1e4), target["heads"])}
    out["relations"] = cross(scores["relations"](target["heads"].clamp(min=0)), target["relations"])
    out.update({k: cross(scores[k], target[k]) for k in LAYERS})
    out["names"] = 2 * out["names"]
    return out


def target_mask(target, arcs):
    """Which heads exist: the root and the words of the sentence, never the word itself."""
    n = arcs.shape[1]
    exists = target["heads"].ne(PAD) | target["names"].ne(PAD) | target["upos"].ne(PAD)
    mask = torch.cat([torch.ones_like(exists[:, :1]), exists], 1)[:, None, :].expand(-1, n, -1).clone()
    mask[:, torch.arange(n), torch.arange(n) + 1] = False
    return mask


def tree(scores):
    """Heads (0 the root) of the best tree with one root; scores: word by head, numpy."""
    n = len(scores)
    scores = scores.copy()
    scores[np.arange(n), np.arange(n) + 1] = -np.inf
    heads = scores.argmax(1)
    roots = np.flatnonzero(heads == 0)
    if len(roots) != 1:
        rest = scores.copy()
        rest[:, 0] = -np.inf
        other = rest.max(1)
        candidates = roots if len(roots) else np.arange(n)
        with np.errstate(invalid="ignore"):
            gain = scores[candidates, 0] - np.where(np.isfinite(other[candidates]), other[candidates], -1e9)
        root = candidates[gain.argmax()]
        scores[:, 0] = -np.inf
        scores[root, :] = -np.inf
        scores[root, 0] = 0
        heads = scores.argmax(1)
    root = int(np.flatnonzero(heads == 0)[0])
    return untangle(scores, heads, root)


def untangle(scores, heads, root):
    """Break each cycle at its cheapest change: one word of it takes the best head outside what hangs from the cycle."""
    heads = heads.copy()
    n = len(heads)
    while True:
        reach = np.zeros(n, bool)
        reach[root] = True
        changed = True
        while changed:
            new = reach | ((heads > 0) & reach[np.maximum(heads, 1) - 1])
            changed = (new != reach).any()
            reach = new
        if reach.all():
            return heads
        lost = np.flatnonzero(~reach)
        allowed = np.concatenate([[False], reach])
        best = np.where(allowed[None, :], scores[lost], -np.inf)
        head = best.argmax(1)
        loss = scores[lost, heads[lost]] - best.max(1)
        k = loss.argmin()
        heads[lost[k]] = head[k]


def bio(scores, names=NAMES):
    """Best valid BIO tags; scores: word by tag."""
    n, m = scores.shape
    allowed = np.array([[not b.startswith("I-") or a[2:] == b[2:] and a != "O" for b in names] for a in names])
    step = np.where(allowed, 0, -np.inf)
    total = scores[0] + np.array([-np.inf if t.startswith("I-") else 0 for t in names])
    back = []
    for row in scores[1:]:
        options = total[:, None] + step
        back.append(options.argmax(0))
        total = options.max(0) + row
    path = [int(total.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return [names[i] for i in reversed(path)]


@torch.no_grad()
def predict(model, sentences, layout, words=3000):
    """(upos, xpos, heads, relations, names) of each sentence, as label strings."""
    model.eval()
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].words))
    out = [None] * len(sentences)
    while order:
        batch = []
        while order and sum(len(sentences[i].words) for i in batch) < words:
            batch.append(order.pop())
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=getattr(model, "in_halves", False)):
            scores = model(*model.input([sentences[i].words for i in batch]))
        arcs = scores["arcs"].numpy()
        trees = [tree(arcs[b, : len(sentences[i].words), : len(sentences[i].words) + 1]) for b, i in enumerate(batch)]
        relations = scores["relations"](pad(trees)).numpy()
        root = layout.index["relations"]["root"]
        for b, i in enumerate(batch):
            n = len(sentences[i].words)
            got = relations[b, :n].copy()
            got[:, root] = np.where(trees[b] == 0, np.inf, -np.inf)
            out[i] = ([layout.upos[k] for k in scores["upos"][b, :n].argmax(1)],
                      [layout.xpos[k] for k in scores["xpos"][b, :n].argmax(1)],
                      trees[b].tolist(), [layout.relations[k] for k in got.argmax(1)],
                      bio(scores["names"][b, :n].numpy()))
    return out


def evaluate(model, sentences, layout):
    """Figures as in the shared benchmark: LAS without subtypes, names as whole spans."""
    n, c, k = 0, dict.fromkeys(("LAS", "UAS", "UPOS", "XPOS"), 0), [0, 0, 0]
    for s, (upos, xpos, heads, relations, names) in zip(sentences, predict(model, sentences, layout)):
        n += len(s.words)
        for i in range(len(s.words)):
            same = heads[i] == s.heads[i]
            c["UAS"] += same
            c["LAS"] += same and relations[i].split(":")[0] == s.relations[i].split(":")[0]
            c["UPOS"] += upos[i] == s.upos[i]
            c["XPOS"] += xpos[i] == s.xpos[i]
        if s.names:
            want, have = set(spans(s.names)), set(spans(names))
            k = [k[0] + len(want & have), k[1] + len(want), k[2] + len(have)]
    figures = {key: v / n for key, v in c.items()}
    if k[1]:
        figures["NER"] = 2 * k[0] / (k[1] + k[2])
    return " ".join(f"{key} {v:.4f}" for key, v in figures.items())
