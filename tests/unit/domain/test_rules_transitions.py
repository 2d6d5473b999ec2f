"""R-STM-01: what cannot follow from what is known is accepted, and a paper is looked for."""

from datetime import date
from typing import Any

import pytest

from domain.rules.check import check_career
from domain.rules.finding import Severity
from domain.rules.rungs import is_head, is_higher
from tests.kit.careers import named
from tests.kit.verdicts import career, codes, findings, one, paper, person, recruited

BEFORE = (person(), recruited())


def appointed(name: str = "post", on: str = "2018-01-01", post: str = "Trưởng phòng", **more: Any):
    return paper("appointment.made", name, on, post=post, term_months=60, **more)


def stm(*told: Any) -> list[str]:
    event, *before = told
    return codes(findings(event, *before), rule="R-STM")


@pytest.mark.parametrize(
    "topic",
    [
        "reappointment.made",
        "post.relieved",
        "resignation.accepted",
        "dismissal.made",
        "term.extended",
    ],
)
def test_r_stm_01_nobody_goes_on_in_or_leaves_a_post_not_held(topic: str):
    event = paper(topic, "x", "2020-01-01", post="Trưởng phòng")

    assert stm(event, *BEFORE) == ["R-STM-01.postNotHeld"]
    assert stm(event, *BEFORE, appointed()) == []
    assert stm(event, *BEFORE, appointed(post="Phó Giám đốc")) == ["R-STM-01.postNotHeld"]


def test_r_stm_01_the_division_may_be_printed_or_left_out():
    event = paper(
        "reappointment.made",
        "x",
        "2023-01-01",
        post="Trưởng phòng Tổ chức biên chế",
        unit="Sở Nội vụ tỉnh Bắc Giang",
    )

    assert stm(event, *BEFORE, appointed(unit="Sở Nội vụ")) == []
    assert stm(event, *BEFORE, appointed(unit="Sở Tài chính")) == ["R-STM-01.postNotHeld"]


def test_r_stm_01_who_is_in_charge_is_relieved_but_not_reappointed():
    acting = paper("acting.assigned", "q", "2018-01-01", mode="IN_CHARGE", post="Trưởng phòng")

    relieved = paper("post.relieved", "x", "2020-01-01", post="Trưởng phòng")
    again = paper("reappointment.made", "x", "2020-01-01", post="Trưởng phòng")

    assert stm(relieved, *BEFORE, acting) == []
    assert stm(again, *BEFORE, acting) == ["R-STM-01.postNotHeld"]


def test_r_stm_01_an_expired_post_is_still_the_one_to_renew():
    again = paper("reappointment.made", "x", "2023-03-01", post="Trưởng phòng")

    assert stm(again, *BEFORE, appointed()) == []


def test_r_stm_01_a_post_held_in_the_same_unit_is_renewed_not_given_anew():
    first = appointed(unit="Sở Nội vụ")

    assert stm(appointed("x", "2020-01-01", unit="Sở Nội vụ"), *BEFORE, first) == [
        "R-STM-01.postHeldAlready"
    ]
    assert stm(appointed("x", "2020-01-01", unit="Sở Y tế"), *BEFORE, first) == []


@pytest.mark.parametrize(
    ("topic", "payload", "code"),
    [
        ("probation.ended", {}, "R-STM-01.noProbation"),
        ("secondment.ended", {}, "R-STM-01.notSeconded"),
        ("secondment.extended", {"term_months": 6}, "R-STM-01.notSeconded"),
        ("suspension.ended", {}, "R-STM-01.notSuspended"),
        (
            "recruitment.made",
            {"personnel_class": "CONG_CHUC", "unit": "Sở Y tế"},
            "R-STM-01.alreadyServing",
        ),
        ("reception.made", {"unit": "Sở Y tế"}, "R-STM-01.alreadyServing"),
    ],
)
def test_r_stm_01_service_changes_from_what_it_was(topic: str, payload: dict[str, Any], code: str):
    assert stm(paper(topic, "x", "2020-01-01", **payload), *BEFORE) == [code]


def test_r_stm_01_the_other_way_round_service_changes_as_it_may():
    seconded = paper("secondment.started", "s", "2020-01-01", to_unit="Ban Chỉ đạo", term_months=12)
    suspended = paper("suspension.started", "t", "2020-01-01", term_days=15)

    assert stm(paper("secondment.ended", "x", "2020-06-01"), *BEFORE, seconded) == []
    assert (
        stm(paper("secondment.extended", "x", "2021-01-01", term_months=6), *BEFORE, seconded) == []
    )
    assert stm(paper("secondment.started", "x", "2020-06-01", to_unit="Sở"), *BEFORE, seconded) == [
        "R-STM-01.alreadySeconded"
    ]
    assert stm(paper("suspension.ended", "x", "2020-01-10"), *BEFORE, suspended) == []
    assert stm(paper("suspension.started", "x", "2020-01-10"), *BEFORE, suspended) == [
        "R-STM-01.alreadySuspended"
    ]


def test_r_stm_01_what_ended_without_a_paper_may_still_be_ended_by_one():
    seconded = paper("secondment.started", "s", "2020-01-01", to_unit="Ban Chỉ đạo", term_months=12)
    suspended = paper("suspension.started", "t", "2020-01-01", term_days=15)
    over = paper("secondment.ended", "over", "2021-02-01")

    assert stm(paper("secondment.ended", "x", "2021-03-01"), *BEFORE, seconded) == []
    assert stm(paper("suspension.ended", "x", "2020-02-01"), *BEFORE, suspended) == []
    assert stm(paper("secondment.ended", "x", "2021-03-01"), *BEFORE, seconded, over) == [
        "R-STM-01.notSeconded"
    ]


def test_r_stm_01_one_is_received_out_of_another_service_or_class():
    received = paper(
        "reception.made",
        "x",
        "2020-01-01",
        unit="Sở Nội vụ",
        from_class="VIEN_CHUC",
        to_class="CONG_CHUC",
    )
    hired = paper(
        "recruitment.made", "x", "2020-01-01", unit="Sở Nội vụ", personnel_class="CONG_CHUC"
    )

    assert stm(received, person(), recruited(kind="VIEN_CHUC")) == []
    assert stm(hired, person(), recruited(kind="VIEN_CHUC")) == []


def test_r_stm_01_only_what_was_given_is_taken_back():
    no_discipline = paper("discipline.revoked", "x", "2020-01-01", revoked_no="45/QĐ-SNV")
    imposed = paper("discipline.imposed", "d", "2019-01-01", form="KHIEN_TRACH", duration_months=12)
    no_award = paper("award.revoked", "x", "2020-01-01", code="LDTT")
    granted = paper("award.granted", "a", "2019-01-01", code="LDTT", full_name="Lao động tiên tiến")

    assert stm(no_discipline, *BEFORE) == ["R-STM-01.noDiscipline"]
    assert stm(no_discipline, *BEFORE, imposed) == []
    assert stm(no_award, *BEFORE) == ["R-STM-01.noAward"]
    assert stm(no_award, *BEFORE, granted) == []


def test_r_stm_01_a_revocation_that_is_recorded_has_taken_something_back():
    imposed = paper("discipline.imposed", "d", "2019-01-01", form="KHIEN_TRACH", duration_months=12)
    revoked = paper("discipline.revoked", "x", "2020-01-01")

    found = check_career(career(*BEFORE, imposed, revoked), on=date(2021, 1, 1))

    assert codes(found, rule="R-STM") == []


def test_r_stm_01_a_career_without_its_first_paper_is_told_of_once():
    told = (person(), appointed(), paper("transfer.made", "t", "2019-01-01", to_unit="Sở Y tế"))

    found = check_career(career(*told), on=date(2020, 1, 1))

    assert codes(found, rule="R-STM") == ["R-STM-01.noEntry"]
    assert one(found, "R-STM-01.noEntry").severity is Severity.INFO


def test_r_stm_01_every_finding_names_the_event_first():
    found = findings(paper("probation.ended", "x", "2020-01-01"), *BEFORE)

    assert one(found, "R-STM-01.noProbation").event_ids[0] == named("x")


@pytest.mark.parametrize(
    ("one_post", "other", "higher"),
    [
        ("Trưởng phòng", "Phó Trưởng phòng", True),
        ("Phó Giám đốc Sở Nội vụ", "Trưởng phòng Tổ chức biên chế", True),
        ("Chi cục trưởng", "Trưởng phòng", True),
        ("Phó Trưởng phòng", "Trưởng phòng", False),
        ("Chánh Văn phòng Sở", "Trưởng phòng", False),
        ("HIỆU TRƯỞNG", "Phó Hiệu trưởng", True),
        ("Giám đốc Sở Nội vụ", "Giám đốc Trung tâm Lưu trữ", None),
        ("Hiệu trưởng", "Trưởng phòng", None),
        ("Bí thư", "Trưởng phòng", None),
    ],
)
def test_posts_are_compared_only_as_far_as_their_names_tell(
    one_post: str, other: str, higher: bool | None
):
    assert is_higher(one_post, other) is higher


def test_a_deputy_is_no_head():
    assert is_head("Trưởng phòng")
    assert not is_head("Phó Trưởng phòng")
    assert not is_head("Chuyên viên")
