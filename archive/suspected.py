"""What waits in quarantine, for whoever holds the right: which pages, and what was asked for."""

from datetime import datetime
from uuid import UUID

from archive.folding import Who, dossier_of, page_of, who_is
from archive.ledger import Ledger
from archive.registers import PageRow, Registers
from archive.views import page_number
from domain.access import Action, Actor, Scope, may, require_somewhere
from domain.frozen import Frozen
from domain.page import PageState


class SuspectedPage(Frozen):
    """A page in quarantine. `page_no` counts the dossier's pages from 1.

    `suspected` False: only another page of its file is. `level` as the stamp reads, None where it
    cannot be read. `removal_asked_by`: the first of the two people; `own_request`: it was the one
    who asks now. `removable` False: its bytes are write-once already, it can only stay closed.
    """

    page_id: UUID
    dossier_id: UUID
    dossier_name: str
    page_no: int | None
    suspected: bool
    level: str | None
    removal_asked_by: Who | None
    own_request: bool
    removable: bool


def list_quarantine(
    *, by: Actor, ledger: Ledger, registers: Registers, now: datetime
) -> tuple[SuspectedPage, ...]:
    """Pages that wait for a holder of the right. Raises: NotAllowed."""
    require_somewhere(by, Action.SEE_QUARANTINE, on=now)
    return tuple(
        _suspected(row, by=by, ledger=ledger)
        for row in registers.pages(state=PageState.QUARANTINED)
        if may(by, Action.SEE_QUARANTINE, Scope(batch_ids=frozenset({row.batch_id})), on=now)
    )


def _suspected(row: PageRow, *, by: Actor, ledger: Ledger) -> SuspectedPage:
    page = page_of(row.page_id, ledger)
    dossier = dossier_of(page.dossier_id, ledger)
    return SuspectedPage(
        page_id=page.page_id,
        dossier_id=page.dossier_id,
        dossier_name=dossier.name,
        page_no=page_number(page.page_id, dossier),
        suspected=page.suspected and not page.released,
        level=page.level,
        removal_asked_by=who_is(page.removal_by, ledger) if page.removal_by else None,
        own_request=page.removal_by == by.id,
        removable=page.digest is None and not any(one.digest for one in page.earlier),
    )
