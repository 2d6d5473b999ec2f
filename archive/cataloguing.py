"""The follower that keeps the search index in step with the ledger.

For each batch it works out what could be found before it and what can be found after it, and writes
the difference with the new position in one commit. So the index is always that of one position, and
an index made again at once is the same as one that grew with the ledger.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from archive.catalogue_texts import Texts
from archive.findable import (
    Fact,
    Found,
    Paper,
    found_of_dossier,
    found_of_person,
    is_closed,
    persons_of,
)
from archive.following import catch_up
from archive.ledger import Ledger
from archive.moments import Moment, Moments
from archive.objects import ObjectStore
from domain.events.dossier import DossierEvent
from domain.events.entry import SAME_PERSON_STREAM
from domain.events.envelope import PersonEvent, Recorded
from domain.events.page import PageEvent, PageRescanned
from domain.organisation import Units, unit_keys
from search.errors import IndexMoved
from search.index import EVERYTHING, SearchIndex, SearchRecord
from search.mapping import MAPPING
from search.query import MOST_HITS, Kind, Query
from search.reach import Part

_TRIES = 5
_LABELS_AT_ONCE = 500


@dataclass
class _Concerned:
    """Whose records a batch may change. Of `dossiers` everything, of `pages` these alone."""

    persons: set[UUID] = field(default_factory=set)
    dossiers: set[UUID] = field(default_factory=set)
    pages: set[UUID] = field(default_factory=set)


class Cataloguing:
    """A follower (archive/following.py); its position is the index's."""

    name = "cataloguing"

    def __init__(self, index: SearchIndex, *, ledger: Ledger, objects: ObjectStore) -> None:
        self._index, self._objects = index, objects
        self._moments = Moments(ledger)

    def position(self) -> int:
        return self._index.position()

    def follow(self, recorded: Sequence[Recorded], *, position: int) -> None:
        """Write what the batch changes.

        Raises: IndexUnavailable and its kinds, LedgerDamaged; nothing was written then.
        """
        for left in range(_TRIES - 1, -1, -1):
            reached = self._index.position()
            if reached >= position:
                return  # another process was first
            news = [one for one in recorded if one.position > reached]
            records, deleted = self._changes(news, reached, position)
            try:
                self._index.write(records, deleted=deleted, position=position, after=reached)
                return
            except IndexMoved:
                if left == 0:
                    raise

    def _changes(
        self, news: Sequence[Recorded], before: int, after: int
    ) -> tuple[list[SearchRecord], list[str]]:
        self._moments.turn(before, after, frozenset(one.stream_id for one in news))
        concerned = _concerned(news)
        self._widen(concerned)
        batch = _Batch(self._moments)
        changed: dict[str, Fact | None] = {}
        for person_id in concerned.persons:
            was, now = batch.persons(person_id)
            _keep(changed, _difference(was, now))
            concerned.dossiers |= _papers_moved(was, now)
        for dossier_id, only in self._dossiers_of(concerned).items():
            was, now = batch.dossier(dossier_id, only)
            _keep(changed, _difference(was, now))
        return self._written(changed, after)

    def _written(
        self, changed: dict[str, Fact | None], position: int
    ) -> tuple[list[SearchRecord], list[str]]:
        texts = Texts(self._objects)
        records, deleted = [], []
        for name, fact in changed.items():
            record = fact.record(texts, position=position) if fact is not None else None
            if record is None:
                deleted.append(name)
            else:
                records.append(record)
        return records, deleted

    def _widen(self, concerned: _Concerned) -> None:
        """Add what hangs on what was touched: who stands below a unit, what was read on a page that
        is closed or open again, whose events lie in a dossier that a batch was added to."""
        was, now = self._moments.was, self._moments.now
        linked = {two for one in concerned.persons for two in self._moments.links.linked(one)}
        concerned.persons |= linked
        for person_id in linked:
            if was.who(person_id) != now.who(person_id):
                concerned.dossiers |= self._dossiers_found(person_id)
        concerned.persons |= self._persons_found(*_unit_labels(was.units(), now.units()))
        moved = {one for one in concerned.dossiers if _batches(was, one) != _batches(now, one)}
        for page_id in concerned.pages:
            pages = was.page(page_id), now.page(page_id)
            if is_closed(pages[0]) != is_closed(pages[1]):
                concerned.persons |= self._persons_found(f"{Part.CAREER}/page:{page_id}")
                concerned.dossiers |= {page.dossier_id for page in pages if page is not None}
        for dossier_id in moved:
            concerned.persons |= self._persons_found(f"{Part.CAREER}/dossier:{dossier_id}")

    def _dossiers_of(self, concerned: _Concerned) -> dict[UUID, frozenset[UUID] | None]:
        """Which dossiers to look at, and which pages of them; None: the whole dossier."""
        pages: dict[UUID, set[UUID]] = {}
        for page_id in concerned.pages:
            for moment in (self._moments.was, self._moments.now):
                if (page := moment.page(page_id)) is not None:
                    pages.setdefault(page.dossier_id, set()).add(page_id)
        some = {dossier_id: frozenset(ids) for dossier_id, ids in pages.items()}
        return some | dict.fromkeys(concerned.dossiers)

    def _persons_found(self, *labels: str) -> set[UUID]:
        """Persons with a record in the index that bears one of the labels."""
        found: set[UUID] = set()
        for begin in range(0, len(labels), _LABELS_AT_ONCE):
            cursor: str | None = None
            while True:
                query = Query(
                    acl=labels[begin : begin + _LABELS_AT_ONCE],
                    kinds=(Kind.PERSON, Kind.EVENT),
                    facets=(),
                    limit=MOST_HITS,
                    cursor=cursor,
                )
                answer = self._index.search(query)
                found |= {hit.person_id for hit in answer.hits if hit.person_id is not None}
                cursor = answer.next_cursor
                if cursor is None:
                    break
        return found

    def _dossiers_found(self, person_id: UUID) -> set[UUID]:
        """Dossiers of the person in the index, under any id that was ever said to be the same."""
        found: set[UUID] = set()
        for one in self._moments.links.linked(person_id):
            cursor: str | None = None
            while True:
                query = Query(
                    acl=(EVERYTHING,),
                    kinds=(Kind.DOSSIER,),
                    person_id=one,
                    facets=(),
                    limit=MOST_HITS,
                    cursor=cursor,
                )
                answer = self._index.search(query)
                found |= {hit.dossier_id for hit in answer.hits if hit.dossier_id is not None}
                cursor = answer.next_cursor
                if cursor is None:
                    break
        return found


class _Batch:
    """What could be found before the batch and can be found after it; each worked out once."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments
        self._persons: dict[UUID, tuple[Found, Found]] = {}

    def persons(self, person_id: UUID) -> tuple[Found, Found]:
        if person_id not in self._persons:
            self._persons[person_id] = (
                found_of_person(person_id, self._moments.was),
                found_of_person(person_id, self._moments.now),
            )
        return self._persons[person_id]

    def dossier(self, dossier_id: UUID, only: frozenset[UUID] | None) -> tuple[Found, Found]:
        moments = self._moments
        was = self._papers(persons_of(moments.was.dossier(dossier_id), moments.was), 0)
        now = self._papers(persons_of(moments.now.dossier(dossier_id), moments.now), 1)
        return (
            found_of_dossier(dossier_id, moments.was, was, only=only),
            found_of_dossier(dossier_id, moments.now, now, only=only),
        )

    def _papers(self, person_ids: Iterable[UUID], side: int) -> dict[Paper, frozenset[UUID]]:
        papers: dict[Paper, frozenset[UUID]] = {}
        for person_id in person_ids:
            for paper, units in self.persons(person_id)[side].papers.items():
                papers[paper] = papers.get(paper, frozenset()) | units
        return papers


def rebuild(
    index: SearchIndex,
    *,
    ledger: Ledger,
    objects: ObjectStore,
    progress: Callable[[int], None] | None = None,
    batch: int = 2000,
) -> int:
    """Make the index anew, also an outdated or damaged one; return the position.

    Args:
        progress: told the position after each batch.

    Raises: IndexBusy, IndexUnavailable, LedgerDamaged, LedgerUnavailable.
    """
    with index.anew() as new:
        follower = Cataloguing(new, ledger=ledger, objects=objects)
        position, end = 0, ledger.position()
        while position < end:
            recorded = ledger.after(position, limit=batch)
            if not recorded:
                break
            position = recorded[-1].position
            follower.follow(recorded, position=position)
            if progress is not None:
                progress(position)
        return catch_up(ledger, follower, batch=batch)


def _concerned(news: Iterable[Recorded]) -> _Concerned:
    """By the stream, not by the event alone: some events stand in more than one."""
    found = _Concerned()
    for one in news:
        if not MAPPING[one.event.topic].makes:
            continue
        match one.event:
            case PersonEvent():
                if one.stream_id != SAME_PERSON_STREAM:
                    found.persons.add(one.stream_id)
            case DossierEvent(dossier_id=dossier_id) if dossier_id == one.stream_id:
                found.dossiers.add(one.stream_id)
            case PageEvent(page_id=page_id) if page_id == one.stream_id:
                found.pages.add(one.stream_id)
            case PageEvent() if not isinstance(one.event, PageRescanned):
                found.dossiers.add(one.stream_id)
            case _:
                pass  # the same event in the batch's stream; units, which are asked for whole
    return found


def _unit_labels(was: Units, now: Units) -> tuple[str, ...]:
    """Labels of the records that a change of units may change: those that touch a unit which has
    others above it now, and those that print a name which may mean another unit now."""
    if was is now:
        return ()
    changed = [one for one in now if not was.known(one.unit_id) or was.unit(one.unit_id) != one]
    moved = [
        one.unit_id
        for one in changed
        if not was.known(one.unit_id) or was.unit(one.unit_id).superiors != one.superiors
    ]
    found = {f"{Part.CAREER}/unit:{one}": None for one in (*moved, *now.below(*moved))}
    named = [one.unit_id for one in changed]
    for unit_id in (*named, *now.below(*named)):
        found |= dict.fromkeys(f"{Part.CAREER}/name:{key}" for key in unit_keys(now.unit(unit_id)))
    return tuple(found)


def _difference(was: Found, now: Found) -> dict[str, Fact | None]:
    """Facts that are new or other than before; None for what is no more."""
    gone: dict[str, Fact | None] = dict.fromkeys(was.facts.keys() - now.facts.keys())
    return gone | {name: fact for name, fact in now.facts.items() if was.facts.get(name) != fact}


def _keep(changed: dict[str, Fact | None], found: dict[str, Fact | None]) -> None:
    """What went to another dossier, or to another stream of the same human, is gone from here and
    written there: the writing stands, in whichever order both are found."""
    for name, fact in found.items():
        if fact is not None or name not in changed:
            changed[name] = fact


def _papers_moved(was: Found, now: Found) -> set[UUID]:
    """Dossiers with a document that other units may see than before."""
    return {
        dossier_id
        for dossier_id, document_id in was.papers.keys() | now.papers.keys()
        if was.papers.get((dossier_id, document_id)) != now.papers.get((dossier_id, document_id))
    }


def _batches(at: Moment, dossier_id: UUID) -> tuple[UUID, ...]:
    dossier = at.dossier(dossier_id)
    return dossier.batch_ids if dossier is not None else ()
