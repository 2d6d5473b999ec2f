"""Custody: from the intake through the secrecy gate to the masters, or out again.

The unit is the file as it was received. What is write-once can never be taken back, so every image
of a file is looked at before any of it reaches the masters, and before any text is kept. Each step
is recorded before what it undoes is destroyed: whoever is killed in between finds in the ledger
what is left to do, and `gate_file` does it. Source: domain.md 2.9; R-SEC-01, R-SEC-02.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from archive.files import citing_pages, file_bytes, pages_of_file
from archive.folding import dossier_of, page_of, retried, scope_of
from archive.keys import Keys
from archive.ledger import Ledger, Write
from archive.objects import Area, ObjectStore
from archive.purging import purge_derived
from domain.access import Action, Actor, may, require
from domain.errors import NotAllowed
from domain.events.dossier import SecretStubRegistered
from domain.events.envelope import SecrecyLevel
from domain.events.page import PageExtracted, PagePromoted, PageQuarantined
from domain.evidence import Digest
from domain.page import Page, PageState
from domain.page import release as release_of
from domain.page import remove as removal_of
from domain.page import request_removal as removal_request_of
from ocr.engine import OcrEngine
from ocr.limits import Limits
from ocr.pages import extract_image, identify
from ocr.secrecy import SecrecyLook
from ocr.secrecy import look as look_for_stamps

log = logging.getLogger(__name__)

Look = Callable[..., tuple[SecrecyLook, ...]]
"""As `ocr.secrecy.look`: content, `engine`, `limits` to one look per image."""

_MAY_CLOSE = (Action.READ_PAGES, Action.DESCRIBE, Action.RELEASE)


def gate_file(
    page_ids: Sequence[UUID],
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    keys: Keys,
    engine: OcrEngine,
    limits: Limits,
    now: datetime,
    look: Look = look_for_stamps,
) -> int | None:
    """Carry out for one file whatever the ledger says is still to be done. Any page names the file.

    Waiting for the gate: look at every image, then promote all, or quarantine all. Released:
    promote. Promoted: clear the intake. Closed: purge what was read. Removed: destroy what is left.

    Returns:
        The position of what was recorded; None if nothing was.

    Raises:
        EngineFailed, UnreadableScan: nobody knows what is on the pages; nothing was recorded.
        ObjectMissing, ObjectCorrupt: custody is broken. ObjectsUnavailable, LedgerUnavailable.
        NotAllowed, Unknown, LedgerConflict.
    """
    require(by, Action.READ_PAGES, on=now)

    def attempt() -> int | None:
        pages = pages_of_file(page_ids[0], ledger=ledger, keys=keys)
        digest = keys.open_digest(pages[0].sealed_digest, page_id=pages[0].page_id)
        if all(page.state is PageState.PENDING for page in pages):
            looks = look(file_bytes(digest, objects), engine=engine, limits=limits)
            suspected = [one for one in looks if one.suspected]
            if suspected:
                return _quarantine(pages, looks, by=by, ledger=ledger)
        return _carry_out(pages, digest, by=by, ledger=ledger, objects=objects, keys=keys)

    return retried(attempt)


def gate_gave_up(
    page_ids: Sequence[UUID], *, by: Actor, ledger: Ledger, keys: Keys, now: datetime
) -> int | None:
    """The gate could not look at the file, after all its tries: unsure is quarantine (R-SEC-02).

    Returns:
        The position; None if the file does not wait for the gate any more.

    Raises: NotAllowed, Unknown, LedgerConflict.
    """
    require(by, Action.READ_PAGES, on=now)

    def attempt() -> int | None:
        pages = pages_of_file(page_ids[0], ledger=ledger, keys=keys)
        if any(page.state is not PageState.PENDING for page in pages):
            return None
        return _quarantine(pages, (), by=by, ledger=ledger)

    return retried(attempt)


def quarantine_page(
    page_id: UUID,
    level: SecrecyLevel | None,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    now: datetime,
) -> int:
    """A later gate, or a person, found a stamp on a page in custody: close it, and purge copies.

    Its bytes stay in the masters, which cannot forget; nobody is shown them.

    Returns:
        The position.

    Raises: NotAllowed, Unknown, LedgerConflict.
    """
    scope = scope_of(dossier_of(page_of(page_id, ledger).dossier_id, ledger))
    if not any(may(by, action, scope, on=now) for action in _MAY_CLOSE):
        raise NotAllowed(action=Action.RELEASE.value)

    def attempt() -> int:
        page = page_of(page_id, ledger)
        if page.state is not PageState.CUSTODY:
            return ledger.position()
        event = PageQuarantined(
            recorded_by=by.id, page_id=page_id, suspected=True, level=level.value if level else None
        )
        return ledger.record(Write(page_id, (event,), page.version)).position

    position = retried(attempt)
    log.error("page in custody closed", extra={"page_id": str(page_id)})
    purge_derived(page_of(page_id, ledger), ledger=ledger, objects=objects)
    return position


def release_page(
    page_id: UUID,
    why: str,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    keys: Keys,
    now: datetime,
) -> int:
    """A false alarm, says one holder of the right; with the last suspicion the file is promoted.

    Returns:
        The position.

    Raises:
        RuleViolation: `page.notSuspected`, `page.reasonMissing`.
        NotAllowed, Unknown, ObjectMissing, LedgerConflict.
    """
    scope = scope_of(dossier_of(page_of(page_id, ledger).dossier_id, ledger))
    require(by, Action.RELEASE, scope, on=now)

    def released() -> int:
        page = page_of(page_id, ledger)
        event = release_of(page, why, by=by)
        return ledger.record(Write(page_id, (event,), page.version)).position

    def promoted() -> int | None:
        pages = pages_of_file(page_id, ledger=ledger, keys=keys)
        digest = keys.open_digest(pages[0].sealed_digest, page_id=pages[0].page_id)
        return _carry_out(pages, digest, by=by, ledger=ledger, objects=objects, keys=keys)

    position = retried(released)
    return retried(promoted) or position


def request_removal(page_id: UUID, why: str, *, by: Actor, ledger: Ledger, now: datetime) -> int:
    """The first of two people asks that a page in quarantine be removed.

    Returns:
        The position.

    Raises:
        RuleViolation: `page.notInQuarantine`, `page.inMasters`, `page.removalRequested`,
            `page.reasonMissing`.
        NotAllowed, Unknown, LedgerConflict.
    """
    scope = scope_of(dossier_of(page_of(page_id, ledger).dossier_id, ledger))
    require(by, Action.REMOVE, scope, on=now)

    def attempt() -> int:
        page = page_of(page_id, ledger)
        event = removal_request_of(page, why, by=by)
        return ledger.record(Write(page_id, (event,), page.version)).position

    return retried(attempt)


def remove_page(
    page_id: UUID,
    level: SecrecyLevel,
    holder: str,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    keys: Keys,
    limits: Limits,
    now: datetime,
) -> int:
    """The second person agrees: a stub is registered, bytes and everything derived are destroyed.

    The other pages of the file are taken out unchanged first, each as a file of its own that
    passes the gate. Where the same file lies in another dossier, its bytes go with the last page.

    Args:
        holder: who keeps the paper, outside this archive.

    Returns:
        The position.

    Raises:
        RuleViolation: `page.notInQuarantine`, `page.inMasters`, `page.removalNotRequested`,
            `page.secondPerson`.
        NotAllowed, Unknown, ObjectMissing, LedgerConflict.
    """
    scope = scope_of(dossier_of(page_of(page_id, ledger).dossier_id, ledger))
    require(by, Action.REMOVE, scope, on=now)

    def attempt() -> int:
        page = page_of(page_id, ledger)
        if page.state is PageState.REMOVED:
            return ledger.position()
        pages = pages_of_file(page_id, ledger=ledger, keys=keys)
        others = tuple(one for one in pages if one.page_id != page_id)
        removed = removal_of(page, tuple(one.page_id for one in others), by=by)
        stub = SecretStubRegistered(
            recorded_by=by.id,
            dossier_id=page.dossier_id,
            level=level.value,
            sheet_no=_sheet_no(page, ledger),
            holder=holder,
        )
        taken = _taken_out(others, by=by, objects=objects, keys=keys, limits=limits)
        return ledger.record(
            Write(page_id, (removed,), page.version),
            Write(page.dossier_id, (removed, stub), None),
            *taken,
        ).position

    position = retried(attempt)
    page = page_of(page_id, ledger)
    digest = keys.open_digest(page.sealed_digest, page_id=page_id)
    _destroy((page,), digest, ledger=ledger, objects=objects, keys=keys)
    return position


def _carry_out(
    pages: tuple[Page, ...],
    digest: Digest,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    keys: Keys,
) -> int | None:
    """What follows from how the pages of a file stand; nothing is looked at here."""
    removed = tuple(page for page in pages if page.state is PageState.REMOVED)
    if removed:
        _destroy(removed, digest, ledger=ledger, objects=objects, keys=keys)
        return None
    for page in pages:
        if page.state is PageState.QUARANTINED:
            purge_derived(page, ledger=ledger, objects=objects)
    if any(page.suspected and not page.released for page in pages if _waits(page)):
        return None  # the file waits as a whole
    position = None
    waiting = tuple(page for page in pages if _waits(page))
    if waiting:
        objects.promote(digest)
        position = ledger.record(*(_promotion(page, digest, by=by) for page in waiting)).position
        log.info("file promoted", extra={"page_id": str(waiting[0].page_id), "pages": len(waiting)})
    objects.clear(digest, area=Area.INTAKE)
    return position


def _waits(page: Page) -> bool:
    return page.state in (PageState.PENDING, PageState.QUARANTINED)


def _promotion(page: Page, digest: Digest, *, by: Actor) -> Write:
    event = PagePromoted(
        recorded_by=by.id, page_id=page.page_id, digest=digest, image_no=page.image_no
    )
    return Write(page.page_id, (event,), page.version)


def _quarantine(
    pages: tuple[Page, ...], looks: Sequence[SecrecyLook], *, by: Actor, ledger: Ledger
) -> int:
    """All pages of the file. One that was not looked at is suspected, like the one that was."""
    found = {one.image_no: one for one in looks}
    alone = len(pages) == 1
    writes = []
    for page in pages:
        # A page with a file of its own answers for every image of that file.
        own = [one for one in looks if one.suspected] if alone else [found.get(page.image_no)]
        worst = max((one for one in own if one is not None), key=_severity, default=None)
        event = PageQuarantined(
            recorded_by=by.id,
            page_id=page.page_id,
            suspected=worst is None or worst.suspected,
            level=worst.level.value if worst is not None and worst.level is not None else None,
        )
        writes.append(Write(page.page_id, (event,), page.version))
    position = ledger.record(*writes).position
    first = str(pages[0].page_id)
    log.warning("file quarantined", extra={"page_id": first, "pages": len(pages)})
    return position


_LEVELS = (None, SecrecyLevel.MAT, SecrecyLevel.TOI_MAT, SecrecyLevel.TUYET_MAT)


def _severity(look: SecrecyLook) -> int:
    return _LEVELS.index(look.level) if look.level in _LEVELS else 0


def _taken_out(
    others: Sequence[Page], *, by: Actor, objects: ObjectStore, keys: Keys, limits: Limits
) -> list[Write]:
    """Each page's own image as a new object of the intake, before any event cites it."""
    writes = []
    for page in others:
        digest = keys.open_digest(page.sealed_digest, page_id=page.page_id)
        own = extract_image(file_bytes(digest, objects), page.image_no, limits=limits)
        facts = identify(own, limits=limits)
        kept = objects.put(own, area=Area.INTAKE)
        image = facts.images[0]
        event = PageExtracted(
            recorded_by=by.id,
            page_id=page.page_id,
            sealed_digest=keys.seal_digest(kept, page_id=page.page_id),
            image_no=image.image_no,
            width_px=image.width_px,
            height_px=image.height_px,
            dpi=image.dpi,
            format=facts.format.value,
        )
        writes.append(Write(page.page_id, (event,), page.version))
    return writes


def _destroy(
    removed: Sequence[Page], digest: Digest, *, ledger: Ledger, objects: ObjectStore, keys: Keys
) -> None:
    """The bytes, unless another page still lives by them, and everything that was read of them."""
    for page in removed:
        purge_derived(page, ledger=ledger, objects=objects)
    if not citing_pages(digest, ledger=ledger, keys=keys):
        objects.clear(digest, area=Area.INTAKE)
        log.warning("file destroyed", extra={"page_id": str(removed[0].page_id)})


def _sheet_no(page: Page, ledger: Ledger) -> int | None:
    """Where the paper lay, when sides and sheets are the same thing."""
    dossier = dossier_of(page.dossier_id, ledger)
    if dossier.sides != 1 or page.page_id not in dossier.page_ids:
        return None
    return dossier.page_ids.index(page.page_id) + 1
