"""Finding: search, and whom a name or a number means. What is asked comes in the body, so that no
name stands in an address."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.answers import status_of
from api.here import SignedIn
from api.moments import day_of, today
from api.uploads import Uploaded
from api.web.entry import Posted, see
from api.web.render import page
from archive.finding import find
from archive.listing import find_people, list_people
from archive.units import units_asked
from domain.errors import HosoError
from search.index import Answer, Hit
from search.query import Kind

router = APIRouter(include_in_schema=False)


@router.get("/search")
def get_search(request: Request, here: SignedIn) -> Response:
    return page(request, "search.html", here, asked={}, answer=None, fault=None, kinds=list(Kind))


@router.post("/search")
def post_search(request: Request, here: SignedIn, posted: Posted) -> Response:
    fault, answer, status = None, None, 200
    try:
        answer = _answer(here, posted)
    except HosoError as error:
        status = status_of(error)
        if status >= 500:
            raise
        fault = here.messages.error(error)
    return page(
        request,
        "search.html",
        here,
        status=status,
        asked=posted.fields,
        answer=answer,
        fault=fault,
        kinds=list(Kind),
        parts=marked_parts,
        to=address_of,
    )


def _answer(here: SignedIn, posted: Uploaded) -> Answer:
    archive, kind, unit = here.archive, posted.text("kind"), posted.text("unit")
    return find(
        posted.text("text"),
        by=here.by,
        index=archive.index,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
        kinds=tuple(one for one in Kind if one.value == kind),
        units=units_asked(
            (unit,) if unit else (),
            on=today(here.now),
            ledger=archive.ledger,
            predecessors=bool(posted.text("predecessors")),
        ),
        event_type=posted.text("event_type") or None,
        from_=day_of(posted.text("from")),
        to=day_of(posted.text("to")),
        cursor=posted.text("cursor") or None,
    )


@router.get("/people")
def get_people(request: Request, here: SignedIn) -> Response:
    rows = list_people(
        by=here.by,
        ledger=here.archive.ledger,
        registers=here.archive.registers,
        now=here.now,
        limit=500,
    )
    return page(request, "people.html", here, rows=rows, asked="")


@router.post("/people")
def post_people(request: Request, here: SignedIn, posted: Posted) -> Response:
    """Find by name, identifier or id; one person found is opened."""
    asked = posted.text("who")
    if not asked:
        return see(request, "/people")
    archive = here.archive
    rows = find_people(
        asked,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )
    if len(rows) == 1:
        return see(request, f"/people/{rows[0].person_id}")
    return page(request, "people.html", here, rows=rows, asked=asked)


def marked_parts(hit: Hit, field: str) -> Sequence[tuple[str, bool]]:
    """A hit's title or snippet cut at its marks: text, whether it is marked."""
    text = hit.title if field == "title" else hit.snippet
    parts, at = [], 0
    for mark in sorted((one for one in hit.marks if one.field == field), key=lambda m: m.start):
        if mark.start < at:
            continue
        parts += [(text[at : mark.start], False), (text[mark.start : mark.end], True)]
        at = mark.end
    return [*parts, (text[at:], False)]


def address_of(hit: Hit) -> str:
    """Where a hit is opened: by ids alone."""
    record = _record_of(hit)
    match hit.kind:
        case Kind.PERSON:
            return f"/people/{hit.person_id}"
        case Kind.EVENT:
            return f"/people/{hit.person_id}?evidence=ALL#e-{record}"
        case Kind.DOCUMENT:
            return f"/documents/{hit.document_id}"
        case Kind.PROPOSAL:
            return f"/work/{record}"
        case Kind.PAGE if hit.page_id is not None:
            return f"/dossiers/{hit.dossier_id}#p-{hit.page_id}"
        case Kind.PAGE | Kind.DOSSIER:
            return f"/dossiers/{hit.dossier_id}"


def _record_of(hit: Hit) -> UUID:
    return UUID(hit.record_id.rpartition(":")[2])
