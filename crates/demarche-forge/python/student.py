"""The student: a small network over parts of words that tags, parses and finds names at 20,000 words a second.

A word enters as the mean of its word pieces (a table that starts as MiniLM's, reduced), the sum of hashed form and
affixes, and its shape; to this comes what lists of names say of it and of the run of words it stands in. Blocks follow: `c` a gated convolution of width three, `s` a gated running mean over the
sentence in both directions. Gates are hard sigmoids: no exponential anywhere, so that numbers repeat to the bit.
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from lists import ROWS
from pieces import Pieces, fold, shape

PIECES = 4
LISTED = 12  # rows of lists that count for a word
FAR = 24


def hashed(text, seed, size):
    """FNV-1a of the UTF-8 bytes, finished with a mix, modulo size."""
    h = (2166136261 ^ seed * 0x9E3779B9) & 0xFFFFFFFF
    for byte in text.encode():
        h = ((h ^ byte) * 16777619) & 0xFFFFFFFF
    h ^= h >> 15
    h = h * 0x2C1B3C6D & 0xFFFFFFFF
    h ^= h >> 13
    return h % size


def digits(text):
    return "".join("0" if c in "0123456789" else c for c in text)


class Running(torch.autograd.Function):
    """h[t] = keep[t] * h[t-1] + add[t] along the first dimension."""

    @staticmethod
    def forward(ctx, keep, add):
        out = torch.empty_like(add)
        out[0] = add[0]
        for t in range(1, len(add)):
            torch.addcmul(add[t], keep[t], out[t - 1], out=out[t])
        ctx.save_for_backward(keep, out)
        return out

    @staticmethod
    def backward(ctx, grad):
        keep, out = ctx.saved_tensors
        total = grad.clone(memory_format=torch.contiguous_format)
        for t in range(len(total) - 2, -1, -1):
            total[t].addcmul_(keep[t + 1], total[t + 1])
        back = torch.zeros_like(keep)
        back[1:] = total[1:] * out[:-1]
        return back, total


class Norm(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5) * self.weight


class Window(nn.Module):
    """Gated convolution of width three: 3 size -> out."""

    def __init__(self, size, out):
        super().__init__()
        self.norm, self.line = Norm(size), nn.Linear(3 * size, 2 * out)

    def forward(self, x, mask):
        u = self.norm(x) * mask
        near = torch.cat([F.pad(u, (0, 0, 1, 0))[:, :-1], u, F.pad(u, (0, 0, 0, 1))[:, 1:]], 2)
        value, gate = self.line(near).chunk(2, 2)
        return value * F.hardsigmoid(gate)


class Scan(nn.Module):
    """Gated running mean, half of the channels from the left and half from the right."""

    def __init__(self, size, inner):
        super().__init__()
        self.norm, self.line, self.mix = Norm(size), nn.Linear(size, 3 * inner), nn.Linear(inner, size)
        with torch.no_grad():
            self.line.bias[inner : 2 * inner] = torch.linspace(-1, 2.5, inner // 2).repeat(2)

    def forward(self, x, mask):
        value, keep, gate = self.line(self.norm(x)).float().chunk(3, 2)
        keep = F.hardsigmoid(keep)
        value = (1 - keep) * value * mask
        keep, value = keep.transpose(0, 1), value.transpose(0, 1)
        half = keep.shape[2] // 2
        turn = lambda t: torch.cat([t[:, :, :half], t[:, :, half:].flip(0)], 2)
        state = turn(Running.apply(turn(keep).contiguous(), turn(value).contiguous())).transpose(0, 1)
        return self.mix(state * F.hardsigmoid(gate))


class Student(nn.Module):
    in_halves = False

    def __init__(self, layout, vocabulary, lists, width=160, blocks="cscscs", piece=96, form=96, near=32, forms=16384,
                 affixes=4096, arc=96, relation=128, naming=96, start=None, drop=0.15):
        super().__init__()
        self.options = dict(width=width, blocks=blocks, piece=piece, form=form, near=near, forms=forms, affixes=affixes,
                            arc=arc, relation=relation, naming=naming)
        self.layout, self.pieces, self.lists, self.cache = layout, Pieces(vocabulary), lists, {}
        self.forms_size, self.affixes_size = forms, affixes
        self.piece = nn.Embedding(len(vocabulary), piece)
        self.form = nn.Embedding(forms + 3 * affixes, form)
        self.shape = nn.Embedding(256, near)
        nn.init.normal_(self.form.weight, std=0.15)
        nn.init.normal_(self.shape.weight, std=0.3)
        with torch.no_grad():
            if start is not None:
                self.piece.weight.copy_(reduce(start, piece))
            else:
                self.piece.weight.normal_(std=0.3)
        self.listed = nn.Embedding(ROWS + 1, width)  # the last row is for no list
        nn.init.zeros_(self.listed.weight)
        self.line = nn.Linear(piece + form + near, 2 * width)
        self.drop, self.chance = nn.Dropout(drop), drop
        self.blocks = nn.ModuleList(Window(width, width) if b == "c" else Scan(width, width) for b in blocks)
        self.norm = Norm(width)
        self.tags = nn.Linear(width, len(layout.upos) + len(layout.xpos))
        self.naming = Scan(width, naming)
        nn.init.zeros_(self.naming.mix.weight)
        nn.init.zeros_(self.naming.mix.bias)
        self.near = Window(width, naming)
        self.names = nn.Linear(naming, len(layout.names))
        self.root = nn.Parameter(torch.randn(width) * 0.3)
        self.arc_dep, self.arc_head = nn.Linear(width, arc), nn.Linear(width, arc)
        self.arc_bias, self.far = nn.Linear(arc, 1, bias=False), nn.Parameter(torch.zeros(2 * FAR + 2))
        self.rel_dep, self.rel_head = nn.Linear(width, relation), nn.Linear(width, relation, bias=False)
        self.rel = nn.Linear(relation, len(layout.relations))

    def start_from(self, state):
        """Take the weights of a smaller or equal student; what it lacks adds nothing at first."""
        mine = self.state_dict()
        half = len(state["near.line.weight"]) // 2  # values, then gates
        for name, value in state.items():
            if mine[name].shape == value.shape:
                mine[name].copy_(value)
            elif name.startswith("near.line"):
                for old, new in zip(value.split(half), mine[name].chunk(2)):
                    new[:half].copy_(old)
            elif name == "names.weight":
                mine[name].zero_()
                mine[name][:, :half].copy_(value)
            else:
                raise ValueError(f"{name}: {tuple(value.shape)}, expected {tuple(mine[name].shape)}")

    def word(self, word):
        """The rows of a word: pieces (0 is no piece), form twice, prefix and suffixes, shape."""
        if word not in self.cache:
            ids = self.pieces(word)
            ids = ids[: PIECES - 1] + ids[-1:] if len(ids) > PIECES else ids
            plain = digits(fold(word))
            cased = digits(word)
            f, a = self.forms_size, self.affixes_size
            self.cache[word] = ([*ids, *[0] * (PIECES - len(ids))],
                                [hashed(cased, 1, f), hashed(plain, 2, f), f + hashed(plain[:3], 3, a),
                                 f + a + hashed(plain[-3:], 4, a), f + 2 * a + hashed(plain[-2:], 5, a)],
                                self.layout.shape(shape(word)))
        return self.cache[word]

    def input(self, sentences):
        longest = max(map(len, sentences))
        pieces = np.zeros((len(sentences), longest, PIECES), np.int64)
        forms = np.zeros((len(sentences), longest, 5), np.int64)
        shapes = np.zeros((len(sentences), longest), np.int64)
        listed = np.full((len(sentences), longest, LISTED), ROWS, np.int64)
        mask = np.zeros((len(sentences), longest, 1), np.float32)
        for i, words in enumerate(sentences):
            rows = [self.word(w) for w in words]
            n = len(words)
            pieces[i, :n], forms[i, :n], shapes[i, :n] = [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]
            mask[i, :n] = 1
            for j, found in enumerate(self.lists.rows(words)):
                listed[i, j, : len(found)] = found[:LISTED]
        return tuple(map(torch.from_numpy, (pieces, forms, shapes, mask, listed)))

    def forward(self, pieces, forms, shapes, mask, listed):
        real = (pieces > 0).unsqueeze(-1)
        p = (self.piece(pieces) * real).sum(2) / real.sum(2).clamp(min=1)
        f = self.form(forms).sum(2)
        known = (self.listed(listed) * (listed < ROWS).unsqueeze(-1)).sum(2)
        if self.training:  # whole parts of words are hidden at times: unknown words come
            hide = lambda rate: (torch.rand(p.shape[0], p.shape[1], 1) > rate).float()
            both = hide(0.03)
            p, f, known = p * hide(0.05) * both, f * hide(0.05) * both, known * hide(0.05)
        value, gate = self.line(self.drop(torch.cat([p, f, self.shape(shapes)], 2))).chunk(2, 2)
        x = value * F.hardsigmoid(gate) + known
        for block in self.blocks:
            x = x + self.drop(block(x, mask))
        near = self.near(x + self.drop(self.naming(x, mask)), mask)
        x = self.drop(self.norm(x))
        tags = self.tags(x)
        rooted = torch.cat([self.root.to(x.dtype).expand(len(x), 1, -1), x], 1)
        dep, head = F.hardswish(self.arc_dep(x)), F.hardswish(self.arc_head(rooted))
        n = x.shape[1]
        distance = torch.arange(n + 1)[None, :] - torch.arange(1, n + 1)[:, None]
        distance = distance.clamp(-FAR, FAR) + FAR
        distance[:, 0] = 2 * FAR + 1
        arcs = (dep @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)).float() + self.far[distance]
        rel_dep, rel_head = self.rel_dep(x), self.rel_head(rooted)

        def relations(heads):
            chosen = rel_head.gather(1, heads[:, :, None].expand(-1, -1, rel_head.shape[2]))
            return self.rel(self.drop(F.relu(rel_dep + chosen))).float()

        return {"upos": tags[..., : len(self.layout.upos)].float(), "xpos": tags[..., len(self.layout.upos) :].float(),
                "names": self.names(near).float(), "arcs": arcs, "relations": relations}


def reduce(table, size):
    """Principal components of MiniLM's table of word pieces, at a like scale."""
    table = table.float() - table.float().mean(0)
    _, _, v = torch.linalg.svd(table[1000:20000], full_matrices=False)
    out = table @ v[:size].T
    return out / out.std(0).clamp(min=1e-6).sqrt() * 0.3 / out.std(0).sqrt().mean()
