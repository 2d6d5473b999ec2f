"""The only reader of the environment. Without any setting: the embedded shape in ./hoso-data.

Every part of the archive is named by a URL, whose scheme says which adapter it is:

    HOSO_DATA       folder of the embedded parts below            hoso-data
    HOSO_LEDGER     the book of events                            sqlite:hoso-data/ledger.sqlite
    HOSO_ACCESS     who looked at what                            sqlite:hoso-data/access.sqlite
    HOSO_OBJECTS    scans and transcripts                         folder:hoso-data/objects
    HOSO_INDEX      the search index                              tantivy:hoso-data/index
    HOSO_QUEUE      the jobs                                      local:hoso-data/jobs.sqlite
    HOSO_REGISTERS  balances, work lists, people                  sqlite:hoso-data/registers.sqlite
    HOSO_KEYS       the archive's own key                         file:hoso-data/keys
    HOSO_OCR        the reading program, a model after the colon  tesseract:
    HOSO_OBJECTS_ACCESS_KEY, HOSO_OBJECTS_SECRET_KEY  credentials of an S3 server
    HOSO_INDEX_API_KEY, or HOSO_INDEX_USER and HOSO_INDEX_PASSWORD  those of a search server
    HOSO_DATABASE_PASSWORD  of every postgresql:// address that holds none
    HOSO_ACTOR_KEY  the acting person's key, or a file that only its owner reads
    HOSO_WORKERS    pages or careers read side by side              one per core
    HOSO_LANG       vi or en                                      vi
    HOSO_LOG        plain or json                                 plain
    HOSO_LOG_LEVEL  DEBUG, INFO, WARNING or ERROR                 WARNING

In production HOSO_OBJECTS is `s3://NAME?endpoint=https://HOST:PORT` (see
`archive.adapters.s3_objects`), HOSO_INDEX `https://HOST:PORT/NAME` (see
`search.adapters.elasticsearch_client`); HOSO_LEDGER, HOSO_ACCESS and HOSO_REGISTERS are
`postgresql://USER@HOST:PORT/DATABASE`, all the same one or not (see `archive.postgres`). A secret
may be in a file instead: HOSO_OBJECTS_SECRET_KEY_FILE, HOSO_DATABASE_PASSWORD_FILE name it.

Settings that begin with HOSO_TEST_ are the tests' own. Any other name with our prefix is refused:
a misspelt setting must not be passed by in silence.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import quote, urlsplit

from pydantic import Field

from domain.errors import HosoError
from domain.frozen import Frozen

PREFIX = "HOSO_"
_TESTS = "HOSO_TEST_"
_DATA = "hoso-data"
_KEY_MARK = "hoso_"
_MOST_WORKERS = 64


class SettingsWrong(HosoError):
    """A setting cannot be used (exit 2). `setting` names it; `known` says what would do.

    Codes: `settings.unknown` (no such setting), `settings.scheme`, `settings.choice`,
    `settings.number`, `settings.part` and `settings.indexPart` (a part of an address),
    `settings.missing`,
    `settings.secretFile` (no such file), `settings.secretTwice` (given itself and in a file),
    `settings.actorKeyFile` (no such file), `settings.actorKeyLoose` (others may read the file:
    chmod 600), `settings.actorKey` (neither a key nor a file).
    """

    code = "settings.wrong"


class _Part(NamedTuple):
    """A part of the archive: its default below the data folder, and the schemes it may have."""

    scheme: str
    name: str
    known: tuple[str, ...]


_PARTS = {
    "ledger": _Part("sqlite", "ledger.sqlite", ("sqlite", "postgresql")),
    "access": _Part("sqlite", "access.sqlite", ("sqlite", "postgresql")),
    "objects": _Part("folder", "objects", ("folder", "s3")),
    "index": _Part("tantivy", "index", ("tantivy", "http", "https")),
    "queue": _Part("local", "jobs.sqlite", ("local",)),
    "registers": _Part("sqlite", "registers.sqlite", ("sqlite", "postgresql")),
    "keys": _Part("file", "keys", ("file",)),
}
_DATABASES = ("ledger", "access", "registers")
"""Parts that may lie in a PostgreSQL database."""

_CHOICES = {
    "language": ("LANG", ("vi", "en")),
    "log_form": ("LOG", ("plain", "json")),
    "log_level": ("LOG_LEVEL", ("WARNING", "DEBUG", "INFO", "ERROR")),
}
"""Field: name of the setting and its choices, the default first."""


_SECRETS = {
    "objects_access_key": "OBJECTS_ACCESS_KEY",
    "objects_secret_key": "OBJECTS_SECRET_KEY",
    "index_api_key": "INDEX_API_KEY",
    "index_user": "INDEX_USER",
    "index_password": "INDEX_PASSWORD",
    "database_password": "DATABASE_PASSWORD",
}
"""Field: name of the setting; with `_FILE` behind it, of a file that holds the value."""


class Settings(Frozen):
    """How the archive is put together. Keys and secrets are never shown by `repr`."""

    data: Path
    ledger: str = Field(repr=False)
    access: str = Field(repr=False)
    objects: str
    index: str
    queue: str
    registers: str = Field(repr=False)
    keys: str
    ocr: str = "tesseract:"
    actor_key: str | None = Field(default=None, repr=False)
    objects_access_key: str | None = Field(default=None, repr=False)
    objects_secret_key: str | None = Field(default=None, repr=False)
    index_api_key: str | None = Field(default=None, repr=False)
    index_user: str | None = Field(default=None, repr=False)
    index_password: str | None = Field(default=None, repr=False)
    database_password: str | None = Field(default=None, repr=False)
    workers: int = Field(default=1, ge=1, le=_MOST_WORKERS)
    language: str = "vi"
    log_form: str = "plain"
    log_level: str = "WARNING"

    @classmethod
    def in_folder(cls, folder: Path, *, workers: int | None = None) -> Self:
        """The embedded shape in one folder, independent of the environment."""
        parts = {name: f"{part.scheme}:{folder / part.name}" for name, part in _PARTS.items()}
        return cls(data=folder, workers=workers or _cores(), **parts)


def environment() -> dict[str, str]:
    """A copy of the process environment, for `settings_from`."""
    return dict(os.environ)


def settings_of_environment() -> Settings:
    """What the environment says. Raises: SettingsWrong."""
    return settings_from(os.environ)


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read settings; an empty value counts as none. Raises: SettingsWrong."""
    given = {
        name.removeprefix(PREFIX): value
        for name, value in environ.items()
        if name.startswith(PREFIX) and not name.startswith(_TESTS) and value
    }
    settings = Settings.in_folder(Path(given.pop("DATA", _DATA)).expanduser())
    changed: dict[str, object] = {}
    for field, part in _PARTS.items():
        if (url := given.pop(field.upper(), None)) is not None:
            changed[field] = _url(field.upper(), url, part.known)
    if (url := given.pop("OCR", None)) is not None:
        changed["ocr"] = _url("OCR", url, ("tesseract",), may_be_bare=True)
    for field, (name, choices) in _CHOICES.items():
        if (value := given.pop(name, None)) is not None:
            changed[field] = _choice(name, value, choices)
    if (value := given.pop("WORKERS", None)) is not None:
        changed["workers"] = _number("WORKERS", value)
    for field, name in _SECRETS.items():
        if (value := _secret(name, given)) is not None:
            changed[field] = value
    if (value := given.pop("ACTOR_KEY", None)) is not None:
        changed["actor_key"] = _actor_key(value)
    if given:
        raise SettingsWrong("settings.unknown", setting=PREFIX + min(given))
    settings = settings.model_copy(update=changed)
    return settings.model_copy(update=_with_password(settings))


def _with_password(settings: Settings) -> dict[str, str]:
    """The addresses of databases that hold no password, with the one that is set for them."""
    password = settings.database_password
    if password is None:
        return {}
    completed = {}
    for part in _DATABASES:
        url: str = getattr(settings, part)
        given = urlsplit(url)
        if given.scheme == "postgresql" and not (given.password or "password=" in given.query):
            sign = "&" if given.query else "?"
            completed[part] = f"{url}{sign}password={quote(password, safe='')}"
    return completed


def _url(name: str, url: str, known: tuple[str, ...], *, may_be_bare: bool = False) -> str:
    scheme, colon, rest = url.partition(":")
    if not colon or scheme not in known or not (rest or may_be_bare):
        raise SettingsWrong(
            "settings.scheme", setting=PREFIX + name, known=tuple(f"{one}:" for one in known)
        )
    return url


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    for choice in choices:
        if value.casefold() == choice.casefold():
            return choice
    raise SettingsWrong("settings.choice", setting=PREFIX + name, known=choices)


def _number(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= _MOST_WORKERS:
        raise SettingsWrong("settings.number", setting=PREFIX + name, least=1, most=_MOST_WORKERS)
    return int(value)


def _secret(name: str, given: dict[str, str]) -> str | None:
    """The value itself, or that of the file; never repeated."""
    value, file = given.pop(name, None), given.pop(f"{name}_FILE", None)
    if file is None:
        return value
    setting = f"{PREFIX}{name}_FILE"
    if value is not None:
        raise SettingsWrong("settings.secretTwice", setting=setting)
    try:
        read = Path(file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise SettingsWrong("settings.secretFile", setting=setting) from error
    if not read:
        raise SettingsWrong("settings.secretFile", setting=setting)
    return read


def _actor_key(value: str) -> str:
    """The key, or the key in a file. The value is never repeated: it may be the secret."""
    name = PREFIX + "ACTOR_KEY"
    if value.startswith(_KEY_MARK):
        return value
    path = Path(value).expanduser()
    try:
        found = path.stat()
        if found.st_mode & 0o077 and stat.S_ISREG(found.st_mode):
            raise SettingsWrong("settings.actorKeyLoose", setting=name)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise SettingsWrong("settings.actorKeyFile", setting=name) from error
    if not key.startswith(_KEY_MARK):
        raise SettingsWrong("settings.actorKey", setting=name)
    return key


def _cores() -> int:
    return min(_MOST_WORKERS, len(os.sched_getaffinity(0)))
