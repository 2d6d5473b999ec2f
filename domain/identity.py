"""Who a person is; no earlier name is lost. Source: domain.md 1.2, 3.3."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from domain.events.entry import IdentityCorrected, IdentityRecorded
from domain.people import Identifier
from domain.standing import Force, Standing
from domain.state import Because, Identity

_ALIASES = {
    info.alias or name: name
    for name, info in Identity.model_fields.items()
    if name not in ("because", "former_names")
}
_SINGLE = (
    "full_name",
    "birth_date",
    "gender",
    "birth_place",
    "native_place",
    "ethnicity",
    "religion",
)


def identity_of(
    standings: Iterable[Standing], valid_on: date | None = None, *, own: UUID | None = None
) -> Identity:
    """Fold in the order of the career. `valid_on` leaves out civil-status changes that came later.

    What a person declared counts whenever it was declared: a birth date of a form of 2025 is the
    birth date of 2004 as well. A declaration without a date (a list brought over) comes first, so
    that it never takes back what a civil-status paper changed. `own`: of two streams that are one
    human, the one whose word stands where both say something of the same day.
    """
    values: dict[str, Any] = {}
    because: Because = {}
    former: list[str] = []
    for standing in sorted(standings, key=lambda one: _place(one, own)):
        event = standing.event
        if standing.force is not Force.IN_FORCE:
            continue
        if isinstance(event, IdentityRecorded):
            _declare(event, values, because, former)
        elif isinstance(event, IdentityCorrected):
            later = valid_on is not None and (standing.effective_on or date.min) > valid_on
            if not later:
                _correct(event, values, because, former)
    former = [name for name in dict.fromkeys(former) if name != values.get("full_name")]
    return Identity(**values, former_names=tuple(former), because=because)


def _dated(standing: Standing) -> bool:
    return standing.effective_on is not None or isinstance(standing.event, IdentityCorrected)


def _place(standing: Standing, own: UUID | None) -> tuple[bool, date, bool]:
    """Undated declarations first, then in the order of the career; of the same day, the stream's
    own last."""
    dated = _dated(standing)
    day = (standing.effective_on or date.max) if dated else date.min
    return dated, day, own is None or standing.event.person_id == own


def _declare(
    event: IdentityRecorded, values: dict[str, Any], because: Because, former: list[str]
) -> None:
    """A later paper adds what was not known and stands where it says otherwise."""
    for name in _SINGLE:
        value = getattr(event, name)
        if value is not None and value != values.get(name):
            _set(name, value, event.event_id, values, because, former)
    values["other_names"] = tuple(
        dict.fromkeys((*values.get("other_names", ()), *event.other_names))
    )
    known: tuple[Identifier, ...] = values.get("identifiers", ())
    added = tuple(one for one in event.identifiers if one not in known)
    if added:
        values["identifiers"] = (*known, *added)
        because["identifiers"] = (*because.get("identifiers", ()), event.event_id)


def _correct(
    event: IdentityCorrected, values: dict[str, Any], because: Because, former: list[str]
) -> None:
    """Cải chính: a value that does not fit its field changes nothing."""
    name = _ALIASES.get(event.field, event.field)
    if name not in _SINGLE:
        return
    try:
        value = getattr(Identity.model_validate({name: event.new}), name)
    except ValidationError:
        return
    _set(name, value, event.event_id, values, because, former)


def _set(
    name: str,
    value: Any,
    by: UUID,
    values: dict[str, Any],
    because: Because,
    former: list[str],
) -> None:
    if name == "full_name" and values.get("full_name") is not None:
        former.append(values["full_name"])
    values[name] = value
    because[name] = (by,)
