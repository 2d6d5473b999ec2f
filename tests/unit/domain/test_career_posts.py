"""Posts, employment and placement over time (domain.md 3.2 to 3.5, 3.10, 3.11)."""

from datetime import date

import pytest

from domain.events.discipline import StrippedPost
from domain.state import Employment, EndReason, PostHeld, PostStatus, State
from tests.kit.careers import Book, fact, named

A, B = "Sở Nội vụ", "Sở Tài chính"
HEAD, DEPUTY = "Trưởng phòng", "Phó Trưởng phòng"


def recruited(day: str = "2010-01-01") -> Book:
    return Book(fact("recruitment.made", "in", day, unit=A, personnel_class="CONG_CHUC"))


def appointed(day: str = "2020-01-01", **payload: object) -> Book:
    book = recruited()
    payload = {"post": HEAD, "unit": A, "term_months": 60, **payload}
    book.tell(fact("appointment.made", "post", day, **payload))
    return book


def on(book: Book, day: str) -> State:
    return book.career.state_as_of(date.fromisoformat(day))


def post(book: Book, day: str) -> PostHeld:
    (held,) = on(book, day).posts
    return held


def former(book: Book, day: str = "2030-01-01") -> list[PostStatus]:
    return [held.status for held in on(book, day).former_posts]


def test_vector_5_1_the_term_and_its_calendar_notice():
    held = post(appointed("2021-07-15"), "2022-01-01")

    assert held.expires_on == date(2026, 7, 15)
    assert held.notice_by == date(2026, 4, 16)


def test_a_term_is_half_open():
    book = appointed()

    assert post(book, "2024-12-31").status is PostStatus.HELD
    assert post(book, "2025-01-01").status is PostStatus.EXPIRED


def test_a_printed_last_day_is_the_last_day_in():
    held = post(appointed(term_months=None, last_day=date(2026, 2, 28)), "2026-02-28")

    assert (held.expires_on, held.status) == (date(2026, 3, 1), PostStatus.HELD)


def test_a_term_of_months_is_clipped_to_the_month_end():
    held = post(appointed("2020-08-31", term_months=6), "2020-09-01")

    assert held.expires_on == date(2021, 2, 28)


def test_a_term_that_is_not_printed_is_five_years_but_not_a_term_of_office():
    assert post(appointed(term_months=None), "2021-01-01").expires_on == date(2025, 1, 1)
    office = appointed(term_months=None, term_label="2021-2026")
    assert post(office, "2021-01-01").expires_on is None


def test_a_reappointment_without_its_holding_begins_here():
    book = recruited()
    book.tell(fact("reappointment.made", 1, "2020-01-01", post=HEAD, term_months=60))

    assert post(book, "2020-06-01").status is PostStatus.HELD


def test_a_reappointment_until_retirement_ends_with_the_pension():
    book = appointed()
    book.tell(
        fact("identity.recorded", 0, full_name="A", birth_date="1966-03-10", gender="M"),
        fact("reappointment.made", 1, "2025-01-01", post=HEAD, until_retirement=True),
    )

    held = post(book, "2025-06-01")

    assert held.expires_on == date(2028, 1, 1)
    assert held.unit == A


def test_a_term_is_extended_to_its_printed_end():
    book = appointed()
    book.tell(fact("term.extended", 1, "2025-01-01", last_day=date(2026, 6, 30)))

    held = post(book, "2025-06-01")

    assert (held.status, held.expires_on) == (PostStatus.EXTENDED, date(2026, 7, 1))
    assert held.event_ids == (named("post"), named(1))
    assert post(book, "2026-07-01").status is PostStatus.EXPIRED


@pytest.mark.parametrize(
    ("topic", "status"),
    [
        ("post.relieved", PostStatus.RELIEVED),
        ("resignation.accepted", PostStatus.RESIGNED),
        ("dismissal.made", PostStatus.DISMISSED),
    ],
)
def test_leaving_a_post(topic: str, status: PostStatus):
    book = appointed()
    book.tell(fact(topic, 1, "2022-03-01", post=HEAD))

    assert on(book, "2022-02-28").posts != ()
    assert on(book, "2022-03-01").posts == ()
    assert former(book) == [status]


def test_leaving_another_post_ends_nothing():
    book = appointed()
    book.tell(fact("post.relieved", 1, "2022-03-01", post="Giám đốc"))

    assert post(book, "2022-06-01").post == HEAD


def test_a_post_is_known_with_and_without_its_division():
    book = appointed(post="Phó Trưởng phòng Tổ chức biên chế")
    book.tell(fact("reappointment.made", 1, "2025-01-01", post="Phó trưởng phòng", term_months=60))

    assert former(book) == [PostStatus.RENEWED]


def test_the_head_is_not_the_deputy():
    book = appointed(post=DEPUTY)
    book.tell(fact("post.relieved", 1, "2022-01-01", post=HEAD))

    assert post(book, "2022-06-01").post == DEPUTY


def test_a_concurrent_post_stands_beside_and_is_not_primary():
    book = appointed()
    book.tell(fact("appointment.made", 1, "2021-01-01", post="Chủ tịch Công đoàn", concurrent=True))

    first, second = on(book, "2022-01-01").posts

    assert (first.post, first.primary) == (HEAD, True)
    assert (second.primary, second.concurrent) == (False, True)

    book.tell(fact("appointment.made", 2, "2023-01-01", post="Phó Giám đốc", unit=A))
    assert [held.post for held in on(book, "2023-06-01").posts] == [
        "Phó Giám đốc",
        "Chủ tịch Công đoàn",
    ]


@pytest.mark.parametrize(
    ("mode", "status"), [("ACTING_Q", PostStatus.ACTING), ("IN_CHARGE", PostStatus.IN_CHARGE)]
)
def test_acting_stands_beside_until_the_post_itself_is_given(mode: str, status: PostStatus):
    book = appointed(post=DEPUTY)
    book.tell(fact("acting.assigned", 1, "2021-01-01", mode=mode, post=HEAD))

    first, second = on(book, "2021-06-01").posts
    assert (first.post, first.primary) == (DEPUTY, True)
    assert (second.post, second.status, second.primary) == (HEAD, status, False)

    book.tell(fact("appointment.made", 2, "2022-01-01", post=HEAD, unit=A, term_months=60))
    assert [held.post for held in on(book, "2022-06-01").posts] == [HEAD]
    assert former(book) == [PostStatus.ENDED_BY_TRANSFER, PostStatus.RENEWED]


def test_a_transfer_ends_what_is_held_and_a_post_given_with_it_stands():
    book = appointed()
    book.tell(
        fact("appointment.made", 1, "2022-05-01", post=HEAD, unit=B, term_months=60),
        fact("transfer.made", 2, "2022-05-01", to_unit=B),
    )

    state = on(book, "2022-06-01")

    assert [(held.post, held.unit) for held in state.posts] == [(HEAD, B)]
    assert state.placement == B


def test_a_reorganisation_ends_the_post_in_the_old_unit_only():
    book = appointed()
    book.tell(fact("placement.changed", 1, "2025-07-01", to_unit=B))
    assert former(book) == [PostStatus.ENDED_BY_REORG]

    stays = appointed()
    stays.tell(fact("placement.changed", 1, "2025-07-01", to_unit=A))
    assert former(stays) == []


def test_a_rotated_leader_has_the_new_post_for_its_time():
    book = appointed()
    book.tell(
        fact("rotation.leader", 1, "2022-01-01", to_unit=B, post="Phó Giám đốc", term_months=36)
    )

    held = post(book, "2022-06-01")

    assert (held.post, held.unit, held.expires_on) == ("Phó Giám đốc", B, date(2025, 1, 1))
    assert on(book, "2022-06-01").placement == B


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ("CACH_CHUC", PostStatus.REMOVED),
        ("GIANG_CHUC", PostStatus.REMOVED),
        ("BAI_NHIEM", PostStatus.RECALLED),
        ("BUOC_THOI_VIEC", PostStatus.ENDED_BY_LEAVING),
    ],
)
def test_discipline_takes_posts_away(form: str, status: PostStatus):
    book = appointed()
    book.tell(fact("discipline.imposed", 1, "2022-01-01", form=form, duration_months=12))

    assert on(book, "2022-01-01").posts == ()
    assert former(book) == [status]


def test_a_lower_post_given_with_the_demotion_stands():
    book = appointed()
    book.tell(
        fact("appointment.made", 1, "2022-01-01", post=DEPUTY, unit=A, term_months=60),
        fact("discipline.imposed", 2, "2022-01-01", form="GIANG_CHUC", duration_months=12),
    )

    assert post(book, "2022-06-01").post == DEPUTY


def test_stripped_posts_stay_in_history_and_are_struck():
    book = appointed("2012-01-01", post="Chủ tịch UBND tỉnh")
    book.tell(
        fact("appointment.made", 1, "2020-01-01", post="Bí thư", unit=B),
        fact("retirement.decided", 2, "2022-01-01"),
        fact(
            "discipline.imposed",
            3,
            "2024-01-01",
            form="XOA_TU_CACH",
            duration_months=0,
            stripped_posts=(StrippedPost(post="Chủ tịch UBND tỉnh", from_="2012", to="2017"),),
        ),
    )

    struck = {held.post: held.struck for held in on(book, "2024-06-01").former_posts}

    assert struck == {"Chủ tịch UBND tỉnh": True, "Bí thư": False}


def test_secondment_leaves_the_placement_with_the_sender():
    book = recruited()
    book.tell(fact("secondment.started", 1, "2020-01-01", to_unit=B, term_months=24))

    state = on(book, "2021-12-31")

    assert state.employment is Employment.SECONDED_OUT
    assert state.placement == A
    assert state.seconded_to is not None
    assert state.seconded_to.as_printed == B
    assert on(book, "2022-01-01").employment is Employment.ACTIVE


def test_a_secondment_is_extended_and_ended():
    book = recruited()
    book.tell(
        fact("secondment.started", 1, "2020-01-01", to_unit=B, term_months=12),
        fact("secondment.extended", 2, "2021-01-01", term_months=6),
    )
    assert on(book, "2021-06-30").employment is Employment.SECONDED_OUT
    assert on(book, "2021-07-01").employment is Employment.ACTIVE

    book.tell(fact("secondment.ended", 3, "2021-03-01"))
    assert on(book, "2021-03-01").employment is Employment.ACTIVE


def test_suspended_while_seconded_is_suspended():
    book = recruited()
    book.tell(
        fact("secondment.started", 1, "2020-01-01", to_unit=B),
        fact("suspension.started", 2, "2020-06-01", term_days=15),
    )

    assert on(book, "2020-06-15").employment is Employment.SUSPENDED
    assert on(book, "2020-06-16").employment is Employment.SECONDED_OUT


@pytest.mark.parametrize(
    ("topic", "payload", "reason"),
    [
        ("retirement.decided", {}, EndReason.RETIREMENT),
        ("service.terminated", {"ground": "theo nguyện vọng"}, EndReason.TERMINATION),
        ("death.recorded", {}, EndReason.DEATH),
    ],
)
def test_service_ends(topic: str, payload: dict[str, str], reason: EndReason):
    book = appointed()
    book.tell(fact(topic, 1, "2023-05-01", **payload))

    state = on(book, "2023-05-01")

    assert (state.employment, state.ended_reason) == (Employment.ENDED, reason)
    assert state.ended_on == date(2023, 5, 1)
    assert (state.posts, state.placement) == ((), None)
    assert on(book, "2023-04-30").employment is Employment.ACTIVE
    assert former(book) == [PostStatus.ENDED_BY_LEAVING]


def test_who_left_may_enter_again():
    book = recruited()
    book.tell(
        fact("service.terminated", 1, "2015-01-01", ground="theo nguyện vọng"),
        fact("reception.made", 2, "2018-01-01", unit=B, to_class="VIEN_CHUC"),
    )

    state = on(book, "2018-06-01")

    assert (state.employment, state.placement) == (Employment.ACTIVE, B)
    assert state.ended_reason is None


def test_who_is_appointed_is_in_service_though_the_paper_of_entry_is_missing():
    book = Book(fact("appointment.made", 1, "2020-01-01", post=HEAD, unit=A))

    state = on(book, "2020-01-01")

    assert (state.employment, state.placement) == (Employment.ACTIVE, A)
    assert state.because["employment"] == (named(1),)


@pytest.mark.parametrize(
    ("payload", "employment"),
    [
        ({}, Employment.ACTIVE),
        ({"pay_percent": 100}, Employment.ACTIVE),
        ({"pay_percent": 85}, Employment.PROBATION),
        ({"probation_months": 12}, Employment.PROBATION),
    ],
)
def test_entry_with_and_without_probation(payload: dict[str, int], employment: Employment):
    book = Book(
        fact("recruitment.made", 1, "2026-05-01", unit=A, personnel_class="VIEN_CHUC", **payload)
    )

    assert on(book, "2026-05-01").employment is employment


def test_a_decided_pension_stands_before_the_age():
    book = recruited()
    book.tell(
        fact("identity.recorded", 0, full_name="A", birth_date="1966-03-10", gender="M"),
        fact("retirement.noticed", 1, "2027-06-20", issued="2027-06-20",
             pension_from=date(2028, 2, 1)),
        fact("retirement.decided", 2, "2028-03-01", issued="2027-09-25"),
    )  # fmt: skip

    def pension(day: str) -> date | None:
        retirement = on(book, day).retirement
        return retirement.pension_from if retirement is not None else None

    assert pension("2027-06-19") == date(2028, 1, 1)
    assert pension("2027-06-20") == date(2028, 2, 1)
    assert pension("2027-09-25") == date(2028, 3, 1)
