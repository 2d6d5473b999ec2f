"""One stored event per topic and version, as it lies in somebody's ledger: it is read for ever.

A golden file is written once and never edited. For a new type, or a new `class_version`, run

    python tests/house/test_golden_events.py --write

which writes what is missing and touches nothing else. A file holds the head of the stored bytes in
hexadecimal, their JSON, and when the event was recorded.
"""

import json
import sys
import types
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin
from uuid import UUID

import pytest
from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from archive.access_log import ACCESS_TYPES
from archive.codec import HEAD_BYTES, decode, encode, stamp
from domain.dates import PartialDate
from domain.events.catalogue import EVENT_TYPES
from domain.events.envelope import Event
from domain.evidence import Box

GOLDEN = Path(__file__).parents[1] / "golden"
RECORDED_AT = datetime(2026, 3, 1, 8, 30, 0, 123456, tzinfo=UTC)
TYPES: dict[str, type[Event]] = {**EVENT_TYPES, **ACCESS_TYPES}
ModelT = TypeVar("ModelT", bound=BaseModel)
WRITE = "python tests/house/test_golden_events.py --write"

SCALARS: tuple[object, ...] = (
    True,
    2,
    0.5,
    Decimal("3.66"),
    UUID("00000000-0000-4000-8000-000000000001"),
    datetime(2025, 12, 31, 16, 59, 59, 250000, tzinfo=UTC),
    date(2019, 6, 30),
    PartialDate(1979, 3),
    "Nguyễn Thị Ánh Tuyết",
    "ab" * 32,
    "001079012345",
    "2019-06-30",
    2024,
    170,
    720,
    Decimal("62.5"),
)


def golden_path(topic: str, version: int) -> Path:
    return GOLDEN / f"{topic}.v{version}.json"


def example(annotation: Any, metadata: tuple[Any, ...] = ()) -> Any:
    """A value of the type with every part filled, always the same."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return example(inner, (*marks, *metadata))
    if get_origin(annotation) in (Union, types.UnionType):
        part = next(part for part in get_args(annotation) if part is not type(None))
        return example(part, metadata)
    if get_origin(annotation) is tuple:
        return (example(get_args(annotation)[0]),)
    if get_origin(annotation) is dict:
        return {"khóa": example(get_args(annotation)[1])}
    if annotation is JsonValue:
        return {"chữ": "ậ", "số": [1, 2.5, None, True]}
    if annotation is Box:
        return Box(left=10, top=20, right=310, bottom=60)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return example_of(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation))
    return _scalar(annotation, metadata)


def _scalar(annotation: Any, metadata: tuple[Any, ...]) -> Any:
    adapter = TypeAdapter(Annotated[annotation, *metadata] if metadata else annotation)
    for value in SCALARS:
        if type(value) is annotation:
            try:
                return adapter.validate_python(value)
            except ValidationError:
                continue
    raise LookupError(f"no example for {annotation} with {metadata}: add one to SCALARS")


def example_of(kind: type[ModelT]) -> ModelT:
    return kind(
        **{
            name: example(field.annotation, tuple(field.metadata))
            for name, field in kind.model_fields.items()
        }
    )


def golden_text(event: Event) -> str:
    state = stamp(encode(event), RECORDED_AT)
    return (
        json.dumps(
            {
                "topic": event.topic,
                "recordedAt": RECORDED_AT.isoformat(),
                "head": state[:HEAD_BYTES].hex(),
                "body": json.loads(state[HEAD_BYTES:]),
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def stored(path: Path) -> tuple[str, bytes, datetime]:
    """Topic, stored bytes, instant."""
    golden = json.loads(path.read_text())
    body = json.dumps(golden["body"], ensure_ascii=False, separators=(",", ":")).encode()
    head = bytes.fromhex(golden["head"])
    return golden["topic"], head + body, datetime.fromisoformat(golden["recordedAt"])


def files() -> list[Path]:
    return sorted(GOLDEN.glob("*.v*.json"))


def test_every_type_has_a_golden_file_of_its_present_version():
    missing = sorted(
        topic
        for topic, kind in TYPES.items()
        if not golden_path(topic, kind.class_version).exists()
    )

    assert missing == [], f"write them with `{WRITE}`"


def test_every_earlier_version_has_kept_its_golden_file():
    gone = [
        golden_path(topic, version).name
        for topic, kind in TYPES.items()
        for version in range(1, kind.class_version)
        if not golden_path(topic, version).exists()
    ]

    assert gone == [], "an old golden file is never removed: bring it back from the history"


def test_no_golden_file_is_of_a_topic_that_nobody_reads_any_more():
    unread = [path.name for path in files() if path.name.rpartition(".v")[0] not in TYPES]

    assert unread == [], "a stored topic is never renamed or dropped"


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_what_was_stored_once_is_read_for_ever(path: Path):
    topic, state, instant = stored(path)

    event, recorded_at = decode(topic, state, types=TYPES)

    assert event.topic == topic == path.name.rpartition(".v")[0]
    assert recorded_at == instant
    again, _ = decode(topic, stamp(encode(event), instant), types=TYPES)
    assert again == event


@pytest.mark.parametrize(
    "path",
    [
        golden_path(topic, kind.class_version)
        for topic, kind in sorted(TYPES.items())
        if golden_path(topic, kind.class_version).exists()
    ],
    ids=lambda path: path.stem,
)
def test_the_present_version_is_stored_byte_for_byte_as_its_golden_file(path: Path):
    topic, state, instant = stored(path)
    event, _ = decode(topic, state, types=TYPES)

    assert stamp(encode(event), instant) == state, (
        "the stored form has changed: raise class_version, bring an upcast, write a new file"
    )


def write_missing() -> list[Path]:
    """Write the golden files that are not there yet; return them."""
    GOLDEN.mkdir(exist_ok=True)
    written = []
    for topic, kind in sorted(TYPES.items()):
        path = golden_path(topic, kind.class_version)
        if not path.exists():
            path.write_text(golden_text(example_of(kind)))
            written.append(path)
    return written


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(f"usage: {WRITE}")
    for made in write_missing():
        print(made.relative_to(Path.cwd()) if made.is_relative_to(Path.cwd()) else made)
