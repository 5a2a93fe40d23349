"""Knowledge: the shipped one, with your own in its place or beside it."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from demarche import _native
from demarche.record import MadeBy

__all__ = ["Codebook", "EventType"]

_File = tuple[str, str]
_Files = tuple[_File, ...]


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of events: what it means, its modes with their meanings, and how many frames code it."""

    name: str
    quad: str
    meaning: str
    modes: dict[str, str]
    frames: int


class Codebook:
    """What decides how reports are read. Frozen, and shared by all threads; it may be pickled.

    Args:
        folder: A code book of your own: a folder with one `.toml` file a type, instead of the shipped one.
        actors: A table (`.tsv`) of people and bodies that only you know; they go before the shipped ones.
        instruments: A table (`.tsv`) of treaties, laws and resolutions of your own, beside the shipped ones.
        min_confidence: Only events at least this likely to be right, 0 to 1; by default all but those that hardly are.
        ontology: Give events their code in another ontology too: "cameo", "plover15".

    Raises:
        ValueError: An entry cannot be read; every fault is named with its file and line.
        FileNotFoundError: A file or folder is not there, or the folder has no `.toml` file.

    """

    __slots__ = ("_given", "_native")

    def __init__(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        actors: str | os.PathLike[str] | None = None,
        instruments: str | os.PathLike[str] | None = None,
        min_confidence: float | None = None,
        ontology: Literal["cameo", "plover15"] | Sequence[Literal["cameo", "plover15"]] = (),
    ) -> None:
        chosen = (ontology,) if isinstance(ontology, str) else tuple(ontology)
        files = None if folder is None else _folder(Path(folder))
        self._load(files, _table(actors), _table(instruments), min_confidence, chosen)

    def _load(
        self,
        files: _Files | None,
        actors: _File | None,
        instruments: _File | None,
        min_confidence: float | None,
        ontology: tuple[str, ...],
    ) -> None:
        if min_confidence is not None and not 0 <= min_confidence <= 1:
            raise ValueError(f"min_confidence is a likelihood between 0 and 1, not {min_confidence}")
        self._given = (files, actors, instruments, min_confidence, ontology)
        self._native = _native.Codebook(
            None if files is None else list(files), actors, instruments, min_confidence, list(ontology)
        )

    @property
    def made_by(self) -> MadeBy:
        """The versions of all this, as every reading has them."""
        return MadeBy(*self._native.versions())

    @property
    def types(self) -> tuple[EventType, ...]:
        """The types of events, in order."""
        return tuple(
            EventType(name, quad, meaning, dict(modes), frames)
            for name, quad, meaning, modes, frames in self._native.types()
        )

    def __repr__(self) -> str:
        made_by = self.made_by
        return f"<Codebook {made_by.codebook}: {len(self.types)} types, models {made_by.models}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Codebook) and self._given == other._given

    def __hash__(self) -> int:
        return hash(self._given)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, self._given


@functools.lru_cache(maxsize=4)
def _restore(
    files: _Files | None,
    actors: _File | None,
    instruments: _File | None,
    min_confidence: float | None,
    ontology: tuple[str, ...],
) -> Codebook:
    """A code book from its texts; loaded once a process, however often it is sent there."""
    codebook = Codebook.__new__(Codebook)
    codebook._load(files, actors, instruments, min_confidence, ontology)
    return codebook


def shipped() -> Codebook:
    """The shipped knowledge, loaded when it is first needed."""
    return _restore(None, None, None, None, ())


def _table(path: str | os.PathLike[str] | None) -> _File | None:
    return None if path is None else (os.fspath(path), Path(path).read_text(encoding="utf-8"))


def _folder(folder: Path) -> _Files:
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    if not paths:
        raise FileNotFoundError(f"{folder}: no .toml file; a code book has one a type")
    return tuple((str(path), path.read_text(encoding="utf-8")) for path in paths)
