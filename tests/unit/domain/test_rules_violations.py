"""What rests on other facts: R-DIS-02, R-DIS-06 to 08, R-APT-09, R-TRN, R-LEA, R-STM of leaves."""

from datetime import date
from typing import Any

import pytest

from domain.rules.check import check_career
from domain.rules.switches import Switches
from domain.tables.instruments import legal_bases
from tests.kit.careers import named
from tests.kit.verdicts import career, codes, findings, one, paper, person, recruited

CIVIL = (person(), recruited())
EMPLOYEE = (person(), recruited(kind="VIEN_CHUC"))


def imposed(on: str = "2025-09-01", form: str = "KHIEN_TRACH", **more: Any) -> Any:
    return paper("discipline.imposed", "dis", on, form=form, duration_months=12, **more)


def review(on: str = "2025-07-01", **more: Any) -> Any:
    return paper("discipline.reviewOpened", "review", on, violation="sai phạm", **more)


# R-DIS-02


@pytest.mark.parametrize(
    ("on", "complex_case", "late"),
    [
        ("2025-09-29", False, False),
        ("2025-09-30", False, True),
        ("2025-11-28", True, False),
        ("2025-11-29", True, True),
    ],
)
def test_r_dis_02_a_review_that_stays_open_is_said(on: str, complex_case: bool, late: bool):
    told = career(*CIVIL, review(detected_at="2025-07-01", complex_case=complex_case))

    found = check_career(told, on=date.fromisoformat(on))

    assert codes(found, rule="R-DIS-02") == (["R-DIS-02.open"] if late else [])


def test_r_dis_02_a_decision_closes_the_review_and_is_judged_by_its_detection():
    told = (*CIVIL, review(detected_at="2025-04-01"))

    found = findings(imposed("2025-09-01"), *told)

    assert one(found, "R-DIS-02.days").values["days"] == 153
    closed = check_career(career(*told, imposed("2025-07-10")), on=date(2026, 6, 1))
    assert codes(closed, rule="R-DIS-02.open") == []


# R-DIS-06, R-APT-09: more than appointments


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("planning.approved", {"post": "Trưởng phòng"}),
        ("training.sent", {"course": "Cao cấp LLCT"}),
        ("election.approved", {"post": "Chủ tịch UBND xã"}),
    ],
)
def test_r_dis_06_planning_training_and_election_wait_twelve_months(
    topic: str, payload: dict[str, Any]
):
    def at(day: str) -> list[str]:
        event = paper(topic, "x", day, **payload)
        return codes(findings(event, *CIVIL, imposed("2022-06-17")), rule="R-DIS-06")

    assert at("2023-06-16") == ["R-DIS-06.barred"]
    assert at("2023-06-17") == []


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("training.sent", {"course": "Cao cấp LLCT"}),
        ("resignation.fromService", {}),
        ("designation.made", {"post": "Chủ tịch UBND xã"}),
        ("transfer.made", {"to_unit": "Sở Y tế"}),
    ],
)
def test_r_apt_09_while_a_discipline_is_considered(topic: str, payload: dict[str, Any]):
    event = paper(topic, "x", "2025-08-01", **payload)

    found = findings(event, *CIVIL, review())

    assert one(found, "R-APT-09.underReview").event_ids == (named("x"), named("review"))
    decided = findings(event, *CIVIL, review(), imposed("2025-07-10"))
    assert codes(decided, rule="R-APT-09") == []


# R-DIS-07


def leave(on: str, **more: Any) -> Any:
    return paper("maternityLeave.started", "leave", on, **more)


@pytest.mark.parametrize(
    ("decided", "warned"),
    [("2025-06-30", False), ("2025-07-01", True), ("2026-01-31", True), ("2026-02-01", False)],
)
def test_r_dis_07_on_maternity_leave_and_while_the_child_is_under_twelve_months(
    decided: str, warned: bool
):
    found = findings(imposed(decided), *CIVIL, leave("2025-02-01", term_months=6))

    assert codes(found, rule="R-DIS-07") == (["R-DIS-07.maternity"] if warned else [])


def test_r_dis_07_the_child_s_own_day_counts_where_it_is_printed():
    born = leave("2025-02-01", term_months=6, child_born_on=date(2025, 3, 15))

    assert codes(findings(imposed("2026-03-14"), *CIVIL, born), rule="R-DIS-07")
    assert not codes(findings(imposed("2026-03-15"), *CIVIL, born), rule="R-DIS-07")


def test_r_dis_07_the_older_text_was_not_read_and_stands_behind_a_switch():
    on = Switches(not_considered_before_2025=True)
    told = (*CIVIL, leave("2025-02-01", term_months=6))

    found = findings(imposed("2025-06-30"), *told, switches=on)

    assert one(found, "R-DIS-07.maternity").legal_base is None


def test_r_dis_07_in_custody_before_a_conclusion():
    held = paper("suspension.started", "held", "2025-08-01", reason="bị tạm giam để điều tra")
    out = paper("suspension.ended", "out", "2025-08-20")

    assert codes(findings(imposed(), *CIVIL, held), rule="R-DIS-07") == ["R-DIS-07.detained"]
    assert codes(findings(imposed(), *CIVIL, held, out), rule="R-DIS-07") == []


# R-DIS-08


@pytest.mark.parametrize(
    ("before", "decided", "form", "violation", "warned"),
    [
        (CIVIL, "2025-09-01", "CANH_CAO", "Bị kết án phạt tù 2 năm", True),
        (CIVIL, "2025-09-01", "CANH_CAO", "Phạt tù 2 năm nhưng cho hưởng án treo", False),
        (CIVIL, "2025-09-01", "BUOC_THOI_VIEC", "Bị kết án phạt tù 2 năm", False),
        (CIVIL, "2025-09-01", "CACH_CHUC", "Bị kết án về tội tham nhũng", True),
        (CIVIL, "2025-09-01", "CANH_CAO", "Vi phạm giờ làm việc", False),
        (CIVIL, "2025-06-30", "CANH_CAO", "Bị kết án phạt tù 2 năm", False),
        (EMPLOYEE, "2025-09-01", "CANH_CAO", "Bị kết án phạt tù 2 năm", False),
    ],
)
def test_r_dis_08_the_form_follows_from_the_judgment(
    before: Any, decided: str, form: str, violation: str, warned: bool
):
    found = findings(imposed(decided, form, violation=violation), *before)

    assert codes(found, rule="R-DIS-08") == (["R-DIS-08.form"] if warned else [])


# R-TRN, R-LEA


@pytest.mark.parametrize(("result", "warned"), [("FAKE", True), ("GENUINE", False)])
def test_r_trn_01_a_forged_diploma_has_no_limitation_period(result: str, warned: bool):
    event = paper("diploma.verified", "x", "2025-09-01", result=result, diploma_no="B 123")

    found = findings(event, *CIVIL)

    assert codes(found, rule="R-TRN-01") == (["R-TRN-01.forged"] if warned else [])


@pytest.mark.parametrize(("on", "owed"), [("2024-05-31", True), ("2024-06-01", False)])
def test_r_trn_02_who_leaves_before_the_time_promised_pays_back(on: str, owed: bool):
    sent = paper(
        "training.sent",
        "sent",
        "2020-06-01",
        course="Thạc sĩ",
        last_day=date(2022, 5, 31),
        commitment_months=24,
    )
    event = paper("resignation.fromService", "x", on)

    assert codes(findings(event, *CIVIL, sent), rule="R-TRN-02") == (
        ["R-TRN-02.commitment"] if owed else []
    )
    paid = paper("training.compensation", "paid", on, amount=30_000_000)
    assert codes(findings(event, *CIVIL, sent, paid), rule="R-TRN-02") == []


@pytest.mark.parametrize(
    ("on", "law"), [("2025-06-30", None), ("2025-07-01", "Luật 80/2025/QH15 Điều 29 khoản 4")]
)
def test_r_trn_02_cites_the_law_of_2025_from_the_day_it_applies(on: str, law: str | None):
    sent = paper(
        "training.sent",
        "sent",
        "2022-06-01",
        course="Thạc sĩ",
        last_day=date(2024, 5, 31),
        commitment_months=48,
    )

    found = one(
        findings(paper("resignation.fromService", "x", on), *CIVIL, sent), "R-TRN-02.commitment"
    )

    assert found.legal_base == law


@pytest.mark.parametrize(
    ("applied", "issued", "late"),
    [
        ("2025-06-02", "2025-07-02", False),
        ("2025-06-02", "2025-07-03", True),
        ("2025-05-01", "2025-06-30", False),
    ],
)
def test_r_lea_01_a_resignation_is_decided_within_thirty_days(
    applied: str, issued: str, late: bool
):
    event = paper("resignation.fromService", "x", issued, applied_on=applied)

    assert codes(findings(event, *CIVIL), rule="R-LEA-01") == (["R-LEA-01.late"] if late else [])


# R-STM-01


@pytest.mark.parametrize("kind", ["unpaidLeave", "studyLeave", "maternityLeave"])
def test_r_stm_01_a_leave_that_ends_has_begun(kind: str):
    ended = paper(f"{kind}.ended", "x", "2021-01-01")
    begun = paper(f"{kind}.started", "b", "2020-01-01")

    assert codes(findings(ended, *CIVIL), rule="R-STM-01") == ["R-STM-01.notOnLeave"]
    assert codes(findings(ended, *CIVIL, begun), rule="R-STM-01") == []


def test_r_gen_07_who_has_left_may_still_study_be_inspected_and_declare():
    left = (*CIVIL, paper("service.terminated", "left", "2020-01-01", ground="thôi việc"))
    studied = paper("education.completed", "x", "2021-01-01", degree="THAC_SI")
    raised = paper("salary.stepRaised", "x", "2021-01-01", new_step=2, new_coefficient="2.67")

    assert codes(findings(studied, *left), rule="R-GEN-07") == []
    assert codes(findings(raised, *left), rule="R-GEN-07") == ["R-GEN-07.ended"]


# R-POS-01


def test_r_pos_01_two_units_from_the_same_day_on_contradict_each_other():
    here = paper("transfer.made", "a", "2020-01-01", to_unit="Sở Y tế")
    there = paper("transfer.made", "b", "2020-01-01", to_unit="Sở Tài chính")
    within = paper("transfer.made", "c", "2020-01-01", to_unit="Văn phòng Sở Y tế")

    def on(*events: Any) -> list[str]:
        found = check_career(career(*CIVIL, *events), on=date(2021, 1, 1))
        return codes(found, rule="R-POS-01")

    assert on(here, there) == ["R-POS-01.two"]
    assert on(here, within) == []
    assert on(here, paper("transfer.made", "d", "2020-01-02", to_unit="Sở Tài chính")) == []


# Legal bases


def test_a_legal_base_says_instrument_article_and_the_days_it_was_in_force():
    first, second = legal_bases("NĐ 170/2025/NĐ-CP Điều 28 khoản 1; Luật 80/2025/QH15 Điều 31")

    assert (first.instrument, first.article) == ("NĐ 170/2025/NĐ-CP", "Điều 28 khoản 1")
    assert (second.article, second.valid_from) == ("Điều 31", date(2025, 7, 1))
    (old,) = legal_bases("Luật 22/2008/QH12 Điều 79")
    assert (old.valid_from, old.valid_to) == (date(2010, 1, 1), date(2025, 7, 1))
    (local,) = legal_bases("6/TB-UBND")
    assert (local.instrument, local.valid_from) == ("6/TB-UBND", None)
    assert legal_bases(None) == ()
