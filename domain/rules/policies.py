"""Local policies folded: which of them hold on a day, as known at a position of the ledger.

A rule asks for the policy of the day that it keys on. Of two that hold, the one whose paper is the
later stands, then the one recorded later: a further paper need not end the earlier one.

Source: domain.md 0.3, 3.5; decision record 0004.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from pydantic import ValidationError

from domain.access import Actor
from domain.errors import RuleViolation, Unknown
from domain.events.envelope import Decision, PersonnelClass, Recorded
from domain.events.policy import (
    PolicyAdopted,
    PolicyEnded,
    PolicyWithdrawn,
    ReceptionFrozen,
    RotationListed,
    RotationPosition,
    RuleSwitched,
)
from domain.frozen import Frozen
from domain.people import fold
from domain.rules.switches import DEFAULT, Switches
from domain.tables.marks import Mark
from domain.tables.rotations import ListedPosition

PolicyT = TypeVar("PolicyT", bound=PolicyAdopted)
_NOWHERE: Final[frozenset[UUID]] = frozenset()


class Policy(Frozen):
    """A policy as it stands. `ends_on`: first day without it, by its own paper or a later one.

    `withdrawn`: recorded by mistake, it counts on no day and stays to be seen.
    """

    adopted: PolicyAdopted
    position: int
    ends_on: date | None
    ended_by: Decision | None = None
    withdrawn: str | None = None

    @property
    def policy_id(self) -> UUID:
        return self.adopted.policy_id

    def holds_on(self, day: date, units: frozenset[UUID] = _NOWHERE) -> bool:
        """True on the days of it, for one of its units; one without units is for everybody."""
        if self.withdrawn is not None or day < self.adopted.valid_from:
            return False
        if self.ends_on is not None and day >= self.ends_on:
            return False
        return not self.adopted.units or bool(units & frozenset(self.adopted.units))

    @property
    def legal_base(self) -> str:
        """`NĐ 150/2013/NĐ-CP (12/KH-SNV)`: what is applied, by which paper."""
        number = self.adopted.decision.full_no or ""
        return f"{self.adopted.basis} ({number})" if self.adopted.basis else number


class Policies:
    """Every policy of the archive, in the order of their recording. Immutable."""

    __slots__ = ("_switched", "all", "position", "version")

    def __init__(
        self, policies: Iterable[Policy] = (), *, version: int = 0, position: int = 0
    ) -> None:
        self.all = tuple(policies)
        self.version, self.position = version, position
        self._switched: dict[date, Switches] = {}

    @classmethod
    def of(cls, recorded: Iterable[Recorded]) -> "Policies":
        """From the policies' stream, in the order of the ledger; other events are passed over."""
        found: dict[UUID, Policy] = {}
        version = position = 0
        for one in recorded:
            version, position = one.version, one.position
            match one.event:
                case PolicyAdopted() as adopted:
                    found[adopted.policy_id] = Policy(
                        adopted=adopted, position=one.position, ends_on=adopted.valid_to
                    )
                case PolicyEnded(policy_id=policy_id, valid_to=day, decision=decision):
                    _change(found, policy_id, ends_on=day, ended_by=decision)
                case PolicyWithdrawn(policy_id=policy_id, why=why):
                    _change(found, policy_id, withdrawn=why)
                case _:
                    pass
        return cls(found.values(), version=version, position=position)

    def policy(self, policy_id: UUID) -> Policy:
        """Raises: Unknown."""
        for one in self.all:
            if one.policy_id == policy_id:
                return one
        raise Unknown("policy.unknown", policy_id=policy_id)

    def on(self, day: date, units: frozenset[UUID] = _NOWHERE) -> tuple[Policy, ...]:
        """Those that hold on a day, the one that stands first."""
        held = (one for one in self.all if one.holds_on(day, units))
        return tuple(
            sorted(held, key=lambda one: (one.adopted.decided_on, one.position), reverse=True)
        )

    def switches_on(self, day: date, default: Switches = DEFAULT) -> Switches:
        """The rules' switches as the policies of the whole archive set them on a day."""
        if not any(isinstance(one.adopted, RuleSwitched) for one in self.all):
            return default
        known = self._switched.get(day)
        if known is None:
            said = default.model_dump(by_alias=False)
            for one in reversed(self.on(day)):
                if isinstance(one.adopted, RuleSwitched) and not one.adopted.units:
                    said[one.adopted.switch] = switch_value(one.adopted.switch, one.adopted.value)
            known = self._switched[day] = Switches.model_validate(said, by_name=True)
        return known

    def freeze_on(
        self, day: date, into: PersonnelClass | None, units: frozenset[UUID] = _NOWHERE
    ) -> Policy | None:
        """The freeze that a reception of that day meets; a class not known meets every freeze."""
        for one, frozen in self._of(ReceptionFrozen, day, units):
            if not frozen.classes or into is None or into in frozen.classes:
                return one
        return None

    def rotation_rows(self) -> tuple[ListedPosition, ...]:
        """The local lists as rows of the table of positions. Of two lists for the same units the
        one whose paper is the later stands: the earlier one's rows end where it begins."""
        lists = [
            one
            for one in self.all
            if isinstance(one.adopted, RotationListed) and one.withdrawn is None
        ]
        lists.sort(key=lambda one: (one.adopted.decided_on, one.position))
        return tuple(
            row
            for place, one in enumerate(lists)
            for row in _rows(one, _until(one, lists[place + 1 :]))
        )

    def _of(
        self, kind: type[PolicyT], day: date, units: frozenset[UUID]
    ) -> Iterator[tuple[Policy, PolicyT]]:
        if not self.all:
            return
        for one in self.on(day, units):
            if isinstance(one.adopted, kind):
                yield one, one.adopted


NONE: Final = Policies()


def _until(one: Policy, later: Iterable[Policy]) -> date | None:
    """Its own end, or the day from which a later paper lists positions for its units."""
    own = frozenset(one.adopted.units)
    begins = [
        max(other.adopted.valid_from, one.adopted.valid_from)
        for other in later
        if not other.adopted.units or (own and own <= frozenset(other.adopted.units))
    ]
    return min((day for day in (one.ends_on, *begins) if day is not None), default=None)


def _rows(one: Policy, until: date | None) -> Iterator[ListedPosition]:
    if not isinstance(one.adopted, RotationListed):
        return
    for listed in one.adopted.positions:
        yield ListedPosition(
            code=listed.code,
            min_months=listed.min_months,
            max_months=listed.max_months,
            valid_from=one.adopted.valid_from,
            basis=one.legal_base,
            titles=(listed.name,),
            valid_until=until,
            units=frozenset(one.adopted.units),
            local=True,
            mark=Mark.P,
        )


def _change(found: dict[UUID, Policy], policy_id: UUID, **change: object) -> None:
    known = found.get(policy_id)
    if known is not None:
        found[policy_id] = known.model_copy(update=change)


def switch_value(name: str, text: str) -> object:
    """What a person wrote, as the switch takes it: `no` is an absent limit or day.

    Raises: RuleViolation: `policy.unknownSwitch`, `policy.switchValue`.
    """
    if name not in Switches.model_fields:
        raise RuleViolation("policy.unknownSwitch", known=tuple(Switches.model_fields))
    said = text.strip()
    for value in (said, None) if said.casefold() in ("", "none", "không") else (said,):
        try:
            checked = Switches.model_validate({name: value}, by_name=True)
        except ValidationError:
            continue
        return getattr(checked, name)
    raise RuleViolation("policy.switchValue", switch=name)


def adopt(policies: Policies, event: PolicyAdopted, *, by: Actor) -> PolicyAdopted:
    """Check what a policy must say.

    Raises:
        RuleViolation: `policy.noPaper` (its paper has no number), `policy.period` (it ends before
            it begins), `policy.months` (a position is overdue before it is due),
            `policy.positionTwice`, `policy.unknownSwitch`, `policy.switchValue`,
            `policy.switchUnits` (a switch is for the whole archive), `policy.twice` (the same paper
            said the same already); `mending.machine`.
    """
    _require_human(by)
    _require_paper(event.decision)
    if event.valid_to is not None and event.valid_to <= event.valid_from:
        raise RuleViolation("policy.period")
    match event:
        case RotationListed():
            _check_positions(event.positions)
        case RuleSwitched():
            switch_value(event.switch, event.value)
            if event.units:
                raise RuleViolation("policy.switchUnits")
        case _:
            pass
    if any(_says(one.adopted) == _says(event) for one in policies.all if one.withdrawn is None):
        raise RuleViolation("policy.twice")
    return event


def end(
    policies: Policies, policy_id: UUID, day: date, decision: Decision, *, by: Actor
) -> PolicyEnded:
    """A later paper ends it on `day`, the first day without it.

    Raises: Unknown; RuleViolation: `policy.noPaper`, `policy.period`, `policy.withdrawn`.
    """
    _require_human(by)
    _require_paper(decision)
    known = _live(policies, policy_id)
    if day < known.adopted.valid_from:
        raise RuleViolation("policy.period")
    return PolicyEnded(recorded_by=by.id, policy_id=policy_id, valid_to=day, decision=decision)


def withdraw(policies: Policies, policy_id: UUID, why: str, *, by: Actor) -> PolicyWithdrawn:
    """It should never have been recorded. Raises: Unknown; RuleViolation: `policy.withdrawn`,
    `mending.reasonMissing`."""
    _require_human(by)
    _live(policies, policy_id)
    reason = " ".join(why.split())
    if len(reason) < 3:
        raise RuleViolation("mending.reasonMissing")
    return PolicyWithdrawn(recorded_by=by.id, policy_id=policy_id, why=reason)


def _live(policies: Policies, policy_id: UUID) -> Policy:
    known = policies.policy(policy_id)
    if known.withdrawn is not None:
        raise RuleViolation("policy.withdrawn")
    return known


def _check_positions(positions: tuple[RotationPosition, ...]) -> None:
    codes = [fold(one.code) for one in positions]
    if len(set(codes)) < len(codes):
        raise RuleViolation("policy.positionTwice")
    for one in positions:
        if one.max_months < one.min_months:
            raise RuleViolation("policy.months", code=one.code)


def _says(event: PolicyAdopted) -> dict[str, object]:
    said = event.model_dump(exclude={"policy_id", "recorded_by"})
    return {"kind": event.topic, **said}


def _require_human(by: Actor) -> None:
    if by.machine:
        raise RuleViolation("mending.machine")


def _require_paper(decision: Decision) -> None:
    if not (decision.full_no or "").strip():
        raise RuleViolation("policy.noPaper")
