"""Dossiers: whose they are, what is missing, where the work stopped."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.here import Asking
from api.routes.review import Position
from archive.binding import Bound, NewPerson, bind_dossier
from archive.counting import state_count
from archive.listing import DossierAnswer, DossierList, list_dossiers, show_dossier
from domain.filing import BalanceState
from domain.frozen import Frozen

router = APIRouter(prefix="/v1/dossiers", tags=["dossiers"])


class Binding(Frozen):
    """`person_id` of somebody known, or `new`; neither: a new person as the manifest says."""

    person_id: UUID | None = None
    new: NewPerson | None = None


class Count(Frozen):
    sheets: int = Field(ge=0)
    sides: int = Field(default=1, ge=1, le=2)
    blank_sides: int = Field(default=0, ge=0)


@router.get("", response_model=DossierList)
def get_dossiers(
    here: Asking,
    batch_id: Annotated[UUID | None, Query(alias="batchId")] = None,
    person_id: Annotated[UUID | None, Query(alias="personId")] = None,
    state: BalanceState | None = None,
    unbound: bool = False,
    limit: int = 500,
) -> DossierList:
    return list_dossiers(
        by=here.by,
        registers=here.archive.registers,
        now=here.now,
        batch_id=batch_id,
        person_id=person_id,
        state=state,
        unbound=unbound,
        limit=max(1, min(limit, 1000)),
    )


@router.get("/{dossier_id}", response_model=DossierAnswer)
def get_dossier(here: Asking, dossier_id: UUID) -> DossierAnswer:
    archive = here.archive
    return show_dossier(
        dossier_id,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )


@router.post("/{dossier_id}/bind", response_model=Bound)
def post_bind(here: Asking, dossier_id: UUID, binding: Binding | None = None) -> Bound:
    """Say whose dossier it is."""
    asked = binding or Binding()
    archive = here.archive
    return bind_dossier(
        dossier_id,
        asked.person_id or asked.new,
        by=here.by,
        ledger=archive.ledger,
        keys=archive.keys,
        now=here.now,
    )


@router.post("/{dossier_id}/count", response_model=Position)
def post_count(here: Asking, dossier_id: UUID, count: Count) -> Position:
    """State the sheets as counted by hand; the balance follows."""
    archive = here.archive
    position = state_count(
        dossier_id,
        sheets=count.sheets,
        sides=count.sides,
        blank_sides=count.blank_sides,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        now=here.now,
    )
    return Position(position=position)
