"""Working: jobs to procedures, and the loop that runs until nothing is left to do."""

import logging
import time
from collections.abc import Callable
from functools import partial
from threading import Event
from uuid import UUID

from archive.assembly import assemble_dossier
from archive.counting import settle_dossier
from archive.custody import gate_file, gate_gave_up
from archive.desk import Archive
from archive.jobs import Job, JobKind, Postponed, Progress
from archive.transcription import NOT_INSTALLED, set_page_aside, transcribe_page
from domain.errors import HosoError
from ocr.errors import EngineFailed

log = logging.getLogger(__name__)

_DISPATCH_EVERY_S = 1.0


def do_job(job: Job, archive: Archive) -> None:
    """Do one job. Doing it again is the same as doing it once.

    Raises: what the procedure raises; Postponed if the reading program is not installed.
    """
    match job.kind:
        case JobKind.GATE:
            _gate(job, archive)
        case JobKind.READ:
            transcribe_page(
                _id(job, "pageId"),
                by=archive.worker,
                ledger=archive.ledger,
                objects=archive.objects,
                engine=archive.engine,
                limits=archive.limits,
                now=archive.clock(),
            )
        case JobKind.ASSEMBLE:
            _assemble(_id(job, "dossierId"), archive)


def _gate(job: Job, archive: Archive) -> None:
    try:
        gate_file(
            (_id(job, "pageId"),),
            by=archive.worker,
            ledger=archive.ledger,
            objects=archive.objects,
            keys=archive.keys,
            engine=archive.engine,
            limits=archive.limits,
            now=archive.clock(),
        )
    except EngineFailed as error:
        if error.code in NOT_INSTALLED:
            raise Postponed(error.code, **error.values) from error
        raise


def _assemble(dossier_id: UUID, archive: Archive) -> None:
    assemble_dossier(
        dossier_id,
        by=archive.worker,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        now=archive.clock(),
    )
    settle_dossier(
        dossier_id,
        by=archive.worker,
        ledger=archive.ledger,
        objects=archive.objects,
        now=archive.clock(),
    )


def give_up_job(job: Job, code: str, archive: Archive) -> None:
    """Record that a job failed for good: a failure is an event with a reason, never silence."""
    match job.kind:
        case JobKind.GATE:
            gate_gave_up(
                (_id(job, "pageId"),),
                by=archive.worker,
                ledger=archive.ledger,
                keys=archive.keys,
                now=archive.clock(),
            )
        case JobKind.READ:
            set_page_aside(
                _id(job, "pageId"),
                code,
                job.tries,
                by=archive.worker,
                ledger=archive.ledger,
                now=archive.clock(),
            )
        case JobKind.ASSEMBLE:
            # Its pages are read and findable; the queue keeps it with the reason, for `status`.
            log.error("dossier not assembled", extra={"job": job.key, "code": code})


def _id(job: Job, name: str) -> UUID:
    return UUID(str(job.payload[name]))


def work(
    archive: Archive,
    *,
    workers: int | None = None,
    until_idle: bool = True,
    stop: Event | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> None:
    """Do what the ledger asks for until nothing is left, or until `stop` is set.

    Jobs under way are finished also after Ctrl-C. At the end everything derived is in step.

    Args:
        workers: pages side by side; None takes the settings' number.
        progress: told of every job that is over, one call at a time.

    Raises: Postponed (`install` says what is missing), and the unavailability of a part.
    """
    count = workers or archive.worker_count
    told = _Told(archive, progress)
    with archive.lanes(archive, count) as do:
        archive.workers.run(
            archive.queue,
            do,
            workers=count,
            until_idle=until_idle,
            stop=stop or Event(),
            progress=told,
            give_up=partial(give_up_job, archive=archive),
            more=archive.dispatch,
        )
    archive.catch_up()


class _Told:
    """Between two jobs: put what came up, so that a finished dossier need not wait for others."""

    def __init__(self, archive: Archive, progress: Callable[[Progress], None] | None) -> None:
        self._archive, self._progress = archive, progress
        self._last = time.monotonic()

    def __call__(self, one: Progress) -> None:
        if time.monotonic() - self._last >= _DISPATCH_EVERY_S:
            self._archive.dispatch()
            self._last = time.monotonic()
        if self._progress is not None:
            self._progress(one)


def follow(archive: Archive, *, stop: Event, every_s: float = 0.3) -> None:
    """Keep everything derived in step until `stop` is set: for a server's own thread.

    What goes wrong is logged and tried again: a server answers on with what it has.
    """
    seen = -1
    while not stop.is_set():
        try:
            if archive.ledger.position() != seen:
                seen = archive.catch_up()
        except HosoError as error:
            log.error("not in step", extra={"code": error.code})
            stop.wait(every_s * 10)
        stop.wait(every_s)
