"""What a printed name of a unit says: the unit itself, its place, and what it stands under.

"Sở Nội vụ tỉnh Bắc Giang", and SỞ NỘI VỤ under UBND TỈNH BẮC GIANG, say the same.

Source: domain.md 1.3, 4.1 (slot 2).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from domain.people import fold

_LEVELS: Final = {
    "tỉnh": "province",
    "thành phố": "city",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
_NO_PLACE_AFTER: Final = r"(?!\s*(?:hội|ủy|uỷ|đội|đoàn|lộ|lỵ|viên)\b)"
_PLACE: Final = re.compile(
    rf"(?:^|\s)(?P<level>tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)"
    rf"{_NO_PLACE_AFTER}\s+(?P<name>\S.*)$"
)
_COMMITTEE: Final = re.compile(
    r"^(?P<base>(?:ban \S.* )?(?P<level>tỉnh|thành|huyện|quận|thị) (?:ủy|uỷ)) (?P<name>\S.*)$"
)
_COMMITTEE_LEVELS: Final = {
    "tỉnh": "province",
    "thành": "city",
    "huyện": "district",
    "quận": "district",
    "thị": "district",
}
_SHORT: Final = (
    (re.compile(r"\b(?:ubnd|ub\s+nd|uỷ ban nhân dân)\b"), "ủy ban nhân dân"),
    (re.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (re.compile(r"\btp\b\.?\s*"), "thành phố "),
    (re.compile(r"\btx\b\.?\s*"), "thị xã "),
    (re.compile(r"\btt\.\s*"), "thị trấn "),
    (re.compile(r"\bgd\s*(?:&|và|-)\s*đt\b"), "giáo dục và đào tạo"),
    (re.compile(r"\s*&\s*"), " và "),
)
_UNDER: Final = re.compile(r"\s*(?:[,;\n]|\b(?:trực\s+)?thuộc\b)\s*")


class Place(NamedTuple):
    """A territory, folded: ("province", "bac giang"). A city may be a province or a district."""

    level: str
    name: str

    def agrees_with(self, other: "Place") -> bool:
        return self.name == other.name and (self.level == other.level or "city" in (*self, *other))


class PrintedUnit(NamedTuple):
    """`base`: the name without its place, folded; `places` and `under`, the nearest first.

    A territory named alone ("xã Tân Yên") has the level as its base.
    """

    base: str
    places: tuple[Place, ...]
    under: tuple[str, ...]


@lru_cache(maxsize=20_000)
def unit_key(text: str) -> str:
    """The whole name folded, abbreviations spelled out.

    >>> unit_key("UBND TỈNH BẮC GIANG")
    'uy ban nhan dan tinh bac giang'
    """
    return fold(_spelled_out(text))


@lru_cache(maxsize=20_000)
def read_unit(text: str) -> PrintedUnit:
    """Take a printed name apart.

    >>> read_unit("Phòng Nội vụ huyện Lục Nam, tỉnh Bắc Giang").base
    'phong noi vu'
    """
    parts = [_parted(part) for part in _UNDER.split(_spelled_out(text)) if part]
    places = tuple(place for _, place in parts if place is not None)
    bases = [base for base, _ in parts if base]
    if not bases:
        level = places[0].level if places else ""
        return PrintedUnit(level, places, ())
    return PrintedUnit(bases[0], places, tuple(bases[1:]))


def _spelled_out(text: str) -> str:
    written = unicodedata.normalize("NFC", text).lower().strip(" .")
    for pattern, words in _SHORT:
        written = pattern.sub(words, written)
    lines = (" ".join(line.split()) for line in written.split("\n"))
    return "\n".join(line for line in lines if line)


def _parted(part: str) -> tuple[str, Place | None]:
    """The base, folded, and the place that the part names, if any."""
    committee = _COMMITTEE.match(part)
    if committee is not None:
        level = _COMMITTEE_LEVELS[committee["level"]]
        return fold(committee["base"]), Place(level, fold(committee["name"]))
    place = _PLACE.search(part)
    if place is None:
        return fold(part), None
    named = Place(_LEVELS[place["level"]], fold(place["name"]))
    return fold(part[: place.start()]), named


def readings(printed: str, parent: str | None) -> Iterator[tuple[str, str | None]]:
    """A printed name and its superior: one name broken over lines, or the superior above it."""
    lines = [line.strip() for line in printed.split("\n") if line.strip()]
    if not lines:
        return
    yield " ".join(lines), parent
    if len(lines) > 1:
        yield lines[-1], "\n".join(filter(None, (*reversed(lines[:-1]), parent)))


def with_parent(asked: PrintedUnit, parent: str | None) -> PrintedUnit:
    """With what the superior's name says of place and ranks above."""
    if not parent:
        return asked
    above = read_unit(parent)
    bases = (above.base, *above.under) if above.base else ()
    return PrintedUnit(asked.base, (*asked.places, *above.places), (*asked.under, *bases))


def same_place(asked: tuple[Place, ...], places: tuple[Place, ...]) -> bool:
    """The nearest place agrees; a further one may be missing on either side, not differ."""
    if not any(place.agrees_with(asked[0]) for place in places):
        return False
    return all(
        any(place.agrees_with(one) for place in places)
        or all(place.level != one.level for place in places)
        for one in asked[1:]
    )


def demanded(asked: PrintedUnit, superiors: list[str]) -> tuple[str, ...]:
    """The superiors that the paper names, as far as the directory knows any of that kind.

    A paper may skip levels and a directory may not know the People's Committee above a Sở.
    """
    committee = "uy ban nhan dan"
    return tuple(base for base in asked.under if base != committee or committee in superiors)
