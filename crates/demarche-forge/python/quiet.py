#!/usr/bin/env python3
"""How many events a build of demarche reads into paragraphs that have no politics in them.

    quiet.py BIN DATA [-v]

DATA is the folder of open data (`train/`, `dev/`). No text lies here; what is read is chosen by rule:

- GUM, train and dev: the genres academic, bio, textbook, vlog and voyage;
- Wikinews 2019-2020: articles with a word of sport, science, weather, culture or accident in the title and none of
  politics, law or armed force;
- MEANTIME: the articles of two companies and their markets.

Each document is read whole; what is counted are its paragraphs and its events. `-v` prints every event with its
sentence. Python 3 standard library only.
"""
import gzip
import json
import re
import subprocess
import sys
from collections import Counter

GENRES = ("academic", "bio", "textbook", "vlog", "voyage")
QUIET = re.compile(
    r"rugby|chess|tennis|basketball|football|season|olympi|wrestler|scientist|study|studies|research|biologist|"
    r"astronom|neandert|dinosaur|penguin|butterfly|frog|fossil|spaceflight|spacecraft|spacex|comicon|expo|anime|"
    r"furnal|haunters|maker faire|actor|guitarist|singer|film|author|mathematician|oceanographer|hurricane|storm|"
    r"earthquake|depression|fire |fire,|crash|collapse|overturn|bus |hits bridge|water main|railway|game developer|"
    r"linux|youtube-dl|github|supermarket|stores|lions", re.I)
LOUD = re.compile(
    r"president|minister|government|congress|senat|court|police|army|militar|bomb|attack|terror|protest|elect|"
    r"sanction|sentenc|suspect|arrest|jail|murder|charge|iran|navalny|navy|marines|intelligence", re.I)


def lines(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        yield from file


def gum(path):
    """Documents of a treebank with their paragraphs."""
    name, paragraphs, starts = None, [], True
    for line in lines(path):
        if line.startswith("# newdoc id"):
            if name:
                yield name, paragraphs
            name, paragraphs, starts = line.split("=", 1)[1].strip(), [], True
        elif line.startswith("# newpar"):
            starts = True
        elif line.startswith("# text ="):
            if starts or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(line.split("=", 1)[1].strip())
            starts = False
    if name:
        yield name, paragraphs


def documents(data):
    for part in ("train/gum-train.conllu.gz", "dev/gum-dev.conllu"):
        for name, paragraphs in gum(f"{data}/{part}"):
            if name.split("_")[1] in GENRES:
                yield name, "\n\n".join(" ".join(p) for p in paragraphs)
    for line in lines(f"{data}/train/wikinews-2019-2020.jsonl.gz"):
        article = json.loads(line)
        if QUIET.search(article["title"] + " ") and not LOUD.search(article["title"]):
            yield "wikinews " + article["title"], article["text"]
    for line in lines(f"{data}/train/meantime-train.jsonl"):
        article = json.loads(line)
        yield "meantime " + article["title"], article["text"]


def main(program, data, verbose=False):
    texts = list(documents(data))
    reports = "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, (_, text) in enumerate(texts))
    command = [program, "-q", "read", "--from", "jsonl", "--to", "jsonl", "-"]
    out = subprocess.run(command, input=reports, capture_output=True, text=True, check=True).stdout
    paragraphs, events = Counter(), Counter()
    for (name, text), line in zip(texts, out.splitlines()):
        record = json.loads(line)
        group = name.split("_")[1] if name.startswith("GUM") else name.split()[0]
        paragraphs[group] += sum(bool(p.strip()) for p in text.split("\n\n"))
        events[group] += len(record["events"])
        for event in record["events"] if verbose else ():
            place = record["sentences"][event["sentence"]]
            sentence = " ".join(text[place["start"]:place["end"]].split())
            print(f"{event['type']} {event['confidence']:.2f} {event['trigger']['text']!r} {event['rule']}  {name}: {sentence[:220]}")
    for group in paragraphs:
        print(f"{group:10} {paragraphs[group]:5} paragraphs  {events[group]:4} events  {events[group] / paragraphs[group]:.3f}")
    total, found = sum(paragraphs.values()), sum(events.values())
    print(f"{'all':10} {total:5} paragraphs  {found:4} events  {found / total:.3f}")


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    main(*arguments, verbose="-v" in sys.argv)
