"""Many reports, one by one."""

from __future__ import annotations

import datetime
import multiprocessing
import threading

import demarche
import pytest
from made import reports

BIG = "Chad expelled two Sudanese envoys. " * 150_000


def bad_rows() -> list:
    """Rows of which only the first, the fourth and the last are reports."""
    return [
        "Chad expelled two Sudanese envoys.",
        None,
        {"id": "null", "text": None, "title": "A title"},
        {"id": "date", "text": "Chad expelled two Sudanese envoys.", "published": "soon"},
        {"id": "big", "text": BIG},
        "\ud800",
        7,
        {"text": 7},
        {"title": "no text at all"},
        {"text": None, "error": "page 9: damaged"},
        {"id": "last", "text": "Chad expelled two Sudanese envoys.", "published": datetime.date(2024, 3, 15)},
    ]


def test_bad_rows_are_kept_and_the_rest_goes_on():
    assert len(BIG) > 5_000_000
    found = list(demarche.read_many(bad_rows()))
    assert [bool(reading) for reading in found] == [True, False, False, True] + [False] * 6 + [True]
    errors = [reading.error for reading in found]
    assert errors[0] is None and errors[-1] is None
    wanted = ["null", "null", "soon", "longest", "no text", "not int", "`text`", "text", "page 9: damaged"]
    for error, part in zip(errors[1:-1], wanted, strict=True):
        assert part in error
    assert found[3].events and found[4].id == "big" and found[2].id == "null"
    assert found[1].events == () and repr(found[1]).startswith("<Reading of nothing")
    with pytest.raises(ValueError, match="not read"):
        found[1].to_json()


def test_the_same_lines_as_the_program_in_the_order_of_the_input(lines):
    made = reports(90)
    assert [reading.to_json() for reading in demarche.read_many(made)] == lines(made)


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_threads_change_nothing(threads):
    made = reports(50)
    assert list(demarche.read_many(made, threads=threads)) == list(demarche.read_many(made))


def test_it_can_be_taken_again_and_a_generator_once():
    readings = demarche.read_many(reports(3))
    assert list(readings) == list(readings)
    once = demarche.read_many(report for report in reports(3))
    assert len(list(once)) == 3 and list(once) == []


def test_reports_are_read_as_they_are_taken():
    taken = []

    def source():
        for report in reports(1000):
            taken.append(report["id"])
            yield report

    first = next(iter(demarche.read_many(source(), threads=1)))
    assert first.id == "r0" and len(taken) < 200


def test_a_fault_of_the_source_is_not_swallowed():
    def source():
        yield "Chad expelled two envoys."
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        list(demarche.read_many(source()))


def test_other_names_of_fields():
    row = {"story": "Chad expelled two Sudanese envoys.", "day": "2024-03-15"}
    reading = next(iter(demarche.read_many([row], fields={"text": "story", "published": "day"})))
    assert reading.published == "2024-03-15" and reading.events
    with pytest.raises(ValueError, match="no part of a report"):
        list(demarche.read_many([row], fields={"texts": "story"}))


def test_the_lock_is_released_while_reading():
    ticks = 0
    done = threading.Event()

    def tick():
        nonlocal ticks
        while not done.wait(0.001):
            ticks += 1

    other = threading.Thread(target=tick)
    other.start()
    list(demarche.read_many(reports(64), threads=1))
    done.set()
    other.join()
    assert ticks > 5


def test_a_process_that_forks_goes_on(envoys):
    list(demarche.read_many(reports(8)))
    with multiprocessing.get_context("fork").Pool(2) as pool:
        found = pool.map(_lines, [reports(4)] * 2)
    assert found[0] == found[1] == _lines(reports(4))


def _lines(made):
    return [reading.to_json() for reading in demarche.read_many(made, threads=2)]


def test_files_of_every_kind(tmp_path, envoys):
    (tmp_path / "a.txt").write_text("Title: A title\nPublished: 2024-03-15\n\nChad expelled two Sudanese envoys.\n")
    (tmp_path / "b.jsonl").write_text('{"text": "Togo left."}\n{"texts": 1}\n')
    found = list(demarche.read_many(demarche.open_reports(tmp_path)))
    assert [reading.error is None for reading in found] == [True, True, False]
    assert found[0].title == "A title" and "b.jsonl:2" in found[2].error
