"""Reads a lake of reports with Spark: Parquet, JSON Lines or WARC in, Parquet by day of publication out.

    spark-submit --master 'local[4]' $(python -m demarche.spark_submit --path) news/ readings/ --text body

What was read is under `readings/day=2024-06-20/`; reports without a day under `day=__HIVE_DEFAULT_PARTITION__`. A
folder that is there already is an error, unless `--overwrite` or `--append` says what to do with it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

FORMATS = ("parquet", "jsonl", "warc")
_PARTS = ("text", "title", "published", "publisher", "url", "id", "language")
_ARTICLE = (*_PARTS, "error")


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What was said on the command line."""
    parser = argparse.ArgumentParser(
        prog="demarche.spark_submit", description=(__doc__ or "").split("\n\n")[0], allow_abbrev=False
    )
    parser.add_argument("--path", action="store_true", help="print where this script lies, for spark-submit, and end")
    parser.add_argument("input", nargs="?", help="a file or folder, in any file system that Spark reads")
    parser.add_argument("output", nargs="?", help="the folder to write")
    parser.add_argument("--format", choices=FORMATS, default="parquet", help="how the input is written")
    for part in _PARTS:
        parser.add_argument(f"--{part}", metavar="COLUMN", help=f"the column that is the {part}")
    parser.add_argument("--columns", help="which columns of the readings, comma-separated; by default all")
    parser.add_argument("--partitions", type=int, help="tasks to cut the input into; by default as Spark reads it")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--overwrite", action="store_true", help="write the output anew")
    how.add_argument("--append", action="store_true", help="add to the output")
    options = parser.parse_args(given)
    if not options.path and not (options.input and options.output):
        parser.error("name the input and the output")
    return options


def load(spark: SparkSession, path: str, kind: str) -> DataFrame:
    """The reports of a path, one a row. Of WARC the articles of its pages, taken out by demarche's own reader."""
    if kind == "parquet":
        return spark.read.parquet(path)
    if kind == "jsonl":
        return spark.read.json(path)
    files = spark.read.format("binaryFile").load(path).select("path", "content")
    return files.mapInArrow(_articles, ", ".join(f"{name} string" for name in _ARTICLE))


def _articles(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The articles of WARC files, given as their paths and bytes."""
    import tempfile
    from pathlib import Path

    import pyarrow as pa

    from demarche import open_reports

    schema = pa.schema([(name, pa.string()) for name in _ARTICLE])
    for batch in batches:
        for path, content in zip(batch.column("path").to_pylist(), batch.column("content"), strict=True):
            # The reader wants a file: what is packed is unpacked as a stream.
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / path.rsplit("/", 1)[-1]
                file.write_bytes(content.as_buffer())
                reports = open_reports(file)
                while some := list(islice(reports, 64)):
                    yield pa.RecordBatch.from_pylist(some, schema=schema)


def run(spark: SparkSession, options: argparse.Namespace) -> None:
    """Reads the input and writes the output."""
    from pyspark.sql import functions as F  # noqa: N812

    from demarche.spark import COLUMNS, read_reports

    reports = load(spark, options.input, options.format)
    if options.partitions:
        reports = reports.repartition(options.partitions)
    chosen: dict[str, Any] = {part: getattr(options, part) for part in _PARTS}
    for part in _PARTS:
        # Columns with the names of parts need not be said.
        if chosen[part] is None and part in reports.columns:
            chosen[part] = part
    if options.format == "warc":
        chosen["error"] = "error"
    columns = tuple(options.columns.split(",")) if options.columns else COLUMNS
    readings = read_reports(reports, columns=tuple(dict.fromkeys((*columns, "published"))), **chosen)
    day = F.when(F.col("published").rlike(r"^\d{4}-\d{2}-\d{2}"), F.substring("published", 1, 10))
    writer = readings.withColumn("day", day).write.partitionBy("day")
    mode = "overwrite" if options.overwrite else "append" if options.append else "error"
    writer.mode(mode).parquet(options.output)


def main(given: Sequence[str] | None = None) -> int:
    """Runs as `spark-submit` runs it."""
    options = arguments(given)
    if options.path:
        print(__file__)
        return 0
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("demarche").config("spark.sql.session.timeZone", "UTC").getOrCreate()
    try:
        run(spark, options)
    finally:
        spark.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
