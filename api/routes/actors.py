"""Who may do what: actors, their keys, their grants."""

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.here import Asking
from api.routes.review import Position
from archive.actors import (
    ActorAnswer,
    Granted,
    IssuedKey,
    add_actor,
    grant,
    identify_actor,
    issue_key,
    revoke_grant,
    revoke_key,
)
from archive.listing import list_actors
from archive.registers import ActorRow
from domain.access import Role
from domain.frozen import Frozen

router = APIRouter(prefix="/v1", tags=["actors"])


class NewActor(Frozen):
    name: str = Field(min_length=1, max_length=200)
    office: str | None = None


class ActorPerson(Frozen):
    """None: nobody whose dossier is here."""

    person_id: UUID | None


class NewKey(Frozen):
    """`roles` narrows the key to some of the actor's roles; empty: all of them."""

    expires_at: datetime | None = None
    roles: tuple[Role, ...] = ()


class NewGrant(Frozen):
    """Empty `persons`, `units`, `batches`: everywhere the role reaches."""

    role: Role
    persons: tuple[UUID, ...] = ()
    units: tuple[UUID, ...] = ()
    batches: tuple[UUID, ...] = ()
    period_from: date | None = None
    period_to: date | None = None
    until: date | None = None
    paper_no: str | None = None


@router.get("/actors", response_model=tuple[ActorRow, ...])
def get_actors(here: Asking) -> tuple[ActorRow, ...]:
    return list_actors(by=here.by, registers=here.archive.registers, now=here.now)


@router.post("/actors", response_model=ActorAnswer, status_code=201)
def post_actor(here: Asking, new: NewActor) -> ActorAnswer:
    """Add a human; keys and grants follow."""
    return add_actor(
        new.name, by=here.by, now=here.now, ledger=here.archive.ledger, office=new.office
    )


@router.post("/actors/{actor_id}/keys", response_model=IssuedKey, status_code=201)
def post_key(here: Asking, actor_id: UUID, new: NewKey | None = None) -> IssuedKey:
    """Issue a key. Its secret is shown in this answer and never again."""
    asked = new or NewKey()
    return issue_key(
        actor_id,
        by=here.by,
        now=here.now,
        ledger=here.archive.ledger,
        expires_at=asked.expires_at,
        roles=asked.roles,
    )


@router.put("/actors/{actor_id}/person", response_model=Position)
def put_person(here: Asking, actor_id: UUID, who: ActorPerson) -> Position:
    """Say which person of the archive an actor is: nobody decides about their own dossier."""
    position = identify_actor(
        actor_id, who.person_id, by=here.by, now=here.now, ledger=here.archive.ledger
    )
    return Position(position=position)


@router.delete("/keys/{key_id}", response_model=Position)
def delete_key(here: Asking, key_id: str) -> Position:
    """Revoke a key; it opens nothing from now on."""
    position = revoke_key(key_id, by=here.by, now=here.now, ledger=here.archive.ledger)
    return Position(position=position)


@router.post("/actors/{actor_id}/grants", response_model=Granted, status_code=201)
def post_grant(here: Asking, actor_id: UUID, new: NewGrant) -> Granted:
    """Give a role over persons, units or batches, until a day, by a deciding paper."""
    return grant(
        actor_id,
        new.role,
        by=here.by,
        now=here.now,
        ledger=here.archive.ledger,
        persons=new.persons,
        units=new.units,
        batches=new.batches,
        period_from=new.period_from,
        period_to=new.period_to,
        until=new.until,
        paper_no=new.paper_no,
    )


@router.delete("/actors/{actor_id}/grants/{grant_id}", response_model=Position)
def delete_grant(here: Asking, actor_id: UUID, grant_id: UUID) -> Position:
    """Take a role back."""
    position = revoke_grant(
        actor_id, grant_id, by=here.by, now=here.now, ledger=here.archive.ledger
    )
    return Position(position=position)
