"""A list brought over: events that were keyed elsewhere, or held by older software.

The same validation, rules, matching and second look as for what is keyed here. A file is taken
whole or not at all, unless `partial`; all of it is judged and encoded before the writer's lock is
taken, and it stands in one transaction. The same line recorded twice is one event.

Source: domain.md 3.1 (envelope), 3.16 (evidence), 3.17 (second look).
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from archive.folding import retried
from archive.keys import Keys
from archive.ledger import Ledger, Write, Written
from archive.line_citing import Citing
from archive.line_forms import Entry, entry_of
from archive.line_papers import Papers
from archive.line_people import People
from archive.line_streams import PersonLines, Told, Tools
from archive.lines import Brought, Fault, Line, LineAnswer, LineRefused, Outcome
from archive.objects import ObjectStore
from archive.policies import policies_of
from archive.registers import Registers, units_of
from domain.access import Action, Actor, require_somewhere
from domain.events.access import IdentifierReserved
from domain.events.envelope import PersonEvent
from domain.rules.finding import Severity

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told how many lines of how many are judged."""


@dataclass(slots=True)
class _Judged:
    """A file with every line settled, and nothing written yet."""

    lines: Sequence[Line]
    entries: dict[int, Entry]
    faults: dict[int, tuple[Fault, ...]]
    told: dict[int, tuple[Told, PersonLines]]
    streams: tuple[PersonLines, ...]
    papers: Papers

    @property
    def refused(self) -> int:
        return len(self.faults) + sum(bool(one.faults) for one in self.entries.values())


def bring(
    lines: Iterable[Line],
    *,
    partial: bool = False,
    dry_run: bool = False,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    keys: Keys,
    now: datetime,
    progress: Progress = lambda done, total: None,
) -> Brought:
    """Record the lines; answer each.

    Args:
        partial: what is in order is recorded although other lines are refused.
        dry_run: only answer.

    Raises: NotAllowed, if the actor may record nothing anywhere; LedgerConflict, if somebody was
        first five times; and the unavailability of a part. A line's own fault is its answer.
    """
    require_somewhere(by, Action.RECORD, on=now)
    given = tuple(lines)

    def attempt() -> Brought:
        judged = _judge(
            given,
            progress,
            by=by,
            ledger=ledger,
            objects=objects,
            registers=registers,
            keys=keys,
            now=now,
        )
        taken = not dry_run and (partial or judged.refused == 0)
        writes = _writes(judged, by) if taken else []
        written = ledger.record(*writes) if any(one.events for one in writes) else None
        position = written.position if written else ledger.position()
        return _answer(judged, written, taken=taken, dry_run=dry_run, position=position)

    brought = retried(attempt)
    log.info("list brought over", extra={"count": brought.lines, "events": brought.recorded})
    return brought


def _judge(
    lines: Sequence[Line],
    progress: Progress,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    keys: Keys,
    now: datetime,
) -> _Judged:
    entries: dict[int, Entry] = {}
    faults: dict[int, tuple[Fault, ...]] = {}
    for place, line in enumerate(lines):
        try:
            entries[place] = entry_of(line)
        except LineRefused as error:
            faults[place] = error.faults
    citing = Citing(by=by, now=now, ledger=ledger, objects=objects, registers=registers)
    citing.settle(entries.values())
    papers = Papers(by=by, now=now, ledger=ledger, objects=objects, registers=registers)
    people = People(
        tuple(entries.values()), by=by.id, ledger=ledger, registers=registers, keys=keys
    )
    streams: dict[UUID, PersonLines] = {}
    told: dict[int, tuple[Told, PersonLines]] = {}
    for place, entry in entries.items():
        if entry.faults:
            continue
        try:
            person_id, career, group = people.of(entry)
        except LineRefused as error:
            entry.refuse(error)
            continue
        stream = streams.get(person_id)
        if stream is None:
            stream = streams[person_id] = PersonLines(person_id, career)
        told[place] = stream.add(entry, group), stream
    tools = Tools(
        by=by,
        keys=keys,
        now=now,
        units=units_of(registers, ledger),
        policies=policies_of(ledger),
        papers=papers,
        position=ledger.position(),
    )
    done = 0
    for stream in streams.values():
        stream.judge(tools)
        done += len(stream.told)
        progress(done, len(lines))
    return _Judged(lines, entries, faults, told, tuple(streams.values()), papers)


def _writes(judged: _Judged, by: Actor) -> list[Write]:
    """One transaction: persons, the identifiers that are theirs from now on, documents."""
    writes: list[Write] = []
    for stream in judged.streams:
        events = stream.events()
        if not events:
            continue
        version = stream.before.version if stream.before is not None else 0
        writes.append(Write(stream.person_id, events, version))
        reserved = IdentifierReserved(recorded_by=by.id, person_id=stream.person_id)
        writes += [Write(one, (reserved,), at) for one, at in stream.reserve().items()]
    return [*writes, *judged.papers.writes()]


def _answer(
    judged: _Judged, written: Written | None, *, taken: bool, dry_run: bool, position: int
) -> Brought:
    positions: dict[UUID, int] = {}
    for one in written.recorded if written else ():
        if isinstance(one.event, PersonEvent):
            positions[one.event.event_id] = one.position
    answers = tuple(
        _line_answer(judged, place, positions, taken=taken) for place in range(len(judged.lines))
    )
    count = dict.fromkeys(Outcome, 0)
    for answer in answers:
        count[answer.outcome] += 1
    return Brought(
        taken=taken,
        dry_run=dry_run,
        position=position,
        lines=len(answers),
        recorded=count[Outcome.RECORDED],
        attached=count[Outcome.ATTACHED],
        known=count[Outcome.KNOWN],
        refused=count[Outcome.REFUSED],
        withheld=count[Outcome.WITHHELD],
        people=len(judged.streams),
        new_people=sum(s.before is None and s.events_exist for s in judged.streams),
        warned=sum(
            any(finding.severity is Severity.WARN for finding in one.findings) for one in answers
        ),
        answers=answers,
    )


def _line_answer(
    judged: _Judged, place: int, positions: dict[UUID, int], *, taken: bool
) -> LineAnswer:
    line, entry = judged.lines[place], judged.entries.get(place)
    told, stream = judged.told.get(place, (None, None))
    faults = judged.faults.get(place) or tuple(entry.faults if entry else ())
    # A person whom nothing has begun has no id to tell.
    known = stream is not None and (stream.before is not None or (taken and stream.events_exist))
    answer = LineAnswer(
        line=line.number,
        sheet=line.sheet,
        outcome=Outcome.REFUSED,
        event_type=entry.topic if entry else None,
        person_id=stream.person_id if stream is not None and known else None,
        findings=told.findings if told else (),
        faults=tuple(_placed(fault, line) for fault in faults),
    )
    if faults or told is None:
        return answer
    is_new = told.event is not None
    return answer.model_copy(
        update={
            "outcome": told.outcome if taken or not is_new else Outcome.WITHHELD,
            "event_id": told.event_id if taken or not is_new else None,
            "position": _position(told, stream, positions),
            "look": told.look,
        }
    )


def _position(told: Told, stream: PersonLines | None, positions: dict[UUID, int]) -> int | None:
    """Where the event stands in the ledger, now or since long."""
    event_id = told.event.event_id if told.event is not None else told.event_id
    if event_id in positions:
        return positions[event_id]
    before = stream.before if stream is not None else None
    if before is None or told.event is not None:
        return None
    mended = before.mending(event_id)
    if mended is not None:
        return mended.position
    return before.standing(event_id).position if before.has(event_id) else None


def _placed(fault: Fault, line: Line) -> Fault:
    """The fault with the cell that it lies in, where the line stands in a sheet."""
    if fault.cell is not None or fault.field is None:
        return fault
    parts = (cell for name, cell in line.cells.items() if name.startswith(f"{fault.field}."))
    cell = line.cells.get(fault.field) or next(parts, None)
    return fault.model_copy(update={"cell": cell})
