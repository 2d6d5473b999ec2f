"""A further paper for an event that exists: still one event (domain.md 3.16)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from archive.deciding import Transaction, check_dossier
from archive.drafting import FieldPlace, find_document, placed_source, reading_of
from archive.folding import dossier_of, retried, scope_of
from archive.keys import Keys
from archive.ledger import Ledger
from archive.objects import ObjectStore
from archive.registers import Registers
from domain.access import Action, Actor, require
from domain.events.dossier import Description
from domain.evidence import Rank
from domain.frozen import Frozen
from domain.standing import Look


class Attached(Frozen):
    """`look`: whether the event is to be looked at now that a paper proves it."""

    position: int
    person_id: UUID
    event_id: UUID
    document_id: UUID
    look: Look


def attach_document(
    document_id: UUID,
    person_id: UUID,
    event_id: UUID,
    *,
    rank: Rank = Rank.ORIGINAL,
    places: Iterable[FieldPlace] = (),
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    keys: Keys,
    now: datetime,
) -> Attached:
    """Prove a recorded event by a paper that the machine proposed nothing from.

    Args:
        places: where on the paper; without any, all its pages.

    Raises: NotAllowed, Unknown, LedgerConflict; RuleViolation: `review.dossierHeld`,
        `review.dossierUnbound`, `mending.*`.
    """
    dossier, _ = find_document(document_id, ledger=ledger, registers=registers)
    require(by, Action.CONFIRM, scope_of(dossier), on=now)
    given = tuple(places)

    def attempt() -> Attached:
        held = dossier_of(dossier.dossier_id, ledger)
        check_dossier(held)
        document = held.document(document_id)
        work = Transaction(
            person_id, (held.dossier_id,), by=by, ledger=ledger, registers=registers, keys=keys,
            now=now,
        )  # fmt: skip
        outcome = work.attach(event_id, rank, placed_source(held, document, given, ledger))
        reading = reading_of(document, objects)
        description = reading.description if reading else Description(doc_type=document.doc_type)
        work.assemble(held, document, description)
        return Attached(
            position=work.commit(),
            person_id=person_id,
            event_id=event_id,
            document_id=document.document_id,
            look=outcome.look,
        )

    return retried(attempt)
