"""A printed career as PDF, with its own letters in it: it prints the same everywhere.

Vietnamese letters are taken composed (NFC), so that each is one glyph.
"""

import io
import unicodedata
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from api.printed.career import Line, PrintedCareer

_FONTS = Path(__file__).parent / "fonts"
_PLAIN, _BOLD = "NotoSerif", "NotoSerif-Bold"
_WIDTHS = (32 * mm, 78 * mm, 60 * mm)
_GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.HexColor("#444444")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
)


def pdf_of(career: PrintedCareer) -> bytes:
    """A4; the foot says on every page who printed it, when, and which page of how many it is."""
    _register()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=25 * mm,
        rightMargin=15 * mm,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=career.title,
        lang=career.language,
        invariant=1,
    )
    document.build(_story(career), canvasmaker=_numbered(career))
    return out.getvalue()


@cache
def _register() -> None:
    for name in (_PLAIN, _BOLD):
        file = f"{name}-Regular.ttf" if name == _PLAIN else f"{name}.ttf"
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / file)))


def _story(career: PrintedCareer) -> list[Flowable]:
    title = _style("title", _BOLD, 14, centred=True)
    name, centred = _style("name", _BOLD, 12, centred=True), _style("c", _PLAIN, 10, centred=True)
    heading = _style("heading", _BOLD, 11)
    story: list[Flowable] = [
        Paragraph(_text(career.title.upper()), title),
        Paragraph(_text(career.name), name),
    ]
    story += [
        Paragraph(_text(line), centred) for line in (" · ".join(career.about), *career.states)
    ]
    tables = zip(career.parts[:2], (career.state, career.timeline), strict=True)
    for part, lines in tables:
        story += [Spacer(1, 4 * mm), Paragraph(_text(part), heading), Spacer(1, 1.5 * mm)]
        story.append(_table(career, lines))
    if career.findings:
        story += [Spacer(1, 4 * mm), Paragraph(_text(career.parts[2]), heading)]
        plain = _style("plain", _PLAIN, 10)
        story += [Paragraph(f"• {_text(line)}", plain) for line in career.findings]
    return story


def _table(career: PrintedCareer, lines: tuple[Line, ...]) -> LongTable:
    bold, plain = _style("head", _BOLD, 9.5), _style("cell", _PLAIN, 9.5)
    rows = [[Paragraph(_text(name), bold) for name in career.headings]]
    for line in lines:
        cells = (line.what, line.value, line.paper)
        rows.append(
            [Paragraph(_struck(cell) if line.struck else _text(cell), plain) for cell in cells]
        )
    return LongTable(rows, colWidths=_WIDTHS, repeatRows=1, style=_GRID)


def _style(name: str, font: str, size: float, *, centred: bool = False) -> ParagraphStyle:
    style = ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.3)
    if centred:
        style.alignment = TA_CENTER
    return style


def _text(text: str) -> str:
    """As the paragraph takes it: no mark-up of a stranger, letters composed, no missing glyph."""
    composed = unicodedata.normalize("NFC", text).replace("→", "–")
    letters = pdfmetrics.getFont(_PLAIN).face.charToGlyph
    return escape("".join(c if ord(c) in letters or c.isspace() else "\ufffd" for c in composed))


def _struck(text: str) -> str:
    return f"<strike>{_text(text)}</strike>"


def _numbered(career: PrintedCareer) -> type[Canvas]:
    """A canvas that keeps its pages until it knows how many there are."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._kept, start=1):
                self.__dict__.update(page)
                self.setFont(_PLAIN, 8)
                self.drawString(25 * mm, 11 * mm, unicodedata.normalize("NFC", career.foot))
                place = career.page_of.format(no=number, count=len(self._kept))
                self.drawRightString(A4[0] - 15 * mm, 11 * mm, place)
                super().showPage()
            super().save()

    return Numbered
