"""Counting: nothing is lost silently. The balance of a batch, and of a dossier. Source: 2.10."""

from datetime import datetime
from uuid import UUID

from archive.folding import dossier_of, retried, scope_of
from archive.hints import Signs, hints_of
from archive.ledger import Ledger, Write
from archive.objects import Area, ObjectMissing, ObjectStore
from domain.access import Action, Actor, may, require
from domain.batch import Balance, Batch
from domain.dossier import BalanceState, Dossier, StatedCount
from domain.errors import NotAllowed, RuleViolation
from domain.events.dossier import DossierBalanced, DossierDescribed, DossierHeld, MissingHint
from domain.page import Page
from ocr.assemble import page_label
from ocr.reading import DocumentReading
from ocr.transcript import Transcript

_MOST_SHEETS = 20_000
_MAY_SETTLE = (Action.READ_PAGES, Action.ACCESSION, Action.DESCRIBE, Action.REMOVE)


def balance_of(batch_id: UUID, *, ledger: Ledger) -> Balance:
    """Where every image of the batch is, from the ledger alone.

    Raises: Unknown: there is no such batch.
    """
    batch = Batch.of(ledger.events(batch_id))
    streams = {page_id: ledger.events(page_id) for page_id in batch.page_ids}
    return batch.balance({page_id: Page.of(found) for page_id, found in streams.items() if found})


def settle_dossier(
    dossier_id: UUID, *, by: Actor, ledger: Ledger, objects: ObjectStore, now: datetime
) -> int | None:
    """Make known that the dossier's count is met, or how many images are missing or too many.

    Part of every procedure that changes the count; the same is recorded once.

    Returns:
        The position; None if there was nothing new to say.

    Raises: NotAllowed, Unknown, LedgerConflict.
    """

    def attempt() -> int | None:
        dossier = dossier_of(dossier_id, ledger)
        if not any(may(by, action, scope_of(dossier), on=now) for action in _MAY_SETTLE):
            raise NotAllowed(action=Action.DESCRIBE.value)
        event = _settlement(dossier, by=by, ledger=ledger, objects=objects)
        if event is None:
            return None
        return ledger.record(Write(dossier_id, (event,), dossier.version)).position

    return retried(attempt)


def state_count(
    dossier_id: UUID,
    *,
    sheets: int,
    sides: int,
    blank_sides: int = 0,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    now: datetime,
) -> int:
    """A person has counted the paper: so many sheets, their sides, and blanks not scanned.

    Returns:
        The position.

    Raises:
        RuleViolation: `dossier.countImpossible`.
        NotAllowed, Unknown, LedgerConflict.
    """
    sides_in_all = sheets * sides
    if not (0 <= sheets <= _MOST_SHEETS and sides in (1, 2) and 0 <= blank_sides <= sides_in_all):
        raise RuleViolation("dossier.countImpossible", sheets=sheets, sides=sides)
    stated = StatedCount(sheets=sheets, sides=sides, blank_sides=blank_sides)
    require(by, Action.DESCRIBE, scope_of(dossier_of(dossier_id, ledger)), on=now)

    def attempt() -> int:
        dossier = dossier_of(dossier_id, ledger)
        if dossier.stated == stated and dossier.moved == 0:
            return ledger.position()
        described = DossierDescribed(
            recorded_by=by.id,
            dossier_id=dossier_id,
            sheets=sheets,
            sides=sides,
            blank_sides=blank_sides,
        )
        return ledger.record(Write(dossier_id, (described,), dossier.version)).position

    position = retried(attempt)
    settled = settle_dossier(dossier_id, by=by, ledger=ledger, objects=objects, now=now)
    return settled or position


def _settlement(
    dossier: Dossier, *, by: Actor, ledger: Ledger, objects: ObjectStore
) -> DossierBalanced | DossierHeld | None:
    ids = {"recorded_by": by.id, "dossier_id": dossier.dossier_id}
    event: DossierBalanced | DossierHeld
    match dossier.balance_state:
        case BalanceState.COUNTED:
            return None
        case BalanceState.BALANCED:
            event = DossierBalanced(**ids, expected=dossier.expected or 0, images=dossier.images)
        case BalanceState.HELD:
            event = DossierHeld(
                **ids,
                expected=dossier.expected or 0,
                images=dossier.images,
                difference=dossier.difference,
                hints=_hints(dossier, ledger=ledger, objects=objects),
            )
    said = dossier.told
    same = said is not None and said.model_copy(update={"recorded_by": by.id}) == event
    return None if same else event


def _hints(dossier: Dossier, *, ledger: Ledger, objects: ObjectStore) -> tuple[MissingHint, ...]:
    if not dossier.documents:
        return ()  # nothing is read yet
    transcripts: dict[UUID, Transcript] = {}
    for page_id in dossier.page_ids:
        content = _derived(Page.of(ledger.events(page_id)).transcript, objects)
        if content is not None:
            transcripts[page_id] = Transcript.model_validate_json(content)
    readings: dict[UUID, DocumentReading] = {}
    for document in dossier.documents:
        content = _derived(document.reading, objects)
        if content is not None:
            readings[document.document_id] = DocumentReading.model_validate_json(content)
    return hints_of(dossier, Signs(transcripts, readings, page_label))


def _derived(digest: str | None, objects: ObjectStore) -> bytes | None:
    """What is derived can be made again: a hint does without it."""
    if digest is None:
        return None
    try:
        return objects.get(digest, area=Area.DERIVED)
    except ObjectMissing:
        return None
