"""Who may act: keys are known the moment they are recorded and nothing the moment they are not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from archive import actors
from archive.ledger import Ledger, open_ledger
from domain.access import Action, Actor, Role, Scope, may
from domain.actor import KnownActor
from domain.errors import NotAllowed, RuleViolation, Unknown

ARCHIVE_ID = UUID("00000000-0000-4000-8000-00000000aaaa")
NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(f"sqlite:{tmp_path / 'ledger.sqlite'}", clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def admin(ledger: Ledger) -> Actor:
    answer, _ = actors.add_first_actor("Quản trị", archive_id=ARCHIVE_ID, ledger=ledger, now=NOW)
    return actors.actor_of_id(answer.actor_id, ledger=ledger, now=NOW)


@pytest.fixture
def mai(ledger: Ledger, admin: Actor) -> UUID:
    return actors.add_actor("Mai", by=admin, ledger=ledger, now=NOW).actor_id


def test_the_first_actor_begins_an_empty_archive_with_a_key(ledger: Ledger):
    answer, key = actors.add_first_actor(
        "Mai", archive_id=ARCHIVE_ID, ledger=ledger, now=NOW, roles=(Role.ARCHIVIST, Role.SYS_ADMIN)
    )

    mai = actors.actor_of_key(key.secret, ledger=ledger, now=NOW)

    assert mai.id == answer.actor_id
    assert mai.roles == {Role.ARCHIVIST, Role.SYS_ADMIN}
    assert may(mai, Action.GRANT, on=NOW)


def test_there_is_only_one_first_actor(ledger: Ledger, admin: Actor):
    with pytest.raises(RuleViolation) as refused:
        actors.add_first_actor("Bình", archive_id=ARCHIVE_ID, ledger=ledger, now=NOW)

    assert refused.value.code == "actor.notFirst"


def test_only_who_may_grant_adds_actors(ledger: Ledger, admin: Actor, mai: UUID):
    stranger = actors.actor_of_id(mai, ledger=ledger, now=NOW)

    with pytest.raises(NotAllowed):
        actors.add_actor("Bình", by=stranger, ledger=ledger, now=NOW)


def test_a_key_opens_its_actor_and_only_its_hash_is_kept(ledger: Ledger, admin: Actor, mai: UUID):
    key = actors.issue_key(mai, by=admin, ledger=ledger, now=NOW)

    assert actors.actor_of_key(key.secret, ledger=ledger, now=NOW).id == mai
    assert actors.key_id_of(key.secret) == key.key_id
    secret = key.secret.partition(".")[2]
    kept = "".join(one.event.model_dump_json() for one in ledger.events(mai))
    assert key.key_id in kept
    assert secret not in kept


@pytest.mark.parametrize(
    "change",
    [
        lambda key: key[:-1] + ("A" if key[-1] != "A" else "B"),
        lambda key: key.replace("hoso_", "hoso_a"),
        lambda key: key.partition(".")[0] + ".",
        lambda key: key.partition(".")[0],
        lambda key: "hoso_." + key,
        lambda key: key + "\u00e9",
        lambda key: "",
        lambda key: "hoso_" + "a" * 32 + "." + key.partition(".")[2],
    ],
)
def test_a_key_that_is_not_quite_one_is_unknown(
    ledger: Ledger, admin: Actor, mai: UUID, change: object
):
    key = actors.issue_key(mai, by=admin, ledger=ledger, now=NOW).secret

    with pytest.raises(NotAllowed) as refused:
        actors.actor_of_key(change(key), ledger=ledger, now=NOW)  # type: ignore[operator]

    assert refused.value.code == "access.keyUnknown"
    assert refused.value.values == {}


def test_an_actor_is_one_human_with_any_number_of_keys(ledger: Ledger, admin: Actor, mai: UUID):
    first = actors.issue_key(mai, by=admin, ledger=ledger, now=NOW)
    herself = actors.actor_of_key(first.secret, ledger=ledger, now=NOW)
    second = actors.issue_key(mai, by=herself, ledger=ledger, now=NOW)

    actors.revoke_key(first.key_id, by=herself, ledger=ledger, now=NOW)

    assert actors.actor_of_key(second.secret, ledger=ledger, now=NOW).id == mai
    with pytest.raises(NotAllowed) as refused:
        actors.actor_of_key(first.secret, ledger=ledger, now=NOW)
    assert refused.value.code == "access.keyRevoked"


def test_revoking_twice_is_the_same_as_once(ledger: Ledger, admin: Actor, mai: UUID):
    key = actors.issue_key(mai, by=admin, ledger=ledger, now=NOW)
    first = actors.revoke_key(key.key_id, by=admin, ledger=ledger, now=NOW)

    assert actors.revoke_key(key.key_id, by=admin, ledger=ledger, now=NOW) == first


def test_nobody_issues_or_revokes_anothers_key_without_the_right(
    ledger: Ledger, admin: Actor, mai: UUID
):
    key = actors.issue_key(mai, by=admin, ledger=ledger, now=NOW)
    stranger_id = actors.add_actor("Bình", by=admin, ledger=ledger, now=NOW).actor_id
    stranger = actors.actor_of_id(stranger_id, ledger=ledger, now=NOW)

    with pytest.raises(NotAllowed):
        actors.revoke_key(key.key_id, by=stranger, ledger=ledger, now=NOW)
    with pytest.raises(NotAllowed):
        actors.issue_key(mai, by=stranger, ledger=ledger, now=NOW)


def test_a_key_runs_out(ledger: Ledger, admin: Actor, mai: UUID):
    until = NOW + timedelta(days=30)
    key = actors.issue_key(mai, by=admin, ledger=ledger, now=NOW, expires_at=until)

    last = until - timedelta(seconds=1)
    assert actors.actor_of_key(key.secret, ledger=ledger, now=last).id == mai
    with pytest.raises(NotAllowed) as refused:
        actors.actor_of_key(key.secret, ledger=ledger, now=until)
    assert refused.value.code == "access.keyExpired"
    with pytest.raises(RuleViolation) as past:
        actors.issue_key(mai, by=admin, ledger=ledger, now=NOW, expires_at=NOW)
    assert past.value.code == "actor.expiresPast"


def test_a_key_may_carry_some_of_the_roles_only(ledger: Ledger, admin: Actor, mai: UUID):
    for role in (Role.ARCHIVIST, Role.VERIFIER):
        actors.grant(mai, role, by=admin, ledger=ledger, now=NOW)
    key = actors.issue_key(mai, by=admin, ledger=ledger, now=NOW, roles=(Role.VERIFIER,))

    acting = actors.actor_of_key(key.secret, ledger=ledger, now=NOW)

    assert acting.roles == {Role.VERIFIER}
    assert not may(acting, Action.CONFIRM, on=NOW)


def test_a_session_opened_with_a_key_ends_with_it(ledger: Ledger, admin: Actor, mai: UUID):
    key = actors.issue_key(mai, by=admin, ledger=ledger, now=NOW)
    assert actors.actor_of_key_id(key.key_id, ledger=ledger, now=NOW).id == mai

    actors.revoke_key(key.key_id, by=admin, ledger=ledger, now=NOW)

    with pytest.raises(NotAllowed):
        actors.actor_of_key_id(key.key_id, ledger=ledger, now=NOW)


def test_a_grant_counts_in_its_scope_until_its_day_and_until_it_is_revoked(
    ledger: Ledger, admin: Actor, mai: UUID
):
    batch = uuid4()
    granted = actors.grant(
        mai,
        Role.ARCHIVIST,
        by=admin,
        ledger=ledger,
        now=NOW,
        batches=(batch,),
        until=date(2026, 3, 31),
        paper_no="12/QĐ-SNV",
    )
    in_scope = Scope(batch_ids=frozenset({batch}))

    acting = actors.actor_of_id(mai, ledger=ledger, now=NOW)
    assert may(acting, Action.CONFIRM, in_scope, on=NOW)
    assert not may(acting, Action.CONFIRM, Scope(batch_ids=frozenset({uuid4()})), on=NOW)
    later = NOW + timedelta(days=40)
    assert actors.actor_of_id(mai, ledger=ledger, now=later).grants == ()

    actors.revoke_grant(mai, granted.grant_id, by=admin, ledger=ledger, now=NOW)
    assert actors.actor_of_id(mai, ledger=ledger, now=NOW).grants == ()
    with pytest.raises(Unknown):
        actors.revoke_grant(mai, granted.grant_id, by=admin, ledger=ledger, now=NOW)


def test_r_acc_01_nobody_opens_their_own_dossier_to_somebody(
    ledger: Ledger, admin: Actor, mai: UUID
):
    own = UUID(int=77)
    known = admin.model_copy(update={"person_id": own})

    with pytest.raises(RuleViolation) as refused:
        actors.grant(mai, Role.UNIT_HEAD, by=known, ledger=ledger, now=NOW, persons=(own,))

    assert refused.value.code == "access.ownDossier"


def test_nobody_grants_to_themselves(ledger: Ledger, admin: Actor):
    with pytest.raises(RuleViolation) as refused:
        actors.grant(admin.id, Role.ARCHIVIST, by=admin, ledger=ledger, now=NOW)

    assert refused.value.code == "actor.ownGrant"


def test_no_human_gets_the_machines_role(ledger: Ledger, admin: Actor, mai: UUID):
    with pytest.raises(RuleViolation) as refused:
        actors.grant(mai, Role.WORKER, by=admin, ledger=ledger, now=NOW)

    assert refused.value.code == "actor.machineRole"


@pytest.mark.parametrize(
    ("role", "fields", "code"),
    [
        (Role.ARCHIVIST, {"until": date(2026, 2, 28)}, "actor.grantPast"),
        (
            Role.ARCHIVIST,
            {"period_from": date(2020, 1, 1), "period_to": date(2019, 1, 1)},
            "actor.grantPeriod",
        ),
        (Role.INSPECTOR_AUDITOR, {}, "actor.grantUnbounded"),
        (Role.INSPECTOR_AUDITOR, {"persons": (uuid4(),)}, "actor.grantUnbounded"),
    ],
)
def test_a_grant_that_cannot_be_meant_is_refused(
    ledger: Ledger, admin: Actor, mai: UUID, role: Role, fields: dict[str, object], code: str
):
    with pytest.raises(RuleViolation) as refused:
        actors.grant(mai, role, by=admin, ledger=ledger, now=NOW, **fields)  # type: ignore[arg-type]

    assert refused.value.code == code


def test_an_inspectors_grant_names_persons_a_day_and_the_decision(
    ledger: Ledger, admin: Actor, mai: UUID
):
    actors.grant(
        mai,
        Role.INSPECTOR_AUDITOR,
        by=admin,
        ledger=ledger,
        now=NOW,
        persons=(uuid4(),),
        until=date(2026, 6, 30),
        paper_no="3/QĐ-TTr",
    )

    assert actors.actor_of_id(mai, ledger=ledger, now=NOW).roles == {Role.INSPECTOR_AUDITOR}


def test_who_is_nobody_is_unknown(ledger: Ledger):
    with pytest.raises(Unknown):
        actors.actor_of_id(uuid4(), ledger=ledger, now=NOW)
    with pytest.raises(Unknown):
        KnownActor.of(())
