"""What people do to single pages: scan again, insert, refile, judge. Nothing is overwritten."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from archive.counting import settle_dossier
from archive.delivery import shown
from archive.files import is_blank
from archive.folding import career_of, dossier_of, page_of, retried, scope_of
from archive.keys import Keys
from archive.ledger import Ledger, Write
from archive.objects import Area, ObjectStore
from domain.access import Action, Actor, require
from domain.batch import Batch
from domain.dossier import Dossier
from domain.errors import RuleViolation
from domain.events.acts import EvidenceAttached, RecordCorrected
from domain.events.dossier import DossierAccessioned
from domain.events.envelope import CareerEvent
from domain.events.page import PageAccessioned, PageInserted, PageRefiled, PageRescanned
from domain.evidence import Digest, Source
from domain.frozen import Frozen
from domain.page import Page, PageState, page_id_of, reason
from domain.page import judge as verdict_of
from domain.standing import Force
from ocr.limits import Limits
from ocr.pages import FileFacts, extract_image, identify


class PageWritten(Frozen):
    """What was done is recorded up to `position`; `page_ids` are the pages concerned."""

    position: int
    page_ids: tuple[UUID, ...]


def rescan_page(
    page_id: UUID,
    content: bytes,
    *,
    image_no: int | None = None,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    keys: Keys,
    limits: Limits,
    now: datetime,
) -> PageWritten:
    """A new image of the same page takes its place, through the same gate; the earlier one stays.

    Args:
        image_no: which image of the new file; needed if it holds several. It is taken out
            unchanged, so that no other image comes along.

    Raises:
        UnreadableScan: the new file is no scan.
        RuleViolation: `page.notInCustody`; `page.manyImages`; `page.imageIsPage`: these bytes are
            this page's, or another's of the dossier, already.
        NotAllowed, Unknown, ObjectsUnavailable, LedgerConflict.
    """
    dossier = dossier_of(page_of(page_id, ledger).dossier_id, ledger)
    require(by, Action.DESCRIBE, scope_of(dossier), on=now)
    single, facts = _single(content, image_no, limits=limits)
    digest = hashlib.sha256(single).hexdigest()
    _check_new(digest, 1, dossier, ledger=ledger, keys=keys)

    def attempt() -> PageWritten:
        page = page_of(page_id, ledger)
        if page.state is not PageState.CUSTODY:
            raise RuleViolation("page.notInCustody", page_id=page_id)
        objects.put(single, area=Area.INTAKE)
        image = facts.images[0]
        event = PageRescanned(
            recorded_by=by.id,
            page_id=page_id,
            sealed_digest=keys.seal_digest(digest, page_id=page_id),
            image_no=image.image_no,
            width_px=image.width_px,
            height_px=image.height_px,
            dpi=image.dpi,
            format=facts.format.value,
            batch_id=page.batch_id,
        )
        written = ledger.record(
            Write(page_id, (event,), page.version), Write(page.batch_id, (event,), None)
        )
        return PageWritten(position=written.position, page_ids=(page_id,))

    return retried(attempt)


def insert_page(
    dossier_id: UUID,
    content: bytes,
    *,
    after_page: UUID | None,
    file_name: str,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    keys: Keys,
    limits: Limits,
    now: datetime,
) -> PageWritten:
    """A forgotten sheet is placed where it belongs; all images of the file, in their order.

    It belongs to the batch that last came into the dossier, and adds its sheet to the count unless
    that sheet was missing.

    Args:
        after_page: None: before the first page.

    Raises:
        UnreadableScan: the file is no scan.
        RuleViolation: `dossier.pageNotHere`: `after_page` is not; `dossier.noBatch`: nothing was
            taken in yet; `page.imageIsPage`: these bytes are a page of the dossier already.
        NotAllowed, Unknown, ObjectsUnavailable, LedgerConflict.
    """
    require(by, Action.DESCRIBE, scope_of(dossier_of(dossier_id, ledger)), on=now)
    facts = identify(content, limits=limits)
    digest = hashlib.sha256(content).hexdigest()
    blank = is_blank(content, facts, limits=limits)

    def attempt() -> PageWritten:
        dossier = dossier_of(dossier_id, ledger)
        if after_page is not None:
            dossier.require_page(after_page)
        if not dossier.batch_ids:
            raise RuleViolation("dossier.noBatch", dossier_id=dossier_id)
        copy_no = 1
        while ledger.events(page_id_of(dossier_id, digest, 1, copy_no=copy_no)):
            if not blank:
                raise RuleViolation("page.imageIsPage", dossier_id=dossier_id)
            copy_no += 1
        if not blank:
            _check_new(digest, 1, dossier, ledger=ledger, keys=keys)
        objects.put(content, area=Area.INTAKE)
        batch = Batch.of(ledger.events(dossier.batch_ids[-1]))
        pages = _pages(
            dossier, batch, facts, digest, copy_no=copy_no, file_name=file_name, by=by, keys=keys
        )
        return _insert(dossier, batch, pages, after_page, by=by, ledger=ledger)

    written = retried(attempt)
    settled = settle_dossier(dossier_id, by=by, ledger=ledger, objects=objects, now=now)
    return written.model_copy(update={"position": settled or written.position})


def refile_page(
    page_id: UUID,
    to_dossier_id: UUID,
    why: str,
    *,
    after_page: UUID | None,
    by: Actor,
    ledger: Ledger,
    now: datetime,
) -> int:
    """A misfiled page goes to another dossier, keeping its history.

    Args:
        after_page: its place there; None: before the first page.

    Returns:
        The position.

    Raises:
        RuleViolation: `page.notInCustody`; `page.hereAlready`; `dossier.pageNotHere`;
            `page.reasonMissing`; `page.cited`: an event in force cites it (`events`): annul it, or
            withdraw the evidence, first.
        NotAllowed, Unknown, LedgerConflict.
    """
    home = dossier_of(page_of(page_id, ledger).dossier_id, ledger)
    require(by, Action.DESCRIBE, scope_of(home), on=now)
    require(by, Action.DESCRIBE, scope_of(dossier_of(to_dossier_id, ledger)), on=now)

    def attempt() -> int:
        page = page_of(page_id, ledger)
        left, right = dossier_of(page.dossier_id, ledger), dossier_of(to_dossier_id, ledger)
        if page.state is not PageState.CUSTODY:
            raise RuleViolation("page.notInCustody", page_id=page_id)
        if left.dossier_id == right.dossier_id:
            raise RuleViolation("page.hereAlready", page_id=page_id)
        if after_page is not None:
            right.require_page(after_page)
        events = tuple(sorted(citing_events(page, ledger)))
        if events:
            raise RuleViolation("page.cited", page_id=page_id, events=events)
        refiled = PageRefiled(
            recorded_by=by.id,
            page_id=page_id,
            from_dossier_id=left.dossier_id,
            to_dossier_id=right.dossier_id,
            after_page=after_page,
            why=reason(page, why),
        )
        # Whoever confirms something on this page guards the page's stream: one of us is second.
        return ledger.record(
            Write(page_id, (refiled,), page.version),
            Write(left.dossier_id, (refiled,), left.version),
            Write(right.dossier_id, (refiled,), right.version),
        ).position

    return retried(attempt)


def judge_page(
    page_id: UUID, accepted: bool, why: str | None, *, by: Actor, ledger: Ledger, now: datetime
) -> int:
    """A person's verdict on the image: accepted, or a rescan wanted, with the reason.

    Returns:
        The position.

    Raises:
        RuleViolation: `page.notInCustody`, `page.reasonMissing`.
        NotAllowed, Unknown, LedgerConflict.
    """
    dossier = dossier_of(page_of(page_id, ledger).dossier_id, ledger)
    require(by, Action.DESCRIBE, scope_of(dossier), on=now)

    def attempt() -> int:
        page = page_of(page_id, ledger)
        event = verdict_of(page, accepted=accepted, why=why, by=by)
        return ledger.record(Write(page_id, (event,), page.version)).position

    return retried(attempt)


def citing_events(page: Page, ledger: Ledger) -> frozenset[UUID]:
    """Career events in force that have this page as evidence, in whoever's career.

    Reads the whole ledger: an event may be anybody's, and no register decides.
    """
    people = frozenset(
        event.person_id
        for event in _career_facts(ledger)
        if page.page_id in _pages_of(event.source)
    )
    return frozenset(
        standing.event_id
        for person_id in people
        for standing in career_of(person_id, ledger).standings
        if standing.force is Force.IN_FORCE
        and any(page.page_id in _pages_of(source) for source in standing.sources)
    )


def _career_facts(ledger: Ledger) -> Iterator[CareerEvent | EvidenceAttached | RecordCorrected]:
    position = 0
    while recorded := ledger.after(position):
        position = recorded[-1].position
        for one in recorded:
            match one.event:
                case CareerEvent() | EvidenceAttached() | RecordCorrected() as event:
                    yield event
                case _:
                    continue


def _pages_of(source: Source | None) -> frozenset[UUID]:
    citations = source.citations if source is not None else ()
    return frozenset(citation.page_id for citation in citations)


def _single(content: bytes, image_no: int | None, *, limits: Limits) -> tuple[bytes, FileFacts]:
    """A file with the one image that is meant."""
    facts = identify(content, limits=limits)
    if len(facts.images) == 1 and image_no in (None, 1):
        return content, facts
    if image_no is None:
        raise RuleViolation("page.manyImages", images=len(facts.images))
    single = extract_image(content, image_no, limits=limits)
    return single, identify(single, limits=limits)


def _check_new(
    digest: Digest, image_no: int, dossier: Dossier, *, ledger: Ledger, keys: Keys
) -> None:
    """Raises: RuleViolation: `page.imageIsPage`."""
    for page_id in dossier.page_ids:
        for image in page_of(page_id, ledger).images:
            is_same = keys.open_digest(image.sealed_digest, page_id=page_id) == digest
            if is_same and image.image_no == image_no:
                raise RuleViolation("page.imageIsPage", page_id=page_id)


def _pages(
    dossier: Dossier,
    batch: Batch,
    facts: FileFacts,
    digest: Digest,
    *,
    copy_no: int,
    file_name: str,
    by: Actor,
    keys: Keys,
) -> tuple[PageAccessioned, ...]:
    pages = []
    for place, image in enumerate(facts.images, start=1):
        page_id = page_id_of(dossier.dossier_id, digest, image.image_no, copy_no=copy_no)
        pages.append(
            PageAccessioned(
                recorded_by=by.id,
                page_id=page_id,
                dossier_id=dossier.dossier_id,
                batch_id=batch.batch_id,
                sealed_digest=keys.seal_digest(digest, page_id=page_id),
                image_no=image.image_no,
                copy_no=copy_no,
                file_no=batch.files + batch.later_files + 1,
                file_name=shown(file_name),
                file_images=len(facts.images),
                ordinal=dossier.images + place,
                width_px=image.width_px,
                height_px=image.height_px,
                dpi=image.dpi,
                format=facts.format.value,
            )
        )
    return tuple(pages)


def _insert(
    dossier: Dossier,
    batch: Batch,
    pages: Iterable[PageAccessioned],
    after_page: UUID | None,
    *,
    by: Actor,
    ledger: Ledger,
) -> PageWritten:
    came, placed, writes = [], [], []
    after = after_page
    for page in pages:
        inserted = PageInserted(
            recorded_by=by.id,
            page_id=page.page_id,
            dossier_id=dossier.dossier_id,
            after_page=after,
        )
        came.append(page.page_id)
        placed.append(inserted)
        writes.append(Write(page.page_id, (page, inserted), 0))
        after = page.page_id
    accessioned = DossierAccessioned(
        recorded_by=by.id,
        dossier_id=dossier.dossier_id,
        batch_id=batch.batch_id,
        images=len(came),
        page_ids=tuple(came),
    )
    written = ledger.record(
        Write(dossier.dossier_id, (accessioned, *placed), dossier.version),
        Write(batch.batch_id, (accessioned,), None),
        *writes,
    )
    return PageWritten(position=written.position, page_ids=tuple(came))
