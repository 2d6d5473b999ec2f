"""The fields of an event as words to be found by: nothing sensitive, no identifier.

Fields are flat, as `domain.forms` has them: name to stored JSON value.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from pydantic import JsonValue
from pydantic.alias_generators import to_camel

from domain.dates import PartialDate
from domain.events.catalogue import EVENT_TYPES
from domain.forms import FieldKind, FormField, form_of
from domain.labels import Privacy
from domain.tables.learning import DEGREE_ROWS, TRAINING_ROWS

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_NAMES = frozenset({"full_name", "other_names", "subject_as_printed.name"})
_NUMBER = "decision.full_no"
_SILENT = frozenset(
    {
        _NUMBER,
        "decision.number",
        "decision.suffix",
        "decision.symbol",
        "decision.doc_type",
        "decision.legal_bases",
        "subject_as_printed.honorific",
        "identifiers",
        "effective_basis",
    }
)
"""Found by another field, or nothing that anybody looks for."""
_FREE_TEXT = frozenset({"decision.abstract", "reason"})

_CHOICES = {
    "KHIEN_TRACH": "khiển trách",
    "CANH_CAO": "cảnh cáo",
    "HA_BAC_LUONG": "hạ bậc lương",
    "GIANG_CHUC": "giáng chức",
    "CACH_CHUC": "cách chức",
    "BAI_NHIEM": "bãi nhiệm",
    "BUOC_THOI_VIEC": "buộc thôi việc",
    "XOA_TU_CACH": "xóa tư cách",
    "XUAT_SAC": "hoàn thành xuất sắc nhiệm vụ",
    "TOT": "hoàn thành tốt nhiệm vụ",
    "HOAN_THANH": "hoàn thành nhiệm vụ",
    "HAN_CHE": "hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực",
    "KHONG": "không hoàn thành nhiệm vụ",
    "ACTING_Q": "quyền",
    "IN_CHARGE": "phụ trách",
    "CAN_BO": "cán bộ",
    "CONG_CHUC": "công chức",
    "CONG_CHUC_XA": "công chức cấp xã",
    "VIEN_CHUC": "viên chức",
    "HOP_DONG": "hợp đồng lao động",
    "FIXED_TERM": "hợp đồng xác định thời hạn",
    "INDEFINITE": "hợp đồng không xác định thời hạn",
    "EARLY_RETIREMENT": "nghỉ hưu trước tuổi",
    "IMMEDIATE_LEAVE": "thôi việc ngay",
    **{row.kind.value: row.label.vi.lower() for row in TRAINING_ROWS},
    **{row.degree.value: row.label.vi.lower() for row in DEGREE_ROWS if row.rank},
}
"""Codes that papers write in words. What is asked for without marks finds them too."""


class Wording(NamedTuple):
    """What an event is found by. Names and numbers stand apart from the running text."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    identifiers: tuple[str, ...]
    text: str


def worded(
    topic: str, fields: Mapping[str, JsonValue], *, printed: Mapping[str, str] | None = None
) -> Wording:
    """Args: printed: the words on the paper of fields whose value is a code."""
    said = printed or {}
    lines: list[str] = []
    names: list[str] = []
    if topic == "identity.corrected":
        names += _corrected_names(fields)
        fields = {name: value for name, value in fields.items() if name not in ("old", "new")} | (
            _corrected_values(fields)
        )
    for line in _open_fields(topic):
        value = fields.get(line.name)
        if value is None or line.name in _SILENT:
            continue
        if line.name in _NAMES:
            names += _texts(value)
        elif text := _spoken(line, value, said.get(line.name)):
            lines.append(text)
    number = fields.get(_NUMBER)
    return Wording(
        names=tuple(dict.fromkeys(names)),
        numbers=(number,) if isinstance(number, str) else (),
        identifiers=tuple(_identifiers(fields.get("identifiers"))),
        text="\n".join(dict.fromkeys(lines)),
    )


def title_of(
    topic: str, fields: Mapping[str, JsonValue], *, shown: tuple[str, ...], label: str
) -> str:
    """The event's label and its main values: "Bổ nhiệm: Trưởng phòng"."""
    by_name = {line.name: line for line in _open_fields(topic)}
    values = [
        _value(by_name[name], fields[name])
        for name in shown
        if name in by_name and fields.get(name) is not None
    ]
    return f"{label}: {', '.join(values)}" if any(values) else label


def unit_value(fields: Mapping[str, JsonValue], name: str | None) -> tuple[str | None, str | None]:
    """A unit field as filter and as printed: its id where it is resolved, else the printed name."""
    value = fields.get(name) if name else None
    if not isinstance(value, dict):
        return None, None
    printed, unit_id = value.get("asPrinted"), value.get("unitId")
    shown = " ".join(printed.split()) if isinstance(printed, str) else None
    return (unit_id if isinstance(unit_id, str) else shown), shown


def day_value(value: JsonValue) -> date | None:
    """The first day that a stored date means."""
    partial = _partial(value)
    return partial.first_day if partial else None


def printed_day(day: PartialDate) -> str:
    """As papers write it: 12/03/1979, 03/1979, 1979."""
    parts = [f"{part:02d}" for part in (day.day, day.month) if part is not None]
    return "/".join([*parts, f"{day.year:04d}"])


@cache
def sensitive_fields() -> frozenset[str]:
    """Names of sensitive fields of any event, in both spellings."""
    found = {name for kind in EVENT_TYPES.values() for name in kind.fields_of(Privacy.SENSITIVE)}
    return frozenset(found | {to_camel(name) for name in found})


@cache
def _open_fields(topic: str) -> tuple[FormField, ...]:
    """What may be searched: nothing sensitive, and of an event that has such fields not the free
    text of its paper either, which tells the same in other words (domain.md 6.4)."""
    form = form_of(topic)
    closed = any(line.privacy is Privacy.SENSITIVE for line in form)
    return tuple(
        line
        for line in form
        if line.privacy is not Privacy.SENSITIVE and not (closed and line.name in _FREE_TEXT)
    )


def _spoken(line: FormField, value: JsonValue, said: str | None) -> str:
    """A field as a line of text; bare figures and days with their label."""
    match line.kind:
        case FieldKind.BOOLEAN:
            return ""
        case FieldKind.CHOICE:
            return said or _value(line, value)
        case FieldKind.INTEGER | FieldKind.DECIMAL | FieldKind.DATE | FieldKind.DAY:
            return f"{line.label_vi}: {_value(line, value)}"
        case FieldKind.TEXT | FieldKind.UNIT | FieldKind.JSON:
            return _value(line, value)


def _value(line: FormField, value: JsonValue) -> str:
    match line.kind:
        case FieldKind.CHOICE:
            return _CHOICES.get(str(value), "")
        case FieldKind.DATE | FieldKind.DAY:
            partial = _partial(value)
            return printed_day(partial) if partial else ""
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return str(value)
        case _:
            return "; ".join(_texts(value))


def _partial(value: JsonValue) -> PartialDate | None:
    try:
        return PartialDate.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _texts(value: JsonValue) -> Iterator[str]:
    """The texts within a stored value, without ids and without what is sensitive."""
    match value:
        case str() if value.strip() and not _UUID.fullmatch(value):
            yield " ".join(value.split())
        case list():
            for one in value:
                yield from _texts(one)
        case dict() if value.get("field") in sensitive_fields():
            return
        case dict():
            for name, one in value.items():
                if name not in ("field", "unitId", "kind"):
                    yield from _texts(one)
        case _:
            return


def _identifiers(value: JsonValue) -> Iterator[str]:
    for one in value if isinstance(value, list) else ():
        number = one.get("value") if isinstance(one, dict) else None
        if isinstance(number, str):
            yield number


def _corrected_names(fields: Mapping[str, JsonValue]) -> list[str]:
    if fields.get("field") not in ("fullName", "full_name"):
        return []
    return [text for name in ("new", "old") for text in _texts(fields.get(name))]


def _corrected_values(fields: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Old and new value of a corrected civil status, unless they are names or sensitive."""
    if fields.get("field") in sensitive_fields() or _corrected_names(fields):
        return {}
    return {name: fields.get(name) for name in ("old", "new")}
