"""Reading: one report, or many on all cores."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from demarche import _native
from demarche.codebook import Codebook, shipped
from demarche.record import (
    Actor,
    Attribution,
    Entity,
    Event,
    Instrument,
    MadeBy,
    Note,
    Parts,
    PlaceName,
    Stretch,
    TimeExpression,
    parts,
)

__all__ = ["PARTS", "ArrowStream", "Reading", "Readings", "open_reports", "read", "read_many"]

PARTS = ("text", "title", "published", "publisher", "url", "id", "language")
"""The parts of a report. Only the text is needed."""

LONGEST = 4_000_000
"""The longest text that `read_many` reads, in bytes of UTF-8: news reports are a thousandth of it."""


class ArrowStream(Protocol):
    """Whatever can be taken as Arrow: DataFrames of Polars and pandas, relations of DuckDB, tables of pyarrow."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Arrow's stream as a PyCapsule."""


class Reading:
    """What was read in a report. Frozen; the same text gives the same reading, to the byte.

    Iterating gives the events. In a notebook a reading shows its text with voices in color and events underlined.
    """

    __slots__ = ("_error", "_id", "_line", "_parts", "_record", "_text")

    _line: str | None
    _text: str
    _error: str | None
    _id: str | None
    _record: dict[str, Any] | None
    _parts: Parts | None

    def __init__(self) -> None:
        raise TypeError("a Reading comes from demarche.read, demarche.read_many or Reading.from_json")

    @classmethod
    def _of(cls, text: str, line: str | None, error: str | None = None, id: str | None = None) -> Reading:
        self = object.__new__(cls)
        for name, value in (("_text", text), ("_line", line), ("_error", error), ("_id", id)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_record", None)
        object.__setattr__(self, "_parts", None)
        return self

    @classmethod
    def from_json(cls, line: str | bytes, text: str) -> Reading:
        """A reading from the line of JSON that `demarche read` or `to_json` wrote, and the text that was read.

        Raises:
            ValueError: The line is no record of this version (`demarche/1`).

        """
        line = line.decode() if isinstance(line, bytes) else line
        record = json.loads(line)
        if not isinstance(record, dict) or record.get("schema") != "demarche/1":
            raise ValueError("no record of demarche/1")
        return cls._of(text, line.rstrip("\n"))

    @property
    def text(self) -> str:
        """The whole text, which all offsets refer to."""
        return self._text

    @property
    def error(self) -> str | None:
        """What is wrong with the report; None where nothing is.

        A report with a wrong date is read all the same. One that could not be read (no text, too long) has no parts.
        """
        return self._error

    @property
    def is_read(self) -> bool:
        """Whether the report was read; otherwise `error` says why not."""
        return self._line is not None

    def to_json(self) -> str:
        """The record as one line of JSON, the same bytes that `demarche read` writes.

        Raises:
            ValueError: The report could not be read.

        """
        if self._line is None:
            raise ValueError(f"not read: {self._error}")
        return self._line

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts and lists.

        Raises:
            ValueError: The report could not be read.

        """
        record: dict[str, Any] = json.loads(self.to_json())
        return record

    def to_html(self) -> str:
        """A piece of a page: the marked text, who says what, the events. Its style reaches nothing around it."""
        return _native.html(self._text, self.to_json())

    def _get(self, name: str) -> Any:
        if self._line is None:
            return self._id if name == "id" else None
        if self._record is None:
            object.__setattr__(self, "_record", json.loads(self._line))
        return self._record[name] if self._record else None

    def _all(self) -> Parts:
        if self._parts is None:
            made = _NOTHING if self._line is None else parts(self.to_dict(), self._text)
            object.__setattr__(self, "_parts", made)
        assert self._parts is not None
        return self._parts

    @property
    def id(self) -> str | None:
        """The report's name; where it had none, made from its text. None for one that had none and was not read."""
        name: str | None = self._get("id")
        return name

    @property
    def title(self) -> str | None:
        """The headline."""
        title: str | None = self._get("title")
        return title

    @property
    def published(self) -> str | None:
        """The day or time of publication, ISO 8601."""
        published: str | None = self._get("published")
        return published

    @property
    def publisher(self) -> str | None:
        """Who published it."""
        publisher: str | None = self._get("publisher")
        return publisher

    @property
    def url(self) -> str | None:
        """Where it was found."""
        url: str | None = self._get("url")
        return url

    @property
    def language(self) -> str | None:
        """The language (ISO 639-1), or `und`. Only English is read for events; a note says so of another."""
        language: str | None = self._get("language")
        return language

    @property
    def made_by(self) -> MadeBy:
        """The versions of what made this reading."""
        return self._all().made_by

    @property
    def sentences(self) -> tuple[Stretch, ...]:
        """The sentences."""
        return self._all().sentences

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody whom the report names, each once."""
        return self._all().actors

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """Who says what."""
        return self._all().attributions

    @property
    def events(self) -> tuple[Event, ...]:
        """Who did what to whom."""
        return self._all().events

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Every name."""
        return self._all().entities

    @property
    def dates(self) -> tuple[TimeExpression, ...]:
        """Every temporal expression."""
        return self._all().dates

    @property
    def places(self) -> tuple[PlaceName, ...]:
        """Every place."""
        return self._all().places

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """What is done to treaties and resolutions."""
        return self._all().instruments

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was seen and could not be settled."""
        return self._all().notes

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def __bool__(self) -> bool:
        return self.is_read

    def __getitem__(self, ref: str) -> Actor | Attribution | Event | Instrument:
        """The thing with this name of the record: `reading["e3"]`."""
        everything: tuple[Actor | Attribution | Event | Instrument, ...] = (
            *self.events,
            *self.attributions,
            *self.actors,
            *self.instruments,
        )
        for thing in everything:
            if thing.ref == ref:
                return thing
        raise KeyError(ref)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Reading is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Reading is frozen: {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reading):
            return NotImplemented
        return (self._text, self._line, self._error) == (other._text, other._line, other._error)

    def __hash__(self) -> int:
        return hash((self._text, self._line, self._error))

    def __reduce__(self) -> tuple[Any, ...]:
        return Reading._of, (self._text, self._line, self._error, self._id)

    def __repr__(self) -> str:
        if self._line is None:
            return f"<Reading of nothing: {self._error}>"
        name = self.title or " ".join(self._text.split()) or "an empty text"
        name = name if len(name) <= 50 else name[:49].rstrip() + "…"
        counts = [
            (self.events, "event"),
            (self.attributions, "attribution"),
            (self.instruments, "instrument"),
        ]
        found = ", ".join(f"{len(c)} {n}{'' if len(c) == 1 else 's'}" for c, n in counts if c) or "no events"
        day = f" {self.published}" if self.published else ""
        return f"<Reading {name!r}{day}: {found}>"

    def _repr_html_(self) -> str | None:
        return self.to_html() if self._line is not None else None


_NOTHING = Parts(MadeBy("", "", ""), (), (), (), (), (), (), (), (), ())


def read(
    text: str,
    *,
    published: str | datetime.date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    id: str | None = None,
    language: str | None = None,
    codebook: Codebook | None = None,
) -> Reading:
    """Reads a report.

    Any text gives a reading: an empty one or one in another language has a note and no events.

    Args:
        text: The whole text, title included where there is one. Without `title` it is read as a text file of it is:
            lines such as `Title: …` and `Published: …` before the first empty one are its parts, else a first paragraph
            that stands alone is its title.
        published: The day of publication, or a time with its zone. Relative dates ("on Thursday") need it.
        title: The headline.
        publisher: Who published it.
        url: Where it was found.
        id: A name for it; made from the text where absent.
        language: Its language, where known (ISO 639-1).
        codebook: Knowledge of your own.

    Raises:
        TypeError: The text is no `str`.
        ValueError: The text holds lone surrogates, which no file can.

    """
    native = (codebook or shipped())._native
    day = published.isoformat() if isinstance(published, datetime.date) else published
    line, whole, error = _native.read(native, text, title, day, publisher, url, id, language)
    return Reading._of(whole, line, error)


class Readings:
    """Many reports, read while they are taken: one by one as `Reading`, or as Arrow.

    Iterating gives a `Reading` a report, in the order of the input. Every library that takes Arrow takes it:
    `polars.DataFrame(readings)`, `pyarrow.table(readings)`, `pandas.DataFrame.from_arrow(readings)`, and in DuckDB
    `SELECT * FROM readings`. A row of that is a report, with the columns

    - `id`, `title`, `published`, `publisher`, `url`, `language`: its facts;
    - `error`: what is wrong with it, or null;
    - `events`, `claims`, `instruments`: lists of structs with the columns of the archive's views of these names;
    - `notes`: what could not be settled;
    - `record`: the line of JSON that `demarche read` writes; null where nothing could be read.

    Nothing is kept: each time it is taken, the reports are read again, if they can be gone through again.
    """

    def __init__(
        self,
        reports: object,
        *,
        fields: Mapping[str, str] | None = None,
        threads: int | None = None,
        codebook: Codebook | None = None,
        longest: int = LONGEST,
        shape: str = "reports",
    ) -> None:
        self._reports, self._fields = reports, written(fields)
        self._threads, self._codebook, self._longest, self._shape = threads, codebook, longest, shape

    def _stream(self) -> _native.Stream:
        native = (self._codebook or shipped())._native
        return _native.Stream(self._reports, native, self._fields, self._threads, self._longest, self._shape)

    def _shaped(self, shape: str) -> Readings:
        made = object.__new__(Readings)
        made.__dict__.update(self.__dict__, _shape=shape)
        return made

    def events(self) -> Readings:
        """The same with one row an event, as Arrow: its report's facts, then the columns of the archive's `events`."""
        return self._shaped("events")

    def claims(self) -> Readings:
        """The same with one row a claim, as Arrow: its report's facts, then the columns of the archive's `claims`."""
        return self._shaped("claims")

    def instruments(self) -> Readings:
        """The same with one row a link to a treaty or resolution, as Arrow, as in the archive's `instruments`."""
        return self._shaped("instruments")

    def __iter__(self) -> Iterator[Reading]:
        stream = self._stream()
        while lines := stream.lines():
            for line in lines:
                yield Reading._of(*line)

    def __arrow_c_schema__(self) -> object:
        return self._stream().__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._stream().__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<Readings of {type(self._reports).__name__}, by {self._shape}>"


def read_many(
    reports: ArrowStream | Iterable[str | Mapping[str, Any] | None],
    *,
    fields: Mapping[str, str] | None = None,
    threads: int | None = None,
    codebook: Codebook | None = None,
    longest: int = LONGEST,
) -> Readings:
    """Reads many reports on all cores, with the interpreter's lock released.

    A row that is no report (null, no text, too long) is kept with its error, and the rest goes on.

    Args:
        reports: Texts; mappings with the keys `text`, `title`, `published`, `publisher`, `url`, `id`, `language`, of
            which only `text` is needed; or anything that speaks Arrow: a table with columns of these names, or a column
            of texts. Other usual names (`body`, `headline`, `date`, …) are known too. Where the text is null, `error`
            may say why.
        fields: Which key or column is which part, where their names do not say it: `{"text": "story"}`.
        threads: How many threads read; by default one a core.
        codebook: Knowledge of your own.
        longest: The longest text, in bytes of UTF-8. A longer row is no single report.

    Raises:
        ValueError: No column is the text, or `fields` names a part that no report has.

    """
    return Readings(reports, fields=fields, threads=threads, codebook=codebook, longest=longest)


def open_reports(
    *paths: str | os.PathLike[str], fields: Mapping[str, str] | None = None
) -> Iterator[dict[str, str | None]]:
    """The reports of files, folders and addresses, as `read_many` takes them; one after the other, nothing is held.

    What cannot be read comes as a report whose `text` is None and whose `error` says where it stands and why.

    Args:
        paths: Texts, Markdown, web pages, JSON, JSON Lines, CSV, Parquet, WARC, feeds; also packed, in folders.
        fields: Which field or column is which part of a report, where their names do not say it.

    Raises:
        ValueError: `fields` names a part that no report has.

    """
    reports = _native.Paths(paths, written(fields))
    while found := reports.take(64):
        for values, error in found:
            yield {**dict(zip(PARTS, values, strict=True)), "error": error}


def written(fields: Mapping[str, str] | None) -> str:
    """Fields as the command line has them: `text=body,published=day`."""
    return ",".join(f"{part}={name}" for part, name in (fields or {}).items())
