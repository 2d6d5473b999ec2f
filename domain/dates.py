"""Calendar dates as papers give them: a year, a month or a day; months added by the calendar.

Source: domain.md 3.1 (intervals), 4.8 (printed dates); EDTF level 0 and `XX` of level 1
(Library of Congress, Extended Date/Time Format, 2019).
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import total_ordering
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""The country's one time zone, without summer time since 1975. Source: domain.md 2.10."""

_EDTF = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


class Precision(StrEnum):
    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"


@total_ordering
class PartialDate:
    """A year, a month or a day, e.g. `1979`, `1979-03`, `1979-03-12`.

    Stored as its EDTF text. Ordered by its first possible day, the coarser first. Immutable.
    `first_day` is its first possible day.
    """

    __slots__ = ("day", "first_day", "month", "year")
    year: int
    month: int | None
    day: int | None
    first_day: date

    def __init__(self, year: int, month: int | None = None, day: int | None = None) -> None:
        """Raises: ValueError if there is no such day, or a day is given without its month."""
        if day is not None and month is None:
            raise ValueError("a day needs its month")
        first_day = date(year, 1 if month is None else month, 1 if day is None else day)
        object.__setattr__(self, "first_day", first_day)
        object.__setattr__(self, "year", year)
        object.__setattr__(self, "month", month)
        object.__setattr__(self, "day", day)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("PartialDate is immutable")

    def __reduce__(self) -> tuple[type[PartialDate], tuple[int, int | None, int | None]]:
        """Made anew by whoever unpickles it: nothing can be set."""
        return PartialDate, (self.year, self.month, self.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read EDTF text. Raises: ValueError if it is none, without repeating it."""
        if len(text) == 10 and text[4] == "-" and text[7] == "-":
            # A whole day, as most are stored: a stream is read faster without the pattern.
            try:
                whole = date.fromisoformat(text)
            except ValueError:
                pass
            else:
                return cls(whole.year, whole.month, whole.day)
        match = _EDTF.match(text.strip())
        if match is None:
            raise ValueError("a date is written YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> Precision:
        if self.day is not None:
            return Precision.DAY
        return Precision.MONTH if self.month is not None else Precision.YEAR

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def exact(self) -> date | None:
        """The day, if the precision is a day."""
        return self.first_day if self.day is not None else None

    def agrees_with(self, other: PartialDate) -> bool:
        """True if one of the two lies within the other: 1979 agrees with 1979-03-12."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def __repr__(self) -> str:
        return f"PartialDate({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, PartialDate)
            and self.first_day == other.first_day
            and self.day == other.day
            and self.month == other.month
        )

    def __lt__(self, other: PartialDate) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[date, int, int]:
        """By the first day; of the same one the less precise comes first."""
        return self.first_day, self.month or 0, self.day or 0

    def __hash__(self) -> int:
        return hash((self.first_day, self.month, self.day))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def accept(value: Any) -> PartialDate:
            match value:
                case PartialDate():
                    return value
                case date():
                    return cls.of(value)
                case str():
                    return cls.parse(value)
                case _:
                    raise ValueError("a date is written YYYY, YYYY-MM or YYYY-MM-DD")

        return core_schema.no_info_plain_validator_function(
            accept,
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": _EDTF.pattern, "examples": ["1979-03-12", "1979"]}


def add_months(day: date, months: int) -> date:
    """Add `months` (may be negative); clipped to the end of the month.

    >>> add_months(date(2024, 8, 31), 6)
    datetime.date(2025, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def local_day(instant: datetime) -> date:
    """The calendar day in Viet Nam at an instant. Raises: ValueError if the instant is naive."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(VIETNAM).date()


class Span:
    """A half-open stretch of days `[start, end)`; `end` None is open."""

    __slots__ = ("end", "start")

    def __init__(self, start: date, end: date | None) -> None:
        self.start, self.end = start, end

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


Day = Annotated[date, "a calendar day, ISO 8601"]
