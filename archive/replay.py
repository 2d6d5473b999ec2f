"""What the archive says of a person on a day, as it was known at a moment; and what changed.

Only the ledger is read: no index, no register, no object. Every answer states the ledger position
up to which it knows, its evidence filter and how much that leaves out (domain.md 2.10, 3.16).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from pydantic import JsonValue

from archive.access_log import AccessLog
from archive.folding import (
    Known,
    Who,
    dossier_of,
    known_position,
    played_clock,
    who_is,
)
from archive.ledger import Ledger
from archive.noting import Reader
from archive.policies import policies_of
from archive.reaching import as_seen, career_for, scope_on
from archive.views import page_number
from domain.access import Action, Actor
from domain.career import Career, EvidenceFilter, Force, Identity, Look, Standing, State
from domain.dates import PartialDate
from domain.dossier import Dossier
from domain.errors import Unknown
from domain.evidence import Box, Digest, Rank, Source
from domain.forms import flat
from domain.frozen import Frozen
from domain.organisation import Units
from domain.presuming import PresumedPlacement, presumed_placement
from domain.rules.check import check_career
from domain.rules.explained import Explanations, unexplained
from domain.rules.finding import Finding
from domain.rules.policies import Policies


class Place(Frozen):
    """Where a value was read: a page of a dossier, and the box on it. `page_no` from 1, as the
    dossier stood at the known moment; None: the page was not in it. `dossier_name` None: the
    ledger does not know the dossier, which the fixity check will say."""

    dossier_id: UUID
    dossier_name: str | None
    document_id: UUID
    page_id: UUID
    page_no: int | None
    digest: Digest
    image_no: int
    width_px: int
    height_px: int
    box: Box | None
    field: str | None


class EventEvidence(Frozen):
    """An event of the answer with all that stands behind it. `fields` by the form's names;
    `stripped`: of a post that was taken from its holder afterwards (xóa tư cách, 3.10)."""

    event_id: UUID
    event_type: str
    label_vi: str
    label_en: str
    effective_date: PartialDate | None
    issue_date: PartialDate | None
    full_no: str | None
    rank: Rank
    force: Force
    look: Look
    places: tuple[Place, ...]
    recorded_by: Who
    recorded_at: datetime
    position: int
    version: int
    verified_by: Who | None
    verified_at: datetime | None
    disputed_by: Who | None
    mended_by: tuple[UUID, ...]
    stripped: bool
    fields: dict[str, JsonValue]


class ValueEvidence(Frozen):
    """The events behind a value of the state; `path` as `posts.0` or `grade.step`."""

    path: str
    event_ids: tuple[UUID, ...]


class CareerAnswer(Frozen):
    """The state on `valid_on`, as known at `position`.

    `findings`: those that nobody has explained, whatever the evidence filter: what is imported is
    judged too.
    `outside`: further events that the evidence filter leaves out. `known_at_passed` False: the
    moment lies ahead, later events may still fall under it. `limited`: the reader's grant bounds
    the timeline. `annulled`: records that the archive took back; they count for nothing and stay to
    be seen. `events` are all that `timeline`, `annulled` or `values` name. `person_name` says whose
    career it is, whatever its evidence; `identity` holds what the filter lets through. `presumed`:
    where the unit of the placement has gone since, while no decision on the person says so.
    """

    person_id: UUID
    person_name: str | None
    identity: Identity
    valid_on: date
    known_at: datetime | None
    known_at_passed: bool
    position: int
    evidence: EvidenceFilter
    outside: int
    state: State
    values: tuple[ValueEvidence, ...]
    timeline: tuple[UUID, ...]
    annulled: tuple[UUID, ...]
    events: tuple[EventEvidence, ...]
    findings: tuple[Finding, ...]
    presumed: PresumedPlacement | None
    limited: bool
    played_clock: bool


def replay_career(
    person_id: UUID,
    *,
    valid_on: date,
    known_at: datetime | date | None = None,
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
    by: Actor,
    ledger: Ledger,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
    purpose: str | None = None,
    exported_as: str | None = None,
) -> CareerAnswer:
    """Replay a career; the answer, or the refusal, is noted in the access ledger.

    Args:
        valid_on: the day in the career.
        known_at: the moment of knowing: an instant, or a day, which means its end in
            Asia/Ho_Chi_Minh; None: everything recorded by now.
        exported_as: the form in which the answer leaves the archive (HTML, PDF): written to the
            access ledger as an export before it is given.

    Raises:
        NotAllowed: written to the access ledger first.
        Unknown, LedgerDamaged, LedgerUnavailable; ValueError for a naive instant.
    """
    reader = Reader(by, access, now, key_id, purpose)
    reader.require_somewhere(Action.REPLAY, persons=(person_id,))
    career = career_for(person_id, reader, ledger)
    reader.require(Action.REPLAY, scope_on(career, valid_on), persons=(person_id,))
    known = known_position(known_at, ledger, now=now)
    seen = as_seen(by, career, now)
    answer = _answer(
        seen.known_at(known.position), career.known_at(known.position), known, valid_on, evidence,
        ledger,
    )  # fmt: skip
    reader.answered(
        persons=(person_id,),
        events=tuple(one.event_id for one in answer.events),
        position=known.position,
        valid_on=valid_on,
        exported_as=exported_as,
    )
    return answer


def _answer(
    then: Career,
    whole: Career,
    known: Known,
    valid_on: date,
    evidence: EvidenceFilter,
    ledger: Ledger,
) -> CareerAnswer:
    """`then`: what the reader may see of the `whole`, which only the rules are asked about."""
    state, units = then.state_as_of(valid_on, evidence=evidence), then.units or Units()
    timeline = then.timeline(evidence=evidence)
    annulled = tuple(one for one in then.standings if one.force is Force.ANNULLED)
    return CareerAnswer(
        person_id=then.person_id,
        person_name=then.identity(valid_on).full_name,
        identity=then.identity(valid_on, evidence=evidence),
        valid_on=valid_on,
        known_at=known.instant,
        known_at_passed=known.passed,
        position=known.position,
        evidence=evidence,
        outside=then.withheld(evidence),
        state=state,
        values=tuple(
            ValueEvidence(path=path, event_ids=event_ids)
            for path, event_ids in sorted(state.because.items())
        ),
        timeline=tuple(one.event_id for one in timeline),
        annulled=tuple(one.event_id for one in annulled),
        events=_evidence(
            _shown(then, (*timeline, *annulled), state),
            Names(ledger, known.position),
            _stripped(state),
        ),
        findings=tuple(
            one
            for one in _findings(whole, valid_on, units, policies_of(ledger, upto=known.position))
            if all(then.has(event_id) or not whole.has(event_id) for event_id in one.event_ids)
        ),
        presumed=presumed_placement(state, units),
        limited=then is not whole and len(then.standings) < len(whole.standings),
        played_clock=played_clock(ledger),
    )


def _findings(then: Career, day: date, units: Units, policies: Policies) -> tuple[Finding, ...]:
    """What the rules say and nobody had explained by the known moment."""
    directory = units if len(units) else None
    found = check_career(then, on=day, units=directory, policies=policies)
    if not then.explained:
        return found
    return unexplained(found, Explanations(then, on=day, units=directory, policies=policies))


def _shown(then: Career, timeline: Iterable[Standing], state: State) -> tuple[Standing, ...]:
    """The timeline, and whatever a value of the state rests on beside it."""
    found = {one.event_id: one for one in timeline}
    for event_ids in state.because.values():
        for event_id in event_ids:
            if event_id not in found and then.has(event_id):
                found[event_id] = then.standing(event_id)
    return tuple(sorted(found.values(), key=lambda one: one.order))


@dataclass
class Names:
    """Names of actors and dossiers as of a position, each read once."""

    ledger: Ledger
    position: int
    _people: dict[UUID, Who] = field(default_factory=dict)
    _dossiers: dict[UUID, Dossier | None] = field(default_factory=dict)

    def who(self, actor_id: UUID | None) -> Who | None:
        return None if actor_id is None else self.by(actor_id)

    def by(self, actor_id: UUID) -> Who:
        if actor_id not in self._people:
            self._people[actor_id] = who_is(actor_id, self.ledger)
        return self._people[actor_id]

    def places(self, sources: Iterable[Source]) -> tuple[Place, ...]:
        return tuple(place for source in sources for place in self._places(source))

    def _places(self, source: Source) -> Iterable[Place]:
        dossier = self._dossier(source.dossier_id)
        for citation in source.citations:
            yield Place(
                dossier_id=source.dossier_id,
                dossier_name=dossier.name if dossier else None,
                document_id=source.document_id,
                page_no=page_number(citation.page_id, dossier) if dossier else None,
                **citation.model_dump(by_alias=False),
            )

    def _dossier(self, dossier_id: UUID) -> Dossier | None:
        if dossier_id not in self._dossiers:
            try:
                found = dossier_of(dossier_id, self.ledger, upto=self.position)
            except Unknown:
                self._dossiers[dossier_id] = None
            else:
                self._dossiers[dossier_id] = found
        return self._dossiers[dossier_id]


def _stripped(state: State) -> frozenset[UUID]:
    """The events that gave a post which is shown struck."""
    held = (*state.former_posts, *state.posts)
    return frozenset(one.event_ids[0] for one in held if one.struck and one.event_ids)


def _evidence(
    standings: Iterable[Standing], names: Names, stripped: frozenset[UUID]
) -> tuple[EventEvidence, ...]:
    return tuple(
        EventEvidence(
            event_id=one.event_id,
            event_type=one.event.topic,
            label_vi=type(one.event).label.vi,
            label_en=type(one.event).label.en,
            effective_date=one.event.effective_date,
            issue_date=one.event.issue_date,
            full_no=one.event.decision.full_no if one.event.decision else None,
            rank=one.rank,
            force=one.force,
            look=one.look,
            places=names.places(one.sources),
            recorded_by=names.by(one.recorded_by),
            recorded_at=one.recorded_at,
            position=one.position,
            version=one.version,
            verified_by=names.who(one.verified_by),
            verified_at=one.verified_at,
            disputed_by=names.who(one.disputed_by),
            mended_by=one.mended_by,
            stripped=one.event_id in stripped,
            fields=flat(one.event),
        )
        for one in standings
    )
