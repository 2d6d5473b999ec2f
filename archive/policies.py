"""Local policies: stated by an authorised person with the deciding paper's number, and listed.

Every rule that is asked reads them from the ledger. Source: domain.md 0.3; record 0004.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from pydantic import Field

from archive.folding import Who, known_position, retried, who_is
from archive.ledger import Ledger, Write
from domain.access import Action, Actor, require, require_somewhere
from domain.errors import NotAllowed, Unknown
from domain.events.envelope import Decision, PersonnelClass
from domain.events.policy import (
    POLICY_STREAM,
    PolicyAdopted,
    PolicyEvent,
    ReceptionFrozen,
    RotationListed,
    RotationPosition,
    RuleSwitched,
)
from domain.frozen import Frozen
from domain.rules import policies as rules
from domain.rules.policies import Policies, Policy

_DOC_TYPE = "QUYET_DINH"


class PolicyPaper(Frozen):
    """The paper that decides: its number is what an auditor asks for."""

    number: str = Field(min_length=1, max_length=60)
    decided_on: date
    issuer: str | None = Field(default=None, max_length=200)
    doc_type: str = _DOC_TYPE

    @property
    def decision(self) -> Decision:
        return Decision(
            full_no=self.number.strip(), doc_type=self.doc_type, issuer_as_printed=self.issuer
        )


class _Draft(Frozen):
    valid_from: date
    valid_to: date | None = None
    units: tuple[UUID, ...] = ()
    basis: str | None = Field(default=None, max_length=300)
    paper: PolicyPaper


class RotationDraft(_Draft):
    """`positions`: the list with its months; `basis`: e.g. NĐ 150/2013/NĐ-CP."""

    kind: Literal["ROTATION"] = "ROTATION"
    positions: tuple[RotationPosition, ...] = Field(min_length=1, max_length=500)


class FreezeDraft(_Draft):
    """`classes` empty: nobody at all is received."""

    kind: Literal["FREEZE"] = "FREEZE"
    classes: tuple[PersonnelClass, ...] = ()


class SwitchDraft(_Draft):
    """`switch`: a name of `domain/rules/switches.py`; `value` as people write it."""

    kind: Literal["SWITCH"] = "SWITCH"
    switch: str = Field(min_length=1, max_length=60)
    value: str = Field(max_length=60)


PolicyDraft = Annotated[RotationDraft | FreezeDraft | SwitchDraft, Field(discriminator="kind")]


class PolicyRecorded(Frozen):
    policy_id: UUID
    position: int


class PolicyRow(Frozen):
    """A policy as an answer shows it. `in_force`: on the day asked about.

    `ends_on`: first day without it; `withdrawn`: why it was taken back as recorded by mistake.
    """

    policy_id: UUID
    kind: str
    label_vi: str
    label_en: str
    valid_from: date
    ends_on: date | None
    in_force: bool
    units: tuple[UUID, ...]
    basis: str | None
    paper_no: str | None
    decided_on: date
    issuer: str | None
    ended_by: str | None
    withdrawn: str | None
    positions: tuple[RotationPosition, ...] = ()
    classes: tuple[PersonnelClass, ...] = ()
    switch: str | None = None
    value: str | None = None
    recorded_by: Who
    recorded_at: datetime
    position: int


class PolicyList(Frozen):
    """As known at `position`; those in force on `on` first, then by the day they begin."""

    on: date
    position: int
    rows: tuple[PolicyRow, ...]


def policies_of(ledger: Ledger, *, upto: int | None = None) -> Policies:
    """Every policy, as known at a position of the ledger."""
    known = ledger.folded(POLICY_STREAM, Policies.of)
    if upto is None or upto >= known.position:
        return known
    return Policies.of(ledger.events(POLICY_STREAM, upto=upto))


def adopt_policy(draft: PolicyDraft, *, by: Actor, ledger: Ledger, now: datetime) -> PolicyRecorded:
    """State a local policy from a day on.

    Raises: NotAllowed; Unknown `org.unknown`; RuleViolation: `policy.*`; LedgerConflict.
    """
    require(by, Action.SET_POLICY, on=now)
    for unit_id in draft.units:
        if not ledger.events(unit_id):
            raise Unknown("org.unknown", unit_id=str(unit_id))
    event = _event(draft, by)
    position = _record(lambda known: rules.adopt(known, event, by=by), ledger)
    return PolicyRecorded(policy_id=event.policy_id, position=position)


def end_policy(
    policy_id: UUID, day: date, paper: PolicyPaper, *, by: Actor, ledger: Ledger, now: datetime
) -> int:
    """End a policy by a later paper, `day` being the first without it; the ledger position.

    Raises: as `adopt_policy`.
    """
    require(by, Action.SET_POLICY, on=now)
    return _record(lambda known: rules.end(known, policy_id, day, paper.decision, by=by), ledger)


def withdraw_policy(policy_id: UUID, why: str, *, by: Actor, ledger: Ledger, now: datetime) -> int:
    """Take back what should never have been recorded; the position. Raises: as `adopt_policy`."""
    require(by, Action.SET_POLICY, on=now)
    return _record(lambda known: rules.withdraw(known, policy_id, why, by=by), ledger)


def list_policies(
    on: date,
    *,
    known_at: datetime | date | None = None,
    by: Actor,
    ledger: Ledger,
    now: datetime,
) -> PolicyList:
    """Every policy, those in force on `on` first: no personal data, so whoever replays careers or
    sets policies may look.

    Raises: NotAllowed; ValueError for a naive instant.
    """
    try:
        require_somewhere(by, Action.REPLAY, on=now)
    except NotAllowed:
        require(by, Action.SET_POLICY, on=now)
    known = known_position(known_at, ledger, now=now)
    recorded = {
        one.event.policy_id: one
        for one in ledger.events(POLICY_STREAM, upto=known.position)
        if isinstance(one.event, PolicyAdopted)
    }
    rows = [
        _row(policy, on, recorded[policy.policy_id].recorded_at, ledger)
        for policy in policies_of(ledger, upto=known.position).all
    ]
    rows.sort(key=lambda row: (not row.in_force, row.valid_from, row.position))
    return PolicyList(on=on, position=known.position, rows=tuple(rows))


def _record(decide: Callable[[Policies], PolicyEvent], ledger: Ledger) -> int:
    def attempt() -> int:
        known = policies_of(ledger)
        return ledger.record(Write(POLICY_STREAM, (decide(known),), known.version)).position

    return retried(attempt)


def _event(draft: PolicyDraft, by: Actor) -> PolicyAdopted:
    said: dict[str, Any] = {
        "recorded_by": by.id,
        "policy_id": uuid4(),
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
        "units": draft.units,
        "basis": draft.basis,
        "decision": draft.paper.decision,
        "decided_on": draft.paper.decided_on,
    }
    match draft:
        case RotationDraft(positions=positions):
            return RotationListed(**said, positions=positions)
        case FreezeDraft(classes=classes):
            return ReceptionFrozen(**said, classes=classes)
        case SwitchDraft(switch=switch, value=value):
            return RuleSwitched(**said, switch=switch, value=value)


def _row(policy: Policy, on: date, recorded_at: datetime, ledger: Ledger) -> PolicyRow:
    adopted = policy.adopted
    return PolicyRow(
        policy_id=policy.policy_id,
        kind=adopted.topic,
        label_vi=adopted.label.vi,
        label_en=adopted.label.en,
        valid_from=adopted.valid_from,
        ends_on=policy.ends_on,
        in_force=policy.holds_on(on, frozenset(adopted.units)),
        units=adopted.units,
        basis=adopted.basis,
        paper_no=adopted.decision.full_no,
        decided_on=adopted.decided_on,
        issuer=adopted.decision.issuer_as_printed,
        ended_by=policy.ended_by.full_no if policy.ended_by else None,
        withdrawn=policy.withdrawn,
        positions=adopted.positions if isinstance(adopted, RotationListed) else (),
        classes=adopted.classes if isinstance(adopted, ReceptionFrozen) else (),
        switch=adopted.switch if isinstance(adopted, RuleSwitched) else None,
        value=adopted.value if isinstance(adopted, RuleSwitched) else None,
        recorded_by=who_is(adopted.recorded_by, ledger),
        recorded_at=recorded_at,
        position=policy.position,
    )
