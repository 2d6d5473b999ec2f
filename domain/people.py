"""People: names as written, identifiers, and the keys that match them.

Keys agree with the folding of the search index (a test compares both): NFC, marks off, đ as d,
the tone's place, final i or y, apostrophes. A key finds candidates; it never decides who
somebody is (R-IDN-01).

Source: domain.md 1.2, 4.6 (names), 4.7 (identifiers).
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, Self

from pydantic import Field

from domain.dates import PartialDate
from domain.frozen import Frozen
from domain.tables.provinces import REGISTRATION_PROVINCES


class Gender(StrEnum):
    M = "M"
    F = "F"


class IdentifierKind(StrEnum):
    """CCCD 12 digits; CMND 8, 9 or 12 digits; SO_HIEU: the agency's staff number."""

    CCCD = "CCCD"
    CMND = "CMND"
    SO_HIEU = "SO_HIEU"
    BHXH = "BHXH"
    MST = "MST"


class Identifier(Frozen):
    """An attribute with a period of validity, never a stream's key. Source: domain.md 1.2, 4.7."""

    kind: IdentifierKind
    value: str = Field(pattern=r"^[0-9A-Z.\-]{4,20}$")
    valid_from: date | None = None
    valid_to: date | None = None


# Folding

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_MARK: Final = re.compile("[\u0300-\u036f]")
_ETH: Final = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’‘ʼ`´‛ʻʽ′＇", "'") | {"\u0130": "i"})
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))
_FINAL_Y: Final = re.compile(r"\b([bcdghklmnprstvx]{1,3}|qu)y\b")
_JOINED: Final = re.compile(r"\b([hk])['\s]\s*(?=\w)")
_TONES: Final = "\u0300\u0309\u0303\u0301\u0323"


@cache
def _late_tones() -> tuple[re.Pattern[str], dict[str, str]]:
    """hoà as hòa, khoẻ as khỏe, thuý as thúy, but quý as it is: the pattern and what it becomes."""
    moves = {
        one + unicodedata.normalize("NFC", other + tone): unicodedata.normalize("NFC", one + tone)
        + other
        for first, last in ("oa", "oe", "uy")
        for tone in _TONES
        for one in (first, first.upper())
        for other in (last, last.upper())
    }
    with_o = "|".join(pair for pair in moves if pair[0] in "oO")
    with_u = "|".join(pair for pair in moves if pair[0] in "uU")
    end = "(?![\\w\u0300-\u036f])"
    return re.compile(f"(?:{with_o}|(?<![qQ])(?:{with_u})){end}"), moves


def _composed(text: str) -> str:
    """NFC, nothing invisible, Ð and Ɖ as Đ, the tone of open oa, oe, uy on its first vowel."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).translate(_ETH)
    pattern, moves = _late_tones()
    return pattern.sub(lambda match: moves[match.group()], text)


@cache
def _without_marks() -> dict[int, str]:
    """Latin letters without their marks; one without a letter of its own (ơ̆) is left to later."""
    table = {ord("đ"): "d", ord("ƀ"): "b", ord("_"): " "}
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)):
        plain = _MARK.sub("", unicodedata.normalize("NFD", chr(code)))
        if plain != chr(code) and len(plain) == 1:
            table[code] = plain
    return table


def _final_i(text: str) -> str:
    return _FINAL_Y.sub(lambda match: match.group(1) + "i", text)


def fold(text: str) -> str:
    """Key of any Vietnamese words, the same as the search index folds them.

    >>> fold("H’Lan  Êban, Rơ-Ông, Lý Thuỷ")
    'hlan eban, ro ong, li thuy'
    """
    lowered = _composed(text).translate(_APOSTROPHES).lower().translate(_DASHES)
    # Twice: a mark, an apostrophe or a dash parts words for the first, and is gone for the second.
    folded = _MARK.sub("", _final_i(lowered.translate(_without_marks())))
    folded = unicodedata.normalize("NFC", folded.replace("'", "").replace("-", " "))
    return " ".join(_final_i(folded).split())


def name_key(text: str) -> str:
    """Key that finds a person's namesakes: `fold` without honorifics, H' and K' joined to the name.

    >>> name_key("ông NGUYỄN VĂN AN"), name_key("bà H’ Lan Êban")
    ('nguyen van an', 'hlan eban')
    """
    name = strip_honorifics(text)[1].translate(_APOSTROPHES).lower()
    return fold(_JOINED.sub(r"\1", name))


def exact_key(text: str) -> str:
    """As `name_key`, but with the marks: two names that differ in a tone differ here."""
    name = _composed(strip_honorifics(text)[1]).translate(_APOSTROPHES).lower()
    name = _JOINED.sub(r"\1", name).translate(_DASHES)
    return " ".join(name.replace("'", "").replace("-", " ").split())


def same_name(one: str, other: str) -> bool:
    """True if both spell the same name, marks left aside. Namesakes are frequent: R-IDN-01."""
    return name_key(one) == name_key(other)


# What stands before a name, and where it ends

_TITLE: Final = re.compile(
    r"(?:nguyên\s+là|nguyên|(?i:(?:trung|thượng|đại|thiếu)\s+(?:tá|úy|tướng)|đồng\s+chí|đ\s*/\s*c"
    r"|pgs|gs|tskh|ts|th\s?\.?\s?s|bsck\s?i{0,2}|bs|ks|cn|nhà\s+giáo|luật\s+sư))"
    r"(?:\s*[.,:]\s*|\s+)(?=\S)"
)
_ADDRESS: Final = re.compile(
    r"(?:(?:các\s+)?ông\s*\(\s*bà\s*\)|các\s+(?:ông|bà|đồng\s+chí)|ông|bà|anh|chị|thầy|cô)"
    r"(?:\s*[.,:]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_ALSO_NAMES: Final = frozenset({"Anh", "Chị", "Thầy", "Cô"})
_NAME_ENDS: Final = re.compile(
    r"\s*[,;:(\n]|\s[-–—]\s|[.…](?:\s|$)|\s(?:sinh|hiện|chức|giữ|là|đến|về|từ|nguyên|thuộc|công"
    r"|viên|cán|chuyên|kể|để|theo|do|vì|vào|tiếp|đã|có|tại|thôi|nghỉ|được|phó|trưởng|giám)\s"
    r"|\s(?:Phó\s|Trưởng\s+\w|Giám\s+đốc|Chủ\s+tịch|Bí\s+thư|Hiệu\s+trưởng|Chi\s+cục|Chuyên\s+viên"
    r"|Giáo\s+viên|Kế\s+toán|Chánh\s+(?:Văn|Thanh))"
)


def strip_honorifics(text: str) -> tuple[str | None, str]:
    """Part what is said of a person (ông, đồng chí, TS., nguyên) from the name: both as written.

    >>> strip_honorifics("Ông TS. Nguyễn Văn An")
    ('Ông TS.', 'Nguyễn Văn An')
    """
    written = " ".join(unicodedata.normalize("NFC", text).split())
    start = _name_start(written)
    return written[:start].strip(" ,:") or None, written[start:].strip(" ,:")


def _name_start(written: str) -> int:
    """Any number of titles, one form of address: in "ông Ông Văn Tùng" the second is the name."""
    start, addressed = 0, False
    while True:
        match = _TITLE.match(written, start)
        if match is None and not addressed:
            match = _ADDRESS.match(written, start)
            if match is not None and _may_be_name(match, written):
                return start
            addressed = match is not None
        if match is None:
            return start
        start = match.end()


def _may_be_name(match: re.Match[str], written: str) -> bool:
    """Anh Thư is a name and anh Thư a form of address; Anh Nguyễn Thư is one again."""
    return match.group().strip() in _ALSO_NAMES and len(written[match.end() :].split()) == 1


def name_at_start(text: str) -> str:
    """The honorific and name that running text begins with; "" if it begins with neither.

    >>> name_at_start("ông Nguyễn Văn A, sinh ngày 12/3/1979, Phó Trưởng phòng")
    'ông Nguyễn Văn A'
    """
    written = " ".join(unicodedata.normalize("NFC", text).split())
    end = _NAME_ENDS.search(written, _name_start(written))
    return written[: end.start() if end else len(written)].strip()


# Names

_TWO_SYLLABLE_FAMILIES: Final = frozenset({"ro cham", "ro ong", "pi nang", "ra lan"})
_GLUED_MARKER: Final = re.compile(r"^[hk]'", re.IGNORECASE)
_LONE_MARKERS: Final = frozenset({"Y", "A"})


class PersonName(Frozen):
    """A name as written, and its parts as far as they can be told.

    Vietnamese: `family`, `middle`, `given` (the last syllable, which sorts and addresses).
    Where a marker opens the name (Y, H', K', A of the Central Highlands) the given name follows it
    and what comes after is the `clan`; there is no family name.
    """

    as_written: str
    honorific: str | None = None
    marker: str | None = None
    family: str | None = None
    middle: tuple[str, ...] = ()
    given: str
    clan: str | None = None

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a name, with or without honorific. Raises: ValueError if no name is left."""
        written = unicodedata.normalize("NFC", text).strip()
        honorific, name = strip_honorifics(written)
        if not any(letter.isalpha() for letter in name):
            raise ValueError("there is no name")
        syllables = _joined_markers(_recapitalised(name)).split()
        head = {"as_written": written, "honorific": honorific}
        marker = _marker_of(syllables)
        if marker is not None:
            own = syllables[1:] if syllables[0] == marker else [syllables[0][2:], *syllables[1:]]
            return cls(**head, marker=marker, given=own[0], clan=" ".join(own[1:]) or None)
        if len(syllables) == 1:
            return cls(**head, given=syllables[0])
        cut = 2 if fold(" ".join(syllables[:2])) in _TWO_SYLLABLE_FAMILIES else 1
        if len(syllables) == cut:
            cut = 1
        family, rest = " ".join(syllables[:cut]), syllables[cut:]
        return cls(**head, family=family, middle=tuple(rest[:-1]), given=rest[-1])

    @property
    def display(self) -> str:
        """For a screen: NGUYỄN VĂN AN, nguyễn Văn An as Nguyễn Văn An; otherwise as spelled."""
        return _recapitalised(strip_honorifics(self.as_written)[1])

    @property
    def key(self) -> str:
        return name_key(self.as_written)

    @property
    def exact_key(self) -> str:
        return exact_key(self.as_written)

    @property
    def gender_hint(self) -> Gender | None:
        """From ông or bà alone: never from Y (a man's in Ê Đê, a woman's in Xơ Đăng) nor Thị."""
        words = re.findall(r"\w+", (self.honorific or "").lower())
        hints = {"ông": Gender.M, "bà": Gender.F}
        found = {hints[word] for word in words if word in hints}
        return found.pop() if len(found) == 1 and "các" not in words else None


def _joined_markers(name: str) -> str:
    """H' Lan as H'Lan, with the plain apostrophe."""
    return re.sub(r"\b([HhKk])'\s+(?=\w)", r"\1'", name.translate(_APOSTROPHES))


def _marker_of(syllables: list[str]) -> str | None:
    first = syllables[0]
    if first in _LONE_MARKERS and len(syllables) > 1:
        return first
    return first[:2] if _GLUED_MARKER.match(first) and len(first) > len("H'") else None


def _recapitalised(name: str) -> str:
    shouted = name == name.upper()
    parts = re.split(r"([\s\-‐‑–'’‘ʼ`]+)", name)
    return "".join(_capital(part, shouted=shouted) for part in parts)


def _capital(part: str, *, shouted: bool) -> str:
    """One syllable; a lone syllable in capitals within a mixed name is a typist's emphasis."""
    if len(part) > 1 and (shouted or part == part.upper()):
        return part[:1] + part[1:].lower()
    return part[:1].upper() + part[1:]


# Identifiers

_CCCD_DIGITS: Final = 12
_CMND_DIGITS: Final = frozenset({8, 9, 12})
_FIRST_COUNTRY: Final = 100


class CccdReading(Frozen):
    """What the twelve digits say. `registered_in` None: no province, or a country code from 100."""

    province_code: str
    registered_in: str | None
    gender: Gender
    birth_year: int


class IdentifierFault(StrEnum):
    """What is odd about a number; nothing of it is ever mended by the machine.

    LOST_ZERO: eleven digits, probably the leading zero went in a spreadsheet. FUTURE: born after
    the day that it is judged on.
    """

    LENGTH = "LENGTH"
    LOST_ZERO = "LOST_ZERO"
    PROVINCE = "PROVINCE"
    FUTURE = "FUTURE"
    GENDER = "GENDER"
    BIRTH_YEAR = "BIRTH_YEAR"


def plain_identifier(text: str) -> str:
    """A printed number without its spaces and dots: `024 085 000 123` as `024085000123`."""
    bare = unicodedata.normalize("NFKC", text).strip().upper()
    return re.sub(r"[\s.]", "", bare) if re.fullmatch(r"[\d\s.]+", bare) else bare


def masked_identifier(value: str) -> str:
    """As lists show it: the first three and the last four of twelve digits. Source: 6.4."""
    shown = (3, 4) if len(value) == _CCCD_DIGITS else (2, 3)
    hidden = len(value) - sum(shown)
    if hidden < 1:
        return "•" * len(value)
    return value[: shown[0]] + "•" * hidden + value[-shown[1] :]


def read_cccd(value: str) -> CccdReading | None:
    """Read province, sex and birth year out of twelve digits; None for anything else."""
    if not re.fullmatch(r"[0-9]{12}", value):
        return None
    century, odd = divmod(int(value[3]), 2)
    return CccdReading(
        province_code=value[:3],
        registered_in=REGISTRATION_PROVINCES.get(value[:3]),
        gender=Gender.F if odd else Gender.M,
        birth_year=1900 + century * 100 + int(value[4:6]),
    )


def check_identifier(
    identifier: Identifier,
    *,
    gender: Gender | None,
    birth_date: PartialDate | None,
    on: date,
) -> tuple[IdentifierFault, ...]:
    """Judge a number by its form, and a CCCD by what is known of its holder. No check digit exists.

    Source: domain.md 4.7. CMND: 9 digits, older 8, and 12 on cards from 2012 on, which read as a
    CCCD does.
    """
    match identifier.kind:
        case IdentifierKind.CCCD:
            reading = read_cccd(identifier.value)
        case IdentifierKind.CMND if len(identifier.value) == _CCCD_DIGITS:
            reading = read_cccd(identifier.value)
        case IdentifierKind.CMND:
            right = identifier.value.isdigit() and len(identifier.value) in _CMND_DIGITS
            return () if right else (IdentifierFault.LENGTH,)
        case IdentifierKind.SO_HIEU | IdentifierKind.BHXH | IdentifierKind.MST:
            return ()
    if reading is None:
        lost = identifier.value.isdigit() and len(identifier.value) == _CCCD_DIGITS - 1
        return (IdentifierFault.LOST_ZERO if lost else IdentifierFault.LENGTH,)
    return _faults_of(reading, gender=gender, birth_date=birth_date, on=on)


def _faults_of(
    reading: CccdReading, *, gender: Gender | None, birth_date: PartialDate | None, on: date
) -> tuple[IdentifierFault, ...]:
    unknown = reading.registered_in is None and int(reading.province_code) < _FIRST_COUNTRY
    future = reading.birth_year > on.year
    found = (
        (IdentifierFault.PROVINCE, unknown),
        (IdentifierFault.FUTURE, future),
        (IdentifierFault.GENDER, gender is not None and reading.gender is not gender),
        (
            IdentifierFault.BIRTH_YEAR,
            not future and birth_date is not None and reading.birth_year != birth_date.year,
        ),
    )
    return tuple(fault for fault, present in found if present)
