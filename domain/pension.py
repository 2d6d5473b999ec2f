"""When the pension begins: decided, noticed, put off, or by age. Source: domain.md 3.11, 5.4."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.events.discipline import (
    RetirementAgeOverridden,
    RetirementDecided,
    RetirementEarly,
    RetirementNoticed,
    ServiceExtended,
)
from domain.events.envelope import CareerEvent
from domain.intervals import effective_on, expires_on, plus_months
from domain.retirement import Retirement, retirement_at, retirement_from, retirement_of
from domain.standing import Force, Standing
from domain.state import Identity

ANNOUNCING = frozenset(
    {
        RetirementNoticed,
        RetirementDecided,
        RetirementEarly,
        ServiceExtended,
        RetirementAgeOverridden,
    }
)
"""What is known from its paper on, before it begins."""


@dataclass(slots=True)
class Pension:
    """What was said of it so far; the last word stands."""

    starts_on: date | None = None
    age_months: int | None = None
    put_off_months: int = 0
    by: tuple[UUID, ...] = ()

    def announce(self, standing: Standing, event: CareerEvent, valid_on: date) -> None:
        known_from = standing.issued_on or standing.effective_on
        if known_from is None or known_from > valid_on:
            return
        if standing.force is not Force.IN_FORCE or standing.is_paused_on(valid_on):
            return
        if standing.ends_on is not None and standing.ends_on <= valid_on:
            return
        match event:
            case RetirementNoticed():
                self._starts(event.pension_from, event)
            case RetirementDecided() | RetirementEarly():
                self._starts(effective_on(event), event)
            case ServiceExtended():
                self._starts(expires_on(event), event)
            case RetirementAgeOverridden(pension_from=date() as day):
                self._starts(day, event)
            case RetirementAgeOverridden(age_months=int() as months):
                self.starts_on, self.age_months, self.put_off_months = None, months, 0
                self.by = (event.event_id,)
            case RetirementAgeOverridden(put_off_months=int() as months):
                self.put_off_months += months
                self.by = (*self.by, event.event_id)
            case _:
                pass

    def _starts(self, day: date | None, event: CareerEvent) -> None:
        if day is not None:
            self.starts_on, self.put_off_months, self.by = day, 0, (event.event_id,)

    def of(self, identity: Identity) -> tuple[Retirement, tuple[UUID, ...]] | None:
        """The dates, and the events behind them; None if neither paper nor age tells."""
        if self.starts_on is not None:
            return retirement_from(plus_months(self.starts_on, self.put_off_months)), self.by
        birth, known = identity.birth_date, identity.because
        if birth is None:
            return None
        behind: tuple[UUID, ...]
        if self.age_months is not None:
            aged, behind = retirement_at(birth, self.age_months), known["birth_date"]
        elif identity.gender is not None:
            aged = retirement_of(birth, identity.gender)
            behind = (*known["birth_date"], *known["gender"])
        else:
            return None
        if aged is None:
            return None
        if self.put_off_months:
            start = plus_months(aged.pension_from, self.put_off_months)
            aged = retirement_from(start, age_months=aged.age_months)
        return aged, tuple(dict.fromkeys((*behind, *self.by)))
