"""Reading a page: the image in the masters becomes a transcript, an object that an event cites.

The same reading is recorded once: digest, image number and reading engine name it. A page that
cannot be read after its tries is set aside by an event; it never becomes an empty transcript.
"""

import logging
import time
from datetime import datetime
from uuid import UUID

from archive.folding import page_of, retried
from archive.jobs import Postponed
from archive.ledger import Ledger, Write
from archive.objects import Area, ObjectStore
from domain.access import Action, Actor, require
from domain.events.page import PageTranscribed, PageUnread
from domain.page import Page, PageState, Reading
from ocr.engine import OcrEngine
from ocr.errors import EngineFailed
from ocr.pages import Limits
from ocr.pipeline import read_page
from ocr.quality import flags_of
from ocr.transcript import Engine, Transcript

log = logging.getLogger(__name__)

NOT_INSTALLED = frozenset({"engine.missing", "engine.modelMissing"})
"""No page's fault: the reading program must be installed first."""


def reading_name(engine: Engine) -> str:
    """Which program read a page, and how: what tells one reading from another."""
    parts = (engine.name, engine.version, engine.model, engine.settings)
    return " ".join((*parts, f"pipeline={engine.pipeline_version}"))


def transcribe_page(
    page_id: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    engine: OcrEngine,
    limits: Limits,
    now: datetime,
) -> int | None:
    """Read the page's present image and record what was read.

    Returns:
        The ledger position; None if there is nothing to read: this engine has read it already, or
        the page is not in custody any more.

    Raises:
        UnreadableScan, EngineFailed: what was on the page is unknown; try again, then set aside.
        Postponed: the reading program is not installed.
        ObjectMissing, ObjectCorrupt, ObjectsUnavailable.
    """
    require(by, Action.READ_PAGES, on=now)
    with_engine = reading_name(_installed(engine))
    page = page_of(page_id, ledger)
    if not _is_to_read(page, with_engine):
        return None
    started = time.monotonic()
    transcript = _read(page, objects=objects, engine=engine, limits=limits)
    event = _transcribed(page, transcript, with_engine, by=by, objects=objects)
    position = retried(lambda: _record(event, with_engine, ledger=ledger, objects=objects))
    log.info(
        "page transcribed",
        extra={
            "page_id": page_id,
            "words": event.words,
            "took_ms": round((time.monotonic() - started) * 1000),
        },
    )
    return position


def _installed(engine: OcrEngine) -> Engine:
    """What the engine is. Raises: Postponed (its values say what to install): no page's fault."""
    try:
        return engine.engine
    except EngineFailed as error:
        raise Postponed(error.code, **error.values) from error


def _read(page: Page, *, objects: ObjectStore, engine: OcrEngine, limits: Limits) -> Transcript:
    assert page.digest is not None  # noqa: S101 - in custody
    content = objects.get(page.digest, area=Area.MASTERS)
    try:
        return read_page(content, page.image_no, digest=page.digest, engine=engine, limits=limits)
    except EngineFailed as error:
        if error.code in NOT_INSTALLED:
            raise Postponed(error.code, **error.values) from error
        raise


def _transcribed(
    page: Page, transcript: Transcript, with_engine: str, *, by: Actor, objects: ObjectStore
) -> PageTranscribed:
    kept = objects.put(transcript.model_dump_json().encode(), area=Area.DERIVED)
    return PageTranscribed(
        recorded_by=by.id,
        page_id=page.page_id,
        digest=transcript.digest,
        transcript=kept,
        engine=with_engine,
        words=transcript.word_count,
        blank=transcript.verdict.blank,
        flags=flags_of(transcript.verdict, words=transcript.word_count),
    )


def _record(
    event: PageTranscribed, with_engine: str, *, ledger: Ledger, objects: ObjectStore
) -> int | None:
    """Record the reading if it is still that of the page, as the page stands now."""
    page = page_of(event.page_id, ledger)
    if page.digest == event.digest and page.state in (PageState.QUARANTINED, PageState.REMOVED):
        # It was closed while it was read: nothing derived of it may stay.
        objects.clear(event.transcript, area=Area.DERIVED)
        return None
    if page.digest != event.digest or not _is_to_read(page, with_engine):
        return None
    return ledger.record(Write(page.page_id, (event,), page.version)).position


def _is_to_read(page: Page, with_engine: str) -> bool:
    if page.state is not PageState.CUSTODY or page.digest is None:
        return False
    return page.transcribed is None or page.transcribed.engine != with_engine


def set_page_aside(
    page_id: UUID, code: str, tries: int, *, by: Actor, ledger: Ledger, now: datetime
) -> int | None:
    """Record that a page could not be read, after its tries.

    Returns:
        The ledger position; None if it is recorded already, was read after all, or is not in
        custody any more.
    """
    require(by, Action.READ_PAGES, on=now)

    def attempt() -> int | None:
        page = page_of(page_id, ledger)
        if page.state is not PageState.CUSTODY or page.reading is not Reading.NOT_READ:
            return None
        event = PageUnread(recorded_by=by.id, page_id=page_id, code=code, tries=tries)
        return ledger.record(Write(page_id, (event,), page.version)).position

    return retried(attempt)
