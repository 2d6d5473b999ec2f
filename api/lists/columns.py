"""Lists of people as columns: what each is called, and what of a row stands in it.

One description serves the terminal, the page, CSV and XLSX. A value is a day, a number or words in
the reader's language; how it is written down is the writer's matter.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from api.messages import Messages
from archive.due import DueRow, Paper
from archive.roster import RosterRow
from domain.dates import PartialDate, Precision
from domain.due import DueLine, DueLineKind, DueReport, DueStatus
from domain.events.salary import DelayCause

Value = str | int | Decimal | date | None
R = TypeVar("R")


@dataclass(frozen=True)
class Column(Generic[R]):
    """`heading`: a sentence code. `brief`: it stands in the short form too, for a narrow screen."""

    heading: str
    value: Callable[[R, Messages], Value]
    brief: bool = False


def due_columns(report: DueReport) -> tuple[Column[DueRow], ...]:
    """The columns of one of the four lists."""
    return (*_WHOSE, *_OF_REPORT[report], *_BEHIND)


def statuses_of(row: DueRow, said: Messages) -> str:
    """`đến hạn thông báo; còn dưới 24 tháng: kéo dài …`, with the reasons of an exemption."""
    words = [_status(one, row.item.report, said) for one in row.item.statuses]
    words += [said.choice(one) for one in row.item.exempt]
    return "; ".join(words)


def _status(status: DueStatus, report: DueReport, said: Messages) -> str:
    """In the words of its list, where that has its own."""
    own = f"due.status.{report.value}.{status.value}"
    return said.say(own) if said.has(own) else said.choice(status)


def clock_of(row: DueRow, said: Messages) -> tuple[str, ...]:
    """The clock's history, a sentence a line."""
    return tuple(_line(one, row.item.report, said) for one in row.item.clock)


def paper_of(paper: Paper, said: Messages) -> str:
    """`458/QĐ-SNV, 20/12/2021 (HS-001, trang 12)`, or what kind of event it is."""
    words = paper.full_no or said.event(paper.event_type)
    if paper.issue_date is not None:
        words += f", {said.show(paper.issue_date)}"
    places = dict.fromkeys(
        f"{place.dossier_name or '–'}, {said.say('web.page', no=place.page_no)}"
        for place in paper.places
        if place.page_no is not None
    )
    return f"{words} ({'; '.join(places)})" if places else words


def dated(day: PartialDate | None) -> date | str | None:
    """A full day as a day; a month or a year as it is written."""
    if day is None:
        return None
    if day.precision is Precision.DAY:
        return day.first_day
    return f"{day.month:02d}/{day.year:04d}" if day.precision is Precision.MONTH else f"{day.year}"


def _line(line: DueLine, report: DueReport, said: Messages) -> str:
    own = f"due.line.{report.value}.{line.kind.value}"
    code = own if said.has(own) else f"due.line.{line.kind.value}"
    months = abs(line.months) if line.months is not None else None
    days = abs(line.days) if line.days is not None else None
    return said.say(
        code,
        on=line.on,
        months=months,
        years=(months or 0) // 12,
        over=(months or 0) % 12,
        days=days,
        due=line.due,
        cause=_cause(line, said),
    )


def _cause(line: DueLine, said: Messages) -> str:
    if line.cause is None:
        return ""
    if line.kind is DueLineKind.DELAY:
        return said.choice(DelayCause(line.cause))
    return said.say(f"due.cause.{line.cause}")


def _papers(papers: Iterable[Paper], said: Messages) -> str:
    return "; ".join(paper_of(one, said) for one in papers)


def _class(row: DueRow | RosterRow, said: Messages) -> Value:
    found = row.personnel_class
    return said.coded("PersonnelClass", found.value) if found is not None else None


def _unit(row: DueRow | RosterRow, said: Messages) -> Value:
    if row.unit is None or not row.presumed:
        return row.unit
    return said.say("due.presumed", unit=row.unit)


_WHOSE: tuple[Column[DueRow], ...] = (
    Column("due.col.name", lambda row, _: row.person_name, brief=True),
    Column("due.col.class", _class),
    Column("due.col.unit", _unit, brief=True),
)

_BEHIND: tuple[Column[DueRow], ...] = (
    Column("due.col.status", statuses_of, brief=True),
    Column("due.col.rule", lambda row, _: ", ".join(row.item.rules)),
    Column("due.col.basis", lambda row, _: row.item.basis),
    Column("due.col.clock", lambda row, said: "\n".join(clock_of(row, said))),
    Column("due.col.papers", lambda row, said: _papers(row.papers, said)),
)

_GRADE: tuple[Column[DueRow], ...] = (
    Column("due.col.grade", lambda row, _: row.grade_code, brief=True),
    Column("due.col.table", lambda row, _: row.salary_table),
    Column("due.col.step", lambda row, _: row.step, brief=True),
    Column("due.col.coefficient", lambda row, _: row.coefficient, brief=True),
    Column("due.col.percent", lambda row, _: row.beyond_scale_percent),
)

_OF_REPORT: dict[DueReport, tuple[Column[DueRow], ...]] = {
    DueReport.TERMS: (
        Column("due.col.post", lambda row, _: row.item.post, brief=True),
        Column("due.col.postUnit", lambda row, _: row.item.post_unit),
        Column("due.col.termSince", lambda row, _: row.item.since),
        Column("due.col.termEnds", lambda row, _: row.item.due_on, brief=True),
        Column("due.col.noticeBy", lambda row, _: row.item.notice_by, brief=True),
        Column("due.col.remaining", lambda row, _: row.item.remaining_months),
    ),
    DueReport.STEPS: (
        *_GRADE,
        Column("due.col.stepSince", lambda row, _: row.item.since),
        Column("due.col.firstDue", lambda row, _: row.item.first_due_on),
        Column("due.col.stepDue", lambda row, _: row.item.due_on, brief=True),
        Column("due.col.nextStep", lambda row, _: row.item.next_step),
        Column("due.col.nextCoefficient", lambda row, _: row.item.next_coefficient),
        Column("due.col.nextPercent", lambda row, _: row.item.next_percent),
        Column("due.col.awards", lambda row, _: ", ".join(row.item.award_codes) or None),
    ),
    DueReport.RETIREMENTS: (
        Column("due.col.post", lambda row, _: row.main_post),
        *_GRADE[:1],
        Column("due.col.birthDate", lambda row, _: dated(row.item.birth_date), brief=True),
        Column(
            "due.col.gender",
            lambda row, said: said.choice(row.item.gender) if row.item.gender else None,
        ),
        Column("due.col.pension", lambda row, _: row.item.due_on, brief=True),
        Column("due.col.noticeBy", lambda row, _: row.item.notice_by, brief=True),
        Column("due.col.decisionBy", lambda row, _: row.item.decision_by, brief=True),
    ),
    DueReport.ROTATIONS: (
        Column("due.col.position", lambda row, _: row.item.job_position, brief=True),
        Column("due.col.positionCode", lambda row, _: row.item.position_code),
        Column("due.col.heldSince", lambda row, _: row.item.since, brief=True),
        Column("due.col.rotationDue", lambda row, _: row.item.due_on, brief=True),
        Column("due.col.rotationLatest", lambda row, _: row.item.latest_on, brief=True),
    ),
}

ROSTER: tuple[Column[RosterRow], ...] = (
    Column("due.col.name", lambda row, _: row.person_name, brief=True),
    Column("due.col.birthDate", lambda row, _: dated(row.birth_date)),
    Column("due.col.gender", lambda row, said: said.choice(row.gender) if row.gender else None),
    Column("due.col.class", _class, brief=True),
    Column("due.col.unit", _unit, brief=True),
    Column("due.col.placedSince", lambda row, _: row.placed_since),
    Column("due.col.employment", lambda row, said: said.choice(row.employment)),
    Column("due.col.secondedTo", lambda row, _: row.seconded_to),
    Column("due.col.position", lambda row, _: row.job_position),
    Column("due.col.post", lambda row, _: row.post, brief=True),
    Column("due.col.termSince", lambda row, _: row.post_since),
    Column("due.col.termEnds", lambda row, _: row.post_until, brief=True),
    Column("due.col.furtherPosts", lambda row, _: "; ".join(row.further_posts) or None),
    Column("due.col.grade", lambda row, _: row.grade_code, brief=True),
    Column("due.col.table", lambda row, _: row.salary_table),
    Column("due.col.step", lambda row, _: row.step, brief=True),
    Column("due.col.coefficient", lambda row, _: row.coefficient, brief=True),
    Column("due.col.percent", lambda row, _: row.beyond_scale_percent),
    Column("due.col.stepSince", lambda row, _: row.step_since),
    Column("due.col.stepDue", lambda row, _: row.next_step_due, brief=True),
    Column("due.col.pension", lambda row, _: row.pension_from),
    Column("due.col.papers", lambda row, said: _papers(row.papers, said)),
)
