"""Search: a question, answered with what the asking person may see, and noted without its words."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from archive.access_log import AccessLog, AnswerGiven, AnswerRefused
from domain.access import Action, Actor
from domain.errors import NotAllowed
from search.index import Answer, Hit, Kind, SearchIndex
from search.query import Query, parse
from search.reach import labels_of

_PAUSE_S = 0.02


def find(
    text: str,
    *,
    by: Actor,
    index: SearchIndex,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
    **filters: Any,
) -> Answer:
    """Find what answers the question among what the actor may see.

    Nothing else is counted either: totals and facets are those of the actor's own reach. A number
    of an identity card may be asked for by roles that record careers, within their own grants.

    Args:
        filters: fields of `search.query.Query` that narrow, sort and page: kinds, units,
            event_type, doc_type, state, ranks, person_id, dossier_id, from_, to, sort, facets,
            limit, cursor.

    Raises:
        NotAllowed: no grant in force lets the actor search; written to the access ledger first.
        QueryError: the question cannot be asked so.
        IndexUnavailable, LedgerUnavailable: nothing is answered.
    """
    labels = labels_of(by, on=now)
    if not labels:
        raise _refused(by, access=access, now=now, key_id=key_id)
    answer = index.search(_query(text, by, now, labels, filters))
    access.note(_look(answer, by=by, now=now, key_id=key_id))
    return answer


def _refused(by: Actor, *, access: AccessLog, now: datetime, key_id: str | None) -> NotAllowed:
    """The refusal, once it is on disk."""
    refusal = NotAllowed(
        action=Action.SEARCH.value, roles=tuple(sorted(role.value for role in by.roles))
    )
    access.write(
        AnswerRefused(
            recorded_by=by.id,
            action=Action.SEARCH,
            answered_at=now,
            key_id=key_id,
            code=refusal.code,
        )
    )
    return refusal


def await_position(
    index: SearchIndex, position: int, *, pause: Callable[[float], None], most_s: float = 2.0
) -> bool:
    """Wait until the index has reached a ledger position, so that people see what they have just
    done.

    Args:
        pause: sleeps for so many seconds.
        most_s: how long to wait in all.

    Returns:
        False if it has not reached it in time: the answer is older than what was asked for.
    """
    for _ in range(max(1, round(most_s / _PAUSE_S))):
        if index.position() >= position:
            return True
        pause(_PAUSE_S)
    return index.position() >= position


def _query(
    text: str, by: Actor, now: datetime, labels: tuple[str, ...], filters: dict[str, Any]
) -> Query:
    identifying = labels_of(by, on=now, identifiers=True)
    query = parse(text, identifiers_allowed=bool(identifying), acl=labels, **filters)
    return query.model_copy(update={"acl": identifying}) if query.identifiers else query


def _look(answer: Answer, *, by: Actor, now: datetime, key_id: str | None) -> AnswerGiven:
    """What was shown, by ids; never what was asked, for a question may name a person."""
    hits = answer.hits
    return AnswerGiven(
        recorded_by=by.id,
        action=Action.SEARCH,
        answered_at=now,
        key_id=key_id,
        persons=_ids(hit.person_id for hit in hits),
        dossiers=_ids(hit.dossier_id for hit in hits),
        pages=_ids(hit.page_id for hit in hits if hit.kind is Kind.PAGE),
        events=_ids(_event_id(hit) for hit in hits),
        position=answer.position,
    )


def _event_id(hit: Hit) -> UUID | None:
    return UUID(hit.record_id.partition(":")[2]) if hit.kind is Kind.EVENT else None


def _ids(found: Iterable[UUID | None]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(one for one in found if one is not None))
