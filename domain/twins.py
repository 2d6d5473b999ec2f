"""One fact that was recorded of a human twice, under two streams that turned out to be one person.

Both records stay. The career counts the better evidenced one, with the pages of both: the same
paper is one event (domain.md 3.16). What differs in anything but its evidence is no twin, and the
rules say so (R-GEN-04). Within one stream nothing is joined: two alike are somebody's to look at.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from domain.events.entry import IdentityRecorded
from domain.events.envelope import CareerEvent, UnitRef
from domain.evidence import Rank
from domain.numbers import same_number
from domain.standing import Standing

_TARGETS = ("target", "successor")
_RANKS = list(Rank)


def told_once(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """The standings without twins, in the order given. What concerned a twin concerns the one that
    stays."""
    ordered = list(standings)
    kept: list[Standing] = []
    stands_for: dict[UUID, UUID] = {}
    for one in sorted(ordered, key=_best_first):
        found = _retargeted(one, stands_for)
        at = next((at for at, other in enumerate(kept) if _are_twins(found, other)), None)
        if at is None:
            kept.append(found)
        else:
            stands_for[one.event_id] = kept[at].event_id
            kept[at] = kept[at]._replace(sources=(*kept[at].sources, *one.sources))
    by_id = {one.event_id: one for one in kept}
    return tuple(by_id[one.event_id] for one in ordered if one.event_id in by_id)


def _best_first(standing: Standing) -> tuple[bool, int, int]:
    """Acts on decisions behind the decisions, the better evidence first, then as recorded."""
    acts = any(getattr(standing.event, name, None) is not None for name in _TARGETS)
    return acts, _RANKS.index(standing.rank), standing.position


def _retargeted(standing: Standing, stands_for: dict[UUID, UUID]) -> Standing:
    moved = {
        name: stands_for[target]
        for name in _TARGETS
        if (target := getattr(standing.event, name, None)) in stands_for
    }
    return standing._replace(event=standing.event.model_copy(update=moved)) if moved else standing


def _are_twins(one: Standing, other: Standing) -> bool:
    first, second = one.event, other.event
    return (
        type(first) is type(second)
        and not isinstance(first, IdentityRecorded)
        and first.person_id != second.person_id
        and one.force is other.force
        and _same_paper(_number(first), _number(second))
        and _said(first) == _said(second)
    )


def _number(event: CareerEvent) -> str | None:
    return event.decision.full_no if event.decision is not None else None


def _same_paper(one: str | None, other: str | None) -> bool:
    """Of one number; or of none, where only what it says can tell."""
    return same_number(one, other) if one or other else True


def _said(event: CareerEvent) -> dict[str, Any]:
    """When it counts and what it says; units as printed, for only one may have been found."""
    when = (event.effective_date, event.end_date, event.last_day, event.term_months)
    said = {
        name: value.as_printed.casefold() if isinstance(value, UnitRef) else value
        for name, value in event.payload.items()
    }
    return {"when": when, "issued": event.issue_date, **said}
