"""Career: a person's stream folded, on two axes of time. Source: domain.md 3.1, 3.15, 3.16.

`known_at` is a position of the ledger: the career as it was known is the career of the events up to
there, so nothing recorded later can change what was believed. The fold is total.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from domain.as_printed import settled_with
from domain.effects import fold
from domain.errors import Unknown
from domain.events.acts import FindingExplained
from domain.events.entry import IdentityCorrected, IdentityRecorded
from domain.events.envelope import Recorded
from domain.eves import states_on
from domain.identity import identity_of
from domain.in_force import under_acts
from domain.organisation import Units
from domain.same_person import one_person
from domain.second_look import DEFAULT, SecondLook
from domain.settling import settle
from domain.standing import (
    Amendment,
    EvidenceFilter,
    Force,
    Look,
    Mending,
    MendingEvent,
    Pause,
    Standing,
)
from domain.state import Identity, State
from domain.step_clock import DEFAULT_RULES, ClockRules
from domain.twins import told_once

__all__ = [
    "Amendment",
    "Career",
    "EvidenceFilter",
    "Force",
    "Identity",
    "Look",
    "Mending",
    "MendingEvent",
    "Pause",
    "Standing",
    "State",
]

_IDENTITY = frozenset({IdentityRecorded, IdentityCorrected})


class Career:
    """One person's career as recorded. Immutable; build it with `Career.of`."""

    __slots__ = (
        "_asked",
        "_by_id",
        "_clock",
        "_drawn_up",
        "_policy",
        "_pool",
        "_settled",
        "person_id",
        "person_ids",
        "position",
        "recorded",
        "units",
        "version",
    )

    def __init__(
        self,
        person_id: UUID,
        recorded: tuple[Recorded, ...],
        policy: SecondLook,
        clock: ClockRules,
        units: Units | None = None,
    ) -> None:
        human = one_person(person_id, recorded, policy)
        self.person_id, self.person_ids, self.units = human.person_id, human.person_ids, units
        self.recorded = human.rows
        self.position = recorded[-1].position if recorded else 0
        self.version = max(
            (r.version for r in recorded if r.stream_id == self.person_id), default=0
        )
        self._policy, self._clock = policy, clock
        self._asked, self._pool = person_id, recorded
        self._settled = settled_with(settle(self.recorded, policy), units)
        self._drawn_up: dict[EvidenceFilter, tuple[tuple[Standing, ...], tuple[UUID, ...]]] = {}
        self._by_id: dict[UUID, Standing] | None = None

    @classmethod
    def of(
        cls,
        person_id: UUID,
        recorded: Iterable[Recorded],
        *,
        policy: SecondLook = DEFAULT,
        clock: ClockRules = DEFAULT_RULES,
        units: Units | None = None,
    ) -> "Career":
        """Fold the person's events, in any order; other kinds of events are passed over.

        Of somebody with several streams, `recorded` are the events of all; `person_id` any of them:
        the career's own is the one that goes on.

        `units`: the directory by which printed names are resolved; what is recorded stays as it is.
        """
        ordered = sorted(recorded, key=lambda row: row.position)
        return cls(person_id, tuple(ordered), policy, clock, units)

    def known_at(self, position: int) -> "Career":
        """The career as it was known when the ledger had reached `position`."""
        units = self.units.known_at(position) if self.units is not None else None
        if position >= self.position and units is self.units:
            return self
        known = tuple(row for row in self._pool if row.position <= position)
        return Career(self._asked, known, self._policy, self._clock, units)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Every career event in recording order, annulled ones too; all evidence counts."""
        return tuple(sorted(self._index.values(), key=lambda standing: standing.position))

    @property
    def mendings(self) -> tuple[Mending, ...]:
        """What the archive did to its records, in recording order."""
        return self._settled.mendings

    @property
    def explained(self) -> tuple[FindingExplained, ...]:
        return self._settled.explained

    @property
    def unresolved(self) -> tuple[UUID, ...]:
        """Acts on decisions whose target is not here."""
        return self._draw_up(EvidenceFilter.ALL)[1]

    def has(self, event_id: UUID) -> bool:
        return event_id in self._index

    def standing(self, event_id: UUID) -> Standing:
        """Raises: Unknown if this career has no such event."""
        found = self._index.get(event_id)
        if found is None:
            raise Unknown("mending.unknownEvent", event_id=str(event_id))
        return found

    def mending(self, event_id: UUID) -> Mending | None:
        return next((one for one in self.mendings if one.event.event_id == event_id), None)

    def timeline(self, *, evidence: EvidenceFilter = EvidenceFilter.ALL) -> tuple[Standing, ...]:
        """In the order of the career (R-GEN-08), undated last. Void decisions are in it and say so;
        annulled records and what the filter leaves out are not. What two streams of one human both
        say is in it once."""
        return self._draw_up(evidence)[0]

    def state_as_of(
        self,
        valid_on: date,
        known_at: int | None = None,
        *,
        evidence: EvidenceFilter = EvidenceFilter.ALL,
    ) -> State:
        """What was true on `valid_on`, as known at a position of the ledger."""
        career = self if known_at is None else self.known_at(known_at)
        timeline = career.timeline(evidence=evidence)
        identity = identity_of(_of_identity(timeline), valid_on, own=self.person_id)
        return fold(timeline, valid_on).state(identity, self._clock)

    def states_on(
        self, days: Iterable[date], *, evidence: EvidenceFilter = EvidenceFilter.ALL
    ) -> Mapping[date, State]:
        """`state_as_of` for each of the days, at less than the cost of asking for one by one."""
        timeline = self.timeline(evidence=evidence)
        told = _of_identity(timeline)
        if any(type(one.event) is IdentityCorrected for one in told):
            return states_on(
                timeline,
                days,
                identity_on=lambda day: identity_of(told, day, own=self.person_id),
                clock=self._clock,
            )
        same = identity_of(told, own=self.person_id)
        return states_on(timeline, days, identity_on=lambda _: same, clock=self._clock)

    def identity(
        self, valid_on: date | None = None, *, evidence: EvidenceFilter = EvidenceFilter.ALL
    ) -> Identity:
        timeline = self.timeline(evidence=evidence)
        return identity_of(_of_identity(timeline), valid_on, own=self.person_id)

    def withheld(self, evidence: EvidenceFilter) -> int:
        """How many events that are not annulled the filter leaves out."""
        live = len(self.timeline(evidence=EvidenceFilter.ALL))
        return live - len(self.timeline(evidence=evidence))

    def awaiting_look(self) -> tuple[UUID, ...]:
        """Events and mendings whose second look is due, in recording order. A dispute waits for a
        correction, not for another look."""
        due = [
            (one.position, one.event_id)
            for one in self._settled.standings
            if one.look.is_due and one.force is Force.IN_FORCE and one.disputed_by is None
        ]
        due += [(one.position, one.event.event_id) for one in self.mendings if one.is_pending]
        return tuple(event_id for _, event_id in sorted(due))

    @property
    def _index(self) -> dict[UUID, Standing]:
        if self._by_id is None:
            every = {standing.event_id: standing for standing in self._settled.standings}
            every.update((one.event_id, one) for one in self.timeline())
            self._by_id = every
        return self._by_id

    def _draw_up(self, evidence: EvidenceFilter) -> tuple[tuple[Standing, ...], tuple[UUID, ...]]:
        if evidence not in self._drawn_up:
            admitted = (
                standing
                for standing in self._settled.standings
                if standing.force is not Force.ANNULLED and standing.is_admitted(evidence)
            )
            once = told_once(admitted) if len(self.person_ids) > 1 else admitted
            self._drawn_up[evidence] = under_acts(once)
        return self._drawn_up[evidence]


def _of_identity(timeline: Iterable[Standing]) -> tuple[Standing, ...]:
    return tuple(one for one in timeline if type(one.event) in _IDENTITY)
