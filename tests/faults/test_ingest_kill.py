"""A whole ingest, killed at random moments: nothing acknowledged is lost, both balances hold.

The program takes a folder in and works until all is done. It says what it has acknowledged; then
it is killed without warning, started again, and killed again, until once it comes through.
"""

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from archive.counting import balance_of
from archive.desk import Archive
from archive.jobs import JobState
from archive.objects import Area
from archive.working import work
from domain.batch import Batch
from domain.dossier import Dossier
from domain.events.dossier import DossierAccessioned
from domain.events.page import PageTranscribed
from domain.page import Page, PageState, Reading
from infra.bootstrap import open_archive
from infra.settings import Settings
from tests.kit.pages import page_image, page_png, tiff, write_dossier
from tests.kit.scripted import ScriptedEngine

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SEEDS = range(1, 1 + int(os.environ.get("HOSO_TEST_KILLS", "1")))
"""Of the moments; a release is tried with more: HOSO_TEST_KILLS=10."""
SECRET_NO = 4_242_424
PROGRAM = """
import sys
from pathlib import Path
from uuid import UUID
from archive.accession import accession
from archive.working import work
from domain.access import Actor, Grant, Role
from infra.bootstrap import open_archive, scans_in
from infra.logs import start_logging
from infra.settings import Settings
from tests.kit.scripted import ScriptedEngine

folder, scans = Path(sys.argv[1]), Path(sys.argv[2])
by = Actor(id=UUID(int=1), name="Mai",
           grants=(Grant(grant_id=UUID(int=2), role=Role.DOSSIER_CUSTODIAN),))
start_logging(form="plain", level="DEBUG")
with open_archive(Settings.in_folder(folder, workers=2), engine=ScriptedEngine()) as archive:
    answer = accession(scans_in(scans), by=by, ledger=archive.ledger, objects=archive.objects,
                       keys=archive.keys, registers=archive.registers, limits=archive.limits,
                       now=archive.clock())
    print("acknowledged", answer.position, flush=True)
    work(archive, progress=lambda one: print("acknowledged", archive.ledger.position(), flush=True))
    print("through", flush=True)
"""


def write_scans(folder: Path) -> Path:
    """Three dossiers, nine images: one file of several, one with a stamp, one that is no scan."""
    scans = folder / "scans"
    write_dossier(scans, "HS-001", 1, 2, 3)
    secret = write_dossier(scans, "HS-002", 4, 5)
    (secret / "0003.png").write_bytes(page_png(SECRET_NO, stamped=True))
    (secret / "0004.png").write_bytes(b"no scan at all")
    (scans / "HS-003.tif").write_bytes(tiff(page_image(6), page_image(7), page_image(8)))
    return scans


class Ingest:
    """Runs the program and remembers what it acknowledged and logged."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.archive = folder, folder / "archive"
        self.scans = write_scans(folder)
        self.kills = 0
        self.tmp = folder / "tmp"
        self.tmp.mkdir()
        (folder / "program.py").write_text(PROGRAM)
        self.program = folder / "program.py"
        self.acknowledged = 0
        self.logged = ""

    def run(self, *, kill_at: int | None = None, then_s: float = 0.0) -> bool:
        """Start it; kill it when the ledger has reached a position. True if it came through."""
        with (self.folder / "said").open("w") as said, (self.folder / "log").open("w") as log:
            program = subprocess.Popen(
                [sys.executable, str(self.program), str(self.archive), str(self.scans)],
                stdout=said,
                stderr=log,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.tmp)},
            )
            until = time.monotonic() + 300
            while program.poll() is None and time.monotonic() < until:
                if kill_at is not None and self.position() >= kill_at:
                    time.sleep(then_s)
                    program.send_signal(signal.SIGKILL)
                    self.kills += 1
                    break
                time.sleep(0.003)
            program.wait(300)
        return self._heard(must_end_well=kill_at is None, returned=program.returncode)

    def _heard(self, *, must_end_well: bool, returned: int) -> bool:
        said = (self.folder / "said").read_text()
        logged = (self.folder / "log").read_text()
        self.logged += logged
        # A line cut off by the kill was not acknowledged.
        whole = said.splitlines(keepends=True)
        told = [int(line.split()[1]) for line in whole if line.endswith("\n") and "ack" in line]
        self.acknowledged = max([self.acknowledged, *told])
        assert returned == 0 or not must_end_well, logged
        return "through" in said

    def position(self) -> int:
        """How far the ledger is, read beside the running program."""
        file = self.archive / "ledger.sqlite"
        if not file.exists():
            return 0
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            found = connection.execute("SELECT max(rowid) FROM stored_events").fetchone()[0]
        except sqlite3.OperationalError:
            return 0  # hardly begun
        finally:
            connection.close()
        return found or 0


@pytest.fixture
def ingest(tmp_path: Path) -> Ingest:
    return Ingest(tmp_path)


def open_again(ingest: Ingest) -> AbstractContextManager[Archive]:
    settings = Settings.in_folder(ingest.archive, workers=2)
    return open_archive(settings, engine=ScriptedEngine())


def check_nothing_is_lost(archive: Archive, ingest: Ingest) -> None:
    events = archive.ledger.after(0, limit=100_000)
    assert archive.ledger.position() >= ingest.acknowledged
    batches = {one.event.batch_id for one in events if isinstance(one.event, DossierAccessioned)}
    for batch_id in batches:
        assert balance_of(batch_id, ledger=archive.ledger).holds
        assert Batch.of(archive.ledger.events(batch_id)).batch_id == batch_id
    dossiers = {one.event.dossier_id for one in events if isinstance(one.event, DossierAccessioned)}
    pages = []
    for dossier_id in dossiers:
        dossier = Dossier.of(archive.ledger.events(dossier_id))
        assert dossier.images == len(set(dossier.page_ids))
        pages += [Page.of(archive.ledger.events(page_id)) for page_id in dossier.page_ids]
    for page in pages:
        match page.state:
            case PageState.CUSTODY:
                assert page.digest is not None
                archive.objects.get(page.digest, area=Area.MASTERS)
            case PageState.PENDING | PageState.QUARANTINED:
                digest = archive.keys.open_digest(page.sealed_digest, page_id=page.page_id)
                archive.objects.get(digest, area=Area.INTAKE)
            case PageState.REMOVED:
                pytest.fail("nobody removed a page")
        if page.transcript is not None:
            archive.objects.get(page.transcript, area=Area.DERIVED)


def check_the_end(archive: Archive) -> None:
    """As if nothing had ever been killed: each page once, each reading once."""
    pages = archive.registers.pages()
    assert len(pages) == 9
    assert sum(row.state is PageState.QUARANTINED for row in pages) == 1
    assert sum(row.reading is Reading.READ for row in pages) == 8
    readings = [
        one.event.page_id
        for one in archive.ledger.after(0, limit=100_000)
        if isinstance(one.event, PageTranscribed)
    ]
    assert len(readings) == len(set(readings)) == 8
    assert {one.state for one in archive.queue.counts() if one.count} == {JobState.DONE}
    assert len(list(archive.objects.digests(area=Area.INTAKE))) == 1
    rows = archive.registers.dossiers()
    assert sorted(row.images for row in rows) == [3, 3, 3]
    assert all(archive.registers.documents(row.dossier_id) for row in rows)


def check_the_secret_is_nowhere_else(ingest: Ingest) -> None:
    """Neither its digest nor a block of its bytes is in masters, databases, index, temp or logs."""
    content = page_png(SECRET_NO, stamped=True)
    digest = hashlib.sha256(content).hexdigest()
    marks = [digest.encode(), bytes.fromhex(digest), content[200:264], content[-300:-236]]
    intake = ingest.archive / "objects" / "intake"
    for root in (ingest.archive, ingest.tmp):
        for path in root.rglob("*"):
            if path.is_file() and intake not in path.parents:
                kept = path.read_bytes()
                assert digest not in path.name
                assert not any(mark in kept for mark in marks), path
    assert digest not in ingest.logged
    assert "HS-00" not in ingest.logged
    assert ".png" not in ingest.logged


@pytest.mark.parametrize("seed", SEEDS)
def test_an_ingest_killed_at_random_moments_loses_nothing_and_comes_through(
    ingest: Ingest, seed: int
):
    moments = random.Random(seed)

    came_through = False
    while not came_through:
        next_at = ingest.position() + moments.randint(1, 9)
        came_through = ingest.run(kill_at=next_at, then_s=moments.uniform(0.0, 0.15))
        with open_again(ingest) as archive:
            check_nothing_is_lost(archive, ingest)
        check_the_secret_is_nowhere_else(ingest)

    assert ingest.kills >= 4
    with open_again(ingest) as archive:
        work(archive)
        check_nothing_is_lost(archive, ingest)
        check_the_end(archive)
    check_the_secret_is_nowhere_else(ingest)
