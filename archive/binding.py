"""Whose dossier it is: bound to a person who is known, or to a new one.

A person begins with `identity.recorded`, imported from what the manifest or somebody says, to be
looked at by another human and proved by paper later. One identifier belongs to one person: it is
reserved by keyed hash in the same transaction (domain.md 2.10).
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from pydantic import Field, ValidationError

from archive.drafting import drawn
from archive.folding import career_of, dossier_of, retried, scope_of
from archive.keys import Keys
from archive.ledger import Ledger, Write
from archive.matching import holder_of, person_by_identifier
from domain.access import Action, Actor, Scope, require
from domain.career import Career
from domain.dates import PartialDate
from domain.dossier import Dossier, ProposalState
from domain.errors import RuleViolation
from domain.events.access import IdentifierReserved
from domain.events.dossier import DossierBound
from domain.events.entry import IdentityRecorded
from domain.events.envelope import EffectiveBasis, Event, Extraction, Method
from domain.evidence import Rank
from domain.frozen import Frozen
from domain.people import Gender, Identifier, IdentifierKind, plain_identifier, read_cccd
from domain.rules.check import check_event, refuse_blocked
from domain.rules.finding import Finding

_CCCD_DIGITS = 12
_CMND_DIGITS = frozenset({8, 9})


class NewPerson(Frozen):
    """Somebody of whom the archive holds nothing yet."""

    full_name: str = Field(min_length=1)
    birth_date: PartialDate | None = None
    gender: Gender | None = None
    identifiers: tuple[Identifier, ...] = ()


class Bound(Frozen):
    """`new` True: the person's stream began here. `findings` warn of the identity recorded."""

    position: int
    person_id: UUID
    dossier_id: UUID
    new: bool
    findings: tuple[Finding, ...] = ()


def bind_dossier(
    dossier_id: UUID,
    person: UUID | NewPerson | None,
    *,
    by: Actor,
    ledger: Ledger,
    keys: Keys,
    now: datetime,
) -> Bound:
    """Say whose dossier it is.

    Args:
        person: a known person's id; a new one; None for a new person as the manifest names them.

    Raises:
        RuleViolation: `dossier.alreadyBound`, once something of it was confirmed;
            `identifier.taken`, naming the person whose the identifier is; `binding.nothingKnown`,
            if the manifest does not name the person.
        Unknown: no such dossier or person. NotAllowed, LedgerConflict.
    """
    require(by, Action.DESCRIBE, scope_of(dossier_of(dossier_id, ledger)), on=now)

    def attempt() -> Bound:
        dossier = dossier_of(dossier_id, ledger)
        if isinstance(person, UUID):
            return _bind_known(dossier, person, by=by, ledger=ledger, keys=keys)
        new = person if person is not None else _from_manifest(dossier)
        return _bind_new(dossier, new, by=by, ledger=ledger, keys=keys, now=now)

    return retried(attempt)


def bind_known(
    dossier_id: UUID, *, by: Actor, ledger: Ledger, keys: Keys, now: datetime
) -> Bound | None:
    """Bind a dossier whose stated identifier is known, as accession does; None if it is not.

    Raises: NotAllowed, Unknown, LedgerConflict.
    """
    require(by, Action.ACCESSION, scope_of(dossier_of(dossier_id, ledger)), on=now)

    def attempt() -> Bound | None:
        dossier = dossier_of(dossier_id, ledger)
        if dossier.person_id is not None or not dossier.identifier:
            return None
        for identifier in readings_of(dossier.identifier):
            holder = person_by_identifier(identifier, ledger=ledger, keys=keys)
            if holder is not None:
                return _bind_known(dossier, holder, by=by, ledger=ledger, keys=keys)
        return None

    return retried(attempt)


def add_identifiers(
    person_id: UUID,
    identifiers: tuple[Identifier, ...],
    *,
    by: Actor,
    ledger: Ledger,
    keys: Keys,
    now: datetime,
) -> int:
    """Record further identifiers of a known person (a new card, an older number); the position.

    Raises: Unknown; RuleViolation: `identifier.taken`, `binding.nothingNew`. NotAllowed.
    """
    require(by, Action.DESCRIBE, Scope(person_id=person_id), on=now)

    def attempt() -> int:
        career = career_of(person_id, ledger)
        identity = career.identity()
        held = {(one.kind, one.value) for one in identity.identifiers}
        fresh = tuple(one for one in identifiers if (one.kind, one.value) not in held)
        if not fresh:
            raise RuleViolation("binding.nothingNew", person_id=person_id)
        event = _identity(
            NewPerson(full_name=identity.full_name or "?", identifiers=fresh),
            career.person_id,
            by=by,
        )
        events = (event, *drawn(event, rank=event.evidence, by=by, keys=keys, now=now))
        reserved = _reservations(fresh, career.person_id, by=by, ledger=ledger, keys=keys)
        write = Write(career.person_id, events, career.version)
        return ledger.record(write, *reserved).position

    return retried(attempt)


def readings_of(identifier: str) -> tuple[Identifier, ...]:
    """What a number in a manifest may be, by its form: twelve digits a CCCD, eight or nine a CMND,
    else the agency's staff number. Empty if it is none."""
    value = plain_identifier(identifier)
    digits = len(value) if value.isdigit() else 0
    if digits == _CCCD_DIGITS:
        kind = IdentifierKind.CCCD
    elif digits in _CMND_DIGITS:
        kind = IdentifierKind.CMND
    else:
        kind = IdentifierKind.SO_HIEU
    try:
        return (Identifier(kind=kind, value=value),)
    except ValidationError:
        return ()


def _from_manifest(dossier: Dossier) -> NewPerson:
    if not dossier.person_name:
        raise RuleViolation("binding.nothingKnown", dossier_id=dossier.dossier_id)
    identifiers = readings_of(dossier.identifier) if dossier.identifier else ()
    return NewPerson(
        full_name=dossier.person_name,
        birth_date=dossier.birth_date,
        gender=_gender_of(identifiers, dossier.birth_date),
        identifiers=identifiers,
    )


def _gender_of(identifiers: tuple[Identifier, ...], birth: PartialDate | None) -> Gender | None:
    """What a citizen identity number says of the sex, if its birth year is the manifest's too
    (domain.md 4.7); the second look sees it beside the papers."""
    for identifier in identifiers:
        if identifier.kind is not IdentifierKind.CCCD or birth is None:
            continue
        read = read_cccd(identifier.value)
        if read is not None and read.registered_in and read.birth_year == birth.year:
            return read.gender
    return None


def _bind_known(
    dossier: Dossier, person_id: UUID, *, by: Actor, ledger: Ledger, keys: Keys
) -> Bound:
    career = career_of(person_id, ledger)
    person_id = career.person_id
    if dossier.person_id == person_id:
        position = ledger.position()
        return Bound(
            position=position, person_id=person_id, dossier_id=dossier.dossier_id, new=False
        )
    _check_free(dossier)
    for identifier in readings_of(dossier.identifier) if dossier.identifier else ():
        holder = person_by_identifier(identifier, ledger=ledger, keys=keys)
        if holder not in (None, person_id):
            raise RuleViolation("identifier.taken", person_id=holder)
    written = ledger.record(
        Write(dossier.dossier_id, (_bound(dossier, person_id, by=by),), dossier.version),
        Write(person_id, (), career.version),
    )
    return Bound(
        position=written.position, person_id=person_id, dossier_id=dossier.dossier_id, new=False
    )


def _bind_new(
    dossier: Dossier, new: NewPerson, *, by: Actor, ledger: Ledger, keys: Keys, now: datetime
) -> Bound:
    _check_free(dossier)
    person_id = uuid4()
    event = _identity(new, person_id, by=by)
    findings = check_event(event, Career.of(person_id, ()))
    refuse_blocked(findings)
    events: tuple[Event, ...] = (
        event,
        *drawn(event, rank=event.evidence, by=by, keys=keys, now=now),
    )
    written = ledger.record(
        Write(dossier.dossier_id, (_bound(dossier, person_id, by=by),), dossier.version),
        Write(person_id, events, 0),
        *_reservations(new.identifiers, person_id, by=by, ledger=ledger, keys=keys),
    )
    return Bound(
        position=written.position,
        person_id=person_id,
        dossier_id=dossier.dossier_id,
        new=True,
        findings=findings,
    )


def _check_free(dossier: Dossier) -> None:
    """A wrong binding is mended by binding again, until something of it entered a career."""
    if dossier.person_id is None:
        return
    if any(one.state is ProposalState.CONFIRMED for one in dossier.proposals):
        raise RuleViolation(
            "dossier.alreadyBound", dossier_id=dossier.dossier_id, person_id=dossier.person_id
        )


def _bound(dossier: Dossier, person_id: UUID, *, by: Actor) -> DossierBound:
    return DossierBound(recorded_by=by.id, dossier_id=dossier.dossier_id, person_id=person_id)


def _identity(new: NewPerson, person_id: UUID, *, by: Actor) -> IdentityRecorded:
    return IdentityRecorded(
        recorded_by=by.id,
        event_id=uuid4(),
        person_id=person_id,
        effective_basis=EffectiveBasis.UNSTATED,
        evidence=Rank.IMPORTED,
        extraction=Extraction(method=Method.IMPORT),
        full_name=new.full_name,
        birth_date=new.birth_date,
        gender=new.gender,
        identifiers=new.identifiers,
    )


def _reservations(
    identifiers: Iterable[Identifier],
    person_id: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    keys: Keys,
) -> tuple[Write, ...]:
    """One write per identifier that is free; two writings of one number are one.

    Raises: RuleViolation: `identifier.taken`, naming whose it is.
    """
    writes: dict[UUID, Write] = {}
    for identifier in identifiers:
        stream_id = keys.identifier_stream(identifier.kind, identifier.value)
        holder = holder_of(stream_id, ledger)
        if holder is not None and holder != person_id:
            raise RuleViolation("identifier.taken", person_id=holder)
        if holder is None:
            event = IdentifierReserved(recorded_by=by.id, person_id=person_id)
            writes[stream_id] = Write(stream_id, (event,), len(ledger.events(stream_id)))
    return tuple(writes.values())
