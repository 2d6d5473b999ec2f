"""Plans and entries in the terms of tantivy: its schema, documents and queries."""

import tantivy
from tantivy import Occur

from search.entry import Entry
from search.plan import (
    CHECKPOINT,
    FACETS,
    FORM,
    AllOf,
    AnyOf,
    Begins,
    Clause,
    Code,
    Has,
    Is,
    Together,
    Within,
    Words,
    order_field,
)
from search.query import Sort


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for words in Words:
        builder.add_text_field(words.value, tokenizer_name="whitespace", index_option="position")
    for code in Code:
        builder.add_text_field(
            code.value,
            stored=code is Code.KEY,
            fast=code in FACETS.values(),
            tokenizer_name="raw",
            index_option="basic",
        )
    for sort in Sort:
        builder.add_text_field(
            order_field(sort), fast=True, tokenizer_name="raw", index_option="basic"
        )
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_integer_field("pos", stored=True)
    builder.add_integer_field("form", stored=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def document_of(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    for words, texts in entry.words.items():
        for text in texts:
            document.add_text(words.value, text)
    for code, values in entry.codes.items():
        for value in values:
            document.add_text(code.value, value)
    for sort, key in entry.order.items():
        document.add_text(order_field(sort), key)
    if entry.shown.day:
        document.add_integer("day", entry.shown.day.toordinal())
    document.add_integer("pos", entry.shown.position)
    document.add_bytes("shown", entry.shown.model_dump_json(exclude_defaults=True).encode())
    return document


def tombstone(name: str, position: int) -> tantivy.Document:
    """Remembers a deletion against late, older states; nobody finds it."""
    document = tantivy.Document()
    document.add_text(Code.KEY, name)
    document.add_integer("pos", position)
    return document


def checkpoint_document(position: int, *, form: int = FORM) -> tantivy.Document:
    document = tombstone(CHECKPOINT, position)
    document.add_integer("form", form)
    return document


def none_of(wanted: Clause, unwanted: tuple[Clause, ...], schema: tantivy.Schema) -> tantivy.Query:
    """Meets the first and none of the others."""
    parts = [(Occur.Must, translated(wanted, schema))]
    parts += [(Occur.MustNot, translated(clause, schema)) for clause in unwanted]
    return tantivy.Query.boolean_query(parts)


def translated(clause: Clause, schema: tantivy.Schema) -> tantivy.Query:
    match clause:
        case Is(field, values) if len(values) > 8:
            return tantivy.Query.term_set_query(schema, field.value, list(values))
        case Is(field, values):
            return _any([tantivy.Query.term_query(schema, field.value, one) for one in values])
        case Has(field, word):
            return tantivy.Query.term_query(schema, field.value, word)
        case Together(field, words, begun=True):
            beginning = [word for _, word in words]
            # It takes the first MOST_BEGUN words and cannot be told of another number.
            return tantivy.Query.phrase_prefix_query(schema, field.value, list(beginning))
        case Together(field, words):
            return tantivy.Query.phrase_query(schema, field.value, list(words))
        case Begins(field, beginning):
            # Words are letters and digits only: nothing in them is special to the pattern.
            return tantivy.Query.regex_query(schema, field.value, beginning + ".*")
        case Within(first, last):
            return tantivy.Query.range_query(
                schema,
                "day",
                tantivy.FieldType.Integer,
                first.toordinal() if first else None,
                last.toordinal() if last else None,
            )
        case AllOf(parts):
            if not parts:
                return tantivy.Query.all_query()
            return tantivy.Query.boolean_query(
                [(Occur.Must, translated(part, schema)) for part in parts]
            )
        case AnyOf(parts, at_least):
            return _any([translated(part, schema) for part in parts], at_least)


def _any(queries: list[tantivy.Query], at_least: int = 1) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries], at_least)
