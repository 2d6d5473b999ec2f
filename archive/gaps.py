"""What a person's record lacks: the career's own gaps, and what the dossiers promise and have not.

Source: domain.md 5.10.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from archive.access_log import AccessLog
from archive.folding import dossier_of
from archive.ledger import Ledger
from archive.listing import DocumentLine, lines_of
from archive.noting import Reader
from archive.objects import ObjectStore
from archive.reaching import career_for, may_see, scope_on
from archive.registers import Registers, units_of
from domain.access import Action, Actor, Scope, may
from domain.events.dossier import InventoryLine
from domain.events.holding import DossierInventoried
from domain.frozen import Frozen
from domain.gaps import Cited, Gap, GapKind, absent, cited, gaps_of
from domain.numbers import same_number
from domain.people import fold

_MOST_DOSSIERS = 1_000


class GapAnswer(Frozen):
    """`inventory` False: the reader may not see the dossiers, whose inventories were left out."""

    person_id: UUID
    person_name: str | None
    on: date
    position: int
    rows: tuple[Gap, ...]
    inventory: bool


def gaps_of_person(
    person_id: UUID,
    *,
    on: date,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
) -> GapAnswer:
    """What is missing in the record of a person on a day, in the order of `GapKind`.

    Raises: NotAllowed, written to the access ledger first; Unknown; LedgerDamaged.
    """
    reader = Reader(by, access, now, key_id)
    reader.require_somewhere(Action.REPLAY, persons=(person_id,))
    career = career_for(person_id, reader, ledger)
    reader.require(Action.REPLAY, scope_on(career, on), persons=(person_id,))
    position = ledger.position()
    dossiers = registers.dossiers(person_id=person_id, limit=_MOST_DOSSIERS)
    sees_dossiers = may(by, Action.SEE_DOSSIER, Scope(person_id=person_id), on=now)
    documents = {
        one.dossier_id: lines_of(dossier_of(one.dossier_id, ledger), objects) for one in dossiers
    }
    rows: list[Gap] = list(gaps_of(career, on, units_of(registers, ledger)))
    rows += _absent(cited(career), (one for rows in documents.values() for one in rows))
    if sees_dossiers:
        for dossier_id, held in documents.items():
            rows += _not_there(dossier_id, held, ledger)
    shown = tuple(
        one
        for one in rows
        if all(may_see(by, career, career.standing(event_id), now) for event_id in one.event_ids)
    )
    order = list(GapKind)
    answer = GapAnswer(
        person_id=person_id,
        person_name=career.identity(on).full_name,
        on=on,
        position=position,
        rows=tuple(sorted(shown, key=lambda one: order.index(one.kind))),
        inventory=sees_dossiers,
    )
    reader.note(
        Action.REPLAY,
        persons=(person_id,),
        dossiers=tuple(documents) if sees_dossiers else (),
        events=tuple(dict.fromkeys(one for row in answer.rows for one in row.event_ids)),
        position=position,
        valid_on=on,
    )
    return answer


def _absent(citations: Iterable[Cited], documents: Iterable[DocumentLine]) -> Iterator[Gap]:
    """What is cited and neither recorded nor among the papers of the person's dossiers."""
    numbers = [one.number for one in documents if one.number]
    for one in citations:
        if not any(same_number(number, one.number) for number in numbers):
            yield absent(one)


def _not_there(
    dossier_id: UUID, documents: tuple[DocumentLine, ...], ledger: Ledger
) -> Iterator[Gap]:
    """Lines of the inventory that no document answers to; each document answers to one line."""
    left = list(documents)
    for line in _inventory(dossier_id, ledger):
        if not (line.number or line.date or line.title):
            continue  # it says nothing that a document could answer to
        answer = next((one for one in left if _answers(one, line)), None)
        if answer is not None:
            left.remove(answer)
            continue
        told = " · ".join(
            str(part) for part in (line.number, line.date, line.type, line.title) if part
        )
        yield Gap(
            kind=GapKind.NOT_IN_DOSSIER,
            code="gap.NOT_IN_DOSSIER",
            values={"ordinal": line.ordinal, "line": told},
            dossier_id=dossier_id,
        )


def _inventory(dossier_id: UUID, ledger: Ledger) -> tuple[InventoryLine, ...]:
    """As counted last, else as the list given with the dossier has it."""
    counted: tuple[InventoryLine, ...] = ()
    for row in ledger.events(dossier_id):
        if isinstance(row.event, DossierInventoried) and row.event.lines:
            counted = row.event.lines
    return counted or dossier_of(dossier_id, ledger).inventory or ()


def _answers(document: DocumentLine, line: InventoryLine) -> bool:
    """By number, and day where both have one; without a number by day, or by title."""
    ours, theirs = line.date, document.issue_date
    same_day = ours is None or theirs is None or ours.agrees_with(theirs)
    if line.number:
        return same_number(line.number, document.number) and same_day
    if ours is not None:
        return theirs is not None and same_day
    return bool(line.title) and fold(line.title or "") == fold(document.title or "")
