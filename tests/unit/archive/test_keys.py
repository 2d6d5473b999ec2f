"""What the archive's key makes: the same for the same thing, nothing without it."""

from uuid import UUID, uuid4

import pytest

from archive.keys import Keys, SealBroken
from domain.people import IdentifierKind

KEYS = Keys(bytes(range(32)))
OTHERS = Keys(bytes(range(1, 33)))
PAGE = UUID("00000000-0000-4000-8000-000000000001")
DIGEST = "ab" * 32
CCCD, CMND = IdentifierKind.CCCD, IdentifierKind.CMND


def test_writings_of_one_number_are_one_stream():
    assert KEYS.identifier_stream(CCCD, "024 085 000 123") == KEYS.identifier_stream(
        CCCD, "024085000123"
    )


def test_a_cmnd_of_twelve_digits_is_the_number_that_the_cccd_carries_on():
    assert KEYS.identifier_stream(CMND, "024085000123") == KEYS.identifier_stream(
        CCCD, "024085000123"
    )
    assert KEYS.identifier_stream(CMND, "121234567") != KEYS.identifier_stream(CCCD, "121234567")


def test_another_archives_key_gives_other_streams_and_hashes():
    assert KEYS.identifier_stream(CCCD, "024085000123") != OTHERS.identifier_stream(
        CCCD, "024085000123"
    )
    assert KEYS.identifier_hash(CCCD, "024085000123") != OTHERS.identifier_hash(
        CCCD, "024085000123"
    )


def test_a_hash_does_not_tell_the_stream():
    hashed = KEYS.identifier_hash(CCCD, "024085000123")

    assert len(hashed) == 64
    assert not hashed.startswith(KEYS.identifier_stream(CCCD, "024085000123").hex[:8])


def test_the_sample_is_about_as_large_as_asked_and_always_the_same():
    events = [uuid4() for _ in range(2000)]

    drawn = [event for event in events if KEYS.draws(event, 10)]

    assert 120 < len(drawn) < 290
    assert drawn == [event for event in events if KEYS.draws(event, 10)]
    assert not any(KEYS.draws(event, 0) for event in events)
    assert all(KEYS.draws(event, 100) for event in events)


def test_who_is_drawn_at_ten_percent_is_drawn_at_twenty():
    events = [uuid4() for _ in range(500)]

    assert {e for e in events if KEYS.draws(e, 10)} <= {e for e in events if KEYS.draws(e, 20)}


def test_a_sealed_digest_is_opened_for_its_page():
    sealed = KEYS.seal_digest(DIGEST, page_id=PAGE)

    assert KEYS.open_digest(sealed, page_id=PAGE) == DIGEST
    assert DIGEST[:8] not in sealed
    assert sealed == KEYS.seal_digest(DIGEST, page_id=PAGE)
    assert sealed != KEYS.seal_digest(DIGEST, page_id=uuid4())


@pytest.mark.parametrize(
    ("sealed", "page_id", "keys"),
    [
        (KEYS.seal_digest(DIGEST, page_id=PAGE), uuid4(), KEYS),
        (KEYS.seal_digest(DIGEST, page_id=PAGE), PAGE, OTHERS),
        ("00" * 48, PAGE, KEYS),
        ("no seal", PAGE, KEYS),
        ("", PAGE, KEYS),
    ],
    ids=["another page", "another key", "made up", "not hexadecimal", "empty"],
)
def test_a_seal_is_broken_by_another_page_another_key_or_a_changed_byte(
    sealed: str, page_id: UUID, keys: Keys
):
    with pytest.raises(SealBroken):
        keys.open_digest(sealed, page_id=page_id)


def test_an_archive_knows_its_key_again():
    archive_id = uuid4()

    assert KEYS.check_of(archive_id) == KEYS.check_of(archive_id)
    assert KEYS.check_of(archive_id) != OTHERS.check_of(archive_id)


def test_a_secret_has_32_bytes():
    with pytest.raises(ValueError, match="32 bytes"):
        Keys(b"short")
