"""Small scans in every format, drawn here: print-like bars on white."""

import io
from typing import Any

import numpy as np
import pikepdf
from PIL import Image

WIDTH, HEIGHT = 248, 351
"""In the proportions of A4; the tag of 50 dpi makes it a card of 126 x 178 mm."""


def picture(mode: str = "RGB") -> Image.Image:
    pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    pixels[40:60, 30:200] = (20, 20, 20)
    pixels[100:160, 150:200] = (200, 30, 40)
    return Image.fromarray(pixels).convert(mode)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **({"dpi": (50, 50)} | how))
    return out.getvalue()


def tiff(count: int = 3, *, mode: str = "RGB", compression: str = "tiff_lzw") -> bytes:
    """A TIFF of several images; each has a darker corner than the one before."""
    pages = []
    for number in range(count):
        page = picture(mode)
        page.paste(0, (0, 0, 10 + 10 * number, 10))
        pages.append(page)
    return saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression=compression)


def pdf_of_scans(*pages: bytes, rotate: int = 0, **how: Any) -> bytes:
    """A PDF whose pages are one JPEG each, as scanners write it."""
    with pikepdf.new() as pdf:
        for page in pages:
            with Image.open(io.BytesIO(page)) as image:
                width, height = image.size
            stream = pikepdf.Stream(pdf, page)
            stream.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=width,
                Height=height,
                ColorSpace=pikepdf.Name.DeviceRGB,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
            size = (width * 1.44, height * 1.44)
            pdf.add_blank_page(page_size=size)
            made = pdf.pages[-1]
            made.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
            drawn = f"q {size[0]} 0 0 {size[1]} 0 0 cm /Im0 Do Q".encode()
            made.Contents = pdf.make_stream(drawn)
            if rotate:
                made.Rotate = rotate
        return _written(pdf, **how)


def pdf_of_text(*, script: str | None = None, attachment: bool = False, **how: Any) -> bytes:
    """A born-digital PDF of one page, with what a scan never has when asked."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(210, 297))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 24 Tf 20 200 Td (A page) Tj ET")
        if script is not None:
            pdf.Root.OpenAction = pikepdf.Dictionary(
                S=pikepdf.Name.JavaScript, JS=pikepdf.String(script)
            )
        if attachment:
            pdf.attachments["note.txt"] = b"attached"
        return _written(pdf, **how)


def _written(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()
