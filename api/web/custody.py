"""Pages of custody: batches with their balance, dossiers whole and counted."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.fields import BadEntry, date_of
from api.here import Here, SignedIn
from api.uploads import Uploaded
from api.web.entry import Posted, see
from api.web.render import page
from archive.binding import NewPerson, bind_dossier
from archive.counting import state_count
from archive.listing import (
    DossierAnswer,
    find_one_person,
    find_people,
    list_dossiers,
    show_dossier,
)
from archive.registers import PersonRow
from archive.status import StatusAnswer, show_status
from domain.access import Action, may_somewhere
from domain.errors import Unknown
from domain.filing import BalanceState
from domain.people import Gender, Identifier, IdentifierKind

router = APIRouter(include_in_schema=False)

_FIRST_PAGES = (
    (Action.SEE_STATUS, None),
    (Action.REPLAY, "/people"),
    (Action.SEARCH, "/search"),
)
"""Where a person's work begins: batches, or the first of these that he may see."""


@router.get("/")
def get_home(request: Request, here: SignedIn) -> Response:
    """Batches; who may not see them starts where his work is."""
    for action, address in _FIRST_PAGES:
        if address and may_somewhere(here.by, action, on=here.now):
            return see(request, address)
        if may_somewhere(here.by, action, on=here.now):
            break
    return page(request, "batches.html", here, answer=_status(here))


@router.get("/batches/{batch_id}")
def get_batch(request: Request, here: SignedIn, batch_id: UUID) -> Response:
    status = _status(here, batch_id)
    if not status.batches:
        raise Unknown("batch.unknown")
    dossiers = list_dossiers(
        by=here.by, registers=here.archive.registers, now=here.now, batch_id=batch_id
    )
    names = {row.dossier_id: row.name for row in dossiers.rows}
    return page(
        request, "batch.html", here, batch=status.batches[0], dossiers=dossiers.rows, names=names
    )


@router.get("/dossiers")
def get_dossiers(
    request: Request,
    here: SignedIn,
    state: BalanceState | None = None,
    unbound: bool = False,
) -> Response:
    found = list_dossiers(
        by=here.by, registers=here.archive.registers, now=here.now, state=state, unbound=unbound
    )
    return page(request, "dossiers.html", here, dossiers=found.rows, state=state, unbound=unbound)


@router.get("/dossiers/{dossier_id}")
def get_dossier(request: Request, here: SignedIn, dossier_id: UUID) -> Response:
    archive = here.archive
    answer = show_dossier(
        dossier_id,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )
    numbers = {row.page_id: at for at, row in enumerate(answer.pages, start=1)}
    return page(
        request,
        "dossier.html",
        here,
        answer=answer,
        numbers=numbers,
        candidates=_candidates(here, answer),
        genders=tuple(Gender),
    )


@router.post("/dossiers/{dossier_id}/bind")
def post_bind(request: Request, here: SignedIn, dossier_id: UUID, posted: Posted) -> Response:
    """To somebody known, to a new person as the manifest says, or as typed."""
    archive = here.archive
    bound = bind_dossier(
        dossier_id,
        _whom(here, posted),
        by=here.by,
        ledger=archive.ledger,
        keys=archive.keys,
        now=here.now,
    )
    archive.catch_up()
    done = "web.done.boundNew" if bound.new else "web.done.bound"
    return see(request, f"/dossiers/{dossier_id}", done)


@router.post("/dossiers/{dossier_id}/count")
def post_count(request: Request, here: SignedIn, dossier_id: UUID, posted: Posted) -> Response:
    archive = here.archive
    state_count(
        dossier_id,
        sheets=_number(posted.text("sheets"), None),
        sides=_number(posted.text("sides"), 1),
        blank_sides=_number(posted.text("blank_sides"), 0),
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        now=here.now,
    )
    archive.catch_up()
    return see(request, f"/dossiers/{dossier_id}", "web.done.counted")


def _status(here: Here, batch_id: UUID | None = None) -> StatusAnswer:
    archive = here.archive
    return show_status(
        by=here.by,
        registers=archive.registers,
        queue=archive.queue,
        ledger=archive.ledger,
        objects=archive.objects,
        now=here.now,
        played_clock=archive.played_clock,
        batch_id=batch_id,
    )


def _candidates(here: Here, answer: DossierAnswer) -> tuple[PersonRow, ...]:
    """Who an unbound dossier may belong to, by what its manifest says."""
    said = answer.described
    asked = said.identifier or said.person_name
    if answer.row.person_id is not None or not asked:
        return ()
    if not may_somewhere(here.by, Action.REPLAY, on=here.now):
        return ()
    archive = here.archive
    return find_people(
        asked,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )


def _whom(here: Here, posted: Uploaded) -> UUID | NewPerson | None:
    """Raises: Unknown, BadEntry, NotAnId."""
    archive = here.archive
    match posted.text("whose"):
        case "manifest":
            return None
        case "known":
            return find_one_person(
                posted.text("who"),
                by=here.by,
                ledger=archive.ledger,
                registers=archive.registers,
                keys=archive.keys,
                now=here.now,
            )
        case "new":
            return _new_person(here, posted)
        case _:
            return posted.needed_id("whose")


def _new_person(here: Here, posted: Uploaded) -> NewPerson:
    name, born, number = posted.text("name"), posted.text("born"), posted.text("cccd")
    if not name:
        raise BadEntry("entry.unreadable", field=here.messages.say("web.fullName"))
    try:
        birth_date = date_of(born) if born else None
    except ValueError:
        raise BadEntry("entry.date", field=here.messages.say("web.birthDate")) from None
    gender = next((one for one in Gender if one.value == posted.text("gender")), None)
    numbers = (Identifier(kind=IdentifierKind.CCCD, value=number),) if number else ()
    return NewPerson(full_name=name, birth_date=birth_date, gender=gender, identifiers=numbers)


def _number(text: str, otherwise: int | None) -> int:
    """Raises: BadEntry if something else than a whole number was typed, or nothing is meant."""
    if not text and otherwise is not None:
        return otherwise
    if not text.isascii() or not text.isdigit():
        raise BadEntry("entry.count")
    return int(text)
