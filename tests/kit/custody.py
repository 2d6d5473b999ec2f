"""An archive's custody alone: ledger, objects and keys, and a gate that is told what to see."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from archive.accession import AccessionAnswer, accession
from archive.adapters.folder_delivery import FolderDelivery
from archive.adapters.folder_objects import FolderObjects
from archive.batches import opened_batches
from archive.counting import balance_of
from archive.custody import Look, gate_file
from archive.delivery import Delivery, UploadedFiles
from archive.keys import Keys
from archive.ledger import Ledger, open_ledger
from domain.access import Actor
from domain.batch import Balance
from domain.dossier import Dossier
from domain.events.dossier import DossierOpened
from domain.events.envelope import SecrecyLevel
from domain.events.page import PageAccessioned
from domain.page import Page
from ocr.engine import OcrEngine
from ocr.limits import Limits
from ocr.pages import identify, open_image
from ocr.secrecy import SecrecyLook, Verdict
from tests.kit.clock import PlayedClock
from tests.kit.pages import number_on
from tests.kit.reading_room import ARCHIVIST, WORKER
from tests.kit.scripted import ScriptedEngine

LIMITS = Limits()


class LedgerNames:
    """Registers that know nothing: accession then asks the ledger alone."""

    def position(self) -> int:
        return 0

    def dossiers_named(self, name: str) -> tuple[UUID, ...]:
        return ()


def seeing(*numbers: int, level: SecrecyLevel | None = SecrecyLevel.MAT) -> Look:
    """A gate that finds a stamp on the drawn pages of these numbers; `level` None: it is unsure."""

    def look(content: bytes, *, engine: OcrEngine, limits: Limits) -> tuple[SecrecyLook, ...]:
        return tuple(
            _look(content, image.image_no, limits)
            for image in identify(content, limits=limits).images
        )

    def _look(content: bytes, image_no: int, limits: Limits) -> SecrecyLook:
        found = number_on(open_image(content, image_no, limits=limits).grey)
        if found is None or found[0] not in numbers:
            return SecrecyLook(image_no=image_no, verdict=Verdict.CLEAR, level=None, box=None)
        verdict = Verdict.UNSURE if level is None else Verdict.FOUND
        return SecrecyLook(image_no=image_no, verdict=verdict, level=level, box=None)

    return look


@dataclass
class House:
    """What the procedures of custody ask for."""

    folder: Path
    ledger: Ledger
    objects: FolderObjects
    keys: Keys
    clock: PlayedClock
    engine: ScriptedEngine = field(default_factory=ScriptedEngine)

    def hand_in(self, files: Mapping[str, bytes], *, by: Actor = ARCHIVIST) -> AccessionAnswer:
        """Take uploaded files in; a name is `dossier/0001.png` or `paper.tif`."""
        return self.take(UploadedFiles(tuple(files.items())), by=by)

    def take_folder(self, folder: Path, *, by: Actor = ARCHIVIST) -> AccessionAnswer:
        return self.take(FolderDelivery(folder), by=by)

    def take(self, delivery: Delivery, *, by: Actor = ARCHIVIST, **more: Any) -> AccessionAnswer:
        given = {"limits": LIMITS, "registers": LedgerNames(), **more}
        return accession(
            delivery,
            by=by,
            ledger=self.ledger,
            objects=self.objects,
            keys=self.keys,
            now=self.clock(),
            **given,
        )

    def gate(self, *page_ids: UUID, look: Look | None = None) -> int | None:
        return gate_file(
            page_ids,
            by=WORKER,
            ledger=self.ledger,
            objects=self.objects,
            keys=self.keys,
            engine=self.engine,
            limits=LIMITS,
            now=self.clock(),
            look=look or seeing(),
        )

    def gate_all(self, look: Look | None = None) -> None:
        """One gate job per file, as they are dispatched."""
        for event in self.events():
            if isinstance(event, PageAccessioned) and event.image_no == 1:
                self.gate(event.page_id, look=look)

    @property
    def ports(self) -> dict[str, Any]:
        return {"ledger": self.ledger, "objects": self.objects, "keys": self.keys}

    # How things stand

    def events(self) -> tuple[Any, ...]:
        """Every event of the book, once for each stream that it stands in."""
        return tuple(one.event for one in self.ledger.walk())  # type: ignore[union-attr]

    def dossier(self, name: str) -> Dossier:
        (found,) = self.dossiers(name)
        return found

    def dossiers(self, name: str) -> tuple[Dossier, ...]:
        ids = [one.dossier_id for one in self.events() if isinstance(one, DossierOpened)]
        all_of_them = (Dossier.of(self.ledger.events(one)) for one in ids)
        return tuple(one for one in all_of_them if one.name == name)

    def page(self, page_id: UUID) -> Page:
        return Page.of(self.ledger.events(page_id))

    def pages(self, name: str) -> tuple[Page, ...]:
        return tuple(self.page(one) for one in self.dossier(name).page_ids)

    def balances(self) -> tuple[Balance, ...]:
        return tuple(
            balance_of(one.batch_id, ledger=self.ledger) for one in opened_batches(self.ledger)
        )

    def digest_of(self, page: Page) -> str:
        return self.keys.open_digest(page.sealed_digest, page_id=page.page_id)


@contextmanager
def a_house(folder: Path, clock: PlayedClock | None = None) -> Iterator[House]:
    """An empty archive in `folder`; opened again, it goes on with what is there."""
    ticking = clock or PlayedClock()
    with open_ledger(f"sqlite:{folder / 'ledger.sqlite'}", clock=ticking) as ledger:
        yield House(folder, ledger, FolderObjects(folder / "objects"), Keys(b"k" * 32), ticking)
