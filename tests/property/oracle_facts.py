"""What the oracle reads: facts as the archive and the authority left them (domain.md 3.1, 3.12)."""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from domain.events.envelope import Recorded

FAR = date.max


def months_later(day: date, months: int) -> date:
    """The same-numbered day, or the last of a shorter month (3.1)."""
    month, year = day.month + months, day.year
    while month > 12:
        month, year = month - 12, year + 1
    while month < 1:
        month, year = month + 12, year - 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class Fact:
    """One event with the archive's corrections, as an open dictionary of its values."""

    topic: str
    id: Any
    values: dict[str, Any]
    position: int

    @property
    def day(self) -> date | None:
        said = self.values.get("effective_date") or self.values.get("issue_date")
        return said.first_day if said else None

    @property
    def issued(self) -> date | None:
        said = self.values.get("issue_date")
        return said.first_day if said else None

    @property
    def place(self) -> tuple[Any, ...]:
        """R-GEN-08: effective date, issue date, decision number, seq."""
        decision = self.values.get("decision")
        full_no = (decision.full_no if decision else None) or ""
        number = re.match(r"\d*", full_no).group() or "0"  # type: ignore[union-attr]
        day = self.day or FAR
        return (day, self.issued or day, int(number), full_no, self.position)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    def until(self, default: int | None = None) -> date | None:
        """First day out (3.1)."""
        if self.values["end_date"]:
            return self.values["end_date"]  # type: ignore[no-any-return]
        if self.values["last_day"]:
            return self.values["last_day"] + timedelta(days=1)  # type: ignore[no-any-return]
        months = self.values["term_months"] if self.values["term_months"] is not None else default
        return months_later(self.day, months) if months is not None and self.day else None


# --- what the archive did to its records (3.12, 3.17) ---


def mended(stream: Sequence[Recorded]) -> list[Fact]:
    events = [row.event for row in stream]
    looked = [
        (row.position, row.event.recorded_by, row.event.target)  # type: ignore[attr-defined]
        for row in stream
        if row.event.topic == "event.verified"
    ]
    agreed = [
        row
        for row in stream
        if row.event.topic in ("record.corrected", "record.annulled", "record.reinstated")
        and any(
            position > row.position and by != row.event.recorded_by and target == row.event.event_id  # type: ignore[attr-defined]
            for position, by, target in looked
        )
    ]
    mendings = {event.event_id: event for event in events if event.topic.startswith("record.")}  # type: ignore[attr-defined]

    def original(target: Any) -> Any:
        """A correction of a correction is one of what that corrects."""
        for _ in range(len(mendings)):
            if target in mendings:
                target = mendings[target].target  # type: ignore[attr-defined]
        return target

    facts: dict[Any, Fact] = {}
    for row in stream:
        event = row.event
        if hasattr(event, "effective_basis") and event.event_id not in facts:  # type: ignore[attr-defined]
            values = {name: getattr(event, name) for name in type(event).model_fields}
            facts[event.event_id] = Fact(event.topic, event.event_id, values, row.position)  # type: ignore[attr-defined]
    gone: set[Any] = set()
    for row in agreed:
        act: Any = row.event
        target = original(act.target)
        if target not in facts:
            continue
        match act.topic:
            case "record.annulled":
                gone.add(target)
            case "record.reinstated":
                gone.discard(target)
            case "record.corrected":
                facts[target] = with_changes(facts[target], act.changes)
    return [fact for id_, fact in facts.items() if id_ not in gone]


def with_changes(fact: Fact, changes: Iterable[Any]) -> Fact:
    """Only the changes that the histories make: dates as text, numbers, amounts as text."""
    values = dict(fact.values)
    for change in changes:
        before = values[change.field]
        if change.field in ("effective_date", "issue_date"):
            values[change.field] = type(values["effective_date"]).parse(change.after)
        elif isinstance(before, Decimal):
            values[change.field] = Decimal(str(change.after))
        else:
            values[change.field] = change.after
    return replace(fact, values=values)


# --- what the authority did to its decisions (3.12) ---


def acts_on(fact: Fact, facts: Iterable[Fact]) -> list[Fact]:
    return [
        act
        for act in facts
        if act.topic.startswith("decision.")
        and act.values["target"] == fact.id
        and act.id != fact.id
        and not is_void(act, facts)
    ]


def is_void(fact: Fact, facts: Iterable[Fact]) -> bool:
    """Revoked from its start, or replaced, by an act that stands itself."""
    return any(
        act.topic == "decision.replaced"
        or (act.topic == "decision.revoked" and act.void_mode == "EX_TUNC")
        for act in acts_on(fact, facts)
    )
