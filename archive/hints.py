"""Where in a dossier images may be missing, or one too many: by signs on the pages alone.

A hint helps a person to look at the right place; it decides nothing, and without a sign there is
none.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from uuid import UUID

from domain.dossier import Document, Dossier
from domain.events.dossier import InventoryLine, MissingHint
from domain.numbers import same_number
from domain.people import same_name
from ocr.reading import DocumentReading
from ocr.transcript import Transcript

_MOST = 12
_FEWEST_WORDS = 12
_ALIKE = 0.85
_SAME_NUMBERS = 0.5
"""Two scans of one page share most numbers that were read; two forms of one kind do not."""
_ROW = re.compile(r"^\W*(\d{1,3})[\s.|)]+(\w)")
_NEIGHBOURS = 2
"""A sheet of two sides that went through twice lies two images apart."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What was read of a dossier: transcripts by page, readings by document, and how a printed
    page number is found on a transcript."""

    transcripts: Mapping[UUID, Transcript]
    readings: Mapping[UUID, DocumentReading]
    label_of: Callable[[Transcript], int | None]

    def label(self, page_id: UUID) -> int | None:
        transcript = self.transcripts.get(page_id)
        return None if transcript is None else self.label_of(transcript)


def hints_of(dossier: Dossier, signs: Signs) -> tuple[MissingHint, ...]:
    """Places to look at, the strongest signs first; () when the count is met."""
    if dossier.difference < 0:
        found = _missing(dossier, signs)
    elif dossier.difference > 0:
        found = [*_doubles(dossier, signs), *_foreign(dossier, signs)]
    else:
        return ()
    return tuple(_once(found))[:_MOST]


def _once(found: Sequence[MissingHint]) -> list[MissingHint]:
    """One hint for a place: the first, which is the strongest."""
    once: dict[tuple[UUID | None, UUID | None], MissingHint] = {}
    for hint in found:
        once.setdefault((hint.after_page, hint.before_page), hint)
    return list(once.values())


# Missing


def _missing(dossier: Dossier, signs: Signs) -> list[MissingHint]:
    """The weaker signs are asked only while the stronger do not explain what is missing."""
    found: list[MissingHint] = []
    for signs_of in (_gaps, _rows, _unlisted, _torn):
        if len(_once(found)) < -dossier.difference:
            found += signs_of(dossier, signs)
    return found


def _gaps(dossier: Dossier, signs: Signs) -> Iterator[MissingHint]:
    """Printed page numbers that skip one: 1 is not printed on a first page (domain.md 4.1)."""
    first_pages = {document.page_ids[0] for document in dossier.documents if document.page_ids}
    before: UUID | None = None
    number: int | None = None
    """Of the page before, where it is known."""
    for page in dossier.page_ids:
        if _is_blank(page, signs):
            continue
        label, begins = signs.label(page), page in first_pages
        if label is None:
            number = 1 if begins and _has_head(dossier, page, signs) else None
        else:
            expected = 1 if begins else None if number is None else number + 1
            if expected is not None and label > expected:
                yield MissingHint(
                    kind="PAGE_NUMBER",
                    after_page=before,
                    before_page=page,
                    expected_label=str(label - 1 if begins else expected),
                )
            number = label
        before = page


def _rows(dossier: Dossier, signs: Signs) -> Iterator[MissingHint]:
    """A decision's list whose rows are numbered, and that goes on with a number too high."""
    for document in dossier.documents:
        reading = signs.readings.get(document.document_id)
        if reading is None or reading.description.decision is None:
            continue  # a form's items are numbered too
        last, after = None, None
        for page in document.page_ids:
            transcript = signs.transcripts.get(page)
            numbers = _row_numbers(transcript) if transcript else ()
            if not numbers:
                continue
            if last is not None and numbers[0] > last + 1:
                yield MissingHint(
                    kind="LIST_ROWS",
                    after_page=after,
                    before_page=page,
                    expected_label=str(last + 1),
                )
            counted = [n for n in numbers if {n - 1, n - 2} <= set(numbers)]
            last, after = (max(counted), page) if counted else (None, None)


def _row_numbers(transcript: Transcript) -> tuple[int, ...]:
    """Numbers that open a line before a name, in their order: `28 | Lê Thị Mỹ`."""
    found = (_ROW.match(line.text) for line in transcript.lines)
    return tuple(int(match[1]) for match in found if match is not None and match[2].isupper())


def _torn(dossier: Dossier, signs: Signs) -> Iterator[MissingHint]:
    """A decision without signature before the next head, or a body without a head."""
    for document, following in pairwise((*dossier.documents, None)):
        if document is None or document.document_id not in signs.readings:
            continue
        reading = signs.readings[document.document_id].description
        begins_next = following is not None and _begins(following, signs)
        unsigned = reading.decision is not None and reading.number and reading.signer is None
        if unsigned and (begins_next or following is None):
            yield MissingHint(
                kind="NO_END",
                after_page=document.page_ids[-1],
                before_page=following.page_ids[0] if following else None,
                expected_label=reading.number,
            )
        is_paper = reading.doc_type == "KHAC" or reading.decision is not None
        if reading.signer is not None and is_paper and not _begins(document, signs):
            yield MissingHint(
                kind="NO_HEAD",
                after_page=_page_before(dossier, document.page_ids[0]),
                before_page=document.page_ids[0],
            )


def _unlisted(dossier: Dossier, signs: Signs) -> Iterator[MissingHint]:
    """Papers of the inventory that were not found, or have fewer pages than sheets."""
    lines = [line for line in dossier.inventory or () if line.number]
    found = [_document_of(line, dossier, signs) for line in lines]
    missing = [line for line, document in zip(lines, found, strict=True) if document is None]
    # Where many numbers were not recognised, the reading is to blame, not the scanner.
    trust = len(missing) <= max(1, -dossier.difference)
    for place, (line, document) in enumerate(zip(lines, found, strict=True)):
        if document is None and trust:
            after = next((one for one in reversed(found[:place]) if one is not None), None)
            behind = next((one for one in found[place + 1 :] if one is not None), None)
            yield MissingHint(
                kind="INVENTORY",
                after_page=after.page_ids[-1] if after else None,
                before_page=behind.page_ids[0] if behind else None,
                expected_label=line.number,
            )
        elif document is not None and line.sheets and len(document.page_ids) < line.sheets:
            yield MissingHint(
                kind="INVENTORY",
                after_page=document.page_ids[-1],
                before_page=_page_after(dossier, document.page_ids[-1]),
                expected_label=line.number,
            )


# Too many


def _doubles(dossier: Dossier, signs: Signs) -> Iterator[MissingHint]:
    """Neighbours on which nearly the same was read, most alike first; no more than are extra."""
    pages = dossier.page_ids
    pairs = [
        (_likeness(signs.transcripts.get(page), signs.transcripts.get(other)), place, page, other)
        for place, page in enumerate(pages)
        for other in pages[place + 1 : place + 1 + _NEIGHBOURS]
    ]
    alike = sorted((pair for pair in pairs if pair[0] >= _ALIKE), key=lambda one: (-one[0], one[1]))
    for _, _, page, other in alike[: dossier.difference]:
        yield MissingHint(kind="DOUBLE_SCAN", after_page=page, before_page=other)


def _likeness(one: Transcript | None, other: Transcript | None) -> float:
    """Share of the words that two pages have in common, in their order; 0.0 where they are not two
    scans of one page. Two scans at an office's quality measure 0.95 and more."""
    if one is None or other is None:
        return 0.0
    words, others = one.text.casefold().split(), other.text.casefold().split()
    if min(len(words), len(others)) < _FEWEST_WORDS:
        return 0.0
    numbers, other_numbers = _numbers(words), _numbers(others)
    every = numbers | other_numbers
    if every and len(numbers & other_numbers) < _SAME_NUMBERS * len(every):
        return 0.0
    return SequenceMatcher(None, words, others, autojunk=False).ratio()


def _numbers(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(letter.isdigit() for letter in word))


def _foreign(dossier: Dossier, signs: Signs) -> Iterator[MissingHint]:
    """Papers that name people, and none of them the dossier's person."""
    if not dossier.person_name:
        return
    for document in dossier.documents:
        reading = signs.readings.get(document.document_id)
        names = [one.person.name for one in reading.proposals if one.person.name] if reading else []
        if names and not any(same_name(name, dossier.person_name) for name in names):
            yield MissingHint(
                kind="FOREIGN_PAGE",
                after_page=_page_before(dossier, document.page_ids[0]),
                before_page=document.page_ids[0],
            )


# What the signs say


def _is_blank(page_id: UUID, signs: Signs) -> bool:
    transcript = signs.transcripts.get(page_id)
    return transcript is not None and transcript.verdict.blank


def _has_head(dossier: Dossier, page_id: UUID, signs: Signs) -> bool:
    document = dossier.document_of(page_id)
    return document is not None and _begins(document, signs)


def _begins(document: Document, signs: Signs) -> bool:
    """Whether its first page bears a head: a number, or a place and date with an issuer."""
    reading = signs.readings.get(document.document_id)
    if reading is None:
        return False
    said = reading.description
    return said.number is not None or (said.issue_date is not None and said.issuer is not None)


def _document_of(line: InventoryLine, dossier: Dossier, signs: Signs) -> Document | None:
    for document in dossier.documents:
        reading = signs.readings.get(document.document_id)
        said = document.description or (reading.description if reading else None)
        if said is not None and same_number(said.number, line.number):
            return document
    return None


def _page_before(dossier: Dossier, page_id: UUID) -> UUID | None:
    place = dossier.page_ids.index(page_id) if page_id in dossier.page_ids else 0
    return dossier.page_ids[place - 1] if place > 0 else None


def _page_after(dossier: Dossier, page_id: UUID) -> UUID | None:
    if page_id not in dossier.page_ids:
        return None
    place = dossier.page_ids.index(page_id) + 1
    return dossier.page_ids[place] if place < len(dossier.page_ids) else None
