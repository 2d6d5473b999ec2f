"""Who may act: actors, their keys and their grants.

A key is `hoso_<key id>.<secret>`. The key id names the actor's stream, so that a key is known the
moment it is recorded and unknown the moment it is revoked; of the secret, 256 random bits, only a
hash is stored.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from pydantic import Field

from archive.folding import links_of, people_of, retried
from archive.ledger import Ledger, LedgerConflict, Write
from domain.access import Action, Actor, Grant, Role, require
from domain.actor import KnownActor, check_grant
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.events.access import (
    AccessGranted,
    AccessRevoked,
    ActorAdded,
    ActorKind,
    KeyIssued,
    KeyRevoked,
)
from domain.events.envelope import Event
from domain.frozen import Frozen

MARK = "hoso_"
FIRST_ROLES = (Role.SYS_ADMIN,)
_SALT_BYTES = 4
_SECRET_BYTES = 32
_KEY_ID_LENGTH = 32


class ActorAnswer(Frozen):
    actor_id: UUID
    position: int


class IssuedKey(Frozen):
    """`secret` is the whole key, shown once and never again."""

    key_id: str
    secret: str = Field(repr=False)
    expires_at: datetime | None
    position: int


class Granted(Frozen):
    grant_id: UUID
    position: int


def first_actor_id(archive_id: UUID) -> UUID:
    """The stream of the archive's first human: two that come first at once are in each other's
    way there, and only one is the first."""
    return uuid5(archive_id, "first actor")


def add_first_actor(
    name: str,
    *,
    archive_id: UUID,
    ledger: Ledger,
    now: datetime,
    roles: tuple[Role, ...] = FIRST_ROLES,
    office: str | None = None,
    simulated: bool = False,
    expires_at: datetime | None = None,
) -> tuple[ActorAnswer, IssuedKey]:
    """Begin an empty archive: its first human, with roles everywhere and a key, at once.

    Raises: RuleViolation: `actor.notFirst`: there is one already.
    """
    actor_id = first_actor_id(archive_id)
    added = ActorAdded(
        recorded_by=actor_id,
        actor_id=actor_id,
        name=name,
        kind=ActorKind.HUMAN,
        office=office,
        simulated=simulated,
    )
    grants = [
        AccessGranted(
            recorded_by=actor_id, actor_id=actor_id, grant=Grant(grant_id=uuid4(), role=role)
        )
        for role in roles
    ]
    issued, key_id, secret = _key_event(actor_id, by=actor_id, expires_at=expires_at, now=now)
    try:
        written = ledger.record(Write(actor_id, (added, *grants, issued), 0))
    except LedgerConflict as error:
        raise RuleViolation("actor.notFirst") from error
    key = IssuedKey(key_id=key_id, secret=secret, expires_at=expires_at, position=written.position)
    return ActorAnswer(actor_id=actor_id, position=written.position), key


def add_actor(
    name: str,
    *,
    by: Actor,
    ledger: Ledger,
    now: datetime,
    office: str | None = None,
    simulated: bool = False,
) -> ActorAnswer:
    """Add a human without key or grant."""
    require(by, Action.GRANT, on=now)
    actor_id = uuid4()
    added = ActorAdded(
        recorded_by=by.id,
        actor_id=actor_id,
        name=name,
        kind=ActorKind.HUMAN,
        office=office,
        simulated=simulated,
    )
    position = ledger.record(Write(actor_id, (added,), 0)).position
    return ActorAnswer(actor_id=actor_id, position=position)


def issue_key(
    actor_id: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    now: datetime,
    expires_at: datetime | None = None,
    roles: tuple[Role, ...] = (),
) -> IssuedKey:
    """Give a human a further key; with `roles` it carries the grants of these roles only.

    Raises:
        NotAllowed: another's key without the right to grant.
        RuleViolation: `actor.expiresPast`, `actor.machineKey`; Unknown `actor.unknown`.
    """
    if actor_id != by.id:
        require(by, Action.GRANT, on=now)

    def attempt() -> IssuedKey:
        known = known_actor(actor_id, ledger)
        if known.kind is ActorKind.MACHINE:
            raise RuleViolation("actor.machineKey")
        event, key_id, secret = _key_event(
            actor_id, by=by.id, expires_at=expires_at, now=now, roles=roles
        )
        position = ledger.record(Write(actor_id, (event,), known.version)).position
        return IssuedKey(key_id=key_id, secret=secret, expires_at=expires_at, position=position)

    return retried(attempt)


def revoke_key(key_id: str, *, by: Actor, ledger: Ledger, now: datetime) -> int:
    """Take a key back, one's own or, with the right to grant, another's; return the position.

    A key that is revoked already stays so; the answer is the ledger's position.
    """
    actor_id = _actor_of(key_id)
    if actor_id is None:
        raise Unknown("actor.keyUnknown")
    if actor_id != by.id:
        require(by, Action.GRANT, on=now)

    def attempt() -> int:
        known = known_actor(actor_id, ledger)
        if known.key(key_id).revoked:
            return ledger.position()
        event = KeyRevoked(recorded_by=by.id, actor_id=actor_id, key_id=key_id)
        return ledger.record(Write(actor_id, (event,), known.version)).position

    return retried(attempt)


def grant(
    actor_id: UUID,
    role: Role,
    *,
    by: Actor,
    ledger: Ledger,
    now: datetime,
    persons: tuple[UUID, ...] = (),
    units: tuple[UUID, ...] = (),
    batches: tuple[UUID, ...] = (),
    period_from: date | None = None,
    period_to: date | None = None,
    until: date | None = None,
    paper_no: str | None = None,
) -> Granted:
    """Give an actor a role over a scope, until a day, by a deciding paper.

    Raises: NotAllowed; RuleViolation: `actor.ownGrant`, `actor.machineRole`, `actor.grantPast`,
        `actor.grantPeriod`, `actor.grantUnbounded` (an inspector's needs a paper, a day and a
        scope); Unknown.
    """
    require(by, Action.GRANT, on=now)
    given = Grant(
        grant_id=uuid4(),
        role=role,
        persons=persons,
        units=units,
        batches=batches,
        period_from=period_from,
        period_to=period_to,
        until=until,
        paper_no=paper_no,
    )

    def attempt() -> Granted:
        known = known_actor(actor_id, ledger)
        check_grant(known, given, by=by, on=now)
        event = AccessGranted(recorded_by=by.id, actor_id=actor_id, grant=given)
        position = ledger.record(Write(actor_id, (event,), known.version)).position
        return Granted(grant_id=given.grant_id, position=position)

    return retried(attempt)


def revoke_grant(
    actor_id: UUID, grant_id: UUID, *, by: Actor, ledger: Ledger, now: datetime
) -> int:
    """Take a grant back; return the position. Raises: NotAllowed, Unknown."""
    require(by, Action.GRANT, on=now)

    def attempt() -> int:
        known = known_actor(actor_id, ledger)
        event = AccessRevoked(
            recorded_by=by.id, actor_id=actor_id, grant_id=known.grant(grant_id).grant_id
        )
        return ledger.record(Write(actor_id, (event,), known.version)).position

    return retried(attempt)


def known_actor(actor_id: UUID, ledger: Ledger) -> KnownActor:
    """Raises: Unknown."""
    return KnownActor.of(ledger.events(actor_id))


def actor_of_id(actor_id: UUID, *, ledger: Ledger, now: datetime) -> Actor:
    """The actor with every grant in force: for the archive's own worker. Raises: Unknown."""
    return reaching(known_actor(actor_id, ledger).acting(on=now), ledger)


def actor_of_key(key: str, *, ledger: Ledger, now: datetime) -> Actor:
    """Who holds this key, with what it carries now.

    Raises: NotAllowed: `access.keyUnknown` (also of a wrong secret), `access.keyRevoked`,
        `access.keyExpired`.
    """
    key_id = key_id_of(key)
    actor_id = _actor_of(key_id)
    recorded = ledger.events(actor_id) if actor_id is not None else ()
    try:
        known = KnownActor.of(recorded)
        kept = known.key(key_id).key_hash
    except Unknown as error:
        raise NotAllowed("access.keyUnknown") from error
    if not hmac.compare_digest(kept, _hash(key)):
        raise NotAllowed("access.keyUnknown")
    return reaching(known.acting_with(key_id, on=now), ledger)


def actor_of_key_id(key_id: str, *, ledger: Ledger, now: datetime) -> Actor:
    """Who holds the key that a session was opened with, with what it carries now.

    Raises: NotAllowed, as for `actor_of_key`.
    """
    actor_id = _actor_of(key_id)
    try:
        known = KnownActor.of(ledger.events(actor_id) if actor_id is not None else ())
    except Unknown as error:
        raise NotAllowed("access.keyUnknown") from error
    return reaching(known.acting_with(key_id, on=now), ledger)


def reaching(actor: Actor, ledger: Ledger) -> Actor:
    """The actor, whose grants of a person hold for the human: under all ids that turned out to be
    the same."""
    links = links_of(ledger)
    if not any(one in links for grant in actor.grants for one in grant.persons):
        return actor
    grants = tuple(
        grant.model_copy(
            update={
                "persons": tuple(
                    dict.fromkeys(
                        same for one in grant.persons for same in (one, *people_of(one, ledger))
                    )
                )
            }
        )
        for grant in actor.grants
    )
    return actor.model_copy(update={"grants": grants})


def key_id_of(key: str) -> str:
    """The public part of a key. Raises: NotAllowed: `access.keyUnknown`: it is no key."""
    head, dot, secret = key.partition(".")
    if not head.startswith(MARK) or not dot or not secret or not key.isascii():
        raise NotAllowed("access.keyUnknown")
    return head.removeprefix(MARK)


def _key_event(
    actor_id: UUID,
    *,
    by: UUID,
    expires_at: datetime | None,
    now: datetime,
    roles: tuple[Role, ...] = (),
) -> tuple[Event, str, str]:
    if expires_at is not None and expires_at <= now:
        raise RuleViolation("actor.expiresPast")
    key_id = base64.b32encode(actor_id.bytes + secrets.token_bytes(_SALT_BYTES)).decode().lower()
    key = f"{MARK}{key_id}.{secrets.token_urlsafe(_SECRET_BYTES)}"
    event = KeyIssued(
        recorded_by=by,
        actor_id=actor_id,
        key_id=key_id,
        key_hash=_hash(key),
        expires_at=expires_at,
        roles=roles,
    )
    return event, key_id, key


def _actor_of(key_id: str) -> UUID | None:
    """Whose stream the key id names; None: it is no key id."""
    if len(key_id) != _KEY_ID_LENGTH:
        return None
    try:
        return UUID(bytes=base64.b32decode(key_id.upper())[:16])
    except binascii.Error:
        return None


def _hash(key: str) -> str:
    # The secret is random and long: a slow hash would protect nothing more.
    return hashlib.sha256(key.encode("ascii")).hexdigest()
