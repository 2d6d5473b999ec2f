"""Who may do what: the table of roles and actions, as domain.md 6.1 has it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.access import (
    NAMED_ONLY,
    RIGHTS,
    WITHOUT_CONTENT,
    Action,
    Actor,
    Grant,
    Role,
    Scope,
    may,
    may_somewhere,
    require,
    require_somewhere,
)
from domain.errors import NotAllowed

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
LAN, ANH = UUID(int=1), UUID(int=2)
SNV, STC = UUID(int=11), UUID(int=12)
BATCH, OTHER = UUID(int=21), UUID(int=22)
CONTENT = frozenset(
    {
        Action.SEE_PAGE,
        Action.SEE_DOSSIER,
        Action.CONFIRM,
        Action.VERIFY,
        Action.RECORD,
        Action.CORRECT,
        Action.REPLAY,
        Action.SEARCH,
    }
)
HERE = Scope(person_id=LAN, unit_ids=frozenset({SNV}), batch_ids=frozenset({BATCH}))


def actor(*roles: Role, machine: bool = False, **limits: Any) -> Actor:
    grants = tuple(
        Grant(grant_id=UUID(int=90 + no), role=role, **limits) for no, role in enumerate(roles)
    )
    return Actor(id=UUID(int=9), name="Mai", machine=machine, grants=grants)


def allowed(by: Actor, scope: Scope | None = None, *, on: datetime = NOW) -> set[Action]:
    return {action for action in Action if may(by, action, scope, on=on)}


# The table


def test_every_role_stands_in_the_table():
    assert set(RIGHTS) == set(Role)
    for role, actions in NAMED_ONLY.items():
        assert actions <= RIGHTS[role]


@pytest.mark.parametrize(
    ("role", "everywhere", "where_named"),
    [
        (Role.DATA_SUBJECT, set(), {"REPLAY"}),
        (
            Role.DOSSIER_CUSTODIAN,
            {action.value for action in Action} - {"GRANT", "READ_PAGES"},
            set(),
        ),
        (
            Role.SCAN_OPERATOR,
            {"ACCESSION", "SEE_STATUS"},
            {"SEE_PAGE", "SEE_DOSSIER", "DESCRIBE"},
        ),
        (Role.VERIFIER, {"SEE_STATUS"}, {"SEE_PAGE", "SEE_DOSSIER", "VERIFY"}),
        (
            Role.HR_OFFICER,
            {"SEE_STATUS", "SEE_PAGE", "SEE_DOSSIER", "REPLAY", "SEARCH", "RECORD", "ORGANISE"},
            set(),
        ),
        (Role.UNIT_HEAD, set(), {"REPLAY", "SEARCH"}),
        (Role.APPROVER, {"GRANT", "SEE_STATUS"}, set()),
        (Role.PARTY_ORG, {"REPLAY", "SEARCH"}, set()),
        (Role.INSPECTOR_AUDITOR, {"CHECK_FIXITY"}, {"REPLAY", "SEE_PAGE", "SEE_DOSSIER"}),
        (Role.AWARD_OFFICER, {"SEARCH"}, set()),
        (
            Role.ARCHIVIST,
            {
                "ACCESSION",
                "SEE_STATUS",
                "SEE_PAGE",
                "SEE_DOSSIER",
                "DESCRIBE",
                "ORGANISE",
                "CHECK_FIXITY",
                "REBUILD",
            },
            {"CONFIRM", "RECORD", "CORRECT", "SEARCH", "REPLAY"},
        ),
        (Role.SYS_ADMIN, {"GRANT", "SEE_STATUS", "CHECK_FIXITY", "REBUILD"}, set()),
        (Role.WORKER, {"READ_PAGES", "SEE_STATUS"}, set()),
    ],
)
def test_a_role_may_what_the_reference_says_and_no_more(
    role: Role, everywhere: set[str], where_named: set[str]
):
    unlimited, named = actor(role), actor(role, persons=(LAN,))

    assert {action.value for action in allowed(unlimited, HERE)} == everywhere
    assert {action.value for action in allowed(named, HERE)} == everywhere | where_named


def test_who_grants_does_not_read_and_who_reads_does_not_grant():
    for role, actions in RIGHTS.items():
        if Action.GRANT in actions:
            assert not actions & CONTENT, role


def test_a_scan_operator_does_not_search():
    assert not may_somewhere(actor(Role.SCAN_OPERATOR, batches=(BATCH,)), Action.SEARCH, on=NOW)


def test_an_auditor_reads_and_changes_nothing():
    by = actor(Role.INSPECTOR_AUDITOR, persons=(LAN,))

    assert allowed(by, HERE) == {
        Action.REPLAY,
        Action.SEE_PAGE,
        Action.SEE_DOSSIER,
        Action.CHECK_FIXITY,
    }


def test_only_the_custodian_opens_the_quarantine():
    for action in (Action.SEE_QUARANTINE, Action.RELEASE, Action.REMOVE):
        assert [role for role in Role if action in RIGHTS[role]] == [Role.DOSSIER_CUSTODIAN]


# Machines


@pytest.mark.parametrize("role", list(Role))
def test_a_machine_reads_pages_and_status_whatever_it_was_granted(role: Role):
    by = actor(role, machine=True, persons=(LAN,), units=(SNV,), batches=(BATCH,))

    assert allowed(by, HERE) <= {Action.READ_PAGES, Action.SEE_STATUS}
    for action in (Action.CONFIRM, Action.VERIFY, Action.RECORD, Action.CORRECT):
        assert not may(by, action, HERE, on=NOW)
        assert not may_somewhere(by, action, on=NOW)


def test_a_worker_reads_pages():
    assert may(actor(Role.WORKER, machine=True), Action.READ_PAGES, on=NOW)


# Time


def test_a_grant_counts_to_the_end_of_its_last_day_in_viet_nam():
    by = actor(Role.HR_OFFICER, until=date(2026, 3, 1))

    assert may(by, Action.REPLAY, HERE, on=datetime(2026, 3, 1, 16, 59, tzinfo=UTC))
    assert not may(by, Action.REPLAY, HERE, on=datetime(2026, 3, 1, 17, 0, tzinfo=UTC))
    assert may_somewhere(by, Action.REPLAY, on=datetime(2026, 3, 1, 16, 59, tzinfo=UTC))
    assert not may_somewhere(by, Action.REPLAY, on=datetime(2026, 3, 1, 17, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("valid_on", "inside"),
    [
        (date(2014, 12, 31), False),
        (date(2015, 1, 1), True),
        (date(2020, 12, 31), True),
        (date(2021, 1, 1), False),
    ],
)
def test_an_auditor_replays_the_period_of_the_inspection(valid_on: date, inside: bool):
    by = actor(
        Role.INSPECTOR_AUDITOR,
        persons=(LAN,),
        period_from=date(2015, 1, 1),
        period_to=date(2020, 12, 31),
    )
    asked = Scope(person_id=LAN, valid_on=valid_on)

    assert may(by, Action.REPLAY, asked, on=NOW) is inside


# Scopes


def test_an_auditor_reads_the_persons_named_in_the_inspection_decision():
    by = actor(Role.INSPECTOR_AUDITOR, persons=(LAN,))

    assert may(by, Action.REPLAY, Scope(person_id=LAN), on=NOW)
    assert not may(by, Action.REPLAY, Scope(person_id=ANH), on=NOW)
    assert not may(by, Action.REPLAY, on=NOW)


def test_an_inspection_that_names_nobody_reaches_nobody():
    by = actor(Role.INSPECTOR_AUDITOR, until=date(2026, 12, 31))

    assert allowed(by, HERE) == {Action.CHECK_FIXITY}


def test_an_archivist_assigned_to_a_batch_confirms_in_it():
    by = actor(Role.ARCHIVIST, batches=(BATCH,))

    assert may(by, Action.CONFIRM, Scope(batch_ids=frozenset({BATCH, OTHER})), on=NOW)
    assert not may(by, Action.CONFIRM, Scope(batch_ids=frozenset({OTHER})), on=NOW)
    assert not may(actor(Role.ARCHIVIST), Action.CONFIRM, HERE, on=NOW)


def test_a_unit_head_reads_the_own_staff():
    by = actor(Role.UNIT_HEAD, units=(SNV,))

    assert may(by, Action.REPLAY, Scope(unit_ids=frozenset({SNV, STC})), on=NOW)
    assert not may(by, Action.REPLAY, Scope(unit_ids=frozenset({STC})), on=NOW)


def test_limits_of_different_kinds_add_up():
    by = actor(Role.HR_OFFICER, persons=(ANH,), units=(SNV,))

    assert may(by, Action.REPLAY, Scope(person_id=ANH, unit_ids=frozenset({STC})), on=NOW)
    assert may(by, Action.REPLAY, Scope(person_id=LAN, unit_ids=frozenset({SNV})), on=NOW)
    assert not may(by, Action.REPLAY, Scope(person_id=LAN, unit_ids=frozenset({STC})), on=NOW)


def test_a_limit_is_not_met_by_what_nobody_knows():
    by = actor(Role.HR_OFFICER, units=(SNV,))

    assert not may(by, Action.REPLAY, Scope(person_id=LAN), on=NOW)
    assert not may(by, Action.REPLAY, on=NOW)


@pytest.mark.parametrize("action", sorted(WITHOUT_CONTENT))
def test_limits_do_not_matter_where_nothing_of_anybody_is_shown(action: Action):
    role = next(role for role in Role if action in RIGHTS[role])
    by = actor(role, persons=(LAN,), machine=role is Role.WORKER)

    assert may(by, action, on=NOW)


def test_grants_add_up():
    by = actor(Role.VERIFIER, Role.SCAN_OPERATOR, batches=(BATCH,))

    assert may(by, Action.VERIFY, HERE, on=NOW)
    assert may(by, Action.DESCRIBE, HERE, on=NOW)


# Lists


def test_who_may_somewhere_may_list_and_is_then_asked_row_by_row():
    by = actor(Role.HR_OFFICER, units=(SNV,))

    require_somewhere(by, Action.SEARCH, on=NOW)
    with pytest.raises(NotAllowed):
        require(by, Action.SEARCH, Scope(unit_ids=frozenset({STC})), on=NOW)


def test_who_may_nowhere_may_not_list():
    with pytest.raises(NotAllowed) as refused:
        require_somewhere(actor(Role.ARCHIVIST), Action.SEARCH, on=NOW)

    assert refused.value.values == {"action": "SEARCH", "roles": ("ARCHIVIST",)}


# Refusals


def test_a_refusal_names_the_action_and_the_roles_and_no_person():
    by = actor(Role.VERIFIER, Role.AWARD_OFFICER, batches=(BATCH,))

    with pytest.raises(NotAllowed) as refused:
        require(by, Action.CONFIRM, HERE, on=NOW)

    assert refused.value.code == "access.notAllowed"
    assert refused.value.values == {"action": "CONFIRM", "roles": ("AWARD_OFFICER", "VERIFIER")}


def test_what_is_allowed_passes_in_silence():
    require(actor(Role.HR_OFFICER), Action.REPLAY, HERE, on=NOW)


def test_an_actor_without_grants_may_nothing():
    assert allowed(actor(), HERE) == set()
