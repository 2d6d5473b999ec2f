"""From the ledger to jobs: each piece of work once, whatever comes again."""

from uuid import UUID, uuid4

import pytest

from archive.adapters.local_jobs import LocalJobs
from archive.desk import Archive
from archive.dispatching import Dispatching
from archive.following import catch_up
from archive.jobs import Job, JobKind
from archive.ledger import Write
from domain.events.dossier import DossierBound, DossierDescribed
from domain.events.envelope import Event
from domain.events.page import (
    PageInserted,
    PageQuarantined,
    PageReleased,
    PageRescanned,
    PageUnread,
)
from domain.page import page_id_of
from ocr.errors import EngineFailed
from ocr.transcript import Engine
from tests.kit import builders as b
from tests.kit.scripted import ScriptedEngine

PAGES = tuple(page_id_of(b.DOSSIER, f"{number:064x}", 1) for number in range(1, 4))


def tell(archive: Archive, stream_id: UUID, *events: Event) -> None:
    archive.ledger.record(Write(stream_id, events, None))


def take_in(archive: Archive, *pages: UUID) -> None:
    tell(archive, b.DOSSIER, b.dossier_opened())
    for place, page_id in enumerate(pages, start=1):
        tell(archive, page_id, b.page_accessioned(page_id, place))
    tell(archive, b.DOSSIER, b.dossier_accessioned(pages))


def promote_and_read(archive: Archive, *pages: UUID) -> None:
    for page_id in pages:
        tell(archive, page_id, b.page_promoted(page_id), b.page_transcribed(page_id))


def jobs_of(archive: Archive, kind: JobKind) -> list[Job]:
    """The waiting jobs of a kind, taken out of the queue."""
    found = []
    while job := archive.queue.claim(lease_s=60, kinds=frozenset({kind})):
        archive.queue.done(job)
        found.append(job)
    return found


def test_a_file_of_several_images_is_one_gate_job(archive: Archive):
    for image_no in (1, 2, 3):
        page_id = page_id_of(b.DOSSIER, b.DIGEST, image_no)
        taken = b.page_accessioned(page_id, image_no, image_no=image_no, file_images=3, file_no=1)
        tell(archive, page_id, taken)

    archive.dispatch()

    (gate,) = jobs_of(archive, JobKind.GATE)
    assert gate.payload == {"pageId": str(page_id_of(b.DOSSIER, b.DIGEST, 1))}


def test_no_digest_of_a_page_in_the_intake_stands_in_a_job(archive: Archive):
    take_in(archive, *PAGES)
    archive.dispatch()

    for job in jobs_of(archive, JobKind.GATE):
        assert b.SEALED not in job.key
        assert list(job.payload) == ["pageId"]


def test_a_promoted_page_is_a_reading_job(archive: Archive):
    take_in(archive, PAGES[0])
    tell(archive, PAGES[0], b.page_promoted(PAGES[0]))

    archive.dispatch()

    (read,) = jobs_of(archive, JobKind.READ)
    assert read.payload == {"pageId": str(PAGES[0])}


def test_what_comes_again_puts_no_second_job(archive: Archive):
    take_in(archive, *PAGES)
    promote_and_read(archive, *PAGES)
    archive.dispatch()
    before = archive.queue.counts()
    dispatching = archive.followers[0]

    everything = archive.ledger.after(0)
    dispatching.follow(everything, position=everything[-1].position)

    assert archive.queue.counts() == before


def test_a_dossier_is_assembled_when_its_last_page_is_read_set_aside_or_quarantined(
    archive: Archive,
):
    take_in(archive, *PAGES)
    promote_and_read(archive, PAGES[0])
    tell(archive, PAGES[1], b.page_promoted(PAGES[1]))
    archive.dispatch()
    assert jobs_of(archive, JobKind.ASSEMBLE) == []

    unread = PageUnread(recorded_by=b.MACHINE, page_id=PAGES[1], code="engine.timeout", tries=3)
    tell(archive, PAGES[1], unread)
    archive.dispatch()
    assert jobs_of(archive, JobKind.ASSEMBLE) == []

    closed = PageQuarantined(recorded_by=b.MACHINE, page_id=PAGES[2], suspected=True)
    tell(archive, PAGES[2], closed)
    archive.dispatch()
    (job,) = jobs_of(archive, JobKind.ASSEMBLE)
    assert job.payload == {"dossierId": str(b.DOSSIER)}


@pytest.mark.parametrize(
    ("stream_id", "change"),
    [
        (
            b.DOSSIER,
            DossierBound(recorded_by=b.ARCHIVIST, dossier_id=b.DOSSIER, person_id=b.PERSON),
        ),
        (
            b.DOSSIER,
            DossierDescribed(recorded_by=b.ARCHIVIST, dossier_id=b.DOSSIER, sheets=3, sides=1),
        ),
        (
            b.DOSSIER,
            PageInserted(recorded_by=b.ARCHIVIST, page_id=PAGES[0], dossier_id=b.DOSSIER),
        ),
        (PAGES[1], PageQuarantined(recorded_by=b.MACHINE, page_id=PAGES[1], suspected=True)),
    ],
    ids=["bound", "described", "inserted", "quarantined later"],
)
def test_a_change_has_the_dossier_assembled_again(archive: Archive, stream_id: UUID, change: Event):
    take_in(archive, *PAGES)
    promote_and_read(archive, *PAGES)
    archive.dispatch()
    assert len(jobs_of(archive, JobKind.ASSEMBLE)) == 1

    tell(archive, stream_id, change)
    archive.dispatch()

    assert len(jobs_of(archive, JobKind.ASSEMBLE)) == 1


def test_a_dossier_that_comes_back_to_an_earlier_state_is_assembled_again(archive: Archive):
    take_in(archive, *PAGES)
    promote_and_read(archive, *PAGES)
    archive.dispatch()
    closed = PageQuarantined(recorded_by=b.MACHINE, page_id=PAGES[0], suspected=True)
    tell(archive, PAGES[0], closed)
    archive.dispatch()
    jobs_of(archive, JobKind.ASSEMBLE)

    tell(
        archive,
        PAGES[0],
        PageReleased(recorded_by=b.ARCHIVIST, page_id=PAGES[0], why="nhầm dấu"),
        b.page_promoted(PAGES[0]),
        b.page_transcribed(PAGES[0]),
    )
    archive.dispatch()

    assert len(jobs_of(archive, JobKind.ASSEMBLE)) == 1


def test_a_rescan_passes_the_gate_and_holds_the_dossier_back_until_it_is_read(archive: Archive):
    take_in(archive, PAGES[0])
    promote_and_read(archive, PAGES[0])
    archive.dispatch()
    jobs_of(archive, JobKind.GATE), jobs_of(archive, JobKind.READ)
    jobs_of(archive, JobKind.ASSEMBLE)
    rescanned = PageRescanned(
        recorded_by=b.ARCHIVIST,
        page_id=PAGES[0],
        sealed_digest=b.SEALED,
        image_no=1,
        width_px=827,
        height_px=1165,
        format="PNG",
        batch_id=uuid4(),
    )
    archive.ledger.record(
        Write(PAGES[0], (rescanned,), None), Write(rescanned.batch_id, (rescanned,), None)
    )

    archive.dispatch()

    assert len(jobs_of(archive, JobKind.GATE)) == 1
    assert jobs_of(archive, JobKind.ASSEMBLE) == []
    tell(archive, PAGES[0], b.page_promoted(PAGES[0], "12" * 32))
    archive.dispatch()
    assert len(jobs_of(archive, JobKind.READ)) == 1


def test_a_better_engine_is_new_work_for_pages_promoted_from_then_on(archive: Archive):
    take_in(archive, PAGES[0])
    tell(archive, PAGES[0], b.page_promoted(PAGES[0]))
    archive.dispatch()
    (first,) = jobs_of(archive, JobKind.READ)
    better = Dispatching(
        queue=archive.queue, registers=archive.registers, engine=ScriptedEngine(version="2")
    )

    everything = archive.ledger.after(0)
    better.follow(everything, position=everything[-1].position)

    (second,) = jobs_of(archive, JobKind.READ)
    assert first.key != second.key


class NotInstalled(ScriptedEngine):
    @property
    def engine(self) -> Engine:
        raise EngineFailed("engine.missing")


def test_jobs_are_put_where_no_reading_program_is_installed_too(archive: Archive):
    take_in(archive, PAGES[0])
    tell(archive, PAGES[0], b.page_promoted(PAGES[0]))
    here = Dispatching(queue=archive.queue, registers=archive.registers, engine=NotInstalled())
    catch_up(archive.ledger, archive.registers)

    catch_up(archive.ledger, here)

    assert len(jobs_of(archive, JobKind.READ)) == 1


def test_a_queue_that_was_lost_is_filled_again_from_the_ledger(archive: Archive, tmp_path):
    take_in(archive, *PAGES)
    archive.dispatch()
    empty = LocalJobs(tmp_path / "other.sqlite", clock=archive.clock)
    anew = Dispatching(queue=empty, registers=archive.registers, engine=archive.engine)

    catch_up(archive.ledger, anew)

    assert sum(one.count for one in empty.counts()) == 3
    empty.close()


def test_nothing_new_in_the_ledger_is_nothing_to_do(archive: Archive):
    take_in(archive, *PAGES)

    assert archive.dispatch()
    assert not archive.dispatch()
