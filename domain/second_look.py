"""Who must look twice: a policy by date, kind of event and evidence. Source: domain.md 3.17."""

from dataclasses import dataclass, field
from datetime import date

from domain.events.envelope import PersonEvent
from domain.evidence import Rank

DEFAULT_PERCENT = 10
MAX_ERROR_RATE = 0.01
"""Above it, everything that a keyer records is looked at twice."""


@dataclass(frozen=True, slots=True)
class Always:
    """A second person looks at each one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A second person looks at those that are drawn when they are recorded."""

    percent: int


@dataclass(frozen=True, slots=True)
class Never:
    """There is nothing to compare with: no paper yet."""


LookPolicy = Always | Sample | Never

ALWAYS = Always()
NEVER = Never()

_SAMPLED = frozenset(
    {
        "salary.stepRaised",
        "salary.stepRaisedEarly",
        "salary.beyondScaleSet",
        "salary.raiseDelayed",
        "salary.allowanceSet",
        "salary.retained",
        "training.sent",
        "training.completed",
        "training.compensation",
        "education.completed",
        "diploma.verified",
        "award.granted",
        "award.revoked",
        "evaluation.recorded",
    }
)
_EVEN_IMPORTED = frozenset(
    {"identity.recorded", "identity.corrected", "identity.merged", "identity.separated"}
)
_MENDING = frozenset({"record.corrected", "record.annulled", "record.reinstated"})
_NOT_LOOKED_AT = frozenset(
    {
        "event.verified",
        "event.disputed",
        "sample.drawn",
        "finding.explained",
        "evidence.attached",
        "evidence.withdrawn",
    }
)
"""What is itself a look, or is looked at with its event."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """In force for what is recorded in `[valid_from, valid_to)`. What it does not name: ALWAYS."""

    valid_from: date = date.min
    valid_to: date | None = None
    percent: int = DEFAULT_PERCENT
    sampled: frozenset[str] = _SAMPLED

    def holds_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Dated rows; the first that holds on a day decides, and ALWAYS where none does."""

    rows: tuple[PolicyRow, ...] = field(default_factory=lambda: (PolicyRow(),))

    @property
    def is_dated(self) -> bool:
        """False if the same holds on every day."""
        first = self.rows[0] if self.rows else None
        return first is not None and (first.valid_from > date.min or first.valid_to is not None)

    def row_on(self, on: date) -> PolicyRow | None:
        return next((row for row in self.rows if row.holds_on(on)), None)


DEFAULT = SecondLook()


def policy_of(
    event: PersonEvent, on: date, *, rank: Rank | None = None, policy: SecondLook = DEFAULT
) -> LookPolicy:
    """How an event recorded on `on` is looked at.

    `rank` is the best evidence it has, its own by default. A claim waits for a paper; what is
    imported too, but for identity, which begins a person's stream.
    """
    topic = event.topic
    if topic in _NOT_LOOKED_AT:
        return NEVER
    if topic in _MENDING:
        return ALWAYS
    best = rank or getattr(event, "evidence", None)
    if best is not None and not best.is_paper:
        even_so = best is Rank.IMPORTED and topic in _EVEN_IMPORTED
        return ALWAYS if even_so else NEVER
    row = policy.row_on(on)
    if row is None or topic not in row.sampled:
        return ALWAYS
    return Sample(row.percent)


def raised_percent(percent: int, *, looked_at: int, errors: int) -> int:
    """100 for a keyer whose sample shows an error rate above 1 %, else `percent`."""
    return 100 if looked_at > 0 and errors / looked_at > MAX_ERROR_RATE else percent
