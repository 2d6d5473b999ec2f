"""A person decides what the machine proposed: confirms, attaches, or rejects it.

The paper, the career event and the link between them are one transaction (archive/deciding.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import Field, JsonValue

from archive.deciding import (
    Transaction,
    check_dossier,
    described_by,
    existing_event,
    record_or_attach,
)
from archive.drafting import (
    Found,
    drafted,
    find_proposal,
    found_in,
    reading_of,
    resolved,
)
from archive.folding import dossier_of, retried, scope_of
from archive.keys import Keys
from archive.ledger import Ledger, Write
from archive.matching import match_person
from archive.objects import ObjectStore
from archive.registers import Registers
from domain.access import Action, Actor, require
from domain.dossier import ProposalState
from domain.errors import RuleViolation, Unknown
from domain.events.dossier import Description, ProposalRejected
from domain.events.envelope import CareerEvent
from domain.evidence import Rank
from domain.frozen import Frozen
from domain.rules.finding import Finding
from domain.standing import Look


class Choice(Frozen):
    """What a person decided about a proposal; all empty: as the machine says.

    `changes` are fields of the form by name, None clears one. `attach_to` proves an event that
    exists; `as_new` records although one like it exists. `person_id` is whom the paper means.
    """

    person_id: UUID | None = None
    changes: dict[str, JsonValue] = Field(default_factory=dict)
    rank: Rank | None = None
    attach_to: UUID | None = None
    as_new: bool = False
    description: Description | None = None


class Confirmed(Frozen):
    """`findings` warn of what was recorded. `drawn` None: this type is not sampled."""

    position: int
    proposal_id: UUID
    document_id: UUID
    person_id: UUID
    event_id: UUID
    attached: bool
    changed_fields: tuple[str, ...]
    findings: tuple[Finding, ...]
    look: Look
    drawn: bool | None


AS_READ = Choice()
_SHORTEST_REASON = 3


@dataclass(frozen=True)
class Desk:
    """Who decides, and what a decision reads."""

    by: Actor
    ledger: Ledger
    objects: ObjectStore
    registers: Registers
    keys: Keys
    now: datetime

    def found(self, pick: "Pick") -> Found:
        return found_in(dossier_of(pick.dossier_id, self.ledger), pick.proposal_id, self.objects)


@dataclass(frozen=True)
class Pick:
    """A proposal taken up, and what the person chose. `offers`: attach to a recorded event that
    says the same, unasked: a further copy of a decision."""

    dossier_id: UUID
    proposal_id: UUID
    choice: Choice
    offers: bool = False


def confirm_proposal(
    proposal_id: UUID,
    choice: Choice = AS_READ,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    keys: Keys,
    now: datetime,
) -> Confirmed:
    """Record the event that the machine proposed, as the person chose.

    Raises:
        RuleViolation: `review.*` with the cure; `rule.blocked`; `event.fieldsInvalid`.
        Unknown, NotAllowed, LedgerConflict.
    """
    desk = Desk(by, ledger, objects, registers, keys, now)
    found = find_proposal(proposal_id, ledger=ledger, objects=objects, registers=registers)
    require(by, Action.CONFIRM, scope_of(found.dossier), on=now)
    pick = Pick(found.dossier.dossier_id, proposal_id, choice)

    def attempt() -> Confirmed:
        again = desk.found(pick)
        check_open(again)
        return confirm_together((pick,), whom(again, choice, desk), desk)[0]

    return retried(attempt)


def check_open(found: Found) -> None:
    """Raises: RuleViolation: `review.alreadyDecided`; as `check_dossier`."""
    if found.proposal.state is not ProposalState.PENDING:
        raise RuleViolation("review.alreadyDecided", state=found.proposal.state.value)
    check_dossier(found.dossier)


def whom(found: Found, choice: Choice, desk: Desk) -> UUID:
    """Whose event it is: whom the person chose, else whom the paper certainly means.

    Raises: RuleViolation: `review.personUndecided`; `review.otherPerson`, where a paper on one
        person names another than the dossier's: it may be misfiled.
    """
    if choice.person_id is not None:
        return choice.person_id
    match = match_person(
        found.read.person,
        found.dossier,
        ledger=desk.ledger,
        registers=desk.registers,
        keys=desk.keys,
    )
    if match.foreign and found.read.list_row is None:
        raise RuleViolation("review.otherPerson", dossier_id=found.dossier.dossier_id)
    if match.person_id is None:
        raise RuleViolation("review.personUndecided", candidates=len(match.candidates))
    return match.person_id


def confirm_together(picks: Sequence[Pick], person_id: UUID, desk: Desk) -> tuple[Confirmed, ...]:
    """Read, decide and record what one person's picks say, in one transaction.

    Raises: RuleViolation, Unknown, LedgerConflict: nothing was recorded.
    """
    work = Transaction(
        person_id,
        {pick.dossier_id for pick in picks},
        by=desk.by,
        ledger=desk.ledger,
        registers=desk.registers,
        keys=desk.keys,
        now=desk.now,
    )
    decided = [_decide(pick, work, desk) for pick in picks]
    position = work.commit()
    return tuple(one.model_copy(update={"position": position}) for one in decided)


def _decide(pick: Pick, work: Transaction, desk: Desk) -> Confirmed:
    """Decide one proposal on top of what the transaction holds already."""
    found = found_in(work.dossiers[pick.dossier_id], pick.proposal_id, desk.objects)
    check_open(found)
    choice, person_id = pick.choice, work.career.person_id
    event = resolved(
        drafted(found, person_id, choice.changes, rank=choice.rank, by=desk.by, ledger=desk.ledger),
        work.career,
        work.units,
    )
    target = existing_event(
        event,
        work,
        document_id=found.document.document_id,
        attach_to=choice.attach_to,
        as_new=choice.as_new,
        offers=pick.offers,
    )
    outcome = record_or_attach(event, target, work)
    work.assemble(
        found.dossier, found.document, choice.description or _described(found, event, desk)
    )
    changed = tuple(sorted(choice.changes))
    work.confirm(pick.dossier_id, pick.proposal_id, outcome, changed)
    return Confirmed(
        position=0,
        proposal_id=pick.proposal_id,
        document_id=found.document.document_id,
        person_id=person_id,
        event_id=outcome.event_id,
        attached=outcome.attached,
        changed_fields=changed,
        findings=outcome.findings,
        look=outcome.look,
        drawn=outcome.drawn,
    )


def _described(found: Found, event: CareerEvent, desk: Desk) -> Description:
    reading = reading_of(found.document, desk.objects)
    read = reading.description if reading else Description(doc_type=found.document.doc_type)
    return described_by(event, read)


def reject_proposal(
    proposal_id: UUID,
    why: str,
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    now: datetime,
) -> int:
    """A person says that the paper does not say this; return the ledger position.

    A held or unbound dossier's proposals may be rejected: nothing enters a career.

    Raises: NotAllowed, Unknown, LedgerConflict; RuleViolation: `review.alreadyDecided`,
        `review.reasonMissing`.
    """
    row = registers.proposal(proposal_id)
    if row is None:
        raise Unknown("proposal.unknown", proposal_id=proposal_id)
    require(by, Action.CONFIRM, scope_of(dossier_of(row.dossier_id, ledger)), on=now)
    reason = why.strip()
    if len(reason) < _SHORTEST_REASON:
        raise RuleViolation("review.reasonMissing")

    def attempt() -> int:
        dossier = dossier_of(row.dossier_id, ledger)
        proposal = dossier.proposal(proposal_id)
        if proposal.state is not ProposalState.PENDING:
            raise RuleViolation("review.alreadyDecided", state=proposal.state.value)
        event = ProposalRejected(
            recorded_by=by.id,
            dossier_id=dossier.dossier_id,
            proposal_id=proposal_id,
            why=reason,
        )
        return ledger.record(Write(dossier.dossier_id, (event,), dossier.version)).position

    return retried(attempt)
