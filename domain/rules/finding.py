"""What a rule says about an event, and which wording of a rule holds on a day.

Findings are computed, never stored; a finding is a rule, a code (the key of its sentence) and
values. A breach of law on a paper is a warning: the archive records what was decided.

Source: domain.md 0.3, section 3.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import Field, JsonValue

from domain.frozen import Frozen

T = TypeVar("T")


class Severity(StrEnum):
    """BLOCK: refused. WARN: accepted, a person looks. INFO: said, nothing more."""

    BLOCK = "BLOCK"
    WARN = "WARN"
    INFO = "INFO"


class Finding(Frozen):
    """`code` begins with the rule: `R-SAL-01.coefficient`. `field`: the Python field concerned.

    `event_ids`: the event judged first, then those that it was judged by. `values` are a person's
    data: shown only where the event itself is.
    """

    rule: str
    version: int = 1
    severity: Severity
    code: str
    values: dict[str, JsonValue] = Field(default_factory=dict)
    event_ids: tuple[UUID, ...] = ()
    field: str | None = None
    legal_base: str | None = None


@dataclass(frozen=True, slots=True)
class RuleSet(Generic[T]):
    """A wording in force in `[valid_from, valid_to)`; None is open. No base: not read."""

    says: T
    legal_base: str | None
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


def rule_set_on(sets: Iterable[RuleSet[T]], day: date) -> RuleSet[T] | None:
    """The wording of the day that the rule keys on, never of today; None: the law was silent."""
    return next((one for one in sets if one.holds_on(day)), None)
