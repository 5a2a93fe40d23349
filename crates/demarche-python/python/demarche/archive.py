"""The archive: readings at rest in one file, and questions to it."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from demarche import _native
from demarche.codebook import Codebook, shipped
from demarche.reading import ArrowStream, Reading, written
from demarche.table import Table

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["Added", "Archive", "Filters"]

_Path = str | os.PathLike[str]
_Words = str | Iterable[str]
_Day = str | datetime.date


class Filters(TypedDict, total=False):
    """What is asked about. Several values of one filter are alternatives; filters restrict each other.

    Who: a code (`RUS`, `RUS.GOV`, `*.MIL`), a Wikidata identifier (`Q159`) or part of a name. Days: `2024`, `2024-01`,
    `2024-01-31`, or a `datetime.date`.
    """

    actor: _Words
    """Who acts; of a claim, who says it."""
    recipient: _Words
    """Who is acted on. The parties of a mutual event are each other's."""
    party: _Words
    """Who takes part, in either role."""
    said_by: _Words
    """Whose account it is; `author` is the report's own."""
    type: _Words
    """Types of the code book: ACCUSE."""
    mode: _Words
    context: _Words
    certainty: _Words
    """CT+ (is so), PR+ (probably), PS+ (possibly), Uu (open), CT- (is not so), …"""
    since: _Day
    until: _Day
    place: str
    """A country's code or a place's name."""
    text: str
    """Words of the sentence: border, "border post", deport*, a AND b, a OR b, a NOT b."""
    min_confidence: float
    publisher: _Words
    instrument: _Words
    """Treaties and resolutions: an identifier or words of the name."""
    relation: _Words
    """What is done to them: violates, signs, ratifies, …"""
    kind: _Words
    """Of actors: person, organization, …; of claims: direct, indirect or mixed."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding: reports added, known before, rejected, and the events of those added."""

    added: int
    known: int
    rejected: int
    events: int


_Sort = Literal["newest", "oldest", "surest"]
_Step = Literal["day", "week", "month", "year"]


class Archive:
    """One file that keeps readings, each report once, and answers questions as tables.

    The file is opened for each call: any thread or process may ask while one adds.

    Args:
        path: The file.
        create: Make it where there is none, and bring an older one up to date; otherwise it must be there.

    Raises:
        FileNotFoundError: There is no archive, and `create` is false.
        RuntimeError: The file is something else, damaged, or made by a newer demarche.

    """

    __slots__ = ("path",)

    def __init__(self, path: _Path = "demarche.archive", *, create: bool = True) -> None:
        self.path = Path(path)
        if create:
            _native.archive_open(self.path)
        else:
            _native.archive_views(self.path)

    def add(
        self,
        *paths: _Path,
        published: _Day | None = None,
        fields: Mapping[str, str] | None = None,
        threads: int | None = None,
        codebook: Codebook | None = None,
    ) -> Added:
        """Reads files, folders and addresses of every kind that `demarche add` knows, and keeps what is new.

        Args:
            paths: Texts, Markdown, web pages, JSON, JSON Lines, CSV, Parquet, WARC, feeds; also gzipped, zipped, and in
                folders.
            published: The day of publication, for reports that do not say it themselves.
            fields: Which field or column is which part of a report, where their names do not say it.
            threads: How many threads read; by default one a core.
            codebook: Knowledge of your own.

        Raises:
            TimeoutError: Another program does not stop writing to the archive.

        """
        day = None if published is None else str(published)
        return self._add(None, [Path(p) if "://" not in str(p) else p for p in paths], fields, day, threads, codebook)

    def add_reports(
        self,
        reports: ArrowStream | Iterable[str | Mapping[str, Any] | None],
        *,
        fields: Mapping[str, str] | None = None,
        threads: int | None = None,
        codebook: Codebook | None = None,
    ) -> Added:
        """Reads reports given as `read_many` takes them, and keeps what is new. Bad rows go to `rejects`."""
        return self._add(reports, [], fields, None, threads, codebook)

    def _add(
        self,
        reports: object | None,
        paths: list[Any],
        fields: Mapping[str, str] | None,
        published: str | None,
        threads: int | None,
        codebook: Codebook | None,
    ) -> Added:
        native = (codebook or shipped())._native
        return Added(*_native.archive_add(self.path, native, reports, paths, written(fields), published, threads))

    def events(self, *, sort: _Sort = "newest", limit: int | None = None, **filters: Unpack[Filters]) -> Table:
        """Events: who did what to whom, when, where, who says so, and how sure."""
        return self._ask("events", filters, sort=sort, limit=limit)

    def claims(self, *, sort: _Sort = "newest", limit: int | None = None, **filters: Unpack[Filters]) -> Table:
        """Claims: who says what."""
        return self._ask("claims", filters, sort=sort, limit=limit)

    def instruments(self, *, sort: _Sort = "newest", limit: int | None = None, **filters: Unpack[Filters]) -> Table:
        """What is done to treaties and resolutions."""
        return self._ask("instruments", filters, sort=sort, limit=limit)

    def happenings(self, *, sort: _Sort = "newest", limit: int | None = None, **filters: Unpack[Filters]) -> Table:
        """What several reports tell of one event, one row each."""
        return self._ask("happenings", filters, sort=sort, limit=limit)

    def actors(self, *, limit: int | None = None, **filters: Unpack[Filters]) -> Table:
        """Actors, those of most events first."""
        return self._ask("actors", filters, limit=limit)

    def timeline(
        self,
        *,
        by: _Step = "month",
        per: Literal["all", "type", "mode", "dyad"] = "type",
        **filters: Unpack[Filters],
    ) -> Table:
        """How many events there are by period and by type, mode or pair of countries. A week is named by its Monday."""
        return self._ask("timeline", filters, by=by, per=per)

    def dyad(self, one: str, other: str, *, by: _Step = "month", **filters: Unpack[Filters]) -> Table:
        """How many events there are between two countries, in both directions.

        Raises:
            ValueError: One is no country's code: three capitals.

        """
        for code in (one, other):
            if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
                raise ValueError(f"{code!r} is no country's code; write three capitals, as in dyad('RUS', 'JPN')")
        return self._ask("dyad", filters, one, other, by=by)

    def rejects(self) -> Table:
        """What could not be read, and why."""
        return self._ask("rejects", {})

    def sql(self, question: str) -> Table:
        """Answers a question in SQL over the views; nothing can be changed.

        Raises:
            ValueError: It is no single statement that only reads.

        """
        return self._ask("sql", {}, question)

    def views(self) -> dict[str, list[str]]:
        """The views that `sql` may ask, each with its columns."""
        return dict(_native.archive_views(self.path))

    def reading(self, report: int) -> Reading:
        """The reading of a report, by the number that tables have in their column `report`.

        Raises:
            KeyError: There is no report of this number.

        """
        kept = _native.archive_report(self.path, report)
        if kept is None:
            raise KeyError(report)
        return Reading._of(*kept)

    def _ask(self, what: str, filters: Any, *words: str, **cut: object) -> Table:
        return Table(_native.archive_ask(self.path, what, list(words), {**filters, **cut}))

    def __repr__(self) -> str:
        return f"<Archive {self.path}>"
