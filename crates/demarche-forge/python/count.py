"""Counts, in the analysis of raw reports, how often each capitalized word stands in names of each kind, and whole names.

    demarche parse REPORT... | python3 count.py seen.tsv.gz

A line of the result: a word or a name of several words, then how often it was a person's, a body's, a place's, none.
Words seen less than five times and names seen less than three times are left out. The file beside this program is of
6.5 million words of `wikinews-2019-2020` and `wh-briefings`, by the network's first version.
"""
import collections
import gzip
import re
import sys

KINDS = ("PER", "ORG", "LOC")


def main():
    words, names = collections.defaultdict(lambda: [0] * 4), collections.defaultdict(lambda: [0] * 4)
    kind, name = None, []

    def close():
        if len(name) > 1:
            names[" ".join(name)][kind] += 1
        name.clear()

    for line in sys.stdin:
        columns = line.rstrip("\n").split("\t")
        found = re.search(r"Entity=([BI])-(\w+)", columns[9]) if len(columns) == 10 else None
        if not found or found[1] == "B" or KINDS.index(found[2]) != kind:
            close()
        kind = KINDS.index(found[2]) if found else 3
        if found:
            name.append(columns[1])
        if len(columns) == 10 and columns[1] != columns[1].lower():
            words[columns[1]][kind] += 1
    close()
    with gzip.open(sys.argv[1], "wt", encoding="utf-8") as file:
        for table, least in ((words, 5), (names, 3)):
            for key in sorted(k for k in table if sum(table[k]) >= least):
                print(key, *table[key], sep="\t", file=file)


if __name__ == "__main__":
    main()
