"""Spark: the same rows as the program, in one process and in several, also when a worker is killed.

DEMARCHE_SPARK_REPORTS says how many reports; the full measurement takes 10,000 (docs/scale.md).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from made import reports

pytest.importorskip("pyspark", reason="pyspark is not installed: Spark is not tested")
if shutil.which("java") is None:
    pytest.skip("no java: Spark is not tested", allow_module_level=True)

import demarche
import pyspark
from demarche import spark as on_spark
from demarche import spark_submit
from demarche.spark import read_reports
from pyspark.sql import SparkSession

COUNT = int(os.environ.get("DEMARCHE_SPARK_REPORTS", "60"))
MADE = reports(COUNT)
NAMES = {"published": "published", "title": "title", "id": "id"}


@pytest.fixture(scope="module", autouse=True)
def home():
    """Where Spark finds itself and Python."""
    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"


def session(master: str, **more: str) -> SparkSession:
    """A session; one before it must be stopped."""
    made = SparkSession.builder.master(master).appName("demarche-tests")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        **more,
    }
    for name, value in settings.items():
        made = made.config(name, value)
    return made.getOrCreate()


@pytest.fixture(scope="module")
def spark(home):
    """One process, two tasks at a time."""
    made = session("local[2]")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def expected(lines):
    """What the program says of the reports."""
    return lines(MADE)


def found(frame) -> list[str]:
    """The lines of a DataFrame, in its order."""
    return [row.record for row in frame.select("record").collect()]


def test_the_same_rows_as_the_program(spark, expected):
    frame = spark.createDataFrame(MADE).repartition(7)
    rows = read_reports(frame, **NAMES)
    by_id = {row.id: row.record for row in rows.select("id", "record").collect()}
    assert [by_id[report["id"]] for report in MADE] == expected
    # In the order of the partitions, whatever their number.
    assert found(read_reports(spark.createDataFrame(MADE).coalesce(2), **NAMES)) == expected


def test_the_schema_is_fixed_and_the_rows_are_those_of_read_many(spark):
    frame = read_reports(spark.createDataFrame(MADE[:20]), **NAMES)
    assert frame.columns == list(on_spark.COLUMNS) and frame.schema == on_spark.schema()
    import pyarrow as pa

    wanted = pa.table(demarche.read_many(MADE[:20]))
    assert frame.toArrow().to_pylist() == wanted.to_pylist()
    flat = frame.selectExpr("id", "inline(events)")
    assert flat.count() == sum(len(reading) for reading in demarche.read_many(MADE[:20]))


def test_bad_rows_are_kept_with_their_error(spark):
    big = "Chad expelled two Sudanese envoys. " * 150_000
    rows = [
        (1, "Chad expelled two Sudanese envoys.", "2024-03-15"),
        (2, None, "2024-03-15"),
        (3, "Chad expelled two Sudanese envoys.", "soon"),
        (4, big, None),
        (5, "", None),
    ]
    frame = read_reports(spark.createDataFrame(rows, "n int, text string, day string"), published="day", keep=["n"])
    kept = {row.n: row for row in frame.collect()}
    assert sorted(kept) == [1, 2, 3, 4, 5]
    assert kept[1].error is None and kept[1].events
    assert "null" in kept[2].error and kept[2].record is None and kept[2].events == []
    assert "soon" in kept[3].error and kept[3].events
    assert "longest" in kept[4].error and kept[4].record is None
    assert kept[5].error is None and kept[5].notes[0].kind == "empty"


def test_columns_are_chosen_and_kept(spark, root):
    book = demarche.Codebook(instruments=root / "examples/instruments.tsv", ontology="cameo")
    frame = spark.createDataFrame(MADE[:5]).withColumnRenamed("id", "number")
    made = read_reports(frame, keep=["number", "published"], columns=["events", "record"], codebook=book)
    assert made.columns == ["number", "published", "events", "record"]
    assert '"cameo"' in made.first().record
    with pytest.raises(ValueError, match="no columns dates"):
        read_reports(frame, columns=["dates"])
    with pytest.raises(ValueError, match="rename"):
        read_reports(frame, keep=["title"])


def test_models_are_loaded_once_a_worker(spark):
    frame = spark.createDataFrame(MADE[:40]).repartition(8)

    def loads(batches):
        import pyarrow as pa
        from demarche.codebook import _restore

        for _ in batches:
            info = _restore.cache_info()
            yield pa.RecordBatch.from_pydict({"loads": pa.array([info.misses], pa.int64())})

    read_reports(frame, **NAMES).collect()
    seen = frame.mapInArrow(loads, "loads long").collect()
    assert seen and all(row.loads <= 1 for row in seen)


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
def test_the_script_writes_parquet_by_day(spark, tmp_path, expected, kind):
    frame = spark.createDataFrame(MADE[:60])
    getattr(frame.write, "parquet" if kind == "parquet" else "json")(str(tmp_path / "in"))
    words = [str(tmp_path / "in"), str(tmp_path / "out"), "--format", kind, "--columns", "id,record"]
    spark_submit.run(spark, spark_submit.arguments(words))
    assert (tmp_path / "out" / f"day={MADE[0]['published']}").is_dir()
    rows = {row.id: row.record for row in spark.read.parquet(str(tmp_path / "out")).collect()}
    assert [rows[report["id"]] for report in MADE[:60]] == expected[:60]


def warc(pages: list[tuple[str, str]]) -> bytes:
    """A capture of pages."""
    out = b""
    for url, page in pages:
        body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-15T00:00:00Z\r\n"
            f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        out += head.encode() + body + b"\r\n\r\n"
    return out


def test_the_script_reads_captures(spark, tmp_path):
    (tmp_path / "in").mkdir()
    article = "".join(f"<p>{paragraph}</p>" for paragraph in MADE[0]["text"].split("\n\n")) * 3
    head = '<meta property="article:published_time" content="2024-03-15">'
    page = f"<html><head><title>News</title>{head}</head><body><article>{article}</article></body></html>"
    (tmp_path / "in" / "a.warc").write_bytes(warc([("https://example.org/a", page)]))
    (tmp_path / "in" / "b.warc").write_bytes(b"WARC/1.0\r\nnonsense")
    words = [str(tmp_path / "in"), str(tmp_path / "out"), "--format", "warc"]
    spark_submit.run(spark, spark_submit.arguments(words))
    rows = spark.read.parquet(str(tmp_path / "out")).collect()
    good = [row for row in rows if row.record]
    assert len(good) == 1 and good[0].url == "https://example.org/a" and good[0].events
    assert all("b.warc" in row.error for row in rows if not row.record)


def test_the_script_says_where_it_lies():
    done = subprocess.run(
        [sys.executable, "-m", "demarche.spark_submit", "--path"], capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).is_file()
    with pytest.raises(SystemExit):
        spark_submit.arguments(["only-input"])


def executors() -> list[int]:
    """The processes of executors that come of this one."""
    parents, found = {}, []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if b"CoarseGrainedExecutorBackend" in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
        except OSError:
            continue

    def ours(pid: int) -> bool:
        while pid > 1 and pid != os.getpid():
            pid = parents.get(pid, 0)
        return pid == os.getpid()

    return [pid for pid in found if ours(pid)]


@pytest.mark.slow
def test_several_workers_and_one_of_them_killed(spark, expected):
    spark.stop()
    cluster = session("local-cluster[2,1,1024]", **{"spark.task.maxFailures": "8"})
    try:
        frame = cluster.createDataFrame(MADE).repartition(16)
        rows = read_reports(frame, **NAMES).select("id", "record")
        by_id = {row.id: row.record for row in rows.collect()}
        assert [by_id[report["id"]] for report in MADE] == expected
        # The same again while a worker goes.
        again: list = []
        reader = threading.Thread(target=lambda: again.extend(rows.collect()))
        before = executors()
        assert len(before) == 2
        reader.start()
        time.sleep(float(os.environ.get("DEMARCHE_SPARK_KILL_AFTER", "1.5")))
        os.kill(before[0], signal.SIGKILL)
        assert reader.is_alive(), "the reading ended before the worker was killed: more reports are needed"
        reader.join()
        assert before[0] not in executors()
        by_id = {row.id: row.record for row in again}
        assert len(again) == COUNT and [by_id[report["id"]] for report in MADE] == expected
    finally:
        cluster.stop()
