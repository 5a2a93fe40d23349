"""Reading in Spark: reports in, readings out, as a DataFrame.

>>> from demarche.spark import read_reports                                     # doctest: +SKIP
>>> readings = read_reports(spark.read.parquet("news/"), text="body", published="day")  # doctest: +SKIP

Every worker process loads the models once (44 ms, 40 MB) and reads its partitions with one thread: Spark gives each
core a task. The same reports give the same rows, to the byte, whatever the partitions; a lost task is read again.

Needs `pip install demarche[spark]` where the driver runs, and `demarche` and `pyarrow` on the workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from demarche import _native
from demarche.codebook import Codebook, shipped
from demarche.reading import LONGEST, PARTS, written

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

__all__ = ["COLUMNS", "read_reports", "schema"]

COLUMNS = (
    "id",
    "title",
    "published",
    "publisher",
    "url",
    "language",
    "error",
    "events",
    "claims",
    "instruments",
    "notes",
    "record",
)
"""The columns of a reading; `demarche.Readings` says what they hold."""

_ROWS = 64
"""Rows that are read together: few, so that a batch of long readings stays small."""


def schema(columns: Sequence[str] = COLUMNS) -> StructType:
    """The types of the columns, always the same.

    Raises:
        ValueError: There is no such column.

    """
    import pyarrow as pa
    from pyspark.sql.pandas.types import from_arrow_schema

    _check(columns)
    arrow = pa.schema(_native.Stream([], shipped()._native))
    return from_arrow_schema(pa.schema([arrow.field(name) for name in columns]))


def read_reports(
    df: DataFrame,
    *,
    text: str = "text",
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    id: str | None = None,
    language: str | None = None,
    error: str | None = None,
    keep: Sequence[str] = (),
    columns: Sequence[str] = COLUMNS,
    codebook: Codebook | None = None,
    longest: int = LONGEST,
) -> DataFrame:
    """Reads the reports of a DataFrame: one row in, one row out, in the order of each partition.

    A row that cannot be read (null, too long) is kept with its `error`; one with a wrong date is read, with an `error`
    too. Parts that are no text become text: dates `yyyy-MM-dd`; times in the session's time zone, which should be UTC
    (`spark.sql.session.timeZone`).

    Args:
        df: Reports, one a row.
        text: The column with the text.
        title: The column with the headline; likewise `published`, `publisher`, `url`, `id`, `language`.
        published: The column with the day of publication, without which relative dates stay unresolved.
        publisher: The column that says who published it.
        url: The column with its address.
        id: The column with its name; without one a name is made from the text.
        language: The column with its language.
        error: A column that says why there is no text, of rows that have none.
        keep: Columns of `df` that stand before those of the reading.
        columns: Which columns of the reading. `record` is the largest.
        codebook: Knowledge of your own; its files travel with the tasks.
        longest: The longest text, in bytes of UTF-8.

    Raises:
        ValueError: There is no such column, or a column to keep has the name of one of the reading.

    """
    from pyspark.sql import functions as F  # noqa: N812
    from pyspark.sql.types import StructType

    _check(columns)
    if twice := set(keep) & set(columns):
        raise ValueError(f"kept columns with names of the reading: {', '.join(sorted(twice))}; rename them before")
    given = dict(zip(PARTS, (text, title, published, publisher, url, id, language), strict=True))
    parts = {part: name for part, name in given.items() if name is not None}
    errors = [] if error is None else [F.col(error).alias("error")]
    selected = df.select(
        *(F.col(name).cast("string").alias(_hidden(part)) for part, name in parts.items()),
        *errors,
        *(F.col(name) for name in keep),
    )
    fields = written({part: _hidden(part) for part in PARTS})
    kept = StructType([selected.schema[name] for name in keep])
    work = _Work(fields, tuple(keep), tuple(columns), codebook, longest)
    return selected.mapInArrow(work, StructType([*kept.fields, *schema(columns).fields]))


def _check(columns: Sequence[str]) -> None:
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise ValueError(f"no columns {', '.join(unknown)}; there are {', '.join(COLUMNS)}")


def _hidden(part: str) -> str:
    """The name under which a part travels, which no kept column has."""
    return f"__demarche_{part}"


class _Work:
    """What a worker does with the batches of a partition."""

    def __init__(
        self,
        fields: str,
        keep: tuple[str, ...],
        columns: tuple[str, ...],
        codebook: Codebook | None,
        longest: int,
    ) -> None:
        self.fields, self.keep, self.columns = fields, keep, columns
        self.codebook, self.longest = codebook, longest

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for start in range(0, batch.num_rows, _ROWS):
                yield self.read(batch.slice(start, _ROWS))

    def read(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        import pyarrow as pa

        # Unpickled code books and the shipped one are kept for all tasks of this process.
        native = (self.codebook or shipped())._native
        stream = _native.Stream(rows, native, self.fields, 1, self.longest)
        readings: Any = pa.table(stream).select(list(self.columns)).combine_chunks()
        arrays = [rows.column(rows.schema.get_field_index(name)) for name in self.keep]
        arrays += [column.chunk(0) for column in readings.columns]
        return pa.RecordBatch.from_arrays(arrays, [*self.keep, *self.columns])
