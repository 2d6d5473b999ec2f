"""What a decision of one person's career writes, in one transaction over several streams.

The paper is assembled if it was not yet, events are recorded or the paper attached to those that
exist, samples drawn, proposals confirmed. It is guarded by the dossiers, the career and the pages
cited: whoever was second gets LedgerConflict, reads and decides again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from pydantic import JsonValue

from archive.drafting import drawn, scanned_on, with_event
from archive.folding import career_of, dossier_of, page_of
from archive.keys import Keys
from archive.ledger import Ledger, Write
from archive.matching import match_events
from archive.policies import policies_of
from archive.registers import Registers, units_of
from domain import mending
from domain.access import Actor
from domain.career import Career
from domain.dossier import BalanceState, Document, Dossier
from domain.errors import RuleViolation
from domain.events.dossier import (
    Description,
    DocumentAssembled,
    DossierEvent,
    ProposalConfirmed,
)
from domain.events.envelope import CareerEvent, PersonEvent
from domain.evidence import Rank, Source
from domain.organisation import Units
from domain.rules.check import check_event, refuse_blocked
from domain.rules.finding import Finding
from domain.standing import Look


@dataclass(frozen=True)
class Outcome:
    """What became of one event. `drawn` None: its type is not sampled."""

    event_id: UUID
    attached: bool
    findings: tuple[Finding, ...]
    look: Look
    drawn: bool | None


class Transaction:
    """What is going to be recorded for one person, as it grows; nothing is written before
    `commit`."""

    def __init__(
        self,
        person_id: UUID,
        dossier_ids: Iterable[UUID],
        *,
        by: Actor,
        ledger: Ledger,
        registers: Registers,
        keys: Keys,
        now: datetime,
    ) -> None:
        """Read how things stand. Raises: Unknown, if there is no such person or dossier."""
        self._by, self._ledger, self._keys, self._now = by, ledger, keys, now
        self._before = career_of(person_id, ledger)
        self.career = self._before
        self.dossiers = {one: dossier_of(one, ledger) for one in dossier_ids}
        self.units: Units = units_of(registers, ledger)
        self.policies = policies_of(ledger)
        self._of_person: list[PersonEvent] = []
        self._of_dossiers: dict[UUID, list[DossierEvent]] = {}
        self._assembled: set[UUID] = set()
        self._pages: set[UUID] = set()

    def record(self, event: CareerEvent) -> Outcome:
        """Record a new event. Raises: RuleViolation: `rule.blocked`."""
        findings = self.findings(event)
        refuse_blocked(findings)
        self._add(event)
        is_drawn = self._draw(event, event.evidence)
        self._guard(event.source)
        look = self.career.standing(event.event_id).look
        return Outcome(event.event_id, False, findings, look, is_drawn)

    def findings(self, event: CareerEvent) -> tuple[Finding, ...]:
        """What the rules say of an event before it is recorded."""
        day = scanned_on(event.source, self._ledger)
        return check_event(
            event, self.career, scanned_on=day, units=self.units, policies=self.policies
        )

    def attach(self, target: UUID, rank: Rank, source: Source) -> Outcome:
        """Add a paper to an event that exists: still one event (domain.md 3.16).

        Raises: Unknown; RuleViolation: the event is out of force.
        """
        standing = self.career.standing(target)
        was_proved = standing.rank.is_paper
        self._add(mending.attach(self.career, target, rank, source, by=self._by, event_id=uuid4()))
        is_drawn = None if was_proved else self._draw(standing.event, rank)
        self._guard(source)
        return Outcome(target, True, (), self.career.standing(target).look, is_drawn)

    def assemble(self, dossier: Dossier, document: Document, description: Description) -> None:
        """A person has seen the paper: which pages it has and what it is, unless that is known."""
        if document.confirmed or document.document_id in self._assembled:
            return
        self._assembled.add(document.document_id)
        self._of_dossiers.setdefault(dossier.dossier_id, []).append(
            DocumentAssembled(
                recorded_by=self._by.id,
                dossier_id=dossier.dossier_id,
                document_id=document.document_id,
                page_ids=document.page_ids,
                description=description,
            )
        )

    def confirm(
        self,
        dossier_id: UUID,
        proposal_id: UUID,
        outcome: Outcome,
        changed_fields: tuple[str, ...],
    ) -> None:
        """Link a proposal to what it became."""
        self._of_dossiers.setdefault(dossier_id, []).append(
            ProposalConfirmed(
                recorded_by=self._by.id,
                dossier_id=dossier_id,
                proposal_id=proposal_id,
                person_id=self.career.person_id,
                event_id=outcome.event_id,
                attached=outcome.attached,
                changed_fields=changed_fields,
            )
        )

    def commit(self) -> int:
        """Write everything or nothing; return the ledger position. Raises: LedgerConflict."""
        writes = [Write(self._before.person_id, tuple(self._of_person), self._before.version)]
        writes += [
            Write(one, tuple(self._of_dossiers.get(one, ())), dossier.version)
            for one, dossier in self.dossiers.items()
        ]
        writes += [
            Write(one, (), page_of(one, self._ledger).version) for one in sorted(self._pages)
        ]
        return self._ledger.record(*writes).position

    def _add(self, event: PersonEvent) -> None:
        self._of_person.append(event)
        self.career = with_event(self.career, event, ledger=self._ledger, now=self._now)

    def _draw(self, event: CareerEvent, rank: Rank) -> bool | None:
        for sample in drawn(event, rank=rank, by=self._by, keys=self._keys, now=self._now):
            self._add(sample)
            return sample.drawn
        return None

    def _guard(self, source: Source | None) -> None:
        if source is not None:
            self._pages |= {citation.page_id for citation in source.citations}


def check_dossier(dossier: Dossier) -> None:
    """Only what is whole and whose person is known is confirmed (domain.md 2.10).

    Raises: RuleViolation: `review.dossierUnbound`, `review.dossierHeld`.
    """
    if dossier.person_id is None:
        raise RuleViolation("review.dossierUnbound", dossier_id=dossier.dossier_id)
    if dossier.balance_state is BalanceState.HELD:
        raise RuleViolation(
            "review.dossierHeld",
            dossier_id=dossier.dossier_id,
            expected=dossier.expected,
            images=dossier.images,
            difference=dossier.difference,
        )


def existing_event(
    event: CareerEvent,
    work: Transaction,
    *,
    document_id: UUID | None,
    attach_to: UUID | None = None,
    as_new: bool = False,
    offers: bool = False,
) -> UUID | None:
    """The recorded event that the paper proves further; None to record a new one.

    Another act of the same paper, which says something else, is another event. `offers`: an event
    that says the same is taken without asking.

    Raises: RuleViolation: `review.alreadyRecorded`: the person has to choose (domain.md 3.16).
    """
    if attach_to is not None:
        return attach_to
    if as_new:
        return None
    for meeting in match_events(event, work.career):
        standing = work.career.standing(meeting.event_id)
        on_this_paper = any(source.document_id == document_id for source in standing.sources)
        if on_this_paper and meeting.differences:
            continue
        if offers and meeting.exact and not meeting.differences:
            return meeting.event_id
        raise RuleViolation(
            "review.alreadyRecorded",
            event_id=meeting.event_id,
            differences=len(meeting.differences),
        )
    return None


def record_or_attach(event: CareerEvent, target: UUID | None, work: Transaction) -> Outcome:
    """Record the event, or prove `target` with its paper. Raises: RuleViolation, Unknown."""
    if target is None:
        return work.record(event)
    if event.source is None:
        raise RuleViolation("review.noPaper")
    return work.attach(target, event.evidence, event.source)


def described_by(event: CareerEvent, read: Description) -> Description:
    """What the paper is: as the machine read it, with what the person keyed of number and day."""
    decision = event.decision or read.decision
    return read.model_copy(
        update={
            "decision": decision,
            "number": (decision.full_no if decision else None) or read.number,
            "issue_date": event.issue_date or read.issue_date,
            "signer": (decision.signer_name if decision else None) or read.signer,
        }
    )


def look_at(career: Career, event_id: UUID) -> Look:
    """How the second look at an event or a mending stands. Raises: Unknown."""
    mending_of = career.mending(event_id)
    return mending_of.look if mending_of is not None else career.standing(event_id).look


def plain(values: Mapping[str, object]) -> dict[str, JsonValue]:
    """A refusal's values as JSON."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> JsonValue:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return str(value)
