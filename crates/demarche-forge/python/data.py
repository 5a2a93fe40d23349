"""Readers for the training data: treebanks, names, raw text; and variants of a sentence (capitals, names swapped).

A `Sentence` holds words and whatever is known of them; a missing layer is None. Names are BIO tags over PER, ORG, LOC.
"""
import gzip
import json
import random
import re
from dataclasses import dataclass

from tokens import split_sentences, tokenize

KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
UNKNOWN = "?"  # a name tag that is not known and costs nothing


@dataclass
class Sentence:
    words: list
    upos: list = None
    xpos: list = None
    heads: list = None
    relations: list = None
    names: list = None


def read_text(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        return file.read()


def blocks(path):
    """(sentence name, rows of columns) for each sentence of a CoNLL-U or IOB2 file."""
    for block in read_text(path).strip("\n").split("\n\n"):
        lines = block.split("\n")
        name = next((l.split("=", 1)[1].strip() for l in lines if l.startswith("# sent_id =")), None)
        rows = [l.split("\t") for l in lines if l and not l.startswith("#")]
        yield name, [r for r in rows if r[0].isdigit()]


def spans(tags):
    """Names in a row of BIO tags: (kind, first, after last)."""
    out, start = [], None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and tag != "I-" + tags[start][2:]:
            out.append((tags[start][2:], start, i))
            start = None
        if tag[:2] == "B-" or (tag[:2] == "I-" and start is None):
            start = i
    return out


def tags_of(length, found):
    """BIO tags of spans; where two overlap the longer wins."""
    tags = ["O"] * length
    for kind, start, end in sorted(found, key=lambda s: s[1] - s[2]):
        if all(t == "O" for t in tags[start:end]):
            tags[start:end] = ["B-" + kind] + ["I-" + kind] * (end - start - 1)
    return tags


def read_treebank(path, iob2=None, entities=False):
    """Sentences of a CoNLL-U file; names from an IOB2 file, or from GUM's `Entity=`."""
    named = {n: ([r[1] for r in rows], [r[2] for r in rows]) for n, rows in blocks(iob2)} if iob2 else {}
    out = []
    for name, rows in blocks(path):
        words = [r[1] for r in rows]
        sentence = Sentence(words, [r[3] for r in rows], [r[4] for r in rows], [int(r[6]) for r in rows],
                            [r[7] for r in rows])
        if named.get(name, (None,))[0] == words:
            sentence.names = named[name][1]
        if entities:
            sentence.names = gum_names(rows)
        out.append(sentence)
    return out


def gum_names(rows):
    """Names among GUM's mentions: a person, organization or place whose head is a proper noun, trimmed to the name."""
    opened, found = {}, []
    for i, row in enumerate(rows):
        match = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        for piece in re.findall(r"\([^()]*\)?|[^()]+\)", match.group(1)) if match else []:
            if piece.startswith("("):
                fields = piece.strip("()").split("-")
                opened.setdefault(fields[0], []).append((i, fields))
            if piece.endswith(")"):
                key = piece.strip("()").split("-")[0]
                if opened.get(key):
                    start, fields = opened[key].pop()
                    found.append((start, i + 1, fields))
    names = []
    for start, end, fields in found:
        kind = KINDS.get(fields[1])
        if kind:
            trimmed = trim(rows, start, end, start + int(fields[5].split(",")[0]) - 1, kind)
            if trimmed:
                names.append((kind, *trimmed))
    return tags_of(len(rows), names)


TITLES = set("""mr. mrs. ms. dr. mr mrs ms dr prof. professor president senator sen. governor gov. general gen. judge
justice minister chancellor king queen prince princess sir lord lady pope captain colonel secretary congressman
representative rep. ambassador chairman director""".split())


def trim(rows, start, end, head, kind):
    """The run of capitalized proper words around the head of a mention, or None: no article, no title of a person."""
    def proper(i):
        return (rows[i][4] in ("NNP", "NNPS") or rows[i][3] == "PROPN") and not rows[i][1].islower()

    if not start <= head < end or not proper(head) or (kind == "PER" and rows[head][4] == "NNPS"):
        return None
    joints = {"-", "of", "for", "and", "&", "the", "de", "al", "bin", "van", "von", "la", "del", "."}
    if kind == "PER":
        joints -= {"and", "&", "for"}
    first, last = head, head + 1
    while first > start:
        step = 1
        while first - step > start and rows[first - step][1].lower() in joints and step < 3:
            step += 1
        if not (proper(first - step) or capital(rows[first - step])):
            break
        first -= step
    while last < end:
        step = 0
        while last + step < end - 1 and rows[last + step][1].lower() in joints and step < 2:
            step += 1
        if not (proper(last + step) or (step and capital(rows[last + step])) or rows[last + step][3] == "NUM" and step == 0):
            break
        last += step + 1
    while kind == "PER" and first < last - 1 and rows[first][1].lower() in TITLES:
        first += 1
    while first < last and rows[first][1].lower() in joints | {"a", "an"} and not capital(rows[first]):
        first += 1
    if kind == "PER" and all(r[1].lower() in TITLES for r in rows[first:last]):
        return None
    return (first, last) if first < last else None


def capital(row):
    return row[1][:1].isupper() and row[3] in ("NOUN", "ADJ", "VERB", "PROPN")


def read_meantime(path):
    """Sentences of MEANTIME with names only: mentions trimmed to their capitalized run, other capitals unknown."""
    out = []
    for line in read_text(path).splitlines():
        report = json.loads(line)
        for bounds in report["sentences"]:
            offset = bounds["start"]
            tokens = [(w, a + offset, b + offset) for w, a, b in tokenize(report["text"][offset : bounds["end"]])]
            words = [t[0] for t in tokens]
            if len(words) < 4:
                continue
            found = []
            for mention in report["entities"]:
                if mention["kind"] not in ("PER", "ORG", "LOC"):
                    continue
                inside = [i for i, t in enumerate(tokens) if t[1] >= mention["start"] and t[2] <= mention["end"]]
                cut = next((k for k, i in enumerate(inside) if words[i] in ("(", ",", "'s")), len(inside))
                inside = inside[:cut]
                while inside and (not words[inside[0]][0].isupper() or words[inside[0]].lower() in TITLES | {"the", "a"}):
                    inside.pop(0)
                if inside and all(words[i][0].isupper() or words[i] in ("of", "&", "-", "for") for i in inside):
                    found.append((mention["kind"], inside[0], inside[-1] + 1))
            names = tags_of(len(words), found)
            for i, word in enumerate(words):
                if names[i] == "O" and word[0].isupper():
                    names[i] = UNKNOWN
            out.append(Sentence(words, names=names))
    return out


def read_raw(path, limit):
    """Sentences of the raw reports of a JSON Lines file, up to so many words."""
    out, words = [], 0
    for line in read_text(path).splitlines():
        report = json.loads(line)
        for part in [report["title"], *report["text"].split("\n")]:
            for sentence in split_sentences(clean(part)):
                tokens = [t[0] for t in tokenize(sentence)]
                if 3 <= len(tokens) <= 80:
                    out.append(Sentence(tokens))
                    words += len(tokens)
        if words >= limit:
            break
    return out


def clean(text):
    """Without Markdown marks and invisible characters."""
    text = re.sub(r"[\u200b\u2060\ufeff]", "", text).replace("\u00a0", " ")
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[*_#\\]+|^\s*[-•>]\s+", "", text)).strip()


class Names:
    """Names of the training data and places of the world, by kind and number of words, to swap for one another."""

    def __init__(self, sentences, places=None):
        self.pools = {}
        for s in sentences:
            for kind, start, end in spans([t if t != UNKNOWN else "O" for t in s.names]) if s.names else []:
                name = s.words[start:end]
                if name[0][0].isupper() and all(w[0].isalnum() for w in name):
                    self.pools.setdefault((kind, end - start), []).append(name)
        rows = [l.split("\t") for l in read_text(places).splitlines()[1:]] if places else []
        for row in rows:
            name = row[0].split()
            if int(row[3] or 0) > 30000 and re.fullmatch(r"[\w ]+", row[0]) and name[0][0].isupper():
                self.pools.setdefault(("LOC", len(name)), []).append(name)

    def swap(self, sentence, rng):
        words = list(sentence.words)
        for kind, start, end in spans([t if t != UNKNOWN else "O" for t in sentence.names]):
            pool = self.pools.get((kind, end - start), [])
            if pool and words[start][0].isupper() and rng.random() < 0.7:
                words[start:end] = rng.choice(pool)
        return words


def vary(sentence, rng, names=None):
    """(words, keep): sometimes in other capitals, with other names, or without the final stop (`keep` words stay)."""
    words, keep, chance = sentence.words, len(sentence.words), rng.random()
    if chance < 0.03:
        words = [w.lower() for w in words]
    elif chance < 0.06:
        words = [w.upper() for w in words]
    elif chance < 0.09:
        small = {"a", "an", "the", "of", "to", "in", "on", "for", "and", "by", "at", "as", "'s", "n't", "with"}
        words = [w if i and w.lower() in small else w[:1].upper() + w[1:] for i, w in enumerate(words)]
    elif chance < 0.24 and names and sentence.names:
        words = names.swap(sentence, rng)
    if keep > 3 and words[-1] in ".!?" and rng.random() < 0.08:
        keep -= 1
    return words, keep


def gold(folder, seed=1):
    """(train sentences, names to swap): EWT with Universal NER's names, GUM, MEANTIME."""
    ewt = read_treebank(f"{folder}/ewt-train.conllu.gz", f"{folder}/uner-ewt-train.iob2.gz")
    gum = read_treebank(f"{folder}/gum-train.conllu.gz", entities=True)
    sentences = ewt + gum + read_meantime(f"{folder}/meantime-train.jsonl")
    random.Random(seed).shuffle(sentences)
    return sentences, Names(sentences, f"{folder}/places.tsv.gz")
