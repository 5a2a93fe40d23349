"""Learns how lemmas are made of words and their tags, and writes it as a table.

    python3 lemmas.py --data FOLDER --out FILE

Two questions are answered apart: what becomes of a word's end, by its tags and ending; and what becomes of its capitals,
by its tags, capitals and ending. A rule is kept where it says something else than that of a shorter ending; whole words
are the exceptions. Words of raw text that the rules would make an unknown word of get exceptions, too.

A line of the table: what (`end` or `case`), tags (UPOS/XPOS, or UPOS for what is rare), capitals (`case` only), ending
(`^` before a whole word), answer. Digits are written 0. An end's answer is how many letters go and what comes, or `,`:
commas go. A case's answer is `lower`, `keep` or `title`.
"""
import argparse
import collections
import gzip
import json
import re

from data import blocks

LONGEST = 7
PAIRS = 20  # words a pair of tags must have for rules of its own


def folded(word):
    return re.sub("[0-9]", "0", word.lower()).replace("’", "'").replace("‘", "'")


def capitals(word):
    """`lower`, `title`, `short` or `long` (capitals alone, up to four letters or more), `mixed`."""
    if word == word.lower():
        return "lower"
    if word == word.upper():
        return "title" if len(word) == 1 else "short" if len(word) <= 4 else "long"
    return "title" if word[0] != word[0].lower() and word[1:] == word[1:].lower() else "mixed"


def title(word):
    return word[:1].upper() + word[1:].lower()


CASES = {"lower": str.lower, "keep": lambda w: w, "title": title}


def change(word, answer):
    """A word with another end."""
    if answer == ",":
        return word.replace(",", "")
    drop = int(re.match("[0-9]+", answer).group())
    return word[: max(0, len(word) - drop)] + answer[len(str(drop)) :]


def answers(word, lemma):
    """(end, case) that make a lemma of a word."""
    small, wanted = word.lower().replace("’", "'"), lemma.lower()
    if "," in small and small.replace(",", "") == wanted:
        end = ","
    else:
        same = next((i for i, (a, b) in enumerate(zip(small, wanted)) if a != b), min(len(small), len(wanted)))
        end = f"{len(small) - same}{wanted[same:]}"
    for case in ("lower", "keep", "title"):
        if CASES[case](change(word.replace("’", "'"), end)) == lemma:
            return end, case
    return end, None


def endings(word):
    """Of a folded word what rules may be of, the longest first."""
    return ["^" + word, *(word[i:] for i in range(max(0, len(word) - LONGEST), len(word) + 1))]


class Rules:
    def __init__(self):
        self.table = {}

    def learn(self, kind, seen):
        """`seen`: counts of (tags, capitals, folded word) with each answer."""
        for length in range(LONGEST + 1):
            counts = collections.defaultdict(collections.Counter)
            for (tags, form, word), found in seen.items():
                if len(word) >= length:
                    for answer, count in found.items():
                        counts[tags, form, word[len(word) - length :]][answer] += 1 + count.bit_length()
            for key, found in sorted(counts.items()):
                answer, most = max(found.items(), key=lambda f: (f[1], f[0]))
                total = sum(found.values())
                if length and (most < 0.7 * total or length > 2 and total < 6 or self.ask(kind, *key) == answer):
                    continue
                self.table[kind, *key] = answer
        for (tags, form, word), found in sorted(seen.items()):
            answer = max(found.items(), key=lambda f: (f[1], f[0]))[0]
            if self.ask(kind, tags, form, word) != answer:
                self.table[kind, tags, form, "^" + word] = answer

    def ask(self, kind, tags, form, word):
        return next((self.table[kind, tags, form, e] for e in endings(word) if (kind, tags, form, e) in self.table), None)

    def lemma(self, word, upos, xpos):
        small, form = folded(word), capitals(word)
        either = lambda kind, form: self.ask(kind, f"{upos}/{xpos}", form, small) or self.ask(kind, upos, form, small)
        end, case = either("end", "") or "0", either("case", form) or "keep"
        return CASES[case](change(word.replace("’", "'"), end)) or word


def rows(paths):
    for path in paths:
        for _, sentence in blocks(path):
            for row in sentence:
                if row[2] != "_" or row[1] == "_":
                    yield row[1], row[2], row[3], row[4]


def learn(paths):
    pairs = collections.defaultdict(set)
    for word, _, upos, xpos in rows(paths):
        pairs[upos, xpos].add(folded(word))
    ends, cases = (collections.defaultdict(collections.Counter) for _ in range(2))
    for word, lemma, upos, xpos in rows(paths):
        end, case = answers(word, lemma)
        tags = [upos] + [f"{upos}/{xpos}"] * (len(pairs[upos, xpos]) >= PAIRS)
        for t in tags:
            ends[t, "", folded(word)][end] += 1
            if case:
                cases[t, capitals(word), folded(word)][case] += 1
    rules = Rules()
    rules.learn("end", ends)
    rules.learn("case", cases)
    recall(rules, cases)
    return rules


ED = {"ed": "2", r"([^aeiou])\2ed": "3", "[^aeiou]ed|[aeou]ed": "1"}
ING = {"ing": "3", r"([^aeiou])\2ing": "4", "[^aeiou]ing|uing": "3e"}
S = {"[^suiae]s|[ae]s": "1", "(s|x|z|o|ch|sh)es": "2"}
INFLECTED = {"VERB/VBD": ED, "VERB/VBN": ED, "VERB/VBG": ING, "VERB/VBZ": S, "NOUN/NNS": S}  # endings, what they become


def raw_words(paths):
    """How often each word of small letters stands in raw reports."""
    counts = collections.Counter()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                counts.update(re.findall(r"\b[a-z]{3,}\b", json.loads(line)["text"]))
    return counts


def extend(rules, counts):
    """Exceptions for words of raw text whose lemma by rule is no word there while another end makes one."""
    for tags, changes in INFLECTED.items():
        for word in sorted(w for w in counts if counts[w] >= 3):
            fit = [answer for ending, answer in changes.items() if re.search(f"({ending})$", word)]
            if not fit or counts[change(word, rules.ask("end", tags, "", word))] >= 3:
                continue
            best = max(fit, key=lambda answer: counts[change(word, answer)])
            if counts[change(word, best)] >= 3 and len(change(word, best)) > 3:
                rules.table.setdefault(("end", tags, "", "^" + word), best)


def recall(rules, cases):
    """Exceptions for names that are often written with a capital, and at times without."""
    for (tags, form, word), found in sorted(cases.items()):
        key = tags, "lower", word
        if tags.split("/")[0] in ("PROPN", "ADJ") and form == "title" and found["keep"] >= 3 > found["lower"]:
            if key not in cases and word.isalpha() and rules.ask("case", *key) != "title":
                rules.table[("case", tags, "lower", "^" + word)] = "title"


def write(rules, path):
    with open(path, "w", encoding="utf-8") as file:
        for key, answer in sorted(rules.table.items()):
            file.write("\t".join([*key, answer]) + "\n")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", required=True)
    options.add_argument("--out", required=True)
    options = options.parse_args()
    place = lambda name: f"{options.data}/{name}"
    rules = learn([place("ewt-train.conllu.gz"), place("gum-train.conllu.gz")])
    extend(rules, raw_words([place("wikinews-2019-2020.jsonl.gz"), place("wh-briefings.jsonl.gz")]))
    write(rules, options.out)


if __name__ == "__main__":
    main()
