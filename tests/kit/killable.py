"""Programs that a test kills at any moment. They are forked from a server that has everything
imported, so that a kill comes while they work and not while they start."""

import logging
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

from archive.custody import remove_page
from domain.events.envelope import SecrecyLevel
from ocr.secrecy import look
from tests.kit.custody import LIMITS, House, a_house
from tests.kit.reading_room import COLLEAGUE

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__])

Program = Callable[..., None]


def take(house: House, say: Callable[[Any], None], source: Path) -> None:
    """Take a folder in; says each dossier and its images when all is acknowledged."""
    for taken in house.take_folder(source).dossiers:
        say((taken.dossier_id, taken.images + taken.known))


def gate(house: House, say: Callable[[Any], None]) -> None:
    """One gate job per file, with the real gate."""
    house.gate_all(look)


def remove(house: House, say: Callable[[Any], None], page_ids: tuple[UUID, ...]) -> None:
    """The second person agrees to remove these pages."""
    for page_id in page_ids:
        remove_page(
            page_id,
            SecrecyLevel.MAT,
            "Kho tài liệu mật",
            by=COLLEAGUE,
            limits=LIMITS,
            now=house.clock(),
            **house.ports,
        )


def run(
    program: Program, *arguments: Any, folder: Path, kill_after_s: float | None = None
) -> list[Any]:
    """Run a program on the archive in `folder`, kill it so long after it began; what it said.

    Raises: AssertionError: it was not killed and failed.
    """
    ours, theirs = _context.Pipe(duplex=False)
    process = _context.Process(target=_work, args=(program, arguments, folder, theirs))
    process.start()
    theirs.close()
    said: list[Any] = []
    with ours:
        assert ours.recv() == "open"
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            process.kill()
        try:
            while True:
                said.append(ours.recv())
        except EOFError:
            pass
    process.join()
    code = process.exitcode
    process.close()
    assert kill_after_s is not None or code == 0
    return said


def _work(program: Program, arguments: tuple[Any, ...], folder: Path, theirs: Connection) -> None:
    logging.basicConfig(filename=folder / "log.txt", level=logging.DEBUG)
    with theirs, a_house(folder) as house:
        theirs.send("open")
        program(house, theirs.send, *arguments)
