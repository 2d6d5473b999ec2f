"""What the rules say of everybody, page by page, in both languages."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter

from api.here import Asking
from api.judged import FindingsTold, told_findings
from api.moments import today
from archive.findings import Wanted, list_findings
from domain.rules.finding import Severity

router = APIRouter(prefix="/v1/findings", tags=["findings"])
_MOST = 1000


@router.get("", response_model=FindingsTold)
def get_findings(
    here: Asking,
    on: date | None = None,
    rule: str | None = None,
    severity: Severity | None = None,
    unit: UUID | None = None,
    person: UUID | None = None,
    explained: bool = False,
    after: UUID | None = None,
    limit: int = 200,
) -> FindingsTold:
    """The work list of the rules: BLOCK and WARN, those that nobody has explained.

    `rule`: `R-DIS-10`, or a family, `R-DIS`; `severity` INFO asks for what is only said.
    """
    archive = here.archive
    wanted = Wanted(
        on=on or today(here.now),
        rule=rule,
        severity=severity,
        unit=str(unit) if unit else None,
        person_id=person,
        explained=explained,
    )
    found = list_findings(
        wanted,
        after=after,
        limit=max(1, min(limit, _MOST)),
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )
    return told_findings(found)
