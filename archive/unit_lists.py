"""Lists of units and of how they change, as CSV or JSON Lines, read line by line.

Headings and words are Vietnamese or English. Nothing is guessed: what is not clear is a problem
that names line and column, and a list with a problem is not recorded at all.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from pydantic import JsonValue

from archive.lists import Cells, ListReader, Problem, problem
from domain.dates import PartialDate
from domain.events.organisation import OrgLevel
from domain.frozen import Frozen
from domain.people import fold

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_LINES: Final = 20_000
LONGEST_LINE: Final = 64 * 1024
MOST_NAMED: Final = 500
"""Units in one cell."""

HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "event": ("việc", "loại việc", "sự kiện"),
    "code": ("mã", "mã trong tệp"),
    "unit": ("đơn vị",),
    "name": ("tên", "tên đơn vị", "tên mới"),
    "short_name": ("tên ngắn", "tên viết tắt"),
    "symbol": ("ký hiệu",),
    "parent": ("cấp trên", "đơn vị cấp trên"),
    "level": ("cấp",),
    "sources": ("từ", "từ các đơn vị"),
    "targets": ("thành", "thành các đơn vị"),
    "successor": ("kế thừa", "đơn vị kế thừa"),
    "rank": ("hạng",),
    "basis": ("căn cứ",),
    "date": ("ngày", "ngày hiệu lực", "effective_date"),
    "number": ("số văn bản", "số quyết định", "số, ký hiệu"),
    "issuer": ("cơ quan ban hành",),
}
"""Columns by their English name, which may be written as it is, with its Vietnamese headings."""


class Happening(StrEnum):
    """What a line tells. MERGED_INTO: sáp nhập; MERGED: hợp nhất; DIVIDED: chia; PARTED: tách."""

    ESTABLISHED = "ESTABLISHED"
    MOVED = "MOVED"
    RENAMED = "RENAMED"
    MERGED_INTO = "MERGED_INTO"
    MERGED = "MERGED"
    DIVIDED = "DIVIDED"
    PARTED = "PARTED"
    RANKED = "RANKED"
    DISSOLVED = "DISSOLVED"
    LEVEL_ABOLISHED = "LEVEL_ABOLISHED"


WORDS: Final[dict[str, Happening]] = {
    "thành lập": Happening.ESTABLISHED,
    "established": Happening.ESTABLISHED,
    "chuyển": Happening.MOVED,
    "chuyển giao": Happening.MOVED,
    "chuyển về trực thuộc": Happening.MOVED,
    "moved": Happening.MOVED,
    "đổi tên": Happening.RENAMED,
    "renamed": Happening.RENAMED,
    "sáp nhập": Happening.MERGED_INTO,
    "absorbed": Happening.MERGED_INTO,
    "hợp nhất": Happening.MERGED,
    "merged": Happening.MERGED,
    "chia": Happening.DIVIDED,
    "divided": Happening.DIVIDED,
    "tách": Happening.PARTED,
    "parted": Happening.PARTED,
    "xếp hạng": Happening.RANKED,
    "ranked": Happening.RANKED,
    "giải thể": Happening.DISSOLVED,
    "dissolved": Happening.DISSOLVED,
    "kết thúc cấp": Happening.LEVEL_ABOLISHED,
    "level abolished": Happening.LEVEL_ABOLISHED,
}
LEVEL_WORDS: Final[dict[str, OrgLevel]] = {
    "tỉnh": OrgLevel.PROVINCE,
    "cấp tỉnh": OrgLevel.PROVINCE,
    "sở": OrgLevel.PROVINCE,
    "chi cục": OrgLevel.CHI_CUC,
    "phòng": OrgLevel.PHONG,
    "đơn vị sự nghiệp": OrgLevel.DVSN,
    "đvsn": OrgLevel.DVSN,
    "huyện": OrgLevel.DISTRICT,
    "cấp huyện": OrgLevel.DISTRICT,
    "xã": OrgLevel.COMMUNE,
    "cấp xã": OrgLevel.COMMUNE,
    "đảng": OrgLevel.PARTY,
}
NEEDED: Final[dict[Happening, tuple[str, ...]]] = {
    Happening.ESTABLISHED: ("name", "level", "date"),
    Happening.MOVED: ("unit", "parent", "date"),
    Happening.RENAMED: ("unit", "name", "date"),
    Happening.MERGED_INTO: ("unit", "sources", "date"),
    Happening.MERGED: ("unit", "sources", "date"),
    Happening.DIVIDED: ("unit", "targets", "date"),
    Happening.PARTED: ("unit", "targets", "date"),
    Happening.RANKED: ("unit", "rank", "date"),
    Happening.DISSOLVED: ("unit", "date"),
    Happening.LEVEL_ABOLISHED: ("level", "date"),
}


class Statement(Frozen):
    """One line. Units are named as people name them: by the code of a line of the same list, by an
    id, or by name or symbol as of the day."""

    line: int
    happening: Happening
    date: PartialDate
    code: str | None = None
    unit: str = ""
    name: str = ""
    short_name: str | None = None
    symbol: str | None = None
    parent: str | None = None
    level: OrgLevel | None = None
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    successor: str | None = None
    rank: str = ""
    basis: str | None = None
    number: str | None = None
    issuer: str | None = None


class UnitList(Frozen):
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_unit_list(content: bytes, *, file: str) -> UnitList:
    """Read a list; JSON Lines by the file's ending `.jsonl` or `.ndjson`, else CSV. Never raises.

    Every column is read from a cell as text; nothing of it is ever evaluated.
    """
    if len(content) > MOST_BYTES:
        found = problem("unitList.tooLarge", file=file, values={"most": MOST_BYTES // 1024**2})
        return UnitList(problems=(found,))
    reader = ListReader(file)
    is_json = PurePath(file).suffix.lower() in (".jsonl", ".ndjson")
    rows = list(_json_rows(content, reader) if is_json else _csv_rows(content, reader))
    if len(rows) > MOST_LINES:
        reader.say("unitList.tooManyLines", most=MOST_LINES)
        return UnitList(problems=tuple(reader.problems))
    read = (_statement(reader, cells) for cells in rows)
    statements = tuple(one for one in read if one is not None)
    _check_codes(reader, statements)
    if not rows and not reader.problems:
        reader.say("list.empty")
    return UnitList(statements=statements, problems=tuple(reader.problems))


_BY_HEADING: Final = {
    fold(heading.replace("_", " ")): column
    for column, headings in HEADINGS.items()
    for heading in (column, *headings)
}
_HAPPENINGS: Final = {fold(word): one for word, one in WORDS.items()}
_LEVELS: Final = {fold(word): one for word, one in LEVEL_WORDS.items()} | {
    fold(one.value.replace("_", " ")): one for one in OrgLevel
}


def _csv_rows(content: bytes, reader: ListReader) -> Iterator[Cells]:
    spelt = ("_".join(one.casefold().split()) for all_ in HEADINGS.values() for one in all_)
    found = reader.rows(content, (*HEADINGS, *spelt), None)
    # A list of units has the columns that its lines need, and no more.
    missing = [one for one in reader.problems if one.code == "list.columnMissing"]
    reader.problems[:] = [one for one in reader.problems if one not in missing]
    for cells in found:
        yield from _renamed(reader, cells.line, cells.by_column)


def _json_rows(content: bytes, reader: ListReader) -> Iterator[Cells]:
    for line, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not raw.strip():
            continue
        if len(raw) > LONGEST_LINE:
            reader.say("unitList.lineTooLong", line, most=LONGEST_LINE // 1024)
            continue
        try:
            value = json.loads(raw.decode("utf-8"))
        except UnicodeDecodeError:
            reader.say("list.notUtf8", line)
            continue
        except (ValueError, RecursionError):
            reader.say("unitList.notJson", line)
            continue
        if not isinstance(value, dict):
            reader.say("unitList.notJson", line)
            continue
        cells = {name: _text(reader, line, name, one) for name, one in value.items()}
        yield from _renamed(reader, line, {name: text for name, text in cells.items() if text})


def _text(reader: ListReader, line: int, name: str, value: JsonValue) -> str:
    match value:
        case None:
            return ""
        case str():
            return " ".join(unicodedata.normalize("NFC", value).split())
        case list() if all(isinstance(one, str) for one in value):
            return ";".join(str(one) for one in value)
        case bool() | list() | dict():
            reader.say("unitList.notText", line, _shown(name))
            return ""
        case _:
            return str(value)


def _renamed(reader: ListReader, line: int, cells: Mapping[str, str]) -> Iterator[Cells]:
    """With the columns' English names."""
    found: dict[str, str] = {}
    for heading, text in cells.items():
        column = _BY_HEADING.get(fold(_spaced(heading)))
        if column is None:
            reader.say("list.columnUnknown", line, _shown(heading), columns=list(HEADINGS))
        elif column in found:
            reader.say("list.columnTwice", line, column)
        else:
            found[column] = text
            if text.startswith("="):
                reader.say("unitList.formula", line, column)
    if found:
        yield Cells(line, found)


def _spaced(heading: str) -> str:
    """`shortName`, `short_name` and `short name` are one heading."""
    parted = "".join(f" {one.lower()}" if one.isupper() else one for one in heading)
    return " ".join(
        (parted if heading.isascii() and heading[:1].islower() else heading)
        .replace("_", " ")
        .split()
    )


def _shown(heading: str) -> str:
    return heading[:60]


def _statement(reader: ListReader, cells: Cells) -> Statement | None:
    """None: something of the line is not clear, which was said."""
    faults = len(reader.problems)
    given = cells.by_column
    happening = _happening(reader, cells)
    level = _level(reader, cells)
    date = reader.day(cells, "date")
    if happening is None:
        return None
    if happening is not Happening.ESTABLISHED and "unit" not in given and "code" in given:
        given = {**given, "unit": given["code"]}
    for column in NEEDED[happening]:
        if column not in given:
            reader.say("unitList.needed", cells.line, column)
    sources, targets = _listed(reader, cells, "sources"), _listed(reader, cells, "targets")
    if len(reader.problems) > faults or date is None:
        return None
    texts = ("code", "short_name", "symbol", "parent", "successor", "basis", "number", "issuer")
    return Statement(
        line=cells.line,
        happening=happening,
        date=date,
        unit=given.get("unit", ""),
        name=given.get("name", ""),
        level=level,
        sources=sources,
        targets=targets,
        rank=given.get("rank", ""),
        **{name: given.get(name) for name in texts},
    )


def _happening(reader: ListReader, cells: Cells) -> Happening | None:
    text = cells.by_column.get("event")
    if text is None:
        return Happening.ESTABLISHED
    found = _HAPPENINGS.get(fold(text.removeprefix("org.")))
    if found is None:
        reader.say("unitList.eventUnknown", cells.line, "event", known=list(WORDS))
    return found


def _level(reader: ListReader, cells: Cells) -> OrgLevel | None:
    text = cells.by_column.get("level")
    if text is None:
        return None
    found = _LEVELS.get(fold(text.replace("_", " ")))
    if found is None:
        reader.say("unitList.levelUnknown", cells.line, "level", known=[*OrgLevel, *LEVEL_WORDS])
    return found


def _listed(reader: ListReader, cells: Cells, column: str) -> tuple[str, ...]:
    parts = (one.strip() for one in cells.by_column.get(column, "").split(";"))
    named = tuple(one for one in parts if one)
    if len(named) > MOST_NAMED:
        reader.say("unitList.tooManyNamed", cells.line, column, most=MOST_NAMED)
    return named


def _check_codes(reader: ListReader, statements: tuple[Statement, ...]) -> None:
    """A code names one unit of the list."""
    first: dict[str, int] = {}
    for one in statements:
        if one.happening is not Happening.ESTABLISHED or one.code is None:
            continue
        if one.code.casefold() in first:
            line = first[one.code.casefold()]
            reader.say("unitList.codeTwice", one.line, "code", firstLine=line)
        first.setdefault(one.code.casefold(), one.line)
