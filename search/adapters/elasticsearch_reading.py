"""One page of an answer, as a rule by one request.

The order is made by the server: the number of the best level that a record meets is its score, and
the sorting keys, which end in the record's id, part what is alike. A page begins behind the last
hit of the one before (`search_after`), so that a cursor stays good for as long as the record is
there, holds nothing open on the server, and meets in its new place what was changed in between.

The entry with the checkpoint is counted in the same request, so that the position is that of the
state which answered.
"""

from typing import Any

from elasticsearch import Elasticsearch

from search.adapters.elasticsearch_terms import IS_CHECKPOINT, Json, ranked, translated
from search.errors import IndexDamaged, IndexOutdated, QueryError
from search.index import Answer, Facet, FacetCount, Hit, SearchRecord
from search.marks import Wanted, hit_of
from search.plan import (
    ENOUGH,
    FACETS,
    FORM,
    LARGEST_FACETS,
    AllOf,
    AnyOf,
    Code,
    Is,
    Level,
    Plan,
    order_field,
    plan,
)
from search.query import FacetField, Place, Query, Sort, cursor_of, place_of

_CHECKPOINT, _WHOLE = "checkpoint", "whole"
"""Names of counts beside those of the facets."""


def answered(client: Elasticsearch, index: str, query: Query) -> Answer:
    """Raises: QueryError, IndexOutdated, IndexDamaged, and what the client raises."""
    asked, place = plan(query), place_of(query)
    after = _search_after(client, index, query, asked, place) if place else None
    page = Page(query, asked, place.breadth if place else 0)
    found = page.read(client.search(index=index, **page.request(after)))
    if place is None and found.total < ENOUGH:
        page, found = _wider(client, index, page, found)
    return found.answer(page, place)


def _wider(
    client: Elasticsearch, index: str, page: "Page", found: "Found"
) -> tuple["Page", "Found"]:
    """As wide as it may be; where a word begun was enough, without those that lack a word."""
    for breadth in (2, 1):
        wider = Page(page.query, page.asked, breadth)
        if wider.levels != page.levels:
            found = wider.read(client.search(index=index, **wider.request(None)))
        page = wider
        if found.total < ENOUGH:
            break
    return page, found


class Page:
    """What is asked for one page at one breadth of the plan."""

    def __init__(self, query: Query, asked: Plan, breadth: int) -> None:
        self.query, self.asked, self.breadth = query, asked, breadth
        self.levels = asked.up_to(breadth)
        self.sort, self.tiered = order_of(query, self.levels)

    def request(self, after: list[object] | None) -> dict[str, Any]:
        """One hit more than is shown, which says whether there is a next page."""
        key = {order_field(self.sort): "asc"}
        request: dict[str, Any] = {
            "query": {
                "bool": {
                    "should": [
                        ranked(self.asked.base, self.levels),
                        {"constant_score": {"filter": IS_CHECKPOINT, "boost": 0.0}},
                    ],
                    "minimum_should_match": 1,
                }
            },
            "post_filter": {"bool": {"must_not": [IS_CHECKPOINT]}},
            "sort": [{"_score": "desc"}, key] if self.tiered else [key],
            "size": self.query.limit + 1,
            "source": ["shown"],
            "track_scores": True,
            "track_total_hits": True,
            "allow_partial_search_results": False,
            "aggs": self._counts(),
        }
        return request if after is None else request | {"search_after": after}

    def _counts(self) -> Json:
        counts: Json = {
            field.value: {"terms": {"field": FACETS[field].value, "size": LARGEST_FACETS}}
            for field in self.query.facets
        }
        inner = {name: {"max": {"field": name}} for name in ("pos", "form")}
        counts[_CHECKPOINT] = {"filter": IS_CHECKPOINT, "aggs": inner}
        if self.breadth == 2:
            whole = AnyOf(tuple(level.clause for level in self.asked.up_to(1)))
            counts[_WHOLE] = {
                "filter": {"bool": {"filter": [translated(whole)], "must_not": [IS_CHECKPOINT]}}
            }
        return counts

    def read(self, said: Any) -> "Found":
        counts = said["aggregations"]
        total = said["hits"]["total"]["value"]
        whole = counts[_WHOLE]["doc_count"] if _WHOLE in counts else total
        return Found(
            position=_position(counts[_CHECKPOINT]),
            total=whole,
            further=total - whole,
            facets=tuple(_facet(field, counts[field.value]) for field in self.query.facets),
            rows=said["hits"]["hits"],
        )


class Found:
    """What the server said."""

    def __init__(
        self,
        *,
        position: int,
        total: int,
        further: int,
        facets: tuple[Facet, ...],
        rows: list[Json],
    ) -> None:
        self.position, self.total, self.further = position, total, further
        self.facets, self.rows = facets, rows

    def answer(self, page: Page, place: Place | None) -> Answer:
        wanted = Wanted(page.query)
        shown = self.rows[: page.query.limit]
        at = [len(page.levels) - round(row["_score"]) for row in shown]
        hits = tuple(
            _hit(row, wanted, page.levels[level], level)
            for row, level in zip(shown, at, strict=True)
        )
        more = len(self.rows) > len(shown)
        last = _place(page, place, shown, at) if more else None
        return Answer(
            hits=hits,
            total=self.total,
            further=self.further,
            facets=self.facets,
            position=self.position,
            next_cursor=cursor_of(page.query, last) if last else None,
        )


def order_of(query: Query, levels: tuple[Level, ...]) -> tuple[Sort, bool]:
    """By which key, and whether by level first. Where there is nothing to be relevant to, newest
    first."""
    plain = query.sort is Sort.RELEVANCE and query.only_filters
    tiered = query.sort is Sort.RELEVANCE and len(levels) > 1
    return Sort.NEWEST if plain else query.sort, tiered


def _place(page: Page, place: Place | None, shown: list[Json], at: list[int]) -> Place:
    """Of the last hit. A name's sorting key is personal and never in a cursor."""
    row = shown[-1]
    level = at[-1] if page.tiered else 0
    before = place.at if place and (place.level == level or not page.tiered) else 0
    here = sum(1 for one in at if one == level) if page.tiered else len(at)
    return Place(
        breadth=page.breadth,
        level=level,
        at=before + here,
        record_id=row["_id"],
        key=None if page.sort is Sort.NAME else row["sort"][-1],
    )


def _search_after(
    client: Elasticsearch, index: str, query: Query, asked: Plan, place: Place
) -> list[object]:
    """The sorting values of the place. Raises: QueryError: it is of another question, or gone."""
    levels = asked.up_to(place.breadth)
    sort, tiered = order_of(query, levels)
    if place.level >= (len(levels) if tiered else 1):
        raise QueryError("query.cursorForeign")
    key = place.key
    if key is None:
        asked_for = AllOf((Is(Code.ACL, query.acl), Is(Code.KEY, (place.record_id,))))
        rows = client.search(
            index=index,
            query=translated(asked_for),
            sort=[{order_field(sort): "asc"}],
            source=False,
            size=1,
            allow_partial_search_results=False,
        )["hits"]["hits"]
        if not rows:
            raise QueryError("query.cursorExpired")
        key = rows[0]["sort"][0]
    return [len(levels) - place.level, key] if tiered else [key]


def _hit(row: Json, wanted: Wanted, level: Level, at: int) -> Hit:
    """Raises: IndexDamaged if what is kept of it cannot be read."""
    try:
        record = SearchRecord.model_validate(row["_source"]["shown"], strict=False)
    except (ValueError, KeyError):
        raise IndexDamaged() from None
    return hit_of(record, wanted, tier=level.tier, score=1.0 / (1 + at))


def _position(checkpoint: Json) -> int:
    if not checkpoint["doc_count"]:
        raise IndexDamaged()
    if checkpoint["form"]["value"] != FORM:
        raise IndexOutdated()
    return int(checkpoint["pos"]["value"])


def _facet(field: FacetField, counted: Json) -> Facet:
    counts = [
        FacetCount(value=str(one["key"]), count=int(one["doc_count"])) for one in counted["buckets"]
    ]
    counts.sort(key=lambda one: (-one.count, one.value))
    return Facet(field=field, counts=tuple(counts), others=int(counted["sum_other_doc_count"]))
