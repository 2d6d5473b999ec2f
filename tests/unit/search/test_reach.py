"""Who may find what: labels of records and of readers."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from domain.access import RIGHTS, Action, Actor, Grant, Role
from search.index import EVERYTHING
from search.reach import Part, Reach, labels_for, labels_of

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ONE = UUID("00000000-0000-4000-8000-000000000001")
TWO = UUID("00000000-0000-4000-8000-000000000002")


def actor(*grants: tuple[Role, dict[str, object]], machine: bool = False) -> Actor:
    given = tuple(Grant(grant_id=ONE, role=role, **limits) for role, limits in grants)
    return Actor(id=ONE, name="A", grants=given, machine=machine)


def held(role: Role, **limits: object) -> tuple[str, ...]:
    return labels_of(actor((role, limits)), on=NOW)


def test_a_record_bears_a_label_for_everything_that_it_touches():
    reach = Reach(persons=frozenset({ONE}), units=frozenset({ONE, TWO}))

    assert labels_for(reach, Part.CAREER) == (
        "career/*",
        f"career/person:{ONE}",
        f"career/unit:{ONE}",
        f"career/unit:{TWO}",
    )


@pytest.mark.parametrize("role", [Role.DOSSIER_CUSTODIAN, Role.HR_OFFICER])
def test_a_role_that_reaches_all_parts_without_limits_finds_everything(role: Role):
    assert held(role) == (EVERYTHING,)


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.PARTY_ORG])
def test_a_role_that_may_not_see_pages_finds_no_papers(role: Role):
    assert held(role, units=(ONE,)) == (f"career/unit:{ONE}",)


def test_only_the_party_finds_careers_everywhere_without_papers():
    assert held(Role.PARTY_ORG) == ("career/*",)


@pytest.mark.parametrize("role", [Role.ARCHIVIST, Role.UNIT_HEAD])
def test_a_role_whose_rights_are_by_name_finds_nothing_without_one(role: Role):
    assert held(role) == ()


def test_an_award_officer_finds_merit_only():
    assert held(Role.AWARD_OFFICER) == ("merit/*",)


def test_every_role_that_may_not_search_finds_nothing():
    for role in Role:
        if Action.SEARCH not in RIGHTS[role]:
            assert held(role) == ()


def test_limits_of_different_kinds_add_up():
    assert held(Role.ARCHIVIST, persons=(ONE,), batches=(TWO,)) == (
        f"career/person:{ONE}",
        f"career/batch:{TWO}",
        f"paper/person:{ONE}",
        f"paper/batch:{TWO}",
    )


def test_grants_add_up():
    both = actor((Role.UNIT_HEAD, {"units": (ONE,)}), (Role.AWARD_OFFICER, {}))

    assert labels_of(both, on=NOW) == (f"career/unit:{ONE}", "merit/*")


def test_a_reader_of_everything_needs_no_other_label():
    both = actor((Role.UNIT_HEAD, {"units": (ONE,)}), (Role.HR_OFFICER, {}))

    assert labels_of(both, on=NOW) == (EVERYTHING,)


def test_a_grant_counts_until_its_last_day():
    assert held(Role.HR_OFFICER, until=date(2026, 3, 1)) == (EVERYTHING,)
    assert held(Role.HR_OFFICER, until=date(2026, 2, 28)) == ()


def test_a_grant_bounded_by_a_period_is_for_replays():
    assert held(Role.HR_OFFICER, period_from=date(2015, 1, 1)) == ()


def test_a_machine_searches_nothing():
    assert labels_of(actor((Role.ARCHIVIST, {}), machine=True), on=NOW) == ()


def test_identifiers_are_for_those_who_record_within_their_own_grants():
    both = actor((Role.HR_OFFICER, {"units": (ONE,)}), (Role.UNIT_HEAD, {}))

    assert labels_of(both, on=NOW, identifiers=True) == (f"career/unit:{ONE}", f"paper/unit:{ONE}")
    assert labels_of(actor((Role.PARTY_ORG, {})), on=NOW, identifiers=True) == ()
