"""Accession, gate and removal killed at any moment: both balances hold, nothing acknowledged is
lost, and nothing of a secret lies where it cannot be forgotten."""

import io
import random
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from PIL import PngImagePlugin

from archive.custody import request_removal
from archive.objects import Area
from domain.batch import Balance
from domain.page import PageState
from tests.kit.custody import House, a_house
from tests.kit.killable import gate, remove, run, take
from tests.kit.pages import page_image, page_png, tiff
from tests.kit.reading_room import ARCHIVIST

DOSSIERS, PAGES = 4, 3
IMAGES = DOSSIERS * (PAGES + 2)
SECRET = 5
PLANTED = b"BI-MAT-CUA-TRANG-NAY"


def secret_png(number: int) -> bytes:
    """A stamped page with a planted word in the clear."""
    out = io.BytesIO()
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", PLANTED.decode())
    page_image(number, stamped=True).save(out, "PNG", dpi=(200, 200), pnginfo=said)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Dossiers of single pages and a file of two; the last page of each bears a stamp in some."""
    for dossier in range(DOSSIERS):
        path = tmp_path / "in" / f"HS{dossier + 1}"
        path.mkdir(parents=True)
        for page in range(PAGES):
            (path / f"{page + 1}.png").write_bytes(page_png(100 * dossier + page))
        pair = (page_image(100 * dossier + 50), page_image(100 * dossier + 51))
        (path / "9.tif").write_bytes(tiff(*pair))
        if dossier % 3 == 0:
            (path / "3.png").write_bytes(secret_png(100 * dossier + SECRET))
    head = "dossier,person_name,identifier,birth_date,sheets,sides,blank_sides\n"
    rows = "".join(f"HS{number + 1},,,,{PAGES + 2},1,\n" for number in range(DOSSIERS))
    (tmp_path / "in" / "manifest.csv").write_text(head + rows)
    return tmp_path


def house_of(folder: Path) -> Path:
    (folder / "house").mkdir(exist_ok=True)
    return folder / "house"


def secrets_of(folder: Path) -> list[bytes]:
    """What must be found nowhere but in the intake: a word, digests, and blocks of the bytes."""
    needles = [PLANTED]
    for path in sorted((folder / "in").rglob("3.png")):
        content = path.read_bytes()
        if PLANTED in content:
            digest = sha256(content)
            needles += [digest.hexdigest().encode(), digest.digest()]
            needles += [content[at : at + 64] for at in range(512, len(content) - 64, 256)]
    return needles


def traces(folder: Path, needles: list[bytes], *, intake: bool = False) -> list[str]:
    return [
        str(path)
        for path in sorted((folder / "house").rglob("*"))
        if path.is_file() and (intake or "intake" not in path.parts)
        if any(needle in path.read_bytes() for needle in needles)
    ]


def check(house: House, folder: Path) -> None:
    """What holds at every moment, killed or not."""
    for balance in house.balances():
        assert balance.holds, balance
    assert traces(folder, secrets_of(folder)) == []
    for number in range(1, DOSSIERS + 1):
        for dossier in house.dossiers(f"HS{number}"):
            assert dossier.images == len(dossier.page_ids) + len(dossier.removed)
            for page_id in dossier.page_ids:
                page = house.page(page_id)
                digest = house.digest_of(page)
                areas = [area for area in Area if house.objects.has(digest, area=area)]
                assert areas, "an event cites bytes that are not there"
                if page.state is PageState.CUSTODY:
                    assert Area.MASTERS in areas


def test_killed_accessions_and_gates_lose_nothing_and_leak_nothing(folder: Path):
    chance = random.Random(4)
    acknowledged: dict[UUID, int] = {}
    source = folder / "in"

    for kill_after_s in (0.02, 0.1, chance.uniform(0, 0.4), chance.uniform(0, 0.4)):
        said = run(take, source, folder=house_of(folder), kill_after_s=kill_after_s)
        acknowledged |= dict(said)
        with a_house(folder / "house") as house:
            check(house, folder)
    run(take, source, folder=house_of(folder))
    for kill_after_s in (0.05, chance.uniform(0, 0.5)):
        run(gate, folder=house_of(folder), kill_after_s=kill_after_s)
        with a_house(folder / "house") as house:
            check(house, folder)
    run(gate, folder=house_of(folder))

    with a_house(folder / "house") as house:
        check(house, folder)
        assert house.balances() == (Balance(images_in=IMAGES, custody=IMAGES - 2, quarantine=2),)
        for number in range(1, DOSSIERS + 1):
            dossier = house.dossier(f"HS{number}")
            assert (dossier.images, dossier.difference) == (PAGES + 2, 0)
            assert acknowledged.get(dossier.dossier_id, PAGES + 2) == PAGES + 2
        position = house.ledger.position()
        intake = set(house.objects.digests(area=Area.INTAKE))
        assert len(intake) == 2
    run(take, source, folder=house_of(folder))
    with a_house(folder / "house") as house:
        assert house.ledger.position() == position
        assert not list((folder / "house" / "objects").rglob(".incoming/*"))


def test_a_killed_removal_is_finished_and_leaves_nothing_anywhere(folder: Path):
    run(take, folder / "in", folder=house_of(folder))
    run(gate, folder=house_of(folder))
    with a_house(folder / "house") as house:
        suspected = [
            page.page_id
            for number in range(1, DOSSIERS + 1)
            for page in house.pages(f"HS{number}")
            if page.suspected
        ]
        for page_id in suspected:
            request_removal(
                page_id, "dấu MẬT thật", by=ARCHIVIST, ledger=house.ledger, now=house.clock()
            )
    chance = random.Random(5)

    for kill_after_s in (0.0, chance.uniform(0, 0.05)):
        run(remove, suspected, folder=house_of(folder), kill_after_s=kill_after_s)
        with a_house(folder / "house") as house:
            check(house, folder)
    run(remove, suspected, folder=house_of(folder))

    with a_house(folder / "house") as house:
        check(house, folder)
        assert {house.page(one).state for one in suspected} == {PageState.REMOVED}
        assert house.balances() == (Balance(images_in=IMAGES, custody=IMAGES - 2, removed=2),)
        assert traces(folder, secrets_of(folder), intake=True) == []
