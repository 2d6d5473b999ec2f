"""Ruled tables rebuilt from where their words stand: batch lists and inventories.

The engine reads a table cell by cell, row by row, or both; only the places of the words are
trusted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from statistics import median

from ocr.flow import Cut, Flow, Placed, plain
from ocr.grid import cells_of, column_of, columns_of
from ocr.rows import PageRows, Row

_HEAD_ROWS = 4
_COUNTED_ROWS = 4
"""So many rows, counted and dated, are a list even without a heading."""
_DOUBTFUL_GUTTER = 0.7
_ENDS = re.compile(
    r"^\W*(?:dieu \d|danh sach nay|tong so|tong cong|muc luc nay|an dinh|noi nhan|\d\d\) |ghi chu:|"
    r"toi xin cam doan|ba[nm]g chu)"
)


_NAMED = r"ho\s?va\s?(?:\S{1,2}\s)?ten|ho,?\s?ten"
_HEAD_WORDS = (
    rf"{_NAMED}|ky hieu|\bs?tt\w?\b|ngay sinh|don vi|chuc danh|chuc vu|ngach|danh hieu|bac, he so"
)


class Role(StrEnum):
    """What a column holds, by its heading."""

    ORDINAL = "ORDINAL"
    NAME = "NAME"
    BIRTH = "BIRTH"
    GRADE = "GRADE"
    POST = "POST"
    UNIT = "UNIT"
    OLD_UNIT = "OLD_UNIT"
    OLD = "OLD"
    NEW = "NEW"
    SINCE = "SINCE"
    NEXT = "NEXT"
    AWARD = "AWARD"
    NUMBER = "NUMBER"
    DATE = "DATE"
    TITLE = "TITLE"
    SHEETS = "SHEETS"
    NOTE = "NOTE"
    CODE = "CODE"
    PERCENT = "PERCENT"
    OTHER = "OTHER"


_DATED = (Role.BIRTH, Role.SINCE, Role.DATE)
_HEADINGS: tuple[tuple[str, Role], ...] = (
    (r"^\W*(?:s?tt|so tt|so thu tu)\b", Role.ORDINAL),
    (_NAMED, Role.NAME),
    (r"ngay,? (?:thang,? )?(?:nam )?sinh|nam sinh|sinh ngay", Role.BIRTH),
    (r"so,? (?:va )?ky hieu", Role.NUMBER),
    (r"(?:ten loai|trich yeu)", Role.TITLE),
    (r"so to\b", Role.SHEETS),
    (r"nang (?:bac )?(?:luong )?lan sau|lan sau", Role.NEXT),
    (r"huong (?:luong )?(?:tu )?(?:ngay)?|thoi diem huong|tu ngay|thoi gian huong", Role.SINCE),
    (r"don vi cu|don vi cong tac cu|noi di", Role.OLD_UNIT),
    (r"\bcu\b|hien huong|truoc khi|dang huong", Role.OLD),
    (r"don vi|noi cong tac|co quan|noi den", Role.UNIT),
    (r"\bmoi\b|duoc nang|sau khi", Role.NEW),
    (r"danh hieu|hinh thuc", Role.AWARD),
    (r"ma so|ma ngach\W*$|^\W*ma ", Role.CODE),
    (r"ngach|chuc danh nghe|chuc danh, ma", Role.GRADE),
    (r"chuc vu|chuc danh", Role.POST),
    (r"ngay (?:thang|ban hanh)|ngay, thang", Role.DATE),
    (r"ghi chu", Role.NOTE),
    (r"%|phan tram", Role.PERCENT),
)


@dataclass(frozen=True, eq=False)
class TableRow:
    """Cells by the place of their column; an empty cell is an empty flow."""

    cells: tuple[Flow, ...]

    @cached_property
    def words(self) -> tuple[Placed, ...]:
        return tuple(word for cell in self.cells for word in cell.words)


@dataclass(frozen=True, eq=False)
class Table:
    """One page's part of a table. `roles` by column; `lefts` where each column begins."""

    roles: tuple[Role, ...]
    headings: tuple[str, ...]
    lefts: tuple[float, ...]
    rows: tuple[TableRow, ...]

    def cell(self, row: TableRow, *roles: Role) -> Cut | None:
        """What stands in the first column of one of `roles`; None if there is no such column."""
        for role in roles:
            if role in self.roles:
                cut = row.cells[self.roles.index(role)].cut()
                return cut if cut else None
        return None


def tables_of(rows: Sequence[Row], seen: PageRows) -> tuple[tuple[Table, ...], tuple[Row, ...]]:
    """The tables among `rows`, and the rows that are running text."""
    rest: list[Row] = []
    tables: list[Table] = []
    at = 0
    while at < len(rows):
        headed = _heads_a_table(rows, at)
        if not headed and not _goes_on(rows, at):
            rest.append(rows[at])
            at += 1
            continue
        end = next(
            (i for i in range(at + 2, len(rows)) if _ENDS.match(rows[i].flow.plain)), len(rows)
        )
        table = _table(rows[at:end], seen, headed=headed)
        if table is None:
            rest.append(rows[at])
            at += 1
        else:
            tables.append(table)
            at = end
    return tuple(tables), tuple(rest)


def _heads_a_table(rows: Sequence[Row], at: int) -> bool:
    """A heading counts rows and names persons or papers, within a few rows of print."""
    first = rows[at].flow.plain
    if not re.search(_HEAD_WORDS, first) or re.match(r"\W*dieu \d", first):
        return False
    counts = re.search(rf"{_NAMED}|ky hieu|\bs?tt\w?\b", first)
    if not counts and (len(rows[at].pieces) < 2 or re.search(r"\d", first)):
        return False  # a sentence that speaks of posts and units
    if len(rows[at].pieces) < 2 and len(rows[at].words) < 4:
        near = rows[at : at + 2]
        if sum(len(row.words) for row in near) < 4:
            return False
    heading = " ".join(row.flow.plain for row in rows[at : at + _HEAD_ROWS])
    counted = re.search(r"\bs?tt\w?\b|\bso tt\b", heading)
    named = re.search(_NAMED, heading)
    papers = re.search(r"ky hieu", heading) and re.search(r"trich yeu|ten loai", heading)
    dated = re.search(r"sinh|don vi|chuc|ngach|bac|danh hieu|ngay", heading)
    return bool(
        (counted and (named or papers)) or (named and dated and _is_spread(rows[at])) or papers
    )


def _goes_on(rows: Sequence[Row], at: int) -> bool:
    """A list runs on under a heading that could not be read: counted rows with dates in columns."""
    if not _counted(rows[at]):
        return False
    return sum(_counted(row) for row in rows[at : at + 3 * _COUNTED_ROWS]) >= _COUNTED_ROWS


def _counted(row: Row) -> bool:
    dated = any(re.fullmatch(rf"\W*{_DAY}\W*", word.text) for word in row.words)
    return dated and len(row.pieces) > 2 and bool(re.fullmatch(r"\d{1,3}\W?", row.words[0].text))


def _is_spread(row: Row) -> bool:
    """Headings of several columns on one row."""
    return len(row.pieces) > 2 or (len(row.pieces) > 1 and len(row.words) >= 6)


def _table(rows: Sequence[Row], seen: PageRows, *, headed: bool) -> Table | None:
    words = [word for row in rows for word in row.words]
    edges = columns_of(words, rows, seen)
    if len(edges) < 2:
        return None
    first = _heading_end(rows, _first_data_row(rows, edges, seen)) if headed else 0
    headings = [_heading(rows[:first], edge) for edge in edges]
    if headed:
        edges, headings = _with_headings(edges, headings, seen)
    body = [word for row in rows[first:] for word in row.words]
    edges, headings = _without_counter(edges, headings, body)
    if not headed:
        edges, headings = _with_steps_joined(edges, body)
    columns = _columns(body, edges)
    roles = _roles(headings, columns)
    if Role.NAME not in roles and Role.NUMBER not in roles:
        return None
    dated = [place for place, role in enumerate(roles) if role in _DATED]
    counter = roles.index(Role.ORDINAL) if Role.ORDINAL in roles else None
    cells = cells_of(columns, counter=counter, dated=dated, seen=seen)
    return Table(
        roles, tuple(headings), tuple(edge[0] for edge in edges), tuple(map(TableRow, cells))
    )


def _first_data_row(
    rows: Sequence[Row], edges: Sequence[tuple[float, float]], seen: PageRows
) -> int:
    """The heading ends where the counting begins: a 1, or any ordinal on a further page."""
    right = edges[0][1] + seen.letter
    for index, row in enumerate(rows[1:], start=1):
        part = row.part(0, right)
        if part and re.fullmatch(r"\W*\d{1,3}\W*", part[0].text):
            return index
        dates = [
            w for w in row.words if re.fullmatch(r"\W*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\W*", w.text)
        ]
        if dates:
            return index
    return min(1, len(rows))


def _heading_end(rows: Sequence[Row], first: int) -> int:
    """Tall cells begin above their counter: the heading ends at the widest gap before it."""
    if first < 2:
        return first
    gaps = {k: rows[k].top - rows[k - 1].top for k in range(1, first + 1) if k < len(rows)}
    return max(gaps, key=lambda k: (gaps[k], k)) if gaps else first


def _heading(rows: Sequence[Row], edge: tuple[float, float]) -> str:
    return " ".join(
        word.text
        for row in rows
        for word in row.words
        if edge[0] - 4 <= word.middle_x <= edge[1] + 4
    )


def _with_headings(
    edges: Sequence[tuple[float, float]], headings: Sequence[str], seen: PageRows
) -> tuple[list[tuple[float, float]], list[str]]:
    """A column without a heading, close behind another, is a gap between words lined up."""
    kept: list[tuple[float, float]] = []
    names: list[str] = []
    for edge, heading in zip(edges, headings, strict=True):
        if kept and not heading and edge[0] - kept[-1][1] < _DOUBTFUL_GUTTER * seen.letter:
            kept[-1] = (kept[-1][0], edge[1])
        else:
            kept.append(edge)
            names.append(heading)
    return kept, names


def _columns(body: Sequence[Placed], edges: Sequence[tuple[float, float]]) -> list[list[Placed]]:
    """The words of each column."""
    columns: list[list[Placed]] = [[] for _ in edges]
    for word in body:
        columns[column_of(word, edges)].append(word)
    return columns


def _with_steps_joined(
    edges: list[tuple[float, float]], body: Sequence[Placed]
) -> tuple[list[tuple[float, float]], list[str]]:
    """ "2/9 – 2,67" is one cell: only a dash stands between step and coefficient."""
    texts = [[word.text.strip(".,;-–— ") for word in column] for column in _columns(body, edges)]
    kept: list[tuple[float, float]] = []
    for place, edge in enumerate(edges):
        told = [text for text in texts[place] if text]
        before = [text for text in texts[place - 1] if text] if place else []
        steps = _share(before, r"\d{1,2}/\d{1,2}") > 0.6
        if kept and steps and _share(told, r"\d{1,2}[.,]\d\d") > 0.6:
            kept[-1] = (kept[-1][0], edge[1])
        else:
            kept.append(edge)
    return kept, [""] * len(kept)


def _without_counter(
    edges: list[tuple[float, float]], headings: list[str], body: Sequence[Placed]
) -> tuple[list[tuple[float, float]], list[str]]:
    """The counter stands too close to the names to leave a gutter: part them by what they hold."""
    low = plain(headings[0]) if headings else ""
    if not re.search(r"\bs?tt\w?\b", low) or not re.search(_NAMED, low):
        return edges, headings
    left, right = edges[0]
    counts = [
        word.right
        for word in body
        if re.fullmatch(r"\W*\d{1,3}\W*", word.text) and word.right < left + 0.35 * (right - left)
    ]
    if not counts:
        return edges, ["Họ và tên", *headings[1:]]
    middle = median(counts)
    return [(left, middle), (middle + 1, right), *edges[1:]], ["TT", "Họ và tên", *headings[1:]]


def _role(heading: str) -> Role:
    low = plain(heading)
    for pattern, role in _HEADINGS:
        if re.search(pattern, low):
            return role
    return Role.OTHER


def _roles(headings: Sequence[str], columns: Sequence[Sequence[Placed]]) -> tuple[Role, ...]:
    """By heading; what the cells hold decides where print tells more than a misread heading."""
    roles = [_role(heading) for heading in headings]
    texts = [[word.text.strip(".,;()") for word in column] for column in columns]
    if texts and roles[0] not in (Role.ORDINAL, Role.NAME) and _share(texts[0], r"\d{1,3}") > 0.6:
        roles[0] = Role.ORDINAL
    dated = [i for i, words in enumerate(texts) if _share(words, _DAY) > 0.7]
    if len(dated) == 1 and roles[dated[0]] not in (Role.BIRTH, Role.SINCE, Role.DATE, Role.NEXT):
        roles[dated[0]] = Role.BIRTH if len(set(texts[dated[0]])) > 1 else Role.SINCE
    for index, role in zip(dated, (Role.BIRTH, Role.SINCE, Role.NEXT), strict=False):
        if len(dated) > 1 and roles[index] in (Role.OTHER, Role.NEW, Role.OLD, Role.POST):
            roles[index] = role
    paid = [
        i
        for i, words in enumerate(texts)
        if _share(words, r"\d[.,]\d\d") > 0.2 and roles[i] is not Role.GRADE and i not in dated
    ]
    if len(paid) == 2 and Role.PERCENT not in roles:
        roles[paid[0]], roles[paid[1]] = Role.OLD, Role.NEW
    for index, words in enumerate(texts):
        if roles[index] is Role.OTHER and _share(words, r"\d\d[.,]\d{3}|v[.]\d.*") > 0.2:
            roles[index] = Role.GRADE
        if (
            roles[index] is Role.OTHER
            and _share([plain(w) for w in words], r"phong|so|truong") > 0.15
        ):
            roles[index] = Role.UNIT
    named = len(roles) > 1 and roles[0] is Role.ORDINAL and Role.NAME not in roles
    if named and Role.NUMBER not in roles and roles[1] is Role.OTHER:
        roles[1] = Role.NAME
    return tuple(roles)


_DAY = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"


def _share(words: Sequence[str], pattern: str) -> float:
    if not words:
        return 0.0
    return sum(bool(re.fullmatch(pattern, word.lower())) for word in words) / len(words)
