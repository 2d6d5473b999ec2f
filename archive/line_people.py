"""Whom the lines of a file mean: an identifier, an id, or a label that an identity line defines.

The same ladder as for papers (domain.md 4.6, R-IDN-01): an identifier decides, else name and whole
birth date together, never a name alone. Where it is not certain a person must say it, with an
identifier or with `asNew`; the lines of that person are refused until then.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from archive.binding import readings_of
from archive.folding import career_of
from archive.keys import Keys
from archive.ledger import Ledger
from archive.line_forms import Entry, canonical_digest, event_of
from archive.lines import LineRefused
from archive.matching import holder_of, reservation_of
from archive.registers import Registers
from domain.career import Career
from domain.dates import PartialDate
from domain.errors import Unknown
from domain.events.entry import IdentityRecorded
from domain.people import Identifier, IdentifierKind, plain_identifier, same_name
from domain.rules.identity import names_of
from domain.state import Identity

IDENTITY = IdentityRecorded.topic
_NOBODY = UUID(int=0)
_DIGITS_OF_IDENTIFIERS = (9, 12)
"""Of a CMND and a CCCD: such a label is no serial number."""

Number = tuple[IdentifierKind, str]


@dataclass(slots=True, eq=False)
class Group:
    """Whom one label, or several that share an identifier, mean. `person_id` None: refused.

    `reserve`: streams of identifiers that are free, and of the line where it has no identifier,
    with their version.
    """

    entries: list[Entry] = field(default_factory=list)
    claims: list[IdentityRecorded] = field(default_factory=list)
    numbers: dict[Number, Identifier] = field(default_factory=dict)
    reserve: dict[UUID, int] = field(default_factory=dict)
    person_id: UUID | None = None
    career: Career | None = None
    """As recorded; None: somebody new."""


class People:
    """Resolves the persons of a file; the careers read on the way are kept."""

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        by: UUID,
        ledger: Ledger,
        registers: Registers,
        keys: Keys,
    ) -> None:
        self._by, self._ledger, self._registers, self._keys = by, ledger, registers, keys
        self._careers: dict[UUID, Career] = {}
        self._asked: dict[str, UUID] = {}
        self._labels: dict[str, Group] = {}
        self._numbered: dict[Number, Group] = {}
        self._born: dict[tuple[str, str], list[Group]] = {}
        self.groups: list[Group] = []
        for entry in entries:
            if entry.topic == IDENTITY:
                self._define(entry)
        self._borne = registers.names_borne(
            claim.full_name for group in self.groups for claim in group.claims[:1]
        )
        for group in self.groups:
            self._settle(group)

    def of(self, entry: Entry) -> tuple[UUID, Career | None, Group | None]:
        """Who is meant, the career as recorded, and the group if this file says who it is.

        Raises: LineRefused: nobody is known by that, or it is not certain who it is.
        """
        group = self._group(entry.person)
        if group is not None:
            if group.person_id is None:
                lines = [one.line.number for one in group.entries]
                raise LineRefused("brought.personRefused", field="person", lines=lines)
            return group.person_id, group.career, group
        person_id = self._known(entry.person)
        return person_id, self._career(person_id), None

    # Labels

    def _define(self, entry: Entry) -> None:
        try:
            claim = event_of(entry, event_id=_NOBODY, person_id=_NOBODY, recorded_by=self._by)
        except LineRefused as error:
            entry.refuse(error)
            self._labels.setdefault(entry.person, self._begun()).entries.append(entry)
            return
        if not isinstance(claim, IdentityRecorded):
            raise TypeError("an identity line is an identity")
        numbers = {(one.kind, _bare(one.value)): one for one in claim.identifiers}
        try:
            self._refuse_other_number(entry.person, numbers)
        except LineRefused as error:
            entry.refuse(error)
        group = self._labels.get(entry.person)
        if group is None:
            known = (self._numbered[number] for number in numbers if number in self._numbered)
            group = next(known, None) or self._begun()
        self._labels[entry.person] = group
        group.entries.append(entry)
        group.claims.append(claim)
        group.numbers.update(numbers)
        for number in numbers:
            other = self._numbered.setdefault(number, group)
            if other is not group:
                lines = [one.line.number for one in (*other.entries, *group.entries)]
                for one in (*other.entries, *group.entries):
                    one.refuse(LineRefused("brought.personTwo", field="person", lines=lines))

    def _refuse_other_number(self, label: str, numbers: Mapping[Number, Identifier]) -> None:
        """A label that is an identifier is that of its human: it would hide whoever holds it.

        Raises: LineRefused: the line's own identifiers do not name it.
        """
        asked = _numbers_of(label)
        if not asked or not {value for _, value in asked}.isdisjoint(v for _, v in numbers):
            return
        is_one = len(asked) == 1 or len(asked[0][1]) in _DIGITS_OF_IDENTIFIERS
        if is_one or any(self._holder(number) is not None for number in asked):
            raise LineRefused("brought.labelIsNumber", field="person")

    def _begun(self) -> Group:
        group = Group()
        self.groups.append(group)
        return group

    def _group(self, asked: str) -> Group | None:
        group = self._labels.get(asked)
        if group is None:
            for number in _numbers_of(asked):
                group = group or self._numbered.get(number)
        return group

    # Known persons

    def _known(self, asked: str) -> UUID:
        if asked not in self._asked:
            self._asked[asked] = self._found(asked)
        return self._asked[asked]

    def _found(self, asked: str) -> UUID:
        person_id = _uuid(asked)
        if person_id is None:
            holders = {self._holder(number) for number in _numbers_of(asked)} - {None}
            if len(holders) > 1:
                raise LineRefused("brought.personTwo", field="person")
            person_id = next(iter(holders), None)
        if person_id is None or self._career(person_id) is None:
            raise LineRefused("brought.personUnknown", field="person")
        return person_id

    def _holder(self, number: Number) -> UUID | None:
        return holder_of(self._keys.identifier_stream(*number), self._ledger)

    def _career(self, person_id: UUID) -> Career | None:
        if person_id not in self._careers:
            try:
                self._careers[person_id] = career_of(person_id, self._ledger)
            except Unknown:
                return None
        return self._careers[person_id]

    # A group's person

    def _settle(self, group: Group) -> None:
        if any(entry.faults for entry in group.entries):
            return
        try:
            self._agree(group)
            known = self._holder_of(group)
            if known is None and not any(entry.as_new for entry in group.entries):
                known = self._namesake(group)
            group.person_id = known or uuid4()
            group.career = self._career(known) if known else None
        except LineRefused as error:
            for entry in group.entries:
                entry.refuse(error)

    def _agree(self, group: Group) -> None:
        """The lines of one label are of one human. Raises: LineRefused."""
        first = group.claims[0]
        for other in group.claims[1:]:
            if not same_name(first.full_name, other.full_name) or _apart(
                first.birth_date, other.birth_date
            ):
                lines = [one.line.number for one in group.entries]
                raise LineRefused("brought.personTwo", field="person", lines=lines)

    def _holder_of(self, group: Group) -> UUID | None:
        """Who holds the identifiers of the group; those that nobody holds will be reserved."""
        holders: dict[UUID, None] = {}
        for number in group.numbers:
            stream = self._keys.identifier_stream(*number)
            holder, version = reservation_of(stream, self._ledger)
            if holder is None:
                group.reserve[stream] = version
            else:
                holders[holder] = None
        if not group.numbers:
            stream = self._line_stream(group)
            holder, version = reservation_of(stream, self._ledger)
            if holder is not None:
                return holder
            group.reserve[stream] = version
        if len(holders) > 1:
            raise LineRefused("brought.personTwo", field="payload.identifiers")
        known = next(iter(holders), None)
        career = self._career(known) if known else None
        if career is not None and not _may_be(group.claims[0], career.identity()):
            raise LineRefused("brought.personOther", field="person")
        return known

    def _line_stream(self, group: Group) -> UUID:
        """Where it stands whom this very line began: nothing else would know them again."""
        entry = group.entries[0]
        form = [entry.key, entry.person, group.claims[0].full_name, entry.envelope, entry.payload]
        return self._keys.line_stream(canonical_digest(form))

    def _namesake(self, group: Group) -> UUID | None:
        """A known person of that name: the same if the whole birth date is the same and no number
        speaks against it. Raises: LineRefused, if it is neither certain nor excluded."""
        claim = group.claims[0]
        sure: list[UUID] = []
        unsure: list[UUID] = []
        named = claim.full_name in self._borne
        for row in self._registers.find_people(name=claim.full_name) if named else ():
            career = self._career(row.person.person_id)
            identity = career.identity() if career is not None else None
            if identity is None or not _may_be(claim, identity):
                continue
            clash = _clashes(group.numbers, identity.identifiers)
            same_day = _whole(claim.birth_date) and claim.birth_date == identity.birth_date
            if same_day and not clash:
                sure.append(row.person.person_id)
            elif same_day or not clash:
                unsure.append(row.person.person_id)
        if len(sure) == 1 and not unsure:
            return sure[0]
        if sure or unsure:
            found = [*sure, *unsure]
            raise LineRefused("brought.personUnsure", field="person", candidates=len(found))
        self._refuse_twin(group)
        return None

    def _refuse_twin(self, group: Group) -> None:
        """Two labels of one name and birth date are one human, unless numbers part them."""
        claim = group.claims[0]
        if not _whole(claim.birth_date):
            return
        place = (claim.full_name.casefold(), str(claim.birth_date))
        for other in self._born.setdefault(place, []):
            if not _clashes(group.numbers, other.numbers.values()):
                lines = [one.line.number for one in (*other.entries, *group.entries)]
                raise LineRefused("brought.personTwice", field="person", lines=lines)
        self._born[place].append(group)


def _numbers_of(asked: str) -> tuple[Number, ...]:
    """What a text may be as an identifier: `SO_HIEU:1234` says its kind, digits alone do not."""
    prefix, colon, value = asked.partition(":")
    if colon and prefix.strip().upper() in IdentifierKind.__members__:
        return ((IdentifierKind[prefix.strip().upper()], _bare(value)),)
    readings = readings_of(asked)
    if not readings:
        return ()
    value = _bare(readings[0].value)
    return tuple((kind, value) for kind in IdentifierKind)


def _bare(value: str) -> str:
    return plain_identifier(value)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == len(str(_NOBODY)) else None
    except ValueError:
        return None


def _whole(day: PartialDate | None) -> bool:
    return day is not None and day.exact() is not None


def _apart(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and other is not None and not one.agrees_with(other)


def _may_be(claim: IdentityRecorded, identity: Identity) -> bool:
    """Name and birth date do not speak against it."""
    named = any(same_name(claim.full_name, name) for name in names_of(identity))
    return named and not _apart(claim.birth_date, identity.birth_date)


def _clashes(numbers: Mapping[Number, Identifier], known: Iterable[Identifier]) -> bool:
    """Both have a number of one kind, and not the same: a person may hold several in turn, but a
    list does not say so."""
    held: dict[IdentifierKind, set[str]] = {}
    for one in known:
        held.setdefault(one.kind, set()).add(_bare(one.value))
    return any(kind in held and value not in held[kind] for kind, value in numbers)
