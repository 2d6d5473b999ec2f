"""Acts to proposals: envelope, person, confidence, and what is sure enough to be shown as such."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

from domain.evidence import Citation, Rank
from domain.people import Identifier, IdentifierKind, exact_key, name_key
from ocr.extract.case import Act, Case, Paper, Said
from ocr.extract.subject import Subject, subject_of
from ocr.flow import Cut
from ocr.reading import ProposedEvent, ProposedField, ProposedPerson

Cite = Callable[[Cut, str], Citation | None]

SURE = 0.88
"""The least certain word of a value from which it is shown as sure.

On 14 office dossiers of the page generator (seed 1) 99.8 % of the fields above it were right, and
78 % of all fields stood above it.
"""
_CONCLUDED = 0.5
"""Confidence of a value that no words of the paper say."""
_NAME_WORD = re.compile(r"[^\W\d_][^\d_]*$")
_KEYS = ("subject_as_printed.name", "effective_date", "decision.full_no", "issue_date")


def field_of(said: Said, cite: Cite) -> ProposedField:
    """The stored form of a value, with its words, its place, and an honest confidence."""
    cut = said.cut
    confidence = min(cut.confidence, 1.0) if cut else _CONCLUDED
    return ProposedField(
        field=said.field,
        value=said.value,
        as_printed=cut.text if cut else None,
        confidence=round(confidence, 4),
        sure=said.sure and cut is not None and confidence >= SURE,
        citation=cite(cut, said.field) if cut else None,
    )


def proposal_of(
    act: Act,
    case: Case,
    *,
    envelope: Iterable[Said],
    cite: Cite,
    person: ProposedPerson | None,
) -> ProposedEvent:
    """One career event as read: payload, effect, paper and person."""
    said = [*act.said, *envelope, *_subject_said(case.subject, case.paper, person)]
    fields = tuple(field_of(one, cite) for one in said)
    told = {field.field: field.confidence for field in fields}
    confidence = min([act.cue.confidence, *(told.get(key, 0.0) for key in _KEYS)])
    return ProposedEvent(
        event_type=act.topic,
        person=_person(case.subject, case.paper),
        fields=fields,
        confidence=round(confidence, 4),
        list_row=case.row.number if case.row else case.inline_no,
    )


def _subject_said(
    subject: Subject | None, paper: Paper, person: ProposedPerson | None
) -> Iterator[Said]:
    if subject is None:
        return
    if subject.honorific:
        yield Said("subject_as_printed.honorific", subject.honorific.text, subject.honorific)
    if subject.name:
        sure = _name_is_sure(subject.name, paper, person)
        yield Said("subject_as_printed.name", name_of(subject), subject.name, sure=sure)
    if subject.born:
        born = subject.born
        sure = born.certain and not _born_otherwise(subject, person)
        yield Said("subject_as_printed.dob", str(born.value), born.cut, sure=sure)
    if subject.title:
        yield Said("subject_as_printed.title", subject.title.text, subject.title)
    if subject.unit:
        yield Said("subject_as_printed.unit", subject.unit.text, subject.unit)


def _born_otherwise(subject: Subject, person: ProposedPerson | None) -> bool:
    """The dossier's own person bears this name and another birth date: one of them is wrong."""
    if person is None or person.birth_date is None or subject.born is None:
        return False
    named = name_key(person.name) == name_key(name_of(subject))
    return named and not person.birth_date.agrees_with(subject.born.value)


def name_of(subject: Subject) -> str:
    """The name as printed; strokes of a table's ruling between its words are not print."""
    printed = subject.name.text if subject.name else ""
    return re.sub(r"\s+[^\w\s]+(?=\s)", "", printed)


def _name_is_sure(name: Cut, paper: Paper, person: ProposedPerson | None) -> bool:
    """Other places that print nearly the same name must print the same: one of them is misread."""
    words = name.text.split()
    if not 2 <= len(words) <= 6 or not all(_NAME_WORD.match(word) for word in words):
        return False
    others = [*_names_in(paper)]
    if person is not None:
        others.append(person.name)
    return all(
        exact_key(other) == exact_key(name.text)
        for other in others
        if _nearly(name_key(other), name_key(name.text))
    )


def _names_in(paper: Paper) -> Iterator[str]:
    for article in paper.articles[1:]:
        found = subject_of(article.flow)
        if found is not None and found.name:
            yield found.name.text


def _nearly(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= 0.8


def _person(subject: Subject | None, paper: Paper) -> ProposedPerson:
    if subject is None:
        return ProposedPerson(name="")
    return ProposedPerson(
        name=name_of(subject),
        birth_date=subject.born.value if subject.born else None,
        gender=subject.gender,
        identifiers=_identifiers(paper),
        unit=subject.unit.text if subject.unit else None,
        title=subject.title.text if subject.title else None,
    )


def _identifiers(paper: Paper) -> tuple[Identifier, ...]:
    """A card's number printed beside the person in the first article."""
    if not paper.articles:
        return ()
    match = paper.articles[0].flow.find(
        r"(?:cccd|can cuoc cong dan|so dinh danh(?: ca nhan)?|can cuoc)[^\d.;]{0,20}(\d{12})(?!\d)"
    )
    return (Identifier(kind=IdentifierKind.CCCD, value=match[1]),) if match else ()


def copy_said(mark: Cut | None) -> tuple[Said, ...]:
    """A paper marked SAO Y is a certified copy; others say nothing of their rank."""
    if mark is None or mark.plain.startswith("ban sao"):
        return ()
    return (Said("evidence", Rank.CERTIFIED_COPY.value, mark),)
