"""A list of units, recorded whole or not at all; every line is answered.

What is recorded already is known and recorded no second time, so that a list may be brought again,
longer. Units are the archive's common ground: who records them must reach the whole of it.
"""

from collections.abc import Callable
from datetime import datetime

from archive.folding import directory_of, retried
from archive.ledger import Ledger, Write
from archive.lists import Problem
from archive.unit_book import Answered, UnitBook, UnitLine
from archive.unit_lists import UnitList
from archive.unit_reform import REFORM, reform_of_2025
from domain.access import Action, Actor, require
from domain.events.organisation import UNITS_STREAM
from domain.frozen import Frozen
from domain.organisation import Units


class UnitsImported(Frozen):
    """`problems` are of the list as a whole. With a line refused, nothing was recorded."""

    lines: tuple[UnitLine, ...]
    problems: tuple[Problem, ...]
    recorded: int
    known: int
    refused: int
    dry_run: bool
    position: int

    @property
    def taken(self) -> bool:
        return not self.refused and not self.problems


def import_units(
    given: UnitList,
    *,
    file: str,
    by: Actor,
    ledger: Ledger,
    now: datetime,
    dry_run: bool = False,
) -> UnitsImported:
    """Record what a list tells of units, in the order of its days.

    Args:
        file: the list's name, for the problems.
        dry_run: only answer.

    Raises: NotAllowed, LedgerConflict.
    """
    return _imported(lambda _: given, file, by=by, ledger=ledger, now=now, dry_run=dry_run)


def import_reform(
    *,
    by: Actor,
    ledger: Ledger,
    now: datetime,
    unverified: bool = False,
    dry_run: bool = False,
) -> UnitsImported:
    """Record what the reform of 2025 means for the units that are known (archive/unit_reform.py).

    Args:
        unverified: also what the reference has no source for.

    Raises: as `import_units`.
    """

    def told(units: Units) -> UnitList:
        return UnitList(statements=tuple(reform_of_2025(units, unverified=unverified)))

    return _imported(told, REFORM, by=by, ledger=ledger, now=now, dry_run=dry_run)


def _imported(
    told: Callable[[Units], UnitList],
    file: str,
    *,
    by: Actor,
    ledger: Ledger,
    now: datetime,
    dry_run: bool,
) -> UnitsImported:
    require(by, Action.ORGANISE, on=now)

    def attempt() -> UnitsImported:
        units = directory_of(ledger)
        given = told(units)
        book = UnitBook(units, ledger.position(), by, now, file)
        unclear = {one.line for one in given.problems}
        book.take(one for one in given.statements if one.line not in unclear)
        of_list = tuple(one for one in given.problems if one.line is None)
        for one in given.problems:
            if one.line is not None:
                book.refuse(one.line, one)
        if not of_list and not book.refused and book.events and not dry_run:
            written = ledger.record(Write(UNITS_STREAM, tuple(book.events), book.version))
            book.place([row.position for row in written.recorded])
        counts = {one: sum(line.answered is one for line in book.lines) for one in Answered}
        return UnitsImported(
            lines=book.lines,
            problems=of_list,
            recorded=counts[Answered.RECORDED],
            known=counts[Answered.KNOWN],
            refused=counts[Answered.REFUSED],
            dry_run=dry_run,
            position=ledger.position(),
        )

    return retried(attempt)
