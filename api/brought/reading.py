"""A file as lines, by what it is: its first bytes tell a workbook, its name JSON Lines or CSV."""

from collections.abc import Iterator
from pathlib import PurePath

from api.brought.json_lines import lines_of
from api.brought.sheets import csv_lines
from api.brought.workbook import workbook_lines
from archive.lines import Line, ListRefused

MOST_FILE_BYTES = 256 * 1024 * 1024
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_JSON_NAMES = frozenset({".jsonl", ".ndjson", ".json"})


def read_list(
    content: bytes, *, name: str, event_type: str | None = None, convert_legacy: bool = False
) -> Iterator[Line]:
    """The lines of a file.

    Args:
        name: of the file, for its ending; nothing is opened by it.
        event_type: of a CSV file, where its name does not say it.
        convert_legacy: texts in TCVN3 and VNI are converted and kept beside, else refused.

    Raises: ListRefused: no such list, or one that is too large.
    """
    if len(content) > MOST_FILE_BYTES:
        raise ListRefused("brought.tooLarge", most=MOST_FILE_BYTES // (1024 * 1024))
    if not content.strip():
        raise ListRefused("brought.empty")
    if content.startswith(ZIP):
        return workbook_lines(content, convert_legacy=convert_legacy)
    if content.startswith(OLD_OFFICE):
        raise ListRefused("brought.oldWorkbook")
    if PurePath(name).suffix.lower() in _JSON_NAMES or content.lstrip()[:1] == b"{":
        return lines_of(content, convert_legacy=convert_legacy)
    return csv_lines(content, name=name, event_type=event_type, convert_legacy=convert_legacy)
