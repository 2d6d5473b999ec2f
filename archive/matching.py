"""Whom a paper names, and which recorded events it may prove.

A person is never taken for another on a name alone (R-IDN-01): only a dossier's own person is,
where the printed name agrees; else an identifier says it, or name and birth date together. What
the register finds is asked of the ledger before it is believed.
"""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue

from archive.folding import career_of, present_person
from archive.keys import Keys
from archive.ledger import Ledger
from archive.registers import Registers
from domain.career import Career, Force, Standing
from domain.dates import PartialDate
from domain.dossier import Dossier
from domain.errors import Unknown
from domain.events.access import IdentifierReleased, IdentifierReserved
from domain.events.envelope import CareerEvent, Subject
from domain.evidence import Rank
from domain.forms import FieldKind, FormField, flat, form_of
from domain.frozen import Frozen
from domain.numbers import same_number
from domain.people import Identifier, exact_key, fold, same_name
from domain.rules.identity import Ground, ground_of, names_of
from domain.unit_names import unit_key
from ocr.reading import ProposedPerson

_SURE = frozenset({Ground.IDENTIFIER, Ground.NAME_AND_BIRTH})
_OWN = frozenset({*_SURE, Ground.NAME_AND_UNIT, Ground.NAME_ONLY})
_ORDER = (
    Ground.IDENTIFIER,
    Ground.NAME_AND_BIRTH,
    Ground.NAME_AND_UNIT,
    Ground.NAME_ONLY,
    Ground.CONFLICT,
)
_NOT_COMPARED = ("subject_as_printed.", "decision.signer", "decision.legal", "decision.abstract")


class MatchKind(StrEnum):
    """How the person was found. CANDIDATES: a person must choose; NONE: nobody fits."""

    OWN = "OWN"
    IDENTIFIER = "IDENTIFIER"
    NAME_AND_BIRTH = "NAME_AND_BIRTH"
    CANDIDATES = "CANDIDATES"
    NONE = "NONE"


class Candidate(Frozen):
    """Somebody whom the paper may mean, and on what ground. `own`: it is their dossier."""

    person_id: UUID
    name: str
    birth_date: PartialDate | None
    ground: Ground
    own: bool
    marks_differ: bool
    """The same letters, other marks: bad print, or another name."""


class PersonMatch(Frozen):
    """`person_id` None: a person must choose. `foreign`: not the one whose dossier it is."""

    kind: MatchKind
    person_id: UUID | None
    printed_name: str
    candidates: tuple[Candidate, ...] = ()
    foreign: bool = False

    @property
    def chosen(self) -> Candidate | None:
        return next((one for one in self.candidates if one.person_id == self.person_id), None)


class Difference(Frozen):
    """A field on which the paper and a recorded event do not agree, side by side."""

    field: str
    label_vi: str
    label_en: str
    existing: JsonValue
    proposed: JsonValue


class Meeting(Frozen):
    """A recorded event that the paper may prove (domain.md 3.16).

    `exact`: number and date of the paper are the same; else type and effective date are.
    """

    event_id: UUID
    event_type: str
    rank: Rank
    effective_date: PartialDate | None
    issue_date: PartialDate | None
    full_no: str | None
    exact: bool
    differences: tuple[Difference, ...]
    recorded_by: UUID


def person_by_identifier(identifier: Identifier, *, ledger: Ledger, keys: Keys) -> UUID | None:
    """Whose the identifier is, as the ledger says; None if it belongs to nobody."""
    return holder_of(keys.identifier_stream(identifier.kind, identifier.value), ledger)


def holder_of(identifier_stream: UUID, ledger: Ledger) -> UUID | None:
    """The person whose the identifier is, None if it is free; of two who turned out to be one, the
    one who goes on."""
    holder: UUID | None = None
    for one in ledger.events(identifier_stream):
        match one.event:
            case IdentifierReserved(person_id=person_id):
                holder = person_id
            case IdentifierReleased():
                holder = None
            case _:
                continue
    return None if holder is None else present_person(holder, ledger)


def match_person(
    proposed: ProposedPerson,
    dossier: Dossier,
    *,
    ledger: Ledger,
    registers: Registers,
    keys: Keys,
) -> PersonMatch:
    """Find the person whom the paper names.

    Returns:
        With `person_id` where it is certain enough to be offered: the dossier's own person, or
        exactly one by identifier, or exactly one by name and birth date. Everybody else who may be
        meant is a candidate, best first.
    """
    if not proposed.name:
        return PersonMatch(kind=MatchKind.NONE, person_id=None, printed_name="")
    candidates = _candidates(proposed, dossier, ledger=ledger, registers=registers, keys=keys)
    chosen = _choose(candidates)
    if chosen is None:
        kind = MatchKind.CANDIDATES if candidates else MatchKind.NONE
    elif chosen.own:
        kind = MatchKind.OWN
    else:
        kind = MatchKind(chosen.ground.value)
    own_agrees = any(one.own and one.ground in _OWN for one in candidates)
    return PersonMatch(
        kind=kind,
        person_id=chosen.person_id if chosen else None,
        printed_name=proposed.name,
        candidates=candidates,
        foreign=dossier.person_id is not None and not own_agrees,
    )


def _choose(candidates: tuple[Candidate, ...]) -> Candidate | None:
    own = next((one for one in candidates if one.own and one.ground in _OWN), None)
    identified = [one for one in candidates if one.ground is Ground.IDENTIFIER]
    if own is not None and all(one.own for one in identified):
        return own
    for ground in (Ground.IDENTIFIER, Ground.NAME_AND_BIRTH):
        found = [one for one in candidates if one.ground is ground]
        if found:
            return found[0] if len(found) == 1 and own is None else None
    return None


def _candidates(
    proposed: ProposedPerson,
    dossier: Dossier,
    *,
    ledger: Ledger,
    registers: Registers,
    keys: Keys,
) -> tuple[Candidate, ...]:
    found: set[UUID] = set()
    if dossier.person_id is not None:
        found.add(dossier.person_id)
    for identifier in proposed.identifiers:
        holder = person_by_identifier(identifier, ledger=ledger, keys=keys)
        if holder is not None:
            found.add(holder)
    found |= {one.person.person_id for one in registers.find_people(name=proposed.name)}
    judged = (_candidate(person_id, proposed, dossier, ledger) for person_id in found)
    kept = [one for one in judged if one is not None]
    return tuple(sorted(kept, key=lambda one: (not one.own, _ORDER.index(one.ground), one.name)))


def _candidate(
    person_id: UUID, proposed: ProposedPerson, dossier: Dossier, ledger: Ledger
) -> Candidate | None:
    """The ground on which this person may be meant; None if there is none."""
    try:
        identity = career_of(person_id, ledger).identity()
    except Unknown:  # the register was ahead of a restored ledger
        return None
    subject = Subject(name=proposed.name, dob=proposed.birth_date, unit=proposed.unit)
    ground = ground_of(subject, identity, identifiers=proposed.identifiers)
    names = names_of(identity)
    if not any(same_name(proposed.name, name) for name in names):
        if ground is not Ground.IDENTIFIER:
            return None
        ground = Ground.CONFLICT  # a number misread, or another's on the paper
    elif ground is Ground.NAME_AND_BIRTH and not _same_day(identity.birth_date, subject.dob):
        ground = Ground.NAME_ONLY  # namesakes of one year are frequent
    return Candidate(
        person_id=person_id,
        name=identity.full_name or "",
        birth_date=identity.birth_date,
        ground=ground,
        own=person_id == dossier.person_id,
        marks_differ=exact_key(proposed.name) not in {exact_key(name) for name in names},
    )


def _same_day(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and other is not None and one == other and one.exact() is not None


def match_events(event: CareerEvent, career: Career) -> tuple[Meeting, ...]:
    """Recorded events that the paper behind `event` may prove, the same paper first."""
    met = [
        _meeting(standing, event, exact=exact)
        for standing in career.standings
        if standing.force is not Force.ANNULLED and standing.event.topic == event.topic
        for exact in _meets(standing, event)
    ]
    return tuple(sorted(met, key=lambda one: (not one.exact, len(one.differences))))


def _meets(standing: Standing, event: CareerEvent) -> Iterable[bool]:
    """True: number and date agree; False: the effective date does; nothing: another event."""
    held = standing.event
    mine = event.decision.full_no if event.decision else None
    theirs = held.decision.full_no if held.decision else None
    if mine and theirs and same_number(mine, theirs) and _agree(held.issue_date, event.issue_date):
        yield True
        return
    # Two papers with numbers of their own are two events, unless the recorded one is unproved.
    two_papers = mine and theirs and standing.rank.is_paper
    if not two_papers and _agree(held.effective_date, event.effective_date):
        yield False


def _agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and other is not None and one.agrees_with(other)


def _meeting(standing: Standing, event: CareerEvent, *, exact: bool) -> Meeting:
    held = standing.event
    return Meeting(
        event_id=standing.event_id,
        event_type=held.topic,
        rank=standing.rank,
        effective_date=held.effective_date,
        issue_date=held.issue_date,
        full_no=held.decision.full_no if held.decision else None,
        exact=exact,
        differences=differences_between(held, event),
        recorded_by=standing.recorded_by,
    )


def differences_between(existing: CareerEvent, proposed: CareerEvent) -> tuple[Difference, ...]:
    """Fields on which both say something and do not agree; how persons are printed is left out."""
    held, read = flat(existing), flat(proposed)
    return tuple(
        Difference(
            field=line.name,
            label_vi=line.label_vi,
            label_en=line.label_en,
            existing=held[line.name],
            proposed=read[line.name],
        )
        for line in form_of(proposed.topic)
        if line.name in held
        and line.name in read
        and not line.name.startswith(_NOT_COMPARED)
        and not same_value(line, held[line.name], read[line.name])
    )


def same_value(line: FormField, one: JsonValue, other: JsonValue) -> bool:
    """True if two stored values of a field mean the same."""
    match line.kind, one, other:
        case FieldKind.UNIT, {"asPrinted": str(a)}, {"asPrinted": str(b)}:
            return unit_key(a) == unit_key(b)
        case FieldKind.DATE, str(a), str(b):
            return PartialDate.parse(a).agrees_with(PartialDate.parse(b))
        case FieldKind.TEXT, str(a), str(b) if line.name == "decision.full_no":
            return same_number(a, b)
        case FieldKind.TEXT, str(a), str(b):
            return fold(a) == fold(b)
        case _:
            return one == other
