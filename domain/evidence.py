"""Which bytes, which page, where on it: what every value cites."""

from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from domain.frozen import Frozen

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of stored bytes, 64 lower-case hexadecimal digits."""

Confidence = Annotated[float, Field(ge=0.0, le=1.0)]


class Rank(StrEnum):
    """How well a fact is evidenced, best first. Source: domain.md 3.1, 3.16."""

    ORIGINAL = "ORIGINAL"
    CERTIFIED_COPY = "CERTIFIED_COPY"
    PLAIN_COPY = "PLAIN_COPY"
    IMPORTED = "IMPORTED"
    CLAIM = "CLAIM"
    PRESUMED = "PRESUMED"

    @property
    def is_paper(self) -> bool:
        return self in (Rank.ORIGINAL, Rank.CERTIFIED_COPY, Rank.PLAIN_COPY)

    def is_better_than(self, other: "Rank") -> bool:
        order = list(Rank)
        return order.index(self) < order.index(other)


class Box(Frozen):
    """A rectangle in pixels of the scan as received: origin top left, right and bottom outside."""

    left: int = Field(ge=0)
    top: int = Field(ge=0)
    right: int
    bottom: int

    @model_validator(mode="after")
    def _has_area(self) -> Self:
        if self.right <= self.left or self.bottom <= self.top:
            raise ValueError("a box needs a width and a height")
        return self

    def joined(self, other: "Box") -> "Box":
        return Box(
            left=min(self.left, other.left),
            top=min(self.top, other.top),
            right=max(self.right, other.right),
            bottom=max(self.bottom, other.bottom),
        )


class Citation(Frozen):
    """One place of evidence: for `field` (None: for the whole event), this box of this page image.

    `image_no` counts the images of the file from 1; `width_px` x `height_px` is the raster
    that the box is measured in.
    """

    page_id: UUID
    digest: Digest
    image_no: int = Field(ge=1)
    width_px: int = Field(ge=1)
    height_px: int = Field(ge=1)
    box: Box | None = None
    field: str | None = None


class Source(Frozen):
    """Where in the archive an event was read. Source: domain.md 3.1 `source`."""

    dossier_id: UUID
    document_id: UUID
    citations: tuple[Citation, ...] = Field(min_length=1)
