"""Other papers named in a sentence: "Quyết định số 45/QĐ-SNV ngày 05/3/2024 của …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.numbers import DecisionNumber, read_number
from ocr.extract.printed import ReadDate, date_at
from ocr.flow import Cut, Flow

_CITED = re.compile(r"\b(?:quyet dinh|qd|thong bao|nghi quyet|cong van)\s+so\s*:?\s*")
_MOST_WORDS = 3


@dataclass(frozen=True, eq=False)
class CitedPaper:
    number: DecisionNumber
    cut: Cut
    dated: ReadDate | None
    end: int


def cited_paper(flow: Flow, start: int = 0, end: int | None = None) -> CitedPaper | None:
    """The first paper cited by number within `[start, end)`; None if the number is unreadable."""
    stop = len(flow.plain) if end is None else end
    match = _CITED.search(flow.plain, start, stop)
    if match is None:
        return None
    ends = [m.start() for m in re.finditer(r"\s|$", flow.text) if m.start() > match.end()]
    for at in ends[:_MOST_WORDS]:
        cut = flow.cut(match.end(), at)
        number = read_number(cut.text)
        if number is not None:
            day = re.compile(r"[\s,]*(?=ngay\b)").match(flow.plain, at)
            dated = date_at(flow, day.end()) if day else None
            return CitedPaper(number, cut, dated, dated.cut.end if dated else at)
    return None
