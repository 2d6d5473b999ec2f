"""What a paper says: the facts a reader should find, and the blocks that are set on its pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from domain.events.envelope import EffectiveBasis, SignerMode
from domain.frozen import Frozen
from domain.people import Gender


class Person(Frozen):
    """A fictitious member of staff. `identifier` is a made-up CCCD of valid form, or None."""

    name: str
    gender: Gender
    birth_date: date
    identifier: str | None
    ethnicity: str
    native_place: str

    @property
    def honorific(self) -> str:
        return "ông" if self.gender is Gender.M else "bà"


class Act(Frozen):
    """One career event that a paper announces for one person.

    `values` holds the payload by the Python names of the event's own fields, as stored JSON
    (dates ISO 8601, coefficients as decimal text, a unit as printed).
    """

    topic: str
    person_name: str
    birth_date: date | None = None
    effective_date: date
    effective_basis: EffectiveBasis = EffectiveBasis.EXPLICIT
    last_day: date | None = None
    term_months: int | None = None
    values: dict[str, JsonValue] = Field(default_factory=dict)


class Seal(Frozen):
    """The round red seal: the words on the ring, and the lines in the middle."""

    ring: str
    centre: tuple[str, ...]


class Signature(Frozen):
    """Who signs: capacity lines as printed (`KT. GIÁM ĐỐC`, `PHÓ GIÁM ĐỐC`), and the name."""

    capacity: tuple[str, ...]
    name: str
    mode: SignerMode = SignerMode.SELF
    seal: Seal | None = None


class Head(Frozen):
    """Slots 1 to 5b of domain.md 4.1: two columns above a rule."""

    kind: Literal["head"] = "head"
    parent: str | None
    body: str
    number_line: str | None = None
    place_date: str | None = None
    regarding: str | None = None
    secrecy: str | None = None
    """Words of a rubber stamp in slot 10a, e.g. `MẬT`."""


class Centre(Frozen):
    """A centred line or lines; `rule` draws the short line under it."""

    kind: Literal["centre"] = "centre"
    text: str
    pt: float = 13
    bold: bool = True
    italic: bool = False
    rule: bool = False
    before_mm: float = 0


class Prose(Frozen):
    """A justified paragraph; `**` switches bold. `keep` holds it together with what follows."""

    kind: Literal["prose"] = "prose"
    text: str
    italic: bool = False
    indent: bool = True
    keep: bool = False
    pt: float = 14


class Table(Frozen):
    """A ruled table; `shares` are the columns' parts of the width. Rows do not break over pages."""

    kind: Literal["table"] = "table"
    shares: tuple[float, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    pt: float = 11


class Close(Frozen):
    """Recipients on the left; capacity, signature, seal and name on the right."""

    kind: Literal["close"] = "close"
    recipients: tuple[str, ...]
    signature: Signature


class Gap(Frozen):
    kind: Literal["gap"] = "gap"
    mm: float


class PageBreak(Frozen):
    kind: Literal["break"] = "break"


class Border(Frozen):
    """A double frame around the page: covers and degrees."""

    kind: Literal["border"] = "border"


class Photo(Frozen):
    """An empty 3 x 4 cm box at the left margin, set beside what follows."""

    kind: Literal["photo"] = "photo"


Block = Annotated[
    Head | Centre | Prose | Table | Close | Gap | PageBreak | Border | Photo,
    Field(discriminator="kind"),
]


class Paper(Frozen):
    """One document: its truth and its setting.

    `doc_type` is an id of domain.md 2.2 and 2.3, `QD` for a decision of no finer id there.
    """

    key: str
    doc_type: str
    type_name: str
    title: str
    number: str | None = None
    issued: date | None = None
    issuer: str | None = None
    signature: Signature | None = None
    acts: tuple[Act, ...] = ()
    body: tuple[Block, ...]


def number_line(full_no: str) -> str:
    return f"Số: {full_no}"


def day_words(day: date) -> str:
    """`ngày 05 tháng 3 năm 2024`: two digits for days under 10 and for January and February."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_day(day: date) -> str:
    """`05/3/2024`, as papers print a date inside a sentence."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def comma(coefficient: str) -> str:
    """`3.66` as printed: `3,66`."""
    return coefficient.replace(".", ",")
