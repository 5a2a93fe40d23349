"""Lists of names that words and runs of words stand in, packed for the network: countries, towns, persons, bodies.

Besides tables there is what a first reading of raw reports found: how often each capitalized word stood in a name of
each kind. A key is folded words joined by blanks; of each key the file keeps a hash and the lists as bits. The Rust side
repeats `Lists.rows`.
"""
import csv
import glob
import gzip
import io
import json
import os
import re

import numpy as np

from pieces import fold
from tokens import tokenize

HERE = os.path.dirname(os.path.abspath(__file__))
READER = os.path.join(HERE, "..", "..", "demarche", "src")
LISTS = ("country", "region", "city", "town", "people", "first", "last", "body", "firm", "seat", "leader",
         "person-some", "person-often", "person-mostly", "body-some", "body-often", "body-mostly", "place-some",
         "place-often", "place-mostly", "no-name", "person-phrase", "body-phrase", "place-phrase")
BIT = {name: 1 << i for i, name in enumerate(LISTS)}
BEGINS = 1 << 31  # the word begins a longer key
LONGEST = 5
SINGLE, RUN = 3, 4  # rows of a list for a lone word (by its capitals), for a word of a run (first or later, capitals)
ROWS = len(LISTS) * (SINGLE + RUN)


def hashed(text):
    """FNV-1a of the UTF-8 bytes with seed 6, finished with a mix: 32 bits."""
    h = (2166136261 ^ 6 * 0x9E3779B9) & 0xFFFFFFFF
    for byte in text.encode():
        h = ((h ^ byte) * 16777619) & 0xFFFFFFFF
    h ^= h >> 15
    h = h * 0x2C1B3C6D & 0xFFFFFFFF
    return h ^ h >> 13


def table(path):
    """Rows of a table of the reader, as dictionaries."""
    with open(path, encoding="utf-8") as file:
        lines = [l for l in file if l.strip() and not l.startswith("#")]
    return list(csv.DictReader(io.StringIO("".join(lines)), delimiter="\t", quoting=csv.QUOTE_NONE))


def census():
    """(first names, last names) of the United States Census of 1990, by way of the package `names`."""
    import names

    folder = os.path.dirname(names.__file__)
    read = lambda name: [l.split()[0] for l in open(os.path.join(folder, name))]
    return read("dist.male.first") + read("dist.female.first"), read("dist.all.last")[:20_000]


def firms():
    """Firms of the stock indices, without what the law adds to their names, by way of the package `pytickersymbols`."""
    import pytickersymbols

    legal = r",? (Inc|Corp|Corporation|Company|Co|Ltd|plc|PLC|SE|AG|SA|S\.A|N\.V|NV|AB|ASA|Oyj|SpA|Group|Holdings?|Limited)\.?$"
    for stock in pytickersymbols.PyTickerSymbols().get_all_stocks():
        name = re.sub(r" \(.*", "", stock["name"])
        while name:
            yield name
            shorter = re.sub(legal, "", name)
            if shorter == name:
                break
            name = shorter


class Lists:
    def __init__(self, bits):
        self.bits, self.cache, self.words = bits, {}, {}

    @classmethod
    def build(cls, data, seen=None):
        """From the reader's tables, the data folder's places and `seen`, a file of counts made by `count.py`."""
        self = cls({})
        for row in table(f"{READER}/countries/en/countries.tsv"):
            self.put("country", row["name"], *row["other names"].split("; "))
            self.put("people", *row["adjectives"].split("; "), *re.split("; |/", row["people"]))
            self.put("city", *row["capitals"].split("; "))
        for row in table(f"{READER}/countries/en/parts.tsv"):
            self.put("region", row["name"], *row["other names"].split("; "))
            self.put("people", *row["adjectives"].split("; "), *re.split("; |/", row["people"]))
        for row in table(f"{READER}/countries/en/metonyms.tsv"):
            self.put("seat", row["name"])
        for row in table(f"{READER}/places/en/regions.tsv"):
            self.put("region", row["name"], *row["other names"].split("; "))
        for row in table(f"{READER}/places/en/counties.tsv"):
            self.put("region", row["name"], row["state"])
        for row in table(f"{READER}/actors/en/leaders.tsv"):
            for name in [row["name"], *row["aliases"].split("|")]:
                self.put("leader", name)
        for row in table(f"{READER}/actors/en/organizations.tsv"):
            self.put("body", row["name"], *row["aliases"].split("|"))
        with open(f"{HERE}/organizations.txt", encoding="utf-8") as file:
            for line in file:
                if not line.startswith("#"):
                    self.put("body", *line.strip().split("; "))
        with gzip.open(f"{data}/places.tsv.gz", "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                people = int(row["population"] or 0)
                if people >= 10_000:
                    self.put("city" if people >= 200_000 else "town", row["name"])
                if row["country"] in ("US", "CA", "AU", "GB", "IN", "DE", "MX", "CN", "RU"):
                    self.put("region", row["state"])
        self.put("region", *"""AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ
            NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC D.C. N.Y. N.J. N.C. Calif. Fla. Tex. Mass.
            Penn. Conn. Wash. Ariz. Colo. Mich. Minn. Tenn. Ont. Ill. Ind. Md. Ga. Va. Ky. La. Okla. Ore. Wis.""".split())
        first, last = census()
        self.put("first", *first)
        self.put("last", *last)
        self.put("firm", *firms())
        if seen:
            self.learn(seen)
        return self

    def put(self, list_, *names):
        for name in names:
            name = name.strip()
            if not name:
                continue
            words = [fold(t[0]) for t in tokenize(name)]
            self.add(words, BIT[list_])
            apart = [w for word in words for w in re.split("(-)", word) if w]
            if apart != words:  # treebanks part hyphens
                self.add(apart, BIT[list_])

    def add(self, words, bit):
        if 0 < len(words) <= LONGEST:
            key = hashed(" ".join(words))
            self.bits[key] = self.bits.get(key, 0) | bit
            if len(words) > 1:
                key = hashed(words[0])
                self.bits[key] = self.bits.get(key, 0) | BEGINS

    def learn(self, path):
        """Counts of a first reading: each line a word or phrase, then how often it was PER, ORG, LOC, no name."""
        for line in gzip.open(path, "rt", encoding="utf-8"):
            key, *counts = line.rstrip("\n").split("\t")
            counts, words = list(map(int, counts)), [fold(w) for w in key.split(" ")]
            total = sum(counts)
            if len(words) > 1:
                for kind, count in zip(("person", "body", "place"), counts):
                    if count * 2 > total and total >= 3:
                        self.add(words, BIT[kind + "-phrase"])
            elif total >= 5:
                for kind, count in zip(("person", "body", "place"), counts):
                    share = count / total
                    if share >= 0.1:
                        level = "mostly" if share >= 0.8 else "often" if share >= 0.4 else "some"
                        self.add(words, BIT[f"{kind}-{level}"])
                if counts[3] >= 0.95 * total and total >= 20:
                    self.add(words, BIT["no-name"])

    def get(self, text):
        if text not in self.cache:
            self.cache[text] = self.bits.get(hashed(text), 0)
        return self.cache[text]

    def rows(self, words):
        """For each word the rows of the table of lists that describe it."""
        looks = [self.look(w) for w in words]
        folded, alone = [look[0] for look in looks], [look[1] for look in looks]
        out = [list(look[2]) for look in looks]
        at = 0
        while at < len(words):
            length, bits = self.run(folded, at) if alone[at] & BEGINS else (1, 0)
            small = int(capitals(words[at]) == 0)
            for i in range(length if bits else 0):
                out[at + i] += [SINGLE * len(LISTS) + RUN * b + 2 * (i > 0) + small
                                for b in range(len(LISTS)) if bits >> b & 1]
            at += length
        return out

    def look(self, word):
        """A word folded, its lists, the rows of it alone."""
        if word not in self.words:
            folded = fold(word)
            bits = self.get(folded)
            self.words[word] = folded, bits, [SINGLE * b + capitals(word) for b in range(len(LISTS)) if bits >> b & 1]
        return self.words[word]

    def run(self, folded, at):
        """The longest run of words from `at` that is a key, and its lists."""
        for length in range(min(LONGEST, len(folded) - at), 1, -1):
            bits = self.get(" ".join(folded[at : at + length])) & ~BEGINS
            if bits:
                return length, bits
        return 1, 0

    def packed(self):
        """Hashes in order, and bits."""
        keys = sorted(self.bits)
        return np.array(keys, "<u4"), np.array([self.bits[k] for k in keys], "<u4")


def capitals(word):
    """0 small letters, 1 a capital first, 2 capitals alone."""
    if not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and not any(c.islower() for c in word) else 1
