"""Leaves, contracts, elections, movement and leaving (domain.md 3.3 to 3.6, 3.11)."""

from datetime import date

import pytest

from domain.events.envelope import PersonnelClass
from domain.state import (
    Employment,
    EndReason,
    PostStatus,
    State,
)
from tests.kit.careers import Book, fact, named

A, B = "Sở Nội vụ", "Sở Tài chính"
HEAD = "Trưởng phòng"


def recruited(day: str = "2010-01-01", **payload: object) -> Book:
    payload = {"personnel_class": "CONG_CHUC", **payload}
    return Book(fact("recruitment.made", "in", day, unit=A, **payload))


def graded(day: str = "2015-01-01", **payload: object) -> Book:
    """Step 1 of 01.003 since then; the next is due three years later."""
    book = recruited(**payload)
    book.tell(fact("grade.assigned", "grade", day, grade_code="01.003", step=1, coefficient="2.34"))
    return book


def on(book: Book, day: str) -> State:
    return book.career.state_as_of(date.fromisoformat(day))


def due(book: Book, day: str) -> date | None:
    grade = on(book, day).grade
    assert grade is not None
    return grade.next_step_due


# --- leaves and the step clock (3.2, 3.5, 3.6) ---


@pytest.mark.parametrize(
    ("noun", "employment"),
    [
        ("unpaidLeave", Employment.UNPAID_LEAVE),
        ("studyLeave", Employment.STUDY_LEAVE),
        ("maternityLeave", Employment.ACTIVE),
    ],
)
def test_a_leave_begins_and_ends(noun: str, employment: Employment):
    book = recruited()
    book.tell(
        fact(f"{noun}.started", 1, "2016-01-01", term_months=6),
        fact(f"{noun}.ended", 2, "2016-05-01"),
    )

    assert on(book, "2015-12-31").employment is Employment.ACTIVE
    assert on(book, "2016-01-01").employment is employment
    assert on(book, "2016-05-01").employment is Employment.ACTIVE
    (absence,) = on(book, "2017-01-01").absences
    assert (absence.start, absence.end) == (date(2016, 1, 1), date(2016, 5, 1))
    assert absence.event_ids == (named(1), named(2))


def test_a_leave_whose_time_is_over_hides_nothing_though_no_paper_ended_it():
    book = recruited()
    book.tell(fact("unpaidLeave.started", 1, "2016-01-01", term_months=6))

    assert on(book, "2016-06-30").employment is Employment.UNPAID_LEAVE
    assert on(book, "2016-07-01").employment is Employment.ACTIVE


def test_3_6_unpaid_leave_is_no_time_at_the_step():
    book = graded()
    book.tell(fact("unpaidLeave.started", 1, "2016-01-01", term_months=6))

    assert due(book, "2017-01-01") == date(2018, 7, 1)


def test_3_6_unpaid_leave_that_went_on_counts_to_the_day_of_return():
    book = graded()
    book.tell(
        fact("unpaidLeave.started", 1, "2016-01-01", term_months=6),
        fact("unpaidLeave.ended", 2, "2016-09-01"),
    )

    assert due(book, "2017-01-01") == date(2018, 9, 1)


def test_3_6_study_counts_as_decided_and_not_beyond():
    book = graded()
    book.tell(fact("studyLeave.started", 1, "2016-01-01", term_months=12, on_payroll=True))
    assert due(book, "2016-12-31") == date(2018, 1, 1)

    book.tell(fact("studyLeave.ended", 2, "2017-04-01"))
    assert due(book, "2017-05-01") == date(2018, 4, 1)


def test_3_6_study_off_the_payroll_is_no_time_at_the_step():
    book = graded()
    book.tell(fact("studyLeave.started", 1, "2016-01-01", term_months=12, on_payroll=False))

    assert due(book, "2017-06-01") == date(2019, 1, 1)


def test_3_6_maternity_leave_counts():
    book = graded()
    book.tell(fact("maternityLeave.started", 1, "2016-01-01", term_months=6))

    assert due(book, "2017-01-01") == date(2018, 1, 1)


@pytest.mark.parametrize(
    ("day", "next_step"),
    [
        ("2018-01-01", "2021-01-01"),  # before TT 03/2021 probation at full pay counts
        ("2021-08-15", "2025-08-15"),
        ("2021-02-15", "2024-08-15"),  # of its twelve months the six after 15/8/2021 do not
    ],
)
def test_3_6_probation_at_full_pay_is_not_counted_since_15_8_2021(day: str, next_step: str):
    begun = date.fromisoformat(day)
    book = Book(
        fact("recruitment.made", 1, day, unit=A, personnel_class="VIEN_CHUC", pay_percent=100,
             probation_months=12, grade_code="01.003", step=1, coefficient="2.34"),
        fact("probation.ended", 2, begun.replace(year=begun.year + 1).isoformat()),
    )  # fmt: skip

    assert due(book, "2023-01-01") == date.fromisoformat(next_step)


def test_3_6_at_a_part_of_the_pay_the_step_counts_from_the_end_of_probation():
    book = Book(
        fact("recruitment.made", 1, "2018-01-01", unit=A, personnel_class="VIEN_CHUC",
             pay_percent=85, grade_code="01.003", step=1, coefficient="2.34"),
        fact("probation.ended", 2, "2019-01-01"),
    )  # fmt: skip

    assert due(book, "2018-06-01") is None
    assert due(book, "2019-01-01") == date(2022, 1, 1)


def test_an_absence_longer_than_the_period_is_waited_for_as_a_whole():
    book = graded()
    book.tell(fact("suspension.started", 1, "2017-12-20", end_date=date(2023, 12, 20)))

    assert due(book, "2024-01-01") == date(2024, 1, 1)


# --- contracts (3.3) ---


def contracted(**payload: object) -> Book:
    payload = {"kind": "FIXED_TERM", "contract_no": "05/HĐLV", "term_months": 36, **payload}
    return Book(fact("contract.signed", "signed", "2020-01-01", unit=A, **payload))


def test_a_contract_alone_puts_into_service():
    state = on(contracted(), "2020-01-01")

    assert (state.employment, state.placement) == (Employment.ACTIVE, A)
    assert state.personnel_class is PersonnelClass.VIEN_CHUC
    (contract,) = state.beside.contracts
    assert contract.expires_on == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("percent", "next_step"), [(None, date(2023, 1, 1)), (100, date(2023, 1, 1)), (85, None)]
)
def test_a_contract_at_a_part_of_the_pay_starts_no_step_clock(
    percent: int | None, next_step: date | None
):
    paid = {"grade_code": "01.003", "step": 1, "coefficient": "2.34", "pay_percent": percent}

    assert due(contracted(**paid), "2021-01-01") == next_step


@pytest.mark.parametrize(
    ("kind", "personnel_class"), [("LABOUR", "HOP_DONG"), ("CIVIL_TASK", "HOP_DONG_NVCC")]
)
def test_the_class_of_a_contract_that_does_not_name_it(kind: str, personnel_class: str):
    state = on(contracted(kind=kind), "2020-01-01")

    assert state.personnel_class is PersonnelClass(personnel_class)


def test_a_contract_is_amended_by_its_number():
    book = contracted()
    book.tell(
        fact("contract.amended", 1, "2021-01-01", contract_no="05/HĐLV", kind="INDEFINITE"),
        fact("contract.amended", 2, "2021-06-01", unit=B),
    )

    state = on(book, "2021-06-01")

    assert state.placement == B
    assert [one.kind for one in state.beside.contracts] == ["INDEFINITE"]


def test_with_the_last_contract_service_ends():
    book = contracted()
    book.tell(fact("contract.ended", 1, "2022-01-01", contract_no="05/HĐLV"))

    assert on(book, "2021-12-31").employment is Employment.ACTIVE
    state = on(book, "2022-01-01")
    assert (state.employment, state.ended_reason) == (Employment.ENDED, EndReason.CONTRACT_ENDED)
    assert state.ended_on == date(2022, 1, 1)


def test_unless_another_contract_begins_that_day_however_they_are_ordered():
    for first, second in (("1/QĐ", "2/QĐ"), ("2/QĐ", "1/QĐ")):
        book = contracted()
        book.tell(
            fact("contract.ended", 1, "2022-01-01", number=first, contract_no="05/HĐLV"),
            fact("contract.signed", 2, "2022-01-01", number=second, unit=A, kind="INDEFINITE"),
        )

        assert on(book, "2022-06-01").employment is Employment.ACTIVE


def test_who_was_received_as_cong_chuc_serves_on_when_the_contract_ends():
    book = contracted()
    book.tell(
        fact("contract.ended", 1, "2022-01-01"),
        fact("reception.made", 2, "2022-01-01", unit=B, to_class="CONG_CHUC"),
    )

    state = on(book, "2022-06-01")

    assert (state.employment, state.placement) == (Employment.ACTIVE, B)


# --- elections, concurrent posts, planning (3.3, 3.4, 3.5) ---


def test_an_election_makes_a_cadre_with_a_post_for_the_term_of_office():
    book = recruited()
    book.tell(
        fact("election.approved", 1, "2021-06-25", post="Chủ tịch UBND xã", unit=B,
             term_label="2021-2026")
    )  # fmt: skip

    state = on(book, "2022-01-01")

    assert state.personnel_class is PersonnelClass.CAN_BO
    assert (state.posts[0].post, state.posts[0].expires_on) == ("Chủ tịch UBND xã", None)
    assert state.placement == B


def test_elected_without_a_paper_of_entry_one_is_in_service():
    book = Book(fact("election.approved", 1, "2021-06-25", post="Chủ tịch HĐND xã", unit=B))

    assert on(book, "2021-06-25").employment is Employment.ACTIVE


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("DISMISSED", PostStatus.DISMISSED), ("RECALLED", PostStatus.RECALLED)],
)
def test_the_approval_of_an_end_ends_the_elected_post(outcome: str, status: PostStatus):
    book = recruited()
    book.tell(
        fact("election.approved", 1, "2021-06-25", post="Chủ tịch UBND xã", unit=B),
        fact("election.approved", 2, "2023-01-01", post="Chủ tịch UBND xã", unit=B,
             outcome=outcome),
    )  # fmt: skip

    state = on(book, "2023-01-01")

    assert state.posts == ()
    assert [one.status for one in state.former_posts] == [status]


def test_a_designation_gives_a_post_and_no_other_class():
    book = recruited()
    book.tell(fact("designation.made", 1, "2021-01-01", post="Phó Chủ tịch UBND xã", unit=B))

    state = on(book, "2021-01-01")

    assert [one.post for one in state.posts] == ["Phó Chủ tịch UBND xã"]
    assert state.personnel_class is PersonnelClass.CONG_CHUC


def test_a_concurrent_post_begins_and_ends_beside_the_primary_one():
    book = recruited()
    book.tell(
        fact("appointment.made", 1, "2020-01-01", post=HEAD, unit=A, term_months=60),
        fact("concurrent.started", 2, "2021-01-01", post="Chủ tịch Công đoàn", unit=A),
        fact("concurrent.ended", 3, "2022-01-01", post="Chủ tịch Công đoàn", unit=A),
    )

    assert [(one.post, one.primary) for one in on(book, "2021-06-01").posts] == [
        (HEAD, True),
        ("Chủ tịch Công đoàn", False),
    ]
    state = on(book, "2022-01-01")
    assert [one.post for one in state.posts] == [HEAD]
    assert [one.status for one in state.former_posts] == [PostStatus.RELIEVED]


def test_planning_is_approved_and_taken_back():
    book = recruited()
    book.tell(
        fact("planning.approved", 1, "2020-01-01", post="Giám đốc", term_label="2025-2030"),
        fact("planning.approved", 2, "2020-01-01", post=HEAD, term_label="2020-2025"),
        fact("planning.removed", 3, "2021-01-01", post="Giám đốc"),
    )

    assert [one.post for one in on(book, "2020-06-01").beside.planned] == ["Giám đốc", HEAD]
    assert [one.post for one in on(book, "2021-06-01").beside.planned] == [HEAD]


# --- movement (3.5, 5.2) ---


def test_a_transfer_may_name_the_post_that_is_kept():
    book = recruited()
    book.tell(
        fact("appointment.made", 1, "2020-01-01", post=HEAD, unit=A, term_months=60),
        fact("transfer.made", 2, "2022-01-01", to_unit=B, post=HEAD),
    )

    (held,) = on(book, "2022-01-01").posts

    assert (held.post, held.unit, held.effective_date) == (HEAD, B, date(2022, 1, 1))
    assert held.expires_on is None


@pytest.mark.parametrize("numbers", [("1/QĐ", "2/QĐ"), ("2/QĐ", "1/QĐ")])
def test_transferred_and_appointed_in_one_paper_is_one_holding(numbers: tuple[str, str]):
    book = recruited()
    book.tell(
        fact("transfer.made", 1, "2022-01-01", number=numbers[0], to_unit=B, post=HEAD),
        fact("appointment.made", 2, "2022-01-01", number=numbers[1], post=HEAD, unit=B,
             term_months=60),
    )  # fmt: skip

    state = on(book, "2022-06-01")

    assert [(one.post, one.expires_on) for one in state.posts] == [(HEAD, date(2027, 1, 1))]
    assert state.former_posts == ()


def test_vector_5_2_a_further_assignment_to_the_position_continues_its_time():
    book = recruited()
    book.tell(
        fact("assignment.made", 1, "2022-03-01", job_position="Kế toán", position_code="KT-01"),
        fact("assignment.made", 2, "2023-03-01", job_position="Kế toán tổng hợp",
             position_code="KT-01"),
        fact("positionRotation.made", 3, "2025-03-01", job_position="Văn thư",
             position_code="VT-01"),
    )  # fmt: skip

    assert on(book, "2024-03-01").job_position_since == date(2022, 3, 1)
    state = on(book, "2025-03-01")
    assert (state.job_position_since, state.position_code) == (date(2025, 3, 1), "VT-01")


# --- leaving (3.11) ---


@pytest.mark.parametrize(
    ("topic", "payload", "reason"),
    [
        ("retirement.early", {"scheme": "NĐ 154/2025"}, EndReason.EARLY_RETIREMENT),
        ("resignation.fromService", {}, EndReason.RESIGNATION),
        ("service.transferredOut", {}, EndReason.TRANSFERRED_OUT),
        ("streamlining.applied", {"scheme": "EARLY_RETIREMENT"}, EndReason.EARLY_RETIREMENT),
        ("streamlining.applied", {"scheme": "IMMEDIATE_LEAVE"}, EndReason.STREAMLINED),
        ("streamlining.applied", {"scheme": "MOVE_OFF_BUDGET"}, EndReason.STREAMLINED),
    ],
)
def test_service_ends(topic: str, payload: dict[str, str], reason: EndReason):
    book = recruited()
    book.tell(fact(topic, 1, "2025-07-01", **payload))

    state = on(book, "2025-07-01")

    assert (state.employment, state.ended_reason) == (Employment.ENDED, reason)
    assert on(book, "2025-06-30").employment is Employment.ACTIVE


def test_who_studies_first_leaves_when_the_study_is_over():
    book = recruited()
    book.tell(
        fact("streamlining.applied", 1, "2025-07-01", scheme="STUDY_THEN_LEAVE", term_months=6,
             decree="NĐ 154/2025", round="Đợt 1")
    )  # fmt: skip

    assert on(book, "2025-12-31").employment is Employment.STUDY_LEAVE
    state = on(book, "2026-01-01")
    assert (state.employment, state.ended_reason) == (Employment.ENDED, EndReason.STREAMLINED)
    assert [one.round for one in state.beside.streamlined] == ["Đợt 1"]


def pension(book: Book, day: str) -> date | None:
    retirement = on(book, day).retirement
    return retirement.pension_from if retirement is not None else None


def aged(**payload: object) -> Book:
    """A man whose pension begins on 2028-01-01 by age."""
    book = recruited()
    book.tell(
        fact("identity.recorded", 0, full_name="A", birth_date="1966-03-10", gender="M"),
        fact("retirementAge.overridden", 1, "2026-01-01", issued="2026-01-01", **payload),
    )
    return book


@pytest.mark.parametrize(
    ("payload", "pension_from"),
    [
        ({"ground": "HAZARDOUS_WORK", "age_months": 58 * 12}, "2024-04-01"),
        ({"ground": "PUT_OFF", "put_off_months": 3}, "2028-04-01"),
        ({"ground": "OTHER", "pension_from": date(2029, 1, 1)}, "2029-01-01"),
    ],
)
def test_3_11_another_age_holds_for_this_person_from_its_paper_on(
    payload: dict[str, object], pension_from: str
):
    book = aged(**payload)

    assert pension(book, "2025-12-31") == date(2028, 1, 1)
    assert pension(book, "2026-01-01") == date.fromisoformat(pension_from)
    assert named(1) in on(book, "2026-01-01").because["retirement.pensionFrom"]


def test_3_11_a_noticed_pension_is_put_off_too():
    book = aged(ground="PUT_OFF", put_off_months=3)
    book.tell(
        fact("retirement.noticed", 2, "2025-06-01", issued="2025-06-01",
             pension_from=date(2028, 2, 1))
    )  # fmt: skip

    assert pension(book, "2026-06-01") == date(2028, 5, 1)


def test_service_that_is_extended_puts_the_pension_off():
    book = recruited()
    book.tell(
        fact("identity.recorded", 0, full_name="A", birth_date="1966-03-10", gender="M"),
        fact("service.extended", 1, "2028-01-01", issued="2027-06-01", end_date=date(2030, 1, 1)),
    )

    assert pension(book, "2027-05-31") == date(2028, 1, 1)
    assert pension(book, "2027-06-01") == date(2030, 1, 1)
