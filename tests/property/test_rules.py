"""Whatever was recorded, the rules say something and never fail."""

from datetime import date

from hypothesis import given

from domain.career import Career
from domain.events.envelope import CareerEvent, PersonEvent
from domain.rules.check import check_career, check_event
from domain.rules.finding import Severity
from tests.kit.careers import PERSON, Book
from tests.property.test_replay import ANYTHING, CAREER, DAYS, HISTORIES, histories


@HISTORIES
@given(history=histories(ANYTHING), on=DAYS)
def test_no_history_makes_a_rule_fail(history: list[PersonEvent], on: date):
    career = Book(*history).career

    found = check_career(career, on=on)

    known = {standing.event_id for standing in career.standings}
    for finding in found:
        assert finding.code.startswith(f"{finding.rule}.")
        assert set(finding.event_ids) <= known
        assert finding.model_dump_json()
    assert check_career(Career.of(PERSON, career.recorded), on=on) == found


@HISTORIES
@given(history=histories(CAREER, longest=12), more=histories(CAREER, longest=3), scanned=DAYS)
def test_no_event_makes_a_rule_fail(
    history: list[PersonEvent], more: list[PersonEvent], scanned: date
):
    career = Book(*history).career

    for event in more:
        assert isinstance(event, CareerEvent)
        found = check_event(event, career, scanned_on=scanned)
        assert all(finding.event_ids[0] == event.event_id for finding in found)
        order = [list(Severity).index(finding.severity) for finding in found]
        assert order == sorted(order)
