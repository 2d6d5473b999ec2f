"""R-IDN: whose paper it is, and what the numbers of a person say.

A name alone never makes two records one person (R-IDN-01).

Source: domain.md 1.2, 4.6, 4.7.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from domain.events.entry import (
    IdentityMerged,
    IdentityRecorded,
    ProbationStarted,
    ReceptionMade,
    RecruitmentMade,
)
from domain.events.envelope import PersonnelClass, Subject
from domain.intervals import plus_months
from domain.people import (
    Gender,
    Identifier,
    PersonName,
    check_identifier,
    exact_key,
    name_key,
    read_cccd,
)
from domain.rules.case import CIVIL, Case
from domain.rules.finding import Finding, Severity
from domain.state import Identity

LAW_80_2025 = date(2025, 7, 1)
_ADULT_MONTHS = 18 * 12


class Ground(StrEnum):
    """Why a printed person may be a known one, the strongest first; the rest is for a human.

    CONFLICT: the birth dates or identifiers differ, whatever the name.
    """

    IDENTIFIER = "IDENTIFIER"
    NAME_AND_BIRTH = "NAME_AND_BIRTH"
    NAME_AND_UNIT = "NAME_AND_UNIT"
    NAME_ONLY = "NAME_ONLY"
    OTHER_NAME = "OTHER_NAME"
    CONFLICT = "CONFLICT"

    @property
    def is_enough(self) -> bool:
        """False: candidates are shown to a person, nothing is bound by the machine."""
        return self in (Ground.IDENTIFIER, Ground.NAME_AND_BIRTH)


def names_of(identity: Identity) -> tuple[str, ...]:
    """Every name that the person bears or bore."""
    full = (identity.full_name,) if identity.full_name else ()
    return (*full, *identity.other_names, *identity.former_names)


def ground_of(
    subject: Subject,
    identity: Identity,
    *,
    identifiers: tuple[Identifier, ...] = (),
    unit_agrees: bool = False,
) -> Ground:
    """Compare the person of a paper with a known one. `identifiers` are those on the paper.

    `unit_agrees`: the person was in the printed unit on the day of the paper.
    """
    ours = {(one.kind, one.value) for one in identity.identifiers}
    theirs = {(one.kind, one.value) for one in identifiers}
    if ours & theirs:
        return Ground.IDENTIFIER
    born, printed = identity.birth_date, subject.dob
    if born is not None and printed is not None and not born.agrees_with(printed):
        return Ground.CONFLICT
    if name_key(subject.name) not in {name_key(name) for name in names_of(identity)}:
        return Ground.OTHER_NAME
    if born is not None and printed is not None:
        return Ground.NAME_AND_BIRTH
    return Ground.NAME_AND_UNIT if unit_agrees else Ground.NAME_ONLY


def check_merge(one: Identity, other: Identity) -> tuple[Finding, ...]:
    """R-IDN-01 BLOCK: two streams that share a name, and neither an identifier nor a birth date."""
    shared = {(i.kind, i.value) for i in one.identifiers} & {
        (i.kind, i.value) for i in other.identifiers
    }
    if shared:
        return ()
    same_name = {name_key(name) for name in names_of(one)} & {
        name_key(name) for name in names_of(other)
    }
    births = (one.birth_date, other.birth_date)
    same_birth = None not in births and births[0] == births[1]
    if same_name and same_birth:
        return ()
    code = "R-IDN-01.nameAlone" if same_name else "R-IDN-01.nothingShared"
    return (Finding(rule="R-IDN-01", severity=Severity.BLOCK, code=code),)


def identity_findings(case: Case) -> Iterator[Finding]:
    yield from _subject(case)
    match case.event:
        case IdentityRecorded():
            yield from _numbers(case, case.event)
        case IdentityMerged():
            if case.event.other_person_id == case.event.person_id:
                yield case.found("R-IDN-01.same", Severity.BLOCK, field="other_person_id")
        case RecruitmentMade() | ReceptionMade():
            yield from _of_age(case)
            yield from _probation(case)
        case ProbationStarted():
            yield from _probation(case)
        case _:
            return


def _subject(case: Case) -> Iterator[Finding]:
    """R-IDN-01: the paper names somebody else, or somebody born on another day."""
    subject, identity = case.event.subject_as_printed, case.identity
    if subject is None or identity.full_name is None or isinstance(case.event, IdentityRecorded):
        return
    by = identity.because.get("full_name", ())
    names = names_of(identity)
    if name_key(subject.name) not in {name_key(name) for name in names}:
        yield case.warn("R-IDN-01.otherName", field="subject_as_printed.name", by=by)
    elif exact_key(subject.name) not in {exact_key(name) for name in names}:
        yield case.found("R-IDN-01.marks", Severity.INFO, field="subject_as_printed.name", by=by)
    born = identity.birth_date
    if born is not None and subject.dob is not None and not born.agrees_with(subject.dob):
        yield case.warn(
            "R-IDN-01.otherBirth",
            field="subject_as_printed.dob",
            by=identity.because.get("birth_date", ()),
            printed=str(subject.dob),
            known=str(born),
        )
    hint = _hint(subject)
    if hint is not None and identity.gender is not None and hint is not identity.gender:
        yield case.warn(
            "R-IDN-02.honorific", field="subject_as_printed.honorific", honorific=subject.honorific
        )


def _hint(subject: Subject) -> Gender | None:
    if not subject.honorific:
        return None
    try:
        return PersonName.of(f"{subject.honorific} {subject.name}").gender_hint
    except ValueError:
        return None


def _numbers(case: Case, event: IdentityRecorded) -> Iterator[Finding]:
    """R-IDN-02: form and digits of the identifiers. Never mended, at most suggested."""
    on = case.scanned_on or case.issued or case.on or date.max
    for identifier in event.identifiers:
        faults = check_identifier(
            identifier, gender=event.gender, birth_date=event.birth_date, on=on
        )
        reading = read_cccd(identifier.value)
        for fault in faults:
            yield case.warn(
                f"R-IDN-02.{_CODES[fault.value]}",
                field="identifiers",
                kind=identifier.kind.value,
                year=reading.birth_year if reading else None,
                province=reading.province_code if reading else None,
            )


_CODES = {
    "LENGTH": "length",
    "LOST_ZERO": "lostZero",
    "PROVINCE": "province",
    "FUTURE": "future",
    "GENDER": "gender",
    "BIRTH_YEAR": "birthYear",
}


def _of_age(case: Case) -> Iterator[Finding]:
    """R-ENT-01: recruited at 18 or older; refused from Law 80/2025 on, a warning before."""
    born = case.identity.birth_date
    if born is None or case.on is None or case.key_date is None:
        return
    if plus_months(born.first_day, _ADULT_MONTHS) <= case.on:
        return
    severity = Severity.BLOCK if case.key_date >= LAW_80_2025 else Severity.WARN
    yield case.found(
        "R-ENT-01.underAge",
        severity,
        field="effective_date",
        law="Luật 80/2025/QH15" if severity is Severity.BLOCK else "Luật 22/2008/QH12",
        by=case.identity.because.get("birth_date", ()),
    )


def _probation(case: Case) -> Iterator[Finding]:
    """R-ENT-02: no probation of công chức from 1/7/2025, of viên chức from 1/7/2026."""
    event, kind = case.event, case.personnel_class
    match event:
        case RecruitmentMade():
            kind = event.personnel_class
            on_trial = bool(event.probation_months)
        case ProbationStarted():
            on_trial = True
        case _:
            return
    if not on_trial or case.on is None:
        return
    employees_until = case.switches.probation_of_employees_until
    if kind in CIVIL and case.on >= LAW_80_2025:
        yield case.warn("R-ENT-02.civil", law="NĐ 170/2025/NĐ-CP Điều 70 khoản 4")
    elif (
        kind is PersonnelClass.VIEN_CHUC
        and employees_until is not None
        and case.on >= employees_until
    ):
        yield case.warn("R-ENT-02.employee", law="NĐ 259/2026/NĐ-CP")
