"""The package as such: its types, its docs, its size, its load."""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
from pathlib import Path

import demarche
import pytest

PACKAGE = Path(demarche.__file__).parent


def run(*command: str, **more) -> subprocess.CompletedProcess:
    """Runs Python with the package as it is installed."""
    return subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, **more)


def test_the_stubs_are_true(tmp_path):
    pytest.importorskip("mypy")
    done = run("-m", "mypy.stubtest", "demarche._native", "--ignore-disjoint-bases", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_is_typed(root):
    pytest.importorskip("mypy")
    home = root / "crates/demarche-python"
    config = ["--config-file", str(home / "pyproject.toml"), "--no-incremental"]
    done = run("-m", "mypy", *config, str(home / "python/demarche"), cwd=home)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_style_is_ruffs(root):
    pytest.importorskip("ruff")
    home = root / "crates/demarche-python"
    for words in (["check", "."], ["format", "--check", "."]):
        done = run("-m", "ruff", *words, cwd=home)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", ["python.md"])
def test_the_walk_through_runs(root, tmp_path, monkeypatch, page):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(root / "examples")
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    failed, tried = doctest.testfile(str(root / "docs" / page), module_relative=False, optionflags=options)
    assert tried > 10 and failed == 0


def test_examples_of_the_docstrings_run():
    failed, tried = doctest.testmod(demarche, optionflags=doctest.ELLIPSIS)
    assert tried and failed == 0


def test_importing_is_quick():
    code = "import time; t = time.process_time(); import demarche; print(time.process_time() - t)"
    best = min(float(run("-c", code).stdout) for _ in range(5))
    assert best < 0.2, f"import takes {best * 1000:.0f} ms"


def test_importing_needs_nothing_else():
    code = "import sys, demarche; print([m for m in ('pyarrow', 'pandas', 'numpy', 'pyspark') if m in sys.modules])"
    assert run("-c", code).stdout.strip() == "[]"


def test_the_wheel_is_small():
    wheel = os.environ.get("DEMARCHE_WHEEL")
    if not wheel:
        pytest.skip("DEMARCHE_WHEEL names no wheel")
    size = Path(wheel).stat().st_size
    assert size < 45_000_000 and "cp310-abi3" in wheel, f"{wheel}: {size / 1e6:.1f} MB"


def test_both_workspaces_build_what_decides_the_bytes_alike(root):
    tomllib = pytest.importorskip("tomllib")

    def versions(lock: Path) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for package in tomllib.loads(lock.read_text())["package"]:
            found.setdefault(package["name"], set()).add(package["version"])
        return found

    ours, theirs = versions(root / "crates/demarche-python/Cargo.lock"), versions(root / "Cargo.lock")
    for name in ("fst", "jiff", "serde_json", "sha2", "toml", "whatlang", "wide", "zmij"):
        if name in theirs:
            assert ours[name] & theirs[name], f"cargo update -p {name} in crates/demarche-python"


def test_every_public_thing_says_what_it_is():
    for name in demarche.__all__:
        thing = getattr(demarche, name)
        if not isinstance(thing, str):
            assert (thing.__doc__ or "").strip(), name
