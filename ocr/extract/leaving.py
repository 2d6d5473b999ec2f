"""Leaving service: thông báo nghỉ hưu, nghỉ hưu, thôi việc. Source: domain.md 3.11, 4.5."""

from __future__ import annotations

from collections.abc import Iterator

from ocr.extract.case import Act, Case, Said, effect_of
from ocr.extract.printed import since
from ocr.flow import Cut

_RETIRES = (
    r"\bnghi viec de huong (?:che do )?(?:bao hiem xa hoi|huu tri|che do)|"
    r"\bnghi huu(?: truoc tuoi)?\b|"
    r"\bnghi viec huong (?:che do )?(?:bao hiem|huu)|\bnghi cong tac[a-z ,]* huu"
)


def propose_leaving(case: Case) -> Iterator[Act]:
    """Yield the acts of this family that the case announces."""
    clause = case.clause
    if clause.find(
        r"keo dai thoi gian|giu chuc vu[a-z ,]+den[a-z ]+nghi huu|nang bac luong|\bbo nhiem\b"
    ):
        return
    notice = case.cue(r"\bthong bao\b", within=60)
    retires = clause.find(_RETIRES)
    if notice and retires:
        yield Act("retirement.noticed", clause.cut(*retires.span()), _noticed(case))
    elif retires and not case.cue(r"\bky luat\b"):
        yield Act("retirement.decided", clause.cut(*retires.span()), _decided(case))
    else:
        yield from _terminated(case)


def _noticed(case: Case) -> tuple[Said, ...]:
    found = since(case.clause)
    said: list[Said] = []
    if found and found.date and found.date.value.day is not None:
        said.append(Said("pension_from", str(found.date.value), found.date.cut))
    return (*said, *effect_of(case))


def _decided(case: Case) -> tuple[Said, ...]:
    said: list[Said] = []
    if case.subject is not None and case.subject.unit:
        unit = case.subject.unit
        said.append(Said("unit", {"asPrinted": unit.text}, unit))
    lives = _residence(case)
    if lives:
        said.append(Said("residence", lives.text.rstrip("."), lives))
    early = case.clause.find(r"nghi huu truoc tuoi[^.;]*?(?=,? ke tu|[.;]|$)")
    if early:
        cut = case.clause.cut(*early.span())
        said.append(Said("reason", cut.text, cut))
    return (*said, *effect_of(case))


def _residence(case: Case) -> Cut | None:
    for flow in (case.clause, case.rest):
        cue = flow.find(
            r"\bnoi (?:cu tru|o)(?: sau)?(?: khi)?(?: nghi huu| nghi viec)?\s*:?\s+(?=[a-z])"
        )
        if cue:
            stop = flow.find(r"(?<!\btp)\.(?=\s|$)|;", cue.end())
            return flow.cut(cue.end(), stop.start() if stop else None)
    return None


def _terminated(case: Case) -> Iterator[Act]:
    clause = case.clause
    ended = case.cue(r"\bcham dut hop dong (?:lam viec|lao dong)\b")
    left = clause.find(r"(?<!buoc )\bthoi viec(?: theo nguyen vong(?: ca nhan)?)?")
    if ended:
        cue = clause.cut(*ended.span())
    elif left and case.cue(r"\b(?:cho|giai quyet|dong y|duoc|thoi viec)\b", within=60):
        cue = clause.cut(*left.span())
    else:
        return
    yield Act("service.terminated", cue, (Said("ground", cue.text, cue), *effect_of(case)))
