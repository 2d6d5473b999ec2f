"""How well a row of a table is founded. Source: domain.md 0.1."""

from enum import StrEnum


class Mark(StrEnum):
    """V: verified in the source named; WEAK: secondary; K: professional knowledge, unverified."""

    V = "V"
    WEAK = "WEAK"
    K = "K"
    P = "P"
    """A rule of this project, none of the law."""
