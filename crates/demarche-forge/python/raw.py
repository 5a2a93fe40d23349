"""Scores trees from raw text against treebanks, as CoNLL-2018 did.

    python3 raw.py DEMARCHE TREEBANK...

Each document of a treebank is put together again from the texts of its sentences and parsed as a report is: once with
every sentence as a paragraph of its own, once with the treebank's paragraphs, their sentences joined by a blank (lines
that a paragraph of the original had are lost). A word found is right where a word of the treebank has the same letters
(counted without blanks), the same relation without its subtype, and a head of the same letters. F1 over words, of which
there are more or fewer than in the treebank; beside it the figure with sentences and tokens given.
"""
import os
import subprocess
import sys
import tempfile

from data import read_text


def sentences(text):
    """(lines of comments, rows of words) of each sentence."""
    for block in text.strip("\n").split("\n\n"):
        lines = block.split("\n")
        rows = [l.split("\t") for l in lines if l and not l.startswith("#")]
        yield [l for l in lines if l.startswith("#")], [r for r in rows if r[0].isdigit()]


def documents(treebank, paragraphs):
    """The texts of the documents."""
    out = []
    for comments, _ in treebank:
        starts = lambda mark: any(c.startswith(mark) for c in comments)
        if starts("# newdoc") or not out:
            out.append("")
        elif out[-1]:
            out[-1] += " " if paragraphs and not starts("# newpar") else "\n\n"
        out[-1] += next(c.split("=", 1)[1].strip() for c in comments if c.startswith("# text ="))
    return out


def words(treebank):
    """(place, place of the head, relation) of each word; a place is the letters it covers, counted without blanks."""
    out, at = set(), 0
    for _, rows in treebank:
        places = []
        for row in rows:
            size = len("".join(row[1].split()))
            places.append((at, at + size))
            at += size
        for row, place in zip(rows, places):
            out.add((place, places[int(row[6]) - 1] if row[6] != "0" else None, row[7].split(":")[0]))
    return out


def parsed(program, texts, *options):
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, f"{i:05}") for i in range(len(texts))]
        for path, text in zip(paths, texts):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        done = subprocess.run([program, "parse", "--quiet", *options, *paths], capture_output=True, check=True)
    return words(sentences(done.stdout.decode()))


def f1(gold, found):
    return 2 * len(gold & found) / (len(gold) + len(found))


def main():
    program, *paths = sys.argv[1:]
    for path in paths:
        treebank = list(sentences(read_text(path)))
        rows = lambda block: "".join("\t".join([r[0], r[1], *["_"] * 8]) + "\n" for r in block)
        given = "\n".join(rows(block) for _, block in treebank)
        runs = {"sentences as paragraphs": parsed(program, documents(treebank, False)),
                "paragraphs": parsed(program, documents(treebank, True)),
                "given tokens": parsed(program, [given], "--from", "conllu")}
        gold = words(treebank)
        bare = lambda found: {place for place, _, _ in found}
        for name, found in runs.items():
            print(f"{os.path.basename(path)}, {name}: LAS {f1(gold, found):.4f}, words {f1(bare(gold), bare(found)):.4f}")


if __name__ == "__main__":
    main()
