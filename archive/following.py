"""Followers read the ledger in batches and keep something derived in step with it."""

from collections.abc import Sequence
from typing import Protocol

from archive.ledger import Ledger
from domain.errors import HosoError
from domain.events.envelope import Recorded


class FollowerAhead(HosoError):
    """What was derived knows more than the ledger holds: the ledger was put back to an earlier
    state, or belongs to another archive. Cure: rebuild what is derived (exit 9)."""

    code = "follower.ahead"


class Follower(Protocol):
    """Keeps something derived; see tests/contract/test_follower.py."""

    name: str

    def position(self) -> int:
        """The ledger position up to which everything is derived; 0 at the beginning."""
        ...

    def follow(self, recorded: Sequence[Recorded], *, position: int) -> None:
        """Derive from `recorded` and store `position` in the same transaction.

        A batch may come again after a crash: then what it derives is the same.
        """
        ...


def catch_up(
    ledger: Ledger, follower: Follower, *, batch: int = 2000, until: int | None = None
) -> int:
    """Feed the follower until it reaches the ledger's end, or position `until`; return where it is.

    Raises:
        FollowerAhead: the follower's position lies behind the ledger's end.
        LedgerDamaged: a row cannot be read; the follower stands before its batch, nothing skipped.
    """
    position = follower.position()
    end = ledger.position()
    if position > end:
        raise FollowerAhead(follower=follower.name, position=position, ledger=end)
    while until is None or position < until:
        recorded = ledger.after(position, limit=batch)
        if until is not None:
            recorded = tuple(one for one in recorded if one.position <= until)
        if not recorded:
            break
        position = recorded[-1].position
        follower.follow(recorded, position=position)
    return position
