"""How fast pages are gated and read: ratios to the bare engine, same pages, same run.

    python -m tests.benchmarks.bench_reading FOLDER [--pages N]

FOLDER holds scans (JPEG, PNG, TIFF). For every page, one after another on one core: bare
`tesseract` on the scan as it is, the gate, and the reading. CPU seconds of this process and of the
engine's are counted, so that a busy machine does not spoil the ratios.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2

from ocr.adapters.tesseract import Tesseract
from ocr.pages import Limits
from ocr.pipeline import read_page
from ocr.secrecy import look

_SCANS = (".jpg", ".jpeg", ".png", ".tif", ".tiff")


@dataclass(frozen=True)
class Cost:
    """Seconds spent on a page: of the processor, and on the clock."""

    cpu_s: float
    wall_s: float


def cost_of(work: Callable[[], object]) -> Cost:
    began, wall = os.times(), time.perf_counter()
    work()
    ended = os.times()
    spent = sum(ended[:4]) - sum(began[:4])  # own and children's, user and system
    return Cost(spent, time.perf_counter() - wall)


def scans_in(folder: Path, *, pages: int) -> Iterator[Path]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SCANS)
    step = max(1, len(found) // pages)
    yield from found[::step][:pages]


def bare(path: Path, *, model: str) -> None:
    subprocess.run(
        ["tesseract", str(path), "stdout", "-l", model, "--psm", "3", "--oem", "1", "tsv"],
        check=True,
        capture_output=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=12)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    engine, limits = Tesseract(), Limits()
    engine.preflight()
    costs: dict[str, list[Cost]] = {"bare engine": [], "gate": [], "reading": []}
    for path in scans_in(given.folder, pages=given.pages):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        costs["bare engine"].append(cost_of(lambda p=path: bare(p, model=engine.model)))
        costs["gate"].append(cost_of(lambda c=content: look(c, engine=engine, limits=limits)))
        costs["reading"].append(
            cost_of(
                lambda c=content, d=digest: read_page(c, 1, digest=d, engine=engine, limits=limits)
            )
        )
    pages = len(costs["gate"])
    if not pages:
        sys.exit(f"no scans in {given.folder}")
    base = sum(cost.cpu_s for cost in costs["bare engine"])
    print(f"{pages} pages, {engine.engine.name} {engine.engine.version} {engine.model}")
    for name, spent in costs.items():
        cpu = sum(cost.cpu_s for cost in spent)
        wall = sum(cost.wall_s for cost in spent)
        print(
            f"{name:12} {cpu / pages:6.2f} CPU-s a page  {60 * pages / cpu:6.1f} pages/min and core"
            f"  {cpu / base:5.2f} of the bare engine  ({wall / pages:.2f} s on the clock)"
        )


if __name__ == "__main__":
    main()
