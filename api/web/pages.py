"""Pages at the browser: their picture, what is done when a scan is wrong, and quarantine."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.fields import BadEntry
from api.here import SignedIn
from api.routes.pages import box_of, watermark_of
from api.web.entry import Posted, see
from api.web.render import page
from archive.custody import release_page, remove_page, request_removal
from archive.listing import find_dossier
from archive.pages import insert_page, judge_page, refile_page, rescan_page
from archive.showing import PictureSize, show_page
from archive.suspected import list_quarantine
from domain.events.envelope import SecrecyLevel

router = APIRouter(include_in_schema=False)
_LEVELS = (SecrecyLevel.MAT, SecrecyLevel.TOI_MAT, SecrecyLevel.TUYET_MAT)
_KEPT_S = 300


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
    headers = {"Cache-Control": f"private, max-age={_KEPT_S}", "Vary": "Cookie"}
    return Response(picture, media_type="image/jpeg", headers=headers)


@router.post("/dossiers/{dossier_id}/pages")
def post_insert(request: Request, here: SignedIn, dossier_id: UUID, posted: Posted) -> Response:
    """A forgotten sheet, behind a page; before the first where none is named."""
    archive = here.archive
    name, content = posted.file("file")
    insert_page(
        dossier_id,
        content,
        after_page=posted.id("after_page"),
        file_name=name,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        limits=archive.limits,
        now=here.now,
    )
    archive.catch_up()
    return see(request, f"/dossiers/{dossier_id}", "web.done.inserted")


@router.post("/dossiers/{dossier_id}/pages/{page_id}/rescan")
def post_rescan(
    request: Request, here: SignedIn, dossier_id: UUID, page_id: UUID, posted: Posted
) -> Response:
    """A new image of the same page."""
    archive = here.archive
    rescan_page(
        page_id,
        posted.file("file")[1],
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        limits=archive.limits,
        now=here.now,
    )
    archive.catch_up()
    return see(request, f"/dossiers/{dossier_id}#p-{page_id}", "web.done.rescanned")


@router.post("/dossiers/{dossier_id}/pages/{page_id}/judge")
def post_judge(
    request: Request, here: SignedIn, dossier_id: UUID, page_id: UUID, posted: Posted
) -> Response:
    archive = here.archive
    judge_page(
        page_id,
        posted.text("verdict") == "accepted",
        posted.text("why") or None,
        by=here.by,
        ledger=archive.ledger,
        now=here.now,
    )
    archive.catch_up()
    return see(request, f"/dossiers/{dossier_id}#p-{page_id}", "web.done.judged")


@router.post("/dossiers/{dossier_id}/pages/{page_id}/refile")
def post_refile(
    request: Request, here: SignedIn, dossier_id: UUID, page_id: UUID, posted: Posted
) -> Response:
    """To the dossier that is named, behind its last page."""
    archive = here.archive
    to_dossier = find_dossier(
        posted.text("to"), by=here.by, registers=archive.registers, now=here.now
    )
    pages = archive.registers.pages(dossier_id=to_dossier)
    refile_page(
        page_id,
        to_dossier,
        posted.text("why"),
        after_page=pages[-1].page_id if pages else None,
        by=here.by,
        ledger=archive.ledger,
        now=here.now,
    )
    archive.catch_up()
    return see(request, f"/dossiers/{dossier_id}", "web.done.refiled")


@router.get("/quarantine")
def get_quarantine(request: Request, here: SignedIn) -> Response:
    """Suspected pages, for whoever holds the right."""
    archive = here.archive
    rows = list_quarantine(
        by=here.by, ledger=archive.ledger, registers=archive.registers, now=here.now
    )
    return page(request, "quarantine.html", here, rows=rows, levels=_LEVELS)


@router.post("/quarantine/{page_id}")
def post_quarantine(request: Request, here: SignedIn, page_id: UUID, posted: Posted) -> Response:
    """Release it, ask for its removal, or remove it as the second person."""
    archive = here.archive
    act = posted.text("act")
    match act:
        case "release":
            release_page(
                page_id,
                posted.text("why"),
                by=here.by,
                ledger=archive.ledger,
                objects=archive.objects,
                keys=archive.keys,
                now=here.now,
            )
        case "request":
            request_removal(
                page_id, posted.text("why"), by=here.by, ledger=archive.ledger, now=here.now
            )
        case "remove":
            level = next((one for one in _LEVELS if one.value == posted.text("level")), None)
            if level is None or len(posted.text("holder")) < 3:
                raise BadEntry("entry.removal")
            remove_page(
                page_id,
                level,
                posted.text("holder"),
                by=here.by,
                ledger=archive.ledger,
                objects=archive.objects,
                keys=archive.keys,
                limits=archive.limits,
                now=here.now,
            )
        case _:
            raise BadEntry("entry.noAct")
    archive.catch_up()
    return see(request, "/quarantine", f"web.done.{act}")
