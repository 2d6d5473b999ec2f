"""Logs for operators: a fixed message and values beside it, never anything personal.

What may be said is an allow-list of value names: ids, digests, codes, counts and durations. A value
under any other name is left out, and so is the text of a foreign error or a foreign message: both
may hold what stood on a page.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import IO

OURS = ("api", "archive", "domain", "infra", "ocr", "search")

ALLOWED = frozenset(
    {
        *("actor_id", "batch_id", "document_id", "dossier_id", "event_id", "key_id", "page_id"),
        *("person_id", "proposal_id", "stream_id", "unit_id", "batch_no", "file_no", "image_no"),
        *("archive_id", "digest", "area", "version", "position", "ledger", "expected", "found"),
        *("job", "kind", "state", "tries", "code", "error", "place", "reason", "errno", "follower"),
        *(
            "count",
            "events",
            "words",
            "pages",
            "images",
            "jobs",
            "size_bytes",
            "took_ms",
            "workers",
        ),
        *("status", "method", "route", "engine"),
    }
)
"""Names of values that may stand in a log."""

_PLAIN_VALUES = (str, int, float, bool)
_LONGEST = 200


_TRIES_AGAIN = ("urllib3", "elastic_transport")
"""Libraries that warn of every try of a call that is tried again; what comes of it, we say."""


def start_logging(*, form: str, level: str, stream: IO[str] | None = None) -> None:
    """Send what this program logs to `stream` (standard error).

    Args:
        form: `plain` or `json`, one line each.
        level: for our rooms; what libraries say is heard from WARNING on.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    root = logging.getLogger()
    for earlier in list(root.handlers):
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for room in OURS:
        logging.getLogger(room).setLevel(level)
    for library in _TRIES_AGAIN:
        logging.getLogger(library).setLevel(logging.ERROR)


def told(record: logging.LogRecord) -> dict[str, object]:
    """What a record may say: message, and the allowed values, in the order given."""
    ours = record.name.partition(".")[0] in OURS
    said: dict[str, object] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        # The message before its values are put in: a library's may be anything.
        "message": str(record.msg) if ours else "said by a library",
    }
    said |= {
        name: _shown(value)
        for name, value in record.__dict__.items()
        if name in ALLOWED and value is not None
    }
    if record.exc_info and record.exc_info[1] is not None:
        said |= _crash(record.exc_info[1])
    return said


def _crash(error: BaseException) -> dict[str, object]:
    """Kind and place of an error; its own text may repeat what it was given."""
    frames = extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return {"error": type(error).__name__, "place": place}


def _shown(value: object) -> object:
    if isinstance(value, _PLAIN_VALUES) and not isinstance(value, str):
        return value
    return str(value)[:_LONGEST]


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(told(record), ensure_ascii=False)


class PlainLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = told(record)
        head = f"{said.pop('at')} {said.pop('level')} {said.pop('logger')}: {said.pop('message')}"
        return " ".join([head, *(f"{name}={value}" for name, value in said.items())])
