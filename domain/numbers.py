"""Numbers of decisions as papers print them.

The form of a number does not tell who issued it: state bodies of the 1970s to 1990s, and some
today, write the dash that Party bodies write. Nothing is mended: `QD` stays `QD`; only the keys
that compare numbers treat it as `QĐ`.

Source: domain.md 4.2.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from domain.frozen import Frozen

_ETH: Final = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))
_LEAD: Final = re.compile(r"^S[ốôồổo06]\s*[:.]?\s*(?=\d)")
_SLASH: Final = re.compile(
    r"^(?P<number>\d{1,5})\s?(?P<suffix>[A-Za-z]?)\s*/\s*(?:(?P<year>\d{4})\s*/\s*)?"
    r"(?P<symbol>[A-ZĐ][A-Za-zĐđ0-9&.]*(?:\s?-\s?[A-Za-zĐđ0-9&.]+)*)$"
)
_DASH: Final = re.compile(
    r"^(?P<number>\d{1,5})\s?(?P<suffix>[A-Za-z]?)\s*-\s*"
    r"(?P<symbol>[A-ZĐ][A-Za-zĐđ]{1,3}\s?/\s?[A-ZĐ][A-Za-zĐđ0-9.\-]*)$"
)
_PARTY_BODIES: Final = frozenset({"TW", "TU", "HU", "ThU", "QU", "ĐU", "ĐUK"})
_PARTY_BOARDS: Final = ("UBKT", "BTC")
_PARTY_WORDS: Final = ("tỉnh ủy", "thành ủy", "huyện ủy", "thị ủy", "quận ủy", "đảng ủy", "đảng bộ")
_TYPES: Final = re.compile(
    "NQ|QĐ|CT|QC|QyĐ|TC|TB|HD|CTr|KH|PA|ĐA|DA|BC|BB|TTr|HĐ|CĐ|BGN|BTT|GUQ|GM|GGT|GNP|PG|PC|PB"
    "|SY|TrS|SL"
)
"""The 27 types and 3 kinds of copy."""


class NumberForm(StrEnum):
    """SLASH: 45/QĐ-SNV. DASH: 727-QĐ/TU."""

    SLASH = "SLASH"
    DASH = "DASH"


class DecisionNumber(Frozen):
    """A number and its symbol. `number` holds the digits as printed, with a leading zero if any;
    `suffix` the letter of `230L`; `year` the year inside a normative number.
    """

    number: str
    suffix: str | None = None
    year: int | None = None
    symbol: str
    form: NumberForm

    @property
    def full_no(self) -> str:
        """Spelled as the rule on form asks, without spaces: 587/QĐ-TNVN."""
        head = f"{self.number}{self.suffix or ''}"
        if self.form is NumberForm.DASH:
            return f"{head}-{self.symbol}"
        return f"{head}/{self.year}/{self.symbol}" if self.year else f"{head}/{self.symbol}"

    @property
    def key(self) -> str:
        return number_key(self.full_no)

    @property
    def is_normative(self) -> bool:
        """True for 15/2019/QĐ-UBND: a legal basis, not the paper behind a personal event."""
        return self.year is not None

    @property
    def type_abbreviation(self) -> str | None:
        """QĐ, TB, TTr ...; None where the symbol begins with a body (1234/SGDĐT-TCCB)."""
        head = re.split(r"[-/]", self.symbol)[0]
        return head if _TYPES.fullmatch(head) else None

    @property
    def body(self) -> str:
        """What follows the type: SNV, UBND, TU; the whole symbol where no type is printed."""
        head, _, rest = self.symbol.replace("/", "-", 1).partition("-")
        return rest if rest and _TYPES.fullmatch(head) else self.symbol

    def is_party(self, *, heading: str | None = None, issuer: str | None = None) -> bool:
        """Whether a Party body issued it.

        `heading`: slot 1 of the paper (ĐẢNG CỘNG SẢN VIỆT NAM decides); `issuer`: slot 2, which
        decides a doubt. Both may be unknown: then the body after the slash of a dash number does.
        """
        if heading and "đảng cộng sản" in _words(heading):
            return True
        if heading and "cộng hòa" in _words(heading):
            return False
        if issuer and any(word in _words(issuer) for word in _PARTY_WORDS):
            return True
        if self.form is NumberForm.SLASH:
            return False
        return self.body in _PARTY_BODIES or self.body.startswith(_PARTY_BOARDS)


def _words(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower().replace("uỷ", "ủy").replace("hoà", "hòa")
    return " ".join(text.split())


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).translate(_ETH).translate(_DASHES)
    return " ".join(composed.split())


def read_number(text: str) -> DecisionNumber | None:
    """Read slot 3 or a cited number, with or without `Số:`; None if it is blank or none at all.

    >>> read_number("Số: 45/QĐ-SNV").full_no
    '45/QĐ-SNV'
    >>> read_number("Số:      /QĐ-UBND") is None
    True
    """
    plain = _LEAD.sub("", _plain(text), count=1).strip(" .,;")
    for form, pattern in ((NumberForm.SLASH, _SLASH), (NumberForm.DASH, _DASH)):
        match = pattern.match(plain)
        if match is not None:
            found = match.groupdict()
            return DecisionNumber(
                number=found["number"],
                suffix=found["suffix"] or None,
                year=int(found["year"]) if found.get("year") else None,
                symbol=re.sub(r"\s", "", found["symbol"]),
                form=form,
            )
    return None


def number_key(full_no: str) -> str:
    """For comparing numbers: leading zeros, spaces, capitals and lost strokes (QD, QÐ) left aside.

    >>> number_key("Số: 08 / QÐ - SNV") == number_key("8/qd-snv")
    True
    """
    plain = re.sub(r"^s[ốôồổo06]\s*[:.]?\s*(?=\d)", "", _plain(full_no).lower())
    bare = re.sub(r"\s", "", plain).replace("đ", "d")
    return re.sub(r"^0+(?=\d)", "", bare)


def same_number(one: str | None, other: str | None) -> bool:
    """True if both are there and are the same number; a blank number equals nothing."""
    return bool(one and other) and number_key(one or "") == number_key(other or "")
