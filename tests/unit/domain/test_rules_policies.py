"""Local policies: dated, by a paper, in place of the national rule. R-ROT, R-ENT-03, switches."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.errors import RuleViolation, Unknown
from domain.events.envelope import Decision, Event, PersonnelClass, Recorded, UnitRef
from domain.events.policy import (
    POLICY_STREAM,
    PolicyEnded,
    PolicyWithdrawn,
    ReceptionFrozen,
    RotationListed,
    RotationPosition,
    RuleSwitched,
)
from domain.rules import policies as rules
from domain.rules.check import check_career, check_event
from domain.rules.policies import Policies, switch_value
from domain.rules.switches import NoticeUnit
from tests.kit.careers import A_MACHINE, AN_ARCHIVIST, START, Book, named
from tests.kit.verdicts import career, codes, one, paper, person, recruited

UNIT, OTHER = named("unit"), named("other unit")
ACCOUNTANT = RotationPosition(code="KT", name="Kế toán", min_months=36, max_months=60)


def stated(kind: type[Any], name: str, since: str, until: str | None = None, **said: Any) -> Event:
    given: dict[str, Any] = {
        "recorded_by": AN_ARCHIVIST.id,
        "policy_id": named(name),
        "valid_from": date.fromisoformat(since),
        "valid_to": date.fromisoformat(until) if until else None,
        "decision": Decision(full_no=f"{len(name)}/TB-UBND", doc_type="THONG_BAO"),
        "decided_on": date.fromisoformat(since),
    }
    return kind(**(given | said))


def freeze(since: str = "2021-09-20", until: str | None = None, **said: Any) -> Event:
    """Seed: stop receiving civil servants from 20/9/2021."""
    said.setdefault("classes", (PersonnelClass.CONG_CHUC,))
    return stated(ReceptionFrozen, said.pop("name", "freeze"), since, until, **said)


def listed(since: str, *, basis: str | None = None, name: str = "list", **months: int) -> Event:
    row = ACCOUNTANT.model_copy(update=months)
    return stated(RotationListed, name, since, positions=(row,), basis=basis)


def known(*events: Event) -> Policies:
    return Policies.of(
        Recorded(event=event, stream_id=POLICY_STREAM, version=no, position=no, recorded_at=START)
        for no, event in enumerate(events, start=1)
    )


# R-ENT-03


@pytest.mark.parametrize(
    ("issued", "into", "frozen"),
    [
        ("2021-09-19", "CONG_CHUC", False),
        ("2021-09-20", "CONG_CHUC", True),
        ("2021-09-20", "VIEN_CHUC", False),
        ("2022-06-30", "CONG_CHUC", True),
        ("2022-07-01", "CONG_CHUC", False),
    ],
)
def test_r_ent_03_who_is_received_while_the_province_receives_nobody(
    issued: str, into: str, frozen: bool
):
    policies = known(freeze(until="2022-07-01"))
    event = paper("reception.made", "x", issued, to_class=PersonnelClass(into), unit="Sở Nội vụ")

    found = check_event(event, career(person()), policies=policies)

    assert codes(found, rule="R-ENT-03") == (["R-ENT-03.frozen"] if frozen else [])


def test_r_ent_03_is_keyed_on_the_day_of_issue_and_cites_the_paper():
    event = paper("reception.made", "x", "2021-10-01", issued="2021-09-15", unit="Sở Nội vụ")
    late = paper("reception.made", "x", "2021-10-01", issued="2021-09-25", unit="Sở Nội vụ")

    assert codes(check_event(event, career(person()), policies=known(freeze()))) == []
    found = one(check_event(late, career(person()), policies=known(freeze())), "R-ENT-03.frozen")
    assert found.legal_base == "6/TB-UBND"


def test_r_ent_03_a_freeze_of_one_unit_is_no_freeze_of_another():
    policies = known(freeze(units=(UNIT,)))

    def received(unit_id: UUID) -> list[str]:
        unit = UnitRef(as_printed="Sở Y tế", unit_id=unit_id)
        event = paper("reception.made", "x", "2021-10-01", unit="Sở Y tế").model_copy(
            update={"unit": unit}
        )
        return codes(check_event(event, career(person()), policies=policies), rule="R-ENT-03")

    assert received(UNIT) == ["R-ENT-03.frozen"]
    assert received(OTHER) == []


# R-ROT


def rotated(on: str = "2019-01-01", position: str = "Kế toán", **more: Any) -> Any:
    return paper("positionRotation.made", "rot", on, job_position=position, **more)


def due(on: str, policies: Policies = rules.NONE, *events: Any) -> list[str]:
    book = Book(person(), recruited(), *(events or (rotated(),)))
    found = check_career(book.career, on=date.fromisoformat(on), policies=policies)
    return codes(found, rule="R-ROT")


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2020-12-31", None),
        ("2021-01-01", "R-ROT.due"),
        ("2023-12-31", "R-ROT.due"),
        ("2024-01-01", "R-ROT.overdue"),
    ],
)
def test_r_rot_a_listed_position_is_due_from_the_least_and_overdue_after_the_most_months(
    on: str, code: str | None
):
    assert due(on) == ([code] if code else [])


def test_r_rot_a_province_still_on_the_decree_of_2013_in_2021_overrides_the_national_set():
    """Seed 003: 24 to 60 by sector; its list gives an accountant 36."""
    policies = known(listed("2021-01-01", basis="NĐ 150/2013/NĐ-CP"))

    assert due("2021-06-01") == ["R-ROT.due"]
    assert due("2021-06-01", policies) == []
    assert due("2022-01-01", policies) == ["R-ROT.due"]
    found = check_career(
        career(person(), recruited(), rotated()), on=date(2024, 1, 1), policies=policies
    )
    assert one(found, "R-ROT.overdue").legal_base == "NĐ 150/2013/NĐ-CP (4/TB-UBND)"


def test_r_rot_the_list_of_the_day_counts_and_a_later_paper_stands_before_an_earlier():
    policies = known(
        listed("2021-01-01", name="first"),
        listed("2022-01-01", name="second", min_months=48),
    )

    assert due("2022-01-01", policies) == []
    assert due("2023-01-01", policies) == ["R-ROT.due"]


def test_r_rot_by_an_assignment_only_if_a_list_names_the_position():
    assigned = paper("assignment.made", "a", "2019-01-01", job_position="Kế toán")

    assert due("2024-06-01", rules.NONE, assigned) == []
    assert due("2024-06-01", known(listed("2019-01-01")), assigned) == ["R-ROT.overdue"]


def test_r_rot_the_same_position_again_continues_the_clock():
    again = paper("assignment.made", "a", "2021-06-01", job_position="kế  toán")

    assert due("2024-01-01", rules.NONE, rotated(), again) == ["R-ROT.overdue"]


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("secondment.started", {"to_unit": "Ban Chỉ đạo", "term_months": 24}),
        ("suspension.started", {}),
        ("discipline.reviewOpened", {"violation": "sai phạm"}),
        ("studyLeave.started", {"term_months": 18}),
        ("maternityLeave.started", {"term_months": 6}),
    ],
)
def test_r_rot_who_is_exempt_waits(topic: str, payload: dict[str, Any]):
    away = paper(topic, "away", "2024-01-01", **payload)

    assert due("2024-03-01", rules.NONE, rotated(), away) == []


def test_r_rot_near_retirement_nobody_moves_since_decree_59():
    """Born 1961-10-01: pension from 2022-05-01; eighteen months before is 2020-11-01."""
    book = Book(person("1961-10-01"), recruited(), rotated("2014-01-01"))

    def on(day: str) -> list[str]:
        return codes(check_career(book.career, on=date.fromisoformat(day)), rule="R-ROT")

    assert on("2020-11-01") == ["R-ROT.overdue"]
    assert on("2020-11-02") == []


def test_r_rot_a_leader_is_not_rotated_so():
    post = paper("appointment.made", "post", "2020-01-01", post="Trưởng phòng", term_months=60)

    assert due("2024-03-01", rules.NONE, rotated(), post) == []
    found = check_event(rotated("2021-01-01"), career(person(), recruited(), post))
    assert codes(found, rule="R-ROT") == ["R-ROT.leader"]


# Switches


def test_a_switch_holds_on_the_days_of_its_policy():
    policies = known(
        stated(RuleSwitched, "s", "2022-01-01", "2023-01-01", switch="notice_unit", value="WORKING")
    )

    assert policies.switches_on(date(2021, 12, 31)).notice_unit is NoticeUnit.CALENDAR
    assert policies.switches_on(date(2022, 1, 1)).notice_unit is NoticeUnit.WORKING
    assert policies.switches_on(date(2023, 1, 1)).notice_unit is NoticeUnit.CALENDAR


def test_a_rule_asks_for_the_switch_of_the_day_that_it_keys_on():
    off = known(stated(RuleSwitched, "s", "2022-01-01", switch="rotation_months", value="none"))

    def short(issued: str) -> list[str]:
        event = paper("rotation.leader", "x", issued, to_unit="UBND xã", term_months=12)
        found = check_event(event, career(person(), recruited()), policies=off)
        return [one.code for one in found if one.code == "R-MOV-03.short"]

    assert short("2021-12-31") == ["R-MOV-03.short"]
    assert short("2022-01-01") == []


def test_values_of_switches_are_read_as_people_write_them():
    assert switch_value("notice_days", "60") == 60
    assert switch_value("eight_years_are_two_terms", "true") is True
    assert switch_value("rotation_months", "none") is None
    for name, text, code in [
        ("no_such", "1", "policy.unknownSwitch"),
        ("notice_days", "many", "policy.switchValue"),
    ]:
        with pytest.raises(RuleViolation) as refused:
            switch_value(name, text)
        assert refused.value.code == code


# Stating, ending, withdrawing


def test_a_policy_ends_by_a_later_paper_and_stays_what_it_was_before():
    ended = PolicyEnded(
        recorded_by=AN_ARCHIVIST.id,
        policy_id=named("freeze"),
        valid_to=date(2022, 3, 1),
        decision=Decision(full_no="9/TB-UBND", doc_type="THONG_BAO"),
    )
    policies = known(freeze(), ended)

    assert policies.freeze_on(date(2022, 2, 28), PersonnelClass.CONG_CHUC) is not None
    assert policies.freeze_on(date(2022, 3, 1), PersonnelClass.CONG_CHUC) is None


def test_a_withdrawn_policy_counts_on_no_day_and_is_still_there():
    gone = PolicyWithdrawn(
        recorded_by=AN_ARCHIVIST.id, policy_id=named("freeze"), why="của tỉnh khác"
    )
    policies = known(freeze(), gone)

    assert policies.freeze_on(date(2022, 1, 1), None) is None
    assert policies.policy(named("freeze")).withdrawn == "của tỉnh khác"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (freeze(until="2021-09-20"), "policy.period"),
        (freeze(decision=Decision(doc_type="TB")), "policy.noPaper"),
        (listed("2021-01-01", min_months=61), "policy.months"),
        (
            stated(RotationListed, "l", "2021-01-01", positions=(ACCOUNTANT, ACCOUNTANT)),
            "policy.positionTwice",
        ),
        (
            stated(RuleSwitched, "s", "2021-01-01", switch="notice_days", value="9", units=(UNIT,)),
            "policy.switchUnits",
        ),
    ],
)
def test_a_policy_that_says_nothing_sound_is_refused(event: Any, code: str):
    with pytest.raises(RuleViolation) as refused:
        rules.adopt(rules.NONE, event, by=AN_ARCHIVIST)
    assert refused.value.code == code


def test_the_same_paper_twice_a_machine_and_what_is_not_there_are_refused():
    policies = known(freeze())
    again: Any = freeze()
    with pytest.raises(RuleViolation) as twice:
        rules.adopt(policies, again.model_copy(update={"policy_id": named("b")}), by=AN_ARCHIVIST)
    with pytest.raises(RuleViolation) as machine:
        rules.adopt(rules.NONE, again, by=A_MACHINE)
    with pytest.raises(Unknown):
        rules.withdraw(policies, named("nothing"), "ghi nhầm", by=AN_ARCHIVIST)

    assert (twice.value.code, machine.value.code) == ("policy.twice", "mending.machine")


@pytest.mark.parametrize(("on", "early"), [("2020-12-31", True), ("2021-01-01", False)])
def test_r_rot_a_change_before_the_window_is_said(on: str, early: bool):
    again = paper("positionRotation.made", "again", on, job_position="Văn thư")

    found = check_event(again, career(person(), recruited(), rotated()))

    assert codes(found, rule="R-ROT") == (["R-ROT.early"] if early else [])
