"""Any event is read back as it was; any damage is noticed or harmless, never another event."""

import json
import types
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from archive.access_log import ACCESS_TYPES
from archive.codec import (
    HEAD_BYTES,
    Undecodable,
    Unstorable,
    decode,
    encode,
    instant_of,
    stamp,
)
from domain.dates import PartialDate
from domain.events.access import ActorAdded, ActorKind
from domain.events.catalogue import EVENT_TYPES
from domain.events.envelope import Event, StreamKind
from domain.evidence import Box
from domain.labels import Label

TYPES = {**EVENT_TYPES, **ACCESS_TYPES}
BY = UUID("00000000-0000-4000-8000-00000000000a")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=3, max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
).filter(lambda value: "inf" not in str(value))
PARTIAL = st.builds(PartialDate, st.integers(1900, 2100)) | st.dates(
    date(1900, 1, 1), date(2100, 1, 1)
).map(PartialDate.of)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    UUID: st.uuids(),
    bool: st.booleans(),
    int: st.integers(0, 3) | st.integers(1, 10_000),
    float: st.floats(0, 1),
    Decimal: st.decimals("0.01", "999.99", places=2),
    date: st.dates(),
    datetime: st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    PartialDate: PARTIAL,
    Box: st.builds(
        lambda x, y, w, h: Box(left=x, top=y, right=x + w, bottom=y + h),
        *[st.integers(0, 9000)] * 2,
        *[st.integers(1, 9000)] * 2,
    ),
    JsonValue: JSON,
    str: TEXT,
}
NAMED = {
    "ab" * 32: st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    "001079012345": st.from_regex(r"[0-9]{12}", fullmatch=True),
}
"""Texts with a pattern: one that fits, and more of them."""


def values(annotation: Any, metadata: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return values(inner, (*marks, *metadata))
    if get_origin(annotation) in (Union, types.UnionType):
        parts = get_args(annotation)
        return st.one_of(*(values(part, metadata) for part in parts if part is not type(None))) | (
            st.none() if type(None) in parts else st.nothing()
        )
    if get_origin(annotation) is tuple:
        return st.lists(values(get_args(annotation)[0]), min_size=1, max_size=2).map(tuple)
    if get_origin(annotation) is dict:
        return st.dictionaries(TEXT, values(get_args(annotation)[1]), max_size=2)
    if annotation in SCALARS:
        return _fitting(annotation, metadata)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    return models(annotation)


def _fitting(annotation: Any, metadata: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    adapter = TypeAdapter(Annotated[annotation, *metadata] if metadata else annotation)

    def fits(value: Any) -> bool:
        try:
            adapter.validate_python(value)
        except ValidationError:
            return False
        return True

    if annotation is not str or not any(hasattr(mark, "pattern") for mark in metadata):
        return SCALARS[annotation].filter(fits)
    return next(more for one, more in NAMED.items() if fits(one))


@cache
def models(kind: type[BaseModel]) -> st.SearchStrategy[Any]:
    fields = {
        name: values(field.annotation, tuple(field.metadata))
        for name, field in kind.model_fields.items()
    }
    return st.fixed_dictionaries(fields).map(lambda given: kind(**given))


@pytest.mark.parametrize("topic", sorted(TYPES))
def test_every_kind_of_event_is_read_back_as_it_was(topic: str):
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(event=models(TYPES[topic]), instant=SCALARS[datetime])
    def read_back(event: Event, instant: datetime) -> None:
        state = stamp(encode(event), instant)

        assert decode(topic, state, types=TYPES) == (event, instant)
        assert stamp(encode(event), instant) == state

    read_back()


def added(name: str = "Nguyễn Văn An") -> ActorAdded:
    return ActorAdded(recorded_by=BY, actor_id=BY, name=name, kind=ActorKind.HUMAN)


@settings(max_examples=200, deadline=None)
@given(cut=st.integers(0, 400))
def test_a_cut_row_is_noticed(cut: int):
    state = stamp(encode(added()), NOON)

    if cut < len(state):
        with pytest.raises(Undecodable):
            decode("actor.added", state[:cut])


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, 400), bit=st.integers(0, 7))
def test_a_flipped_bit_never_brings_anything_but_an_event_or_a_named_refusal(place: int, bit: int):
    state = bytearray(stamp(encode(added()), NOON))
    state[place % len(state)] ^= 1 << bit

    try:
        event, _ = decode("actor.added", bytes(state))
    except Undecodable as refused:
        assert refused.code.startswith("codec.")
        assert "Nguyễn" not in f"{refused} {refused.values} {refused.__cause__}"
    else:
        assert isinstance(event, ActorAdded)  # a changed letter: the seal's to find


@given(noise=st.binary(max_size=60))
def test_noise_is_refused(noise: bytes):
    with pytest.raises(Undecodable):
        decode("actor.added", noise)


@given(instant=SCALARS[datetime])
def test_an_instant_is_kept_to_the_microsecond(instant: datetime):
    assert instant_of(stamp(encode(added()), instant)) == instant


def test_the_stored_form_is_version_instant_and_camel_case_json():
    state = stamp(encode(added("Bình")), datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))

    assert state[:HEAD_BYTES].hex() == "01" + f"{1_000_000:016x}"
    assert json.loads(state[HEAD_BYTES:]) == {
        "recordedBy": str(BY),
        "actorId": str(BY),
        "name": "Bình",
        "kind": "HUMAN",
        "office": None,
        "simulated": False,
    }


def test_an_unstamped_row_is_no_event():
    with pytest.raises(Undecodable) as refused:
        decode("actor.added", encode(added()))

    assert refused.value.code == "codec.unstamped"


@pytest.mark.parametrize("topic", ["os:system", "subprocess.Popen", "actor.added ", ""])
def test_a_topic_that_is_not_on_the_list_is_never_looked_for(topic: str):
    with pytest.raises(Undecodable) as refused:
        decode(topic, stamp(encode(added()), NOON))

    assert refused.value.code == "codec.unknownTopic"


def test_a_text_that_cannot_be_stored_is_refused_before_it_is_promised():
    broken = ActorAdded.model_construct(
        recorded_by=BY, actor_id=BY, name="\ud800", kind=ActorKind.HUMAN
    )

    with pytest.raises(Unstorable):
        encode(broken)


class PostGiven1(Event):
    topic: ClassVar[str] = "post.given"
    label: ClassVar[Label] = Label("Giao việc", "Post given")
    stream: ClassVar[StreamKind] = StreamKind.PERSON
    post: str


class PostGiven3(Event):
    """Version 2 named the unit, version 3 made the title a list."""

    topic: ClassVar[str] = "post.given"
    label: ClassVar[Label] = Label("Giao việc", "Post given")
    stream: ClassVar[StreamKind] = StreamKind.PERSON
    class_version: ClassVar[int] = 3
    titles: tuple[str, ...]
    unit: str | None

    @staticmethod
    def upcast_v1_v2(state: dict[str, Any]) -> None:
        state["unit"] = None

    @staticmethod
    def upcast_v2_v3(state: dict[str, Any]) -> None:
        state["titles"] = [state.pop("post")]


class PostGiven4(PostGiven3):
    class_version: ClassVar[int] = 4


def test_an_event_of_an_earlier_version_goes_up_step_by_step():
    old = stamp(encode(PostGiven1(recorded_by=BY, post="Trưởng phòng")), NOON)

    event, recorded_at = decode("post.given", old, types={"post.given": PostGiven3})

    assert event == PostGiven3(recorded_by=BY, titles=("Trưởng phòng",), unit=None)
    assert recorded_at == NOON


def test_the_version_stands_in_what_is_stored_and_starts_the_way_up():
    event = PostGiven3(recorded_by=BY, titles=("Phó phòng", "Trưởng phòng"), unit="Sở Nội vụ")
    state = stamp(encode(event), NOON)

    assert json.loads(state[HEAD_BYTES:])["classVersion"] == 3
    assert decode("post.given", state, types={"post.given": PostGiven3})[0] == event


def test_an_event_of_a_newer_program_is_refused_by_an_older_one():
    state = stamp(encode(PostGiven3(recorded_by=BY, titles=("x",), unit=None)), NOON)
    newer = state.replace(b'"classVersion":3', b'"classVersion":9')

    with pytest.raises(Undecodable) as refused:
        decode("post.given", newer, types={"post.given": PostGiven3})
    with pytest.raises(Undecodable):
        decode("post.given", state, types={"post.given": PostGiven1})

    assert refused.value.code == "codec.newer"


def test_a_step_that_was_forgotten_is_named():
    state = stamp(encode(PostGiven3(recorded_by=BY, titles=("x",), unit=None)), NOON)

    with pytest.raises(Undecodable) as refused:
        decode("post.given", state, types={"post.given": PostGiven4})

    assert refused.value.code == "codec.noUpcast"
    assert refused.value.values == {"topic": "post.given", "found": 3}
