"""What falls due, and who there is, over HTTP: pages of rows, or a file."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.here import Asking, Here
from api.lists.columns import ROSTER, due_columns
from api.lists.files import csv_of, xlsx_of
from api.lists.saying import due_title, roster_title
from api.moments import moment_of, today
from archive.due import DueAnswer, DueQuestion, list_due
from archive.roster import Roster, list_staff
from domain.career import EvidenceFilter
from domain.due import DueReport, DueStatus, StepList
from domain.errors import Unknown

router = APIRouter(prefix="/v1", tags=["due"])


class UnknownReport(Unknown):
    """There is no such list; `known` are those that there are."""

    code = "due.unknownReport"


MOST_ROWS = 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

KnownAt = Annotated[str | None, Query(alias="knownAt")]
Position = Annotated[int | None, Query(ge=0)]
Offset = Annotated[int, Query(ge=0)]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS)]
Form = Annotated[str | None, Query(pattern="^(csv|xlsx)$")]


@router.get("/due/{report}", response_model=DueAnswer)
def get_due(
    here: Asking,
    report: str,
    unit: str | None = None,
    start: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
    on: date | None = None,
    known_at: KnownAt = None,
    position: Position = None,
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
    status: Annotated[tuple[DueStatus, ...], Query()] = (),
    steps: Annotated[StepList, Query(alias="list")] = StepList.DUE,
    predecessors: bool = True,
    offset: Offset = 0,
    limit: Limit = 100,
    form: Form = None,
    purpose: str | None = None,
) -> DueAnswer | Response:
    """`terms`, `steps`, `retirements` or `rotations`: rows from `offset` on, `total` in all.

    `unit`: an id, a name or a symbol. `form`: `csv` or `xlsx` gives every row as a file, which is
    recorded as an export. `position`: of the first page's answer: further pages, and a file, are
    then of the same list, whatever has been recorded since.
    """
    asked = DueQuestion(
        report=report_of(report),
        on=on or today(here.now),
        unit=unit,
        known_at=moment_of(known_at),
        position=position,
        evidence=evidence,
        start=start,
        end=to,
        statuses=frozenset(status),
        steps=steps,
        predecessors=predecessors,
    )
    return answer_due(here, asked, offset=offset, limit=limit, form=form, purpose=purpose)


def report_of(name: str) -> DueReport:
    """Raises: UnknownReport."""
    for report in DueReport:
        if report.value.lower() == name:
            return report
    raise UnknownReport(known=tuple(one.value.lower() for one in DueReport))


def answer_due(
    here: Here,
    asked: DueQuestion,
    *,
    offset: int = 0,
    limit: int | None = None,
    form: str | None = None,
    purpose: str | None = None,
) -> DueAnswer | Response:
    archive, said = here.archive, here.messages
    answer = list_due(
        asked,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        lists=archive.lists,
        offset=0 if form else offset,
        limit=None if form else limit,
        exported_as=form.upper() if form else None,
        key_id=here.key_id,
        purpose=purpose,
    )
    if form is None:
        return answer
    make = csv_of if form == "csv" else xlsx_of
    content = make(due_title(answer, said), due_columns(asked.report), answer.rows, said)
    return as_file(content, form, asked.report.value.lower(), asked.on)


def as_file(content: bytes, form: str, name: str, on: date) -> Response:
    """To be saved, not shown; its name says what it is and no person's name."""
    kind = "text/csv; charset=utf-8" if form == "csv" else XLSX
    disposition = f'attachment; filename="{name}-{on.isoformat()}.{form}"'
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})


@router.get("/roster", response_model=Roster)
def get_roster(
    here: Asking,
    unit: str | None = None,
    on: date | None = None,
    known_at: KnownAt = None,
    position: Position = None,
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
    predecessors: bool = False,
    offset: Offset = 0,
    limit: Limit = 100,
    form: Form = None,
    purpose: str | None = None,
) -> Roster | Response:
    """The staff of a unit on a day: rows from `offset` on, `total` in all; or a file. `position`:
    as in a list of what falls due."""
    archive, said = here.archive, here.messages
    answer = list_staff(
        unit,
        on=on or today(here.now),
        known_at=moment_of(known_at),
        position=position,
        evidence=evidence,
        predecessors=predecessors,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        lists=archive.lists,
        offset=0 if form else offset,
        limit=None if form else limit,
        exported_as=form.upper() if form else None,
        key_id=here.key_id,
        purpose=purpose,
    )
    if form is None:
        return answer
    make = csv_of if form == "csv" else xlsx_of
    return as_file(
        make(roster_title(answer, said), ROSTER, answer.rows, said), form, "roster", answer.on
    )
