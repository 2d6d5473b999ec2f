"""Bad input: a recorded rejection or a clear error that names the file, and the rest goes on."""

import io
import os
import resource
import struct
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from archive.delivery import UploadedFiles
from archive.objects import Area, ObjectsUnavailable
from domain.batch import Balance
from domain.events.dossier import BatchClosed, FileRejected
from ocr.limits import Limits
from tests.kit.custody import House
from tests.kit.pages import blank_image, page_image, page_png, png, tiff


def saved(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def bomb_png(width: int, height: int) -> bytes:
    """A PNG that declares a huge raster, its pixels a few bytes of nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pdf(*, password: str = "", script: str = "") -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(298, 420))
        if script:
            action = pikepdf.Dictionary(
                S=pikepdf.Name.JavaScript, JS=pikepdf.String(script), Type=pikepdf.Name.Action
            )
            document.Root.OpenAction = document.make_indirect(action)
        encryption = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(out, encryption=encryption)
    return out.getvalue()


JPEG = saved(page_image(5), "JPEG")

BAD = {
    "empty.tif": (b"", "scan.empty"),
    "text.tif": (b"no scan at all", "scan.notAScan"),
    "letter.docx": (b"PK\x03\x04 a word file", "scan.notAScan"),
    "cut.jpg": (JPEG[: len(JPEG) // 2], "scan.truncated"),
    "cut.png": (page_png(5)[:-500], "scan.truncated"),
    "cut.pdf": (pdf()[:-40], "scan.truncated"),
    "broken.png": (page_png(5)[:60] + b"\xff" * 60 + page_png(5)[120:], "scan.corrupt"),
    "bomb.png": (bomb_png(60_000, 60_000), "scan.bomb"),
    "banner.png": (bomb_png(40_000, 1_000), "scan.sideTooLong"),
    "password.pdf": (pdf(password="bí mật"), "scan.password"),
    "script.pdf": (pdf(script="app.alert('x')"), "scan.pdfActiveContent"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_recorded_as_rejected_and_the_rest_goes_on(house: House, name: str):
    content, code = BAD[name]

    answer = house.hand_in({"HS1/1.png": page_png(1), f"HS1/{name}": content, "HS2/1.png": JPEG})

    assert [(one.dossier, one.name, one.code) for one in answer.rejected] == [("HS1", name, code)]
    assert house.balances() == (Balance(images_in=3, pending=2, rejected=1),)
    recorded = [one for one in house.events() if isinstance(one, FileRejected)]
    assert [(one.file_name, one.code) for one in recorded] == [(name, code)]
    assert len(list(house.objects.digests(area=Area.INTAKE))) == 2


def test_everything_bad_at_once_is_named_one_by_one(house: House):
    files = {f"HS1/{name}": content for name, (content, _) in BAD.items()}

    answer = house.hand_in({**files, "HS1/good.png": page_png(1)})

    assert {one.name: one.code for one in answer.rejected} == {
        name: code for name, (_, code) in BAD.items()
    }
    assert answer.dossiers[0].images == 1
    assert house.balances() == (Balance(images_in=len(BAD) + 1, pending=1, rejected=len(BAD)),)


def test_a_file_is_what_its_content_says_whatever_its_ending(house: House):
    answer = house.hand_in({"HS1/1.pdf": page_png(1), "HS1/2.tif": JPEG, "HS1/3.txt": page_png(3)})

    assert answer.rejected == ()
    assert [page.format for page in house.pages("HS1")] == ["PNG", "JPEG", "PNG"]


def test_a_file_over_the_limit_is_refused_before_it_is_read(house: House):
    content = page_png(1)
    small = Limits(max_file_bytes=len(content) - 1)

    answer = house.take(UploadedFiles((("HS1/1.png", content),)), limits=small)

    (refused,) = answer.rejected
    assert refused.code == "scan.tooLarge"
    assert refused.values == {"bytes": len(content), "limitBytes": len(content) - 1}


def test_too_many_images_in_one_file_are_one_rejection(house: House):
    content = tiff(page_image(1), page_image(2), page_image(3))

    answer = house.take(UploadedFiles((("a.tif", content),)), limits=Limits(max_images=2))

    assert [one.code for one in answer.rejected] == ["scan.tooManyImages"]
    assert answer.dossiers == ()


def test_links_and_special_files_are_rejected_by_name(house: House, tmp_path: Path):
    outside = tmp_path / "outside.png"
    outside.write_bytes(page_png(66))
    folder = tmp_path / "in" / "HS1"
    folder.mkdir(parents=True)
    (folder / "1.png").write_bytes(page_png(1))
    (folder / "2.png").symlink_to(outside)
    (tmp_path / "in" / "HS2").symlink_to(tmp_path)
    os.mkfifo(folder / "3.png")

    answer = house.take_folder(tmp_path / "in")

    assert [(one.name, one.code) for one in answer.rejected] == [
        ("2.png", "file.symlink"),
        ("3.png", "file.special"),
        ("HS2", "file.symlink"),
    ]
    assert house.balances() == (Balance(images_in=4, pending=1, rejected=3),)


def test_path_tricks_in_uploaded_names_reach_nothing(house: House):
    answer = house.hand_in({"../../etc/1.png": page_png(1), "HS1/1.png": page_png(2)})

    assert [one.code for one in answer.rejected] == ["file.badName"]
    assert [one.name for one in answer.dossiers] == ["HS1"]


def test_a_dossier_of_which_nothing_can_be_read_is_held(house: House):
    head = "dossier,person_name,identifier,birth_date,sheets,sides,blank_sides\n"

    house.hand_in({"HS1/1.tif": b"", "manifest.csv": f"{head}HS1,,,,1,1,\n".encode()})

    dossier = house.dossier("HS1")
    assert (dossier.images, dossier.difference) == (0, -1)
    assert dossier.held is not None


def test_a_repaired_rejected_file_comes_in_with_the_next_run(house: House):
    house.hand_in({"HS1/1.png": page_png(1), "HS1/2.jpg": JPEG[:200]})

    answer = house.hand_in({"HS1/1.png": page_png(1), "HS1/2.jpg": JPEG})

    assert answer.dossiers[0].images == 1
    assert house.balances() == (
        Balance(images_in=2, pending=1, rejected=1),
        Balance(images_in=1, pending=1),
    )


def test_a_list_full_of_faults_stops_nothing(house: House):
    answer = house.hand_in(
        {"HS1/1.png": page_png(1), "manifest.csv": b"\xff\xfe\0x", "HS1/inventory.csv": b"\x00"}
    )

    assert [(one.code, one.file) for one in answer.problems] == [
        ("list.notUtf8", "manifest.csv"),
        ("list.notUtf8", "HS1/inventory.csv"),
    ]
    assert answer.dossiers[0].images == 1


def test_a_full_disk_names_the_file_and_the_same_command_goes_on(house: House):
    noise = np.random.default_rng(4).integers(0, 255, (700, 700), dtype=np.uint8)
    large = saved(Image.fromarray(noise), "PNG")
    files = {"HS1/1.png": page_png(1), "HS2/1.png": large, "HS3/1.png": page_png(3)}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (len(large) - 1, hard))
    try:
        with pytest.raises(ObjectsUnavailable) as full:
            house.hand_in(files)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert full.value.code == "objects.diskFull"
    assert (full.value.values["dossier"], full.value.values["file"]) == ("HS2", "1.png")
    assert house.balances() == (Balance(images_in=1, pending=1),)
    assert len(list(house.objects.digests(area=Area.INTAKE))) == 1
    house.hand_in(files)
    assert house.balances() == (Balance(images_in=3, pending=3),)
    assert sum(isinstance(one, BatchClosed) for one in house.events()) == 1


def test_a_blank_page_is_a_page(house: House):
    answer = house.hand_in({"HS1/1.png": png(blank_image())})

    assert answer.dossiers[0].images == 1
