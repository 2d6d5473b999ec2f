"""Bytes to sheets: what a file is by its content, and everything that is refused, and why."""

import io
import os
import struct
import zlib

import numpy as np
import pikepdf
import pytest
from PIL import Image

from domain.evidence import Box
from ocr.errors import UnreadableScan
from ocr.heard import refusing_damaged
from ocr.pages import (
    Format,
    Limits,
    Mode,
    extract_image,
    identify,
    jpeg_preview,
    open_image,
    open_images,
    png_preview,
)
from ocr.sheet import Sheet
from tests.kit.scans import HEIGHT, WIDTH, pdf_of_scans, pdf_of_text, picture, saved, tiff

SMALL = Limits(max_image_px=1_000_000, max_side_px=5_000, max_images=5, raster_dpi=72)
JPEG = saved(picture(), "JPEG", quality=90)
PNG = saved(picture(), "PNG")


def code_of(content: bytes, *, limits: Limits = SMALL) -> str:
    with pytest.raises(UnreadableScan) as refused:
        identify(content, limits=limits)
    return refused.value.code


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 100)
    mark = b"\x89PNG\r\n\x1a\n"
    return mark + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "kind", "count"),
    [
        (JPEG, Format.JPEG, 1),
        (PNG, Format.PNG, 1),
        (tiff(3), Format.TIFF, 3),
        (pdf_of_scans(JPEG, JPEG), Format.PDF, 2),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, kind: Format, count: int) -> None:
    facts = identify(content, limits=SMALL)

    assert (facts.format, len(facts.images)) == (kind, count)
    assert {(one.width_px, one.height_px) for one in facts.images} == {(WIDTH, HEIGHT)}
    assert [one.image_no for one in facts.images] == list(range(1, count + 1))


def test_the_resolution_tag_is_believed_when_such_paper_exists() -> None:
    assert identify(JPEG, limits=SMALL).images[0].dpi == 50


@pytest.mark.parametrize("dpi", [1, 1200])
def test_a_tag_that_implies_no_paper_is_not_believed(dpi: int) -> None:
    facts = identify(saved(picture(), "JPEG", dpi=(dpi, dpi)), limits=SMALL)

    assert facts.images[0].dpi is None and facts.warnings == ("DPI_UNKNOWN",)
    assert open_image(saved(picture(), "JPEG", dpi=(dpi, dpi)), 1).dpi == 50  # A4 at least


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "scan.empty"),
        (b"/etc/passwd\n", "scan.notAScan"),
        (b"scan.png\nother.png\n", "scan.notAScan"),
        (b"GIF89a" + bytes(40), "scan.notAScan"),
        (JPEG[:-400], "scan.truncated"),
        (JPEG[:-2], "scan.truncated"),
        (PNG[:-30], "scan.truncated"),
        (PNG[:20], "scan.truncated"),
        (JPEG[:3], "scan.truncated"),
        (tiff(2)[:-60], "scan.truncated"),
        (b"II*\0", "scan.truncated"),
        (b"II*\0" + bytes(4), "scan.noImages"),
        (b"%PDF-1.7\n" + bytes(30), "scan.truncated"),
        (b"%PDF-1.7\nnothing here\n%%EOF", "scan.corrupt"),
        (png_header(40_000, 40_000), "scan.bomb"),
        (png_header(6_000, 10), "scan.sideTooLong"),
        (tiff(6), "scan.tooManyImages"),
        (pdf_of_scans(*[JPEG] * 6), "scan.tooManyImages"),
        (pdf_of_text(script="app.alert(1)"), "scan.pdfActiveContent"),
        (pdf_of_text(attachment=True), "scan.pdfActiveContent"),
        (pdf_of_text(encryption=pikepdf.Encryption(user="u", owner="o")), "scan.password"),
    ],
)
def test_bad_input_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_a_text_file_named_as_a_picture_is_never_followed_to_the_path_that_it_holds() -> None:
    # the engine itself would read it as a list of pictures
    assert code_of(b"../../secret/0001.jpg\n") == "scan.notAScan"


def test_forty_thousand_pixels_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(UnreadableScan) as refused:
        identify(png_header(40_000, 40_000))

    assert refused.value.values["widthPx"] == 40_000


def test_a_file_larger_than_the_limit_is_refused_unread() -> None:
    assert code_of(JPEG, limits=Limits(max_file_bytes=100)) == "scan.tooLarge"


def test_a_pdf_image_that_unpacks_to_more_than_its_size_is_a_bomb() -> None:
    with pikepdf.open(io.BytesIO(pdf_of_scans(JPEG))) as pdf:
        image = pdf.pages[0].Resources.XObject.Im0
        image.write(zlib.compress(bytes(30_000_000)), filter=pikepdf.Name.FlateDecode)
        out = io.BytesIO()
        pdf.save(out)

    assert code_of(out.getvalue()) == "scan.bomb"


def test_damage_inside_a_png_is_seen() -> None:
    at = PNG.index(b"IDAT") + 40

    assert code_of(PNG[:at] + b"\xff" * 30 + PNG[at + 30 :]) in ("scan.corrupt", "scan.truncated")


def test_a_broken_jpeg_is_refused_although_a_picture_comes_out() -> None:
    at = len(JPEG) // 2
    broken = JPEG[:at] + bytes([7, 251, 3, 9]) * 16 + JPEG[at + 500 :]
    Image.open(io.BytesIO(broken)).load()

    assert code_of(broken) == "scan.corrupt"
    assert code_of(pdf_of_scans(broken)) == "scan.corrupt"


@pytest.mark.parametrize("packed", ["group4", "group3", "jpeg", "tiff_lzw", "tiff_deflate"])
def test_a_damaged_tiff_is_refused_although_a_picture_comes_out(packed: str) -> None:
    page = picture().convert("1" if packed.startswith("group") else "L")
    whole = saved(page, "TIFF", compression=packed)
    at, end = len(whole) // 3, len(whole) // 3 + len(whole) // 10
    broken = whole[:at] + bytes([7, 251, 3, 9]) * ((end - at) // 4) + whole[end:]

    assert len(identify(whole, limits=SMALL).images) == 1
    assert code_of(broken) in ("scan.corrupt", "scan.truncated")


def test_what_others_say_while_a_page_is_decoded_is_passed_on(capfd: pytest.CaptureFixture[str]):
    with refusing_damaged():
        os.write(2, b"somebody else's line\n")

    with pytest.raises(UnreadableScan), refusing_damaged():
        os.write(2, b"Fax4Decode: Bad code word at line 89 of strip 0 (x 12).\nand another\n")

    assert capfd.readouterr().err == "somebody else's line\nand another\n"


def test_padding_before_the_end_of_a_jpeg_is_no_damage() -> None:
    padded = JPEG[:-2] + bytes(6) + JPEG[-2:]

    assert len(identify(padded, limits=SMALL).images) == 1


def test_a_speck_is_no_page() -> None:
    assert code_of(saved(Image.new("RGB", (1, 1)), "PNG")) == "scan.tooSmall"


def test_an_owner_password_alone_closes_nothing() -> None:
    open_to_all = pdf_of_text(encryption=pikepdf.Encryption(user="", owner="o"))

    assert len(identify(open_to_all, limits=SMALL).images) == 1


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "RGB"])
def test_every_colour_model_comes_out_as_grey_or_rgb_on_white(mode: str) -> None:
    content = saved(picture(mode), "TIFF")

    sheet = open_image(content, 1, limits=SMALL)

    assert sheet.is_colour is (mode in ("CMYK", "RGB"))
    assert int(sheet.grey[10, 10]) > 240 and int(sheet.grey[50, 100]) < 60


def test_black_print_on_transparency_lies_on_white_paper() -> None:
    glass = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    glass.paste((0, 0, 0, 255), (30, 40, 200, 60))

    sheet = open_image(saved(glass, "PNG"), 1, limits=SMALL)

    assert int(sheet.grey[10, 10]) == 255 and int(sheet.grey[50, 100]) == 0


def test_sixteen_bits_keep_their_greys() -> None:
    samples = np.full((HEIGHT, WIDTH), 56_000, np.uint16)
    samples[40:60, 30:200] = 8_000

    sheet = open_image(saved(Image.fromarray(samples), "PNG"), 1, limits=SMALL)

    assert int(sheet.grey[10, 10]) == pytest.approx(218, abs=1)
    assert int(sheet.grey[50, 100]) == pytest.approx(31, abs=1)
    assert identify(saved(Image.fromarray(samples), "PNG")).images[0].mode is Mode.GREY


def test_a_scan_turned_by_its_exif_tag_is_turned() -> None:
    image = picture()
    exif = Image.Exif()
    exif[0x0112] = 6
    content = saved(image, "JPEG", exif=exif.tobytes())

    facts, sheet = identify(content, limits=SMALL).images[0], open_image(content, 1)

    assert (facts.width_px, facts.height_px) == (HEIGHT, WIDTH)
    assert (sheet.width_px, sheet.height_px) == (HEIGHT, WIDTH)


COMPRESSIONS = [
    ("1", "group4"), ("1", "group3"), ("RGB", "tiff_lzw"), ("RGB", "tiff_deflate"),
    ("L", "packbits"), ("RGB", "jpeg"), ("L", "raw"),
]  # fmt: skip


@pytest.mark.parametrize(("mode", "compression"), COMPRESSIONS)
def test_every_image_of_a_tiff_is_opened_whatever_its_compression(
    mode: str, compression: str
) -> None:
    content = tiff(3, mode=mode, compression=compression)

    sheets = list(open_images(content, limits=SMALL))

    assert [int((sheet.grey[5, :60] < 128).sum()) for sheet in sheets] == [10, 20, 30]
    third = open_image(content, 3, limits=SMALL)
    assert np.array_equal(third.pixels, sheets[2].pixels)


@pytest.mark.parametrize(("mode", "compression"), COMPRESSIONS)
def test_an_image_taken_out_of_a_tiff_is_the_same_picture_in_a_file_of_its_own(
    mode: str, compression: str
) -> None:
    content = tiff(3, mode=mode, compression=compression)

    alone = extract_image(content, 2, limits=SMALL)

    assert len(identify(alone, limits=SMALL).images) == 1
    assert np.array_equal(open_image(alone, 1).pixels, open_image(content, 2).pixels)


def test_the_only_image_of_a_file_is_the_file_unchanged() -> None:
    for content in (JPEG, PNG, tiff(1), pdf_of_scans(JPEG)):
        assert extract_image(content, 1, limits=SMALL) == content


def test_a_page_taken_out_of_a_pdf_brings_its_own_bytes_and_nobody_elses() -> None:
    other = saved(picture().transpose(Image.Transpose.FLIP_TOP_BOTTOM), "JPEG", quality=77)
    content = pdf_of_scans(JPEG, other)

    alone = extract_image(content, 2, limits=SMALL)

    assert other[100:300] in alone and JPEG[-300:-100] not in alone
    assert np.array_equal(open_image(alone, 1).pixels, open_image(content, 2).pixels)


def test_a_scanned_pdf_page_is_its_own_image_untouched() -> None:
    facts = identify(pdf_of_scans(JPEG), limits=SMALL)
    sheet = open_image(pdf_of_scans(JPEG), 1, limits=SMALL)

    assert "PDF_RASTERISED" not in facts.warnings and facts.images[0].dpi == 50
    assert np.array_equal(sheet.pixels, open_image(JPEG, 1).pixels)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_pdf_page_is_turned_as_the_pdf_says(rotate: int) -> None:
    sheet = open_image(pdf_of_scans(JPEG, rotate=rotate), 1, limits=SMALL)

    straight = open_image(pdf_of_scans(JPEG), 1, limits=SMALL).turned(rotate)
    assert np.array_equal(sheet.pixels, straight.pixels)


def test_a_born_digital_page_is_drawn_at_the_resolution_of_the_limits() -> None:
    facts = identify(pdf_of_text(), limits=SMALL)
    sheet = open_image(pdf_of_text(), 1, limits=SMALL)

    assert facts.warnings == ("PDF_RASTERISED",) and facts.images[0].dpi == 72
    assert (sheet.width_px, sheet.height_px) == (210, 297)
    assert int(sheet.grey.min()) < 100


def test_there_is_no_image_beyond_the_last() -> None:
    for content in (JPEG, tiff(2), pdf_of_scans(JPEG)):
        for open_it in (open_image, extract_image):
            with pytest.raises(UnreadableScan) as refused:
                open_it(content, 7, limits=SMALL)
            assert refused.value.code == "scan.noSuchImage"


def test_previews_are_small_watermarked_and_cut_to_the_box() -> None:
    sheet = Sheet.of_scan(np.full((400, 300, 3), 255, np.uint8), dpi=50)
    box = Box(left=10, top=20, right=110, bottom=70)

    whole = Image.open(io.BytesIO(jpeg_preview(sheet, max_side_px=100)))
    part = Image.open(io.BytesIO(png_preview(sheet, max_side_px=500, crop=box)))
    marked = Image.open(io.BytesIO(png_preview(sheet, max_side_px=400, watermark=("An 1", "x"))))

    assert whole.size == (75, 100) and part.size == (100, 50)
    assert np.asarray(marked).min() < 255


def test_a_crop_outside_the_sheet_is_refused() -> None:
    sheet = Sheet.of_scan(np.full((40, 30), 255, np.uint8), dpi=50)

    with pytest.raises(ValueError, match="outside"):
        png_preview(sheet, max_side_px=10, crop=Box(left=50, top=50, right=60, bottom=60))
