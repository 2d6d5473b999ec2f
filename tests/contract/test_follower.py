"""What `catch_up` promises every follower, shown on the smallest honest one: a position stored
with what is derived, nothing twice, nothing lost."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from archive.following import Follower, FollowerAhead, catch_up
from archive.ledger import Ledger, LedgerDamaged, Write, open_ledger
from domain.events.access import ActorAdded, ActorKind
from domain.events.envelope import Recorded

BY = UUID("00000000-0000-4000-8000-00000000000a")


class NamesInSqlite:
    """The smallest honest follower: the names of the actors, with its position, in one file."""

    name = "names"

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "names.sqlite", isolation_level=None)
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS names (position INTEGER PRIMARY KEY, name TEXT)"
        )
        self._connection.execute("CREATE TABLE IF NOT EXISTS at (one INTEGER UNIQUE, position)")
        self._connection.execute("INSERT OR IGNORE INTO at VALUES (1, 0)")
        self.dies_at: int | None = None
        self.batches: list[int] = []

    def position(self) -> int:
        position: int = self._connection.execute("SELECT position FROM at").fetchone()[0]
        return position

    def follow(self, recorded: Sequence[Recorded], *, position: int) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for one in recorded:
                if one.position == self.dies_at:
                    raise KeyboardInterrupt
                assert isinstance(one.event, ActorAdded)
                self._connection.execute(
                    "INSERT INTO names VALUES (?, ?)", (one.position, one.event.name)
                )
            self._connection.execute("UPDATE at SET position = ?", (position,))
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self.batches.append(len(recorded))

    def names(self) -> list[str]:
        rows = self._connection.execute("SELECT name FROM names ORDER BY position").fetchall()
        return [name for (name,) in rows]

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    with open_ledger(f"sqlite:{tmp_path / 'ledger.sqlite'}", clock=lambda: start) as opened:
        yield opened


@pytest.fixture
def follower(tmp_path: Path) -> Iterator[NamesInSqlite]:
    opened = NamesInSqlite(tmp_path)
    yield opened
    opened.close()


def tell(ledger: Ledger, *names: str) -> None:
    for name in names:
        event = ActorAdded(recorded_by=BY, actor_id=BY, name=name, kind=ActorKind.HUMAN)
        ledger.record(Write(uuid4(), (event,), 0))


def test_a_follower_reaches_the_ledgers_end(ledger: Ledger, follower: NamesInSqlite):
    tell(ledger, "a", "b", "c")

    assert catch_up(ledger, follower) == 3
    assert follower.position() == 3
    assert follower.names() == ["a", "b", "c"]


def test_nothing_new_is_nothing_done(ledger: Ledger, follower: NamesInSqlite):
    assert catch_up(ledger, follower) == 0

    tell(ledger, "a")
    catch_up(ledger, follower)
    catch_up(ledger, follower)

    assert follower.batches == [1]


def test_events_come_in_batches(ledger: Ledger, follower: NamesInSqlite):
    tell(ledger, *"abcde")

    catch_up(ledger, follower, batch=2)

    assert follower.batches == [2, 2, 1]
    assert follower.names() == list("abcde")


def test_a_follower_goes_no_further_than_it_is_told(ledger: Ledger, follower: NamesInSqlite):
    tell(ledger, *"abcde")

    assert catch_up(ledger, follower, until=3) == 3
    assert follower.names() == ["a", "b", "c"]
    assert catch_up(ledger, follower, until=2) == 3


def test_a_follower_that_dies_in_a_batch_takes_it_again_whole(
    ledger: Ledger, follower: NamesInSqlite
):
    tell(ledger, *"abcde")
    follower.dies_at = 4

    with pytest.raises(KeyboardInterrupt):
        catch_up(ledger, follower, batch=2)
    assert follower.position() == 2
    assert follower.names() == ["a", "b"]

    follower.dies_at = None
    catch_up(ledger, follower, batch=2)
    assert follower.names() == list("abcde")


def test_a_follower_opened_again_goes_on_where_it_was(
    ledger: Ledger, follower: NamesInSqlite, tmp_path: Path
):
    tell(ledger, "a", "b")
    catch_up(ledger, follower)
    tell(ledger, "c")

    again = NamesInSqlite(tmp_path)
    catch_up(ledger, again)

    assert again.batches == [1]
    assert again.names() == ["a", "b", "c"]
    again.close()


def test_a_follower_ahead_of_its_ledger_is_told_to_begin_again(
    ledger: Ledger, follower: NamesInSqlite, tmp_path: Path
):
    tell(ledger, "a", "b")
    catch_up(ledger, follower)

    with (
        open_ledger(
            f"sqlite:{tmp_path / 'yesterday.sqlite'}", clock=lambda: datetime.now(UTC)
        ) as yesterday,
        pytest.raises(FollowerAhead) as refused,
    ):
        catch_up(yesterday, follower)

    assert refused.value.values == {"follower": "names", "position": 2, "ledger": 0}


def test_a_damaged_row_stops_the_follower_before_its_batch(
    ledger: Ledger, follower: NamesInSqlite, tmp_path: Path
):
    tell(ledger, *"abcd")
    connection = sqlite3.connect(tmp_path / "ledger.sqlite")
    connection.execute("DROP TRIGGER no_update")
    connection.execute("UPDATE stored_events SET state = x'01' WHERE rowid = 3")
    connection.commit()
    connection.close()

    with pytest.raises(LedgerDamaged) as damage:
        catch_up(ledger, follower, batch=2)

    assert damage.value.values["position"] == 3
    assert follower.names() == ["a", "b"]


def test_the_port_is_what_the_follower_offers(tmp_path: Path):
    follower: Follower = NamesInSqlite(tmp_path)

    assert follower.name == "names"
    assert follower.position() == 0
    follower.close()  # type: ignore[attr-defined]


def test_events_recorded_while_following_are_followed_too(ledger: Ledger, follower: NamesInSqlite):
    tell(ledger, *"ab")
    seen = follower.follow

    def follow(recorded: Sequence[Recorded], *, position: int) -> None:
        seen(recorded, position=position)
        if position == 2:
            tell(ledger, "c")

    follower.follow = follow  # type: ignore[method-assign]

    assert catch_up(ledger, follower, batch=2) == 3
    assert follower.names() == ["a", "b", "c"]
    assert ledger.position_at(datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=1)) == 3
