"""The demo's own papers, as read without an error: every act is proposed with its exact values."""

import inspect
from collections.abc import Iterator
from types import ModuleType
from uuid import UUID

import pytest
from pydantic import JsonValue

from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.envelope import Extraction, Method
from domain.evidence import Rank
from domain.forms import build
from infra.demo import department, district, lists, long_papers, retirement
from infra.demo.golden import golden_papers
from infra.demo.papers import Act, Paper
from ocr.assemble import read_dossier
from ocr.reading import DocumentReading, ProposedEvent
from tests.kit.pages_text import page_text, pages_of


def _papers() -> Iterator[Paper]:
    yield from golden_papers()
    for module in (department, district, lists, long_papers, retirement):
        yield from _of(module)


def _of(module: ModuleType) -> Iterator[Paper]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        own = function.__module__ == module.__name__ and not name.startswith("_")
        if own and not inspect.signature(function).parameters:
            yield function()


PAPERS = {paper.key: paper for paper in _papers()}


def _read(paper: Paper) -> DocumentReading:
    documents = read_dossier(page_text(*pages_of(paper)))
    assert len(documents) == 1
    return documents[0]


def _plain(value: JsonValue) -> JsonValue:
    return value["asPrinted"] if isinstance(value, dict) else value


def _expected(act: Act) -> dict[str, JsonValue]:
    told = {
        **act.values,
        "effective_date": act.effective_date.isoformat(),
        "effective_basis": act.effective_basis.value,
    }
    if act.last_day:
        told["last_day"] = act.last_day.isoformat()
    if act.term_months:
        told["term_months"] = act.term_months
    return told


def _found(act: Act, proposals: tuple[ProposedEvent, ...]) -> ProposedEvent:
    (found,) = (
        event
        for event in proposals
        if event.event_type == act.topic and event.person.name == act.person_name
    )
    return found


@pytest.mark.parametrize("key", sorted(PAPERS))
def test_every_act_of_a_demo_paper_is_proposed_with_its_values(key: str):
    paper = PAPERS[key]

    proposals = _read(paper).proposals

    assert len(proposals) == len(paper.acts)
    for act in paper.acts:
        told = {field.field: _plain(field.value) for field in _found(act, proposals).fields}
        expected = _expected(act)
        assert {name: told.get(name) for name in expected} == expected


@pytest.mark.parametrize("key", sorted(PAPERS))
def test_a_demo_paper_is_described_as_what_it_is(key: str):
    paper = PAPERS[key]

    description = _read(paper).description

    assert description.doc_type == paper.doc_type
    assert description.number == paper.number
    assert str(description.issue_date) == str(paper.issued)
    assert description.title == paper.title
    assert (description.issuer or "").endswith(paper.issuer or "")
    assert paper.signature is not None
    assert description.signer == paper.signature.name
    assert description.decision is not None
    assert description.decision.signer_mode is paper.signature.mode


@pytest.mark.parametrize("key", sorted(PAPERS))
def test_every_field_proposed_is_one_of_its_event_and_cites_its_page(key: str):
    document = _read(PAPERS[key])

    for event in document.proposals:
        known = set(CAREER_EVENT_TYPES[event.event_type].model_fields)
        for field in event.fields:
            assert field.field.split(".")[0] in known
            if field.as_printed is not None:
                assert field.citation is not None
                assert field.citation.page_id in document.page_ids
                assert field.citation.box is not None


@pytest.mark.parametrize("key", sorted(PAPERS))
def test_a_proposal_of_a_demo_paper_makes_a_valid_event(key: str):
    for event in _read(PAPERS[key]).proposals:
        made = build(
            event.event_type,
            {field.field: field.value for field in event.fields},
            event_id=UUID(int=1),
            person_id=UUID(int=2),
            recorded_by=UUID(int=3),
            evidence=Rank.ORIGINAL,
            source=None,
            extraction=Extraction(method=Method.OCR, confidence=event.confidence),
        )

        assert made.topic == event.event_type
