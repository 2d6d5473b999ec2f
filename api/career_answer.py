"""A career as programs get it: the state on a day, as known at a moment, and nothing unnamed.

The whole answer, with the events behind each value, is `CareerAnswer`; see archive/replay.py.
"""

from datetime import date, datetime
from uuid import UUID

from api.messages import Language, Messages
from archive.replay import CareerAnswer, EventEvidence
from domain.career import EvidenceFilter
from domain.frozen import Frozen
from domain.rules.finding import Finding
from domain.state import State


class FindingSaid(Finding):
    """A finding with its sentence in both languages."""

    sentence_vi: str
    sentence_en: str


class CareerForPrograms(Frozen):
    """`knownAt` null: everything recorded by now, up to `position`. Dates are ISO 8601 or EDTF.

    `timeline` holds the events that the filter lets through, in the order of the career, each with
    its evidence. `withheld`: how many further events it leaves out.
    """

    person: UUID
    on: date
    known_at: datetime | None
    evidence_filter: EvidenceFilter
    position: int
    state: State
    timeline: tuple[EventEvidence, ...]
    findings: tuple[FindingSaid, ...]
    withheld: int


def for_programs(answer: CareerAnswer) -> CareerForPrograms:
    events = {one.event_id: one for one in answer.events}
    return CareerForPrograms(
        person=answer.person_id,
        on=answer.valid_on,
        known_at=answer.known_at,
        evidence_filter=answer.evidence,
        position=answer.position,
        state=answer.state,
        timeline=tuple(events[event_id] for event_id in answer.timeline),
        findings=tuple(_said(one) for one in answer.findings),
        withheld=answer.outside,
    )


def _said(finding: Finding) -> FindingSaid:
    vi, en = (
        Messages(one).say(finding.code, **finding.values) for one in (Language.VI, Language.EN)
    )
    fields = {name: getattr(finding, name) for name in Finding.model_fields}
    return FindingSaid(**fields, sentence_vi=vi, sentence_en=en)
