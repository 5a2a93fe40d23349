"""What is written in Rust. Not for users: the package around it is."""

import datetime
import os
from collections.abc import Mapping, Sequence
from typing import final

__all__ = [
    "VERSION",
    "Codebook",
    "Paths",
    "Stream",
    "Table",
    "archive_add",
    "archive_ask",
    "archive_open",
    "archive_report",
    "archive_views",
    "html",
    "read",
]

VERSION: str

@final
class Codebook:
    def __new__(
        cls,
        files: Sequence[tuple[str, str]] | None = None,
        actors: tuple[str, str] | None = None,
        instruments: tuple[str, str] | None = None,
        min_confidence: float | None = None,
        ontology: Sequence[str] = ...,
    ) -> Codebook: ...
    def versions(self) -> tuple[str, str, str, str]: ...
    def types(self) -> list[tuple[str, str, str, list[tuple[str, str]], int]]: ...

@final
class Paths:
    def __new__(cls, paths: Sequence[str | os.PathLike[str]], fields: str = "") -> Paths: ...
    def take(self, most: int) -> list[tuple[list[str | None], str | None]]: ...

@final
class Stream:
    def __new__(
        cls,
        reports: object,
        codebook: Codebook,
        fields: str = "",
        threads: int | None = None,
        longest: int = ...,
        shape: str = "reports",
    ) -> Stream: ...
    def lines(self) -> list[tuple[str, str | None, str | None, str | None]]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Table:
    def __len__(self) -> int: ...
    def columns(self) -> list[str]: ...
    def rows(
        self, start: int, end: int
    ) -> list[tuple[str | int | float | datetime.date | datetime.datetime | None, ...]]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

def read(
    codebook: Codebook,
    text: str,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    id: str | None = None,
    language: str | None = None,
) -> tuple[str, str, str | None]: ...
def html(text: str, line: str) -> str: ...
def archive_open(path: str | os.PathLike[str]) -> None: ...
def archive_add(
    path: str | os.PathLike[str],
    codebook: Codebook,
    reports: object | None = None,
    paths: Sequence[str | os.PathLike[str]] = ...,
    fields: str = "",
    published: str | None = None,
    threads: int | None = None,
) -> tuple[int, int, int, int]: ...
def archive_ask(
    path: str | os.PathLike[str], what: str, words: Sequence[str], filters: Mapping[str, object]
) -> Table: ...
def archive_views(path: str | os.PathLike[str]) -> list[tuple[str, list[str]]]: ...
def archive_report(path: str | os.PathLike[str], report: int) -> tuple[str, str] | None: ...
