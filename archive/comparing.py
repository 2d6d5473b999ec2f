"""Two people side by side, for whoever says that they are one, or were never one.

Of two who are one already, each side shows what is its own: what the separation would give back.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from archive.access_log import AccessLog
from archive.folding import career_of, directory_of, recorded_of
from archive.ledger import Ledger
from archive.noting import Reader
from archive.reaching import may_see, scope_on
from archive.same_person import recorded_since, taken_in, waiting_act
from domain.access import Action, Actor, may_somewhere
from domain.career import Career, Standing
from domain.dates import PartialDate, local_day
from domain.errors import RuleViolation
from domain.events.acts import EventVerified
from domain.events.entry import IdentityMerged, IdentitySeparated
from domain.evidence import Rank
from domain.forms import flat
from domain.frozen import Frozen
from domain.likeness import FactPair, acts_of_both, compared
from domain.standing import Force


class SideEvent(Frozen):
    """`twin`: the event of the other side that tells the same act. `while_one`: recorded since the
    two were made one; it stays with whoever goes on."""

    event_id: UUID
    event_type: str
    label_vi: str
    label_en: str
    effective_date: PartialDate | None
    full_no: str | None
    rank: Rank
    force: Force
    twin: UUID | None
    while_one: bool
    fields: dict[str, JsonValue]


class Side(Frozen):
    """`hidden`: events that the reader's grant does not reach."""

    person_id: UUID
    name: str | None
    events: tuple[SideEvent, ...]
    hidden: int


class Comparison(Frozen):
    """`merged`: the two are one now, and `one` goes on. `waiting`: the merge or separation of the
    two that awaits another person's look, and in whose stream."""

    one: Side
    other: Side
    facts: tuple[FactPair, ...]
    merged: bool
    waiting: UUID | None
    waiting_in: UUID | None
    position: int


def compare_people(
    person_id: UUID,
    other_id: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
) -> Comparison:
    """What two people have in common and what not; noted in the access ledger for both.

    Whoever may replay neither, but looks a second time at what others did, may see it too.

    Raises:
        NotAllowed: written to the access ledger first.
        Unknown; RuleViolation `identity.samePerson`: one person was named twice.
    """
    reader, both = Reader(by, access, now, key_id), (person_id, other_id)
    action = Action.REPLAY if may_somewhere(by, Action.REPLAY, on=now) else Action.VERIFY
    reader.require_somewhere(action, persons=both)
    careers = tuple(career_of(one, ledger) for one in both)
    for career in careers:
        reader.require(action, scope_on(career, local_day(now)), persons=both)
    if person_id == other_id:
        raise RuleViolation("identity.samePerson", person_id=person_id)
    whole = careers[0]
    merged = whole.person_id == careers[1].person_id
    since: frozenset[UUID] = frozenset()
    if merged:
        goes = taken_in(whole, person_id, other_id)
        careers = _apart(whole, goes, ledger)
        since = frozenset(recorded_since(whole, goes))

    def sees(career: Career, standing: Standing) -> bool:
        return action is Action.VERIFY or may_see(by, career, standing, now)

    answer = _answer(careers, merged, since, sees, ledger.position())
    shown = tuple(event.event_id for side in (answer.one, answer.other) for event in side.events)
    reader.note(action, persons=both, events=shown, position=answer.position)
    return answer


def _apart(whole: Career, other_id: UUID, ledger: Ledger) -> tuple[Career, Career]:
    """As the two would be without the merge: its second look is left out, so it does not count."""
    merges = {
        one.event_id
        for one in whole.standings
        if isinstance(one.event, IdentityMerged) and one.event.other_person_id == other_id
    }
    rows = tuple(
        row
        for row in recorded_of(whole.person_id, ledger)
        if not (isinstance(row.event, EventVerified) and row.event.target in merges)
    )
    units = directory_of(ledger)
    return (
        Career.of(whole.person_id, rows, units=units),
        Career.of(other_id, rows, units=units),
    )


def _answer(
    careers: tuple[Career, ...],
    merged: bool,
    since: frozenset[UUID],
    sees: Callable[[Career, Standing], bool],
    position: int,
) -> Comparison:
    one, other = careers
    pairs = acts_of_both(one.standings, other.standings)
    twins = dict(pairs) | {theirs: mine for mine, theirs in pairs}
    both = {one.person_id, other.person_id}
    kind = IdentitySeparated if merged else IdentityMerged
    found = ((career, waiting_act(career, kind, both)) for career in careers)
    waiting = next(((career, act) for career, act in found if act is not None), None)
    return Comparison(
        one=_side(one, twins, since, sees),
        other=_side(other, twins, since, sees),
        facts=compared(one.identity(), other.identity()),
        merged=merged,
        waiting=waiting[1] if waiting else None,
        waiting_in=waiting[0].person_id if waiting else None,
        position=position,
    )


def _side(
    career: Career,
    twins: dict[UUID, UUID],
    since: frozenset[UUID],
    sees: Callable[[Career, Standing], bool],
) -> Side:
    """In the order of a career; what only says who is who stands among the facts."""
    told = [
        one
        for one in career.standings
        if not isinstance(one.event, IdentityMerged | IdentitySeparated)
    ]
    seen = [one for one in told if sees(career, one)]
    return Side(
        person_id=career.person_id,
        name=career.identity().full_name,
        events=tuple(
            SideEvent(
                event_id=one.event_id,
                event_type=one.event.topic,
                label_vi=type(one.event).label.vi,
                label_en=type(one.event).label.en,
                effective_date=one.event.effective_date,
                full_no=one.event.decision.full_no if one.event.decision else None,
                rank=one.rank,
                force=one.force,
                twin=twins.get(one.event_id),
                while_one=one.event_id in since,
                fields=flat(one.event),
            )
            for one in sorted(seen, key=lambda one: one.order)
        ),
        hidden=len(told) - len(seen),
    )
