"""How things stand, folded from the ledger alone; and deciding again when somebody was first."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from archive.ledger import Ledger, LedgerConflict
from domain.access import Scope
from domain.actor import KnownActor
from domain.career import Career
from domain.dates import VIETNAM
from domain.dossier import Dossier
from domain.errors import Unknown
from domain.events.access import ARCHIVE_STREAM, ArchiveOpened
from domain.events.entry import SAME_PERSON_STREAM, IdentityRecorded
from domain.events.envelope import Recorded
from domain.events.organisation import UNITS_STREAM
from domain.frozen import Frozen
from domain.organisation import Units
from domain.page import Page
from domain.same_person import Links, one_person
from domain.second_look import DEFAULT as SECOND_LOOK

_TRIES = 5

T = TypeVar("T")


class Who(Frozen):
    """An actor by name, as answers show them."""

    actor_id: UUID
    name: str
    machine: bool = False
    simulated: bool = False


class Known(Frozen):
    """A known moment as a ledger position. `instant` None: everything that is recorded.

    `passed` False: the moment lies ahead, later events may still fall under it.
    """

    position: int
    instant: datetime | None = None
    passed: bool = True

    def upto(self, position: int | None) -> "Known":
        """The same moment, with nothing behind `position`, where one is given."""
        if position is None or position >= self.position:
            return self
        return self.model_copy(update={"position": position})


def dossier_of(dossier_id: UUID, ledger: Ledger, *, upto: int | None = None) -> Dossier:
    """The dossier, and whose it is: the person who goes on, where two turned out to be one.

    Raises: Unknown (`dossier.unknown`).
    """
    recorded = ledger.events(dossier_id, upto=upto)
    if not recorded:
        raise Unknown("dossier.unknown", dossier_id=dossier_id)
    dossier = Dossier.of(recorded)
    if dossier.person_id is None:
        return dossier
    person_id = present_person(dossier.person_id, ledger)
    if person_id == dossier.person_id:
        return dossier
    return dossier.model_copy(update={"person_id": person_id})


def page_of(page_id: UUID, ledger: Ledger, *, upto: int | None = None) -> Page:
    """Raises: Unknown (`page.unknown`)."""
    recorded = ledger.events(page_id, upto=upto)
    if not recorded:
        raise Unknown("page.unknown", page_id=page_id)
    return Page.of(recorded)


def career_of(person_id: UUID, ledger: Ledger) -> Career:
    """The career, of all streams of one human; its `person_id` is the stream that goes on.

    Raises: Unknown (`person.unknown`): the stream does not begin with an identity.
    """
    recorded = recorded_of(person_id, ledger)
    if not any(isinstance(one.event, IdentityRecorded) for one in recorded):
        raise Unknown("person.unknown", person_id=person_id)
    return Career.of(person_id, recorded, units=directory_of(ledger))


def recorded_of(person_id: UUID, ledger: Ledger) -> tuple[Recorded, ...]:
    """What was recorded of the person, and of whoever was ever said to be the same."""
    return tuple(
        one for stream_id in links_of(ledger).linked(person_id) for one in ledger.events(stream_id)
    )


def links_of(ledger: Ledger) -> Links:
    """Who was ever said to be the same as whom."""
    return ledger.folded(SAME_PERSON_STREAM, Links.of)


def people_of(person_id: UUID, ledger: Ledger) -> tuple[UUID, ...]:
    """The streams that are this human now; the one that goes on is the first."""
    if person_id not in links_of(ledger):
        return (person_id,)
    rows = sorted(recorded_of(person_id, ledger), key=lambda one: one.position)
    human = one_person(person_id, tuple(rows), SECOND_LOOK)
    return (human.person_id, *sorted(human.person_ids - {human.person_id}))


def present_person(person_id: UUID, ledger: Ledger) -> UUID:
    """The stream that goes on for this human: new events stand there."""
    return people_of(person_id, ledger)[0]


def directory_of(ledger: Ledger) -> Units:
    """Every unit, as the ledger knows it now; folded again only when something of units moved."""
    return ledger.folded(UNITS_STREAM, Units.of)


def who_is(actor_id: UUID, ledger: Ledger) -> Who:
    """The actor's name; an id without a stream (an older archive's) stands for itself."""
    recorded = ledger.events(actor_id)
    if not recorded:
        return Who(actor_id=actor_id, name=str(actor_id))
    actor = KnownActor.of(recorded)
    return Who(actor_id=actor_id, name=actor.name, machine=actor.machine, simulated=actor.simulated)


def played_clock(ledger: Ledger) -> bool:
    """True if the archive plays the past: shown wherever a date is."""
    opened = ledger.events(ARCHIVE_STREAM)
    return any(isinstance(one.event, ArchiveOpened) and one.event.played_clock for one in opened)


def scope_of(dossier: Dossier) -> Scope:
    """What an action on the dossier touches: its person, as far as known, and its batches."""
    return Scope(person_id=dossier.person_id, batch_ids=frozenset(dossier.batch_ids))


def known_position(known_at: datetime | date | None, ledger: Ledger, *, now: datetime) -> Known:
    """Resolve a known moment; a bare date means the end of that day in Asia/Ho_Chi_Minh.

    Raises: ValueError if an instant is naive.
    """
    match known_at:
        case None:
            return Known(position=ledger.position())
        case datetime():
            instant = known_at
        case date():
            next_day = datetime.combine(known_at + timedelta(days=1), time(), VIETNAM)
            instant = next_day - timedelta(microseconds=1)
    return Known(position=ledger.position_at(instant), instant=instant, passed=instant < now)


def retried(attempt: Callable[[], T]) -> T:
    """Decide again when somebody was first, at most five times.

    `attempt` reads, decides and records from the beginning each time.

    Raises: LedgerConflict, if somebody was first every time.
    """
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except LedgerConflict:
            continue
    return attempt()
