"""Pages made of text: transcripts as a perfect engine would give them, every word with its box.

`Typist` sets lines on A4 at 300 dpi with a fixed width for every letter; `pages_of` sets the blocks
of a demo paper. What is printed is exactly what is given: extractors are tested on true text.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import NAMESPACE_OID, UUID, uuid5

from pydantic import JsonValue

from domain.evidence import Box
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
from ocr.assemble import read_dossier
from ocr.reading import PageText, ProposedEvent
from ocr.transcript import Engine, Line, Transcript, Verdict, Word

WIDTH, HEIGHT, DPI = 2480, 3508, 300
LETTER_PX, LEADING_PX = 36, 78
LEFT, RIGHT, TOP, BOTTOM = 354, 2268, 236, 3250
HEAD_LEFT, HEAD_RIGHT, SIGNER = 697, 1718, 1712
ENGINE = Engine(name="typist", version="1", model="exact", settings="", pipeline_version=1)
SURE = 0.96


def verdict(**changes: object) -> Verdict:
    plain = Verdict(
        blank=False,
        dpi=DPI,
        skew_degrees=0.0,
        rotated_degrees=0,
        sharpness=1.0,
        blurred=False,
        low_dpi=False,
        coloured=True,
        seal_not_removable=False,
        damaged=False,
    )
    return plain.model_copy(update=changes)


def page_text(*transcripts: Transcript | None) -> tuple[PageText, ...]:
    """Pages of a dossier with stable ids, in this order."""
    return tuple(
        PageText(page_id=page_id(place), transcript=transcript)
        for place, transcript in enumerate(transcripts, start=1)
    )


def page_id(place: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"page {place}")


def blank() -> Transcript:
    return Transcript(
        digest=hashlib.sha256(b"blank").hexdigest(),
        image_no=1,
        width_px=WIDTH,
        height_px=HEIGHT,
        engine=ENGINE,
        verdict=verdict(blank=True),
        lines=(),
    )


@dataclass
class Typist:
    """Sets lines from the top of a page down; a full page begins the next, with its number."""

    confidence: float = SURE
    numbered: bool = True
    advance: int = 21
    y: int = TOP
    pages: list[list[Line]] = field(default_factory=lambda: [[]])

    def transcripts(self) -> tuple[Transcript, ...]:
        return tuple(self._page(lines, place) for place, lines in enumerate(self.pages, start=1))

    def _page(self, lines: Sequence[Line], place: int) -> Transcript:
        text = f"{place} " + " ".join(line.text for line in lines)
        return Transcript(
            digest=hashlib.sha256(text.encode()).hexdigest(),
            image_no=1,
            width_px=WIDTH,
            height_px=HEIGHT,
            engine=ENGINE,
            verdict=verdict(),
            lines=tuple(lines),
        )

    def turn(self) -> None:
        """Begin the next page; from the second on its number stands in the top margin."""
        self.pages.append([])
        self.y = TOP
        if self.numbered:
            self.put(str(len(self.pages)), WIDTH // 2, 118, centred=True)

    def put(self, text: str, x: int, y: int, *, centred: bool = False, size: int = 0) -> None:
        """One line at a place; `x` is its left edge, or its middle."""
        step = size or self.advance
        if centred:
            x -= len(text) * step // 2
        words: list[Word] = []
        for token in text.split(" "):
            if token:
                box = Box(left=x, top=y, right=x + len(token) * step, bottom=y + LETTER_PX)
                words.append(Word(text=token, box=box, confidence=self.confidence))
            x += (len(token) + 1) * step
        if words:
            self.pages[-1].append(
                Line(words=tuple(words), block_no=len(self.pages[-1]), paragraph_no=1)
            )

    def down(self, rows: float = 1) -> None:
        self.y += round(rows * LEADING_PX)

    def room_for(self, rows: float) -> None:
        if self.y + rows * LEADING_PX > BOTTOM:
            self.turn()

    # Blocks

    def head(
        self,
        left: Sequence[str],
        right: Sequence[str] = (),
        *,
        number: str | None = None,
        place_date: str | None = None,
        regarding: str | None = None,
    ) -> None:
        """Two columns above a rule; `right` is the motto unless given."""
        motto = right or ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
        top = self.y
        for row, text in enumerate(left):
            self.put(text, HEAD_LEFT, top + row * LEADING_PX, centred=True, size=19)
        for row, text in enumerate(motto):
            self.put(text, HEAD_RIGHT, top + row * LEADING_PX, centred=True, size=19)
        self.y = top + max(len(left), len(motto)) * LEADING_PX + 40
        if number:
            self.put(number, HEAD_LEFT, self.y, centred=True)
        if place_date:
            self.put(place_date, HEAD_RIGHT, self.y, centred=True)
        self.down(1.6)
        for row in wrapped(regarding, 34) if regarding else ():
            self.put(row, HEAD_LEFT, self.y, centred=True, size=18)
            self.down()

    def centre(self, text: str) -> None:
        for line in text.split("\n"):
            self.room_for(1)
            self.put(line, (LEFT + RIGHT) // 2, self.y, centred=True)
            self.down()

    def prose(self, text: str, *, indent: bool = True) -> None:
        rows = wrapped(text, (RIGHT - LEFT) // self.advance, first=6 if indent else 0)
        for place, row in enumerate(rows):
            self.room_for(2 if place == 0 and len(rows) > 1 else 1)
            self.put(row, LEFT + (6 * self.advance if indent and place == 0 else 0), self.y)
            self.down()
        self.down(0.2)

    def table(
        self, shares: Sequence[float], header: Sequence[str], rows: Iterable[Sequence[str]]
    ) -> None:
        """Ruled cells, their lines in the middle of the row; the heading again on every page."""
        widths = [share / sum(shares) * (RIGHT - LEFT) for share in shares]
        self._row(header, widths)
        for row in rows:
            height = max(len(cell) for cell in self._cells(row, widths))
            if self.y + (height + 0.6) * LEADING_PX > BOTTOM:
                self.turn()
                self._row(header, widths)
            self._row(row, widths)
        self.down(0.5)

    def _cells(self, row: Sequence[str], widths: Sequence[float]) -> list[list[str]]:
        return [
            wrapped(text, max(4, int((width - 50) / 14)))
            for text, width in zip(row, widths, strict=True)
        ]

    def _row(self, row: Sequence[str], widths: Sequence[float]) -> None:
        cells = self._cells(row, widths)
        tallest = max(len(cell) for cell in cells)
        x = float(LEFT)
        for lines, width in zip(cells, widths, strict=True):
            y = self.y + (tallest - len(lines)) * 48 // 2
            for line in lines:
                self.put(line, round(x) + 25, y, size=14)
                y += 48
            x += width
        self.y += tallest * 48 + 30

    def close(self, recipients: Sequence[str], capacity: Sequence[str], name: str) -> None:
        self.room_for(10)
        self.down(0.5)
        top = self.y
        if recipients:
            self.put("Nơi nhận:", LEFT, top, size=18)
        for row, text in enumerate(recipients, start=1):
            self.put(text, LEFT, top + row * 56, size=16)
        for row, text in enumerate(capacity):
            self.put(text, SIGNER, top + row * LEADING_PX, centred=True)
        y = top + len(capacity) * LEADING_PX + 340
        self.put(name, SIGNER, y, centred=True)
        self.y = max(y + LEADING_PX, top + (len(recipients) + 1) * 56)


def wrapped(text: str, width: int, *, first: int = 0) -> list[str]:
    """Lines of at most `width` letters, the first one `first` shorter."""
    rows: list[str] = []
    current = ""
    for word in text.split():
        room = width - (first if not rows else 0)
        if current and len(current) + 1 + len(word) > room:
            rows.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    return [*rows, current] if current else rows


def decision(
    *articles: str,
    number: str = "45/QĐ-SNV",
    place_date: str = "Bắc Giang, ngày 05 tháng 3 năm 2024",
    issuer: Sequence[str] = ("UBND TỈNH BẮC GIANG", "SỞ NỘI VỤ"),
    title: str = "Về việc nhân sự",
    typed: str = "QUYẾT ĐỊNH",
    by_whom: str = "GIÁM ĐỐC SỞ NỘI VỤ",
    signer: str = "Đoàn Khắc Việt",
    capacity: Sequence[str] = ("GIÁM ĐỐC",),
    closing: str | None = "Chánh Văn phòng Sở chịu trách nhiệm thi hành Quyết định này./.",
    confidence: float = SURE,
) -> tuple[Transcript, ...]:
    """A decision whose Điều 1, 2 … are `articles`; `closing` is the last article, or None."""
    typist = Typist(confidence=confidence)
    typist.head(issuer, number=f"Số: {number}", place_date=place_date)
    typist.centre(typed)
    typist.centre(title)
    typist.centre(by_whom)
    typist.prose("Căn cứ Luật Cán bộ, công chức ngày 13/11/2008;")
    typist.prose("Theo đề nghị của Chánh Văn phòng Sở tại Tờ trình số 346/TTr-VP ngày 01/02/2024.")
    typist.centre("QUYẾT ĐỊNH:")
    for place, text in enumerate([*articles, *([closing] if closing else [])], start=1):
        typist.prose(f"Điều {place}. {text}")
    typist.close(("- Như Điều 3;", "- Lưu: VT, HS."), capacity, signer)
    return typist.transcripts()


def letter(
    *paragraphs: str,
    number: str = "521/SNV-CCVC",
    regarding: str = "V/v đính chính văn bản",
    place_date: str = "Bắc Giang, ngày 12 tháng 6 năm 2024",
) -> tuple[Transcript, ...]:
    """A công văn."""
    typist = Typist()
    typist.head(
        ("UBND TỈNH BẮC GIANG", "SỞ NỘI VỤ"),
        number=f"Số: {number}",
        place_date=place_date,
        regarding=regarding,
    )
    typist.down()
    typist.centre("Kính gửi: Phòng Công chức, viên chức")
    typist.down()
    for text in paragraphs:
        typist.prose(text)
    typist.close(("- Như trên;", "- Lưu: VT."), ("GIÁM ĐỐC",), "Đoàn Khắc Việt")
    return typist.transcripts()


def notice(*paragraphs: str, title: str = "Về việc nghỉ hưu") -> tuple[Transcript, ...]:
    """A thông báo."""
    typist = Typist()
    typist.head(
        ("UBND TỈNH BẮC GIANG", "SỞ NỘI VỤ"),
        number="Số: 33/TB-SNV",
        place_date="Bắc Giang, ngày 27 tháng 02 năm 2025",
    )
    typist.centre("THÔNG BÁO")
    typist.centre(title)
    for text in paragraphs:
        typist.prose(text)
    typist.close(("- Như trên;", "- Lưu: VT."), ("GIÁM ĐỐC",), "Đoàn Khắc Việt")
    return typist.transcripts()


def proposals(*transcripts: Transcript) -> tuple[ProposedEvent, ...]:
    """What one document, given by its pages, proposes."""
    (document,) = read_dossier(page_text(*transcripts))
    return document.proposals


def values(event: ProposedEvent) -> dict[str, JsonValue]:
    """Field -> stored value, without the paper's own (`decision.*`); a unit by its printed name."""
    told: dict[str, JsonValue] = {"type": event.event_type, "name": event.person.name}
    for field_ in event.fields:
        value = field_.value
        if isinstance(value, dict) and set(value) == {"asPrinted"}:
            value = value["asPrinted"]
        if not field_.field.startswith("decision."):
            told[field_.field.replace("subject_as_printed.", "subject.")] = value
    return told


def says(event: ProposedEvent, **expected: JsonValue) -> None:
    """Assert that the proposal holds these values; None: that the field is not there."""
    told = values(event)
    found = {name: told.get(name) for name in expected}
    assert found == expected


def is_sure(event: ProposedEvent, name: str) -> bool:
    return next(field_.sure for field_ in event.fields if field_.field == name)


def pages_of(paper: Paper, *, confidence: float = SURE) -> tuple[Transcript, ...]:
    """The pages of a demo paper, as read without an error."""
    typist = Typist(confidence=confidence)
    for block in paper.body:
        match block:
            case Head():
                left = [*([block.parent] if block.parent else []), *block.body.split("\n")]
                typist.head(
                    left,
                    number=block.number_line,
                    place_date=block.place_date,
                    regarding=block.regarding,
                )
            case Centre():
                typist.centre(block.text)
            case Prose():
                typist.prose(block.text.replace("**", ""), indent=block.indent)
            case Table():
                typist.table(block.shares, block.header, block.rows)
            case Close():
                typist.close(block.recipients, block.signature.capacity, block.signature.name)
            case Gap():
                typist.y += round(block.mm / 25.4 * DPI)
            case PageBreak():
                typist.turn()
            case Border() | Photo():
                pass
    pages = typist.transcripts()
    return tuple(blank() if not page.lines else page for page in pages)


def misread(page: Transcript, printed: str, read: str, *, confidence: float = 0.4) -> Transcript:
    """The page with one word read wrong, and with less confidence."""
    lines = []
    for line in page.lines:
        words = tuple(
            word.model_copy(update={"text": read, "confidence": confidence})
            if word.text == printed
            else word
            for word in line.words
        )
        lines.append(line.model_copy(update={"words": words}))
    return page.model_copy(update={"lines": tuple(lines)})


def interleaved(page: Transcript) -> Transcript:
    """The page as an engine reads it that joins what stands side by side into one line."""
    rows: dict[int, list[Word]] = {}
    for line in page.lines:
        rows.setdefault(line.words[0].box.top // 20, []).extend(line.words)
    lines = [
        Line(words=tuple(sorted(words, key=lambda word: word.box.left)), block_no=1, paragraph_no=1)
        for _, words in sorted(rows.items())
    ]
    return page.model_copy(update={"lines": tuple(lines)})


def turned(page: Transcript, degrees: int) -> Transcript:
    """The page as scanned `degrees` (180) off: boxes of the scan, text as read upright."""
    assert degrees == 180
    lines = []
    for line in page.lines:
        words = tuple(
            word.model_copy(
                update={
                    "box": Box(
                        left=WIDTH - word.box.right,
                        top=HEIGHT - word.box.bottom,
                        right=WIDTH - word.box.left,
                        bottom=HEIGHT - word.box.top,
                    )
                }
            )
            for word in line.words
        )
        lines.append(line.model_copy(update={"words": words}))
    return page.model_copy(
        update={"lines": tuple(lines), "verdict": verdict(rotated_degrees=degrees)}
    )
