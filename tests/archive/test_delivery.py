"""What was handed in: names in order, links and tricks refused, nothing lost. Both adapters."""

import os
import threading
import unicodedata
from pathlib import Path

import pytest

from archive.adapters.folder_delivery import FolderDelivery
from archive.delivery import (
    DeliveryUnavailable,
    Entry,
    FileRefused,
    Listing,
    UploadedFiles,
    natural_key,
    shown,
)

MANY = 1 << 20


def put(folder: Path, name: str, content: bytes = b"x") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def listing_of(folder: Path) -> Listing:
    return FolderDelivery(folder).listing()


def faults(listing: Listing) -> dict[str, str | None]:
    return {f"{one.dossier}/{one.name}": one.fault for one in listing.entries}


def test_sub_folders_and_loose_files_are_dossiers_in_the_order_of_their_names(tmp_path: Path):
    for name in ("HS10/1.tif", "HS2/10.tif", "HS2/9.tif", "HS2/sub/1.tif", "a.pdf", "manifest.csv"):
        put(tmp_path, name)
    put(tmp_path, "HS2/Inventory.CSV", b"ordinal\n")

    listing = listing_of(tmp_path)

    told = [(one.file_no, one.dossier, one.name, one.loose) for one in listing.entries]
    assert told == [
        (1, "a.pdf", "a.pdf", True),
        (2, "HS2", "9.tif", False),
        (3, "HS2", "10.tif", False),
        (4, "HS2", "sub/1.tif", False),
        (5, "HS10", "1.tif", False),
    ]
    assert [(one.name, one.content) for one in listing.lists] == [
        ("HS2/inventory.csv", b"ordinal\n"),
        ("manifest.csv", b"x"),
    ]


def test_both_ways_to_hand_in_give_the_same_listing(tmp_path: Path):
    files = {"HS1/1.png": b"1", "HS1/2.png": b"22", "b.tif": b"333", "HS1/Thumbs.db": b""}
    for name, content in files.items():
        put(tmp_path, name, content)

    uploaded = UploadedFiles(tuple(files.items())).listing()

    assert uploaded == listing_of(tmp_path)


def test_what_systems_leave_behind_is_passed_by_and_named(tmp_path: Path):
    for name in ("HS1/Thumbs.db", "HS1/.DS_Store", "__MACOSX/HS1/x.tif", "HS1/~$a.tif", ".git/x"):
        put(tmp_path, name)
    put(tmp_path, "HS1/1.tif")

    listing = listing_of(tmp_path)

    assert [one.name for one in listing.entries] == ["1.tif"]
    assert set(listing.passed_by) == {
        ".git",
        "HS1/.DS_Store",
        "HS1/Thumbs.db",
        "HS1/~$a.tif",
        "__MACOSX",
    }


def test_a_hidden_file_that_is_a_scan_counts_as_one(tmp_path: Path):
    put(tmp_path, "HS1/..jpg", b"\xff\xd8\xff\xe0 and more")
    put(tmp_path, "HS1/._1.jpg", b"\0\5\x16\7 what a Mac leaves")
    put(tmp_path, ".thumbnails/1.jpg", b"\xff\xd8\xff\xe0 and more")

    listing = listing_of(tmp_path)
    uploaded = UploadedFiles([("HS1/.1.jpg", b"\xff\xd8\xff\xe0 and more")]).listing()

    assert [one.name for one in listing.entries] == ["..jpg"]
    assert set(listing.passed_by) == {"HS1/._1.jpg", ".thumbnails"}
    assert [one.name for one in uploaded.entries] == [".1.jpg"]


def test_an_empty_sub_folder_is_named(tmp_path: Path):
    (tmp_path / "HS9").mkdir()
    put(tmp_path, "HS1/1.tif")

    assert listing_of(tmp_path).empty == ("HS9",)


def test_links_are_never_followed(tmp_path: Path):
    outside = put(tmp_path, "outside/secret.tif", b"secret")
    folder = tmp_path / "in"
    put(folder, "HS1/1.tif")
    (folder / "HS1" / "2.tif").symlink_to(outside)
    (folder / "HS1" / "3.tif").symlink_to(folder / "HS1" / "1.tif")
    (folder / "HS2").symlink_to(outside.parent)
    (folder / "manifest.csv").symlink_to(outside)

    listing = listing_of(folder)

    assert faults(listing) == {
        "HS1/1.tif": None,
        "HS1/2.tif": "file.symlink",
        "HS1/3.tif": "file.symlink",
        "HS2/HS2": "file.symlink",
    }
    assert [(one.content, one.fault) for one in listing.lists] == [(None, "file.symlink")]


def test_a_file_that_becomes_a_link_between_two_looks_is_refused(tmp_path: Path):
    outside = put(tmp_path, "outside/secret.tif", b"secret")
    folder = tmp_path / "in"
    path = put(folder, "HS1/1.tif")
    delivery = FolderDelivery(folder)
    (entry,) = delivery.listing().entries

    path.unlink()
    path.symlink_to(outside)

    with pytest.raises(FileRefused, match=r"file\.symlink"):
        delivery.read(entry, limit_bytes=MANY)


def test_a_folder_that_becomes_a_link_between_two_looks_is_refused(tmp_path: Path):
    put(tmp_path, "outside/1.tif", b"secret")
    folder = tmp_path / "in"
    put(folder, "HS1/1.tif")
    delivery = FolderDelivery(folder)
    (entry,) = delivery.listing().entries

    (folder / "HS1").rename(tmp_path / "moved")
    (folder / "HS1").symlink_to(tmp_path / "outside")

    with pytest.raises(FileRefused, match=r"file\.symlink"):
        delivery.read(entry, limit_bytes=MANY)


def test_the_folder_itself_may_be_named_through_a_link(tmp_path: Path):
    put(tmp_path, "in/HS1/1.tif", b"page")
    (tmp_path / "link").symlink_to(tmp_path / "in")
    delivery = FolderDelivery(tmp_path / "link")
    (entry,) = delivery.listing().entries

    assert delivery.read(entry, limit_bytes=MANY) == b"page"


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path):
    folder = tmp_path / "HS1"
    folder.mkdir()
    os.mkfifo(folder / "pipe.tif")
    delivery = FolderDelivery(tmp_path)

    listing = delivery.listing()

    assert faults(listing) == {"HS1/pipe.tif": "file.special"}
    with pytest.raises(FileRefused, match=r"file\.special"):
        delivery.read(listing.entries[0], limit_bytes=MANY)


def test_folders_within_folders_have_an_end(tmp_path: Path):
    put(tmp_path, "HS1/" + "/".join("abcdefgh") + "/1.tif")

    assert list(faults(listing_of(tmp_path)).values()) == ["file.tooDeep"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything: run as another user")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path):
    put(tmp_path, "HS1/1.tif").chmod(0)
    (entry,) = listing_of(tmp_path).entries

    with pytest.raises(FileRefused, match=r"file\.unreadable"):
        FolderDelivery(tmp_path).read(entry, limit_bytes=MANY)


def test_a_file_that_is_gone_or_too_large_is_refused(tmp_path: Path):
    path = put(tmp_path, "HS1/1.tif", b"x" * 100)
    delivery = FolderDelivery(tmp_path)
    (entry,) = delivery.listing().entries

    with pytest.raises(FileRefused) as refused:
        delivery.read(entry, limit_bytes=99)
    assert (refused.value.code, refused.value.values["bytes"]) == ("scan.tooLarge", 100)
    path.unlink()
    with pytest.raises(FileRefused, match=r"file\.gone"):
        delivery.read(entry, limit_bytes=MANY)


def test_a_file_that_is_written_to_while_it_is_read_is_refused(tmp_path: Path):
    path = put(tmp_path, "HS1/1.tif", b"x" * (48 * MANY))
    delivery = FolderDelivery(tmp_path)
    (entry,) = delivery.listing().entries
    stop = threading.Event()

    def scan_on() -> None:
        with path.open("ab", buffering=0) as file:
            while not stop.is_set():
                file.write(b"more")

    writer = threading.Thread(target=scan_on)
    writer.start()
    try:
        with pytest.raises(FileRefused, match=r"file\.changed"):
            delivery.read(entry, limit_bytes=200 * MANY)
    finally:
        stop.set()
        writer.join()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(DeliveryUnavailable, match=r"delivery\.notAFolder"):
        listing_of(tmp_path / "nowhere")
    with pytest.raises(DeliveryUnavailable, match=r"delivery\.notAFolder"):
        listing_of(put(tmp_path, "a.tif"))


@pytest.mark.parametrize(
    "name",
    [
        "../1.tif",
        "HS1/../../1.tif",
        "/etc/passwd",
        "HS1//1.tif",
        "HS1/./1.tif",
        "C:/1.tif",
        "HS1\\..\\1.tif",
        "HS1/a\0.tif",
        "HS1/a\nb.tif",
        "",
        "HS1/" + "x" * 300,
    ],
)
def test_an_uploaded_name_that_leads_elsewhere_is_refused(name: str):
    (entry,) = UploadedFiles(((name, b"x"),)).listing().entries

    assert entry.fault == "file.badName"


def test_a_second_upload_of_one_name_hides_nothing():
    listing = UploadedFiles((("HS1/1.tif", b"one"), ("HS1/1.tif", b"two"))).listing()

    assert sorted(str(one.fault) for one in listing.entries) == ["None", "file.nameTwice"]


def test_names_are_shown_composed_and_without_tricks():
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ánh.tif")

    assert shown(decomposed) == "Nguyễn Thị Ánh.tif"
    assert shown("a\u202egpj.tif\n") == "a\ufffdgpj.tif\ufffd"
    assert shown(b"\xff.tif".decode("utf-8", "surrogateescape")) == "\ufffd.tif"


def test_a_decomposed_folder_is_the_same_delivery_and_its_files_are_read(tmp_path: Path):
    name = "Lý Thị Bình/Ảnh 1.png"
    put(tmp_path / "nfc", unicodedata.normalize("NFC", name), b"page")
    put(tmp_path / "nfd", unicodedata.normalize("NFD", name), b"page")
    delivery = FolderDelivery(tmp_path / "nfd")

    (entry,) = delivery.listing().entries

    assert (entry.dossier, entry.name) == ("Lý Thị Bình", "Ảnh 1.png")
    assert delivery.read(entry, limit_bytes=MANY) == b"page"
    assert delivery.listing().digest == listing_of(tmp_path / "nfc").digest


def test_a_listing_is_known_again_until_a_name_or_size_changes(tmp_path: Path):
    put(tmp_path, "HS1/1.tif")
    first = listing_of(tmp_path).digest

    assert listing_of(tmp_path).digest == first
    put(tmp_path, "HS1/1.tif", b"xx")
    assert listing_of(tmp_path).digest != first


def test_numbers_in_names_count_as_numbers():
    names = ["trang 10.tif", "trang 9.tif", "Trang 1.tif", "trang 01.tif", "10.tif", "2.tif"]

    assert sorted(names, key=natural_key) == [
        "2.tif",
        "10.tif",
        "Trang 1.tif",
        "trang 01.tif",
        "trang 9.tif",
        "trang 10.tif",
    ]


def test_an_entry_says_where_it_lies():
    (entry,) = UploadedFiles((("HS1/1.tif", b"x"),)).listing().entries

    assert entry == Entry(
        file_no=1,
        dossier="HS1",
        loose=False,
        name="1.tif",
        path=("HS1", "1.tif"),
        size_bytes=1,
        fault=None,
    )
