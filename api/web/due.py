"""What falls due for a unit, and its staff: lists to look at, page by page, and to take away."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.answers import status_of
from api.here import Here, SignedIn
from api.lists.columns import clock_of, due_columns, paper_of, statuses_of
from api.lists.saying import due_title
from api.moments import day_of, moment_of, today
from api.routes.due import answer_due, report_of
from api.routes.people import printed
from api.web.render import page
from archive.due import DueAnswer, DueQuestion, DueRow
from archive.replay import replay_career
from domain.career import EvidenceFilter
from domain.due import DueReport, StepList
from domain.errors import HosoError

router = APIRouter(include_in_schema=False)
_ROWS = 50


@router.get("/due")
def get_due(
    request: Request,
    here: SignedIn,
    report: str = "terms",
    unit: str = "",
    start: str = "",
    end: str = "",
    on: str = "",
    known: str = "",
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
    steps: StepList = StepList.DUE,
    position: int | None = None,
    offset: int = 0,
    form: str = "",
) -> Response:
    """A list of a unit; nothing is read until a unit is asked for. `form`: CSV or XLSX.
    `position`: of the page before: the list stays as it was there."""
    fault, status, answer = None, 200, None
    try:
        asked = DueQuestion(
            report=report_of(report),
            on=day_of(on) or today(here.now),
            unit=unit.strip() or None,
            known_at=moment_of(known),
            position=position,
            evidence=evidence,
            start=day_of(start),
            end=day_of(end),
            steps=steps,
        )
        if unit.strip():
            form = form if form in ("csv", "xlsx") else ""
            found = answer_due(here, asked, offset=max(offset, 0), limit=_ROWS, form=form or None)
            if isinstance(found, Response):
                return found
            answer = found
    except HosoError as error:
        status = status_of(error)
        if status >= 500:
            raise
        fault = here.messages.error(error)
    given = {
        "report": report,
        "unit": unit,
        "start": start,
        "end": end,
        "on": on,
        "known": known,
        "evidence": evidence.value,
        "steps": steps.value,
    }
    return page(
        request,
        "due.html",
        here,
        status=status,
        asked=given,
        fault=fault,
        answer=answer,
        reports=[(one.value.lower(), one) for one in DueReport],
        filters=list(EvidenceFilter),
        lists=list(StepList),
        **_shown(answer, here, given),
    )


def _shown(answer: DueAnswer | None, here: Here, given: dict[str, str]) -> dict[str, object]:
    """The rows in words, and the addresses of the pages before and after, and of the files: of this
    very list, whatever is recorded meanwhile."""
    if answer is None:
        return {"title": (), "columns": (), "values": (), "links": {}}
    said = here.messages
    columns = [
        one for one in due_columns(answer.report) if one.brief and one.value is not statuses_of
    ]

    def at(**more: object) -> str:
        same = {"on": answer.on.isoformat(), "position": answer.position}
        return "/due?" + urlencode({**given, **same, **more})

    last = answer.offset + len(answer.rows)
    links = {"csv": at(form="csv"), "xlsx": at(form="xlsx")}
    if answer.offset:
        links["previous"] = at(offset=max(answer.offset - _ROWS, 0))
    if last < answer.total:
        links["next"] = at(offset=last)
    return {
        "title": due_title(answer, said),
        "columns": columns,
        "values": [
            _Row(row, here, [said.show(one.value(row, said)) for one in columns])
            for row in answer.rows
        ],
        "links": links,
    }


class _Row:
    """A row for the page."""

    def __init__(self, row: DueRow, here: Here, values: list[str]) -> None:
        said = here.messages
        self.person_id, self.values = row.person_id, values
        self.statuses = statuses_of(row, said)
        self.urgent = any(one.value in _URGENT for one in row.item.statuses)
        self.rules, self.basis = ", ".join(row.item.rules), row.item.basis
        self.clock = clock_of(row, said)
        self.papers = [(paper_of(one, said), one) for one in row.papers]


_URGENT = frozenset({"OVERDUE", "EXPIRED_NO_DECISION"})


@router.get("/people/{person_id}/print")
def get_print(
    here: SignedIn,
    person_id: UUID,
    form: str = "html",
    on: str = "",
    known: str = "",
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
) -> Response:
    """The career on paper: HTML to print from the browser, or PDF. Recorded as an export."""
    form = "pdf" if form == "pdf" else "html"
    archive = here.archive
    answer = replay_career(
        person_id,
        valid_on=day_of(on) or today(here.now),
        known_at=moment_of(known),
        evidence=evidence,
        by=here.by,
        ledger=archive.ledger,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
        exported_as=form.upper(),
    )
    return printed(answer, here, form=form)
