"""Logs, addresses and errors name nobody: an archive is filled and worked in, and they are read."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from domain.people import fold
from infra.bootstrap import open_archive
from infra.logs import start_logging
from infra.settings import Settings
from tests.kit.callers import Person, Program, client_of, signed_in
from tests.kit.clock import PlayedClock
from tests.kit.doors import AN, HANH, LIEN, MAI, Doors, furnish
from tests.kit.scripted import ScriptedEngine

NOBODY = UUID("00000000-0000-4000-8000-00000000dead")
PERSONAL = (
    *(name for full in (AN, HANH, LIEN, MAI) for name in (full, fold(full), full.split()[-2])),
    *("12/03/1979", "12/3/1979", "1979-03-12", "024079000321", "30/07/1988"),
    *("0001.png", "manifest.csv", "Phòng Tổ chức"),
)
"""Names, birth dates, an identifier, files, words of a page."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that this process logs, at its most talkative, in both forms."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    said = io.StringIO()
    both = []
    for form in ("plain", "json"):
        start_logging(form=form, level="DEBUG", stream=said)
        both += root.handlers
    root.handlers[:] = both
    yield said
    root.handlers[:] = handlers
    root.setLevel(level)


def named_in(text: str) -> list[str]:
    return [one for one in PERSONAL if one.lower() in text.lower()]


def test_nothing_personal_is_logged_or_stands_in_an_address_or_an_error(
    log: io.StringIO, tmp_path: Path
):
    clock, engine = PlayedClock(), ScriptedEngine()
    engine.fails(103, "engine.timeout", times=9)  # a page that cannot be read is logged too
    settings = Settings.in_folder(tmp_path / "archive", workers=2)
    with open_archive(settings, clock=clock, engine=engine) as archive:
        doors = Doors(archive, engine, clock)
        furnish(doors, tmp_path / "in")
        person = signed_in(doors, "custodian")
        addresses = work_a_morning(doors, person)
        errors = provoke(doors)

    assert "page_id" in log.getvalue()  # something was said
    assert named_in(log.getvalue()) == []
    assert named_in("\n".join(addresses)) == []
    assert len(errors) > 5
    assert named_in("\n".join(errors)) == []


def work_a_morning(doors: Doors, person: Person) -> list[str]:
    """Look, decide, search; every address that was asked for or led to."""
    led_to = []
    appointment = doors.proposals("HS-001", "appointment.made")[0]
    person.open("/")
    person.open(f"/dossiers/{doors.dossier('HS-001')}")
    person.open("/work")
    led_to.append(person.sends(f"/work/{appointment}", act="confirm"))
    led_to.append(person.sends("/people", who=AN))
    person.open(f"{led_to[-1]}?evidence=ALL")
    assert AN in person.send("/search", text=AN).text
    assert person.send("/people", who="Bùi Thị Không Có").status_code == 200
    return [*person.seen, *led_to]


def provoke(doors: Doors) -> list[str]:
    """Problem documents of many kinds, each of a question that names somebody."""
    asker = Program(client_of(doors), doors.keys["custodian"])
    (proposal_id, *_) = doors.proposals("HS-001", "discipline.imposed")
    (recorded, *_) = doors.archive.registers.events_of_person(doors.person(AN))
    event = f"/people/{doors.person(AN)}/events/{recorded.event_id}"
    bind = f"/dossiers/{doors.dossier('HS-004')}/bind"
    asked = [
        ("/people/find", {"who": AN, "born": "1979-03-12"}),
        ("/search", {"text": [AN]}),
        ("/search", {"text": AN, "from": "12/03/1979"}),
        (f"/proposals/{proposal_id}/confirm", {"changes": {AN: "1979-03-12"}}),
        (f"/proposals/{proposal_id}/confirm", {"changes": {"effective_date": AN}}),
        (f"/proposals/{proposal_id}/confirm", {"personId": str(NOBODY)}),
        (f"/proposals/{proposal_id}/reject", {"why": ""}),
        (bind, {"new": {"fullName": AN, "birthDate": "hôm 12/03/1979"}}),
        (bind, {"new": {"fullName": AN, "identifiers": [{"kind": "CCCD", "value": "1"}]}}),
        (f"/people/{NOBODY}/events/{NOBODY}/verify", {"who": AN}),
        (f"/people/{NOBODY}/events/{NOBODY}/correct", {"changes": {AN: AN}, "why": "đọc nhầm"}),
        (f"{event}/correct", {"changes": {AN: AN}, "why": "đọc nhầm"}),
        (f"{event}/correct", {"changes": {"effective_date": AN}, "why": "đọc nhầm"}),
    ]
    told = []
    for path, body in asked:
        response = asker.ask("POST", path, json=body)
        if response.status_code >= 400:
            told.append(response.text)
    return told
