"""The key file: made once, for its owner alone, and never made anew beside an old ledger."""

from pathlib import Path
from threading import Thread

import pytest

from archive.adapters.file_keys import open_keys
from archive.keys import Keys, KeysUnavailable
from domain.people import IdentifierKind


def mark(keys: Keys) -> str:
    return keys.identifier_hash(IdentifierKind.CCCD, "024085000123")


def refused(path: Path, *, may_create: bool = True) -> str:
    with pytest.raises(KeysUnavailable) as refusal:
        open_keys(path, may_create=may_create)
    return refusal.value.code


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / "new" / "keys"

    first = open_keys(path, may_create=True)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert mark(open_keys(path, may_create=False)) == mark(first)
    assert [file.name for file in path.parent.iterdir()] == ["keys"]


def test_a_lost_key_is_not_replaced_when_there_is_a_ledger(tmp_path: Path):
    assert refused(tmp_path / "keys", may_create=False) == "keys.missing"
    assert not (tmp_path / "keys").exists()


def test_a_key_that_others_may_read_is_refused(tmp_path: Path):
    open_keys(tmp_path / "keys", may_create=True)
    (tmp_path / "keys").chmod(0o640)

    assert refused(tmp_path / "keys") == "keys.loose"


@pytest.mark.parametrize("content", ["", "hoso-keys-1\n", "hoso-keys-1\nzz\n", "ab" * 400])
def test_a_damaged_key_file_is_named_and_left_as_it_is(tmp_path: Path, content: str):
    path = tmp_path / "keys"
    path.write_text(content)
    path.chmod(0o600)

    assert refused(path) == "keys.damaged"
    assert path.read_text() == content


def test_a_link_is_no_key_file(tmp_path: Path):
    open_keys(tmp_path / "keys", may_create=True)
    (tmp_path / "link").symlink_to(tmp_path / "keys")

    assert refused(tmp_path / "link") == "keys.unavailable"


def test_two_that_make_the_key_at_once_end_with_one(tmp_path: Path):
    made: list[str] = []
    makers = [
        Thread(target=lambda: made.append(mark(open_keys(tmp_path / "keys", may_create=True))))
        for _ in range(8)
    ]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()

    assert len(made) == 8
    assert len(set(made)) == 1
