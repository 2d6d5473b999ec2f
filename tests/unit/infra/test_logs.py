"""Logs say what operators need and nothing that stood on a page."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from infra.logs import OURS, start_logging


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield io.StringIO()
    root.handlers[:] = before
    root.setLevel(level)
    for room in OURS:
        logging.getLogger(room).setLevel(logging.NOTSET)


def lines(heard: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in heard.getvalue().splitlines()]


def test_a_line_has_its_message_and_the_values_beside_it(heard: io.StringIO):
    start_logging(form="json", level="INFO", stream=heard)

    logging.getLogger("archive.transcription").info(
        "page transcribed", extra={"page_id": "p-1", "words": 12, "took_ms": 40}
    )

    (line,) = lines(heard)
    assert line["message"] == "page transcribed"
    assert (line["page_id"], line["words"], line["took_ms"]) == ("p-1", 12, 40)
    assert line["logger"] == "archive.transcription"


def test_a_value_under_a_name_that_is_not_allowed_is_left_out(heard: io.StringIO):
    start_logging(form="json", level="INFO", stream=heard)

    logging.getLogger("archive.x").info("bound", extra={"person_name": "Nguyễn Văn An", "code": 1})

    assert "Nguyễn" not in heard.getvalue()
    assert lines(heard)[0]["code"] == 1


def test_the_text_of_an_error_is_not_logged_but_its_kind_and_place_are(heard: io.StringIO):
    start_logging(form="plain", level="INFO", stream=heard)

    try:
        raise ValueError("Nguyễn Văn An, 12/03/1979")
    except ValueError:
        logging.getLogger("archive.x").exception("job failed")

    said = heard.getvalue()
    assert "Nguyễn" not in said
    assert "error=ValueError place=test_logs.py:" in said
    assert said.count("\n") == 1


def test_what_a_library_says_is_heard_without_its_words(heard: io.StringIO):
    start_logging(form="plain", level="DEBUG", stream=heard)

    logging.getLogger("PIL.Image").warning("cannot open %s", "nguyen-van-an.jpg")
    logging.getLogger("PIL.Image").info("opened nguyen-van-an.jpg")

    assert "nguyen" not in heard.getvalue()
    assert heard.getvalue().count("PIL.Image") == 1


def test_values_are_not_written_into_our_messages_either(heard: io.StringIO):
    start_logging(form="plain", level="INFO", stream=heard)

    logging.getLogger("search.x").info("looked for %s", "Nguyễn Văn An")

    assert "Nguyễn" not in heard.getvalue()
