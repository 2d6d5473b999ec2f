"""Finding: the question stands in the body, so that no name stands in an address or a log."""

import time
from datetime import date
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.here import Asking
from api.moments import today
from archive.finding import await_position, find
from archive.units import units_asked, with_unit_names
from domain.frozen import Frozen
from search.index import Answer
from search.query import FacetField, Kind, Sort

router = APIRouter(prefix="/v1", tags=["search"])


class Question(Frozen):
    """Words as typed, and what the hits must be. `units` by id, name or symbol, with
    `predecessors` also what went into them. `after`: a ledger position to wait for."""

    text: str = Field(default="", max_length=500)
    kinds: tuple[Kind, ...] = ()
    units: tuple[str, ...] = ()
    predecessors: bool = False
    event_type: str | None = None
    doc_type: str | None = None
    state: str | None = None
    ranks: tuple[str, ...] = ()
    person_id: UUID | None = None
    dossier_id: UUID | None = None
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    sort: Sort = Sort.RELEVANCE
    facets: tuple[FacetField, ...] = tuple(FacetField)
    limit: int = Field(default=20, ge=1, le=200)
    cursor: str | None = None
    after: int | None = None


@router.post("/search", response_model=Answer)
def post_search(here: Asking, question: Question) -> Answer:
    """Hits with the words marked, best first; exact marks above folded ones."""
    archive = here.archive
    if question.after is not None:
        await_position(archive.index, question.after, pause=time.sleep)
    filters = {
        name: getattr(question, name)
        for name in Question.model_fields
        if name not in ("text", "after", "units", "predecessors")
    }
    answer = find(
        question.text,
        by=here.by,
        index=archive.index,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
        units=units_asked(
            question.units,
            on=today(here.now),
            ledger=archive.ledger,
            predecessors=question.predecessors,
        ),
        **filters,
    )
    return with_unit_names(answer, on=today(here.now), ledger=archive.ledger)
