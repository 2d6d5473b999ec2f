"""Where a person is presumed to work after their unit went into another, and nobody decided.

A merger changes no career by itself. Until a decision on the person exists, individual or by list,
the placement is presumed and says so; the decision then stands in its place.

Source: domain.md 1.3, R-ORG-03.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from domain.frozen import Frozen
from domain.organisation import Units
from domain.state import Employment, State

_SERVING = frozenset(Employment) - {Employment.NONE, Employment.ENDED}


class PresumedPlacement(Frozen):
    """`derived` is always true: no paper says it. `since`: the day on which the last unit placed in
    ended. `path`: the units it went through, the decided one first, this one last."""

    unit_id: UUID
    unit: str
    since: date
    path: tuple[UUID, ...]
    derived: Literal[True] = True


def presumed_placement(state: State, units: Units) -> PresumedPlacement | None:
    """The unit that the placement of `state` has become by its day.

    Returns:
        None: the placement stands, is not resolved, went to nobody, or into several units, of
        which none is guessed; or the person is not in service.
    """
    placed = state.placement_unit_id
    if state.employment not in _SERVING or placed is None or not units.known(placed):
        return None
    path, since = [placed], None
    while (ended := units.unit(path[-1]).ended_on) is not None and ended <= state.valid_on:
        after = [one for one in units.direct_successors(path[-1]) if units.known(one)]
        if len(after) != 1 or after[0] in path:
            return None
        since = ended
        path.append(after[0])
    if since is None:
        return None
    return PresumedPlacement(
        unit_id=path[-1],
        unit=units.name_on(path[-1], state.valid_on),
        since=since,
        path=tuple(path),
    )
