"""Which post stands above which: only as far as the names alone tell.

A project rule [P]: three ladders of common posts. Posts of different ladders, or of none, are not
compared; a rule that needs to know then stays silent.
"""

import re
from typing import Final, NamedTuple

from domain.people import fold


class Rung(NamedTuple):
    """`height` counts up from 1: a deputy stands just below the head of the same unit."""

    ladder: str
    height: int


_HEADS: Final = (
    (re.compile(r"^(?P<deputy>pho )?truong phong\b"), Rung("office", 2)),
    (re.compile(r"^(?P<deputy>pho )?chanh (?:van phong|thanh tra)\b"), Rung("office", 2)),
    (re.compile(r"^(?P<deputy>pho )?chi cuc truong\b"), Rung("office", 4)),
    (re.compile(r"^(?P<deputy>pho )?giam doc(?: so\b|$)"), Rung("office", 6)),
    (re.compile(r"^(?P<deputy>pho )?(?:to truong|to pho)\b"), Rung("school", 2)),
    (re.compile(r"^(?P<deputy>pho )?hieu truong\b"), Rung("school", 4)),
    (re.compile(r"^(?P<deputy>pho )?chu tich (?:ubnd|uy ban nhan dan) xa\b"), Rung("commune", 2)),
    (re.compile(r"^(?P<deputy>pho )?giam doc\b"), Rung("centre", 2)),
)


def rung_of(post: str | None) -> Rung | None:
    """The rung of a printed post; None if its name is on no ladder."""
    words = fold(post or "")
    for pattern, head in _HEADS:
        match = pattern.match(words)
        if match is not None:
            deputy = bool(match["deputy"]) or words.startswith("to pho")
            return Rung(head.ladder, head.height - 1) if deputy else head
    return None


def is_head(post: str | None) -> bool:
    """True for the head of a unit (Trưởng phòng), False for deputies and what is not known."""
    rung = rung_of(post)
    return rung is not None and rung.height % 2 == 0


def is_higher(post: str | None, than: str | None) -> bool | None:
    """None if the two cannot be compared."""
    one, other = rung_of(post), rung_of(than)
    if one is None or other is None or one.ladder != other.ladder:
        return None
    return one.height > other.height
