"""The archive."""

from __future__ import annotations

import datetime
import json
import subprocess

import demarche
import polars as pl
import pytest
from demarche import Added, Archive
from made import reports

MADE = reports(40)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive of made up reports."""
    archive = Archive(tmp_path_factory.mktemp("archive") / "news.archive")
    added = archive.add_reports(MADE)
    assert added.added == len(MADE) and added.events > len(MADE)
    return archive


def test_a_report_is_added_once(archive):
    assert archive.add_reports(MADE[:10]) == Added(added=0, known=10, rejected=0, events=0)


def test_files_and_bad_rows(tmp_path):
    archive = Archive(tmp_path / "a.archive")
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(json.dumps(report) for report in MADE[:5]) + "\n{}\n")
    added = archive.add(path, threads=2)
    assert (added.added, added.rejected) == (5, 1)
    assert archive.add_reports([None, "Togo left."]).rejected == 1
    reasons = [row["reason"] for row in archive.rejects()]
    assert any("null" in reason for reason in reasons)


def test_filters_are_those_of_the_program(archive, program):
    pairs = "SELECT actor, recipient FROM dyads GROUP BY actor, recipient ORDER BY count(*) DESC, actor, recipient"
    pair = next(iter(archive.sql(f"{pairs} LIMIT 1")))
    one, other = pair["actor"], pair["recipient"]
    questions = [
        (["events", "--actor", "TCD"], archive.events(actor="TCD")),
        (
            ["events", "--party", "JPN,RUS.GOV", "--limit", "7"],
            archive.events(party=["JPN", "RUS.GOV"], limit=7),
        ),
        (["events", "--type", "accuse", "--sort", "surest"], archive.events(type="accuse", sort="surest")),
        (
            ["events", "--since", "2024-02", "--until", "2024-03-15", "--sort", "oldest"],
            archive.events(since="2024-02", until=datetime.date(2024, 3, 15), sort="oldest"),
        ),
        (
            ["events", "--text", "envoys", "--min-confidence", "0.8"],
            archive.events(text="envoys", min_confidence=0.8),
        ),
        (
            ["claims", "--said-by", "Saleh", "--kind", "indirect"],
            archive.claims(said_by="Saleh", kind="indirect"),
        ),
        (["instruments", "--relation", "violates"], archive.instruments(relation="violates")),
        (["actors", "--limit", "5", "--kind", "country"], archive.actors(limit=5, kind="country")),
        (["timeline", "--by", "week", "--per", "mode"], archive.timeline(by="week", per="mode")),
        (["dyad", one, other, "--by", "year"], archive.dyad(one, other, by="year")),
        (
            ["sql", "SELECT count(*) AS events FROM events"],
            archive.sql("SELECT count(*) AS events FROM events"),
        ),
    ]
    for words, table in questions:
        command = [program, *words, "--archive", str(archive.path), "--to", "jsonl"]
        out = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        wanted = [_plain(json.loads(line)) for line in out.splitlines()]
        found = [_plain(row) for row in table]
        assert wanted and found == wanted, words


def _plain(row):
    """A row as JSON has it; the time of publication is here a time, and in the program as it was written."""
    return {name: json.loads(json.dumps(cell, default=str)) for name, cell in row.items() if name != "published"}


def test_answers_are_typed_tables(archive):
    table = archive.events(limit=3)
    assert len(table) == 3 and len(table.to_dicts()) == 3 and table[-1] == list(table)[2]
    assert isinstance(table[0]["day"], datetime.date) and isinstance(table[0]["confidence"], float)
    frame = pl.DataFrame(table)
    assert frame.schema["day"] == pl.Date and frame.rows(named=True)[0]["text"] == table[0]["text"]
    assert repr(table).startswith("<Table 3 rows: event, day, type")
    html = table._repr_html_()
    assert html.count("<tr>") == 4 and "<th>day</th>" in html
    with pytest.raises(IndexError):
        table[3]


def test_faults_say_what_would_do(archive, tmp_path):
    with pytest.raises(FileNotFoundError, match="no archive"):
        Archive(tmp_path / "none.archive", create=False)
    with pytest.raises(ValueError, match='no filter "actors"'):
        archive.events(actors="RUS")
    with pytest.raises(ValueError, match="no day"):
        archive.events(since="soon")
    with pytest.raises(ValueError, match="three capitals"):
        archive.dyad("RUS", "Japan")
    with pytest.raises(ValueError, match="change the archive"):
        archive.sql("DELETE FROM report RETURNING id")
    with pytest.raises(ValueError, match="no such table"):
        archive.sql("SELECT * FROM nowhere")
    (tmp_path / "text").write_text("no archive " * 100)
    with pytest.raises(RuntimeError):
        Archive(tmp_path / "text")


def test_views_and_readings(archive):
    assert "confidence" in archive.views()["events"]
    number = archive.events(limit=1)[0]["report"]
    reading = archive.reading(number)
    assert reading.events and reading == next(r for r in demarche.read_many(MADE) if r.id == reading.id)
    with pytest.raises(KeyError):
        archive.reading(10**9)
