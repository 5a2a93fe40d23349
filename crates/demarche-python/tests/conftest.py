"""What the tests share."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import demarche
import pytest

ROOT = Path(__file__).resolve().parents[3]
ENVOYS = """Chad recalls envoy

Chad recalled its ambassador to Sudan on Thursday.

"We hold the government in Khartoum responsible," Foreign Minister Mahamat Saleh told reporters in N'Djamena. He said \
Sudan had violated a 2010 border protocol."""


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def envoys() -> demarche.Reading:
    """A reading to look at."""
    return demarche.read(ENVOYS, published="2024-03-15")


@pytest.fixture(scope="session")
def program() -> str:
    """The program `demarche`: DEMARCHE_PROGRAM, or what was built last."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = Path(os.environ.get("DEMARCHE_PROGRAM", target / "release" / "demarche"))
    if not path.is_file():
        pytest.skip(f"{path}: no program to compare with; build it, or set DEMARCHE_PROGRAM")
    return str(path)


@pytest.fixture(scope="session")
def lines(program: str) -> Callable[[list[dict[str, Any]]], list[str]]:
    """The lines that `demarche read` writes of reports."""

    def read(reports: list[dict[str, Any]]) -> list[str]:
        written = "\n".join(json.dumps(report) for report in reports)
        command = [program, "read", "--from", "jsonl", "--to", "jsonl", "--quiet", "-"]
        done = subprocess.run(command, input=written.encode(), capture_output=True, check=False)
        return done.stdout.decode().splitlines()

    return read
