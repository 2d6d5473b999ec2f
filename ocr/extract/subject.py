"""Whom a sentence is about: honorific, name, birth date, post and unit, as printed.

The subject stands in Điều 1. Source: domain.md 4.4, 4.6.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.people import Gender
from ocr.extract.places import unit_within
from ocr.extract.printed import ReadDate, date_at, year_at
from ocr.flow import Cut, Flow

_ADDRESS = re.compile(
    r"(?<![\w'])(?P<h>cac ong \(ba\)|cac ong, ba|ong \(ba\)|ong/ba|ong|ba|dong chi|d/c|anh|chi|"
    r"thay|co)"
    r"\b\s*[:.]?\s+(?=\S)"
)
_ALSO_WORDS = {"anh": "anh", "chi": "chị", "thay": "thầy", "co": "cô", "ba": "bà"}
"""Without marks these are everyday words: the print must say the address itself."""
_NOT_A_NAME = re.compile(
    r"(?:pho |truong |giam doc|chu tich|bi thu|hieu truong|chi cuc|chuyen vien|giao vien|ke toan|"
    r"chanh |can su|thanh tra|nhan vien|sinh |hien |co ten|la |vien chuc|cong chuc|can bo|"
    r"uy vien|ria\b|luu tru vien|bac si|so |phong |ban |vao )"
)
_TITLE_WORDS = re.compile(r"^(?:pgs|gs|tskh|ts|ths|th\.s|bs|bscki{0,2}|ks|cn)\.?$")
_NAME_WORD = re.compile(r"^[^\W\d_](?:['’ʼ‘`.\-]?[^\W\d_]*)*$")
_BORN = re.compile(
    r"[\s,(]*(?:;\s*)?(?:ngay sinh|sinh ngay|sinh nam|nam sinh|sinh)\s*:?\s*(?:ngay\s*:?\s*)?"
)
_DESCRIBED_TO = re.compile(
    r"(?:,|;|\(|\s)\s*(?:tiep tuc giu|giu chuc|giu|den (?:nhan )?(?:cong tac|lam|nhan)|"
    r"(?:den|ve) (?=so|phong|uy|ban|truong|van phong|ubnd|trung tam|chi cuc|xa|huyen|benh)|"
    r"ve (?:nhan |cong tac|lam)|vao (?:lam|ngach|vi tri|cong tac|chuc)|"
    r"sang|tu (?=phong|so|ban|truong|ngay|bac|don)|da (?:co|lap|nghi|hoan|dat)|do (?:da|bi|lap|"
    r"co|yeu)|"
    r"duoc|phu trach|thoi giu|tu chuc|tham gia|nghi|vi (?:co|da|ly)|trong thoi|ke tu|trung tuyen|"
    r"xep|ngach|cho den|de (?:nhan|giai|nghi)|thay|them|co thoi han|theo|he so|tro lai|lam nhiem|"
    r"ma so|chuc danh:|bac (?:\d|luong)|muc luong|thoi viec|dat danh|thoi diem|nhiem ky|"
    r"hien (?:dang )?(?:giu|huong)|"
    r"da nghi|quyen |va (?:xep|bo nhiem|giu|cac|ong|ba|tiep|phan|dieu))\b|[:.;](?=\s|$)"
)
_SCHOOLING = re.compile(
    r"[\s,]*(?:trinh do|thac si|cu nhan|tien si|ky su|dai hoc|cao dang|trung cap|que quan|"
    r"chuyen mon|chuyen nganh|bac si|duoc si)"
)


@dataclass(frozen=True, eq=False)
class Subject:
    """`end` is the place in the flow where what is said of the person ends."""

    honorific: Cut | None
    name: Cut | None
    born: ReadDate | None
    title: Cut | None
    unit: Cut | None
    described: Cut | None
    end: int

    @property
    def gender(self) -> Gender | None:
        """A hint only: ông and bà say it, other ways of address do not."""
        if self.honorific is None:
            return None
        return {"ong": Gender.M, "ba": Gender.F}.get(self.honorific.plain)


def subject_of(flow: Flow, start: int = 0, end: int | None = None) -> Subject | None:
    """The first person addressed within `[start, end)`; None if nobody is."""
    stop = len(flow.text) if end is None else end
    for match in _ADDRESS.finditer(flow.plain, start, stop):
        if not _is_address(flow, match):
            continue
        name = _name_at(flow, match.end(), stop)
        if name is None:
            if re.match(r"[.…]{1,3}(?:\s|,|$)|\.\.", flow.plain[match.end() :]):
                # the name was left blank or could not be read
                return _described(flow, match, None, match.end(), stop)
            continue
        return _described(flow, match, name, name.end, stop)
    return None


def _is_address(flow: Flow, match: re.Match[str]) -> bool:
    word = match["h"]
    printed = flow.text[match.start("h") : match.end("h")].lower()
    if word in ("cac ong (ba)", "cac ong, ba"):
        return False
    if word not in _ALSO_WORDS:
        return True
    if printed == _ALSO_WORDS[word]:
        return True
    if word != "ba":
        return False
    # "bà" that lost its mark, before a name of two words at least
    following = flow.text[match.end() :].split()[:2]
    return (
        printed in ("ba", "bả") and len(following) == 2 and all(w[0].isupper() for w in following)
    )


def _name_at(flow: Flow, start: int, stop: int) -> Cut | None:
    """Two to six words with capitals; the first may have lost its own."""
    at, begin, words = start, start, 0
    while at < stop and words < 6:
        match = re.compile(r"\S+").match(flow.text, at, stop)
        if match is None:
            break
        token = match.group()
        bare = token.strip('.,;:()“”"…')
        if words == 0 and _TITLE_WORDS.match(bare.lower()):
            begin = at = match.end() + 1
            continue
        if words and _NOT_A_NAME.match(flow.plain, at):
            break
        if not bare or not _NAME_WORD.match(bare):
            break
        first_small = words == 0 and flow.text[match.end() + 1 : match.end() + 2].isupper()
        if not bare[0].isupper() and not first_small:
            break
        if words == 0 and _NOT_A_NAME.match(flow.plain, at):
            break
        if words == 0:
            begin = match.start() + len(token) - len(token.lstrip('(“"'))
        words += 1
        at = match.end() + 1
        if token[-1] in ",;:()…" or (token[-1] == "." and len(bare) > 1):
            break
    if words < 2:
        return None
    return flow.cut(begin, at - 1)


def _described(
    flow: Flow, match: re.Match[str], name: Cut | None, after: int, stop: int
) -> Subject:
    born, at = _birth(flow, after, stop)
    end = _description_end(flow, at, stop)
    described = flow.cut(at, end)
    title, unit = _title_and_unit(flow, described)
    return Subject(
        honorific=flow.cut(match.start("h"), match.end("h")),
        name=name,
        born=born,
        title=title,
        unit=unit,
        described=described if described else None,
        end=end,
    )


def _birth(flow: Flow, at: int, stop: int) -> tuple[ReadDate | None, int]:
    match = _BORN.match(flow.plain, at, stop)
    if match is None:
        return None, at
    born = date_at(flow, match.end(), stop) or year_at(flow, match.end())
    if born is None:
        return None, at
    end = born.cut.end
    while end < stop and flow.text[end] in ") ":
        end += 1
    return born, end


def _description_end(flow: Flow, at: int, stop: int) -> int:
    match = _DESCRIBED_TO.search(flow.plain, max(0, at - 1), stop)
    return max(at, match.start()) if match else stop


def _title_and_unit(flow: Flow, described: Cut) -> tuple[Cut | None, Cut | None]:
    """ "Phó Trưởng phòng Tổ chức biên chế, Sở Nội vụ" -> the post, the unit."""
    start, end = described.start, described.end
    while start < end and _SCHOOLING.match(flow.plain, start, end):
        if re.compile(r"[\s,]*que quan").match(flow.plain, start, end):
            return None, None  # commune, district, province: nothing of work behind them
        comma = flow.text.find(",", start + 1, end)
        if comma < 0:
            return None, None
        start = comma + 1
    rest = flow.cut(start, end)
    if not rest or len(rest.text) > 160:
        return None, None
    unit = unit_within(flow, rest.start, rest.end)
    if unit is None:
        return rest, None
    title = flow.cut(rest.start, unit.start)
    return (title or None), unit
