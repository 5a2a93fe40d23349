"""The encoder as the program reads it: how words enter, how a report is divided into windows, and the file of weights.

    encoder.py tiny FOLDER      makes a small random encoder and what torch makes of a few words, for the tests

The file is that of `export.py` with a magic name and version of its own: matrices are whole numbers of 8 bits with a scale a
row, the rest is 32-bit floating point. Heads are further tensors of the same file: `name.weight` and `name.bias`.
"""
import json
import struct
import sys

import numpy as np
import torch

from export import quantize
from pieces import FOLDS, Pieces, shape
from teacher import Block

MAGIC, VERSION = b"DMCHREAD", 1
PIECES, LONGEST, OWN, BEFORE = 8, 300, 224, 64


def rounded(state):
    """The tensors as the file will hold them, to score what is shipped."""
    out = {}
    for name, value in state.items():
        value = value.detach().float().cpu()
        if value.ndim == 2:
            numbers, scale = quantize(value.numpy())
            value = torch.from_numpy(numbers.astype(np.float32) * scale[:, None])
        out[name] = value
    return out


def write(state, vocabulary, path, heads, shapes=(), **description):
    """Writes tensors by name; what else the description says (lists of labels) is found again by name."""
    blocks = {name.split(".")[1] for name in state if name.startswith("blocks.")}
    sizes = {"width": state["words.weight"].shape[1], "heads": heads, "layers": len(blocks)}
    description |= {"sizes": sizes, "shapes": list(shapes), "folds": [a + b for a, b in sorted(FOLDS.items())]}
    data, index = bytearray(), {}

    def add(name, content, shape):
        index[name] = {"shape": list(shape), "start": len(data), "end": len(data) + len(content)}
        data.extend(content)

    add("vocabulary", "\n".join(vocabulary).encode(), [len(vocabulary)])
    for name, value in state.items():
        value = value.detach().float().cpu().numpy()
        if value.ndim == 2:
            numbers, scale = quantize(value)
            add(name, numbers.tobytes(), value.shape)
            add(name + ".scale", scale.astype("<f4").tobytes(), scale.shape)
        else:
            add(name, value.astype("<f4").tobytes(), value.shape)
    description["tensors"] = index
    head = json.dumps(description, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    with open(path, "wb") as file:
        file.write(MAGIC + struct.pack("<II", VERSION, len(head)) + head + data)
    return len(data) + len(head) + 16


def read(path):
    """(tensors by name, description) of a file that `write` made."""
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<I", content[12:16])[0]
    description, data = json.loads(content[16 : 16 + length]), content[16 + length :]
    part = lambda entry: data[entry["start"] : entry["end"]]
    tensors, state = description["tensors"], {}
    for name, entry in tensors.items():
        if name == "vocabulary" or name.endswith(".scale"):
            continue
        if name + ".scale" in tensors:
            numbers = np.frombuffer(part(entry), np.int8).reshape(entry["shape"]).astype(np.float32)
            state[name] = torch.from_numpy(numbers * np.frombuffer(part(tensors[name + ".scale"]), "<f4")[:, None])
        else:
            state[name] = torch.from_numpy(np.frombuffer(part(entry), "<f4").reshape(entry["shape"]).copy())
    return state, description


class Cutter:
    """Words to the numbers of their pieces, and of their shapes (0 if the list has none such)."""

    def __init__(self, vocabulary, shapes=()):
        self.pieces = Pieces(vocabulary)
        self.start, self.end = self.pieces.ids["[CLS]"], self.pieces.ids["[SEP]"]
        self.shapes = {s: i for i, s in enumerate(shapes)}

    def __call__(self, word):
        return self.pieces(word)[:PIECES], self.shapes.get(shape(word), 0)

    def window(self, words):
        """(pieces, shape of each, place of each word's first piece) of words that are read at once."""
        ids, shapes, first = [self.start], [0], []
        for word in words:
            got, form = self(word)
            first.append(len(ids))
            ids += got
            shapes += [form] * len(got)
        return ids[: LONGEST - 1] + [self.end], shapes[: LONGEST - 1] + [0], first


def windows(sentences):
    """(first word, first that is not context, end) of each window; words are given as their number of pieces.

    The rule is that of `encoder/windows.rs`."""
    parts, at = [], 0
    for sentence in sentences:
        start, total = at, 0
        for pieces in sentence:
            if total + pieces > OWN:
                parts.append((start, at, total))
                start, total = at, 0
            total += pieces
            at += 1
        parts.append((start, at, total))
    out, next = [], 0
    while next < len(parts):
        first, total = next, 0
        while first > 0 and total + parts[first - 1][2] <= BEFORE:
            first -= 1
            total += parts[first][2]
        own, total = next, 0
        while next < len(parts) and total + parts[next][2] <= OWN:
            total += parts[next][2]
            next += 1
        out.append((parts[first][0], parts[own][0], parts[next - 1][1]))
    return out


def encode(state, heads, ids, shapes):
    """A vector of each piece of a window, from the tensors."""
    width = state["words.weight"].shape[1]
    norm = lambda x, name: torch.nn.functional.layer_norm(x, (width,), state[name + ".weight"], state[name + ".bias"], 1e-12)
    x = state["words.weight"][ids] + state["positions.weight"][: len(ids)] + state["kinds"]
    if "shapes.weight" in state:
        x = x + state["shapes.weight"][shapes]
    x = norm(x, "norm")[None]
    for i in range(len({name.split(".")[1] for name in state if name.startswith("blocks.")})):
        block = Block(width, heads).eval()
        block.load_state_dict({k.split(".", 2)[2]: v for k, v in state.items() if k.startswith(f"blocks.{i}.")})
        x = block(x, 0)
    return x[0]


def vectors(state, heads, cutter, words):
    """A vector of each word of a window: that of its first piece."""
    ids, shapes, first = cutter.window(words)
    with torch.no_grad():
        return encode(state, heads, ids, shapes)[first]


def tiny(folder):
    """A small encoder with random weights and a head, and what torch makes of a few words."""
    torch.manual_seed(1)
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", ".", ",", "'"]
    wholes = "the minister of trade said talk on tuesday that port would open again".split()
    ends = [f"##{end}" for end in "s ed ing er ly".split()]
    vocabulary = marks + wholes + ends + list("abcdefgh") + [f"##{c}" for c in "abcdefgh"]
    shapes, width, heads = ["", "xx", "Xxx", ".", "XX", "dd"], 32, 4
    random = lambda *sizes: torch.randn(sizes) * 0.3
    state = {"words.weight": random(len(vocabulary), width), "positions.weight": random(LONGEST, width),
             "kinds": random(width), "shapes.weight": random(len(shapes), width)}
    state |= {"norm.weight": 1 + random(width), "norm.bias": random(width)}
    for i in range(2):
        block = Block(width, heads)
        state |= {f"blocks.{i}.{k}": random(*v.shape) + ("norm" in k and "weight" in k) for k, v in block.state_dict().items()}
    state |= {"heads.said.weight": random(3, width), "heads.said.bias": random(3)}
    write(state, vocabulary, f"{folder}/tiny.weights", heads, shapes, said=["none", "cue", "source"])
    state, cutter = rounded(state), Cutter(vocabulary, shapes)
    windows = ["The minister said on Tuesday that talks would open again .", "Trade , TRADE , 25 ports of Éa 's x",
               " ".join(["the bad cage port"] * 70), "fed"]
    cases = []
    for window in windows:
        words = [w for w in window.split() if w]
        kept = sum(place < LONGEST - 1 for place in cutter.window(words)[2])
        found = vectors(state, heads, cutter, words[:kept])
        said = found @ state["heads.said.weight"].T + state["heads.said.bias"]
        # Of a long window a few words are enough.
        chosen = range(kept) if kept < 20 else range(0, kept, 20)
        cases.append({"words": words, "kept": kept, "vectors": {i: [round(v, 5) for v in found[i].tolist()] for i in chosen},
                      "said": {i: [round(v, 5) for v in said[i].tolist()] for i in chosen}})
    with open(f"{folder}/tiny.json", "w", encoding="utf-8") as file:
        json.dump(cases, file, ensure_ascii=False, indent=None, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    tiny(sys.argv[2])
