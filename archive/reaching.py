"""Which careers a reader reaches: on a day, at an event, or at any time of it.

A grant over a unit reaches whoever is placed, holds a post or is seconded there or below, where a
unit that has ended counts as what it has become. Lists follow the same rule (`archive.scope`).
Source: domain.md 5 (org scope), 6.1, R-ACC-02.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from archive.folding import career_of, directory_of, links_of
from archive.ledger import Ledger
from archive.noting import Reader
from archive.scope import Directory, Extent
from domain.access import Action, Actor, Scope, may
from domain.career import Career, Standing
from domain.dates import local_day
from domain.errors import Unknown
from domain.events.entry import IdentityCorrected, IdentityRecorded
from domain.events.envelope import PersonEvent, Recorded
from domain.organisation import Units

_IDENTITY = frozenset({IdentityRecorded.topic, IdentityCorrected.topic})


def scope_on(career: Career, day: date) -> Scope:
    """What a look at the career on a day touches: rights follow placements (R-ACC-02)."""
    directory = Directory(career.units or Units(), day)
    return directory.scope(career.person_id, career.state_as_of(day))


def may_see(by: Actor, career: Career, standing: Standing, now: datetime) -> bool:
    """A grant for a period shows the events of that time only. A grant over a unit shows whoever
    is there now with all that came before, for the dossier went with them (domain.md 6.3), and of
    whoever has left the papers of their time there (R-ACC-02).
    """
    day = standing.effective_on or standing.issued_on or local_day(standing.recorded_at)
    if may(by, Action.REPLAY, scope_on(career, day), on=now):
        return True
    today = local_day(now)
    if not any(grant.units for grant in by.grants) or day > today:
        return False
    there = scope_on(career, today)
    if not may(by, Action.REPLAY, there, on=now):
        return False
    return may(by, Action.REPLAY, there.model_copy(update={"valid_on": day}), on=now)


def as_seen(by: Actor, career: Career, now: datetime) -> Career:
    """The career of those events alone that the reader may see, and of what was done to them; who
    it is stays known. The same career where nothing is hidden."""
    hidden = {
        one.event_id
        for one in career.standings
        if one.event.topic not in _IDENTITY and not may_see(by, career, one, now)
    }
    if not hidden:
        return career
    rows: list[Recorded] = []
    for row in career.recorded:
        event = row.event
        target = getattr(event, "target", None)
        if isinstance(event, PersonEvent) and hidden.isdisjoint({event.event_id, target}):
            rows.append(row)
        elif isinstance(event, PersonEvent):
            hidden.add(event.event_id)  # what is done to it in turn is hidden too
    return Career.of(career.person_id, rows, units=career.units)


def career_for(person_id: UUID, reader: Reader, ledger: Ledger) -> Career:
    """The career; whoever may not see everybody is not told whether there is such a person.

    Raises: NotAllowed, written to the access ledger first; Unknown.
    """
    try:
        return career_of(person_id, ledger)
    except Unknown:
        reader.require(Action.REPLAY, Scope(person_id=person_id), persons=(person_id,))
        raise


def reached(
    person_ids: Iterable[UUID], *, by: Actor, ledger: Ledger, now: datetime
) -> frozenset[UUID]:
    """Those of them of whose careers the reader may see anything at all: today, or an event.

    Raises: LedgerDamaged.
    """
    asked = tuple(dict.fromkeys(person_ids))
    found = {one for one in asked if may(by, Action.REPLAY, Scope(person_id=one), on=now)}
    units = {unit for grant in by.grants for unit in grant.units}
    if units:
        rest = (one for one in asked if one not in found)
        found |= {
            one for one, career in _touching(units, rest, ledger) if _sees_some(by, career, now)
        }
    return frozenset(found)


def _sees_some(by: Actor, career: Career, now: datetime) -> bool:
    if may(by, Action.REPLAY, scope_on(career, local_day(now)), on=now):
        return True
    return any(may_see(by, career, one, now) for one in career.standings)


def _touching(
    units: Iterable[UUID], person_ids: Iterable[UUID], ledger: Ledger
) -> Iterable[tuple[UUID, Career]]:
    """The careers that may ever have come near one of the units; others are not decoded."""
    links, directory = links_of(ledger), directory_of(ledger)
    alone = []
    for person_id in person_ids:
        if person_id in links:
            yield person_id, career_of(person_id, ledger)
        else:
            alone.append(person_id)
    own = frozenset((*units, *directory.below(*units)))
    before = {one for each in own for one in directory.predecessors(each)}
    near = Extent(own, frozenset((*before, *directory.below(*before))))
    for recorded in ledger.streams(alone, naming=Directory(directory, date.max).leads_to(near)):
        if any(isinstance(one.event, IdentityRecorded) for one in recorded):
            person_id = recorded[0].stream_id
            yield person_id, Career.of(person_id, recorded, units=directory)
