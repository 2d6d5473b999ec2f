"""Discipline: the forms, tạm đình chỉ công tác, and the revocation of a discipline decision.

Source: domain.md 3.10, phrase bank 4.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import JsonValue

from domain.events.discipline import DisciplineForm
from domain.events.envelope import EffectiveBasis
from domain.tables.discipline import IN_FORCE_MONTHS
from ocr.extract.case import Act, Case, Said, effect_of, said_effect
from ocr.extract.cited import CitedPaper, cited_paper
from ocr.extract.printed import Effect, days_after, since, term_after

_FORMS: tuple[tuple[str, DisciplineForm], ...] = (
    (r"xoa tu cach", DisciplineForm.XOA_TU_CACH),
    (r"buoc thoi viec", DisciplineForm.BUOC_THOI_VIEC),
    (r"bai nhiem", DisciplineForm.BAI_NHIEM),
    (r"cach chuc", DisciplineForm.CACH_CHUC),
    (r"giang chuc", DisciplineForm.GIANG_CHUC),
    (r"ha bac luong", DisciplineForm.HA_BAC_LUONG),
    (r"canh cao", DisciplineForm.CANH_CAO),
    (r"khien trach", DisciplineForm.KHIEN_TRACH),
)
_LAPSING = frozenset(
    {
        DisciplineForm.KHIEN_TRACH,
        DisciplineForm.CANH_CAO,
        DisciplineForm.HA_BAC_LUONG,
        DisciplineForm.GIANG_CHUC,
        DisciplineForm.CACH_CHUC,
    }
)
"""Forms that are in force for a time; the others end something for good."""
_IMPOSED = (
    r"\b(?:thi hanh ky luat|xu ly ky luat|ky luat|ap dung hinh thuc|ha bac luong|cach chuc|"
    r"giang chuc|"
    r"buoc thoi viec|bai nhiem|khien trach|canh cao|xoa tu cach)\b"
)
_TAKEN_BACK = r"\b(?:huy bo|thu hoi|bai bo)\s+quyet dinh"
_SERVED = r"thoi (?:gian|han) (?:thi hanh )?(?:quyet dinh )?ky luat(?: la)?"


def propose_discipline(case: Case) -> Iterator[Act]:
    """Yield the acts of this family that the case announces."""
    suspended = case.cue(r"\btam dinh chi(?: cong tac| chuc vu)?\b")
    if suspended:
        ended = case.cue(r"\b(?:ket thuc|huy bo|cham dut|thoi)\b", within=40)
        topic = "suspension.ended" if ended else "suspension.started"
        said = () if ended else tuple(_suspension(case))
        yield Act(topic, case.clause.cut(*suspended.span()), (*said, *effect_of(case)))
        return
    imposed = case.cue(_IMPOSED, within=120)
    if imposed is None or case.cue(r"\bkeo dai thoi\b|\bdua ra khoi\b"):
        return
    found = _form(case)
    if found is None:
        return
    form, span = found
    cue = case.clause.cut(*imposed.span())
    said = (
        Said("form", form.value, case.clause.cut(*span)),
        *_violation(case),
        *_months(case, form),
        *_stripped(case, form),
        *_effect(case),
    )
    yield Act("discipline.imposed", cue, said)
    if form is DisciplineForm.BUOC_THOI_VIEC:
        named = case.clause.cut(*span)
        ground = Said("ground", named.text, named)
        yield Act("service.terminated", named, (ground, *_effect_alone(case)))


def propose_discipline_revoked(case: Case) -> Iterator[Act]:
    """Hủy bỏ, thu hồi a decision on discipline."""
    taken = case.cue(_TAKEN_BACK, within=60)
    if taken is None or not case.clause.find(r"\bky luat\b"):
        return
    paper = cited_paper(case.clause)
    said = (Said("revoked_no", paper.number.full_no, paper.cut),) if paper else ()
    yield Act("discipline.revoked", case.clause.cut(*taken.span()), (*said, *effect_of(case)))


def _form(case: Case) -> tuple[DisciplineForm, tuple[int, int]] | None:
    """The form named before the reason: what was done is not what is done about it."""
    why = case.clause.find(r"\b(?:do|vi) (?:da |co |bi )")
    end = why.start() if why else None
    for pattern, form in _FORMS:
        match = case.clause.find(rf"\b{pattern}\b", 0, end)
        if match:
            return form, match.span()
    return None


def _violation(case: Case) -> tuple[Said, ...]:
    match = case.clause.find(
        r"\b(?:do|vi) (?:da )?(?:co )?(?P<v>(?:hanh vi )?(?:vi pham|khuyet diem|khong|gay)[^;]*?)"
        r"(?=; |\.(?:\s|$)|,? thoi (?:han|gian) (?:thi hanh )?ky luat|$)"
    )
    if match is None:
        return ()
    cut = case.clause.cut(*match.span("v"))
    text = cut.text.rstrip(".")
    return (Said("violation", text, cut),)


def _months(case: Case, form: DisciplineForm) -> tuple[Said, ...]:
    for flow in (case.words, case.clause, case.rest):
        term = term_after(flow, _SERVED)
        if term:
            return (Said("duration_months", term.months, term.cut, sure=term.agrees),)
    # R-DIS-04: in force twelve months where the paper does not say
    return (Said("duration_months", IN_FORCE_MONTHS, None, sure=False),) if form in _LAPSING else ()


def _stripped(case: Case, form: DisciplineForm) -> tuple[Said, ...]:
    """ "xóa tư cách chức vụ Chủ tịch UBND huyện nhiệm kỳ 2011 - 2016"."""
    match = case.clause.find(r"xoa tu cach(?: chuc vu| chuc danh)?\s+")
    if form is not DisciplineForm.XOA_TU_CACH or match is None:
        return ()
    stop = case.clause.find(r"\s(?:doi voi|cua ong|cua ba)\b|[.;]", match.end())
    whole = case.clause.cut(match.end(), stop.start() if stop else None)
    posts: list[JsonValue] = []
    for part in re.finditer(
        r"(?P<post>[^,]+?)\s*,?\s*(?:nhiem ky|giai doan)\s+(?P<a>\d{4})\s*-\s*(?P<b>\d{4})",
        whole.plain,
    ):
        begin = whole.start + part.start("post")
        post = whole.flow.cut(begin, whole.start + part.end("post")).text
        posts.append({"post": post, "from_": part["a"], "to": part["b"]})
    if not posts:
        posts.append({"post": whole.text, "from_": None, "to": None})
    return (Said("stripped_posts", posts, whole),)


def _effect(case: Case) -> tuple[Said, ...]:
    party = _party_paper(case)
    if party is None:
        return _effect_alone(case)
    number = Said("party_decision_no", party.number.full_no, party.cut)
    effect = Effect(party.dated, EffectiveBasis.PARTY_DECISION, party.cut)
    return (number, *said_effect(case, effect))


def _effect_alone(case: Case) -> tuple[Said, ...]:
    """The act's own date; else that of the time it is served; else the paper's."""
    own = since(case.clause)
    if own is None:
        served = case.rest.find(_SERVED)
        own = since(case.rest, served.end(), served.end() + 90) if served else None
    return said_effect(case, own) if own else effect_of(case)


def _party_paper(case: Case) -> CitedPaper | None:
    """ "tính từ ngày công bố Quyết định số 727-QĐ/TU ngày …" (R-DIS-05)."""
    for flow in (case.clause, case.rest):
        cue = flow.find(
            r"(?:tinh tu|ke tu|\btu) ngay (?:cong bo|co hieu luc cua|ban hanh|"
            r"cua)?\s*(?=quyet dinh so)"
        )
        paper = cited_paper(flow, cue.end()) if cue else None
        if paper is not None:
            return paper
    return None


def _suspension(case: Case) -> Iterator[Said]:
    days = days_after(case.clause, r"thoi (?:han|gian)(?: la)?")
    if days:
        yield Said("term_days", days[0], days[1])
    for flow in (case.clause, case.rest):
        percent = flow.find(r"\bhuong\s+(\d{1,3})\s?%")
        if percent:
            cut = flow.cut(*percent.span(1))
            yield Said("pay_percent", int(cut.text), cut)
            return
