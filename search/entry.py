"""A record as an index keeps it: words, codes, sorting keys, and what a result row shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from search.index import EVERYTHING, SearchRecord
from search.plan import Code, Words
from search.printed import (
    Printed,
    blanked,
    days_in,
    decision_numbers_in,
    identifiers_in,
    masked,
    number_key,
)
from search.query import Kind, Sort
from search.words import composed, fold, fold_keeping_length, name_key, tokens_of

_KIND_ORDER = (
    Kind.PERSON,
    Kind.EVENT,
    Kind.DOSSIER,
    Kind.DOCUMENT,
    Kind.PROPOSAL,
    Kind.PAGE,
)
_DAYS = 9_999_999


@dataclass(frozen=True)
class Entry:
    """What is written for one record.

    `words`: per field one text per value, words parted by single spaces, ready for an analyser that
    only splits at spaces. `codes` are compared whole. `order` are printable keys, unique by the
    record's id, ascending. `shown` is the record with its identifiers masked or left out.
    """

    words: dict[Words, tuple[str, ...]]
    codes: dict[Code, tuple[str, ...]]
    order: dict[Sort, str]
    shown: SearchRecord


def entry_of(record: SearchRecord) -> Entry:
    title, text = composed(record.title), composed(record.text)
    names = tuple(composed(name) for name in record.names)
    numbers = tuple(composed(number) for number in record.numbers)
    texts = (title, *names, text)
    name_x, name_f = _in_words((title, *names))
    rest_x, rest_f = _in_words((*numbers, text))
    shown = record.model_copy(
        update={
            "title": masked(title),
            "text": masked(text),
            "names": tuple(masked(name) for name in names),
            "numbers": tuple(masked(number) for number in numbers),
            "identifiers": (),
            "payload": {name: masked(composed(value)) for name, value in record.payload.items()},
        }
    )
    return Entry(
        words={
            Words.NAME_EXACT: name_x,
            Words.NAME: name_f,
            Words.ALL_EXACT: name_x + rest_x,
            Words.ALL: name_f + rest_f,
        },
        codes=_codes(record, numbers, texts),
        order={sort: order_key(shown, sort) for sort in Sort},
        shown=shown,
    )


def latest(
    records: Iterable[SearchRecord], deleted: Iterable[str], *, position: int
) -> dict[str, SearchRecord | None]:
    """What one write leaves of each id: its last state, or None where it is deleted.

    Raises: ValueError: a record lies beyond the position.
    """
    states: dict[str, SearchRecord | None] = {}
    for record in records:
        if record.position > position:
            raise ValueError("a record lies beyond the position of its write")
        known = states.get(record.record_id)
        if known is None or record.position >= known.position:
            states[record.record_id] = record
    return states | dict.fromkeys(deleted)


def _in_words(texts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts as words with marks and without; identifiers are no words."""
    exact, folded = [], []
    for text in texts:
        tokens = tokens_of(blanked(text, ((one.start, one.end) for one in identifiers_in(text))))
        exact.append(" ".join(token.exact for token in tokens))
        folded.append(" ".join(token.folded for token in tokens))
    return tuple(exact), tuple(folded)


def _codes(
    record: SearchRecord, numbers: tuple[str, ...], texts: tuple[str, ...]
) -> dict[Code, tuple[str, ...]]:
    folded = [(text, fold_keeping_length(text)) for text in texts]
    cited = _values(one for text, plain in folded for one in decision_numbers_in(text, plain=plain))
    days = _values(one for text, plain in folded for one in days_in(text, plain=plain))
    found = _values(one for text in texts for one in identifiers_in(text))
    asked = {
        Code.KEY: (record.record_id,),
        Code.ACL: (EVERYTHING, *record.restricted),
        Code.NUMBER: tuple(number_key(number) for number in numbers),
        Code.CITED: cited,
        Code.CITED_DAY: days,
        Code.IDENTIFIER: (*(one.replace(" ", "") for one in record.identifiers), *found),
        Code.KIND: (record.kind.value,),
        Code.UNIT: (record.unit,),
        Code.UNIT_NAME: (fold(record.unit_name) if record.unit_name else None,),
        Code.EVENT_TYPE: (record.event_type,),
        Code.DOC_TYPE: (record.doc_type,),
        Code.STATE: (record.state,),
        Code.RANK: (record.rank,),
        Code.YEAR: (f"{record.day.year:04d}" if record.day else None,),
        Code.PERSON: (str(record.person_id) if record.person_id else None,),
        Code.DOSSIER: (str(record.dossier_id) if record.dossier_id else None,),
    }
    return {
        field: tuple(dict.fromkeys(composed(value) for value in values if value))
        for field, values in asked.items()
    }


def _values(found: Iterable[Printed[Any]]) -> tuple[str, ...]:
    return tuple(str(one.value) for one in found)


def order_key(record: SearchRecord, sort: Sort) -> str:
    """Where the record stands in an order; records without a day come last."""
    day = record.day.toordinal() if record.day else None
    newest = f"{_DAYS - day if day else _DAYS:07d}"
    match sort:
        case Sort.RELEVANCE:
            return f"{_KIND_ORDER.index(record.kind)}{newest} {record.record_id}"
        case Sort.NEWEST:
            return f"{newest} {record.record_id}"
        case Sort.OLDEST:
            return f"{day or _DAYS:07d} {record.record_id}"
        case Sort.NAME:
            return f"{name_key((record.names or (record.title,))[0])[:200]}  {record.record_id}"
