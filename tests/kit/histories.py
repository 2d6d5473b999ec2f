"""Random histories of a career, for properties: plausible facts in any order, acts of the
authority on them, mendings by the archive, looks. Everything refers back.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from domain.events.acts import (
    EventVerified,
    FieldChange,
    RecordAnnulled,
    RecordCorrected,
    RecordReinstated,
)
from domain.events.envelope import CareerEvent, PersonEvent
from tests.kit.careers import A_COLLEAGUE, AN_ARCHIVIST, PERSON, fact, named

A1 = ["2.34", "2.67", "3.00", "3.33", "3.66", "3.99", "4.32", "4.65", "4.98"]
A21 = ["4.40", "4.74", "5.08", "5.42", "5.76", "6.10", "6.44", "6.78"]

DAYS = st.sampled_from(
    [
        date(year, month, day)
        for year in range(2015, 2027)
        for month, day in ((1, 1), (3, 1), (3, 31), (7, 15), (8, 15), (12, 1))
    ]
)
UNITS = st.sampled_from(["Sở Nội vụ", "Sở Tài chính"])
POSTS = st.sampled_from(["Trưởng phòng", "Phó Trưởng phòng", "Giám đốc"])
CLASSES = st.sampled_from(["CAN_BO", "CONG_CHUC", "VIEN_CHUC"])
TERMS = st.sampled_from([None, 6, 12, 60])
STEPS = st.integers(1, 9)


def _payload(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            name: value if isinstance(value, st.SearchStrategy) else st.just(value)
            for name, value in fields.items()
        }
    )


def _stepped(**more: Any) -> st.SearchStrategy[dict[str, Any]]:
    def with_step(step: int) -> st.SearchStrategy[dict[str, Any]]:
        return _payload(grade_code="01.003", step=step, coefficient=A1[step - 1], **more)

    return STEPS.flatmap(with_step)


def _or_without_grade(**more: Any) -> st.SearchStrategy[dict[str, Any]]:
    return _payload(**more) | _stepped(**more)


_POST = {"post": POSTS, "unit": UNITS}
KINDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "recruitment.made": _or_without_grade(
        unit=UNITS,
        personnel_class=CLASSES,
        pay_percent=st.sampled_from([None, 85, 100]),
        probation_months=st.sampled_from([None, 12]),
    ),
    "reception.made": _or_without_grade(unit=UNITS, to_class=st.none() | CLASSES),
    "probation.ended": _payload(),
    "class.changed": _payload(to_class=CLASSES),
    "grade.assigned": _stepped(),
    "appointment.made": _payload(**_POST, term_months=TERMS, concurrent=st.booleans()),
    "reappointment.made": _payload(**_POST, term_months=TERMS),
    "acting.assigned": _payload(
        **_POST, term_months=TERMS, mode=st.sampled_from(["ACTING_Q", "IN_CHARGE"])
    ),
    "term.extended": _payload(**_POST, term_months=st.sampled_from([6, 12])),
    "post.relieved": _payload(**_POST),
    "resignation.accepted": _payload(**_POST),
    "dismissal.made": _payload(**_POST),
    "transfer.made": _payload(to_unit=UNITS),
    "placement.changed": _payload(to_unit=UNITS),
    "secondment.started": _payload(to_unit=UNITS, term_months=TERMS),
    "secondment.extended": _payload(term_months=TERMS),
    "secondment.ended": _payload(),
    "suspension.started": _payload(term_days=st.sampled_from([None, 15, 90])),
    "suspension.ended": _payload(),
    "unpaidLeave.started": _payload(term_months=TERMS),
    "unpaidLeave.ended": _payload(),
    "studyLeave.started": _payload(
        term_months=TERMS, on_payroll=st.sampled_from([None, True, False])
    ),
    "studyLeave.ended": _payload(),
    "salary.stepRaised": STEPS.map(
        lambda step: {"new_step": step, "new_coefficient": Decimal(A1[step - 1])}
    ),
    "salary.beyondScaleSet": _payload(new_percent=st.sampled_from([5, 6, 11])),
    "salary.raiseDelayed": _payload(
        months=st.sampled_from([3, 6, 12]),
        cause=st.sampled_from(["KHIEN_TRACH", "CANH_CAO", "NOT_COMPLETED", "OTHER"]),
    ),
    "grade.promoted": st.integers(1, 3).map(
        lambda step: {
            "old_grade_code": "01.003",
            "new_grade_code": "01.002",
            "step": step,
            "new_coefficient": Decimal(A21[step - 1]),
        }
    ),
    "discipline.imposed": _payload(
        form=st.sampled_from(
            [
                "KHIEN_TRACH",
                "CANH_CAO",
                "HA_BAC_LUONG",
                "GIANG_CHUC",
                "CACH_CHUC",
                "BAI_NHIEM",
                "BUOC_THOI_VIEC",
            ]
        ),
        duration_months=st.sampled_from([0, 12, 24]),
    ),
    "evaluation.recorded": _payload(
        year=st.integers(2015, 2025), rating=st.sampled_from(["TOT", "HOAN_THANH", "KHONG"])
    ),
    "retirement.decided": _payload(),
    "service.terminated": _payload(ground="theo nguyện vọng"),
}
"""By topic, the fields that its facts have; what the oracle of careers understands."""

_RARE = frozenset({"retirement.decided", "service.terminated"})
TOPICS = [topic for topic in KINDS for _ in range(1 if topic in _RARE else 3)]

CHANGEABLE: dict[str, st.SearchStrategy[list[tuple[str, Any]]]] = {
    "appointment.made": TERMS.map(lambda months: [("term_months", months)]),
    "secondment.started": TERMS.map(lambda months: [("term_months", months)]),
    "salary.stepRaised": STEPS.map(
        lambda step: [("new_step", step), ("new_coefficient", A1[step - 1])]
    ),
    "discipline.imposed": st.sampled_from([0, 6, 24]).map(
        lambda months: [("duration_months", months)]
    ),
}
"""What a correction or an amendment changes in a fact, by its topic."""

ACTS = st.sampled_from(
    [
        "decision.revoked EX_TUNC",
        "decision.revoked EX_NUNC",
        "decision.replaced",
        "decision.suspended",
        "decision.corrected",
        "decision.amended",
    ]
)


@dataclass(frozen=True)
class Telling:
    """A history as it is being written: what there is to refer to."""

    events: tuple[PersonEvent, ...] = ()

    @property
    def facts(self) -> list[CareerEvent]:
        return [event for event in self.events if type(event).topic in KINDS]  # type: ignore[misc]

    @property
    def acts(self) -> list[PersonEvent]:
        return [event for event in self.events if event.topic.startswith("decision.")]

    @property
    def mendings(self) -> list[PersonEvent]:
        return [event for event in self.events if event.topic.startswith("record.")]


@st.composite
def a_fact(draw: st.DrawFn, no: int) -> CareerEvent:
    topic = draw(st.sampled_from(TOPICS))
    day = draw(DAYS)
    issued = draw(st.sampled_from([None, day]) | DAYS)
    return fact(
        topic,
        f"event {no}",
        str(day),
        issued=str(issued) if issued else None,
        number=draw(st.sampled_from([None, "7/QĐ-SNV", "12/QĐ-SNV"])),
        **draw(KINDS[topic]),
    )


def _changes(fields: list[tuple[str, Any]]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(field=name, before=None, after=after) for name, after in fields)


@st.composite
def an_act(draw: st.DrawFn, no: int, told: Telling) -> CareerEvent:
    """On a fact; or it takes back an act that was told before it, so that no circle is closed."""
    day = str(draw(DAYS))
    if told.acts and draw(st.integers(0, 4)) == 0:
        target: Any = draw(st.sampled_from(told.acts))
        return fact(
            "decision.revoked", f"event {no}", day, target=target.event_id, void_mode="EX_TUNC"
        )
    target = draw(st.sampled_from(told.facts))
    topic, _, mode = draw(ACTS).partition(" ")
    more: dict[str, Any] = {"void_mode": mode} if mode else {}
    if topic in ("decision.corrected", "decision.amended"):
        if target.topic not in CHANGEABLE:
            topic, more = "decision.revoked", {"void_mode": "EX_TUNC"}
        else:
            more = {"changes": _changes(draw(CHANGEABLE[target.topic]))}
    if topic == "decision.suspended":
        more = {"term_months": draw(st.sampled_from([None, 3, 24]))}
    return fact(topic, f"event {no}", day, target=target.event_id, **more)


@st.composite
def a_mending(draw: st.DrawFn, no: int, told: Telling) -> PersonEvent:
    """Of a fact, or of a mending of it."""
    target: Any = draw(st.sampled_from([*told.facts, *told.mendings]))
    common: dict[str, Any] = {
        "event_id": named(f"event {no}"),
        "person_id": PERSON,
        "recorded_by": AN_ARCHIVIST.id,
        "target": target.event_id,
        "why": "because",
    }
    original: Any = target
    for _ in told.events:
        original = next(
            (one for one in told.events if one.event_id == getattr(original, "target", None)),
            original,
        )
    match draw(st.sampled_from(["corrected", "annulled", "reinstated"])):
        case "annulled":
            return RecordAnnulled(**common)
        case "reinstated":
            return RecordReinstated(**common)
        case _:
            moved = DAYS.map(lambda day: [("effective_date", str(day))])
            fields = draw(CHANGEABLE.get(original.topic, moved) | moved)
            return RecordCorrected(changes=_changes(fields), **common)


def a_look(no: int, target: PersonEvent, *, by_another: bool) -> PersonEvent:
    return EventVerified(
        event_id=named(f"event {no}"),
        person_id=PERSON,
        recorded_by=(A_COLLEAGUE if by_another else AN_ARCHIVIST).id,
        target=target.event_id,
    )


@st.composite
def a_further_event(draw: st.DrawFn, told: Telling) -> PersonEvent:
    no = len(told.events)
    what = draw(st.integers(0, 9))
    if what < 6 or not told.facts:
        return draw(a_fact(no))
    if what < 8:
        return draw(an_act(no, told))
    if what == 8 or not told.mendings:
        return draw(a_mending(no, told))
    target = draw(st.sampled_from(told.mendings))
    return a_look(no, target, by_another=draw(st.integers(0, 5)) > 0)


@st.composite
def histories(draw: st.DrawFn, *, longest: int = 25) -> list[PersonEvent]:
    told = Telling()
    for _ in range(draw(st.integers(1, longest))):
        told = Telling((*told.events, draw(a_further_event(told))))
    return list(told.events)


@st.composite
def late_histories(draw: st.DrawFn, *, longest: int = 20) -> list[PersonEvent]:
    """The same, recorded in another order: acts and annulments before what they concern. A look
    stays behind what was looked at, and mendings keep their order."""
    events = draw(histories(longest=longest))
    facts = [event for event in events if isinstance(event, CareerEvent)]
    others = [event for event in events if not isinstance(event, CareerEvent)]
    told: list[PersonEvent] = []
    shuffled = draw(st.permutations(facts))
    for event in shuffled:
        while others and draw(st.booleans()):
            told.append(others.pop(0))
        told.append(event)
    return [*told, *others]
