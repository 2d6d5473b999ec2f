"""What a question asks of an engine, in words that no engine owns; adapters only translate.

A plan has a `base` that every hit meets, and levels from best to worst. A hit belongs to the first
level that it meets; within a level, order is by the sorting keys below, so that the same records
give the same answer in every engine, and after a rebuild.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from search.index import Tier
from search.query import FacetField, Query, Sort
from search.words import Token, composed, fold, tokens_of

ENOUGH = 5
"""With fewer hits than this, the last word may be a beginning, then one word may be missing."""

LEAST_WORDS_TO_MISS_ONE = 3

FORM = 2
"""Of the records' layout and the folding rules: an index of another form is rebuilt."""

MOST_BEGUN = 50
"""Words that a beginning behind other words may stand for, the first in their order; what begins
otherwise is found a level lower."""

CHECKPOINT = ":checkpoint:"
"""The key of the entry that carries the position; no record's id begins so, no reader sees it
because it has no access label."""


class Words(StrEnum):
    """Fields of words. `NAME`: title and names; `ALL`: these, numbers and text."""

    NAME_EXACT = "name_x"
    NAME = "name_f"
    ALL_EXACT = "all_x"
    ALL = "all_f"


class Code(StrEnum):
    """Fields compared whole."""

    KEY = "key"
    ACL = "acl"
    NUMBER = "number"
    CITED = "cited"
    CITED_DAY = "cited_day"
    IDENTIFIER = "identifier"
    KIND = "kind"
    UNIT = "unit"
    UNIT_NAME = "unit_name"
    EVENT_TYPE = "event_type"
    DOC_TYPE = "doc_type"
    STATE = "state"
    RANK = "rank"
    YEAR = "year"
    PERSON = "person"
    DOSSIER = "dossier"


FACETS = {
    FacetField.KIND: Code.KIND,
    FacetField.UNIT: Code.UNIT,
    FacetField.EVENT_TYPE: Code.EVENT_TYPE,
    FacetField.DOC_TYPE: Code.DOC_TYPE,
    FacetField.STATE: Code.STATE,
    FacetField.RANK: Code.RANK,
    FacetField.YEAR: Code.YEAR,
}

LARGEST_FACETS = 50


def order_field(sort: Sort) -> str:
    """The field of the sorting key."""
    return f"by_{sort.value.lower()}"


@dataclass(frozen=True)
class Is:
    """One of the values stands in the field."""

    field: Code
    values: tuple[str, ...]


@dataclass(frozen=True)
class Has:
    field: Words
    word: str


@dataclass(frozen=True)
class Together:
    """The words stand at these distances from each other, in one text: ((0, "nguyen"), (2, "an")).

    With `begun` the last word is the beginning of one.
    """

    field: Words
    words: tuple[tuple[int, str], ...]
    begun: bool = False


@dataclass(frozen=True)
class Begins:
    field: Words
    beginning: str


@dataclass(frozen=True)
class Within:
    """The record's day lies between the two, both counted."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class AllOf:
    parts: tuple["Clause", ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Clause", ...]
    at_least: int = 1


Clause = Is | Has | Together | Begins | Within | AllOf | AnyOf


@dataclass(frozen=True)
class Level:
    tier: Tier
    clause: Clause


@dataclass(frozen=True)
class Plan:
    """`levels[breadth]` are what breadth 0 (whole words), 1 (a word begun), 2 (one missing) add."""

    base: Clause
    levels: tuple[tuple[Level, ...], tuple[Level, ...], tuple[Level, ...]]

    def up_to(self, breadth: int) -> tuple[Level, ...]:
        return tuple(level for levels in self.levels[: breadth + 1] for level in levels)


def plan(query: Query) -> Plan:
    tokens = tokens_of(query.words)
    base = AllOf((*_rights(query), *_filters(query), *_givens(query)))
    if not tokens:
        return Plan(base, (_without_words(query), (), ()))
    return Plan(base, (_whole(query, tokens), _begun(tokens), _one_missing(tokens)))


def _rights(query: Query) -> tuple[Clause, ...]:
    """The one place where a reader's rights enter: every plan begins with it."""
    return (Is(Code.ACL, query.acl),)


def _filters(query: Query) -> tuple[Clause, ...]:
    asked = (
        (Code.KIND, tuple(kind.value for kind in query.kinds)),
        (Code.EVENT_TYPE, (query.event_type,)),
        (Code.DOC_TYPE, (query.doc_type,)),
        (Code.STATE, (query.state,)),
        (Code.RANK, query.ranks),
        (Code.PERSON, (str(query.person_id) if query.person_id else None,)),
        (Code.DOSSIER, (str(query.dossier_id) if query.dossier_id else None,)),
        (Code.IDENTIFIER, query.identifiers),
    )
    clauses: list[Clause] = []
    for field, values in asked:
        given = tuple(composed(value) for value in values if value is not None)
        if given:
            clauses.append(Is(field, given))
    if query.units:
        names = tuple(fold(unit) for unit in query.units)
        units = tuple(composed(unit) for unit in query.units)
        clauses.append(AnyOf((Is(Code.UNIT, units), Is(Code.UNIT_NAME, names))))
    if query.from_ or query.to:
        clauses.append(Within(query.from_, query.to))
    return tuple(clauses)


def _givens(query: Query) -> tuple[Clause, ...]:
    """Phrases, numbers and days must all be met, in a field of their own or in the words."""
    phrases = [_phrase(Words.ALL, _folded(tokens_of(phrase))) for phrase in query.phrases]
    numbers = [
        AnyOf((Is(Code.NUMBER, (number,)), Is(Code.CITED, (number,)))) for number in query.numbers
    ]
    days = [
        AnyOf((Within(day, day), Is(Code.CITED_DAY, (day.isoformat(),)))) for day in query.dates
    ]
    return (*phrases, *numbers, *days)


def _without_words(query: Query) -> tuple[Level, ...]:
    anything = AllOf(())
    levels = [Level(Tier.EXACT, Is(Code.NUMBER, query.numbers))] if query.numbers else []
    if query.phrases:
        levels.append(Level(Tier.EXACT, _exact_phrases(query)))
        return (*levels, Level(Tier.FOLDED, anything))
    return (*levels, Level(Tier.EXACT, anything))


def _whole(query: Query, tokens: list[Token]) -> tuple[Level, ...]:
    folded, exact = _folded(tokens), tuple(token.exact for token in tokens)
    every = _all_have(Words.ALL, folded)
    exactly = AllOf((_all_have(Words.ALL_EXACT, exact), _exact_phrases(query)))
    levels = []
    if query.numbers:
        levels.append(Level(Tier.EXACT, AllOf((Is(Code.NUMBER, query.numbers), exactly))))
    levels.append(
        Level(Tier.EXACT, AllOf((_phrase(Words.NAME_EXACT, exact), _exact_phrases(query))))
    )
    if exact != folded:
        # Words typed without marks say nothing of the marks: then a text that happens to lack
        # them is no better than one that has them.
        levels.append(Level(Tier.EXACT, exactly))
    levels.append(Level(Tier.FOLDED, _phrase(Words.NAME, folded)))
    levels.append(Level(Tier.FOLDED, _phrase(Words.ALL, folded)))
    levels.append(Level(Tier.FOLDED, every))
    return tuple(levels)


def _begun(tokens: list[Token]) -> tuple[Level, ...]:
    """The last word as the beginning of a word in a name or title."""
    *before, last = _folded(tokens)
    loose = AllOf((_all_have(Words.ALL, tuple(before)), Begins(Words.NAME, last)))
    if not before:
        return (Level(Tier.BEGUN, loose),)
    close = Together(Words.NAME, tuple(enumerate((*before, last))), begun=True)
    return (Level(Tier.BEGUN, close), Level(Tier.BEGUN, loose))


def _one_missing(tokens: list[Token]) -> tuple[Level, ...]:
    """One word unreadable: the others in their places, then anywhere. Source: a syllable has so few
    letters that spelling distance finds strangers; leaving one out finds the damaged name."""
    words = tuple(dict.fromkeys(_folded(tokens)))
    if len(words) < LEAST_WORDS_TO_MISS_ONE:
        return ()
    places = tuple(enumerate(_folded(tokens)))
    near = AnyOf(
        tuple(
            Together(Words.ALL, places[:at] + places[at + 1 :])
            for at in range(len(places))
            if len(places) > 2
        )
    )
    anywhere = AnyOf(tuple(Has(Words.ALL, word) for word in words), at_least=len(words) - 1)
    return (Level(Tier.PARTIAL, AllOf((near, anywhere))), Level(Tier.PARTIAL, anywhere))


def _exact_phrases(query: Query) -> Clause:
    return AllOf(
        tuple(
            _phrase(Words.ALL_EXACT, tuple(token.exact for token in tokens_of(phrase)))
            for phrase in query.phrases
        )
    )


def _all_have(field: Words, words: tuple[str, ...]) -> Clause:
    return AllOf(tuple(Has(field, word) for word in dict.fromkeys(words)))


def _phrase(field: Words, words: tuple[str, ...]) -> Clause:
    return Has(field, words[0]) if len(words) == 1 else Together(field, tuple(enumerate(words)))


def _folded(tokens: list[Token]) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens)
