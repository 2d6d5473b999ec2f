"""Which streams are one human. Source: domain.md 2.10, 3.17.

A merge counts once another human has agreed to it, and so does a separation: nobody makes two
people one, or one two, alone. Both streams stay as they are; a career of one human is read from all
of its streams, each event once. What the archive did to an event (a correction, a look, a further
paper) goes with that event, in whichever stream it was recorded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.events.acts import EvidenceWithdrawn, FindingExplained
from domain.events.entry import IdentityMerged, IdentitySeparated
from domain.events.envelope import PersonEvent, Recorded
from domain.second_look import SecondLook
from domain.settling import settle
from domain.standing import Force

_ACTS = frozenset({IdentityMerged, IdentitySeparated})


class Links:
    """Streams that a merge was ever recorded of, whether or not it counts: what must be read to
    know one human. Folded from SAME_PERSON_STREAM."""

    def __init__(self, groups: Mapping[UUID, tuple[UUID, ...]]) -> None:
        self._groups = groups

    @classmethod
    def of(cls, recorded: Iterable[Recorded]) -> "Links":
        groups: dict[UUID, tuple[UUID, ...]] = {}
        for row in recorded:
            if isinstance(row.event, IdentityMerged):
                one, other = row.event.person_id, row.event.other_person_id
                both = (*groups.get(one, (one,)), *groups.get(other, (other,)))
                joined = tuple(dict.fromkeys(both))
                groups |= dict.fromkeys(joined, joined)
        return cls(groups)

    def linked(self, person_id: UUID) -> tuple[UUID, ...]:
        """All streams to be read for this person, itself among them."""
        return self._groups.get(person_id, (person_id,))

    def __contains__(self, person_id: object) -> bool:
        return person_id in self._groups


@dataclass(frozen=True, slots=True)
class OnePerson:
    """`person_id` is the stream that goes on, `person_ids` all that are this human, `rows` what was
    recorded of them, in the order given."""

    person_id: UUID
    person_ids: frozenset[UUID]
    rows: tuple[Recorded, ...]


def one_person(asked: UUID, rows: tuple[Recorded, ...], policy: SecondLook) -> OnePerson:
    """Who `asked` is, as far as `rows` say: those of all streams that were ever linked with it, in
    the order of the ledger."""
    if not any(type(row.event) in _ACTS for row in rows):
        if len({row.stream_id for row in rows}) > 1:
            rows = tuple(row for row in rows if _is_of(row, asked))
        return OnePerson(asked, frozenset({asked}), rows)
    acts = [row.event for row in rows if isinstance(row.event, (IdentityMerged, IdentitySeparated))]
    linked = {asked} | {one for act in acts for one in (act.person_id, act.other_person_id)}
    goes_on = _parents(rows, policy)
    person_id = _root(asked, goes_on)
    people = frozenset(one for one in linked if _root(one, goes_on) == person_id)
    homes = _homes(rows)
    return OnePerson(
        person_id,
        people,
        tuple(
            row
            for row, home in zip(rows, homes, strict=True)
            if home in people or (home not in linked and _is_of(row, person_id))
        ),
    )


def _is_of(row: Recorded, person_id: UUID) -> bool:
    """Not another person's: before any merge was recorded, streams read together are strangers."""
    return not isinstance(row.event, PersonEvent) or row.event.person_id == person_id


def _parents(rows: Sequence[Recorded], policy: SecondLook) -> dict[UUID, UUID]:
    """Each person who was merged into another, and into whom."""
    goes_on: dict[UUID, UUID] = {}
    for standing in settle(_about_acts(rows), policy).standings:
        counts = standing.force is Force.IN_FORCE and standing.disputed_by is None
        if not counts or standing.look.is_due:
            continue
        match standing.event:
            case IdentityMerged(person_id=one, other_person_id=other):
                if _root(one, goes_on) != other:
                    goes_on[other] = one
            case IdentitySeparated(other_person_id=other):
                goes_on.pop(other, None)
    return goes_on


def _about_acts(rows: Iterable[Recorded]) -> list[Recorded]:
    """The merges and separations, with what was done to them."""
    known: set[UUID] = set()
    found: list[Recorded] = []
    for row in rows:
        event = row.event
        if not isinstance(event, PersonEvent):
            continue
        if type(event) in _ACTS or getattr(event, "target", None) in known:
            known.add(event.event_id)
            found.append(row)
    return found


def _root(person_id: UUID, goes_on: Mapping[UUID, UUID]) -> UUID:
    seen: set[UUID] = set()
    while person_id in goes_on and person_id not in seen:
        seen.add(person_id)
        person_id = goes_on[person_id]
    return person_id


def _homes(rows: Iterable[Recorded]) -> list[UUID]:
    """To whose stream each row belongs: that of the event which it is about, else its own."""
    of_event: dict[UUID, UUID] = {}
    homes: list[UUID] = []
    for row in rows:
        event = row.event
        if not isinstance(event, PersonEvent):
            homes.append(row.stream_id)
            continue
        about = _about(event)
        home = of_event.get(about, row.stream_id) if about is not None else row.stream_id
        of_event.setdefault(event.event_id, home)
        homes.append(home)
    return homes


def _about(event: PersonEvent) -> UUID | None:
    match event:
        case EvidenceWithdrawn():
            return event.attachment
        case FindingExplained():
            return event.event_ids[0]
        case _:
            target = getattr(event, "target", None)
            return target if isinstance(target, UUID) else None
