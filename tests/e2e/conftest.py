from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.doors import Doors, Furnished, furnished, opened_copy
from tests.kit.played import played

__all__ = ["played"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """The furnished archive, made once."""
    return furnished(tmp_path_factory.mktemp("furnished"))


@pytest.fixture
def doors(made: Furnished, tmp_path: Path) -> Iterator[Doors]:
    """A copy of it, opened."""
    with opened_copy(made, tmp_path / "archive") as opened:
        yield opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the played demo first: one worker plays it while the others go on."""
    items.sort(key=lambda item: "played" not in getattr(item, "fixturenames", ()))
