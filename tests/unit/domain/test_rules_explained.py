"""A named person explains a finding; it comes back when what it rests on has changed."""

from datetime import date

from domain.events.acts import FindingExplained
from domain.rules.check import check_career
from domain.rules.explained import Explanations
from domain.rules.finding import Finding
from tests.kit.careers import A_COLLEAGUE, AN_ARCHIVIST, PERSON, Book, named
from tests.kit.verdicts import one, paper, person, recruited

TODAY = date(2021, 1, 1)
RULE = "R-STM-01.postNotHeld"


def told() -> Book:
    odd = paper("reappointment.made", "odd", "2020-01-01", post="Trưởng phòng", term_months=60)
    return Book(person(), recruited(), odd)


def explained(finding: Finding, name: str = "why", *, version: int = 1) -> FindingExplained:
    return FindingExplained(
        event_id=named(name),
        person_id=PERSON,
        recorded_by=AN_ARCHIVIST.id,
        rule=finding.rule,
        rule_version=version,
        event_ids=finding.event_ids,
        why="the first decision burned in 2016",
    )


def now(book: Book, code: str = RULE, on: date = TODAY) -> tuple[Finding, str | None]:
    """The finding as it is, and why it stands."""
    finding = one(check_career(book.career, on=on), code)
    explanation = Explanations(book.career, on=on).of(finding)
    return finding, explanation.why if explanation else None


def test_a_finding_is_explained_by_a_named_person_for_its_very_events():
    book = told()

    finding, before = now(book)
    book.tell(explained(finding))

    assert before is None
    assert now(book)[1] == "the first decision burned in 2016"


def test_another_version_of_the_rule_or_other_events_are_not_explained():
    book = told()
    finding, _ = now(book)
    book.tell(explained(finding, version=2))
    book.tell(
        explained(finding, "other").model_copy(update={"event_ids": (named("hired"),)}),
    )

    assert now(book)[1] is None


def test_it_comes_back_when_a_correction_changes_what_it_says():
    book = told()
    finding, _ = now(book)
    book.tell(explained(finding))
    book.corrected("fix", "odd", "post", "Phó Trưởng phòng")
    still, why = now(book)
    assert why is not None, "a correction that nobody has verified changes nothing"

    book.verified("fix", by=A_COLLEAGUE)
    changed, why = now(book)

    assert still.event_ids == changed.event_ids
    assert changed.values["post"] == "Phó Trưởng phòng"
    assert why is None
    book.tell(explained(changed, "again"))
    assert now(book)[1] == "the first decision burned in 2016"


def test_an_event_that_has_nothing_to_do_with_it_leaves_it_explained():
    book = told()
    finding, _ = now(book)
    book.tell(explained(finding))
    book.tell(paper("award.granted", "lt", "2020-12-01", code="LDTT", full_name="Lao động"))

    assert now(book)[1] is not None


def test_what_is_said_of_a_day_stays_explained_on_the_next():
    post = paper("appointment.made", "post", "2015-01-01", post="Trưởng phòng", term_months=60)
    book = Book(person(), recruited(), post)
    finding, _ = now(book, "R-APT-06.expired")
    book.tell(explained(finding))

    assert now(book, "R-APT-06.expired", date(2021, 6, 1))[1] is not None
