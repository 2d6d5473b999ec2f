"""A row that holds for a time: a code is judged by the row of the date of its paper.

Source: domain.md 1.4.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.tables.marks import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """In force in `[valid_from, valid_to)`; None: its beginning is not known, or it is open."""

    source: str
    mark: Mark
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, on: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


RowT = TypeVar("RowT", bound=Dated)


def on_day(rows: Iterable[RowT], on: date) -> tuple[RowT, ...]:
    """The rows that hold on the day."""
    return tuple(row for row in rows if row.holds_on(on))
