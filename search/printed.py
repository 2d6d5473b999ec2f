"""Numbers and days as papers print them: recognised in questions and in texts alike.

Places are characters of the text given, which is composed (`search.words.composed`).

Source: domain.md 4.2 (numbers of decisions), 4.7 (identifiers), 4.8 (days).
"""

import calendar
import re
from collections.abc import Iterable
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from search.words import composed, fold_keeping_length

T = TypeVar("T")


class Printed(NamedTuple, Generic[T]):
    """A value read at characters [start, end)."""

    value: T
    start: int
    end: int


_KINDS_OF_PAPER = (
    "qyd|qd|nq|ct|qc|tc|tb|hd|ctr|kh|pa|da|bc|bb|ttr|cd|bgn|btt|guq|gm|ggt|gnp|pg|pc|pb|sy|trs|sl"
)
_NUMBER = re.compile(
    r"(?<![\w/-])(?P<number>\d{1,5}\s?[a-z]?\s?(?P<after>[/-])\s?(?:\d{4}\s?/\s?)?"
    rf"(?:(?P<type>{_KINDS_OF_PAPER})(?P<gap>\s?[-/]\s?|\s)"
    r"(?P<body>[a-z][a-z0-9&]*(?:[-/.][a-z0-9&]+)*)"
    r"|(?P<symbol>[a-z][a-z0-9&]*(?:[-/.][a-z0-9&]+)*)))(?!\w)"
)
_SPACED = re.compile(
    r"(?<![\w/-])(?P<number>\d{1,5}[a-z]?\s(?P<type>qyd|qd|nq|ttr)(?P<gap>\s)"
    r"(?P<body>[a-z][a-z0-9]+))(?!\w)"
)
_FIGURE = re.compile(r"\d")
_SYLLABLE = re.compile(r"(?:[bcdghklmnpqrstvx]{0,3})[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
_IDENTIFIER = re.compile(
    r"(?<!\d)(?:\d{12}|\d{9})(?!\d)"
    r"|(?<!\d)(?:\d{3} \d{3} \d{3} \d{3}|(?<!\d )\d{3} \d{3} \d{3})(?!\d| \d{3}(?!\d))"
)
_SENSITIVE = re.compile(
    r"\b(?:dan toc|ton giao|suc khoe|nhom mau|ngay vao dang(?: cong san viet nam)?|ngay chinh thuc)"
    r"\b(?:[^\S\n]*\([^)\n]{1,30}\))?[^\S\n]*(?::|\.\.+|…)+[^\S\n]*"
    r"(?P<value>[^\n,;]{1,40}?)(?=[,;\n]|\s+\d{1,2}[).]|\s*\b(?:dan toc|ton giao)\b|\s{2,}|$)"
)
"""What a form's fields "Dân tộc", "Tôn giáo", "Sức khỏe", "Nhóm máu", "Ngày vào Đảng" and "Ngày
chính thức" were filled with; a stretch of text otherwise."""
_DAYS = (
    re.compile(r"(?<![\w/.-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\w/-])"),
    re.compile(
        r"(?:\bngay\s+)?(?<![\w/.-])(?P<d>\d{1,2})\s?(?P<s>[/.-])\s?(?P<m>\d{1,2})\s?(?P=s)\s?"
        r"(?P<y>\d{4})(?![\w/-])"
    ),
    re.compile(r"\bngay\s+(?P<d>\d{1,2})\s+thang\s+(?P<m>\d{1,2})[\s,]+nam\s+(?P<y>\d{4})(?!\w)"),
)


def number_key(number: str) -> str:
    """A decision number, however it is spaced, hyphened, accented or zero-filled.

    >>> number_key("Số: 08 / QÐ - SNV"), number_key("8/qd-snv")
    ('8/qdsnv', '8/qdsnv')
    """
    plain = re.sub("[\u0300-\u036f]", "", fold_keeping_length(number))
    runs = re.findall(r"\d+|[^\W\d_]+", re.sub(r"^\s*so\b", "", plain))
    digits: list[str] = []
    while runs and runs[0].isdigit():
        digits.append(runs.pop(0).lstrip("0") or "0")
    return "/".join([*digits, "".join(runs)] if runs else digits)


def decision_numbers_in(text: str, *, plain: str | None = None) -> list[Printed[str]]:
    """Numbers of decisions, as keys, in the order of their places.

    `plain`: the text folded with its length kept, if it is at hand.
    """
    if not _FIGURE.search(text):
        return []
    found = []
    plain = plain or fold_keeping_length(text)
    for pattern in (_NUMBER, _SPACED):
        for match in pattern.finditer(plain):
            if _is_number(match):
                place = match.span("number")
                found.append(Printed(number_key(match["number"]), *place))
        plain = blanked(plain, [(one.start, one.end) for one in found])
    return sorted(found, key=lambda one: one.start)


def _is_number(match: re.Match[str]) -> bool:
    """False for what only begins like one: "113/QĐ Nguyễn", "3-Nguyễn Trãi", "12/QĐ"."""
    parts = match.groupdict()
    if parts["type"]:
        loose = parts["gap"].isspace() or parts["gap"] == " - "
        return not (loose and _SYLLABLE.fullmatch(parts["body"]))
    symbol = parts["symbol"]
    if parts["after"] == "-" or re.fullmatch(_KINDS_OF_PAPER, symbol):
        return False
    return len(symbol) > 1 and not _SYLLABLE.fullmatch(symbol)


def days_in(text: str, *, plain: str | None = None) -> list[Printed[date]]:
    """Whole days, the day before the month: 01/7/2019, ngày 01 tháng 7 năm 2019, 2019-07-01.

    `plain`: the text folded with its length kept, if it is at hand.
    """
    if not _FIGURE.search(text):
        return []
    found: list[Printed[date]] = []
    plain = plain or fold_keeping_length(text)
    for pattern in _DAYS:
        for match in pattern.finditer(plain):
            year, month, day = (int(match[part]) for part in "ymd")
            if year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
                found.append(Printed(date(year, month, day), *match.span()))
        plain = blanked(plain, [(one.start, one.end) for one in found])
    return sorted(found, key=lambda one: one.start)


def identifiers_in(text: str) -> list[Printed[str]]:
    """Numbers of 9 or 12 digits, as identity cards have, also printed in threes ("024 085 ...")."""
    return [
        Printed(match.group().replace(" ", ""), *match.span())
        for match in _IDENTIFIER.finditer(text)
    ]


def masked(text: str) -> str:
    """Identifiers as lists show them, the length kept.

    >>> masked("CCCD 024085000123")
    'CCCD 024•••••0123'
    """
    return _IDENTIFIER.sub(lambda match: _mask(match.group()), text)


def _mask(identifier: str) -> str:
    places = [at for at, letter in enumerate(identifier) if letter.isdigit()]
    hidden = places[3:-4] if len(places) == 12 else places[2:-3]
    return "".join("•" if at in hidden else letter for at, letter in enumerate(identifier))


def without_sensitive(text: str) -> str:
    """The text without what stands behind "Dân tộc:", "Sức khỏe:" and their like on a form.

    >>> without_sensitive("6) Dân tộc: Tày, 7) Tôn giáo: Không")
    '6) Dân tộc:    , 7) Tôn giáo:      '
    """
    text = composed(text)
    plain = fold_keeping_length(text)
    return blanked(text, [match.span("value") for match in _SENSITIVE.finditer(plain)])


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the spans as spaces, its length kept."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
