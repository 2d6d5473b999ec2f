from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.clock import PlayedClock
from tests.kit.custody import House, a_house
from tests.kit.reading_room import ReadingRoom, a_reading_room


@pytest.fixture
def house(tmp_path: Path, clock: PlayedClock) -> Iterator[House]:
    with a_house(tmp_path / "house", clock) as opened:
        yield opened


@pytest.fixture
def place(tmp_path: Path, clock: PlayedClock) -> Iterator[ReadingRoom]:
    """A desk in the morning: pages are read already (tests/kit/reading_room.py)."""
    with a_reading_room(tmp_path, clock) as opened:
        yield opened
