"""R-IDN: whose paper it is; R-ENT: of age, and without a probation that the law has ended."""

import pytest

from domain.dates import PartialDate
from domain.events.envelope import Subject
from domain.people import Identifier, IdentifierKind
from domain.rules.finding import Severity
from domain.rules.identity import Ground, check_merge, ground_of
from domain.rules.switches import Switches
from domain.state import Identity
from tests.kit.careers import PERSON, named
from tests.kit.verdicts import codes, findings, one, paper, person, recruited, severity_of


def card(value: str = "024080000123") -> Identifier:
    return Identifier(kind=IdentifierKind.CCCD, value=value)


def known(
    name: str = "Nguyễn Văn An", born: str | None = "1980-05-20", *cards: str, former: str = ""
) -> Identity:
    return Identity(
        full_name=name,
        former_names=(former,) if former else (),
        birth_date=PartialDate.parse(born) if born else None,
        identifiers=tuple(card(one) for one in cards),
    )


def printed(name: str, born: str | None = None) -> Subject:
    return Subject(name=name, dob=PartialDate.parse(born) if born else None)


# Grounds


@pytest.mark.parametrize(
    ("subject", "ground"),
    [
        (printed("NGUYỄN VĂN AN", "1980-05-20"), Ground.NAME_AND_BIRTH),
        (printed("Nguyen Van An", "1980"), Ground.NAME_AND_BIRTH),
        (printed("Nguyễn Văn An"), Ground.NAME_ONLY),
        (printed("Nguyễn Văn An", "1981-05-20"), Ground.CONFLICT),
        (printed("Nguyễn Văn Anh", "1980-05-20"), Ground.OTHER_NAME),
    ],
)
def test_r_idn_01_a_name_alone_is_not_enough(subject: Subject, ground: Ground):
    found = ground_of(subject, known())

    assert found is ground
    assert found.is_enough is (ground is Ground.NAME_AND_BIRTH)


def test_r_idn_01_an_identifier_is_enough_whatever_the_name():
    found = ground_of(
        printed("Nguyễn Thị Ánh"), known("Lò Thị A", None, "024080000123"), identifiers=(card(),)
    )

    assert found is Ground.IDENTIFIER


def test_r_idn_01_name_and_unit_make_a_candidate_and_no_more():
    found = ground_of(printed("Nguyễn Văn An"), known(), unit_agrees=True)

    assert found is Ground.NAME_AND_UNIT
    assert not found.is_enough


def test_r_idn_01_a_former_name_is_the_persons_too():
    found = ground_of(printed("Nguyễn Văn Ân", "1980"), known(former="Nguyễn Văn Ân"))

    assert found is Ground.NAME_AND_BIRTH


@pytest.mark.parametrize(
    ("one_side", "other_side", "code"),
    [
        (known(born=None), known(born=None), "R-IDN-01.nameAlone"),
        (known(), known(born="1981-05-20"), "R-IDN-01.nameAlone"),
        (known(), known(born=None), "R-IDN-01.nameAlone"),
        (known(), known("Trần Văn B", "1975"), "R-IDN-01.nothingShared"),
        (known(), known(), None),
        (known("A", None, "024080000123"), known("B", None, "024080000123"), None),
    ],
)
def test_r_idn_01_two_records_are_not_made_one_on_a_name(
    one_side: Identity, other_side: Identity, code: str | None
):
    found = check_merge(one_side, other_side)

    assert codes(found) == ([code] if code else [])
    assert all(finding.severity is Severity.BLOCK for finding in found)


def test_r_idn_01_nobody_is_merged_with_himself():
    merge = paper("identity.merged", "m", "2020-01-01", other_person_id=PERSON)

    assert severity_of(findings(merge, person()), "R-IDN-01.same") is Severity.BLOCK


# The person printed on a paper


def moved(name: str, *, honorific: str | None = None, born: str | None = None):
    dob = PartialDate.parse(born) if born else None
    subject = Subject(honorific=honorific, name=name, dob=dob)
    return paper("transfer.made", "x", "2020-03-01", to_unit="Sở Y tế", subject_as_printed=subject)


@pytest.mark.parametrize(
    ("name", "honorific", "born", "found"),
    [
        ("Nguyễn Văn An", "ông", "1980-05-20", []),
        ("NGUYỄN VĂN AN", None, "1980", []),
        ("Nguyễn Văn Ân", None, None, ["R-IDN-01.marks"]),
        ("Trần Văn Bình", None, None, ["R-IDN-01.otherName"]),
        ("Nguyễn Văn An", None, "1980-05-21", ["R-IDN-01.otherBirth"]),
        ("Nguyễn Văn An", "bà", None, ["R-IDN-02.honorific"]),
        ("Nguyễn Văn An", "đồng chí", None, []),
    ],
)
def test_r_idn_01_the_person_on_the_paper_is_the_one_of_the_record(
    name: str, honorific: str | None, born: str | None, found: list[str]
):
    event = moved(name, honorific=honorific, born=born)

    assert codes(findings(event, person(), recruited()), rule="R-IDN") == found


def test_r_idn_01_a_lost_mark_is_said_and_not_warned_of():
    found = findings(moved("Nguyen Van An"), person(), recruited())

    assert severity_of(found, "R-IDN-01.marks") is Severity.INFO


# R-IDN-02


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("024080000123", None),
        ("003080000123", "R-IDN-02.province"),
        ("024280000123", "R-IDN-02.future"),
        ("024180000123", "R-IDN-02.gender"),
        ("024081000123", "R-IDN-02.birthYear"),
        ("24080000123", "R-IDN-02.lostZero"),
        ("0240800001", "R-IDN-02.length"),
    ],
)
def test_r_idn_02_a_card_number_agrees_with_its_holder(value: str, code: str | None):
    found = findings(person(identifiers=(card(value),)))

    assert codes(found, rule="R-IDN-02") == ([code] if code else [])
    assert all(one.severity is Severity.WARN for one in found)


def test_r_idn_02_the_number_itself_stays_out_of_the_finding():
    found = one(findings(person(identifiers=(card("003080000123"),))), "R-IDN-02.province")

    assert found.values == {"kind": "CCCD", "year": 1980, "province": "003"}
    assert found.field == "identifiers"


# R-ENT-01


@pytest.mark.parametrize(
    ("born", "hired", "severity"),
    [
        ("2007-07-01", "2025-07-01", None),
        ("2007-07-02", "2025-07-01", Severity.BLOCK),
        ("2007-06-30", "2025-06-30", None),
        ("2007-07-01", "2025-06-30", Severity.WARN),
        ("1970-01-01", "1987-06-01", Severity.WARN),
        ("2007", "2025-07-01", None),
    ],
)
def test_r_ent_01_who_is_recruited_is_eighteen(born: str, hired: str, severity: Severity | None):
    found = findings(recruited(hired), person(born=born))

    assert severity_of(found, "R-ENT-01.underAge") is severity


# R-ENT-02


@pytest.mark.parametrize(
    ("kind", "on", "code"),
    [
        ("CONG_CHUC", "2025-06-30", None),
        ("CONG_CHUC", "2025-07-01", "R-ENT-02.civil"),
        ("VIEN_CHUC", "2025-07-01", None),
        ("VIEN_CHUC", "2026-06-30", None),
        ("VIEN_CHUC", "2026-07-01", "R-ENT-02.employee"),
    ],
)
def test_r_ent_02_probation_ends_with_the_new_laws(kind: str, on: str, code: str | None):
    event = paper(
        "recruitment.made",
        "hired",
        on,
        personnel_class=kind,
        unit="Sở Nội vụ",
        probation_months=12,
    )

    assert codes(findings(event, person()), rule="R-ENT-02") == ([code] if code else [])


def test_r_ent_02_a_probation_apart_is_judged_by_the_class_held():
    before = (person(), recruited("2025-06-01"))
    event = paper("probation.started", "p", "2025-08-01", months=12)

    assert codes(findings(event, *before), rule="R-ENT-02") == ["R-ENT-02.civil"]


def test_r_ent_02_what_nobody_verified_is_switched_off():
    event = paper("probation.started", "p", "2026-08-01", months=12)
    before = (person(), recruited("2026-06-01", "VIEN_CHUC"))

    off = findings(event, *before, switches=Switches(probation_of_employees_until=None))

    assert codes(findings(event, *before), rule="R-ENT-02") == ["R-ENT-02.employee"]
    assert codes(off, rule="R-ENT-02") == []


def test_a_person_without_a_recorded_name_is_not_compared():
    assert codes(findings(moved("Trần Văn Bình"), recruited()), rule="R-IDN-01") == []
    assert named("x") == moved("Trần Văn Bình").event_id
