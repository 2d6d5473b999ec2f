"""What people give on the command line: ids, names, fields, places, days."""

import json
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from pydantic import JsonValue, ValidationError

from api.cli.context import Desk
from api.fields import entered
from archive.drafting import FieldPlace
from archive.listing import find_dossier, find_one_person
from domain.errors import HosoError
from domain.evidence import Box
from domain.forms import FormField


class Misused(HosoError):
    """An argument cannot be read: exit 2."""

    code = "cli.misused"


def uuid_of(text: str) -> UUID:
    """Raises: Misused `cli.notAnId`."""
    try:
        return UUID(text.strip())
    except ValueError:
        raise Misused("cli.notAnId") from None


def person_of(desk: Desk, text: str) -> UUID:
    """The person that an id, an identifier or a name means; whether there is one of that id, and
    what of it may be done, says the procedure. Raises: Unknown."""
    try:
        return UUID(text.strip())
    except ValueError:
        pass
    return find_one_person(
        text,
        by=desk.by,
        ledger=desk.archive.ledger,
        registers=desk.archive.registers,
        keys=desk.archive.keys,
        now=desk.now,
    )


def dossier_of(desk: Desk, text: str) -> UUID:
    """The dossier that an id or a folder's name means. Raises: Unknown."""
    return find_dossier(text, by=desk.by, registers=desk.archive.registers, now=desk.now)


def fields_of(desk: Desk, pairs: Iterable[str], form: Iterable[FormField]) -> dict[str, JsonValue]:
    """`name=value` pairs as stored values, typed as people write them.

    Raises: Misused `cli.notAField`, `cli.notAPair`; BadEntry.
    """
    known = {field.name: field for field in form}
    found: dict[str, JsonValue] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise Misused("cli.notAPair")
        field = known.get(name.strip())
        if field is None:
            raise Misused("cli.notAField", known=tuple(known))
        found[field.name] = entered(field, text, None, desk.said)
    return found


def place_of(text: str) -> FieldPlace:
    """`PAGE`, `PAGE:left,top,right,bottom` or `PAGE:box:field`.

    Raises: Misused `cli.notAPlace`.
    """
    page, _, rest = text.partition(":")
    box, _, field = rest.partition(":")
    try:
        corners = [int(part) for part in box.split(",")] if box else None
        return FieldPlace(
            page_id=UUID(page),
            box=Box(left=corners[0], top=corners[1], right=corners[2], bottom=corners[3])
            if corners
            else None,
            field=field or None,
        )
    except (ValueError, IndexError, ValidationError):
        raise Misused("cli.notAPlace") from None


def content_of(path: Path) -> bytes:
    """A file's bytes. Raises: Misused `cli.noSuchFile`."""
    try:
        return path.read_bytes()
    except OSError:
        raise Misused("cli.noSuchFile", path=str(path)) from None


def json_of(path: Path) -> JsonValue:
    """A JSON file. Raises: Misused."""
    try:
        value: JsonValue = json.loads(content_of(path))
    except ValueError:
        raise Misused("cli.notJson", path=str(path)) from None
    return value


def write_file(path: Path, content: bytes) -> None:
    """For its owner alone: it holds personal data. Raises: Misused `cli.cannotWrite`."""
    try:
        path.touch(mode=0o600, exist_ok=True)
        path.write_bytes(content)
    except OSError:
        raise Misused("cli.cannotWrite", path=str(path)) from None


def write_new(path: Path, content: bytes) -> None:
    """Never over a file that is there. Raises: Misused `cli.fileExists`, `cli.cannotWrite`."""
    try:
        with path.open("xb") as written:
            written.write(content)
    except FileExistsError:
        raise Misused("cli.fileExists", path=str(path)) from None
    except OSError:
        raise Misused("cli.cannotWrite", path=str(path)) from None
