"""Tiny pages, drawn here: a raster of squares that carries a number, which a scripted engine reads.

The squares have the size of letters, so that every step of the pipeline takes them for print. The
top row and the left column are full, which tells where the raster lies and which way is up.
"""

import io
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

DPI = 200
COLUMNS, ROWS = 14, 8
BITS = 24
"""Of the number; its checksum has as many."""
_SIZE_PX = (827, 1165)
_SQUARE_PX, _PITCH_PX, _MARGIN_PX = 20, 44, 110


def page_image(number: int, *, turned: int = 0, stamped: bool = False) -> Image.Image:
    """A grey page of 105 x 148 mm at 200 dpi that carries `number`.

    Args:
        turned: clockwise degrees, 0, 90, 180 or 270.
        stamped: with a red frame as a secrecy stamp has it, which nothing can read.
    """
    picture = Image.new("RGB" if stamped else "L", _SIZE_PX, "white")
    draw = ImageDraw.Draw(picture)
    for row, column in np.argwhere(raster_of(number)):
        left = _MARGIN_PX + int(column) * _PITCH_PX
        top = _MARGIN_PX + int(row) * _PITCH_PX
        draw.rectangle((left, top, left + _SQUARE_PX, top + _SQUARE_PX), fill="black")
    if stamped:
        draw.rectangle((90, 620, 380, 730), outline=(200, 20, 30), width=6)
        for left in (120, 200, 280):
            draw.rectangle((left, 650, left + 50, 700), outline=(200, 20, 30), width=10)
    return picture.rotate(-turned, expand=True)


def blank_image() -> Image.Image:
    return Image.new("L", _SIZE_PX, "white")


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()


def tiff(*pictures: Image.Image) -> bytes:
    """One file of several images."""
    out = io.BytesIO()
    pictures[0].save(
        out,
        "TIFF",
        save_all=True,
        append_images=pictures[1:],
        dpi=(DPI, DPI),
        compression="tiff_lzw",
    )
    return out.getvalue()


def page_png(number: int, *, turned: int = 0, stamped: bool = False) -> bytes:
    return png(page_image(number, turned=turned, stamped=stamped))


def write_dossier(folder: Path, name: str, *numbers: int) -> Path:
    """A dossier's folder with one PNG per page. Returns the dossier's folder."""
    dossier = folder / name
    dossier.mkdir(parents=True, exist_ok=True)
    for place, number in enumerate(numbers, start=1):
        (dossier / f"{place:04d}.png").write_bytes(page_png(number))
    return dossier


def raster_of(number: int) -> NDArray[np.bool_]:
    """Shape (ROWS, COLUMNS): top row and left column full, the number and its check within."""
    if not 0 <= number < 1 << BITS:
        raise ValueError("a page's number has 24 bits")
    bits = f"{number:0{BITS}b}{_check(number):0{BITS}b}"
    raster = np.zeros((ROWS, COLUMNS), dtype=np.bool_)
    raster[0, :] = raster[:, 0] = True
    within = np.zeros((ROWS - 1) * (COLUMNS - 1), dtype=np.bool_)
    within[: len(bits)] = [bit == "1" for bit in bits]
    raster[1:, 1:] = within.reshape(ROWS - 1, COLUMNS - 1)
    return raster


def number_on(grey: NDArray[np.uint8]) -> tuple[int, int] | None:
    """(the number, clockwise degrees that make the page upright); None: no such raster."""
    for turn, turned in ((turn, np.rot90(grey, -turn // 90)) for turn in (0, 90, 180, 270)):
        number = _upright_number(turned)
        if number is not None:
            return number, turn
    return None


def _upright_number(grey: NDArray[np.uint8]) -> int | None:
    ink = grey < 128
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if rows.size == 0:
        return None
    # The raster's own pitch: its right edge is known from the full top row.
    left, top, right = columns[0], rows[0], columns[-1]
    pitch = (right - left) * _PITCH_PX / ((COLUMNS - 1) * _PITCH_PX + _SQUARE_PX)
    half = pitch * _SQUARE_PX / _PITCH_PX / 2
    xs = (left + half + pitch * np.arange(COLUMNS)).astype(int)
    ys = (top + half + pitch * np.arange(ROWS)).astype(int)
    if ys[-1] >= ink.shape[0] or xs[-1] >= ink.shape[1]:
        return None
    raster = ink[np.ix_(ys, xs)]
    bits = "".join("1" if one else "0" for one in raster[1:, 1:].ravel())
    number, check = int(bits[:BITS], 2), int(bits[BITS : 2 * BITS], 2)
    full = bool(raster[0].all() and raster[:, 0].all())
    return number if full and check == _check(number) else None


def _check(number: int) -> int:
    return zlib.crc32(number.to_bytes(4)) & ((1 << BITS) - 1)
