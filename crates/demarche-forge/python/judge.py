"""Fits the judge, which weighs what the learned reader and the rules say, on texts that the reader has not learnt from.

    judge.py reader.pt held-out.jsonl [--test dev.jsonl] [--out judge.tsv]

A row of the table is a question (`event`, `actor`, `recipient`, `certainty`), a sign and its weight. An answer's score is the
sum of the weights of its signs; from 0 on it is yes. Signs are the learned reader's log of odds, whether a rule says so, by which
group of ways, and what else it says. Logistic regression with a penalty on squared weights. JSON Lines are those of
`demarche-forge corpus lessons`.
"""
import argparse
import json
import math
from collections import Counter

import numpy as np
import torch

from pieces import Pieces
from reader import DAY, FACTUALITY, ROLES, SOURCE, Labels, Reader, lessons, overlap
from teacher import encoder_weights

PENALTY = 0.5
# Found by search on the held-out texts and on whole reports that the heads had not learnt: whole events of items and reports together.
BY_SEARCH = [("event", "floor", 0.43), ("actor", "alone", -3.0), ("recipient", "alone", -1.8), ("certainty", "rules", 1.0),
             ("certainty", "rules-deny", 12.0), ("day", "ways", 0.7), ("day", "none", 0.3), ("day", "named", 9.0), ("day", "long", 3.3)]
FRAME_WAYS = {"subject", "object", "indirect", "possessor", "modifier", "clause-subject", "clause-object", "after-preposition",
              "after-any", "source", "all-parties"}


def group(way):
    """The kind of a way: what the frame's own roles gave, nobody, or what was recalled from elsewhere."""
    name = (way or "").rsplit("#", 1)[-1]
    return "frame" if name in FRAME_WAYS else "recalled"


def logit(p):
    p = min(max(p, 0.01), 0.99)
    return math.log(p / (1 - p))


def load(path):
    kept = torch.load(path, weights_only=False)
    weights, vocabulary = encoder_weights()
    labels = Labels(**kept["labels"])
    model = Reader(len(vocabulary), labels, layers=kept["layers"])
    model.load_state_dict(kept["model"], strict=False)
    return model.eval(), labels, Pieces(vocabulary)


def impressions(model, all_lessons, log=print):
    """For each lesson its log odds of types, certainties, nobody, and parts of mentions by asked words."""
    with torch.no_grad():
        for l in all_lessons:
            x = model.encode([l])[0][: len(l.types)]
            types = model.trigger(x)
            l.odds = (types - types[:, :1]).numpy()
            l.sure = model.certainty(x).numpy()
            l.absent = model.absent(x).numpy()
            l.dated = torch.log_softmax(model.dated(x), 1).numpy()
            heads = [h for h, _, _ in l.mentions]
            l.parts, l.day_odds = {}, {}
            for at, _ in l.events:
                s = model.pairs(l, x, [at], [d for d, _ in l.dates])[0, :, DAY] if l.dates else torch.zeros(0, 2)
                l.day_odds[at] = torch.log_softmax(s, 1)[:, 1].numpy()
            # A mention of the reading that lies within a longer one.
            spans = [m["tokens"] for _, _, m in l.mentions if m["form"] != "noted"]
            l.inside = [any(s[0] <= m["tokens"][0] and m["tokens"][1] <= s[1] and s != m["tokens"] for s in spans)
                        for _, _, m in l.mentions]

            def parts(at, x=x, heads=heads, l=l):
                if at not in l.parts:
                    if not len(heads):
                        l.parts[at] = np.zeros((0, 3))
                    else:
                        s = model.pairs(l, x, [at], heads)[0]
                        roles, source = s[:, ROLES], s[:, SOURCE]
                        l.parts[at] = torch.stack([roles[:, 1] - roles[:, 0], roles[:, 2] - roles[:, 0], source[:, 1] - source[:, 0]], 1).numpy()
                return l.parts[at]

            # All that may be asked, while the vectors are here.
            wanted = {a for a, _ in l.events} | {e["head"] - l.begin for e in l.row["reading"]["events"] if l.fresh <= e["head"] < l.end}
            wanted |= {a for a in range(len(l.types)) if l.odds[a, 1:].max() > -3}
            for at in wanted:
                parts(at)


def rules_at(l):
    return [(e["head"] - l.begin, e) for e in l.row["reading"]["events"] if l.fresh <= e["head"] < l.end]


EVENT = ["bias", "model", "frame", "likelihood", "other-frame"]


def candidates(l, labels):
    """(word, type, signs) of all events that the model or a frame proposes."""
    rules = {}
    for at, e in rules_at(l):
        rules.setdefault(at, []).append(e)
    for at in range(l.fresh - l.begin, len(l.types)):
        best = int(l.odds[at, 1:].argmax()) + 1
        kinds = {labels.types[best]} if l.odds[at, best] > -3 else set()
        own = {e["type"]: e for e in rules.get(at, [])}
        for kind in kinds | set(own):
            model = float(l.odds[at, labels.index["types"][kind]]) if kind in labels.index["types"] else -3.0
            e = own.get(kind)
            yield at, kind, [1.0, max(-8, min(8, model)), float(e is not None), logit(e["confidence"]) if e else 0.0,
                             float(e is None and bool(own))], e


def verdict(l, at, kind, tokens):
    """1 right, 0 wrong, None neither: whether the notes have an event of this type at these words."""
    place = (l.row["reading"]["tokens"][tokens[0]][0], l.row["reading"]["tokens"][tokens[1] - 1][1])
    met = [e for e in l.row["events"] if overlap(e["trigger"], place) > 0 and kind in (e["type"], *e["alternatives"])]
    if any(e["must"] for e in met):
        return 1
    return None if met else 0


def fit(x, y, penalty=PENALTY, free=1):
    """Newton's method; the first `free` weights are not penalized."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    w = np.zeros(x.shape[1])
    keep = np.diag([0.0] * free + [penalty] * (x.shape[1] - free)) + 1e-6 * np.eye(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        step = np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + keep, x.T @ (y - p) - keep @ w)
        w += step
        if abs(step).max() < 1e-6:
            break
    return w


def fit_events(all_lessons, labels):
    x, y = [], []
    for l in all_lessons:
        for at, kind, signs, e in candidates(l, labels):
            right = verdict(l, at, kind, e["tokens"] if e else (at + l.begin, at + l.begin + 1))
            if right is not None:
                x.append(signs)
                y.append(right)
    return fit(x, y)


def score_events(all_lessons, labels, w, floor=0.0):
    right = wrong = missed = 0
    for l in all_lessons:
        found = {}
        for at, kind, signs, e in candidates(l, labels):
            s = float(np.dot(w, signs))
            if s >= floor and (at not in found or s > found[at][0]):
                found[at] = (s, kind, e["tokens"] if e else (at + l.begin, at + l.begin + 1))
        met = set()
        for at, (s, kind, tokens) in found.items():
            place = (l.row["reading"]["tokens"][tokens[0]][0], l.row["reading"]["tokens"][tokens[1] - 1][1])
            hits = [i for i, e in enumerate(l.row["events"]) if overlap(e["trigger"], place) > 0
                    and kind in (e["type"], *e["alternatives"]) and i not in met]
            if hits:
                met.add(next((i for i in hits if l.row["events"][i]["must"]), hits[0]))
            else:
                wrong += 1
        for i, e in enumerate(l.row["events"]):
            if e["must"] and e["head"] is not None and l.fresh <= e["head"] < l.end:
                right += i in met
                missed += i not in met
    p, r = right / max(1, right + wrong), right / max(1, right + missed)
    return f"events F1 {2 * p * r / (p + r):.3f} precision {p:.3f} recall {r:.3f}"


PARTY = ["bias", "model", "model-other-side", "frame", "recalled", "frame-other-side", "recalled-other-side", "others-by-frame",
         "others-recalled", "no-rule", "pronoun", "inside", "elsewhere", "far"]


def sides(l, at, event):
    """(actor of the reading, signs as doer, signs as the one done to, keys of the notes) of all that are mentioned near."""
    parts = l.parts[at]
    best = {}
    sentence = lambda at: next((n for n, (_, end) in enumerate(l.row["reading"]["sentences"]) if at + l.begin < end), 0)
    here = sentence(at)
    for (head, keys, m), (a, r, _), within in zip(l.mentions, parts, l.inside):
        for x in m["actors"]:
            had = best.get(x, (-99.0, -99.0, set(), True, True, True, 99))
            best[x] = (max(had[0], a), max(had[1], r), had[2] | set(keys), had[3] and m["form"] == "pronoun",
                       within if a > had[0] else had[4], within if r > had[1] else had[5], min(had[6], abs(sentence(head) - here)))
    rule = event
    for x, (a, r, keys, pronoun, within_a, within_r, away) in best.items():
        clip = lambda v: float(max(-8, min(8, v)))
        out = []
        for own, other, mine, yours, way, their, within in (("actor", "recipient", a, r, 0, 1, within_a),
                                                            ("recipient", "actor", r, a, 1, 0, within_r)):
            ours = rule is not None and x in rule[own]
            theirs = rule is not None and x in rule[other]
            g, h = (group(rule["by"][way]), group(rule["by"][their])) if rule else ("", "")
            others = rule is not None and not ours and bool(rule[own]) and rule["by"][way] != "nobody"
            out.append([1.0, clip(mine), clip(yours), float(ours and g == "frame"), float(ours and g == "recalled"),
                        float(theirs and h == "frame"), float(theirs and h == "recalled"), float(others and g == "frame"),
                        float(others and g == "recalled"), float(rule is None), float(pronoun), float(within),
                        float(away > 0), float(away > 2)])
        yield x, out[0], out[1], keys


def rule_for(l, e):
    met = [r for _, r in rules_at(l) if overlap(e["trigger"], (l.row["reading"]["tokens"][r["tokens"][0]][0],
                                                              l.row["reading"]["tokens"][r["tokens"][1] - 1][1])) > 0]
    return next((r for r in met if r["type"] == e["type"]), met[0] if met else None)


def fit_parties(all_lessons):
    xs, ys = ([], []), ([], [])
    for l in all_lessons:
        for at, e in l.events:
            for x, a, r, keys in sides(l, at, rule_for(l, e)):
                if not keys:
                    keys = {-1}
                xs[0].append(a)
                ys[0].append(bool(keys & set(e["actor"])))
                xs[1].append(r)
                ys[1].append(bool(keys & set(e["recipient"])))
    return fit(xs[0], ys[0]), fit(xs[1], ys[1])


def score_parties(all_lessons, wa, wr, how="judge"):
    right, of = [0, 0], [0, 0]
    for l in all_lessons:
        for at, e in l.events:
            if not e["must"]:
                continue
            chosen = (set(), set())
            rule = rule_for(l, e)
            for x, a, r, keys in sides(l, at, rule):
                keys = keys or {-1}
                if how == "rules":
                    sa, sr = (1 if rule and x in rule["actor"] else -1), (1 if rule and x in rule["recipient"] else -1)
                elif how == "model":
                    sa, sr = a[1], r[1]
                else:
                    sa, sr = np.dot(wa, a), np.dot(wr, r)
                if sa >= 0 and sa >= sr:
                    chosen[0].update(keys)
                elif sr >= 0:
                    chosen[1].update(keys)
            for n, side in enumerate(("actor", "recipient")):
                named = {k for k in e[side] if k is not None and l.row["actors"][k]["mentions"]}
                if named or not e[side]:
                    of[n] += 1
                    right[n] += chosen[n] == named
    return f"{how}: actors {right[0] / of[0]:.3f} recipients {right[1] / of[1]:.3f} of {of}"


def fit_certainty(all_lessons):
    """One weight for the model's scores and one for what the rules say, by a search."""
    rows = []
    for l in all_lessons:
        for at, e in l.events:
            said = l.row["reading"]["certainty"][at + l.begin]
            rule = rule_for(l, e)
            said = rule["factuality"] if rule else said
            rows.append((l.sure[at], said, FACTUALITY.index(e["factuality"]), e["must"]))
    def share(w, n):
        hit = [int((s * 1.0 + w * np.array([f == said for f in FACTUALITY])).argmax() == y) for s, said, y, m in rows if m]
        return sum(hit) / len(hit)
    return {w: round(share(w, 0), 4) for w in (0, 0.5, 1, 1.5, 2, 3, 4, 6, 20)}


def day_of(l, at, rule, published, bonus, none):
    """The likeliest day of an event: that of an expression, the day of publication, what the rules say, or none."""
    dated = l.dated[at]
    scores = {None: dated[0] + none, published: dated[1]}
    for (_, days), odds in zip(l.dates, l.day_odds[at]):
        scores[days] = max(scores.get(days, -99.0), dated[2] + odds)
    if rule is not None:
        day = rule["date"]
        scores[day] = max(scores.get(day, -99.0), dated[3]) + bonus
    return max(scores, key=lambda d: (scores[d], d or ""))


def fit_days(all_lessons):
    """The weight of the rules' day and that of having none, by a search."""
    out = []
    for bonus in (0, 0.5, 1, 1.5, 2, 3, 5, 20):
        for none in (-1, -0.5, 0, 0.5):
            right = Counter()
            for l in all_lessons:
                for at, e in l.events:
                    if e["must"]:
                        found = day_of(l, at, rule_for(l, e), l.row["published"], bonus, none)
                        right[e["date"] is None, found == e["date"]] += 1
            share = lambda none: right[none, True] / max(1, right[none, True] + right[none, False])
            out.append((round(share(False) + share(True), 3), round(share(False), 3), round(share(True), 3), bonus, none))
    return sorted(out, reverse=True)[:6]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader")
    parser.add_argument("held_out")
    parser.add_argument("--test")
    parser.add_argument("--out")
    parser.add_argument("--every", type=int, default=0, help="of the texts only each n-th, as reader.py held out")
    options = parser.parse_args()
    model, labels, pieces = load(options.reader)
    rows = [json.loads(line) for line in open(options.held_out, encoding="utf-8")]
    if options.every:
        rows = [r for i, r in enumerate(rows) if i % options.every == options.every - 1]
    parts = [("held out", lessons(rows, pieces, labels))]
    if options.test:
        test = [json.loads(line) for line in open(options.test, encoding="utf-8")]
        parts.append(("test", lessons(test, pieces, labels)))
    for _, part in parts:
        impressions(model, part)
    held = parts[0][1]
    we = fit_events(held, labels)
    wa, wr = fit_parties(held)
    for names, w in ((EVENT, we), (PARTY, wa), (PARTY, wr)):
        print("  ".join(f"{n} {v:.2f}" for n, v in zip(names, w)))
    for name, part in parts:
        print(name, score_events(part, labels, we), "| model alone", score_events(part, labels, np.array([0, 1, 0, 0, 0])),
              "| rules alone", score_events(part, labels, np.array([1.1, 0, 0, 1, 0]) * 1 - np.array([0, 0, 0, 0, 99]) ))
        for how in ("rules", "model", "judge"):
            print("   ", score_parties(part, wa, wr, how))
        print("    days (sum, where there is one, where none, rules' weight, none's)", *fit_days(part))
        print("    certainty by the rules' weight", fit_certainty(part))
    if options.out:
        with open(options.out, "w", encoding="utf-8") as out:
            out.write("question\tsign\tweight\n")
            for question, sign, weight in BY_SEARCH:
                out.write(f"{question}\t{sign}\t{weight:.3f}\n")
            for question, names, w in (("event", EVENT, we), ("actor", PARTY, wa), ("recipient", PARTY, wr)):
                for n, v in zip(names, w):
                    out.write(f"{question}\t{n}\t{v:.3f}\n")


if __name__ == "__main__":
    main()
