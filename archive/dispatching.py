"""Dispatching: a follower that turns what the ledger says into jobs.

One gate job per file, one reading job per promoted page, and one job to assemble a dossier each
time that nothing more is to be read of its pages. A job's key names the work, so that an event
that comes again puts nothing twice; the position is kept by the queue with the jobs.

It asks the registers which dossiers are settled, so it never goes further than they do.
"""

import hashlib
from collections.abc import Iterator, Sequence
from uuid import UUID

from archive.jobs import JobKind, JobQueue, NewJob
from archive.registers import Registers
from archive.transcription import reading_name
from domain.events.dossier import (
    DocumentJoined,
    DocumentReordered,
    DocumentSplit,
    DossierAccessioned,
    DossierBound,
    DossierDescribed,
)
from domain.events.envelope import Recorded
from domain.events.page import (
    PageAccessioned,
    PageEvent,
    PageExtracted,
    PageInserted,
    PagePromoted,
    PageQuarantined,
    PageRefiled,
    PageReleased,
    PageRemoved,
    PageRescanned,
    PageTranscribed,
    PageUnread,
)
from ocr.engine import PIPELINE_VERSION, OcrEngine
from ocr.errors import EngineFailed


class Dispatching:
    """Follower of the ledger, with the queue as what it keeps in step."""

    name = "dispatching"

    def __init__(self, *, queue: JobQueue, registers: Registers, engine: OcrEngine) -> None:
        self._queue, self._registers, self._engine = queue, registers, engine

    def position(self) -> int:
        return self._queue.dispatched()

    def follow(self, recorded: Sequence[Recorded], *, position: int) -> None:
        jobs = [*self._of_pages(recorded), *self._of_dossiers(recorded)]
        self._queue.put_all(jobs, position=position)

    def _of_pages(self, recorded: Sequence[Recorded]) -> Iterator[NewJob]:
        for one in recorded:
            match one.event:
                case PageAccessioned(image_no=image_no) if image_no > 1:
                    pass  # the first image of a file stands for all
                case PageEvent(page_id=page_id) if one.stream_id != page_id:
                    pass  # the same fact, told to the dossier or the batch
                case (
                    PageAccessioned(page_id=page_id)
                    | PageRescanned(page_id=page_id)
                    | PageExtracted(page_id=page_id)
                    | PageQuarantined(page_id=page_id)
                    | PageReleased(page_id=page_id)
                    | PageRemoved(page_id=page_id)
                ):
                    # The gate carries out what is left to do, also after a kill: look, promote,
                    # purge, destroy.
                    yield NewJob(
                        key=f"gate:{page_id}:{one.version}",
                        kind=JobKind.GATE,
                        payload={"pageId": str(page_id)},
                    )
                case PagePromoted(page_id=page_id):
                    yield NewJob(
                        key=f"read:{page_id}:{one.version}:{self._reading()}",
                        kind=JobKind.READ,
                        payload={"pageId": str(page_id)},
                    )
                case _:
                    pass

    def _of_dossiers(self, recorded: Sequence[Recorded]) -> Iterator[NewJob]:
        dossiers = dict.fromkeys(one for each in recorded for one in self._moved(each))
        for settled in self._registers.settled(dossiers):
            # The position, not the pages: a dossier may come back to an earlier state.
            yield NewJob(
                key=f"assemble:{settled.dossier_id}:{settled.moved_at}:{PIPELINE_VERSION}",
                kind=JobKind.ASSEMBLE,
                payload={"dossierId": str(settled.dossier_id)},
            )

    def _moved(self, one: Recorded) -> tuple[UUID, ...]:
        """The dossiers that may have become ready, or must be looked at again."""
        match one.event:
            case PageRefiled(from_dossier_id=left, to_dossier_id=right):
                return left, right
            case (
                PageTranscribed(page_id=page_id)
                | PageUnread(page_id=page_id)
                | PageQuarantined(page_id=page_id)
                | PageRemoved(page_id=page_id)
            ):
                page = self._registers.page(page_id)
                return () if page is None else (page.dossier_id,)
            case (
                DossierAccessioned(dossier_id=dossier_id)
                | DossierDescribed(dossier_id=dossier_id)
                | DossierBound(dossier_id=dossier_id)
                | DocumentSplit(dossier_id=dossier_id)
                | DocumentJoined(dossier_id=dossier_id)
                | DocumentReordered(dossier_id=dossier_id)
                | PageInserted(dossier_id=dossier_id)
            ):
                return (dossier_id,)
            case _:
                return ()

    def _reading(self) -> str:
        """A short name of how pages are read now: a better engine makes a new job.

        Without a reading program here, another machine may have one: the pipeline names it.
        """
        try:
            name = reading_name(self._engine.engine)
        except EngineFailed:
            return f"pipeline-{PIPELINE_VERSION}"
        return hashlib.sha256(name.encode()).hexdigest()[:12]
