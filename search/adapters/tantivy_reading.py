"""One state of the index, and the pages of an answer read from it."""

from collections.abc import Sequence

import tantivy

from search.adapters.tantivy_terms import none_of, translated
from search.entry import order_key
from search.errors import IndexDamaged, IndexOutdated, QueryError
from search.index import Facet, FacetCount, Hit, SearchRecord, Tier
from search.marks import Wanted, hit_of
from search.plan import (
    CHECKPOINT,
    ENOUGH,
    FACETS,
    FORM,
    LARGEST_FACETS,
    AllOf,
    AnyOf,
    Clause,
    Code,
    Is,
    Plan,
    order_field,
)
from search.query import FacetField, Place, Query, Sort

Row = tuple[str, tantivy.DocAddress]
"""A sorting key, and where the record stands in the snapshot."""


class Snapshot:
    """The state of one commit; what is written later does not change it."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._searcher, self._schema = searcher, schema

    def count(self, clause: Clause) -> int:
        found = self._searcher.search(translated(clause, self._schema), 1)
        return int(found.count)  # type: ignore[attr-defined]  # missing in its stubs

    def rows(
        self,
        wanted: Clause,
        unwanted: tuple[Clause, ...] = (),
        *,
        sort: Sort,
        limit: int,
        offset: int = 0,
    ) -> list[Row]:
        """Records that meet the first clause and none of the others, in order."""
        found = self._searcher.search(
            none_of(wanted, unwanted, self._schema),
            limit,
            count=False,
            order_by_field=order_field(sort),
            order=tantivy.Order.Asc,
            offset=offset,
        )
        return list(found.hits)

    def record(self, row: Row) -> SearchRecord:
        """Raises: IndexDamaged if what is kept of it cannot be read."""
        try:
            return SearchRecord.model_validate_json(
                self._searcher.doc(row[1]).get_first("shown") or b""
            )
        except ValueError as error:
            raise IndexDamaged() from error

    def positions(self, names: Sequence[str]) -> dict[str, int]:
        """The positions of the states, or deletions, that are kept of these ids."""
        if not names:
            return {}
        query = translated(Is(Code.KEY, tuple(names)), self._schema)
        found = [self._searcher.doc(at) for _, at in self._searcher.search(query, len(names)).hits]
        return {str(one.get_first(Code.KEY)): _number(one, "pos") for one in found}

    def reached(self) -> int:
        """The checkpoint. Raises: IndexOutdated."""
        query = translated(Is(Code.KEY, (CHECKPOINT,)), self._schema)
        found = self._searcher.search(query, 1).hits
        if not found:
            return 0
        checkpoint = self._searcher.doc(found[0][1])
        if _number(checkpoint, "form") != FORM:
            raise IndexOutdated()
        return _number(checkpoint, "pos")

    def facets(self, asked: Clause, fields: Sequence[FacetField]) -> tuple[Facet, ...]:
        if not fields:
            return ()
        wanted = {
            field.value: {"terms": {"field": FACETS[field].value, "size": LARGEST_FACETS}}
            for field in fields
        }
        counted = self._searcher.aggregate(translated(asked, self._schema), wanted)
        return tuple(_facet(field, counted[field.value]) for field in fields)


class Pages:
    """One page of an answer, read from one snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        query: Query,
        asked: Plan,
        breadth: int,
    ) -> None:
        self.snapshot, self.query = snapshot, query
        self.asked, self.breadth = asked, breadth
        self.levels = asked.up_to(breadth)
        self.tiered = query.sort is Sort.RELEVANCE and len(self.levels) > 1
        # Where there is nothing to be relevant to, newest first.
        plain = query.sort is Sort.RELEVANCE and query.only_filters
        self.sort = Sort.NEWEST if plain else query.sort
        self.steps = len(self.levels) if self.tiered else 1

    def after(self, place: Place | None) -> tuple[list[Hit], Place | None]:
        """The hits after the place, and the place of the last one if there are more."""
        limit = self.query.limit
        start, first = self._start(place)
        taken: list[tuple[int, int, Row]] = []
        for step in range(first, self.steps):
            offset = start if step == first else 0
            rows = self._rows(step, limit + 1 - len(taken), offset)
            taken += [(step, offset + at, row) for at, row in enumerate(rows, 1)]
            if len(taken) > limit:
                break
        shown = taken[:limit]
        hits = self._hits([(step, row) for step, _, row in shown])
        if len(taken) <= limit:
            return hits, None
        step, at, (key, _) = shown[-1]
        personal = self.sort is Sort.NAME
        last = hits[-1].record_id
        return hits, Place(
            breadth=self.breadth,
            level=step,
            at=at,
            record_id=last,
            key=None if personal else key,
        )

    def _rows(self, step: int, limit: int, offset: int) -> list[Row]:
        if self.tiered:
            wanted = AllOf((self.asked.base, self.levels[step].clause))
            unwanted = tuple(level.clause for level in self.levels[:step])
        else:
            wanted, unwanted = AllOf((everything(self.asked, self.breadth),)), ()
        return self.snapshot.rows(wanted, unwanted, sort=self.sort, limit=limit, offset=offset)

    def _start(self, place: Place | None) -> tuple[int, int]:
        """Offset and level of the first row after the place, which may have moved meanwhile."""
        if place is None:
            return 0, 0
        if place.level >= self.steps:
            raise QueryError("query.cursorForeign")
        key = self._key_of(place)
        if place.at and [row[0] for row in self._rows(place.level, 1, place.at - 1)] == [key]:
            return place.at, place.level
        low, high = 0, max(1, place.at)
        while (row := self._rows(place.level, 1, high)) and row[0][0] <= key:
            low, high = high + 1, high * 2
        while low < high:
            middle = (low + high) // 2
            row = self._rows(place.level, 1, middle)
            if row and row[0][0] <= key:
                low = middle + 1
            else:
                high = middle
        return low, place.level

    def _key_of(self, place: Place) -> str:
        if place.key is not None:
            return place.key
        # A name's sorting key is personal and never in a cursor: the record still has it.
        asked = AllOf((Is(Code.ACL, self.query.acl), Is(Code.KEY, (place.record_id,))))
        rows = self.snapshot.rows(asked, sort=self.sort, limit=1)
        if not rows:
            raise QueryError("query.cursorExpired")
        return order_key(self.snapshot.record(rows[0]), self.sort)

    def _hits(self, rows: list[tuple[int, Row]]) -> list[Hit]:
        records = [self.snapshot.record(row) for _, row in rows]
        at = [step for step, _ in rows] if self.tiered else self._levels_of(records)
        wanted = Wanted(self.query)
        return [
            hit_of(record, wanted, tier=self._tier(level), score=1.0 / (1 + level))
            for record, level in zip(records, at, strict=True)
        ]

    def _tier(self, level: int) -> Tier:
        return self.levels[level].tier

    def _levels_of(self, records: list[SearchRecord]) -> list[int]:
        """The level that each record meets first."""
        found: dict[str, int] = {}
        left = [record.record_id for record in records]
        for at, level in enumerate(self.levels):
            if left:
                asked = AllOf((level.clause, Is(Code.KEY, tuple(left))))
                rows = self.snapshot.rows(asked, sort=self.sort, limit=len(left))
                found |= {self.snapshot.record(row).record_id: at for row in rows}
                left = [name for name in left if name not in found]
        return [found[record.record_id] for record in records]


def breadth_of(snapshot: Snapshot, asked: Plan, place: Place | None) -> tuple[int, int, int]:
    """How far the plan is followed, how many hits hold all words, how many lack one.

    Later pages go as far as the first did.
    """
    counts: list[int] = []
    for breadth in range(3):
        if asked.levels[breadth]:
            counts.append(snapshot.count(everything(asked, breadth)))
        else:
            counts.append(counts[-1])
        if breadth == place.breadth if place else counts[-1] >= ENOUGH:
            break
    total = counts[min(len(counts), 2) - 1]
    return len(counts) - 1, total, counts[-1] - total


def everything(asked: Plan, breadth: int) -> Clause:
    """All hits up to a breadth: the last level of each breadth contains those before it."""
    widest = tuple(levels[-1].clause for levels in asked.levels[: breadth + 1] if levels)
    return AllOf((asked.base, AnyOf(widest)))


def _number(document: tantivy.Document, field: str) -> int:
    return int(document.get_first(field) or 0)


def _facet(field: FacetField, counted: dict[str, list[dict[str, str]]]) -> Facet:
    counts = [
        FacetCount(value=str(one["key"]), count=int(one["doc_count"])) for one in counted["buckets"]
    ]
    counts.sort(key=lambda one: (-one.count, one.value))
    return Facet(
        field=field,
        counts=tuple(counts),
        others=int(str(counted.get("sum_other_doc_count") or 0)),
    )
