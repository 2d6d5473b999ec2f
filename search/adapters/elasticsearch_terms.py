"""Plans and entries in the terms of Elasticsearch: its mapping, documents and queries.

Words come folded and parted by spaces (search/entry.py), so that splitting at spaces is all the
analysis there is. Nothing is used but what the free core of the server has: no scripts, and no
order by its own relevance. One shard: what a refresh shows, it shows all at once, and counts are
exact; a shard holds a province's records many times over.

Source: reference of Elasticsearch 8.19, "Mapping", "Text analysis" and "Query DSL".
"""

import json
from typing import Any

from search.entry import Entry, entry_of
from search.index import SearchRecord
from search.plan import (
    CHECKPOINT,
    FORM,
    MOST_BEGUN,
    AllOf,
    AnyOf,
    Begins,
    Clause,
    Code,
    Has,
    Is,
    Level,
    Together,
    Within,
    Words,
    order_field,
)
from search.query import Sort

Json = dict[str, Any]

_GAP = "_"
"""Stands for a word left out of a question; no word contains it."""

_LONGEST_CODE = 8191
"""Characters of a value that can be compared: what is longer is kept, and not found."""


def settings(*, loading: bool) -> Json:
    """Of an index; while it is made anew (`loading`) it has no copy and is not safe from a crash.

    It is refreshed by whoever writes, once a batch: then a batch is seen whole or not at all,
    unless somebody else refreshes or merges it by hand, or the server starts again.
    """
    return {
        "number_of_shards": 1,
        "refresh_interval": "-1",
        **durability(loading=loading),
        "analysis": {
            "filter": {"gap": {"type": "stop", "stopwords": [_GAP]}},
            "analyzer": {
                "words": {"type": "custom", "tokenizer": "whitespace"},
                "places": {"type": "custom", "tokenizer": "whitespace", "filter": ["gap"]},
            },
        },
    }


def durability(*, loading: bool) -> Json:
    if loading:
        return {"number_of_replicas": 0, "translog": {"durability": "ASYNC"}}
    return {"auto_expand_replicas": "0-1", "translog": {"durability": "REQUEST"}}


def mapping() -> Json:
    words = {"type": "text", "analyzer": "words", "search_analyzer": "places", "norms": False}
    fields: Json = {field.value: words for field in Words}
    for code in Code:
        fields[code.value] = {"type": "keyword", "ignore_above": _LONGEST_CODE}
    for sort in Sort:
        fields[order_field(sort)] = {"type": "keyword", "index": False}
    fields |= {
        "day": {"type": "integer"},
        "pos": {"type": "long"},
        "form": {"type": "integer"},
        "shown": {"type": "object", "enabled": False},
        "begun": {"type": "object", "enabled": False},
    }
    return {"dynamic": "strict", "properties": fields}


def document_of(record: SearchRecord) -> bytes:
    """The record as it is sent, in JSON."""
    entry = entry_of(record)
    shown = entry.shown.model_dump_json(exclude_defaults=True)
    fields = json.dumps(_fields(entry), ensure_ascii=False, separators=(",", ":"))
    return f'{fields[:-1]},"shown":{shown}}}'.encode()


def _fields(entry: Entry) -> Json:
    fields: Json = {field.value: texts for field, texts in entry.words.items() if any(texts)}
    fields |= {code.value: values for code, values in entry.codes.items() if values}
    fields |= {order_field(sort): key for sort, key in entry.order.items()}
    if entry.shown.day:
        fields["day"] = entry.shown.day.toordinal()
    fields["pos"] = entry.shown.position
    return fields


def tombstone(name: str, position: int) -> bytes:
    """Remembers a deletion against late, older states; nobody finds it.

    The server would forget the version of what is really deleted after a minute.
    """
    return json.dumps({Code.KEY.value: name, "pos": position}).encode()


def checkpoint(position: int, *, form: int = FORM, **begun: Any) -> Json:
    return {Code.KEY.value: CHECKPOINT, "pos": position, "form": form, **begun}


IS_CHECKPOINT: Json = {"term": {Code.KEY.value: CHECKPOINT}}


def ranked(base: Clause, levels: tuple[Level, ...]) -> Json:
    """What meets the base and a level; its score is the number of levels from the first that it
    meets to the last: whole, and so exact."""
    met: list[Json] = [
        {"constant_score": {"filter": translated(level.clause), "boost": len(levels) - at}}
        for at, level in enumerate(levels)
    ]
    parts = base.parts if isinstance(base, AllOf) else (base,)
    return {
        "bool": {
            "filter": [translated(part) for part in parts],
            "must": met if len(met) == 1 else [{"dis_max": {"queries": met}}],
        }
    }


def translated(clause: Clause) -> Json:
    match clause:
        case Is(field, values) if len(values) == 1:
            return {"term": {field.value: values[0]}}
        case Is(field, values):
            return {"terms": {field.value: list(values)}}
        case Has(field, word):
            return {"term": {field.value: word}}
        case Together(field, words, begun=True):
            asked = {"query": _spaced(words), "max_expansions": MOST_BEGUN}
            return {"match_phrase_prefix": {field.value: asked}}
        case Together(field, words):
            return {"match_phrase": {field.value: _spaced(words)}}
        case Begins(field, beginning):
            return {"prefix": {field.value: beginning}}
        case Within(first, last):
            bounds = {"gte": first, "lte": last}
            days = {name: day.toordinal() for name, day in bounds.items() if day}
            return {"range": {"day": days}}
        case AllOf(parts) if not parts:
            return {"match_all": {}}
        case AllOf(parts):
            return {"bool": {"filter": [translated(part) for part in parts]}}
        case AnyOf(parts, at_least):
            some = [translated(part) for part in parts]
            return {"bool": {"should": some, "minimum_should_match": at_least}}


def _spaced(words: tuple[tuple[int, str], ...]) -> str:
    """The words with a gap for each place between them."""
    spaced: list[str] = []
    for place, word in words:
        spaced += [_GAP] * (place - words[0][0] - len(spaced)) + [word]
    return " ".join(spaced)
