"""Two records of one human, at the pages: side by side, made one by two people, parted again."""

from typing import Any
from uuid import UUID

import pytest

from tests.kit.callers import Person, Program, client_of, signed_in, words_of
from tests.kit.doors import AN, Doors
from tests.kit.lists import json_lines

CCCD = "024079000999"
NAMESAKE: dict[str, Any] = {
    "person": "x",
    "eventType": "identity.recorded",
    "payload": {
        "fullName": AN,
        "birthDate": "1979",
        "identifiers": [{"kind": "CCCD", "value": CCCD}],
    },
}
APPOINTED: dict[str, Any] = {
    "person": "x",
    "eventType": "appointment.made",
    "effectiveDate": "2019-01-01",
    "payload": {"post": "Phó Giám đốc", "unit": "Sở Nội vụ"},
}


@pytest.fixture
def two(doors: Doors) -> tuple[UUID, UUID]:
    """An, and a namesake whom a list of another office brought."""
    an = doors.person(AN)
    officer = Program(client_of(doors), doors.keys["officer"])
    head = {"content-type": "application/x-ndjson"}
    body = json_lines(NAMESAKE, APPOINTED)
    answer = officer.told(officer.ask("POST", "/events", content=body, headers=head))
    doors.archive.catch_up()
    return an, UUID(answer["answers"][0]["personId"])


def agreed(doors: Doors, page: str) -> Person:
    """The colleague opens the look that a page leads to, sees both, and agrees."""
    colleague = signed_in(doors, "colleague")
    look = f"/looks/{page.split('/looks/', 1)[1].split(chr(34), 1)[0]}"
    assert "Quá trình công tác hai bên" in words_of(colleague.open(look))
    colleague.sends(look, act="verify")
    doors.archive.catch_up()
    return colleague


def test_two_are_compared_made_one_by_two_people_and_parted_again(
    doors: Doors, two: tuple[UUID, UUID]
):
    an, other = two
    custodian = signed_in(doors, "custodian")
    pair = f"/people/{an}/same/{other}"

    assert f"/people/{an}/same" in custodian.open(f"/people/{an}")
    assert pair in custodian.open(f"/people/{an}/same")  # of the same name
    assert custodian.sends(f"/people/{an}/same", who=CCCD) == pair
    shown = words_of(custodian.open(pair))
    assert "Ngày sinh" in shown and "gần giống" in shown and "Phó Giám đốc" in shown

    why = "cùng số sổ BHXH trên lý lịch 2C"
    assert custodian.send(pair, act="merge", goes_on=str(an), why="?").status_code == 409
    custodian.sends(pair, act="merge", goes_on=str(an), why=why)
    waiting = custodian.open(pair)
    assert "đang chờ người thứ hai" in words_of(waiting) and 'name="act"' not in waiting
    agreed(doors, waiting)

    career = words_of(custodian.open(f"/people/{other}?evidence=ALL"))
    assert "gồm 2 người đã hợp nhất" in career and "Phó Giám đốc" in career
    merged = words_of(custodian.open(pair))
    assert "tách ra" in merged and "nhập vào" in merged

    custodian.sends(pair, act="separate", why="hai người khác nhau")
    agreed(doors, custodian.open(pair))
    assert "gồm 2 người" not in words_of(custodian.open(f"/people/{other}?evidence=ALL"))
    assert "Phó Giám đốc" not in words_of(custodian.open(f"/people/{an}?evidence=ALL"))
    addresses = " ".join(custodian.seen)
    assert AN not in addresses and CCCD not in addresses


def test_whoever_made_two_one_does_not_agree_to_it(doors: Doors, two: tuple[UUID, UUID]):
    an, other = two
    custodian = signed_in(doors, "custodian")
    pair = f"/people/{an}/same/{other}"
    custodian.sends(pair, act="merge", goes_on=str(other), why="một người")
    doors.archive.catch_up()
    page = custodian.open(pair)
    look = f"/looks/{page.split('/looks/', 1)[1].split(chr(34), 1)[0]}"

    assert 'value="verify"' not in custodian.open(look)
    assert look.startswith(f"/looks/{other}/")  # who goes on


def test_who_may_not_correct_sees_both_and_is_offered_nothing(doors: Doors, two: tuple[UUID, UUID]):
    an, other = two
    officer = signed_in(doors, "officer")
    pair = f"/people/{an}/same/{other}"

    page = officer.open(pair)

    assert "Phó Giám đốc" in page and 'name="act"' not in page
    assert officer.send(pair, act="merge", goes_on=str(an), why="một người").status_code == 403
    signed_in(doors, "operator").open(pair, status=403)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_are_said_in_both_languages(doors: Doors, two: tuple[UUID, UUID], language: str):
    an, other = two
    custodian = signed_in(doors, "custodian", language=language)

    for path in (f"/people/{an}/same", f"/people/{an}/same/{other}"):
        text = words_of(custodian.open(path))
        assert "same." not in text and "value." not in text


def test_over_http_two_are_seen_side_by_side(doors: Doors, two: tuple[UUID, UUID]):
    an, other = two
    answer = Program(client_of(doors), doors.keys["custodian"]).get(f"/people/{an}/beside/{other}")

    assert (answer["one"]["personId"], answer["merged"]) == (str(an), False)
    agreement = {one["fact"]: one["agreement"] for one in answer["facts"]}
    assert (agreement["full_name"], agreement["birth_date"]) == ("SAME", "ALIKE")
