#!/usr/bin/env python3
"""Fits how likely an event is right from what the engine saw of it, and checks that on events left out.

    confidence.py --forge BIN --data DATA --bench BENCH [--out crates/demarche-models/confidence.tsv]

BIN is `demarche-forge`, which prints the signs of each event. Right or wrong is known of:

- the dispatches of BENCH: right where the gold has the type, or an alternative, at these words (of our own making);
- `judged.tsv` beside this file: events drawn at random from Wikinews and White House texts and judged by us;
- the quiet documents (`quiet.py`): all wrong, those of even number for fitting, those of odd number only to check.

A logistic regression with a penalty on squared weights, by Newton's method; each dispatch, and each fifth of the rest,
is foretold by weights fitted to the others. PLV (measuring only) gives a lower bound: its gold has one event a row.
Python 3 standard library only.
"""
import argparse
import gzip
import json
import math
import os
import subprocess
import sys
from collections import defaultdict

import quiet

HERE = os.path.dirname(os.path.abspath(__file__))
PENALTY = 2.0
QUIET_WEIGHT = 0.35
FLOOR = 0.37
TO15 = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def signs(forge, reports):
    """The events of reports (id -> report), each with its signs."""
    lines = "".join(json.dumps({**report, "id": name}) + "\n" for name, report in reports.items())
    out = subprocess.run([forge, "signs"], input=lines, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def raw(data):
    """The texts that judged.tsv speaks of."""
    for letter, name in (("n", "wikinews-2019-2020"), ("w", "wh-briefings")):
        with gzip.open(f"{data}/train/{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                report = json.loads(line)
                yield f"{letter}:{report['id']}", {"text": report["text"], "published": report.get("date")}


def judged(forge, data):
    with open(f"{HERE}/judged.tsv", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")][1:]
    verdict = {(name, int(start), int(end), kind): int(right) for name, start, end, kind, right in rows}
    wanted = {key[0] for key in verdict}
    for event in signs(forge, {name: report for name, report in raw(data) if name in wanted}):
        right = verdict.get((event["id"], event["start"], event["end"], event["type"]))
        if right is not None:
            yield event["signs"], right, 1.0, "judged"


def dispatches(forge, bench):
    sys.path.insert(0, bench)
    import dispatches as gold_files
    golds = {gold["id"]: gold for gold in gold_files.load(f"{bench}/dispatches")}
    reports = {name: {k: gold[k] for k in ("text", "title", "published")} for name, gold in golds.items()}
    for event in signs(forge, reports):
        gold = golds[event["id"]]
        at = (event["start"], event["end"])

        def is_it(entry):
            kinds = [entry["type"], *entry.get("alternatives", [])]
            place = gold_files.locate(gold, entry["s"], entry["trigger"])
            return event["type"] in kinds and gold_files.overlap(place, at) > 0

        yield event["signs"], int(any(map(is_it, gold["events"]))), 1.0, event["id"]


def quiet_events(forge, data):
    texts = list(quiet.documents(data))
    for event in signs(forge, {str(n): {"text": text} for n, (_, text) in enumerate(texts)}):
        yield event["signs"], 0, QUIET_WEIGHT, "quiet" if int(event["id"]) % 2 else "quiet fitted"


def plv(forge, data):
    with open(f"{data}/dev/plv-train.jsonl", encoding="utf-8") as file:
        rows = {row["id"]: row for row in map(json.loads, file)}
    for event in signs(forge, {name: {"text": row["text"]} for name, row in rows.items()}):
        right = TO15.get(event["type"], event["type"]) == rows[event["id"]]["gold_root"]
        yield event["signs"], int(right), 0.0, "plv"


def solve(matrix, vector):
    """Gaussian elimination with pivots."""
    size = len(vector)
    rows = [row[:] + [value] for row, value in zip(matrix, vector)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, size):
            factor = rows[r][i] / rows[i][i]
            if factor:
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (rows[i][size] - sum(rows[i][j] * found[j] for j in range(i + 1, size))) / rows[i][i]
    return found


def likelihood(weights, signs_of_one):
    total = weights[0] + sum(w * x for w, x in zip(weights[1:], signs_of_one))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def fit(rows):
    """Weights, the bias first, that make the rows (signs, right, weight, ...) likeliest."""
    size = len(rows[0][0]) + 1
    weights = [0.0] * size
    for _ in range(12):
        gradient = [0.0] + [-PENALTY * w for w in weights[1:]]
        curve = [[PENALTY if i == j and i else 1e-6 if i == j else 0.0 for j in range(size)] for i in range(size)]
        for x, right, weight, *_ in rows:
            row, p = [1.0, *x], likelihood(weights, x)
            held = [i for i in range(size) if row[i]]
            for i in held:
                gradient[i] += weight * (right - p) * row[i]
                for j in held:
                    curve[i][j] += weight * p * (1 - p) * row[i] * row[j]
        weights = [w + d for w, d in zip(weights, solve(curve, gradient))]
    return weights


def foretold(rows):
    """(likelihood, right, weight, group) of each row by weights fitted without its fold."""
    folds = defaultdict(list)
    for n, row in enumerate(rows):
        folds[n % 5 if row[3] in ("judged", "quiet fitted") else row[3]].append(n)
    out = {}
    for held in folds.values():
        weights = fit([row for n, row in enumerate(rows) if n not in set(held)])
        for n in held:
            out[n] = (likelihood(weights, rows[n][0]), *rows[n][1:])
    return [out[n] for n in range(len(rows))]


def table(title, told):
    bins = defaultdict(list)
    for p, right, *_ in told:
        bins[min(int(p * 10), 9)].append((p, right))
    print(f"\n{title}: {len(told)} events")
    for b in sorted(bins):
        n = len(bins[b])
        print(f"  {b / 10:.1f}-{b / 10 + 0.1:.1f}  {n:5}  foretold {sum(p for p, _ in bins[b]) / n:.2f}  right {sum(r for _, r in bins[b]) / n:.2f}")
    brier = sum((p - r) ** 2 for p, r, *_ in told) / len(told)
    print(f"  mean squared error {brier:.4f}")


def names():
    """The names of the signs, from the stage's source."""
    with open(f"{HERE}/../../demarche/src/events/confidence.rs", encoding="utf-8") as file:
        return [line.strip().strip('",') for line in file.read().split("] = [", 1)[1].split("];", 1)[0].strip().splitlines()]


def main():
    parser = argparse.ArgumentParser()
    for option in ("--forge", "--data", "--bench"):
        parser.add_argument(option, required=True)
    parser.add_argument("--out")
    options = parser.parse_args()
    news = list(dispatches(options.forge, options.bench)) + list(judged(options.forge, options.data))
    quiets = list(quiet_events(options.forge, options.data))
    rows = news + [row for row in quiets if row[3] == "quiet fitted"]
    told = foretold(rows)
    weights = fit(rows)
    table("dispatches, each foretold by the others", [t for t in told if t[3] not in ("judged", "quiet fitted")])
    table("judged, each fifth foretold by the others", [t for t in told if t[3] == "judged"])
    table("both", [t for t in told if t[3] != "quiet fitted"])
    by_all = lambda some: [(likelihood(weights, row[0]), *row[1:]) for row in some]
    held = by_all([row for row in quiets if row[3] == "quiet"])
    table("quiet, not fitted", held)
    measured = by_all(plv(options.forge, options.data))
    table("PLV, lower bound", measured)
    print("\nfloor: kept of dispatches right and wrong, judged right and wrong, quiet, PLV a row")
    for floor in (0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4):
        kept = lambda some: sum(p >= floor for p, *_ in some)
        parts = [[t for t in told if (t[3] == "judged") == is_judged and t[1] == right and t[3] != "quiet fitted"]
                 for is_judged in (False, True) for right in (1, 0)]
        print(f"  {floor:.2f}", *(f"{kept(part)}/{len(part)}" for part in parts), f"{kept(held)}/{len(held)}", f"{kept(measured) / 1026:.3f}",
              f"right {sum(p >= floor and r for p, r, *_ in measured)}")
    print()
    for name, weight in zip(["bias", *names()], weights):
        print(f"  {name:22} {weight:+.3f}")
    if options.out:
        with open(options.out, "w", encoding="utf-8") as file:
            file.write("sign\tweight\tcomment\n")
            file.write(f"floor\t{FLOOR}\tevents less likely are left out\n")
            for name, weight in zip(["bias", *names()], weights):
                file.write(f"{name}\t{weight:.3f}\t\n")


if __name__ == "__main__":
    main()
