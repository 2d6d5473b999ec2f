"""What waits for a person, riskiest first, and each proposal beside its paper.

The machine only pre-fills (domain.md 4.9), and a person's attention is what is scarce: so what
contradicts something comes first, then what the machine doubts, the least certain first, then
what it is sure of. What nobody can decide yet, because its dossier is held or unbound, comes last:
first in the list it would only stand in the way.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from archive.access_log import AccessLog
from archive.confirming import Desk
from archive.drafting import Found, find_proposal, found_in, read_rank, read_values
from archive.folding import dossier_of, played_clock, scope_of
from archive.judging import Judge, Judged, Reason, Risk
from archive.keys import Keys
from archive.ledger import Ledger
from archive.matching import Meeting, PersonMatch
from archive.noting import Reader
from archive.objects import ObjectStore
from archive.registers import ProposalRow, Registers
from archive.views import DocumentView, FieldView, document_view, proposed_fields
from domain import forms
from domain.access import Action, Actor, may, require_somewhere
from domain.dossier import ProposalState
from domain.evidence import Rank
from domain.frozen import Frozen
from domain.rules.finding import Finding, Severity

_ORDER = tuple(Risk)
_RANKED = 300
"""So many proposals are judged by the rules to be ranked; behind, the register's order holds."""


class WorkItem(Frozen):
    """A pending proposal in the list. `person_name` as the paper prints it."""

    proposal_id: UUID
    document_id: UUID
    dossier_id: UUID
    dossier_name: str
    event_type: str
    person_name: str
    person_id: UUID | None
    full_no: str | None
    issue_date: str | None
    effective_date: str | None
    risk: Risk
    confidence: float
    findings: tuple[Finding, ...]
    why: tuple[Reason, ...]
    batch_id: UUID | None
    list_row: int | None
    made_at: datetime


class WorkList(Frozen):
    """`total` and `counts` are of all that the actor may decide, `items` the first of them."""

    items: tuple[WorkItem, ...]
    total: int
    counts: dict[Risk, int]
    position: int
    played_clock: bool


class CopyView(Frozen):
    """The same decision in another dossier."""

    dossier_id: UUID
    dossier_name: str
    document_id: UUID
    proposal_id: UUID
    state: ProposalState


class ProposalView(Frozen):
    """A proposal beside its paper: everything that a person needs to decide it.

    `rank` is what the paper shows itself to be. `obstacles` are why it cannot be confirmed as it
    stands, each with its cure; `why` is what makes it risky.
    """

    proposal_id: UUID
    state: ProposalState
    event_type: str
    label_vi: str
    label_en: str
    event_id: UUID | None
    batch_id: UUID | None
    list_row: int | None
    risk: Risk
    why: tuple[Reason, ...]
    confidence: float
    rank: Rank
    fields: tuple[FieldView, ...]
    document: DocumentView
    person: PersonMatch
    findings: tuple[Finding, ...]
    meetings: tuple[Meeting, ...]
    siblings: tuple[UUID, ...]
    copies: tuple[CopyView, ...]
    confirmable: bool
    obstacles: tuple[Reason, ...]
    position: int
    played_clock: bool


def work_list(
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    keys: Keys,
    now: datetime,
    dossier_id: UUID | None = None,
    batch_id: UUID | None = None,
    event_type: str | None = None,
    risks: frozenset[Risk] | None = None,
    limit: int = 50,
) -> WorkList:
    """Pending proposals that the actor may decide, riskiest first.

    Args:
        batch_id: of an accession.
        limit: how many items; the counts are of all.

    Raises: NotAllowed, ObjectMissing, ObjectCorrupt.
    """
    require_somewhere(by, Action.CONFIRM, on=now)
    desk = Desk(by, ledger, objects, registers, keys, now)
    judge = Judge(desk)
    rows = registers.work_list(
        batch_id=batch_id, dossier_id=dossier_id, event_type=event_type, limit=_RANKED
    )
    judged = [
        (row, judge.judge(found_in(dossier, row.proposal_id, objects)))
        for row in rows
        for dossier in (dossier_of(row.dossier_id, ledger),)
        if may(by, Action.CONFIRM, scope_of(dossier), on=now)
        and dossier.proposal(row.proposal_id).state is ProposalState.PENDING
    ]
    judged.sort(key=lambda one: (_ORDER.index(one[1].risk), one[0].confidence, one[0].position))
    chosen = [one for one in judged if risks is None or one[1].risk in risks]
    return WorkList(
        items=tuple(_item(row, one) for row, one in chosen[:limit]),
        total=len(judged),
        counts={risk: sum(one.risk is risk for _, one in judged) for risk in Risk},
        position=registers.position(),
        played_clock=played_clock(ledger),
    )


def _item(row: ProposalRow, judged: Judged) -> WorkItem:
    values = read_values(judged.found)
    return WorkItem(
        proposal_id=row.proposal_id,
        document_id=row.document_id,
        dossier_id=row.dossier_id,
        dossier_name=judged.found.dossier.name,
        event_type=row.event_type,
        person_name=judged.found.read.person.name,
        person_id=judged.person.person_id,
        full_no=_text(values.get("decision.full_no")),
        issue_date=_text(values.get("issue_date")),
        effective_date=_text(values.get("effective_date")),
        risk=judged.risk,
        confidence=row.confidence,
        findings=tuple(one for one in judged.findings if one.severity is not Severity.INFO),
        why=judged.why,
        batch_id=row.paper_id,
        list_row=row.list_row,
        made_at=row.made_at,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def show_proposal(
    proposal_id: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    keys: Keys,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
) -> ProposalView:
    """A proposal with its paper, person, findings and what it may prove; noted as a look.

    Raises: NotAllowed, Unknown, ObjectMissing, ObjectCorrupt.
    """
    found = find_proposal(proposal_id, ledger=ledger, objects=objects, registers=registers)
    dossier_id = found.dossier.dossier_id
    reader = Reader(by, access, now, key_id)
    reader.require(Action.SEE_DOSSIER, scope_of(found.dossier), dossiers=(dossier_id,))
    desk = Desk(by, ledger, objects, registers, keys, now)
    view = _view(Judge(desk).judge(found), desk)
    reader.note(
        Action.SEE_DOSSIER,
        persons=tuple(one.person_id for one in view.person.candidates),
        dossiers=(dossier_id,),
        pages=found.document.page_ids,
        position=view.position,
    )
    return view


def _view(judged: Judged, desk: Desk) -> ProposalView:
    found = judged.found
    proposal, read = found.proposal, found.read
    label = forms.event_type(proposal.event_type).label
    return ProposalView(
        proposal_id=proposal.proposal_id,
        state=proposal.state,
        event_type=proposal.event_type,
        label_vi=label.vi,
        label_en=label.en,
        event_id=proposal.event_id,
        batch_id=proposal.batch_id,
        list_row=read.list_row,
        risk=judged.risk,
        why=judged.why,
        confidence=read.confidence,
        rank=read_rank(read),
        fields=proposed_fields(proposal.event_type, read_values(found), read.fields),
        document=document_view(
            found.dossier, found.document, ledger=desk.ledger, objects=desk.objects
        ),
        person=judged.person,
        findings=judged.findings,
        meetings=judged.meetings,
        siblings=_siblings(found),
        copies=tuple(_copies(proposal.batch_id, found.dossier.dossier_id, desk)),
        confirmable=not judged.obstacles,
        obstacles=judged.obstacles,
        position=desk.ledger.position(),
        played_clock=played_clock(desk.ledger),
    )


def _siblings(found: Found) -> tuple[UUID, ...]:
    """Other acts of the paper that wait."""
    return tuple(
        one.proposal_id
        for one in found.dossier.proposals_of(found.document.document_id)
        if one.state is ProposalState.PENDING and one.proposal_id != found.proposal.proposal_id
    )


def _copies(batch_id: UUID | None, dossier_id: UUID, desk: Desk) -> Iterator[CopyView]:
    """The same decision elsewhere, as far as the actor may see it."""
    if batch_id is None:
        return
    for row in desk.registers.proposals_of_paper(batch_id):
        if row.dossier_id == dossier_id or row.state is ProposalState.VOID:
            continue
        dossier = dossier_of(row.dossier_id, desk.ledger)
        if may(desk.by, Action.SEE_DOSSIER, scope_of(dossier), on=desk.now):
            yield CopyView(
                dossier_id=row.dossier_id,
                dossier_name=dossier.name,
                document_id=row.document_id,
                proposal_id=row.proposal_id,
                state=dossier.proposal(row.proposal_id).state,
            )
