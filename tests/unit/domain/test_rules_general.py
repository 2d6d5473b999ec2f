"""R-GEN and R-NUM: what a paper must have, its dates, its number."""

from typing import Any
from uuid import UUID

import pytest

from domain.dates import PartialDate
from domain.events.envelope import EffectiveBasis, Recorded
from domain.events.organisation import OrgDissolved, OrgEstablished, OrgEvent, OrgLevel
from domain.evidence import Rank
from domain.organisation import Units
from domain.rules.finding import Severity
from tests.kit.careers import START, named
from tests.kit.verdicts import codes, findings, one, paper, person, recruited, severity_of

SNV = named("Sở Nội vụ")


def units(*events: OrgEvent) -> Units:
    return Units.of(
        Recorded(event=event, stream_id=event.unit_id, version=no, position=no, recorded_at=START)
        for no, event in enumerate(events, start=1)
    )


def begun(on: str, unit_id: UUID = SNV, name: str = "Sở Nội vụ") -> OrgEstablished:
    return OrgEstablished(
        recorded_by=named("archivist"),
        unit_id=unit_id,
        effective_date=PartialDate.parse(on),
        name=name,
        level=OrgLevel.PROVINCE,
    )


def ended(on: str) -> OrgDissolved:
    return OrgDissolved(
        recorded_by=named("archivist"), unit_id=SNV, effective_date=PartialDate.parse(on)
    )


def transfer(name: str = "x", on: str = "2020-03-01", **more: Any):
    return paper("transfer.made", name, on, to_unit="Sở Tài chính", **more)


# R-GEN-01


def test_r_gen_01_a_complete_paper_passes():
    assert codes(findings(transfer(), person(), recruited()), rule="R-GEN") == []


@pytest.mark.parametrize("rank", [Rank.ORIGINAL, Rank.CERTIFIED_COPY, Rank.PLAIN_COPY])
def test_r_gen_01_a_paper_needs_a_number_a_page_and_a_date(rank: Rank):
    bare = transfer(number=None, evidence=rank).model_copy(
        update={"source": None, "issue_date": None, "effective_date": None}
    )

    found = findings(bare, person(), recruited())

    assert codes(found, rule="R-GEN-01") == [
        "R-GEN-01.date",
        "R-GEN-01.page",
        "R-GEN-01.number",
    ]
    assert {one.severity for one in found} == {Severity.BLOCK}


def test_r_gen_01_a_form_has_no_number():
    diploma = transfer(number=None, doc_type="VAN_BANG_CHUNG_CHI")

    assert codes(findings(diploma, person(), recruited()), rule="R-GEN-01") == []


@pytest.mark.parametrize("rank", [Rank.IMPORTED, Rank.CLAIM])
def test_r_gen_01_what_is_imported_or_claimed_needs_no_page(rank: Rank):
    told = transfer(number=None, evidence=rank)

    assert codes(findings(told, person(), recruited()), rule="R-GEN-01") == []


def test_r_gen_01_a_claim_without_any_date_is_warned_of():
    told = transfer(number=None, evidence=Rank.CLAIM).model_copy(
        update={"issue_date": None, "effective_date": None}
    )

    assert severity_of(findings(told, person()), "R-GEN-01.undated") is Severity.WARN


@pytest.mark.parametrize("topic", ["identity.merged", "identity.separated"])
def test_r_gen_01_that_two_are_one_or_are_not_needs_no_day(topic: str):
    told = paper(topic, "same", None, other_person_id=named("another")).model_copy(
        update={"evidence": Rank.IMPORTED, "issue_date": None, "effective_date": None}
    )

    assert codes(findings(told, person()), rule="R-GEN-01") == []


# R-GEN-02


@pytest.mark.parametrize(
    ("effective", "issued", "severity", "days"),
    [
        ("2018-08-01", "2018-09-04", Severity.INFO, 34),
        ("2018-06-06", "2018-09-04", Severity.INFO, 90),
        ("2018-06-05", "2018-09-04", Severity.WARN, 91),
        ("2018-09-04", "2018-09-04", None, None),
        ("2018-10-01", "2018-09-04", None, None),
    ],
)
def test_r_gen_02_retroactive_is_said_and_warned_of_beyond_ninety_days(
    effective: str, issued: str, severity: Severity | None, days: int | None
):
    found = findings(transfer(on=effective, issued=issued), person(), recruited())

    assert severity_of(found, "R-GEN-02.retroactive") is severity
    if days is not None:
        assert one(found, "R-GEN-02.retroactive").values == {"days": days}


def test_r_gen_02_a_month_counts_by_its_last_day():
    found = findings(transfer(on="2018-09", issued="2018-09-04"), person(), recruited())

    assert codes(found, rule="R-GEN-02") == []


def test_r_gen_02_an_effect_that_the_paper_does_not_state_is_warned_of():
    silent = transfer(effective_basis=EffectiveBasis.UNSTATED)
    award = paper(
        "award.granted",
        "a",
        "2020-03-01",
        code="LDTT",
        full_name="Lao động tiên tiến",
        effective_basis=EffectiveBasis.UNSTATED,
    )

    assert codes(findings(silent, person(), recruited()), rule="R-GEN-02") == ["R-GEN-02.unstated"]
    assert codes(findings(award, person(), recruited()), rule="R-GEN-02") == []


# R-GEN-03


def test_r_gen_03_no_paper_is_issued_after_its_scan():
    late = transfer(on="2020-03-02", issued="2020-03-02")

    found = findings(late, person(), recruited(), scanned="2020-03-01")

    assert severity_of(found, "R-GEN-03.afterScan") is Severity.BLOCK
    assert codes(findings(late, person(), recruited(), scanned="2020-03-02"), rule="R-GEN-03") == []


@pytest.mark.parametrize(
    ("issued", "warned"), [("2002-12-31", True), ("2003-01-01", False), ("2025-07-01", True)]
)
def test_r_gen_03_an_agency_issues_only_while_it_lives(issued: str, warned: bool):
    directory = units(begun("2003-01-01"), ended("2025-07-01"))
    event = transfer(on=issued, issuer="SỞ NỘI VỤ")

    found = findings(event, person(), units=directory)

    assert (severity_of(found, "R-GEN-03.agency") is Severity.WARN) is warned


# R-GEN-04, R-GEN-05


def test_r_gen_04_the_same_act_of_the_same_paper_is_there_twice():
    first = transfer("first", number="45/QĐ-SNV", issuer="SỞ NỘI VỤ")
    again = transfer("again", number="Số: 045/QĐ-SNV", issuer="Sở Nội vụ")

    found = findings(again, person(), recruited(), first)

    assert one(found, "R-GEN-04.duplicate").event_ids == (named("again"), named("first"))


@pytest.mark.parametrize(
    "other",
    [
        {"issued": "2021-03-01"},
        {"issuer": "SỞ TÀI CHÍNH"},
        {"number": "46/QĐ-SNV"},
    ],
)
def test_r_gen_04_the_same_number_of_another_year_or_issuer_is_another_paper(other: dict[str, str]):
    first = transfer("first", number="45/QĐ-SNV", issued="2020-03-01", issuer="SỞ NỘI VỤ")
    told = {"number": "45/QĐ-SNV", "issued": "2020-03-01", "issuer": "SỞ NỘI VỤ"} | other

    found = findings(transfer("again", **told), person(), recruited(), first)

    assert codes(found, rule="R-GEN-04") == []


def test_r_gen_04_two_posts_on_one_paper_are_two_acts():
    first = paper("post.relieved", "1", "2020-03-01", number="7/QĐ-SNV", post="Trưởng phòng")
    second = paper("post.relieved", "2", "2020-03-01", number="7/QĐ-SNV", post="Bí thư chi đoàn")

    assert codes(findings(second, person(), recruited(), first), rule="R-GEN-04") == []


def test_r_gen_05_several_acts_of_one_paper_share_a_batch():
    moved = transfer("moved", number="7/QĐ-SNV")
    named_to = paper(
        "appointment.made", "post", "2020-03-01", number="7/QĐ-SNV", post="Trưởng phòng"
    )
    together = {"batch_id": named("paper 7")}

    apart = findings(named_to, person(), recruited(), moved)
    shared = findings(
        named_to.model_copy(update=together),
        person(),
        recruited(),
        moved.model_copy(update=together),
    )

    assert severity_of(apart, "R-GEN-05.batch") is Severity.INFO
    assert codes(shared, rule="R-GEN-05") == []


# R-GEN-06


def change(name: str, **more: Any):
    changes = ({"field": "birth_date", "before": None, "after": "1993-01-14"},)
    return paper("decision.corrected", name, "2020-05-01", changes=changes, **more)


def test_r_gen_06_an_act_concerns_an_event_of_this_career():
    found = findings(change("act", target=named("nobody's")), person(), recruited())

    assert severity_of(found, "R-GEN-06.target") is Severity.BLOCK


def test_r_gen_06_what_the_authority_changes_it_changes_by_a_paper_of_its_own():
    first = transfer("first", on="2020-05-01", number="45/QĐ-SNV")

    same = findings(
        change("act", target=named("first"), number="45/QĐ-SNV"), person(), recruited(), first
    )
    own = findings(
        change("act", target=named("first"), number="99/SNV-VP"), person(), recruited(), first
    )

    assert severity_of(same, "R-GEN-06.ownPaper") is Severity.BLOCK
    assert codes(own, rule="R-GEN-06") == []


def test_r_gen_06_a_decision_that_is_cited_and_not_there_is_missed():
    first = transfer("first", number="45/QĐ-SNV")

    missed = findings(change("act", target_no="27/QĐ-UBND"), person(), recruited(), first)
    found = findings(change("act", target_no="45/QĐ-SNV"), person(), recruited(), first)

    assert severity_of(missed, "R-GEN-06.absent") is Severity.WARN
    assert codes(found, rule="R-GEN-06") == []


# R-GEN-07


def retired(on: str = "2020-06-01"):
    return paper("retirement.decided", "retired", on)


def test_r_gen_07_service_that_has_ended_takes_no_further_events():
    before = (person(), recruited(), retired())

    after = findings(transfer(on="2020-06-02"), *before)
    on_the_day = findings(transfer(on="2020-06-01"), *before)

    assert severity_of(after, "R-GEN-07.ended") is Severity.BLOCK
    assert one(after, "R-GEN-07.ended").event_ids == (named("x"), named("retired"))
    assert codes(on_the_day, rule="R-GEN-07") == []


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("discipline.imposed", {"form": "XOA_TU_CACH", "duration_months": 0}),
        ("award.granted", {"code": "KNC", "full_name": "Kỷ niệm chương"}),
        ("recruitment.made", {"unit": "Sở Nội vụ", "personnel_class": "CONG_CHUC"}),
        ("reception.made", {"unit": "Sở Nội vụ"}),
        ("death.recorded", {}),
    ],
)
def test_r_gen_07_former_staff_are_disciplined_honoured_taken_back_and_mourned(
    topic: str, payload: dict[str, Any]
):
    event = paper(topic, "later", "2021-01-01", **payload)

    assert codes(findings(event, person(), recruited(), retired()), rule="R-GEN-07") == []


def test_r_gen_07_a_paper_of_earlier_service_still_comes_in():
    assert (
        codes(
            findings(transfer(on="2015-01-01"), person(), recruited(), retired()), rule="R-GEN-07"
        )
        == []
    )


# R-GEN-08


def test_r_gen_08_two_of_a_kind_on_one_day_without_numbers_have_no_order():
    first = transfer("first", number=None, evidence=Rank.IMPORTED)
    second = paper(
        "transfer.made",
        "second",
        "2020-03-01",
        number=None,
        evidence=Rank.IMPORTED,
        to_unit="Sở Y tế",
    )

    found = findings(second, person(), recruited(), first)

    assert severity_of(found, "R-GEN-08.order") is Severity.WARN


# R-NUM-01


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("15/2019/QĐ-UBND", "R-NUM-01.normative"),
        ("quyết định 45", "R-NUM-01.form"),
        ("45/QĐ-SNV", None),
        ("727-QĐ/TU", None),
        ("230L/QĐ-UBND", None),
    ],
)
def test_r_num_01_a_personal_event_hardly_stands_on_such_a_number(number: str, code: str | None):
    found = findings(transfer(number=number), person(), recruited())

    assert codes(found, rule="R-NUM") == ([code] if code else [])
    assert all(one.severity is Severity.WARN for one in found)


def test_an_undated_event_is_judged_by_what_it_has():
    undated = transfer().model_copy(update={"issue_date": None, "effective_date": None})

    found = findings(undated, person(), recruited(), scanned="2020-01-01")

    assert codes(found) == ["R-GEN-01.date"]
