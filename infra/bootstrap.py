"""The composition root: settings to an opened archive. Nothing else builds an adapter."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from archive.access_log import open_access_log
from archive.actors import actor_of_id
from archive.adapters.file_keys import open_keys
from archive.adapters.file_lock import FileLock
from archive.adapters.folder_delivery import FolderDelivery
from archive.adapters.folder_objects import FolderObjects
from archive.adapters.local_jobs import LocalJobs
from archive.adapters.local_workers import LocalWorkers, stopping_on_signals
from archive.adapters.s3_objects import AddressWrong, Credentials, S3Address, open_s3
from archive.adapters.side_by_side import SideBySide
from archive.adapters.sql_engine import throw_away_if_damaged
from archive.adapters.sql_registers import SqlRegisters
from archive.adapters.worker_processes import WorkerProcesses
from archive.cataloguing import Cataloguing
from archive.delivery import Delivery
from archive.desk import Archive
from archive.dispatching import Dispatching
from archive.jobs import Do
from archive.keys import Keys
from archive.ledger import Ledger, open_ledger
from archive.migrating import Migrated, MigrationRefused
from archive.objects import ObjectStore
from archive.opening import ArchiveMissing, Opened, begin_or_know
from archive.probing import see_probed
from archive.sifting import Lists
from archive.working import do_job
from infra.logs import start_logging
from infra.memory import spare_the_collector
from infra.settings import Settings, SettingsWrong
from ocr.adapters.tesseract import Tesseract
from ocr.engine import OcrEngine
from ocr.pages import Limits
from search.adapters import elasticsearch_client
from search.adapters.elasticsearch import open_elasticsearch
from search.adapters.elasticsearch_client import IndexAddress
from search.adapters.tantivy import TantivyIndex
from search.index import SearchIndex

Clock = Callable[[], datetime]

stopping = stopping_on_signals
"""A context: an event that Ctrl-C or SIGTERM sets, for `archive.working.work`."""


def system_clock() -> datetime:
    return datetime.now(UTC)


@contextmanager
def open_archive(
    settings: Settings,
    *,
    clock: Clock | None = None,
    engine: OcrEngine | None = None,
    create: bool = True,
    rebuilding: bool = False,
) -> Iterator[Archive]:
    """Open the archive that the settings name, begin it if there is none, close it at the end.

    Args:
        clock: a clock that plays the past; a new archive is marked so for ever. Jobs are then done
            in this process, for a clock cannot be shared with others.
        engine: reads pages in place of the settings' program, in this process too.
        create: False refuses where there is no archive yet.
        rebuilding: what is derived will be made again: registers that cannot even be opened are
            thrown away first.

    Raises: ArchiveMissing, KeysUnavailable, RuleViolation, and the unavailability of a part.
    """
    now = clock or system_clock
    objects, index = _objects(settings), _index(settings)
    with ExitStack() as stack:
        ledger: Ledger | None = None
        if _on_server(settings.ledger):  # there, opening creates nothing
            ledger = stack.enter_context(open_ledger(settings.ledger, clock=now))
            is_new = ledger.position() == 0
        else:
            is_new = not _exists(settings.ledger)
        if is_new and not create:
            raise ArchiveMissing()
        # The key before the ledger: a crash between must not leave a ledger without its key.
        keys = open_keys(Path(_rest(settings.keys)), may_create=is_new)
        if ledger is None:
            ledger = stack.enter_context(open_ledger(settings.ledger, clock=now))
        opened = begin_or_know(ledger=ledger, keys=keys, played_clock=clock is not None)
        yield _assembled(
            settings,
            stack=stack,
            ledger=ledger,
            objects=objects,
            index=index,
            keys=keys,
            opened=opened,
            clock=clock,
            engine=engine,
            rebuilding=rebuilding,
        )


def _assembled(
    settings: Settings,
    *,
    stack: ExitStack,
    ledger: Ledger,
    objects: Callable[[], ObjectStore],
    index: Callable[[], SearchIndex],
    keys: Keys,
    opened: Opened,
    clock: Clock | None,
    engine: OcrEngine | None,
    rebuilding: bool,
) -> Archive:
    now = clock or system_clock
    reading = engine or Tesseract(model=_rest(settings.ocr) or None)
    store = objects()
    # Leases and pauses between tries pass in real time, whatever the archive's clock says.
    queue = stack.enter_context(closing(LocalJobs(Path(_rest(settings.queue)), clock=system_clock)))
    if rebuilding:
        throw_away_if_damaged(settings.registers)
    registers = stack.enter_context(closing(_registers(settings, ledger=ledger, keys=keys)))
    searched = stack.enter_context(closing(index()))
    own_process = clock is not None or engine is not None
    worker = actor_of_id(opened.worker_id, ledger=ledger, now=now())
    if settings.objects.startswith("s3:"):
        see_probed(worker=worker, ledger=ledger, objects=store)
    return Archive(
        archive_id=opened.archive_id,
        ledger=ledger,
        access=stack.enter_context(open_access_log(settings.access, clock=now)),
        objects=store,
        queue=queue,
        index=searched,
        registers=registers,
        keys=keys,
        engine=reading,
        limits=Limits(),
        clock=now,
        worker=worker,
        played_clock=opened.played_clock,
        followers=(
            Dispatching(queue=queue, registers=registers, engine=reading),
            Cataloguing(searched, ledger=ledger, objects=store),
        ),
        following=_following(settings),
        workers=LocalWorkers(),
        lanes=_in_this_process if own_process else partial(_in_processes, settings),
        lists=Lists(SideBySide(partial(reading_ledger, settings), workers=settings.workers)),
        worker_count=settings.workers,
    )


def _objects(settings: Settings) -> Callable[[], ObjectStore]:
    """What opens the object store; its settings are looked at before anything is opened.

    Raises: SettingsWrong.
    """
    if settings.objects.startswith("folder:"):
        return partial(FolderObjects, Path(_rest(settings.objects)))
    try:
        address = S3Address.parse(settings.objects)
    except AddressWrong as error:
        wrong = {"setting": "HOSO_OBJECTS", "part": error.setting}
        raise SettingsWrong("settings.part", **wrong) from error
    access, secret = settings.objects_access_key, settings.objects_secret_key
    if access is None or secret is None:
        missing = "ACCESS" if access is None else "SECRET"
        raise SettingsWrong("settings.missing", setting=f"HOSO_OBJECTS_{missing}_KEY")
    return partial(open_s3, address, Credentials(access, secret))


def _index(settings: Settings) -> Callable[[], SearchIndex]:
    """What opens the index; its settings are looked at before anything is opened.

    Raises: SettingsWrong.
    """
    if settings.index.startswith("tantivy:"):
        return partial(TantivyIndex, Path(_rest(settings.index)))
    try:
        address = IndexAddress.parse(settings.index)
    except elasticsearch_client.AddressWrong as error:
        wrong = {"setting": "HOSO_INDEX", "part": error.setting}
        raise SettingsWrong("settings.indexPart", **wrong) from error
    user, password = settings.index_user, settings.index_password
    if (user is None) != (password is None):
        missing = "USER" if user is None else "PASSWORD"
        raise SettingsWrong("settings.missing", setting=f"HOSO_INDEX_{missing}")
    return partial(
        open_elasticsearch,
        address,
        elasticsearch_client.Credentials(settings.index_api_key, user, password),
    )


def _registers(settings: Settings, *, ledger: Ledger, keys: Keys) -> SqlRegisters:
    return SqlRegisters(
        settings.registers,
        history=lambda stream_id, upto: ledger.events(stream_id, upto=upto),
        hashed=lambda identifier: keys.identifier_hash(identifier.kind, identifier.value),
    )


def _following(settings: Settings) -> Callable[[], AbstractContextManager[None]]:
    """The lock under which followers are caught up, for all who share the ledger."""
    if not _on_server(settings.ledger):
        return FileLock(settings.data / "following.lock").hold
    from archive.adapters.postgres_lock import PostgresLock

    return PostgresLock(settings.ledger, "following").hold


def migrate(settings: Settings, *, writer: str, reader: str) -> tuple[Migrated, ...]:
    """Make the tables of the parts that lie in PostgreSQL databases, as the owner.

    Args:
        writer, reader: roles that get their rights; created if they are not there.

    Raises: MigrationRefused: one database as a whole was left as it is.
    """
    parts: dict[str, list[str]] = {}
    for name in ("ledger", "access", "registers"):
        url: str = getattr(settings, name)
        if _on_server(url):
            parts.setdefault(url, []).append(name)
    if not parts:
        raise MigrationRefused("database.nothing")
    from archive.adapters import postgres_migration

    return tuple(
        one
        for url, named in parts.items()
        for one in postgres_migration.migrate(url, named, writer=writer, reader=reader)
    )


def _in_this_process(archive: Archive, _count: int) -> AbstractContextManager[Do]:
    return nullcontext(partial(do_job, archive=archive))


def _in_processes(settings: Settings, _archive: Archive, count: int) -> AbstractContextManager[Do]:
    return WorkerProcesses(partial(_worker, settings), count=count)


@contextmanager
def _worker(settings: Settings) -> Iterator[Do]:
    """The life of a worker process: an archive of its own, opened once."""
    spare_the_collector()
    start_logging(form=settings.log_form, level=settings.log_level)
    with open_archive(settings, create=False) as archive:
        yield partial(do_job, archive=archive)


@contextmanager
def reading_ledger(settings: Settings) -> Iterator[Ledger]:
    """The ledger of a process that helps with a list: it only reads."""
    spare_the_collector()
    start_logging(form=settings.log_form, level=settings.log_level)
    with open_ledger(settings.ledger, clock=system_clock) as ledger:
        yield ledger


def check_reading_program(settings: Settings) -> None:
    """See that pages can be read here, before the first one. Raises: EngineFailed (`install`)."""
    Tesseract(model=_rest(settings.ocr) or None).preflight()


def scans_in(folder: Path) -> Delivery:
    """A folder of scans, as what is handed in."""
    return FolderDelivery(folder)


def _on_server(url: str) -> bool:
    """True if that part lies in a PostgreSQL database, where only the owner makes tables."""
    return url.startswith("postgresql:")


def _rest(url: str) -> str:
    """What follows the scheme of a URL of ours."""
    return url.partition(":")[2]


def _exists(ledger_url: str) -> bool:
    """True if there is a file with something in it."""
    try:
        return Path(_rest(ledger_url)).stat().st_size > 0
    except PermissionError as error:
        raise ArchiveMissing("archive.notAllowed") from error
    except OSError:
        return False
