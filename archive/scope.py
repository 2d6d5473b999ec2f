"""Whose careers a list is about: the people of a unit on a day, as far as the reader may see them.

Every career is read from the ledger and folded; the registers only say which people there are, and
whoever the ledger knows beyond them is read as well. Source: domain.md 5 (org scope), 6.1.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from archive.folding import directory_of, links_of, recorded_of
from archive.ledger import Ledger
from archive.registers import Registers
from domain.access import Action, Actor, Scope, may
from domain.career import Career, EvidenceFilter, Identity, State
from domain.errors import Unknown
from domain.events.entry import IdentityRecorded
from domain.events.envelope import Recorded
from domain.frozen import Frozen
from domain.organisation import Units, keys_of, unit_keys

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
    """The units on one day: superiors, subordinates, and what those have become that ended."""

    units: Units
    day: date
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

    def scope(self, person_id: UUID, state: State) -> Scope:
        """What a look at a career in its state of the day touches: the units placed in, held posts
        in or seconded to, what those have become, and whatever stands above them."""
        named = [state.placement_unit_id, *(post.unit_id for post in state.posts)]
        if state.seconded_to is not None:
            named.append(state.seconded_to.unit_id)
        units = self.with_superiors(self.living(named))
        return Scope(person_id=person_id, unit_ids=units, valid_on=self.day)

    def living(self, unit_ids: Iterable[UUID | None]) -> dict[UUID, None]:
        """The units, and what those have become that ended."""
        found: dict[UUID, None] = {}
        for unit_id in unit_ids:
            if unit_id is not None:
                found[unit_id] = found[self.become(unit_id)] = None
        return found

    def with_superiors(self, unit_ids: Iterable[UUID]) -> frozenset[UUID]:
        """The units and whatever stands above them: a grant over any one of these covers them."""
        return frozenset(above for unit_id in unit_ids for above in self._with_superiors(unit_id))

    def _with_superiors(self, unit_id: UUID) -> frozenset[UUID]:
        if unit_id not in self._above:
            self._above[unit_id] = frozenset((unit_id, *self.units.above(unit_id, self.day)))
        return self._above[unit_id]

    def extent(self, unit_id: UUID, *, predecessors: bool) -> Extent:
        """The unit with those that stand under it on the day."""
        own = frozenset(
            one
            for one in (unit_id, *self.units.below(unit_id))
            if unit_id in self._with_superiors(one)
        )
        if not predecessors:
            return Extent(own)
        before = {one for each in own for one in self.units.predecessors(each)}
        return Extent(own, frozenset((*before, *self.units.below(*before))) - own)

    def become(self, unit_id: UUID) -> UUID:
        """The unit that another has become by the day; itself while it lives, went to nobody, or
        into several, of which none is guessed (R-ORG-03)."""
        if unit_id not in self._become:
            path = [unit_id]
            while self._has_ended(path[-1]):
                after = self.units.direct_successors(path[-1])
                if len(after) != 1 or after[0] in path or not self.units.known(after[0]):
                    break
                path.append(after[0])
            self._become[unit_id] = path[-1]
        return self._become[unit_id]

    def _has_ended(self, unit_id: UUID) -> bool:
        ended = self.units.unit(unit_id).ended_on if self.units.known(unit_id) else None
        return ended is not None and ended <= self.day

    def leads_to(self, extent: Extent) -> Callable[[str, UUID | None], bool]:
        """Whether a unit, as printed and as recorded, may be one of the extent, or have become
        one. Never False of one that is; a printed name is only compared by its keys."""
        ids = frozenset(
            unit.unit_id
            for unit in self.units
            if unit.unit_id in extent or self.become(unit.unit_id) in extent
        )
        keys = frozenset(key for one in ids for key in unit_keys(self.units.unit(one)))
        named: dict[str, bool] = {}

        def leads(printed: str, unit_id: UUID | None) -> bool:
            if unit_id is not None:
                return unit_id in ids
            if printed not in named:
                named[printed] = not keys.isdisjoint(keys_of(printed))
            return named[printed]

        return leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Whom a list is about and who asks: the people of `extent` on `day`, as known at `position`,
    as far as `by` may see them. It travels to other processes.

    Two that are equal show the same: rights follow from the actor's grants and from `today`, the
    day of `now` in Viet Nam.
    """

    by: Actor
    day: date
    evidence: EvidenceFilter
    position: int
    extent: Extent | None
    today: date
    now: datetime = field(compare=False)


@dataclass(frozen=True, slots=True)
class People:
    """Streams to look through, each once. `linked`: those that were ever said to be the same human
    as another, which are read together."""

    linked: tuple[UUID, ...]
    alone: tuple[UUID, ...]

    def __len__(self) -> int:
        return len(self.linked) + len(self.alone)


def everybody(registers: Registers, ledger: Ledger) -> People:
    """The registers' people, and those recorded behind the registers' position."""
    found = {row.person_id: None for row in registers.people(limit=_EVERYBODY)}
    reached = registers.position()
    while rows := ledger.after(reached, limit=_TAIL):
        met = (row.stream_id for row in rows if isinstance(row.event, IdentityRecorded))
        found.update(dict.fromkeys(met))
        reached = rows[-1].position
    return people_among(found, ledger)


def people_among(person_ids: Iterable[UUID], ledger: Ledger) -> People:
    links, linked, alone = links_of(ledger), dict[UUID, None](), list[UUID]()
    for person_id in person_ids:
        if person_id in links:
            linked.update(dict.fromkeys(links.linked(person_id)))
        else:
            alone.append(person_id)
    return People(tuple(linked), tuple(alone))


class Members:
    """The careers that a list is about, some streams at a time. `outside`: whom only records that
    the evidence filter leaves out place in the extent; counted while the members are read, as far
    as the reader may see them."""

    def __init__(self, sight: Sight, ledger: Ledger) -> None:
        self.outside = 0
        self._sight, self._ledger = sight, ledger
        self._directory = Directory(directory_of(ledger).known_at(sight.position), sight.day)
        self._naming = None if sight.extent is None else self._directory.leads_to(sight.extent)

    def among(self, people: People) -> Iterator[Member]:
        """Every human of these streams once.

        Raises: LedgerDamaged: no list is given that leaves somebody out.
        """
        for career in self._careers(people):
            member = self._member(career)
            if member is not None:
                yield member

    def _careers(self, people: People) -> Iterator[Career]:
        yield from self._joined(people.linked)
        streams = self._ledger.streams(people.alone, upto=self._sight.position, naming=self._naming)
        for recorded in streams:
            if any(isinstance(one.event, IdentityRecorded) for one in recorded):
                yield self._career(recorded[0].stream_id, recorded)

    def _joined(self, person_ids: Iterable[UUID]) -> Iterator[Career]:
        seen: set[UUID] = set()
        for person_id in sorted(person_ids):
            recorded = tuple(
                one
                for one in recorded_of(person_id, self._ledger)
                if one.position <= self._sight.position
            )
            if any(isinstance(one.event, IdentityRecorded) for one in recorded):
                career = self._career(person_id, recorded)
                if career.person_id not in seen:
                    seen.add(career.person_id)
                    yield career

    def _career(self, person_id: UUID, recorded: tuple[Recorded, ...]) -> Career:
        return Career.of(person_id, recorded, units=self._directory.units)

    def _member(self, career: Career) -> Member | None:
        sight, directory = self._sight, self._directory
        whole = career.state_as_of(sight.day)
        touched = self._touched(whole)
        scope = directory.scope(career.person_id, whole)
        if not self._in_extent(touched):
            return None
        if not may(sight.by, Action.REPLAY, scope, on=sight.now):
            return None
        state = whole
        if career.withheld(sight.evidence):
            state = career.state_as_of(sight.day, evidence=sight.evidence)
            if not self._in_extent(self._touched(state)):
                self.outside += 1
                return None
        return self._as_member(career, state)

    def _as_member(self, career: Career, state: State) -> Member:
        identity = career.identity(state.valid_on, evidence=self._sight.evidence)
        placed, printed = state.placement_unit_id, state.placement
        if printed is None and state.posts:
            placed, printed = state.posts[0].unit_id, state.posts[0].unit
        become = self._directory.become(placed) if placed is not None else None
        presumed = become != placed
        return Member(
            career=career,
            state=state,
            identity=identity,
            name=career.identity(state.valid_on).full_name,
            unit_id=become,
            unit=self._directory.name(become) if presumed and become is not None else printed,
            presumed=presumed,
        )

    def _in_extent(self, touched: Mapping[UUID, None]) -> bool:
        extent = self._sight.extent
        return extent is None or any(unit_id in extent for unit_id in touched)

    def _touched(self, state: State) -> dict[UUID, None]:
        """The units of a career on the day, placement and posts, and what those have become."""
        named = (state.placement_unit_id, *(post.unit_id for post in state.posts))
        return self._directory.living(named)
