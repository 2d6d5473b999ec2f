"""Where a post or a unit begins and ends in a sentence.

A unit begins with a capital ("Phòng Nội vụ"), a post's own words do not ("Trưởng phòng Nội vụ").
A comma before a small letter belongs to the name ("Phòng Công chức, viên chức").
"""

from __future__ import annotations

import re

from ocr.flow import Cut, Flow

_UNIT_WORDS = (
    r"(?:so|phong|ban|chi cuc|cuc|tong cuc|trung tam|truong|van phong|thanh tra|ubnd|hdnd|uy ban|"
    r"hoi dong nhan dan|tinh uy|huyen uy|thanh uy|thi uy|quan uy|dang uy|benh vien|bo|doan|hoi|"
    r"quy|kho bac|bao hiem|toa an|vien|tram|dai|bao tang|thu vien|hoc vien|mat tran|lien doan|"
    r"lien minh|cong ty|nha van hoa|xa|huyen)"
)
_UNIT = re.compile(rf"\b{_UNIT_WORDS}\b(?! truong\b| pho\b| vien\b| chinh vien\b)")
_OF_A_POST = re.compile(r"(?:\bchanh|\bpho chanh|\bpho|\btruong)\s+$")
_END = re.compile(
    r"[;]|(?<!\btp)(?<!\btx)\.(?=\s|$)|\(|:|,?\s+(?:ke tu|tu ngay|tinh tu|thoi gian|thoi han|"
    r"thoi diem|nhiem ky|theo (?:nguyen|quy|de|yeu|che|nhu|dieu|phan|ket|don)|va giu|va bo nhiem|"
    r"va tiep nhan|"
    r"va xep|va phan cong|giu chuc|giu |de (?:nhan|giai|nghi|bo|giu|thuc)|cho den|co thoi han|"
    r"trong thoi|"
    r"chi dinh|doi voi|tiep tuc|huong (?:luong|phu)|duoc |den (?:cong tac|nhan|lam|het|ngay)|da co|"
    r"ve (?:cong tac|nhan|so|phong)|sang |tu (?:ngay|phong|so|ban)|do (?:da|bi|co|yeu)|vi (?:co|"
    r"da|ly)|"
    r"het thoi|chiu trach|thay (?:ong|ba|the|dong)|cho (?:ong|ba|dong chi)|hien |lam nhiem|"
    r"phu trach|"
    r"co hieu luc|nhu sau|gioi thieu|va (?:ong|ba) |xep (?=luong|ngach|bac|he)|bac \d|he so|"
    r"de hoc tap)\b"
)


def end_of_place(flow: Flow, start: int, stop: int | None = None) -> int:
    """Where the name of a post or unit that begins at `start` ends."""
    limit = len(flow.plain) if stop is None else stop
    match = _END.search(flow.plain, start, limit)
    return match.start() if match else limit


def unit_from(flow: Flow, start: int, stop: int | None = None) -> Cut | None:
    """The unit named from `start` on: "Phòng Thanh tra, Sở Nội vụ"."""
    cut = flow.cut(start, end_of_place(flow, start, stop))
    return cut if cut and len(cut.text) > 1 else None


def unit_within(flow: Flow, start: int, stop: int) -> Cut | None:
    """The first unit that begins within `[start, stop)`, to the end of that stretch."""
    for match in _UNIT.finditer(flow.plain, start, stop):
        if not flow.text[match.start()].isupper():
            continue
        if match.group() == "truong" and flow.text[match.start() : match.end()].lower() != "trường":
            continue  # "Trưởng phòng" and the surname Trương
        if _OF_A_POST.search(flow.plain[start : match.start()]):
            continue
        return flow.cut(match.start(), stop)
    return None


def post_from(flow: Flow, start: int, stop: int | None = None) -> tuple[Cut | None, Cut | None]:
    """The post named from `start` on, and the unit set off by a comma behind it."""
    end = end_of_place(flow, start, stop)
    for match in re.finditer(r",\s*", flow.text[start:end]):
        after = start + match.end()
        if after < end and flow.text[after].isupper():
            post, unit = flow.cut(start, start + match.start()), flow.cut(after, end)
            return (post or None), (unit or None)
    post = flow.cut(start, end)
    return (post or None), None
