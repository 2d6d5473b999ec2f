"""People: names as written, identifiers, and the keys that match them."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from domain.frozen import Frozen


class Gender(StrEnum):
    M = "M"
    F = "F"


class IdentifierKind(StrEnum):
    """CCCD 12 digits; CMND 8, 9 or 12 digits; SO_HIEU: the agency's staff number."""

    CCCD = "CCCD"
    CMND = "CMND"
    SO_HIEU = "SO_HIEU"
    BHXH = "BHXH"
    MST = "MST"


class Identifier(Frozen):
    """An attribute with a period of validity, never a stream's key. Source: domain.md 1.2, 4.7."""

    kind: IdentifierKind
    value: str = Field(pattern=r"^[0-9A-Z.\-]{4,20}$")
    valid_from: date | None = None
    valid_to: date | None = None
