"""Knowledge of one's own."""

from __future__ import annotations

import pickle
import shutil

import demarche
import pytest
from demarche import Codebook

TEXT = "Chad expelled two Sudanese envoys."


def test_the_shipped_types():
    types = {kind.name: kind for kind in Codebook().types}
    assert len(types) == 16 and "disapprove" in types["ACCUSE"].modes and types["ACCUSE"].frames > 5
    assert Codebook() == Codebook() and Codebook().made_by == demarche.read(TEXT).made_by


def test_a_code_book_of_ones_own(root, tmp_path):
    shipped = root / "crates/demarche/src/events/en"
    for path in shipped.glob("*.toml"):
        shutil.copy(path, tmp_path)
    book = Codebook(tmp_path)
    assert book.made_by.codebook != "" and len(book.types) == 16
    (tmp_path / "accuse.toml").write_text("type = 7\n")
    with pytest.raises(ValueError, match=r"accuse\.toml:\d"):
        Codebook(tmp_path)
    with pytest.raises(FileNotFoundError, match="one a type"):
        empty = tmp_path / "empty"
        empty.mkdir()
        Codebook(empty)


def test_own_actors_and_instruments_are_the_programs(root, program, lines):
    book = Codebook(actors=root / "examples/actors.tsv", instruments=root / "examples/instruments.tsv")
    assert "+" in book.made_by.models and book.made_by.register != Codebook().made_by.register
    assert demarche.read(TEXT, codebook=book).made_by == book.made_by
    with pytest.raises(FileNotFoundError):
        Codebook(actors="no-such.tsv")


def test_other_ontologies_and_a_floor():
    event = demarche.read(TEXT, codebook=Codebook(ontology=["cameo", "plover15"])).events[0]
    assert event.cameo and event.plover15 and demarche.read(TEXT).events[0].cameo is None
    assert len(demarche.read(TEXT, codebook=Codebook(min_confidence=1.0))) == 0
    with pytest.raises(ValueError, match="between 0 and 1"):
        Codebook(min_confidence=2)
    with pytest.raises(ValueError, match="cameo and plover15"):
        Codebook(ontology="icews")


def test_a_code_book_travels(root):
    book = Codebook(instruments=root / "examples/instruments.tsv", ontology="cameo")
    there = pickle.dumps(book)
    other = pickle.loads(there)
    assert other == book and other.made_by == book.made_by
    # However often it arrives, it is loaded once.
    assert pickle.loads(there) is other
    assert demarche.read(TEXT, codebook=other) == demarche.read(TEXT, codebook=book)
    assert repr(book).startswith("<Codebook ")
