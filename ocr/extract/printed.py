"""Dates, terms, figures and clauses of effect as papers print them.

Source: domain.md 4.4 (effect clauses), 4.8 (dates and numbers). Corrupted digits are not repaired:
what does not read as a date is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.dates import PartialDate
from domain.events.envelope import EffectiveBasis
from ocr.flow import Cut, Flow

_EARLIEST, _LATEST = 1900, 2099
_Y = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_LONG = rf"(?:ngay\s+)?(?P<d>\d{{1,2}})\s+thang\s+(?P<m>\d{{1,2}})\s*,?\s+nam\s+{_Y}"
_SHORT = rf"(?:ngay\s*:?\s*)?(?P<d>\d{{1,2}})\s?(?P<s>[/.-])\s?(?P<m>\d{{1,2}})\s?(?P=s)\s?{_Y}"
_NO_DAY = rf"(?:ngay[\s._]*)?thang\s+(?P<m>\d{{1,2}})\s*(?:/|-|,?\s+nam\s)\s*{_Y}"
_MONTH = rf"(?<![\d/.-])(?P<m>\d{{1,2}})\s?/\s?{_Y}"
_YEAR = rf"(?:nam\s+)?{_Y}"
_DATE_FORMS = tuple(re.compile(form) for form in (_LONG, _SHORT, _NO_DAY, _MONTH))
_YEAR_FORM = re.compile(_YEAR)
_MISREAD = re.compile(
    r"ngay\s+(?=\S*[a-z])(?=\S*\d)[\da-z]{1,3}\s+thang|thang\s+(?!\d)\S{1,2}\s+nam"
)
"""`ngày 0y tháng 9`, `tháng g năm`: a digit was corrupted."""

DATE_AHEAD = (
    r"(?=(?:ngay\s*:?\s*)?\d{1,2}\s?(?:[/.-]\s?\d{1,2}\s?[/.-]|\s+thang)"
    r"|(?:thang\s+)?\d{1,2}\s?[/-]\s?(?:19|20)\d\d|thang\s+\d{1,2}\s+nam)"
)
_SINCE = re.compile(
    rf"(?:ke tu|tinh tu|bat dau tu|huong tu|\btu)\s*:?\s*(?:ngay\s*:?\s*)?{DATE_AHEAD}"
)
_SIGNED = re.compile(r"(?:ke tu|\btu|tinh tu)\s+ngay\s+(?:ky\b|ban hanh\b)")
_UNREADABLE = re.compile(
    r"(?:ke tu|tinh tu|huong tu|bat dau tu)\s*:?\s*ngay\s*:?\s*(?=\S*\d|[._]{2,}|thang\b)"
)
"""A day is stated, whatever its digits came out as: then no other clause may stand in for it."""
_CLOCK = re.compile(
    r"thoi gian\s+(?:tinh\s+|xet\s+|de\s+)*(?:huong\s+)?(?:nang\s+)?(?:bac\s+)?(?:luong\s+)?"
    r"(?:nang bac luong\s+)?lan sau[^.;]{0,30}?(?:ke tu|tinh tu|\btu)\s+(?:ngay\s+)?"
)
_NUMBER_WORDS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10, "muoi hai": 12, "muoi tam": 18, "hai bon": 24, "hai tu": 24,
    "hai muoi bon": 24, "ba sau": 36, "ba muoi sau": 36, "muoi lam": 15, "muoi mot": 11,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class ReadDate:
    """A date and where it stands. `certain` False: its day was left blank."""

    value: PartialDate
    cut: Cut
    certain: bool = True


@dataclass(frozen=True, eq=False)
class Term:
    """Months, and the words that say so. `agrees` False: figure and number word differ."""

    months: int
    cut: Cut
    agrees: bool = True


@dataclass(frozen=True, eq=False)
class Effect:
    """When an act counts, and by which words."""

    date: ReadDate | None
    basis: EffectiveBasis
    cut: Cut | None


def date_at(flow: Flow, start: int, end: int | None = None) -> ReadDate | None:
    """The date that begins at `start`; None if none does, or there is no such day."""
    for form in _DATE_FORMS:
        match = form.match(flow.plain, start)
        if match and (end is None or match.end() <= end):
            return _read(flow, match)
    return None


def first_date(flow: Flow, start: int = 0, end: int | None = None) -> ReadDate | None:
    """The first day, month or year printed within `[start, end)`."""
    stop = len(flow.plain) if end is None else end
    if _MISREAD.search(flow.plain, start, stop):
        return None
    found = [m for form in _DATE_FORMS if (m := form.search(flow.plain, start, stop))]
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        return _read(flow, match)
    return None


def year_at(flow: Flow, start: int) -> ReadDate | None:
    """A year alone that begins at `start`, e.g. after "sinh năm"."""
    match = _YEAR_FORM.match(flow.plain, start)
    return _read(flow, match) if match else None


def _read(flow: Flow, match: re.Match[str]) -> ReadDate | None:
    parts = match.groupdict()
    year, month, day = (parts.get(name) for name in ("y", "m", "d"))
    if "00" in (month, day) or "0" in (month, day):
        return None
    try:
        value = PartialDate(
            int(year or 0), int(month) if month else None, int(day) if day else None
        )
    except ValueError:
        return None
    if not _EARLIEST <= value.year <= _LATEST:
        return None
    return ReadDate(value, flow.cut(*match.span()), certain=not _lost_its_day(flow, match))


def _lost_its_day(flow: Flow, match: re.Match[str]) -> bool:
    """ "ngày … tháng 9 năm 2021": a day belongs there and was left blank, or could not be read."""
    if match.groupdict().get("d") or not match.groupdict().get("m"):
        return False
    before = flow.plain[max(0, match.start() - 16) : match.start()]
    return match.group().startswith("ngay") or bool(re.search(r"\bngay\b[^,;]*$", before))


def since(flow: Flow, start: int = 0, end: int | None = None) -> Effect | None:
    """The first "kể từ ngày …" or "kể từ ngày ký" that does not speak of the next salary step.

    `date` is None with basis EXPLICIT where a day is printed that does not read as one.
    """
    stop = len(flow.plain) if end is None else end
    masked = [match.span() for match in _CLOCK.finditer(flow.plain, start, stop)]
    forms = (_SINCE, _SIGNED, _UNREADABLE)
    for match in sorted(
        [match for form in forms for match in form.finditer(flow.plain, start, stop)],
        key=lambda match: (match.start(), forms.index(match.re)),
    ):
        if any(low <= match.start() < high for low, high in masked if not _shared(flow, low)):
            continue
        if match.re is _SIGNED:
            return Effect(None, EffectiveBasis.SIGN_DATE, flow.cut(*match.span()))
        found = date_at(flow, match.end()) or date_at(flow, _back_to_ngay(flow, match))
        if found is not None:
            return Effect(found, _basis_of(found), flow.cut(match.start(), found.cut.end))
        if match.re is _UNREADABLE:
            cut = flow.cut(match.start(), min(stop, match.end() + 24))
            return Effect(None, EffectiveBasis.EXPLICIT, cut)
    return None


def _shared(flow: Flow, start: int) -> bool:
    """ "Thời điểm hưởng lương mới và thời gian … lần sau kể từ ngày": one date for both."""
    return bool(re.search(r"huong luong moi va\s*$", flow.plain[max(0, start - 40) : start]))


def _back_to_ngay(flow: Flow, match: re.Match[str]) -> int:
    at = flow.plain.rfind("ngay", match.start(), match.end())
    return at if at >= 0 else match.end()


def _basis_of(found: ReadDate) -> EffectiveBasis:
    """A month alone counts from its first day."""
    if found.value.day is None:
        return EffectiveBasis.FIRST_OF_MONTH
    return EffectiveBasis.EXPLICIT


def clock_start(flow: Flow) -> Effect | None:
    """From when the next salary step is counted; None if the paper does not say."""
    match = _CLOCK.search(flow.plain)
    if match is None:
        return None
    if re.match(r"ky\b", flow.plain[match.end() :]):
        return Effect(None, EffectiveBasis.SIGN_DATE, flow.cut(match.start(), match.end() + 2))
    found = date_at(flow, match.end())
    return Effect(found, EffectiveBasis.EXPLICIT, found.cut) if found else None


_TERM = r"(?P<n>\d{1,3})\s*(?:\(\s*(?P<w>[a-z ]{2,18}?)\s*\)\s*)?(?P<u>nam|thang)\b"


def term_after(flow: Flow, cue: str, start: int = 0, end: int | None = None) -> Term | None:
    """The first "05 (năm) năm" or "36 tháng" within a few words after `cue` (plain pattern)."""
    for match in flow.find_all(rf"(?:{cue})[^.;\d]{{0,40}}?{_TERM}", start, end):
        months = int(match["n"]) * (12 if match["u"] == "nam" else 1)
        word = " ".join((match["w"] or "").split())
        agrees = not word or _NUMBER_WORDS.get(word, int(match["n"])) == int(match["n"])
        if 0 < months <= 600:
            return Term(months, flow.cut(match.start("n"), match.end("u")), agrees)
    return None


def days_after(flow: Flow, cue: str) -> tuple[int, Cut] | None:
    match = flow.find(rf"(?:{cue})[^.;\d]{{0,30}}?(\d{{1,3}})\s*(?:\([a-z ]+\)\s*)?ngay\b")
    return (int(match[1]), flow.cut(*match.span(1))) if match else None


def decimal_of(text: str) -> Decimal | None:
    """`3,66` or `3.66`; None for what is no coefficient with two decimals."""
    match = re.fullmatch(r"\D{0,2}(\d{1,2})[,.](\d{2})\D{0,2}", text.strip())
    if match is None:
        return None
    return Decimal(f"{match[1]}.{match[2]}")
