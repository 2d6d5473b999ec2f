"""Local policies: which there are on a day, as known at a moment; stating, ending, withdrawing."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.here import Asking
from api.moments import moment_of, today
from api.routes.review import Position, Why
from archive.policies import (
    PolicyDraft,
    PolicyList,
    PolicyPaper,
    PolicyRecorded,
    adopt_policy,
    end_policy,
    list_policies,
    withdraw_policy,
)
from domain.frozen import Frozen

router = APIRouter(prefix="/v1/policies", tags=["policies"])


class Ending(Frozen):
    """`valid_to`: the first day without the policy; `paper`: what ends it."""

    valid_to: date
    paper: PolicyPaper


class Adopted(Frozen):
    """One policy, its kind in `kind`: ROTATION, FREEZE or SWITCH."""

    policy: PolicyDraft = Field()


@router.get("", response_model=PolicyList)
def get_policies(
    here: Asking,
    on: date | None = None,
    known_at: Annotated[str | None, Query(alias="knownAt")] = None,
) -> PolicyList:
    """Every local policy, those in force on the day first."""
    return list_policies(
        on or today(here.now),
        known_at=moment_of(known_at),
        by=here.by,
        ledger=here.archive.ledger,
        now=here.now,
    )


@router.post("", response_model=PolicyRecorded, status_code=201)
def post_policy(here: Asking, new: Adopted) -> PolicyRecorded:
    """State a policy from a day on, with the number of the paper that decided it."""
    return adopt_policy(new.policy, by=here.by, ledger=here.archive.ledger, now=here.now)


@router.post("/{policy_id}/end", response_model=Position)
def post_end(here: Asking, policy_id: UUID, ending: Ending) -> Position:
    """A later paper ends it; before that day it stays what it was."""
    position = end_policy(
        policy_id,
        ending.valid_to,
        ending.paper,
        by=here.by,
        ledger=here.archive.ledger,
        now=here.now,
    )
    return Position(position=position)


@router.post("/{policy_id}/withdraw", response_model=Position)
def post_withdraw(here: Asking, policy_id: UUID, said: Why) -> Position:
    """It should never have been recorded; it stays to be seen."""
    position = withdraw_policy(
        policy_id, said.why, by=here.by, ledger=here.archive.ledger, now=here.now
    )
    return Position(position=position)
