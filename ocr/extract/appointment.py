"""Leadership posts: bổ nhiệm, bổ nhiệm lại, kéo dài, giao quyền, thôi giữ, từ chức, miễn nhiệm.

Source: domain.md 3.4, phrase bank 4.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ocr.extract.case import Act, Case, Said, effect_of
from ocr.extract.places import post_from, unit_from
from ocr.extract.printed import decimal_of, first_date, term_after
from ocr.flow import Cut, Flow

_HOLDS = r"\b\w?iu (?:\w{1,4} vu|chuc danh|chuc)\s*:?\s+"
_TERM_CUES = (
    r"thoi han (?:giu chuc vu|giu chuc|bo nhiem lai|bo nhiem)|co thoi han|thoi gian giu chuc vu|"
    r"thoi gian bo nhiem|thoi han"
)
_RETIREMENT = r"den (?:khi |thoi diem |luc )?(?:du )?(?:tuoi )?nghi huu"
_NO_POST = re.compile(r"(?:lanh dao|quan ly|do|nay|tren|theo|hien)\b")


def propose_appointment(case: Case) -> Iterator[Act]:
    """Yield the acts of this family that the case announces."""
    if case.cue(r"phe chuan ket qua|ket qua trung tuyen"):
        return
    yield from _appointments(case)
    yield from _acting(case)
    yield from _leaving_posts(case)


def _appointments(case: Case) -> Iterator[Act]:
    extended = case.cue(r"keo dai thoi (?:gian|han) (?:giu|bo nhiem)")
    if extended:
        yield Act("term.extended", case.clause.cut(*extended.span()), _extension(case))
        return
    again = case.cue(r"bo nhiem lai\b")
    if again:
        said = (*_post(case), *_until_retirement(case), *_term(case), *_allowance(case))
        yield Act("reappointment.made", case.clause.cut(*again.span()), (*said, *effect_of(case)))
        return
    made = case.cue(
        r"(?<!mien nhiem, )\bbo nhiem\b(?! vao ngach| chuc danh nghe| ngach| va xep luong)"
    )
    placed = made or case.cue(r"\bdieu dong\b(?!, luan chuyen| va luan chuyen)")
    if placed is None or re.search(r"\bvao ngach\b|chuc danh nghe nghiep", case.clause.plain):
        return
    held = case.words.find(_HOLDS) and not case.cue(r"luan chuyen|biet phai|bai nhiem|thoi giu")
    if not held and not (made and _named_post(case)):
        return
    said = (*_post(case), *_term(case), *_term_label(case), *_allowance(case), *_concurrent(case))
    cue = case.clause.cut(*placed.span())
    yield Act("appointment.made", cue, (*said, *effect_of(case)))


def _named_post(case: Case) -> re.Match[str] | None:
    """ "Bổ nhiệm ông X làm Trưởng phòng", "Bổ nhiệm chức vụ Trưởng phòng đối với ông X"."""
    return case.words.find(
        r"\blam (?=(?:pho )?(?:truong|giam doc|hieu truong|chi cuc|chanh|chu tich|vien truong))"
    ) or case.clause.find(r"bo nhiem (?:lai )?chuc vu ")


def _post(case: Case, *, cue: str = _HOLDS) -> tuple[Said, ...]:
    """Post and unit behind `cue`, on this person's own words or in the article."""
    for flow in (case.words, case.clause):
        match = flow.find(cue)
        if match is None and cue == _HOLDS:
            match = _named_post(case)
            if match is not None and match.string != flow.plain:
                match = None
        if match is not None and not _NO_POST.match(flow.plain, match.end()):
            return _said_post(*post_from(flow, match.end()))
    return ()


def _said_post(post: Cut | None, unit: Cut | None) -> tuple[Said, ...]:
    said: list[Said] = []
    if post:
        said.append(Said("post", post.text, post))
    if unit:
        said.append(Said("unit", {"asPrinted": unit.text}, unit))
    return tuple(said)


def _term(case: Case) -> tuple[Said, ...]:
    for flow in (case.words, case.clause, case.rest):
        term = term_after(flow, _TERM_CUES)
        if term:
            return (Said("term_months", term.months, term.cut, sure=term.agrees),)
    return ()


def _term_label(case: Case) -> tuple[Said, ...]:
    """A printed nhiệm kỳ ends the post, not a count of months."""
    match = case.words.find(r"nhiem ky\s+(\d{4}\s*-\s*\d{4})")
    if match is None:
        return ()
    cut = case.words.cut(*match.span(1))
    return (Said("term_label", cut.text, cut),)


def _allowance(case: Case) -> tuple[Said, ...]:
    cue = (
        r"phu cap (?:chuc vu|lanh dao)(?: lanh dao)?(?:,? (?:he so|la|muc|bang|moi))*"
        r"\s*:?\s*(\d[.,]\d{1,2})"
    )
    for flow in (case.words, case.rest):
        match = flow.find(cue)
        if match:
            cut = flow.cut(*match.span(1))
            value = decimal_of(cut.text) or decimal_of(cut.text + "0")
            if value is not None:
                return (Said("post_allowance", str(value), cut),)
    return ()


def _concurrent(case: Case) -> tuple[Said, ...]:
    match = case.words.find(r"\bkiem (?:nhiem|giu|chuc)")
    return (Said("concurrent", True, case.words.cut(*match.span())),) if match else ()


def _until_retirement(case: Case) -> tuple[Said, ...]:
    for flow in (case.words, case.rest):
        match = flow.find(_RETIREMENT)
        if match:
            return (Said("until_retirement", True, flow.cut(*match.span())),)
    return ()


def _extension(case: Case) -> tuple[Said, ...]:
    return (
        *_post(case),
        *_until_retirement(case),
        *last_day(case.words),
        *_term(case),
        *effect_of(case),
    )


def last_day(flow: Flow) -> tuple[Said, ...]:
    """ "đến hết ngày 28/02/2026", "từ ngày … đến ngày …": inclusive as printed."""
    match = flow.find(r"\bden (?:het )?(?=ngay\s+\d)")
    found = first_date(flow, match.end(), match.end() + 40) if match else None
    if found is None or found.value.day is None:
        return ()
    return (Said("last_day", str(found.value), found.cut, sure=found.certain),)


def _acting(case: Case) -> Iterator[Act]:
    quyen = case.clause.find(
        r"\bgiao(?: giu)? quyen\s+(?=(?:chuc vu )?(?:giam|truong|chu|hieu|chi|chanh|vien|cuc|bi))"
    ) or (case.cue(r"\bgiao\b") and case.clause.find(r"\bgiu quyen\s+"))
    if quyen:
        post, unit = post_from(case.clause, quyen.end())
        mode = Said("mode", "ACTING_Q", case.clause.cut(*quyen.span()))
        cue = case.clause.cut(*quyen.span())
        yield Act("acting.assigned", cue, (mode, *_said_post(post, unit), *effect_of(case)))
        return
    giao = case.cue(r"\bgiao\b", within=40)
    charge = giao and case.clause.find(
        r"\b(?:phu trach|dieu hanh)(?:, (?:phu trach|dieu hanh))?\s+"
    )
    if not charge:
        return
    cue = case.clause.cut(*charge.span())
    unit = unit_from(case.clause, charge.end())
    said = [Said("mode", "IN_CHARGE", cue)]
    if unit:
        said.append(Said("unit", {"asPrinted": unit.text}, unit))
    yield Act("acting.assigned", cue, (*said, *last_day(case.clause), *effect_of(case)))


def _leaving_posts(case: Case) -> Iterator[Act]:
    clause = case.clause
    resigned = clause.find(r"\b(?:tu chuc)\b")
    relieved = clause.find(r"\bthoi (?:giu )?(?:chuc vu|chuc|nhiem vu)\b")
    told = resigned or relieved
    if told:
        cue = clause.cut(*told.span())
        topic = "resignation.accepted" if resigned else "post.relieved"
        post = _post(case, cue=r"\bthoi (?:giu )?(?:chuc vu|chuc)\s+") or _post(
            case, cue=r"\btu chuc,?\s+(?:chuc vu )?(?=[a-z])"
        )
        yield Act(topic, cue, (*post, *_why(case), *effect_of(case)))
    dismissed = case.cue(r"\bmien nhiem\s+(?:chuc vu|chuc danh|chuc)?\s*")
    if dismissed:
        cue = clause.cut(*dismissed.span())
        yield Act("dismissal.made", cue, (*_dismissed_post(case), *_ground(case), *effect_of(case)))


def _dismissed_post(case: Case) -> tuple[Said, ...]:
    """ "Miễn nhiệm chức vụ X đối với ông …", or "Miễn nhiệm ông …, chức vụ X"."""
    direct = case.clause.find(r"\bmien nhiem\s+(?:chuc vu|chuc danh|chuc)\s+")
    later = case.clause.find(r"(?:chuc vu|giu chuc|chuc danh)\s+", case.head_end)
    match = direct or later
    return _said_post(*post_from(case.clause, match.end())) if match else ()


def _ground(case: Case) -> tuple[Said, ...]:
    """NEW_DUTY is no sanction; another printed reason stays as it is."""
    new = case.clause.find(
        r"\b(?:de )?(?:nhan|bo nhiem|chuyen) (?:nhiem vu|cong tac|giu chuc)(?: moi| khac)?"
    )
    if new:
        return (Said("ground", "NEW_DUTY", case.clause.cut(*new.span())),)
    why = case.clause.find(r"\bdo (?=(?:vi pham|khong|bi|co)\b)[^.;]+?(?=,? ke tu|[.;]|$)")
    if why is None:
        return ()
    cut = case.clause.cut(*why.span())
    return (Said("ground", cut.text, cut),)


def _why(case: Case) -> tuple[Said, ...]:
    """The printed reason: wish, health, a new duty."""
    match = case.clause.find(
        r"\b(?:theo nguyen vong[a-z ]*?|vi ly do [a-z ]+?|de nhan nhiem vu(?: moi| khac)?|"
        r"de (?:chuyen|nghi) [a-z ]+?)(?=,? ke tu|[.;,]|$)"
    )
    if match is None:
        return ()
    cut = case.clause.cut(*match.span())
    return (Said("reason", cut.text, cut),)
