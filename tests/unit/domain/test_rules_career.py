"""A whole career before the rules: the worked one is clean, and what is said is said once."""

from datetime import date

import pytest

from domain.career import Career
from domain.dates import PartialDate
from domain.errors import RuleViolation
from domain.events.envelope import CareerEvent, Decision
from domain.evidence import Rank
from domain.rules.check import (
    blocking,
    check_career,
    check_event,
    refuse_blocked,
)
from domain.rules.finding import RuleSet, Severity, rule_set_on
from tests.kit.careers import PERSON, Book, named
from tests.kit.golden import golden_rows
from tests.kit.verdicts import career, codes, findings, one, paper, person, recruited


def numbered(row: int, event: CareerEvent) -> CareerEvent:
    """With the number of a paper of its own, one paper a row, and what the reprimand cites."""
    if event.topic == "identity.recorded":
        form = Decision(doc_type="SO_YEU_LY_LICH")
        return event.model_copy(update={"decision": form, "issue_date": PartialDate(2004, 8, 5)})
    update: dict[str, object] = {
        "decision": Decision(full_no=f"{row + 100}/QĐ-SNV", doc_type="QD"),
        "batch_id": named(f"paper {row}"),
    }
    if event.topic == "discipline.imposed":
        update["party_decision_no"] = "727-QĐ/TU"
    return event.model_copy(update=update)


def worked(*, without: tuple[int, ...] = ()) -> Career:
    rows = golden_rows()
    told = [numbered(row, one) for row, events in rows.items() for one in events]
    left_out = {one.event_id for row in without for one in rows[row]}
    return Book(*(event for event in told if event.event_id not in left_out)).career


def test_the_worked_career_gives_no_warning_and_says_what_was_retroactive():
    found = check_career(worked(), on=date(2026, 1, 1))

    assert {(one.code, one.values.get("days")) for one in found} == {
        ("R-GEN-02.retroactive", 4),
        ("R-GEN-02.retroactive", 15),
        ("R-AWD-02.none", None),  # the award behind the early raise is not in the example
    }
    assert {one.severity for one in found} == {Severity.INFO}


def test_another_early_raise_for_excellence_in_place_of_the_seventh_is_twice_in_a_row():
    again = paper(
        "salary.stepRaisedEarly",
        "again",
        "2016-02-01",
        ground="EXCELLENT",
        months_early=9,
        new_step=5,
        new_coefficient="3.66",
    )

    found = check_event(again, worked(without=(7,)))

    assert codes(found) == ["R-STP-04.twice", "R-AWD-02.none"]
    assert one(found, "R-STP-04.twice").event_ids == (named("again"), named(6))


def test_without_the_reprimand_the_raise_of_2020_comes_late():
    found = check_career(worked(without=(10,)), on=date(2026, 1, 1))

    late = one(found, "R-STP-02.late")
    assert late.values["expected"] == "2019-11-01"
    assert late.values["printed"] == "2020-05-01"


def test_without_the_third_row_a_paper_is_missing():
    found = check_career(worked(without=(3,)), on=date(2026, 1, 1))

    assert one(found, "R-STP-01.step").event_ids[0] == named(4)


def test_a_recorded_event_is_judged_as_if_it_came_now():
    told = worked()
    event = told.standing(named(9)).event

    assert check_event(event, told) == check_event(event, worked(without=(9,)))


def test_an_empty_career_has_nothing_to_say():
    assert check_career(Career.of(PERSON, ()), on=date(2026, 1, 1)) == ()


def test_a_pair_that_spoils_each_other_is_told_of_once():
    twin = paper("award.granted", "b", "2020-01-01", code="LDTT", full_name="Lao động tiên tiến")
    first = twin.model_copy(update={"event_id": named("a")})

    found = check_career(career(person(), recruited(), first, twin), on=date(2021, 1, 1))

    assert codes(found, rule="R-GEN-04") == ["R-GEN-04.duplicate"]


def test_claims_are_not_judged():
    claim = paper(
        "salary.stepRaised",
        "claim",
        "2015-01-01",
        new_step=9,
        new_coefficient="9.99",
        grade_code="01.003",
        evidence=Rank.CLAIM,
    )

    found = check_career(career(person(), recruited(), claim), on=date(2021, 1, 1))

    assert codes(found, rule="R-SAL") == []


def test_the_gravest_comes_first_and_what_blocks_refuses():
    unread = paper(
        "transfer.made", "x", "2020-01-01", issued="2020-02-01", number=None, to_unit="Sở"
    )

    found = findings(unread, person(), recruited(), scanned="2020-01-15")

    assert [one.severity for one in found][:2] == [Severity.BLOCK, Severity.BLOCK]
    assert codes(blocking(found)) == ["R-GEN-01.number", "R-GEN-03.afterScan"]
    with pytest.raises(RuleViolation) as refused:
        refuse_blocked(found)
    assert refused.value.code == "rule.blocked"
    assert refused.value.values["rules"] == ("R-GEN-01.number", "R-GEN-03.afterScan")
    refuse_blocked(one for one in found if one.severity is not Severity.BLOCK)


def test_the_wording_of_the_day_is_chosen_and_its_end_is_exclusive():
    sets = (
        RuleSet("old", "A", None, date(2020, 7, 1)),
        RuleSet("new", "B", date(2020, 7, 1)),
    )

    old, new = rule_set_on(sets, date(2020, 6, 30)), rule_set_on(sets, date(2020, 7, 1))

    assert old is not None and old.says == "old"
    assert new is not None and new.says == "new"
    assert rule_set_on(sets[1:], date(2020, 6, 30)) is None
