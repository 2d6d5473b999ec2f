"""PDF pages as pictures: the page's own image untouched where it has one, else a rendering.

Source: ISO 32000-2, 8.3 (transforms), 8.9 (images), 9.3.6 (text rendering mode), 12.6 (actions).
"""

import io
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

from ocr.errors import UnreadableScan

POINTS_PER_INCH = 72
_END_WITHIN = 2048
"""Bytes from the end in which `%%EOF` must stand; some writers add a signature's padding."""
_FULL = 0.97
"""Share of the page's width and of its height that a full-page image covers."""
_INVISIBLE = 3
_PDFIUM = threading.Lock()  # the library keeps state of its own and is not safe in threads
_ACTIVE_KEYS = ("/JS", "/EF", "/AA", "/XFA", "/RichMediaContent", "/EmbeddedFiles", "/JavaScript")
_ACTIVE_ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie")
_NESTING = 40
_SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE", "EI"})


@dataclass(frozen=True)
class PageImage:
    """The one image that fills a page. `turn` is the page's clockwise rotation in degrees."""

    image: Any
    dpi: int
    turn: int


@contextmanager
def opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a PDF that asks for no password and does nothing by itself.

    Raises:
        UnreadableScan: scan.password, scan.truncated or scan.corrupt.
    """
    if b"%%EOF" not in content[-_END_WITHIN:]:
        raise UnreadableScan("scan.truncated")
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise UnreadableScan("scan.password") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise UnreadableScan("scan.corrupt") from error
    with pdf:
        yield pdf


def refuse_active_content(pdf: pikepdf.Pdf) -> None:
    """Raise scan.pdfActiveContent, wherever in the file the script or file hangs."""
    for thing in pdf.objects:
        if _is_active(thing, depth=0):
            raise UnreadableScan("scan.pdfActiveContent")


def is_repaired(pdf: pikepdf.Pdf) -> bool:
    """Whether the file's own tables were wrong and had to be found again."""
    return bool(pdf.get_warnings())


def full_page_image(pdf: pikepdf.Pdf, page_no: int) -> PageImage | None:
    """The image that is the whole visible page, if nothing else is painted; invisible text may.

    Args:
        page_no: from 1.
    """
    page = pdf.pages[page_no - 1]
    if page.obj.get("/Annots"):
        return None  # a stamp or a signature field may stand on the picture
    placed = _only_image(page)
    if placed is None:
        return None
    image, matrix = placed
    a, b, c, d, e, f = matrix
    if abs(b) > 0.01 or abs(c) > 0.01 or a <= 0 or d <= 0 or not _is_plain(image):
        return None
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    slack_x, slack_y = (1 - _FULL) * (right - left), (1 - _FULL) * (top - bottom)
    misses = (abs(e - left), abs(e + a - right), abs(f - bottom), abs(f + d - top))
    if max(misses[:2]) > slack_x or max(misses[2:]) > slack_y:
        return None
    unit = float(page.obj.get("/UserUnit", 1))
    dpi = round(int(image.Width) * POINTS_PER_INCH / (a * unit))
    return PageImage(image, dpi, _turn_of(page))


def decoded(found: PageImage) -> Image.Image | None:
    """The pixels of a full-page image, unturned; None when only a rendering can show them."""
    image = found.image
    expected = int(image.Width) * int(image.Height) * 3 + int(image.Height)
    if _inflates_beyond(image, expected):
        raise UnreadableScan("scan.bomb", limitBytes=expected)
    try:
        picture = pikepdf.PdfImage(image).as_pil_image()
        picture.load()
    except (pikepdf.DependencyError, NotImplementedError):
        return None  # JBIG2 needs a program of its own; the renderer reads it
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError, zlib.error) as error:
        code = "scan.truncated" if "truncated" in str(error) else "scan.corrupt"
        raise UnreadableScan(code) from error
    return picture


def own_jpeg(pdf: pikepdf.Pdf, page_no: int) -> bytes | None:
    """The compressed bytes of a full-page image that is a JPEG; else None."""
    found = full_page_image(pdf, page_no)
    if found is None or found.image.get("/Filter") != "/DCTDecode":
        return None
    return bytes(found.image.read_raw_bytes())


def page_size_px(pdf: pikepdf.Pdf, page_no: int, *, dpi: int) -> tuple[int, int]:
    """Width and height of the rendering that `rendered` would give, within a pixel."""
    page = pdf.pages[page_no - 1]
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    scale = dpi / POINTS_PER_INCH * float(page.obj.get("/UserUnit", 1))
    width, height = abs(right - left) * scale, abs(top - bottom) * scale
    if _turn_of(page) % 180:
        width, height = height, width
    return round(width), round(height)


def rendered(content: bytes, page_no: int, *, dpi: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Draw a page at `dpi`, shape (height, width, 3) RGB, form fields and annotations included.

    Raises:
        UnreadableScan: scan.password or scan.corrupt.
    """
    with _PDFIUM:
        try:
            with pypdfium2.PdfDocument(content) as pdf:
                pdf.init_forms()
                page = pdf[page_no - 1]
                bitmap = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True)
                pixels = np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
        except pypdfium2.PdfiumError as error:
            code = "scan.password" if "password" in str(error).lower() else "scan.corrupt"
            raise UnreadableScan(code) from error
    return pixels


def alone(pdf: pikepdf.Pdf, page_no: int) -> bytes:
    """A file with this page only; nothing that belongs to another page comes along."""
    with pikepdf.new() as single:
        single.pages.append(pdf.pages[page_no - 1])
        # writers share one resource dictionary between pages: it would bring their images too
        single.remove_unreferenced_resources()
        page = single.pages[0].obj
        for key in ("/B", "/PieceInfo", "/Thumb", "/Metadata", "/StructParents"):
            if key in page:
                del page[key]
        target = io.BytesIO()
        single.save(target, deterministic_id=True)
    return target.getvalue()


def _turn_of(page: pikepdf.Page) -> int:
    """Clockwise degrees that the page is shown at; the entry is inherited from the page tree."""
    node: Any = page.obj
    for _ in range(_NESTING):
        if "/Rotate" in node:
            return int(node["/Rotate"]) % 360
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return 0


def _is_active(thing: Any, *, depth: int) -> bool:
    if isinstance(thing, pikepdf.Array):
        return depth < _NESTING and any(_is_active(part, depth=depth + 1) for part in thing)
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return False
    if depth and getattr(thing, "is_indirect", False):
        return False  # comes up by itself
    if any(key in thing for key in _ACTIVE_KEYS):
        return True
    if str(thing.get("/S", "")) in _ACTIVE_ACTIONS:
        return True
    if str(thing.get("/Type", "")) == "/EmbeddedFile":
        return True
    return depth < _NESTING and any(_is_active(part, depth=depth + 1) for _, part in thing.items())


def _only_image(page: pikepdf.Page) -> tuple[Any, tuple[float, ...]] | None:
    """The only thing painted on a page and its matrix, if that is one image."""
    try:
        steps = list(pikepdf.parse_content_stream(page))
    except pikepdf.PdfError as error:
        raise UnreadableScan("scan.corrupt") from error
    images: Any = page.resources.get("/XObject", {})
    matrix, kept = pikepdf.Matrix(), []
    text_mode, found = 0, None
    for step in steps:
        operands, operator = step.operands, str(step.operator)
        match operator:
            case "q":
                kept.append((matrix, text_mode))
            case "Q" if kept:
                matrix, text_mode = kept.pop()
            case "cm":
                matrix = pikepdf.Matrix(*(float(n) for n in operands)) @ matrix
            case "Tr":
                text_mode = int(operands[0])
            case "Do":
                thing = images.get(str(operands[0]))
                if thing is None or found is not None or str(thing.get("/Subtype")) != "/Image":
                    return None
                found = (thing, matrix)
            case _ if operator in _PAINTS:
                return None
            case _ if operator in _SHOWS_TEXT and text_mode != _INVISIBLE:
                return None
    if found is None:
        return None
    thing, where = found
    return thing, where.shorthand


def _is_plain(image: Any) -> bool:
    """Whether the stored samples are the picture: no mask, no remapping, grey or RGB."""
    if any(key in image for key in ("/SMask", "/Mask", "/Decode")) or image.get("/ImageMask"):
        return False
    if int(image.get("/BitsPerComponent", 8)) not in (1, 8):
        return False
    space = image.get("/ColorSpace")
    if isinstance(space, pikepdf.Array):
        kind = str(space[0])
        if kind == "/ICCBased":
            return int(space[1].get("/N", 0)) in (1, 3)
        return kind in ("/CalGray", "/CalRGB")
    return str(space) in ("/DeviceGray", "/DeviceRGB", "/None")


def _inflates_beyond(image: Any, expected: int) -> bool:
    """Whether deflated samples unpack to more than the declared picture can need."""
    filters = image.get("/Filter")
    names = [str(f) for f in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names[0] != "/FlateDecode":
        return False
    inflater = zlib.decompressobj()
    try:
        inflater.decompress(image.read_raw_bytes(), 2 * expected + 4096)
    except zlib.error as error:
        raise UnreadableScan("scan.corrupt") from error
    return bool(inflater.unconsumed_tail)
