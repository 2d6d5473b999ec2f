"""An archive in a temporary folder, with a played clock and a scripted engine."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.kit.clock import PlayedClock
from tests.kit.scripted import ScriptedEngine
from tests.services.fixtures import (
    elasticsearch_server,
    minio_server,
    postgresql_server,
    seaweedfs_server,
)

if TYPE_CHECKING:
    from archive.desk import Archive

__all__ = ["elasticsearch_server", "minio_server", "postgresql_server", "seaweedfs_server"]

settings.register_profile("many", max_examples=5_000)
"""`pytest --hypothesis-profile=many`: fifty times the usual examples; see tests/kit/examples.py."""


@pytest.fixture
def clock() -> PlayedClock:
    """2026-03-01 08:00 in Việt Nam; each question moves it on by a second."""
    return PlayedClock()


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def archive(tmp_path: Path, clock: PlayedClock, engine: ScriptedEngine) -> Iterator["Archive"]:
    """A new embedded archive; jobs are done in this process by the scripted engine."""
    from infra.bootstrap import open_archive
    from infra.settings import Settings

    settings = Settings.in_folder(tmp_path / "archive", workers=2)
    with open_archive(settings, clock=clock, engine=engine) as opened:
        yield opened
