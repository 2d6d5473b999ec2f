"""Batch: what was handed in at once, and its balance. Source: domain.md 2.10."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from domain.errors import Unknown
from domain.events.dossier import (
    BatchClosed,
    BatchOpened,
    DossierAccessioned,
    FileDuplicated,
    FileRejected,
)
from domain.events.envelope import Recorded
from domain.events.page import PageRescanned
from domain.evidence import Digest
from domain.frozen import Frozen
from domain.page import Page, PageState


class Balance(Frozen):
    """Where every image of a batch is. `stated` is what the accession counted when it ended."""

    images_in: int
    custody: int = 0
    quarantine: int = 0
    pending: int = 0
    rejected: int = 0
    duplicate: int = 0
    removed: int = 0

    @property
    def accounted(self) -> int:
        return (
            self.custody
            + self.quarantine
            + self.pending
            + self.rejected
            + self.duplicate
            + self.removed
        )

    @property
    def holds(self) -> bool:
        return self.images_in == self.accounted


class Batch(Frozen):
    """A batch as its stream tells. `images_in` counts what was handed in: images taken in,
    rejected, duplicate, and those of later inserts and rescans; once the batch is closed it is
    what its accession counted, file by file, beside the events."""

    batch_id: UUID
    number: int
    folder_digest: Digest
    files: int
    opened_by: UUID
    opened_at: datetime
    closed: bool = False
    images_in: int = 0
    dossier_ids: tuple[UUID, ...] = ()
    page_ids: tuple[UUID, ...] = ()
    rejected: tuple[FileRejected, ...] = ()
    duplicated: tuple[FileDuplicated, ...] = ()
    later_files: int = 0
    """Files inserted after the batch was closed."""
    version: int

    @classmethod
    def of(cls, recorded: Iterable[Recorded]) -> Self:
        """Fold the batch's stream.

        Raises:
            Unknown: there is no such batch.
        """
        fields: dict[str, Any] = {"images_in": 0}
        for one in recorded:
            match one.event:
                case BatchOpened() as event:
                    fields |= _began(event, one)
                case BatchClosed() as event:
                    fields |= {"closed": True, "images_in": event.images_in}
                case DossierAccessioned() as event:
                    _append(fields, "dossier_ids", event.dossier_id)
                    _append(fields, "page_ids", *event.page_ids)
                    fields["images_in"] += event.images
                    if fields.get("closed"):
                        fields["later_files"] = fields.get("later_files", 0) + 1
                case PageRescanned() as event:
                    _append(fields, "page_ids", event.page_id)
                    fields["images_in"] += 1
                case FileRejected() as event:
                    fields["rejected"] = (*fields.get("rejected", ()), event)
                    fields["images_in"] += event.images
                case FileDuplicated() as event:
                    fields["duplicated"] = (*fields.get("duplicated", ()), event)
                    fields["images_in"] += event.images
                case _:
                    pass
            fields["version"] = one.version
        if "batch_id" not in fields:
            raise Unknown("batch.unknown")
        return cls(**fields)

    def balance(self, pages: Mapping[UUID, Page]) -> Balance:
        """Count the batch's images by where they are.

        Args:
            pages: its pages by id; one that is missing here is missing in the balance.
        """
        count = dict.fromkeys(PageState, 0)
        for page_id in self.page_ids:
            page = pages.get(page_id)
            for image in page.images if page is not None else ():
                count[image.state] += 1 if image.batch_id == self.batch_id else 0
        return Balance(
            images_in=self.images_in,
            custody=count[PageState.CUSTODY],
            quarantine=count[PageState.QUARANTINED],
            pending=count[PageState.PENDING],
            removed=count[PageState.REMOVED],
            rejected=sum(event.images for event in self.rejected),
            duplicate=sum(event.images for event in self.duplicated),
        )


def _began(event: BatchOpened, one: Recorded) -> dict[str, Any]:
    return {
        "batch_id": event.batch_id,
        "number": event.number,
        "folder_digest": event.folder_digest,
        "files": event.files,
        "opened_by": event.recorded_by,
        "opened_at": one.recorded_at,
    }


def _append(fields: dict[str, Any], name: str, *ids: UUID) -> None:
    known: tuple[UUID, ...] = fields.get(name, ())
    fields[name] = known + tuple(one for one in ids if one not in known)
