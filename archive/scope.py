"""Whose careers a list is about: the people of a unit on a day, as far as the reader may see them.

Every career is read from the ledger and folded; the registers only say which people there are, and
whoever the ledger knows beyond them is read as well. Source: domain.md 5 (org scope), 6.1.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from archive.ledger import Ledger
from archive.registers import Registers, units_of
from domain.access import Action, Actor, Scope, may
from domain.career import Career, EvidenceFilter, Identity, State
from domain.errors import Unknown
from domain.events.entry import IdentityRecorded
from domain.frozen import Frozen
from domain.organisation import Units

_EVERYBODY = 10_000_000
_TAIL = 1000


class UnitAsked(Frozen):
    """The unit that a list is about, by the name that it bore on the day."""

    unit_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Extent:
    """A unit with all below it; `before`: those that went into one of them."""

    unit_ids: frozenset[UUID]
    before: frozenset[UUID] = frozenset()

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self.unit_ids or unit_id in self.before


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the list. `unit_id`: where placed on the day, else where a post is held.

    `presumed`: the unit placed in has become this one and no decision on the person is known
    (R-ORG-03). `state` is seen through the list's evidence filter, the name through none.
    """

    career: Career
    state: State
    identity: Identity
    name: str | None
    unit_id: UUID | None
    unit: str | None
    presumed: bool


@dataclass
class Directory:
    """The units on one day: names as printed resolved, superiors, subordinates, successors."""

    units: Units
    ids: tuple[UUID, ...]
    day: date
    _printed: dict[str, UUID | None] = field(default_factory=dict)
    _above: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    _become: dict[UUID, UUID] = field(default_factory=dict)

    def asked(self, text: str) -> UnitAsked:
        """The unit that an id, a name or a symbol means on the day.

        Raises: Unknown `org.unknown`, or `org.several` (`count`, `names`).
        """
        try:
            unit_id: UUID | None = UUID(text.strip())
        except ValueError:
            found = self.units.resolve(text, self.day)
            ids = [one.unit_id for one in found.candidates] or list(found.outside)
            if len(ids) > 1:
                names = sorted(self.name(one) for one in ids)
                raise Unknown("org.several", count=len(ids), names=tuple(names)) from None
            unit_id = ids[0] if ids else None
        if unit_id is None or not self.units.known(unit_id):
            raise Unknown("org.unknown")
        return UnitAsked(unit_id=unit_id, name=self.name(unit_id))

    def name(self, unit_id: UUID) -> str:
        return self.units.name_on(unit_id, self.day)

    def resolved(self, unit_id: UUID | None, printed: str | None) -> UUID | None:
        """The unit of a reference: as recorded, else the only one that its printed name means."""
        if unit_id is not None or not printed:
            return unit_id
        if printed not in self._printed:
            self._printed[printed] = self.units.resolve(printed, self.day).only
        return self._printed[printed]

    def with_superiors(self, unit_ids: Iterable[UUID]) -> frozenset[UUID]:
        """The units and whatever stands above them: a grant over any one of these covers them."""
        return frozenset(above for unit_id in unit_ids for above in self._with_superiors(unit_id))

    def _with_superiors(self, unit_id: UUID) -> frozenset[UUID]:
        if unit_id not in self._above:
            chain, above = [unit_id], self._parent(unit_id)
            while above is not None and above not in chain:
                chain.append(above)
                above = self._parent(above)
            self._above[unit_id] = frozenset(chain)
        return self._above[unit_id]

    def _parent(self, unit_id: UUID) -> UUID | None:
        return self.units.unit(unit_id).parent_id if self.units.known(unit_id) else None

    def extent(self, unit_id: UUID, *, predecessors: bool) -> Extent:
        own = self._below({unit_id})
        if not predecessors:
            return Extent(own)
        before = {one for each in own for one in self.units.predecessors(each)}
        return Extent(own, self._below(before) - own)

    def _below(self, tops: set[UUID]) -> frozenset[UUID]:
        return frozenset(tops).union(
            one for one in self.ids if not tops.isdisjoint(self._with_superiors(one))
        )

    def become(self, unit_id: UUID) -> UUID:
        """The unit that another has become by the day; itself while it lives, or went to nobody."""
        if unit_id not in self._become:
            self._become[unit_id] = self._followed(unit_id)
        return self._become[unit_id]

    def _followed(self, unit_id: UUID) -> UUID:
        seen = [unit_id]
        while self.units.known(seen[-1]):
            unit = self.units.unit(seen[-1])
            after = unit.successor_id
            ended = unit.ended_on is not None and unit.ended_on <= self.day
            if not ended or after is None or after in seen or not self.units.known(after):
                break
            seen.append(after)
        return seen[-1]


def directory_on(day: date, *, ledger: Ledger, registers: Registers) -> Directory:
    ids = tuple(row.unit_id for row in registers.units())
    return Directory(units_of(registers, ledger), ids, day)


@dataclass
class Members:
    """The careers of a list, one by one. `outside`: whom only records that the evidence filter
    leaves out place in the extent; counted while the members are read, as far as the reader may
    see them."""

    by: Actor
    ledger: Ledger
    registers: Registers
    directory: Directory
    evidence: EvidenceFilter
    position: int
    now: datetime
    extent: Extent | None = None
    outside: int = 0

    def __iter__(self) -> Iterator[Member]:
        """Raises: LedgerDamaged: no list is given that leaves somebody out."""
        streams = self.ledger.streams(
            self._people(),
            upto=self.position,
            naming=None if self.extent is None else self._leads_here,
        )
        for recorded in streams:
            if not any(isinstance(one.event, IdentityRecorded) for one in recorded):
                continue
            member = self._member(Career.of(recorded[0].stream_id, recorded))
            if member is not None:
                yield member

    def _people(self) -> Iterator[UUID]:
        """Everybody: the registers' people, then those recorded behind the registers' position."""
        seen = {row.person_id for row in self.registers.people(limit=_EVERYBODY)}
        yield from seen
        reached = self.registers.position()
        while rows := self.ledger.after(reached, limit=_TAIL):
            for row in rows:
                if isinstance(row.event, IdentityRecorded) and row.stream_id not in seen:
                    seen.add(row.stream_id)
                    yield row.stream_id
            reached = rows[-1].position

    def _member(self, career: Career) -> Member | None:
        day = self.directory.day
        whole = career.state_as_of(day)
        touched = self._touched(whole)
        scope = Scope(
            person_id=career.person_id,
            unit_ids=self.directory.with_superiors(touched),
            valid_on=day,
        )
        if not self._in_extent(touched) or not may(self.by, Action.REPLAY, scope, on=self.now):
            return None
        state = whole
        if career.withheld(self.evidence):
            state = career.state_as_of(day, evidence=self.evidence)
            if not self._in_extent(self._touched(state)):
                self.outside += 1
                return None
        return self._as_member(career, state)

    def _as_member(self, career: Career, state: State) -> Member:
        identity = career.identity(state.valid_on, evidence=self.evidence)
        placed, printed = state.placement_unit_id, state.placement
        if printed is None and placed is None and state.posts:
            placed, printed = state.posts[0].unit_id, state.posts[0].unit
        resolved = self.directory.resolved(placed, printed)
        become = self.directory.become(resolved) if resolved is not None else None
        presumed = become != resolved
        return Member(
            career=career,
            state=state,
            identity=identity,
            name=career.identity(state.valid_on).full_name,
            unit_id=become,
            unit=self.directory.name(become) if presumed and become is not None else printed,
            presumed=presumed,
        )

    def _leads_here(self, printed: str, unit_id: UUID | None) -> bool:
        """Whoever was never named with a unit that is, or has become, one of these is not here."""
        resolved = self.directory.resolved(unit_id, printed)
        return resolved is not None and self._in_extent(
            {resolved: None, self.directory.become(resolved): None}
        )

    def _in_extent(self, touched: Mapping[UUID, None]) -> bool:
        return self.extent is None or any(unit_id in self.extent for unit_id in touched)

    def _touched(self, state: State) -> dict[UUID, None]:
        """The units of a career on the day: placement, what that has become, posts, secondment."""
        named = [(state.placement_unit_id, state.placement)]
        named += [(post.unit_id, post.unit) for post in state.posts]
        found: dict[UUID, None] = {}
        for unit_id, printed in named:
            resolved = self.directory.resolved(unit_id, printed)
            if resolved is not None:
                found[resolved] = found[self.directory.become(resolved)] = None
        return found
