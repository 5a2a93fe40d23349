"""One report."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import json
import pickle
import subprocess

import demarche
import pytest
from conftest import ENVOYS
from demarche import Actor, Attribution, Event, Instrument, Reading


def test_who_did_what_to_whom_and_who_says_so(envoys):
    first = envoys.events[0]
    assert (first.type, first.mode, first.factuality) == ("SANCTION", "withdraw", "CT+")
    assert [a.code for a in first.actor] == ["TCD.GOV"]
    assert [a.code for a in first.recipient] == ["SDN.GOV"]
    told = next(e for e in envoys if e.said_by)
    assert told.said_by[0].name == "Mahamat Saleh"
    assert told.attribution is not None and told.attribution in envoys.attributions


def test_days_are_dates_and_offsets_are_characters(envoys):
    dated = next(e for e in envoys if e.date)
    assert isinstance(dated.date.start, datetime.date)
    for event in envoys:
        assert envoys.text[event.trigger.start : event.trigger.end] == event.trigger.text
    for actor in envoys.actors:
        assert all(m.text == envoys.text[m.start : m.end] for m in actor.mentions)


def test_instruments_and_events_point_at_each_other(envoys):
    link = envoys.instruments[0]
    assert link.relation == "violates"
    if link.event is not None:
        assert link in link.event.instruments


def test_a_reading_prints_well(envoys):
    assert repr(envoys).startswith("<Reading 'Chad recalls envoy' 2024-03-15: ")
    assert repr(envoys.events[0]).startswith("<Event e1 SANCTION/withdraw TCD.GOV → SDN.GOV")
    assert repr(envoys["s1"]).startswith("<Attribution s1 ")
    for thing in (*envoys.actors, *envoys.entities, *envoys.dates, *envoys.places, *envoys.instruments):
        assert repr(thing).startswith(f"<{type(thing).__name__} ")


def test_a_notebook_shows_the_colored_text(envoys):
    html = envoys._repr_html_()
    assert '<div class="demarche">' in html and 'class="event' in html and 'class="v d1"' in html
    assert "<script" not in html and ":root" not in html
    evil = demarche.read("<script>alert(1)</script> Togo said it would leave.")
    assert "<script" not in evil.to_html()


def test_things_have_names(envoys):
    kinds = {"e1": Event, "a1": Actor, "s1": Attribution, "i1": Instrument}
    for ref, kind in kinds.items():
        assert isinstance(envoys[ref], kind)
    with pytest.raises(KeyError):
        envoys["e999"]


def test_nothing_can_be_changed(envoys):
    with pytest.raises(AttributeError):
        envoys.text = "other"
    with pytest.raises(dataclasses.FrozenInstanceError):
        envoys.events[0].type = "CONSULT"
    with pytest.raises(TypeError):
        Reading()


def test_readings_compare_copy_and_travel(envoys):
    again = demarche.read(ENVOYS, published=datetime.date(2024, 3, 15))
    assert again == envoys and hash(again) == hash(envoys)
    for other in (pickle.loads(pickle.dumps(envoys)), copy.deepcopy(envoys)):
        assert other == envoys and other.events == envoys.events
    event = pickle.loads(pickle.dumps(envoys.events[0]))
    assert event == envoys.events[0]


def test_json_goes_there_and_back(envoys):
    assert json.loads(envoys.to_json()) == envoys.to_dict()
    assert Reading.from_json(envoys.to_json() + "\n", ENVOYS) == envoys
    with pytest.raises(ValueError, match="demarche/1"):
        Reading.from_json("{}", "")


@pytest.mark.parametrize("field", dataclasses.fields(demarche.record.Parts), ids=lambda field: field.name)
def test_every_field_of_the_record_has_its_place(envoys, field):
    raw, made = envoys.to_dict()[field.name], getattr(envoys, field.name)
    raw, made = (raw, made) if isinstance(raw, list) else ([raw], [made])
    assert len(raw) == len(made)
    for one, other in zip(raw, made, strict=True):
        assert set(one) <= {f.name for f in dataclasses.fields(other)}


def test_the_record_has_nothing_else(envoys):
    parts = {field.name for field in dataclasses.fields(demarche.record.Parts)}
    facts = {"schema", "id", "title", "published", "publisher", "url", "language"}
    assert set(envoys.to_dict()) == parts | facts


@pytest.mark.parametrize(
    "text", ["", " \n", "Un texte qui n'est pas en anglais, et qui le reste jusqu'au bout.", "🙂" * 300]
)
def test_any_text_gives_a_reading(text):
    reading = demarche.read(text)
    assert reading.is_read and len(reading) == 0 and reading.notes


def test_a_wrong_date_is_said_and_the_rest_read():
    reading = demarche.read("Chad expelled two Sudanese envoys.", published="soon")
    assert reading.events and "soon" in reading.error
    assert [note.kind for note in reading.notes][:1] == ["no-date"]


def test_days_are_understood_as_the_program_does():
    for day in ("20 June 2024", "2024-06-20T10:00:00Z", datetime.datetime(2024, 6, 20, 10)):
        reading = demarche.read("Chad expelled two Sudanese envoys.", published=day)
        assert reading.published.startswith("2024-06-20") and reading.error is None


def test_what_is_no_text_is_refused():
    with pytest.raises(TypeError):
        demarche.read(None)
    with pytest.raises(ValueError):
        demarche.read("\ud800")


@pytest.mark.parametrize("name", ["chad-sudan", "fisheries", "grain-convoy"])
def test_the_same_bytes_as_the_program(root, program, name):
    path = root / "examples" / f"{name}.txt"
    command = [program, "read", str(path), "--published", "2024-03-15", "--to", "jsonl"]
    line = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert demarche.read(path.read_text(encoding="utf-8"), published="2024-03-15").to_json() + "\n" == line


def test_the_version_is_the_programs(envoys):
    assert envoys.made_by.version == demarche.__version__
