"""TIFF directories: what counts as an image, and what a broken chain of them is."""

import struct

import pytest

from ocr import tiff
from ocr.errors import UnreadableScan
from ocr.pages import Limits, extract_image, identify
from tests.kit.scans import picture, saved
from tests.kit.scans import tiff as tiff_of


def directory(*entries: tuple[int, int, int, int], following: int = 0) -> bytes:
    """Little-endian; an entry is (tag, kind, count, value)."""
    body = struct.pack("<H", len(entries))
    body += b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return body + struct.pack("<I", following)


def page(*, reduced: bool = False, following: int = 0) -> bytes:
    entries = [(254, 4, 1, 1)] if reduced else []
    entries += [(256, 3, 1, 8), (257, 3, 1, 8), (273, 4, 1, 8), (279, 4, 1, 0)]
    return directory(*entries, following=following)


def code_of(content: bytes, *, most: int = 9) -> str:
    with pytest.raises(UnreadableScan) as refused:
        tiff.directories(content, max_images=most)
    return refused.value.code


def test_thumbnails_and_masks_are_no_pages() -> None:
    second = 8 + len(page(reduced=True))

    found = tiff.directories(
        b"II*\0\x08\0\0\0" + page(reduced=True, following=second) + page(), max_images=9
    )

    assert [one.frame_no for one in found] == [1]


def test_a_chain_that_bites_its_tail_is_corrupt() -> None:
    assert code_of(b"II*\0\x08\0\0\0" + page(following=8)) == "scan.corrupt"


def test_a_directory_beyond_the_end_is_a_truncated_file() -> None:
    assert code_of(b"II*\0\xff\0\0\0" + page()) == "scan.truncated"
    assert code_of(b"II*\0\x08\0\0\0" + struct.pack("<H", 500)) == "scan.truncated"


def test_a_page_without_a_size_is_corrupt() -> None:
    assert code_of(b"II*\0\x08\0\0\0" + directory((256, 3, 1, 8))) == "scan.corrupt"


def test_a_file_of_thumbnails_alone_has_no_image() -> None:
    assert code_of(b"II*\0\x08\0\0\0" + page(reduced=True)) == "scan.noImages"


def test_more_images_than_the_limit_are_refused_while_counting() -> None:
    assert code_of(tiff_of(4), most=3) == "scan.tooManyImages"


@pytest.mark.parametrize("big", [False, True])
def test_big_tiff_is_a_tiff(big: bool) -> None:
    content = saved(picture(), "TIFF", save_all=True, append_images=[picture("L")], big_tiff=big)

    facts = identify(content)
    second = identify(extract_image(content, 2))

    assert len(facts.images) == 2 and len(second.images) == 1
    assert (content[2] == 43) is big


def test_an_image_taken_out_keeps_its_compressed_bytes() -> None:
    content = tiff_of(3, mode="1", compression="group4")
    second = tiff.directories(content, max_images=9)[1]
    (start, length) = second.chunks[0]

    alone = extract_image(content, 2, limits=Limits())

    assert content[start : start + length] in alone and len(alone) < len(content)
