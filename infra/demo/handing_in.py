"""The demo's dossiers as files: scanned, in folders, TIFF or PDF, with manifest and inventories."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import struct_time

from PIL import Image

from infra.demo.dossiers import Carrier, Delivery, Scan, Scanner, sheets_of, third_delivery
from infra.demo.papers import Paper
from infra.demo.scanner import Level

_FIXED_DAY = struct_time((2026, 3, 2, 0, 0, 0, 0, 61, 0))


def scans_of(delivery: Delivery, scanner: Scanner) -> Iterator[Scan]:
    """What the scanner made of a delivery, in its order, faults included."""
    for copy in delivery.copies:
        for page_no in range(1, scanner.pages(copy.paper) + 1):
            if page_no in copy.skipped:
                continue
            level = Level.BLURRED if page_no in copy.blurred else Level.OFFICE
            content = scanner.page(copy.paper, page_no, scan_no=copy.scan_no, level=level)
            yield Scan(copy.paper, page_no, content)
            if copy.again and page_no == 1:
                yield Scan(copy.paper, page_no, content)


def write_delivery(
    deliveries: tuple[Delivery, ...],
    folder: Path,
    *,
    scanner: Scanner,
    progress: Callable[[], None] = lambda: None,
) -> int:
    """Write dossiers and manifest.csv into `folder`; return how many images they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    images = 0
    rows: list[tuple[str, ...]] = []
    for delivery in deliveries:
        scans = []
        for one in scans_of(delivery, scanner):
            scans.append(one.content)
            progress()
        images += len(scans)
        name = _write_scans(delivery, scans, folder)
        sheets = sheets_of(scanner, delivery.copies)
        person = delivery.person
        identity = (person.name, person.identifier or "", person.birth_date.isoformat())
        rows.append((name, *identity, str(sheets), "1", "0"))
        if delivery.listed:
            _write_inventory(delivery, folder / name / "inventory.csv", scanner)
    head = ("dossier", "person_name", "identifier", "birth_date", "sheets", "sides", "blank_sides")
    _write_csv(folder / "manifest.csv", head, rows)
    return images


def _write_scans(delivery: Delivery, scans: list[bytes], folder: Path) -> str:
    if delivery.carrier is Carrier.FOLDER:
        inside = folder / delivery.folder
        inside.mkdir()
        for number, content in enumerate(scans, start=1):
            (inside / f"{number:04d}.jpg").write_bytes(content)
        return delivery.folder
    pictures = [Image.open(io.BytesIO(content)) for content in scans]
    first, *rest = pictures
    if delivery.carrier is Carrier.TIFF:
        name = f"{delivery.folder}.tif"
        first.save(
            folder / name,
            save_all=True,
            append_images=rest,
            compression="jpeg",
            quality=82,
            dpi=(200, 200),
        )
        return name
    name = f"{delivery.folder}.pdf"
    first.save(
        folder / name,
        save_all=True,
        append_images=rest,
        resolution=200,
        quality=82,
        creationDate=_FIXED_DAY,
        modDate=_FIXED_DAY,
    )
    return name


def _write_inventory(delivery: Delivery, path: Path, scanner: Scanner) -> None:
    papers = [
        copy.paper
        for copy in delivery.copies
        if copy.paper.doc_type not in ("BIA_HO_SO", "MUC_LUC_VAN_BAN")
    ]
    rows = [
        (
            str(ordinal),
            paper.number or "",
            paper.issued.isoformat() if paper.issued else "",
            paper.doc_type,
            paper.title.replace("\n", " "),
            str(scanner.pages(paper)),
        )
        for ordinal, paper in enumerate(papers, start=1)
    ]
    _write_csv(path, ("ordinal", "number", "date", "type", "title", "sheets"), rows)


def _write_csv(path: Path, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


@dataclass(frozen=True)
class Supplement:
    """What cures the third delivery: the page that was skipped, and the spoilt one scanned anew."""

    missing: bytes
    missing_paper: Paper
    missing_page_no: int
    rescanned: bytes
    rescanned_paper: Paper


def supplement(scanner: Scanner) -> Supplement:
    skipped = next(
        copy for delivery in third_delivery() for copy in delivery.copies if copy.skipped
    )
    blurred = next(
        copy for delivery in third_delivery() for copy in delivery.copies if copy.blurred
    )
    page_no = skipped.skipped[0]
    return Supplement(
        missing=scanner.page(skipped.paper, page_no),
        missing_paper=skipped.paper,
        missing_page_no=page_no,
        rescanned=scanner.page(blurred.paper, blurred.blurred[0], scan_no=1),
        rescanned_paper=blurred.paper,
    )
