"""The staff of a unit on a day, as known at a moment: one row a person, from the ledger.

Source: domain.md 1.6 (who counts), 5 (common to all reports).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from archive.access_log import AccessLog
from archive.due import HEADCOUNT, Paper, papers_of, sight_of
from archive.folding import known_position, played_clock
from archive.ledger import Ledger
from archive.noting import Reader
from archive.registers import Registers
from archive.replay import Names
from archive.scope import Member, Members, People, Sight, UnitAsked, everybody
from archive.sifting import Line, Lists, Sifted
from domain.access import Action, Actor
from domain.career import EvidenceFilter
from domain.dates import PartialDate
from domain.events.envelope import PersonnelClass
from domain.frozen import Frozen
from domain.people import Gender
from domain.state import Employment
from search.words import name_key


class RosterRow(Frozen):
    """A person on the day. `seconded_to`: works there, and counts here, with the sender (1.6).

    `post_since`, `post_until`: of the main post; `further_posts` beside it. `step_since`: since
    when the step, or the percent beyond the scale, is counted.
    """

    person_id: UUID
    person_name: str | None
    birth_date: PartialDate | None
    gender: Gender | None
    employment: Employment
    personnel_class: PersonnelClass | None
    unit_id: UUID | None
    unit: str | None
    presumed: bool
    placed_since: date | None
    seconded_to: str | None
    job_position: str | None
    post: str | None
    post_since: date | None
    post_until: date | None
    further_posts: tuple[str, ...]
    grade_code: str | None
    salary_table: str | None
    step: int | None
    coefficient: Decimal | None
    beyond_scale_percent: int | None
    step_since: date | None
    next_step_due: date | None
    pension_from: date | None
    papers: tuple[Paper, ...]


class Roster(Frozen):
    """Rows by Vietnamese order of names; `total` in all, `rows` those from `offset` on.

    `outside`: people of the unit whom only unproved records place there.
    """

    unit: UnitAsked | None
    on: date
    known_at: datetime | None
    position: int
    evidence_filter: EvidenceFilter
    total: int
    offset: int
    rows: tuple[RosterRow, ...]
    outside: int
    played_clock: bool


def list_staff(
    unit: str | None,
    *,
    on: date,
    known_at: datetime | date | None = None,
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
    predecessors: bool = False,
    position: int | None = None,
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
) -> Roster:
    """Everybody who counts as present in a unit or below it on a day; noted in the access ledger.

    Args:
        unit: an id, a name or a symbol; None: everybody whom the reader may see.
        predecessors: also those still placed in a unit that has gone into this one.
        position: of the answer whose further page this is: the list stays as it was.
        lists: spreads the work and keeps what was found for the next page; None: neither.

    Raises: as `archive.due.list_due`.
    """
    reader = Reader(by, access, now, key_id, purpose)
    reader.require_somewhere(Action.REPLAY)
    known = known_position(known_at, ledger, now=now).upto(position)
    sight, asked = sight_of(
        unit,
        on=on,
        evidence=evidence,
        predecessors=predecessors,
        position=known.position,
        reader=reader,
        ledger=ledger,
    )
    found = (lists or Lists()).page(
        _Sieve(sight), lambda: everybody(registers, ledger), ledger, offset=offset, limit=limit
    )
    rows = found.rows
    reader.answered(
        persons=tuple(row.person_id for row in rows),
        events=tuple(dict.fromkeys(one.event_id for row in rows for one in row.papers)),
        position=known.position,
        valid_on=on,
        exported_as=exported_as,
    )
    return Roster(
        unit=asked,
        on=on,
        known_at=known.instant,
        position=known.position,
        evidence_filter=evidence,
        total=found.total,
        offset=offset,
        rows=rows,
        outside=found.outside,
        played_clock=played_clock(ledger),
    )


@dataclass(frozen=True, slots=True)
class _Sieve:
    """Whoever counts as present, in the Vietnamese order of names."""

    sight: Sight
    rows: bool = False

    @property
    def narrow(self) -> bool:
        return self.sight.extent is not None

    def with_rows(self) -> "_Sieve":
        return replace(self, rows=True)

    def over(self, ledger: Ledger) -> Callable[[People], Sifted[RosterRow]]:
        members, names = Members(self.sight, ledger), Names(ledger, self.sight.position)
        extent = self.sight.extent

        def found(people: People) -> Sifted[RosterRow]:
            lines: list[Line[RosterRow]] = []
            before = members.outside
            for member in members.among(people):
                if member.state.employment not in HEADCOUNT:
                    continue
                if extent is not None and member.unit_id not in extent:
                    continue
                person_id = member.career.person_id
                row = _row(member, names) if self.rows else None
                lines.append(Line((name_key(member.name or ""), person_id), person_id, 0, row))
            return Sifted(tuple(lines), len(lines), members.outside - before)

        return found


def _row(member: Member, names: Names) -> RosterRow:
    state, identity = member.state, member.identity
    grade = state.grade
    main, *further = state.posts or (None,)
    behind = [
        event_id
        for path in ("placement", "posts.0", "grade.step")
        for event_id in state.because.get(path, ())
    ]
    return RosterRow(
        person_id=member.career.person_id,
        person_name=member.name,
        birth_date=identity.birth_date,
        gender=identity.gender,
        employment=state.employment,
        personnel_class=state.personnel_class,
        unit_id=member.unit_id,
        unit=member.unit,
        presumed=member.presumed,
        placed_since=state.placement_since,
        seconded_to=state.seconded_to.as_printed if state.seconded_to else None,
        job_position=state.job_position,
        post=main.post if main else None,
        post_since=main.effective_date if main else None,
        post_until=main.expires_on if main else None,
        further_posts=tuple(one.post for one in further if one is not None and one.post),
        grade_code=grade.grade_code if grade else None,
        salary_table=grade.salary_table if grade else None,
        step=grade.step if grade else None,
        coefficient=grade.coefficient if grade else None,
        beyond_scale_percent=grade.beyond_scale_percent if grade else None,
        step_since=grade.clock.start if grade and grade.clock else None,
        next_step_due=grade.next_step_due if grade else None,
        pension_from=state.retirement.pension_from if state.retirement else None,
        papers=papers_of(member.career, behind, names),
    )
