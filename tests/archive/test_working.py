"""A folder of scans goes in and everything that follows is done: gate, reading, assembling."""

import logging
from pathlib import Path
from threading import Event
from uuid import UUID, uuid4

import pytest

from archive.accession import accession
from archive.desk import Archive
from archive.jobs import JobKind, JobState, Postponed, Progress
from archive.objects import Area
from archive.working import follow, work
from domain.access import Actor, Grant, Role
from domain.page import PageState, Reading
from infra.bootstrap import scans_in
from tests.kit.pages import page_image, page_png, tiff, write_dossier
from tests.kit.scripted import ScriptedEngine

ARCHIVIST = Actor(
    id=uuid4(), name="Mai", grants=(Grant(grant_id=uuid4(), role=Role.DOSSIER_CUSTODIAN),)
)


def take_in(archive: Archive, folder: Path) -> UUID:
    answer = accession(
        scans_in(folder),
        by=ARCHIVIST,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        registers=archive.registers,
        limits=archive.limits,
        now=archive.clock(),
    )
    assert answer.batch_id is not None
    return answer.batch_id


def states(archive: Archive) -> set[JobState]:
    return {one.state for one in archive.queue.counts() if one.count}


def test_a_folder_is_gated_read_and_assembled(
    archive: Archive, engine: ScriptedEngine, tmp_path: Path
):
    write_dossier(tmp_path / "in", "HS-001", 1, 2)
    (tmp_path / "in" / "HS-002.tif").write_bytes(tiff(page_image(3), page_image(4)))
    told: list[Progress] = []
    batch_id = take_in(archive, tmp_path / "in")

    work(archive, progress=told.append)

    row = archive.registers.batch(batch_id)
    assert row is not None
    assert row.balance.holds
    assert (row.balance.custody, row.read, row.unseen) == (4, 4, 0)
    assert states(archive) == {JobState.DONE}
    assert {one.job.kind for one in told} == set(JobKind)
    assert list(archive.objects.digests(area=Area.INTAKE)) == []
    assert len(list(archive.objects.digests(area=Area.MASTERS))) == 3
    documents = [
        archive.registers.documents(one.dossier_id) for one in archive.registers.dossiers()
    ]
    assert all(documents)
    assert archive.index.position() == archive.ledger.position()
    assert dict(engine.read_pages) == {1: 1, 2: 1, 3: 1, 4: 1}


def test_a_stamped_page_waits_in_quarantine_and_the_dossier_goes_on(
    archive: Archive, engine: ScriptedEngine, tmp_path: Path
):
    dossier = write_dossier(tmp_path / "in", "HS-001", 1)
    (dossier / "0002.png").write_bytes(page_png(2, stamped=True))
    take_in(archive, tmp_path / "in")

    work(archive)

    kept = {row.place: row for row in archive.registers.pages()}
    assert kept[1].reading is Reading.READ
    assert kept[2].state is PageState.QUARANTINED
    assert len(list(archive.objects.digests(area=Area.INTAKE))) == 1
    assert engine.read_pages[2] == 0
    (row,) = archive.registers.dossiers()
    assert row.settled


def test_a_page_that_cannot_be_read_is_set_aside_with_its_reason_and_the_rest_goes_on(
    archive: Archive, engine: ScriptedEngine, tmp_path: Path
):
    engine.fails(2, "engine.crashed")
    write_dossier(tmp_path / "in", "HS-001", 1, 2)
    take_in(archive, tmp_path / "in")

    work(archive)

    (failure,) = archive.registers.failures()
    assert failure.code == "engine.crashed"
    assert engine.read_pages[2] == 3
    (row,) = archive.registers.dossiers()
    assert (row.read, row.unread, row.settled) == (1, 1, True)
    (aside,) = archive.queue.set_aside()
    assert aside.code == "engine.crashed"


def test_nothing_that_stands_on_a_page_or_names_a_file_is_logged(
    archive: Archive, engine: ScriptedEngine, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    engine.says(1, "Ông Huỳnh Bảo Khánh, sinh ngày 12/3/1985, giữ chức vụ Trưởng phòng Tổ chức")
    engine.fails(2, "engine.crashed")
    write_dossier(tmp_path / "in", "Huỳnh Bảo Khánh", 1, 2)

    with caplog.at_level(logging.DEBUG):
        take_in(archive, tmp_path / "in")
        work(archive)

    assert len(caplog.records) >= 2
    said = "".join(str(record.__dict__) for record in caplog.records)
    for personal in ("Huỳnh", "Khánh", "1985", "0001.png", "Trưởng"):
        assert personal not in said


def test_working_twice_is_the_same_as_once(archive: Archive, tmp_path: Path):
    write_dossier(tmp_path / "in", "HS-001", 1, 2)
    take_in(archive, tmp_path / "in")
    work(archive)
    position = archive.ledger.position()

    work(archive)

    assert archive.ledger.position() == position


def test_the_same_folder_again_is_no_new_work(
    archive: Archive, engine: ScriptedEngine, tmp_path: Path
):
    write_dossier(tmp_path / "in", "HS-001", 1)
    take_in(archive, tmp_path / "in")
    work(archive)
    answer = accession(
        scans_in(tmp_path / "in"),
        by=ARCHIVIST,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        registers=archive.registers,
        limits=archive.limits,
        now=archive.clock(),
    )

    work(archive)

    assert sum(one.images for one in answer.dossiers) == 0
    assert engine.read_pages[1] == 1


def test_a_missing_program_stops_the_work_and_costs_nothing(
    archive: Archive, engine: ScriptedEngine, tmp_path: Path
):
    engine.fails(1, "engine.missing", times=1)
    write_dossier(tmp_path / "in", "HS-001", 1)
    take_in(archive, tmp_path / "in")

    with pytest.raises(Postponed) as postponed:
        work(archive, workers=1)

    assert postponed.value.code == "engine.missing"
    assert archive.registers.failures() == ()
    work(archive, workers=1)
    assert archive.registers.batches()[0].read == 1


def test_told_to_stop_it_takes_nothing_new_and_goes_on_later(archive: Archive, tmp_path: Path):
    write_dossier(tmp_path / "in", "HS-001", 1, 2)
    take_in(archive, tmp_path / "in")
    stop = Event()
    stop.set()

    work(archive, stop=stop)
    assert archive.registers.batches()[0].balance.pending == 2

    work(archive)
    assert archive.registers.batches()[0].read == 2


def test_a_follower_thread_keeps_in_step_until_it_is_stopped(archive: Archive, tmp_path: Path):
    write_dossier(tmp_path / "in", "HS-001", 1)
    take_in(archive, tmp_path / "in")
    stop = Event()

    class StopsWhenInStep:
        """An event that is set as soon as the registers have reached the ledger."""

        def is_set(self) -> bool:
            return stop.is_set()

        def wait(self, timeout: float) -> bool:
            if archive.index.position() == archive.ledger.position():
                stop.set()
            return stop.is_set()

    follow(archive, stop=StopsWhenInStep())  # type: ignore[arg-type]

    assert archive.registers.batches()[0].balance.pending == 1
