"""The staff of a unit on a day, as known at a moment: one row a person, from the ledger.

Source: domain.md 1.6 (who counts), 5 (common to all reports).
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from archive.access_log import AccessLog
from archive.due import HEADCOUNT, Paper, members_asked, papers_of
from archive.folding import known_position, played_clock
from archive.ledger import Ledger
from archive.noting import Reader
from archive.registers import Registers
from archive.replay import Names
from archive.scope import Member, UnitAsked
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
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    access: AccessLog,
    now: datetime,
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

    Raises: as `archive.due.list_due`.
    """
    reader = Reader(by, access, now, key_id, purpose)
    reader.require_somewhere(Action.REPLAY)
    known = known_position(known_at, ledger, now=now)
    members, asked = members_asked(
        unit,
        on=on,
        evidence=evidence,
        predecessors=predecessors,
        position=known.position,
        reader=reader,
        ledger=ledger,
        registers=registers,
    )
    staff = [
        member
        for member in members
        if member.state.employment in HEADCOUNT
        and (members.extent is None or member.unit_id in members.extent)
    ]
    staff.sort(key=lambda one: (name_key(one.name or ""), one.career.person_id))
    shown = staff[offset:] if limit is None else staff[offset : offset + limit]
    names = Names(ledger, known.position)
    rows = tuple(_row(member, names) for member in shown)
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
        total=len(staff),
        offset=offset,
        rows=rows,
        outside=members.outside,
        played_clock=played_clock(ledger),
    )


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
