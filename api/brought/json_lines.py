"""JSON Lines: one object a line, UTF-8. What cannot be read is answered by its line, never guessed.

A line has a greatest length and a greatest depth, looked at before it is parsed: a parser that goes
down with every bracket ends at a stack, and a line of many megabytes is no event.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import JsonValue

from api.brought.legacy import Legacy, converted, legacy_in, may_be_legacy, may_hold_legacy
from archive.lines import MOST_LINES, Fault, Line, ListRefused

MOST_LINE_BYTES = 1024 * 1024
MOST_DEPTH = 32
_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_NO_LETTER = re.compile(r"[\ud800-\udfff]|(?<!\\)(?:\\\\)*\\u0000")
"""Half of a pair, or the letter 0, in text written as JSON: neither can be stored as text."""

_BRACKETS = re.compile(rb"[\[\]{}]")


def lines_of(content: bytes, *, convert_legacy: bool = False) -> Iterator[Line]:
    """The lines of a file; empty ones are passed over, and counted.

    Args:
        convert_legacy: texts in TCVN3 or VNI are converted, and what stood there is kept beside;
            else such a line is refused.

    Raises: ListRefused: it is no UTF-8, or has too many lines.
    """
    if content.startswith(_WIDE):
        raise ListRefused("brought.notUtf8")
    taken = 0
    for number, raw in enumerate(content.removeprefix(_MARK).splitlines(), start=1):
        if not raw.strip():
            continue
        taken += 1
        if taken > MOST_LINES:
            raise ListRefused("brought.tooManyLines", most=MOST_LINES)
        yield _line(number, raw, convert_legacy)


def _line(number: int, raw: bytes, convert_legacy: bool) -> Line:
    if len(raw) > MOST_LINE_BYTES:
        return _refused(number, "brought.lineTooLong", bytes=len(raw), most=MOST_LINE_BYTES)
    if _depth(raw) > MOST_DEPTH:
        return _refused(number, "brought.tooDeep", most=MOST_DEPTH)
    try:
        said = json.loads(raw, object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError:
        return _refused(number, "brought.notUtf8")
    except _Twice as error:
        return _refused(number, "brought.nameTwice", field=error.known)
    except json.JSONDecodeError as error:
        return _refused(number, "brought.notJson", column=error.colno)
    except ValueError:
        return _refused(number, "brought.notJson")
    if not isinstance(said, dict):
        return _refused(number, "brought.notAnObject")
    if b"\\u" in raw and _NO_LETTER.search(json.dumps(said, ensure_ascii=False)):
        return _refused(number, "brought.noLetter")
    if b"\\u" not in raw and not may_hold_legacy(raw.decode()):
        return Line(number, said)
    return _without_legacy(number, said, convert_legacy)


def _without_legacy(number: int, said: dict[str, Any], convert_legacy: bool) -> Line:
    """The line with its old texts converted, or refused; those that only may be old follow one
    that surely is."""
    texts = list(_texts_of(said, ()))
    sure = {path: code for path, text in texts if (code := legacy_in(text)) is not None}
    if not sure:
        return Line(number, said)
    if not convert_legacy:
        return Line(number, said, faults=tuple(_old(path, code) for path, code in sure.items()))
    of_line = next(iter(sure.values()))
    verbatim = {
        ".".join(path).removeprefix("payload."): text for path, text in texts if may_be_legacy(text)
    }
    return Line(number, _converted(said, of_line), verbatim=verbatim)


def _texts_of(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    match value:
        case str():
            yield path, value
        case dict():
            for name, one in value.items():
                yield from _texts_of(one, (*path, name))
        case list():
            for place, one in enumerate(value):
                yield from _texts_of(one, (*path, str(place)))
        case _:
            return


def _converted(value: Any, code: Legacy) -> Any:
    match value:
        case str() if may_be_legacy(value):
            return converted(value, code)
        case dict():
            return {name: _converted(one, code) for name, one in value.items()}
        case list():
            return [_converted(one, code) for one in value]
        case _:
            return value


def _old(path: tuple[str, ...], code: Legacy) -> Fault:
    known = ".".join(path) if all(part.isascii() and part.isalnum() for part in path) else None
    values: dict[str, JsonValue] = {"encoding": code.value, "field": known}
    return Fault(code="brought.legacyText", field=known, values=values)


class _Twice(ValueError):
    """A name stands twice in one object: which of the two is meant?"""

    known: str | None = None


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise _Twice("a name stands twice")
    return said


def _constant(_text: str) -> None:
    raise ValueError("NaN and Infinity are no JSON")


def _depth(raw: bytes) -> int:
    """How deep the brackets outside of texts go, without a parser's stack."""
    deepest = depth = 0
    if raw.count(b"{") + raw.count(b"[") <= MOST_DEPTH:
        return 0
    for bracket in _BRACKETS.findall(_TEXTS.sub(b"", raw)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refused(number: int, code: str, **values: JsonValue) -> Line:
    return Line(number, None, faults=(Fault(code=code, values=values),))
