"""Pages: their picture, and what is done when a scan is wrong, missing, misfiled or suspected."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from api.here import Asking, Here
from api.messages import Messages
from api.routes.review import Position, Why
from api.uploads import A_FILE, Sent, described
from archive.custody import release_page, remove_page, request_removal
from archive.pages import PageWritten, insert_page, judge_page, refile_page, rescan_page
from archive.showing import PictureSize, show_page
from archive.suspected import SuspectedPage, list_quarantine
from domain.errors import RuleViolation
from domain.events.envelope import SecrecyLevel
from domain.evidence import Box
from domain.frozen import Frozen

router = APIRouter(prefix="/v1", tags=["pages"])


class BadCrop(RuleViolation):
    """A crop is four numbers: left, top, right, bottom, in pixels of the scan."""

    code = "page.badCrop"


class Refiled(Frozen):
    """`after_page` None: before the first page."""

    to_dossier_id: UUID
    after_page: UUID | None = None
    why: str = Field(min_length=3)


class Judged(Frozen):
    accepted: bool
    why: str | None = Field(default=None, min_length=3)


class Removal(Frozen):
    """`holder`: who keeps the secret paper outside the archive."""

    level: SecrecyLevel
    holder: str = Field(min_length=3)


def watermark_of(here: Here) -> tuple[str, ...]:
    """Who saw the picture when: laid over every image that leaves."""
    said: Messages = here.messages
    return (here.by.name, said.instant(here.now))


def box_of(crop: str | None) -> Box | None:
    """`left,top,right,bottom`. Raises: BadCrop."""
    if not crop:
        return None
    try:
        left, top, right, bottom = (int(part) for part in crop.split(","))
        return Box(left=left, top=top, right=right, bottom=bottom)
    except ValueError:  # of the numbers or of the box
        raise BadCrop() from None


@router.get(
    "/pages/{page_id}/image",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
)
def get_image(
    here: Asking,
    page_id: UUID,
    size: PictureSize = PictureSize.SCREEN,
    crop: Annotated[str | None, Query(pattern=r"^\d+,\d+,\d+,\d+$")] = None,
) -> Response:
    """The page as a JPEG, marked with who asked and when."""
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
    return Response(picture, media_type="image/jpeg")


@router.post(
    "/pages/{page_id}/rescan", response_model=PageWritten, openapi_extra=described(file=A_FILE)
)
def post_rescan(here: Asking, page_id: UUID, sent: Sent) -> PageWritten:
    """A new image of the same page; the earlier one stays in custody."""
    archive = here.archive
    return rescan_page(
        page_id,
        sent.file("file")[1],
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        limits=archive.limits,
        now=here.now,
    )


@router.post(
    "/dossiers/{dossier_id}/pages",
    response_model=PageWritten,
    status_code=201,
    openapi_extra=described(file=A_FILE, afterPage={"type": "string", "format": "uuid"}),
)
def post_insert(here: Asking, dossier_id: UUID, sent: Sent) -> PageWritten:
    """A forgotten sheet, behind `afterPage`; without it, before the first page."""
    archive = here.archive
    name, content = sent.file("file")
    return insert_page(
        dossier_id,
        content,
        after_page=sent.id("afterPage"),
        file_name=name,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        limits=archive.limits,
        now=here.now,
    )


@router.post("/pages/{page_id}/refile", response_model=Position)
def post_refile(here: Asking, page_id: UUID, refiled: Refiled) -> Position:
    """A misfiled page goes to another dossier, keeping its history."""
    archive = here.archive
    position = refile_page(
        page_id,
        refiled.to_dossier_id,
        refiled.why,
        after_page=refiled.after_page,
        by=here.by,
        ledger=archive.ledger,
        now=here.now,
    )
    return Position(position=position)


@router.post("/pages/{page_id}/judge", response_model=Position)
def post_judge(here: Asking, page_id: UUID, judged: Judged) -> Position:
    """Accept the image, or want a rescan, with the reason."""
    position = judge_page(
        page_id,
        judged.accepted,
        judged.why,
        by=here.by,
        ledger=here.archive.ledger,
        now=here.now,
    )
    return Position(position=position)


@router.get("/quarantine", response_model=tuple[SuspectedPage, ...])
def get_quarantine(here: Asking) -> tuple[SuspectedPage, ...]:
    """Pages that wait for a holder of the right."""
    archive = here.archive
    return list_quarantine(
        by=here.by, ledger=archive.ledger, registers=archive.registers, now=here.now
    )


@router.post("/pages/{page_id}/release", response_model=Position)
def post_release(here: Asking, page_id: UUID, said: Why) -> Position:
    """A false alarm: the file leaves quarantine and is read as usual."""
    archive = here.archive
    position = release_page(
        page_id,
        said.why,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        now=here.now,
    )
    return Position(position=position)


@router.post("/pages/{page_id}/removal-request", response_model=Position)
def post_removal_request(here: Asking, page_id: UUID, said: Why) -> Position:
    """The first of two persons asks that a quarantined page be removed."""
    position = request_removal(
        page_id, said.why, by=here.by, ledger=here.archive.ledger, now=here.now
    )
    return Position(position=position)


@router.post("/pages/{page_id}/removal", response_model=Position)
def post_removal(here: Asking, page_id: UUID, removal: Removal) -> Position:
    """The second person removes it: bytes and everything derived are destroyed."""
    archive = here.archive
    position = remove_page(
        page_id,
        removal.level,
        removal.holder,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        limits=archive.limits,
        now=here.now,
    )
    return Position(position=position)
