"""The state of a career on many days, in one walk where that gives the same as a fold for each.

Where a decision was amended, suspended, revoked or taken back, what it does depends on the day that
is asked about: then every day is folded by itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from domain.effects import fold, take
from domain.folding import Folding
from domain.pension import ANNOUNCING, Pension
from domain.standing import Force, Standing
from domain.state import Identity, State
from domain.step_clock import ClockRules


def states_on(
    timeline: Sequence[Standing],
    days: Iterable[date],
    *,
    identity_on: Callable[[date], Identity],
    clock: ClockRules,
) -> Mapping[date, State]:
    """The state on each of the days; `timeline` in the order of the career (R-GEN-08)."""
    asked = sorted(set(days))
    if not all(_is_plain(one) for one in timeline):
        return {day: fold(timeline, day).state(identity_on(day), clock) for day in asked}
    announcing = [one for one in timeline if type(one.event) in ANNOUNCING]
    folding, found, begun = Folding(date.max), dict[date, State](), 0
    for day in asked:
        folding.valid_on = day
        while begun < len(timeline) and timeline[begun].order[0] <= day:
            take(folding, timeline[begun])
            begun += 1
        folding.pension = _announced(announcing, day)
        found[day] = folding.state_so_far(identity_on(day), clock)
    return found


def _is_plain(standing: Standing) -> bool:
    """True if it does the same whichever later day is asked about."""
    changed = standing.pauses or standing.amendments or standing.ends_on
    return standing.force is Force.IN_FORCE and not changed


def _announced(announcing: Sequence[Standing], day: date) -> Pension:
    """What was known of the pension by that day, before or after it takes effect."""
    pension = Pension()
    for standing in announcing:
        pension.announce(standing, standing.event, day)
    return pension
