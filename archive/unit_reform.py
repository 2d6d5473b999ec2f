"""What the reform of 2025 means for the units that an archive knows, as statements to be recorded.

The People's Committees of the provinces that went into a new one are merged into it, and the
district level ends. Departments merge by decisions of their own, which are brought as lists.

Source: domain.md 1.3 (Resolution 202/2025/QH15), domain/tables/provinces.py.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from archive.unit_lists import Happening, Statement
from domain.dates import PartialDate
from domain.events.organisation import OrgLevel
from domain.organisation import Units
from domain.tables.marks import Mark
from domain.tables.provinces import CITIES, MERGES_2025, TWO_LEVEL_FROM, ProvinceMerge

REFORM: Final = "202/2025/QH15"
_ON: Final = PartialDate.of(TWO_LEVEL_FROM)
_EVE: Final = TWO_LEVEL_FROM - timedelta(days=1)


def reform_of_2025(units: Units, *, unverified: bool = False) -> Iterator[Statement]:
    """Statements about known units, numbered from 1. A province of which nothing is known is left
    out; so is, unless `unverified`, a row of the table without a source."""
    line = 0
    for merge in MERGES_2025:
        if merge.mark is Mark.K and not unverified:
            continue
        for statement in _merged(units, merge):
            line += 1
            yield statement.model_copy(update={"line": line})
    if any(unit.level is OrgLevel.DISTRICT for unit in units):
        yield Statement(
            line=line + 1,
            happening=Happening.LEVEL_ABOLISHED,
            date=_ON,
            level=OrgLevel.DISTRICT,
            number=REFORM,
        )


def _merged(units: Units, merge: ProvinceMerge) -> Iterator[Statement]:
    known = [
        committee
        for name in merge.sources
        for committee in (_committee(name),)
        if units.resolve(committee, _EVE).only is not None
    ]
    if not known:
        return
    yield Statement(
        line=0,
        happening=Happening.ESTABLISHED,
        date=_ON,
        code=merge.new,
        name=_committee(merge.new),
        symbol="UBND",
        level=OrgLevel.PROVINCE,
        number=REFORM,
    )
    yield Statement(
        line=0,
        happening=Happening.MERGED,
        date=_ON,
        unit=merge.new,
        sources=tuple(known),
        number=REFORM,
    )


def _committee(province: str) -> str:
    place = (
        f"thành phố {province.removeprefix('TP. ')}" if province in CITIES else (f"tỉnh {province}")
    )
    return f"Ủy ban nhân dân {place}"
