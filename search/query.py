"""The question: what is looked for, by whom, and which page of the answer."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from pydantic import Field, ValidationError

from domain.frozen import Frozen
from search.errors import QueryError
from search.printed import Printed, blanked, days_in, decision_numbers_in, identifiers_in
from search.words import composed, tokens_of

T = TypeVar("T")

LONGEST_QUESTION = 500
MOST_WORDS = 24
MOST_HITS = 200

_QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


class Kind(StrEnum):
    PERSON = "PERSON"
    DOCUMENT = "DOCUMENT"
    EVENT = "EVENT"
    PAGE = "PAGE"
    PROPOSAL = "PROPOSAL"
    DOSSIER = "DOSSIER"


class Sort(StrEnum):
    RELEVANCE = "RELEVANCE"
    """By tier, words standing together first, then by kind (persons, events, dossiers,
    documents, proposals, pages), then newest first."""
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"
    NAME = "NAME"
    """Vietnamese order of the first name, or of the title where there is none."""


class FacetField(StrEnum):
    KIND = "kind"
    UNIT = "unit"
    EVENT_TYPE = "eventType"
    DOC_TYPE = "docType"
    STATE = "state"
    RANK = "rank"
    YEAR = "year"


class Query(Frozen):
    """What `parse` makes of a question; every given part must be met.

    `words` may stand anywhere in a record, in any order; `phrases` together and in order.
    `numbers` are keys (`search.printed.number_key`) of decisions, `dates` days of the record or
    printed in it, `identifiers` digits. `acl` are the reader's access labels: only records with one
    of them are found and counted. Filters with several values accept any of them.
    """

    acl: tuple[str, ...] = Field(min_length=1)
    words: str = ""
    phrases: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    identifiers: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    units: tuple[str, ...] = ()
    event_type: str | None = None
    doc_type: str | None = None
    state: str | None = None
    ranks: tuple[str, ...] = ()
    person_id: UUID | None = None
    dossier_id: UUID | None = None
    from_: date | None = None
    to: date | None = None
    sort: Sort = Sort.RELEVANCE
    facets: tuple[FacetField, ...] = tuple(FacetField)
    limit: int = Field(default=20, ge=1, le=MOST_HITS)
    cursor: str | None = None

    @property
    def asks_nothing(self) -> bool:
        """True if there is neither a word nor a filter: everything would be found."""
        left = self.model_copy(
            update={"acl": (), "sort": Sort.RELEVANCE, "facets": (), "limit": 20, "cursor": None}
        )
        return left == Query.model_construct(acl=(), facets=())

    @property
    def only_filters(self) -> bool:
        """True if nothing is looked for in the records themselves."""
        given = (self.words, self.phrases, self.numbers, self.dates, self.identifiers)
        return not any(given)


def parse(text: str, *, identifiers_allowed: bool = False, **filters: Any) -> Query:
    """Read a question as typed; `filters` are the other fields of `Query`, `acl` among them.

    Recognised, whatever the spacing, case and marks: decision numbers (`45/QĐ-SNV`), days
    (`01/07/2019`, `ngày 1 tháng 7 năm 2019`, `2019-07-01`), identifiers of 9 or 12 digits, and
    phrases in quotation marks. `identifiers_allowed`: the reader may ask for an identifier.

    Raises:
        QueryError: nothing to look for is left, or the question is too long or contradicts itself.
    """
    if len(text) > LONGEST_QUESTION:
        raise QueryError("query.tooLong", most=LONGEST_QUESTION)
    left = composed(text)
    phrases, left = _phrases(left)
    identifiers, left = _taken(identifiers_in, left)
    if identifiers and not identifiers_allowed:
        raise QueryError("query.identifierNotAllowed")
    numbers, left = _taken(decision_numbers_in, left)
    dates, left = _taken(days_in, left)
    tokens = tokens_of(left)
    if len(tokens) > MOST_WORDS or len(phrases) + len(numbers) + len(dates) > MOST_WORDS:
        raise QueryError("query.tooLong", most=MOST_WORDS)
    query = _query(
        words=" ".join(left.split()) if tokens else "",
        phrases=tuple(phrases),
        numbers=tuple(numbers),
        dates=tuple(dates),
        identifiers=tuple(identifiers),
        **filters,
    )
    nothing_read = not (tokens or phrases or numbers or dates or identifiers)
    if query.asks_nothing or (text.strip() and nothing_read):
        raise QueryError("query.empty")
    if query.from_ and query.to and query.from_ > query.to:
        raise QueryError("query.datesReversed")
    return query


def _query(**fields: Any) -> Query:
    try:
        return Query(**fields)
    except ValidationError as error:
        field = str(error.errors(include_input=False)[0]["loc"][0])
        code = "query.limit" if field == "limit" else "query.filter"
        raise QueryError(code, field=field) from None


def _phrases(text: str) -> tuple[list[str], str]:
    spans, phrases = [], []
    for match in _QUOTED.finditer(text):
        spans.append(match.span())
        if tokens_of(match.group(1)):
            phrases.append(" ".join(match.group(1).split()))
    return phrases, blanked(text, spans)


def _taken(reader: Callable[[str], list[Printed[T]]], text: str) -> tuple[list[T], str]:
    """What the reader recognises in the text, and the text without it."""
    found = reader(text)
    return [one.value for one in found], blanked(text, [(one.start, one.end) for one in found])


class Place(Frozen):
    """Where the last page of an answer ended; what a cursor says.

    `breadth` and `level` of the plan, `at` hits of the level already shown, and the last hit: its
    id and, unless it is personal, its sorting key.
    """

    breadth: int = Field(ge=0, le=2)
    level: int = Field(ge=0, le=20)
    at: int = Field(ge=0)
    record_id: str
    key: str | None


def cursor_of(query: Query, place: Place) -> str:
    """The place as opaque text that fits into a URL and only this question."""
    said = [1, _print_of(query), place.breadth, place.level, place.at, place.record_id, place.key]
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def place_of(query: Query) -> Place | None:
    """The place that the query's cursor names. Raises: QueryError `query.cursorForeign`."""
    if query.cursor is None:
        return None
    try:
        padded = query.cursor + "=" * (-len(query.cursor) % 4)
        form, print_, breadth, level, at, record_id, key = json.loads(
            base64.urlsafe_b64decode(padded.encode("ascii"))
        )
        place = Place(breadth=breadth, level=level, at=at, record_id=record_id, key=key)
    except (ValueError, TypeError, binascii.Error):
        raise QueryError("query.cursorForeign") from None
    if form != 1 or print_ != _print_of(query):
        raise QueryError("query.cursorForeign")
    return place


def _print_of(query: Query) -> str:
    asked = query.model_dump_json(exclude={"acl", "limit", "cursor", "facets"})
    return hashlib.blake2b(asked.encode(), digest_size=8).hexdigest()
