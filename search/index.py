"""The port to an index engine: what is written to it, and what it answers."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from enum import StrEnum
from typing import Annotated, Protocol
from uuid import UUID

from pydantic import Field, StringConstraints

from domain.frozen import Frozen
from search.query import FacetField, Query
from search.query import Kind as Kind

EVERYTHING = "*"
"""The access label of a reader whom nothing is closed to; every record carries it unasked."""

RecordId = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/#-]*$", max_length=200)
]
"""Made of ids and counts, never of personal data: it stands in cursors and addresses."""


class SearchRecord(Frozen):
    """One thing that can be found.

    `position` is the ledger position of the event that produced this state: of two states of one
    record the later wins. `restricted` are access labels, such as `unit:<id>` or `person:<id>`: a
    reader who holds one of them finds the record; without labels only a reader of `EVERYTHING`
    does. `identifiers` (of identity cards) can be asked for whole, never by a part, and are never
    given back; such numbers in the other texts are taken out of the full text and masked.
    `unit` is counted in facets; it and `unit_name` (as printed) may be filtered by. `payload` is
    shown in a result row and not searched.
    """

    record_id: RecordId
    kind: Kind
    position: int = Field(ge=1)
    title: str
    restricted: tuple[str, ...]
    names: tuple[str, ...] = ()
    text: str = ""
    numbers: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    person_id: UUID | None = None
    dossier_id: UUID | None = None
    document_id: UUID | None = None
    page_id: UUID | None = None
    event_type: str | None = None
    unit: str | None = None
    unit_name: str | None = None
    doc_type: str | None = None
    day: date | None = None
    state: str | None = None
    rank: str | None = None
    payload: dict[str, str] = Field(default_factory=dict)


class Tier(StrEnum):
    """How well a hit answers, best first."""

    EXACT = "EXACT"
    """Every word with the marks as asked."""
    FOLDED = "FOLDED"
    """Every word, marks apart."""
    BEGUN = "BEGUN"
    """Every word, the last one being the beginning of a word in a name or title."""
    PARTIAL = "PARTIAL"
    """All words but one: the paper may be damaged there."""


class Mark(Frozen):
    """Characters [start, end) of the hit's `title` or `snippet` that answer the question."""

    field: str = Field(pattern="^(title|snippet)$")
    start: int
    end: int


class Hit(Frozen):
    """A pointer to what was found: opening it reads the ledger.

    Texts are NFC with identifiers masked. Nothing in it depends on how the events came to the
    index, so that an index made again gives the very same hits. `score` falls with the place in
    the order of relevance; it is comparable within one answer only.
    """

    record_id: str
    kind: Kind
    title: str
    snippet: str
    marks: tuple[Mark, ...]
    tier: Tier
    score: float
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    person_id: UUID | None
    dossier_id: UUID | None
    document_id: UUID | None
    page_id: UUID | None
    event_type: str | None
    unit: str | None
    doc_type: str | None
    day: date | None
    state: str | None
    rank: str | None
    payload: dict[str, str]


class FacetCount(Frozen):
    """`name`: what people call a value that is an id, where somebody has said it."""

    value: str
    count: int
    name: str | None = None


class Facet(Frozen):
    """How the hits that the reader may see divide; largest first, `others` beyond the largest."""

    field: FacetField
    counts: tuple[FacetCount, ...]
    others: int = 0


class Answer(Frozen):
    """One page of hits.

    `total` counts the hits holding all words, `further` those lacking one, which are only looked
    for when `total` is small; they follow the others on the same pages. `position` is the ledger
    position that the index had reached. `next_cursor` is None on the last page.
    """

    hits: tuple[Hit, ...]
    total: int
    further: int
    facets: tuple[Facet, ...]
    position: int
    next_cursor: str | None


class SearchIndex(Protocol):
    """Keeps records and finds them; see tests/contract/test_search_index.py.

    Raises from every method: IndexUnavailable, or its kinds IndexOutdated and IndexDamaged, whose
    cure is `clear` and writing everything again.
    """

    def write(
        self,
        records: Iterable[SearchRecord],
        *,
        deleted: Iterable[str] = (),
        position: int,
        after: int | None = None,
    ) -> None:
        """Write the records, take out the deleted ids and set the checkpoint: all or nothing.

        A record written twice is the same record. A state older than the one kept, or than its
        deletion, is left out; within one call the later of two states wins. `deleted` counts at
        `position`, after the records of the call: an id deleted and written again since is given
        as a record only. The checkpoint never goes back. Durable when it returns. `after`: the
        checkpoint from which the records were made; None does not ask.

        Raises:
            IndexMoved: the checkpoint is not at `after`; nothing was written.
            IndexBusy: another writer did not finish in time; nothing was written.
            ValueError: a record lies beyond `position`.
        """
        ...

    def position(self) -> int:
        """The checkpoint: everything up to this ledger position is findable; 0 when empty."""
        ...

    def search(self, query: Query) -> Answer:
        """Answer what the reader may see; what is closed to him is not counted either.

        Following `next_cursor`, each hit comes once, and none is left out, also while others write;
        what was changed in between is met in its new place.

        Raises:
            QueryError: the cursor belongs to another question, or its place is gone.
        """
        ...

    def clear(self) -> None:
        """Empty the index, checkpoint 0, also when it is outdated or damaged.

        Raises:
            IndexBusy: another writer did not finish in time.
        """
        ...

    def anew(self) -> AbstractContextManager["SearchIndex"]:
        """An empty index, checkpoint 0, to be filled in the place of this one, also when this one
        is outdated or damaged.

        What is written to it is found when the context ends well. An engine that can keep both lets
        the older one answer until then, and for good when the context ends badly; another empties
        this one. Of two that are made at once the later begun goes on.

        Raises:
            IndexBusy: another writer did not finish in time.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice is the same as once."""
        ...
