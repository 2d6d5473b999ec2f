"""Away from plain service: seconded, suspended, on leave. Source: domain.md 3.2, 3.5, 3.6."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.events.envelope import UnitRef
from domain.held import Absence
from domain.state import Employment
from domain.step_clock import Uncounted
from domain.tables.uncounted import Idle, uncounted_since


@dataclass(frozen=True, slots=True)
class AwayKind:
    """`status`: what it makes of the employment; None: it hides nothing. `within` and `beyond`: why
    its time, as decided and what goes on after that, is no time at the step; None: it is."""

    name: str
    status: Employment | None = None
    within: Idle | None = None
    beyond: Idle | None = None

    @classmethod
    def hiding(
        cls, status: Employment, *, within: Idle | None = None, beyond: Idle | None = None
    ) -> "AwayKind":
        return cls(status.value, status, within, beyond)


SUSPENSION = AwayKind.hiding(Employment.SUSPENDED, within=Idle.SUSPENSION)
UNPAID_LEAVE = AwayKind.hiding(
    Employment.UNPAID_LEAVE, within=Idle.UNPAID_LEAVE, beyond=Idle.UNPAID_LEAVE
)
STUDY_LEAVE = AwayKind.hiding(Employment.STUDY_LEAVE, beyond=Idle.BEYOND_LIMIT)
STUDY_OFF_THE_PAYROLL = AwayKind.hiding(
    Employment.STUDY_LEAVE, within=Idle.UNPAID_LEAVE, beyond=Idle.BEYOND_LIMIT
)
SECONDMENT = AwayKind.hiding(Employment.SECONDED_OUT)
MATERNITY_LEAVE = AwayKind("MATERNITY_LEAVE")

_STRONGEST_FIRST = tuple(kind.name for kind in (SUSPENSION, UNPAID_LEAVE, STUDY_LEAVE, SECONDMENT))
"""What hides plain service."""


@dataclass(slots=True)
class Away:
    """In `[start, end)` by its paper; `over_on`: ended by a further one, earlier or later."""

    kind: AwayKind
    start: date
    end: date | None
    event_ids: list[UUID]
    to_unit: UnitRef | None = None
    over_on: date | None = None

    def lasts_on(self, day: date) -> bool:
        return self.over_on is None and (self.end is None or day < self.end)

    def uncounted(self, until: date) -> Iterator[Uncounted]:
        """What of it, before `until`, is no time at the step."""
        until = until if self.over_on is None else min(until, self.over_on)
        decided = until if self.end is None else min(until, max(self.start, self.end))
        yield from self._idle(self.kind.within, self.start, decided)
        if self.over_on is not None:
            yield from self._idle(self.kind.beyond, decided, until)

    def _idle(self, cause: Idle | None, start: date, end: date) -> Iterator[Uncounted]:
        since = uncounted_since(cause) if cause is not None else None
        if since is not None and max(start, since) < end:
            yield Uncounted(max(start, since), end, self.event_ids[0])

    def shown(self) -> Absence:
        end = self.end if self.over_on is None else self.over_on
        return Absence(
            kind=self.kind.name,
            start=self.start,
            end=end,
            counts=self.kind.within is None,
            event_ids=tuple(self.event_ids),
        )


@dataclass(slots=True)
class Absences:
    """Every absence while a career is folded; one of a kind at a time."""

    open: dict[str, Away] = field(default_factory=dict)
    over: list[Away] = field(default_factory=list)

    def begin(self, away: Away) -> None:
        self.end(away.kind, away.start)
        self.open[away.kind.name] = away

    def end(self, kind: AwayKind, day: date, by: UUID | None = None) -> None:
        away = self.open.pop(kind.name, None)
        if away is None:
            return
        if by is not None:
            away.over_on = day
            away.event_ids.append(by)
        elif away.end is None or day < away.end:
            away.over_on = day  # another one of the kind began, or service ended
        self.over.append(away)

    def end_all(self, day: date) -> None:
        for away in tuple(self.open.values()):
            self.end(away.kind, day)

    def hiding(self, day: date) -> Away | None:
        """What hides plain service on that day: the strongest."""
        for name in _STRONGEST_FIRST:
            away = self.open.get(name)
            if away is not None and away.lasts_on(day):
                return away
        return None

    def lasting(self, kind: AwayKind, day: date) -> Away | None:
        away = self.open.get(kind.name)
        return away if away is not None and away.lasts_on(day) else None

    def __iter__(self) -> Iterator[Away]:
        yield from self.over
        yield from self.open.values()

    def __bool__(self) -> bool:
        return bool(self.open or self.over)


def uncounted_of(absences: Iterable[Away], until: date) -> Iterator[Uncounted]:
    for away in absences:
        yield from away.uncounted(until)
