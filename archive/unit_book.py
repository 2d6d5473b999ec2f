"""What the lines of a unit list come to: each a new event, one recorded already, or refused.

The directory grows line by line, so that a line may rest on another of the same list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from pydantic import JsonValue

from archive.deciding import plain
from archive.lists import Problem, problem
from archive.unit_lists import Happening, Statement
from domain import reorganising as decide
from domain.access import Actor
from domain.errors import HosoError
from domain.events.envelope import Decision, Recorded
from domain.events.organisation import (
    UNITS_STREAM,
    MergeMode,
    OrgDissolved,
    OrgEstablished,
    OrgEvent,
    OrgLevelAbolished,
    OrgMerged,
    OrgMoved,
    OrgRanked,
    OrgRenamed,
    OrgSplit,
)
from domain.frozen import Frozen
from domain.organisation import Resolution, Units

DirectoryEvent = OrgEvent | OrgLevelAbolished
_DAY = timedelta(days=1)
_ENDS = frozenset({Happening.MERGED, Happening.MERGED_INTO, Happening.DIVIDED, Happening.DISSOLVED})
_NAMED = 5
"""Candidates that a refusal names."""


class Answered(StrEnum):
    """RECORDED: new (with `dry_run`, it would be); KNOWN: it was recorded before."""

    RECORDED = "RECORDED"
    KNOWN = "KNOWN"
    REFUSED = "REFUSED"


class UnitLine(Frozen):
    """What became of a line. `position` None: nothing was recorded for it in this run."""

    line: int
    answered: Answered
    event_type: str | None = None
    unit_id: UUID | None = None
    unit: str | None = None
    position: int | None = None
    problems: tuple[Problem, ...] = ()


class _Refused(HosoError):
    """A line cannot be taken, with the column that says why."""

    code = "unitList.refused"


@dataclass
class UnitBook:
    """The directory as it grows line by line, and what became of each."""

    units: Units
    position: int
    by: Actor
    now: datetime
    file: str
    events: list[DirectoryEvent] = field(default_factory=list)
    codes: dict[str, UUID] = field(default_factory=dict)
    _lines: dict[int, UnitLine] = field(default_factory=dict)
    _order: list[int] = field(default_factory=list)
    version: int = 0

    def __post_init__(self) -> None:
        self.version = len(self.units.recorded)

    @property
    def refused(self) -> int:
        return sum(one.answered is Answered.REFUSED for one in self._lines.values())

    def take(self, statements: Iterable[Statement]) -> None:
        """Line by line in the order of days; on one day, what begins comes first."""
        ordered = sorted(statements, key=lambda one: one.date.first_day)
        self.codes = {
            one.code.casefold(): uuid4()
            for one in ordered
            if one.happening is Happening.ESTABLISHED and one.code is not None
        }
        for day, of_day in groupby(ordered, key=lambda one: one.date.first_day):
            self._take_day(day, list(of_day))

    def _take_day(self, day: date, statements: list[Statement]) -> None:
        ending = frozenset(self._ending(day, statements))
        waiting = [one for one in statements if one.happening is Happening.ESTABLISHED]
        while waiting:  # a superior may stand further down
            later = [one for one in waiting if self._waits(one, waiting)]
            if len(later) == len(waiting):
                later = []
            for one in waiting:
                if one not in later:
                    self._take(one, ending)
            waiting = later
        order = list(Happening)
        others = [one for one in statements if one.happening is not Happening.ESTABLISHED]
        for one in sorted(others, key=lambda one: order.index(one.happening)):
            self._take(one, ending)

    def _waits(self, one: Statement, waiting: list[Statement]) -> bool:
        parent = (one.parent or "").casefold()
        return any(
            other is not one
            and parent
            and parent in ((other.code or "").casefold(), other.name.casefold())
            for other in waiting
        )

    def _ending(self, day: date, statements: list[Statement]) -> Iterator[UUID]:
        """Units that end on this day by what the list says."""
        for one in statements:
            merges = one.happening in (Happening.MERGED, Happening.MERGED_INTO)
            named = one.sources if merges else (one.unit,) if one.happening in _ENDS else ()
            for text in named:
                try:
                    yield self._meant(text, day, "unit")
                except _Refused:
                    continue  # said when the line itself is taken

    def _take(self, one: Statement, ending: frozenset[UUID]) -> None:
        try:
            event, known = self._decided(one, ending)
        except _Refused as refused:
            column = str(refused.values.get("column", ""))
            values = {name: value for name, value in refused.values.items() if name != "column"}
            self._fault(one.line, refused.code, column or None, plain(values))
            return
        except HosoError as refused:
            self._fault(one.line, refused.code, None, plain(refused.values))
            return
        unit_id = event.unit_id if isinstance(event, OrgEvent) else None
        if not known:
            self.events.append(event)
            self._order.append(one.line)
            self.units = self.units.extended(self._recorded(event))
        self._lines[one.line] = UnitLine(
            line=one.line,
            answered=Answered.KNOWN if known else Answered.RECORDED,
            event_type=event.topic,
            unit_id=unit_id,
            unit=self.units.name_on(unit_id, one.date.first_day) if unit_id else None,
        )

    def _recorded(self, event: DirectoryEvent) -> Recorded:
        number = len(self.events)
        return Recorded(
            event=event,
            stream_id=UNITS_STREAM,
            version=self.version + number,
            position=self.position + number,
            recorded_at=self.now,
        )

    def _fault(
        self, line: int, code: str, column: str | None, values: dict[str, JsonValue]
    ) -> None:
        self.refuse(line, problem(code, file=self.file, line=line, column=column, values=values))

    def refuse(self, line: int, why: Problem) -> None:
        held = self._lines.get(line)
        told = held.problems if held is not None and held.answered is Answered.REFUSED else ()
        self._lines[line] = UnitLine(line=line, answered=Answered.REFUSED, problems=(*told, why))

    def place(self, positions: list[int]) -> None:
        for line, position in zip(self._order, positions, strict=True):
            self._lines[line] = self._lines[line].model_copy(update={"position": position})

    @property
    def lines(self) -> tuple[UnitLine, ...]:
        """By line."""
        return tuple(self._lines[line] for line in sorted(self._lines))

    # What a line says

    def _decided(self, one: Statement, ending: frozenset[UUID]) -> tuple[DirectoryEvent, bool]:
        """The event of a line, and whether it was recorded before.

        Raises: _Refused, and what the decision refuses.
        """
        match one.happening:
            case Happening.ESTABLISHED:
                return self._established(one, ending)
            case Happening.LEVEL_ABOLISHED:
                return self._level_abolished(one)
            case _:
                event = self._said(one)
        if self.units.holds(event):
            return event, True
        return self._allowed(event), False

    def _established(self, one: Statement, ending: frozenset[UUID]) -> tuple[OrgEstablished, bool]:
        day, level = one.date.first_day, one.level
        if level is None:
            raise _Refused("unitList.needed", column="level")
        parent = self._meant(one.parent, day, "parent", eve=False) if one.parent else None
        code = (one.code or "").casefold()
        founded = OrgEstablished(
            recorded_by=self.by.id,
            unit_id=self.codes.get(code) or uuid4(),
            effective_date=one.date,
            name=one.name,
            short_name=one.short_name,
            symbol=one.symbol,
            parent_id=parent,
            level=level,
            decision=_paper(one),
        )
        known = self.units.established_as(one.name, day, parent)
        if known is None:
            return decide.establish(self.units, founded, ending=ending), False
        unit = self.units.unit(known)
        if (unit.level, unit.namings[0].symbol) != (level, one.symbol):
            raise _Refused("unitList.otherwise", column="name", name=one.name)
        if code:
            self.codes[code] = known
        return founded.model_copy(update={"unit_id": known}), True

    def _level_abolished(self, one: Statement) -> tuple[OrgLevelAbolished, bool]:
        if one.level is None:
            raise _Refused("unitList.needed", column="level")
        event = OrgLevelAbolished(
            recorded_by=self.by.id,
            level=one.level,
            effective_date=one.date,
            decision=_paper(one),
        )
        if self.units.holds(event):
            return event, True
        decided = decide.abolish_level(
            self.units, one.level, on=one.date, by=self.by.id, decision=event.decision
        )
        return decided, False

    def _said(self, one: Statement) -> OrgEvent:
        """What the line says, before the rules are asked. Raises: _Refused."""
        day = one.date.first_day
        common: dict[str, Any] = {
            "recorded_by": self.by.id,
            "effective_date": one.date,
            "decision": _paper(one),
        }
        new = one.happening is Happening.MERGED
        unit_id = self._meant(one.unit, day, "unit", new=new, eve=not new)
        common["unit_id"] = unit_id
        match one.happening:
            case Happening.RENAMED:
                eve = self.units.unit(unit_id).name_on(day - _DAY)
                return OrgRenamed(**common, old_name=eve, new_name=one.name, symbol=one.symbol)
            case Happening.MOVED:
                parent = self._meant(one.parent or "", day, "parent", eve=False)
                return OrgMoved(**common, new_parent_id=parent)
            case Happening.MERGED | Happening.MERGED_INTO:
                sources = tuple(self._meant(text, day, "sources") for text in one.sources)
                mode = MergeMode.NEW if new else MergeMode.ABSORB
                return OrgMerged(**common, source_ids=sources, mode=mode)
            case Happening.DIVIDED | Happening.PARTED:
                targets = [
                    self._meant(text, day, "targets", new=True, eve=False) for text in one.targets
                ]
                stays = [unit_id] if one.happening is Happening.PARTED else []
                return OrgSplit(**common, target_ids=tuple(dict.fromkeys((*stays, *targets))))
            case Happening.RANKED:
                return OrgRanked(**common, rank=one.rank, basis=one.basis)
            case _:
                after = one.successor
                successor = self._meant(after, day, "successor", eve=False) if after else None
                return OrgDissolved(**common, successor_id=successor)

    def _allowed(self, event: OrgEvent) -> OrgEvent:
        """The event, if the rules let it be. Raises: RuleViolation, Unknown."""
        on, by, paper, unit_id = event.effective_date, self.by.id, event.decision, event.unit_id
        match event:
            case OrgRenamed(new_name=name, symbol=symbol):
                return decide.rename(
                    self.units, unit_id, new_name=name, symbol=symbol, on=on, by=by, decision=paper
                )
            case OrgMoved(new_parent_id=parent):
                return decide.move(self.units, unit_id, parent, on=on, by=by, decision=paper)
            case OrgMerged(source_ids=sources, mode=mode):
                return decide.merge(
                    self.units, unit_id, sources, mode=mode, on=on, by=by, decision=paper
                )
            case OrgSplit(target_ids=targets):
                return decide.split(self.units, unit_id, targets, on=on, by=by, decision=paper)
            case OrgRanked(rank=rank, basis=basis):
                return decide.give_rank(
                    self.units, unit_id, rank=rank, basis=basis, on=on, by=by, decision=paper
                )
            case OrgDissolved(successor_id=successor):
                return decide.dissolve(
                    self.units, unit_id, successor_id=successor, on=on, by=by, decision=paper
                )
            case _:
                raise _Refused("unitList.eventUnknown", column="event")

    def _meant(
        self, text: str, day: date, column: str, *, new: bool = False, eve: bool = True
    ) -> UUID:
        """The unit that a cell names.

        Args:
            new: one that begins on this day, before others of its name.
            eve: as it was called on the day before, else as on the day.

        Raises: _Refused with the candidates: none is guessed.
        """
        code = self.codes.get(text.casefold())
        if code is not None:
            if not self.units.known(code):
                raise _Refused("unitList.codeNotYet", column=column, given=text)
            return code
        named = _id_of(text)
        if named is not None and self.units.known(named):
            return named
        days = (day - _DAY, day) if eve else (day, day - _DAY)
        tried = [self.units.resolve(text, one) for one in days if one <= day]
        if new:
            begun = [
                one.unit_id
                for one in tried[0].candidates
                if self.units.unit(one.unit_id).established_on == day
            ]
            if len(begun) == 1:
                return begun[0]
        for one in tried:
            if one.only is not None:
                return one.only
        raise self._unclear(text, tried, day, column)

    def _unclear(self, text: str, tried: list[Resolution], day: date, column: str) -> _Refused:
        candidates = dict.fromkeys(one.unit_id for found in tried for one in found.candidates)
        if candidates:
            shown = [self._shown(one, day) for one in list(candidates)[:_NAMED]]
            return _Refused("unitList.several", column=column, given=text, candidates=shown)
        outside = dict.fromkeys(one for found in tried for one in found.outside)
        if outside:
            shown = [self._shown(one, day) for one in list(outside)[:_NAMED]]
            return _Refused("unitList.outside", column=column, given=text, on=day, candidates=shown)
        return _Refused("unitList.unknown", column=column, given=text)

    def _shown(self, unit_id: UUID, day: date) -> str:
        above = (one for one in self.units.above(unit_id, day) if self.units.known(one))
        names = (self.units.name_on(one, day) for one in (unit_id, *above))
        return f"{', '.join(names)} ({unit_id})"


def _paper(one: Statement) -> Decision | None:
    if one.number is None and one.issuer is None:
        return None
    return Decision(full_no=one.number, doc_type="QUYET_DINH", issuer_as_printed=one.issuer)


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
