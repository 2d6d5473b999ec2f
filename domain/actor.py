"""Who may act: an actor with keys and grants, folded from the actor's stream. domain.md 6.1."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.access import Actor, Grant, Role
from domain.dates import local_day
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.events.access import (
    AccessGranted,
    AccessRevoked,
    ActorAdded,
    ActorIdentified,
    ActorKind,
    KeyIssued,
    KeyRevoked,
)
from domain.events.envelope import Recorded
from domain.frozen import Frozen


class Key(Frozen):
    """A key as far as it may be known: its hash. Without `roles` it carries every grant."""

    key_id: str
    key_hash: str
    expires_at: datetime | None
    roles: tuple[Role, ...] = ()
    revoked: bool = False


class KnownActor(Frozen):
    """One human, or one machine, as recorded. `version` is that of the stream."""

    actor_id: UUID
    name: str
    kind: ActorKind
    office: str | None
    simulated: bool
    keys: tuple[Key, ...] = ()
    grants: tuple[Grant, ...] = ()
    """Those not revoked; whether one has run out depends on the day."""
    person_id: UUID | None = None
    """Whose dossier is their own (R-ACC-01), where that is known."""
    version: int

    @property
    def machine(self) -> bool:
        return self.kind is ActorKind.MACHINE

    @classmethod
    def of(cls, recorded: Sequence[Recorded]) -> Self:
        """Fold a stream. Raises: Unknown if it holds no actor."""
        known: Self | None = None
        for one in recorded:
            if isinstance(one.event, ActorAdded):
                known = cls._added(one.event, one.version)
            elif known is not None:
                known = known._then(one)
        if known is None:
            raise Unknown("actor.unknown")
        return known

    @classmethod
    def _added(cls, event: ActorAdded, version: int) -> Self:
        return cls(
            actor_id=event.actor_id,
            name=event.name,
            kind=event.kind,
            office=event.office,
            simulated=event.simulated,
            version=version,
        )

    def _then(self, one: Recorded) -> Self:
        change: dict[str, object] = {"version": one.version}
        match one.event:
            case ActorIdentified(person_id=person_id):
                change["person_id"] = person_id
            case KeyIssued() as issued:
                key = Key(
                    key_id=issued.key_id,
                    key_hash=issued.key_hash,
                    expires_at=issued.expires_at,
                    roles=issued.roles,
                )
                change["keys"] = (*self.keys, key)
            case KeyRevoked(key_id=key_id):
                change["keys"] = tuple(
                    key.model_copy(update={"revoked": key.revoked or key.key_id == key_id})
                    for key in self.keys
                )
            case AccessGranted(grant=grant):
                change["grants"] = (*self.grants, grant)
            case AccessRevoked(grant_id=grant_id):
                change["grants"] = tuple(g for g in self.grants if g.grant_id != grant_id)
            case _:
                pass  # its version counts
        return self.model_copy(update=change)

    def key(self, key_id: str) -> Key:
        """Raises: Unknown."""
        for key in self.keys:
            if key.key_id == key_id:
                return key
        raise Unknown("actor.keyUnknown")

    def grant(self, grant_id: UUID) -> Grant:
        """Raises: Unknown."""
        for grant in self.grants:
            if grant.grant_id == grant_id:
                return grant
        raise Unknown("actor.grantUnknown")

    def acting(self, *, on: datetime, roles: tuple[Role, ...] = ()) -> Actor:
        """The actor with the grants in force at instant `on`, of these roles only if any."""
        return Actor(
            id=self.actor_id,
            name=self.name,
            machine=self.machine,
            simulated=self.simulated,
            person_id=self.person_id,
            grants=tuple(
                grant
                for grant in self.grants
                if (grant.until is None or local_day(on) <= grant.until)
                and (not roles or grant.role in roles)
            ),
        )

    def acting_with(self, key_id: str, *, on: datetime) -> Actor:
        """Raises: NotAllowed: the key is not this actor's, revoked or has run out."""
        for key in self.keys:
            if key.key_id != key_id:
                continue
            if key.revoked:
                raise NotAllowed("access.keyRevoked", key_id=key_id)
            if key.expires_at is not None and on >= key.expires_at:
                raise NotAllowed("access.keyExpired", key_id=key_id)
            return self.acting(on=on, roles=key.roles)
        raise NotAllowed("access.keyUnknown")


def check_grant(grant: Grant, *, to: UUID, machine: bool, by: Actor, on: datetime) -> None:
    """What a grant must not do.

    Args:
        to: the actor who gets it; `machine`: no human.

    Raises:
        RuleViolation: `actor.ownGrant` (nobody grants to themselves), `actor.machineRole` (a
            machine reads pages, a human does not: neither gets the other's role),
            `actor.grantPast` (it ends before it begins), `actor.grantPeriod` (its period ends
            before it begins), `actor.grantUnbounded` (an inspector's grant names its persons or
            units, its last day and its paper: domain.md 6.1), `access.ownDossier` (R-ACC-01:
            nobody opens their own dossier to somebody).
    """
    if to == by.id:
        raise RuleViolation("actor.ownGrant")
    if by.person_id is not None and by.person_id in grant.persons:
        raise RuleViolation("access.ownDossier")
    if machine != (grant.role is Role.WORKER):
        raise RuleViolation("actor.machineRole", role=grant.role.value)
    if grant.until is not None and grant.until < local_day(on):
        raise RuleViolation("actor.grantPast")
    if grant.period_from and grant.period_to and grant.period_to < grant.period_from:
        raise RuleViolation("actor.grantPeriod")
    if grant.role is Role.INSPECTOR_AUDITOR:
        bounded = (grant.persons or grant.units) and grant.until and grant.paper_no
        if not bounded:
            raise RuleViolation("actor.grantUnbounded", role=grant.role.value)
