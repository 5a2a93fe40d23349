#!/usr/bin/env python3
"""Measures a build and fails where a figure falls under the one kept in docs/scores.md: by more than 0.02, or for the
figures of the corpus (`corpus`, `reports`) by more than 0.01.

    figures.py BIN FORGE RUN SCORES

FORGE is `demarche-forge`, which measures on the corpus; RUN is the benchmarks' `run`. In SCORES, rows such as
`| dispatches | events_f1 | 0.550 |` below the heading "Figures that only go up" are what is kept. Python 3 standard library only.
"""
import re
import subprocess
import sys

SLACK, CORPUS_SLACK = 0.02, 0.01
CORPUS = ("corpus", "reports")


def kept(path):
    text = open(path, encoding="utf-8").read().split("Figures that only go up", 1)[1]
    return [(t, name, float(v)) for t, name, v in re.findall(r"^\| (\w+) \| (\w+) \| ([\d.]+) \|", text, re.M)]


def measured(run, task, program):
    out = subprocess.run([run, task, program], capture_output=True, text=True, check=True).stdout
    figures = {k: float(v) for k, v in re.findall(r"(\w+)=([\d.]+)", out.split("HEADLINE", 1)[-1])}
    for name, value in re.findall(r"^(events|whole|attributions|instruments) +[\d.]+ +[\d.]+ +([\d.]+)", out, re.M):
        figures[f"{name}_f1"] = float(value)
    return figures


def measured_on_corpus(forge):
    """Figures by task: `HEADLINE corpus events=0.713 …`."""
    out = subprocess.run([forge, "corpus", "headline"], capture_output=True, text=True, check=True).stdout
    lines = (line.split() for line in out.splitlines() if line.startswith("HEADLINE "))
    return {task: {k: float(v) for k, v in (f.split("=") for f in figures)} for _, task, *figures in lines}


def main(program, forge, run, scores):
    rows, fallen = kept(scores), 0
    figures = {task: measured(run, task, program) for task in sorted({t for t, _, _ in rows if t not in CORPUS})}
    figures |= measured_on_corpus(forge)
    for task, name, value in rows:
        now = figures[task].get(name, 0.0)
        # Rounded, so that a fall of just the slack is none.
        bad = round(value - now, 4) > (CORPUS_SLACK if task in CORPUS else SLACK)
        fallen += bad
        print(f"{task:12} {name:18} kept {value:.3f}   now {now:.3f}{'   FALLEN' if bad else ''}")
    if not rows:
        sys.exit(f"{scores} keeps no figures")
    sys.exit(f"{fallen} figures fell" if fallen else 0)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
