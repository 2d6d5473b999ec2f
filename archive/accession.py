"""Accession: a delivery is taken into custody.

Every file is identified by its content, put into the intake and only then recorded, dossier by
dossier. Taking the same folder in again records nothing twice, and one that was interrupted goes
on where it stopped: names and sizes tell the batch, content tells the page.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from pydantic import Field, JsonValue

from archive.batches import BatchBook
from archive.binding import bind_known, readings_of
from archive.counting import settle_dossier
from archive.delivery import Delivery, Entry, Listing
from archive.dossier_choice import DossierNames, NamesKnown, choose
from archive.folding import career_of, retried
from archive.keys import Keys
from archive.ledger import Ledger
from archive.lists import Problem, problem
from archive.manifest import ManifestRow, matched, read_inventory, read_manifest
from archive.matching import person_by_identifier
from archive.objects import ObjectStore
from archive.taking import Taking
from domain.access import Action, Actor, Scope, require
from domain.dossier import Dossier
from domain.errors import Unknown
from domain.events.dossier import InventoryLine
from domain.frozen import Frozen
from domain.people import same_name
from ocr.limits import Limits


class RefusedFile(Frozen):
    """A file that was not taken in, by the name that the person knows; each counts as one image.

    `again`: it was refused before and is not counted a second time.
    """

    dossier: str | None
    name: str
    code: str
    values: dict[str, JsonValue] = Field(default_factory=dict)
    again: bool = False


class TakenDossier(Frozen):
    """One dossier of the delivery. `images` are new, `known` were in already. `duplicates` are
    file names whose bytes the dossier holds once already."""

    dossier_id: UUID
    name: str
    opened: bool
    images: int
    known: int
    duplicates: tuple[str, ...] = ()
    rejected: int = 0
    person_id: UUID | None = None
    bound_now: bool = False


class AccessionAnswer(Frozen):
    """What became of a delivery. `batch_id` None: nothing of it was new. `images_in` counts this
    time: taken in, rejected, duplicate. `passed_by` are names of hidden and system files."""

    batch_id: UUID | None
    number: int | None
    position: int
    images_in: int
    dossiers: tuple[TakenDossier, ...]
    rejected: tuple[RefusedFile, ...]
    passed_by: tuple[str, ...]
    problems: tuple[Problem, ...]


class AccessionProgress(Frozen):
    """After each file. `name` is for the person at the terminal alone."""

    files: int
    of_files: int
    images: int
    dossier: str
    name: str


def accession(
    delivery: Delivery,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    keys: Keys,
    registers: DossierNames,
    limits: Limits,
    now: datetime,
    progress: Callable[[AccessionProgress], None] | None = None,
) -> AccessionAnswer:
    """Take everything that was handed in into the intake, and record it.

    A file that is no scan, is damaged or may not be read is recorded as rejected and named in the
    answer; the rest goes on.

    Raises:
        NotAllowed: not one who takes in.
        DeliveryUnavailable: there is nothing to take in.
        ObjectsUnavailable, LedgerUnavailable: the disk is full or gone; `values` name the file.
            What was recorded is safe; the same command goes on from there.
    """
    require(by, Action.ACCESSION, on=now)
    listing = delivery.listing()
    book = BatchBook.of(listing, by=by, ledger=ledger)
    if book.batch is not None:
        scope = Scope(batch_ids=frozenset({book.batch.batch_id}))
        require(by, Action.ACCESSION, scope, on=now)
    run = _Run(
        delivery=delivery,
        listing=listing,
        book=book,
        names=NamesKnown(registers, ledger),
        by=by,
        ledger=ledger,
        objects=objects,
        keys=keys,
        limits=limits,
        now=now,
        told=progress or (lambda _: None),
    )
    return run.everything()


class _Run:
    """One accession while it runs."""

    def __init__(
        self,
        *,
        delivery: Delivery,
        listing: Listing,
        book: BatchBook,
        names: NamesKnown,
        by: Actor,
        ledger: Ledger,
        objects: ObjectStore,
        keys: Keys,
        limits: Limits,
        now: datetime,
        told: Callable[[AccessionProgress], None],
    ) -> None:
        self._delivery, self._listing, self._book, self._names = delivery, listing, book, names
        self._by, self._ledger, self._objects, self._keys = by, ledger, objects, keys
        self._limits, self._now, self._told = limits, now, told
        self._dossiers: list[TakenDossier] = []
        self._rejected: list[RefusedFile] = []
        self._problems: list[Problem] = []
        self._images = 0
        self._files = 0

    def everything(self) -> AccessionAnswer:
        rows = self._manifest()
        inventories = self._inventories()
        for name in self._listing.dossiers:
            self._dossier(name, rows.get(name), inventories.get(name))
        self._problems += [problem("dossier.empty", dossier=name) for name in self._listing.empty]
        self._problems = [one for one in self._problems if self._is_worth_saying(one)]
        self._book.close()
        batch = self._book.batch
        return AccessionAnswer(
            batch_id=batch.batch_id if batch else None,
            number=batch.number if batch else None,
            position=self._ledger.position(),
            images_in=self._book.counted,
            dossiers=tuple(self._dossiers),
            rejected=tuple(self._rejected),
            passed_by=self._listing.passed_by,
            problems=tuple(self._problems),
        )

    def _is_worth_saying(self, problem: Problem) -> bool:
        """A file that was refused is missed by no list."""
        taken = {dossier.name for dossier in self._dossiers}
        return problem.code != "manifest.notListed" or problem.dossier in taken

    # Lists

    def _manifest(self) -> dict[str, ManifestRow]:
        rows: dict[str, ManifestRow] = {}
        for one in self._listing.lists:
            if one.dossier is not None:
                continue
            if one.content is None:
                self._problems.append(problem(one.fault or "file.unreadable", file=one.name))
                continue
            manifest = read_manifest(one.content)
            rows, unmatched = matched(manifest, self._listing.dossiers)
            self._problems += [*manifest.problems, *unmatched]
        return rows

    def _inventories(self) -> dict[str, tuple[InventoryLine, ...]]:
        found: dict[str, tuple[InventoryLine, ...]] = {}
        for one in self._listing.lists:
            if one.dossier is None:
                continue
            if one.content is None:
                self._problems.append(problem(one.fault or "file.unreadable", file=one.name))
                continue
            inventory = read_inventory(one.content, file=one.name)
            self._problems += inventory.problems
            if inventory.lines:
                found[one.dossier] = inventory.lines
        return found

    # One dossier

    def _dossier(
        self, name: str, row: ManifestRow | None, inventory: tuple[InventoryLine, ...] | None
    ) -> None:
        entries = self._listing.of(name)
        files = self._files

        def attempt() -> Taking:
            self._files = files
            self._book.refresh()
            self._names.catch_up()
            taking = Taking(
                name,
                entries,
                delivery=self._delivery,
                book=self._book,
                by=self._by,
                ledger=self._ledger,
                objects=self._objects,
                keys=self._keys,
                limits=self._limits,
            )
            choice = choose(
                name,
                row,
                loose=taking.loose,
                digests=taking.digests,
                names=self._names,
                ledger=self._ledger,
            )
            taking.begin(choice, row, inventory)
            for entry in entries:
                taking.take(entry)
                self._tell(entry, taking)
            taking.finish()
            return taking

        self._keep(retried(attempt))

    def _tell(self, entry: Entry, taking: Taking) -> None:
        self._files += 1
        self._told(
            AccessionProgress(
                files=self._files,
                of_files=len(self._listing.entries),
                images=self._images + taking.images,
                dossier=entry.dossier,
                name=entry.name,
            )
        )

    def _keep(self, taking: Taking) -> None:
        self._images += taking.images
        self._problems += taking.problems
        self._rejected += [
            RefusedFile(
                dossier=None if refused.entry.loose else refused.entry.dossier,
                name=refused.entry.name,
                code=refused.code,
                values=dict(refused.values),
                again=refused.again,
            )
            for refused in taking.refused
        ]
        if not taking.is_there:
            return
        dossier = Dossier.of(self._ledger.events(taking.dossier_id))
        bound = self._bind(dossier)
        settle_dossier(
            taking.dossier_id,
            by=self._by,
            ledger=self._ledger,
            objects=self._objects,
            now=self._now,
        )
        self._dossiers.append(
            TakenDossier(
                dossier_id=taking.dossier_id,
                name=taking.name,
                opened=taking.opened,
                images=taking.images,
                known=taking.known,
                duplicates=tuple(taking.duplicates),
                rejected=sum(not refused.again for refused in taking.refused),
                person_id=bound or dossier.person_id,
                bound_now=bound is not None,
            )
        )

    def _bind(self, dossier: Dossier) -> UUID | None:
        """Bind by the stated identifier, if it is known and nothing else contradicts it."""
        if dossier.person_id is not None or not dossier.identifier:
            return None
        for identifier in readings_of(dossier.identifier):
            holder = person_by_identifier(identifier, ledger=self._ledger, keys=self._keys)
            if holder is not None and self._is_somebody_else(holder, dossier):
                self._problems.append(problem("dossier.identifierOfOther", dossier=dossier.name))
                return None
        bound = bind_known(
            dossier.dossier_id, by=self._by, ledger=self._ledger, keys=self._keys, now=self._now
        )
        return bound.person_id if bound is not None else None

    def _is_somebody_else(self, person_id: UUID, dossier: Dossier) -> bool:
        try:
            identity = career_of(person_id, self._ledger).identity()
        except Unknown:
            return False
        one, other = dossier.birth_date, identity.birth_date
        if one and other and not one.agrees_with(other):
            return True
        names = (identity.full_name, *identity.other_names, *identity.former_names)
        known = [name for name in names if name]
        if not dossier.person_name or not known:
            return False
        return not any(same_name(dossier.person_name, name) for name in known)
