"""What falls due for the people of a unit: terms, steps, retirements, rotations.

The answer is folded from the ledger, whatever the registers hold; see `archive.scope` for whose
careers are read and `archive.sifting` for how many are. Source: domain.md 5.1 to 5.4.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from archive.access_log import AccessLog
from archive.folding import directory_of, known_position, played_clock
from archive.ledger import Ledger
from archive.noting import Reader
from archive.policies import policies_of
from archive.registers import Registers
from archive.replay import Names, Place
from archive.scope import (
    Directory,
    Member,
    Members,
    People,
    Sight,
    UnitAsked,
    everybody,
)
from archive.sifting import Line, Lists, Sifted
from domain.access import Action, Actor, Scope
from domain.career import Career, EvidenceFilter
from domain.dates import PartialDate, local_day
from domain.due import DueItem, DueReport, DueStatus, StepList, Subject, Window
from domain.due_retirements import default_window as retirement_window
from domain.due_retirements import retirements_due
from domain.due_rotations import default_window as rotation_window
from domain.due_rotations import rotations_due
from domain.due_steps import default_window as step_window
from domain.due_steps import early_ceiling, steps_due
from domain.due_terms import DEFAULT_TERM_RULES, TermRules, terms_due
from domain.due_terms import default_window as term_window
from domain.events.envelope import PersonnelClass
from domain.frozen import Frozen
from domain.rules.policies import Policies
from domain.rules.rotation import rotation_positions
from domain.state import Employment
from domain.tables.rotations import ListedPosition

HEADCOUNT = frozenset(
    {
        Employment.PROBATION,
        Employment.ACTIVE,
        Employment.SECONDED_OUT,
        Employment.STUDY_LEAVE,
        Employment.SUSPENDED,
        Employment.UNPAID_LEAVE,
    }
)
"""Who counts as present in a unit. Source: domain.md 1.6 [P]."""


class Paper(Frozen):
    """An event behind a row, and the pages on which it stands."""

    event_id: UUID
    event_type: str
    full_no: str | None
    issue_date: PartialDate | None
    places: tuple[Place, ...]


class DueRow(Frozen):
    """One item of a list with whose it is and the papers behind it, the clock's events included.

    `unit`: where the person is placed on the day; `presumed`: that unit follows one that has ended,
    and no decision on the person is known.
    """

    person_id: UUID
    person_name: str | None
    personnel_class: PersonnelClass | None
    unit_id: UUID | None
    unit: str | None
    presumed: bool
    main_post: str | None
    grade_code: str | None
    salary_table: str | None
    step: int | None
    coefficient: Decimal | None
    beyond_scale_percent: int | None
    item: DueItem
    papers: tuple[Paper, ...]


class DueAnswer(Frozen):
    """A list as of `on`, as known at `position`.

    `total` rows in all, `rows` those from `offset` on. `payroll` and `early_ceiling`: how many
    people of the scope count as present, and how many of them may be raised early in a year (5.3).
    `outside`: people of the scope whom only unproved records place there.
    """

    report: DueReport
    unit: UnitAsked | None
    on: date
    known_at: datetime | None
    position: int
    evidence_filter: EvidenceFilter
    start: date | None
    end: date
    total: int
    offset: int
    rows: tuple[DueRow, ...]
    payroll: int
    early_ceiling: int
    outside: int
    played_clock: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DueQuestion:
    """What is asked of a list. Without `start` and `end` the list's own window: 5.1 six months,
    5.3 to the end of the quarter, 5.4 a year, 5.2 whatever is open. `statuses`: only these.
    `position`: of the answer whose further page this is: the list stays as it was.
    `positions`: listed for rotation; None: by the policies that hold on the day."""

    report: DueReport
    on: date
    unit: str | None = None
    known_at: datetime | date | None = None
    position: int | None = None
    evidence: EvidenceFilter = EvidenceFilter.PROVED
    start: date | None = None
    end: date | None = None
    statuses: frozenset[DueStatus] = frozenset()
    steps: StepList = StepList.DUE
    predecessors: bool = True
    positions: tuple[ListedPosition, ...] | None = None
    terms: TermRules = DEFAULT_TERM_RULES

    @property
    def window(self) -> Window:
        usual = {
            DueReport.TERMS: lambda day: term_window(day, self.terms),
            DueReport.STEPS: step_window,
            DueReport.RETIREMENTS: retirement_window,
            DueReport.ROTATIONS: rotation_window,
        }[self.report](self.on)
        return Window(self.start, self.end or usual.end)


def list_due(
    asked: DueQuestion,
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    access: AccessLog,
    now: datetime,
    lists: Lists | None = None,
    offset: int = 0,
    limit: int | None = None,
    exported_as: str | None = None,
    key_id: str | None = None,
    purpose: str | None = None,
) -> DueAnswer:
    """List what falls due; the answer, or the refusal, is noted in the access ledger.

    Args:
        lists: spreads the work and keeps what was found for the next page; None: neither.
        limit: rows from `offset` on; None: all.
        exported_as: the form in which the answer leaves the archive (XLSX, CSV): written to the
            access ledger as an export before it is given.

    Raises:
        NotAllowed: no grant covers the unit asked about, or any at all.
        Unknown: `org.unknown`, `org.several`.
        LedgerDamaged: a career cannot be read; no list is given that leaves somebody out.
    """
    reader = Reader(by, access, now, key_id, purpose)
    reader.require_somewhere(Action.REPLAY)
    known = known_position(asked.known_at, ledger, now=now).upto(asked.position)
    sight, unit = sight_of(
        asked.unit,
        on=asked.on,
        evidence=asked.evidence,
        predecessors=asked.predecessors,
        position=known.position,
        reader=reader,
        ledger=ledger,
    )
    sieve = _Sieve(replace(asked, known_at=None, position=known.position), sight)
    found = (lists or Lists()).page(
        sieve, lambda: everybody(registers, ledger), ledger, offset=offset, limit=limit
    )
    rows = found.rows
    reader.answered(
        persons=tuple(dict.fromkeys(row.person_id for row in rows)),
        events=tuple(dict.fromkeys(one.event_id for row in rows for one in row.papers)),
        position=known.position,
        valid_on=asked.on,
        exported_as=exported_as,
    )
    window = asked.window
    return DueAnswer(
        report=asked.report,
        unit=unit,
        on=asked.on,
        known_at=known.instant,
        position=known.position,
        evidence_filter=asked.evidence,
        start=window.start,
        end=window.end,
        total=found.total,
        offset=offset,
        rows=rows,
        payroll=found.payroll,
        early_ceiling=early_ceiling(found.payroll),
        outside=found.outside,
        played_clock=played_clock(ledger),
    )


def sight_of(
    text: str | None,
    *,
    on: date,
    evidence: EvidenceFilter,
    predecessors: bool,
    position: int,
    reader: Reader,
    ledger: Ledger,
) -> tuple[Sight, UnitAsked | None]:
    """The people of a unit on a day, and the unit; without `text` everybody whom the reader may
    see.

    Raises: NotAllowed, Unknown.
    """
    unit, extent = None, None
    if text:
        directory = Directory(directory_of(ledger).known_at(position), on)
        unit = directory.asked(text)
        above = directory.with_superiors((unit.unit_id,))
        reader.require(Action.REPLAY, Scope(unit_ids=above, valid_on=on))
        extent = directory.extent(unit.unit_id, predecessors=predecessors)
    sight = Sight(
        by=reader.by,
        day=on,
        evidence=evidence,
        position=position,
        extent=extent,
        today=local_day(reader.now),
        now=reader.now,
    )
    return sight, unit


@dataclass(frozen=True, slots=True)
class _Sieve:
    """Items in the order of their day."""

    asked: DueQuestion
    sight: Sight
    rows: bool = False

    @property
    def narrow(self) -> bool:
        return self.sight.extent is not None

    def with_rows(self) -> "_Sieve":
        return replace(self, rows=True)

    def over(self, ledger: Ledger) -> Callable[[People], Sifted[DueRow]]:
        asked, position = self.asked, self.sight.position
        members, names = Members(self.sight, ledger), Names(ledger, position)
        find = _finder(asked, policies_of(ledger, upto=position))

        def found(people: People) -> Sifted[DueRow]:
            lines: list[Line[DueRow]] = []
            payroll, before = 0, members.outside
            for member in members.among(people):
                payroll += member.state.employment in HEADCOUNT
                person_id = member.career.person_id
                for number, item in enumerate(find(member)):
                    if asked.statuses and asked.statuses.isdisjoint(item.statuses):
                        continue
                    order = (item.due_on, member.name or "", person_id, number)
                    row = _row(member, item, names) if self.rows else None
                    lines.append(Line(order, person_id, number, row))
            return Sifted(tuple(lines), payroll, members.outside - before)

        return found


def _finder(asked: DueQuestion, policies: Policies) -> Callable[[Member], Iterator[DueItem]]:
    window = asked.window

    def find(member: Member) -> Iterator[DueItem]:
        subject = Subject(member.career, asked.evidence, member.state)
        match asked.report:
            case DueReport.TERMS:
                return terms_due(subject, window, rules=asked.terms)
            case DueReport.STEPS:
                return steps_due(subject, window, wanted=asked.steps)
            case DueReport.RETIREMENTS:
                return retirements_due(subject, member.identity, window)
            case DueReport.ROTATIONS:
                listed = asked.positions
                if listed is None:
                    listed = rotation_positions(subject.in_force(), asked.on, policies)
                return rotations_due(subject, window, positions=listed)

    return find


def _row(member: Member, item: DueItem, names: Names) -> DueRow:
    state, grade = member.state, member.state.grade
    behind = (*item.event_ids, *(line.event_id for line in item.clock if line.event_id))
    return DueRow(
        person_id=member.career.person_id,
        person_name=member.name,
        personnel_class=state.personnel_class,
        unit_id=member.unit_id,
        unit=member.unit,
        presumed=member.presumed,
        main_post=state.posts[0].post if state.posts else None,
        grade_code=grade.grade_code if grade else None,
        salary_table=grade.salary_table if grade else None,
        step=grade.step if grade else None,
        coefficient=grade.coefficient if grade else None,
        beyond_scale_percent=grade.beyond_scale_percent if grade else None,
        item=item,
        papers=papers_of(member.career, behind, names),
    )


def papers_of(career: Career, event_ids: Iterable[UUID], names: Names) -> tuple[Paper, ...]:
    """The events that the career knows, each once, with their pages."""
    return tuple(
        Paper(
            event_id=event_id,
            event_type=standing.event.topic,
            full_no=standing.event.decision.full_no if standing.event.decision else None,
            issue_date=standing.event.issue_date,
            places=names.places(standing.sources),
        )
        for event_id in dict.fromkeys(event_ids)
        if career.has(event_id)
        for standing in (career.standing(event_id),)
    )
