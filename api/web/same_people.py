"""Two people side by side: making them one, or two again, by one person and another's look."""

from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.answers import status_of
from api.here import Here, SignedIn
from api.told import gist
from api.uploads import Uploaded
from api.web.entry import Posted, see
from api.web.render import page
from archive.comparing import Comparison, SideEvent, compare_people
from archive.listing import find_people
from archive.registers import PersonRow
from archive.same_person import SamePerson, merge_people, separate_people
from domain.dates import PartialDate
from domain.errors import HosoError, Unknown

router = APIRouter(include_in_schema=False)


class Row(NamedTuple):
    """An act of one side, or of both, in its line."""

    one: SideEvent | None
    other: SideEvent | None


@router.get("/people/{person_id}/same")
def get_same(request: Request, here: SignedIn, person_id: UUID) -> Response:
    """Who may be the same: those of the same name, or whom the form asks for."""
    return _choice(request, here, person_id)


@router.post("/people/{person_id}/same")
def post_same(request: Request, here: SignedIn, person_id: UUID, posted: Posted) -> Response:
    """By name, identifier or id, which stand in no address; one person found is compared."""
    asked = posted.text("who")
    found = tuple(one for one in _found(here, asked) if one.person_id != person_id)
    if len(found) == 1:
        return see(request, f"/people/{person_id}/same/{found[0].person_id}")
    return _choice(request, here, person_id, asked=asked, found=found)


@router.get("/people/{person_id}/same/{other_id}")
def get_pair(request: Request, here: SignedIn, person_id: UUID, other_id: UUID) -> Response:
    return _pair(request, here, person_id, other_id)


@router.post("/people/{person_id}/same/{other_id}")
def post_pair(
    request: Request, here: SignedIn, person_id: UUID, other_id: UUID, posted: Posted
) -> Response:
    """Say that they are one, or two after all; another person has to agree."""
    try:
        done = _do(here, person_id, other_id, posted)
    except HosoError as error:
        status = status_of(error)
        if status >= 500:
            raise
        fault = here.messages.error(error)
        return _pair(request, here, person_id, other_id, posted=posted, fault=fault, status=status)
    here.archive.catch_up()
    return see(request, f"/people/{done.person_id}/same/{done.other_person_id}", "same.done")


def _do(here: Here, person_id: UUID, other_id: UUID, posted: Uploaded) -> SamePerson:
    why, ledger = posted.text("why"), here.archive.ledger
    if posted.text("act") == "separate":
        return separate_people(person_id, other_id, why, by=here.by, ledger=ledger, now=here.now)
    goes_on = posted.needed_id("goes_on")
    taken_in = other_id if goes_on == person_id else person_id
    if goes_on not in (person_id, other_id):
        raise Unknown("person.unknown")
    return merge_people(goes_on, taken_in, why, by=here.by, ledger=ledger, now=here.now)


def _found(here: Here, asked: str) -> tuple[PersonRow, ...]:
    archive = here.archive
    return find_people(
        asked,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )


def _choice(
    request: Request,
    here: Here,
    person_id: UUID,
    *,
    asked: str = "",
    found: tuple[PersonRow, ...] | None = None,
) -> Response:
    """Raises: Unknown: nobody whom the reader may see."""
    person = next(iter(_found(here, str(person_id))), None)
    if person is None:
        raise Unknown("person.unknown", person_id=person_id)
    rows = found if found is not None else _found(here, person.name)
    others = tuple(one for one in rows if one.person_id != person_id)
    return page(
        request,
        "same_find.html",
        here,
        status=404 if found is not None and not others else 200,
        person=person,
        rows=others,
        asked=asked,
    )


def _pair(
    request: Request,
    here: Here,
    person_id: UUID,
    other_id: UUID,
    *,
    posted: Uploaded | None = None,
    fault: str | None = None,
    status: int = 200,
) -> Response:
    pair = comparison(here, person_id, other_id)
    return page(
        request,
        "same.html",
        here,
        status=status,
        pair=pair,
        rows=rows_of(pair),
        gist=lambda one: gist(one.event_type, one.fields, here.messages),
        goes_on=posted.text("goes_on") if posted else str(person_id),
        why=posted.text("why") if posted else "",
        fault=fault,
    )


def comparison(here: Here, person_id: UUID, other_id: UUID) -> Comparison:
    archive = here.archive
    return compare_people(
        person_id,
        other_id,
        by=here.by,
        ledger=archive.ledger,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )


def rows_of(pair: Comparison) -> list[Row]:
    """The acts of both by their day; one that both have stands in one line."""
    theirs = {one.event_id: one for one in pair.other.events}
    rows = [Row(one, theirs.pop(one.twin, None) if one.twin else None) for one in pair.one.events]
    rows += (Row(None, one) for one in theirs.values())
    return sorted(rows, key=_day)


def _day(row: Row) -> tuple[bool, str]:
    """Those without a day come first, as in a career."""
    days = [one.effective_date for one in row if one is not None and one.effective_date is not None]
    first: PartialDate | None = min(days, key=lambda day: day.first_day, default=None)
    return first is not None, str(first.first_day) if first else ""
