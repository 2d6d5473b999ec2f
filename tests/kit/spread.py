"""What a process that helps with a list is given: importable there, unlike a test's own module."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from archive.adapters.side_by_side import SideBySide
from archive.ledger import Ledger, open_ledger
from archive.scope import People
from archive.sifting import Sifted


def never_asked() -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC)


def side_by_side(folder: Path, *, workers: int = 2, least: int = 1) -> SideBySide:
    """Over the ledger of a reading room, in processes however few people there are."""
    reading = partial(open_ledger, f"sqlite:{folder / 'ledger.sqlite'}", clock=never_asked)
    return SideBySide(reading, workers=workers, least=least)


@dataclass(frozen=True)
class ProcessIds:
    """Finds no line; its payroll is the process that looked."""

    narrow: bool = False

    def with_rows(self) -> "ProcessIds":
        return self

    def over(self, ledger: Ledger) -> Callable[[People], Sifted[None]]:
        return lambda people: Sifted((), os.getpid(), 0)


@dataclass(frozen=True)
class Killed:
    """The process is gone in the middle of its work, unless it is `survivor`."""

    survivor: int
    narrow: bool = False

    def with_rows(self) -> "Killed":
        return self

    def over(self, ledger: Ledger) -> Callable[[People], Sifted[None]]:
        def look(people: People) -> Sifted[None]:
            if os.getpid() != self.survivor:
                os._exit(1)
            return Sifted((), 0, 0)

        return look
