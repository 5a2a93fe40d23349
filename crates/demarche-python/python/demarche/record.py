"""What a reading holds, as frozen objects. Names and meanings are those of the record that `demarche read` writes.

Where the record points at something by its name (`"a1"`, `"s2"`), the object here has the thing itself:
`event.actor[0].country`, `event.attribution.source.actor.name`. Offsets count characters of the text, end exclusive, so
`reading.text[stretch.start:stretch.end]` is `stretch.text`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

__all__ = [
    "AboutInstrument",
    "Actor",
    "Attribution",
    "Entity",
    "Event",
    "EventDate",
    "EventPlace",
    "Instrument",
    "MadeBy",
    "Note",
    "PlaceName",
    "Source",
    "Stretch",
    "TimeExpression",
]


@dataclass(frozen=True, slots=True)
class MadeBy:
    """The versions of what made a reading: the program, and short hashes of its knowledge."""

    version: str
    models: str
    codebook: str
    register: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text: its first character, the one after its last, and its words."""

    start: int
    end: int
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, repr=False)
class Actor:
    """Somebody of the real world, with all places where the report names them ("Hayashi", "the official", "he")."""

    ref: str
    """The record's name for it: `a1`."""
    name: str
    kind: str
    """person, organization, country, group or place."""
    country: str | None
    """ISO 3166-1 alpha-3, or PLOVER's codes for what is no state: IGO, NGO, …"""
    sectors: tuple[str, ...]
    """PLOVER's sectors, the primary one first: GOV, MIL, …"""
    office: str | None
    wikidata: str | None
    mentions: tuple[Stretch, ...]
    rule: str
    """What decided who it is."""
    by: dict[str, str] = field(default_factory=dict, compare=False)
    """By which way each fact came: `{"country": "actors/en/ways#office", …}`; `demarche explain` opens them."""

    @property
    def code(self) -> str:
        """Country and primary sector: `JPN.GOV`; `NON.UNK` where nothing is known."""
        return f"{self.country or 'NON'}.{self.sectors[0] if self.sectors else 'UNK'}"

    def __repr__(self) -> str:
        return f"<Actor {self.ref} {self.name} ({self.code})>"


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """Who says it. All fields are None where the report names no source."""

    start: int | None
    end: int | None
    actor: Actor | None
    text: str | None = None
    """The words that name the source."""

    @property
    def name(self) -> str:
        """The actor's name, or else the words of the text."""
        return self.actor.name if self.actor else self.text or "unnamed sources"

    def __repr__(self) -> str:
        return f"<Source {self.name}>"


@dataclass(frozen=True, slots=True, repr=False)
class Attribution:
    """A claim: who says it, the cue ("told"), and the stretches of the text that are its content."""

    ref: str
    sentence: int
    kind: str
    """direct, indirect or mixed."""
    source: Source
    cue: Stretch
    content: tuple[Stretch, ...]
    within: Attribution | None
    """The claim that holds this one: A says that B said."""
    rule: str
    by: dict[str, str] = field(default_factory=dict, compare=False)
    """By which way each slot was filled: `{"source": "attribution/en/ways#subject", …}`."""

    @property
    def chain(self) -> tuple[Attribution, ...]:
        """This claim and those that hold it, innermost first."""
        chain: list[Attribution] = []
        at: Attribution | None = self
        while at is not None and at not in chain:
            chain.append(at)
            at = at.within
        return tuple(chain)

    def __repr__(self) -> str:
        return (
            f"<Attribution {self.ref} {self.source.name} {self.cue.text}: {_short(' … '.join(map(str, self.content)))}>"
        )


@dataclass(frozen=True, slots=True)
class EventDate:
    """The first and the last day of an event, and the words that say so, where there are any."""

    start: date
    end: date
    text: str | None

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start} to {self.end}"


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event happened."""

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """Something that somebody did, coded in PLOVER."""

    ref: str
    sentence: int
    """The number of its sentence, from 0."""
    type: str
    """One of PLOVER's 16 types: ACCUSE, CONSULT, …"""
    mode: str | None
    contexts: tuple[str, ...]
    trigger: Stretch
    actor: tuple[Actor, ...]
    """Who did it. Of a mutual act all parties, with no recipient."""
    recipient: tuple[Actor, ...]
    date: EventDate | None
    place: EventPlace | None
    factuality: str
    """How far the innermost source commits: CT certain, PR probable, PS possible, Uu open; + it is so, - it is not."""
    auxiliary: tuple[str, ...]
    attribution: Attribution | None
    """The innermost claim that holds it; None where the report's author says it."""
    rule: str
    """What coded it: the path of a frame, which `demarche explain` opens."""
    confidence: float
    """Calibrated: of the events at 0.9, nine in ten are right."""
    cameo: str | None = None
    """The code in CAMEO, where a code book asked for it."""
    plover15: str | None = None
    """The type of the 15 that PLOVER's 16 merge into, where a code book asked for it."""
    instruments: tuple[Instrument, ...] = field(default=(), compare=False)
    """What it does to treaties and resolutions."""
    by: dict[str, str] = field(default_factory=dict, compare=False)
    """By which way each slot was filled: `{"actor": "events/en/ways#subject", …}`; `demarche explain` opens them."""

    @property
    def said_by(self) -> tuple[Source, ...]:
        """The sources that it stands in, innermost first; empty where the report's author says it."""
        return tuple(claim.source for claim in self.attribution.chain) if self.attribution else ()

    def __repr__(self) -> str:
        kind = f"{self.type}/{self.mode}" if self.mode else self.type
        who = "+".join(a.code for a in self.actor) or "?"
        whom = " → " + "+".join(a.code for a in self.recipient) if self.recipient else ""
        day = f" {self.date}" if self.date else ""
        says = f" by {self.said_by[0].name}" if self.said_by else ""
        return f"<Event {self.ref} {kind} {who}{whom}{day} {self.factuality}{says}>"


@dataclass(frozen=True, slots=True, repr=False)
class Entity:
    """A name in the text, whether an event uses it or not."""

    start: int
    end: int
    kind: str
    """person, organization or place."""
    actor: Actor | None
    text: str

    def __repr__(self) -> str:
        return f"<Entity {self.text} ({self.kind})>"


@dataclass(frozen=True, slots=True, repr=False)
class TimeExpression:
    """A temporal expression: its TIMEX3 type and value."""

    start: int
    end: int
    text: str
    type: str
    value: str

    def __repr__(self) -> str:
        return f"<TimeExpression {self.text} = {self.value}>"


@dataclass(frozen=True, slots=True, repr=False)
class PlaceName:
    """A place of the text, on the map where it is known."""

    start: int
    end: int
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    text: str

    def __repr__(self) -> str:
        at = "" if self.latitude is None else f" {self.latitude:.2f}, {self.longitude:.2f}"
        return f"<PlaceName {self.name} ({self.country}){at}>"


@dataclass(frozen=True, slots=True)
class AboutInstrument:
    """What is known of an instrument. Days are as precise as known: 2015-12-12, 2015-12 or 2015."""

    title: str | None
    kind: str | None
    signed: str | None
    in_force: str | None
    parties: tuple[str, ...]
    rule: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Instrument:
    """What an act does to a treaty, a law or a resolution."""

    ref: str
    start: int
    end: int
    instrument: str | None
    """The register's identifier (`UNSCR 1718`, `NPT`); None for one that the register does not know."""
    name: str
    """As the report writes it."""
    about: AboutInstrument
    relation: str
    """violates, complies, signs, ratifies, withdraws, invokes, imposes, extends, lifts or provides."""
    parties: tuple[Actor, ...]
    what: Stretch | None
    """What it provides, imposes, extends or lifts."""
    factuality: str
    attribution: Attribution | None
    rule: str
    event: Event | None = field(default=None, compare=False)
    """The event that does so."""

    def __repr__(self) -> str:
        who = "+".join(a.code for a in self.parties)
        known = self.instrument or self.name
        return f"<Instrument {self.ref} {who} {self.relation} {known} {self.factuality}>".replace("  ", " ")


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader saw and could not settle."""

    kind: str
    start: int | None
    end: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Parts:
    """All objects of a record."""

    made_by: MadeBy
    sentences: tuple[Stretch, ...]
    actors: tuple[Actor, ...]
    attributions: tuple[Attribution, ...]
    events: tuple[Event, ...]
    entities: tuple[Entity, ...]
    dates: tuple[TimeExpression, ...]
    places: tuple[PlaceName, ...]
    instruments: tuple[Instrument, ...]
    notes: tuple[Note, ...]


def parts(record: dict[str, Any], text: str) -> Parts:
    """The objects of a record, given as JSON has it, and the text that it is of."""
    return _Builder(record, text).parts()


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class _Builder:
    """Builds objects in the order in which they point at each other."""

    def __init__(self, record: dict[str, Any], text: str) -> None:
        self.record, self.text = record, text
        self.actors = {raw["ref"]: self.actor(raw) for raw in record["actors"]}
        self.raw_claims = {raw["ref"]: raw for raw in record["attributions"]}
        self.claims: dict[str, Attribution] = {}

    def parts(self) -> Parts:
        record = self.record
        claims = tuple(self.claim(ref) for ref in self.raw_claims)
        events = tuple(map(self.event, record["events"]))
        return Parts(
            made_by=MadeBy(**record["made_by"]),
            sentences=tuple(map(self.stretch, record["sentences"])),
            actors=tuple(self.actors.values()),
            attributions=tuple(claim for claim in claims if claim),
            events=events,
            entities=tuple(map(self.entity, record["entities"])),
            dates=tuple(TimeExpression(**raw) for raw in record["dates"]),
            places=tuple(PlaceName(**raw, text=self.words(raw)) for raw in record["places"]),
            instruments=self.instruments(events),
            notes=tuple(Note(**raw) for raw in record["notes"]),
        )

    def words(self, raw: dict[str, Any]) -> str:
        return self.text[raw["start"] : raw["end"]]

    def stretch(self, raw: dict[str, Any]) -> Stretch:
        return Stretch(raw["start"], raw["end"], self.words(raw))

    def of(self, refs: list[str]) -> tuple[Actor, ...]:
        return tuple(self.actors[ref] for ref in refs)

    def actor(self, raw: dict[str, Any]) -> Actor:
        mentions = tuple(map(self.stretch, raw["mentions"]))
        return Actor(**{**raw, "sectors": tuple(raw["sectors"]), "mentions": mentions})

    def claim(self, ref: str | None) -> Attribution | None:
        if ref is None or ref not in self.raw_claims:
            return None
        if ref not in self.claims:
            raw = dict(self.raw_claims[ref])
            outer = raw["within"]
            raw["within"] = self.claim(outer) if outer != ref else None
            raw["source"] = self.source(raw["source"])
            raw["cue"] = Stretch(**raw["cue"])
            raw["content"] = tuple(map(self.stretch, raw["content"]))
            self.claims[ref] = Attribution(**raw)
        return self.claims[ref]

    def source(self, raw: dict[str, Any]) -> Source:
        text = None if raw["start"] is None else self.words(raw)
        return Source(raw["start"], raw["end"], self.actors.get(raw["actor"]), text)

    def event(self, raw: dict[str, Any]) -> Event:
        day, place = raw["date"], raw["place"]
        made = {
            "trigger": Stretch(**raw["trigger"]),
            "contexts": tuple(raw["contexts"]),
            "auxiliary": tuple(raw["auxiliary"]),
            "actor": self.of(raw["actor"]),
            "recipient": self.of(raw["recipient"]),
            "date": day and EventDate(_day(day["start"]), _day(day["end"]), day["text"]),
            "place": place and EventPlace(**place),
            "attribution": self.claim(raw["attribution"]),
            "instruments": (),
        }
        return Event(**{**raw, **made})

    def entity(self, raw: dict[str, Any]) -> Entity:
        return Entity(**{**raw, "actor": self.actors.get(raw["actor"]), "text": self.words(raw)})

    def instruments(self, events: tuple[Event, ...]) -> tuple[Instrument, ...]:
        by_ref = {event.ref: event for event in events}
        links = {raw["ref"]: self.instrument(raw, by_ref) for raw in self.record["instruments"]}
        for raw, event in zip(self.record["events"], events, strict=True):
            # The one place where two objects point at each other.
            object.__setattr__(event, "instruments", tuple(links[ref] for ref in raw["instruments"]))
        return tuple(links.values())

    def instrument(self, raw: dict[str, Any], events: dict[str, Event]) -> Instrument:
        about = raw["about"]
        made = {
            "about": AboutInstrument(**{**about, "parties": tuple(about["parties"])}),
            "parties": self.of(raw["parties"]),
            "what": raw["what"] and Stretch(**raw["what"]),
            "attribution": self.claim(raw["attribution"]),
            "event": events.get(raw["event"]),
        }
        return Instrument(**{**raw, **made})


def _day(written: str) -> date:
    """A day; one that Python's calendar does not reach is its first or last."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return date.min if written.startswith("-") else date.max


def lines(objects: tuple[Any, ...]) -> Iterator[str]:
    """The lines of a list for people."""
    return (f"  {thing!r}" for thing in objects)
