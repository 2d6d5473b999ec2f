"""The lines of one person, judged together: what each would record, or why it is refused.

They are judged against the career as it would stand with all of them, so that their order in the
file decides nothing but what is done to a record. A line that is refused is left out, and the rest
judged again without it, until nothing more falls.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from archive.drafting import drawn, resolved
from archive.keys import Keys
from archive.line_forms import Cited, Entry, digest_of, event_of, same_content, shape_of
from archive.line_mendings import Mended, mend
from archive.line_papers import Papers
from archive.line_people import IDENTITY, Group
from archive.lines import LineRefused, Outcome, fault_of
from archive.matching import match_events
from archive.reaching import scope_on
from domain import mending
from domain.access import Action, Actor, Scope, may
from domain.career import Career
from domain.dates import local_day
from domain.dossier import Document
from domain.errors import HosoError
from domain.events.envelope import CareerEvent, PersonEvent, Recorded
from domain.evidence import Source
from domain.organisation import Units
from domain.rules.check import blocking, check_events
from domain.rules.finding import Finding
from domain.rules.policies import Policies
from domain.standing import Look

_NO_CAREER = Career.of(UUID(int=0), ())


@dataclass(slots=True, eq=False)
class Told:
    """A line and what it becomes. `event` None: nothing new (refused, or known)."""

    entry: Entry
    event_id: UUID
    event: PersonEvent | None = None
    outcome: Outcome = Outcome.RECORDED
    findings: tuple[Finding, ...] = ()
    look: Look | None = None
    document: Document | None = None
    built: CareerEvent | None = None
    """What the line says, whatever became of it."""
    beside: tuple[PersonEvent, ...] = ()
    """Drawn with it for the second look."""

    @property
    def refused(self) -> bool:
        return bool(self.entry.faults)

    def refuse(self, error: LineRefused) -> None:
        self.entry.refuse(error)
        self.event, self.beside, self.outcome = None, (), Outcome.REFUSED


@dataclass(frozen=True, slots=True)
class Tools:
    """What judging needs besides the lines."""

    by: Actor
    keys: Keys
    now: datetime
    units: Units
    policies: Policies
    papers: Papers
    position: int
    """Of the ledger: what is judged is thought to stand behind it."""

    def scanned_on(self, event: CareerEvent) -> date | None:
        return self.papers.scanned_on(event.source) if event.source is not None else None


@dataclass(slots=True, eq=False)
class PersonLines:
    """`before`: the career as recorded; None: this file begins it. `groups`: who the file says
    it is."""

    person_id: UUID
    before: Career | None
    groups: list[Group] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    career: Career | None = None
    """As it will stand."""

    def add(self, entry: Entry, group: Group | None) -> Told:
        one = Told(entry, uuid4())
        self.told.append(one)
        if group is not None and group not in self.groups:
            self.groups.append(group)
        return one

    def judge(self, tools: Tools) -> None:
        """Settle every line. Afterwards `events` are what is to be recorded."""
        self._may(tools)
        _build(self, tools)
        while True:
            if self._is_nobody():
                return
            self.career = self._with(self._live(), tools)
            fallen = self._check(tools)
            if not fallen:
                break
            for one in self.told:
                if not one.refused and one.event is not None:
                    _refuse_if_target_fell(one, self)
        self._look()

    def events(self) -> tuple[PersonEvent, ...]:
        """New ones in their order: who it is, then the career, then what mends it."""
        live = self._live()
        first = [one for one in live if one.entry.topic == IDENTITY]
        rest = [one for one in live if one.entry.topic != IDENTITY and not one.entry.mends]
        mends = [one for one in live if one.entry.mends]
        return tuple(
            event for one in (*first, *rest, *mends) for event in (one.event, *one.beside) if event
        )

    @property
    def events_exist(self) -> bool:
        return any(one.event is not None and not one.refused for one in self.told)

    def reserve(self) -> dict[UUID, int]:
        """Streams of the identifiers that are theirs from now on, with their versions."""
        if not any(one.entry.topic == IDENTITY for one in self._live()):
            return {}
        return {stream: at for group in self.groups for stream, at in group.reserve.items()}

    def _live(self) -> list[Told]:
        return [one for one in self.told if one.event is not None and not one.refused]

    def _may(self, tools: Tools) -> None:
        scope = Scope() if self.before is None else scope_on(self.before, local_day(tools.now))
        for one in self.told:
            action = Action.CORRECT if one.entry.mends else Action.RECORD
            if not may(tools.by, action, scope, on=tools.now):
                one.refuse(LineRefused("brought.mayNot", action=action.value))

    def _is_nobody(self) -> bool:
        """Nobody begins without an identity: then no line of theirs can be taken."""
        if self.before is not None or any(one.entry.topic == IDENTITY for one in self._live()):
            return False
        lines = [one.entry.line.number for one in self.told if one.entry.topic == IDENTITY]
        for one in self.told:
            if not one.refused:
                one.refuse(LineRefused("brought.personRefused", field="person", lines=lines))
        return True

    def _with(self, live: list[Told], tools: Tools) -> Career:
        """The career with the new career events; mendings come one by one."""
        events = [one.event for one in live if one.event is not None and not one.entry.mends]
        held = self.before.recorded if self.before is not None else ()
        return Career.of(
            self.person_id, (*held, *_as_recorded(self.person_id, events, len(held), tools))
        )

    def _check(self, tools: Tools) -> bool:
        """Ask the rules, then mend; True if a line fell."""
        if self.career is None:
            return False
        asked = [(one, one.event) for one in self._live() if isinstance(one.event, CareerEvent)]
        judged = check_events(
            [event for _, event in asked],
            self.career,
            scanned_on=tools.scanned_on,
            units=tools.units,
            policies=tools.policies,
        )
        fallen = False
        for (one, _), findings in zip(asked, judged, strict=True):
            one.findings = findings
            if refusing := blocking(findings):
                rules = [finding.code for finding in refusing]
                one.refuse(LineRefused("rule.blocked", rules=rules))
                fallen = True
        return fallen or self._mend(tools)

    def _mend(self, tools: Tools) -> bool:
        lines = [one for one in self.told if one.entry.mends and not one.refused]
        if not lines or self.career is None:
            return False
        fallen = False
        for one in lines:
            try:
                done = mend(one.entry, self.career, self._targets(), by=tools.by, keys=tools.keys)
            except LineRefused as error:
                one.refuse(error)
                fallen = True
                continue
            self._mended(one, done, tools)
        return fallen

    def _mended(self, one: Told, done: Mended, tools: Tools) -> None:
        one.event_id, one.event = done.event_id, done.event
        one.outcome = Outcome.RECORDED if done.event is not None else Outcome.KNOWN
        if done.event is not None and self.career is not None:
            held = self.career.recorded
            added = _as_recorded(self.person_id, [done.event], len(held), tools)
            self.career = Career.of(self.person_id, (*held, *added))

    def _targets(self) -> dict[str, tuple[Entry, UUID]]:
        """The lines of this file by their key, the first of each."""
        found: dict[str, tuple[Entry, UUID]] = {}
        for one in self.told:
            if one.entry.key is not None:
                found.setdefault(one.entry.key, (one.entry, one.event_id))
        return found

    def _look(self) -> None:
        if self.career is None:
            return
        for one in self.told:
            if one.refused:
                continue
            mended = self.career.mending(one.event_id)
            if mended is not None:
                one.look = mended.look
            elif self.career.has(one.event_id):
                one.look = self.career.standing(one.event_id).look


def _as_recorded(
    person_id: UUID, events: list[PersonEvent], held: int, tools: Tools
) -> Iterator[Recorded]:
    for number, event in enumerate(events, start=1):
        yield Recorded(
            event=event,
            stream_id=person_id,
            version=held + number,
            position=tools.position + held + number,
            recorded_at=tools.now,
        )


# What the lines say


def _build(lines: PersonLines, tools: Tools) -> None:
    """Events of all lines: first those that concern no other event, then the acts on them."""
    known = _known_keys(lines.before)
    seen: dict[str, Told] = {}
    rest = [one for one in lines.told if not one.refused and not one.entry.mends]
    for one in sorted(rest, key=lambda one: _names_a_line(one.entry)):
        try:
            _build_one(one, lines, known, seen, tools)
        except LineRefused as error:
            one.refuse(error)
        except HosoError as error:
            fault = fault_of(error)
            one.refuse(LineRefused(fault.code, faults=(fault,)))


def _names_a_line(entry: Entry) -> bool:
    return any(entry.payload.get(name) is not None for name in shape_of(entry.topic).targets)


def _known_keys(before: Career | None) -> dict[str, CareerEvent]:
    if before is None:
        return {}
    keyed = (standing.original for standing in before.standings)
    return {event.key: event for event in keyed if event.key is not None}


def _build_one(
    one: Told,
    lines: PersonLines,
    known: dict[str, CareerEvent],
    seen: dict[str, Told],
    tools: Tools,
) -> None:
    """Raises: LineRefused; HosoError of the page cited."""
    entry = one.entry
    event = event_of(
        entry,
        event_id=one.event_id,
        person_id=lines.person_id,
        recorded_by=tools.by.id,
        targets=_act_targets(entry, lines),
    )
    one.built = event
    key = entry.key or digest_of(entry, event)
    twin = seen.setdefault(key, one)
    if twin is not one:
        _repeat(one, twin, event)
        return
    held = known.get(key)
    if held is not None:
        if entry.key is not None and not same_content(held, event):
            raise LineRefused("event.keyTaken", field="key", event_id=held.event_id)
        one.event_id, one.outcome = held.event_id, Outcome.KNOWN
        return
    update: dict[str, object] = {"key": key}
    if isinstance(entry.cited, Cited):
        update["source"], one.document = tools.papers.source_of(entry.cited)
    event = event.model_copy(update=update)
    if lines.before is not None and _meets(one, event, lines.before, tools):
        return
    if _may_resolve(event):
        event = resolved(event, lines.before or _NO_CAREER, tools.units)
    one.event = event
    one.beside = drawn(event, rank=event.evidence, by=tools.by, keys=tools.keys, now=tools.now)
    _take(one, event, event.source, tools)


def _may_resolve(event: CareerEvent) -> bool:
    """It prints a unit, an issuer or the number of another decision."""
    decision = event.decision
    issued = decision is not None and decision.issuer_as_printed is not None
    shape = shape_of(event.topic)
    return issued or bool(shape.units) or bool(shape.targets)


def _take(one: Told, event: CareerEvent, source: Source | None, tools: Tools) -> None:
    if one.document is not None and source is not None:
        tools.papers.take(one.document, source, event)


def _repeat(one: Told, twin: Told, event: CareerEvent) -> None:
    """A further line of the same key: the same once more, or another under a key that is taken."""
    other = twin.built
    if twin.refused:
        raise LineRefused("brought.sameAsRefused", line=twin.entry.line.number)
    same = other is not None and same_content(other, event)
    if one.entry.key is not None and not same:
        raise LineRefused("brought.keyTwice", field="key", line=twin.entry.line.number)
    one.event_id, one.outcome = twin.event_id, Outcome.KNOWN


def _meets(one: Told, event: CareerEvent, before: Career, tools: Tools) -> bool:
    """True if the archive has the event: the line adds its page, or nothing (domain.md 3.16).

    Raises: LineRefused: an event like it is there, and a person has to say what this is.
    """
    if one.entry.as_new or one.entry.topic == IDENTITY:
        return False
    for meeting in match_events(event, before):
        if not meeting.exact or meeting.differences:
            raise LineRefused(
                "brought.likeRecorded",
                event_id=meeting.event_id,
                differences=[difference.field for difference in meeting.differences],
            )
        one.event_id, one.outcome = meeting.event_id, Outcome.KNOWN
        if event.source is not None:
            _attach(one, event, event.source, before, tools)
        return True
    return False


def _attach(one: Told, event: CareerEvent, source: Source, before: Career, tools: Tools) -> None:
    try:
        one.event = mending.attach(
            before, one.event_id, event.evidence, source, by=tools.by, event_id=uuid4()
        )
    except HosoError as error:
        if error.code != "mending.alreadyAttached":
            raise
        return
    one.outcome = Outcome.ATTACHED
    if not before.standing(one.event_id).rank.is_paper:
        held = before.standing(one.event_id).event
        rank = event.evidence
        one.beside = drawn(held, rank=rank, by=tools.by, keys=tools.keys, now=tools.now)
    _take(one, event, source, tools)


def _act_targets(entry: Entry, lines: PersonLines) -> dict[str, UUID]:
    """What an act on a decision concerns, by the key of its line, or its event's id.

    Raises: LineRefused: no event of this person goes by that.
    """
    found: dict[str, UUID] = {}
    for name in shape_of(entry.topic).targets:
        asked = entry.payload.get(name)
        if asked is not None:
            found[name] = _event_called(str(asked), name, lines)
    return found


def _event_called(asked: str, name: str, lines: PersonLines) -> UUID:
    for one in lines.told:
        if one.entry.key == asked and not one.entry.mends:
            if one.refused:
                line = one.entry.line.number
                raise LineRefused("brought.targetRefused", field=f"payload.{name}", line=line)
            return one.event_id
    if lines.before is not None:
        for standing in lines.before.standings:
            if asked in (standing.original.key, str(standing.event_id)):
                return standing.event_id
    raise LineRefused("brought.targetUnknown", field=f"payload.{name}")


def _refuse_if_target_fell(one: Told, lines: PersonLines) -> None:
    """An act on a line that fell falls with it."""
    if one.entry.mends or not _names_a_line(one.entry):
        return
    try:
        _act_targets(one.entry, lines)
    except LineRefused as error:
        one.refuse(error)
