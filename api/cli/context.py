"""What a command works with: the opened archive, who is asking, and how answers are printed."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from api.cli.printing import Printer
from api.messages import Language, Messages
from archive.actors import actor_of_key, key_id_of
from archive.desk import Archive
from domain.access import Actor
from domain.errors import NotAllowed
from infra.bootstrap import open_archive
from infra.logs import start_logging
from infra.settings import Settings, settings_from


@dataclass(frozen=True)
class Context:
    """Made once from the environment and the options before the command."""

    environ: dict[str, str]
    data: Path | None
    said: Messages
    printer: Printer

    def settings(self) -> Settings:
        """Raises: SettingsWrong."""
        environ = dict(self.environ)
        if self.data is not None:
            environ["HOSO_DATA"] = str(self.data)
        return settings_from(environ)

    def in_folder(self, data: Path) -> "Context":
        return replace(self, data=data)


@dataclass(frozen=True)
class Desk:
    """One command's work: an opened archive in step with its ledger, and the acting person."""

    archive: Archive
    by: Actor
    key_id: str
    said: Messages
    printer: Printer

    @property
    def now(self) -> datetime:
        return self.archive.clock()


@contextmanager
def opened(
    context: Context, *, create: bool = False, rebuilding: bool = False, follows: bool = True
) -> Iterator[Archive]:
    """The archive, its followers caught up before and after.

    Args:
        rebuilding: what is derived is about to be made again: caught up only after.
        follows: False leaves what is derived alone, however far behind or ahead it is.

    Raises: SettingsWrong, ArchiveMissing unless `create`, and what opening raises.
    """
    settings = context.settings()
    start_logging(form=settings.log_form, level=settings.log_level, stream=sys.stderr)
    with open_archive(settings, create=create, rebuilding=rebuilding) as archive:
        if follows and not rebuilding:
            archive.catch_up()
        yield archive
        if follows:
            archive.catch_up()


@contextmanager
def at_desk(context: Context, *, rebuilding: bool = False, follows: bool = True) -> Iterator[Desk]:
    """The archive and the person whose key HOSO_ACTOR_KEY holds.

    Raises: NotAllowed `access.noKey` with the cure, or what the key is refused for.
    """
    settings = context.settings()
    with opened(context, rebuilding=rebuilding, follows=follows) as archive:
        if settings.actor_key is None:
            raise NotAllowed("access.noActorKey")
        by = actor_of_key(settings.actor_key, now=archive.clock(), ledger=archive.ledger)
        yield Desk(
            archive=archive,
            by=by,
            key_id=key_id_of(settings.actor_key),
            said=context.said,
            printer=context.printer,
        )


def language_at_start(arguments: Sequence[str], environ: Mapping[str, str]) -> Language:
    """The language of help texts, which are made before the arguments are read."""
    asked = environ.get("HOSO_LANG", "")
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            asked = arguments[at + 1]
        elif argument.startswith("--lang="):
            asked = argument.partition("=")[2]
    return Language.EN if asked.lower() == "en" else Language.VI
