"""The worked career (domain.md 3.15) from a list, then its papers: every event is proved, and still
counted once (3.16)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic.alias_generators import to_camel

from api.brought.json_lines import lines_of
from archive.actors import add_first_actor
from archive.binding import bind_dossier
from archive.bringing import bring
from archive.confirming import AS_READ, Choice, confirm_proposal
from archive.folding import career_of
from archive.review import ProposalView, show_proposal
from domain.access import Role
from domain.career import EvidenceFilter
from domain.evidence import Rank
from infra.bootstrap import open_archive
from infra.demo import golden
from infra.demo.papers import Act, Paper
from infra.settings import Settings
from tests.kit.clock import PlayedClock
from tests.kit.doors import Doors
from tests.kit.doors import lines_of as said_on
from tests.kit.lists import json_lines
from tests.kit.pages import page_png
from tests.kit.pages_text import pages_of
from tests.kit.scripted import ScriptedEngine

CCCD = "024079000321"


def the_list(papers: tuple[Paper, ...]) -> bytes:
    """What the office's older software holds of him: a line per act."""
    who = {"fullName": "Nguyễn Văn An", "birthDate": "1979-03-12", "gender": "M"}
    numbers = [{"kind": "CCCD", "value": CCCD}]
    first = {
        "person": "An",
        "eventType": "identity.recorded",
        "payload": {**who, "identifiers": numbers},
    }
    own = [
        a_line(paper, act)
        for paper in papers
        for act in paper.acts
        if act.person_name == who["fullName"]
    ]
    return json_lines(first, *own)


def a_line(paper: Paper, act: Act) -> dict[str, Any]:
    return {
        "person": "An",
        "eventType": act.topic,
        "effectiveDate": act.effective_date.isoformat(),
        "effectiveBasis": act.effective_basis.value,
        "issueDate": str(paper.issued),
        "decision": {"fullNo": paper.number, "docType": paper.doc_type},
        **({"termMonths": act.term_months} if act.term_months else {}),
        "payload": {to_camel(name): value for name, value in act.values.items()},
    }


@pytest.mark.slow
def test_a_career_from_a_list_is_proved_by_its_papers_one_by_one(tmp_path: Path):
    papers, engine = golden.golden_papers(), ScriptedEngine()
    scans = tmp_path / "in" / "HS-001"
    scans.mkdir(parents=True)
    for number, page in enumerate((p for paper in papers for p in pages_of(paper)), start=100):
        engine.says(number, *said_on(page))
        (scans / f"{number:04d}.png").write_bytes(page_png(number))
    settings = Settings.in_folder(tmp_path / "archive", workers=1)
    with open_archive(settings, clock=PlayedClock(), engine=engine) as archive:
        doors = Doors(archive, engine, PlayedClock())
        begun(doors)
        parts: dict[str, Any] = {
            "ledger": archive.ledger,
            "objects": archive.objects,
            "registers": archive.registers,
            "keys": archive.keys,
        }
        brought = bring(
            lines_of(the_list(papers)), by=doors.by("officer"), now=archive.clock(), **parts
        )
        assert brought.taken and brought.recorded == 18
        archive.catch_up()
        an = doors.person("Nguyễn Văn An")
        before = career_of(an, archive.ledger)
        assert {standing.rank for standing in before.standings} == {Rank.IMPORTED}

        doors.take_in(tmp_path / "in")
        bind_dossier(
            doors.dossier("HS-001"),
            an,
            by=doors.by("custodian"),
            ledger=archive.ledger,
            keys=archive.keys,
            now=archive.clock(),
        )
        doors.work()
        archive.catch_up()
        for proposal_id in doors.proposals("HS-001"):
            view = show_proposal(
                proposal_id,
                by=doors.by("custodian"),
                access=archive.access,
                now=archive.clock(),
                **parts,
            )
            if view.person.person_id == an:
                confirm_proposal(
                    proposal_id,
                    choice(view),
                    by=doors.by("custodian"),
                    now=archive.clock(),
                    **parts,
                )
            archive.catch_up()

        after = career_of(an, archive.ledger)
        assert [one.event_id for one in after.standings] == [
            one.event_id for one in before.standings
        ]
        unproved = [one.event.topic for one in after.standings if not one.rank.is_paper]
        assert unproved == ["identity.recorded"]  # of which no paper here says anything
        for on in (date(2019, 6, 30), date(2020, 4, 25), date(2026, 1, 1)):
            now = after.state_as_of(on, evidence=EvidenceFilter.RECORDED)
            assert now == before.state_as_of(on, evidence=EvidenceFilter.RECORDED)


def choice(view: ProposalView) -> Choice:
    """The person attaches the paper to the event that it meets."""
    return Choice(attach_to=view.meetings[0].event_id) if view.meetings else AS_READ


def begun(doors: Doors) -> None:
    archive = doors.archive
    added, key = add_first_actor(
        "Quản trị", archive_id=archive.archive_id, ledger=archive.ledger, now=archive.clock()
    )
    doors.ids["admin"], doors.keys["admin"] = added.actor_id, key.secret
    doors.admit("custodian", Role.DOSSIER_CUSTODIAN)
    doors.admit("officer", Role.HR_OFFICER)
