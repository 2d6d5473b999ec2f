"""Where the words of a question stand in a hit, and the snippet around the best of them."""

import re
from collections import Counter
from typing import NamedTuple

from search.index import Hit, Mark, SearchRecord, Tier
from search.printed import days_in, decision_numbers_in
from search.query import Query
from search.words import Token, fold_keeping_length, tokens_of

SNIPPET_LENGTH = 200
"""Characters, without the dots of omission."""

_LEAD = 40
_LOOSE = "['\u0300-\u036f]*"
_SPACE = re.compile(r"\s")


class Found(NamedTuple):
    """A place that answers: characters [start, end), which word of the question, marks agreeing."""

    start: int
    end: int
    word: str
    exact: bool


class Wanted:
    """What to mark, made once for all hits of an answer."""

    def __init__(self, query: Query) -> None:
        loose = tokens_of(query.words)
        phrases = [tokens_of(phrase) for phrase in query.phrases]
        self.exact = {token.exact for token in (*loose, *(one for p in phrases for one in p))}
        self.begun = loose[-1].folded if loose else ""
        self.numbers, self.days = frozenset(query.numbers), frozenset(query.dates)
        words = [_spelled(token.folded) for token in loose]
        runs = [r"[\W_]+".join(_spelled(token.folded) for token in run) for run in phrases]
        self.whole = _pattern([*runs, *words])
        self.whole_or_begun = _pattern(
            [*runs, *words, *([_spelled(self.begun) + r"\w*"] if self.begun else [])]
        )

    def find(self, text: str, *, begun: bool = False) -> list[Found]:
        """Places in composed text, in order, none within another."""
        found: list[Found] = []
        pattern = self.whole_or_begun if begun else self.whole
        if pattern is not None:
            for match in pattern.finditer(fold_keeping_length(text)):
                found.append(self._read(text, *match.span()))
        if self.numbers:
            read = [one for one in decision_numbers_in(text) if one.value in self.numbers]
            found += [Found(one.start, one.end, one.value, True) for one in read]
        if self.days:
            days = [one for one in days_in(text) if one.value in self.days]
            found += [Found(one.start, one.end, str(one.value), True) for one in days]
        return _apart(found)

    def _read(self, text: str, start: int, end: int) -> Found:
        tokens: list[Token] = tokens_of(text[start:end])
        word = " ".join(token.folded for token in tokens)
        return Found(start, end, word, all(token.exact in self.exact for token in tokens))


def hit_of(record: SearchRecord, wanted: Wanted, *, tier: Tier, score: float) -> Hit:
    """The hit as shown: `record` is an entry's `shown`, composed and masked."""
    begun = tier is Tier.BEGUN
    in_title = wanted.find(record.title, begun=begun)
    snippet, in_snippet = _snippet(record, wanted, begun)
    marks = [Mark(field="title", start=one.start, end=one.end) for one in in_title]
    marks += [Mark(field="snippet", start=one.start, end=one.end) for one in in_snippet]
    given = {name: getattr(record, name) for name in Hit.model_fields.keys() & _OF_RECORD}
    return Hit(snippet=snippet, marks=tuple(marks), tier=tier, score=score, **given)


_OF_RECORD = frozenset(SearchRecord.model_fields)


def _snippet(record: SearchRecord, wanted: Wanted, begun: bool) -> tuple[str, list[Found]]:
    found = wanted.find(record.text)
    if not found:
        beside = [one for one in (*record.names, *record.numbers) if one and one != record.title]
        line = " · ".join(dict.fromkeys(beside))
        found_beside = wanted.find(line, begun=begun)
        if found_beside or not record.text:
            return _cut(line, found_beside)
    return _cut(record.text, found)


def _cut(text: str, found: list[Found]) -> tuple[str, list[Found]]:
    """The stretch of the text with the most different words, and the places in it."""
    text = _SPACE.sub(" ", text)
    start = _best_start(found)
    start = 0 if start <= _LEAD else _at_word(text, start - _LEAD)
    end = min(len(text), start + SNIPPET_LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start + _LEAD, end + 1), start + SNIPPET_LENGTH // 2)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    inside = [one for one in found if one.start >= start and one.end <= end]
    moved = [one._replace(start=one.start + shift, end=one.end + shift) for one in inside]
    return before + text[start:end] + after, moved


def _best_start(found: list[Found]) -> int:
    """Where the stretch begins that holds most different words, then most with their marks."""
    best, best_worth, first = 0, (0, 0), 0
    words: Counter[str] = Counter()
    exact = 0
    for last in found:
        words[last.word] += 1
        exact += last.exact
        while last.end - found[first].start > SNIPPET_LENGTH - 2 * _LEAD and found[first] != last:
            words[found[first].word] -= 1
            exact -= found[first].exact
            first += 1
        worth = (sum(1 for count in words.values() if count), exact)
        if worth > best_worth:
            best, best_worth = found[first].start, worth
    return best


def _at_word(text: str, at: int) -> int:
    space = text.find(" ", at, at + _LEAD)
    return space + 1 if space >= 0 else at


def _apart(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda place: (place.start, -place.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _spelled(folded: str) -> str:
    """A folded word as it may stand in text folded with its length kept: H'Lan, rơ̆."""
    spelled = "".join(re.escape(letter) + _LOOSE for letter in folded)
    if folded[0] in "hky" and len(folded) > 1:
        first = re.escape(folded[0]) + _LOOSE
        spelled = first + "(?:(?<=') )?" + spelled[len(first) :]
    return spelled


def _pattern(spelled: list[str]) -> re.Pattern[str] | None:
    if not spelled:
        return None
    longest_first = sorted(dict.fromkeys(spelled), key=len, reverse=True)
    inside = "[\\w\u0300-\u036f]"
    return re.compile(rf"(?<!{inside})(?<!\w')(?:{'|'.join(longest_first)})(?!{inside})(?!'\w)")
