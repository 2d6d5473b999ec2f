"""What only a server can show: an index made anew while the old one answers, a write broken off,
two who write at once, and everything that can be wrong with a server, by its name."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import BadRequestError, Elasticsearch

from infra.bootstrap import open_archive
from infra.settings import settings_from
from search.adapters import elasticsearch_writing
from search.adapters.elasticsearch import ElasticsearchIndex, open_elasticsearch
from search.adapters.elasticsearch_client import (
    AddressWrong,
    Credentials,
    IndexAddress,
    client_of,
    speaks,
)
from search.adapters.elasticsearch_terms import checkpoint, document_of, tombstone
from search.adapters.elasticsearch_writing import Action, settled, state_of
from search.errors import IndexDamaged, IndexMoved, IndexOutdated, IndexUnavailable
from search.index import SearchRecord
from search.plan import CHECKPOINT, FORM
from tests.kit.front import API_KEY, PASSWORD, USER, before
from tests.kit.indexes import elasticsearch_at, found, new_address, record
from tests.services.running import Service, free_port


@pytest.fixture
def address(elasticsearch_server: Service) -> IndexAddress:
    return new_address(elasticsearch_server)


@pytest.fixture
def index(address: IndexAddress) -> Iterator[ElasticsearchIndex]:
    opened = elasticsearch_at(address)
    yield opened
    opened.close()


@pytest.fixture
def client(address: IndexAddress) -> Iterator[Elasticsearch]:
    with client_of(address, Credentials(), asking_s=30) as opened:
        yield opened


def person(at: int, title: str = "Nguyễn Văn An", position: int | None = None) -> SearchRecord:
    return record(f"person:{at}", title, position=position or at)


def standing(client: Elasticsearch, address: IndexAddress) -> list[str]:
    return sorted(client.indices.get(index=f"{address.name}-v*"))


def code_of(act: Any) -> str:
    with pytest.raises(IndexUnavailable) as refusal:
        act()
    return refusal.value.code


# An index made anew


def test_the_old_index_answers_until_the_new_one_is_whole(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    index.write([person(1)], position=1)

    with index.anew() as new:
        new.write([person(2)], position=2)
        assert found(index, "an") == ["person:1"]
        index.write([person(3)], position=3, after=1)
        assert found(index, "an") == ["person:1", "person:3"]
        assert found(new, "an") == ["person:2"]

    assert (found(index, "an"), index.position()) == (["person:2"], 2)
    (one,) = standing(client, address)
    assert one.startswith(f"{address.name}-v{FORM}-")


def test_a_making_that_fails_leaves_the_old_index_and_nothing_else(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    index.write([person(1)], position=1)

    with pytest.raises(ZeroDivisionError), index.anew() as new:
        new.write([person(2)], position=2)
        raise ZeroDivisionError

    assert found(index, "an") == ["person:1"]
    assert standing(client, address) == [f"{address.name}-v{FORM}-first"]


def test_what_a_dead_maker_left_goes_with_the_next_making_and_no_one_elses(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    index.write([person(1)], position=1)
    left, foreign = f"{address.name}-v1-20200101t000000000000", f"{address.name}-v2-v2-first"
    client.indices.create(index=left)
    client.indices.create(index=foreign)

    index.clear()

    assert found(index, "an") == []
    assert left not in standing(client, address)
    assert foreign in standing(client, address)


def test_a_write_that_began_before_the_change_of_hands_does_not_reach_the_new_index(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    index.write([person(1)], position=1)
    state = settled(client, address.name)
    with index.anew() as new:
        new.write([person(2)], position=2)

    with pytest.raises(IndexUnavailable):
        index_late(client, state)

    assert found(index, "an") == ["person:2"]
    assert state.index not in standing(client, address)


def index_late(client: Elasticsearch, state: elasticsearch_writing.State) -> None:
    from search.adapters.elasticsearch_errors import errors_named

    late = Action("person:3", 3, document_of(person(3)))
    with errors_named():
        elasticsearch_writing.write(client, state, [late], to=3)


def test_an_archive_searches_on_a_server_by_its_settings_alone(
    address: IndexAddress, tmp_path: Path
):
    settings = settings_from(
        {"HOSO_DATA": str(tmp_path), "HOSO_INDEX": f"{address.nodes[0]}/{address.name}"}
    )
    with open_archive(settings) as archive:
        reached = archive.catch_up()
        assert archive.index.position() == reached > 0
        assert archive.rebuild() == reached
        assert archive.index.position() == reached


# A write broken off


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """So little goes into one request that a few records are a large write."""
    monkeypatch.setattr(elasticsearch_writing, "PIECE", 600)


def begun(client: Elasticsearch, address: IndexAddress, done: int) -> list[Action]:
    """A write of ten records and two deletions, dead after `done` of them."""
    actions = [Action(f"person:{at}", 20, document_of(person(at, "Mới", 20))) for at in range(10)]
    actions += [Action(name, 20, tombstone(name, 20)) for name in ("person:10", "person:11")]
    state = state_of(client, address.name)
    elasticsearch_writing._begin(client, state, actions, 20)
    elasticsearch_writing._apply(client, state.index, actions[:done])
    return actions


@pytest.mark.parametrize("done", [0, 5, 12])
@pytest.mark.usefixtures("large")
def test_what_a_dead_writer_began_is_finished_before_anything_else(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress, done: int
):
    index.write([person(at, "Cũ", at + 1) for at in range(12)], position=12)
    begun(client, address, done)
    assert (index.position(), len(found(index, "cũ")), found(index, "mới")) == (12, 12, [])

    with pytest.raises(IndexMoved):
        index.write([person(3, "Khác", 13)], position=13, after=12)

    assert index.position() == 20
    assert (len(found(index, "mới")), found(index, "cũ"), found(index, "khác")) == (10, [], [])
    assert client.count(index=address.name, query={"prefix": {"key": ":part:"}})["count"] == 0
    index.write([person(3, "Khác", 21)], position=21, after=20)
    assert found(index, "khác") == ["person:3"]


@pytest.mark.usefixtures("large")
def test_a_writer_thought_dead_that_goes_on_changes_nothing(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    index.write([person(at, "Cũ", at + 1) for at in range(12)], position=12)
    state = state_of(client, address.name)
    actions = begun(client, address, 3)
    slow = state_of(client, address.name)
    index.write([person(at, "Cũ", 21) for at in range(12)], position=21)

    elasticsearch_writing._apply(client, state.index, actions[3:])
    elasticsearch_writing._end(client, slow, 20)

    assert (index.position(), len(found(index, "cũ")), found(index, "mới")) == (21, 12, [])


def test_of_two_who_write_at_once_one_is_told_to_look_again(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    index.write([person(1)], position=1)
    state = settled(client, address.name)
    index.write([person(2, "Nguyễn Văn Bình")], position=2, after=1)

    with pytest.raises(IndexMoved):
        late = Action("person:2", 2, document_of(person(2, "Trần Văn Bình")))
        elasticsearch_writing.write(client, state, [late], to=2)

    assert found(index, "binh") == found(index, "nguyen binh") == ["person:2"]


def test_a_batch_is_seen_whole_or_not_at_all(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    """Also where the server writes its buffers out by itself."""
    index.write([person(1)], position=1)
    begun(client, address, 12)
    client.indices.flush(index=address.name, force=True)

    assert (found(index, "an"), found(index, "mới")) == (["person:1"], [])


# What the server keeps


def test_folded_words_and_access_labels_are_kept_and_identifiers_are_not_shown(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    index.write([record("person:1", "Lý Thuỷ", identifiers=("024085000123",))], position=1)

    kept = client.get(index=address.name, id="person:1")["_source"]

    assert kept["name_f"] == ["li thuy"]
    assert kept["name_x"] == ["lý thủy"]
    assert kept["acl"] == ["*", "unit:1"]
    assert "024085000123" not in json.dumps(kept["shown"])


def test_a_field_that_is_not_ours_is_refused(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    index.write([], position=1)

    with pytest.raises(BadRequestError, match="strict_dynamic_mapping_exception"):
        client.index(index=address.name, document={"salary": 1})


def test_the_longest_question_is_answered(index: ElasticsearchIndex):
    words = [f"w{at}" for at in range(24)]
    index.write(
        [record("page:1", text=" ".join(words)), record("page:2", text=" ".join(words[:23]))],
        position=1,
    )

    assert found(index, " ".join(words)) == ["page:1", "page:2"]


# What is wrong is named


def test_an_index_of_another_form_asks_to_be_made_again(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    index.write([person(1)], position=1)
    client.index(
        index=address.name, id=CHECKPOINT, document=checkpoint(1, form=FORM + 1), refresh=True
    )

    for act in (index.position, lambda: found(index, "an"), lambda: index.write([], position=2)):
        with pytest.raises(IndexOutdated):
            act()

    index.clear()
    assert (index.position(), found(index, "an")) == (0, [])


def test_an_index_of_another_layout_asks_to_be_made_again(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    client.indices.create(
        index=f"{address.name}-v1-20200101t000000000000",
        aliases={address.name: {}},
        mappings={"properties": {"key": {"type": "keyword"}, "pos": {"type": "long"}}},
    )
    client.index(index=address.name, id=CHECKPOINT, document=checkpoint(9, form=1), refresh=True)

    for act in (index.position, lambda: found(index, "an"), lambda: index.write([], position=2)):
        with pytest.raises(IndexOutdated):
            act()

    index.clear()
    assert (index.position(), len(standing(client, address))) == (0, 1)


@pytest.mark.parametrize("damage", ["gone", "no checkpoint", "two", "unreadable"])
def test_a_damaged_index_asks_to_be_made_again(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress, damage: str
):
    index.write([person(1)], position=1)
    match damage:
        case "gone":
            client.indices.delete(index=standing(client, address)[0])
        case "no checkpoint":
            client.delete(index=address.name, id=CHECKPOINT, refresh=True)
        case "two":
            client.indices.create(index="other-" + address.name, aliases={address.name: {}})
        case "unreadable":
            kept = client.get(index=address.name, id="person:1")["_source"]
            kept["shown"] = {"kind": "NOTHING"}
            client.index(index=address.name, id="person:1", document=kept, refresh=True)

    with pytest.raises(IndexDamaged):
        found(elasticsearch_at(address) if damage == "two" else index, "an")

    index.clear()
    index.write([person(2)], position=2)
    assert found(index, "an") == ["person:2"]


def test_a_name_that_is_an_index_already_is_refused(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    client.indices.create(index=address.name)

    assert code_of(index.position) == "index.nameTaken"


def test_an_index_that_the_server_has_closed_for_writing_answers_and_says_so(
    index: ElasticsearchIndex, client: Elasticsearch, address: IndexAddress
):
    """What the server does when its disk is nearly full."""
    index.write([person(1)], position=1)
    flood = {"index.blocks.read_only_allow_delete": True}
    client.indices.put_settings(index=address.name, settings=flood)

    assert code_of(lambda: index.write([person(2)], position=2)) == "index.readOnly"
    assert (found(index, "an"), index.position()) == (["person:1"], 1)

    flood = {"index.blocks.read_only_allow_delete": None}
    client.indices.put_settings(index=address.name, settings=flood)
    index.write([person(2)], position=2, after=1)
    assert found(index, "an") == ["person:1", "person:2"]


def test_a_server_that_is_not_there_is_unreachable():
    nowhere = IndexAddress.parse(f"http://127.0.0.1:{free_port()}/hoso")
    index = elasticsearch_at(nowhere)

    for act in (
        index.position,
        lambda: found(index, "an"),
        lambda: index.write([], position=1),
        index.clear,
    ):
        assert code_of(act) == "index.unreachable"


def test_a_server_that_does_not_answer_in_time_is_slow(
    elasticsearch_server: Service, address: IndexAddress
):
    index = elasticsearch_at(address, asking_s=0.5)
    with elasticsearch_at(address).anew():
        pass
    index.position()
    elasticsearch_server.pause()
    try:
        assert code_of(lambda: found(index, "an")) == "index.slow"
        assert code_of(index.position) == "index.slow"
    finally:
        elasticsearch_server.resume()

    assert found(elasticsearch_at(address), "an") == []


def test_a_server_of_another_kind_is_refused(minio_server: Service):
    index = elasticsearch_at(IndexAddress.parse(f"{minio_server.facts['endpoint']}/hoso"))

    assert code_of(index.position) == "index.notElasticsearch"


@pytest.fixture
def front(
    elasticsearch_server: Service, address: IndexAddress, tmp_path: Path
) -> Iterator[Callable[[str], IndexAddress]]:
    with before(elasticsearch_server.port, tmp_path) as (port, ca):
        yield lambda end: IndexAddress.parse(
            f"https://127.0.0.1:{port}/{address.name}{end}".format(ca=ca)
        )


@pytest.mark.parametrize(
    ("credentials", "code"),
    [
        (Credentials(api_key=API_KEY), None),
        (Credentials(user=USER, password=PASSWORD), None),
        (Credentials(api_key="aWQ6YW5vdGhlcg=="), "index.credentials"),
        (Credentials(user=USER, password="another"), "index.credentials"),
        (Credentials(), "index.credentials"),
    ],
)
def test_the_client_says_who_it_is_behind_a_certificate_of_the_houses_own(
    front: Callable[[str], IndexAddress], credentials: Credentials, code: str | None
):
    with closing(open_elasticsearch(front("?ca={ca}"), credentials)) as index:
        if code is None:
            index.write([person(1)], position=1)
            assert found(index, "an") == ["person:1"]
        else:
            assert code_of(index.position) == code
            assert code_of(lambda: index.write([], position=1)) == code


def test_a_certificate_of_an_unknown_authority_is_not_trusted(
    front: Callable[[str], IndexAddress],
):
    with closing(open_elasticsearch(front(""), Credentials(api_key=API_KEY))) as index:
        assert code_of(index.position) == "index.certificate"


@pytest.mark.parametrize(
    ("client_major", "server", "speaks_to_it"),
    [
        (8, "8.0.0", True),
        (8, "8.19.21", True),
        (8, "9.5.1", True),
        (8, "7.17.29", False),
        (8, "10.0.0", False),
        (9, "8.19.21", False),
        (9, "9.0.0-SNAPSHOT", True),
        (8, "", False),
    ],
)
def test_which_server_this_client_speaks_to(client_major: int, server: str, speaks_to_it: bool):
    assert speaks(client_major, server) is speaks_to_it


# The address


def test_an_address_names_nodes_index_and_authority():
    one = IndexAddress.parse("https://es1:9200,es2:9201/hoso?ca=/etc/ca.pem")

    assert one.nodes == ("https://es1:9200", "https://es2:9201")
    assert (one.name, str(one.ca)) == ("hoso", "/etc/ca.pem")


@pytest.mark.parametrize(
    ("url", "setting"),
    [
        ("https://es/hoso", "port"),
        ("https://es:x/hoso", "port"),
        ("ftp://es:9200/hoso", "port"),
        ("https://es:9200/", "name"),
        ("https://es:9200/Hoso", "name"),
        ("https://es:9200/a/b", "name"),
        ("https://es:9200/_all", "name"),
        ("https://es:9200/hoso?verify=no", "verify"),
        ("http://es:9200/hoso?ca=ca.pem", "ca"),
        ("https://me:secret@es:9200/hoso", "credentials"),
    ],
)
def test_an_address_that_cannot_be_used_says_which_part(url: str, setting: str):
    with pytest.raises(AddressWrong) as refusal:
        IndexAddress.parse(url)

    assert refusal.value.setting == setting
    assert "secret" not in str(refusal.value)


def test_credentials_never_show():
    assert "s3cret" not in repr(Credentials(user="hoso", password="s3cret"))


def test_a_file_of_certificates_that_is_none_is_said():
    address = IndexAddress.parse("https://127.0.0.1:9200/hoso?ca=/nowhere/ca.pem")

    assert code_of(lambda: client_of(address, Credentials())) == "index.noCertificates"
