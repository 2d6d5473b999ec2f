"""A career told a second time, slowly: written from domain.md 1, 3 and 5 alone.

It shares no code with the fold, and asks other questions: the fold lets events go by and keeps what
is true; this asks of one day which decisions stand on it, and then tells from all of them, again
and again from the start, what holds. It understands the events of `KINDS`, acts that name their
target, and mendings that somebody has looked at. Nothing in it is meant to be fast.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.events.envelope import Recorded
from tests.property.oracle_day import Day
from tests.property.oracle_facts import is_void, mended
from tests.property.oracle_pay import pay
from tests.property.oracle_posts import discipline, posts, shown


@dataclass
class Told:
    """What is true on the day, in plain values."""

    employment: str = "NONE"
    personnel_class: str | None = None
    placement: str | None = None
    posts: list[tuple[Any, ...]] = field(default_factory=list)
    former: list[tuple[Any, ...]] = field(default_factory=list)
    grade: tuple[Any, ...] | None = None
    due: date | None = None
    discipline: list[tuple[Any, ...]] = field(default_factory=list)
    ratings: list[tuple[int, str]] = field(default_factory=list)
    pension: date | None = None


def tell(rows: Iterable[Recorded], on: date, known: int | None = None) -> Told:
    """The career on a day as known when the ledger had reached `known`."""
    stream = sorted(
        (row for row in rows if known is None or row.position <= known),
        key=lambda row: row.position,
    )
    facts = mended(stream)
    standing = [fact for fact in facts if not is_void(fact, facts)]
    day = Day(sorted(standing, key=lambda fact: fact.place), facts, on)
    current, former = posts(day)
    serves = day.service()
    grade, due = pay(day)
    return Told(
        employment=(day.absence() or serves) if serves == "ACTIVE" else serves,
        personnel_class=day.personnel_class(),
        placement=day.placement() if serves != "ENDED" else None,
        posts=[shown(day, one, current) for one in current],
        former=[(one.post, one.unit, one.start, one.status, one.ended) for one in former],
        grade=grade,
        due=due if day.left_on() is None else None,
        discipline=discipline(day),
        ratings=[(fact.year, fact.rating) for fact in day.standing("evaluation.recorded")],
        pension=day.announced[-1].day if day.announced else None,
    )
