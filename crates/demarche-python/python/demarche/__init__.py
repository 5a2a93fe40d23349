"""Reads news reports on international affairs: who did what to whom, when, where, and who says so.

>>> import demarche
>>> reading = demarche.read("Chad expelled two Sudanese envoys on Thursday.", published="2024-03-15")
>>> reading.events[0]
<Event e1 SANCTION/expel TCD.GOV → SDN.GOV 2024-03-14 CT+>

`read` reads one report, `read_many` any number on all cores, from and to Arrow; `Archive` keeps readings in one file
and answers questions; `Codebook` brings knowledge of your own; `demarche.spark` reads on many machines. Nothing is
downloaded, and the same text gives the same reading.
"""

from demarche._native import VERSION as __version__
from demarche.archive import Added, Archive
from demarche.codebook import Codebook, EventType
from demarche.reading import Reading, Readings, open_reports, read, read_many
from demarche.record import (
    AboutInstrument,
    Actor,
    Attribution,
    Entity,
    Event,
    EventDate,
    EventPlace,
    Instrument,
    MadeBy,
    Note,
    PlaceName,
    Source,
    Stretch,
    TimeExpression,
)
from demarche.table import Table

__all__ = [
    "AboutInstrument",
    "Actor",
    "Added",
    "Archive",
    "Attribution",
    "Codebook",
    "Entity",
    "Event",
    "EventDate",
    "EventPlace",
    "EventType",
    "Instrument",
    "MadeBy",
    "Note",
    "PlaceName",
    "Reading",
    "Readings",
    "Source",
    "Stretch",
    "Table",
    "TimeExpression",
    "__version__",
    "open_reports",
    "read",
    "read_many",
]
