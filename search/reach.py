"""Who may find a record: access labels of what the record touches and of what a grant covers.

A label says a part of the archive and whose: `career/unit:<id>`, `paper/batch:<id>`. A record bears
the labels of everything it touches; a reader holds those of the grants in force. A grant without
limits of a role that reaches everything holds `EVERYTHING`, which every record bears.

Source: domain.md 6.1, R-ACC-02; domain/access.py.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.access import RIGHTS, Action, Actor, Grant, Role, may_somewhere
from search.index import EVERYTHING


class Part(StrEnum):
    """CAREER: persons and their events; PAPER: dossiers, documents, pages, proposals; MERIT: of the
    career what an award officer needs: persons, awards, ratings."""

    CAREER = "career"
    PAPER = "paper"
    MERIT = "merit"


@dataclass(frozen=True)
class Reach:
    """What a record touches. Units with those above them; a reader of any one finds it.

    `pages` are those that a person's events cite, `names` what its printed units are looked up by:
    no grant names either, but when a page is closed, or a unit of the name becomes known, whom it
    concerns is found by them.
    """

    persons: frozenset[UUID] = frozenset()
    units: frozenset[UUID] = frozenset()
    batches: frozenset[UUID] = frozenset()
    dossiers: frozenset[UUID] = frozenset()
    pages: frozenset[UUID] = frozenset()
    names: frozenset[str] = frozenset()

    def joined(self, other: "Reach") -> "Reach":
        return Reach(
            self.persons | other.persons,
            self.units | other.units,
            self.batches | other.batches,
            self.dossiers | other.dossiers,
            self.pages | other.pages,
            self.names | other.names,
        )


def labels_for(reach: Reach, *parts: Part) -> tuple[str, ...]:
    """The labels of a record, in a fixed order."""
    touched = (
        ("person", reach.persons),
        ("unit", reach.units),
        ("batch", reach.batches),
        ("dossier", reach.dossiers),
        ("page", reach.pages),
    )
    whose = [f"{kind}:{one}" for kind, ids in touched for one in sorted(ids)]
    named = (f"{Part.CAREER}/name:{one}" for one in sorted(reach.names) if Part.CAREER in parts)
    return (*(f"{part}/{label}" for part in parts for label in ("*", *whose)), *named)


def labels_of(by: Actor, *, on: datetime, identifiers: bool = False) -> tuple[str, ...]:
    """The labels that the actor's grants in force hold; none: nothing may be searched.

    A role that may search and see pages reaches papers and careers; one that may search and replay,
    careers; one that may only search, merit. A grant bounded by a period is for replays and holds
    no label: what a search shows has no period.

    Args:
        on: the instant of asking.
        identifiers: only the grants whose role may ask for an identity card's number: those that
            record careers.
    """
    held: dict[str, None] = {}
    for grant in by.grants:
        if _is_in_force(by, grant, on) and (not identifiers or _may_identify(grant.role)):
            held |= dict.fromkeys(_labels(grant))
    return (EVERYTHING,) if EVERYTHING in held else tuple(held)


def _is_in_force(by: Actor, grant: Grant, on: datetime) -> bool:
    alone = by.model_copy(update={"grants": (grant,)})
    bounded = grant.period_from is not None or grant.period_to is not None
    return not bounded and may_somewhere(alone, Action.SEARCH, on=on)


def _may_identify(role: Role) -> bool:
    return Action.RECORD in RIGHTS[role]


def _labels(grant: Grant) -> tuple[str, ...]:
    reach = Reach(
        persons=frozenset(grant.persons),
        units=frozenset(grant.units),
        batches=frozenset(grant.batches),
    )
    parts = _parts(grant.role)
    if reach == Reach():
        return (EVERYTHING,) if Part.PAPER in parts else tuple(f"{part}/*" for part in parts)
    return tuple(one for one in labels_for(reach, *parts) if not one.endswith("/*"))


def _parts(role: Role) -> tuple[Part, ...]:
    rights = RIGHTS[role]
    if Action.REPLAY not in rights:
        return (Part.MERIT,)
    return (Part.CAREER, Part.PAPER) if Action.SEE_PAGE in rights else (Part.CAREER,)
