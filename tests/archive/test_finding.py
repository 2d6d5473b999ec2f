"""Search as people meet it: what their grants reach, and a look noted without what was asked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from archive.access_log import AccessLog, AnswerGiven, AnswerRefused, open_access_log
from archive.finding import await_position, find
from domain.access import Action, Actor, Grant, Role
from domain.errors import NotAllowed
from search.adapters.tantivy import TantivyIndex
from search.errors import QueryError
from search.index import Kind, SearchRecord
from search.reach import Part, Reach, labels_for

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ACTOR = UUID("00000000-0000-4000-8000-00000000000a")
AN = UUID("00000000-0000-4000-8000-000000000001")
BINH = UUID("00000000-0000-4000-8000-000000000002")
EVENT = UUID("00000000-0000-4000-8000-0000000000c1")
PAGE = UUID("00000000-0000-4000-8000-0000000000a1")
DOSSIER = UUID("00000000-0000-4000-8000-0000000000d1")
SNV = UUID("00000000-0000-4000-8000-0000000000e1")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[TantivyIndex]:
    opened = TantivyIndex(tmp_path / "index", memory_bytes=15_000_000)
    in_unit = Reach(persons=frozenset({AN}), units=frozenset({SNV}))
    alone = Reach(persons=frozenset({BINH}))
    opened.write(
        [
            person(AN, "Nguyễn Văn An", "024079000123", in_unit),
            person(BINH, "Nguyễn Văn Bình", "024080000456", alone),
            SearchRecord(
                record_id=f"event:{EVENT}",
                kind=Kind.EVENT,
                position=3,
                title="Bổ nhiệm: Trưởng phòng",
                names=("Nguyễn Văn An",),
                person_id=AN,
                page_id=PAGE,
                restricted=labels_for(in_unit, Part.CAREER),
            ),
            SearchRecord(
                record_id=f"page:{PAGE}",
                kind=Kind.PAGE,
                position=4,
                title="",
                text="Bổ nhiệm ông Nguyễn Văn An",
                person_id=AN,
                dossier_id=DOSSIER,
                page_id=PAGE,
                restricted=labels_for(in_unit, Part.PAPER),
            ),
        ],
        position=4,
    )
    yield opened
    opened.close()


def person(person_id: UUID, name: str, identifier: str, reach: Reach) -> SearchRecord:
    return SearchRecord(
        record_id=f"person:{person_id}",
        kind=Kind.PERSON,
        position=1,
        title=name,
        names=(name,),
        identifiers=(identifier,),
        person_id=person_id,
        restricted=labels_for(reach, Part.CAREER, Part.MERIT),
    )


@pytest.fixture
def access(tmp_path: Path) -> Iterator[AccessLog]:
    with open_access_log(f"sqlite:{tmp_path / 'access.sqlite'}", clock=lambda: NOW) as opened:
        yield opened


def actor(*grants: tuple[Role, dict[str, object]]) -> Actor:
    return Actor(
        id=ACTOR,
        name="A",
        grants=tuple(
            Grant(grant_id=UUID(int=at), role=role, **limits)
            for at, (role, limits) in enumerate(grants, 1)
        ),
    )


CUSTODIAN = actor((Role.DOSSIER_CUSTODIAN, {}))
OFFICER = actor((Role.HR_OFFICER, {"units": (SNV,)}))


def found(
    text: str, by: Actor, index: TantivyIndex, access: AccessLog, **more: object
) -> list[str]:
    answer = find(text, by=by, index=index, access=access, now=NOW, **more)
    return [hit.record_id.split(":")[0] + str(hit.person_id)[-1] for hit in answer.hits]


def looks(access: AccessLog) -> list[object]:
    access.flush()
    return [one.event for one in access.looks_of(ACTOR, NOW.date())]


def test_everybody_finds_what_his_grants_reach(index: TantivyIndex, access: AccessLog):
    head = actor((Role.UNIT_HEAD, {"units": (SNV,)}))
    of_one = actor((Role.ARCHIVIST, {"persons": (BINH,)}))
    awards = actor((Role.AWARD_OFFICER, {}))

    assert found("nguyen van", CUSTODIAN, index, access) == [
        "person1",
        "person2",
        "event1",
        "page1",
    ]
    assert found("nguyen van", OFFICER, index, access) == ["person1", "event1", "page1"]
    assert found("nguyen van", head, index, access) == ["person1", "event1"]
    assert found("nguyen van", of_one, index, access) == ["person2"]
    assert found("nguyen van", awards, index, access) == ["person1", "person2"]


def test_counts_are_those_of_the_readers_reach(index: TantivyIndex, access: AccessLog):
    answer = find("nguyen van", by=OFFICER, index=index, access=access, now=NOW)

    assert answer.total == 3
    assert {(one.value, one.count) for one in answer.facets[0].counts} == {
        ("PERSON", 1),
        ("EVENT", 1),
        ("PAGE", 1),
    }


def test_an_identifier_is_asked_for_by_roles_that_record(index: TantivyIndex, access: AccessLog):
    assert found("024079000123", CUSTODIAN, index, access) == ["person1"]
    assert found("024080000456", OFFICER, index, access) == []

    with pytest.raises(QueryError) as refusal:
        found("024079000123", actor((Role.PARTY_ORG, {})), index, access)
    assert refusal.value.code == "query.identifierNotAllowed"


def test_an_identifier_is_asked_for_within_the_grant_that_lets_one(
    index: TantivyIndex, access: AccessLog
):
    both = actor((Role.HR_OFFICER, {"units": (SNV,)}), (Role.PARTY_ORG, {}))

    assert "person2" in found("nguyen van binh", both, index, access)
    assert found("024080000456", both, index, access) == []
    assert found("024079000123", both, index, access) == ["person1"]


def test_no_filter_widens_what_may_be_asked(index: TantivyIndex, access: AccessLog):
    for name in ("acl", "identifiers", "identifiers_allowed"):
        with pytest.raises(TypeError):
            found("an", OFFICER, index, access, **{name: ("024080000456",)})


def test_a_look_is_noted_by_ids_without_what_was_asked(index: TantivyIndex, access: AccessLog):
    find("nguyen van an", by=OFFICER, index=index, access=access, now=NOW, key_id="k1")

    (look,) = looks(access)
    assert look == AnswerGiven(
        recorded_by=ACTOR,
        action=Action.SEARCH,
        answered_at=NOW,
        key_id="k1",
        persons=(AN,),
        dossiers=(DOSSIER,),
        pages=(PAGE,),
        events=(EVENT,),
        position=4,
    )
    assert "nguyen" not in look.model_dump_json().lower()


def test_finding_nothing_is_noted_too(index: TantivyIndex, access: AccessLog):
    find("không có ai", by=OFFICER, index=index, access=access, now=NOW)

    assert len(looks(access)) == 1


@pytest.mark.parametrize(
    "by",
    [
        actor(),
        actor((Role.SCAN_OPERATOR, {})),
        actor((Role.SYS_ADMIN, {})),
        actor((Role.HR_OFFICER, {"until": date(2026, 2, 28)})),
        actor((Role.ARCHIVIST, {})).model_copy(update={"machine": True}),
    ],
)
def test_who_may_not_search_is_refused_and_that_is_written_first(
    by: Actor, index: TantivyIndex, access: AccessLog
):
    with pytest.raises(NotAllowed) as refusal:
        find("nguyen", by=by, index=index, access=access, now=NOW)

    written = access.ledger.after(0)
    assert [type(one.event) for one in written] == [AnswerRefused]
    assert refusal.value.values["action"] == "SEARCH"


def test_one_waits_for_the_index_to_reach_a_position(index: TantivyIndex):
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            index.write([], position=9)

    assert await_position(index, 9, pause=pause)
    assert len(pauses) == 3


def test_one_does_not_wait_for_ever(index: TantivyIndex):
    pauses: list[float] = []

    assert not await_position(index, 9, pause=pauses.append, most_s=2.0)
    assert sum(pauses) == pytest.approx(2.0)
