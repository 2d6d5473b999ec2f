"""Sets a paper on A4 pages as the rule on form asks. Source: domain.md 4.1 (NĐ 30/2020)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from infra.demo import ink
from infra.demo.fonts import Faces, Style, find_faces
from infra.demo.lines import Line, broken, tokens_of
from infra.demo.papers import (
    Border,
    Centre,
    Close,
    Gap,
    Head,
    PageBreak,
    Paper,
    Photo,
    Prose,
    Table,
)

PAGE_MM = (210.0, 297.0)
LEFT_MM, RIGHT_MM, TOP_MM, BOTTOM_MM = 30.0, 192.0, 20.0, 275.0
HEAD_LEFT_MM, HEAD_RIGHT_MM = 59.0, 145.5
SIGNER_MM = 145.0
INDENT_MM = 10.0
LEADING = 1.34
SIGNING_MM = 29.0


@dataclass
class _Leaf:
    """One page on its way: black print, and coloured ink laid over it in order."""

    print_: Image.Image
    over: list[tuple[Image.Image, int, int]] = field(default_factory=list)

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.print_)

    def finished(self, dpi: int) -> Image.Image:
        page = self.print_.convert("RGB")
        for picture, x, y in self.over:
            # Ink darkens what lies under it, black print too: multiplied, not painted over.
            white = Image.new("RGB", picture.size, (255, 255, 255))
            white.paste(picture, (0, 0), picture)
            box = (x, y, x + picture.width, y + picture.height)
            page.paste(ImageChops.multiply(page.crop(box), white), (x, y))
        page.info["dpi"] = (dpi, dpi)
        return page


class _Setter:
    """Lays blocks from the top of the page down; starts a new page where one does not fit."""

    def __init__(self, faces: Faces, dpi: int, rng: np.random.Generator) -> None:
        self._faces, self._dpi, self._rng = faces, dpi, rng
        self._leaves: list[_Leaf] = []
        self._y = 0.0
        self._photo_until = 0.0
        self._turn()

    def _px(self, mm: float) -> int:
        return round(mm / 25.4 * self._dpi)

    def _pt(self, points: float) -> int:
        return round(points / 72 * self._dpi)

    def _turn(self) -> None:
        size = (self._px(PAGE_MM[0]), self._px(PAGE_MM[1]))
        self._leaves.append(_Leaf(Image.new("L", size, 255)))
        self._y, self._photo_until = float(self._px(TOP_MM)), 0.0
        if len(self._leaves) > 1:
            # From the second page on: the number, centred in the top margin.
            self._text(str(len(self._leaves)), PAGE_MM[0] / 2, 11.5, 13)

    @property
    def _leaf(self) -> _Leaf:
        return self._leaves[-1]

    @property
    def _room(self) -> float:
        return self._px(BOTTOM_MM) - self._y

    def _text(
        self, text: str, x_mm: float, y_mm: float, pt: float, style: Style = Style.REGULAR
    ) -> None:
        place = (self._px(x_mm), self._px(y_mm))
        font = self._faces.at(style, self._pt(pt))
        self._leaf.pen.text(place, text, font=font, fill=0, anchor="ma")

    def _centred(self, text: str, x_px: float, y_px: float, size_px: int, style: Style) -> None:
        font = self._faces.at(style, size_px)
        self._leaf.pen.text((x_px, y_px), text, font=font, fill=0, anchor="ma")

    def _line(self, line: Line, x_px: float, size_px: int, *, width_px: float | None) -> None:
        """Draw one line at the cursor; `width_px` stretches its spaces to that width."""
        extra = 0.0
        if width_px is not None and len(line.tokens) > 1:
            extra = (width_px - line.width_px) / (len(line.tokens) - 1)
        pen = self._leaf.pen
        for token in line.tokens:
            font = self._faces.at(token.style, size_px)
            pen.text((x_px, self._y), token.text, font=font, fill=0)
            x_px += token.width_px + line.space_px + extra

    def _broken(
        self, text: str, size_px: int, width: float, *, italic: bool = False, indent: float = 0.0
    ) -> list[Line]:
        tokens = tokens_of(text, self._faces, size_px, italic=italic)
        space = self._faces.width(" ", Style.REGULAR, size_px)
        return broken(tokens, width, space=space, first=width - indent)

    # One method for each kind of block.

    def head(self, block: Head) -> None:
        motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        y = TOP_MM
        body = block.body.split("\n")
        rows = ([block.parent] if block.parent else []) + body
        for row, text in enumerate(rows):
            bold = row >= len(rows) - len(body)
            style = Style.BOLD if bold else Style.REGULAR
            self._text(text, HEAD_LEFT_MM, y + row * 5.6, 12, style)
        self._rule(HEAD_LEFT_MM, y + len(rows) * 5.6 + 0.3, 24)
        self._text(motto, HEAD_RIGHT_MM, y, 12, Style.BOLD)
        self._text("Độc lập - Tự do - Hạnh phúc", HEAD_RIGHT_MM, y + 5.6, 13, Style.BOLD)
        self._rule(HEAD_RIGHT_MM, y + 11.8, 57)
        y += max(len(rows), 2) * 5.6 + 4.0
        if block.number_line:
            self._text(block.number_line, HEAD_LEFT_MM, y, 13)
        if block.place_date:
            self._text(block.place_date, HEAD_RIGHT_MM, y, 13, Style.ITALIC)
        y += 8.0
        if block.regarding:
            y = self._regarding(block.regarding, y)
        if block.secrecy:
            picture = ink.stamp_picture(block.secrecy, self._faces, dpi=self._dpi, rng=self._rng)
            self._leaf.over.append(
                (picture, self._px(HEAD_LEFT_MM) - picture.width // 2, self._px(y - 2))
            )
            y += 11.0
        self._y = float(self._px(y + 1.5))

    def _regarding(self, text: str, y_mm: float) -> float:
        size_px = self._pt(12)
        for line in self._broken(text, size_px, self._px(62)):
            x = self._px(HEAD_LEFT_MM) - line.width_px / 2
            self._y = float(self._px(y_mm - 1.5))
            self._line(line, x, size_px, width_px=None)
            y_mm += 5.2
        return y_mm + 1.0

    def _rule(self, x_mm: float, y_mm: float, length_mm: float) -> None:
        half = length_mm / 2
        ends = (self._px(x_mm - half), self._px(y_mm), self._px(x_mm + half), self._px(y_mm))
        self._leaf.pen.line(ends, fill=0, width=max(1, self._px(0.22)))

    def centre(self, block: Centre) -> None:
        self._y += self._px(block.before_mm)
        size_px = self._pt(block.pt)
        style = tokens_style(block.bold, block.italic)
        middle = (LEFT_MM + RIGHT_MM) / 2
        for text in block.text.split("\n"):
            self._need(size_px * LEADING)
            self._centred(text, self._px(middle), self._y, size_px, style)
            self._y += size_px * LEADING
        if block.rule:
            self._y += self._px(0.8)
            self._rule(middle, self._y / self._dpi * 25.4, 42)
            self._y += self._px(3.0)

    def _edges(self) -> tuple[int, int]:
        left = self._px(LEFT_MM + 36) if self._y < self._photo_until else self._px(LEFT_MM)
        return left, self._px(RIGHT_MM)

    def prose(self, block: Prose, needed_after: float = 0.0) -> None:
        size_px = self._pt(block.pt)
        left, right = self._edges()
        indent = self._px(INDENT_MM) if block.indent else 0
        lines = self._broken(block.text, size_px, right - left, italic=block.italic, indent=indent)
        if block.keep:
            self._need(len(lines) * size_px * LEADING + needed_after)
        for number, line in enumerate(lines):
            # No single first line is left at the foot of a page.
            self._need(size_px * LEADING * (2 if number == 0 and len(lines) > 1 else 1))
            shift = indent if number == 0 else 0
            last = number == len(lines) - 1
            width = None if last else float(right - left - shift)
            self._line(line, left + shift, size_px, width_px=width)
            self._y += size_px * LEADING
        self._y += self._px(1.1)

    def _need(self, height_px: float) -> None:
        if height_px > self._room:
            self._turn()

    def table(self, block: Table) -> None:
        size_px = self._pt(block.pt)
        left, right = self._px(LEFT_MM), self._px(RIGHT_MM)
        total = sum(block.shares)
        widths = [share / total * (right - left) for share in block.shares]
        self._y += self._px(1.5)
        self._row(block.header, widths, size_px, head=True)
        for row in block.rows:
            if self._row_height(row, widths, size_px) > self._room:
                self._turn()
                self._row(block.header, widths, size_px, head=True)
            self._row(row, widths, size_px, head=False)
        self._y += self._px(2.5)

    def _cell(self, text: str, width: float, size_px: int, *, head: bool) -> list[Line]:
        marked = f"**{text}**" if head else text
        return self._broken(marked, size_px, width - self._px(2.4))

    def _row_height(self, row: tuple[str, ...], widths: list[float], size_px: int) -> float:
        tallest = max(
            len(self._cell(text, width, size_px, head=False))
            for text, width in zip(row, widths, strict=True)
        )
        return tallest * size_px * 1.22 + self._px(2.4)

    def _row(self, row: tuple[str, ...], widths: list[float], size_px: int, *, head: bool) -> None:
        cells = [
            self._cell(text, width, size_px, head=head)
            for text, width in zip(row, widths, strict=True)
        ]
        height = max(len(cell) for cell in cells) * size_px * 1.22 + self._px(2.4)
        self._need(height)
        top, x = self._y, float(self._px(LEFT_MM))
        for lines, width in zip(cells, widths, strict=True):
            box = (round(x), round(top), round(x + width), round(top + height))
            self._leaf.pen.rectangle(box, outline=0, width=max(1, self._px(0.18)))
            self._y = top + (height - len(lines) * size_px * 1.22) / 2
            for line in lines:
                # Short words and figures stand in the middle of their column, names at its left.
                middle = head or width < self._px(26)
                start = x + (width - line.width_px) / 2 if middle else x + self._px(1.2)
                self._line(line, start, size_px, width_px=None)
                self._y += size_px * 1.22
            x += width
        self._y = top + height

    def close_height(self, block: Close) -> float:
        left = 6.0 + len(block.recipients) * 4.9
        right = len(block.signature.capacity) * 5.6 + SIGNING_MM + 6.0
        return float(self._px(max(left, right) + 4))

    def close(self, block: Close) -> None:
        self._need(self.close_height(block))
        self._y += self._px(3)
        top, signature = self._y / self._dpi * 25.4, block.signature
        y = top
        for line in signature.capacity:
            self._text(line, SIGNER_MM, y, 13, Style.BOLD)
            y += 5.6
        self._sign(block, y)
        self._text(signature.name, SIGNER_MM, y + SIGNING_MM, 13, Style.BOLD)
        if block.recipients:
            font = self._faces.at(Style.BOLD_ITALIC, self._pt(12))
            place = (self._px(LEFT_MM), self._px(top))
            self._leaf.pen.text(place, "Nơi nhận:", font=font, fill=0)
        for row, text in enumerate(block.recipients):
            place = (self._px(LEFT_MM), self._px(top + 5.8 + row * 4.9))
            font = self._faces.at(Style.REGULAR, self._pt(11))
            self._leaf.pen.text(place, text, font=font, fill=0)
        self._y = float(self._px(max(y + SIGNING_MM + 6, top + 5.8 + len(block.recipients) * 4.9)))

    def _sign(self, block: Close, y_mm: float) -> None:
        dpi, rng = self._dpi, self._rng
        hand = ink.signature_picture(block.signature.name, dpi=dpi, rng=rng)
        middle = self._px(y_mm + SIGNING_MM / 2)
        x = self._px(SIGNER_MM) - hand.width // 2 + self._px(float(rng.uniform(-2, 4)))
        self._leaf.over.append((hand, x, middle - hand.height // 2))
        if block.signature.seal is None:
            return
        seal = ink.seal_picture(block.signature.seal, self._faces, dpi=dpi, rng=rng)
        # The seal covers about the left third of the signature.
        left = x + round(hand.width * 0.32) - seal.width + self._px(float(rng.uniform(-1, 2)))
        top = middle - seal.height // 2 + self._px(float(rng.uniform(-1.0, 1.0)))
        self._leaf.over.append((seal, left, top))

    def border(self) -> None:
        for inset, width in ((14.0, 0.9), (16.0, 0.3)):
            box = (inset, inset, PAGE_MM[0] - inset, PAGE_MM[1] - inset)
            corners = tuple(self._px(mm) for mm in box)
            self._leaf.pen.rectangle(corners, outline=0, width=max(1, self._px(width)))

    def photo(self) -> None:
        left, top = self._px(LEFT_MM), round(self._y) + self._px(1)
        box = (left, top, left + self._px(30), top + self._px(40))
        self._leaf.pen.rectangle(box, outline=0, width=max(1, self._px(0.25)))
        font = self._faces.at(Style.ITALIC, self._pt(10))
        for row, text in enumerate(("Ảnh màu", "(4 x 6 cm)")):
            place = (left + self._px(15), top + self._px(16 + row * 4.5))
            self._leaf.pen.text(place, text, font=font, fill=0, anchor="ma")
        self._photo_until = float(box[3] + self._px(2))

    def set_all(self, paper: Paper) -> list[Image.Image]:
        for number, block in enumerate(paper.body):
            following = paper.body[number + 1] if number + 1 < len(paper.body) else None
            after = self.close_height(following) if isinstance(following, Close) else 0.0
            match block:
                case Head():
                    self.head(block)
                case Centre():
                    self.centre(block)
                case Prose():
                    self.prose(block, after)
                case Table():
                    self.table(block)
                case Close():
                    self.close(block)
                case Gap():
                    self._y += self._px(block.mm)
                case PageBreak():
                    self._turn()
                case Border():
                    self.border()
                case Photo():
                    self.photo()
        return [leaf.finished(self._dpi) for leaf in self._leaves]


def tokens_style(bold: bool, italic: bool) -> Style:
    if bold:
        return Style.BOLD_ITALIC if italic else Style.BOLD
    return Style.ITALIC if italic else Style.REGULAR


def draw_paper(
    paper: Paper, *, dpi: int = 200, seed: int = 2026, faces: Faces | None = None
) -> list[Image.Image]:
    """Set `paper`; one clean RGB picture per page, A4 at `dpi`, before any scanner.

    The same arguments give the same pixels.

    Raises:
        NoVietnameseFont: no serif with Vietnamese letters is installed.
    """
    rng = ink.draw_of(seed, "ink", paper.key)
    return _Setter(faces or find_faces(), dpi, rng).set_all(paper)
