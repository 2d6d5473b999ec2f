"""A paper of several acts, or a decision of which many dossiers hold a copy, confirmed at once.

One transaction per person. Each act is recorded once, from the copy in its own person's dossier
where there is one, and the other copies prove it further (domain.md 2.10, 3.16). What is refused is
left pending with its reason; run again after an interruption, it goes on where it stopped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from archive.confirming import (
    AS_READ,
    Choice,
    Confirmed,
    Desk,
    Pick,
    check_open,
    confirm_together,
    whom,
)
from archive.deciding import plain
from archive.drafting import Found, find_document, found_in
from archive.folding import dossier_of, retried, scope_of
from archive.keys import Keys
from archive.ledger import Ledger
from archive.objects import ObjectStore
from archive.registers import Registers
from domain.access import Action, Actor, may, require
from domain.dossier import ProposalState
from domain.errors import RuleViolation, Unknown
from domain.frozen import Frozen
from domain.people import name_key


class Left(Frozen):
    """A proposal that stays pending, and why: the code and values of the refusal."""

    proposal_id: UUID
    dossier_id: UUID
    dossier_name: str
    person_name: str
    code: str
    values: dict[str, JsonValue]


class DocumentConfirmed(Frozen):
    """`position` None: nothing was recorded this time."""

    confirmed: tuple[Confirmed, ...]
    left: tuple[Left, ...]
    position: int | None


def confirm_document(
    document_id: UUID,
    choices: Mapping[UUID, Choice] | None = None,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    keys: Keys,
    now: datetime,
) -> DocumentConfirmed:
    """Confirm every pending proposal of a paper, one transaction per person.

    Args:
        choices: by proposal id; as the machine says where there is none.

    Returns:
        What was recorded, and what stays pending and why.

    Raises: NotAllowed, Unknown, LedgerConflict.
    """
    desk = Desk(by, ledger, objects, registers, keys, now)
    dossier, document = find_document(document_id, ledger=ledger, registers=registers)
    require(by, Action.CONFIRM, scope_of(dossier), on=now)
    picks = [
        Pick(dossier.dossier_id, one.proposal_id, (choices or {}).get(one.proposal_id, AS_READ))
        for one in dossier.proposals_of(document.document_id)
        if one.state is ProposalState.PENDING
    ]
    groups = [_Group([pick]) for pick in picks]
    return _confirm_all(groups, desk)


def confirm_decision(
    batch_id: UUID,
    choices: Mapping[UUID, Choice] | None = None,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    keys: Keys,
    now: datetime,
) -> DocumentConfirmed:
    """Confirm a decision once, for all the dossiers that hold a copy of it.

    Args:
        batch_id: names the paper: `batch_id` of its proposals.
        choices: by proposal id; as the machine says where there is none.

    Raises:
        NotAllowed: the actor may confirm in no dossier that holds a copy.
        Unknown: nothing was proposed from such a paper. LedgerConflict.
    """
    rows = registers.proposals_of_paper(batch_id)
    if not rows:
        raise Unknown("review.decisionUnknown", batch_id=batch_id)
    dossiers = {one: dossier_of(one, ledger) for one in dict.fromkeys(r.dossier_id for r in rows)}
    reachable = {
        one
        for one, dossier in dossiers.items()
        if may(by, Action.CONFIRM, scope_of(dossier), on=now)
    }
    if not reachable:
        require(by, Action.CONFIRM, scope_of(dossiers[rows[0].dossier_id]), on=now)
    acts: dict[tuple[str, str, int | None], _Group] = {}
    for row in rows:
        if row.dossier_id not in reachable:
            continue
        found = found_in(dossiers[row.dossier_id], row.proposal_id, objects)
        group = acts.setdefault(_act(found), _Group())
        if found.proposal.state is ProposalState.PENDING:
            choice = (choices or {}).get(row.proposal_id, AS_READ)
            group.picks.append(Pick(row.dossier_id, row.proposal_id, choice, offers=True))
        elif found.proposal.state is ProposalState.CONFIRMED:
            group.person_id = found.proposal.person_id
    return _confirm_all(tuple(acts.values()), Desk(by, ledger, objects, registers, keys, now))


def _act(found: Found) -> tuple[str, str, int | None]:
    """What makes the same act in two copies of a paper: its kind, whom it names, and its row."""
    read = found.read
    return read.event_type, name_key(read.person.name), read.list_row


@dataclass
class _Group:
    """Copies of one act, still pending; `person_id`: whose it is, where a copy was confirmed."""

    picks: list[Pick] = field(default_factory=list)
    person_id: UUID | None = None


def _confirm_all(groups: Sequence[_Group], desk: Desk) -> DocumentConfirmed:
    """Find out whom each group means, then record person by person; what is refused is left."""
    left: list[Left] = []
    of_person: dict[UUID, list[Pick]] = {}
    for group in groups:
        ready, person_id = _ready(group, desk, left)
        if person_id is not None and ready:
            of_person.setdefault(person_id, []).extend(ready)
    confirmed = [
        one
        for person_id, picks in of_person.items()
        for one in _confirmed_or_left(picks, person_id, desk, left)
    ]
    position = max((one.position for one in confirmed), default=None)
    return DocumentConfirmed(confirmed=tuple(confirmed), left=tuple(left), position=position)


def _ready(group: _Group, desk: Desk, left: list[Left]) -> tuple[tuple[Pick, ...], UUID | None]:
    """Copies of one act that may be decided, that of its own person's dossier first, and whose
    act it is. A copy that names nobody certain follows the one that lies in their dossier."""
    own: list[Pick] = []
    others: list[Pick] = []
    undecided: list[Left] = []
    person_id = group.person_id
    for pick in group.picks:
        found = desk.found(pick)
        try:
            check_open(found)
            meant = whom(found, pick.choice, desk)
        except RuleViolation as refusal:
            if refusal.code != "review.personUndecided":
                left.append(_left(found, refusal))
                continue
            undecided.append(_left(found, refusal))
            others.append(pick)
            continue
        is_own = meant == found.dossier.person_id
        (own if is_own else others).append(pick)
        person_id = meant if is_own or person_id is None else person_id
    if person_id is None:
        left += undecided
    return (*own, *others), person_id


def _confirmed_or_left(
    picks: Sequence[Pick], person_id: UUID, desk: Desk, left: list[Left]
) -> tuple[Confirmed, ...]:
    """All in one transaction; where that is refused, each by itself: none hinders another."""
    try:
        return retried(lambda: confirm_together(picks, person_id, desk))
    except RuleViolation as refusal:
        if len(picks) == 1:
            left.append(_left(desk.found(picks[0]), refusal))
            return ()
    return tuple(
        one for pick in picks for one in _confirmed_or_left((pick,), person_id, desk, left)
    )


def _left(found: Found, refusal: RuleViolation) -> Left:
    return Left(
        proposal_id=found.proposal.proposal_id,
        dossier_id=found.dossier.dossier_id,
        dossier_name=found.dossier.name,
        person_name=found.read.person.name,
        code=refusal.code,
        values=plain(refusal.values),
    )
