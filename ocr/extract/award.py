"""Awards: bằng khen, giấy khen, danh hiệu thi đua, huân chương, and their revocation.

Source: domain.md 3.9, phrase bank 4.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.events.merit import Grantee
from domain.tables.awards import AWARDS
from ocr.extract.case import Act, Case, Said, effect_of
from ocr.extract.cited import cited_paper
from ocr.flow import Cut, Flow
from ocr.tables import Role

_GIVEN = (
    r"\b(?:tang thuong|truy tang|tang|phong tang|cong nhan(?: va tang)? danh hieu|"
    r"cong nhan dat danh hieu|"
    r"khen thuong|cong nhan)\b"
)
_TAKEN = r"\b(?:huy bo|thu hoi|bai bo)\s+(?:quyet dinh|danh hieu|bang khen|giay khen|huan chuong)"
_WORDS = r"danh hieu|bang khen|giay khen|huan chuong|huy chuong|ky niem chuong|khen thuong|thi dua"
_CODES: tuple[tuple[str, str], ...] = (
    (r"chien si thi dua toan quoc", "CSTDTQ"),
    (r"chien si thi dua co so", "CSTDCS"),
    (r"chien si thi dua (?:cap )?(?:tinh|bo|nganh|ban|thanh pho)", "CSTD_TINH"),
    (r"tap the lao dong xuat sac", "TTLDXS"),
    (r"tap the lao dong tien tien", "TTLDTT"),
    (r"lao dong tien tien", "LDTT"),
    (r"co thi dua[a-z ]*chinh phu", "CO_TD_CP"),
    (r"co thi dua", "CO_TD_TINH"),
    (r"bang khen[a-z ]*thu tuong[a-z ]*?(?:chinh phu)?", "BANG_KHEN_TTG"),
    (r"bang khen cua (?:bo|tong|vien|ban|trung uong)[a-z ]*", "BANG_KHEN_BO"),
    (
        r"bang khen(?: cua chu tich (?:uy ban nhan dan|ubnd)(?: tinh| thanh pho)?)?",
        "BANG_KHEN_TINH",
    ),
    (r"giay khen", "GIAY_KHEN"),
    (r"huan chuong lao dong hang nhat", "HCLD1"),
    (r"huan chuong lao dong hang nhi", "HCLD2"),
    (r"huan chuong lao dong hang ba", "HCLD3"),
    (r"huan chuong doc lap hang nhat", "HCDL1"),
    (r"huan chuong doc lap hang nhi", "HCDL2"),
    (r"huan chuong doc lap hang ba", "HCDL3"),
    (r"(?:huan|huy) chuong(?! vi su nghiep)[a-z ]*", "HC_KHAC"),
    (r"ky niem chuong|huy chuong vi su nghiep", "KNC"),
    (r"nha giao nhan dan", "NGND"),
    (r"nha giao uu tu", "NGUT"),
    (r"thay thuoc nhan dan", "TTND"),
    (r"thay thuoc uu tu", "TTUT"),
    (r"anh hung lao dong", "AHLD"),
)
_PERIOD = re.compile(
    r"giai doan\s+(?P<a>\d{4})\s*-\s*(?P<b>\d{4})|"
    r"tu nam\s+(?P<c>\d{4})\s+den (?:nam\s+)?(?P<d>\d{4})|"
    r"(?:nam hoc\s+)(?P<e>\d{4})\s*-\s*(?P<f>\d{4})|\bnam\s+(?P<y>\d{4})"
)
_COLLECTIVE = re.compile(
    r"\W*(?:tap the|phong|so|ban|chi cuc|truong|trung tam|van phong|ubnd|uy ban|chi bo|doi|to|khoa|"
    r"cong doan|doan|hoi|benh vien|nhan dan va)\b"
)
"""Some of these are surnames too (Đoàn, Trương): see `_is_collective`."""


@dataclass(frozen=True, eq=False)
class _Award:
    code: str
    cut: Cut


def propose_award(case: Case) -> Iterator[Act]:
    """Yield the acts of this family that the case announces."""
    given = case.cue(_GIVEN, within=120)
    if given is None or not re.search(_WORDS, case.clause.plain):
        return
    if case.cue(r"\b(?:tap su|nang bac|ket qua|xep loai)\b", within=120):
        return
    award = _award_of(case)
    if award is None:
        return
    collective = _is_collective(case)
    said = [
        Said("code", award.code, award.cut),
        Said("full_name", _printed_name(award.cut), award.cut),
        *_period(case),
        Said("granted_to", (Grantee.COLLECTIVE if collective else Grantee.PERSON).value, None),
    ]
    yield Act("award.granted", case.clause.cut(*given.span()), (*said, *effect_of(case)))


def propose_award_revoked(case: Case) -> Iterator[Act]:
    """Hủy bỏ, thu hồi a decision that gave an award."""
    taken = case.cue(_TAKEN, within=60)
    if taken is None or not re.search(_WORDS, case.clause.plain):
        return
    award = _find(case.clause)
    said: list[Said] = []
    if award:
        said.append(Said("code", award.code, award.cut))
    paper = cited_paper(case.clause)
    if paper:
        said.append(Said("revoked_no", paper.number.full_no, paper.cut))
    yield Act("award.revoked", case.clause.cut(*taken.span()), (*said, *effect_of(case)))


def _award_of(case: Case) -> _Award | None:
    """What the row says, then the article, then the title of the paper."""
    if case.row is not None:
        named = case.row.cells(Role.AWARD)
        for cell in (*(cut.flow for cut in named), *case.row.row.cells):
            found = _find(cell)
            if found is not None:
                return found
    found = _find(case.clause)
    if found is None and case.paper.title is not None:
        title = case.paper.title
        found = _find(title.flow)
    return found


def _find(flow: Flow) -> _Award | None:
    """The award named first."""
    best: tuple[int, int, str, int] | None = None
    for order, (pattern, code) in enumerate(_CODES):
        match = flow.find(r"\b(?:" + pattern + ")")
        if match and code in AWARDS and (best is None or (match.start(), order) < best[:2]):
            best = (match.start(), order, code, match.end())
    if best is None:
        return None
    return _Award(best[2], flow.cut(best[0], _name_end(flow, best[0], best[3])))


def _name_end(flow: Flow, start: int, at_least: int) -> int:
    """The printed name runs on to whom it is given, the year or the closing quote."""
    stop = flow.find(
        r"[\"”,.;:(]|\s(?:cho|nam \d|giai doan|tu nam|doi voi|va tien|cac ca nhan|thuoc|ve)\b",
        start + 1,
    )
    return max(at_least, stop.start()) if stop else max(at_least, len(flow.plain))


def _printed_name(cut: Cut) -> str:
    return cut.text.strip("“”\"'. ")


def _period(case: Case) -> tuple[Said, ...]:
    """Years of the achievement, e.g. 2023, 2011-2020."""
    flows = [case.words, case.clause] if case.own else [case.clause]
    for flow in flows:
        for match in _PERIOD.finditer(flow.plain):
            cut = flow.cut(*match.span())
            parts = [part for part in match.groups() if part]
            return (Said("achievement_period", "-".join(parts), cut),)
    title = case.paper.title
    titled = _PERIOD.search(title.plain) if title else None
    if title is None or titled is None:
        return ()
    cut = title.flow.cut(title.start + titled.start(), title.start + titled.end())
    period = "-".join(part for part in titled.groups() if part)
    return (Said("achievement_period", period, cut, sure=False),)


def _is_collective(case: Case) -> bool:
    if case.row is not None:
        name = case.row.cell(Role.NAME)
        if name is None or not _COLLECTIVE.match(name.plain):
            return False
        words = name.text.split()
        return any(word.islower() or (word.isupper() and len(word) > 1) for word in words)
    if case.subject is not None and case.subject.honorific is not None:
        return False
    return bool(case.words.find(r"\bcho (?:tap the|phong|so|ban|truong|chi cuc)\b"))
