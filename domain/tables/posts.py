"""Leadership posts as papers name them, and where. Source: domain.md 1.3, 1.5.

A post is stored as printed; this table says what kind it is: the level of its body, whether it
heads it, and how it was called before. It decides nothing alone: a name that is not here is a post
as well. District posts end with the district level on 2025-07-01 [V:S26].
"""

from dataclasses import dataclass
from datetime import date

from domain.people import fold
from domain.tables.dated import Dated, on_day
from domain.tables.marks import Mark

_TWO_LEVEL = date(2025, 7, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow(Dated):
    """`head`: leads the body; its deputies do not. `elected`: by election or approval, for a term
    of office, rather than appointed."""

    name: str
    level: str
    head: bool = False
    elected: bool = False


def _row(
    name: str,
    level: str,
    *,
    head: bool = False,
    elected: bool = False,
    until: date | None = None,
    mark: Mark = Mark.P,
) -> PostRow:
    return PostRow(
        name=name,
        level=level,
        head=head,
        elected=elected,
        valid_to=until,
        source="domain.md 1.5",
        mark=mark,
    )


POST_ROWS: tuple[PostRow, ...] = (
    _row("Chủ tịch UBND tỉnh", "PROVINCE", head=True, elected=True),
    _row("Phó Chủ tịch UBND tỉnh", "PROVINCE", elected=True),
    _row("Giám đốc Sở", "PROVINCE", head=True),
    _row("Phó Giám đốc Sở", "PROVINCE"),
    _row("Giám đốc", "PROVINCE", head=True),
    _row("Phó Giám đốc", "PROVINCE"),
    _row("Chánh Văn phòng", "PHONG", head=True),
    _row("Phó Chánh Văn phòng", "PHONG"),
    _row("Chánh Thanh tra", "PHONG", head=True),
    _row("Phó Chánh Thanh tra", "PHONG"),
    _row("Chi cục trưởng", "CHI_CUC", head=True),
    _row("Phó Chi cục trưởng", "CHI_CUC"),
    _row("Trưởng phòng", "PHONG", head=True),
    _row("Phó Trưởng phòng", "PHONG"),
    _row("Hiệu trưởng", "DVSN", head=True),
    _row("Phó Hiệu trưởng", "DVSN"),
    _row("Chủ tịch UBND huyện", "DISTRICT", head=True, elected=True, until=_TWO_LEVEL),
    _row("Phó Chủ tịch UBND huyện", "DISTRICT", elected=True, until=_TWO_LEVEL),
    _row("Trưởng phòng Nội vụ huyện", "DISTRICT", head=True, until=_TWO_LEVEL),
    _row("Chủ tịch UBND xã", "COMMUNE", head=True, elected=True),
    _row("Phó Chủ tịch UBND xã", "COMMUNE", elected=True),
)


def post_rows(printed: str, on: date) -> tuple[PostRow, ...]:
    """The rows that a printed post may be on a day, the most exact first."""
    wanted = fold(printed)
    found = [row for row in on_day(POST_ROWS, on) if _begins(wanted, fold(row.name))]
    return tuple(sorted(found, key=lambda row: -len(row.name)))


def _begins(wanted: str, name: str) -> bool:
    return wanted == name or wanted.startswith(f"{name} ")
