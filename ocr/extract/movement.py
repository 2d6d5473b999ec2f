"""Movement: điều động, luân chuyển, biệt phái, chuyển đổi vị trí, phân công, bố trí lại.

Source: domain.md 3.5, phrase bank 4.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ocr.extract.appointment import last_day
from ocr.extract.case import Act, Case, Said, effect_of
from ocr.extract.places import end_of_place, post_from, unit_from
from ocr.extract.printed import term_after
from ocr.flow import Cut, Flow
from ocr.tables import Role

_TO = (
    r"(?:\bden|\bve)\s+(?:nhan\s+)?(?:(?:cong tac|lam viec|nhiem vu|nhan nhiem vu)\s+)?(?:tai\s+)?"
    r"(?!khi\b|het\b|ngay\b|thoi\b|nay\b|viec\b)(?=[a-z])"
)
_TERM_CUES = (
    r"thoi (?:gian|han) (?:luan chuyen|biet phai)|co thoi han|thoi han(?! bo nhiem| giu)|"
    r"thoi gian(?! bo nhiem| giu)|\bthem|"
    r"gia han[a-z ]*"
)
_POSITION = r"\bchuyen doi vi tri cong tac\b"
_SECONDED = r"\bbiet phai\b"


def propose_movement(case: Case) -> Iterator[Act]:
    """Yield the acts of this family that the case announces."""
    position = case.clause.find(_POSITION)
    placed = case.cue(r"sap xep, bo tri|bo tri, sap xep|bo tri cong tac")
    rotated = case.cue(r"\bluan chuyen\b")
    if case.cue(_SECONDED):
        yield from _secondment(case)
    elif rotated and not case.cue(r"\bket thuc\b"):
        yield _rotation(case, rotated)
    elif position and (case.cue(_POSITION) or case.cue(r"\bdieu dong\b")):
        yield _position_rotation(case, position)
    elif placed:
        yield _placement(case, placed)
    else:
        yield from _transfer(case)
        yield from _assignment(case)


def to_unit(flow: Flow, start: int = 0) -> Cut | None:
    """The unit behind "đến công tác tại", "về", "sang", "trở lại"."""
    for pattern in (_TO, r"\bsang\s+(?!vi tri)(?=[a-z])", r"\btro (?:lai|ve)\s+"):
        match = flow.find(pattern, start)
        if match:
            return unit_from(flow, match.end())
    return None


def _unit_said(field: str, cut: Cut | None) -> tuple[Said, ...]:
    return (Said(field, {"asPrinted": cut.text}, cut),) if cut else ()


def _from_unit(case: Case) -> tuple[Said, ...]:
    """Where the person works: "từ Phòng A sang", or the unit after the name."""
    if case.row is not None:
        old = case.row.cell(Role.OLD_UNIT)
        if old:
            return _unit_said("from_unit", old)
    printed = case.words.find(r"\btu (?=(?:phong|so|ban|truong|van phong|chi cuc|trung tam)\b)")
    if printed:
        end = case.words.find(r"\s(?:sang|den|ve)\s", printed.end())
        if end:
            return _unit_said("from_unit", case.words.cut(printed.end(), end.start()))
    if case.subject is not None:
        return _unit_said("from_unit", case.subject.unit)
    return ()


def _after_person(case: Case) -> int:
    """Where the words on the movement begin, behind what is said of the person."""
    return case.subject.end if case.subject and case.row is None and case.own is None else 0


def _term(case: Case) -> tuple[Said, ...]:
    for flow in (case.words, case.clause):
        term = term_after(flow, _TERM_CUES)
        if term:
            return (Said("term_months", term.months, term.cut, sure=term.agrees),)
    return ()


def _transfer(case: Case) -> Iterator[Act]:
    cue = case.cue(r"\b(?:dieu dong|thuyen chuyen|chuyen cong tac|dieu chuyen|dieu dong, bo tri)\b")
    if cue is None or case.cue(r"\btiep nhan\b"):
        return
    to = _unit_said("to_unit", _row_unit(case) or to_unit(case.words, _after_person(case)))
    said = (*_from_unit(case), *to, *_term(case), *effect_of(case))
    yield Act("transfer.made", case.clause.cut(*cue.span()), said)


def _row_unit(case: Case) -> Cut | None:
    """The new unit, where the list has a column for it beside the old one."""
    if case.row is None or Role.OLD_UNIT not in case.row.table.roles:
        return None
    return case.row.cell(Role.UNIT)


def _rotation(case: Case, cue: re.Match[str]) -> Act:
    holds = case.words.find(r"giu (?:\w{1,4} vu|chuc)\s+")
    post = post_from(case.words, holds.end())[0] if holds else None
    to = _unit_said("to_unit", to_unit(case.words, _after_person(case)))
    said = [*_from_unit(case), *to, *_term(case), *effect_of(case)]
    if post:
        said.append(Said("post", post.text, post))
    return Act("rotation.leader", case.clause.cut(*cue.span()), tuple(said))


def _secondment(case: Case) -> Iterator[Act]:
    cue = case.clause.find(_SECONDED)
    if cue is None:
        return
    named = case.clause.cut(*cue.span())
    if case.cue(r"\bgia han\b"):
        yield Act(
            "secondment.extended", named, (*_term(case), *last_day(case.words), *effect_of(case))
        )
    elif case.cue(r"\b(?:ket thuc|cham dut|thoi biet phai)\b", within=60):
        yield Act("secondment.ended", named, effect_of(case))
    else:
        to = _unit_said("to_unit", to_unit(case.words, _after_person(case)))
        said = (*_from_unit(case), *to, *_term(case), *last_day(case.words), *effect_of(case))
        yield Act("secondment.started", named, said)


def _position_rotation(case: Case, cue: re.Match[str]) -> Act:
    flow = case.words
    start = _after_person(case)
    said = [*_from_unit(case)]
    position = flow.find(r"\bsang (?:vi tri(?: viec lam)?\s*:?\s*)?(?=[a-z])", start)
    if position:
        cut = flow.cut(position.end(), end_of_place(flow, position.end()))
        said.append(Said("job_position", cut.text, cut))
    to = flow.find(_TO, start)
    if to and not position:
        said.extend(_unit_said("to_unit", unit_from(flow, to.end())))
    why = flow.find(r"thuc hien (?:dinh ky )?chuyen doi vi tri cong tac[^.;)]*")
    if why:
        reason = flow.cut(*why.span())
        said.append(Said("reason", reason.text, reason))
    return Act("positionRotation.made", case.clause.cut(*cue.span()), (*said, *effect_of(case)))


def _placement(case: Case, cue: re.Match[str]) -> Act:
    """Sắp xếp, bố trí: a list after a reorganisation, or one person."""
    clause = case.clause
    said: list[Said] = [Said("ground", "REORG", clause.cut(*cue.span()))]
    of = clause.find(r"\b(?:cua|thuoc)\s+(?=[a-z])")
    if of:
        end = clause.find(r"\s(?:co ten|den|theo danh)\b", of.end())
        if end:
            said.extend(_unit_said("from_unit", clause.cut(of.end(), end.start())))
    else:
        said.extend(_from_unit(case))
    listed = case.row.cell(Role.UNIT) if case.row else None
    said.extend(_unit_said("to_unit", to_unit(clause) or listed))
    return Act("placement.changed", clause.cut(*cue.span()), (*said, *effect_of(case)))


def _assignment(case: Case) -> Iterator[Act]:
    """Phân công, bố trí: a duty inside a unit."""
    cue = case.cue(r"\bphan cong\b(?! cong tac doi voi)")
    if cue is None or case.cue(r"\b(?:tiep nhan|dieu dong)\b"):
        return
    flow, start = case.words, _after_person(case)
    said: list[Said] = []
    duty = flow.find(r"\b(?:phu trach|dam nhiem|thuc hien nhiem vu|theo doi)\s+", start)
    if duty:
        stop = flow.find(r"\s(?:thay (?:ong|ba|the|dong)|ke tu|tu ngay)\b|[;.](?=\s|$)", duty.end())
        cut = flow.cut(duty.end(), stop.start() if stop else None)
        said.append(Said("duty", cut.text, cut))
    else:
        said.extend(_unit_said("unit", to_unit(flow, start)))
    yield Act("assignment.made", case.clause.cut(*cue.span()), (*said, *effect_of(case)))
