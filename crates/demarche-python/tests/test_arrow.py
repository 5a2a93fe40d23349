"""Arrow in and out: pyarrow, Polars, pandas, DuckDB."""

from __future__ import annotations

import datetime

import demarche
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from made import reports
from test_many import bad_rows

MADE = reports(60)


@pytest.fixture(scope="module")
def expected():
    """The lines of the reports, read one by one."""
    return [reading.to_json() for reading in demarche.read_many(MADE)]


def record(table) -> list:
    """The column of lines."""
    return pa.table(table).column("record").to_pylist()


TABLES = {
    "pyarrow": lambda: pa.Table.from_pylist(MADE),
    "pyarrow batch": lambda: pa.RecordBatch.from_pylist(MADE),
    "pyarrow reader": lambda: pa.Table.from_pylist(MADE).to_reader(max_chunksize=3),
    "large": lambda: pa.Table.from_pylist(MADE).cast(pa.schema([(n, pa.large_string()) for n in MADE[0]])),
    "views": lambda: pa.Table.from_pylist(MADE).cast(pa.schema([(n, pa.string_view()) for n in MADE[0]])),
    "categories": lambda: pl.DataFrame(MADE).with_columns(pl.col("title").cast(pl.Categorical)),
    "dates": lambda: pl.DataFrame(MADE).with_columns(pl.col("published").str.to_date()),
    "polars": lambda: pl.DataFrame(MADE),
    "pandas": lambda: pd.DataFrame(MADE),
    "duckdb": lambda: duckdb.from_arrow(pa.Table.from_pylist(MADE)),
}


@pytest.mark.parametrize("made", TABLES.values(), ids=TABLES.keys())
def test_every_table_gives_the_same_readings(made, expected):
    assert record(demarche.read_many(made())) == expected


def test_a_column_of_texts_is_as_a_list_of_texts():
    texts = [*(report["text"] for report in MADE[:5]), None]
    wanted = record(demarche.read_many(texts))
    assert record(demarche.read_many(pl.Series(texts))) == wanted
    assert record(demarche.read_many(pa.array(texts))) == wanted
    assert record(demarche.read_many(pa.chunked_array([texts]))) == wanted


def test_every_library_takes_the_result(expected):
    readings = demarche.read_many(MADE)
    assert pl.DataFrame(readings)["record"].to_list() == expected
    assert pd.DataFrame.from_arrow(readings)["record"].to_list() == expected
    assert duckdb.sql("SELECT record FROM readings").fetchall() == [(line,) for line in expected]
    assert pa.RecordBatchReader.from_stream(readings).read_all().column("record").to_pylist() == expected


def test_bad_rows_are_kept_with_their_error():
    table = pl.DataFrame(demarche.read_many(bad_rows()))
    assert len(table) == len(bad_rows())
    assert table["error"].is_null().to_list() == [True] + [False] * 9 + [True]
    assert table["record"].is_null().to_list() == [False, True, True, False] + [True] * 6 + [False]
    assert table["title"][2] == "A title" and table["events"][2].to_list() == []
    rows = pl.DataFrame({"text": ["Togo left.", None], "published": [None, datetime.date(2024, 1, 1)]})
    assert pl.DataFrame(demarche.read_many(rows))["error"].to_list() == [None, "no text (null)"]


def test_events_are_typed_columns():
    events = pl.DataFrame(demarche.read_many(MADE).events())
    assert events.schema["day"] == pl.Date and events.schema["confidence"] == pl.Float64
    assert len(events) == sum(len(reading) for reading in demarche.read_many(MADE))
    nested = pl.DataFrame(demarche.read_many(MADE)).select("id", "events").explode("events", empty_as_null=False)
    assert nested.unnest("events")["type"].to_list() == events["type"].to_list()


def test_events_claims_and_links_are_those_of_the_archive(tmp_path):
    archive = demarche.Archive(tmp_path / "a.archive")
    archive.add_reports(MADE)
    readings = demarche.read_many(MADE)
    for ours, theirs in [
        (readings.events(), archive.events()),
        (readings.claims(), archive.claims()),
        (readings.instruments(), archive.instruments()),
    ]:
        one, other = pl.DataFrame(ours), pl.DataFrame(theirs)
        # Numbers of the archive's own.
        shared = [name for name in one.columns if name in other.columns and name not in ("event", "published")]
        assert len(shared) > 10
        assert one.select(shared).sort(pl.all()).equals(other.select(shared).sort(pl.all()))


def test_a_table_without_texts_is_refused():
    with pytest.raises(ValueError, match="no column is the text; there are a, b"):
        pl.DataFrame(demarche.read_many(pl.DataFrame({"a": [1], "b": [2]})))


def test_nothing_in_nothing_out():
    empty = pa.table({"text": pa.array([], pa.string())})
    for nothing in ([], empty, pl.DataFrame(empty)):
        table = pl.DataFrame(demarche.read_many(nothing))
        assert len(table) == 0 and table.columns[0] == "id"


def test_a_fault_of_the_source_reaches_the_caller():
    def source():
        yield "Chad expelled two envoys."
        raise OSError("the disk is gone")

    with pytest.raises(Exception, match="disk is gone"):
        pa.table(demarche.read_many(source()))


def test_polars_reads_in_the_middle_of_a_lazy_query():
    schema = pl.DataFrame(demarche.read_many([]).events()).schema
    lazy = pl.LazyFrame(MADE).map_batches(lambda df: pl.DataFrame(demarche.read_many(df).events()), schema=schema)
    assert len(lazy.collect()) > len(MADE)
