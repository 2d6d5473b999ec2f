"""Failures of a scan and of the engine: their kind, their values, their way between processes."""

import pickle

import pytest

from domain.errors import HosoError
from ocr.errors import EngineFailed, UnreadableScan


@pytest.mark.parametrize(
    "error",
    [
        UnreadableScan("scan.bomb", widthPx=40_000, heightPx=40_000),
        EngineFailed("engine.crashed", exitCode=-9),
    ],
)
def test_code_and_values_survive_the_way_from_a_worker(error: HosoError) -> None:
    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert type(arrived) is type(error)
    assert (arrived.code, arrived.values) == (error.code, error.values)


def test_what_is_said_is_the_code_alone() -> None:
    assert str(UnreadableScan("scan.corrupt", bytes=3)) == "scan.corrupt"
