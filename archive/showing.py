"""Show a page's picture or a document to somebody who may see it; noted as a look."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from archive.access_log import AccessLog, AnswerGiven
from archive.drafting import find_document
from archive.folding import dossier_of, page_of, scope_of
from archive.keys import Keys
from archive.ledger import Ledger
from archive.noting import Reader
from archive.objects import Area, ObjectStore
from archive.registers import Registers
from archive.views import DocumentView, document_view
from domain.access import Action, Actor, require
from domain.errors import RuleViolation
from domain.evidence import Box
from domain.page import Page, PageState
from ocr.limits import Limits
from ocr.pages import open_image
from ocr.preview import jpeg_preview


class NotShown(RuleViolation):
    """The page has no picture any more: it was removed. `page.badCrop`: not there on the page."""

    code = "page.removed"


class PictureSize(StrEnum):
    """How large a picture is wanted."""

    THUMB = "THUMB"
    SCREEN = "SCREEN"
    FULL = "FULL"


_SIDES_PX = {PictureSize.THUMB: 320, PictureSize.SCREEN: 1600, PictureSize.FULL: 4000}


def show_page(
    page_id: UUID,
    *,
    by: Actor,
    watermark: tuple[str, ...],
    size: PictureSize = PictureSize.SCREEN,
    crop: Box | None = None,
    ledger: Ledger,
    objects: ObjectStore,
    keys: Keys,
    limits: Limits,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
) -> bytes:
    """A JPEG of the page, marked with who saw it when.

    Args:
        watermark: lines laid over the picture; the door writes them in the reader's language.
        crop: in pixels of the scan.

    Raises:
        NotAllowed: also for a page in quarantine without the right for it.
        NotShown: the page was removed.
        ObjectMissing, ObjectCorrupt: custody is broken.
    """
    page = page_of(page_id, ledger)
    scope = scope_of(dossier_of(page.dossier_id, ledger))
    action = Action.SEE_PAGE if page.state is PageState.CUSTODY else Action.SEE_QUARANTINE
    require(by, action, scope, on=now)
    content = _bytes_of(page, objects=objects, keys=keys)
    sheet = open_image(content, page.image_no, limits=limits)
    height_px, width_px = sheet.pixels.shape[:2]
    if crop is not None and (crop.left >= width_px or crop.top >= height_px):
        raise NotShown("page.badCrop")
    picture = jpeg_preview(
        sheet, max_side_px=_SIDES_PX[size], crop=crop, watermark=watermark, quality=82
    )
    access.note(
        AnswerGiven(
            recorded_by=by.id,
            action=action,
            answered_at=now,
            key_id=key_id,
            dossiers=(page.dossier_id,),
            pages=(page_id,),
        )
    )
    return picture


def _bytes_of(page: Page, *, objects: ObjectStore, keys: Keys) -> bytes:
    if page.state is PageState.REMOVED:
        raise NotShown()
    if page.digest is not None and objects.has(page.digest, area=Area.MASTERS):
        return objects.get(page.digest, area=Area.MASTERS)
    digest = keys.open_digest(page.sealed_digest, page_id=page.page_id)
    return objects.get(digest, area=Area.INTAKE)


def show_document(
    document_id: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
) -> DocumentView:
    """One document with its pages in reading order; noted as a look.

    Raises: NotAllowed, Unknown, ObjectMissing, ObjectCorrupt.
    """
    dossier, document = find_document(document_id, ledger=ledger, registers=registers)
    reader = Reader(by, access, now, key_id)
    reader.require(Action.SEE_DOSSIER, scope_of(dossier))
    view = document_view(dossier, document, ledger=ledger, objects=objects)
    reader.note(
        Action.SEE_DOSSIER,
        dossiers=(dossier.dossier_id,),
        pages=document.page_ids,
        position=ledger.position(),
    )
    return view
