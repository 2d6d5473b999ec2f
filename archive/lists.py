"""Lists as spreadsheets write them: rows by column, and every fault named with line and cure.

UTF-8 with or without its mark, comma, semicolon or tab, any form of the letters. What is not clear
is never guessed and never an exception: it is a problem, and that value is left out. A suggestion
is for a person to follow or not.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import Field, JsonValue

from domain.dates import PartialDate
from domain.frozen import Frozen

_SEPARATORS = (",", ";", "\t")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"
_WHOLE = re.compile(r"(\d+)(?:[.,]0+)?")
_LONGEST_NUMBER = 8
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_SERIAL = re.compile(r"\d{5}")
_SPREADSHEET_DAY_ZERO = date(1899, 12, 30)
_OLDEST_YEAR = 1900


class Problem(Frozen):
    """What is wrong with a list or a delivery, for a person to cure; make it with `problem`.

    `file` as the person knows it; `line` counts from 1, the head included. `values` fill the
    sentence of `code`: these too, as far as they are known.
    """

    code: str
    file: str | None = None
    line: int | None = None
    column: str | None = None
    dossier: str | None = None
    values: dict[str, JsonValue] = Field(default_factory=dict)


def problem(
    code: str,
    *,
    file: str | None = None,
    line: int | None = None,
    column: str | None = None,
    dossier: str | None = None,
    values: Mapping[str, JsonValue] | None = None,
) -> Problem:
    """A problem whose sentence may name its place."""
    place: dict[str, JsonValue] = {"file": file, "line": line, "column": column, "dossier": dossier}
    told = {name: value for name, value in place.items() if value is not None}
    return Problem(
        code=code,
        file=file,
        line=line,
        column=column,
        dossier=dossier,
        values={**told, **(values or {})},
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """A row as read: its line and the trimmed NFC cells by column, only those with content."""

    line: int
    by_column: Mapping[str, str]


class ListReader:
    """Collects problems while a list is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def say(
        self, code: str, line: int | None = None, column: str | None = None, **values: JsonValue
    ) -> None:
        self.problems.append(problem(code, file=self.file, line=line, column=column, values=values))

    def rows(self, content: bytes, columns: Sequence[str], needed: str | None) -> list[Cells]:
        text = self._text(content)
        if text is None:
            return []
        lines = ListLines(text, separator_of(text, columns))
        try:
            head = next(lines, None)
            if head is None:
                self.say("list.empty")
                return []
            names = self._head(head[1], head[0], columns, needed)
            return [] if names is None else list(self._body(lines, names))
        except csv.Error:
            self.say("list.quotes", lines.line)
            return []

    def _text(self, content: bytes) -> str | None:
        if content.startswith(_WIDE) or b"\0" in content:
            self.say("list.notUtf8")
            return None
        try:
            return unicodedata.normalize("NFC", content.removeprefix(_MARK).decode("utf-8"))
        except UnicodeDecodeError as error:
            self.say("list.notUtf8", content[: error.start].count(b"\n") + 1)
            return None

    def _head(
        self, cells: list[str], line: int, columns: Sequence[str], needed: str | None
    ) -> list[str] | None:
        """Column names in their order; None when the list cannot be used."""
        names = [cell.strip().casefold().replace(" ", "_") for cell in cells]
        known = [name for name in names if name in columns]
        for name in sorted({name for name in known if known.count(name) > 1}):
            self.say("list.columnTwice", line, name)
        if not known or (needed is not None and needed not in known):
            self.say("list.noColumn", line, needed, columns=list(columns))
            return None
        if len(set(known)) < len(known):
            return None
        for name in names:
            if name and name not in columns:
                self.say("list.columnUnknown", line, name, columns=list(columns))
        for column in columns:
            if column not in known:
                self.say("list.columnMissing", line, column)
        return names

    def _body(self, lines: "ListLines", names: list[str]) -> Iterator[Cells]:
        try:
            for line, cells in lines:
                if len(cells) != len(names):
                    self.say("list.cells", line, cells=len(cells), columns=len(names))
                    continue
                filled = {
                    name: " ".join(cell.split())
                    for name, cell in zip(names, cells, strict=True)
                    if name and cell.strip()
                }
                if filled:
                    yield Cells(line, filled)
        except csv.Error:
            self.say("list.quotes", lines.line)

    def whole(self, cells: Cells, column: str, *, most: int, least: int = 0) -> int | None:
        text = cells.by_column.get(column)
        if text is None:
            return None
        match = _WHOLE.fullmatch(text)
        number = int(match[1]) if match and len(match[1]) <= _LONGEST_NUMBER else None
        if number is None or not least <= number <= most:
            self.say("list.number", cells.line, column, given=text, least=least, most=most)
            return None
        return number

    def day(self, cells: Cells, column: str) -> PartialDate | None:
        """YYYY-MM-DD, YYYY-MM or YYYY, or as printed, day first: d/m/YYYY or m/YYYY."""
        text = cells.by_column.get(column)
        if text is None:
            return None
        found = _day(text)
        if found is not None and found.year >= _OLDEST_YEAR:
            return found
        suggestion = serial_day(text)
        if suggestion is not None:
            self.say("list.dateSerial", cells.line, column, given=text, suggestion=suggestion)
        else:
            self.say("list.date", cells.line, column, given=text)
        return None


class ListLines:
    """Rows with the line that each begins on; empty ones are left out."""

    def __init__(self, text: str, separator: str) -> None:
        body = io.StringIO(text, newline="")
        self._skipped = 0
        if text[:4].casefold() == "sep=":  # a spreadsheet's own hint
            body.readline()
            self._skipped = 1
        self._reader = csv.reader(body, delimiter=separator, strict=True)
        self.line = self._skipped + 1

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self

    def __next__(self) -> tuple[int, list[str]]:
        while True:
            self.line = self._skipped + self._reader.line_num + 1
            cells = next(self._reader)
            if any(cell.strip() for cell in cells):
                return self.line, cells


def _day(text: str) -> PartialDate | None:
    try:
        if match := _DAY_FIRST.fullmatch(text):
            return PartialDate(int(match[3]), int(match[2]), int(match[1]))
        if match := _MONTH.fullmatch(text):
            return PartialDate(int(match[2]), int(match[1]))
        return PartialDate.parse(text)
    except ValueError:
        return None


def serial_day(text: str) -> str | None:
    """The day that a spreadsheet means by a bare number of five digits."""
    if not _SERIAL.fullmatch(text):
        return None
    return (_SPREADSHEET_DAY_ZERO + timedelta(days=int(text))).isoformat()


def separator_of(text: str, columns: Iterable[str]) -> str:
    """The one that parts the first line into the most column names; a comma if none does."""
    if text[:4].casefold() == "sep=" and text[4:5] in _SEPARATORS:
        return text[4]
    head = next((line for line in text.splitlines() if line.strip()), "")
    wanted = set(columns)
    cells = {
        separator: {cell.strip(' "').casefold() for cell in head.split(separator)}
        for separator in _SEPARATORS
    }
    return max(_SEPARATORS, key=lambda separator: len(cells[separator] & wanted))
