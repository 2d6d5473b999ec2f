"""How a proposal looks against the rules, the person's record and the rest of its dossier."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid4

from pydantic import Field, JsonValue

from archive.confirming import Desk
from archive.deciding import check_dossier, plain
from archive.drafting import Found, doubted_fields, drafted, resolved, scanned_on
from archive.folding import career_of
from archive.matching import Meeting, PersonMatch, match_events, match_person
from archive.policies import policies_of
from archive.registers import units_of
from domain.career import Career
from domain.dossier import ProposalState
from domain.errors import RuleViolation
from domain.events.envelope import CareerEvent
from domain.frozen import Frozen
from domain.organisation import Units
from domain.rules.check import check_event
from domain.rules.finding import Finding, Severity

_DOUBTS = ("review.why.marksDiffer", "R-ORG-01.")
"""Ask to be looked at and contradict nothing: a faded mark, a unit not in the directory yet."""


class Risk(StrEnum):
    """In the order of the work list."""

    CONFLICT = "CONFLICT"
    UNSURE = "UNSURE"
    SURE = "SURE"
    WAITING = "WAITING"


class Reason(Frozen):
    """A sentence about a proposal: its code and the values that fill it."""

    code: str
    values: dict[str, JsonValue] = Field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """A proposal as the rules and the record see it. `event` None: its fields make none yet."""

    found: Found
    person: PersonMatch
    event: CareerEvent | None
    findings: tuple[Finding, ...]
    meetings: tuple[Meeting, ...]
    obstacles: tuple[Reason, ...]

    @property
    def why(self) -> tuple[Reason, ...]:
        """What contradicts something."""
        reasons = [
            Reason(code=one.code, values=one.values)
            for one in self.findings
            if one.severity is not Severity.INFO
        ]
        if self.person.foreign and self.found.read.list_row is None:
            reasons.append(Reason(code="review.why.otherPerson"))
        elif self.person.person_id is None:
            count = len(self.person.candidates)
            code = "review.why.personUndecided" if count else "review.why.personUnknown"
            reasons.append(Reason(code=code, values={"candidates": count}))
        elif self.person.chosen is not None and self.person.chosen.marks_differ:
            reasons.append(Reason(code="review.why.marksDiffer"))
        reasons += [
            Reason(code="review.why.differs", values={"differences": len(one.differences)})
            for one in self.meetings
            if one.differences
        ]
        if self.event is None:
            reasons.append(Reason(code="review.why.incomplete"))
        return tuple(reasons)

    @property
    def is_waiting(self) -> bool:
        return any(one.code.startswith("review.dossier") for one in self.obstacles)

    @property
    def risk(self) -> Risk:
        if self.is_waiting:
            return Risk.WAITING
        if any(not one.code.startswith(_DOUBTS) for one in self.why):
            return Risk.CONFLICT
        return Risk.UNSURE if doubted_fields(self.found.read) or self.why else Risk.SURE


class Judge:
    """Judges proposals one after the other, reading each person and the units once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.units: Units = units_of(desk.registers, desk.ledger)
        self.policies = policies_of(desk.ledger)
        self._careers: dict[UUID, Career] = {}

    def judge(self, found: Found) -> Judged:
        desk = self.desk
        person = match_person(
            found.read.person,
            found.dossier,
            ledger=desk.ledger,
            registers=desk.registers,
            keys=desk.keys,
        )
        obstacles = list(_obstacles(found, person))
        career = self._career(person.person_id)
        event: CareerEvent | None = None
        findings: tuple[Finding, ...] = ()
        meetings: tuple[Meeting, ...] = ()
        try:
            event = drafted(found, career.person_id, {}, rank=None, by=desk.by, ledger=desk.ledger)
        except RuleViolation as refusal:
            obstacles.append(Reason(code=refusal.code, values=plain(refusal.values)))
        else:
            event = resolved(event, career, self.units)
            day = scanned_on(event.source, desk.ledger)
            findings = check_event(
                event, career, scanned_on=day, units=self.units, policies=self.policies
            )
            meetings = tuple(
                one
                for one in match_events(event, career)
                if one.event_id != found.proposal.event_id
            )
        if any(one.severity is Severity.BLOCK for one in findings):
            obstacles.append(Reason(code="review.blocked"))
        return Judged(found, person, event, findings, meetings, tuple(obstacles))

    def _career(self, person_id: UUID | None) -> Career:
        """Nobody's, while it is not known whose: the paper is still held against the rules."""
        if person_id is None:
            return Career.of(uuid4(), ())
        if person_id not in self._careers:
            self._careers[person_id] = career_of(person_id, self.desk.ledger)
        return self._careers[person_id]


def _obstacles(found: Found, person: PersonMatch) -> Iterable[Reason]:
    if found.proposal.state is not ProposalState.PENDING:
        yield Reason(code="review.alreadyDecided", values={"state": found.proposal.state.value})
    try:
        check_dossier(found.dossier)
    except RuleViolation as refusal:
        yield Reason(code=refusal.code, values=plain(refusal.values))
    if person.foreign and found.read.list_row is None:
        yield Reason(code="review.otherPerson")
    elif person.person_id is None:
        count = len(person.candidates)
        yield Reason(code="review.personUndecided", values={"candidates": count})
