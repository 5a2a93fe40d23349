"""Writes the student as one file, and reads it again: a magic name, a version, a description in JSON, then numbers as they lie.

Matrices and tables are whole numbers of 8 bits with a scale a row; the rest is 32-bit floating point.
"""
import json
import struct

import numpy as np
import torch

from pieces import FOLDS

MAGIC, VERSION = b"DMCHSYNT", 2


def quantize(matrix):
    """(8-bit numbers, scale of each row)."""
    scale = np.maximum(np.abs(matrix).max(1), 1e-8) / 127
    return np.round(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def tensors(model, layout, vocabulary):
    state = {k: v.detach().float().numpy() for k, v in model.state_dict().items()}
    state["rel_head.bias"] = np.zeros(len(state["rel_head.weight"]), np.float32)
    yield "vocabulary", "\n".join(vocabulary).encode(), [len(vocabulary)]
    for name, numbers in zip(("lists.keys", "lists.bits"), model.lists.packed()):
        yield name, numbers.tobytes(), [len(numbers)]
    for name, value in state.items():
        if name.startswith("arc_bias"):
            value = value.reshape(-1)
        if value.ndim == 2:
            numbers, scale = quantize(value)
            yield name, numbers.tobytes(), list(value.shape)
            yield name + ".scale", scale.tobytes(), [len(scale)]
        else:
            yield name, value.astype("<f4").tobytes(), list(value.shape)


def rounded(model):
    """The model's own weights as the file will hold them, to score what is shipped."""
    with torch.no_grad():
        for name, value in model.named_parameters():
            if value.ndim == 2 and not name.startswith("arc_bias"):
                numbers, scale = quantize(value.numpy())
                value.copy_(torch.from_numpy(numbers.astype(np.float32) * scale[:, None]))
    return model


def write(model, layout, vocabulary, path):
    description = {k: getattr(layout, k) for k in ("upos", "xpos", "relations", "names", "shapes")}
    description["folds"] = [a + b for a, b in sorted(FOLDS.items())]
    description["blocks"] = model.options["blocks"]
    description["sizes"] = {k: v for k, v in model.options.items() if k != "blocks"}
    data, index = bytearray(), {}
    for name, content, shape in tensors(model, layout, vocabulary):
        index[name] = {"shape": shape, "start": len(data), "end": len(data) + len(content)}
        data += content
    description["tensors"] = index
    head = json.dumps(description, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    with open(path, "wb") as file:
        file.write(MAGIC + struct.pack("<II", VERSION, len(head)) + head + data)
    return len(data) + len(head) + 16


def read(path):
    """(weights by name, options, label sets, vocabulary) of a file, as far as it holds them."""
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<I", content[12:16])[0]
    description, data = json.loads(content[16 : 16 + length]), content[16 + length :]
    part = lambda name: data[description["tensors"][name]["start"] : description["tensors"][name]["end"]]
    state = {}
    for name, entry in description["tensors"].items():
        if name + ".scale" in description["tensors"]:
            numbers = np.frombuffer(part(name), np.int8).reshape(entry["shape"]).astype(np.float32)
            state[name] = torch.from_numpy(numbers * np.frombuffer(part(name + ".scale"), "<f4")[:, None])
        elif name.split(".")[-1] in ("weight", "bias", "root", "far"):
            state[name] = torch.from_numpy(np.frombuffer(part(name), "<f4").reshape(entry["shape"]).copy())
    state["arc_bias.weight"] = state["arc_bias.weight"].reshape(1, -1)
    del state["rel_head.bias"]
    options = {**description["sizes"], "blocks": description["blocks"]}
    labels = {k: description[k] for k in ("upos", "xpos", "relations", "names", "shapes")}
    return state, options, labels, part("vocabulary").decode().split("\n")
