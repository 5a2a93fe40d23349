"""Reports made up for tests and measurements: as many as wanted, always the same."""

from __future__ import annotations

import datetime
import random
from typing import Any

STATES = [
    "Chad",
    "Sudan",
    "Togo",
    "Benin",
    "Mali",
    "Niger",
    "Kenya",
    "Uganda",
    "Japan",
    "Russia",
    "France",
    "Brazil",
]
CITIES = ["Khartoum", "Lomé", "Bamako", "Nairobi", "Tokyo", "Moscow", "Paris", "N'Djamena"]
OFFICES = ["Foreign Minister", "President", "Defense Minister", "Prime Minister"]
PEOPLE = ["Amina Saleh", "Jean Kodjo", "Yusuf Traoré", "Peter Mwangi", "Keiko Mori"]
DAYS = ["on Monday", "on Thursday", "last week", "two days ago", "in March", "yesterday"]
DEEDS = [
    "{a} expelled two envoys of {b} {day}.",
    "{a} recalled its ambassador to {b} {day}, after talks in {city} had failed.",
    "{a} and {b} signed a border protocol in {city} {day}.",
    "{a} accused {b} of violating the 2010 border protocol.",
    "{office} {person} told reporters in {city} that {b} had moved troops to the border.",
    "“We will not sign,” {person} said. {b} denied the accusation {day}.",
    "Gunmen from {b} attacked a post near {city} {day} and killed {n} soldiers of {a}.",
    "The African Union urged {a} and {b} to resume talks.",
    "{a} will send food and medicine to {b}, {office} {person} said {day}.",
    "The United Nations Security Council extended its sanctions on {b} {day}.",
    "{person} warned that {a} might close its frontier with {b}.",
    "Thousands marched through {city} {day} to protest against the accord with {b}.",
]


def reports(count: int, seed: int = 7) -> list[dict[str, Any]]:
    """Some reports, each with id, title, text and day of publication."""
    return [_report(number, random.Random(seed * 1_000_003 + number)) for number in range(count)]


def _report(number: int, chance: random.Random) -> dict[str, Any]:
    a, b = chance.sample(STATES, 2)
    title = f"{a} and {b} at odds"
    paragraphs = [
        " ".join(_deed(chance, *chance.sample([a, b], 2)) for _ in range(chance.randint(1, 4)))
        for _ in range(chance.randint(2, 7))
    ]
    day = datetime.date(2024, 1, 1) + datetime.timedelta(days=number % 365)
    return {
        "id": f"r{number}",
        "title": title,
        "text": "\n\n".join([title, *paragraphs]),
        "published": day.isoformat(),
    }


def _deed(chance: random.Random, a: str, b: str) -> str:
    return chance.choice(DEEDS).format(
        a=a,
        b=b,
        city=chance.choice(CITIES),
        day=chance.choice(DAYS),
        office=chance.choice(OFFICES),
        person=chance.choice(PEOPLE),
        n=chance.randint(2, 40),
    )
