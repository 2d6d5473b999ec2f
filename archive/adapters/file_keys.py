"""The archive's secret in a file of its owner alone. Made once, with the ledger, never again."""

import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from archive.keys import SECRET_BYTES, Keys, KeysUnavailable

_FORM = re.compile(r"hoso-keys-1\n([0-9a-f]{64})\n?")


def open_keys(path: Path, *, may_create: bool) -> Keys:
    """Read the key file, or make it.

    Args:
        may_create: False when there is a ledger already: a new key could not read it.

    Raises: KeysUnavailable.
    """
    try:
        return Keys(_read(path))
    except FileNotFoundError:
        if not may_create:
            raise KeysUnavailable("keys.missing", path=str(path)) from None
    except OSError as error:
        raise KeysUnavailable(path=str(path)) from error
    try:
        _make(path)
        return Keys(_read(path))
    except OSError as error:
        raise KeysUnavailable(path=str(path)) from error


def _read(path: Path) -> bytes:
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(fd, "rb") as file:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            raise KeysUnavailable("keys.notOurs", path=str(path))
        if found.st_mode & 0o077:
            raise KeysUnavailable("keys.loose", path=str(path))
        form = _FORM.fullmatch(file.read(1024).decode("ascii", errors="replace"))
    if form is None:
        raise KeysUnavailable("keys.damaged", path=str(path))
    return bytes.fromhex(form[1])


def _make(path: Path) -> None:
    """Write it whole under another name, then give it its own: two makers end with one key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(fd, "w") as file:
            file.write(f"hoso-keys-1\n{secrets.token_hex(SECRET_BYTES)}\n")
            file.flush()
            os.fsync(fd)
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
