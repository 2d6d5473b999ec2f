"""What the rules say of everybody whose career the reader may replay, and explaining it away.

Findings are computed when they are asked for, never stored: a page looks through people in the
order of their names and says where to go on. An INFO is in no work list: only whoever asks for it
by its severity is answered.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic import JsonValue

from archive.access_log import AccessLog
from archive.folding import Who, career_of, retried, who_is
from archive.ledger import Ledger, Write
from archive.noting import Reader
from archive.policies import policies_of
from archive.reaching import may_see, scope_on
from archive.registers import PersonRow, Registers, UnitRow, units_of
from domain import mending
from domain.access import Action, Actor, Scope, may, require
from domain.career import Career
from domain.dates import local_day
from domain.errors import Unknown
from domain.events.acts import FindingExplained
from domain.frozen import Frozen
from domain.organisation import Units
from domain.rules.case import units_in
from domain.rules.check import check_career
from domain.rules.explained import Explanations
from domain.rules.finding import Finding, Severity
from domain.rules.policies import Policies
from domain.state import State
from domain.tables.instruments import LegalBase, legal_bases
from domain.unit_names import unit_key

_EVERYBODY = 1_000_000
_MOST_PEOPLE = 500
"""How many people one page looks through at most: then it says where to go on."""
_WORK = frozenset({Severity.BLOCK, Severity.WARN})


class Explained(Frozen):
    """Who let a finding stand, when and why."""

    event_id: UUID
    by: Who
    at: datetime
    why: str


class FindingRow(Frozen):
    """A finding of one person. `laws`: the instruments of `legal_base` with the days they were in
    force; the code and the values make its sentence at the door."""

    person_id: UUID
    person_name: str
    rule: str
    version: int
    severity: Severity
    code: str
    values: dict[str, JsonValue]
    field: str | None
    event_ids: tuple[UUID, ...]
    legal_base: str | None
    laws: tuple[LegalBase, ...]
    explained: Explained | None


class FindingPage(Frozen):
    """`looked_at`: people whose careers were judged for this page. `next`: ask again behind this
    person; None: that was all. `position`: the ledger as it was read."""

    on: date
    rows: tuple[FindingRow, ...]
    looked_at: int
    next: UUID | None
    position: int


@dataclass(frozen=True)
class Wanted:
    """Which findings are asked for; None asks for all, an INFO only by its severity.

    `unit`: an id, or a name or symbol as of the day; its divisions and predecessors count in.
    `explained`: those too that somebody has explained.
    """

    on: date
    rule: str | None = None
    severity: Severity | None = None
    unit: str | None = None
    person_id: UUID | None = None
    explained: bool = False

    def wants(self, finding: Finding) -> bool:
        if self.severity is None and finding.severity not in _WORK:
            return False
        if self.severity is not None and finding.severity is not self.severity:
            return False
        asked = (self.rule or "").strip()
        return not asked or finding.code == asked or _begins(finding.rule, asked)


def _begins(rule: str, asked: str) -> bool:
    """`R-DIS` asks for the whole family, `R-DIS-10` for one rule."""
    return rule == asked or rule.startswith(f"{asked}-")


def list_findings(
    wanted: Wanted,
    *,
    after: UUID | None = None,
    limit: int = 200,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
) -> FindingPage:
    """The findings of the people behind `after`, in the order of their names, the gravest of each
    first. A person's findings stay together, so that a page may be longer than `limit`.

    Raises:
        NotAllowed: written to the access ledger first.
        Unknown: `person.unknown`: nobody stands where the last page ended, or there is no such
            person. LedgerDamaged, LedgerUnavailable.
    """
    reader = Reader(by, access, now, key_id)
    asked = (wanted.person_id,) if wanted.person_id else ()
    reader.require_somewhere(Action.REPLAY, persons=asked)
    judge = _Judge(wanted, by=by, ledger=ledger, registers=registers, now=now)
    position = ledger.position()
    rows: list[FindingRow] = []
    looked_at, last, more = 0, None, False
    for person in _behind(after, wanted, registers):
        if len(rows) >= limit or looked_at >= _MOST_PEOPLE:
            more = True
            break
        looked_at, last = looked_at + 1, person.person_id
        rows += judge.of(person)
    if wanted.person_id is not None and looked_at == 0:
        raise Unknown("person.unknown", person_id=wanted.person_id)
    reader.note(
        Action.REPLAY,
        persons=tuple(dict.fromkeys(one.person_id for one in rows)) or asked,
        events=tuple(dict.fromkeys(one for row in rows for one in row.event_ids)),
        position=position,
        valid_on=wanted.on,
    )
    return FindingPage(
        on=wanted.on,
        rows=tuple(rows),
        looked_at=looked_at,
        next=last if more else None,
        position=position,
    )


def _behind(after: UUID | None, wanted: Wanted, registers: Registers) -> Iterator[PersonRow]:
    if wanted.person_id is not None:
        row = registers.person(wanted.person_id)
        yield from (row,) if row is not None else ()
        return
    people = registers.people(limit=_EVERYBODY)
    start = 0
    if after is not None:
        ids = [one.person_id for one in people]
        if after not in ids:
            raise Unknown("person.unknown", person_id=after)
        start = ids.index(after) + 1
    yield from people[start:]


class _Judge:
    """Judges one person after the other, by the units and policies read once."""

    def __init__(
        self, wanted: Wanted, *, by: Actor, ledger: Ledger, registers: Registers, now: datetime
    ) -> None:
        self.wanted, self.by, self.ledger, self.now = wanted, by, ledger, now
        self.units: Units = units_of(registers, ledger)
        self.policies: Policies = policies_of(ledger)
        self.scope = _unit_scope(wanted, self.units, registers.units()) if wanted.unit else None

    def of(self, person: PersonRow) -> Iterator[FindingRow]:
        career = career_of(person.person_id, self.ledger)
        if career.person_id != person.person_id:
            return  # told under the stream that goes on
        if not may(self.by, Action.REPLAY, scope_on(career, self.wanted.on), on=self.now):
            return
        if not self._is_there(career):
            return
        judged: Any = {
            "on": self.wanted.on,
            "units": self.units if len(self.units) else None,
            "policies": self.policies,
        }
        found = check_career(career, **judged)
        explanations = Explanations(career, **judged)
        for finding in found:
            if not self.wanted.wants(finding) or not self._sees(career, finding):
                continue
            explained = explanations.of(finding)
            if explained is None or self.wanted.explained:
                yield self._row(person, finding, explained, career)

    def _is_there(self, career: Career) -> bool:
        if self.scope is None:
            return True
        return self.scope.holds(career.state_as_of(self.wanted.on))

    def _sees(self, career: Career, finding: Finding) -> bool:
        """A grant for a period or a unit shows what rests on the events of that time only."""
        if _sees_all(self.by, career.person_id, self.now):
            return True
        known = [career.standing(one) for one in finding.event_ids if career.has(one)]
        return all(may_see(self.by, career, standing, self.now) for standing in known)

    def _row(
        self,
        person: PersonRow,
        finding: Finding,
        explained: FindingExplained | None,
        career: Career,
    ) -> FindingRow:
        return FindingRow(
            person_id=person.person_id,
            person_name=person.name,
            rule=finding.rule,
            version=finding.version,
            severity=finding.severity,
            code=finding.code,
            values=finding.values,
            field=finding.field,
            event_ids=finding.event_ids,
            legal_base=finding.legal_base,
            laws=legal_bases(finding.legal_base),
            explained=_explained(explained, career, self.ledger) if explained else None,
        )


def _explained(event: FindingExplained, career: Career, ledger: Ledger) -> Explained:
    at = next(row.recorded_at for row in career.recorded if row.event is event)
    return Explained(
        event_id=event.event_id, by=who_is(event.recorded_by, ledger), at=at, why=event.why
    )


def _sees_all(by: Actor, person_id: UUID, now: datetime) -> bool:
    """One grant covers the person on every day, wherever they were."""
    wide = tuple(Scope(person_id=person_id, valid_on=day) for day in (date.min, date.max))
    return any(
        all(
            may(by.model_copy(update={"grants": (grant,)}), Action.REPLAY, one, on=now)
            for one in wide
        )
        for grant in by.grants
    )


@dataclass(frozen=True)
class _UnitScope:
    """The units asked for: resolved ones, and the name for papers that nobody resolved."""

    ids: frozenset[UUID]
    key: str | None

    def holds(self, state: State) -> bool:
        if self.ids & units_in(state):
            return True
        printed = (state.placement, *(held.unit for held in state.posts))
        return self.key is not None and any(self.key in unit_key(one) for one in printed if one)


def _unit_scope(wanted: Wanted, units: Units, rows: Iterable[UnitRow]) -> _UnitScope:
    """Raises: Unknown `org.unknown`: an id that is no unit's."""
    asked = (wanted.unit or "").strip()
    try:
        named, key = {UUID(asked)}, None
    except ValueError:
        found = units.resolve(asked, wanted.on)
        named, key = {one.unit_id for one in found.candidates} | set(found.outside), unit_key(asked)
    for unit_id in named:
        units.unit(unit_id)
    ids = set(named)
    for unit_id in named:
        ids |= set(units.predecessors(unit_id))
    below: dict[UUID | None, set[UUID]] = {}
    for row in rows:
        below.setdefault(row.parent_id, set()).add(row.unit_id)
    queue = list(ids)
    while queue:
        for child in below.get(queue.pop(), set()) - ids:
            ids.add(child)
            queue.append(child)
    return _UnitScope(frozenset(ids), key)


def explain_finding(
    person_id: UUID,
    rule: str,
    rule_version: int | None,
    event_ids: tuple[UUID, ...],
    why: str,
    *,
    on: date,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    now: datetime,
) -> int:
    """Say by name why a warning stands; return the ledger position.

    Args:
        rule_version: None: the present one.
        on: the day on which the career is judged.

    Raises:
        NotAllowed; Unknown: `finding.unknown`: the rules say nothing like it, with those events.
        RuleViolation: `mending.alreadyExplained`, `access.ownDossier`; LedgerConflict.
    """
    require(by, Action.CORRECT, scope_on(career_of(person_id, ledger), local_day(now)), on=now)
    units = units_of(registers, ledger)
    judged: Any = {
        "on": on,
        "units": units if len(units) else None,
        "policies": policies_of(ledger),
    }

    def attempt() -> int:
        career = career_of(person_id, ledger)
        for one in event_ids:
            career.standing(one)
        found = [
            one
            for one in check_career(career, **judged)
            if one.rule == rule
            and rule_version in (None, one.version)
            and set(one.event_ids) == set(event_ids)
        ]
        if not found:
            raise Unknown("finding.unknown", rule=rule)
        explanations = Explanations(career, **judged)
        open_ones = [one for one in found if explanations.of(one) is None]
        event = mending.explain(
            career,
            rule,
            found[0].version,
            event_ids,
            why,
            by=by,
            event_id=uuid4(),
            changed=bool(open_ones),
        )
        return ledger.record(Write(career.person_id, (event,), career.version)).position

    return retried(attempt)
