"""Pages of custody: batches with their balance, dossiers, pictures of pages, quarantine."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from fastapi.responses import Response

from api.here import SignedIn, session_of
from api.routes.pages import box_of, watermark_of
from api.web.entry import Posted, same_origin, see
from api.web.fields import BadEntry
from api.web.render import page
from archive.binding import bind_dossier
from archive.counting import state_count
from archive.custody import release_page, remove_page, request_removal
from archive.listing import (
    find_people,
    list_dossiers,
    list_quarantine,
    show_dossier,
)
from archive.pages import insert_page, judge_page, refile_page, rescan_page
from archive.registers import PersonRow
from archive.showing import PictureSize, show_page
from archive.status import show_status
from domain.access import Action, may_somewhere
from domain.errors import NotAllowed
from domain.events.envelope import SecrecyLevel
from domain.filing import BalanceState

router = APIRouter(include_in_schema=False)


@router.get("/")
def get_home(request: Request, here: SignedIn) -> Response:
    """Batches; who may not see them starts where his work is."""
    if not may_somewhere(here.by, Action.SEE_STATUS, on=here.now):
        return see(request, "/people" if _may(here, Action.REPLAY) else "/search")
    archive = here.archive
    status = show_status(
        by=here.by,
        registers=archive.registers,
        queue=archive.queue,
        now=here.now,
        played_clock=archive.played_clock,
    )
    return page(request, "batches.html", here, status=200, answer=status)


@router.get("/batches/{batch_id}")
def get_batch(request: Request, here: SignedIn, batch_id: UUID) -> Response:
    archive = here.archive
    status = show_status(
        by=here.by,
        registers=archive.registers,
        queue=archive.queue,
        now=here.now,
        played_clock=archive.played_clock,
        batch_id=batch_id,
    )
    dossiers = list_dossiers(
        by=here.by, registers=archive.registers, now=here.now, batch_id=batch_id
    )
    return page(request, "batch.html", here, answer=status, dossiers=dossiers.rows)


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
def get_dossier(
    request: Request, here: SignedIn, dossier_id: UUID, page_no: int | None = None
) -> Response:
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
    candidates: tuple[PersonRow, ...] = ()
    if answer.row.person_id is None and answer.described.person_name and _may(here, Action.REPLAY):
        candidates = find_people(
            answer.described.identifier or answer.described.person_name,
            by=here.by,
            registers=archive.registers,
            keys=archive.keys,
            now=here.now,
        )
    numbers = {row.page_id: at for at, row in enumerate(answer.pages, start=1)}
    return page(
        request, "dossier.html", here, answer=answer, numbers=numbers, candidates=candidates
    )


@router.post("/dossiers/{dossier_id}/bind")
def post_bind(request: Request, here: SignedIn, dossier_id: UUID, posted: Posted) -> Response:
    archive = here.archive
    chosen = posted.get("person_id") or None
    bind_dossier(
        dossier_id,
        UUID(chosen) if chosen else None,
        by=here.by,
        ledger=archive.ledger,
        keys=archive.keys,
        now=here.now,
    )
    archive.catch_up()
    return see(request, f"/dossiers/{dossier_id}")


@router.post("/dossiers/{dossier_id}/count")
def post_count(request: Request, here: SignedIn, dossier_id: UUID, posted: Posted) -> Response:
    archive = here.archive
    state_count(
        dossier_id,
        sheets=_number(posted.get("sheets"), 0),
        sides=_number(posted.get("sides"), 1),
        blank_sides=_number(posted.get("blank_sides"), 0),
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        now=here.now,
    )
    archive.catch_up()
    return see(request, f"/dossiers/{dossier_id}")


@router.post("/dossiers/{dossier_id}/pages", dependencies=[Depends(same_origin)])
def post_insert(
    request: Request,
    here: SignedIn,
    dossier_id: UUID,
    file: UploadFile,
    form_token: Annotated[str, Form()],
    after_page: Annotated[str, Form()] = "",
) -> Response:
    """A forgotten sheet, behind a page."""
    _token(request, form_token)
    archive = here.archive
    insert_page(
        dossier_id,
        file.file.read(),
        after_page=UUID(after_page) if after_page else None,
        file_name=file.filename or "",
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        limits=archive.limits,
        now=here.now,
    )
    archive.catch_up()
    return see(request, f"/dossiers/{dossier_id}")


@router.post("/pages/{page_id}/rescan", dependencies=[Depends(same_origin)])
def post_rescan(
    request: Request,
    here: SignedIn,
    page_id: UUID,
    file: UploadFile,
    form_token: Annotated[str, Form()],
    back: Annotated[str, Form()] = "/",
) -> Response:
    """A new image of the same page."""
    _token(request, form_token)
    archive = here.archive
    rescan_page(
        page_id,
        file.file.read(),
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        limits=archive.limits,
        now=here.now,
    )
    archive.catch_up()
    return see(request, _back(back))


@router.post("/pages/{page_id}/judge")
def post_judge(request: Request, here: SignedIn, page_id: UUID, posted: Posted) -> Response:
    archive = here.archive
    judge_page(
        page_id,
        posted.get("verdict") == "accepted",
        posted.get("why") or None,
        by=here.by,
        ledger=archive.ledger,
        now=here.now,
    )
    archive.catch_up()
    return see(request, _back(posted.get("back", "/")))


@router.post("/pages/{page_id}/refile")
def post_refile(request: Request, here: SignedIn, page_id: UUID, posted: Posted) -> Response:
    archive = here.archive
    refile_page(
        page_id,
        UUID(posted["to_dossier_id"]),
        posted.get("why", ""),
        after_page=UUID(posted["after_page"]) if posted.get("after_page") else None,
        by=here.by,
        ledger=archive.ledger,
        now=here.now,
    )
    archive.catch_up()
    return see(request, _back(posted.get("back", "/")))


@router.get("/pages/{page_id}/image")
def get_image(
    here: SignedIn,
    page_id: UUID,
    size: PictureSize = PictureSize.SCREEN,
    crop: Annotated[str | None, Query(pattern=r"^\d+,\d+,\d+,\d+$")] = None,
) -> Response:
    """The picture of a page, marked with who saw it when."""
    archive = here.archive
    picture = show_page(
        page_id,
        by=here.by,
        watermark=watermark_of(here),
        size=size,
        crop=box_of(crop),
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        limits=archive.limits,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )
    headers = {"Cache-Control": "private, max-age=300"}
    return Response(picture, media_type="image/jpeg", headers=headers)


@router.get("/quarantine")
def get_quarantine(request: Request, here: SignedIn) -> Response:
    """Suspected pages, for whoever holds the right."""
    rows = list_quarantine(by=here.by, registers=here.archive.registers, now=here.now)
    return page(request, "quarantine.html", here, rows=rows, levels=_LEVELS)


@router.post("/quarantine/{page_id}")
def post_quarantine(request: Request, here: SignedIn, page_id: UUID, posted: Posted) -> Response:
    """Release it, ask for its removal, or remove it as the second person."""
    archive = here.archive
    match posted.get("act"):
        case "release":
            release_page(
                page_id,
                posted.get("why", ""),
                by=here.by,
                ledger=archive.ledger,
                objects=archive.objects,
                keys=archive.keys,
                now=here.now,
            )
        case "request":
            request_removal(
                page_id, posted.get("why", ""), by=here.by, ledger=archive.ledger, now=here.now
            )
        case "remove":
            remove_page(
                page_id,
                SecrecyLevel(posted.get("level", "")),
                posted.get("holder", ""),
                by=here.by,
                ledger=archive.ledger,
                objects=archive.objects,
                keys=archive.keys,
                limits=archive.limits,
                now=here.now,
            )
        case _:
            pass
    archive.catch_up()
    return see(request, "/quarantine")


_LEVELS = (SecrecyLevel.MAT, SecrecyLevel.TOI_MAT, SecrecyLevel.TUYET_MAT)


def _may(here: SignedIn, action: Action) -> bool:
    return may_somewhere(here.by, action, on=here.now)


def _token(request: Request, form_token: str) -> None:
    session = session_of(request)
    if session is None or session.form_token != form_token:
        raise NotAllowed("access.foreignForm")


def _number(text: str | None, otherwise: int) -> int:
    """Raises: BadEntry if something else than a whole number was typed."""
    if not text or not text.strip():
        return otherwise
    if not text.strip().isdigit():
        raise BadEntry("entry.count")
    return int(text)


def _back(address: str) -> str:
    return address if address.startswith("/") and not address.startswith("//") else "/"
