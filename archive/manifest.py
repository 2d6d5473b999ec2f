"""The lists that come with a delivery: manifest.csv, and each dossier's inventory.csv.

People make them with spreadsheets, so a list is read as far as it is clear; how, and what becomes
of the rest, says archive/lists.py.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from pydantic import JsonValue

from archive.delivery import MANIFEST
from archive.lists import Cells, ListReader, problem
from archive.lists import Problem as Problem
from domain.dates import PartialDate
from domain.events.dossier import InventoryLine
from domain.filing import StatedCount
from domain.frozen import Frozen
from domain.people import fold, plain_identifier

MANIFEST_COLUMNS = (
    "dossier",
    "person_name",
    "identifier",
    "birth_date",
    "sheets",
    "sides",
    "blank_sides",
)
INVENTORY_COLUMNS = ("ordinal", "number", "date", "type", "title", "sheets")
MOST_SHEETS = 20_000
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")


class ManifestRow(Frozen):
    """What a list says of one dossier. What was not clear is None."""

    line: int
    dossier: str
    person_name: str | None = None
    identifier: str | None = None
    birth_date: PartialDate | None = None
    stated: StatedCount = StatedCount()


class Manifest(Frozen):
    rows: tuple[ManifestRow, ...] = ()
    problems: tuple[Problem, ...] = ()


class Inventory(Frozen):
    lines: tuple[InventoryLine, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_manifest(content: bytes) -> Manifest:
    """Read manifest.csv. Never raises; what is wrong is among the problems.

    A dossier named twice with different words has no row: neither is taken for right.
    """
    reader = ListReader(MANIFEST)
    rows: dict[str, list[ManifestRow]] = {}
    for cells in reader.rows(content, MANIFEST_COLUMNS, "dossier"):
        row = _manifest_row(reader, cells)
        if row is not None:
            rows.setdefault(row.dossier, []).append(row)
    kept = []
    for dossier, of_dossier in rows.items():
        first, *others = of_dossier
        same = all(other.model_copy(update={"line": first.line}) == first for other in others)
        for other in others:
            code = "manifest.twiceSame" if same else "manifest.twice"
            reader.problems.append(
                problem(
                    code,
                    file=MANIFEST,
                    line=other.line,
                    column="dossier",
                    dossier=dossier,
                    values={"firstLine": first.line},
                )
            )
        if same:
            kept.append(first)
    return Manifest(rows=tuple(kept), problems=tuple(reader.problems))


def read_inventory(content: bytes, *, file: str) -> Inventory:
    """Read an inventory.csv; `file` is its name for the problems. Never raises."""
    reader = ListReader(file)
    lines = (
        InventoryLine(
            ordinal=reader.whole(cells, "ordinal", most=100_000),
            number=cells.by_column.get("number"),
            date=reader.day(cells, "date"),
            type=cells.by_column.get("type"),
            title=cells.by_column.get("title"),
            sheets=reader.whole(cells, "sheets", most=MOST_SHEETS),
        )
        for cells in reader.rows(content, INVENTORY_COLUMNS, None)
    )
    clear = tuple(line for line in lines if line != InventoryLine())
    return Inventory(lines=clear, problems=tuple(reader.problems))


def matched(
    manifest: Manifest, names: Sequence[str]
) -> tuple[dict[str, ManifestRow], tuple[Problem, ...]]:
    """Find each row's dossier among those that were handed in.

    Args:
        names: of sub-folders and loose files, as shown. A loose file may be named without its
            ending where that is the name of one only.

    Returns:
        Row by name, and what names nothing, or what no row names.
    """
    by_name: dict[str, ManifestRow] = {}
    problems: list[Problem] = []
    for row in manifest.rows:
        found = _named(row.dossier, names)
        if found is not None and found not in by_name:
            by_name[found] = row
        else:
            first_line = by_name[found].line if found is not None else None
            problems.append(_unmatched(row, first_line, _suggested(row.dossier, names)))
    if manifest.rows:
        problems += [
            problem("manifest.notListed", file=MANIFEST, dossier=name)
            for name in names
            if name not in by_name
        ]
    return by_name, tuple(problems)


def _unmatched(row: ManifestRow, first_line: int | None, suggestion: str | None) -> Problem:
    code = "manifest.noSuchDossier"
    values: dict[str, JsonValue] = {}
    if first_line is not None:
        code, values = "manifest.twice", {"firstLine": first_line}
    elif suggestion is not None:
        code, values = "manifest.noSuchDossierNear", {"suggestion": suggestion}
    return problem(
        code, file=MANIFEST, line=row.line, column="dossier", dossier=row.dossier, values=values
    )


def _manifest_row(reader: ListReader, cells: Cells) -> ManifestRow | None:
    dossier = cells.by_column.get("dossier")
    if dossier is None:
        reader.say("manifest.noDossier", cells.line, "dossier")
        return None
    stated = StatedCount(
        sheets=reader.whole(cells, "sheets", most=MOST_SHEETS),
        sides=reader.whole(cells, "sides", least=1, most=2),
        blank_sides=reader.whole(cells, "blank_sides", most=2 * MOST_SHEETS),
    )
    return ManifestRow(
        line=cells.line,
        dossier=dossier,
        person_name=cells.by_column.get("person_name"),
        identifier=_identifier(reader, cells),
        birth_date=reader.day(cells, "birth_date"),
        stated=_checked(reader, cells, stated),
    )


def _checked(reader: ListReader, cells: Cells, stated: StatedCount) -> StatedCount:
    """The count if it can be used; a part of a count is none."""
    written = [name for name in ("sheets", "sides", "blank_sides") if name in cells.by_column]
    if not written:
        return StatedCount()
    if any(getattr(stated, name) is None for name in written):
        return StatedCount()  # its problem is told already
    if stated.images is None:
        missing = "sheets" if stated.sheets is None else "sides"
        reader.say("manifest.countIncomplete", cells.line, missing)
        return StatedCount()
    if (stated.blank_sides or 0) > (stated.sheets or 0) * (stated.sides or 0):
        reader.say("manifest.blanksTooMany", cells.line, "blank_sides", given=stated.blank_sides)
        return StatedCount()
    return stated


def _identifier(reader: ListReader, cells: Cells) -> str | None:
    """A CCCD has 12 digits and a CMND 9: spreadsheets cut leading zeros and write powers of ten."""
    text = cells.by_column.get("identifier")
    if text is None:
        return None
    if _SCIENTIFIC.fullmatch(text):
        reader.say("manifest.identifierPower", cells.line, "identifier", given=text)
        return None
    number = plain_identifier(text)
    if number.isdecimal() and len(number) in (10, 11):
        suggestion = number.zfill(12)
        reader.say(
            "manifest.identifierZero", cells.line, "identifier", given=text, suggestion=suggestion
        )
        return None
    if number.isdecimal() and len(number) == 8:
        # A CMND of eight digits exists (before 1999), one that lost its zero looks the same.
        reader.say(
            "manifest.identifierShort",
            cells.line,
            "identifier",
            given=text,
            suggestion=f"0{number}",
        )
        return None
    if not re.fullmatch(r"[0-9A-Z.\-]{4,20}", number):
        reader.say("manifest.identifierForm", cells.line, "identifier", given=text)
        return None
    return number


def _named(dossier: str, names: Sequence[str]) -> str | None:
    if dossier in names:
        return dossier
    stems = [name for name in names if "." in name and name.rpartition(".")[0] == dossier]
    return stems[0] if len(stems) == 1 else None


def _suggested(dossier: str, names: Sequence[str]) -> str | None:
    """One name that was probably meant: another case or form, a lost zero, a slip of the key."""
    for same in (fold, _unpadded):
        alike = [name for name in names if same(name) == same(dossier)]
        if len(alike) == 1:
            return alike[0]
    close = get_close_matches(dossier, names, n=1, cutoff=0.8)
    return close[0] if close else None


def _unpadded(name: str) -> str:
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", fold(name))
