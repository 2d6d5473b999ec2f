"""R-ROT: which positions are listed for a person, what the clock says, and what is warned of.

The clock itself is that of `domain.due_rotations`. A local list comes first, then the decree of the
day; where no list names the position, a rotation that led there says that it is a listed one.

Source: domain.md 3.5 (R-ROT), 5.2.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from domain.career import Career, EvidenceFilter
from domain.due import DueItem, DueStatus, Subject, Window
from domain.due_rotations import rotations_due
from domain.events.movement import AssignmentMade, PositionRotationMade
from domain.rules.case import Case
from domain.rules.finding import Finding, Severity
from domain.rules.policies import Policies
from domain.standing import Standing
from domain.state import State
from domain.tables.rotation import NATIONAL as PERIODS
from domain.tables.rotations import NATIONAL, ListedPosition


def rotation_positions(
    standings: Iterable[Standing], on: date, policies: Policies
) -> tuple[ListedPosition, ...]:
    """The rows by which positions are judged on a day: local, national, and those that the papers
    of the career name."""
    national = NATIONAL if policies.switches_on(on).personnel_work_is_listed else ()
    return (*policies.rotation_rows(), *national, *_named_by_papers(standings))


def _named_by_papers(standings: Iterable[Standing]) -> Iterator[ListedPosition]:
    """A position that a rotation led to, with the periods of every decree."""
    for standing in standings:
        match standing.event:
            case PositionRotationMade(job_position=str(position), position_code=code):
                pass
            case AssignmentMade(job_position=str(position), position_code=code, rotation=True):
                pass
            case _:
                continue
        for period in PERIODS:
            yield ListedPosition(
                code=code or position,
                min_months=period.min_months,
                max_months=period.max_months,
                valid_from=period.valid_from,
                basis=period.law,
                titles=(position,),
                valid_until=period.valid_to,
                mark=period.mark,
            )


def rotation_item(
    career: Career, standings: Iterable[Standing], state: State, policies: Policies
) -> DueItem | None:
    """The clock of the position held on the day of `state`; None: a leader, or none is listed."""
    subject = Subject(career, EvidenceFilter.RECORDED, state)
    positions = rotation_positions(standings, state.valid_on, policies)
    return next(rotations_due(subject, Window(None, date.max), positions=positions), None)


def rotation_findings(case: Case) -> Iterator[Finding]:
    """R-ROT of the paper of a rotation: its holder, and the window of the position left."""
    event = case.event
    if not isinstance(event, PositionRotationMade) or case.before is None or case.on is None:
        return
    if case.before.posts:
        by = case.before.posts[0].event_ids
        yield case.found("R-ROT.leader", Severity.INFO, by=by, post=case.before.posts[0].post)
        return
    item = rotation_item(case.career, case.others, case.before, case.policies)
    if item is not None and case.on < item.due_on:
        yield case.found(
            "R-ROT.early",
            Severity.INFO,
            field="effective_date",
            law=item.basis,
            by=item.event_ids,
            position=item.job_position,
            since=item.since.isoformat() if item.since else None,
            due=item.due_on.isoformat(),
        )


def rotation_on(
    career: Career, standings: tuple[Standing, ...], state: State, policies: Policies
) -> Iterator[Finding]:
    """R-ROT on a day: due is said, overdue is warned of; who is exempt waits."""
    item = rotation_item(career, standings, state, policies)
    if item is None or item.statuses[0] not in (DueStatus.DUE, DueStatus.OVERDUE):
        return
    overdue = item.statuses[0] is DueStatus.OVERDUE
    yield Finding(
        rule="R-ROT",
        severity=Severity.WARN if overdue else Severity.INFO,
        code="R-ROT.overdue" if overdue else "R-ROT.due",
        values={
            "position": item.job_position,
            "since": item.since.isoformat() if item.since else None,
            "due": item.due_on.isoformat(),
            "overdue": item.latest_on.isoformat() if item.latest_on else None,
        },
        event_ids=item.event_ids,
        legal_base=item.basis,
    )
