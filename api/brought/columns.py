"""The columns of a sheet of one kind of event, and which of them a heading means.

A heading is a label in Vietnamese or English, or a name as JSON Lines have it (`decision.fullNo`);
where two fields of one kind share a label, the name stands behind it: `Lý do [reason]`.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pydantic.alias_generators import to_camel

from archive.line_forms import MENDINGS, NOT_FROM_LISTS
from domain.events.acts import RecordCorrected
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.envelope import Event
from domain.evidence import Rank
from domain.forms import FieldKind, form_of
from domain.labels import Label
from domain.people import IdentifierKind, fold

TOPICS: tuple[str, ...] = (
    *(topic for topic in sorted(CAREER_EVENT_TYPES) if topic not in NOT_FROM_LISTS),
    *sorted(MENDINGS),
)
"""Every kind of event that a list may bring, in the order of their names."""

HELP_SHEETS = frozenset({"huong dan", "help", "danh muc", "lists"})
LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_NAMED = re.compile(r"^(?P<label>.*)\[(?P<name>[A-Za-z.]+)\]$")
_IDENTIFIERS = {
    IdentifierKind.CCCD: Label("Số CCCD", "CCCD number"),
    IdentifierKind.CMND: Label("Số CMND", "CMND number"),
    IdentifierKind.SO_HIEU: Label("Số hiệu cán bộ", "Staff number"),
    IdentifierKind.BHXH: Label("Số BHXH", "Social insurance number"),
    IdentifierKind.MST: Label("Mã số thuế", "Tax number"),
}
_HIDDEN = frozenset({"decision.issuer_unit_id", "other_person_id"})


@dataclass(frozen=True, slots=True)
class Column:
    """`name` as in a line: `payload.post`, `decision.fullNo`; `payload.identifiers.CCCD` for a
    number of that kind."""

    name: str
    label: Label
    kind: FieldKind
    required: bool = False
    choices: tuple[str, ...] = ()
    choice_of: str | None = None
    identifier: IdentifierKind | None = None


_RANKS = tuple(rank.value for rank in Rank if rank is not Rank.PRESUMED)
PAGES = "source.pages"
_FIRST = (
    Column("person", Label("Người", "Person"), FieldKind.TEXT, required=True),
    Column("key", Label("Khóa dòng", "Line key"), FieldKind.TEXT),
)
_LAST = (
    Column("source.dossier", Label("Hồ sơ dẫn chứng", "Dossier cited"), FieldKind.TEXT),
    Column("source.document", Label("Tài liệu dẫn chứng", "Document cited"), FieldKind.TEXT),
    Column(PAGES, Label("Trang dẫn chứng", "Pages cited"), FieldKind.TEXT),
    Column(
        "evidence",
        Label("Hạng bằng chứng", "Evidence rank"),
        FieldKind.CHOICE,
        choices=_RANKS,
        choice_of="Rank",
    ),
    Column(
        "sourceRecordedOn",
        Label("Ngày nhập ở hệ thống cũ", "Entered in the older system on"),
        FieldKind.DAY,
    ),
    Column("asNew", Label("Là sự kiện mới", "Is a new event"), FieldKind.BOOLEAN),
)
_TARGET = Column(
    "payload.target",
    Label("Khóa của dòng liên quan", "Key of the line concerned"),
    FieldKind.TEXT,
    required=True,
)
_WHY = Column("payload.why", Label("Lý do", "Reason"), FieldKind.TEXT, required=True)
_CHANGE = (
    Column("payload.field", Label("Trường sửa", "Field"), FieldKind.TEXT, required=True),
    Column("payload.value", Label("Giá trị đúng", "Right value"), FieldKind.TEXT),
)


@cache
def columns_of(topic: str) -> tuple[Column, ...]:
    """Raises: Unknown, if there is no such kind."""
    if topic in MENDINGS:
        change = _CHANGE if topic == RecordCorrected.topic else ()
        return (*_FIRST, _TARGET, *change, _WHY)
    kind = CAREER_EVENT_TYPES[topic]
    payload = frozenset(kind.payload_fields())
    found: list[Column] = []
    for line in form_of(topic):
        if line.name in _HIDDEN:
            continue
        if line.name == "identifiers":
            found += [
                Column(f"payload.identifiers.{one.value}", label, FieldKind.TEXT, identifier=one)
                for one, label in _IDENTIFIERS.items()
            ]
            continue
        dotted = ".".join(to_camel(part) for part in line.name.split("."))
        # The basis follows from whether a date is given, unless it is told.
        required = line.required and line.name != "effective_basis"
        found.append(
            Column(
                f"payload.{dotted}" if line.name in payload else dotted,
                Label(line.label_vi, line.label_en),
                line.kind,
                required=required,
                choices=line.choices,
                choice_of=line.choice_of,
            )
        )
    return (*_FIRST, *found, *_LAST)


@cache
def headings_of(topic: str) -> dict[str, Column]:
    """Folded heading to column. A label that two columns share is none; a name goes before."""
    labels: dict[str, Column | None] = {}
    names: dict[str, Column] = {}
    for column in columns_of(topic):
        names[column.name.casefold()] = column
        names[column.name.removeprefix("payload.").casefold()] = column
        for label in {fold(column.label.vi), fold(column.label.en)}:
            labels[label] = None if label in labels else column
    found = {label: column for label, column in labels.items() if column is not None}
    return found | names


def column_named(topic: str, heading: str) -> Column | None:
    """The column that a heading means; a star (needed) is no part of it."""
    text = heading.replace("*", " ").strip()
    known = headings_of(topic)
    named = _NAMED.match(text)
    if named is not None:
        return known.get(named["name"].casefold())
    return known.get(text.casefold()) or known.get(fold(text))


def heading_of(column: Column, topic: str, *, english: bool) -> str:
    """What the template writes above a column."""
    label = column.label.en if english else column.label.vi
    text = label if headings_of(topic).get(fold(label)) is column else f"{label} [{column.name}]"
    return f"{text} *" if column.required else text


@cache
def _sheet_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for topic in TOPICS:
        kind: type[Event] = MENDINGS.get(topic) or CAREER_EVENT_TYPES[topic]
        for name in (topic, kind.label.vi, kind.label.en):
            names.setdefault(_folded(name), topic)
    return names


def topic_of_sheet(name: str) -> str | None:
    """The kind of event whose topic or label a sheet, or a CSV file, bears as its name."""
    return _sheet_names().get(_folded(name))


def _folded(name: str) -> str:
    return fold(_NOT_IN_SHEET_NAMES.sub(" ", name))[:LONGEST_SHEET_NAME].strip()


def near(name: str, among: Iterable[str]) -> str | None:
    """The nearest of some names, to suggest; None if none is near."""
    found = difflib.get_close_matches(name, list(among), n=1, cutoff=0.6)
    return found[0] if found else None


def near_sheet(name: str) -> str | None:
    known = _sheet_names()
    found = near(_folded(name), known)
    return known[found] if found is not None else None


def label_of(topic: str) -> Label:
    kind: type[Event] = MENDINGS.get(topic) or CAREER_EVENT_TYPES[topic]
    return kind.label
