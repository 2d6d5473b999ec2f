"""The fold beside a slow oracle, and what no history may do: change what was believed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.career import Career, EvidenceFilter
from domain.events.envelope import CareerEvent, Decision, PersonEvent
from domain.state import State
from tests.kit.careers import PERSON, Book
from tests.kit.examples import examples
from tests.kit.histories import (
    DAYS,
    KINDS,
    Telling,
    a_further_event,
    histories,
    late_histories,
)
from tests.property.oracle import Told, tell

ANY_DAY = DAYS | st.dates(date(2014, 6, 1), date(2032, 6, 1))


def compared(state: State) -> Told:
    """The state in the oracle's plain values."""
    grade = state.grade
    return Told(
        employment=state.employment.value,
        personnel_class=state.personnel_class.value if state.personnel_class else None,
        placement=state.placement,
        posts=[
            (one.post, one.unit, one.effective_date, one.expires_on, one.status.value, one.primary)
            for one in state.posts
        ],
        former=[
            (one.post, one.unit, one.effective_date, one.status.value, one.ended_on)
            for one in state.former_posts
        ],
        grade=(
            grade.grade_code,
            grade.salary_table,
            grade.step,
            grade.coefficient,
            grade.beyond_scale_percent,
        )
        if grade
        else None,
        due=grade.next_step_due if grade else None,
        discipline=[
            (one.form.value if one.form else None, one.effective_date, one.expires_on, one.status)
            for one in state.discipline
        ],
        ratings=[(one.year, one.rating) for one in state.evaluations],
        pension=state.retirement.pension_from if state.retirement else None,
    )


@examples(40)
@given(history=histories() | late_histories(), day=ANY_DAY, data=st.data())
def test_the_fold_equals_the_oracle_on_every_day_known_at_every_position(
    history: list[PersonEvent], day: date, data: st.DataObject
):
    book = Book(*history)
    known = data.draw(st.integers(1, len(history)))

    for position in {known, len(history)}:
        told = tell(book.recorded, day, position)
        told.posts.sort(key=lambda one: (not one[5], one[2]))
        assert compared(book.career.state_as_of(day, position)) == told


@examples(25)
@given(
    history=histories() | late_histories(),
    days=st.lists(ANY_DAY, max_size=12),
    evidence=st.sampled_from(EvidenceFilter),
)
def test_the_states_on_many_days_are_those_of_each_day(
    history: list[PersonEvent], days: list[date], evidence: EvidenceFilter
):
    career = Book(*history).career

    assert career.states_on(days, evidence=evidence) == {
        day: career.state_as_of(day, evidence=evidence) for day in days
    }


@examples(50)
@given(history=histories(), days=st.lists(ANY_DAY, max_size=12))
def test_one_walk_gives_them_where_no_decision_was_touched(
    history: list[PersonEvent], days: list[date]
):
    facts = Telling(tuple(history)).facts
    career = Book(*facts).career

    assert career.states_on(days) == {day: career.state_as_of(day) for day in days}


@examples(25)
@given(history=late_histories(), day=ANY_DAY, data=st.data())
def test_the_order_of_recording_changes_no_state_of_today_but_where_r_gen_08_ties(
    history: list[PersonEvent], day: date, data: st.DataObject
):
    """Told apart by their number they never tie. What the archive did to its records has an order
    of its own, and keeps it."""
    facts = [
        event.model_copy(
            update={"decision": Decision(full_no=f"{no}/QĐ-SNV", doc_type="QUYET_DINH")}
        )
        for no, event in enumerate(history)
        if isinstance(event, CareerEvent)
    ]
    others = [event for event in history if not isinstance(event, CareerEvent)]
    moved = data.draw(st.permutations(facts))

    first, second = Book(*facts, *others).career, Book(*moved, *others).career

    assert first.state_as_of(day) == second.state_as_of(day)
    assert [one.event_id for one in first.timeline()] == [one.event_id for one in second.timeline()]


class Believing(RuleBasedStateMachine):
    """A stream that grows: what was believed at each position, of some days, is believed still."""

    def __init__(self) -> None:
        super().__init__()
        self.told = Telling()
        self.book = Book()
        self.believed: list[tuple[int, date, State]] = []

    @rule(data=st.data())
    def something_more_is_recorded(self, data: st.DataObject) -> None:
        event = data.draw(a_further_event(self.told))
        self.told = Telling((*self.told.events, event))
        self.book.tell(event)

    @precondition(lambda self: self.book.recorded)
    @rule(day=ANY_DAY)
    def somebody_asks(self, day: date) -> None:
        self.believed.append((len(self.book.recorded), day, self.book.career.state_as_of(day)))

    def teardown(self) -> None:
        """What was believed is never changed."""
        career = self.book.career
        for position, day, state in self.believed:
            assert career.state_as_of(day, position) == state

    @invariant()
    def every_fact_stands_somewhere(self) -> None:
        recorded = {one.event_id for one in self.told.events if isinstance(one, CareerEvent)}
        assert {one.event_id for one in self.book.career.standings} == recorded


Believing.TestCase.settings = settings(examples(10), stateful_step_count=30)
TestBelieving = Believing.TestCase


@pytest.mark.parametrize("topic", sorted(KINDS))
def test_the_oracle_knows_every_kind_of_fact_of_the_histories(topic: str):
    assert topic in {kind.topic for kind in CareerEvent.__subclasses__()}


def test_a_career_of_nothing_is_told_as_nothing():
    assert compared(Career.of(PERSON, ()).state_as_of(date(2026, 1, 1))) == tell(
        (), date(2026, 1, 1)
    )
