"""The instruments that the rules cite, and when they were in force. Source: domain.md 0.4.

A finding names its legal base as a person would, `NĐ 170/2025/NĐ-CP Điều 28 khoản 1`; this table
gives the days of the instrument. None: open, or not read.
"""

import re
from dataclasses import dataclass
from datetime import date

from domain.frozen import Frozen
from domain.tables.marks import Mark


@dataclass(frozen=True, slots=True)
class Instrument:
    """In force in `[valid_from, valid_to)`. `name`: how it is cited, without article."""

    name: str
    valid_from: date | None
    valid_to: date | None = None
    mark: Mark = Mark.V


def _row(name: str, since: str | None, until: str | None = None, mark: Mark = Mark.V) -> Instrument:
    return Instrument(
        name,
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
        mark,
    )


INSTRUMENTS = (
    _row("Luật 22/2008/QH12", "2010-01-01", "2025-07-01"),
    _row("Luật 52/2019/QH14", "2020-07-01", "2025-07-01"),
    _row("Luật 80/2025/QH15", "2025-07-01"),
    _row("Luật Viên chức 58/2010/QH12", "2012-01-01", "2026-07-01", Mark.K),
    _row("Luật Viên chức 129/2025/QH15", "2026-07-01"),
    _row("Luật 36/2018/QH14", "2019-07-01", None, Mark.K),
    _row("Luật 06/2022/QH15", "2024-01-01"),
    _row("NĐ 138/2020/NĐ-CP", "2020-12-01", "2025-07-01"),
    _row("NĐ 170/2025/NĐ-CP", "2025-07-01"),
    _row("NĐ 115/2020/NĐ-CP", "2020-09-29", "2026-07-01", Mark.K),
    _row("NĐ 85/2023/NĐ-CP", "2023-12-07", "2026-07-01", Mark.K),
    _row("NĐ 259/2026/NĐ-CP", "2026-07-01", None, Mark.WEAK),
    _row("NĐ 232/2026/NĐ-CP", "2026-07-01"),
    _row("NĐ 233/2026/NĐ-CP", "2026-07-01"),
    _row("NĐ 234/2026/NĐ-CP", "2026-07-01"),
    _row("NĐ 112/2020/NĐ-CP", "2020-09-20", "2025-07-01", Mark.K),
    _row("NĐ 172/2025/NĐ-CP", "2025-07-01"),
    _row("NĐ 90/2020/NĐ-CP", "2020-08-20", "2026-01-01"),
    _row("NĐ 335/2025/NĐ-CP", "2026-01-01"),
    _row("NĐ 204/2004/NĐ-CP", "2004-10-01"),
    _row("TT 08/2013/TT-BNV", None),
    _row("TT 03/2021/TT-BNV", "2021-08-15"),
    _row("TT 02/2007/TT-BNV", None),
    _row("TT 03/2022/TT-BNV", "2022-01-01", None, Mark.K),
    _row("NĐ 135/2020/NĐ-CP", "2021-01-01"),
    _row("NĐ 158/2007/NĐ-CP", "2007-11-22", "2013-12-20", Mark.K),
    _row("NĐ 150/2013/NĐ-CP", "2013-12-20", "2019-08-15", Mark.K),
    _row("NĐ 59/2019/NĐ-CP", "2019-08-15"),
    _row("NĐ 30/2020/NĐ-CP", "2020-03-05"),
    _row("QĐ 727/QĐ-BNV", None),
    _row("QĐ 65-QĐ/TW", "2022-04-28"),
    _row("QĐ 105-QĐ/TW", None),
    _row("Trả lời của Bộ Nội vụ", None),
)
"""The days of rows marked K hang on no rule's choice: the rules have their own dates."""

_SHORT = re.compile(r"^(?:Luật|NĐ|TT) \d+/\d{4}")
"""Some cite without the letters behind the year."""

_ARTICLE = re.compile(r"\bĐiều \d+[a-z]?(?: khoản \d+)?(?: điểm [a-zđ])?")


class LegalBase(Frozen):
    """One instrument of a legal base, its article as far as read, and the days it was in force."""

    instrument: str
    article: str | None
    valid_from: date | None
    valid_to: date | None


def legal_bases(text: str | None) -> tuple[LegalBase, ...]:
    """The instruments that a cited base names, in their order; a local paper is none of them."""
    return tuple(_based(part.strip()) for part in (text or "").split(";") if part.strip())


def _based(text: str) -> LegalBase:
    article = _ARTICLE.search(text)
    row = next((one for one in INSTRUMENTS if text.startswith(_stem(one.name))), None)
    return LegalBase(
        instrument=row.name if row else text,
        article=article.group() if article else None,
        valid_from=row.valid_from if row else None,
        valid_to=row.valid_to if row else None,
    )


def _stem(name: str) -> str:
    short = _SHORT.match(name)
    return short.group() if short else name
