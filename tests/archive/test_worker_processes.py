"""With Tesseract, as in an office: pages are read in processes with an archive of their own."""

from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image, ImageDraw

from archive.accession import accession
from archive.working import work
from domain.access import Actor, Grant, Role
from infra.bootstrap import open_archive, scans_in
from infra.demo.fonts import Style, find_faces
from infra.settings import Settings
from ocr.adapters.tesseract import Tesseract
from ocr.errors import EngineFailed
from search.index import EVERYTHING
from search.query import Query

pytestmark = pytest.mark.slow

LINES = ("QUYẾT ĐỊNH", "Về việc bổ nhiệm cán bộ", "Ông Nguyễn Văn An giữ chức vụ Trưởng phòng")


@pytest.fixture(autouse=True)
def _needs_tesseract() -> None:
    try:
        Tesseract().preflight()
    except EngineFailed as failed:
        pytest.skip(f"Tesseract is not here: apt-get install {failed.values['install']}")


def printed_page(path: Path) -> None:
    picture = Image.new("L", (1240, 1754), "white")
    draw = ImageDraw.Draw(picture)
    face = find_faces().at(Style.REGULAR, 34)
    for place, line in enumerate(LINES):
        draw.text((140, 200 + 80 * place), line, fill="black", font=face)
    path.parent.mkdir(parents=True)
    picture.save(path, dpi=(150, 150))


def test_pages_are_read_in_processes_of_their_own(tmp_path: Path):
    printed_page(tmp_path / "in" / "HS-001" / "0001.png")
    by = Actor(
        id=uuid4(), name="Mai", grants=(Grant(grant_id=uuid4(), role=Role.DOSSIER_CUSTODIAN),)
    )

    with open_archive(Settings.in_folder(tmp_path / "archive", workers=2)) as archive:
        accession(
            scans_in(tmp_path / "in"),
            by=by,
            ledger=archive.ledger,
            objects=archive.objects,
            keys=archive.keys,
            registers=archive.registers,
            limits=archive.limits,
            now=archive.clock(),
        )
        work(archive)

        (row,) = archive.registers.batches()
        assert (row.balance.custody, row.read) == (1, 1)
        found = archive.index.search(Query(words="truong phong", acl=(EVERYTHING,)))
        assert found.total >= 1
