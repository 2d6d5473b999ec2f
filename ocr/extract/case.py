"""What a family of decisions is asked about: one act, of one person, in its words.

A case is a clause of an article; on a batch list it is one row together with the article that
announces the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import JsonValue

from domain.dates import PartialDate
from domain.events.envelope import EffectiveBasis
from ocr.extract.printed import Effect, ReadDate, first_date, since
from ocr.extract.subject import Subject
from ocr.flow import Cut, Flow
from ocr.tables import Role, Table, TableRow


@dataclass(frozen=True, eq=False)
class Said:
    """A value and the words that say it.

    `sure` False: concluded, or one witness against another.
    """

    field: str
    value: JsonValue
    cut: Cut | None
    sure: bool = True


@dataclass(frozen=True, eq=False)
class Act:
    """One career event that a case announces; `cue` are the words that name the act."""

    topic: str
    cue: Cut
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, eq=False)
class Article:
    number: int | None
    flow: Flow


@dataclass(frozen=True, eq=False)
class Paper:
    """What the families may know of the whole paper. `text` is its body without head and foot."""

    doc_type: str
    title: Cut | None
    issuer: Cut | None
    issued: ReadDate | None
    text: Flow
    articles: tuple[Article, ...]

    @property
    def is_letter(self) -> bool:
        return self.doc_type in ("CONG_VAN", "VB_DINH_CHINH")


@dataclass(frozen=True, eq=False)
class ListRow:
    """A row of a batch list: `number` from 1."""

    number: int
    table: Table
    row: TableRow

    def cell(self, *roles: Role) -> Cut | None:
        return self.table.cell(self.row, *roles)

    def cells(self, role: Role) -> tuple[Cut, ...]:
        """Of every column of that role, the empty ones left out: step and coefficient apart."""
        cuts = (
            cell.cut()
            for cell, there in zip(self.row.cells, self.table.roles, strict=True)
            if there is role
        )
        return tuple(cut for cut in cuts if cut)


@dataclass(frozen=True, eq=False)
class Case:
    """`clause` says the act; `rest` are the articles behind it: term, allowance, effect."""

    paper: Paper
    clause: Flow
    rest: Flow
    subject: Subject | None
    row: ListRow | None = None
    inline_no: int | None = None
    own: Flow | None = None
    """The words on this person alone, where a list stands inside the article."""

    @property
    def head_end(self) -> int:
        """Where the words before the person end."""
        if self.row is None and self.own is None and self.subject and self.subject.honorific:
            return self.subject.honorific.start
        return len(self.clause.plain)

    @property
    def words(self) -> Flow:
        """What is said of this person: its own words on a list, else the clause."""
        return self.own or self.clause

    def cue(self, pattern: str, *, within: int = 160) -> re.Match[str] | None:
        """`pattern` near the beginning of the clause."""
        return self.clause.find(pattern, 0, min(len(self.clause.plain), within))


_IN_FORCE = re.compile(r"(?:quyet dinh|thong bao|cong van|van ban) nay co hieu luc")


def effect_of(case: Case) -> tuple[Said, ...]:
    """Date and basis: the person's own words, then the term's, then the paper's, else unstated.

    Source: domain.md 4.4: "if both are present: Điều 1's date is the effect on the person".
    """
    return said_effect(case, _effect(case))


def said_effect(case: Case, effect: Effect | None) -> tuple[Said, ...]:
    """The two fields of an effect; no date where the one printed cannot be read."""
    issued = case.paper.issued
    if effect is None:
        basis = Said("effective_basis", EffectiveBasis.UNSTATED.value, None, sure=False)
        if issued is None:
            return (basis,)
        return Said("effective_date", str(issued.value), issued.cut, sure=False), basis
    basis = Said("effective_basis", effect.basis.value, effect.cut)
    if effect.date is not None:
        day = effect.date.value
        if effect.basis is EffectiveBasis.FIRST_OF_MONTH:
            day = PartialDate.of(day.first_day)
        return Said("effective_date", str(day), effect.date.cut, sure=effect.date.certain), basis
    if effect.basis is EffectiveBasis.SIGN_DATE and issued is not None:
        return Said("effective_date", str(issued.value), issued.cut, sure=issued.certain), basis
    return (basis,)


def _effect(case: Case) -> Effect | None:
    if case.row is not None:
        cell = case.row.cell(Role.SINCE)
        found = first_date(cell.flow, cell.start, cell.end) if cell else None
        if found is not None:
            return Effect(found, EffectiveBasis.EXPLICIT, found.cut)
    if case.own is not None:
        own = since(case.own)
        if own is not None:
            return own
    said = since(case.clause)
    return said or _term_effect(case) or paper_effect(case)


def _term_effect(case: Case) -> Effect | None:
    """ "Thời hạn giữ chức vụ là 05 năm, kể từ ngày …" in a later article."""
    match = case.rest.find(
        r"(?:thoi han (?:giu|bo nhiem|biet phai|luan chuyen)|thoi gian (?:luan chuyen|biet phai))"
    )
    if match is None:
        return None
    end = case.rest.find(r"[.;](?=\s|$)", match.end())
    return since(case.rest, match.start(), end.start() if end else None)


def paper_effect(case: Case) -> Effect | None:
    """ "Quyết định này có hiệu lực kể từ ngày …", wherever it stands."""
    match = _IN_FORCE.search(case.paper.text.plain)
    if match is None:
        return None
    return since(case.paper.text, match.end(), match.end() + 60)
