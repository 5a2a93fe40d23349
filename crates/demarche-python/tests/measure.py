"""Measures what docs/scale.md says: `python measure.py PROGRAM [REPORTS]`. The machine should have nothing else to do.

Wall and processor seconds are given for each: where they differ
by more than the number of threads, others were at work.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import demarche
from made import reports


def timed(name: str, work: Callable[[], object]) -> float:
    """Runs something and says how long it took; processor seconds of this process and its children."""

    def used() -> float:
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in both)

    wall, cpu = time.perf_counter(), used()
    work()
    wall, cpu = time.perf_counter() - wall, used() - cpu
    print(f"{name:44} {wall:8.2f} s   {cpu:8.2f} s of processors")
    return wall


def main(program: str, count: int) -> None:
    """All measurements."""
    made = reports(count)
    words = sum(len(report["text"].split()) for report in made)
    print(f"{count} reports, {words} words, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.jsonl").write_text("\n".join(map(json.dumps, made)))

        def run(threads: int) -> None:
            with (folder / "program").open("wb") as out:
                command = [program, "read", "--quiet", "--to", "jsonl", str(folder / "in.jsonl")]
                subprocess.run(command, stdout=out, check=True, env={**os.environ, "RAYON_NUM_THREADS": str(threads)})

        def lines(threads: int) -> None:
            with (folder / "python").open("w", encoding="utf-8") as out:
                rows = demarche.open_reports(folder / "in.jsonl")
                for reading in demarche.read_many(rows, threads=threads):
                    out.write(reading.to_json() + "\n")

        demarche.read("")
        one = timed("program, 1 thread", lambda: run(1))
        two = timed("program, 2 threads", lambda: run(2))
        ours = timed("read_many, 1 thread, files to lines", lambda: lines(1))
        both = timed("read_many, 2 threads, files to lines", lambda: lines(2))
        same = (folder / "program").read_bytes() == (folder / "python").read_bytes()
        print(f"the same bytes: {same}; overhead {ours / one - 1:+.1%} (1), {both / two - 1:+.1%} (2)")
        print(f"two threads: program {one / two:.2f}, read_many {ours / both:.2f} times one")
    try:
        import pyarrow as pa
    except ImportError:
        return
    table = pa.Table.from_pylist(made)
    single = timed("read_many, 1 thread, Arrow to Arrow", lambda: pa.table(demarche.read_many(table, threads=1)))
    double = timed("read_many, 2 threads, Arrow to Arrow", lambda: pa.table(demarche.read_many(table, threads=2)))
    print(f"two threads: {single / double:.2f} times one; {words / double:.0f} words a second")
    timed("objects of all readings", lambda: [len(reading.events) for reading in demarche.read_many(table, threads=2)])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
