"""Answers of the archive, as tables that every DataFrame library takes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from html import escape

from demarche import _native

__all__ = ["Cell", "Table"]

Cell = str | int | float | datetime.date | datetime.datetime | None
"""A value of a table."""

_SHOWN = 20


class Table:
    """Rows in columns, all in memory. Iterating gives a dict a row.

    `polars.DataFrame(table)`, `pyarrow.table(table)`, `pandas.DataFrame.from_arrow(table)` and DuckDB's
    `SELECT * FROM table` take it as it is, without copying.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.Table) -> None:
        self._native = native

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._native.columns()

    def to_dicts(self) -> list[dict[str, Cell]]:
        """All rows as dicts."""
        return list(self)

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        names = self.columns
        for start in range(0, len(self), 1000):
            for row in self._native.rows(start, start + 1000):
                yield dict(zip(names, row, strict=True))

    def __getitem__(self, row: int) -> dict[str, Cell]:
        """A row, from 0; negative ones count from the end."""
        at = row + len(self) if row < 0 else row
        if not 0 <= at < len(self):
            raise IndexError(f"row {row} of {len(self)}")
        return dict(zip(self.columns, self._native.rows(at, at + 1)[0], strict=True))

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<Table {len(self)} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        rows = "".join(
            f"<tr>{''.join(f'<td>{escape(_shown(cell))}</td>' for cell in row)}</tr>\n"
            for row in self._native.rows(0, _SHOWN)
        )
        more = f"<p>{len(self) - _SHOWN} more rows</p>" if len(self) > _SHOWN else ""
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n{more}"


def _shown(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return text if len(text) <= 80 else text[:79] + "…"
