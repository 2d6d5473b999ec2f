"""Page: one scan of one side, on its way through the intake into custody. Source: domain.md 2.9,
2.10.

A fold over the page's stream, and the decisions on a page: who may release it, who remove it, and
whether it can be scanned again or judged.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Self
from uuid import UUID, uuid5

from domain.access import Actor
from domain.errors import RuleViolation, Unknown
from domain.events.envelope import Event, Recorded
from domain.events.page import (
    PageAccessioned,
    PageExtracted,
    PageJudged,
    PagePromoted,
    PageQuarantined,
    PageRefiled,
    PageReleased,
    PageRemovalRequested,
    PageRemoved,
    PageRescanned,
    PageTranscribed,
    PageUnread,
)
from domain.evidence import Box, Citation, Digest
from domain.frozen import Frozen

_SHORTEST_REASON = 2
_PAGES = UUID("0c2f7a6e-93d4-4f0e-8a55-6e1b9d2c4f17")


def page_id_of(dossier_id: UUID, digest: Digest, image_no: int, *, copy_no: int = 1) -> UUID:
    """The page that an image of a file is in a dossier: taken in again, it is the same page.

    Args:
        dossier_id: the dossier that first took the file in.
        digest: of the whole file as received.
        image_no: from 1, within the file.
        copy_no: from 1; above 1 only for a blank page with the same bytes as another.
    """
    copy = "" if copy_no == 1 else f":{copy_no}"
    return uuid5(_PAGES, f"{dossier_id}:{digest}:{image_no}{copy}")


class PageState(StrEnum):
    """Where the present image is. PENDING: in the intake, the gate has yet to look."""

    PENDING = "PENDING"
    QUARANTINED = "QUARANTINED"
    CUSTODY = "CUSTODY"
    REMOVED = "REMOVED"


class Reading(StrEnum):
    """UNREAD: set aside after its tries."""

    NOT_READ = "NOT_READ"
    READ = "READ"
    UNREAD = "UNREAD"


class PageImage(Frozen):
    """One scan of the page. `digest` stands in the clear once it was promoted, else only sealed."""

    batch_id: UUID
    sealed_digest: str
    digest: Digest | None = None
    image_no: int
    width_px: int
    height_px: int
    dpi: int | None
    format: str
    state: PageState = PageState.PENDING


class Page(Frozen):
    """A page as its stream tells. `image` is the present one, `earlier` those it replaced.

    `file_images` counts the images of the file that the present image lies in; `suspected` and
    `level` are what the gate said; `released` that a person called it a false alarm.
    `scanned_by` are the people who took an image of it in: none of them verifies what it proves.
    """

    page_id: UUID
    dossier_id: UUID
    first_dossier_id: UUID
    batch_id: UUID
    file_no: int
    file_images: int
    copy_no: int
    ordinal: int
    image: PageImage
    earlier: tuple[PageImage, ...] = ()
    reading: Reading = Reading.NOT_READ
    transcribed: PageTranscribed | None = None
    unread: PageUnread | None = None
    judged: PageJudged | None = None
    suspected: bool = False
    level: str | None = None
    released: bool = False
    removal_by: UUID | None = None
    scanned_by: frozenset[UUID] = frozenset()
    whole_file: bool = True
    """The images of the file are pages of one dossier; False once it has a file of its own."""
    version: int

    @classmethod
    def of(cls, recorded: Iterable[Recorded]) -> Self:
        """Fold the page's stream.

        Raises:
            Unknown: there is no such page.
        """
        fields: dict[str, Any] = {}
        for one in recorded:
            fields |= _changes(fields, one.event)
            fields["version"] = one.version
        if "page_id" not in fields:
            raise Unknown("page.unknown")
        return cls(**fields)

    @property
    def state(self) -> PageState:
        return self.image.state

    @property
    def digest(self) -> Digest | None:
        """Address of the present image, known from its promotion on."""
        return self.image.digest

    @property
    def image_no(self) -> int:
        return self.image.image_no

    @property
    def sealed_digest(self) -> str:
        return self.image.sealed_digest

    @property
    def width_px(self) -> int:
        return self.image.width_px

    @property
    def height_px(self) -> int:
        return self.image.height_px

    @property
    def dpi(self) -> int | None:
        return self.image.dpi

    @property
    def format(self) -> str:
        return self.image.format

    @property
    def transcript(self) -> Digest | None:
        """The transcript of the present image, while it is in custody."""
        return self.transcribed.transcript if self.transcribed is not None else None

    @property
    def flags(self) -> tuple[str, ...]:
        return self.transcribed.flags if self.transcribed is not None else ()

    @property
    def images(self) -> tuple[PageImage, ...]:
        return (*self.earlier, self.image)

    @property
    def shown(self) -> PageImage | None:
        """The newest image in custody: while a rescan waits at the gate, the one before it.

        None when there is none, or when the page was closed by a later gate or removed.
        """
        if self.state in (PageState.QUARANTINED, PageState.REMOVED) and self.image.digest:
            return None
        kept = [image for image in self.images if image.state is PageState.CUSTODY]
        return kept[-1] if kept and self.state is not PageState.REMOVED else None

    @property
    def is_settled(self) -> bool:
        """Nothing more is to be read: read, set aside, quarantined or removed (domain.md 2.10)."""
        if self.state is PageState.CUSTODY:
            return self.reading is not Reading.NOT_READ
        return self.state is not PageState.PENDING

    def citation(self, box: Box | None = None, field: str | None = None) -> Citation:
        """This page as evidence, by the image in custody.

        Raises:
            RuleViolation: `page.notInCustody`.
        """
        image = self.shown
        if image is None or image.digest is None:
            raise RuleViolation("page.notInCustody", page_id=self.page_id)
        return Citation(
            page_id=self.page_id,
            digest=image.digest,
            image_no=image.image_no,
            width_px=image.width_px,
            height_px=image.height_px,
            box=box,
            field=field,
        )


def _changes(fields: dict[str, Any], event: Event) -> dict[str, Any]:
    """What an event changes of the page's fields. An event of another family changes nothing."""
    match event:
        case PageAccessioned():
            return _began(event)
        case PageRescanned():
            return _scanned_again(fields, event)
        case PageExtracted():
            image = _image(event, batch_id=fields["image"].batch_id)
            return {"image": image, "file_images": 1, "whole_file": False, **_UNSEEN}
        case PagePromoted():
            update = {"state": PageState.CUSTODY, "digest": event.digest}
            return {"image": fields["image"].model_copy(update=update), **_UNSUSPECTED}
        case PageQuarantined():
            seen = {"suspected": event.suspected, "level": event.level, "released": False}
            image = _in_state(fields["image"], PageState.QUARANTINED)
            # What was read of it is purged: closed to everybody.
            return {"image": image, **_NOT_READ, **seen}
        case PageReleased():
            return {"released": True, "removal_by": None}
        case PageRemovalRequested():
            return {"removal_by": event.recorded_by}
        case PageRemoved():
            return {"image": _in_state(fields["image"], PageState.REMOVED), **_NOT_READ}
        case PageTranscribed() if event.digest == fields["image"].digest:
            return {"reading": Reading.READ, "transcribed": event, "unread": None}
        case PageUnread():
            return {"reading": Reading.UNREAD, "unread": event, "transcribed": None}
        case PageJudged():
            return {"judged": event}
        case PageRefiled():
            return {"dossier_id": event.to_dossier_id}
        case _:
            return {}


_NOT_READ: dict[str, Any] = {"reading": Reading.NOT_READ, "transcribed": None, "unread": None}
_UNSUSPECTED: dict[str, Any] = {
    "suspected": False,
    "level": None,
    "released": False,
    "removal_by": None,
}
_UNSEEN: dict[str, Any] = {**_NOT_READ, **_UNSUSPECTED}


def _began(event: PageAccessioned) -> dict[str, Any]:
    return {
        "page_id": event.page_id,
        "dossier_id": event.dossier_id,
        "first_dossier_id": event.dossier_id,
        "batch_id": event.batch_id,
        "file_no": event.file_no,
        "file_images": event.file_images,
        "copy_no": event.copy_no,
        "ordinal": event.ordinal,
        "image": _image(event, batch_id=event.batch_id),
        "scanned_by": frozenset({event.recorded_by}),
    }


def _scanned_again(fields: dict[str, Any], event: PageRescanned) -> dict[str, Any]:
    return {
        "image": _image(event, batch_id=event.batch_id),
        "earlier": (*fields.get("earlier", ()), fields["image"]),
        "scanned_by": fields["scanned_by"] | {event.recorded_by},
        "judged": None,
        "file_images": 1,
        "whole_file": False,
        **_UNSEEN,
    }


def _image(event: PageAccessioned | PageRescanned | PageExtracted, *, batch_id: UUID) -> PageImage:
    return PageImage(
        batch_id=batch_id,
        sealed_digest=event.sealed_digest,
        image_no=event.image_no,
        width_px=event.width_px,
        height_px=event.height_px,
        dpi=event.dpi,
        format=event.format,
    )


def _in_state(image: PageImage, state: PageState) -> PageImage:
    return image.model_copy(update={"state": state})


def release(page: Page, why: str, *, by: Actor) -> PageReleased:
    """A false alarm, says one holder of the right.

    Raises:
        RuleViolation: `page.notSuspected`: nothing waits for a release here.
    """
    if page.state is not PageState.QUARANTINED or not page.suspected or page.released:
        raise RuleViolation("page.notSuspected", page_id=page.page_id)
    return PageReleased(recorded_by=by.id, page_id=page.page_id, why=reason(page, why))


def request_removal(page: Page, why: str, *, by: Actor) -> PageRemovalRequested:
    """The first of two persons asks that a quarantined page be removed.

    Raises:
        RuleViolation: `page.notInQuarantine`; `page.removalRequested`: somebody asked already.
    """
    _check_removable(page)
    if page.removal_by is not None:
        raise RuleViolation("page.removalRequested", page_id=page.page_id)
    return PageRemovalRequested(recorded_by=by.id, page_id=page.page_id, why=reason(page, why))


def remove(page: Page, kept: tuple[UUID, ...], *, by: Actor) -> PageRemoved:
    """The second person agrees. `kept` are the other pages of the file.

    Raises:
        RuleViolation: `page.notInQuarantine`; `page.removalNotRequested`; `page.secondPerson`: it
            is the human that counts, and it must be another one.
    """
    _check_removable(page)
    if page.removal_by is None:
        raise RuleViolation("page.removalNotRequested", page_id=page.page_id)
    if page.removal_by == by.id or by.machine:
        raise RuleViolation("page.secondPerson", page_id=page.page_id)
    return PageRemoved(recorded_by=by.id, page_id=page.page_id, first_by=page.removal_by, kept=kept)


def _check_removable(page: Page) -> None:
    if page.state is not PageState.QUARANTINED:
        raise RuleViolation("page.notInQuarantine", page_id=page.page_id)
    if page.digest is not None or any(image.digest for image in page.earlier):
        # What is write-once cannot be taken back here: access stays closed (domain.md 2.9).
        raise RuleViolation("page.inMasters", page_id=page.page_id)


def judge(page: Page, *, accepted: bool, why: str | None, by: Actor) -> PageJudged:
    """A person's verdict on the image: accepted, or a rescan wanted, with the reason.

    Raises:
        RuleViolation: `page.notInCustody`; `page.reasonMissing`: a rescan needs one.
    """
    if page.shown is None:
        raise RuleViolation("page.notInCustody", page_id=page.page_id)
    said = reason(page, why or "") if why or not accepted else None
    return PageJudged(recorded_by=by.id, page_id=page.page_id, accepted=accepted, why=said)


def reason(page: Page, why: str) -> str:
    """The reason as it will be kept.

    Raises:
        RuleViolation: `page.reasonMissing`: it says nothing.
    """
    said = " ".join(why.split())
    if len(said) < _SHORTEST_REASON:
        raise RuleViolation("page.reasonMissing", page_id=page.page_id)
    return said
