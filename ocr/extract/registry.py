"""Which families of decisions the archive knows: a new one is a file and an entry here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ocr.extract.amending import propose_amending, propose_replacing
from ocr.extract.appointment import propose_appointment
from ocr.extract.award import propose_award, propose_award_revoked
from ocr.extract.case import Act, Case
from ocr.extract.discipline import propose_discipline, propose_discipline_revoked
from ocr.extract.entry import propose_entry
from ocr.extract.grade import propose_grade
from ocr.extract.leaving import propose_leaving
from ocr.extract.movement import propose_movement
from ocr.extract.salary import propose_salary

Family = Callable[[Case], Iterator[Act]]

OF_PERSONS: tuple[Family, ...] = (
    propose_entry,
    propose_grade,
    propose_movement,
    propose_appointment,
    propose_salary,
    propose_award,
    propose_discipline,
    propose_leaving,
    propose_replacing,
)
"""Decide something about a person."""

OF_PAPERS: tuple[Family, ...] = (
    propose_amending,
    propose_award_revoked,
    propose_discipline_revoked,
)
"""Decide something about an earlier decision; what that one said is only cited."""

_ABOUT_A_PAPER = re.compile(
    r"\W*(?:nay |dong y |quyet dinh )*(?:huy bo|thu hoi|bai bo|dinh chinh|"
    r"(?:dieu chinh|sua doi|bo sung)[a-z, \d]{0,40}(?=quyet dinh so))\b"
)


def acts_of(case: Case) -> Iterator[Act]:
    """Every act that the case announces, of every family."""
    if case.paper.is_letter:
        yield from propose_amending(case)
        return
    families = OF_PAPERS if _ABOUT_A_PAPER.match(case.clause.plain) else OF_PERSONS
    for family in families:
        yield from family(case)
